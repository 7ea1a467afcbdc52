"""Reports as tab-separated lines, such as a spreadsheet saves them.

    agency<TAB>示例县水利局
    year<TAB>2024
    [三、收到和处理政府信息公开申请情况]
    一、本年新收政府信息公开申请数量<TAB>12<TAB>3<TAB>0<TAB>0<TAB>0<TAB>0<TAB>15

A heading stands in brackets; below it, a line with tabs is a row of figures, one without is a paragraph.
"""

from __future__ import annotations

from openness_lint.hooks import FormShelf
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.recognition.transcript import transcribe
from openness_lint.syntax.decode import decode
from openness_lint.syntax.node import Entry, Lines, Mapping, Node, Scalar, Sequence


class TabTables:
    """Makes the tree that a `report.yaml` gives; `transcribe` knows the forms and all their labels."""

    name = "tab"
    suffixes = (".tab",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        lines = Lines(decode(source.data))
        top: list[Entry] = []
        sections: list[tuple[Scalar, list[list[Scalar]]]] = []
        for number, line in enumerate(lines.texts(), 1):
            fields = _fields(line, number)
            first = fields[0].value.strip()
            if not line.strip() or first.startswith("#"):
                continue
            if first.startswith("[") and first.endswith("]"):
                start = line.index("[") + 1
                sections.append((_scalar(line, number, start, line.rindex("]")), []))
            elif sections:
                sections[-1][1].append(fields)
            elif len(fields) == 2:
                top.append(Entry(fields[0], fields[1]))
            else:
                words = Phrase(
                    "标题之前每行应是“名称<TAB>值”", "lines before the first heading hold a name, a tab, a value"
                )
                raise UnreadableInput(words, line=number, column=1)
        whole = lines.span(0, len(lines.text))
        key = _scalar("sections", 1, 0, 8)
        body = Mapping(tuple(Entry(heading, _section(heading, rows)) for heading, rows in sections), whole)
        return transcribe(Mapping((*top, Entry(key, body)), whole), lines, forms)


def _section(heading: Scalar, rows: list[list[Scalar]]) -> Node:
    table = [one for one in rows if len(one) > 1]
    prose = Sequence(tuple(one[0] for one in rows if len(one) == 1), heading.span)
    if not table:
        return prose
    entries = [Entry(label, _row(figures)) for label, *figures in table]
    if prose.items:
        entries.append(Entry(_scalar("text", heading.span.line, 0, 4), prose))
    return Mapping(tuple(entries), heading.span)


def _row(figures: list[Scalar]) -> Node:
    first, last = figures[0].span, figures[-1].span
    return figures[0] if len(figures) == 1 else Sequence(tuple(figures), TextSpan(*first[:2], *last[2:]))


def _fields(line: str, number: int) -> list[Scalar]:
    found: list[Scalar] = []
    start = 0
    for field in line.split("\t"):
        found.append(_scalar(line, number, start, start + len(field)))
        start += len(field) + 1
    return found


def _scalar(line: str, number: int, start: int, end: int) -> Scalar:
    """A part of a line with its place; lines and columns count from 1, ends are exclusive."""
    span = TextSpan(number, start + 1, number, end + 1)
    # A run tells where each character of the text stands, so that findings can point at some of them.
    return Scalar(Text(line[start:end], span, (Run(0, number, start + 1),)), plain=False)
