"""What the end of a page cuts in two: a row of a table, or a label beside several rows.

Only the form can tell: two cells that read as a label together, and not each for itself, are one. All
else stays as it is printed.
"""

from __future__ import annotations

from openness_lint.model.form import Group, Row
from openness_lint.model.report import Match
from openness_lint.model.text import Text
from openness_lint.model.values import replace
from openness_lint.recognition.document import Grid, GridCell
from openness_lint.recognition.labels import plain
from openness_lint.recognition.scopes import RowTarget, TableScopes

_Pair = tuple[GridCell, GridCell]  # a cell that ends with a page, and the one below it on the next


def mended(grid: Grid, scopes: TableScopes) -> Grid:
    """The grid with what page ends cut in two put together again."""
    for row in reversed(grid.breaks):
        grid = _Break(grid, row, scopes).mended()
    return grid


class _Break:
    """The end of one page within a grid: `row` is the first of the next one."""

    def __init__(self, grid: Grid, row: int, scopes: TableScopes) -> None:
        self.grid = grid
        self.row = row
        self.scopes = scopes
        self.above = [cell for cell in grid.cells if cell.row + cell.rows == row]
        self.below = [cell for cell in grid.cells if cell.row == row]

    def mended(self) -> Grid:
        pairs = self._pairs()
        if pairs is not None and (self._is_cut_label(pairs) or self._is_parted(pairs)):
            return self._as_one_row(pairs)
        return self._with_whole_groups()

    def _pairs(self) -> list[_Pair] | None:
        """The cells of the last and the first row by pairs; None where they do not stand below each other."""
        place = {(cell.column, cell.columns): cell for cell in self.below}
        if len(place) != len(self.above) or any((cell.column, cell.columns) not in place for cell in self.above):
            return None
        return [(cell, place[cell.column, cell.columns]) for cell in self.above]

    def _is_cut_label(self, pairs: list[_Pair]) -> bool:
        """Whether the label of a row goes on over the page, and no figure stands against another."""
        for above, below in pairs:
            if _filled(above) and _filled(below) and self._is_row(above, below):
                # A label is repeated where merging was lost.
                others = [pair for pair in pairs if _said(pair) != _said((above, below))]
                behind = [pair for pair in others if pair[0].column > above.column]
                return not any(_filled(one) and _filled(other) for one, other in behind)
        return False

    def _is_row(self, above: GridCell, below: GridCell) -> bool:
        whole = self._reads(above.text.text + below.text.text)
        first = self._reads(above.text.text)
        return isinstance(whole, Row) and first in {None, whole} and not self._reads(below.text.text)

    def _is_parted(self, pairs: list[_Pair]) -> bool:
        """Whether a row's label ends one page and its figures begin the next, or the other way round."""
        for side in (0, 1):
            labels = [pair[side] for pair in pairs if isinstance(self._reads(pair[side].text.text), Row)]
            if len(labels) != 1:
                continue
            start = labels[0].column
            beside = [pair for pair in pairs if pair[side].column > start]
            before = [pair for pair in pairs if pair[side].column <= start]
            is_bare = not any(_filled(pair[side]) for pair in beside)
            has_figures = any(_filled(pair[1 - side]) for pair in beside)
            if any(self._reads(pair[1 - side].text.text) for pair in beside):
                continue  # a row of its own, farther in
            if is_bare and has_figures and not any(_filled(pair[1 - side]) for pair in before):
                return True
        return False

    def _as_one_row(self, pairs: list[_Pair]) -> Grid:
        whole = {above: _joined(above, below, rows=above.rows + below.rows - 1) for above, below in pairs}
        gone = {below for _, below in pairs}
        cells = [
            cell._replace(row=cell.row - 1) if cell.row > self.row else whole.get(cell, cell)
            for cell in self.grid.cells
            if cell not in gone
        ]
        breaks = tuple(one - (one > self.row) for one in self.grid.breaks if one != self.row)
        return replace(self.grid, cells=tuple(cells), breaks=breaks)

    def _with_whole_groups(self) -> Grid:
        """The grid with the labels beside several rows whole again."""
        place = {(cell.column, cell.columns): cell for cell in self.below}
        whole: dict[GridCell, GridCell] = {}
        gone: set[GridCell] = set()
        for cell in self.above:
            other = place.get((cell.column, cell.columns))
            if other is None or not (_filled(cell) and _filled(other)):
                continue
            group = self._reads(cell.text.text + other.text.text)
            if isinstance(group, Group) and not self._reads(cell.text.text) and not self._reads(other.text.text):
                whole[cell] = _joined(cell, other, rows=cell.rows + other.rows)
                gone.add(other)
        cells = tuple(whole.get(cell, cell) for cell in self.grid.cells if cell not in gone)
        return replace(self.grid, cells=cells) if gone else self.grid

    def _reads(self, text: str) -> RowTarget | None:
        """The row or group that a text is the label of, to the word."""
        found = self.scopes.rows(None)[1].exact(text) if text.strip() else None
        return found[0] if found is not None and found[1] is not Match.ID else None


def _said(pair: _Pair) -> tuple[str, str]:
    return plain(pair[0].text.text), plain(pair[1].text.text)


def _filled(cell: GridCell) -> bool:
    return bool(cell.text.text.strip())


def _joined(above: GridCell, below: GridCell, rows: int) -> GridCell:
    """One cell of two: the text of both, at the place of the first that has any.

    Nothing is put between them: the line did not end there, the page did.
    """
    filled = [cell.text for cell in (above, below) if _filled(cell)]
    text = Text("".join(one.text for one in filled), filled[0].span) if filled else above.text
    return above._replace(text=text, rows=rows)
