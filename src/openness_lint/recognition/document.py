"""A document as its reader sees it: paragraphs and grids of cells, in reading order.

Readers of Word files, web pages, sheets and plain text all come to this; what the grids and
paragraphs mean is found afterwards, by the form alone.
"""

from __future__ import annotations

from openness_lint.model.paper import Block, Grid, GridCell
from openness_lint.model.span import Span
from openness_lint.model.values import dataclass

__all__ = ["Block", "Document", "Grid", "GridCell"]


@dataclass(frozen=True)
class Document:
    """Paragraphs and grids in reading order; `lines` is the source where it has lines."""

    blocks: tuple[Block, ...]
    span: Span
    lines: tuple[str, ...] = ()
