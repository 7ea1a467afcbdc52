"""A body left out of a roll-up, or added twice: what the whole report is off by is that body's own table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import exp, log

from openness_lint.model.address import Address
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Relation
from openness_lint.model.report import Body, Report
from openness_lint.model.slip import Priors, Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.slips import price

FEWEST = 2  # figures that have to agree: one says nothing of whose it is


class Misplaced(NamedTuple):
    """A body whose figures are lacking, or stand in the sums twice.

    `meant` is what the report's figures should be; `equations` are those that hold it against its
    bodies, whether they are broken or not.
    """

    agency: str
    twice: bool
    meant: dict[Address, Decimal]
    equations: tuple[Equation, ...]
    probability: float

    @property
    def said(self) -> Phrase:
        if self.twice:
            return Phrase(f"重复加了{self.agency}", f"{self.agency} was added twice")
        return Phrase(f"漏加了{self.agency}", f"{self.agency} was left out")


def misplaced(report: Report, equations: Sequence[Equation], priors: Priors) -> Misplaced | None:
    """The one body whose figures are the very differences between a report and the sums of its bodies.

    All of them at once, also where that body has 0; None where there is no such body, or more than one.
    """
    companions = report.companions
    if not companions.is_parent or companions.roster is None:
        return None
    bodies = [one for one in companions.roster.bodies if one.report is not None and not one.vertical]
    sums = {
        one.at: one
        for one in equations
        if _is_sum(one) and report.cells[one.at].number is not None and one.right.constant == _sum(one.at, bodies)
    }
    printed = {at: report.cells[at].number or Decimal(0) for at in sums}
    lacking = {at: one.right.constant - printed[at] for at, one in sums.items()}
    off = {at: one for at, one in lacking.items() if one}
    if len(off) < FEWEST:
        return None
    found = [
        (one.agency, sign < 0)
        for one in bodies
        for sign in (1, -1)
        if all(sign * _figure(at, one) == lack for at, lack in lacking.items())
    ]
    if len(found) != 1:
        return None
    # One in so many would agree by chance, the rest of a figure's range being as good.
    agreed = sum(log(1 + abs(one)) for one in off.values())
    against = price(Slip.BODY_MISSING, priors, 2 * len(bodies)) - price(Slip.RESTATED, priors) - agreed
    probability = 1 / (1 + exp(min(against, 100.0)))
    if probability < priors.likely:
        return None
    [(agency, twice)] = found
    meant = {at: printed[at] + lack for at, lack in off.items()}
    return Misplaced(agency, twice, meant, tuple(sums.values()), probability)


def _is_sum(equation: Equation) -> bool:
    return (
        equation.relation is Relation.EQUAL
        and [(one.factor, one.address) for one in equation.left.terms] == [(1, equation.at)]
        and not equation.right.terms
        and not equation.left.constant
    )


def _sum(at: Address, bodies: Sequence[Body]) -> Decimal:
    return sum((_figure(at, one) for one in bodies), Decimal(0))


def _figure(at: Address, body: Body) -> Decimal:
    """A figure of a body's report; 0 where it is blank or absent."""
    cell = body.report.report.cell(at) if body.report is not None else None
    return (cell.number if cell is not None else None) or Decimal(0)
