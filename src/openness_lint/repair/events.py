"""Slips that would explain some of what is broken: each a change of one or of several figures at once.

A slip is proposed where it settles a broken demand and breaks none that holds; the values that it
lost are solved from the demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import log

from openness_lint.model.slip import Priors, Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.masks import bits
from openness_lint.repair.plausibility import Plausibility
from openness_lint.repair.slips import Likely, Slips
from openness_lint.repair.system import Line, State, System

MOST = 4.0  # how much usual or unusual figures may do for a slip
# The most places at which a slip is looked for in one system, whatever its size; a place costs some five microseconds.
MOST_PLACES = 150_000
MOST_SUSPECT = 4.0  # how much (in logarithms) a lone blank is likelier to be an omission than a 0
MOST_FILLED = 4  # of the largest figures of a line left out, two are tried that another line may share

Changes = tuple[tuple[int, int], ...]  # (entry, value), in order of entries


class Event(NamedTuple):
    """A slip undone: its cost is minus the logarithm of its likelihood."""

    slip: Slip
    cost: float
    changes: Changes
    touches: int  # the demands it changes, a bit each
    rival: Slip | None = None  # another slip that may have done the same, where it is about as likely


class Scene:
    """Figures with some slips undone, and what is broken still."""

    __slots__ = ("broken", "changed", "residuals", "values")

    def __init__(self, values: list[int], residuals: list[int], changed: int, broken: int) -> None:
        self.values = values
        self.residuals = residuals
        self.changed = changed  # entries, a bit each
        self.broken = broken  # demands, a bit each


class Proposer:
    """What slips of one system may be."""

    def __init__(self, system: System, slips: Slips, priors: Priors) -> None:
        self._system = system
        self._structure = system.structure
        self._slips = slips
        self._zero = log(priors.zero)
        self._likelier = Plausibility(system, priors)
        structure = system.structure
        blanks = len(system.blanks)
        zeros = system.values.count(0) - blanks
        # A few blanks among many zeros were left out; where most are blank, a blank is how a 0 is written.
        self._blank = min(max(log((zeros + 1) / (blanks + 1)), 0.0), MOST_SUSPECT)
        self._rows = max(sum([1 for one in structure.rows if one is not None]), 1)
        self._columns = max(len(structure.lines) - self._rows, 1)
        below = [i for i, one in enumerate(system.values) if one < 0]
        self._below = tuple([i for i in below if not system.entries[i].signed])
        self._cold: dict[int, int] = {}
        self._costs: dict[tuple[int, int], tuple[float, Slip, Slip | None]] = {}
        self._pairs = structure.pairs or 1
        self._neighbours = structure.neighbours or 1
        self._omissions = self._prices_of_omissions()
        self.places_left = MOST_PLACES  # places that may still be looked at

    def scene(self) -> Scene:
        """The figures as printed."""
        residuals = list(self._system.residuals)
        return Scene(list(self._system.values), residuals, 0, sum([1 << i for i, one in enumerate(residuals) if one]))

    def struck(self) -> tuple[Event, ...]:
        """The dashes before counts undone: each is a slip to be seen, whether a demand then holds or not."""
        entries = self._system.entries
        return tuple(
            [
                Event(Slip.SIGN, self.cost(one, value)[0], ((one, value),), self._structure.touching[one])
                for one in self._below
                for value in [-entries[one].value]
            ]
        )

    def after(self, scene: Scene, changes: Changes) -> Scene:
        values, residuals, changed, broken = scene.values.copy(), scene.residuals.copy(), scene.changed, scene.broken
        for entry, value in changes:
            change = value - values[entry]
            values[entry] = value
            changed |= 1 << entry
            for demand, factor in self._structure.demands_of[entry]:
                residual = residuals[demand] = residuals[demand] + factor * change
                broken = broken | 1 << demand if residual else broken & ~(1 << demand)
        return Scene(values, residuals, changed, broken)

    def cost(self, entry: int, value: int) -> tuple[float, Slip, Slip | None]:
        """The cost of one figure being wrong, the likeliest slip and, where it is close, the next."""
        known = self._costs.get((entry, value))
        if known is None:
            likely = self._slips.likely(entry, value)
            cost = -log(sum(one.chance for one in likely)) + self.surprise(entry, value)
            known = self._costs[entry, value] = (cost, likely[0].slip, _close(likely))
        return known

    def together(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """The slips of one reading, those of single figures in the light of what the others undo.

        A total is not one of its parts where that part is wrong itself.
        """
        changed = [change for one in events for change in one.changes]
        if len(changed) < 2:
            return tuple(events)
        meant = list(self._system.values)
        for entry, value in changed:
            meant[entry] = value
        return tuple([self._seen(one, meant) if len(one.changes) == 1 else one for one in events])

    def _seen(self, event: Event, meant: Sequence[int]) -> Event:
        ((entry, value),) = event.changes
        likely = self._slips.likely(entry, value, meant)
        cost = -log(sum([one.chance for one in likely])) + self.surprise(entry, value)
        return Event(likely[0].slip, cost, event.changes, event.touches, _close(likely))

    def left(self, changes: Changes) -> float:
        """The cost of what a reading leaves impossible: a count below 0 is a slip too, whether its sums hold or not."""
        if not self._below:
            return 0.0
        changed = {entry for entry, _ in changes}
        return sum(self._price(Slip.SIGN, self._slips.places) for one in self._below if one not in changed)

    def surprise(self, entry: int, value: int) -> float:
        """How unusual the figure is here; a printed 0 is doubted less than another, a lone blank more."""
        one = self._system.entries[entry]
        if one.state is State.BLANK:
            return -self._blank - self._likelier(entry, value) if value else 0.0
        if one.state is State.UNREADABLE:
            return 0.0
        surprise = -self._likelier(entry, value)
        if one.value == 0 and value:
            return surprise + self._zero
        return surprise - self._zero / 2 if value == 0 and one.value else surprise

    def events(self, scene: Scene, *, loose: bool = False) -> list[Event]:
        """Every slip that settles something here; if `loose`, swaps and shifts that only break nothing more too."""
        best: dict[Changes, Event] = {}
        for one in self._all(scene, loose):
            several = len(one.changes) > 1 and one.slip is not Slip.LINE_OMITTED
            event = one._replace(cost=one.cost + self.likelihood(one.changes)) if several else one
            known = best.get(event.changes)
            if known is None or event.cost < known.cost:
                best[event.changes] = event
        return list(best.values())

    def _all(self, scene: Scene, loose: bool) -> Iterator[Event]:
        yield from self._singles(scene)
        if scene.broken & (scene.broken - 1):  # more than one
            lines = self._structure.lines
            able = ~self._cold_spots(scene)
            for number, (first, every) in enumerate(self._structure.spots):
                if self.places_left <= 0:
                    return
                here = able >> first & every
                if here & (here - 1):
                    hot = list(bits(here))
                    yield from self._swaps(scene, lines[number], hot, loose)
                    yield from self._omitted(scene, number, hot)
                    yield from self._shifts(scene, number, frozenset(hot), loose)
            yield from self._blank_totals(scene)
            yield from self._carried_through(scene)
            yield from self._rolled_up(scene)

    def _cold_spots(self, scene: Scene) -> int:
        """The places of lines whose figures stand in a demand across that holds, or were changed before."""
        cold = self._cold.get(scene.broken)
        if cold is None:
            cold = 0
            for demand, spots in enumerate(self._structure.spots_across):
                if not scene.broken >> demand & 1:
                    cold |= spots
            self._cold[scene.broken] = cold
        for entry in bits(scene.changed):
            cold |= self._structure.spots_of[entry]
        return cold

    def likelihood(self, changes: Changes) -> float:
        """How much less usual (in logarithms) the figures are with these changes."""
        return -max(min(sum([self._likelier(*one) for one in changes]), MOST), -MOST)

    def settles(self, scene: Scene, changes: Changes, loose: bool = False) -> int:
        """The demands that the changes touch; 0 if they break one that holds, or settle none.

        With `loose`, they need not settle any.
        """
        residuals, values, demands_of = scene.residuals, scene.values, self._structure.demands_of
        moved: dict[int, int] = {}
        for entry, value in changes:
            change = value - values[entry]
            for demand, factor in demands_of[entry]:
                moved[demand] = moved.get(demand, 0) + factor * change
        touched = 0
        settled = loose
        for demand, change in moved.items():
            if change:
                residual = residuals[demand]
                if not residual:
                    return 0
                if residual + change == 0:
                    settled = True
                touched |= 1 << demand
        return touched if settled else 0

    def touches(self, changes: Changes) -> int:
        """The demands that hold or fail with these figures: those they change, and those that could not be read."""
        moved: dict[int, int] = {}
        unread = 0
        for entry, value in changes:
            if entry in self._system.unreadable:
                unread |= self._structure.touching[entry]
            for demand, factor in self._structure.demands_of[entry]:
                moved[demand] = moved.get(demand, 0) + factor * (value - self._system.values[entry])
        return unread | sum([1 << demand for demand, change in moved.items() if change])

    def _singles(self, scene: Scene) -> Iterator[Event]:
        values, residuals, broken = scene.values, scene.residuals, scene.broken
        touching, demands = self._structure.touching, self._structure.demands
        seen: set[tuple[int, int]] = set()
        for demand in bits(broken):
            residual = residuals[demand]
            self.places_left -= len(demands[demand].terms)
            for entry, factor in demands[demand].terms:
                if touching[entry] & ~broken or scene.changed >> entry & 1 or residual % factor:
                    continue
                value = values[entry] - residual // factor
                if (entry, value) in seen or not self._system.fits(entry, value):
                    continue
                seen.add((entry, value))
                cost, slip, rival = self.cost(entry, value)
                yield Event(slip, cost, ((entry, value),), touching[entry], rival)

    def _swaps(self, scene: Scene, line: Line, hot: Sequence[int], loose: bool) -> Iterator[Event]:
        values, entries, fits = scene.values, line.entries, self._system.fits
        self.places_left -= len(hot) * len(hot) // 2
        if self.places_left <= 0:
            return
        for n, i in enumerate(hot):
            one = entries[i]
            a = values[one]
            for j in hot[n + 1 :]:
                other = entries[j]
                b = values[other]
                if a == b or not (fits(one, b) and fits(other, a)):
                    continue
                changes = ((one, b), (other, a)) if one < other else ((other, a), (one, b))
                touched = self.settles(scene, changes, loose and not (a and b))
                if not touched:
                    continue
                yield Event(Slip.SWAP, self.price_of_swap, changes, touched)
                if j == i + 1 and not (a and b):
                    yield Event(Slip.NEIGHBOUR, self.price_of_neighbour, changes, touched)

    @property
    def price_of_swap(self) -> float:
        return self._price(Slip.SWAP, self._pairs)

    @property
    def price_of_neighbour(self) -> float:
        return self._price(Slip.NEIGHBOUR, 2 * self._neighbours)

    def price_of_shift(self, number: int) -> float:
        """Of one run in the line of this number, displaced one way."""
        line = self._structure.lines[number]
        size = len(line.entries)
        return self._price(Slip.SHIFT, (self._rows if line.is_row else self._columns) * size * (size - 1) * 2)

    def price_of_omission(self, number: int, changes: Changes) -> float:
        """Of a line whose figures were these: with what it takes to believe so many where 0 stands.

        One of them follows from the others.
        """
        cost = self._omissions[number]
        if any(self._system.entries[one].state is State.BLANK for one in self._structure.lines[number].entries):
            cost -= self._blank
        largest = max([abs(value) for _, value in changes], default=0) / self._system.scale
        return cost + self._zero * (len(changes) - 1) + log(1 + largest)

    def _prices_of_omissions(self) -> list[float]:
        """Of each line, whatever its figures: less in the rows where it mostly happens."""
        usual = self._slips.usual_omission
        rows = self._structure.rows
        named = [usual is not None and one in usual.rows for one in rows]
        here = sum(named)
        if usual is None or here in {0, len(rows)}:
            return [self._price(Slip.LINE_OMITTED, len(rows) or 1)] * len(rows)
        inside = self._price(Slip.LINE_OMITTED, here / usual.share)
        outside = self._price(Slip.LINE_OMITTED, (len(rows) - here) / (1 - usual.share))
        return [inside if one else outside for one in named]

    def _price(self, slip: Slip, places: float) -> float:
        share = self._slips.share.get(slip, 0.0)
        return -log(share / places) if share > 0 else 1e6

    def _omitted(self, scene: Scene, number: int, hot: Sequence[int]) -> Iterator[Event]:
        """A line all of zeros or blanks, whose figures follow from the demands across it."""
        line, crossing = self._structure.lines[number], self._structure.crossing[number]
        if any(scene.values[one] for one in line.entries):
            return
        solved = [(entry, self._closing(scene, entry, crossing[i])) for i in hot for entry in [line.entries[i]]]
        known = [(entry, value) for entry, value in solved if value]
        if len(known) > 1 and (touched := self.settles(scene, whole := _ordered(known))):
            yield Event(Slip.LINE_OMITTED, self.price_of_omission(number, whole), whole, touched)
            return
        # Another slip across the line has spoilt one of the figures: it follows from the line itself.
        for entry, value in solved:
            others = [one for one in known if one[0] != entry]
            along = self._along(scene, number, entry, others)
            if others and along and along != value:
                better = _ordered([*others, (entry, along)])
                if touched := self.settles(scene, better):
                    yield Event(Slip.LINE_OMITTED, self.price_of_omission(number, better), better, touched)

    def beside(self, event: Event, changed: int) -> Iterator[tuple[Event, Event]]:
        """A line left out with another that has blanks, each of which would make up for the other: both with 1 more.

        No demand tells how many they held; 1 is the least, and in a small office the likeliest.
        """
        structure, entries, values = self._structure, self._system.entries, self._system.values
        meant = dict(event.changes)
        number = next(i for i, one in enumerate(structure.lines) if meant.keys() <= set(one.entries))
        line = structure.lines[number]
        filled = sorted(
            (i for i, one in enumerate(line.entries) if meant.get(one)), key=lambda i: -meant[line.entries[i]]
        )
        for other, beside in enumerate(structure.lines):
            if beside.is_row != line.is_row or len(beside.entries) != len(line.entries):
                continue
            if any(values[one] or changed >> one & 1 for one in beside.entries):
                continue
            for i, j in combinations(filled[:MOST_FILLED], 2):
                ours = [line.entries[i], line.entries[j]]
                theirs = [beside.entries[i], beside.entries[j]]
                if not any(entries[one].state is State.BLANK for one in theirs):
                    continue
                step = self._system.scale
                more = _ordered((one, step) for one in theirs)
                both = _ordered([*((one, values[one] + step) for one in ours), *more])
                if self.touches(both):
                    continue
                whole = _ordered((meant | {one: meant[one] + step for one in ours}).items())
                cost = self.price_of_omission(other, more) + max(map(self._likelier.of_one, theirs))
                yield (
                    Event(Slip.LINE_OMITTED, self.price_of_omission(number, whole), whole, self.touches(whole)),
                    Event(Slip.LINE_OMITTED, cost, more, self.touches(more)),
                )
                break

    def _along(self, scene: Scene, number: int, entry: int, changes: Iterable[tuple[int, int]]) -> int | None:
        """The value of one figure that makes a demand along its line hold, with the others changed."""
        for demand in self._structure.along[number]:
            factors = dict(self._structure.demands[demand].terms)
            factor = factors.get(entry)
            if factor is None:
                continue
            residual = scene.residuals[demand]
            for one, value in changes:
                if one != entry and one in factors:
                    residual += factors[one] * (value - scene.values[one])
            value, rest = divmod(scene.values[entry] * factor - residual, factor)
            return value if not rest and self._system.fits(entry, value) else None
        return None

    def _closing(self, scene: Scene, entry: int, across: int) -> int | None:
        """The value that makes a demand across the line hold."""
        for demand, factor in self._structure.demands_of[entry]:
            residual = scene.residuals[demand]
            if residual and across >> demand & 1 and not residual % factor:
                value = scene.values[entry] - residual // factor
                return value if self._system.fits(entry, value) else None
        return None

    def _shifts(self, scene: Scene, number: int, hot: frozenset[int], loose: bool) -> Iterator[Event]:
        """Runs displaced by one: what stands at i belongs at i - step, and the figure at the far end is lost.

        The place left free holds 0 or a blank.
        """
        line, crossing = self._structure.lines[number], self._structure.crossing[number]
        entries, values = line.entries, scene.values
        printed = [values[one] for one in entries]
        last = len(entries) - 1
        cost = self.price_of_shift(number)
        for step in (1, -1):
            end = last if step > 0 else 0
            run, turned = printed[::step], last - end
            for start in hot:
                # The first of the run has given its figure to the next, which is no 0 for it to show.
                if printed[start] or start == end or not printed[start + step]:
                    continue
                changes: list[tuple[int, int]] = []
                at = start
                if self.places_left <= 0:
                    return
                while at != end:
                    self.places_left -= 1
                    value = printed[at + step]
                    moves = value != printed[at]
                    if moves:
                        if at not in hot or not self._system.fits(entries[at], value):
                            break
                        changes.append((entries[at], value))
                    at += step
                    # The run may end here; what stood at its end is lost and follows from the demands.
                    if at in hot:
                        lost = {
                            self._closing(scene, entries[at], crossing[at]),
                            self._along(scene, number, entries[at], changes),
                        }
                        for value in sorted(one for one in lost if one is not None and one != printed[at]):
                            whole = _ordered((*changes, (entries[at], value)))
                            if touched := self.settles(scene, whole, loose):
                                less = log(runs_alike(run, abs(start - turned), abs(at - turned), value))
                                yield Event(Slip.SHIFT, cost - less, whole, touched)
                    if moves and len(changes) > 1:
                        whole = _ordered(changes)
                        if touched := self.settles(scene, whole, loose):
                            less = log(runs_alike(run, abs(start - turned), abs(at - step - turned), printed[at]))
                            yield Event(Slip.SHIFT, cost - less, whole, touched)

    def _carried_through(self, scene: Scene) -> Iterator[Event]:
        """A part is wrong, and so is the total that was added up with it."""
        touching, demands, still = self._structure.touching, self._structure.demands, ~scene.broken
        extra = self._price(Slip.CARRIED_THROUGH, 1)
        for index, total, others in self._structure.summed:
            if others & still or not others or (scene.broken >> index | scene.changed >> total) & 1:
                continue
            changes_of_total = {
                -scene.residuals[demand] // factor
                for demand, factor in self._structure.demands_of[total]
                if scene.residuals[demand] and not scene.residuals[demand] % factor
            }
            if not changes_of_total:
                continue
            own = dict(demands[index].terms)
            for entry, factor in demands[index].terms:
                if entry == total or touching[entry] & still & ~(1 << index) or scene.changed >> entry & 1:
                    continue
                for change in changes_of_total:
                    value = scene.values[total] + change
                    meant = scene.values[entry] - change * own[total] // factor
                    changes = _ordered(((entry, meant), (total, value)))
                    if self._system.fits(entry, meant) and self._system.fits(total, value):
                        touched = self.settles(scene, changes)
                        if touched:
                            cost = self.cost(entry, meant)[0] - self.likelihood(((entry, meant),)) + extra
                            yield Event(Slip.CARRIED_THROUGH, cost, changes, touched)

    def _blank_totals(self, scene: Scene) -> Iterator[Event]:
        """Totals left blank throughout, while their parts are filled."""
        changes: dict[int, int] = {}
        for demand in bits(scene.broken):
            total = self._structure.totals[demand]
            if total is None or scene.changed >> total & 1 or total in changes:
                continue
            if self._system.entries[total].state is State.BLANK:
                value = self._closing(scene, total, 1 << demand)
                if value is not None:
                    changes[total] = value
        if len(changes) > 1 and (touched := self.settles(scene, whole := _ordered(changes.items()))):
            yield Event(Slip.BLANK, self._price(Slip.BLANK, len(self._structure.demands)), whole, touched)

    def _rolled_up(self, scene: Scene) -> Iterator[Event]:
        """Figures that should be what other reports come to, all off at once."""
        changes: dict[int, int] = {}
        for demand in bits(scene.broken):
            terms = self._structure.demands[demand].terms
            if len(terms) == 1 and not scene.residuals[demand] % terms[0][1]:
                entry, factor = terms[0]
                if not scene.changed >> entry & 1:
                    changes[entry] = scene.values[entry] - scene.residuals[demand] // factor
        whole = _ordered(changes.items())
        if len(whole) < 2 or not all(self._system.fits(*one) for one in whole):
            return
        if touched := self.settles(scene, whole):
            yield Event(Slip.BODY_MISSING, self._price(Slip.BODY_MISSING, 1), whole, touched)


def runs_alike(figures: Sequence[int], start: int, end: int, value: int) -> int:
    """How many runs of a line, displaced by one, would have left the same print.

    Args:
        figures: The line as printed, in the direction in which the run went.
        start: The place that shows the 0 left behind. Zeros before it may have been in the run.
        end: The last place of the run. Places behind it may have been, where they show
        value: what stood there before.
    """
    first, last = start, end
    while first and not figures[first - 1]:
        first -= 1
    while last + 1 < len(figures) and figures[last + 1] == value:
        last += 1
    return (start - first + 1) * (last - end + 1)


def _close(likely: Sequence[Likely]) -> Slip | None:
    """The second slip, where it is about as likely as the first."""
    return likely[1].slip if len(likely) > 1 and likely[1].chance * 2 > likely[0].chance else None


def _ordered(changes: Iterable[tuple[int, int]]) -> Changes:
    return tuple(sorted(changes))
