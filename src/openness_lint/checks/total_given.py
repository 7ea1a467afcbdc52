"""`check: total_given`: a total is not left blank while its parts are filled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Unjudged, Verdict
from openness_lint.model.figure import Trait
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.reckoning import no_table, plain_number, spot, value
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.terms import STRICT, Over, equations


@dataclass(frozen=True, slots=True)
class Total:
    """A sum as the form has it: `total = ...` in every row or column."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    over: Over
    demand: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    totals: tuple[Total, ...]


class TotalsGiven:
    """The sums whose totals must be given. They are other rules' equations, so it states none."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, sums: tuple[Equation, ...]) -> None:
        self._sums = sums

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: dict[object, Broken] = {}
        unjudged: list[Unjudged] = []
        missing: set[str] = set()
        for equation in self._sums:
            area = equation.at.area
            if report.table(area) is None:
                if area not in missing:
                    missing.add(area)
                    unjudged.append(no_table(report, area))
                continue
            total = report.cell(equation.at)
            if total is None:
                continue  # a row or column that is not there is another rule's finding
            judged += 1
            if total.figure.mark(Trait.BLANK) is None or equation.at in broken:
                continue
            if found := _blank_total(equation, report):
                broken[equation.at] = found
        return Verdict(judged, tuple(broken.values()), tuple(unjudged))


def _blank_total(equation: Equation, report: Report) -> Broken | None:
    total = report.cell(equation.at)
    cells = {term.address: report.cell(term.address) for term in equation.terms}
    given = {address: cell for address, cell in cells.items() if cell is not None and address != equation.at}
    filled = [cell for cell in given.values() if cell.number is not None]
    if total is None or not filled:
        return None
    side = equation.right if equation.left.terms[0].address == equation.at else equation.left
    amount = value(side, given) if len(given) == len(cells) - 1 else None
    if amount is None:
        message = Phrase("总计空白，而各项已填", "the total is blank while its parts are filled")
        return Broken(spot(total), message, related=tuple(spot(cell) for cell in filled))
    number = plain_number(amount)
    words = Phrase("总计空白，而各项已填，合计为 {number}", "the total is blank while its parts add up to {number}")
    fix = Fix(
        Applicability.UNSAFE,
        Phrase(f"填入各项之和 {number}", f"fill in the sum of the parts, {number}"),
        (Edit(total.printed.span, number),),
    )
    return Broken(
        at=spot(total),
        message=words.fill(number=number),
        related=tuple(spot(cell) for cell in filled if cell.number != Decimal(0)),
        data=(("sum", number),),
        fixes=(fix,),
    )


class TotalGiven:
    kind = "total_given"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        sums: list[Equation] = []
        for i, total in enumerate(parameters.totals):
            path = ("totals", i, "demand")
            sums += equations(form, total.over, parse_demand(total.demand, path), total.at, path)
        return TotalsGiven(tuple(sums))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [TotalGiven()]
