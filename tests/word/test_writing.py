"""A report written as a Word document says what it said; an empty form is the official one."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.source import Source
from openness_lint.recognition.document import Grid
from openness_lint.recognition.labels import plain
from openness_lint.recognition.transcription import transcription
from openness_lint.word.reading import read_document
from openness_lint.word.writing import write_form, write_report

FORM = Path(__file__).parents[3] / "shared" / "data" / "documents" / "form-2021.docx"
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
    again = read(transcription(back), ".yaml")
    assert figures(again) == figures(report)
    assert {part: said(again)[part] for part in theirs if part != "rows"} == {
        part: theirs[part] for part in theirs if part != "rows"
    }
    assert transcription(again) == transcription(back)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_read_as_they_were(read, path):
    report = read(path.read_bytes(), ".yaml")
    back = read(write_report(report))

    assert figures(back) == figures(report)
    ours, theirs = said(report), said(back)
    ours["year"] = ours["year"] if str(report.year) in report.meta("title") else theirs["year"]  # a title that errs
    assert {**theirs["notes"], **ours["notes"]} == theirs["notes"]
    assert {part: theirs[part] for part in theirs if part != "notes"} == {p: ours[p] for p in ours if p != "notes"}


def test_what_a_report_lacks_is_there_and_blank(read):
    report = read(
        "year: 2024\nsections:\n  四、政府信息公开行政复议、行政诉讼情况:\n    行政复议: [1, 0, 0, 0, 1]\n", ".yaml"
    )
    back = read(write_report(report))

    form = report.form
    assert [one.id for one in back.sections] == [one.id for one in form.sections]
    assert {str(address) for address in back.cells} == {str(one) for table in form.tables for one in table.cells}
    assert {address: text for address, text in figures(back).items() if text} == {
        "disputes.review.upheld": "1",
        "disputes.review.corrected": "0",
        "disputes.review.other": "0",
        "disputes.review.pending": "0",
        "disputes.review.total": "1",
    }
    assert (back.year, back.agency, back.meta("title")) == (2024, None, "2024年政府信息公开工作年度报告")


def test_sections_keep_the_order_of_the_report(read):
    report = read("year: 2024\nsections:\n  六、其他需要报告的事项: 无。\n  一、总体情况: 有。\n", ".yaml")

    assert [one.id for one in read(write_report(report)).sections] == [
        *("other", "overview", "proactive", "requests", "disputes", "problems"),
    ]


def test_subtotals_are_printed_where_offices_print_them(read):
    rows = (
        "year: 2024\nsections:\n  三、收到和处理政府信息公开申请情况:\n    三、本年度办理结果:\n      （四）无法提供:\n"
        "        小计: [4, 0, 0, 0, 0, 0, 4]\n        1.本机关不掌握相关政府信息: "
        "{自然人: 4, 法人或其他组织: {商业企业: 0, 科研机构: 0, 社会公益组织: 0, 法律服务机构: 0, 其他: 0, 小计: 0}, 总计: 4}\n"
    )
    report = read(rows, ".yaml")
    back = read(write_report(report))

    assert {address: text for address, text in figures(back).items() if text} == figures(report)
    assert "requests.unable.not_held.organisations" in figures(report)
    assert {one.id for one in report.form.table["requests"].row_groups if (one.id, "total") in report.table("requests").cells} == {"unable"}  # fmt: skip


def test_what_the_form_does_not_have_is_left_out(read):
    text = (
        "year: 2024\nsections:\n  二、主动公开政府信息情况:\n    规章: [1, 0, 1]\n    格式外: {其他主动公开文件: 3}\n"
    )
    back = read(write_report(read(text, ".yaml")))

    assert back.table("proactive").unlisted == ()
    assert {text for text in figures(back).values() if text} == {"1", "0"}


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ('year: 2024\nsections:\n  一、总体情况: "甲\\a乙"\n', (3, 13)),
        ('year: 2024\nagency: "甲\\r"\nsections: {}\n', (2, 11)),
        ('year: 2024\nsections:\n  二、主动公开政府信息情况:\n    行政许可: "4\\u0000"\n', (4, 13)),
    ],
)
def test_a_character_that_no_word_document_holds_is_refused_at_its_place(read, yaml, place):
    with pytest.raises(UnreadableInput) as caught:
        write_report(read(yaml, ".yaml"))

    assert (caught.value.line, caught.value.column) == place
    assert "Word" in caught.value.message.zh


def test_an_agency_whose_name_no_word_document_holds_is_refused(shelf):
    with pytest.raises(UnreadableInput):
        write_form(shelf.choose(form=None, year=2024), year=2024, agency="甲\x07")


def test_the_same_report_makes_the_same_bytes(read):
    report = read(EXAMPLES[0].read_bytes(), ".yaml")

    assert write_report(report) == write_report(report)


def test_every_part_of_the_file_is_well_formed_and_declared(shelf):
    data = write_form(shelf.choose(form=None, year=2024), year=2024, agency="甲<&>乙")

    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    declared = {one.get("PartName") for one in parts["[Content_Types].xml"]} - {None}
    assert declared == {f"/{name}" for name in parts if name.startswith("word/") and not name.endswith(".rels")}


def test_another_program_reads_the_tables_alike(read):
    library = pytest.importorskip("docx")
    report = read(EXAMPLES[0].read_bytes(), ".yaml")

    document = library.Document(io.BytesIO(write_report(report)))

    assert [len(table.columns) for table in document.tables] == [4, 10, 15]
    for table, id in zip(document.tables, ("proactive", "requests", "disputes"), strict=True):
        texts = [cell.text for row in table.rows for cell in row.cells]
        assert {cell.printed.text for cell in report.table(id).cells.values()} <= set(texts)


@pytest.mark.skipif(not FORM.exists(), reason="the form is not at hand")
def test_the_empty_form_has_the_cells_of_the_official_one(shelf):
    ours = read_document(write_form(shelf.choose(form=None, year=2024), year=2024))
    official = read_document(FORM.read_bytes())

    assert _grids(ours) == _grids(official)


def _grids(document):
    """Each table as its cells: text without blanks, place, and what they are merged over."""
    grids = [one for one in document.blocks if isinstance(one, Grid)]
    return [
        [(plain(cell.text.text), cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]
        for grid in grids
    ]


def test_rows_that_another_edition_parts_are_read_as_its_own(read):
    text = (EXAMPLES[0].parent / "clean-2024.yaml").read_text(encoding="utf-8").replace("2024", "2020")
    report = read(text.replace("year: 2020", "year: 2020\nform: cn-openness-2021"), ".yaml")

    back = read(write_report(report))

    requests = back.table("requests")
    parts = [one for one in requests.foreign if one.address.column is None]
    assert back.form.id == "cn-openness-2019"
    assert [str(one.address) for one in parts] == [
        "requests.otherwise.overdue_correction",
        "requests.otherwise.overdue_fee",
        "requests.otherwise.other",
    ]
    assert [text.text for text in parts[2].figures] == ["1", "0", "0", "0", "0", "0", "1"]
    assert not any(row == "otherwise" for row, _ in requests.cells)
    assert back.form.where(parts[1].address).zh == (
        "三、收到和处理政府信息公开申请情况 › 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    )
    assert back.form.where(parts[1].address).en == "Requests received and handled › fee overdue"
    assert transcription(read(transcription(back), ".yaml")) == transcription(back)
