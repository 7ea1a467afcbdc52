"""Source lines with the places of a finding marked under them, in the manner of rustc.

    20 |   一、本年新收政府信息公开申请数量: [12, 3, 0, 0, 0, 0, 15]
       |                                      --  -               ^^ 总计 15
       |                                      |   |
       |                                      |   商业企业 3
       |                                      自然人 12

Columns are counted in terminal cells, so that marks stand under wide characters too, and no line is
wider than the room there is: what stands between and around the marks gives way to `…`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from openness_lint.drawing.canvas import Ink, Line, spread
from openness_lint.drawing.plain import crop, measure, plain
from openness_lint.model.values import NamedTuple

# Room for a source line where the width of the terminal is not known, and the least that is of use.
ROOM, LEAST_ROOM = 120, 24
_TAB = "    "  # what a tab is drawn as; its true width depends on who shows it
_GAP = "…"
_LEAST_LABEL = 10  # cells of a label that are shown even past the room


class Mark(NamedTuple):
    """A stretch of one line (0-based, end exclusive, in characters), and what to write at it."""

    start: int
    end: int
    primary: bool
    label: str = ""


class Placed(NamedTuple):
    """A mark in terminal cells, counted from the start of the drawn line; never empty."""

    start: int
    end: int
    primary: bool
    label: str


def draw_lines(lines: Sequence[str], marks: dict[int, list[Mark]], ink: Ink, room: int, gutter: int) -> list[Line]:
    """The lines (1-based numbers) that have marks, in order, `...` between those not side by side.

    `ink` is for the primary marks, `room` the cells for source text, `gutter` the digits of the
    largest line number.
    """
    drawn: list[Line] = [bar(gutter)]
    before = None
    for number in sorted(marks):
        if before is not None and number > before + 1:
            drawn.append([("...", Ink.GUTTER)])
        before = number
        for text, placed in _windows(lines[number - 1], marks[number], room):
            drawn.append([(f"{number:>{gutter}} | ", Ink.GUTTER), (text, Ink.PLAIN)])
            drawn += [[*bar(gutter), *row] for row in _under(placed, ink, room)]
    return drawn


def draw_line(line: str, marks: Iterable[Mark], ink: Ink, room: int) -> list[Line]:
    """One line with its marks, without a gutter: several times, if no one window holds all marks."""
    drawn: list[Line] = []
    for text, placed in _windows(line, marks, room):
        drawn += [[(text, Ink.PLAIN)], *_under(placed, ink, room)]
    return drawn


def bar(gutter: int, sign: str = "|") -> Line:
    """The gutter of a line that shows no source."""
    return [(" " * gutter + f" {sign} ", Ink.GUTTER)]


def _windows(line: str, marks: Iterable[Mark], room: int) -> list[tuple[str, list[Placed]]]:
    """The line as far as it is shown, with its marks; several times, if no one window holds all marks."""
    ordered = sorted(set(marks))
    kept = _fitting(line, ordered, room)
    if kept is None and len(ordered) > 1:
        half = len(ordered) // 2
        return _windows(line, ordered[:half], room) + _windows(line, ordered[half:], room)
    return [_cut(line, ordered, kept or _kept(line, ordered, room, 1))]


def _fitting(line: str, marks: Sequence[Mark], room: int) -> list[tuple[int, int]] | None:
    """The stretches to keep, with as much context as fits the room; None if the marks alone do not fit."""
    if len(line) <= room and measure(_shown(line)) <= room:
        return [(0, len(line))]
    context = room
    while context >= 1:
        kept = _kept(line, marks, room, context)
        width = sum(measure(_shown(line[start:end])) for start, end in kept) + len(kept) + 1
        if width <= room:
            return kept
        context = context * 3 // 4 if context > 1 else 0
    return None


def _kept(line: str, marks: Sequence[Mark], room: int, context: int) -> list[tuple[int, int]]:
    """Stretches of the line around the marks, in order and apart; of a long mark only both its ends."""
    share = min(max(room // 4, 4), 4 * context)
    wanted: list[tuple[int, int]] = []
    for mark in marks:
        start, end = min(mark.start, len(line)), min(mark.end, len(line))
        # More before than after: that is where a row has its label.
        first, last = start - context, end + (context + 1) // 2
        wanted += [(first, last)] if end - start <= 2 * share else [(first, start + share), (end - share, last)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, len(line))) for start, end in wanted):
        if kept and start <= kept[-1][1] + 1:  # one character more is no wider than the …
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept


def _cut(line: str, marks: Sequence[Mark], kept: Sequence[tuple[int, int]]) -> tuple[str, list[Placed]]:
    """The drawn line, and the marks at their cells in it."""
    text = ""
    cells = 0
    offsets: list[int] = []  # of each drawn character or gap in the line, ascending
    edges: list[int] = []  # the cell at which it begins
    last = 0
    for start, end in kept:
        if start > last:
            offsets.append(last)
            edges.append(cells)
            text += _GAP
            cells += measure(_GAP)
        for offset in range(start, end):
            piece = _shown(line[offset])
            offsets.append(offset)
            edges.append(cells)
            text += piece
            cells += measure(piece)
        last = end
    if last < len(line):
        offsets.append(last)
        edges.append(cells)
        text += _GAP
        cells += measure(_GAP)

    def cell(offset: int, *, end: bool = False) -> int:
        """Where a character begins; what lies in a gap begins where the gap does, and ends after it."""
        at = bisect_right(offsets, offset) - 1
        if offset >= len(line) or at < 0:
            return cells
        inside_gap = end and offsets[at] != offset
        return (edges[at + 1] if at + 1 < len(edges) else cells) if inside_gap else edges[at]

    placed = []
    for start, end, primary, label in marks:
        first = cell(start)
        placed.append(Placed(first, max(cell(end, end=True), first + 1), primary, label))
    return text, placed


def _shown(text: str) -> str:
    return plain(text.replace("\t", _TAB))


def _under(marks: Sequence[Placed], ink: Ink, room: int) -> list[Line]:
    """The rows under a source line: the marks with the labels that fit beside them, then the other labels."""
    marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
    row: list[tuple[int, str, Ink]] = []
    hanging: list[Placed] = []
    beyond = None  # the cell where the next thing to the right begins
    for mark in reversed(marks):
        # One mark may lie within another; no label stands on underlines.
        end = max(other.end for other in marks if other.start <= mark.end)
        wide = end + 1 + measure(mark.label)
        fits = wide <= room if beyond is None else wide < beyond
        if mark.label and fits:
            row.append((end + 1, mark.label, _ink(mark, ink)))
        elif mark.label:
            hanging.append(mark)
        beyond = mark.start
    row += _underlines(marks, ink)
    rows = [spread(sorted(row, key=lambda piece: piece[0]))]
    if hanging:
        rows.append(spread((mark.start, "|", _ink(mark, ink)) for mark in _apart(hanging)))
    while hanging:
        drawn, hanging = _hang(hanging, ink, room)
        rows.append(drawn)
    return rows


def _apart(marks: Iterable[Placed]) -> list[Placed]:
    """The marks in order, one for each cell at which some begin."""
    return sorted({mark.start: mark for mark in marks}.values(), key=lambda mark: mark.start)


def _underlines(marks: Sequence[Placed], ink: Ink) -> list[tuple[int, str, Ink]]:
    """The signs under the text; where marks overlap, a primary one is drawn over the others."""
    signs: dict[int, bool] = {}
    for mark in marks:
        for cell in range(mark.start, mark.end):
            signs[cell] = signs.get(cell, False) or mark.primary
    row: list[tuple[int, str, Ink]] = []
    for cell in sorted(signs):
        sign, inked = ("^", ink) if signs[cell] else ("-", Ink.RELATED)
        if row and row[-1][0] + len(row[-1][1]) == cell and row[-1][2] is inked:
            row[-1] = (row[-1][0], row[-1][1] + sign, inked)
        else:
            row.append((cell, sign, inked))
    return row


def _hang(marks: Sequence[Placed], ink: Ink, room: int) -> tuple[Line, list[Placed]]:
    """One row of labels below their marks, and the marks still without: those keep a | to hang from.

    `marks` come from right to left; the rightmost always finds its place.
    """
    row: list[tuple[int, str, Ink]] = []
    left: list[Placed] = []
    beyond = None
    for mark in marks:
        label = crop(mark.label, max(room - mark.start, _LEAST_LABEL))
        if beyond is None or mark.start + measure(label) < beyond:
            row.append((mark.start, label, _ink(mark, ink)))
        else:
            left.append(mark)
            if mark.start < beyond:
                row.append((mark.start, "|", _ink(mark, ink)))
        beyond = mark.start
    return spread(reversed(row)), left


def _ink(mark: Placed, ink: Ink) -> Ink:
    return ink if mark.primary else Ink.RELATED
