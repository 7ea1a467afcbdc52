"""A label is matched as written, as spaced, by alias, or misspelt beyond doubt; what is doubtful is not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openness_lint.model.form import Wording
from openness_lint.model.report import Match
from openness_lint.recognition.labels import Candidate, Matcher, plain, without_enumerator

STATE, DUTY, OTHER, REVIEW, CLEAR = object(), object(), object(), object(), object()
MATCHER = Matcher(
    [
        Candidate(STATE, ("denied.state_secret", "state_secret"), Wording("1.属于国家秘密", ("1.国家秘密",))),
        Candidate(DUTY, ("denied.internal",), Wording("5.属于三类内部事务信息")),
        Candidate(OTHER, ("other",), Wording("3.其他", ("3.其它",))),
        Candidate(REVIEW, ("review",), Wording("（一）行政复议“结果”")),
        Candidate(CLEAR, ("clear",), Wording("3.补正后申请内容仍不明确")),
    ],
    distance=3,
)


@pytest.mark.parametrize(
    ("label", "target", "match"),
    [
        ("1.属于国家秘密", STATE, Match.OFFICIAL),
        ("state_secret", STATE, Match.ID),
        ("denied.state_secret", STATE, Match.ID),
        ("\u30001.属于国家秘密\xa0", STATE, Match.OFFICIAL),
        ("1、属于国家秘密", STATE, Match.SPACING),
        ("１．属于国家秘密", STATE, Match.SPACING),
        ("1. 属于\n国家\u3000秘密。", STATE, Match.SPACING),
        ("1.属于国\u200b家秘密：", STATE, Match.SPACING),
        ("(一)行政复议「结果」", REVIEW, Match.SPACING),
        ("(一) 行政复议\"结果\"", REVIEW, Match.SPACING),
        ("1.国家秘密", STATE, Match.ALIAS),
        ("1、国 家秘密", STATE, Match.ALIAS),
        ("属于国家秘密", STATE, Match.ALIAS),
        ("国家秘密", STATE, Match.ALIAS),
        ("（二）属于国家秘密", STATE, Match.ALIAS),
        ("其它", OTHER, Match.ALIAS),
        ("2.其他", OTHER, Match.ALIAS),
    ],
)  # fmt: skip
def test_exact_matches(label, target, match):
    assert MATCHER.exact(label) == (target, match)


@pytest.mark.parametrize(
    "label", ["", " ", "1.", "属于", "State_secret", "state-secret", "秘密", "甲" * 10_000, "\x00"]
)
def test_what_is_none_of_them_is_none(label):
    assert MATCHER.exact(label) is None
    assert MATCHER.misspelt(label) is None


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("3.补正后申请内容不明确", CLEAR),
        ("3.补正后申请的内容仍不明确。", CLEAR),
        ("3.补证后申请内容任不明确", CLEAR),
        ("5.属于三类内部事物信息", DUTY),
        ("1.属于国家机密", STATE),
    ],
)
def test_a_misspelling_beyond_doubt_is_read_as_meant(label, target):
    assert MATCHER.exact(label) is None
    assert MATCHER.misspelt(label) == (target, Match.DISTANCE)


@pytest.mark.parametrize(
    "label",
    [
        "3.其也",  # four characters allow one edit, but the alias 3.其它 is as near to nothing else
        "3.他其",
        "1.属国密",  # too far for its length
        "3.补正前申请的材料仍不明了",
    ],
)
def test_how_far_is_measured_by_the_length_of_the_label(label):
    found = MATCHER.misspelt(label)

    assert found is None or found == (OTHER, Match.DISTANCE)
    assert MATCHER.exact(label) is None


def test_between_two_that_are_as_near_nothing_is_chosen():
    first, second = object(), object()
    matcher = Matcher(
        [Candidate(first, ("a",), Wording("结转上年度办理")), Candidate(second, ("b",), Wording("结转下年度办理"))], 3
    )

    assert matcher.misspelt("结转本年度办理") is None
    assert matcher.exact("结转下年度办理") == (second, Match.OFFICIAL)


def test_an_alias_of_two_means_neither():
    first, second = object(), object()
    matcher = Matcher(
        [
            Candidate(first, ("a",), Wording("（三）小计", ("小计",))),
            Candidate(second, ("b",), Wording("（四）小计", ("小计",))),
        ],
        0,
    )

    assert matcher.exact("小计") is None
    assert matcher.exact("（四）小计") == (second, Match.OFFICIAL)


@given(st.text())
@example("E\u00a8")
def test_plain_is_plain_already(label):
    assert plain(plain(label)) == plain(label)
    assert not set(plain(label)) & set(" \t\n\u3000\u200b\ufeff")
    assert plain(label).endswith(without_enumerator(label))
