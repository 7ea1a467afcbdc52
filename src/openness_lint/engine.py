"""Report and rules to an Outcome. Pure: opens nothing, prints nothing, keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from openness_lint.hooks import Question
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Diagnostic, Fault, Gap, Spot, Verdict, Violation
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.span import sort_key


class Askable(Protocol):
    """A rule with its question for each form it applies to."""

    @property
    def rule(self) -> Rule: ...

    @property
    def questions(self) -> Mapping[str, Question]: ...


def judge(
    report: Report, rules: Iterable[Askable], path: str, *, raised: Callable[[Exception], object] | None = None
) -> Outcome:
    """Ask every rule that applies to the report's form.

    A check that raises becomes a Fault under its rule's name; the other rules go on.

    Args:
        report: What was read.
        rules: What to ask.
        path: The report's name in what is said of it.
        raised: Told of every exception that became a Fault, for whoever looks for its cause.
    """
    judged = held = 0
    found: list[Diagnostic] = []
    for one in rules:
        question = one.questions.get(report.form.id)
        if question is None:
            continue
        try:
            verdict = question.judge(report)
            answers = _diagnostics(one.rule, verdict)
            answers.sort(key=reading_order)
        # Checks may come from other packages: whatever they raise must not take the run down with it.
        except Exception as error:  # noqa: BLE001
            if raised is not None:
                raised(error)
            found.append(_fault(one.rule, report, error))
            continue
        judged += verdict.judged
        held += verdict.judged - len(verdict.broken)
        found += answers
    found.sort(key=reading_order)
    return Outcome(
        path=path,
        form=report.form,
        agency=report.agency,
        year=report.year,
        judged=judged,
        held=held,
        diagnostics=tuple(found),
        lines=report.lines,
    )


def _diagnostics(rule: Rule, verdict: Verdict) -> list[Diagnostic]:
    broken = [Violation(rule, one.severity or rule.severity, one) for one in verdict.broken]
    unjudged = [Gap(rule, one.at, one.message) for one in verdict.unjudged]
    return [*broken, *unjudged]


def reading_order(one: Diagnostic) -> tuple[object, str, str]:
    """The key by which the diagnostics of an outcome are sorted."""
    return sort_key(one.at.span), one.rule.code, str(one.at.address)


def _fault(rule: Rule, report: Report, error: Exception) -> Fault:
    words = Phrase(
        "检查 {check} 出错，这条规则没有判定：{error}", "the check {check} failed, so this rule was not judged: {error}"
    )
    message = words.fill(check=rule.check, error=f"{type(error).__name__}: {error}")
    return Fault(rule, Spot(Address("sections"), report.span), message)
