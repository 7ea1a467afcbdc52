"""What slip may have turned one figure into another, and how likely: one figure at a time.

A likelihood is that of the printed figure given the right one: the slip's prior, one in as many as
there are places for it, one in as many as it has ways to fall out. The model of typing errors is
Scholtus's (2009): one digit transposed, left out, added or replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from openness_lint.model.slip import Priors, Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.system import State, System

MAGNITUDES = (10_000, 100, 1_000, 100_000_000)
DEAREST = 1e6
RANGES = 14  # how many orders (of e) a figure may be off, when nothing is known about how


class Likely(NamedTuple):
    """A slip and its likelihood."""

    slip: Slip
    chance: float


def digit_slips(printed: str, meant: str) -> Iterator[tuple[Slip, float]]:
    """The typing errors that print one numeral for another, with the share of that error's ways."""
    length = len(meant)
    if printed == meant or not meant:
        return
    if len(printed) == length:
        off = [i for i in range(length) if printed[i] != meant[i]]
        if (
            len(off) == 2
            and off[1] == off[0] + 1
            and printed[off[0]] == meant[off[1]]
            and printed[off[1]] == meant[off[0]]
        ):
            yield Slip.TRANSPOSED_DIGITS, 1 / (length - 1)
        if len(off) == 1:
            yield Slip.REPLACED_DIGIT, 1 / (9 * length)
    elif len(printed) == length - 1 and printed:
        ways = sum(meant[:i] + meant[i + 1 :] == printed for i in range(length))
        if ways:
            yield Slip.DROPPED_DIGIT, ways / length
    elif len(printed) == length + 1:
        doubled = sum(meant[:i] + meant[i] + meant[i:] == printed for i in range(length))
        if doubled:
            yield Slip.DOUBLED_DIGIT, doubled / length
        added = sum(printed[:i] + printed[i + 1 :] == meant for i in range(length + 1))
        if added:
            yield Slip.ADDED_DIGIT, added / (10 * (length + 1))


def price(slip: Slip, priors: Priors, places: float = 1.0) -> float:
    """Minus the logarithm of the chance of a slip at one of so many places; dear where the pack has it not."""
    prior = priors.slips.get(slip)
    whole = sum(one.chance for one in priors.slips.values())
    return -log(prior.chance / whole / places) if prior is not None else DEAREST


class Slips:
    """The slips of one system, by a pack's priors."""

    def __init__(self, system: System, priors: Priors) -> None:
        self._system = system
        self._priors = priors
        whole = sum(one.chance for one in priors.slips.values())
        self.share = {slip: one.chance / whole for slip, one in priors.slips.items()}
        omission = priors.slips.get(Slip.LINE_OMITTED)
        self.usual_omission = omission.usual if omission is not None else None
        self.places = max(len(system.entries), 1)

    def likely(self, entry: int, value: int, meant: Sequence[int] | None = None) -> list[Likely]:
        """The slips that may have printed this figure for that value, likeliest first; never none.

        `meant` are the right figures by entry, as far as they are known: a total is added up or copied from those.
        """
        found: dict[Slip, float] = {}
        for slip, ways in self._ways(entry, value, self._system.values if meant is None else meant):
            chance = self.share.get(slip, 0.0) * ways / self.places
            if chance > 0:
                found[slip] = found.get(slip, 0.0) + chance
        if not found:
            found[Slip.OTHER] = 1e-12
        return sorted((Likely(slip, chance) for slip, chance in found.items()), key=lambda one: -one.chance)

    def _ways(self, entry: int, value: int, meant: Sequence[int]) -> Iterator[tuple[Slip, float]]:
        one = self._system.entries[entry]
        if one.state is State.BLANK:
            yield Slip.BLANK, 1.0
            return
        if one.state is State.UNREADABLE:
            # It has to be some number: where it looks like this one, nothing else is asked.
            looks = self._besides(entry, one.value, value, meant) if one.guessed else 0.01
            yield Slip.LETTER, self.places * looks
            return
        if one.value < 0 <= value and not one.signed:
            # The dash can be seen to be a slip, whatever the number is.
            yield Slip.SIGN, self._besides(entry, -one.value, value, meant)
            return
        yield from self._changed(entry, one.value, value, meant)

    def _besides(self, entry: int, printed: int, value: int, meant: Sequence[int]) -> float:
        """How likely it is that what is left when a slip that shows is undone is another's doing."""
        if printed == value:
            return 1.0
        ways = self._changed(entry, printed, value, meant)
        return sum([self.share.get(slip, 0.0) * ways / self.places for slip, ways in ways])

    def _changed(self, entry: int, printed: int, value: int, meant: Sequence[int]) -> Iterator[tuple[Slip, float]]:
        one = self._system.entries[entry]
        yield from digit_slips(self._system.text(printed), self._system.text(value))
        if printed == -value:
            yield Slip.SIGN, 1.0
        if one.money and self._is_magnitude(printed, value):
            yield Slip.MAGNITUDE, 1 / (2 * len(MAGNITUDES))
        near = self._system.structure.beside[entry]
        copies = sum(printed in (self._system.values[other], meant[other]) for other in near)
        if copies:
            yield Slip.COPIED, copies / len(near)
        yield from self._total_slips(entry, printed, value, meant)
        off = abs(value - printed) // one.whole or 1  # half a piece is as far off as a whole one
        yield Slip.OTHER, 1 / (2 * off * RANGES)

    def _total_slips(self, entry: int, printed: int, value: int, meant: Sequence[int]) -> Iterator[tuple[Slip, float]]:
        """As a total it may be one of the parts, twice their sum, or lack what came in later."""
        sums, whole = self._system.structure.parts, self._system.entries[entry].whole
        for parts in sums.get(entry, ()):
            # Only totals can go wrong this way, each in as many ways as it has sums.
            common = self.places / len(sums) / len(sums[entry])
            values = [meant[part] for part in parts]
            filled = sum(1 for part in values if part) or 1
            if printed == 2 * value:
                yield Slip.DOUBLED_TOTAL, common
            if printed and printed in values:
                yield Slip.PART_FOR_TOTAL, common / filled
            off = abs(value - printed) // whole
            largest = max(values, default=0) // whole
            if 0 < off <= largest and value > printed:
                yield Slip.STALE_TOTAL, common / (off * (1 + log(largest)))

    @staticmethod
    def _is_magnitude(printed: int, value: int) -> bool:
        return any(printed == value * factor or printed * factor == value for factor in MAGNITUDES) and value != printed
