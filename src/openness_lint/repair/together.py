"""Slips that settle together what neither settles alone: each breaks demands that hold, and the others mend them.

Every figure of the system may be part of any slip here, as it was printed. What demands lack of holding
is held in one whole number, a stretch of bits for each demand, so that to undo a slip is an addition, and
whether one slip more settles all that is left is a look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf, log

from openness_lint.model.slip import Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.events import Changes, Event, Proposer, runs_alike
from openness_lint.repair.system import System

CHEAP = 6.0  # few slips cost less, blanks and letters apart, and those show by themselves
# Tables whose lines give more places for slips than this are too large to list them all.
MOST_PLACES = 20_000
START = 40  # as many sets as could be tried in the time it takes to list the slips that one may start with


class Move(NamedTuple):
    """A slip that moves printed figures. `lost` is a figure besides whose own is gone, and may have been any."""

    cost: float
    slip: Slip
    changes: Changes
    figures: int  # entries, a bit each
    shift: int  # what its undoing adds to what the demands lack
    touches: int = 0  # demands that its figures are in, a bit each
    lost: int | None = None


class Omitted(NamedTuple):
    """A line of zeros or blanks that may not have been filled in."""

    number: int
    figures: int  # entries, a bit each
    solving: tuple[tuple[int, int, int], ...]  # (entry, demand it follows from, its factor there)
    room: int  # the stretches of its demands, all bits set


class Together:
    """All moves of one system, and sets of slips that settle everything, moves or single figures."""

    def __init__(self, system: System, proposer: Proposer) -> None:
        self._system = system
        self._structure = system.structure
        self._proposer = proposer
        factors = max((abs(factor) for one in system.demands for _, factor in one.terms), default=1)
        most = sum(abs(one) for one in (*system.values, *system.residuals)) + 1
        self._width = (most * factors).bit_length() + 8
        self._half = 1 << (self._width - 1)
        self._mask = (1 << self._width) - 1
        self._bias = sum([self._half << (self._width * i) for i in range(len(system.demands))])
        self._column = [
            sum([factor << (self._width * demand) for demand, factor in one]) for one in self._structure.demands_of
        ]
        self._single: dict[int, list[int]] = {}
        for entry, one in enumerate(self._structure.demands_of):
            if one and abs(lowest := min(one)[1]) == 1:
                self._single.setdefault(self._column[entry] * lowest, []).append(entry)
        self._moves = sorted([*self._swaps(), *self._shifts()], key=_order)
        self._by_shift: dict[int, list[Move]] = {}
        for move in self._moves:
            if move.lost is None:
                self._by_shift.setdefault(move.shift, []).append(move)
        self._of: dict[int, tuple[list[Move], list[Move]]] = {}
        self._omitted = tuple(self._lines())
        self.left = 0  # how many sets may still be tried
        self.budget = inf  # no set is to cost more

    @staticmethod
    def is_too_large(system: System) -> bool:
        return sum([len(line.entries) ** 2 for line in system.structure.lines]) > MOST_PLACES

    def sets(self, slips: int, taken: Sequence[Event] = ()) -> Iterator[tuple[Event, ...]]:
        """Sets of so many slips that, after those taken, settle all that is broken: within `budget`, while any are `left`."""
        lack, changed, spent = self._taken(taken)
        for moves in self._sets(lack, changed, slips, spent, None):
            yield (*taken, *(self._event(one) for one in moves))

    def filled(self, slips: int, least: float, taken: Sequence[Event] = ()) -> Iterator[tuple[Event, ...]]:
        """The same of a line left out and so many slips besides, where `budget` leaves more than `least` for those."""
        lack, changed, spent = self._taken(taken)
        for line in self._omitted:
            price = spent + self._proposer.price_of_omission(line.number, ())
            broken = any(self._residual(lack, demand) for _, demand, _ in line.solving)
            if self.left <= 0 or not broken or line.figures & changed or self.budget - price <= least:
                continue
            for moves in self._sets(lack, line.figures | changed, slips, price, line):
                yield (*taken, *(self._event(one) for one in moves))

    def _taken(self, events: Sequence[Event]) -> tuple[int, int, float]:
        """What demands lack after these slips are undone, the figures that are changed then, and the cost."""
        residuals = enumerate(self._system.residuals)
        lack = sum([residual << (self._width * demand) for demand, residual in residuals if residual])
        changed, values = 0, self._system.values
        for event in events:
            for entry, value in event.changes:
                changed |= 1 << entry
                lack += (value - values[entry]) * self._column[entry]
        return lack, changed, sum([one.cost for one in events])

    def explained(self, changes: Changes) -> tuple[Event, ...]:
        """The slips that explain these changes most cheaply, each change one slip's."""
        meant = dict(changes)
        figures = sum([1 << entry for entry in meant])
        moves = [self._alone(*one) for one in changes]
        for move in self._moves:
            if move.figures & ~figures or any(meant[entry] != value for entry, value in move.changes):
                continue
            if move.lost is None:
                moves.append(move)
            else:
                lost = (move.lost, meant[move.lost])
                cost = move.cost + self._proposer.likelihood((lost,))
                moves.append(move._replace(cost=cost, changes=tuple(sorted((*move.changes, lost)))))
        for line in self._omitted:
            filled = tuple(one for one in changes if line.figures >> one[0] & 1)
            if len(filled) > 1:
                cost = self._proposer.price_of_omission(line.number, filled)
                moves.append(Move(cost, Slip.LINE_OMITTED, filled, sum([1 << entry for entry, _ in filled]), 0))
        return tuple(self._event(one) for one in _cover(moves, figures, {})[1])

    def _sets(
        self, lack: int, changed: int, slips: int, spent: float, line: Omitted | None
    ) -> Iterator[tuple[Move, ...]]:
        """Sets of so many slips, and besides them the line left out, if there is one."""
        if not slips:
            assert line is not None
            yield from ((one,) for one in self._filling(line, lack))
            return
        if slips == 1 and line is None:
            yield from ((one,) for one in self._closing(lack, changed) if spent + one.cost <= self.budget)
            return
        rest = CHEAP * (slips - 1)
        outside = -1 if line is None else ~line.room
        for move in self._starting(lack, changed, self.budget - spent - rest, outside):
            if spent + move.cost + rest > self.budget or self.left <= 0:
                break
            if move.figures & changed:
                continue
            self.left -= 1
            after = lack + move.shift
            if slips == 1 and (after + self._bias ^ self._bias) & outside:
                continue
            for others in self._sets(after, changed | move.figures, slips - 1, spent + move.cost, line):
                yield (move, *others)

    def _starting(self, lack: int, changed: int, most: float, outside: int) -> list[Move]:
        """The slips that touch the broken demand which the fewest do, cheapest first: one of them has to."""
        self.left -= START
        broken = [(len(self._touching(one)[0]), one) for one in self._broken(lack, outside)]
        if not broken:
            return []
        _, demand = min(broken)
        whole, losing = self._touching(demand)
        found = [one for one in self._singles(demand, lack, changed) if one.cost <= most]
        for move in losing:
            if move.cost > most:
                break
            if not move.figures & changed:
                found += self._with_lost(move, lack)
        return sorted([*found, *whole], key=_cost)

    def _touching(self, demand: int) -> tuple[list[Move], list[Move]]:
        """The moves that touch a demand: those that are whole, and those with a figure lost."""
        known = self._of.get(demand)
        if known is None:
            known = self._of[demand] = ([], [])
            place, bit = self._width * demand, 1 << demand
            for move in self._moves:
                if move.touches & bit:
                    if move.lost is not None:
                        known[1].append(move)
                    elif (move.shift + self._bias) >> place & self._mask != self._half:
                        known[0].append(move)
        return known

    def _singles(self, demand: int, lack: int, changed: int) -> Iterator[Move]:
        """Single figures of a demand, with each value by which one of their demands would hold."""
        for entry, _ in self._structure.demands[demand].terms:
            if changed >> entry & 1:
                continue
            for value in self._values(entry, lack):
                yield self._alone(entry, value)

    def _with_lost(self, move: Move, lack: int) -> Iterator[Move]:
        assert move.lost is not None
        for value in self._values(move.lost, lack + move.shift):
            change = value - self._system.values[move.lost]
            changes = tuple(sorted((*move.changes, (move.lost, value))))
            shift = move.shift + change * self._column[move.lost]
            yield Move(
                move.cost + self._proposer.likelihood(((move.lost, value),)), move.slip, changes, move.figures, shift
            )

    def _values(self, entry: int, lack: int) -> set[int]:
        """The values by which one of a figure's broken demands would hold."""
        found: set[int] = set()
        printed = self._system.values[entry]
        for demand, factor in self._structure.demands_of[entry]:
            residual = self._residual(lack, demand)
            if residual and not residual % factor:
                value = printed - residual // factor
                if self._system.fits(entry, value):
                    found.add(value)
        return found

    def _alone(self, entry: int, value: int) -> Move:
        cost, slip, _ = self._proposer.cost(entry, value)
        shift = (value - self._system.values[entry]) * self._column[entry]
        return Move(cost, slip, ((entry, value),), 1 << entry, shift)

    def _closing(self, lack: int, changed: int) -> Iterator[Move]:
        """One slip that settles all of this."""
        if not lack:
            return
        for move in self._by_shift.get(-lack, ()):
            if not move.figures & changed:
                yield move
        lowest = ((lack & -lack).bit_length() - 1) // self._width
        amount = -lack >> (self._width * lowest) & self._mask
        if amount >= self._half:
            amount -= self._mask + 1
        column, rest = divmod(-lack, amount)
        if not rest:
            for entry in self._single.get(column, ()):
                factor = dict(self._structure.demands_of[entry])[lowest]
                value = self._system.values[entry] + amount // factor
                if not changed >> entry & 1 and self._system.fits(entry, value):
                    yield self._alone(entry, value)

    def _event(self, move: Move) -> Event:
        rival = self._proposer.cost(*move.changes[0])[2] if len(move.changes) == 1 else None
        return Event(move.slip, move.cost, move.changes, self._proposer.touches(move.changes), rival)

    def _filling(self, line: Omitted, lack: int) -> Iterator[Move]:
        """The line with what its demands ask for."""
        changes: list[tuple[int, int]] = []
        shift = 0
        for entry, demand, factor in line.solving:
            value, rest = divmod(-self._residual(lack, demand), factor)
            if rest or not self._system.fits(entry, value):
                return
            if value:
                changes.append((entry, value))
                shift += value * self._column[entry]
        if len(changes) > 1 and not lack + shift:
            whole = tuple(sorted(changes))
            cost = self._proposer.price_of_omission(line.number, whole)
            yield Move(cost, Slip.LINE_OMITTED, whole, line.figures, shift)

    def _residual(self, lack: int, demand: int) -> int:
        return (lack + self._bias >> (self._width * demand) & self._mask) - self._half

    def _broken(self, lack: int, outside: int) -> Iterator[int]:
        differing = (lack + self._bias ^ self._bias) & outside
        while differing:
            demand = ((differing & -differing).bit_length() - 1) // self._width
            yield demand
            differing &= -1 << (self._width * (demand + 1))

    def _lines(self) -> Iterator[Omitted]:
        values, structure = self._system.values, self._structure
        for number, line in enumerate(structure.lines):
            if any(values[one] for one in line.entries):
                continue
            figures = room = 0
            solving: list[tuple[int, int, int]] = []
            for entry, across in zip(line.entries, structure.crossing[number], strict=True):
                figures |= 1 << entry
                solving += [(entry, one, factor) for one, factor in structure.demands_of[entry] if across >> one & 1][
                    :1
                ]
                for demand, _ in structure.demands_of[entry]:
                    room |= self._mask << (self._width * demand)
            if len(solving) == len(line.entries):
                yield Omitted(number, figures, tuple(solving), room)

    def _move(self, slip: Slip, cost: float, changes: Sequence[tuple[int, int]], lost: int | None = None) -> Move:
        values, touching, figures, shift, touches = self._system.values, self._structure.touching, 0, 0, 0
        for entry, value in changes:
            figures |= 1 << entry
            touches |= touching[entry]
            shift += (value - values[entry]) * self._column[entry]
        if lost is not None:
            figures |= 1 << lost
            touches |= touching[lost]
        whole = tuple(sorted(changes))
        return Move(cost + self._proposer.likelihood(whole), slip, whole, figures, shift, touches, lost)

    def _swaps(self) -> Iterator[Move]:
        values, fits = self._system.values, self._system.fits
        swap, beside = self._proposer.price_of_swap, self._proposer.price_of_neighbour
        for line in self._structure.lines:
            for i, one in enumerate(line.entries):
                a = values[one]
                for j in range(i + 1, len(line.entries)):
                    other = line.entries[j]
                    b = values[other]
                    if a == b or not (fits(one, b) and fits(other, a)):
                        continue
                    near = j == i + 1 and not (a and b)
                    slip, cost = (Slip.NEIGHBOUR, beside) if near and beside < swap else (Slip.SWAP, swap)
                    yield self._move(slip, cost, ((one, b), (other, a)))

    def _shifts(self) -> Iterator[Move]:
        """Runs displaced by one, whose first place shows 0 or a blank."""
        values, fits = self._system.values, self._system.fits
        for number, line in enumerate(self._structure.lines):
            price = self._proposer.price_of_shift(number)
            for run in (line.entries, line.entries[::-1]):
                printed = [values[one] for one in run]
                for start, first in enumerate(run[:-1]):
                    if values[first] or not values[run[start + 1]]:
                        continue
                    changes: list[tuple[int, int]] = []
                    cost = price - log(runs_alike(printed, start, len(run), 0))
                    for at, (one, after) in enumerate(pairwise(run[start:]), start):
                        if changes:
                            # The run may end here, its last figure gone.
                            yield self._move(Slip.SHIFT, cost, changes, one)
                        value = values[after]
                        if value == values[one]:
                            continue
                        if not fits(one, value):
                            break
                        changes.append((one, value))
                        if len(changes) > 1:
                            less = log(runs_alike(printed, start, at, value))
                            yield self._move(Slip.SHIFT, price - less, changes)
                    else:
                        yield self._move(Slip.SHIFT, cost, changes, run[-1])


Cover = tuple[float, tuple[Move, ...]]


def _cover(moves: Sequence[Move], figures: int, known: dict[int, Cover]) -> Cover:
    """The cheapest of these moves that take up all these figures, each once; the moves of one figure make that sure."""
    if not figures:
        return 0.0, ()
    if figures not in known:
        lowest = figures & -figures
        covers: list[Cover] = []
        for move in moves:
            if move.figures & lowest and not move.figures & ~figures:
                cost, others = _cover(moves, figures & ~move.figures, known)
                covers.append((cost + move.cost, (move, *others)))
        known[figures] = min(covers, key=lambda one: one[0])
    return known[figures]


def _cost(move: Move) -> float:
    return move.cost


def _order(move: Move) -> tuple[float, Changes]:
    return move.cost, move.changes
