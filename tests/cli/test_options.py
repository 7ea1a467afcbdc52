"""A plain command line means to us what it means to click, and whatever is not plain is left to click."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openness_lint.cli.check import command, parameters
from openness_lint.cli.commands import ORDER, common_options
from openness_lint.cli.options import Option, quickly

PARAMETERS = [*parameters("en"), *common_options("en")]
COMMAND = command("en")
WRITTEN = [written for one in PARAMETERS if isinstance(one, Option) for written in one.written()]
WORDS = ["a.yaml", "-", "reports/", "T303,U101", "json", "error", "warnin", "always", "zh", "", "--", "-x", "年报.yaml"]


def by_click(words: list[str]) -> tuple[dict[str, object], list[str]] | None:
    """The values and the order of options that click reads; None where it refuses, or shows help."""
    try:
        context = COMMAND.make_context("check", list(words))
    except (click.ClickException, click.exceptions.Exit):
        return None
    return context.params, [one for one in context.meta[ORDER] if one != "paths"]


def by_us(words: list[str]) -> tuple[dict[str, object], list[str]] | None:
    line = quickly(words, PARAMETERS)
    return None if line is None else (dict(line.values), [one for one in line.order if one != "paths"])


pieces = st.one_of(
    st.sampled_from(WRITTEN).map(lambda one: [one]),
    st.tuples(st.sampled_from(WRITTEN), st.sampled_from(WORDS)).map(list),
    st.tuples(st.sampled_from(WRITTEN), st.sampled_from(WORDS)).map(lambda one: [f"{one[0]}={one[1]}"]),
    st.tuples(st.sampled_from(WRITTEN), st.sampled_from(WORDS)).map(lambda one: [f"{one[0]}{one[1]}"]),
    st.sampled_from(WORDS).map(lambda one: [one]),
    st.sampled_from([["--help"], ["-h"], ["--version"], ["-qv"], ["--stat"], ["-1"]]),
)
lines = st.lists(pieces, max_size=5).map(lambda one: [word for piece in one for word in piece])


@given(lines)
@example(["a.yaml", "--no-cache", "--cache"])
@example(["-f", "json", "-o", "-", "a.yaml", "-f", "sarif", "-o", "b.sarif"])
@example(["--select=", "a.yaml"])
@example(["--select", "-q", "a.yaml"])
@example(["a.yaml", "--rules"])
def test_what_is_read_quickly_is_what_click_reads(words: list[str]):
    read = by_us(words)

    assert read is None or read == by_click(words)


@pytest.mark.parametrize(
    "words",
    [
        ["a.yaml"],
        ["reports/", "b.yaml", "-"],
        ["--statistics", "a.yaml", "-q", "--fail-on", "warning"],
        ["--format=json", "-o", "found.json", "a.yaml"],
        ["-f", "text", "-f", "sarif", "-o", "found.sarif", "a.yaml"],
        ["-s", "T,U101", "-i", "T303", "--rules", "ours", "--config", "c.yaml", "--isolated", "a.yaml"],
        ["--lang", "en", "--debug", "--color", "never", "--no-cache", "a.yaml"],
    ],
)
def test_what_people_write_every_day_needs_no_click(words: list[str]):
    read = by_us(words)

    assert read is not None
    assert read == by_click(words)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--help"],
        ["--", "a.yaml"],
        ["--fail-on", "warnin", "a.yaml"],
        ["--frmat", "json", "a.yaml"],
        ["-qv", "a.yaml"],
        ["-fjson", "a.yaml"],
        ["a.yaml", "--format"],
        ["--quiet=yes", "a.yaml"],
    ],
)
def test_what_is_not_plain_is_left_to_click(words: list[str]):
    assert by_us(words) is None


def test_a_file_that_cannot_be_read_is_left_to_click_to_complain_of(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("os.access", lambda *_: False)

    assert by_us([str(Path(__file__))]) is None
