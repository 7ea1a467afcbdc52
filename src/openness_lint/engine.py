"""Report and rules to an Outcome. Pure: opens nothing, prints nothing, keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from openness_lint.hooks import Question
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Diagnostic, Fault, Gap, Spot, Violation
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


def judge(report: Report, rules: Iterable[Askable], path: str) -> Outcome:
    """Ask every rule that applies to the report's form.

    A check that raises becomes a Fault under its rule's name; the other rules go on.
    """
    judged = held = 0
    found: list[Diagnostic] = []
    for one in rules:
        question = one.questions.get(report.form.id)
        if question is None:
            continue
        try:
            verdict = question.judge(report)
        # Checks may come from other packages: whatever they raise must not take the run down with it.
        except Exception as error:  # noqa: BLE001
            found.append(_fault(one.rule, report, error))
            continue
        judged += verdict.judged
        held += verdict.judged - len(verdict.broken)
        found += [Violation(one.rule, broken.severity or one.rule.severity, broken) for broken in verdict.broken]
        found += [Gap(one.rule, unjudged.at, unjudged.message) for unjudged in verdict.unjudged]
    found.sort(key=lambda each: (sort_key(each.at.span), each.rule.code, str(each.at.address)))
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


def _fault(rule: Rule, report: Report, error: Exception) -> Fault:
    message = Phrase(
        f"检查 {rule.check} 出错，这条规则没有判定：{type(error).__name__}: {error}",
        f"the check {rule.check} failed, so this rule was not judged: {type(error).__name__}: {error}",
    )
    return Fault(rule, Spot(Address("sections"), report.span), message)
