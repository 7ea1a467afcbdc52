"""Patterns that rules bring: searched only where a match may be, and told so alike of a text and of its parts."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.model.bounded import Bounded, Whole, grouped


def test_a_text_without_any_of_a_group_is_not_searched():
    pattern = Bounded("[收缴]费", (grouped("收缴"), grouped("费")))

    assert [one[0] for one in pattern.finditer("收费和缴费")] == ["收费", "缴费"]
    assert pattern.search("免费") is None
    assert pattern.search("收入") is None
    assert not list(pattern.finditer("免费"))


def test_a_pattern_without_needs_may_stand_anywhere():
    assert Bounded("x").may_stand_in("")
    assert Whole("").may_hold(Bounded("x"))


def test_a_pattern_knows_nothing_beside_its_text_and_needs():
    pattern = Bounded("费", (grouped("费"),))

    with pytest.raises(AttributeError, match="literals"):
        pattern.literals  # noqa: B018
    assert copy.deepcopy(pattern) == pattern
    assert pattern != Bounded("费")


_NEEDS = st.lists(st.lists(st.text("公开的费", max_size=3), max_size=3), max_size=3)
_TEXTS = st.text("公开的费。", max_size=12)


@given(needs=_NEEDS, text=_TEXTS)
def test_a_text_may_hold_a_pattern_where_it_holds_one_of_each_group(needs, text):
    expected = all(any(one in text for one in group) for group in needs)
    pattern, whole = Bounded("x", tuple(map(grouped, needs))), Whole(text)

    assert pattern.may_stand_in(text) is expected
    assert whole.may_hold(pattern) is expected
    assert whole.may_hold(pattern) is expected  # and again, from what it remembers
    assert [whole.holds(one) for one in "公费"] == [one in text for one in "公费"]


@given(needs=_NEEDS, text=_TEXTS, start=st.integers(0, 12), end=st.integers(0, 12))
def test_a_part_of_a_text_is_asked_alike_for_a_narrowed_pattern(needs, text, start, end):
    pattern, part = Bounded("x", tuple(map(grouped, needs))), text[start:end]

    whole = Whole(text)

    assert (whole.may_hold(pattern) and whole.narrowed(pattern).may_stand_in(part)) is pattern.may_stand_in(part)


def test_a_narrowed_pattern_is_the_same_pattern():
    narrowed = Whole("收费").narrowed(Bounded("[收缴]费", (grouped("收缴"),)))

    assert [one[0] for one in narrowed.finditer("收费和缴费")] == ["收费", "缴费"]
    assert narrowed.search("缴费") is None
    assert Whole("缴款").search(Bounded("[收缴]费", (grouped("收缴"), grouped("费")))) is None
    assert Whole("缴费").search(Bounded("[收缴]费", (grouped("收缴"), grouped("费"))))[0] == "缴费"
    assert Whole("缴费").search(Bounded(r"\A费", (), True)) is None


def test_strings_stand_behind_a_rare_character_that_many_of_them_have():
    assert grouped(["收到", "新收", "接到", "公开", "费"]) == (
        ("到", ("收到", "接到")),
        ("收", ("新收",)),
        ("费", ()),
        ("开", ("公开",)),
    )
    assert grouped(["x", ""]) == (("x", ()), ("", ()))
