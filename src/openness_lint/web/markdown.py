"""Markdown to a document: tables of pipes, headings, paragraphs, and HTML in it as on a page.

The dialect is GitHub's (https://github.github.com/gfm/), read leniently: a line is a paragraph, as in
texts that people type or editors export, unless it plainly breaks off; a table may lack its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from openness_lint.hooks import FormShelf
from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.report import Match, Report
from openness_lint.model.text import Text
from openness_lint.model.values import replace
from openness_lint.recognition.assembly import assemble, title_of
from openness_lint.recognition.document import Block, Document, Grid, GridCell
from openness_lint.recognition.labels import without_enumerator
from openness_lint.recognition.traditional import simplified
from openness_lint.syntax.node import Lines
from openness_lint.web.flow import LinePlacer, Writer, flow_of
from openness_lint.web.inline import inline
from openness_lint.web.tree import BLOCKS, MOST_TEXT, Chunk, parse_html

_FENCE = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})(?P<info>[^`]*)$")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[\s\u2e80-\uffef]|$)")
_HEADING_END = re.compile(r"\s#+\s*$")
_RULE = re.compile(r"\s*(?:=+|-[-\s]+|(?:\*\s*){3,}|(?:_\s*){3,})$")
_MARKER = re.compile(r"(?:\s*>)+\s?|\s*[-*+](?:\s+\[[ xX]\])?\s+")
_REFERENCE = re.compile(r" {0,3}\[[^\]]{1,200}\]:\s*\S")
_BLOCK_TAG = re.compile(r"\s*(?:<!--|</?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$))")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_DELIMITER = re.compile(r"\s*+\|?+\s*+:?+-++:?+\s*+(?:\|\s*+:?+-++:?+\s*+)*+\|?+\s*+$")
_PIPE = re.compile(r"(?<!\\)\|")
_FRONT = re.compile(r"(?P<key>title|date):\s*(?P<quote>[\"']?)(?P<value>[^\"'\n]*[^\"'\s])(?P=quote)\s*$")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/年.][0-9]{1,2}[-/月.][0-9]{1,2}日?")

# Shorter words of the forms (其他, 规章, 总体情况) are in many texts.
_TELLING = 6
# A sentence that stops without a mark after so many characters goes on in the next line.
_FULL_LINE = 30
_STOPS = "。！？；：.!?;:”」』）)】…"
_BEGINS = re.compile(
    r"[\u3000\s]|[（(]?[一二三四五六七八九十0-9]+[)）、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+"
)


def read_markdown(text: str, forms: FormShelf) -> Report:
    """The report that a Markdown file gives.

    Raises:
        NotAReport: it gives none, as a README.
        UnreadableInput: an HTML table in it breaks off, or the report is of a year that no form is for.
    """
    if len(text) > MOST_TEXT or not _may_speak_of(text, forms.all()):
        raise _nothing()
    lines = Lines(text)
    blocks = _Reading(lines)
    blocks.read()
    found: list[Block] = blocks.found
    printed = any(isinstance(one, Text) and title_of(one) for one in found[:40])
    if not printed and (title := blocks.front.get("title")) is not None and title_of(title):
        found = [title, *found]
    report = assemble(Document(tuple(found), lines.span(0, 0), lines.texts()), forms)
    # Documentation quotes headings and rows; it has no title of a report, nor a heading with its figures.
    is_headed = any(section.heading.match is not Match.ID for section in report.sections)
    if "title" not in report.metadata and not (is_headed and report.cells):
        raise _nothing()
    date = blocks.front.get("date")
    if "published" in report.metadata or date is None or (day := _DATE.match(date.text)) is None:
        return report
    return replace(report, metadata={**report.metadata, "published": date.cut(0, day.end())})


def _nothing() -> NotAReport:
    return NotAReport(Phrase("没有找到年度报告的标题和表格", "no heading and no table of a yearly report was found"))


def _may_speak_of(text: str, forms: Sequence[Form]) -> bool:
    """Whether a text says any heading or label of any form: soon answered, for README files."""
    squeezed = simplified("".join(text.split()))
    names = {section.wording.official for form in forms for section in form.sections}
    names |= {row.wording.official for form in forms for table in form.tables for row in table.rows}
    return any(len(bare) >= _TELLING and bare in squeezed for bare in map(without_enumerator, names))


class _Reading:
    """The blocks of a Markdown text, and what its front matter says."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.texts = lines.texts()
        self.starts = [lines.offset(number, 1) for number in range(1, len(self.texts) + 1)]
        self.placer = LinePlacer(lines)
        self.found: list[Block] = []
        self.front: dict[str, Text] = {}
        self.writer = Writer()
        self.last = ""  # the line that the paragraph being written ends with

    def read(self) -> None:
        at = self._front_matter()
        while at < len(self.texts):
            at = self._block(at)
        self._end_paragraph()

    def _block(self, at: int) -> int:
        """Read what begins in a line; the line that follows it."""
        line = self.texts[at]
        if (fence := _FENCE.match(line)) is not None:
            self._end_paragraph()
            return self._after_fence(at, fence["sign"])
        if not line.strip() or _REFERENCE.match(line):
            self._end_paragraph()
            return at + 1
        if (tag := _BLOCK_TAG.match(line)) is not None and (tag["name"] is None or tag["name"].lower() in BLOCKS):
            self._end_paragraph()
            return self._html(at)
        if self._is_table(at):
            self._end_paragraph()
            return self._table(at)
        if _RULE.match(line):
            self._end_paragraph()
            return at + 1
        self._line(at)
        return at + 1

    def _front_matter(self) -> int:
        """Title and date of the block that some editors put first; the line that follows it."""
        if self.texts[0].rstrip() != "---":
            return 0
        end = next((i for i, line in enumerate(self.texts[1:200], 1) if line.rstrip() in {"---", "..."}), None)
        if end is None:
            return 0
        for number in range(1, end):
            if (said := _FRONT.match(self.texts[number])) is not None:
                start = self.starts[number] + said.start("value")
                self.front[said["key"]] = self.placer.paragraph([Chunk(said["value"], start)])
        return end + 1

    def _after_fence(self, at: int, sign: str) -> int:
        for number in range(at + 1, len(self.texts)):
            end = self.texts[number].strip()
            if len(end) >= len(sign) and not end.strip(sign[0]):
                return number + 1
        return len(self.texts)

    # Paragraphs

    def _line(self, at: int) -> None:
        line = self.texts[at]
        heading = _HEADING.match(line)
        marker = heading or _MARKER.match(line)
        start = marker.end() if marker else 0
        end = len(line)
        if heading and (closing := _HEADING_END.search(line, start)):
            end = closing.start()
        if marker is not None or not self._goes_on(line):
            self._end_paragraph()
        elif line[:1].isascii() and self.last[-1:].isascii():
            self.writer.add(Chunk(" ", self.starts[at] - 1))
        inline(self.lines.text, self.starts[at] + start, self.starts[at] + end, self.writer)
        self.last = line
        if heading or line.endswith(("  ", "\\")):
            self._end_paragraph()

    def _goes_on(self, line: str) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        before = self.last.rstrip()
        return len(before) >= _FULL_LINE and before[-1] not in _STOPS and not _BEGINS.match(line)

    def _end_paragraph(self) -> None:
        pieces = self.writer.taken()
        if pieces:
            self.found += _split(self.placer.paragraph(pieces))
        self.last = ""

    # HTML

    def _html(self, at: int) -> int:
        """A stretch of HTML: to the next empty line outside its tables, or to the end of a comment."""
        end = at
        tables = 0
        if self.texts[at].lstrip().startswith("<!--"):
            stop = self.lines.text.find("-->", self.starts[at])
            end = self.lines.place(stop)[0] if stop != -1 else len(self.texts)
        else:
            while end < len(self.texts) and (tables > 0 or self.texts[end].strip()):
                tables += sum(-1 if found[1] else 1 for found in _TABLE_TAG.finditer(self.texts[end]))
                end += 1
        start, stop = self.starts[at], self.starts[end] if end < len(self.texts) else len(self.lines.text)
        tree = parse_html(self.lines.text, NotAReport, start=start, end=stop)
        if tables > 0 and tree.cut is not None:
            line, column = self.lines.place(tree.cut)
            raise UnreadableInput(_CUT, line=line, column=column)
        self.found += [one.block for one in flow_of(tree, self.placer).blocks]
        return end

    # Tables

    def _is_table(self, at: int) -> bool:
        line = self.texts[at]
        if not _PIPE.search(line):
            return False
        if line.lstrip().startswith("|"):
            return True
        following = self.texts[at + 1] if at + 1 < len(self.texts) else ""
        return "|" in following and _DELIMITER.match(following) is not None

    def _table(self, at: int) -> int:
        rows: list[list[GridCell]] = []
        number = at
        while number < len(self.texts) and _PIPE.search(self.texts[number]):
            # The rule stands below the first row; a row of single strokes further down is one of figures.
            if number > at + 1 or not _DELIMITER.match(self.texts[number]):
                rows.append(self._row(number, len(rows)))
            number += 1
        if rows:
            place = self.lines.span(self.starts[at], self.starts[at] + len(self.texts[at]))
            self.found.append(Grid(tuple(cell for row in rows for cell in row), place))
        return number

    def _row(self, number: int, row: int) -> list[GridCell]:
        line = self.texts[number]
        start = len(line) - len(line.lstrip())
        end = len(line.rstrip())
        pipes = [found.start() for found in _PIPE.finditer(line, start, end)]
        edges = [start - 1, *pipes, end]
        if pipes and pipes[0] == start:
            edges.pop(0)
        if pipes and pipes[-1] == end - 1 and len(edges) > 2:
            edges.pop()
        cells: list[GridCell] = []
        for column, (left, right) in enumerate(pairwise(edges)):
            writer = Writer()
            inline(self.lines.text, self.starts[number] + left + 1, self.starts[number] + right, writer)
            content = self.starts[number] + min(left + 2, right)
            cells.append(GridCell(self.placer.cell(writer.taken(), content, row, column), row, column))
        return cells


def _split(text: Text) -> Iterator[Text]:
    """The lines of a paragraph that `<br>` parts."""
    start = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield text.cut(start, start + len(line))
        start += len(line) + 1


_CUT = Phrase(
    "表格从这里开始，到文件末尾也没有结束；请补上 </table>，或检查文件是否被截断",
    "the table that begins here never ends; add </table>, or was the file cut off?",
)
