"""Ruled tables to grids; one that goes on over pages is one grid, its columns made to stand below each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce

from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple, dataclass, replace
from openness_lint.pages.lines import Line, run_on, text_of
from openness_lint.pages.page import Box, Glyph, Page
from openness_lint.pages.ruling import RuledCell, Ruling
from openness_lint.recognition.document import Grid, GridCell

# In points: how far the outer borders of one table may lie apart on two pages, and the inner ones.
_OUTER = 15.0
_INNER = 6.0
_LOW = 60.0
_NARROW = 80.0
_CAPTION = 1.3  # times the height of the rows below it or of its own lines, as high as such a row may be
_LEADING = 1.6  # times the size of its print, the room of a line
_HANGING = 4  # times the size of its print, as far as a label may hang out of its cell


class PrintedCell(NamedTuple):
    """A cell of one page: where in the table, what it says, where on the page."""

    place: RuledCell
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table, or the part of one, on one page."""

    page: Page
    xs: tuple[float, ...]
    rows: int
    cells: tuple[PrintedCell, ...]
    box: Box

    def goes_on_as(self, other: PrintedTable) -> bool:
        """Whether the table at the head of the next page is the rest of this one, which ends its page."""
        return (
            other.page.number == self.page.number + 1
            and abs(self.xs[0] - other.xs[0]) <= _OUTER
            and abs(self.xs[-1] - other.xs[-1]) <= _OUTER
            and (not other.is_blank or self._has_columns_of(other))
        )

    def _has_columns_of(self, other: PrintedTable) -> bool:
        """Whether every column stands below one of this table: blank boxes have nothing else to tell them by."""
        if len(self.xs) != len(other.xs):
            return False
        shift = other.xs[0] - self.xs[0]
        return all(abs(own + shift - x) <= _INNER for own, x in zip(self.xs, other.xs, strict=True))

    @property
    def is_blank(self) -> bool:
        return not any(cell.text for cell in self.cells)

    def with_overhang(self, line: Line, is_label: Callable[[str], bool]) -> PrintedTable | None:
        """The table with a line that hangs out of a cell at its edge; None where the line is no such thing.

        Labels beside several rows are set one or two characters wide, and go on past the end of a page
        that leaves their cell too little room. A wide cell must make a label together with the line.
        """
        x0, _, x1, _ = line.box
        for i, cell in enumerate(self.cells):
            left, _, right, _ = cell.box
            has_figure = any(one.isdigit() for one in cell.text + line.text)
            if not cell.text or has_figure or not (left <= x0 and x1 <= right):
                continue
            is_last = cell.place.row + cell.place.rows == self.rows
            if is_last and 0 <= line.baseline - self.box[3] <= _HANGING * line.size:
                text = run_on(cell.text, line.text)
            elif cell.place.row == 0 and 0 <= self.box[1] - line.baseline <= line.size:
                text = run_on(line.text, cell.text)
            else:
                continue
            if right - left <= _NARROW or is_label(text):
                return self._with(i, cell._replace(text=text))
        return None

    def with_caption(self, lines: Sequence[Line], below: PrintedTable) -> PrintedTable | None:
        """The table with lines as its first row; None where they are none between it and the table above.

        A row across the whole table has no upright where outer borders are not drawn: level lines alone
        part it from the rows above and below.
        """
        x0, y0, x1, y1 = self.box
        top = below.box[3]
        rows = max((cell.box[3] - cell.box[1] for cell in self.cells if cell.place.rows == 1), default=0)
        high = sum(_LEADING * line.size for line in lines)
        is_in_line = abs(below.box[0] - x0) <= _INNER and abs(below.box[2] - x1) <= _INNER
        is_between = all(top < line.baseline < y0 for line in lines) and y0 - top <= _CAPTION * max(rows, high)
        said = reduce(run_on, (line.text for line in lines))
        if not (is_in_line and is_between) or "。" in said:  # a sentence is prose
            return None
        caption = PrintedCell(RuledCell(0, 0, 1, len(self.xs) - 1), said, (x0, top, x1, y0))
        moved = [cell._replace(place=cell.place._replace(row=cell.place.row + 1)) for cell in self.cells]
        return replace(self, rows=self.rows + 1, cells=(caption, *moved), box=(x0, top, x1, y1))

    def _with(self, at: int, cell: PrintedCell) -> PrintedTable:
        return replace(self, cells=(*self.cells[:at], cell, *self.cells[at + 1 :]))


def tables_on(page: Page, rulings: Iterable[Ruling]) -> tuple[list[PrintedTable], list[Glyph]]:
    """The tables of a page, from the top, and the glyphs that stand in none.

    Boxes in a single column are frames around text and no table, unless they are as low as the last
    row of a table that goes on over the page. Boxes without a word in them are ornaments, unless they
    stand first on the page: a row left blank may be all that is left of a table for its last page.
    """
    free = list(page.glyphs)
    tables: list[PrintedTable] = []
    # A table within a frame comes before the frame.
    for ruling in sorted(rulings, key=_area):
        inside, outside = _parted(free, ruling)
        said = inside or ruling.cells
        if any(cell.columns < len(ruling.xs) - 1 for cell in said) or (inside and _is_low(ruling)):
            free = outside
            boxes = [(one, ruling.box_of(one)) for one in ruling.cells]
            cells = [PrintedCell(one, text_of(inside.get(one, ()), box), box) for one, box in boxes]
            tables.append(PrintedTable(page, ruling.xs, len(ruling.ys) - 1, tuple(cells), ruling.box))
    tables.sort(key=lambda one: (one.box[1], one.box[0]))
    written = [one for one in tables if not one.is_blank]
    head = min((one.box[1] for one in written), default=page.height)
    return [one for one in tables[:1] if one.is_blank and one.box[3] <= head] + written, free


def grid_of(parts: Sequence[PrintedTable]) -> Grid:
    """The parts of a table, in order, as one grid."""
    edges, places = _aligned([part.xs for part in parts])
    index = {edge: i for i, edge in enumerate(sorted(edges))}
    cells: list[GridCell] = []
    breaks: list[int] = []
    above = 0
    for part, columns in zip(parts, places, strict=True):
        if above:
            breaks.append(above)
        for cell in part.cells:
            first = index[columns[cell.place.column]]
            last = index[columns[cell.place.column + cell.place.columns]]
            text = Text(cell.text, part.page.place(cell.box))
            cells.append(GridCell(text, above + cell.place.row, first, cell.place.rows, last - first))
        above += part.rows
    return Grid(tuple(cells), parts[0].page.place(parts[0].box), breaks=tuple(breaks))


def _aligned(parts: Sequence[Sequence[float]]) -> tuple[list[float], list[list[float]]]:
    """The borders of all columns, and for each part which of them its own are.

    Programs set the rest of a table a few points wider or narrower than its beginning: parts are
    stretched to the width of the first. Borders near each other are the same one, but never two of
    the same part.
    """
    edges = list(parts[0])
    places: list[list[float]] = []
    for part in parts:
        scale = (edges[-1] - edges[0]) / (part[-1] - part[0])
        taken: set[float] = set()
        own: list[float] = []
        for x in part:
            at = edges[0] + (x - part[0]) * scale
            near = min((one for one in edges if one not in taken), key=lambda one: abs(one - at), default=None)
            if near is None or abs(near - at) > _INNER:
                near = at
                edges = sorted([*edges, at])
            taken.add(near)
            own.append(near)
        places.append(own)
    return edges, places


def _parted(glyphs: Iterable[Glyph], ruling: Ruling) -> tuple[dict[RuledCell, list[Glyph]], list[Glyph]]:
    """The glyphs in each cell that says something, and those outside."""
    cells = {
        (row, column): cell
        for cell in ruling.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    inside: dict[RuledCell, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for word in _words(glyphs):
        place = ruling.at((word[0].middle[0] + word[-1].middle[0]) / 2, (word[0].middle[1] + word[-1].middle[1]) / 2)
        if place is None:
            outside += word
        else:
            inside[cells[place]] += word
    return {cell: some for cell, some in inside.items() if any(one.text.strip() for one in some)}, outside


def _words(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs one by one, but figures whole: one that is too long for its cell reaches into the next."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and not _goes_on(word[-1], glyph):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _goes_on(left: Glyph, right: Glyph) -> bool:
    """Whether two characters were drawn at a stroke and side by side, both of a figure or word of letters."""
    is_word = all(one.text.isascii() and not one.text.isspace() for one in (left, right))
    return is_word and left.run == right.run and abs(right.x0 - left.x1) < 0.2 * right.size


def _is_low(ruling: Ruling) -> bool:
    return ruling.ys[-1] - ruling.ys[0] <= _LOW


def _area(ruling: Ruling) -> float:
    x0, y0, x1, y1 = ruling.box
    return (x1 - x0) * (y1 - y0)
