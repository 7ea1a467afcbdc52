"""Linear rules held against each other, before any report is: what they repeat, contradict and leave out.

A rule that follows from others adds nothing to what can be found; two that contradict each other can
never both hold, and a figure in no rule can be wrong unnoticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from openness_lint.model.address import Address
from openness_lint.model.form import Form
from openness_lint.model.linear import Equation, Relation
from openness_lint.model.values import NamedTuple

K = TypeVar("K")


class Demanded(NamedTuple):
    """An equation and the rule that states it."""

    code: str
    equation: Equation


class Circuit(NamedTuple):
    """Equations of which each follows from the others; none is left out without that being lost.

    `gap` is what they lack of agreeing: with anything but 0 they contradict each other.
    """

    demanded: tuple[Demanded, ...]
    gap: Fraction

    @property
    def rules(self) -> dict[str, int]:
        """How many equations of each rule are in it, by code."""
        return dict(sorted(Counter(one.code for one in self.demanded).items()))


class Audit(NamedTuple):
    """What the linear rules of one form are together."""

    form: Form
    equations: int
    rank: int
    circuits: tuple[Circuit, ...]
    idle: tuple[Demanded, ...]  # that hold whatever the figures are, as `total = total` does
    at_times: tuple[Address, ...]  # figures in linear rules under a condition only, in print order
    uncovered: tuple[Address, ...]  # figures of the form in no linear rule, in print order

    @property
    def contradictions(self) -> tuple[Circuit, ...]:
        return tuple(one for one in self.circuits if one.gap)


class _Row(NamedTuple):
    factors: dict[Address, Fraction]
    constant: Fraction
    made_of: dict[int, Fraction]  # number of the equation -> how many times


def audit(form: Form, demanded: Sequence[Demanded], at_times: Sequence[Demanded] = ()) -> Audit:
    """Hold the linear rules of a form against each other.

    Those that bound a figure, and those made `at_times` only, count as covering it and are held against no other.
    """
    equal = [one for one in demanded if one.equation.relation is Relation.EQUAL]
    pivots: dict[Address, _Row] = {}
    circuits: list[Circuit] = []
    for number, one in enumerate(equal):
        row = _reduced(_row(number, one.equation), pivots)
        if row.factors:
            pivots[next(iter(row.factors))] = row
        elif len(row.made_of) > 1 or row.constant:
            circuits.append(Circuit(tuple(equal[i] for i in sorted(row.made_of)), row.constant))
    bounds = [one for one in demanded if one.equation.relation is not Relation.EQUAL]
    circuits += [Circuit((one,), _row(0, one.equation).constant) for one in bounds if _settled(one.equation) is False]
    idle = [one for one in (*demanded, *at_times) if _settled(one.equation)]
    always, ever = _in(demanded), _in((*demanded, *at_times))
    cells = [cell for table in form.tables for cell in table.cells]
    return Audit(
        form,
        len(equal),
        len(pivots),
        tuple(circuits),
        tuple(idle),
        tuple(cell for cell in cells if cell in ever and cell not in always),
        tuple(cell for cell in cells if cell not in ever),
    )


def _in(demanded: Iterable[Demanded]) -> set[Address]:
    """The figures that some demand says something of."""
    return {address for one in demanded for address in _row(0, one.equation).factors}


def _settled(equation: Equation) -> bool | None:
    """Whether the demand holds whatever the figures are, or never; None where that depends on them."""
    if _row(0, equation).factors:
        return None
    return equation.relation.holds(equation.left.constant, equation.right.constant)


def _row(number: int, equation: Equation) -> _Row:
    factors: dict[Address, Fraction] = {}
    for sign, side in ((1, equation.left), (-1, equation.right)):
        for factor, address in side.terms:
            factors[address] = factors.get(address, Fraction(0)) + sign * factor
    constant = Fraction(equation.right.constant) - Fraction(equation.left.constant)
    return _Row({one: factor for one, factor in factors.items() if factor}, constant, {number: Fraction(1)})


def _reduced(row: _Row, pivots: dict[Address, _Row]) -> _Row:
    """The row less multiples of the earlier ones, until none of their leading figures is in it."""
    factors, constant, made_of = row
    while (leading := next((one for one in factors if one in pivots), None)) is not None:
        pivot = pivots[leading]
        times = factors[leading] / pivot.factors[leading]
        factors = _less(factors, pivot.factors, times)
        made_of = _less(made_of, pivot.made_of, times)
        constant -= times * pivot.constant
    return _Row(factors, constant, made_of)


def _less(mine: Mapping[K, Fraction], theirs: Mapping[K, Fraction], times: Fraction) -> dict[K, Fraction]:
    left = dict(mine)
    for key, factor in theirs.items():
        left[key] = left.get(key, Fraction(0)) - times * factor
    return {key: factor for key, factor in left.items() if factor}
