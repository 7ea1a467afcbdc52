"""Comma-separated values (.csv), as spreadsheets export a sheet: each field with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.text import Run, Text
from openness_lint.syntax.decode import decode
from openness_lint.syntax.node import Lines

# A report has some 50 lines of 10 fields; what is empty counts as well.
MOST_PLACES = 200_000

_QUOTED = re.compile(r'"((?:[^"]|"")*+)"?+')
_END = re.compile(r"\r\n|\r|\n")
# Within quotes: what stands for itself, two quotes for one, the end of a line.
_PIECE = re.compile(r'(?P<plain>[^"\r\n]++)|(?P<quote>"")|(?P<end>\r\n|\r|\n)')


class Csv:
    name = "csv"
    suffixes = (".csv",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.recognition.assembly import assemble
        from openness_lint.recognition.document import Document, Grid, GridCell
        from openness_lint.syntax.kinds import too_large

        lines = Lines(decode(source.data))
        cells: list[GridCell] = []
        width = height = 0
        for row, column, text in _Fields(lines).all():
            width, height = max(width, column + 1), row + 1
            if width * height > MOST_PLACES:
                raise too_large(Phrase(f"表格超过 {MOST_PLACES:,} 格", f"over {MOST_PLACES:,} fields"))
            cells.append(GridCell(text, row, column))
        start = lines.span(0, 0)
        grids = (Grid(tuple(cells), cells[0].text.span),) if cells else ()
        return assemble(Document(grids, start, lines.texts()), forms)


class _Fields:
    """The fields of a file (RFC 4180), or of one whose fields are parted by tabs."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.source = lines.text
        mark = "\t" if self.source.count("\t") > self.source.count(",") else ","
        self._mark = mark
        self._bare = re.compile(rf"[^{mark}\r\n]*+")

    def all(self) -> Iterator[tuple[int, int, Text]]:
        """Row, column (0-based) and text of each field."""
        at = row = column = 0
        while at < len(self.source):
            text, at = self._field(at)
            yield row, column, text
            if self.source.startswith(self._mark, at):
                at += 1
                column += 1
                if at == len(self.source):
                    yield row, column, self._text(at, at, [])
            elif end := _END.match(self.source, at):
                at, row, column = end.end(), row + 1, 0

    def _field(self, start: int) -> tuple[Text, int]:
        """The field that begins at an offset, and where it ends."""
        quoted = _QUOTED.match(self.source, start)
        if quoted is None:
            end = self._bare.match(self.source, start).end()  # type: ignore[union-attr]  # matches nothing too
            return self._text(start, end, [(self.source[start:end], start, 1)]), end
        pieces = [
            ("\n" if piece["end"] else '"' if piece["quote"] else piece[0], piece.start(), 2 if piece["quote"] else 1)
            for piece in _PIECE.finditer(self.source, quoted.start(1), quoted.end(1))
        ]
        rest = self._bare.match(self.source, quoted.end())  # what follows a closing quote, against the rules
        if rest is not None and rest[0]:
            pieces.append((rest[0], rest.start(), 1))
        end = rest.end() if rest is not None else quoted.end()
        return self._text(quoted.start(1), end if rest and rest[0] else quoted.end(1), pieces), end

    def _text(self, start: int, end: int, pieces: list[tuple[str, int, int]]) -> Text:
        runs: list[Run] = []
        whole = ""
        for text, at, width in pieces:
            if text:
                runs.append(Run(len(whole), *self.lines.place(at), width))
                whole += text
        return Text(whole, self.lines.span(start, end), tuple(runs))


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Csv()]
