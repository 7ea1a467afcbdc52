"""YAML to text with places: nothing resolved, every character placed, every mistake explained.

Everything runs under libyaml, under ruamel.yaml's own parser, and as it is for users, to whom simple texts
are read without a parser; all must agree.
"""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from openness_lint.model.errors import InvalidRule, UnreadableInput
from openness_lint.model.span import TextSpan
from openness_lint.syntax.node import DEEPEST, MOST_NODES, Lines, Mapping, Node, Scalar, Sequence
from openness_lint.syntax.yaml import parse_yaml

HAS_LIBYAML = importlib.util.find_spec("_ruamel_yaml") is not None
PARSERS = [
    pytest.param("libyaml", marks=pytest.mark.skipif(not HAS_LIBYAML, reason="no wheel of libyaml here")),
    "ruamel.yaml",
    "as it comes",
]
each_parser = pytest.mark.parametrize("parser", PARSERS)


def parse(text: str, parser: str) -> tuple[Node, Lines]:
    with pytest.MonkeyPatch.context() as patch:
        if parser != "as it comes":
            patch.setattr("openness_lint.syntax.yaml.read_simple", lambda lines: None)
        if parser == "ruamel.yaml":
            patch.setitem(sys.modules, "_ruamel_yaml", None)
        return parse_yaml(text, UnreadableInput)


def refusal(text: str, parser: str) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        parse(text, parser)
    return caught.value


def answer(text: str, parser: str) -> Node | UnreadableInput:
    try:
        return parse(text, parser)[0]
    except UnreadableInput as error:
        return error


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.value
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.value: plain(value) for key, value in entries}


def shown(text: str, node: Node) -> str:
    """What the source shows at a node's span."""
    assert isinstance(node.span, TextSpan)
    lines = text.splitlines(keepends=True)
    begin, end = ((line, column) for line, column in (node.span[:2], node.span[2:]))
    if begin[0] == end[0]:
        return lines[begin[0] - 1][begin[1] - 1 : end[1] - 1]
    inner = "".join(lines[begin[0] : end[0] - 1])
    return lines[begin[0] - 1][begin[1] - 1 :] + inner + lines[end[0] - 1][: end[1] - 1]


REPORT = """\
# 年报
agency: 朝阳市科学技术局  # 机关
year: 2024
sections:
  一、总体情况: |
    一是主动公开情况。
    二是“依申请”公开：0件。

  二、主动公开政府信息情况:
    规章: {本年制发件数: 0, 本年废止件数: ' 1', 现行有效件数: "2"}
    行政规范性文件: [0, 1, '']
    行政许可:
    行政处罚: &none 0
    行政强制: *none
"""


@each_parser
def test_a_report_becomes_a_tree_in_the_order_written(parser):
    node, lines = parse(REPORT, parser)

    assert plain(node) == {
        "agency": "朝阳市科学技术局",
        "year": "2024",
        "sections": {
            "一、总体情况": "一是主动公开情况。\n二是“依申请”公开：0件。\n",
            "二、主动公开政府信息情况": {
                "规章": {"本年制发件数": "0", "本年废止件数": " 1", "现行有效件数": "2"},
                "行政规范性文件": ["0", "1", ""],
                "行政许可": "",
                "行政处罚": "0",
                "行政强制": "0",
            },
        },
    }
    assert list(plain(node)) == ["agency", "year", "sections"]
    assert tuple(REPORT.split("\n")) == lines.texts()


@each_parser
@pytest.mark.parametrize(
    "written",
    "NO no Yes on off true False 012 0o14 0x1F 1_000 1:30 12e3 .5 5. +1 -0 .inf .NaN 2024-01-01 ~ null Null << = 3.140 1,234 －".split(),
)
def test_what_other_readers_give_a_meaning_stays_the_text_that_was_written(written, parser):
    node, _ = parse(f"a: {written}\nb:\n- {written}\n", parser)

    assert {"a": written, "b": [written]} == plain(node)


@each_parser
@pytest.mark.parametrize(
    ("written", "value", "is_null"),
    [
        ("", "", True),
        ("~", "~", True),
        ("null", "null", True),
        ("''", "", False),
        ('""', "", False),
        ("'~'", "~", False),
        ("!!str", "", True),
    ],
)
def test_nothing_null_and_empty_text_are_told_apart(written, value, is_null, parser):
    scalar = parse(f"a: {written}\n", parser)[0].get("a")

    assert value == scalar.value
    assert is_null == scalar.is_null


STYLES = [
    ("plain", "k: 一 是 x\n", "一 是 x", "一 是 x"),
    ("plain before a comment", "k: 12 # x\n", "12", "12"),
    ("plain with marks inside", "k: a#b:c，d-e'f\"g\n", "a#b:c，d-e'f\"g", "a#b:c，d-e'f\"g"),
    ("plain with wide blanks at its edges", "k: \u30001\u00a0\n", "\u30001\u00a0", "\u30001\u00a0"),
    ("plain over lines", "k: 一\n   二\n\n   三\n", "一 二\n三", "一\n   二\n\n   三"),
    ("single quotes", "k: ' it''s '\n", " it's ", " it''s "),
    ("single quotes over lines", "k: '一\n  二\n\n  三'\n", "一 二\n三", "一\n  二\n\n  三"),
    ("double quotes", 'k: "a\\tb\\u4e2d\\"\\x41 "\n', 'a\tb中"A ', 'a\\tb\\u4e2d\\"\\x41 '),
    ("double quotes over lines", 'k: "一\\\n  二\\n\n  三"\n', "一二\n 三", "一\\\n  二\\n\n  三"),
    ("an astral escape", 'k: "\\U0001F600!"\n', "\U0001f600!", "\\U0001F600!"),
    ("literal", "k: |\n  一\n   二\n\n  三\nz: 1\n", "一\n 二\n\n三\n", "一\n   二\n\n  三"),
    ("literal, stripped", "k: |-\n  一\n\nz: 1\n", "一", "一"),
    ("literal, kept", "k: |+\n  一\n\nz: 1\n", "一\n\n", "一"),
    ("literal with an indent of its own", "k: |2\n    一\n  二\n", "  一\n二\n", "  一\n  二"),
    ("literal before a comment", "k: | # 注: x\n  一 # 二\n# 三\nz: 1\n", "一 # 二\n", "一 # 二"),
    ("literal with blanks at line ends", "k: |\n  一 \n  二\t\n", "一 \n二\t\n", "一 \n  二\t"),
    ("folded", "k: >\n  一\n  二\n\n  三\n   四\n", "一 二\n三\n 四\n", "一\n  二\n\n  三\n   四"),
    ("folded, stripped", "k: >-\n  一\n  二\n", "一 二", "一\n  二"),
    ("after an anchor", "k: &a 一\n", "一", "一"),
    ("after a tag", "k: !!str 012\n", "012", "012"),
    ("after a tag in full", "k: !<tag:yaml.org,2002:str> '一'\n", "一", "一"),
    ("a wide blank after an anchor", "k: &a 　\n", "　", "　"),
    ("after an anchor, a tag and a comment", "k: &a !!str # x\n  '一'\n", "一", "一"),
    ("literal after an anchor", "k: &a |\n  一\n", "一\n", "一"),
    ("nothing at all", "k:   # x\nz: 1\n", "", ""),
    ("nothing after an anchor", "k: &a\nz: 1\n", "", ""),
    ("nothing at the file's end", "k:  \n\n# x\n", "", ""),
    ("empty quotes", "k: ''\n", "", "''"),
    ("empty literal", "k: |\nz: 1\n", "", ""),
    ("in brackets", "k: [ 一 , 二 ]\n", None, "[ 一 , 二 ]"),
    ("in braces", "k: &a { 一 : 二 }\n", None, "{ 一 : 二 }"),
    ("a list", "k:\n- 一\n- - 二\n  - 三  # x\n\nz: 1\n", None, "- 一\n- - 二\n  - 三"),
    ("a mapping", "k: &a\n  一: 1\n  二: *b\n\nz: 1\n".replace("*b", "[1]"), None, "一: 1\n  二: [1]"),
    ("after a line separator", "k: 一\u2028二: 三\x85\n", None, None),
]


@each_parser
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("text", "value", "source"), [case[1:] for case in STYLES[:-1]], ids=[case[0] for case in STYLES[:-1]]
)
def test_a_value_stands_exactly_where_its_span_says(text, value, source, ending, parser, misplaced):
    text = text.replace("\n", ending)

    root, lines = parse(text, parser)
    node = root.get("k")

    assert value is None or value == node.value
    assert source.replace("\n", ending) == shown(text, node)
    assert misplaced(root, lines) == []


@each_parser
def test_a_part_of_a_value_stands_in_its_own_line(parser):
    text = "k: |\n    第一段，零。\n\n    第二段，　一。\nq: '它''s 12'\n"
    root, _ = parse(text, parser)
    prose, quoted = root.get("k").text, root.get("q").text

    assert TextSpan(2, 9, 2, 10) == prose.part(prose.text.index("零"), prose.text.index("零") + 1)
    assert TextSpan(4, 5, 4, 8) == prose.part(prose.text.index("第二段"), prose.text.index("第二段") + 3)
    assert TextSpan(4, 10, 4, 11) == prose.part(prose.text.index("一。"), prose.text.index("一。") + 1)
    assert TextSpan(2, 11, 4, 8) == prose.part(6, prose.text.index("，　"))
    assert TextSpan(5, 6, 5, 8) == quoted.part(1, 2)
    assert TextSpan(5, 10, 5, 12) == quoted.part(quoted.text.index("12"), quoted.text.index("12") + 2)


@each_parser
def test_former_line_ends_are_characters_like_any_other(parser, misplaced):
    text = "k: |\n  一\u2028二: 三\n  四\x85五\nq: '六\u2029 七'\n"
    root, lines = parse(text, parser)

    assert plain(root) == {"k": "一\u2028二: 三\n四\x85五\n", "q": "六\u2029 七"}
    assert misplaced(root, lines) == []
    assert TextSpan(3, 4, 3, 5) == root.get("k").text.part(8, 9)


@each_parser
def test_an_alias_repeats_the_value_at_its_own_place(parser):
    root, _ = parse("a: &x [1, 2]\nb: *x\nc: &y 3\n*y : d\n", parser)

    assert plain(root) == {"a": ["1", "2"], "b": ["1", "2"], "c": "3", "3": "d"}
    assert root.get("a") == root.get("b")
    assert tuple(root.span) == (1, 1, 4, 7)


@each_parser
def test_an_anchor_may_be_given_again(parser):
    assert plain(parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", parser)[0]) == {"a": "1", "b": "1", "c": "2", "d": "2"}


@each_parser
def test_a_merge_key_is_a_key_like_any_other(parser):
    assert plain(parse("a: &a {x: 1}\nb:\n  <<: *a\n", parser)[0]) == {"a": {"x": "1"}, "b": {"<<": {"x": "1"}}}


@each_parser
@pytest.mark.parametrize(
    "text", ["%YAML 1.2\n---\na: 1\n", "---\na: 1\n...\n", "# x\n%YAML 1.1 # y\n---\na: 1\n", "\n\na: 1", "{a: 1}"]
)
def test_markers_around_the_one_document_are_allowed(text, parser):
    assert plain(parse(text, parser)[0]) == {"a": "1"}


# ---- what cannot be read, and what the clerk is told

QUOTE = (
    "这个引号没有闭合；请在值的末尾补上同样的引号，或检查文件是否被截断",
    "this quote is never closed; close it at the end of the value, or check whether the file was cut off",
)
FULL_WIDTH = (
    "这里用了全角冒号“：”；键后面要写英文冒号加一个空格“: ”",
    "a full-width colon '：'; a key is followed by an ASCII colon and a blank, ': '",
)
TIGHT = (
    "冒号后面缺一个半角空格；键后面要写“: ”",
    "an ASCII blank is missing after the colon; a key is followed by ': '",
)
NO_COLON = (
    "这一行应是“键: 值”，却没有“: ”；若是上面文字的一部分，请与上面的文字对齐",
    "a 'key: value' line is expected, but there is no ': '; if it belongs to the text above, align it with that",
)
SECOND_COLON = (
    "这一行已经有一个“: ”；值里若有英文冒号，请用引号把整个值括起来",
    "this line has a ': ' already; if the value holds a colon, quote the whole value",
)
STRAY_COLON = (
    "这里不该有“: ”；检查上一行的冒号和这一行的缩进，值里若有英文冒号请给值加引号",
    "no ': ' can stand here; check the colon above and this line's indent, or quote a value that holds a colon",
)
TOO_DEEP = (
    "这一行比上一行缩进得深，而上一行的键已经有值；请与同级的键对齐",
    "this line is indented more than the one above, whose key has a value already; align it with the keys beside it",
)
KEY = (
    "这里应是一个键；请与同级的键对齐，若是上面文字的一部分，请与上面的文字对齐",
    "a key is expected here; align it with the keys beside it, or with the text above if it belongs to that",
)
AFTER_VALUE = (
    "值到此已经结束，后面却还有内容；若这些都是值，请用另一种引号把整个值括起来",
    "the value has ended, but more follows; if all of it is the value, put the whole in the other kind of quotes",
)
TAB = ("这里用了制表符；请改成空格，YAML 的缩进只认空格", "a tab; write spaces instead, YAML knows no other indent")
NAME = (
    "值以“*”或“&”开头时另有含义；请用引号把整个值括起来",
    "'*' or '&' at the beginning of a value has a meaning of its own; quote the whole value",
)
TAG = (
    "值以“!”开头时会被当作标签；若是文字，请用引号把整个值括起来",
    "a value that begins with '!' is taken for a tag; if it is text, quote the whole value",
)
BLOCK = (
    "“|”或“>”后面只能换行，文字从下一行缩进写起；若它是值的一部分，请给值加引号",
    "nothing but a new line may follow '|' or '>', the text begins indented below; quote the value if it belongs to it",
)
DIRECTIVE = (
    "以“%”开头的行会被当作指令，这里只认 %YAML 1.2；若是文字，请用引号括起来",
    "a line that begins with '%' is taken for a directive, and only %YAML 1.2 is known; if it is text, quote it",
)
FLOW_COLON = (
    "方括号、花括号里的英文冒号后面要有空格；若冒号是值的一部分，请给值加引号",
    "inside brackets a blank must follow a colon; if the colon belongs to the value, quote the value",
)
QUESTION = (
    "方括号、花括号里的“?”另有含义；若是值的一部分，请给值加引号",
    "inside brackets '?' has a meaning of its own; if it belongs to the value, quote the value",
)
CODE = (
    "双引号里的 \\u 或 \\x 后面不是有效的字符编码；请直接写这个字",
    "no character has the code after \\u or \\x in these double quotes; write the character itself",
)
ENDED = (
    "上面的内容到此已经结束，后面却还有内容；检查这一行和上一行的缩进、括号和引号",
    "the content above has ended, but more follows; check indents, brackets and quotes here and above",
)
MISSING = ("这里缺一个值；空白的格请写成 ''", "a value is missing here; write a blank cell as ''")
ENDS = (
    "文件到此为止，列表或映射还没有写完；请补完，或检查文件是否被截断",
    "the file ends inside a list or mapping; finish it, or check whether the file was cut off",
)
EMPTY = ("文件是空的", "the file is empty")
TEXT_KEY = ("键应是一段文字，这里是列表或映射", "a key must be a piece of text, not a list or mapping")
SECOND = ("第二个 YAML 文档由此开始；一个文件只写一份", "a second YAML document starts here; write one to a file")
DEEP = (
    "嵌套超过 40 层，不像一份报告；检查括号和缩进",
    "nested more than 40 deep, which no report is; check brackets and indents",
)
MANY = (
    "展开后超过 200,000 个值，不像一份报告",
    "more than 200,000 values once aliases are expanded; this is no report",
)
ESCAPE = (
    "双引号里的反斜杠另有含义，这样写不成立；请改用单引号",
    "a backslash in double quotes has a meaning of its own, and this is none; use single quotes instead",
)
DASH = (
    "列表项“- ”不能写在这里；请另起一行，若“-”是值的一部分请加引号",
    "a '- ' item cannot stand here; begin a new line, or quote the value if '-' belongs to it",
)
ITEM = (
    "列表在此处中断；每一项都以“- ”开头，并互相对齐",
    "the list breaks off here; begin each item with '- ' and align them",
)
NO_KEY = ("冒号前面缺一个键", "a key is missing before the colon")


def twice(key: str, line: int) -> tuple[str, str]:
    return (
        f"键“{key}”重复，第 {line} 行已有；删去其一，否则不知以哪个为准",
        f"duplicate key '{key}', first on line {line}; remove one of the two",
    )


def unprintable(code: str) -> tuple[str, str]:
    return (
        f"看不见的控制字符 U+{code} 不能出现在 YAML 中；请删去，或在双引号内写成转义",
        f"control character U+{code} is not allowed in YAML; delete it or escape it in double quotes",
    )


def beginning(character: str) -> tuple[str, str]:
    return (
        f"值不能以“{character}”开头；请用引号把整个值括起来",
        f"a value cannot begin with '{character}'; quote the whole value",
    )


def unfinished(begin: str, line: int) -> tuple[str, str]:
    end = {"[": "]", "{": "}"}[begin]
    return (
        f"这里缺“,”或“{end}”：第 {line} 行的“{begin}”还没有写完",
        f"',' or '{end}' is missing here: '{begin}' on line {line} is not finished",
    )


def cut_off(begin: str, line: int) -> tuple[str, str]:
    end = {"[": "]", "{": "}"}[begin]
    return (
        f"文件到此为止，第 {line} 行的“{begin}”还没有“{end}”；请补上，或检查文件是否被截断",
        f"the file ends, but '{begin}' on line {line} has no '{end}' yet; add it, or check whether the file was cut off",
    )


def alias(name: str, *, inside: bool = False) -> tuple[str, str]:
    if inside:
        return (
            f"“*{name}”引用的值里又有它自己；请把这里的值直接写出来",
            f"'*{name}' stands inside the very value it refers to; write the value out here",
        )
    return (
        f"“*{name}”引用的值在前面找不到；若是文字，请用引号括起来",
        f"'*{name}' refers to no value above it; if it is text, quote it",
    )


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{below}'] * 10)}]\n" for below, name in pairwise("abcdefghi")
)
NESTED = (
    "a: &a "
    + "[" * 20
    + "]" * 20
    + "\n"
    + "".join(f"{name}: &{name} {'[' * 20}*{below}{']' * 20}\n" for below, name in pairwise("abcd"))
)

MISTAKES = [
    ("nothing", "", 1, 1, EMPTY),
    ("only blanks", "  \n\n", 1, 1, EMPTY),
    ("only comments", "# a\n# b\n", 1, 1, EMPTY),
    ("only a marker", "---\n# x\n", 1, 1, EMPTY),
    ("a key twice", "a: 1\nb: 2\na: 3\n", 3, 1, twice("a", 1)),
    ("a key twice in quotes", "机关: 1\n'机关': 2\n", 2, 2, twice("机关", 1)),
    ("a key twice in braces", "x: {a: 1, a: 2}", 1, 11, twice("a", 1)),
    ("a key twice by alias", "a: &k a\n*k : 1\n", 1, 7, twice("a", 1)),
    ("a list for a key", "? [a, b]\n: 1\n", 1, 3, TEXT_KEY),
    ("a mapping for a key", "{a: 1}: 2\n", 1, 1, TEXT_KEY),
    ("no key", ": 1\n", 1, 1, NO_KEY),
    ("billion laughs", LAUGHS, 6, 8, MANY),
    ("an alias inside its value", "a: &a [1, *a]\n", 1, 11, alias("a", inside=True)),
    ("an alias without a value", "a: *b\n", 1, 4, alias("b")),
    ("an alias before its value", "a: *b\nb: &b 1\n", 1, 4, alias("b")),
    ("aliases that nest", NESTED, 3, 27, DEEP),
    ("brackets without end", "[" * 100_000, 1, 42, DEEP),
    ("braces without end", "{a: " * 1000, 1, 162, DEEP),
    ("indents without end", "\n".join(" " * i + "a:" for i in range(100)), 41, 41, DEEP),
    ("a foreign tag", "a: !!python/object:os.system x\n", 1, 4, TAG),
    ("a private tag", "a: !重要 x\n".replace("重要", "foo"), 1, 4, TAG),
    ("an undeclared tag", "a: !e!foo x\n", 1, 4, TAG),
    ("a tag for bytes", "a: !!binary aGVsbG8=\n", 1, 4, TAG),
    ("a second document", "a: 1\n---\nb: 2\n", 2, 1, SECOND),
    ("content after the end", "a: 1\n...\nb: 2\n", 3, 1, ENDED),
    ("content after braces", "{a: 1}\nb: 2\n", 2, 1, ENDED),
    ("a control character", "a: \x01\n", 1, 4, unprintable("0001")),
    ("a zero byte", "a: 1\nb: \0\n", 2, 4, unprintable("0000")),
    ("a mark in the middle", "a: \ufeff1\n", 1, 4, unprintable("FEFF")),
    ("half a character", "a: \ud83d\n", 1, 4, unprintable("D83D")),
    ("a tab for an indent", "a:\n\tb: 1\n", 2, 1, TAB),
    ("a tab at the start", "\ta: 1\n", 1, 1, TAB),
    ("a tab after an indent", "a: 1\n  \tb: 2\n", 2, 3, TAB),
    ("an open double quote", 'a: "一\nb: 2\n', 1, 4, QUOTE),
    ("an open single quote", "x: 1\na: '一\nb: 2\n", 2, 4, QUOTE),
    ("an open quote before a marker", 'a: "一\n---\n', 1, 4, QUOTE),
    ("an open key", '"a: 1\n', 1, 1, QUOTE),
    ("an open list", "a: [1, 2\nb: 3\n", 2, 2, unfinished("[", 1)),
    ("a list cut off", "a: [1, 2", 1, 9, cut_off("[", 1)),
    ("a list cut off after a comma", "x: 1\na: [1, 2,", 2, 10, ENDS),
    ("an open mapping", "a: {b: 1\nc: 2\n", 2, 2, unfinished("{", 1)),
    ("a mapping cut off", "a:\n  x: {b: 1\n", 3, 1, cut_off("{", 2)),
    ("the wrong bracket", "a: [1}]\n", 1, 6, unfinished("[", 1)),
    ("two colons in braces", "a: {a: b: c}\n", 1, 9, unfinished("{", 1)),
    ("a colon without a blank in braces", "a: {b:1}\n", 1, 6, FLOW_COLON),
    ("a time in brackets", "a: [12:30, 1]\n", 1, 7, FLOW_COLON),
    ("a question in brackets", "a: [0, 1?, 2]\n", 1, 9, QUESTION),
    ("a question before a figure in brackets", "a: [0, ?1, 2]\n", 1, 8, QUESTION),
    ("a lost character in brackets", "a: [? 0, 2]\n", 1, 5, QUESTION),
    ("a question in braces", "a: {b: 1?}\n", 1, 9, QUESTION),
    ("a lost character", "a: ? 0\n", 1, 4, beginning("?")),
    ("a missing item", "a: [1,, 2]\n", 1, 7, MISSING),
    ("a colon in a value", "标题: 关于: 报告\n", 1, 7, SECOND_COLON),
    ("a colon in a value of Chinese", "标题: 关于：2024: 报告\n", 1, 12, SECOND_COLON),
    ("a full-width colon, then a key", "机关：朝阳市\n年度: 2024\n", 1, 3, FULL_WIDTH),
    ("a full-width colon after a key", "年度: 2024\n机关：朝阳市\n", 2, 3, FULL_WIDTH),
    ("a full-width colon between keys", "a:\n  b: 1\n  机关：朝阳市\n\n  # x\n  c: 2\n", 3, 5, FULL_WIDTH),
    ("no blank after the first colon", "a:1\nb: 2\n", 1, 2, TIGHT),
    ("a wide blank after a colon", "机关:　市\n年度: 2024\n", 1, 3, TIGHT),
    ("no blank after a colon", "b: 2\na:1\n", 2, 2, TIGHT),
    ("no colon at first", "机关\n年度: 2024\n", 1, 1, NO_COLON),
    ("no colon in the middle", "年度: 2024\n机关\n级别: 市\n", 2, 1, NO_COLON),
    ("text that lost its indent", "a: |\n  一\n二\nb: 1\n", 3, 1, NO_COLON),
    ("text that lost a part of its indent", "a: |\n    一\n  二\n", 3, 3, KEY),
    ("a value too long for a key", "字" * 2000 + ": 1\n", 1, 2001, STRAY_COLON),
    ("a key too deep", "a: 1\n  b: 2\n", 2, 4, TOO_DEEP),
    ("a key between two levels", "a:\n  b: 1\n c: 2\n", 3, 2, KEY),
    ("an item on a key's line", "a: - 1\n", 1, 4, DASH),
    ("a key after items", "- a\nb: 1\n", 2, 1, ITEM),
    ("text after items", "- 1\n2\n", 2, 1, NO_COLON),
    ("text after quotes", 'a: "x" y\n', 1, 8, AFTER_VALUE),
    ("quotes inside quotes", "a: 'it's'\n", 1, 8, AFTER_VALUE),
    ("two values", 'a: "b", "c"\n', 1, 7, AFTER_VALUE),
    ("an at sign", "a: @x\n", 1, 4, beginning("@")),
    ("a back quote", "a: `x`\n", 1, 4, beginning("`")),
    ("a percent sign", "a: %x\n", 1, 4, beginning("%")),
    ("a lone star", "a: *\n", 1, 4, NAME),
    ("a star before Chinese", "a: *注\n", 1, 4, NAME),
    ("a lone ampersand", "a: & x\n", 1, 4, NAME),
    ("a line of percent", "%x\na: 1\n", 1, 1, DIRECTIVE),
    ("a line of percent below", "a: 1\n%x\n", 2, 1, DIRECTIVE),
    ("another YAML", "%YAML 3.0\n---\na: 1\n", 1, 1, DIRECTIVE),
    ("an unknown escape", 'a: "C:\\q"\n', 1, 7, ESCAPE),
    ("an escape without digits", 'a: "\\xZZ"\n', 1, 7, CODE),
    ("an escape for half a character", 'b: 1\na: "一\\ud83d"\n', 2, 8, CODE),
    ("an escape beyond the last character", 'a: "\\U00110000"\n', 1, 7, CODE),
    ("an escape far beyond", 'a: "\\Uffffffff"\n', 1, 7, CODE),
    ("text on the line of a bar", "a: |x\n  b\n", 1, 5, BLOCK),
    ("a number sign after a bar", "a: |-#1\n  b\n", 1, 6, BLOCK),
    ("text after a greater sign", "a: >5件\n", 1, 6, BLOCK),
    ("an indent of nothing", "a: |0\n b\n", 1, 5, BLOCK),
]


@each_parser
@pytest.mark.parametrize(
    ("text", "line", "column", "words"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text, line, column, words, parser):
    error = refusal(text, parser)

    assert (line, column) == (error.line, error.column)
    assert words == tuple(error.message)


def test_the_caller_says_what_kind_of_error_it_is():
    with pytest.raises(InvalidRule):
        parse_yaml("a: [", InvalidRule)


@each_parser
def test_just_as_many_values_and_levels_as_allowed_are_read(parser):
    deep, _ = parse("[" * DEEPEST + "0" + "]" * DEEPEST, parser)
    assert isinstance(deep, Sequence)

    wide = f"a: &a [{','.join('0' * 999)}]\nb: [{','.join(['*a'] * 198)}]\n"
    assert MOST_NODES > 1000 + 198 * 1000 > MOST_NODES - 2000
    assert len(plain(parse(wide, parser)[0])["b"]) == 198


@pytest.mark.skipif(not HAS_LIBYAML, reason="no wheel of libyaml here")
def test_a_tab_between_key_and_value_is_the_one_liberty_that_libyaml_takes():
    assert plain(parse("a:\t1\n", "libyaml")[0]) == {"a": "1"}

    error = refusal("a:\t1\n", "ruamel.yaml")
    assert (1, 3, *TAB) == (error.line, error.column, *error.message)


def test_without_the_wheel_ruamel_yaml_alone_is_enough():
    code = (
        "import sys; sys.modules['_ruamel_yaml'] = None\n"
        "from openness_lint.model.errors import UnreadableInput\n"
        "from openness_lint.syntax.yaml import parse_yaml\n"
        "print(parse_yaml('a: [NO, 012]', UnreadableInput)[0].get('a').items[1].value)\n"
    )

    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("012\n", "")


# ---- whatever is written

WORDS = st.text("ab 01:：#-'\"，。、“”[]{}*&!|>%@`?~\n\t\\中文　\u00a0\U0001f600", max_size=14)
KEYS = st.text("ab1：、中文 '\"-#", min_size=1, max_size=6)
STYLED = st.one_of(
    WORDS,
    WORDS.map(DoubleQuotedScalarString),
    WORDS.map(SingleQuotedScalarString),
    st.lists(st.text("一二 ，a#:'\"", min_size=1, max_size=8).map(str.strip).filter(bool), max_size=3)
    .map("\n".join)
    .map(LiteralScalarString),
    st.lists(st.text("一二，a#", min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join).map(FoldedScalarString),
)
TREES = st.recursive(
    STYLED, lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3), max_leaves=6
).filter(lambda tree: bool(tree) and not isinstance(tree, str))


@given(TREES, st.sampled_from([8, 20, 4096]), st.sampled_from([True, False, None]), st.booleans())
@settings(deadline=None, max_examples=150)
def test_what_is_dumped_in_any_style_is_read_with_every_character_in_its_place(
    misplaced, tree, width, flow, round_trip
):
    text = dumped(tree, width, flow, round_trip)
    assume(tree == reloaded(text))  # the dumper has errors of its own

    refused = answer(text, "ruamel.yaml")
    assume(not (isinstance(refused, UnreadableInput) and refused.message in {FLOW_COLON, QUESTION}))
    root, lines = parse(text, "ruamel.yaml")

    assert tree == plain(root)
    assert misplaced(root, lines) == []
    if HAS_LIBYAML:
        assert root == parse(text, "libyaml")[0]


def dumped(tree: Any, width: int, flow: bool | None, round_trip: bool) -> str:
    yaml = YAML() if round_trip else YAML(typ="safe", pure=True)
    yaml.width, yaml.default_flow_style, yaml.allow_unicode = width, flow, True
    stream = io.StringIO()
    yaml.dump(tree if round_trip else unstyled(tree), stream)
    return stream.getvalue()


def reloaded(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return None


def unstyled(tree: Any) -> Any:
    match tree:
        case dict():
            return {key: unstyled(value) for key, value in tree.items()}
        case list():
            return [unstyled(item) for item in tree]
        case _:
            return str(tree)


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *"a b c 1 ： 中 ' \" '' [ ] { } | ? % : ... --- \\n \\ \ue000 \u2028".split(" "),
            *("b: ", "c:", "- ", "\n", "\r\n", "\n  ", "\n    ", " ", ", ", "# x", "&a ", "*a ", "!!str ", "\t"),
            *("|-\n  x\n", ">+\n  y\n\n"),
        ]
    ),
    max_size=10,
).map("".join)


@given(st.sampled_from(["", "k:\n  ", "k: "]), FRAGMENTS)
@settings(deadline=None, max_examples=300)
@example("k: ", "\t1")
def test_whatever_is_written_there_is_a_tree_or_a_complaint_with_a_place(misplaced, head, tail):
    for parser in ("libyaml", "ruamel.yaml") if HAS_LIBYAML else ("ruamel.yaml",):
        given_back = answer(head + tail, parser)

        if isinstance(given_back, UnreadableInput):
            assert (given_back.line or 0) >= 1
            assert (given_back.column or 0) >= 1
            assert "" not in given_back.message
        else:
            assert misplaced(given_back, Lines(head + tail)) == []


# libyaml also allows a tab between tokens, and blank lines indented more than the text that follows.
LIBERTY = re.compile(r"\t|[|>][-+]? *[\r\n]+ *[\r\n]")


@pytest.mark.skipif(not HAS_LIBYAML, reason="no wheel of libyaml here")
@given(st.sampled_from(["k:\n  ", "k: "]), FRAGMENTS.filter(lambda text: not LIBERTY.search(text)))
@settings(deadline=None, max_examples=300)
def test_both_parsers_read_the_same_and_refuse_the_same(head, tail):
    ours, theirs = answer(head + tail, "libyaml"), answer(head + tail, "ruamel.yaml")

    assert isinstance(ours, UnreadableInput) == isinstance(theirs, UnreadableInput)
    if not isinstance(ours, UnreadableInput):
        assert ours == theirs
