"""What a text must hold for a pattern to be found in it: never more than it does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.syntax.literals import needs_of


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("期限[^。；]{0,4}[自从为]", [("期限",), ("自", "从", "为")]),
        ("(?:统计|数据)[^。]{0,8}(?:期限|时段|期)", [("统计", "数据"), ("时段", "期")]),
        ("100%(?:办结|答复)", [("100%办结", "100%答复")]),
        ("(?:未|没有)收(?:到){0,1}", [("未收", "没有收")]),
        ("(?:政府){0,1}信息公开", [("信息公开",)]),
        ("(?:甲[^乙]丙|丁)戊", [("丙戊", "丁戊"), ("甲", "丁")]),
        ("a{0,2}b", [("b",)]),
        ("(?:ab){1,2}c", [("abc",)]),
        ("(?<!x)yz(?=abc)", [("yzabc",)]),
        ("(?<=[发函])(?:〔|（)20", [("发〔20", "发（20", "函〔20", "函（20")]),
        ("(?:[01]{1,9}|x[^a]y)余(?=条)", [("0余条", "1余条", "y余条"), ("0", "1", "x")]),
        ("x(?:a(?=b)|c(?<=d))y", [("xay", "xcy")]),
        ("(?:x[^a]y|[^b])z", [("z",)]),
        ("[ab]", [("a", "b")]),
        ("[a-c]d", [("ad", "bd", "cd")]),
        ("[一-鿿]d", [("d",)]),
        ("[^a]", []),
        ("(?i)ab", []),
        ("(?i:ab)c", [("c",)]),
        ("a|b?", []),
        ("(?P<x>ab)?(?(x)cde|f)g", [("g",)]),
        (r"\A", []),
    ],
)
def test_the_groups_of_strings_that_every_match_holds_the_most_telling_first(pattern, needs):
    assert list(needs_of(pattern).groups) == needs


def test_what_a_rule_tells_itself_is_one_more_group():
    assert needs_of("[^a]{2}[bc]", ("xb", "xc")).groups == (("xb", "xc"),)
    assert needs_of("[^a]{2}b", ("费",)).groups == (("费",), ("b",))


def test_characters_that_stand_for_others_tell_nothing():
    assert needs_of("收N件[N到]共", opaque="N").groups == (("收",), ("件",), ("共",))


_PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", ".", r"\b", r"\A", "^"]),
    lambda one: st.one_of(
        st.lists(one, min_size=1, max_size=3).map("".join),
        st.lists(one, min_size=1, max_size=3).map(lambda several: f"(?:{'|'.join(several)})"),
        st.tuples(one, st.sampled_from(["{0,1}", "{1,2}", "{1,2}?"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        one.map("(?={})".format),
        st.sampled_from(["(?<=a)", "(?<=[ab])", "(?<!a)", "(?!b)"]),
    ),
    max_leaves=6,
)


@given(pattern=_PATTERNS, text=st.text(alphabet="abc", max_size=8))
def test_no_match_is_in_a_text_without_what_its_pattern_needs(pattern, text):
    needs, is_first = needs_of(pattern)

    for found in re.finditer(pattern, text):
        assert all(any(one in text for one in group) for group in needs)
        assert found.start() == 0 or not is_first


@pytest.mark.parametrize(
    ("pattern", "is_first"),
    [(r"\Aa", True), ("^a", True), ("(?m)^a", False), ("a", False), (r"\Aa|b", False), (r"\Aa|\Ab", True), ("", False)],
)
def test_what_stands_first_or_nowhere_is_known(pattern, is_first):
    assert needs_of(pattern).is_first is is_first
