"""A document as printed: in which order its spans are read."""

from __future__ import annotations

import random

from openness_lint.model.paper import Grid, GridCell, Paper
from openness_lint.model.span import CellSpan, PageSpan, ParagraphSpan, SheetSpan
from openness_lint.model.text import Text


def grid(*spans: CellSpan | SheetSpan) -> Grid:
    cells = tuple(GridCell(Text(str(i), span), i, 0) for i, span in enumerate(spans))
    return Grid(cells, spans[0])


HEADING = Text("二、主动公开政府信息情况", ParagraphSpan(2, 1, 13))
SECOND_LINE = Text("收到申请3件", ParagraphSpan(4, 8, 14))
WORD = Paper(
    (
        Text("一、总体情况", ParagraphSpan(1, 1, 7)),
        HEADING,
        grid(CellSpan(1, 1, 1), CellSpan(1, 2, 1)),
        Text("第一行", ParagraphSpan(4, 1, 4)),
        SECOND_LINE,
        grid(CellSpan(2, 1, 1)),
    )
)


def test_paragraphs_and_tables_come_in_the_order_of_the_paper():
    read = [
        ParagraphSpan(1, 1, 7),
        ParagraphSpan(2, 3, 5),
        CellSpan(1, 1, 1),
        CellSpan(1, 2, 1),
        ParagraphSpan(4, 1, 4),
        ParagraphSpan(4, 10, 11),
        CellSpan(2, 1, 1),
    ]

    assert read == sorted(random.Random(2024).sample(read, len(read)), key=WORD.key)


def test_sheets_come_in_the_order_of_the_workbook_and_not_of_their_names():
    first, second = SheetSpan("主动公开", "A1"), SheetSpan("三", "A1")
    paper = Paper((grid(first), grid(second)))

    assert [first, second] == sorted([second, first], key=paper.key)


def test_a_span_of_another_kind_comes_first():
    page = PageSpan(1, (0, 0, 1, 1))

    assert WORD.standing(page) is None
    assert [page, CellSpan(1, 1, 1)] == sorted([CellSpan(1, 1, 1), page], key=WORD.key)


def test_a_part_of_a_paragraph_is_found_in_its_line():
    assert SECOND_LINE is WORD.paragraph(ParagraphSpan(4, 12, 13))
    assert HEADING is WORD.paragraph(ParagraphSpan(2, 1, 13))
    assert WORD.paragraph(ParagraphSpan(3, 1, 2)) is None
    assert WORD.paragraph(CellSpan(1, 1, 1)) is None


def test_a_cell_is_found_with_its_table():
    found = WORD.grid(CellSpan(1, 2, 1))

    assert found is not None
    assert found[1].text.text == "1"
    assert found[0] is WORD.blocks[2]
    assert WORD.grid(ParagraphSpan(1, 1, 7)) is None
