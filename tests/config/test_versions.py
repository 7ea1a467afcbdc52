"""Specifiers mean what the packaging standards say; `packaging`, which pytest needs anyway, is the oracle."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from openness_lint._version import __version__
from openness_lint.config.versions import satisfies

numbers = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
stages = st.sampled_from(["", "", "a1", "b1", "rc1", "rc2"])
versions = st.builds("{}{}{}".format, numbers, stages, st.sampled_from(["", "", ".dev1"]))
clauses = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(["==", "!=", "<", ">", "<=", ">= "]), numbers, stages),
    st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), numbers),
    st.builds("~={}.{}{}".format, numbers, st.integers(0, 3), stages),
)


@given(versions, st.lists(clauses, min_size=1, max_size=3))
@example("1.0rc1", ["<1"])
@example("1.0a1", ["<1rc1"])
@example("1.0.dev1", [">=1.0a1"])
def test_a_version_meets_what_the_standard_says_it_meets(version, parts):
    text = " , ".join(parts)

    assert SpecifierSet(text).contains(version, prereleases=True) == satisfies(version, text)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("1.0", "1.0"),
        (">=1,", ""),
        ("", ""),
        ("=1", "=1"),
        (">=1.x", ">=1.x"),
        (">=1.*", ">=1.*"),
        ("~=1", "~=1"),
        ("<1, ^2", "^2"),
        ("===1", "===1"),
        (">=1!2", ">=1!2"),
        (">=1.post1", ">=1.post1"),
        ("<0.1, banana", "banana"),
    ],
)
def test_what_is_no_clause_is_named(text, clause):
    with pytest.raises(ValueError, match=f"^{re.escape(clause)}$") as refused:
        satisfies("0.5", text)

    assert clause == str(refused.value)


def test_our_own_version_can_be_judged():
    assert satisfies(__version__, f"=={__version__}")
