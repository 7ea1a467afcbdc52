"""Plain text as it comes out of documents: one cell to a line, or columns by tabs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.errors import NotAReport
from openness_lint.model.report import Match
from openness_lint.model.source import Source
from openness_lint.trials import text_at

SHARED = Path(__file__).parents[3] / "shared" / "data"

REPORT = """\
示例县水利局2024年政府信息
公开工作年度报告

发布日期：2025-01-17
一、总体情况
  全年主动公开政府信息86条。
二、主动公开政府信息情况
\t第二十条第（一）项

\t信息内容
\t本年制发件数
\t本年废止件数
\t现行有效件数

\t规章
\t0
\t0
\t 0

\t行政规范性文件
\t2
\t1
\t9

\t第二十条第（八）项

\t信息内容
\t本年收费金额（单位：万元）

\t行政事业性收费
\t26.55


四、政府信息公开行政复议、行政诉讼情况
\t行政复议
\t行政诉讼

\t结果维持
\t结果
  纠正
\t其他结果
\t尚未审结
\t总计
\t未经复议直接起诉
\t复议后起诉

\t1
\t0
\t0
\t0
\t1
\t0
\t0
\t0
\t0
\t0
\t0
\t0
\t0
\t2
\t2


六、其他需要报告的事项
无。
"""


@pytest.fixture
def read(host, rulebook):
    def read(text):
        return host.readers[".txt"].read(Source("report.txt", text.encode()), rulebook.shelf)

    return read


def figures(report):
    return {str(address): cell.printed.text.strip() for address, cell in report.cells.items()}


def test_title_agency_year_and_date_are_found_over_broken_lines(read):
    report = read(REPORT)

    said = {name: text.text for name, text in report.metadata.items()}
    assert said == {
        "title": "示例县水利局2024年政府信息公开工作年度报告",
        "agency": "示例县水利局",
        "year": "2024",
        "published": "2025-01-17",
    }
    assert (report.year, report.form.id) == (2024, "cn-openness-2021")


def test_cells_one_to_a_line_are_put_to_their_rows_and_columns(read):
    report = read(REPORT)

    assert figures(report) == {
        "proactive.regulations.issued": "0",
        "proactive.regulations.repealed": "0",
        "proactive.regulations.in_force": "0",
        "proactive.normative_documents.issued": "2",
        "proactive.normative_documents.repealed": "1",
        "proactive.normative_documents.in_force": "9",
        "proactive.fees.amount": "26.55",
        **{f"disputes.review.{c}": v for c, v in zip(("upheld", "corrected", "other", "pending", "total"), "10001", strict=True)},
        **{f"disputes.litigation_direct.{c}": "0" for c in ("upheld", "corrected", "other", "pending", "total")},
        **{f"disputes.litigation_after_review.{c}": v for c, v in zip(("upheld", "corrected", "other", "pending", "total"), "00022", strict=True)},
    }  # fmt: skip


def test_every_span_is_the_very_characters(read):
    report = read(REPORT)

    for cell in report.cells.values():
        assert text_at(cell.printed.span, report.lines) == cell.printed.text
    for section in report.sections:
        assert text_at(section.heading.printed.span, report.lines) == section.heading.printed.text
        for paragraph in section.paragraphs:
            assert text_at(paragraph.span, report.lines) == paragraph.text


def test_columns_by_tabs_are_read_alike(read):
    by_tabs = (
        "示例县水利局2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t2\t1\t9\n"
        "信息内容\t本年处理决定数量\n行政许可\t41\n"
    )

    assert figures(read(by_tabs)) == {
        "proactive.regulations.issued": "0",
        "proactive.regulations.repealed": "0",
        "proactive.regulations.in_force": "0",
        "proactive.normative_documents.issued": "2",
        "proactive.normative_documents.repealed": "1",
        "proactive.normative_documents.in_force": "9",
        "proactive.licences.decisions": "41",
    }


def test_a_row_with_a_figure_missing_gives_none_rather_than_wrong_ones(read):
    report = read(REPORT.replace("\t2\n\t1\n\t9\n", "\t2\n\t1\n"))

    assert not any(str(address).startswith("proactive.normative_documents") for address in report.cells)


def test_a_misspelt_label_is_read_and_told(read):
    report = read(REPORT.replace("行政规范性文件", "行政规范性文牛"))

    (label,) = [one for one in report.table("proactive").labels if one.match is Match.DISTANCE]
    assert (str(label.address), label.printed.text) == ("proactive.normative_documents", "行政规范性文牛")


def test_a_row_the_form_lacks_is_kept_as_such(read):
    report = read(REPORT.replace("\t行政规范性文件\n", "\t其他主动公开文件\n\t3\n\t0\n\t3\n\n\t行政规范性文件\n"))

    (unlisted,) = report.table("proactive").unlisted
    assert unlisted.printed.text == "其他主动公开文件"
    assert figures(report)["proactive.normative_documents.in_force"] == "9"


def test_a_table_of_contents_is_no_heading(read):
    contents = "一、总体情况\n二、主动公开政府信息情况\n六、其他需要报告的事项\n"

    report = read(REPORT.replace("一、总体情况\n", f"{contents}一、总体情况\n", 1))

    assert [one.id for one in report.sections] == ["overview", "proactive", "disputes", "other"]


def test_the_last_heading_of_a_table_of_contents_is_none_of_the_title(read):
    contents = "目录\n五、存在的主要问题及改进情况\t5\n六、其他需要报告的事项\t6\n"

    report = read(f"{contents}{REPORT}")

    assert report.meta("agency") == "示例县水利局"


def test_a_small_table_drawn_with_blanks_is_one_though_its_label_is_misspelt(read):
    report = read(
        "示例县水利局2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "第二十条第（八）项  第二十条第（八）项\n信息                本年收费金额（\n"
        "内容                单位：万元）\n行政事业性收的      26.55\n"
    )

    assert figures(report) == {"proactive.fees.amount": "26.55"}


def test_what_holds_nothing_of_a_report_is_told(read):
    with pytest.raises(NotAReport):
        read("会议通知\n请各单位于周五前报送材料。\n")


def test_fixes_are_shown_and_never_applied(read, rulebook):
    report = read(REPORT.replace("\t26.55\n", "\t0元\n"))

    (found,) = [one for one in judge(report, rulebook.rules, "report.txt").violations if one.rule.code == "U101"]

    assert [(fix.applicability, fix.message.zh) for fix in found.broken.fixes] == [(Applicability.DISPLAY, "改为 0")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample is not at hand")
def test_the_sample_gives_its_figures_and_what_is_wrong_with_it(host, rulebook):
    path = SHARED / "000_e0759db8c8ae201d.txt"
    report = host.readers[".txt"].read(Source(path.name, path.read_bytes()), rulebook.shelf)
    known = json.loads((SHARED / "figures" / "chaoyang_stb_2024.json").read_text(encoding="utf-8"))

    outcome = judge(report, rulebook.rules, path.name)

    assert len(report.cells) == 10 + 25 * 7 + 15
    assert {cell.printed.text.strip() for cell in report.cells.values()} == {"0", "0元"}
    assert (report.agency, report.year) == (known["agency"], known["year"])
    assert [section.id for section in report.sections] == [one.id for one in report.form.sections]
    found = {one.rule.code: text_at(one.at.span, outcome.lines) for one in outcome.violations}
    assert len(found) == len(outcome.violations)
    assert (found["U101"], found["X101"]) == ("0元", "[bookmark: _GoBack]")
    assert found.keys() <= {"U101", "X101", "X106", "X108", "S119", "N109"}  # the others are on its prose
    assert {one.rule.code for one in outcome.gaps} <= {"S107", "S124"}  # of what the file does not state
