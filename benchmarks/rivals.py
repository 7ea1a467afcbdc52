"""What else would have printed the same table: told from slips and equations alone, without the code on trial.

Three things no reader can see through, however clever, and each can be told without asking one:

- fewer: fewer slips of the kinds put in explain the whole table, marks to be seen included (a blank, a
  letter, a dash need their slip);
- open: other numbers in the very figures that are wrong make all equations hold as well;
- twins: the same slip, of the same kind, in other figures would have left the very same print.

What is counted has been found, explanation by explanation; some that take two entangled slips are
overlooked, so that `fewer` is rather too low. A slip undone is here a set of fixed changes, a single figure that may become any number, a run moved back
whose last figure may have been any number, or a row of what is carried over that may have held anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from openness_lint.model.address import Address
from openness_lint.model.linear import Equation, Relation
from tables import Printed

Lack = dict[int, int]  # by equation, what its sides differ by; those that hold are left out
CARRIED = ("carried_in", "carried_out")


class Undone(NamedTuple):
    """A slip undone: new numbers, and perhaps one figure besides that may be any number."""

    values: tuple[tuple[int, int], ...]  # (cell, number)
    lack: tuple[tuple[int, int], ...]  # (equation, what it adds)
    lost: int | None = None

    @property
    def cells(self) -> frozenset[int]:
        return frozenset(cell for cell, _ in self.values) | ({self.lost} if self.lost is not None else set())


class Rivals:
    """One printed table, and what slips could have made it from another clean one."""

    def __init__(self, printed: Printed, equations: Sequence[Equation]) -> None:
        self._cells = list(printed)
        self._place = {address: i for i, address in enumerate(self._cells)}
        texts = list(printed.values())
        self._blank = frozenset(i for i, text in enumerate(texts) if not text)
        # A letter or a dash has to be a slip of its own, and leaves no doubt of the number.
        self._seen = frozenset(i for i, text in enumerate(texts) if text and not text.isdigit())
        self._values = [int(text.replace("O", "0").lstrip("-") or 0) for text in texts]
        self._rows: list[list[tuple[int, int]]] = []  # by equation: (cell, factor)
        for one in equations:
            if one.relation is Relation.EQUAL and all(term.address in self._place for term in one.terms):
                factors: dict[int, int] = {}
                for sign, side in ((1, one.left), (-1, one.right)):
                    for factor, address in side.terms:
                        cell = self._place[address]
                        factors[cell] = factors.get(cell, 0) + sign * factor
                self._rows.append(list(factors.items()))
        self._of: list[dict[int, int]] = [{} for _ in self._cells]  # by cell: equation to factor
        for number, row in enumerate(self._rows):
            for cell, factor in row:
                self._of[cell][number] = factor
        totals = [sum(factor * self._values[cell] for cell, factor in row) for row in self._rows]
        self._lack: Lack = {number: total for number, total in enumerate(totals) if total}

    def is_explained_by(self, most: int) -> bool:
        """Whether so many slips, or fewer, may have made this table."""
        left = most - len(self._seen)
        return any(self._explained(self._lack, frozenset(), self._blank, n) for n in range(left + 1))

    def twins(self, undo: Mapping[Address, int], kind: str) -> int:
        """How many other slips of that kind, alone in the table, would have left the same print."""
        ours = {self._place[one]: value for one, value in undo.items()}
        found: set[frozenset[tuple[int, int]]] = set()
        for one in self._moves(kind):
            for values in self._completed(one, self._lack):
                if all(self._values[cell] >= 0 and value >= 0 for cell, value in values):
                    found.add(frozenset(values))
        return len(found - {frozenset(ours.items())})

    def are_open(self, cells: Iterable[Address]) -> bool:
        """Whether these figures may be other numbers too, and all equations hold."""
        columns = [dict(self._of[self._place[one]]) for one in cells]
        rest: list[dict[int, Fraction]] = []
        for column in columns:
            vector = {number: Fraction(factor) for number, factor in column.items()}
            for known in rest:
                pivot = min(known)
                if pivot in vector:
                    times = vector[pivot] / known[pivot]
                    for number, factor in known.items():
                        value = vector.get(number, Fraction(0)) - times * factor
                        if value:
                            vector[number] = value
                        else:
                            vector.pop(number, None)
            if not vector:
                return True
            rest.append(vector)
        return False

    def _explained(self, lack: Lack, taken: frozenset[int], blanks: frozenset[int], slips: int) -> bool:
        if not slips:
            return not lack and not blanks
        if slips == 1:
            return self._closed(lack, taken, blanks)
        for one in self._first(lack, taken, blanks):
            filled = blanks - {cell for cell, value in one.values if value}
            if self._explained(_sum(lack, one.lack), taken | one.cells, filled, slips - 1):
                return True
        return False

    def _first(self, lack: Lack, taken: frozenset[int], blanks: frozenset[int]) -> Iterator[Undone]:
        """Every slip that touches one equation which does not hold, or fills one blank: some slip must."""
        touching: set[int] = set()
        if lack:
            number = min(lack, key=lambda one: (len(self._rows[one]), one))
            touching = {cell for cell, _ in self._rows[number]}
        elif blanks:
            touching = {min(blanks)}
        for one in self._fixed:
            if one.cells & touching and not one.cells & taken:
                for values in self._guesses(one, lack):
                    yield self._undone(values)
        for cell in sorted(touching - taken):
            for values in self._guesses(Undone((), (), cell), lack):
                yield self._undone(values)
        for row in CARRIED:
            if (values := self._carried(row, lack)) is not None and not values.keys() & taken:
                yield self._undone(tuple(values.items()))

    def _guesses(self, one: Undone, lack: Lack) -> Iterator[tuple[tuple[int, int], ...]]:
        """Its changes, with every number for a lost figure that settles an equation of that figure."""
        if one.lost is None:
            yield one.values
            return
        after = _sum(lack, one.lack)
        numbers = {
            self._values[one.lost] - after[number] // factor
            for number, factor in self._of[one.lost].items()
            if number in after
        }
        for value in sorted(numbers):
            if value >= 0 and (one.lost not in self._seen or value == self._values[one.lost]):
                yield (*one.values, (one.lost, value))

    def _closed(self, lack: Lack, taken: frozenset[int], blanks: frozenset[int]) -> bool:
        """Whether a single slip settles all of it."""

        def good(values: Sequence[tuple[int, int]]) -> bool:
            filled = {cell for cell, value in values if value}
            return not taken & {cell for cell, _ in values} and blanks <= filled

        key = frozenset((number, -amount) for number, amount in lack.items())
        if any(good(one.values) for one in self._by_lack.get(key, ())):
            return True
        number = min(lack, default=None)
        if number is not None:
            for cell, _ in self._rows[number]:
                if len(self._of[cell]) == len(lack) and any(
                    good(values) for values in self._completed(Undone((), (), cell), lack)
                ):
                    return True
        for cell, by_rest in self._by_lost.items():
            rest = frozenset((one, -amount) for one, amount in lack.items() if one not in self._of[cell])
            for move in by_rest.get(rest, ()):
                if any(good(values) for values in self._completed(move, lack)):
                    return True
        for row in CARRIED:
            carried = self._carried(row, lack)
            if carried is not None and good(list(carried.items())):
                undone = self._undone(tuple(carried.items()))
                if not _sum(lack, undone.lack):
                    return True
        return False

    def _completed(self, one: Undone, lack: Lack) -> Iterator[tuple[tuple[int, int], ...]]:
        """Its changes, if they settle all that is lacking."""
        for values in self._guesses(one, lack):
            if not _sum(lack, self._undone(values).lack):
                yield values

    def _undone(self, values: tuple[tuple[int, int], ...]) -> Undone:
        lack: Lack = {}
        for cell, value in values:
            for number, factor in self._of[cell].items():
                lack[number] = lack.get(number, 0) + factor * (value - self._values[cell])
        return Undone(values, tuple((number, amount) for number, amount in lack.items() if amount))

    def _carried(self, row: str, lack: Lack) -> dict[int, int] | None:
        """What a row of zeros or blanks would have held, by the equations across it."""
        cells = [i for i, one in enumerate(self._cells) if one.row == row]
        if any(self._values[cell] for cell in cells):
            return None
        found: dict[int, int] = {}
        inside = {number for number, terms in enumerate(self._rows) if {cell for cell, _ in terms} <= set(cells)}
        for cell in cells:
            for number, factor in self._of[cell].items():
                if number not in inside and number in lack:
                    value = -lack[number] // factor
                    if value < 0:
                        return None
                    found[cell] = value
        return found or None

    @property
    def _fixed(self) -> list[Undone]:
        if not hasattr(self, "_all"):
            kinds = ("two figures swapped", "row shifted", "column shifted")
            self._all = [one for kind in kinds for one in self._moves(kind)]
            self._all = [one for one in self._all if not one.cells & self._seen]
        return self._all

    @property
    def _by_lack(self) -> dict[frozenset[tuple[int, int]], list[Undone]]:
        if not hasattr(self, "_index"):
            self._index: dict[frozenset[tuple[int, int]], list[Undone]] = {}
            for one in self._fixed:
                if one.lost is None:
                    self._index.setdefault(frozenset(one.lack), []).append(one)
        return self._index

    @property
    def _by_lost(self) -> dict[int, dict[frozenset[tuple[int, int]], list[Undone]]]:
        if not hasattr(self, "_losing"):
            self._losing: dict[int, dict[frozenset[tuple[int, int]], list[Undone]]] = {}
            for one in self._fixed:
                if one.lost is not None:
                    rest = frozenset(item for item in one.lack if item[0] not in self._of[one.lost])
                    self._losing.setdefault(one.lost, {}).setdefault(rest, []).append(one)
        return self._losing

    def _moves(self, kind: str) -> Iterator[Undone]:
        """All slips of a kind, undone."""
        rows: dict[str | None, list[int]] = {}
        columns: dict[str | None, list[int]] = {}
        for i, one in enumerate(self._cells):
            rows.setdefault(one.row, []).append(i)
            columns.setdefault(one.column, []).append(i)
        if kind == "two figures swapped":
            for line in (*rows.values(), *columns.values()):
                for i, a in enumerate(line):
                    yield from (self._swap(a, b) for b in line[i + 1 :] if self._values[a] != self._values[b])
        elif kind == "in the neighbouring column":
            for line in rows.values():
                for a, b in pairwise(line[:6]):
                    if (self._values[a] == 0) != (self._values[b] == 0):
                        yield self._swap(a, b)
        elif kind == "row shifted":
            for line in rows.values():
                yield from self._shifts(line)
        elif kind == "column shifted":
            for line in columns.values():
                yield from self._shifts(line)

    def _swap(self, a: int, b: int) -> Undone:
        return self._undone(((a, self._values[b]), (b, self._values[a])))

    def _shifts(self, line: Sequence[int]) -> Iterator[Undone]:
        values = self._values
        for run in (line, line[::-1]):
            for start, first in enumerate(run[:-1]):
                if values[first] or first in self._blank or not values[run[start + 1]]:
                    continue
                changes: list[tuple[int, int]] = []
                for one, after in pairwise(run[start:]):
                    if changes:
                        yield self._undone(tuple(changes))._replace(lost=one)
                    if values[after] != values[one]:
                        changes.append((one, values[after]))
                        if len(changes) > 1:
                            yield self._undone(tuple(changes))
                yield self._undone(tuple(changes))._replace(lost=run[-1])


def _sum(lack: Lack, more: Iterable[tuple[int, int]]) -> Lack:
    found = dict(lack)
    for number, amount in more:
        value = found.get(number, 0) + amount
        if value:
            found[number] = value
        else:
            found.pop(number, None)
    return found
