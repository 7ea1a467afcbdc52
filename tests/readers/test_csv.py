"""Comma-separated values: every field with the line and column it stands at."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.readers.csv import _Fields
from openness_lint.syntax.node import Lines
from openness_lint.trials import text_at
from papers import printed

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((EXAMPLES / "huaian-2024.yaml").read_bytes(), ".yaml")


def exported(report, **settings):
    """The report as a spreadsheet exports it: merged cells leave empty fields behind."""
    file = io.StringIO()
    writer = csv.writer(file, **settings)
    width = 15

    def line(*texts):
        writer.writerow([*texts, *[""] * (width - len(texts))])

    line(report.meta("title"))
    tables = printed.tables_of(report)
    for section in report.sections:
        line(report.form.section[section.id].wording.official)
        for paragraph in section.paragraphs:
            line(paragraph.text)
        for table in tables.get(section.id, ()):
            cells = {(cell.row, cell.column): cell.text for cell in printed.placed(table)}
            for row in range(max(row for row, _ in cells) + 1):
                line(*(cells.get((row, column), "") for column in range(width)))
    return file.getvalue()


@pytest.mark.parametrize(
    ("settings", "encoding"),
    [({}, "utf-8"), ({}, "utf-8-sig"), ({"quoting": csv.QUOTE_ALL}, "gb18030"), ({"delimiter": "\t", "lineterminator": "\n"}, "utf-16")],
)  # fmt: skip
def test_figures_prose_and_places(read_bytes, huaian, settings, encoding):
    report = read_bytes(exported(huaian, **settings).encode(encoding), ".csv")

    assert printed.figures_of(report) == printed.figures_of(huaian)
    for section, other in zip(report.sections, huaian.sections, strict=True):
        assert [one.text for one in section.paragraphs] == [one.text for one in other.paragraphs]
    for cell in report.cells.values():
        assert text_at(cell.printed.span, report.lines) == cell.printed.text


def test_a_line_break_and_quotes_within_a_field_keep_their_places(read_bytes, huaian):
    text = exported(huaian).replace("一、本年新收政府信息公开申请数量", '"一、本年新收\r\n政府信息公开申请数量"')
    text = text.replace("3.危及“三安全一稳定”", '"3.危及""三安全一稳定"""')

    report = read_bytes(text.encode(), ".csv")

    assert printed.figures_of(report) == printed.figures_of(huaian)
    rows = report.table("requests").rows
    assert rows["received"].text == "一、本年新收\n政府信息公开申请数量"
    assert rows["denied.security_and_stability"].text == '3.危及"三安全一稳定"'
    quoted = rows["denied.security_and_stability"]
    assert text_at(quoted.part(4, 5), report.lines) == '""'
    assert text_at(quoted.part(5, 8), report.lines) == "三安全"


@given(st.lists(st.lists(st.text(alphabet='a1,"\n 件', max_size=5), min_size=1, max_size=4), max_size=5))
def test_fields_are_those_that_were_written(rows):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)

    found = {}
    for row, column, text in _Fields(Lines(file.getvalue())).all():
        found[row, column] = text.text

    assert found == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}


@given(st.text(alphabet='a1,"\r\n\t', max_size=40))
def test_whatever_is_written_every_character_is_in_one_field(source):
    lines = Lines(source)

    fields = [text for _, _, text in _Fields(lines).all()]

    assert sum(text.text.count("1") for text in fields) == source.count("1")
    for text in fields:
        for at, character in enumerate(text.text):
            if character == "1":
                assert text_at(text.part(at, at + 1), lines.texts()) == "1"


@pytest.mark.parametrize("data", [b",", b",\n", b'"', b'"",', b"\n"])
def test_fields_beyond_number_are_refused_and_nothing_else_hangs(complaint, data):
    assert complaint(data * 300_000, ".csv")


def test_an_empty_file_is_no_report(complaint):
    assert complaint(b"", ".csv")
