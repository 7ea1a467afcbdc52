"""Grids that hold more than a table: headings and prose in cells, tables side by side."""

from __future__ import annotations

import pytest

from openness_lint.model.report import Match
from openness_lint.model.span import CellSpan
from openness_lint.model.text import Text
from openness_lint.recognition.assembly import assemble
from openness_lint.recognition.document import Document, Grid, GridCell
from openness_lint.recognition.frames import unframed

TABLE = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "1"],
    ["行政规范性文件", "2", "", "9"],
]
FIGURES = {"regulations": "001", "normative_documents": ["2", "", "9"]}
DISPUTES = [
    ["行政复议", None, None, None, None],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
    ["1", "2", "3", "4", "10"],
]


def grid_of(rows, table=1):
    """A grid of texts; None goes on with the cell to its left."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                cells[-1] = cells[-1]._replace(columns=cells[-1].columns + 1)
            else:
                cells.append(GridCell(Text(text, CellSpan(table, r + 1, c + 1)), r, c))
    return Grid(tuple(cells), CellSpan(table, 1, 1))


@pytest.fixture
def read(shelf):
    def read(*rows):
        document = Document((grid_of(rows),), CellSpan(1, 1, 1))
        return assemble(document, shelf)

    return read


def figures(report, table):
    return {tuple(address[1:]): cell.printed.text for address, cell in report.cells.items() if address.area == table}


PROACTIVE = {
    (row, column): figure
    for row, values in FIGURES.items()
    for column, figure in zip(("issued", "repealed", "in_force"), values, strict=True)
}


def test_a_report_in_one_table_is_read_as_title_headings_prose_and_tables(read):
    report = read(
        ["示例县水利局2024年政府信息公开工作年度报告", None, None, None],
        ["本报告由示例县水利局编制。", None, None, None],
        ["一、总体情况", None, None, None],
        ["全年主动公开政府信息86条。\n全年没有收到申请。", None, None, None],
        ["二、主动公开政府信息情况", None, None, None],
        ["第二十条第（一）项", None, None, None],
        *TABLE,
        ["六、其他需要报告的事项\n无。", None, None, None],
    )

    assert report.agency == "示例县水利局"
    assert [one.text for one in report.preface] == ["本报告由示例县水利局编制。"]
    assert {one.id: [p.text for p in one.paragraphs] for one in report.sections} == {
        "overview": ["全年主动公开政府信息86条。", "全年没有收到申请。"],
        "proactive": [],
        "other": ["无。"],
    }
    assert figures(report, "proactive") == PROACTIVE
    assert "第二十条第（一）项" in [one.printed.text for one in report.table("proactive").labels]


def test_a_label_alone_in_its_line_stays_in_the_table(shelf):
    grid = grid_of([*TABLE, ["行政许可", "", "", ""], ["3", "", "", ""]])

    assert unframed((grid,), shelf.all()) == (grid,)


def test_a_short_remark_between_rows_does_not_part_the_table(read):
    report = read(TABLE[0], TABLE[1], ["（市政府印发）", None, None, None], TABLE[2])

    assert figures(report, "proactive") == PROACTIVE


def test_tables_side_by_side_are_each_read_under_their_own_heading(read):
    report = read(
        ["二、主动公开政府信息情况", None, None, None, "", "四、政府信息公开行政复议、行政诉讼情况", "", "", "", ""],
        *[[*left, "", *right] for left, right in zip(TABLE, DISPUTES, strict=True)],
    )

    assert [one.id for one in report.sections] == ["proactive", "disputes"]
    assert figures(report, "proactive") == PROACTIVE
    assert [*figures(report, "disputes").values()] == ["1", "2", "3", "4", "10"]


def test_an_empty_column_within_a_table_does_not_part_it(shelf):
    grid = grid_of([[row[0], "", *row[1:]] for row in TABLE])

    assert unframed((grid,), shelf.all()) == (grid,)


def test_a_table_without_a_heading_of_its_own_is_read_all_the_same(shelf):
    blocks = (
        Text("示例县水利局2024年政府信息公开工作年度报告", CellSpan(1, 1, 1)),
        grid_of(TABLE, table=1),
        grid_of(DISPUTES, table=2),
    )

    report = assemble(Document(blocks, CellSpan(1, 1, 1)), shelf)

    assert figures(report, "proactive") == PROACTIVE
    assert [*figures(report, "disputes").values()] == ["1", "2", "3", "4", "10"]
    assert [one.heading.match for one in report.sections] == [Match.ID, Match.ID]
    assert [table.unlisted for section in report.sections for table in section.tables] == [(), ()]


REQUESTS = ["", "", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def test_blank_figures_of_a_second_part_without_header_are_there(shelf):
    first = [REQUESTS, ["一、本年新收政府信息公开申请数量", None, None, *[""] * 7]]
    second = [["", "（七）总计", "", *[""] * 7], ["四、结转下年度继续办理", "", "", *[""] * 7]]
    second += [["四、政府信息公开行政复议、行政诉讼情况", *[None] * 9]]
    title = [["示例县水利局2024年政府信息公开工作年度报告", *[None] * 9]]
    heading = [["三、收到和处理政府信息公开申请情况", *[None] * 9]]
    blocks = grid_of([*title, *heading, *first], 1), grid_of(second, 2)

    found = figures(assemble(Document(blocks, blocks[0].span), shelf), "requests")

    rows = {row for row, _ in found}
    assert rows == {"received", "result_total", "carried_out"}
    assert len(found) == 3 * 7
    assert set(found.values()) == {""}
