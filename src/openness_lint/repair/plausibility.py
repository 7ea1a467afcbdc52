"""How usual a table looks: a weak hint where the equations and the slips leave several readings."""

from __future__ import annotations

from math import lgamma, log

from openness_lint.model.slip import Priors
from openness_lint.repair.events import Changes
from openness_lint.repair.system import System

# What is usual elsewhere says little of one office: the likelihood counts by a third, and for no more
# than a factor of twenty.
WEIGHT, MOST = 0.3, 3.0


class Plausibility:
    """Figures against how common their rows are, as if requests fell into rows by chance (multinomial).

    Totals are left out, since they follow from their parts.
    """

    def __init__(self, system: System, priors: Priors) -> None:
        self._system = system
        self._figures = priors.figures

    def __call__(self, changes: Changes) -> float:
        """By how much (in logarithms) the changed figures are likelier than the printed ones."""
        gain = 0.0
        for entry, value in changes:
            one = self._system.entries[entry]
            common = self._figures.get(one.address.area, {}).get(str(one.address.row))
            if common is None or entry in self._system.structure.parts or value < 0 or one.value < 0:
                continue
            before, after = one.value / self._system.scale, value / self._system.scale
            gain += (after - before) * log(common) - lgamma(after + 1) + lgamma(before + 1)
        return max(min(WEIGHT * gain, MOST), -MOST)
