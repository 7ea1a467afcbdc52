"""`check: total_given`: a total is not left blank while its parts are filled."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.figure import Trait
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Cell, Report
from openness_lint.model.values import dataclass
from openness_lint.reckoning import Sum, glances, no_table, plain_number, spot, sums_on, value
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    totals: tuple[Sum, ...]


class TotalsGiven:
    """The sums whose totals must be given. They are other rules' equations, so it states none."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, sums: tuple[Equation, ...], form: Form) -> None:
        self._sums = sums
        self._tables = {one.at.area for one in sums}
        at = {one.at for one in sums}
        self._count = sum(form.table[one.area].has(str(one.row), str(one.column)) for one in at)

    def judge(self, report: Report) -> Verdict:
        seen = report.reading(glances).tables
        if all(id in seen and seen[id].numbers is not None for id in self._tables):
            return held(self._count)  # no figure is blank or lacks
        judged: set[Address] = set()
        broken: dict[Address, Broken] = {}
        unjudged: dict[str, Unjudged] = {}
        for equation in self._sums:
            area = equation.at.area
            if report.table(area) is None:
                unjudged.setdefault(area, no_table(report, area))
                continue
            total = report.cell(equation.at)
            if total is None:
                continue  # a row or column that is not there is another rule's finding
            judged.add(equation.at)
            if equation.at in broken or total.figure.mark(Trait.BLANK) is None:
                continue  # one total may close a row and a column; it is missing once
            if found := _blank_total(total, equation, report):
                broken[equation.at] = found
        return Verdict(len(judged), tuple(broken.values()), tuple(unjudged.values()))


def _blank_total(total: Cell, equation: Equation, report: Report) -> Broken | None:
    parts = [term.address for term in equation.terms if term.address != total.address]
    given = {address: cell for address in parts if (cell := report.cell(address)) is not None}
    filled = [cell for cell in given.values() if cell.number is not None]
    if not filled:
        return None
    amount = value(_other_side(equation), given) if len(given) == len(parts) else None
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


def _other_side(equation: Equation) -> Side:
    return equation.right if equation.left == _alone(equation) else equation.left


def _alone(equation: Equation) -> Side:
    return Side((Term(1, equation.at),))


class TotalGiven:
    kind = "total_given"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        sums = sums_on(form, parameters.totals, "totals")
        if any(_alone(one) not in {one.left, one.right} or one.relation is not Relation.EQUAL for one in sums):
            message = Phrase("应写成“总计 = 各项之和”", "write each as `total = its parts`")
            raise RuleComplaint(message, ("totals",))
        return TotalsGiven(sums, form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [TotalGiven()]
