from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from openness_lint.syntax.follow import follow, follow_literal, pieces
from openness_lint.syntax.node import Lines

LINES = st.lists(st.text("字 a#\t：", max_size=5), min_size=1, max_size=6)


@given(LINES, st.integers(1, 3), st.sampled_from(["", "-", "+"]), st.booleans())
@example(["", "a", "", "b"], 2, "", True)
@example(["a", "  b", " "], 1, "+", False)
def test_a_literal_text_is_followed_line_by_line_to_where_it_is_character_by_character(lines, indent, chomping, ended):
    head = f"k: |{indent}{chomping}\n"
    source = head + "\n".join(" " * indent + line for line in lines) + "\n" * ended
    value = YAML(typ="safe", pure=True).load(source)["k"]

    quick = follow_literal(value, len(head), len(source), Lines(source))

    assert quick in {(), follow(value, pieces(source, len(head), len(source), "|"), Lines(source))}


def test_a_plain_text_below_a_stroke_is_followed_line_by_line():
    source = "k: |\n    一段。\n\n    二段 。\n"

    assert [tuple(run) for run in follow_literal("一段。\n\n二段 。\n", 5, len(source), Lines(source))] == [
        (0, 2, 5, 1),
        (4, 3, 1, 1),
        (5, 4, 5, 1),
    ]
