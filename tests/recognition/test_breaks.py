"""Rows and labels that the end of a page cuts in two."""

from __future__ import annotations

import pytest

from openness_lint.model.span import CellSpan
from openness_lint.model.text import Text
from openness_lint.recognition.document import Grid, GridCell
from openness_lint.recognition.grids import recognise_table

HEADER = ["", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
FIRST = ["（三）不予公开", "8.属于行政查询事项", "1", "0", "0", "0", "0", "0", "1"]
ZEROS = ["0"] * 7
BLANKS = [""] * 7


def figures(form, rows, breaks):
    cells = tuple(
        GridCell(Text(text, CellSpan(1, r + 1, c + 1)), r, c)
        for r, row in enumerate([HEADER, FIRST, *rows])
        for c, text in enumerate(row)
    )
    grid = Grid(cells, CellSpan(1, 1, 1), breaks=tuple(one + 2 for one in breaks))
    table = recognise_table(form.table["requests"], form, (), [grid], grid.span)
    found: dict[str, str] = {}
    for (row, _), cell in table.cells.items():
        found[row] = found.get(row, "") + (cell.printed.text or "_")
    assert found.pop("denied.administrative_inquiry") == "1000001"
    return found, [str(one.address.row) for one in table.labels if one.address.row]


@pytest.fixture(scope="module")
def form(shelf):
    return shelf.all()[-1]


NEXT = ["", "2.没有现成信息需要另行制作", "3", "0", "0", "0", "0", "0", "3"]
HELD = "1.本机关不掌握相关政府信息"


@pytest.mark.parametrize(
    "rows",
    [
        [["", "1.本机关不掌握", *"2000002"], ["", "相关政府信息", *BLANKS]],
        [["", "1.本机关不掌握", *BLANKS], ["", "相关政府信息", *"2000002"]],
        [["（四）无", "1.本机关不掌握", "2", *BLANKS[1:]], ["法提供", "相关政府信息", "", *"000002"]],
        [["1.本机关不掌握", "1.本机关\n不掌握", *"2000002"], ["相关政府信息", "相关\n政府信息", *BLANKS]],
        [["", HELD, *BLANKS], ["", "", *"2000002"]],
        [["", "", *"2000002"], ["", HELD, *BLANKS]],
    ],
    ids=[
        "label",
        "label, figures below",
        "label and group",
        "label twice",
        "figures alone below",
        "figures alone above",
    ],
)
def test_a_row_cut_in_two_is_one(form, rows):
    found, _ = figures(form, [*rows, NEXT], breaks=[1])

    assert found == {"unable.not_held": "2000002", "unable.needs_creation": "3000003"}


def test_a_remark_that_goes_on_over_the_page_belongs_to_its_row(form):
    rows = [
        ["", "（二）部分公开", *BLANKS],
        ["", "（区分处理的，只计这一情形，不计其他情形）", *"2000002"],
    ]

    assert figures(form, rows, breaks=[1])[0] == {"partly_granted": "2000002"}


def test_a_label_beside_several_rows_is_whole_again(form):
    rows = [["（四）无", HELD, *"2000002"], ["法提供", *NEXT[1:]]]

    found, labels = figures(form, rows, breaks=[1])

    assert found == {"unable.not_held": "2000002", "unable.needs_creation": "3000003"}
    assert "unable" in labels


def test_whole_rows_on_both_sides_stay_two(form):
    found, _ = figures(form, [["", HELD, *"2000002"], NEXT], breaks=[1])

    assert found == {"unable.not_held": "2000002", "unable.needs_creation": "3000003"}


def test_figures_are_never_put_over_each_other(form):
    rows = [["", "1.本机关不掌握", *"2000002"], ["", "相关政府信息", *"3000003"]]

    assert figures(form, rows, breaks=[1])[0] == {}


def test_without_a_page_end_nothing_is_put_together(form):
    rows = [["", "1.本机关不掌握", *"2000002"], ["", "相关政府信息", *BLANKS]]

    assert figures(form, rows, breaks=[])[0] == {}


def test_a_row_left_blank_at_the_end_of_a_page_is_blank(form):
    found, _ = figures(form, [["", HELD, *BLANKS], NEXT], breaks=[1])

    assert found == {"unable.not_held": "_" * 7, "unable.needs_creation": "3000003"}


def test_a_row_left_blank_after_one_with_a_label_farther_in_is_blank(form):
    rows = [["", "（七）总计", *BLANKS], ["四、结转下年度继续办理", "", *BLANKS]]

    assert figures(form, rows, breaks=[1])[0] == {"result_total": "_" * 7, "carried_out": "_" * 7}


def test_a_label_that_is_repeated_where_merging_was_lost_is_cut_once(form):
    rows = [["（二）部分公", "（二）部分公", *"2000002"], ["开", "开", *BLANKS]]

    assert figures(form, rows, breaks=[1])[0] == {"partly_granted": "2000002"}


def test_several_page_ends_are_mended_alike(form):
    rows = [
        ["", "1.本机关不掌握", *"2000002"],
        ["", "相关政府信息", *BLANKS],
        ["", "2.没有现成信息", *BLANKS],
        ["", "需要另行制作", *"3000003"],
    ]

    found, _ = figures(form, rows, breaks=[1, 3])

    assert found == {"unable.not_held": "2000002", "unable.needs_creation": "3000003"}
