"""Plain text exported from a document: one cell to a line, rows parted by empty lines, or columns by tabs."""

from __future__ import annotations

import re

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.text import Run, Text, joined
from openness_lint.recognition.assembly import assemble
from openness_lint.recognition.document import Block, Document, Grid, GridCell
from openness_lint.syntax.decode import decode
from openness_lint.syntax.node import Lines

# Two blanks or more part columns that a text drew with blanks.
_GAP = re.compile(r"[ \u3000]{2,}")


class Txt:
    name = "txt"
    suffixes = (".txt",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        lines = Lines(decode(source.data))
        return assemble(Document(tuple(_Blocks(lines).all()), lines.span(0, 0), lines.texts()), forms)


class _Blocks:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.texts = lines.texts()
        self.blocks: list[Block] = []
        self.rows: list[list[Text]] = []  # of the table being read
        self.row: list[Text] = []
        self.gap = 0  # empty lines since the last cell

    def all(self) -> list[Block]:
        for number, text in enumerate(self.texts, 1):
            self._line(number, text)
        self._end_table()
        return self.blocks

    def _line(self, number: int, text: str) -> None:
        if text.startswith("\t") and "\t" in text[1:].strip("\t"):
            self._columns(number, text)
        elif text.startswith("\t"):
            if self.gap and self.row:
                self._end_row()
            self.gap = 0
            self.row.append(self._text(number, text, 1, len(text)))
        elif not text.strip():
            self.gap += 1
            if self.gap > 1:
                self._end_table()
        elif self.row and not self.gap:
            self.row[-1] = joined([self.row[-1], self._text(number, text, 0, len(text))])  # a cell goes on
        elif "\t" in text.strip():
            self._columns(number, text)
        else:
            self._end_table()
            self.blocks.append(self._text(number, text, 0, len(text)))

    def _columns(self, number: int, text: str) -> None:
        """A line that holds a whole row, its cells parted by tabs."""
        self._end_row()
        self.gap = 0
        start = 0
        for part in text.split("\t"):
            self.row.append(self._text(number, text, start, start + len(part)))
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
            self.blocks.append(Grid(tuple(cells), self.rows[0][0].span, aligned=False))
            self.rows = []

    def _text(self, number: int, line: str, start: int, end: int) -> Text:
        offset = self.lines.offset(number, 1)
        return Text(line[start:end], self.lines.span(offset + start, offset + end), (Run(0, number, start + 1),))


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Txt()]
