"""Patterns that rules bring: searched only where a match may be, and told so alike of a text and of its parts."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.model.bounded import Bounded, Whole


def test_a_text_without_any_of_a_group_is_not_searched():
    pattern = Bounded("[收缴]费", (("收", "缴"), ("费",)))

    assert [one[0] for one in pattern.finditer("收费和缴费")] == ["收费", "缴费"]
    assert pattern.search("免费") is None
    assert pattern.search("收入") is None
    assert not list(pattern.finditer("免费"))


def test_a_pattern_without_needs_may_stand_anywhere():
    assert Bounded("x").may_stand_in("")
    assert Whole("").may_hold(Bounded("x"))


def test_a_pattern_knows_nothing_beside_its_text_and_needs():
    pattern = Bounded("费", (("费",),))

    with pytest.raises(AttributeError, match="literals"):
        pattern.literals  # noqa: B018
    assert copy.deepcopy(pattern) == pattern
    assert pattern != Bounded("费")


@given(
    needs=st.lists(st.lists(st.text("公开的费", max_size=3), max_size=3).map(tuple), max_size=3).map(tuple),
    text=st.text("公开的费。", max_size=12),
)
def test_a_whole_text_is_asked_as_any_text(needs, text):
    pattern, whole = Bounded("x", needs), Whole(text)

    assert whole.may_hold(pattern) is pattern.may_stand_in(text)
    assert whole.may_hold(pattern) is pattern.may_stand_in(text)  # and again, from what it remembers
    assert [whole.holds(one) for one in "公费"] == [one in text for one in "公费"]
