import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.drawing.canvas import Ink, Line
from openness_lint.drawing.frame import Mark, draw_lines
from openness_lint.drawing.plain import measure, plain

WORDS = st.text(st.sampled_from("ab12 ，总计（七）[]\t\x1b\u202e"), min_size=1, max_size=300)


def drawn(lines: list[str], marks: dict[int, list[Mark]], room: int = 120) -> str:
    return "".join(f"{flat(line)}\n" for line in draw_lines(lines, marks, Ink.ERROR, room, 1))


def flat(line: Line) -> str:
    return "".join(text for text, _ in line).rstrip()


def test_labels_stand_beside_their_marks_where_there_is_room():
    expected = """\
  |
1 | 总计: [12, 3]
  |        ^^ twelve
"""
    assert expected == drawn(["总计: [12, 3]"], {1: [Mark(5, 7, True, "twelve")]})


def test_labels_that_would_collide_hang_below_and_share_a_row_where_they_can():
    marks = [Mark(0, 1, False, "first"), Mark(2, 3, False, "second"), Mark(10, 11, False, "third"), Mark(12, 13, True)]
    expected = """\
  |
1 | a b       c d
  | - -       - ^
  | | |       |
  | | second  third
  | first
"""
    assert expected == drawn(["a b       c d"], {1: marks})


def test_a_primary_mark_is_drawn_over_the_others():
    assert drawn(["abcdef"], {1: [Mark(0, 6, False), Mark(2, 4, True)]}).endswith("  | --^^--\n")


def test_the_label_of_a_mark_within_another_stands_behind_both():
    expected = """\
  |
1 | [1O55, 1]
  |  ^^^^ letter
  |  |
  |  figure
"""
    assert expected == drawn(["[1O55, 1]"], {1: [Mark(1, 5, True, "figure"), Mark(2, 3, False, "letter")]})


def test_lines_not_side_by_side_are_set_apart():
    expected = """\
  |
1 | a
  | ^
2 | b
  | ^
...
4 | d
  | ^
"""
    assert expected == drawn(list("abcd"), {number: [Mark(0, 1, True)] for number in (4, 2, 1)})


def test_an_empty_mark_takes_one_cell_even_behind_the_end():
    assert drawn(["总计"], {1: [Mark(2, 2, True)]}).endswith("  |     ^\n")


def test_tabs_become_blanks_and_the_marks_follow():
    assert drawn(["\t\ta"], {1: [Mark(2, 3, True)]}).endswith("  |         ^\n")


def test_what_stands_between_distant_marks_gives_way():
    line = "甲" * 100 + "5" + "乙" * 100 + "6" + "丙" * 100

    source, carets = drawn([line], {1: [Mark(100, 101, True), Mark(201, 202, False)]}, 40).splitlines()[1:3]

    assert source == "1 | …甲甲甲甲5乙乙…乙乙乙乙6丙丙…"
    assert carets == "  |          ^             -"


def test_marks_that_no_one_window_holds_are_shown_in_several():
    line = " ".join(f"{number:>20}" for number in range(10))
    marks = [Mark(21 * number + 19, 21 * number + 20, number == 9) for number in range(10)]

    rows = drawn([line], {1: marks}, 24).splitlines()

    assert sum(row.count("-") + row.count("^") for row in rows if not row.startswith("1")) == 10
    assert all(measure(row) <= 24 + 4 for row in rows)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, int, int]:
    """A line and a stretch of it, never empty."""
    line = draw(WORDS)
    start = draw(st.integers(0, len(line) - 1))
    return line, start, draw(st.integers(start + 1, len(line)))


@pytest.mark.parametrize("room", [24, 80, 120])
@given(marked())
def test_the_marks_stand_under_what_they_mark_and_the_line_fits(room, case):
    line, start, end = case

    source, carets = drawn([line], {1: [Mark(start, end, True)]}, room).splitlines()[1:3]

    assert measure(source) <= 4 + room or (room < 80 and "<U+202E>" in source)
    first, last = carets.index("^"), carets.rindex("^") + 1
    seen = "".join(one for begins, ends, one in _cells(source) if first <= begins and ends <= last)
    before, gap, after = seen.partition("…")
    wanted = _shown(line[start:end])
    assert wanted.startswith(before)
    assert wanted.rstrip().endswith(after.rpartition("…")[2].rstrip()) if gap else wanted.rstrip() == seen.rstrip()


def _shown(text: str) -> str:
    return plain(text.replace("\t", "    "))


def _cells(text: str) -> list[tuple[int, int, str]]:
    """Each character with the cells it takes."""
    cells, at = [], 0
    for one in text:
        cells.append((at, at + measure(one), one))
        at += measure(one)
    return cells
