"""What tests of checks share: how a rule's file is refused, and what a rule says of a report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openness_lint.model.errors import InvalidRule
from openness_lint.model.report import Report
from openness_lint.rulebook.ready import ReadyRule


@pytest.fixture
def refused(rule) -> Callable[..., str]:
    """Where in its file and why a rule is refused, as `line:column: message`."""

    def load(keys: str, forms: str = "cn-openness-2021") -> str:
        with pytest.raises(InvalidRule) as caught:
            rule(keys, forms)
        error = caught.value
        return f"{error.line}:{error.column}: {error.message.en}"

    return load


@pytest.fixture
def broken(rule) -> Callable[[ReadyRule, Report], list[tuple[str, str]]]:
    """Address and message of everything a rule finds."""

    def judge(ready: ReadyRule, report: Report) -> list[tuple[str, str]]:
        verdict = ready.questions[report.form.id].judge(report)
        return [(str(one.at.address), one.message.en) for one in verdict.broken]

    return judge


@pytest.fixture
def gaps() -> Callable[[ReadyRule, Report], list[tuple[str, str]]]:
    """Address and message of everything a rule cannot judge."""

    def judge(ready: ReadyRule, report: Report) -> list[tuple[str, str]]:
        verdict = ready.questions[report.form.id].judge(report)
        return [(str(one.at.address), one.message.en) for one in verdict.unjudged]

    return judge
