"""Tables set without lines, or with level lines only: rows by lines of print, columns by where figures stand.

Nothing but the gaps tells the columns, so only what they show beyond doubt is given: a figure that shares
its column with another one, or stands in none, is left out, and where no header stands above the figures
they are said to have lost their columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce

from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.pages.lines import Line, Piece, run_on
from openness_lint.pages.page import Box, Page
from openness_lint.recognition.document import Grid, GridCell

_FIGURE = re.compile(r"[-+]?[0-9０-９][0-9０-９,，.．]*(?:万元|元|件|条)?|[/／—－-]+")
# A line of print narrower than this share of the text's width may be part of a label.
_NARROW = 0.5


class Unruled(NamedTuple):
    """A table set without lines, and the box around it."""

    grid: Grid
    box: Box


class _Row(NamedTuple):
    """A row: one line of print, or all lines between two level rules."""

    lines: tuple[Line, ...]
    is_ruled: bool

    @property
    def pieces(self) -> list[tuple[Piece, Line]]:
        return [(piece, line) for line in self.lines for piece in line.pieces]

    @property
    def is_spread(self) -> bool:
        return len(self.pieces) > 1

    @property
    def has_figures(self) -> bool:
        first = min(piece.x0 for piece, _ in self.pieces)
        return any(_is_figure(piece.text) for piece, _ in self.pieces if piece.x0 > first)


def with_tables(
    lines: Sequence[Line],
    page: Page,
    ladders: Sequence[Sequence[float]],
    is_heading: Callable[[str], bool],
) -> list[Line | Unruled]:
    """Consecutive lines of a page, those that are a table as such.

    Args:
        lines: From the top, none of them in a ruled table.
        page: The page they stand on.
        ladders: Level rules above each other, each as `[x0, x1, y, y, ...]`.
        is_heading: Whether a line is a section's heading, with which every table ends.
    """
    width = max((line.box[2] - line.box[0] for line in lines), default=0)
    found: list[Line | Unruled] = []
    run: list[_Row] = []

    def end() -> None:
        last = max((i for i, row in enumerate(run) if row.is_spread), default=-1)
        rows, rest = run[: last + 1], run[last + 1 :]
        if any(row.has_figures for row in rows):
            found.append(_grid(rows, page))
        else:
            rest = run[:]
        found.extend(line for row in rest for line in row.lines)
        run.clear()

    for row in _rows(lines, ladders):
        is_wide = any(line.box[2] - line.box[0] > _NARROW * width for line in row.lines)
        is_apart = not row.is_ruled and (not run or is_wide)
        if not row.is_spread and (is_apart or is_heading("".join(line.text for line in row.lines))):
            end()
            found.extend(row.lines)
        else:
            run.append(row)
    end()
    return found


def _rows(lines: Sequence[Line], ladders: Sequence[Sequence[float]]) -> list[_Row]:
    rows: list[_Row] = []
    before: tuple[int, int] | None = None
    for line in lines:
        place = _between(line, ladders)
        if place is not None and place == before:
            rows[-1] = rows[-1]._replace(lines=(*rows[-1].lines, line))
        else:
            rows.append(_Row((line,), place is not None))
        before = place
    return rows


def _between(line: Line, ladders: Sequence[Sequence[float]]) -> tuple[int, int] | None:
    """Between which rules of which ladder a line stands."""
    y = (line.box[1] + line.box[3]) / 2
    for i, (x0, x1, *ys) in enumerate(ladders):
        if ys[0] < y < ys[-1] and x0 - 3 <= line.box[0] and line.box[2] <= x1 + 3:
            return i, sum(one < y for one in ys)
    return None


def _grid(rows: Sequence[_Row], page: Page) -> Unruled:
    bands = _bands(rows)
    first_figures = next(i for i, row in enumerate(rows) if row.has_figures)
    has_header = any(row.is_spread for row in rows[:first_figures])
    laid = [_laid(row, bands) for row in rows]
    labels = max(len(one) for one, _ in laid)
    cells: list[GridCell] = []
    for r, (own, under) in enumerate(laid):
        start = labels - len(own)
        cells += [GridCell(_text(group, page), r, start + i) for i, group in enumerate(own)]
        for (first, last), group in under.items():
            cells.append(GridCell(_text(group, page), r, labels + first, 1, last - first))
        if rows[r].is_ruled and own:
            box = _box_of(rows[r].lines)
            taken = {place for first, last in under for place in range(first, last)}
            blank = [i for i in range(len(bands)) if i not in taken and not _is_doubtful(rows[r], bands, i)]
            for i in blank:
                span = page.place((bands[i][0], box[1], bands[i][1], box[3]))
                cells.append(GridCell(Text("", span), r, labels + i))
    box = _box_of([line for row in rows for line in row.lines])
    cells.sort(key=lambda one: (one.row, one.column))
    return Unruled(Grid(tuple(cells), page.place(box), aligned=has_header), box)


def _bands(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """From where to where each column of figures reaches."""
    figures: list[Piece] = []
    for row in rows:
        pieces = [piece for piece, _ in row.pieces]
        if row.has_figures:
            figures += [piece for piece in pieces if _is_figure(piece.text)]
    bands: list[tuple[float, float]] = []
    for piece in sorted(figures, key=lambda one: one.x0):
        if bands and piece.x0 < bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], piece.x1)
        else:
            bands.append((piece.x0, piece.x1))
    return bands


_Group = list[tuple[Piece, Line]]


def _laid(row: _Row, bands: Sequence[tuple[float, float]]) -> tuple[list[_Group], dict[tuple[int, int], _Group]]:
    """The labels of a row from the left, and what stands in which columns of figures (first, last exclusive)."""
    labels: list[_Group] = []
    under: dict[tuple[int, int], _Group] = {}
    doubtful: set[tuple[int, int]] = set()
    for piece, line in sorted(row.pieces, key=lambda one: (one[0].x0, one[1].baseline)):
        over = _over(piece, bands)
        if over is None:
            if piece.x1 > bands[0][0]:
                continue  # between columns, or right of all: of which it is nobody can tell
            near = [group for group in labels if any(_overlap(piece, other) for other, _ in group)]
            if near and row.is_ruled:
                near[-1].append((piece, line))
            else:
                labels.append([(piece, line)])
            continue
        clash = [place for place in under if place[0] < over[1] and over[0] < place[1]]
        if not clash:
            under[over] = [(piece, line)]
        elif (
            clash == [over]
            and row.is_ruled
            and not any(_is_figure(one.text) for one, _ in [*under[over], (piece, line)])
        ):
            under[over].append((piece, line))
        else:
            doubtful |= {*clash, over}
    return labels, {place: group for place, group in under.items() if place not in doubtful}


def _over(piece: Piece, bands: Sequence[tuple[float, float]]) -> tuple[int, int] | None:
    """The columns of figures that a piece reaches into."""
    places = [i for i, (start, end) in enumerate(bands) if piece.x0 < end and start < piece.x1]
    return (places[0], places[-1] + 1) if places else None


def _is_doubtful(row: _Row, bands: Sequence[tuple[float, float]], band: int) -> bool:
    """Whether something stands in a column of a row after all."""
    return any((over := _over(piece, bands)) is not None and over[0] <= band < over[1] for piece, _ in row.pieces)


def _text(group: _Group, page: Page) -> Text:
    ordered = sorted(group, key=lambda one: one[1].baseline)
    boxes = [(piece.x0, line.box[1], piece.x1, line.box[3]) for piece, line in ordered]
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Text(reduce(run_on, (piece.text for piece, _ in ordered)), page.place(whole))


def _box_of(lines: Sequence[Line]) -> Box:
    boxes = [line.box for line in lines]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _overlap(one: Piece, other: Piece) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None
