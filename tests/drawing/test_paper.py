"""Documents without lines as drawn: rows under their header, marks under what is printed, no line too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.drawing.canvas import Ink
from openness_lint.drawing.paper import Place, draw_paper
from openness_lint.drawing.plain import measure
from openness_lint.model.paper import Grid, GridCell, Paper
from openness_lint.model.span import CellSpan, PageSpan, ParagraphSpan, SheetSpan
from openness_lint.model.text import Text

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def table(*rows: list[str | tuple[str, int, int]], number: int = 1) -> Grid:
    """A grid; a cell is its text, or text, rows and columns where it is merged. None leaves a place out."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for c, one in enumerate(row):
            text, down, across = one if isinstance(one, tuple) else (one, 1, 1)
            while (r, column) in taken:
                column += 1
            taken |= {(i, j) for i in range(r, r + down) for j in range(column, column + across)}
            cells.append(GridCell(Text(text, CellSpan(number, r + 1, c + 1)), r, column, down, across))
    return Grid(tuple(cells), cells[0].text.span)


REQUESTS = table(
    [(NOTE, 2, 2), ("申请人情况", 1, 3)],
    ["自然人", "社会公益组织", "总计"],
    [("一、本年新收政府信息公开申请数量", 1, 2), "12", "3", "16"],
    [("二、上年结转政府信息公开申请数量", 1, 2), "0", "", "0"],
    [("三、本年度办理结果", 2, 1), "（一）予以公开", "5", "0", "5"],
    ["（七）总计", "11", "3", "14"],
    [("四、结转下年度继续办理", 1, 2), "1", "0", "1"],
)
PAPER = Paper((Text("全年收到申请5件，其中自然人5件。", ParagraphSpan(3, 1, 17)), REQUESTS))


def drawn(paper: Paper, *places: Place, room: int = 80) -> str:
    lines, left = draw_paper(paper, places, Ink.ERROR, room, "zh")
    assert not left
    return "\n".join(f"{one.number:>3} | {''.join(text for text, _ in one.line)}".rstrip() for one in lines) + "\n"


TOTAL, ADDENDS = CellSpan(1, 3, 4), (CellSpan(1, 3, 2), CellSpan(1, 3, 3))


def test_a_row_stands_between_its_neighbours_under_its_header():
    places = [Place(TOTAL, True, "16"), *(Place(one, False) for one in ADDENDS)]

    assert drawn(PAPER, *places) == (
        "  1 | （本列数据的勾稽关系为：第一项…  | 申请人情况\n"
        "  2 |                                  | 自然人 | 社会公益组织 | 总计\n"
        "  3 | 一、本年新收政府信息公开申请数量 |     12 |            3 |   16\n"
        "    |                                        --              -     ^^\n"
        "  4 | 二、上年结转政府信息公开申请数量 |      0 |              |    0\n"
    )


def test_a_column_is_drawn_by_the_rows_that_are_spoken_of():
    places = [Place(CellSpan(1, row, cell), row == 6) for row, cell in ((3, 2), (4, 2), (6, 2), (7, 2))]

    assert drawn(PAPER, *places, room=58) == (
        "  1 | （本列数据的勾稽关系为：第一项加第… | 申请人情况\n"
        "  2 |                                     | 自然人 | …\n"
        "  3 | 一、本年新收政府信息公开申请数量    |     12 | …\n"
        "    |                                           --\n"
        "  4 | 二、上年结转政府信息公开申请数量    |      0 | …\n"
        "    |                                            -\n"
        "  5 | 三、本年度办理结果 | （一）予以公开 |      5 | …\n"
        "  6 |                    | （七）总计     |     11 | …\n"
        "    |                                           ^^\n"
        "  7 | 四、结转下年度继续办理              |      1 | …\n"
        "    |                                            -\n"
    )


def test_a_blank_cell_is_marked_over_its_whole_width():
    assert "|            0 |\n" not in drawn(PAPER, Place(CellSpan(1, 4, 3), True))
    assert drawn(PAPER, Place(CellSpan(1, 4, 3), True)).splitlines()[4].endswith(" ^^^^^^^^^^^^")


def test_a_place_in_a_paragraph_is_marked_in_its_sentence():
    assert drawn(PAPER, Place(ParagraphSpan(3, 7, 8), True, "5")) == (
        "  3 | 全年收到申请5件，其中自然人5件。\n    |             ^\n"
    )


def test_a_paragraph_and_a_table_are_drawn_one_after_the_other_each_under_its_name():
    places = Place(ParagraphSpan(3, 7, 8), True, "5"), Place(TOTAL, False, "16")

    text = drawn(PAPER, *places)

    assert text.splitlines()[:5] == [
        "    | 第 3 段",
        "  3 | 全年收到申请5件，其中自然人5件。",
        "    |             ^",
        "    |",
        "    | 第 1 张表",
    ]


def test_a_long_text_in_a_cell_is_drawn_as_the_paragraph_it_is():
    span = SheetSpan("总体情况", "A7")
    text = "一、总体情况\n" + "2024年，本局依法公开政府信息，" * 5 + "收到申请5件。"
    paper = Paper((Grid((GridCell(Text(text, span), 0, 0),), span),))

    text_line, marks = drawn(paper, Place(span, True, "收到申请5件"), room=40).splitlines()

    assert text_line.startswith("  7 | …")
    assert measure(text_line[: text_line.index("收到申请5件")]) == marks.index("^")


def test_what_has_no_room_or_no_place_is_left_to_be_listed():
    elsewhere, tight = Place(PageSpan(1, (0, 0, 1, 1)), True), Place(TOTAL, True)

    assert draw_paper(PAPER, [elsewhere], Ink.ERROR, 80, "zh") == ([], [elsewhere])
    assert draw_paper(PAPER, [tight], Ink.ERROR, 10, "zh") == ([], [tight])


def test_nothing_in_a_cell_reaches_the_terminal():
    paper = Paper((table(["标\x1b[31m签", "[/]"], ["规章", "[m3]"]),))

    assert drawn(paper, Place(CellSpan(1, 2, 2), True)) == (
        "  1 | 标␛[31m签 | [/]\n  2 | 规章      | [m3]\n    |             ^^^^\n"
    )


CELLS = st.sampled_from(["", "0", "12", "1,234", "自然人", "社会公益组织", "（三）不予公开", NOTE, "0元", "/", "a\nb"])


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6),
    st.integers(4, 120),
    st.data(),
)
def test_no_line_is_wider_than_the_room_and_every_place_is_marked_or_left(rows, room, data):
    grid = table(*rows)
    cells = data.draw(st.lists(st.sampled_from(grid.cells), min_size=1, max_size=5, unique=True))
    places = [Place(one.text.span, i == 0, one.text.text) for i, one in enumerate(cells)]

    lines, left = draw_paper(Paper((grid,)), places, Ink.ERROR, room, "en")

    if room >= 24:
        assert all(sum(measure(text) for text, _ in one.line) <= room for one in lines)
    signs = {sign for one in lines for text, _ in one.line for sign in text if not text.strip("^-") and text.strip()}
    assert left in ([], sorted(places, key=lambda one: Paper((grid,)).key(one.span)))
    assert bool(left) or "^" in signs


@pytest.mark.parametrize("language", ["zh", "en"])
def test_parts_are_named_in_the_language_of_the_run(language):
    sheet = SheetSpan("表", "B2")
    paper = Paper((REQUESTS, Grid((GridCell(Text("3", sheet), 0, 0),), sheet)))

    lines, _ = draw_paper(paper, [Place(TOTAL, True), Place(sheet, False)], Ink.ERROR, 80, language)

    names = ["".join(text for text, _ in one.line) for one in lines]
    expected = {"zh": ["第 1 张表", "工作表“表”"], "en": ["table 1", "sheet '表'"]}
    assert [name for name in names if name in expected[language]] == expected[language]
