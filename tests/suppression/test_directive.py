"""How a suppression is written, and how every slip in it is told at its very characters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.model.diagnostic import Broken
from openness_lint.model.report import Comment
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.suppression.directive import read_comment
from openness_lint.suppression.waiver import Beside, Everywhere, Waiver

BEFORE = "a: 1  "


@pytest.fixture
def parse(rulebook):
    """What a comment behind a value is read as."""

    def read(words: str) -> Waiver | Broken | None:
        line = BEFORE + words
        span = TextSpan(1, len(BEFORE) + 1, 1, len(line) + 1)
        text = Text(words, span, (Run(0, 1, len(BEFORE) + 1),))
        comment = Comment(text, False, (TextSpan(1, 1, 1, len(line) + 1),))
        return read_comment(comment, [one.rule for one in rulebook.rules], (line,))

    return read


def shown(words: str, span: TextSpan) -> str:
    return (BEFORE + words)[span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("words", "selectors", "reason", "until"),
    [
        ("# openness-lint: ignore[T303] 原件如此", ["T303"], "原件如此", None),
        ("#openness-lint:ignore[T303]原件如此", ["T303"], "原件如此", None),
        ("##  openness-lint : ignore [ T303 , C105 ]  原件如此  ", ["T303", "C105"], "原件如此", None),
        ("# openness-lint: ignore[carry-identity,T3]: as printed", ["carry-identity", "T3"], "as printed", None),
        ("# openness-lint: ignore[T303]：全角冒号也可以", ["T303"], "全角冒号也可以", None),
        ("# openness-lint: ignore[T303] until 2025-12-31: 待更正", ["T303"], "待更正", date(2025, 12, 31)),
        ("# openness-lint: ignore[T303] until 2025-12-31 待更正", ["T303"], "待更正", date(2025, 12, 31)),
        ("# openness-lint: ignore[T303] until 2025-12-31：待更正", ["T303"], "待更正", date(2025, 12, 31)),
        ("# openness-lint: ignore[T303] until 2025-12-31", ["T303"], "", date(2025, 12, 31)),
        ("# openness-lint: ignore[T303]: until 2025-12-31: 待更正", ["T303"], "待更正", date(2025, 12, 31)),
        ("# openness-lint: ignore[T303]: until the books are closed", ["T303"], "until the books are closed", None),
        ("# openness-lint: ignore[T303]", ["T303"], "", None),
        ("# openness-lint: ignore[T303] 见 [附件] #2", ["T303"], "见 [附件] #2", None),
    ],
)
def test_what_is_understood(parse, words, selectors, reason, until):
    found = parse(words)

    assert isinstance(found, Waiver)
    assert (selectors, reason, until) == ([one.word for one in found.selectors], found.reason, found.until)
    assert isinstance(found.scope, Beside)
    assert words == shown(words, found.spot.span)
    assert selectors == [shown(words, one.spot.span) for one in found.selectors]


def test_a_word_names_rules_as_on_the_command_line(parse):
    found = parse("# openness-lint: ignore[T30,carry-identity,T401] 原件如此")

    assert [{"T301", "T302", "T303", "T304", "T305"}, {"T303"}, {"T401"}] == [set(one.codes) for one in found.selectors]


def test_a_whole_file_is_meant_by_its_own_word(parse):
    assert parse("# openness-lint: ignore-file[T303] 原件如此").scope == Everywhere()


@pytest.mark.parametrize(
    ("words", "at", "zh", "en"),
    [
        ("# openness-lint: ingore[T303] 理由", "ingore", "不认识“ingore”；是否指“ignore”？", "unknown word 'ingore'; did you mean 'ignore'?"),
        ("# openness-lint: ignore-fiel[T303] 理由", "ignore-fiel", "不认识“ignore-fiel”；是否指“ignore-file”？", "unknown word 'ignore-fiel'; did you mean 'ignore-file'?"),
        ("# openness-lint: Ignore[T303] 理由", "Ignore", "不认识“Ignore”；是否指“ignore”？", "unknown word 'Ignore'; did you mean 'ignore'?"),
        ("# openness-lint: off", "off", "不认识“off”；可写 ignore[规则] 理由，或 ignore-file[规则] 理由", "unknown word 'off'; write ignore[RULES] reason, or ignore-file[RULES] reason"),
        ("# openness-lint: 已核对", ":", "冒号后面应写 ignore[规则] 理由，或 ignore-file[规则] 理由", "after the colon comes ignore[RULES] reason, or ignore-file[RULES] reason"),
        ("# opennes-lint: ignore[T303] 理由", "opennes-lint", "应写 openness-lint，这里是“opennes-lint”", "openness-lint is meant, but 'opennes-lint' is written"),
        ("# openness lint: ignore[T303] 理由", "openness lint", "应写 openness-lint，这里是“openness lint”", "openness-lint is meant, but 'openness lint' is written"),
        ("# OpennessLint ignore[T303] 理由", "OpennessLint", "应写 openness-lint，这里是“OpennessLint”", "openness-lint is meant, but 'OpennessLint' is written"),
        ("# openness-lint ignore[T303] 理由", "openness-lint", "openness-lint 后面应是英文冒号“:”", "a colon ':' must follow openness-lint"),
        ("# openness-lint：ignore[T303] 理由", "：", "openness-lint 后面应是英文冒号“:”", "a colon ':' must follow openness-lint"),
        ("# openness-lint: ignore 理由", "ignore", "要写明豁免哪些规则，如 ignore[T303]；不能笼统地全部豁免", "name the rules to be silenced, as in ignore[T303]; silencing them all at once is not possible"),
        ("# openness-lint: ignore-file", "ignore-file", "要写明豁免哪些规则，如 ignore-file[T303]；不能笼统地全部豁免", "name the rules to be silenced, as in ignore-file[T303]; silencing them all at once is not possible"),
        ("# openness-lint: ignore T303 理由", "ignore", "要写明豁免哪些规则，如 ignore[T303]；不能笼统地全部豁免", "name the rules to be silenced, as in ignore[T303]; silencing them all at once is not possible"),
        ("# openness-lint: ignore［T303］ 理由", "［", "规则写在英文方括号里，如 ignore[T303]", "the rules stand in ASCII brackets, as in ignore[T303]"),
        ("# openness-lint: ignore(T303) 理由", "(", "规则写在英文方括号里，如 ignore[T303]", "the rules stand in ASCII brackets, as in ignore[T303]"),
        ("# openness-lint: ignore[T303 理由", "[", "方括号没有闭合：规则后面要写英文的“]”", "the bracket is not closed: ']' must follow the rules"),
        ("# openness-lint: ignore[T303】 理由", "】", "方括号没有闭合：规则后面要写英文的“]”", "the bracket is not closed: ']' must follow the rules"),
        ("# openness-lint: ignore[] 理由", "[", "这里缺一条规则", "a rule is missing here"),
        ("# openness-lint: ignore[T303,] 理由", ",", "这里缺一条规则", "a rule is missing here"),
        ("# openness-lint: ignore[T303，C105] 理由", "，", "规则之间用英文逗号“,”分开", "the rules are parted by an ASCII comma ','"),
        ("# openness-lint: ignore[T303、C105] 理由", "、", "规则之间用英文逗号“,”分开", "the rules are parted by an ASCII comma ','"),
        ("# openness-lint: ignore[T301,T3O3] 理由", "T3O3", "没有规则“T3O3”；是否指“T303”？", "there is no rule 'T3O3'; did you mean 'T303'?"),
        ("# openness-lint: ignore[cary-identity] 理由", "cary-identity", "没有规则“cary-identity”；是否指“carry-identity”？", "there is no rule 'cary-identity'; did you mean 'carry-identity'?"),
        ("# openness-lint: ignore[*] 理由", "*", "没有规则“*”", "there is no rule '*'"),
        ("# openness-lint: ignore[Q101] 理由", "Q101", "Q101 是检查豁免本身的规则，不能豁免；可用 --ignore 停用", "Q101 is about suppressions and cannot be suppressed itself; --ignore switches it off"),
        ("# openness-lint: ignore[T303] until 2025-2-1: 理由", "2025-2-1", "“2025-2-1”不是日期；写成 2025-12-31", "'2025-2-1' is no date; write it as in 2025-12-31"),
        ("# openness-lint: ignore[T303] until 2025-02-30: 理由", "2025-02-30", "没有 2025-02-30 这一天", "there is no such day as 2025-02-30"),
        ("# openness-lint: ignore[T303] until ２０２５-12-31: 理由", "２０２５-12-31", "“２０２５-12-31”不是日期；写成 2025-12-31", "'２０２５-12-31' is no date; write it as in 2025-12-31"),
        ("# openness-lint: ignore[T303] until 年底 理由", "年底", "“年底”不是日期；写成 2025-12-31", "'年底' is no date; write it as in 2025-12-31"),
        ("# openness-lint: ignore[T303] until", "until", "until 后面要写日期，如 until 2025-12-31", "a date follows until, as in until 2025-12-31"),
        ("# openness-lint: ignore[T303] Until 2025-12-31: 理由", "Until", "应写 until，这里是“Until”", "until is meant, but 'Until' is written"),
        ("# openness-lint: ignore[T303] untill 2025-12-31: 理由", "untill", "应写 until，这里是“untill”", "until is meant, but 'untill' is written"),
        ("# openness-lint: ignore[T303] 理由 # openness-lint: ignore[C105] 理由", "openness-lint: ignore", "豁免要自成一条注释，写在“#”之后；同一处的几条规则写在一个方括号里", "a suppression begins its comment, right after the '#'; several rules share one pair of brackets"),
        ("# 已核对 openness-lint: ignore[T303] 理由", "openness-lint: ignore", "豁免要自成一条注释，写在“#”之后；同一处的几条规则写在一个方括号里", "a suppression begins its comment, right after the '#'; several rules share one pair of brackets"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_where_it_stands(parse, words, at, zh, en):
    found = parse(words)

    assert isinstance(found, Broken)
    assert (at, zh, en) == (shown(words, found.at.span), found.message.zh, found.message.en)


@pytest.mark.parametrize(
    "words",
    [
        "#",
        "# 自然人、商业企业、科研机构",
        "# openness-lint",
        "# openness-lint 2.0 检查通过",
        "# checked with openness-lint: all fine",
        "# see https://example.org/openness-lint: ignoring a finding",
        "# noqa: T303",
        "# coding: utf-8",
        "# ignore[T303] 理由",
        "# open list: ignore",
    ],
)
def test_other_comments_are_left_in_peace(parse, words):
    assert parse(words) is None


@given(st.text(st.sampled_from("#:：[]［］,，、 \topenslitgrufT3012-05一理由\\'\"*"), max_size=60))
def test_whatever_a_comment_says_its_place_is_told(rulebook, words):
    words = f"#{words}"
    span = TextSpan(1, 1, 1, len(words) + 1)
    comment = Comment(Text(words, span, (Run(0, 1, 1),)), True, ())

    found = read_comment(comment, [one.rule for one in rulebook.rules], (words,))

    if isinstance(found, Broken):
        at = found.at.span
        assert 1 <= at.column < at.end_column <= len(words) + 1


@pytest.mark.parametrize("words", ["#" * 200_000, "# " + " " * 200_000, "# openness-lint" + " " * 200_000 + "x", "# openness-lint: " + "a" * 200_000, "# openness-lint: ignore[" + "T303," * 20_000, "# " + "openness-lint " * 20_000])  # fmt: skip
def test_an_endless_comment_is_read_at_once(parse, words):
    parse(words)
