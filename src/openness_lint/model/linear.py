"""Linear demands on figures, kept as terms: one source for judging, messages, pages and repair."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from openness_lint.model.address import Address
from openness_lint.model.values import NamedTuple

ZERO = Decimal(0)


class Relation(Enum):
    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="

    def holds(self, left: Decimal, right: Decimal) -> bool:
        match self:
            case Relation.EQUAL:
                return left == right
            case Relation.AT_LEAST:
                return left >= right
            case Relation.AT_MOST:
                return left <= right


class Term(NamedTuple):
    """A figure and the sign (or factor) it enters with."""

    factor: int
    address: Address


class Side(NamedTuple):
    """One side of a demand: terms and a plain number."""

    terms: tuple[Term, ...]
    constant: Decimal = ZERO


class Equation(NamedTuple):
    """`left relation right` between figures; `at` is the figure that a finding points to.

    Exact: there is no tolerance, counts are whole and sums are formed in Decimal.
    """

    left: Side
    relation: Relation
    right: Side
    at: Address

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.left.terms + self.right.terms
