"""A report written as a Word document says what it said; an empty form is the official one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.source import Source
from openness_lint.word.writing import write_report

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.fixture(scope="session")
def shelf():
    return open_rulebook(gather()).shelf


@pytest.fixture(scope="session")
def read(shelf):
    readers = gather().readers

    def read(data, suffix=".docx"):
        data = data.encode() if isinstance(data, str) else data
        return readers[suffix].read(Source(f"report{suffix}", data), shelf)

    return read


def figures(report):
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


def said(report):
    """What a report says in words: metadata, preface, headings and paragraphs, labels of rows."""
    tables = [table for section in report.sections for table in section.tables]
    return {
        "metadata": {name: report.meta(name) for name in ("title", "agency", "published")},
        "year": report.year,
        "preface": [one.text for one in report.preface],
        "sections": [(one.id, one.heading.printed.text, [text.text for text in one.paragraphs]) for one in report.sections],
        "rows": {(table.id, row): text.text for table in tables for row, text in table.rows.items()},
        "foreign": {(str(one.address), one.printed.text) for table in tables for one in table.foreign},
        "notes": {table.id: table.note.text for table in tables if table.note},
    }  # fmt: skip


# Reports out of chance

FIGURES = st.one_of(
    st.integers(0, 9999).map(str),
    st.sampled_from(["", "0", " 0", "0 ", "　", "0元", "12件", "/", "—", "无", "１２", "1,234", "26.55", "-3", "007", "0\n", "1\t2", "? 0", "O", "l2", "不涉及", "#REF!", "<b>&amp;", "12（含上年）"]),
    st.text("0123456789 ,.元件-/—？?lO１２\n\t", max_size=6),
)  # fmt: skip
SENTENCES = st.text("政府信息公开工作年度报告机关本年收到申请件条办结<>&\"'。，；：（）《》0123456789 　\t[]", min_size=1, max_size=60).filter(lambda text: text.strip())  # fmt: skip


def spelt(draw, wording):
    """A label as offices print it: official, spaced, by another word, or with a slip."""
    label = wording.official
    match draw(st.integers(0, 9)):
        case 0 if wording.aliases:
            return draw(st.sampled_from(wording.aliases))
        case 1:
            at = draw(st.integers(0, len(label)))
            return label[:at] + draw(st.sampled_from([" ", "\n", "　"])) + label[at:]
        case 2 if len(label) >= 8:
            at = draw(st.integers(3, len(label) - 1))
            return label[:at] + draw(st.sampled_from(["误", "", "的"])) + label[at + 1 :]
        case 3:
            return label.replace("1.", "1、")
    return label


def rows_of(draw, table, scope=None):
    found, done = {}, set()
    for id in table.row_group[scope].members if scope else table.row:
        if id in done:
            continue
        group = next((one for one in table.row_groups if one.parent == scope and id in one.members), None)
        if group is None:
            row = table.row[id]
            found[spelt(draw, row.wording)] = [draw(FIGURES) for _ in row.columns]
        else:
            found[group.wording.official] = rows_of(draw, table, group.id)
            done |= set(group.members)
    return found


@st.composite
def reports(draw, shelf):
    form = shelf.choose(form=None, year=draw(st.sampled_from([2020, 2024])))
    year = form.first_year
    agency = draw(st.sampled_from(["示例县水利局", "示例市人民政府", "甲·乙县<&>办公室"]))
    sections = {}
    for section in form.sections:
        if section.tables:
            table = form.table[section.tables[0]]
            body = rows_of(draw, table)
            if table.note and draw(st.booleans()):
                body["附注"] = draw(st.sampled_from([table.note, table.note.replace("和", "合")]))
            text = draw(st.lists(SENTENCES, max_size=1))
            sections[section.wording.official] = {**({"文字": text} if text else {}), **body}
        else:
            sections[section.wording.official] = draw(st.lists(SENTENCES, max_size=3))
    return {
        "agency": agency,
        "year": year,
        "title": f"{agency}{year}年政府信息公开工作年度报告",
        "preface": draw(st.lists(SENTENCES, max_size=2)),
        "published": draw(st.sampled_from(["2025-01-17", "2025年1月7日", None])),
        "sections": sections,
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_is_written_reads_as_it_was(read, shelf, data):
    text = json.dumps(data.draw(reports(shelf)), ensure_ascii=False)
    try:
        report = read(text, ".json")
    except UnreadableInput:
        assume(False)  # two labels, each with a slip, that could be one
    back = read(write_report(report))

    assert figures(back) == figures(report)
    ours, theirs = said(report), said(back)
    for part in ours.keys() - {"notes", "rows"}:
        assert theirs[part] == ours[part], part
    assert theirs["rows"] == ours["rows"]
    assert {**theirs["notes"], **ours["notes"]} == theirs["notes"]
