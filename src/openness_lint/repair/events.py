"""Slips that would explain some of what is broken: each a change of one or of several figures at once.

A slip is proposed where it settles a broken demand and breaks none that holds; the values that it
lost are solved from the demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from openness_lint.model.slip import Slip
from openness_lint.repair.slips import Slips
from openness_lint.repair.system import Line, State, System

Changes = tuple[tuple[int, int], ...]  # (entry, value), in order of entries


class Event(NamedTuple):
    """A slip undone: its cost is minus the logarithm of its likelihood."""

    slip: Slip
    cost: float
    changes: Changes
    rival: Slip | None = None  # another slip that may have done the same, where it is about as likely


class Scene:
    """Figures with some slips undone, and what is broken still."""

    __slots__ = ("broken", "changed", "residuals", "values")

    def __init__(self, values: list[int], residuals: list[int], changed: frozenset[int]) -> None:
        self.values = values
        self.residuals = residuals
        self.changed = changed
        self.broken = frozenset(i for i, one in enumerate(residuals) if one)


class Proposer:
    """What slips of one system may be."""

    def __init__(self, system: System, slips: Slips, zero: float) -> None:
        self._system = system
        self._slips = slips
        self._zero = log(zero)
        self._lines = [(line, self._crossing(line)) for line in system.lines]
        self._rows = max(sum(1 for line in system.lines if line.is_row), 1)
        self._columns = max(len(system.lines) - self._rows, 1)
        self._costs: dict[tuple[int, int], tuple[float, Slip, Slip | None]] = {}
        self._pairs = sum(len(line.entries) * (len(line.entries) - 1) // 2 for line in system.lines) or 1
        self._neighbours = sum(len(line.entries) - 1 for line in system.lines) or 1

    def _crossing(self, line: Line) -> tuple[tuple[int, ...], ...]:
        """By position in the line, the demands of the figure that do not run along the line."""
        count: dict[int, int] = {}
        for entry in line.entries:
            for demand, _ in self._system.demands_of[entry]:
                count[demand] = count.get(demand, 0) + 1
        return tuple(
            tuple(demand for demand, _ in self._system.demands_of[entry] if count[demand] == 1)
            for entry in line.entries
        )

    def scene(self, changes: Changes = ()) -> Scene:
        """The printed figures with these changes made."""
        before = Scene(list(self._system.values), list(self._system.residuals), frozenset())
        return self.after(before, changes) if changes else before

    def after(self, scene: Scene, changes: Changes) -> Scene:
        values, residuals = scene.values.copy(), scene.residuals.copy()
        for entry, value in changes:
            change = value - values[entry]
            values[entry] = value
            for demand, factor in self._system.demands_of[entry]:
                residuals[demand] += factor * change
        return Scene(values, residuals, scene.changed | {entry for entry, _ in changes})

    def cost(self, entry: int, value: int) -> tuple[float, Slip, Slip | None]:
        """The cost of one figure being wrong, the likeliest slip and, where it is close, the next."""
        known = self._costs.get((entry, value))
        if known is None:
            likely = self._slips.likely(entry, value)
            cost = -log(sum(one.chance for one in likely)) + self._surprise(entry, value)
            second = likely[1].slip if len(likely) > 1 and likely[1].chance * 2 > likely[0].chance else None
            known = self._costs[entry, value] = (cost, likely[0].slip, second)
        return known

    def _surprise(self, entry: int, value: int) -> float:
        """Most figures of these tables are 0 and rightly so; a 0 is suspected last."""
        one = self._system.entries[entry]
        if one.state is State.NUMBER and one.value == 0 and value:
            return self._zero
        return -self._zero / 2 if value == 0 and one.value else 0.0

    def events(self, scene: Scene, *, loose: bool = False) -> list[Event]:
        """Every slip that settles something here; if `loose`, swaps and shifts that only break nothing more too."""
        best: dict[Changes, Event] = {}
        for event in self._all(scene, loose):
            known = best.get(event.changes)
            if known is None or event.cost < known.cost:
                best[event.changes] = event
        return list(best.values())

    def _all(self, scene: Scene, loose: bool) -> Iterator[Event]:
        yield from self._singles(scene)
        if len(scene.broken) > 1:
            for line, crossing in self._lines:
                hot = [
                    i
                    for i, across in enumerate(crossing)
                    if line.entries[i] not in scene.changed and all(one in scene.broken for one in across)
                ]
                if len(hot) > 1:
                    yield from self._swaps(scene, line, hot, loose)
                    yield from self._omitted(scene, line, crossing)
                    yield from self._shifts(scene, line, crossing, set(hot), loose)
            yield from self._blank_totals(scene)
            yield from self._carried_through(scene)
            yield from self._rolled_up(scene)

    def settles(self, scene: Scene, changes: Changes, loose: bool = False) -> bool:
        """Whether the changes settle a broken demand (if `loose`, touch one) and break none."""
        moved: dict[int, int] = {}
        for entry, value in changes:
            change = value - scene.values[entry]
            for demand, factor in self._system.demands_of[entry]:
                moved[demand] = moved.get(demand, 0) + factor * change
        settled = False
        for demand, change in moved.items():
            if not change:
                continue
            residual = scene.residuals[demand]
            if not residual:
                return False
            settled = settled or loose or residual + change == 0
        return settled

    def _singles(self, scene: Scene) -> Iterator[Event]:
        seen: set[tuple[int, int]] = set()
        for demand in scene.broken:
            residual = scene.residuals[demand]
            for entry, factor in self._system.demands[demand].terms:
                if entry in scene.changed or residual % factor:
                    continue
                value = scene.values[entry] - residual // factor
                if (entry, value) in seen or not self._system.fits(entry, value):
                    continue
                seen.add((entry, value))
                if self.settles(scene, ((entry, value),)):
                    cost, slip, rival = self.cost(entry, value)
                    yield Event(slip, cost, ((entry, value),), rival)

    def _swaps(self, scene: Scene, line: Line, hot: Sequence[int], loose: bool) -> Iterator[Event]:
        values, entries = scene.values, line.entries
        for n, i in enumerate(hot):
            for j in hot[n + 1 :]:
                one, other = entries[i], entries[j]
                a, b = values[one], values[other]
                if a == b:
                    continue
                changes = _ordered(((one, b), (other, a)))
                if not (self._system.fits(one, b) and self._system.fits(other, a)):
                    continue
                if not self.settles(scene, changes, loose and not (a and b)):
                    continue
                yield Event(Slip.SWAP, self._price(Slip.SWAP, self._pairs), changes)
                if j == i + 1 and not (a and b):
                    yield Event(Slip.NEIGHBOUR, self._price(Slip.NEIGHBOUR, 2 * self._neighbours), changes)

    def _price(self, slip: Slip, places: float) -> float:
        share = self._slips.share.get(slip, 0.0)
        return -log(share / places) if share > 0 else 1e6

    def _omitted(self, scene: Scene, line: Line, crossing: Sequence[Sequence[int]]) -> Iterator[Event]:
        """A line all of zeros or blanks, whose figures follow from the demands across it."""
        if any(scene.values[one] for one in line.entries):
            return
        cost = self._price(Slip.LINE_OMITTED, self._rows + self._columns)
        solved = self._solved(scene, line, crossing, range(len(line.entries)))
        if len(solved) < 2:
            return
        if self.settles(scene, solved):
            yield Event(Slip.LINE_OMITTED, cost, solved)
            return
        # Another slip across the line has spoilt one of the figures: it follows from the line itself.
        for entry, value in solved:
            along = self._along(scene, line, entry, solved)
            if along is not None and along != value:
                better = _ordered((one, along if one == entry else other) for one, other in solved)
                if self.settles(scene, better):
                    yield Event(Slip.LINE_OMITTED, cost, better)

    def _along(self, scene: Scene, line: Line, entry: int, changes: Iterable[tuple[int, int]]) -> int | None:
        """The value of one figure that makes the demand along its line hold, with the others changed."""
        new = dict(changes)
        within = set(line.entries)
        for demand, factor in self._system.demands_of[entry]:
            terms = self._system.demands[demand].terms
            if not all(one in within for one, _ in terms):
                continue
            residual = scene.residuals[demand] + sum(
                own * (new[one] - scene.values[one]) for one, own in terms if one in new and one != entry
            )
            if residual % factor:
                return None
            value = scene.values[entry] - residual // factor
            return value if self._system.fits(entry, value) else None
        return None

    def _solved(
        self, scene: Scene, line: Line, crossing: Sequence[Sequence[int]], positions: Sequence[int] | range
    ) -> Changes:
        changes: list[tuple[int, int]] = []
        for i in positions:
            entry = line.entries[i]
            value = self._closing(scene, entry, crossing[i])
            if value is not None and value != scene.values[entry]:
                changes.append((entry, value))
        return _ordered(changes)

    def _closing(self, scene: Scene, entry: int, across: Sequence[int]) -> int | None:
        """The value that makes a demand across the line hold."""
        for demand, factor in self._system.demands_of[entry]:
            if demand in across and scene.residuals[demand] and not scene.residuals[demand] % factor:
                value = scene.values[entry] - scene.residuals[demand] // factor
                return value if self._system.fits(entry, value) else None
        return None

    def _shifts(
        self, scene: Scene, line: Line, crossing: Sequence[Sequence[int]], hot: set[int], loose: bool
    ) -> Iterator[Event]:
        """Runs displaced by one: what stands at i belongs at i - step, and the figure at the far end is lost.

        The place left free holds 0, a blank, or the first figure of the run once more.
        """
        entries, values = line.entries, scene.values
        places = (self._rows if line.is_row else self._columns) * len(entries) * (len(entries) - 1) * 2
        cost = self._price(Slip.SHIFT, places)
        for step in (1, -1):
            for start in range(len(entries)):
                if values[entries[start]]:
                    continue
                changes: list[tuple[int, int]] = []
                at = start
                while 0 <= at + step < len(entries):
                    entry, value = entries[at], values[entries[at + step]]
                    if value != values[entry]:
                        if at not in hot or not self._system.fits(entry, value):
                            break
                        changes.append((entry, value))
                    at += step
                    if not changes:
                        if values[entries[at]]:
                            break
                        continue
                    # The run may end here; what stood at its end is lost and follows from the demands.
                    end = entries[at]
                    lost = self._closing(scene, end, crossing[at]) if at in hot else None
                    if end in scene.changed:
                        break
                    along = self._along(scene, line, end, changes) if at in hot else None
                    for lost_value in sorted({one for one in (lost, along) if one is not None}) or [values[end]]:
                        whole = _ordered((*changes, (end, lost_value)) if lost_value != values[end] else changes)
                        if len(whole) > 1 and self.settles(scene, whole, loose):
                            yield Event(Slip.SHIFT, cost, whole)

    def _carried_through(self, scene: Scene) -> Iterator[Event]:
        """A part is wrong, and so is the total that was added up with it."""
        for index, total in enumerate(self._system.totals):
            if total is None or index in scene.broken or total in scene.changed:
                continue
            outside = [(d, f) for d, f in self._system.demands_of[total] if d != index and d in scene.broken]
            factors = dict(self._system.demands[index].terms)
            for demand, factor in outside:
                if scene.residuals[demand] % factor:
                    continue
                change = -scene.residuals[demand] // factor
                value = scene.values[total] + change
                if not self._system.fits(total, value):
                    continue
                for entry, own in factors.items():
                    if entry == total or entry in scene.changed:
                        continue
                    across = [d for d, _ in self._system.demands_of[entry] if d != index]
                    if any(one not in scene.broken for one in across):
                        continue
                    meant = scene.values[entry] - change * factors[total] // own
                    changes = _ordered(((entry, meant), (total, value)))
                    if self._system.fits(entry, meant) and self.settles(scene, changes):
                        cost = self.cost(entry, meant)[0] + self._price(Slip.CARRIED_THROUGH, 1)
                        yield Event(Slip.CARRIED_THROUGH, cost, changes)

    def _blank_totals(self, scene: Scene) -> Iterator[Event]:
        """Totals left blank throughout, while their parts are filled."""
        changes: dict[int, int] = {}
        for demand in sorted(scene.broken):
            total = self._system.totals[demand]
            if total is None or total in scene.changed or total in changes:
                continue
            if self._system.entries[total].state is State.BLANK:
                value = self._closing(scene, total, (demand,))
                if value is not None:
                    changes[total] = value
        ordered = _ordered(changes.items())
        if len(ordered) > 1 and self.settles(scene, ordered):
            yield Event(Slip.BLANK, self._price(Slip.BLANK, len(self._system.demands)), ordered)

    def _rolled_up(self, scene: Scene) -> Iterator[Event]:
        """Figures that should be what other reports come to, all off at once."""
        changes: dict[int, int] = {}
        for demand in scene.broken:
            terms = self._system.demands[demand].terms
            if len(terms) == 1 and not scene.residuals[demand] % terms[0][1]:
                entry, factor = terms[0]
                changes[entry] = scene.values[entry] - scene.residuals[demand] // factor
        if len(changes) > 1 and not changes.keys() & scene.changed:
            ordered = _ordered(changes.items())
            if all(self._system.fits(*one) for one in ordered) and self.settles(scene, ordered):
                yield Event(Slip.BODY_MISSING, self._price(Slip.BODY_MISSING, 1), ordered)


def _ordered(changes: Iterable[tuple[int, int]]) -> Changes:
    return tuple(sorted(changes))
