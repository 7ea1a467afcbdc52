"""`check: deadline`: the report was published by a day of the year that follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.days import date
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.prose import needed, no_text
from openness_lint.rulebook.conditions import When, not_said
from openness_lint.rulebook.terms import STRICT

_DATE = pattern(r"([0-9]{4})\s?(?:[-/.]|年)\s?([0-9]{1,2})\s?(?:[-/.]|月)\s?([0-9]{1,2})")


@dataclass(frozen=True)
class Day:
    """The last day, of the year after the report's, for reports of this kind."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    month: int
    day: int
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Parameters:
    """`days`: the first whose `when` fits counts."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    days: tuple[Day, ...]


class _Due(NamedTuple):
    month: int
    day: int
    when: When


class Deadline:
    equations: tuple[Equation, ...] = ()

    def __init__(self, due: tuple[_Due, ...]) -> None:
        self._due = due

    def judge(self, report: Report) -> Verdict:
        printed = report.metadata.get("published")
        found = _DATE.search(printed.text) if printed is not None else None
        if printed is None or found is None or report.year is None:
            return Verdict(0, (), (no_text(report, "year" if printed and found else "published"),))
        place = Spot(Address("published"), printed.span, printed.text)
        try:
            published = date(*map(int, found.groups()))
        except ValueError:
            message = Phrase(f"“{printed.text}”不是日期", f"{printed.text!r} is no date")
            return Verdict(0, (), (Unjudged(place, message),))
        unsaid: dict[str, None] = {}
        for due in self._due:
            applies = due.when.holds(report)
            if applies is None:
                unsaid |= dict.fromkeys(due.when.unsaid(report))
            if applies is not True:
                continue
            last = date(report.year + 1, due.month, due.day)
            if published <= last:
                return Verdict(1)
            days = (published - last).days
            message = Phrase(
                f"{published.isoformat()} 发布；期限是 {last.isoformat()}，迟了 {days} 天",
                f"published on {published.isoformat()}; it was due by {last.isoformat()}, {days} days earlier",
            )
            data = (("published", published.isoformat()), ("due", last.isoformat()), ("days", str(days)))
            return Verdict(1, (Broken(place, message, data=data),))
        # Nothing fits: no day is set for such a report, or the report does not say what it is.
        return Verdict(0, (), (Unjudged(place, not_said(list(unsaid))),) if unsaid else ())


class DeadlineCheck:
    kind = "deadline"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        needed(parameters.days, "days")
        due: list[_Due] = []
        for i, one in enumerate(parameters.days):
            try:
                date(2001, one.month, one.day)  # a year without 29 February: no deadline falls on it
            except ValueError:
                message = Phrase(f"没有 {one.month} 月 {one.day} 日", f"there is no day {one.day} in month {one.month}")
                raise RuleComplaint(message, ("days", i)) from None
            due.append(_Due(one.month, one.day, When(one.when, ("days", i, "when"))))
        return Deadline(tuple(due))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [DeadlineCheck()]
