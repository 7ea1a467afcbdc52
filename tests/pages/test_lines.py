"""Glyphs to text: what is a blank, a new line, a new column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.pages.lines import first_width, lines_of, run_on, text_of
from openness_lint.pages.page import Glyph, turned_box

SIZE = 10.0


def set_line(text, x=0.0, y=100.0, gaps=()):
    """The glyphs of a line; `gaps` are room before characters, by number."""
    glyphs = []
    for i, character in enumerate(text):
        x += dict(gaps).get(i, 0)
        width = SIZE if ord(character) > 0x2E80 else SIZE / 2
        glyphs.append(Glyph(character, x, y - 8, x + width, y + 2, x, y, SIZE))
        x += width
    return glyphs


def said(glyphs):
    return [line.text for line in lines_of(glyphs)]


@pytest.mark.parametrize(
    ("text", "gaps", "read"),
    [
        ("受理3件", (), "受理3件"),
        ("受理3件", [(2, 2.5), (3, 2.5)], "受理3件"),  # set apart from the digits beside them, as Word does
        ("受理 3 件", (), "受理 3 件"),
        ("第二十条第", [(4, 6.0)], "第二十条 第"),
        ("信息公开", [(1, 3.0), (2, 3.0), (3, 3.0)], "信息公开"),  # set to both margins
        ("123456", (), "123456"),
        ("123456", [(3, 3.0)], "123 456"),
        ("ab", [(1, 3.0)], "a b"),
        ("  0 ", (), "0"),
    ],
)
def test_a_gap_is_a_blank_only_where_it_is_more_than_the_setting(text, gaps, read):
    assert said(set_line(text, gaps=gaps)) == [read]


def test_lines_are_told_by_their_baselines():
    raised = [glyph._replace(size=6.0) for glyph in set_line("2", x=20, y=96.5)]

    assert said([*set_line("第二行", y=116), *set_line("第一"), *raised]) == ["第一2", "第二行"]


def test_what_is_printed_twice_a_little_apart_is_read_once():
    assert said([*set_line("总计12"), *set_line("总计12", x=0.4)]) == ["总计12"]


def test_pieces_stand_apart_by_more_than_a_character():
    (line,) = lines_of(set_line("规章10", gaps=[(2, 40.0), (3, 13.0)]))

    assert [(piece.text, piece.x0, piece.x1) for piece in line.pieces] == [
        ("规章", 0, 20),
        ("1", 60, 65),
        ("0", 78, 83),
    ]


@pytest.mark.parametrize(
    ("first", "second", "width", "read"),
    [
        ("商业", "企业", 30, "商业企业"),
        ("（一）予以", "公开", 200, "（一）予以\n公开"),
        ("39857", "58", 36, "3985758"),
        ("12", "3", 60, "12\n3"),
        ("open", "ness", 36, "open ness"),
    ],
)
def test_a_line_of_a_cell_runs_on_where_it_had_to_end(first, second, width, read):
    glyphs = [*set_line(first), *set_line(second, y=113)]

    assert text_of(glyphs, (-5, 90, width - 5, 120)) == read


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_text_of_a_cell_that_is_turned_is_read_along_its_direction(turns):
    upright = [*set_line("本年度办理结果"), *set_line("共七项", y=113)]
    box = (-6.0, 85.0, 78.0, 120.0)
    turned = [glyph.turned(-turns) for glyph in upright]

    assert {glyph.turns for glyph in turned} == {turns}
    assert text_of(turned, turned_box(box, -turns, 0, 0)) == text_of(upright, box) == "本年度办理结果共七项"


boxes = st.tuples(*[st.floats(0, 400)] * 2, *[st.floats(400, 800)] * 2)


@given(boxes, st.integers(0, 3))
def test_a_box_that_is_turned_and_back_is_where_it_was(box, turns):
    width, height = (842, 595) if turns % 2 else (595, 842)

    there = turned_box(box, turns, 595, 842)
    back = turned_box(there, -turns, width, height)

    assert back == pytest.approx(box, abs=1e-9)
    assert there[0] <= there[2]
    assert there[1] <= there[3]


@pytest.mark.parametrize(
    ("text", "width"), [("中", 10), ("中，文", 20), ("2024年", 20), ("a.b/c d", 25), ("）", 10), ("1）", 15)]
)
def test_what_cannot_be_parted_goes_to_the_next_line_whole(text, width):
    (line,) = lines_of(set_line(text))

    assert first_width(line) == width


@pytest.mark.parametrize(
    ("text", "line", "whole"),
    [("信息", "公开", "信息公开"), ("2", "0", "20"), ("open", "data", "open data"), ("", "a", "a"), ("用", "a", "用a")],
)
def test_lines_run_on_without_a_blank_but_between_words(text, line, whole):
    assert run_on(text, line) == whole
