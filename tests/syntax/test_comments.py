"""Comments are found where YAML has them, and nowhere else; each knows what it stands beside."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.report import Comment
from openness_lint.model.span import TextSpan
from openness_lint.syntax.comments import comments_of
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar, Sequence
from openness_lint.syntax.yaml import parse_yaml

HAS_LIBYAML = importlib.util.find_spec("_ruamel_yaml") is not None
PARSERS = [
    pytest.param("libyaml", marks=pytest.mark.skipif(not HAS_LIBYAML, reason="no wheel of libyaml here")),
    "ruamel.yaml",
]
each_parser = pytest.mark.parametrize("parser", PARSERS)


def parse(text: str, parser: str = "libyaml") -> tuple[Node, Lines]:
    with pytest.MonkeyPatch.context() as patch:
        if parser == "ruamel.yaml":
            patch.setitem(sys.modules, "_ruamel_yaml", None)
        return parse_yaml(text, UnreadableInput)


def comments(text: str, parser: str = "libyaml") -> tuple[Comment, ...]:
    return comments_of(*parse(text, parser))


def cut(text: str, span: TextSpan) -> str:
    lines = Lines(text)
    return text[lines.offset(span.line, span.column) : lines.offset(span.end_line, span.end_column)]


def values(node: Node) -> list[str]:
    match node:
        case Scalar():
            return [node.value]
        case Sequence(items):
            return [one for item in items for one in values(item)]
        case Mapping(entries):
            return [one for key, value in entries for one in (key.value, *values(value))]


EVERYWHERE = """\
%YAML 1.2 # yes 1
--- # yes 2
# yes 3
plain: 1 # yes 4
tight: x#no
"key # no": 'value # no' # yes 5
escaped: "a \\" # no" # yes 6
doubled: 'it''s # no' # yes 7
block: | # yes 8
    # no
    text # no

    # no
  # yes 9
folded: >- # yes 10
  # no
  more # no
# yes 11
flow: [1, # yes 12
  # yes 13
  'no # no', {a: b # yes 14
  }] # yes 15
spread: "one # no
  # no
  three" # yes 16
anchored: &name # yes 17
  - 1 # yes 18
again: *name # yes 19
empty: # yes 20
nothing: '' # yes 21
# yes 22"""


@each_parser
def test_only_what_stands_outside_every_value_is_a_comment(parser):
    found = comments(EVERYWHERE, parser)

    assert [f"# yes {number}" for number in range(1, 23)] == [one.text.text for one in found]


@each_parser
def test_a_comment_knows_its_place_and_whether_it_stands_alone(parser):
    found = comments(EVERYWHERE, parser)

    assert [one.text.text for one in found] == [cut(EVERYWHERE, one.text.span) for one in found]
    assert [int(one.text.text.split()[-1]) for one in found if one.alone] == [3, 9, 11, 13, 22]


def test_beside_stand_the_line_and_all_below_its_keys():
    text = "a: # 1\n  b: [1,\n    2]\n  c: 3 # 2\n# 3\n\n# 4\nd: {e: 5, f: 6} # 5\n# 6\n"

    found = {one.text.text: [cut(text, span) for span in one.beside] for one in comments(text)}

    assert found == {
        "# 1": ["a: # 1", "a: # 1\n  b: [1,\n    2]\n  c: 3"],
        "# 2": ["  c: 3 # 2", "c: 3"],
        "# 3": ["d: {e: 5, f: 6} # 5", "d: {e: 5, f: 6}", "e: 5", "f: 6"],
        "# 4": ["d: {e: 5, f: 6} # 5", "d: {e: 5, f: 6}", "e: 5", "f: 6"],
        "# 5": ["d: {e: 5, f: 6} # 5", "d: {e: 5, f: 6}", "e: 5", "f: 6"],
        "# 6": [],
    }


def test_an_alias_does_not_reach_up_to_what_it_refers_to():
    text = "a: &zeros [0, 0]\nb: *zeros # 1\nc: 1\n"

    [found] = comments(text)

    assert [cut(text, span) for span in found.beside] == ["b: *zeros # 1", "b"]


def test_a_comment_alone_in_a_list_stands_beside_the_next_item():
    text = "a:\n  # 1\n  - 5\n  - 6\n"

    [found] = comments(text)

    assert [cut(text, span) for span in found.beside] == ["  - 5"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_no_part_of_a_comment(end):
    found = comments(f"a: 1 # one{end}# two{end}b: 2{end}")

    assert [one.text.text for one in found] == ["# one", "# two"]


def test_comments_without_end_are_read_at_once():
    found = comments("a: 1 # x\n" + "# y\n" * 100_000)

    assert len(found) == 100_001


WORDS = st.text("ab#:'\"[]{}一 ", min_size=1, max_size=12)
REMARKS = st.text("ab#:'\"[]{}一| ", max_size=12).map(lambda words: f"#{words}".rstrip())


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A YAML text with values of every style that hold signs of comments, and its true comments."""
    lines: list[str] = []
    expected: list[str] = []

    def remark(line: str) -> str:
        if not draw(st.booleans()):
            return line
        expected.append(draw(REMARKS))
        return f"{line} {expected[-1]}"

    for number in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            expected.append(draw(REMARKS))
            lines.append(" " * draw(st.integers(0, 3)) + expected[-1])
        words = draw(WORDS)
        match draw(st.sampled_from(["plain", "single", "double", "literal", "list"])):
            case "plain":
                lines.append(remark(f"k{number}: x#{number}"))
            case "single":
                lines.append(remark("k{}: '{}'".format(number, words.replace("'", "''"))))
            case "double":
                lines.append(remark('k{}: "{}"'.format(number, words.replace('"', '\\"'))))
            case "literal":
                lines += [remark(f"k{number}: |"), f"    x{words}", f"    #{words}"]
            case "list":
                lines.append(remark(f"k{number}: ['# no',"))
                lines.append(remark("  x#y]"))
    return "\n".join(lines) + "\n", expected


@each_parser
@settings(max_examples=150)
@given(documents())
def test_whatever_values_hold_the_comments_are_the_comments(parser, document):
    text, expected = document
    root, lines = parse(text, parser)

    found = comments_of(root, lines)

    assert expected == [one.text.text for one in found]
    # Without them the text says the same.
    for one in reversed(found):
        start = lines.offset(one.text.span.line, one.text.span.column)
        text = text[:start] + text[start + len(one.text.text) :]
    assert values(root) == values(parse(text, parser)[0])
