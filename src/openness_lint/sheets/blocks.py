"""Sheets to the grids of a document, each cell with its sheet and address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from openness_lint.model.span import SheetSpan
from openness_lint.model.text import Text
from openness_lint.recognition.document import Document, Grid, GridCell
from openness_lint.sheets.sheet import Merge, Sheet, address, too_many_cells

# Of a grid, empty ones included: cells far apart in many rows and columns are no table.
MOST_PLACES = 200_000
# The rows of a merged cell, or its hidden ones at the beginning, that are looked at.
FAR = 1000


def document_of(sheets: Iterable[Sheet]) -> Document:
    """The sheets one after the other, each as grids of rows without an empty one between.

    Raises:
        UnreadableInput: the cells lie so far apart that no report prints them.
    """
    blocks = [grid for sheet in sheets for grid in _Layout(sheet).grids()]
    return Document(tuple(blocks), blocks[0].span if blocks else SheetSpan("", "A1"))


class _Layout:
    """The rows and columns of a sheet that print something, and the cells there."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.texts = dict(sheet.cells)
        self.merges = {(one.row, one.column): one for one in self._shown_merges()}
        self.filled = {
            place: self.merges.get(place, Merge(*place, place[0] + 1, place[1] + 1))
            for place in self.texts
            if place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns
        }
        self.columns = self._columns()

    def _shown_merges(self) -> Iterator[Merge]:
        """Merged cells, beginning at the first row and column of theirs that is not hidden."""
        for merge in self.sheet.merges:
            row = _first_shown(merge.row, merge.end_row, self.sheet.hidden_rows)
            column = _first_shown(merge.column, merge.end_column, self.sheet.hidden_columns)
            if row is None or column is None:
                continue
            if (row, column) != (merge.row, merge.column):
                text = self.texts.pop((merge.row, merge.column), None)
                if text is not None:
                    self.texts[row, column] = text
            yield Merge(row, column, merge.end_row, merge.end_column)

    def _columns(self) -> list[int]:
        """The columns in which a cell begins, and one of those between where there are any, in order."""
        begun = {column for _, column in self.filled}
        between = {one + 1 for one in begun if one + 1 not in begun and one + 1 < max(begun)}
        return sorted(begun | (between - self.sheet.hidden_columns))

    def grids(self) -> Iterator[Grid]:
        for rows in self._bands():
            if len(rows) * len(self.columns) > MOST_PLACES:
                raise too_many_cells()
            yield self._grid(rows)

    def _bands(self) -> Iterator[list[int]]:
        """Rows below each other that print something, hidden ones left out."""
        last = max((row for row, _ in self.filled), default=-1)
        used: set[int] = set()
        for cell in self.filled.values():
            used.update(range(cell.row, min(cell.end_row, cell.row + FAR, last + 1)))
        # A row left blank at the foot of a table is there because it is made up like the rows above.
        for row, (first, end) in self.sheet.blanks.items():
            if row - 1 in used and row not in used and end - first > 1:
                used.add(row)
        band: list[int] = []
        before = -1
        for row in sorted(used):
            if band and any(one not in self.sheet.hidden_rows for one in range(before + 1, row)):
                yield band
                band = []
            if row not in self.sheet.hidden_rows:
                band.append(row)
            before = row
        if band:
            yield band

    def _grid(self, rows: Sequence[int]) -> Grid:
        cells: list[GridCell] = []
        covered: set[tuple[int, int]] = set()
        for at, row in enumerate(rows):
            for place, column in enumerate(self.columns):
                if (row, column) in covered:
                    continue
                merge = self.merges.get((row, column), Merge(row, column, row + 1, column + 1))
                height = max(bisect_left(rows, merge.end_row) - at, 1)
                width = max(bisect_left(self.columns, merge.end_column) - place, 1)
                if height > 1 or width > 1:
                    covered |= {(r, c) for r in rows[at : at + height] for c in self.columns[place : place + width]}
                span = SheetSpan(self.sheet.name, address(row, column))
                text = Text(self.texts.get((row, column), ""), span)
                cells.append(GridCell(text, at, place, height, width))
        first = next((cell for cell in cells if cell.text.text.strip()), cells[0])
        return Grid(tuple(cells), first.text.span)


def _first_shown(start: int, end: int, hidden: set[int]) -> int | None:
    return next((one for one in range(start, min(end, start + FAR)) if one not in hidden), None)
