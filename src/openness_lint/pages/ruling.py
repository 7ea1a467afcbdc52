"""Ruled lines to tables: which boxes they enclose, and which rows and columns each box takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.pages.page import Box, Rule

# In points. Double lines lie 2 apart; rows of the smallest print are 8 high.
_NEAR = 3.0
# An outer border that is not drawn is where the lines end that would meet it, at least this far beyond.
_BEYOND = 6.0
# Pages of a report have some 60 lines that remain after joining; drawings may have thousands.
MOST_LINES = 3_000
MOST_PLACES = 40_000


class RuledCell(NamedTuple):
    """A box between lines, at its rows and columns (0-based)."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruled table: the places of its columns' and rows' borders, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, cell: RuledCell) -> Box:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return (row, column) if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1 else None


class _Stroke(NamedTuple):
    """A line as joined: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


def rulings_of(rules: Iterable[Rule]) -> tuple[list[Ruling], list[list[float]]]:
    """The tables that lines enclose, from the top; and, for lines without uprights, their heights and extents.

    Returns:
        The tables, and groups of three or more level lines above each other as `[x0, x1, y, y, ...]`.
    """
    rules = list(rules)
    level = _joined([_Stroke(one.y0, one.x0, one.x1) for one in rules if one.is_level])
    upright = _joined([_Stroke(one.x0, one.y0, one.y1) for one in rules if not one.is_level])
    if len(level) + len(upright) > MOST_LINES:
        return [], []  # a map or a chart
    found: list[Ruling] = []
    bare: list[_Stroke] = []
    for rows, columns in _connected(level, upright):
        if columns:
            ruling = _ruling(rows, columns)
            if ruling is not None:
                found.append(ruling)
        else:
            bare += rows
    bare.sort()
    for above in (True, False):  # what stands between two tables is the head of the lower one
        for i, ruling in enumerate(found):
            found[i], bare = _extended(ruling, bare, above=above)
    return sorted(found, key=lambda one: (one.ys[0], one.xs[0])), _ladders(bare)


def _parted_where(strokes: Iterable[_Stroke], is_parting: Callable[[_Stroke, _Stroke], bool]) -> list[list[_Stroke]]:
    """Strokes in order, parted between two where the second is no part of what goes before.

    What goes before is told as a stroke too: the last one, as long as all before it together.
    """
    found: list[list[_Stroke]] = []
    last: _Stroke | None = None
    for stroke in strokes:
        if last is None or is_parting(last, stroke):
            found.append([])
            last = stroke
        found[-1].append(stroke)
        last = stroke._replace(end=max(last.end, stroke.end))
    return found


def _near_first(strokes: Iterable[_Stroke]) -> list[list[_Stroke]]:
    groups: list[list[_Stroke]] = []
    for stroke in strokes:
        if groups and stroke.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _joined(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes at the same height made one where they meet, and their heights made equal where they are near."""
    groups: list[list[_Stroke]] = []
    for chain in _parted_where(sorted(strokes), lambda before, stroke: stroke.at - before.at > _NEAR):
        if chain[-1].at - chain[0].at <= _NEAR:
            groups.append(chain)
            continue
        # Borders of several tables on a page, which are near each other by chance.
        by_start = sorted(chain, key=lambda one: one.start)
        for run in _parted_where(by_start, lambda before, stroke: stroke.start > before.end + _NEAR):
            groups += _near_first(sorted(run))
    found: list[_Stroke] = []
    for group in groups:
        at = sum(one.at for one in group) / len(group)
        ends: list[list[float]] = []
        for stroke in sorted(group, key=lambda one: one.start):
            if ends and stroke.start <= ends[-1][1] + _NEAR:
                ends[-1][1] = max(ends[-1][1], stroke.end)
            else:
                ends.append([stroke.start, stroke.end])
        found += [_Stroke(at, start, end) for start, end in ends]
    return found


def _connected(level: Sequence[_Stroke], upright: Sequence[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Level and upright strokes by groups that touch."""
    parent = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    order = sorted(range(len(upright)), key=lambda i: upright[i].at)
    places = [upright[i].at for i in order]
    for i, one in enumerate(level):
        first, last = bisect_left(places, one.start - _NEAR), bisect_right(places, one.end + _NEAR)
        for j in order[first:last]:
            if upright[j].start - _NEAR <= one.at <= upright[j].end + _NEAR:
                parent[root(len(level) + j)] = root(i)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for i, one in enumerate(level):
        groups[root(i)][0].append(one)
    for j, one in enumerate(upright):
        groups[root(len(level) + j)][1].append(one)
    return list(groups.values())


def _ruling(rows: list[_Stroke], columns: list[_Stroke]) -> Ruling | None:
    """The table of some strokes that touch; None where they enclose nothing."""
    rows, columns = _closed(rows, columns), _closed(columns, rows)
    ys, xs = sorted({one.at for one in rows}), sorted({one.at for one in columns})
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width > MOST_PLACES:
        return None
    # Between each place and the next one right or below: is there a stroke?
    beside, below = _between(columns, xs, ys), _between(rows, ys, xs)
    cells: list[RuledCell] = []
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns_wide = 1
            while column + columns_wide < width and (column + columns_wide, row) not in beside:
                if (row, column + columns_wide) in taken:
                    break
                columns_wide += 1
            inside = range(column, column + columns_wide)
            rows_high = 1
            while row + rows_high < height and all((row + rows_high, c) not in below for c in inside):
                # The next row belongs to the same box only if it is as wide and has no border within.
                here = row + rows_high
                is_open = any((c, here) in beside for c in inside[1:])
                is_wider = column + columns_wide < width and (column + columns_wide, here) not in beside
                is_taken = any((here, c) in taken for c in inside)
                if is_open or is_wider or is_taken:
                    break
                rows_high += 1
            cells.append(RuledCell(row, column, rows_high, columns_wide))
            taken |= {(r, c) for r in range(row, row + rows_high) for c in inside}
    return Ruling(tuple(xs), tuple(ys), tuple(cells))


def _extended(ruling: Ruling, bare: list[_Stroke], *, above: bool) -> tuple[Ruling, list[_Stroke]]:
    """The table with the rows above or below it that have a single cell and no upright; the strokes not used."""
    heights = sorted(b - a for a, b in pairwise(ruling.ys))
    farthest = 2 * heights[len(heights) // 2]
    used: set[_Stroke] = set()
    for one in reversed(bare) if above else bare:
        if abs(one.start - ruling.xs[0]) > _BEYOND or abs(one.end - ruling.xs[-1]) > _BEYOND:
            continue
        width = len(ruling.xs) - 1
        if above and 0 < ruling.ys[0] - one.at <= farthest:
            moved = [cell._replace(row=cell.row + 1) for cell in ruling.cells]
            ruling = Ruling(ruling.xs, (one.at, *ruling.ys), (RuledCell(0, 0, 1, width), *moved))
            used.add(one)
        elif not above and 0 < one.at - ruling.ys[-1] <= farthest:
            last = RuledCell(len(ruling.ys) - 1, 0, 1, width)
            ruling = Ruling(ruling.xs, (*ruling.ys, one.at), (*ruling.cells, last))
            used.add(one)
    return ruling, [one for one in bare if one not in used]


def _closed(strokes: list[_Stroke], across: list[_Stroke]) -> list[_Stroke]:
    """The strokes, and the outer borders that are not drawn: there the strokes across them end."""
    if not across:
        return strokes
    start, end = min(one.start for one in across), max(one.end for one in across)
    low, high = min(one.at for one in across), max(one.at for one in across)
    first, last = (min(one.at for one in strokes), max(one.at for one in strokes)) if strokes else (end, start)
    found = list(strokes)
    if start < first - _BEYOND:
        found.append(_Stroke(start, low, high))
    if end > last + _BEYOND:
        found.append(_Stroke(end, low, high))
    return found


def _between(strokes: Iterable[_Stroke], places: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(i, j) where a stroke stands at the i-th place, beside the j-th stretch along."""
    index = {place: i for i, place in enumerate(places)}
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    return {
        (index[one.at], j)
        for one in strokes
        for j in range(bisect_left(middles, one.start), bisect_right(middles, one.end))
    }


def _ladders(level: Iterable[_Stroke]) -> list[list[float]]:
    """Three or more level strokes of the same extent above each other: a table ruled between its rows only."""
    groups: list[list[_Stroke]] = []
    for stroke in sorted(level):
        for group in groups:
            if abs(group[0].start - stroke.start) <= _BEYOND and abs(group[0].end - stroke.end) <= _BEYOND:
                group.append(stroke)
                break
        else:
            groups.append([stroke])
    return [[one[0].start, one[0].end, *(stroke.at for stroke in one)] for one in groups if len(one) > 2]
