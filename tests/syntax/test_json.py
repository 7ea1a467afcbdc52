"""JSON to the same tree as YAML, with places; strict where the standard library is lenient."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import InvalidRule, UnreadableInput
from openness_lint.model.span import TextSpan
from openness_lint.syntax.decode import decode
from openness_lint.syntax.json import parse_json
from openness_lint.syntax.node import DEEPEST, MOST_NODES, Lines, Mapping, Node, Scalar, Sequence
from openness_lint.syntax.yaml import parse_yaml


def parse(text: str) -> tuple[Node, Lines]:
    return parse_json(text, UnreadableInput)


def answer(text: str) -> Node | UnreadableInput:
    try:
        return parse(text)[0]
    except UnreadableInput as error:
        return error


def plain(node: Node) -> Any:
    """The tree as Python values; what stands without quotes as a pair with `bare`."""
    match node:
        case Scalar(plain=True):
            return ("bare", node.value)
        case Scalar():
            return node.value
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.value: plain(value) for key, value in entries}


REPORT = """\
{
  "agency": "朝阳市科学技术局",
  "year": 2024,
  "sections": {
    "一、总体情况": "一是“主动”。\\n二是\\u4f9d\\u7533请。",
    "规章": [0, 1.50, "", null, -3e2, " 1"],
    "空": {}, "无": []
  }
}
"""


def test_a_report_becomes_a_tree_in_the_order_written():
    node, lines = parse(REPORT)

    assert plain(node) == {
        "agency": "朝阳市科学技术局",
        "year": ("bare", "2024"),
        "sections": {
            "一、总体情况": "一是“主动”。\n二是依申请。",
            "规章": [("bare", "0"), ("bare", "1.50"), "", ("bare", "null"), ("bare", "-3e2"), " 1"],
            "空": {},
            "无": [],
        },
    }
    assert tuple(REPORT.split("\n")) == lines.texts()


def test_every_character_stands_where_its_span_says(misplaced):
    node, lines = parse(REPORT)
    prose = node.get("sections").get("一、总体情况").text
    row = node.get("sections").get("规章")

    assert misplaced(node, lines) == []
    assert TextSpan(5, 19, 5, 20) == prose.part(3, 4)
    assert TextSpan(5, 23, 5, 25) == prose.part(prose.text.index("\n"), prose.text.index("\n") + 1)
    assert TextSpan(5, 27, 5, 40) == prose.part(prose.text.index("依"), prose.text.index("请") + 1)
    assert TextSpan(5, 16, 5, 41) == prose.span
    assert [TextSpan(6, 12, 6, 13), TextSpan(6, 15, 6, 19), TextSpan(6, 21, 6, 23)] == [
        one.span for one in row.items[:3]
    ]
    assert TextSpan(6, 11, 6, 42) == row.span
    assert TextSpan(1, 1, 9, 2) == node.span
    assert TextSpan(7, 10, 7, 12) == node.get("sections").get("空").span


@pytest.mark.parametrize(
    ("written", "value", "widths"),
    [
        (r"\"\\\/\b\f\n\r\t", '"\\/\b\f\n\r\t', [2] * 8),
        (r"a\u4E2d b", "a中 b", [1, 6, 1, 1]),
        (r"\ud83d\ude00!", "\U0001f600!", [12, 1]),
        ("\U0001f600!", "\U0001f600!", [1, 1]),
        (r"\\ud83d", "\\ud83d", [2, 1, 1, 1, 1, 1]),
        ("  a　", "  a　", [1, 1, 1, 1]),
        ("\u2028\x7f", "\u2028\x7f", [1, 1]),
    ],
)
def test_each_character_is_as_wide_as_it_is_written(written, value, widths):
    text = parse(f'["{written}"]')[0].items[0].text

    assert value == text.text
    columns = [(text.part(i, i + 1).column, text.part(i, i + 1).end_column) for i in range(len(value))]
    assert [(3 + sum(widths[:i]), 3 + sum(widths[: i + 1])) for i in range(len(widths))] == columns


@pytest.mark.parametrize("word", "0 -0 12 1.50 1e5 1E+5 -1.5e-3 true false null 100000000000000000000000000001".split())
def test_numbers_and_words_keep_the_text_they_were_written_in(word):
    scalar, _ = parse(f" {word}\n")

    assert word == scalar.value
    assert scalar.plain
    assert (word == "null") == scalar.is_null
    assert TextSpan(1, 2, 1, 2 + len(word)) == scalar.span


def test_null_in_quotes_is_text():
    assert not parse('"null"')[0].is_null
    assert not parse('""')[0].is_null


def test_a_byte_order_mark_is_no_part_of_the_text():
    node, _ = parse(decode(b'\xef\xbb\xbf{"a": 1}'))

    assert TextSpan(1, 7, 1, 8) == node.get("a").span


EMPTY = ("文件是空的", "the file is empty")
ENDS = (
    "文件到此为止，内容还没有写完；请补完，或检查文件是否被截断",
    "the file ends before its content does; finish it, or check whether the file was cut off",
)
TRAILING = ("最后一项后面多了一个逗号；请删去", "a comma after the last value; delete it")
KEY = ("这里应是一个键；键要用英文双引号括起来", "a key is expected here, in ASCII double quotes")
COLON = (
    "键后面缺英文冒号（全角“：”不算）",
    "a colon is missing after the key (the full-width ： does not count)",
)
MISSING = ('这里缺一个值；空白的格请写成 ""', 'a value is missing here; write a blank cell as ""')
VALUE = (
    "这里应是数字、true、false 或 null；若是文字，请用英文双引号括起来",
    "a number, true, false or null is expected here; if it is text, put it in ASCII double quotes",
)
QUOTES = (
    "文字要用英文双引号括起来，这里用了别的引号",
    "text is put in ASCII double quotes; this is another kind",
)
OPEN = (
    "这个双引号没有闭合；请在末尾补上，或检查文件是否被截断",
    "this quote is never closed; close it, or check whether the file was cut off",
)
CONTROL = (
    "双引号里不能直接换行或用制表符；请写成 \\n、\\t",
    "no line end or tab can stand in double quotes; write \\n or \\t",
)
ESCAPE = ("反斜杠后面这样写不成立；反斜杠本身请写成 \\\\", "no such escape; write a backslash itself as \\\\")
HALF = (
    "这个 \\u 编码只是半个字；请直接写这个字",
    "this \\u escape is half a character; write the character itself",
)
COMMENT = ("JSON 里不能写注释；请删去", "JSON has no comments; delete this")
MORE = ("JSON 到此已结束，后面还有内容", "the JSON value has ended, but more follows")
MUCH = ("嵌套太深或内容太多，不像一份报告", "too deep or too large to be a report")


def separator(close: str) -> tuple[str, str]:
    return (
        f"这里缺英文的“,”或“{close}”（全角“，”不算）",
        f"',' or '{close}' is missing here (the full-width ， does not count)",
    )


def wide(character: str) -> tuple[str, str]:
    return (
        f"这里用了全角标点“{character}”；请改成英文标点",
        f"full-width punctuation '{character}'; write it in ASCII",
    )


MISTAKES = [
    ("nothing", "", 1, 1, EMPTY),
    ("only blanks", " \n\t\r\n", 1, 1, EMPTY),
    ("an open mapping", "{", 1, 2, ENDS),
    ("an open list", "[\n", 2, 1, ENDS),
    ("cut off after a value", '{"a": [1', 1, 9, ENDS),
    ("cut off after a comma", '{"a": [1,\n ', 2, 2, ENDS),
    ("cut off after a comma in braces", '{"a": 1, ', 1, 10, ENDS),
    ("cut off after a key", '{"a"', 1, 5, ENDS),
    ("cut off after a colon", '{"a": ', 1, 7, ENDS),
    ("cut off in quotes", '{"a": "一二', 1, 7, OPEN),
    ("a trailing comma in a list", "[1, 2 ,\n]", 1, 7, TRAILING),
    ("a trailing comma in a mapping", '{"a": 1,}', 1, 8, TRAILING),
    ("a missing value", '{"a": }', 1, 7, MISSING),
    ("a missing first value", "[, 1]", 1, 2, MISSING),
    ("a missing middle value", "[1,, 2]", 1, 4, MISSING),
    ("a key without quotes", "{a: 1}", 1, 2, KEY),
    ("a key in Chinese quotes", "{“a”: 1}", 1, 2, KEY),
    ("a number for a key", "{1: 1}", 1, 2, KEY),
    ("a missing colon", '{"a" 1}', 1, 6, COLON),
    ("a full-width colon", '{"a"：1}', 1, 5, COLON),
    ("a full-width comma", "[1，2]", 1, 2, wide("，")),
    ("a full-width comma between texts", '["a"，"b"]', 1, 5, separator("]")),
    ("a full-width bracket", '{"a": ［1］}', 1, 7, wide("［")),
    ("a missing comma", '{"a": 1\n"b": 2}', 2, 1, separator("}")),
    ("the wrong bracket", "[1}", 1, 3, separator("]")),
    ("single quotes", "['a']", 1, 2, QUOTES),
    ("Chinese quotes", "[“a”]", 1, 2, QUOTES),
    ("a word", "[NaN]", 1, 2, VALUE),
    ("a word of Python", '{"a": True}', 1, 7, VALUE),
    ("infinity", "[-Infinity]", 1, 2, VALUE),
    ("a leading zero", "[012]", 1, 2, VALUE),
    ("a bare point", "[1.]", 1, 2, VALUE),
    ("a point at first", "[.5]", 1, 2, VALUE),
    ("a plus", "[+1]", 1, 2, VALUE),
    ("an underscore", "[1_000]", 1, 2, VALUE),
    ("a unit", "[0, 12件]", 1, 5, VALUE),
    ("full-width digits", "[１２]", 1, 2, VALUE),
    ("a wide blank", "[1, \u3000]", 1, 5, VALUE),
    ("a zero byte", "\0", 1, 1, VALUE),
    ("a mark in the middle", "[\ufeff1]", 1, 2, VALUE),
    ("a comment", "// 年报\n{}", 1, 1, COMMENT),
    ("a comment of YAML", "[\n# 年报\n1]", 2, 1, COMMENT),
    ("a comment after a value", "[1 /* 件 */]", 1, 4, separator("]")),
    ("a line end in quotes", '["一\n二"]', 1, 4, CONTROL),
    ("a tab in quotes", '["一\t二"]', 1, 4, CONTROL),
    ("an unknown escape", '["C:\\q"]', 1, 5, ESCAPE),
    ("an escape cut short", '["\\u12"]', 1, 4, ESCAPE),
    ("a first half alone", '["一\\ud83d!"]', 1, 4, HALF),
    ("a second half alone", '["\\ude00"]', 1, 3, HALF),
    ("halves in the wrong order", '["\\ude00\\ud83d"]', 1, 3, HALF),
    ("half a character in a key", '{"\\ud83d": 1}', 1, 3, HALF),
    ("more after the end", '{"a": 1}\n{"a": 2}', 2, 1, MORE),
    ("text after the end", "1 件", 1, 3, MORE),
    ("too deep", "[" * 100_000, 1, 42, MUCH),
    ("too deep with keys", '{"a":' * 100_000, 1, 206, MUCH),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text, line, column, words):
    with pytest.raises(UnreadableInput) as caught:
        parse(text)

    assert (line, column) == (caught.value.line, caught.value.column)
    assert words == tuple(caught.value.message)


def test_a_key_written_twice_is_refused():
    with pytest.raises(UnreadableInput) as caught:
        parse('{"a": 1,\n "\\u0061": 2}')

    assert caught.value.say("en") == "2:3: duplicate key 'a', first on line 1; remove one of the two"


def test_the_same_key_in_two_mappings_is_no_repetition():
    assert plain(parse('[{"a": 1}, {"a": 1}]')[0]) == [{"a": ("bare", "1")}, {"a": ("bare", "1")}]


def test_the_caller_says_what_kind_of_error_it_is():
    with pytest.raises(InvalidRule):
        parse_json("[", InvalidRule)


def test_just_as_many_values_and_levels_as_allowed_are_read():
    assert isinstance(parse("[" * DEEPEST + "0" + "]" * DEEPEST)[0], Sequence)

    with pytest.raises(UnreadableInput, match="too deep or too large"):
        parse(f"[{'0,' * MOST_NODES}0]")


# ---- whatever is written

TEXTS = st.text('ab "\\/\n\t\b中：，　\u2028\U0001f600\x7f', max_size=10)
TREES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=3),
    max_leaves=8,
)


@given(TREES, st.booleans(), st.sampled_from([None, 0, 2, "\t"]))
@settings(deadline=None, max_examples=150)
def test_what_the_standard_library_writes_is_read_with_every_character_in_its_place(misplaced, tree, is_ascii, indent):
    text = json.dumps(tree, ensure_ascii=is_ascii, indent=indent)

    node, lines = parse(text)

    assert bare(tree) == plain(node)
    assert misplaced(node, lines) == []


def bare(tree: Any) -> Any:
    match tree:
        case str():
            return tree
        case list():
            return [bare(item) for item in tree]
        case dict():
            return {key: bare(value) for key, value in tree.items()}
        case _:
            return ("bare", json.dumps(tree))


PIECES = st.lists(
    st.sampled_from(
        [
            *'{ } [ ] , : "a" "b" 1 -0 1.5e3 true null "\\u4e00" "\\ud83d\\ude00" 01 . " \\ ， NaN "\\\\ud800" tru'.split(),
            *(" ", "\n", '"\t"', '"a": 1', "[1, 2]", "\u3000", "\ufeff"),
        ]
    ),
    max_size=8,
).map("".join)


@given(PIECES)
@settings(deadline=None, max_examples=400)
@example('{"a": 1, "a": 1}')
def test_what_the_standard_library_refuses_is_refused_and_nothing_else_but_repeated_keys(text):
    given_back = answer(text)

    if isinstance(given_back, UnreadableInput):
        assert (given_back.line or 0) >= 1
        assert (given_back.column or 0) >= 1
        assert "" not in given_back.message
        assert is_refused_by_the_standard_library(text)
    else:
        assert bare_as_written(text) == plain(given_back)


def is_refused_by_the_standard_library(text: str) -> bool:
    def refuse(_: str) -> None:
        raise ValueError

    def once(pairs: list[tuple[str, Any]]) -> None:
        if len(dict(pairs)) != len(pairs):
            raise ValueError

    try:
        json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    except ValueError:
        return True
    return False


def bare_as_written(text: str) -> Any:
    numbers = json.loads(text, parse_int=lambda word: ("bare", word), parse_float=lambda word: ("bare", word))
    return bare_words(numbers)


def bare_words(tree: Any) -> Any:
    match tree:
        case list():
            return [bare_words(item) for item in tree]
        case dict():
            return {key: bare_words(value) for key, value in tree.items()}
        case None | True | False:
            return ("bare", json.dumps(tree))
        case _:
            return tree


@given(TREES)
@settings(deadline=None, max_examples=100)
def test_json_read_as_yaml_says_the_same(tree):
    text = json.dumps(tree, ensure_ascii=False, indent=1).replace("\x7f", "\\u007f")  # YAML takes no bare DEL

    assert words(parse(text)[0]) == words(parse_yaml(text, UnreadableInput)[0])


def words(node: Node) -> Any:
    match node:
        case Scalar():
            return (node.value, node.plain)
        case Sequence(items):
            return [words(item) for item in items]
        case Mapping(entries):
            return [(key.value, words(value)) for key, value in entries]
