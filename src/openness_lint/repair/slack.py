"""Figures that the demands leave open within bounds: the least changes that keep every figure from falling below 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from openness_lint.model.values import NamedTuple
from openness_lint.repair.system import System


class Bound(NamedTuple):
    """`sum(factor * shift) <= limit`."""

    factors: Mapping[int, Fraction]
    limit: Fraction


class Bounded(NamedTuple):
    """A figure that follows from the open ones: `factor * change + sum(others) = right`."""

    entry: int
    factor: int
    others: Mapping[int, int]
    right: int


def least_shifts(system: System, bounded: Sequence[Bounded], open_: Sequence[int]) -> dict[int, int] | None:
    """A whole change for every open figure, each as near to 0 as those before it allow; None where there is none.

    Solved by eliminating one figure after another (Fourier and Motzkin); there are rarely more than two.
    """
    bounds = [
        Bound({entry: Fraction(-1)}, Fraction(system.values[entry]))
        for entry in open_
        if not system.entries[entry].signed
    ]
    for one in bounded:
        if system.entries[one.entry].signed:
            continue
        # value + (right - others) / factor >= 0
        factors = {key: Fraction(one.others[key], one.factor) for key in open_ if key in one.others}
        bounds.append(Bound(factors, system.values[one.entry] + Fraction(one.right, one.factor)))
    return _solved(bounds, list(open_))


def _solved(bounds: list[Bound], open_: list[int]) -> dict[int, int] | None:
    if not open_:
        return {} if all(one.limit >= 0 for one in bounds) else None
    *others, entry = open_
    above = [one for one in bounds if one.factors.get(entry, 0) > 0]
    below = [one for one in bounds if one.factors.get(entry, 0) < 0]
    rest = [one for one in bounds if not one.factors.get(entry)]
    shifts = _solved(rest + [_joined(a, b, entry) for a in above for b in below], others)
    if shifts is None:
        return None
    highest = [_room(one, shifts, entry) for one in above]
    lowest = [_room(one, shifts, entry) for one in below]
    most = min((floor(one) for one in highest), default=None)
    least = max((ceil(one) for one in lowest), default=None)
    if most is not None and least is not None and most < least:
        return None
    shift = 0
    if least is not None and least > 0:
        shift = least
    elif most is not None and most < 0:
        shift = most
    return {**shifts, entry: shift}


def _joined(above: Bound, below: Bound, entry: int) -> Bound:
    """What an upper and a lower bound of a figure say together of the others."""
    a, b = above.factors[entry], -below.factors[entry]
    factors = {
        key: above.factors.get(key, Fraction(0)) / a + below.factors.get(key, Fraction(0)) / b
        for key in {*above.factors, *below.factors} - {entry}
    }
    return Bound(factors, above.limit / a + below.limit / b)


def _room(bound: Bound, shifts: Mapping[int, int], entry: int) -> Fraction:
    used = sum((factor * shifts[key] for key, factor in bound.factors.items() if key != entry), Fraction(0))
    return (bound.limit - used) / bound.factors[entry]
