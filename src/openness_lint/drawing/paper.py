"""Findings on a document without lines: the rows of its tables and its paragraphs, the places marked in them.

    4 | 一、本年新收政府信息公开申请数量 | 21 |  2 | 15
      |                                    --    -   ^^

Rows stand under their header, those between are left out. Where the terminal is narrow, columns that are not
spoken of give way to `…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from openness_lint.drawing.canvas import Ink, Line, spread
from openness_lint.drawing.frame import Mark, draw_line
from openness_lint.drawing.plain import crop, measure, plain
from openness_lint.model.figure import Trait, read_figure
from openness_lint.model.language import Language, Phrase
from openness_lint.model.paper import Grid, GridCell, Paper
from openness_lint.model.span import CellSpan, PageSpan, ParagraphSpan, SheetSpan, Span
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple

# A text of its own row as long as this, in characters, is a paragraph, though it stands in a cell.
PROSE = 40
_BAR = " | "
_GAP = "…"
_MOST_HEADER = 3  # rows
_LONGEST_HEAD = 20  # cells; what is longer above labels is the remark at the table's head
_LONGEST = 60  # cells of a label or a figure that are ever shown

# How far the columns of labels and of figures are narrowed, in cells, and whether those not spoken of are left
# out: each attempt is made when those before it do not fit.
_ATTEMPTS = (
    (_LONGEST, _LONGEST, False),
    (34, 8, False),
    (24, 6, False),
    (34, 12, True),
    (24, 8, True),
    (12, 6, True),
    (8, 4, True),
)


class Place(NamedTuple):
    """A place to be marked; `value` is what is printed there, as far as it is known."""

    span: Span
    primary: bool
    value: str = ""


class Drawn(NamedTuple):
    """A line, and what stands in the gutter before it: a row's number, `...`, or nothing."""

    number: str
    line: Line


def draw_paper(
    paper: Paper, places: Iterable[Place], ink: Ink, room: int, language: Language
) -> tuple[list[Drawn], list[Place]]:
    """The parts of a paper that hold some places, in reading order; and the places that cannot be shown so.

    `ink` is for the primary places, `room` the cells for a line without its gutter.
    """
    blocks: dict[int, list[Place]] = {}
    left: list[Place] = []
    for place in sorted(places, key=lambda one: paper.key(one.span)):
        standing = paper.standing(place.span)
        if standing is None:
            left.append(place)
        else:
            blocks.setdefault(standing.block, []).append(place)
    parts = [(found, inside) for inside in blocks.values() if (found := _part(paper, inside, ink, room)) is not None]
    left += [one for inside in blocks.values() if all(inside is not shown for _, shown in parts) for one in inside]
    drawn: list[Drawn] = []
    for found, inside in parts:
        if len(parts) > 1:
            name = plain(_sheet_of(inside[0].span).say(language))
            drawn += [*([Drawn("", [])] if drawn else []), Drawn("", [(name, Ink.FAINT)])]
        drawn += found
    return drawn, left


def row_of(paper: Paper, span: Span) -> tuple[int, int] | None:
    """The table and the row of it in which a span stands: by block and 0-based row; None where it is no cell."""
    found, standing = paper.grid(span), paper.standing(span)
    return (standing.block, found[1].row) if found is not None and standing is not None else None


def _sheet_of(span: Span) -> Phrase:
    """The table, sheet, paragraph or page on which a span is, in words."""
    match span:
        case CellSpan(table):
            return Phrase(f"第 {table} 张表", f"table {table}")
        case ParagraphSpan(paragraph):
            return Phrase(f"第 {paragraph} 段", f"paragraph {paragraph}")
        case SheetSpan(sheet):
            return Phrase(f"工作表“{sheet}”", f"sheet {sheet!r}")
        case PageSpan(page):
            return Phrase(f"第 {page} 页", f"page {page}")
        case _:
            return Phrase.same("")


def _part(paper: Paper, places: Sequence[Place], ink: Ink, room: int) -> list[Drawn] | None:
    found = paper.grid(places[0].span)
    if found is None:
        text = paper.paragraph(places[0].span)
        return _paragraph(text, places, ink, room) if text is not None else None
    grid, cell = found
    if len(places) == 1 and _is_prose(grid, cell):
        return _paragraph(_line_in(cell.text, places[0].value), places, ink, room)
    cells = [(found[1], place) for place in places if (found := paper.grid(place.span)) is not None]
    return _Table(grid, cells, ink).drawn(room) if grid.aligned and len(cells) == len(places) else None


# Paragraphs


def _is_prose(grid: Grid, cell: GridCell) -> bool:
    """Whether a cell is a paragraph that only happens to stand in a table."""
    beside = {id(one) for one in grid.places[cell.row] if one is not None and one.text.text.strip()}
    return len(beside) == 1 and (grid.height == 1 or grid.width == 1 or len(cell.text.text.strip()) >= PROSE)


def _line_in(text: Text, value: str) -> Text:
    """The line of a cell that holds a value, or the first that says something."""
    lines = [line for line in text.text.split("\n") if line.strip()]
    return Text(next((line for line in lines if value.strip() in line), lines[0] if lines else ""), text.span)


def _paragraph(text: Text, places: Sequence[Place], ink: Ink, room: int) -> list[Drawn]:
    marks = [Mark(*_stretch(text, place), place.primary) for place in places]
    return [
        Drawn(_number(text.span) if i == 0 else "", line)
        for i, line in enumerate(draw_line(text.text, marks, ink, room))
    ]


def _stretch(text: Text, place: Place) -> tuple[int, int]:
    """Where in a paragraph a place is: as its span says, else where its value is printed, else all of it."""
    span, whole = place.span, text.span
    if isinstance(span, ParagraphSpan) and isinstance(whole, ParagraphSpan):
        return span.start - whole.start, span.end - whole.start
    value = place.value.strip()
    if value and text.text.count(value) == 1:
        return (start := text.text.index(value)), start + len(value)
    return len(text.text) - len(text.text.lstrip()), len(text.text.rstrip())


def _number(span: Span) -> str:
    match span:
        case CellSpan(_, row):
            return str(row)
        case ParagraphSpan(paragraph):
            return str(paragraph)
        case SheetSpan(_, cell):
            return "".join(filter(str.isdigit, cell))
        case _:
            return ""


# Tables


class _Table:
    """The rows of a grid in which cells are marked, under their header."""

    def __init__(self, grid: Grid, marked: Sequence[tuple[GridCell, Place]], ink: Ink) -> None:
        self.lines = grid.places
        self.marked = dict(sorted(marked, key=lambda one: one[1].primary))  # a primary place goes before others
        self.ink = ink
        self.rows, self.header = self._rows()
        self.cells = self._cells()
        self.columns = sorted({cell.column for _, cell in self.cells})
        # The columns in which figures stand; those left of them are of labels.
        self.figures = {cell.column for _, cell in self.cells if self._count(cell) == 1 and _is_figure(_text(cell))}
        self.figures |= {cell.column for cell in self.marked if not _text(cell)}

    def drawn(self, room: int) -> list[Drawn] | None:
        """The table within the room; None where it cannot be made to fit."""
        for labels, figures, drops in _ATTEMPTS:
            shown = self._shown() if drops else [(column,) for column in self.columns]
            widths = [self._width(columns, labels, figures) for columns in shown]
            spare = room - sum(widths) - len(_BAR) * (len(widths) - 1)
            if spare >= 0:
                return self._painted(shown, self._widened(shown, widths, spare))
        return None

    def _rows(self) -> tuple[list[int], set[int]]:
        """The rows to show (those of the marked cells, the rows of figures beside them, the header above), and the header."""
        own = {cell.row for cell in self.marked}
        header = {row for one in own for row in self._header(one)} - own
        beside = {row for one in own for row in (one - 1, one + 1) if 0 <= row < len(self.lines)}
        shown = own | header | {row for row in beside if self._has_figures(row)}
        return sorted(row for row in shown if row in own or any(_text(cell) for cell in self.lines[row])), header

    def _header(self, row: int) -> range:
        """The rows right above a row's block of figures, as far as they hold none."""
        while row > 0 and self._has_figures(row):
            row -= 1
        first = row
        while first > 0 and row - first < _MOST_HEADER - 1 and not self._has_figures(first - 1):
            first -= 1
        return range(0) if self._has_figures(row) else range(first, row + 1)

    def _has_figures(self, row: int) -> bool:
        """Whether a row is one of figures, be they blank: behind its label, or from its first cell on."""
        cells = [_text(cell) for cell in dict.fromkeys(self.lines[row]) if cell is not None]
        figures = [not text or _is_figure(text) for text in cells]
        return all(figures) or (len(cells) > 1 and 2 * sum(figures[1:]) >= len(cells) - 1)

    def _cells(self) -> list[tuple[int, GridCell]]:
        """The cells to show, merged ones once, each with the row that it is shown in."""
        found: dict[int, tuple[int, GridCell]] = {}
        for row in self.rows:
            for cell in self.lines[row]:
                if cell is not None:
                    found.setdefault(id(cell), (row, cell))
        return list(found.values())

    def _count(self, cell: GridCell) -> int:
        """How many of the columns there are a cell covers."""
        return sum(1 for column in self.columns if cell.column <= column < cell.column + cell.columns)

    def _shown(self) -> list[tuple[int, ...]]:
        """The columns; those of figures that nothing is marked in are put together where they follow each other."""
        wanted = {column for cell in self.marked for column in range(cell.column, cell.column + cell.columns)}
        first = min(self.figures, default=len(self.lines[0]))
        shown: list[tuple[int, ...]] = []
        for column in self.columns:
            before = shown[-1][-1] if shown else -1
            if shown and min(column, before) >= first and not {column, before} & wanted:
                shown[-1] = (*shown[-1], column)
            else:
                shown.append((column,))
        return shown

    def _width(self, columns: tuple[int, ...], labels: int, figures: int) -> int:
        """The cells that a column takes when labels and figures are narrowed so far; no figure is cut short."""
        if len(columns) > 1:
            return measure(_GAP)
        own = [(row, cell) for row, cell in self.cells if cell.column == columns[0] and self._count(cell) == 1]
        if columns[0] not in self.figures:  # a remark above labels may be cut short
            own = [(row, cell) for row, cell in own if row not in self.header or not self._is_remark(cell)] or own
        texts = [_text(cell) for _, cell in own]
        needed = min(max(map(measure, texts), default=1), _LONGEST)
        if columns[0] not in self.figures:
            spoken = [measure(_text(cell)) for cell in self.marked if cell.column == columns[0]]
            return max(min(needed, max(labels, min(max(spoken, default=0), _ATTEMPTS[1][0]))), 1)
        least = max((measure(text) for text in texts if _is_figure(text)), default=1)
        return max(min(needed, max(figures, least)), 1)

    def _is_remark(self, cell: GridCell) -> bool:
        return cell not in self.marked and measure(_text(cell)) > _LONGEST_HEAD

    def _widened(self, shown: Sequence[tuple[int, ...]], widths: list[int], spare: int) -> list[int]:
        """The widths, with the room that is left given to what was narrowed: to single cells, then to merged labels."""
        for place, columns in enumerate(shown):
            more = min(self._width(columns, _LONGEST, _LONGEST) - widths[place], spare)
            widths[place] += more
            spare -= more
        for row, cell in self.cells:
            count = self._count(cell)
            at = next((i for i, one in enumerate(shown) if one[0] == cell.column), None)
            if count == 1 or row in self.header or at is None:
                continue
            covered = sum(1 for one in shown if cell.column <= one[0] < cell.column + cell.columns)
            wide = sum(widths[at : at + covered]) + len(_BAR) * (covered - 1)
            more = max(min(min(measure(_text(cell)), _LONGEST) - wide, spare), 0)
            widths[at + covered - 1] += more
            spare -= more
        return widths

    def _painted(self, shown: Sequence[tuple[int, ...]], widths: Sequence[int]) -> list[Drawn]:
        drawn: list[Drawn] = []
        before: int | None = None
        for row in self.rows:
            pieces, signs = self._row(row, shown, widths)
            if row in self.header and not any(text.strip(f"{_GAP}{_BAR}") for _, text, _ in pieces):
                before = row
                continue
            if before is not None and row > before + 1:
                drawn.append(Drawn("...", []))
            before = row
            number = next((_number(one.text.span) for one in self.lines[row] if one is not None and one.row == row), "")
            drawn.append(Drawn(number, spread(pieces)))
            if signs:
                drawn.append(Drawn("", spread(signs)))
        return drawn

    def _row(
        self, row: int, shown: Sequence[tuple[int, ...]], widths: Sequence[int]
    ) -> tuple[list[tuple[int, str, Ink]], list[tuple[int, str, Ink]]]:
        """A row's texts and bars, and the signs under it, each at its cell of the line."""
        pieces: list[tuple[int, str, Ink]] = []
        signs: list[tuple[int, str, Ink]] = []
        here = {id(cell): cell for shown_in, cell in self.cells if shown_in == row}
        at = start = 0
        while at < len(shown):
            cell = self.lines[row][shown[at][0]]
            end = cell.column + cell.columns if cell is not None else 0
            count = max(sum(1 for one in shown[at:] if one[0] < end), 1)
            width = sum(widths[at : at + count]) + len(_BAR) * (count - 1)
            text, ink = "", Ink.PLAIN
            place = None
            if len(shown[at]) > 1 and count == 1:
                text = _GAP
            elif cell is not None and id(cell) in here and cell.column == shown[at][0]:
                text = crop(_text(cell), width)
                place = self.marked.get(cell)
            sign = self.ink if place is not None and place.primary else Ink.RELATED
            left = start + (width - measure(text) if count == 1 and shown[at][0] in self.figures else 0)
            if text:
                pieces.append((left, text, sign if place is not None else ink))
            if place is not None:
                signs.append(
                    (left if text else start, ("^" if place.primary else "-") * (measure(text) or width), sign)
                )
            at, start = at + count, start + width + len(_BAR)
            if at < len(shown):
                pieces.append((start - len(_BAR), _BAR, Ink.GUTTER))
        return pieces, signs


def _text(cell: GridCell | None) -> str:
    return plain(" ".join(cell.text.text.split())) if cell is not None else ""


@lru_cache(maxsize=4096)
def _is_figure(text: str) -> bool:
    figure = read_figure(text)
    return figure.number is not None or figure.mark(Trait.PLACEHOLDER) is not None
