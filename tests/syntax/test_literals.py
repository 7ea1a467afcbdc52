"""What a text must hold for a pattern to be found in it: never more than it does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.syntax.literals import literals_of


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("期限[^。；]{0,4}[自从为]", ("期限",)),
        ("(?:统计|数据)[^。]{0,8}(?:期限|时段|期)", ("统计", "数据")),
        ("100%(?:办结|答复)", ("100%",)),
        ("a{0,2}b", ("b",)),
        ("(?:ab){1,2}c", ("ab",)),
        ("(?<!x)yz(?=abc)", ("yz",)),
        ("[ab]", ("a", "b")),
        ("[a-c]", ()),
        ("[^a]", ()),
        ("(?i)ab", ()),
        ("(?i:ab)c", ("c",)),
        ("a|b?", ()),
        ("(?P<x>ab)?(?(x)cde|f)g", ("g",)),
        (r"\A", ()),
    ],
)
def test_the_most_telling_part_that_every_match_holds(pattern, literals):
    assert literals_of(pattern) == literals


_PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", ".", r"\b"]),
    lambda one: st.one_of(
        st.lists(one, min_size=1, max_size=3).map("".join),
        st.lists(one, min_size=1, max_size=3).map(lambda several: f"(?:{'|'.join(several)})"),
        st.tuples(one, st.sampled_from(["{0,1}", "{1,2}", "{1,2}?"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        one.map("(?={})".format),
    ),
    max_leaves=6,
)


@given(pattern=_PATTERNS, text=st.text(alphabet="abc", max_size=8))
def test_no_match_is_without_its_literals(pattern, text):
    literals = literals_of(pattern)

    for found in re.finditer(pattern, text):
        assert not literals or any(one in found[0] for one in literals)
