"""A text knows where each of its characters stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.model.span import CellSpan, TextSpan
from openness_lint.model.text import Run, Text, Words

# As a literal block of YAML has it: the second line is indented, an escape is six wide, an end of line is where it is.
WHOLE = TextSpan(1, 5, 2, 13)
TEXT = Text("一二\n三申四", WHOLE, (Run(0, 1, 5), Run(3, 2, 3), Run(4, 2, 4, 6), Run(5, 2, 10)))


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (0, 1, (1, 5, 1, 6)),
        (0, 2, (1, 5, 1, 7)),
        (2, 3, (1, 7, 1, 8)),
        (1, 4, (1, 6, 2, 4)),
        (3, 4, (2, 3, 2, 4)),
        (4, 5, (2, 4, 2, 10)),
        (3, 6, (2, 3, 2, 11)),
        (0, 6, (1, 5, 2, 11)),
    ],
)
def test_a_part_stands_where_its_characters_stand(start, end, span):
    assert TextSpan(*span) == TEXT.part(start, end)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (5, 7), (6, 7)])
def test_a_part_that_is_none_is_refused(start, end):
    with pytest.raises(ValueError, match=f"no part {start}:{end} in a text of 6 characters"):
        TEXT.part(start, end)


@pytest.mark.parametrize("span", [CellSpan(1, 2, 3), WHOLE])
def test_without_runs_every_part_stands_where_the_whole_stands(span):
    text = Text("一二三", span)

    assert span == text.part(1, 2)
    assert Text("二", span) == text.cut(1, 2)


LINES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(1, 9), st.sampled_from([1, 1, 2, 6])),
    min_size=1,
    max_size=6,
)


@given(LINES, st.data())
@settings(deadline=None, max_examples=150)
def test_what_is_cut_out_stands_where_it_stood(lines, data):
    text = placed(lines)
    start = data.draw(st.integers(0, len(text.text) - 1))
    end = data.draw(st.integers(start + 1, len(text.text)))

    cut = text.cut(start, end)

    assert text.text[start:end] == cut.text
    assert text.part(start, end) == cut.span == cut.part(0, end - start)
    assert [text.part(i, i + 1) for i in range(start, end)] == [cut.part(i, i + 1) for i in range(end - start)]


@given(LINES)
@settings(deadline=None, max_examples=100)
def test_parts_follow_one_another(lines):
    text = placed(lines)
    spans = [text.part(i, i + 1) for i in range(len(text.text))]

    assert sorted(spans) == spans
    assert all(span.column < span.end_column for span in spans)
    assert [TextSpan(*a[:2], *b[2:]) for a, b in pairwise(spans)] == [
        text.part(i, i + 2) for i in range(len(spans) - 1)
    ]


@given(
    st.text("一 \n\u3000\u2028", max_size=12),
    st.sampled_from(["characters", "lines", "one", "none"]),
    st.integers(1, 2),
)
@settings(deadline=None, max_examples=200)
@example("一\n \n\n二", "lines", 1)
def test_the_lines_of_a_text_are_what_is_cut_out_of_it(said, laid_out, width):
    starts = {"characters": range(len(said)), "one": range(1 if "\n" not in said else 0), "none": ()}.get(
        laid_out, [i for i in range(len(said)) if i == 0 or said[i - 1] == "\n"]
    )
    text = Text(said, TextSpan(1, 1, 9, 9), tuple(Run(i, i + 1, 5, width) for i in starts))
    bounds = [i for i, character in enumerate(said) if character == "\n"]
    stretches = pairwise([-1, *bounds, len(said)])

    assert text.lines() == [text.cut(a + 1, b) for a, b in stretches if said[a + 1 : b].strip()]


def test_each_word_of_a_line_is_a_text_at_its_place():
    words = Words(("0", "12", "三"), (1, 4, 9), line=7, column=11)

    assert words.texts() == [
        Text("0", TextSpan(7, 12, 7, 13), (Run(0, 7, 12),)),
        Text("12", TextSpan(7, 15, 7, 17), (Run(0, 7, 15),)),
        Text("三", TextSpan(7, 20, 7, 21), (Run(0, 7, 20),)),
    ]


def placed(lines: list[tuple[int, int, int, int]]) -> Text:
    """A text of runs: so many characters each, so many lines further down, at this column, this wide."""
    runs: list[Run] = []
    letters, line, column = "", 1, 1
    for count, further, indent, width in lines:
        line, column = (line + further, indent) if further else (line, column)
        runs.append(Run(len(letters), line, column, width))
        letters += "字" * count
        column += count * width
    return Text(letters, TextSpan(1, 1, line, column), tuple(runs))
