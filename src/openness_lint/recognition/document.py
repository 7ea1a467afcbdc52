"""A document as its reader sees it: paragraphs and grids of cells, in reading order.

Readers of Word files, web pages, sheets and plain text all come to this; what the grids and
paragraphs mean is found afterwards, by the form alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from openness_lint.model.span import Span
from openness_lint.model.text import Text


class GridCell(NamedTuple):
    """One cell as printed; `row` and `column` are where it begins, both 0-based."""

    text: Text
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A table as printed.

    `aligned` says that columns are real: the cells of a column stand below each other, merged ones
    over several. Text that lost its columns (one cell to a line) is not aligned; its cells only
    follow each other. `breaks` are the rows with which another page begins: a row or a merged cell
    may be cut in two there.
    """

    cells: tuple[GridCell, ...]
    span: Span
    aligned: bool = True
    breaks: tuple[int, ...] = ()

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @cached_property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    def lines(self) -> Iterator[list[GridCell | None]]:
        """Each row of the grid by columns; a merged cell stands in every place it covers."""
        places: list[list[GridCell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    if places[row][column] is None:
                        places[row][column] = cell
        yield from places


Block: TypeAlias = Text | Grid


@dataclass(frozen=True)
class Document:
    """Paragraphs and grids in reading order; `lines` is the source where it has lines."""

    blocks: tuple[Block, ...]
    span: Span
    lines: tuple[str, ...] = ()
