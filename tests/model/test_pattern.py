from __future__ import annotations

import marshal
import re

import pytest

from openness_lint.model.pattern import compiled, known, pattern


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


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("(?P<year>[0-9]{4})年", 0),
        ("(?i:abc)|(?<=[一-鿿]),(?P<a>x)(?P=a)", 0),
        (r"a # b", re.VERBOSE | re.IGNORECASE),
        (rb"[\x80-\xff]{1,3}", re.DOTALL),
        ("", 0),
    ],
)
def test_what_is_compiled_from_kept_code_is_what_re_compiles(text, flags):
    assert compiled(text, flags) == re.compile(text, flags)
    kept = known[text, int(flags)]
    assert marshal.loads(marshal.dumps(tuple(kept))) == tuple(kept)
    assert compiled(text, flags) == re.compile(text, flags)
    assert compiled(text, flags).groupindex == re.compile(text, flags).groupindex


@pytest.mark.parametrize(
    "spoilt", [(), (0, b"\xff" * 8, 1, {}, ()), (0, b"123", 0, {}, ()), (0, "x", 0, {}, ()), (None,) * 5]
)
def test_spoilt_code_is_never_run(monkeypatch, spoilt):
    monkeypatch.setitem(known, ("abc", 0), spoilt)

    assert compiled("abc").fullmatch("abc")


def test_what_is_no_pattern_is_refused():
    with pytest.raises(re.error, match="unterminated"):
        compiled("(a")
