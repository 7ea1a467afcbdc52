"""A report with three faults of different kinds, and what a run on a fixed day makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import dedent

import pytest

from openness_lint.engine import judge
from openness_lint.host import Host, Rulebook
from openness_lint.model.diagnostic import Violation
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.span import TextSpan
from openness_lint.suppression.settle import Settled, Terms, settle
from openness_lint.suppression.side_file import parse_side_file
from openness_lint.syntax.node import Lines

TODAY = date(2025, 6, 30)

# One fault in each of its last three rows, each alone on its line: T401, C105 and U101, T301.
REPORT = """\
agency: 示例县水利局
year: 2024
sections:
  四、政府信息公开行政复议、行政诉讼情况:
    行政复议: [1, 0, 0, 0, 2]
  二、主动公开政府信息情况:
    行政许可: 3件
    行政事业性收费: 265500元
  三、收到和处理政府信息公开申请情况:
    一、本年新收政府信息公开申请数量: [5, 1, 0, 0, 0, 0, 7]
"""
RULES = ("T301", "T401", "C105", "U101", "Q")


@pytest.fixture
def read(host: Host, rulebook: Rulebook) -> Callable[..., Report]:
    def read(text: str, suffix: str = ".yaml") -> Report:
        source = Source(f"report{suffix}", dedent(text).lstrip("\n").encode())
        return host.readers[suffix].read(source, rulebook.shelf)

    return read


@pytest.fixture
def settled(read: Callable[..., Report], rulebook: Rulebook) -> Callable[..., Settled]:
    """What a run says of the text of a report, with a few rules on a fixed day."""

    def run(
        text: str = REPORT,
        beside: str | None = None,
        *,
        select: tuple[str, ...] = RULES,
        ignore: tuple[str, ...] = (),
        mandatory: tuple[str, ...] = (),
        suffix: str = ".yaml",
        today: date = TODAY,
    ) -> Settled:
        asked = [
            one
            for one in rulebook.rules
            if any(map(one.rule.answers_to, select)) and not any(map(one.rule.answers_to, ignore))
        ]
        known = [one.rule for one in rulebook.rules]
        name = f"report{suffix}"
        report = read(text, suffix)
        side_file = None if beside is None else parse_side_file(beside.encode(), f"{name}.openness-lint.yaml", known)
        codes = frozenset(rule.code for rule in known if any(map(rule.answers_to, mandatory)))
        terms = Terms(rulebook.rules, asked, today, codes)
        return settle(judge(report, asked, name), report, terms, side_file)

    return run


@pytest.fixture
def outcome(settled: Callable[..., Settled]) -> Callable[..., Outcome]:
    """Of the report, when nothing is to be said of a file beside it."""

    def run(*words: str, **settings: object) -> Outcome:
        found, beside = settled(*words, **settings)
        assert beside is None
        return found

    return run


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """Code and characters of each finding that counts, in reading order."""
    return [(one.rule.code, _under(one, outcome)) for one in outcome.violations]


def let_stand(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Code, kind and reason of each finding that does not."""
    return [(one.rule.code, *one.suppressed) for one in outcome.suppressed if one.suppressed]


def _under(one: Violation, outcome: Outcome) -> str:
    assert isinstance(one.at.span, TextSpan)
    text = "\n".join(outcome.lines)
    lines = Lines(text)
    line, column, end_line, end_column = one.at.span
    return text[lines.offset(line, column) : lines.offset(end_line, end_column)]


@pytest.fixture(scope="session", name="told")
def _told() -> Callable[[Outcome], list[tuple[str, str]]]:
    return told


@pytest.fixture(scope="session", name="let_stand")
def _let_stand() -> Callable[[Outcome], list[tuple[str, str, str]]]:
    return let_stand


@pytest.fixture(scope="session", name="text")
def _text() -> str:
    return REPORT
