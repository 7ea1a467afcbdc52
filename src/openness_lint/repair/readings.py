"""Readings of what is broken: sets of slips after whose undoing every demand holds, likeliest first.

Best first over sets of slips: each step takes the broken demand that the fewest slips could settle and
tries them all, since every reading has to settle it somehow. The smallest repairs by number of figures
join them, each figure then a slip of its own, so that no small repair is overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from math import exp, inf
from typing import TYPE_CHECKING

from openness_lint.model.slip import Priors, Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.events import Changes, Event, Proposer, Scene
from openness_lint.repair.masks import bits
from openness_lint.repair.search import Smallest, smallest_repairs
from openness_lint.repair.slips import Slips
from openness_lint.repair.system import System

if TYPE_CHECKING:
    from openness_lint.repair.together import Together

MOST_STEPS = 140  # sets of slips looked at; a step costs some three milliseconds
MOST_LOOSE_STEPS = 40
MOST_SLIPS = 4
MOST_FIGURES = 4  # the exact search is not asked for more; its work grows about sevenfold with each
MARGIN = 6.0  # readings four hundred times less likely than the best are left out
CHEAPEST = 4.0  # no slip costs less, so that this much may be added for what is still broken
AHEAD = 2.5  # what a broken demand will cost at a guess; it only orders the search
# Slips that settle nothing one by one are looked for where a reading is dearer than this, two and three at
# once, as long as they are not dearer than the best by more than NEAR.
PAIRED, TRIPLED, NEAR = 13.0, 26.0, 3.0
MOST_TRIES = 60_000  # sets of slips looked at then; a set costs some two microseconds
MOST_ANEW, MOST_EXPLAINED = 24, 16  # readings looked at once more, and the figures of one
DEAR = 30.0  # a reading that costs more is no good one: about three slips


class Reading(NamedTuple):
    """Slips that together explain all that is broken; `probability` among the readings found."""

    events: tuple[Event, ...]
    cost: float
    probability: float = 0.0

    @property
    def changes(self) -> Changes:
        return tuple(sorted(change for event in self.events for change in event.changes))


class Readings(NamedTuple):
    """What was found for one system, likeliest first, and the smallest repairs by number of figures.

    `complete` is false where slips were looked for no further than a bound: others may explain it as well.
    """

    found: tuple[Reading, ...]
    smallest: Smallest
    complete: bool = True


def readings(system: System, priors: Priors) -> Readings:
    """Every likely reading of one broken system."""
    proposer = proposer_of(system, priors)
    quest = _by_slips(system, proposer)
    found = quest.found
    best = min(found.values(), key=lambda one: one.cost, default=None)
    figures = min(len(best.changes), MOST_FIGURES) if best else MOST_FIGURES
    smallest = smallest_repairs(system, figures)
    for solution in smallest.found:
        if solution.values not in found:
            events = proposer.together(
                [
                    Event(slip, cost, (change,), proposer.touches((change,)), rival)
                    for change in solution.values
                    for cost, slip, rival in [proposer.cost(*change)]
                ]
            )
            found[solution.values] = Reading(events, sum(one.cost for one in events) + proposer.left(solution.values))
    if quest.together is not None:
        _explain_anew(found, quest.together, proposer)
    _fill_others(found, proposer)
    return Readings(_weighed(list(found.values())), smallest, proposer.places_left > 0)


def proposer_of(system: System, priors: Priors) -> Proposer:
    """What slips of a system may be, with their costs by a pack's priors."""
    return Proposer(system, Slips(system, priors), priors)


def cost(found: Readings) -> float:
    """Of the likeliest reading; infinite where there is none."""
    return found.found[0].cost if found.found else inf


def _weighed(found: Sequence[Reading]) -> tuple[Reading, ...]:
    ordered = sorted(found, key=lambda one: (one.cost, one.changes))
    if not ordered:
        return ()
    least = ordered[0].cost
    near = [one for one in ordered if one.cost <= least + MARGIN]
    total = sum(exp(least - one.cost) for one in near)
    return tuple(one._replace(probability=exp(least - one.cost) / total) for one in near)


def _explain_anew(found: dict[Changes, Reading], together: Together, proposer: Proposer) -> None:
    """Readings by the slips that explain them best, however they were come by."""
    nearest = sorted(found.values(), key=lambda one: (one.cost, one.changes))[:MOST_ANEW]
    for one in nearest:
        if 1 < len(one.changes) <= MOST_EXPLAINED:
            events = proposer.together(together.explained(one.changes))
            cost = sum(event.cost for event in events) + proposer.left(one.changes)
            if cost < one.cost:
                found[one.changes] = Reading(events, cost)


def _fill_others(found: dict[Changes, Reading], proposer: Proposer) -> None:
    """Readings with a line left out, and another beside it that may have been left out as well."""
    for one in list(found.values()):
        for event in one.events:
            if event.slip is Slip.LINE_OMITTED:
                changed = sum([1 << entry for entry, _ in one.changes])
                for both in proposer.beside(event, changed):
                    events = (*[other for other in one.events if other is not event], *both)
                    reading = Reading(events, one.cost - event.cost + sum([other.cost for other in both]))
                    found.setdefault(reading.changes, reading)


def _by_slips(system: System, proposer: Proposer) -> _Quest:
    """The readings by what they change.

    Where slips that each settle something do not get there, or only dearly, those are tried too that
    settle something only together: each may break what holds, for another to mend.
    """
    quest = _Quest(system, proposer)
    quest.pursue(loose=False)
    if quest.best > PAIRED:
        quest.join()
    if quest.best > DEAR:
        quest.pursue(loose=True)
    return quest


class _Quest:
    def __init__(self, system: System, proposer: Proposer) -> None:
        self._system = system
        self._proposer = proposer
        self.found: dict[Changes, Reading] = {}
        self.best = inf
        self.together: Together | None = None

    def pursue(self, *, loose: bool) -> None:
        """Look for readings, best first."""
        order = count()
        waiting: list[tuple[float, int, float, tuple[Event, ...], Scene]] = []
        scene = self._proposer.scene()
        for taken in self._starts():
            cost = sum([one.cost for one in taken])
            after = self._proposer.after(scene, tuple([change for one in taken for change in one.changes]))
            heappush(waiting, (cost, next(order), cost, taken, after))
        seen: set[Changes] = set()
        steps = MOST_LOOSE_STEPS if loose else MOST_STEPS
        while waiting and steps and self._proposer.places_left > 0:
            _, _, cost, taken, scene = heappop(waiting)
            if not scene.broken:
                self._keep((*taken, *_read(self._system, self._proposer, scene)))
                continue
            if len(taken) == MOST_SLIPS or cost + CHEAPEST > self.best + MARGIN:
                continue
            steps -= 1
            for event in _fewest(self._proposer.events(scene, loose=loose), scene.broken):
                total = cost + event.cost
                together = (*taken, event)
                key = tuple(sorted(change for one in together for change in one.changes))
                if total > self.best + MARGIN or key in seen:
                    continue
                seen.add(key)
                after = self._proposer.after(scene, event.changes)
                heappush(waiting, (total + AHEAD * after.broken.bit_count(), next(order), total, together, after))

    def join(self) -> None:
        """Look for slips that settle everything together, though each by itself breaks what holds."""
        from openness_lint.repair.together import Together  # a single wrong figure does without

        if Together.is_too_large(self._system):
            return
        together = self.together = Together(self._system, self._proposer)
        together.left = MOST_TRIES
        for taken in self._starts():
            spent = sum([one.cost for one in taken])
            if self.best > spent + PAIRED:
                self._keep_all(together, together.sets(2, taken))
                self._keep_all(together, together.filled(1, 0.0, taken))
            if self.best > spent + TRIPLED:
                self._keep_all(together, together.sets(3, taken))
            # A row left out and two slips more are often likelier than three slips.
            self._keep_all(together, together.filled(2, PAIRED + NEAR, taken))

    def _keep_all(self, together: Together, found: Iterator[tuple[Event, ...]]) -> None:
        start = self._proposer.scene()
        together.budget = self.best + NEAR
        for events in found:
            changes = tuple([change for one in events for change in one.changes])
            self._keep((*events, *_read(self._system, self._proposer, self._proposer.after(start, changes))))
            together.budget = self.best + NEAR

    def _starts(self) -> list[tuple[Event, ...]]:
        """Where counts are below 0, without their dashes; and the figures as printed."""
        struck = self._proposer.struck()
        return [struck, ()] if struck and len(struck) < MOST_SLIPS else [()]

    def _keep(self, events: tuple[Event, ...]) -> None:
        events = self._proposer.together(events)
        reading = Reading(events, sum(one.cost for one in events))
        reading = reading._replace(cost=reading.cost + self._proposer.left(reading.changes))
        known = self.found.get(reading.changes)
        if known is None or reading.cost < known.cost:
            self.found[reading.changes] = reading
            self.best = min(self.best, reading.cost)


def _fewest(events: Sequence[Event], broken: int) -> list[Event]:
    """The slips that touch the broken demand which the fewest do; none, where one is touched by none."""
    best: list[Event] | None = None
    for demand in bits(broken):
        touching = [one for one in events if one.touches >> demand & 1]
        if best is None or len(touching) < len(best):
            best = touching
    return best or []


def _read(system: System, proposer: Proposer, scene: Scene) -> list[Event]:
    """The figures that cannot be read and that no slip has settled: they are what they look like."""
    return [
        Event(
            Slip.LETTER,
            proposer.cost(entry, scene.values[entry])[0],
            ((entry, scene.values[entry]),),
            system.structure.touching[entry],
        )
        for entry in system.unreadable
        if not scene.changed >> entry & 1
    ]
