"""The smallest sets of figures that, changed, make every demand of a system hold: exact and complete.

Error localisation after Fellegi and Holt (1976), solved by branching on conflicts. A set of figures is
freed one by one and eliminated from the demands; a demand without a freed figure that does not hold is
a conflict, of which every repair must change one figure more. Branches forbid the figures of the
branches before them, so that no set is visited twice. Deepening by one figure at a time finds all
smallest sets, and proves that nothing smaller exists.

All arithmetic is in integers; rows are combined without fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import gcd

from openness_lint.model.values import NamedTuple, dataclass, new_tuple
from openness_lint.repair.masks import bits
from openness_lint.repair.system import Structure, System

# The most sets tried for one system. Counted in sets and not in seconds, so that the same report gives
# the same answer on every machine; a set costs some ten microseconds, one that cannot do hardly anything.
MOST_SETS = 4_000
MOST_FOUND = 200  # as many equally small repairs, and nobody can tell which is meant


class Solution(NamedTuple):
    """A repair: new values by entry. `open` where a figure of it may be any number within bounds."""

    values: tuple[tuple[int, int], ...]  # (entry, value), in order of entries
    open: bool = False


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest repairs: all have `size` changed figures.

    Without any found, at least `size` figures would have to change. `complete` is false where the
    search was given up before all of that size were found.
    """

    size: int
    found: tuple[Solution, ...]
    complete: bool


class _Row(NamedTuple):
    """A demand reduced: `sum(factor * change) = right`, its freed figures eliminated.

    `plus` and `minus` are the figures with factor 1 and -1, a bit each; sums of parts stay such rows
    whatever is eliminated from them. `other` holds the factors of all figures where some are not.
    """

    plus: int
    minus: int
    mask: int  # both
    right: int
    other: dict[int, int] | None = None

    def factor(self, entry: int) -> int:
        if self.other is not None:
            return self.other.get(entry, 0)
        return (self.plus >> entry & 1) - (self.minus >> entry & 1)

    @property
    def factors(self) -> dict[int, int]:
        if self.other is not None:
            return self.other
        return dict.fromkeys(bits(self.plus), 1) | dict.fromkeys(bits(self.minus), -1)


def _row(factors: dict[int, int], right: int) -> _Row:
    plus = minus = 0
    unit = True
    for entry, factor in factors.items():
        if factor > 0:
            plus |= 1 << entry
        else:
            minus |= 1 << entry
        unit = unit and abs(factor) == 1
    return _Row(plus, minus, plus | minus, right, None if unit else factors)


@lru_cache(maxsize=16)
def _rows(structure: Structure) -> tuple[_Row, ...]:
    """The demands of a structure, as if all held."""
    return tuple(_row(dict(one.terms), 0) for one in structure.demands)


class _Pivot(NamedTuple):
    """A freed figure: `factor * change + sum(others) = right`."""

    entry: int
    factor: int
    row: _Row


class _GivenUp(Exception):  # no error: the count of sets is exhausted
    pass


def smallest_repairs(system: System, most: int, sets: int = MOST_SETS) -> Smallest:
    """All repairs of the least number of figures, as far as `most` figures and `sets` tries reach.

    Figures that cannot be read are free to begin with, and do not count.
    """
    search = _Search(system, sets)
    for size in range(most + 1):
        try:
            found = tuple(search.of_size(size))
        except _GivenUp:
            return Smallest(size, tuple(search.found), complete=False)
        if found:
            return Smallest(size, found, complete=len(found) < MOST_FOUND)
    return Smallest(most + 1, (), complete=True)


class _Search:
    def __init__(self, system: System, sets: int) -> None:
        self._system = system
        self._left = sets
        self._unreadable = frozenset(system.unreadable)
        self._rows = tuple(
            one if not residual else one._replace(right=-residual)
            for one, residual in zip(_rows(system.structure), system.residuals, strict=True)
        )
        self.found: list[Solution] = []

    def of_size(self, size: int) -> list[Solution]:
        self.found = []
        rows: tuple[_Row, ...] = self._rows
        pivots: tuple[_Pivot, ...] = ()
        free: tuple[int, ...] = ()
        for entry in self._system.unreadable:
            rows, pivots, free = _eliminated(rows, pivots, free, entry)
        self._branch(rows, pivots, free, 0, size)
        return self.found

    def _branch(
        self, rows: tuple[_Row, ...], pivots: tuple[_Pivot, ...], free: tuple[int, ...], forbidden: int, left: int
    ) -> None:
        self._spend(1)
        broken = [row.mask for row in rows if row.right]
        conflicts = [mask & ~forbidden for mask in broken]
        if not conflicts:
            shifts = self._shifts(pivots, free)
            if shifts is not None:
                self._keep(pivots, shifts, left)
                return
            conflicts = self._too_low(pivots, free, forbidden)
        if not left:
            return
        conflict = _narrowest(conflicts, left)
        if not conflict:
            return
        if left == 1:
            self._last(rows, pivots, free, broken, conflict)
            return
        for entry in bits(conflict):
            if len(self.found) >= MOST_FOUND:
                return
            self._branch(*_eliminated(rows, pivots, free, entry), forbidden, left - 1)
            forbidden |= 1 << entry

    def _last(
        self,
        rows: tuple[_Row, ...],
        pivots: tuple[_Pivot, ...],
        free: tuple[int, ...],
        broken: Sequence[int],
        conflict: int,
    ) -> None:
        """The sets with one figure more: it has to be in every row that does not hold, and in none that does."""
        able = conflict
        for mask in broken:
            able &= mask
        for row in rows:
            if not row.right:
                able &= ~row.mask
        tried = 0  # figures, a bit each; those that are not able count as tried all the same
        for entry in bits(able):
            if len(self.found) >= MOST_FOUND:
                return
            below = conflict & ((1 << entry) - 1)
            self._spend((below & ~tried).bit_count())
            self._branch(*_eliminated(rows, pivots, free, entry), 0, 0)
            tried = below | 1 << entry
        if len(self.found) < MOST_FOUND:
            self._spend((conflict & ~tried).bit_count())

    def _spend(self, sets: int) -> None:
        self._left -= sets
        if self._left < 0:
            raise _GivenUp

    def _shifts(self, pivots: tuple[_Pivot, ...], free: tuple[int, ...]) -> dict[int, int] | None:
        """The changes of the figures that are open; None where no choice keeps all the others above 0."""
        if free:
            # Fractions take longer to import than the search of most reports.
            from openness_lint.repair.slack import Bounded, least_shifts

            bounded = [Bounded(one.entry, one.factor, one.row.factors, one.row.right) for one in pivots]
            return least_shifts(self._system, bounded, free)
        entries, values = self._system.entries, self._system.values
        low = any(
            not entries[one.entry].signed and values[one.entry] + one.row.right // one.factor < 0 for one in pivots
        )
        return None if low else {}

    def _too_low(self, pivots: tuple[_Pivot, ...], free: tuple[int, ...], forbidden: int) -> list[int]:
        """Conflicts of freed figures that fall below 0: another figure of their row must change too."""
        freed = sum(1 << one for one in free) | sum(1 << one.entry for one in pivots)
        if free:  # no one row is to blame
            everywhere = 0
            for pivot in pivots:
                everywhere |= pivot.row.mask
            return [everywhere & ~freed & ~forbidden]
        entries, values = self._system.entries, self._system.values
        return [
            one.row.mask & ~freed & ~forbidden
            for one in pivots
            if not entries[one.entry].signed and values[one.entry] + one.row.right // one.factor < 0
        ]

    def _keep(self, pivots: tuple[_Pivot, ...], shifts: dict[int, int], left: int) -> None:
        """Keep the set, if its values are possible and it is no larger than it need be."""
        values = [(one, self._system.values[one] + shift) for one, shift in shifts.items()]
        for pivot in pivots:
            right = pivot.row.right - sum(pivot.row.factor(one) * shift for one, shift in shifts.items())
            change, rest = divmod(right, pivot.factor)
            if rest:
                return
            values.append((pivot.entry, self._system.values[pivot.entry] + change))
        if not all(self._system.fits(entry, value) for entry, value in values):
            return
        changed = [(e, v) for e, v in values if v != self._system.values[e] or e in self._unreadable]
        if left or len(changed) < len(values):
            return  # a smaller set does it too, and was found before
        self.found.append(Solution(tuple(sorted(changed)), open=bool(shifts)))


def _eliminated(
    rows: tuple[_Row, ...], pivots: tuple[_Pivot, ...], free: tuple[int, ...], entry: int
) -> tuple[tuple[_Row, ...], tuple[_Pivot, ...], tuple[int, ...]]:
    """The rows with a figure freed: solved for in the shortest row that has it, and put into the others."""
    bit = 1 << entry
    having = [row for row in rows if row.mask & bit]
    if not having:
        return rows, pivots, (*free, entry)
    chosen = having[0]
    if len(having) > 1:
        least = chosen.mask.bit_count()
        for row in having[1:]:
            if (size := row.mask.bit_count()) < least:
                chosen, least = row, size
    kept = tuple([_without(row, chosen, entry) if row.mask & bit else row for row in rows if row is not chosen])
    solved = tuple([_solved(one, chosen, entry) if one.row.mask & bit else one for one in pivots])
    return kept, (*solved, _Pivot(entry, chosen.factor(entry), chosen)), free


def _solved(pivot: _Pivot, chosen: _Row, entry: int) -> _Pivot:
    row = _without(pivot.row, chosen, entry)
    return _Pivot(pivot.entry, row.factor(pivot.entry), row)


def _without(row: _Row, chosen: _Row, entry: int) -> _Row:
    """The row less a multiple of the chosen one, so that the figure falls out."""
    if row.other is None and chosen.other is None:
        plus, minus, _, right, _ = row
        if (plus ^ chosen.plus) >> entry & 1:  # of opposite sign: added
            less, more, taken = chosen.minus, chosen.plus, -chosen.right
        else:
            less, more, taken = chosen.plus, chosen.minus, chosen.right
        if not (plus & more or minus & less):
            plus, minus = plus & ~less | more & ~minus, minus & ~more | less & ~plus
            return new_tuple(_Row, (plus, minus, plus | minus, right - taken, None))
    return _combined(row, chosen, entry)


def _combined(row: _Row, chosen: _Row, entry: int) -> _Row:
    """The same for any factors."""
    a, b = row.factor(entry), chosen.factor(entry)
    common = gcd(a, b)
    times, less = b // common, a // common
    if times < 0:
        times, less = -times, -less
    factors = {key: factor * times for key, factor in row.factors.items()}
    for key, factor in chosen.factors.items():
        value = factors.get(key, 0) - less * factor
        if value:
            factors[key] = value
        else:
            del factors[key]
    return _row(factors, row.right * times - less * chosen.right)


def _narrowest(conflicts: Iterable[int], left: int) -> int:
    """The conflict with the fewest figures to try; 0 where some conflict cannot be settled with `left` figures.

    Conflicts without a common figure need a figure each.
    """
    ordered = sorted(conflicts, key=int.bit_count)
    apart = taken = 0
    for one in ordered:
        if not one & taken:
            apart += 1
            if apart > left:
                return 0
            taken |= one
    return ordered[0]
