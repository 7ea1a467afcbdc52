"""Simple YAML, read without a parser: what is read is what a parser reads; what is refused, a parser may judge."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import UnreadableInput
from openness_lint.syntax.node import DEEPEST, MOST_NODES, Lines, Node
from openness_lint.syntax.simple import read_simple
from openness_lint.syntax.yaml import parse_yaml

PARSERS = ["libyaml"] if importlib.util.find_spec("_ruamel_yaml") is not None else []
PARSERS.append("ruamel.yaml")

REPORT = """\
# 年报
agency: 朝阳市科学技术局  # 机关
year: 2024
title: "朝阳市 2024"
published: '2025-01-17'
preface: |-
  按照规定，现公布年报。

sections:

  一、总体情况: |
    一是主动公开情况：  # 不是注释
      - 缩进

    二是“依申请”公开：0件。

  二、主动公开政府信息情况:
    规章: {本年制发件数: 0, "本年废止件数": ' 1',现行有效件数: "2" }  # 三项
    行政规范性文件: [ 0,1, '', "/" , -3, 2.5]
    行政许可:
    行政处罚:   # 无
    "行政强制": 0
    备注: a -b ?c [d], {e} f
  五、存在的主要问题及改进情况:
    text: |
        不足。
"""


def parsed(text: str, parser: str) -> Node | None:
    """The tree as a parser gives it; None where it is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openness_lint.syntax.yaml.read_simple", lambda lines: None)
        if parser == "ruamel.yaml":
            patch.setitem(sys.modules, "_ruamel_yaml", None)
        try:
            return parse_yaml(text, UnreadableInput)[0]
        except UnreadableInput:
            return None


def assert_same(text: str) -> None:
    tree = read_simple(Lines(text))
    if tree is not None:
        for parser in PARSERS:
            assert parsed(text, parser) == tree, parser


def is_simple(text: str) -> bool:
    return read_simple(Lines(text)) is not None


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_all_that_is_simple_is_read_as_a_parser_reads_it(ending):
    text = REPORT.replace("\n", ending)

    assert is_simple(text)
    assert_same(text)


@pytest.mark.parametrize("text", [REPORT.rstrip("\n"), REPORT.rstrip("\n") + "\n\n  \n", "a: |\n  b", "a: |-\n b\n\n"])
def test_a_text_may_end_with_its_last_word_or_with_blank_lines(text):
    assert is_simple(text)
    assert_same(text)


def test_reports_as_people_write_them_are_simple():
    folder = Path(__file__).parents[2] / "examples"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("report*.yaml"))]

    assert texts
    assert any(is_simple(text) for text in texts)
    for text in texts:
        assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# x\n",
        "a\n",
        "a: b\n  c\n",
        "a: b\n\n  c\n",
        "a: b\n  c: d\n",
        "a:\n    b: c\n  d: e\n",
        "  a: b\nc: d\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a: b: c\n",
        "a: b:\n",
        "a: 'it''s'\n",
        'a: "\\t"\n',
        "a: [1, [2]]\n",
        "a: [1, 2,]\n",
        "a: [1, , 2]\n",
        "a: [\n",
        "a: [1,\n  2]\n",
        "a: [1:2]\n",
        "a: [1 2]\n",
        "a: {b}\n",
        "a: {b:1}\n",
        "a:\n- b\n",
        "a: - b\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !!str b\n",
        "a: >\n  b\n",
        "a: |2\n  b\n",
        "a: |\nb: c\n",
        "a: |\n\n  b\n",
        "a: |\n  \n  b\n",
        "a: |\n  b\n   \n  c\n",
        "a: |\n  b\n c: d\n",
        "a: |\n  b\n# x\n  c\n",
        "a: |\n\tb\n",
        "a: |",
        "a:\tb\n",
        "a: b\r\nc: d\n",
        "a: b\rc: d\r",
        "--- \na: b\n",
        "---\na: b\n",
        "a: b\n---\na: b\n",
        "a: b\n...\n",
        "%YAML 1.2\n---\na: b\n",
        "? a\n: b\n",
        "a : b\n",
        "a#b: c\n",
        "a: b#c\n",
        "a: 10:30\n",
        "-: 1\n",
        "'': 1\n",
        "a" * 1100 + ": b\n",
        "a: {" + "b" * 1100 + ": c}\n",
        "".join(f"{' ' * i}a:\n" for i in range(DEEPEST + 1)),
        "a: " + "b" * MOST_NODES + "\n",
    ],
)
def test_anything_else_is_left_to_the_parser(text):
    assert not is_simple(text)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", " ", "  ", "    "]),
        st.sampled_from(["a", "b", "规章", "c d", '"e"', "'f'", "- ", "# x", "", "...", "---", "a#"]),
        st.sampled_from([": ", ":", ":  ", "", " : ", "：", ": \t"]),
        st.sampled_from(
            [
                *("", "1", "-1", "- 1", "~", "x y", "'x y'", '"x: y"', "'a'b", "a: b", "a, b]", "|", "|-", "|+", ">"),
                *(
                    "[0, 1]",
                    "[0,'']",
                    "[1 2]",
                    "[-]",
                    "[- 1]",
                    "[",
                    "]",
                    "{a: 1}",
                    "{a: 1, b: '2'}",
                    "{a:1}",
                    "{a : 1}",
                ),
                *(
                    "&a 1",
                    "*a",
                    "!!str x",
                    "%x",
                    "@x",
                    "`x",
                    "?x",
                    "? x",
                    "\u3000x\u3000",
                    "x\u2028y",
                    "\x85",
                    "\U0001f600",
                ),
            ]
        ),
        st.sampled_from(["", "", " ", " # y", "#y", " #y", ",", "\t"]),
    ).map("".join),
    max_size=8,
)


@given(LINES, st.sampled_from(["\n", "\n", "\n", "\n\n", "\n \n", "\r\n"]), st.sampled_from(["", "\n"]))
@settings(deadline=None, max_examples=300)
@example(["a: |", "  x", "", "", "b: 1"], "\n", "\n")
@example(["a:", "  b: |", "    x", "   # y", "  c: 1"], "\n", "\n")
@example(["a:", "  b: 'x y'  "], "\n", "")
def test_lines_of_all_kinds_are_read_as_by_a_parser_or_not_at_all(lines, ending, last):
    assert_same(ending.join(lines) + last)


CUTS = st.lists(
    st.tuples(st.integers(0, len(REPORT)), st.integers(0, 3), st.text(" :#|[]{},'\"-?\n\t0a一", max_size=3))
)


@given(CUTS, st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None, max_examples=200)
def test_a_report_with_slips_is_read_as_by_a_parser_or_not_at_all(cuts, ending):
    text = REPORT
    for place, width, instead in cuts[:4]:
        text = text[:place] + instead + text[place + width :]

    assert_same(text.replace("\n", ending))
