"""How usual a figure is for its row and column: a hint where the equations and the slips leave several readings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import lgamma, log

from openness_lint.model.slip import Priors
from openness_lint.repair.system import System

# Neither rows nor columns of one office fall as elsewhere: the likelihood counts by half, and a figure
# for no more than a factor of twenty.
WEIGHT, MOST = 0.5, 3.0
# How much the rows of one office differ from what is usual: as draws from a gamma distribution of this shape.
SHAPE = 1.0
# A row without a figure is expected to have this many all the same, a column this many more.
FEWEST, MORE = 0.05, 0.5


class Plausibility:
    """Counts against what the rest of their row and of their column lets expect.

    The row is expected to have its usual share of the table, more or less so (gamma); the rest of it says how
    much; what falls to the column follows the other rows. That makes the figure negative binomial. Totals
    follow from their parts and say nothing, nor does a table of which the pack tells no shares.
    """

    def __init__(self, system: System, priors: Priors) -> None:
        self._system = system
        self._figures = priors.figures
        self._structure = system.structure
        self._masses: dict[str, tuple[int, float]] = {}
        self._expectations: dict[int, tuple[float, float]] = {}
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, entry: int, value: int) -> float:
        """By how much (in logarithms) this value is likelier than the printed one."""
        known = self._known.get((entry, value))
        if known is None:
            known = self._known[entry, value] = self._gain(entry, value)
        return known

    @cached_property
    def _counts(self) -> list[int]:
        """By entry, the printed figure in its unit."""
        scale = self._system.scale
        return [abs(one) // scale for one in self._system.values]

    def of_one(self, entry: int) -> float:
        """Minus the logarithm of how likely this figure of a row of zeros is 1, if it is not 0: it is geometric there."""
        structure = self._structure
        if entry not in structure.counts or structure.addresses[entry].area not in self._figures:
            return 0.0
        shape, mean = self._expected(entry, self._counts[entry])
        return log(1 + mean / shape)

    def _gain(self, entry: int, value: int) -> float:
        structure = self._structure
        if entry not in structure.counts or structure.addresses[entry].area not in self._figures:
            return 0.0
        before, after = self._counts[entry], abs(value) // self._system.scale
        expected = self._expectations.get(entry)
        if expected is None:
            expected = self._expectations[entry] = self._expected(entry, before)
        shape, mean = expected
        gain = lgamma(after + shape) - lgamma(before + shape) - lgamma(after + 1) + lgamma(before + 1)
        gain += (after - before) * log(mean / (mean + shape))
        return max(min(WEIGHT * gain, MOST), -MOST)

    def _expected(self, entry: int, printed: int) -> tuple[float, float]:
        """The shape and the mean of the figure, by the others of its row and column."""
        at = self._structure.addresses[entry]
        counted = self._structure.counted[at.area]
        whole, rate = self._mass(at.area)
        others = self._sum(counted.rows[at.row]) - printed
        column = self._sum(counted.columns[at.column]) - printed + MORE
        column /= whole - printed + MORE * len(counted.columns)
        share = self._figures[at.area].get(str(at.row))
        usual = whole / len(counted.rows) if share is None else rate * share
        shape = SHAPE + others
        return shape, column * shape / (SHAPE / max(usual, FEWEST) + 1 - column)

    def _sum(self, entries: Sequence[int]) -> int:
        return sum(map(self._counts.__getitem__, entries))

    def _mass(self, area: str) -> tuple[int, float]:
        """What a table's figures come to, totals left out, and what the shares of its rows are to be multiplied by."""
        known = self._masses.get(area)
        if known is None:
            rows = self._structure.counted[area].rows
            shares = self._figures[area]
            sums = {row: self._sum(entries) for row, entries in rows.items()}
            usual = [(shares[str(row)], value) for row, value in sums.items() if str(row) in shares]
            rate = sum([value for _, value in usual]) / sum([share for share, _ in usual]) if usual else 0.0
            known = self._masses[area] = (sum(sums.values()), rate)
        return known
