"""Plain text exported from a document: one cell to a line, rows parted by empty lines, or columns by tabs or blanks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from unicodedata import east_asian_width

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.text import Run, Text, joined
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.assembly import assemble
from openness_lint.recognition.document import Block, Document, Grid, GridCell
from openness_lint.recognition.frames import PROSE, has_labels
from openness_lint.syntax.decode import decode
from openness_lint.syntax.kinds import too_large
from openness_lint.syntax.node import Lines

# A report has some 50 rows of 10 cells; what is empty counts as well.
MOST_CELLS = 200_000
# What stands between two blanks or more: the cells of a row that was drawn with blanks.
_PIECE = re.compile(r"[^ \u3000]+(?:[ \u3000][^ \u3000]+)*")


class Txt:
    name = "txt"
    suffixes = (".txt",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        lines = Lines(decode(source.data))
        return assemble(Document(tuple(_Blocks(lines, forms.all()).all()), lines.span(0, 0), lines.texts()), forms)


class _Blocks:
    def __init__(self, lines: Lines, forms: Sequence[Form]) -> None:
        self.lines = lines
        self.forms = forms
        self.texts = lines.texts()
        self.blocks: list[Block] = []
        self.rows: list[list[Text]] = []  # of the table being read
        self.row: list[Text] = []
        self.gap = 0  # empty lines since the last cell
        self.count = 0  # of all texts so far
        self.by_tabs = False  # whether every row stood in a line of its own
        self.drawn: list[int] = []  # lines without tabs that follow each other, and may be rows drawn with blanks

    def all(self) -> list[Block]:
        for number, text in enumerate(self.texts, 1):
            if "\t" in text or not text.strip():
                self._end_drawn()
            self._line(number, text)
        self._end_drawn()
        self._end_table()
        return self.blocks

    def _line(self, number: int, text: str) -> None:
        if self._holds_row(text):
            self._columns(number, text)
        elif text.startswith("\t"):
            if self.gap and self.row:
                self._end_row()
            self.gap = 0
            self.row.append(self._text(number, 1, len(text)))
            self.by_tabs = False
        elif not text.strip():
            self.gap += 1
            if self.gap > 1:
                self._end_table()
        elif self.row and not self.gap:
            self.row[-1] = joined([self.row[-1], self._text(number, 0, len(text))])  # a cell goes on
        else:
            self._end_table()
            if len(text.strip()) >= PROSE and len(_pieces(text)) == 1:
                self._end_drawn()
                self.blocks.append(self._text(number, 0, len(text)))
            else:
                self.drawn.append(number)

    def _holds_row(self, text: str) -> bool:
        """Whether a line holds a whole row, its cells parted by tabs: also one that prints a label at most."""
        if self.rows and self.by_tabs and len(self.rows[-1]) == text.count("\t") + 1 > 2:
            return True
        return "\t" in (text[1:].strip("\t") if text.startswith("\t") else text)

    def _columns(self, number: int, text: str) -> None:
        self._end_row()
        if self.gap and self.rows and len(self.rows[-1]) != text.count("\t") + 1:
            self._end_table()
        self.gap = 0
        self.by_tabs = self.by_tabs or not self.rows
        start = 0
        for part in text.split("\t"):
            self.row.append(self._text(number, start, start + len(part)))
            start += len(part) + 1
        self._end_row()

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(self.row)
            self.row = []

    def _end_table(self) -> None:
        self._end_row()
        self.gap = 0
        if self.rows:
            cells = [GridCell(text, r, c) for r, row in enumerate(self.rows) for c, text in enumerate(row)]
            # Where a merged cell takes a place like any other all rows are as long; else its columns are lost.
            is_aligned = self.by_tabs and len({len(row) for row in self.rows}) == 1
            self.blocks.append(Grid(tuple(cells), self.rows[0][0].span, aligned=is_aligned))
            self.rows = []

    def _end_drawn(self) -> None:
        """Rows drawn with blanks, if they are a table of some form; lines of text otherwise."""
        numbers, self.drawn = self.drawn, []
        if sum(len(_pieces(self.texts[number - 1])) > 1 for number in numbers) > 1:
            grid = self._drawn_grid(numbers)
            if has_labels(grid, self.forms):
                self.blocks.append(grid)
                return
        self.blocks += [self._text(number, 0, len(self.texts[number - 1])) for number in numbers]

    def _drawn_grid(self, numbers: Sequence[int]) -> Grid:
        """Lines with columns where their texts begin; a text reaches over those that begin beside it."""
        rows = [_pieces(self.texts[number - 1]) for number in numbers]
        begins = sorted({piece.left for row in rows for piece in row})
        cells: list[GridCell] = []
        for at, (number, row) in enumerate(zip(numbers, rows, strict=True)):
            places = _places(self.texts[number - 1])
            last = 0
            for piece in row:
                column, end = bisect_left(begins, piece.left), bisect_left(begins, piece.right)
                cells += self._blanks(number, at, begins[last:column], last, places)
                cells.append(GridCell(self._text(number, piece.start, piece.end), at, column, 1, end - column))
                last = end
            cells += self._blanks(number, at, begins[last:], last, places)
        return Grid(tuple(cells), cells[0].text.span)

    def _blanks(
        self, number: int, row: int, begins: Sequence[int], first: int, places: Sequence[int]
    ) -> Iterator[GridCell]:
        for column, begin in enumerate(begins, first):
            at = min(bisect_left(places, begin), len(places) - 1)
            yield GridCell(self._text(number, at, at), row, column)

    def _text(self, number: int, start: int, end: int) -> Text:
        self.count += 1
        if self.count > MOST_CELLS:
            raise too_large(Phrase(f"文本超过 {MOST_CELLS:,} 格", f"over {MOST_CELLS:,} fields"))
        line = self.texts[number - 1]
        offset = self.lines.offset(number, 1)
        return Text(line[start:end], self.lines.span(offset + start, offset + end), (Run(0, number, start + 1),))


class _Piece(NamedTuple):
    """A text between gaps: from which character of its line to which, and where that is on the screen."""

    start: int
    end: int
    left: int
    right: int


def _pieces(line: str) -> list[_Piece]:
    places = _places(line)
    return [_Piece(*one.span(), places[one.start()], places[one.end()]) for one in _PIECE.finditer(line)]


def _places(line: str) -> list[int]:
    """Where each character of a line begins on the screen, and where the line ends; Chinese ones take two places."""
    return list(accumulate((2 if east_asian_width(one) in "WFA" else 1 for one in line), initial=0))


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Txt()]
