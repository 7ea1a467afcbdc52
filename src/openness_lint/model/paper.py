"""A document as printed: paragraphs and grids of cells in reading order, and where a span stands among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias

from openness_lint.model.span import ParagraphSpan, Span, sort_key
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple, dataclass


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
    may be cut in two there. `whole` is the width before empty columns at the right were left out.
    """

    cells: tuple[GridCell, ...]
    span: Span
    aligned: bool = True
    breaks: tuple[int, ...] = ()
    whole: int = 0

    @property
    def full_width(self) -> int:
        return max(self.whole, self.width)

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @cached_property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    def lines(self) -> Iterator[list[GridCell | None]]:
        """Each row of the grid by columns; a merged cell stands in every place it covers."""
        yield from self.places

    @cached_property
    def places(self) -> list[list[GridCell | None]]:
        """The rows of the grid, as `lines` gives them."""
        places: list[list[GridCell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    if places[row][column] is None:
                        places[row][column] = cell
        return places


Block: TypeAlias = Text | Grid


class Standing(NamedTuple):
    """Where a span stands on paper: in which block, and in which of its cells (0 in a paragraph)."""

    block: int
    cell: int = 0


@dataclass(frozen=True)
class Paper:
    """The blocks of a document without lines, for saying in which order its findings come and for drawing them."""

    blocks: tuple[Block, ...]

    def key(self, span: Span) -> tuple[float, float, tuple[int, str, float, float, float]]:
        """The order in which spans are read on this paper."""
        standing = self.standing(span)
        return (*(standing or Standing(-1)), sort_key(span))

    def standing(self, span: Span) -> Standing | None:
        """Where a span stands; None where it is before everything, or of another paper."""
        exact = self._standings.get(span)
        if exact is not None:
            return exact
        keys, standings = self._ordered.get(type(span), ([], []))
        before = bisect_right(keys, sort_key(span)) - 1
        return standings[before] if before >= 0 else None

    def grid(self, span: Span) -> tuple[Grid, GridCell] | None:
        """The cell that a span is, with its table; None where it is no cell."""
        standing = self._standings.get(span)
        block = self.blocks[standing.block] if standing is not None else None
        return (block, block.cells[standing.cell]) if standing is not None and isinstance(block, Grid) else None

    def paragraph(self, span: Span) -> Text | None:
        """The paragraph, or the line of one, in which a span stands; None where it stands in none."""
        standing = self.standing(span)
        block = self.blocks[standing.block] if standing is not None else None
        if not isinstance(block, Text):
            return None
        if isinstance(span, ParagraphSpan) and isinstance(block.span, ParagraphSpan):
            is_inside = block.span.paragraph == span.paragraph and span.end <= block.span.start + len(block.text)
            return block if is_inside else None
        return block if block.span == span else None

    @cached_property
    def _standings(self) -> dict[Span, Standing]:
        found: dict[Span, Standing] = {}
        for number, block in enumerate(self.blocks):
            if isinstance(block, Grid):
                for place, cell in enumerate(block.cells):
                    found.setdefault(cell.text.span, Standing(number, place))
            else:
                found.setdefault(block.span, Standing(number))
        return found

    @cached_property
    def _ordered(self) -> dict[type, tuple[list[tuple[int, str, float, float, float]], list[Standing]]]:
        """The standings by the kind of their spans, each kind in its own order."""
        kinds: dict[type, list[tuple[tuple[int, str, float, float, float], Standing]]] = {}
        for span, standing in self._standings.items():
            kinds.setdefault(type(span), []).append((sort_key(span), standing))
        found = {}
        for kind, pairs in kinds.items():
            pairs.sort()
            found[kind] = [key for key, _ in pairs], [standing for _, standing in pairs]
        return found
