"""A tree of markup as the paragraphs and grids that a browser would show, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol
from unicodedata import east_asian_width

from openness_lint.model.span import CellSpan, ParagraphSpan, Span, TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.recognition.document import Block, Grid, GridCell
from openness_lint.syntax.node import Lines
from openness_lint.web.rows import MOST_COLUMNS, PROSE, Group, Row, Spans, count, is_hidden, row_groups, unnested
from openness_lint.web.tree import BLOCKS, Chunk, Element, Tree

# The forms have 30 rows by 10 columns; places of a grid are looked at one by one.
MOST_PLACES = 40_000
_GIVEN_NUMBER = re.compile(r"\s*[（(〔]?[一二三四五六七八九十百0-9０-９]+\s*[)）〕、.．,，:：]|\s*[①-⑳]")
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_BLANKS_KEPT = re.compile(r"\r\n|[\n\r\f]")
_NUMERAL_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(cjk-ideographic|(?:simp|trad)-chinese-informal|none)")
_DIGITS = "〇一二三四五六七八九"


class Placer(Protocol):
    """Makes Texts of collected characters, each with a place of the source's kind."""

    def paragraph(self, pieces: Sequence[Chunk]) -> Text: ...

    def cell(self, pieces: Sequence[Chunk], at: int, row: int, cell: int) -> Text:
        """The text of a cell whose content begins at an offset; row and cell in its row from 0."""

    def table(self, start: int, end: int) -> Span:
        """The place of the next table; cells follow until another begins."""


class LinePlacer:
    """Places by line and column, for sources that are read as they are."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def paragraph(self, pieces: Sequence[Chunk]) -> Text:
        runs: list[Run] = []
        offset, expected, width_before = 0, -1, 0
        for text, start, width in pieces:
            if start != expected or width != width_before:
                runs.append(Run(offset, *self.lines.place(start), width))
            offset += len(text)
            expected, width_before = start + len(text) * width, width
        last = pieces[-1]
        line, column = self.lines.place(last.start)
        end = column + len(last.text) * last.width
        span = TextSpan(runs[0].line, runs[0].column, line, end)
        return Text("".join(piece.text for piece in pieces), span, tuple(runs))

    def cell(self, pieces: Sequence[Chunk], at: int, row: int, cell: int) -> Text:  # noqa: ARG002
        if pieces:
            return self.paragraph(pieces)
        line, column = self.lines.place(at)
        return Text("", TextSpan(line, column, line, column))

    def table(self, start: int, end: int) -> Span:
        return self.lines.span(start, end)


class CountPlacer:
    """Places by counts, as in a document without lines: for markup that was unpacked from something else."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0

    def paragraph(self, pieces: Sequence[Chunk]) -> Text:
        self.paragraphs += 1
        text = "".join(piece.text for piece in pieces)
        return Text(text, ParagraphSpan(self.paragraphs, 1, len(text) + 1))

    def cell(self, pieces: Sequence[Chunk], at: int, row: int, cell: int) -> Text:  # noqa: ARG002
        return Text("".join(piece.text for piece in pieces), CellSpan(self.tables, row + 1, cell + 1))

    def table(self, start: int, end: int) -> Span:  # noqa: ARG002
        self.tables += 1
        return CellSpan(self.tables, 1, 1)


class Shown(NamedTuple):
    """A paragraph or grid, and the element in which it begins."""

    block: Block
    element: Element


class Flow(NamedTuple):
    """What a page shows, in reading order.

    `extents` says of elements that begin lines of their own, by `id`, which of the blocks lie inside:
    from the first to before the second.
    """

    blocks: list[Shown]
    extents: dict[int, tuple[int, int]]


class Writer:
    """Collects the characters of one paragraph or cell, blanks collapsed as they are shown."""

    def __init__(self) -> None:
        self.pieces: list[Chunk] = []
        self._blank: int | None = None  # offset of a blank that is shown only if something follows

    def add(self, chunk: Chunk) -> None:
        """Text in which runs of blanks count as one, and none at the edges of a line."""
        if chunk.width != 1:  # a character reference is never collapsed
            self.keep(chunk)
            return
        at = 0
        for blank in _BLANKS.finditer(chunk.text):
            if blank.start() > at:
                self.keep(Chunk(chunk.text[at : blank.start()], chunk.start + at))
            is_shown = not _is_within_words(chunk.text, blank)
            if is_shown and self._blank is None and self.pieces and self.pieces[-1].text != "\n":
                self._blank = chunk.start + blank.start()
            at = blank.end()
        if at < len(chunk.text):
            self.keep(Chunk(chunk.text[at:], chunk.start + at))

    def keep(self, chunk: Chunk) -> None:
        """Text as it is."""
        if self._blank is not None:
            self.pieces.append(Chunk(" ", self._blank))
            self._blank = None
        self.pieces.append(chunk)

    def line_end(self, start: int, width: int, *, again: bool) -> None:
        """A line break that markup stands for; one at the beginning says nothing.

        With `again`, one that follows another is an empty line.
        """
        self._blank = None
        if self.pieces and (again or self.pieces[-1].text != "\n"):
            self.pieces.append(Chunk("\n", start, width))

    def taken(self) -> list[Chunk]:
        """What was collected, without line breaks at the end; the writer begins anew."""
        pieces, self.pieces, self._blank = self.pieces, [], None
        while pieces and pieces[-1].text == "\n":
            pieces.pop()
        return pieces


def _is_within_words(text: str, blank: re.Match[str]) -> bool:
    """Whether blanks are the end of a line of the source between two Chinese characters.

    It shows nothing then (CSS Text 3, 4.1.3): programs that save pages wrap their lines anywhere.
    """
    if "\n" not in blank[0] or not 0 < blank.start() < blank.end() < len(text):
        return False
    return all(east_asian_width(one) in "WF" for one in (text[blank.start() - 1], text[blank.end()]))


def flow_of(tree: Tree, placer: Placer) -> Flow:
    """What a browser would show of the tree: paragraphs, and tables that are not there for layout alone."""
    return _Reading(tree, placer).all()


class _Reading:
    def __init__(self, tree: Tree, placer: Placer) -> None:
        self.tree = tree
        self.placer = placer
        self.found: list[Shown] = []
        self.extents: dict[int, tuple[int, int]] = {}
        self.writer = Writer()
        self.owner = tree.root  # of the paragraph being written
        self.cell: Element | None = None  # whose text is being collected, not paragraphs
        self.kept = 0  # <pre> around what is being read
        self.spans = Spans(tree)
        self.items: dict[int, int] = {}  # id of a list -> the number of its last item

    def all(self) -> Flow:
        self._walk(self.tree.root)
        self._end_paragraph()
        self.extents[id(self.tree.root)] = 0, len(self.found)
        return Flow(self.found, self.extents)

    def _walk(self, top: Element) -> None:
        # A stack of its own: pages nest deeper than Python likes to recurse.
        entered = [(top, iter(top.children), self._begin(top))]
        while entered:
            element, children, begin = entered[-1]
            for child in children:
                if isinstance(child, Chunk):
                    self._chunk(child, element)
                elif self._enters(child):
                    entered.append((child, iter(child.children), self._begin(child)))
                    break
            else:
                entered.pop()
                self._leave(element)
                if begin is not None:
                    self.extents[id(element)] = begin, len(self.found)

    def _begin(self, element: Element) -> int | None:
        """How many blocks stand before an element that begins a line of its own."""
        return len(self.found) if self.cell is None and element.tag in BLOCKS else None

    def _chunk(self, chunk: Chunk, element: Element) -> None:
        if self.cell is None and not self.writer.pieces:
            self.owner = element
        if self.kept:
            self._kept(chunk)
        else:
            self.writer.add(chunk)

    def _kept(self, chunk: Chunk) -> None:
        at = 0
        for end in _BLANKS_KEPT.finditer(chunk.text):
            if end.start() > at:
                self.writer.keep(Chunk(chunk.text[at : end.start()], chunk.start + at, chunk.width))
            self._break(chunk.start + end.start(), 1, again=True)
            at = end.end()
        if at < len(chunk.text):
            self.writer.keep(Chunk(chunk.text[at:], chunk.start + at, chunk.width))

    def _enters(self, element: Element) -> bool:
        """Whether what is in the element is still to be read."""
        if is_hidden(self.tree, element):
            return False
        if element.tag == "table" and self.cell is None:
            self._end_paragraph()
            begin = len(self.found)
            if self._is_table(element):
                self.extents[id(element)] = begin, len(self.found)
                return False
            return True
        if element.tag in BLOCKS or element.tag == "br":
            self._break(element.start, element.end - element.start, again=element.tag == "br")
        if element.tag == "li":
            self._number(element)
        self.kept += element.tag == "pre"
        return bool(element.children) or element.tag == "pre"

    def _leave(self, element: Element) -> None:
        self.kept -= element.tag == "pre"
        if element.tag in BLOCKS and element is not self.cell:
            self._break(element.stop, 1)

    def _break(self, start: int, width: int, *, again: bool = False) -> None:
        if self.cell is None:
            self._end_paragraph()
            return
        # A tag over several lines has no width in columns.
        is_one_line = width > 0 and "\n" not in self.tree.source[start : start + width]
        self.writer.line_end(start, width if is_one_line else 1, again=again)

    def _end_paragraph(self) -> None:
        pieces = self.writer.taken()
        if pieces:
            self.found.append(Shown(self.placer.paragraph(pieces), self.owner))

    # Numbered lists

    def _number(self, item: Element) -> None:
        """Write the number that a list prints before its item, unless the item says one itself."""
        parent = item.parent
        if parent is None or parent.tag != "ol":
            return
        own, first = count(self.tree, item, "value"), count(self.tree, parent, "start")
        number = own if own is not None else self.items.get(id(parent), (first if first is not None else 1) - 1) + 1
        self.items[id(parent)] = number
        styles = [self.tree.attribute(one, "style") for one in (item, parent)]
        found = next((m[1] for one in styles if one and (m := _NUMERAL_STYLE.search(one.value))), "decimal")
        kind = self.tree.attribute(parent, "type")
        is_shown = found != "none" and (kind is None or kind.value in {"", "1"}) and 0 < number < 100
        if not is_shown or _GIVEN_NUMBER.match(self._beginning(item)):
            return
        text = f"{number}." if found == "decimal" else f"{chinese_numeral(number)}、"
        for character in text:
            self.writer.keep(Chunk(character, item.start, max(item.end - item.start, 1)))
        self.owner = item

    @staticmethod
    def _beginning(item: Element) -> str:
        """The first few characters of an item."""
        text = ""
        waiting: list[Element | Chunk] = [item]
        while waiting and len(text.lstrip()) < 8:
            one = waiting.pop()
            if isinstance(one, Chunk):
                text += one.text[:80]
            else:
                waiting += reversed(one.children)
        return text

    # Tables

    def _is_table(self, table: Element) -> bool:
        """Read a table as grids (True), unless it is a frame around other things."""
        if table.cells <= 1:
            return False
        groups: list[Group] | None = row_groups(self.tree, table)
        if table.frames and groups is not None:
            groups = unnested(self.tree, groups, self.spans)
        if groups is None or sum(1 for group in groups for row in group for _ in row) > MOST_PLACES:
            return False
        for child in table.children:
            if isinstance(child, Element) and child.tag == "caption" and not is_hidden(self.tree, child):
                self._walk(child)
                self._end_paragraph()
        place = self.placer.table(table.start, table.end)
        _Table(self, table, place, groups).read()
        return True

    def cell_pieces(self, cell: Element) -> list[Chunk]:
        """The characters of a cell, line ends where it breaks."""
        writer, self.writer, self.cell = self.writer, Writer(), cell
        self._walk(cell)
        pieces, self.writer, self.cell = self.writer.taken(), writer, None
        return pieces

    def as_paragraphs(self, cell: Element) -> None:
        self._walk(cell)
        self._end_paragraph()


class _Printed(NamedTuple):
    """A cell at its place in the table, before columns in which no cell begins are left out."""

    element: Element
    pieces: list[Chunk]
    row: int
    column: int
    rows: int
    columns: int
    number: int  # in its row, from 0


@dataclass
class _Table:
    """A table cut into grids where a row is prose."""

    flow: _Reading
    table: Element
    place: Span
    groups: list[Group]
    cells: list[_Printed] = field(default_factory=list)
    row: int = 0

    def read(self) -> None:
        for group in self.groups:
            self._group(group)
        self._end_grid()

    def _group(self, group: Group) -> None:
        busy: dict[int, int] = {}  # column -> the first row at which it is free again
        last = self.row + len(group)
        for elements in group:
            pieces = [self.flow.cell_pieces(one) for one in elements]
            if any(sum(len(piece.text) for piece in one) > PROSE for one in pieces):
                self._end_grid()
                for one in elements:
                    self.flow.as_paragraphs(one)
            else:
                self._row(elements, pieces, busy, last)
            self.row += 1

    def _row(self, elements: Row, pieces: list[list[Chunk]], busy: dict[int, int], last: int) -> None:
        column = 0
        for number, (element, text) in enumerate(zip(elements, pieces, strict=True)):
            while busy.get(column, 0) > self.row:
                column += 1
            if column >= MOST_COLUMNS:
                break
            said, columns = self.flow.spans.of(element)
            columns = min(columns, MOST_COLUMNS - column)
            rows = min(said or MOST_PLACES, last - self.row)
            if rows > 1:
                for covered in range(column, column + columns):
                    busy[covered] = self.row + rows
            self.cells.append(_Printed(element, text, self.row, column, rows, columns, number))
            column += columns

    def _end_grid(self) -> None:
        cells, self.cells = self.cells, []
        if not cells:
            return
        first, last = cells[0].row, max(cell.row for cell in cells)
        # A cell said to span a hundred columns of four: those in which none begins are not there.
        starts = sorted({cell.column for cell in cells})
        if len(starts) == 1 or (last - first + 1) * len(starts) > MOST_PLACES:
            for cell in cells:
                self.flow.as_paragraphs(cell.element)
            return
        placer = self.flow.placer
        grid: list[GridCell] = []
        for cell in cells:
            text = placer.cell(cell.pieces, cell.element.end, cell.row, cell.number)
            begin = bisect_left(starts, cell.column)
            columns = bisect_left(starts, cell.column + cell.columns) - begin
            grid.append(GridCell(text, cell.row - first, begin, min(cell.rows, last - cell.row + 1), columns))
        self.flow.found.append(Shown(Grid(tuple(grid), self.place), self.table))


def chinese_numeral(number: int) -> str:
    """A number from 1 to 99 as it stands before a heading."""
    tens, ones = divmod(number, 10)
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")
