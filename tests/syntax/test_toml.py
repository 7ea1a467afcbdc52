"""TOML is what tomllib says it is, and every value stands where its span says."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.span import TextSpan
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar
from openness_lint.syntax.toml import parse_toml


class Refused(OpennessLintError):
    pass


def parse(text: str) -> Mapping:
    return parse_toml(text, Refused)[0]


def at(node: Node, *path: str | int) -> Node:
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else node.items[part]
    return node


def source(text: str, span: TextSpan) -> str:
    lines = Lines(text)
    return text[lines.offset(span.line, span.column) : lines.offset(span.end_line, span.end_column)]


def data(node: Node) -> Any:
    match node:
        case Mapping(entries=entries):
            return {key.value: data(value) for key, value in entries}
        case Scalar(plain=True):
            return tomllib.loads(f"x = {node.value}")["x"]
        case Scalar():
            return node.value
        case _:
            return [data(item) for item in node.items]


def same(one: Any, other: Any) -> bool:
    """Equal, types and order included; a NaN is itself."""
    if isinstance(one, dict):
        return isinstance(other, dict) and [*one] == [*other] and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and repr(one) == repr(other)


KEYS = ["a", "b-c", "1", '"d e"', "'f.g'", '"\\u0068"', "a.b", "a . b", "b-c.'x'.a", '"键"']
VALUES = [
    "1", "-0.5e3", "true", "inf", "nan", "0xff", "1979-05-27", "1979-05-27 07:32:00", "1979-05-27T00:32:00-07:00", "07:32:00",
    '""', "''", '"x # y"', "'x \\ y'", '"a\\"b\\\\"', '"""\nmany\n\\\n  lines """', "'''\n'' quote\n'''", '"""a""b"""""', "'''x'''''",
    "[]", "[1, [2, 3], ]", '[ # one\n "a", # two\n\n \'b\'\n]', "{}", "{x = 1, y.z = '}'}", '[{a = "]"}, {a = [1]}]',
]  # fmt: skip

statements = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.builds("  {}\t=\t{} # a [comment] = 1".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.builds("[{}]".format, st.sampled_from(KEYS)),
    st.builds("[ {} ] # more".format, st.sampled_from(KEYS)),
    st.builds("[[{}]]".format, st.sampled_from(KEYS)),
    st.builds("[[ {} ]]".format, st.sampled_from(KEYS)),
    st.sampled_from(["", "# only = a comment", "\t"]),
)


@given(st.lists(statements, max_size=8), st.sampled_from(["\n", "\r\n"]))
@example(["[[a]]", "b-c = 1", "[a.b]", "[[a]]", "[a.b]"], "\n")
def test_it_reads_what_tomllib_reads(lines, end):
    text = end.join(lines)
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)

    assert same(expected, data(parse(text)))


@given(st.text(alphabet="a=[]{}\"'\n #.,1\\é", max_size=20))
def test_it_refuses_what_tomllib_refuses_and_says_where(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(Refused) as refused:
            parse(text)
        assert 1 <= refused.value.line <= text.count("\n") + 1
        assert refused.value.column >= 1
    else:
        assert same(tomllib.loads(text), data(parse(text)))


@given(st.lists(statements, max_size=8))
def test_every_character_stands_at_its_place(misplaced, lines):
    text = "\n".join(lines)
    try:
        tree, counted = parse_toml(text, Refused)
    except Refused:
        assume(False)

    followed = Mapping(tuple(one for one in _flat(tree) if one.value.text.runs), tree.span)

    assert misplaced(followed, counted) == []


def _flat(node: Node):
    from openness_lint.syntax.node import Entry

    if isinstance(node, Scalar):
        yield Entry(Scalar(node.text, node.plain), node)
    elif isinstance(node, Mapping):
        for key, value in node:
            if key.text.runs:
                yield Entry(key, key)
            yield from _flat(value)
    else:
        for item in node.items:
            yield from _flat(item)


PAGE = """\
[project]
name = "x"
[tool."openness-lint"]
select = ["T", 'U101']
lang = "zh" # not "en"
per-file = [{ files = "a/*", ignore = ["T3"] }]
severity."carry-identity" = "info"
[tool.openness-lint.severity]
T3 = '''warning'''
[[tool.openness-lint.more]]
x = 1.5
"""
PAGE = PAGE.replace("[tool.openness-lint.severity]\nT3 = '''warning'''\n", "severity.T3 = '''warning'''\n")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("project", "name"), "x"),
        (("tool", "openness-lint"), '[tool."openness-lint"]'),
        (("tool", "openness-lint", "select"), "[\"T\", 'U101']"),
        (("tool", "openness-lint", "select", 1), "U101"),
        (("tool", "openness-lint", "lang"), "zh"),
        (("tool", "openness-lint", "per-file", 0), '{ files = "a/*", ignore = ["T3"] }'),
        (("tool", "openness-lint", "per-file", 0, "ignore", 0), "T3"),
        (("tool", "openness-lint", "severity"), "severity"),
        (("tool", "openness-lint", "severity", "carry-identity"), "info"),
        (("tool", "openness-lint", "severity", "T3"), "'''warning'''"),
        (("tool", "openness-lint", "more", 0), "[[tool.openness-lint.more]]"),
        (("tool", "openness-lint", "more", 0, "x"), "1.5"),
    ],
)
def test_values_and_tables_stand_where_they_are_written(path, shown):
    node = at(parse(PAGE), *path)

    assert shown == source(PAGE, node.span)


def test_keys_stand_where_they_are_written():
    tree = at(parse(PAGE), "tool", "openness-lint", "severity")

    assert [source(PAGE, key.span) for key, _ in tree] == ["carry-identity", "T3"]


@pytest.mark.parametrize(
    ("text", "line", "column", "zh"),
    [
        ("a = 1\na = 2\n", 2, 6, "键或表重复，或者前面已经写完"),
        ("[a]\n[a]\n", 2, 3, "键或表重复，或者前面已经写完"),
        ("a = {}\n[a.b]\n", 2, 5, "键或表重复，或者前面已经写完"),
        ("a = [1,\n", 1, 9, "缺少值，或列表没有结束"),
        ("a = [1\n", 1, 7, "列表没有结束，缺少 ]"),
        ('a = "x\nb = 1\n', 1, 7, "引号没有成对"),
        ("a\n", 1, 2, "键后面应是 ="),
        ("[a\n", 1, 3, "表名后面缺少 ]"),
        ("a = 1 b = 2\n", 1, 7, "一行只写一项，这里多了内容"),
        ("= 1\n", 1, 1, "这里应是“键 = 值”或 [表名]"),
        ("a = x\n", 1, 5, "值不合 TOML 的写法；文字要加引号"),
        ('a = "C:\\x"\n', 1, 8, "双引号内的 \\ 要写成 \\\\，或改用单引号"),
        ('a = "\x00"\n', 1, 6, "不能出现的控制字符"),
    ],
)
def test_mistakes_are_told_with_their_place(text, line, column, zh):
    with pytest.raises(Refused) as refused:
        parse(text)

    assert (zh, line) == (refused.value.message.zh, refused.value.line)
    assert abs(column - refused.value.column) <= 2  # versions of Python differ by the mark they stop at


def test_what_is_nested_without_end_is_refused():
    with pytest.raises(Refused, match="nested more than 40 deep"):
        parse("a = " + "[" * 60 + "]" * 60)
    with pytest.raises(Refused, match="nested more than 40 deep"):
        parse("a = " + "[" * 9000 + "]" * 9000)


def test_a_date_is_no_text():
    assert dt.date(1979, 5, 27) == data(parse("a = 1979-05-27"))["a"]
