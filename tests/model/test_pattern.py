from __future__ import annotations

import re

import pytest

from openness_lint.model.pattern import pattern


def test_a_pattern_matches_as_the_compiled_one_does():
    ours, theirs = pattern("(?P<year>[0-9]{4})年", re.IGNORECASE), re.compile("(?P<year>[0-9]{4})年", re.IGNORECASE)
    text = "2023年和2024年"

    assert ours.match(text)["year"] == theirs.match(text)["year"] == "2023"  # type: ignore[index]
    assert ours.findall(text) == theirs.findall(text)
    assert [one.span() for one in ours.finditer(text, 3)] == [one.span() for one in theirs.finditer(text, 3)]
    assert ours.sub("", text) == theirs.sub("", text)
    assert ours.split(text) == theirs.split(text)
    assert ours.fullmatch(text) is None
    assert (ours.groupindex, ours.flags, ours.pattern) == (theirs.groupindex, theirs.flags, theirs.pattern)


def test_bytes_have_patterns_too():
    assert pattern(b"[a-z]+").findall(b"ab c") == [b"ab", b"c"]


def test_what_no_pattern_has_is_an_error():
    with pytest.raises(AttributeError, match="matches"):
        pattern("a").matches  # type: ignore[attr-defined]  # noqa: B018
