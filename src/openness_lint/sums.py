"""Equations laid out as places among the figures of one table, to be judged at a stroke.

It is said of an equation that it holds only where it would be said of it by itself: every figure in it gives
a number, or is blank and then counts as 0, as long as not all are. Whatever does not hold, lacks a figure or
spans several tables is left to `reckoning`, which has the words for it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.form import Table
from openness_lint.model.linear import ZERO, Equation, Relation
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple
from openness_lint.reckoning import glances, is_empty

Numbers: TypeAlias = Sequence[Decimal | int]  # which add up and compare exactly, whatever is among them
_Picked: TypeAlias = Callable[[Numbers], Numbers]
_HOLDS: dict[Relation, Callable[[Any, Any], bool]] = {
    Relation.EQUAL: operator.eq,
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
}


class Quick:
    """Several equations, for a table whose numbers are all there (see `Glance`)."""

    def __init__(self, equations: Iterable[Equation], table: Table) -> None:
        self._is_complete = True
        self._sums: list[tuple[_Picked, int]] = []  # these figures add up to that one
        self._others: list[Laid] = []
        for one in equations:
            sides = _sides(one, table.index)
            if sides is None:
                self._is_complete = False
                continue
            few, many = sorted(sides, key=len)
            if one.relation is Relation.EQUAL and len(few) == 1 and not (one.left.constant or one.right.constant):
                self._sums.append((_getter(many), few[0]))
            else:
                self._others.append(_laid(one, sides))

    def all_hold(self, numbers: Numbers) -> bool | None:
        """Whether every equation holds; None where one of them is no sum of this table's figures."""
        if not self._is_complete:
            return None
        for parts, total in self._sums:
            if sum(parts(numbers)) != numbers[total]:
                return False
        return not self._others or all(one.comes_out(numbers) for one in self._others)


class Filled(NamedTuple):
    """The figures of a table in the form's order, 0 for those that give no number.

    `empty` are the places of those that say nothing, `unread` of those that are not there or say what is no
    number.
    """

    numbers: Numbers
    empty: frozenset[int]
    unread: frozenset[int]


def filled(report: Report) -> dict[str, Filled]:
    """Every table of the report by its id; to be asked for with `Report.reading`."""
    found: dict[str, Filled] = {}
    for id, glance in report.reading(glances).tables.items():
        cells = report.form.table[id].keys
        if glance.numbers is not None:
            found[id] = Filled(glance.numbers, frozenset(), frozenset())
            continue
        table = report.table(id)
        printed = [table.cells.get(key) if table is not None else None for key in cells]
        found[id] = Filled(
            [ZERO if one is None or one.number is None else one.number for one in printed],
            frozenset([i for i, one in enumerate(printed) if one is not None and one.number is None and is_empty(one)]),
            frozenset(
                [i for i, one in enumerate(printed) if one is None or (one.number is None and not is_empty(one))]
            ),
        )
    return found


class Laid(NamedTuple):
    """One equation: what stands on its left and right, and at which places."""

    left: _Picked
    plus: Decimal | int
    holds: Callable[[Any, Any], bool]
    right: _Picked
    more: Decimal | int
    places: frozenset[int]

    def comes_out(self, numbers: Numbers) -> bool:
        return self.holds(sum(self.left(numbers), self.plus), sum(self.right(numbers), self.more))

    def with_zeros(self, table: Filled) -> bool | None:
        """Whether it comes out with 0 for what is empty; None where a figure lacks or is unreadable."""
        return self.comes_out(table.numbers) if table.unread.isdisjoint(self.places) else None

    def is_held(self, table: Filled) -> bool:
        """Whether it can be judged, and holds."""
        return self.with_zeros(table) is True and not self.places <= table.empty


def laid_out(equation: Equation, table: Table) -> Laid | None:
    """The equation; None where it is no sum of this table's figures."""
    sides = _sides(equation, table.index)
    return _laid(equation, sides) if sides is not None else None


def _laid(equation: Equation, sides: tuple[list[int], list[int]]) -> Laid:
    left, right = map(_getter, sides)
    places = frozenset([*sides[0], *sides[1]])
    plus, more = (int(one) if one == int(one) else one for one in (equation.left.constant, equation.right.constant))
    return Laid(left, plus, _HOLDS[equation.relation], right, more, places)


def _sides(equation: Equation, index: Mapping[Address, int]) -> tuple[list[int], list[int]] | None:
    """The places of the figures that are added up on either side; None where it is no such sum."""
    if not equation.terms or any(abs(term.factor) != 1 or term.address not in index for term in equation.terms):
        return None
    added: list[list[int]] = []
    for side, other in ((equation.left, equation.right), (equation.right, equation.left)):
        terms = [term for term in side.terms if term.factor > 0]
        terms += [term for term in other.terms if term.factor < 0]  # what is taken off one side is added to the other
        added.append([index[term.address] for term in terms])
    return added[0], added[1]


def _getter(places: Sequence[int]) -> _Picked:
    """The items at these places, as a sequence also where there is one, or none."""
    first = places[0] if places else 0
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(first, first + len(places)))
