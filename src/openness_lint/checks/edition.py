"""`check: edition`: labels and form are of the edition in force for the report's year."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import ForeignLabel, Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    """`later` is the severity of a label that only a later edition has: no office can have copied it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    later: Severity | None = None


class InForce:
    """The form itself is in force for the year, and every label is its own."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, form: Form) -> None:
        self._later = parameters.later
        self._form = form

    def judge(self, report: Report) -> Verdict:
        tables = [table for section in report.sections for table in section.tables]
        judged = sum([len(table.labels) + len(table.foreign) for table in tables])
        foreign = [(table.id, label) for table in tables for label in table.foreign]
        if not foreign and report.year is not None and self._form.in_force(report.year):
            return held(judged + 1)
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        stated = report.metadata.get("form") or report.metadata.get("year")
        place = Spot(Address("form"), stated.span if stated else report.span, stated.text if stated else "")
        if report.year is None:
            message = Phrase("没有写年度，不知应用哪一年的格式", "no year is given, so the form in force is unknown")
            unjudged.append(Unjudged(place, message))
        else:
            judged += 1
            if not self._form.in_force(report.year):
                message = Phrase(
                    f"{report.year} 年度不用“{self._form.title.zh}”",
                    f"the {self._form.title.en} is not in force for {report.year}",
                )
                broken.append(Broken(place, message, data=(("form", self._form.id),)))
        broken += [self._foreign(table, label) for table, label in foreign]
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _foreign(self, table: str, label: ForeignLabel) -> Broken:
        text = label.printed.text.strip()
        message = Phrase(f"“{text}”是“{label.form.title.zh}”的用语", f"{text!r} belongs to the {label.form.title.en}")
        fixes: tuple[Fix, ...] = ()
        ours = self._form.table[table].row.get(str(label.address.row)) if label.address.column is None else None
        if ours is not None and ours.wording.official != text:
            official = ours.wording.official
            message = Phrase("{message}；本年度应为“{official}”", "{message}; this year's form has '{official}'").fill(
                message=message, official=official
            )
            words = Phrase(f"改为“{official}”", f"replace by {official!r}")
            fixes = (Fix(Applicability.DISPLAY, words, (Edit(label.printed.span, official),)),)
        return Broken(
            Spot(label.address, label.printed.span, label.printed.text),
            message,
            data=(("form", label.form.id),),
            severity=self._later if _begins(label.form) > _begins(self._form) else None,
            fixes=fixes,
        )


def _begins(form: Form) -> int:
    return form.first_year or 0


class Edition:
    kind = "edition"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        return InForce(parameters, form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Edition()]
