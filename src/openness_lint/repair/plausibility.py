"""How usual a figure is for its row and column: a hint where the equations and the slips leave several readings."""

from __future__ import annotations

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


class _Mass:
    """What a table's figures come to, totals left out: by row, by column, and as a whole."""

    def __init__(self) -> None:
        self.rows: dict[str | None, int] = {}
        self.columns: dict[str | None, int] = {}
        self.whole = 0
        self.rate = 0.0  # what the shares of its rows have to be multiplied by

    def add(self, row: str | None, column: str | None, value: int) -> None:
        self.rows[row] = self.rows.get(row, 0) + value
        self.columns[column] = self.columns.get(column, 0) + value
        self.whole += value


class Plausibility:
    """Counts against what the rest of their row and of their column lets expect.

    The row is expected to have its usual share of the table, more or less so (gamma); the rest of it says how
    much; what falls to the column follows the other rows. That makes the figure negative binomial. Totals
    follow from their parts and say nothing, nor does a table of which the pack tells no shares.
    """

    def __init__(self, system: System, priors: Priors) -> None:
        self._system = system
        self._figures = priors.figures
        self._masses: dict[str, _Mass] | None = None
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, entry: int, value: int) -> float:
        """By how much (in logarithms) this value is likelier than the printed one."""
        known = self._known.get((entry, value))
        if known is None:
            known = self._known[entry, value] = self._gain(entry, value)
        return known

    def _gain(self, entry: int, value: int) -> float:
        if not self._counts(entry):
            return 0.0
        one = self._system.entries[entry]
        scale = self._system.scale
        before, after = abs(one.value) // scale, abs(value) // scale
        shape, mean = self._expected(entry, before)
        gain = lgamma(after + shape) - lgamma(before + shape) - lgamma(after + 1) + lgamma(before + 1)
        gain += (after - before) * log(mean / (mean + shape))
        return max(min(WEIGHT * gain, MOST), -MOST)

    def _counts(self, entry: int) -> bool:
        one = self._system.entries[entry]
        return (
            one.address.area in self._figures
            and not (one.money or one.signed)
            and entry not in self._system.structure.parts
        )

    def _expected(self, entry: int, printed: int) -> tuple[float, float]:
        """The shape and the mean of the figure, by the others of its row and column."""
        if self._masses is None:
            self._masses = self._weighed()
        at = self._system.entries[entry].address
        mass = self._masses[at.area]
        others = mass.rows[at.row] - printed
        column = (mass.columns[at.column] - printed + MORE) / (mass.whole - printed + MORE * len(mass.columns))
        share = self._figures[at.area].get(str(at.row))
        usual = mass.whole / len(mass.rows) if share is None else mass.rate * share
        shape = SHAPE + others
        return shape, column * shape / (SHAPE / max(usual, FEWEST) + 1 - column)

    def _weighed(self) -> dict[str, _Mass]:
        masses: dict[str, _Mass] = {}
        for entry, one in enumerate(self._system.entries):
            if self._counts(entry):
                mass = masses.setdefault(one.address.area, _Mass())
                mass.add(one.address.row, one.address.column, abs(one.value) // self._system.scale)
        for area, mass in masses.items():
            shares = self._figures[area]
            known = [(shares[str(row)], value) for row, value in mass.rows.items() if str(row) in shares]
            if known:
                mass.rate = sum(value for _, value in known) / sum(share for share, _ in known)
        return masses
