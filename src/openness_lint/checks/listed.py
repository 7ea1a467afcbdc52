"""`check: listed`: every body on the roster has a report of the year; told at its parent's report."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT


class Listed:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        companions = report.companions
        if not companions.is_parent or companions.roster is None:
            return Verdict(0)
        roster = companions.roster
        agency = report.metadata.get("agency")
        span = agency.span if agency is not None else report.span
        year = Phrase(f" {roster.year} 年度的", f" for {roster.year}") if roster.year else Phrase("", "")
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for body in roster.bodies:
            if body.report is not None:
                continue
            at = Spot(Address("roster", body.agency), span)
            assert body.why is not None
            if body.unread:
                words = Phrase("{agency}的报告看不了：{why}", "the report of {agency} is of no use: {why}")
                unjudged.append(Unjudged(at, words.fill(agency=body.agency, why=body.why)))
                continue
            words = Phrase("{agency}没有{year}报告：{why}", "{agency} has no report{year}: {why}")
            place = Spot(Address("roster", body.agency), body.at, body.agency, roster.path)
            broken.append(Broken(at, words.fill(agency=body.agency, year=year, why=body.why), (place,)))
        return Verdict(len(roster.bodies) - len(unjudged), tuple(broken), tuple(unjudged))


class ListedCheck:
    kind = "listed"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002
        return Listed()


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [ListedCheck()]
