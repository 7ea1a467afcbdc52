"""Equations and printed figures as exact integers: one system for each set of figures tied together.

A demand is a row of integer factors over entries (figures) with a constant; its residual is what its
two sides lack of being equal. Figures are held in the smallest unit that any of the system is printed
in, so that sums are exact: counts alone are whole numbers, amounts to four decimals are held in
ten-thousandths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

from openness_lint.model.address import Address
from openness_lint.model.figure import Mark, Trait
from openness_lint.model.form import Form, Kind
from openness_lint.model.linear import Equation, Relation
from openness_lint.model.report import Cell, Key, Report
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.repair.masks import bits

MOST_DECIMALS = 6  # an amount given more exactly than this is a slip of its own, and its system is left alone


class State(Enum):
    """What a printed cell gives."""

    NUMBER = "number"
    BLANK = "blank"  # blank or a placeholder: 0, unless the equations say otherwise
    UNREADABLE = "unreadable"  # letters among the digits: some number, not known


class Entry(NamedTuple):
    """One figure of a system.

    `value` is in the system's smallest unit: the printed number; 0 where blank; where unreadable, the
    number that the printed letters look like, or 0 (`guessed` tells which). `whole` is the step of
    possible values: 1 where decimals are allowed, else what makes 1 of the printed unit.
    """

    address: Address
    state: State
    value: int
    whole: int = 1
    signed: bool = False  # may be negative (本年增/减)
    money: bool = False
    guessed: bool = False


class Demand(NamedTuple):
    """`sum(factor * entry) = constant`, the constant in the printed unit."""

    terms: tuple[tuple[int, int], ...]  # (entry, factor), each entry once, no factor 0
    constant: Decimal
    equation: Equation


class Line(NamedTuple):
    """The figures of one row or one column, in print order."""

    is_row: bool
    entries: tuple[int, ...]


class Counted(NamedTuple):
    """The counts of one table that are no totals, by row and by column, in print order."""

    rows: Mapping[str | None, Sequence[int]]
    columns: Mapping[str | None, Sequence[int]]


class Structure:
    """Figures that demands tie together, whatever is printed in them; demands and lines as masks of bits."""

    def __init__(
        self,
        addresses: Sequence[Address],
        demands: Sequence[Demand],
        lines: Sequence[Line] = (),
        kinds: Sequence[Kind] = (),
    ) -> None:
        self.addresses = tuple(addresses)
        self.kinds = tuple(kinds) or (Kind.COUNT,) * len(addresses)
        self.demands = tuple(demands)
        self.lines = tuple(lines)
        incidence: list[list[tuple[int, int]]] = [[] for _ in addresses]
        for index, demand in enumerate(demands):
            for entry, factor in demand.terms:
                incidence[entry].append((index, factor))
        self.demands_of = tuple(tuple(one) for one in incidence)  # by entry: (demand, factor)
        self.touching = tuple(sum(1 << demand for demand, _ in one) for one in incidence)  # by entry, demands

    @cached_property
    def places(self) -> tuple[tuple[str, tuple[Key, ...]], ...]:
        """The addresses, those of a table that follow each other together."""
        return tuple(
            (area, tuple((str(one.row), str(one.column)) for one in ours))
            for area, ours in groupby(self.addresses, key=lambda one: one.area)
        )

    @cached_property
    def constants(self) -> tuple[tuple[int, Decimal], ...]:
        """Demands with a constant, which is in the printed unit."""
        return tuple((i, one.constant) for i, one in enumerate(self.demands) if one.constant)

    @cached_property
    def _sides(self) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        """By demand, the entries with factor 1 and those with factor -1."""
        return tuple(
            (tuple(entry for entry, factor in one.terms if factor == 1), tuple(e for e, f in one.terms if f == -1))
            for one in self.demands
        )

    @cached_property
    def _multiples(self) -> tuple[tuple[int, int, int], ...]:
        """All others: demand, entry, factor."""
        return tuple(
            (i, entry, factor) for i, one in enumerate(self.demands) for entry, factor in one.terms if abs(factor) != 1
        )

    def residuals(self, values: Sequence[int], scale: int) -> tuple[int, ...]:
        """By demand, what the figures come to less what they should; 0 where it holds."""
        value = values.__getitem__
        found = [sum(map(value, plus)) - sum(map(value, minus)) for plus, minus in self._sides]
        for demand, entry, factor in self._multiples:
            found[demand] += factor * values[entry]
        for demand, constant in self.constants:
            found[demand] -= int(constant * scale)
        return tuple(found)

    @cached_property
    def totals(self) -> tuple[int | None, ...]:
        """By demand, the entry that stands alone on its side against several, if one does."""
        index = {one: i for i, one in enumerate(self.addresses)}
        return tuple(_total(one.equation, index) for one in self.demands)

    @cached_property
    def crossing(self) -> tuple[tuple[int, ...], ...]:
        """By line and position, the demands of the figure that do not run along the line."""
        found: list[tuple[int, ...]] = []
        for line in self.lines:
            once = twice = 0
            for entry in line.entries:
                twice |= once & self.touching[entry]
                once |= self.touching[entry]
            found.append(tuple(self.touching[entry] & ~twice for entry in line.entries))
        return tuple(found)

    @cached_property
    def spots(self) -> tuple[tuple[int, int], ...]:
        """By line, the number of its first place and a bit for each; the places of all lines are numbered on."""
        found: list[tuple[int, int]] = []
        first = 0
        for line in self.lines:
            found.append((first, (1 << len(line.entries)) - 1))
            first += len(line.entries)
        return tuple(found)

    @cached_property
    def spots_across(self) -> tuple[int, ...]:
        """By demand, the places of lines whose figures it has and along which it does not run."""
        found = [0] * len(self.demands)
        for (first, _), crossing in zip(self.spots, self.crossing, strict=True):
            for i, across in enumerate(crossing, first):
                for demand in bits(across):
                    found[demand] |= 1 << i
        return tuple(found)

    @cached_property
    def spots_of(self) -> tuple[int, ...]:
        """By entry, its places in lines."""
        found = [0] * len(self.addresses)
        for (first, _), line in zip(self.spots, self.lines, strict=True):
            for i, entry in enumerate(line.entries, first):
                found[entry] |= 1 << i
        return tuple(found)

    @cached_property
    def rows(self) -> tuple[tuple[str, str] | None, ...]:
        """By line, the area and the id of the row; None where it is a column."""
        found: list[tuple[str, str] | None] = []
        for line in self.lines:
            address = self.addresses[line.entries[0]]
            found.append((address.area, str(address.row)) if line.is_row else None)
        return tuple(found)

    @cached_property
    def pairs(self) -> int:
        """How many pairs of figures stand in one line."""
        return sum(len(line.entries) * (len(line.entries) - 1) // 2 for line in self.lines)

    @cached_property
    def neighbours(self) -> int:
        """How many pairs of figures stand side by side."""
        return sum(len(line.entries) - 1 for line in self.lines)

    @cached_property
    def summed(self) -> tuple[tuple[int, int, int], ...]:
        """Demands with a total: the demand, the total, and the other demands on that, a bit each."""
        return tuple(
            (demand, total, self.touching[total] & ~(1 << demand))
            for demand, total in enumerate(self.totals)
            if total is not None
        )

    @cached_property
    def counts(self) -> frozenset[int]:
        """The entries that are counts and no totals."""
        return frozenset(i for i, kind in enumerate(self.kinds) if kind is Kind.COUNT and i not in self.parts)

    @cached_property
    def counted(self) -> Mapping[str, Counted]:
        """The same by area."""
        found: dict[str, tuple[dict[str | None, list[int]], dict[str | None, list[int]]]] = {}
        for entry in sorted(self.counts):
            at = self.addresses[entry]
            rows, columns = found.setdefault(at.area, ({}, {}))
            rows.setdefault(at.row, []).append(entry)
            columns.setdefault(at.column, []).append(entry)
        return {area: Counted(*one) for area, one in found.items()}

    @cached_property
    def along(self) -> tuple[tuple[int, ...], ...]:
        """By line, the demands all of whose figures stand in it."""
        sizes = [len(one.terms) for one in self.demands]
        found: list[tuple[int, ...]] = []
        for line in self.lines:
            count: dict[int, int] = {}
            for entry in line.entries:
                for demand, _ in self.demands_of[entry]:
                    count[demand] = count.get(demand, 0) + 1
            found.append(tuple(one for one, number in count.items() if number == sizes[one] and number > 1))
        return tuple(found)

    @cached_property
    def lines_of(self) -> tuple[tuple[int, ...], ...]:
        """By entry, the lines it stands in."""
        found: list[list[int]] = [[] for _ in self.addresses]
        for number, line in enumerate(self.lines):
            for entry in line.entries:
                found[entry].append(number)
        return tuple(tuple(one) for one in found)

    @cached_property
    def beside(self) -> tuple[tuple[int, ...], ...]:
        """By entry, the figures next to it in its row and its column."""
        found: list[list[int]] = [[] for _ in self.addresses]
        for line in self.lines:
            for one, other in pairwise(line.entries):
                found[one].append(other)
                found[other].append(one)
        return tuple(tuple(one) for one in found)

    @cached_property
    def parts(self) -> dict[int, tuple[tuple[int, ...], ...]]:
        """By entry that is a total, the figures it is the total of; several where it closes several sums."""
        found: dict[int, list[tuple[int, ...]]] = {}
        for demand, total in zip(self.demands, self.totals, strict=True):
            if total is not None:
                found.setdefault(total, []).append(tuple(entry for entry, _ in demand.terms if entry != total))
        return {total: tuple(parts) for total, parts in found.items()}


class System:
    """A structure with what one report prints in it."""

    def __init__(self, structure: Structure, entries: Sequence[Entry], scale: int = 1) -> None:
        self.structure = structure
        self.entries = tuple(entries)
        self.scale = scale  # smallest units in 1 of the printed unit
        self.values = [one.value for one in entries]
        self.residuals = structure.residuals(self.values, scale)
        # Few reports have any; the state of every entry is looked at once.
        number = State.NUMBER
        odd = [i for i, one in enumerate(self.entries) if one.state is not number]
        self.unreadable = tuple([i for i in odd if self.entries[i].state is State.UNREADABLE])
        self.blanks = tuple([i for i in odd if self.entries[i].state is State.BLANK])

    @property
    def demands(self) -> tuple[Demand, ...]:
        return self.structure.demands

    @property
    def is_broken(self) -> bool:
        """Whether a demand does not hold, blanks as 0, or rests on a figure that cannot be read."""
        return bool(self.unreadable) or any(self.residuals)

    def number(self, value: int) -> Decimal:
        """A value in the printed unit."""
        return Decimal(value) / self.scale if self.scale != 1 else Decimal(value)

    def text(self, value: int) -> str:
        """A value as it would be typed."""
        if self.scale == 1:
            return str(value)
        text = f"{self.number(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def fits(self, entry: int, value: int) -> bool:
        """Whether this figure could be this number."""
        one = self.entries[entry]
        return (value >= 0 or one.signed) and (one.whole == 1 or value % one.whole == 0)


def systems(report: Report, equations: Sequence[Equation]) -> Iterator[System]:
    """The systems of a report in which something does not hold.

    An equation with a figure that the report does not give ties nothing: what it lacks is another
    rule's finding.
    """
    cells = report.cells
    for structure in structures(report.form, equations):
        printed = _printed(structure, report)
        if printed is not None:
            tied = [(structure, printed)]
        else:
            whole = [one.equation for one in structure.demands if all(t.address in cells for t in one.equation.terms)]
            tied = [(one, [cells[address] for address in one.addresses]) for one in _structures(report.form, whole)]
        for one, printed in tied:
            system = _system(one, printed)
            if system is not None and system.is_broken:
                yield system


def _printed(structure: Structure, report: Report) -> list[Cell] | None:
    """The cells of a structure's figures; None where the report does not give them all."""
    found: list[Cell] = []
    for area, keys in structure.places:
        table = report.table(area)
        if table is None:
            return None
        try:
            found += map(table.cells.__getitem__, keys)
        except KeyError:
            return None
    return found


class _Same:
    """Values known by being the same objects; they are held, so that no other can take their place."""

    def __init__(self, form: Form, equations: Sequence[Equation]) -> None:
        self.form = form
        self.equations = tuple(equations)
        self._key = (id(form), *map(id, self.equations))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._key == other._key


def structures(form: Form, equations: Sequence[Equation]) -> Sequence[Structure]:
    """The structures of a form, made once for the same equations."""
    return _kept(_Same(form, equations))


@lru_cache(maxsize=16)
def _kept(same: _Same) -> Sequence[Structure]:
    return _structures(same.form, same.equations)


def _structures(form: Form, equations: Iterable[Equation]) -> list[Structure]:
    index: dict[Address, int] = {}
    laid = [_laid(one, index) for one in dict.fromkeys(equations) if one.relation is Relation.EQUAL]
    addresses = list(index)
    found: list[Structure] = []
    for tied in _tied([one for one in laid if one.terms], len(addresses)):
        figures = list(dict.fromkeys(figure for one in tied for figure, _ in one.terms))
        position = {figure: i for i, figure in enumerate(figures)}
        demands = [one._replace(terms=tuple((position[i], factor) for i, factor in one.terms)) for one in tied]
        ours = [addresses[one] for one in figures]
        found.append(Structure(ours, demands, list(_lines(form, ours)), [_kind(form, one) for one in ours]))
    return found


def _laid(equation: Equation, index: dict[Address, int]) -> Demand:
    """The equation by numbers of figures, new ones numbered on."""
    factors: dict[int, int] = {}
    for sign, side in ((1, equation.left), (-1, equation.right)):
        for factor, address in side.terms:
            figure = index.setdefault(address, len(index))
            factors[figure] = factors.get(figure, 0) + sign * factor
    terms = tuple((figure, factor) for figure, factor in factors.items() if factor)
    return Demand(terms, equation.right.constant - equation.left.constant, equation)


def _tied(demands: Sequence[Demand], figures: int) -> list[list[Demand]]:
    """Demands that share figures, directly or by others between them."""
    above = list(range(figures))

    def root(figure: int) -> int:
        while above[figure] != figure:
            above[figure] = above[above[figure]]
            figure = above[figure]
        return figure

    for one in demands:
        first = root(one.terms[0][0])
        for figure, _ in one.terms:
            above[root(figure)] = first
    groups: dict[int, list[Demand]] = {}
    for one in demands:
        groups.setdefault(root(one.terms[0][0]), []).append(one)
    return list(groups.values())


def _system(structure: Structure, cells: Sequence[Cell]) -> System | None:
    """The system of these cells; None where an amount is given too exactly."""
    marked = [one.number for one in cells if one.figure.marks and one.number is not None]
    decimals = max(map(_decimals, (*marked, *[one for _, one in structure.constants])), default=0)
    if decimals > MOST_DECIMALS:
        return None
    scale = 10**decimals
    if decimals:
        entries = [_entry(cell, kind, scale) for cell, kind in zip(cells, structure.kinds, strict=True)]
    else:
        plain, change, amount = State.NUMBER, Kind.CHANGE, Kind.AMOUNT
        entries = [
            _entry(cell, kind, scale)
            if (number := cell.number) is None
            else new_tuple(Entry, (address, plain, int(number), 1, kind is change, kind is amount, False))
            for address, cell, kind in zip(structure.addresses, cells, structure.kinds, strict=True)
        ]
    return System(structure, entries, scale)


def _decimals(number: Decimal) -> int:
    if not number.as_tuple().exponent:
        return 0
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _kind(form: Form, address: Address) -> Kind:
    """What the figure counts; a subtotal that the form does not print counts what its table does."""
    table = form.table.get(address.area)
    column = table.column.get(str(address.column)) if table else None
    return column.kind if column else Kind.COUNT


def _entry(cell: Cell, kind: Kind, scale: int) -> Entry:
    whole = 1 if kind is Kind.AMOUNT else scale
    signed, money = kind is Kind.CHANGE, kind is Kind.AMOUNT
    if cell.number is not None:
        value = int(cell.number) if scale == 1 else int(cell.number * scale)
        return Entry(cell.address, State.NUMBER, value, whole, signed, money)
    if cell.figure.mark(Trait.BLANK, Trait.PLACEHOLDER) is not None:
        return Entry(cell.address, State.BLANK, 0, whole, signed, money)
    guess = guessed(cell)
    value = 0 if guess is None else guess * scale
    return Entry(cell.address, State.UNREADABLE, value, whole, signed, money, guess is not None)


def guessed(cell: Cell) -> int | None:
    """The number that letters among digits stand for, where their look leaves no doubt: 1O is 10."""
    mark: Mark | None = cell.figure.mark(Trait.LETTER)
    if mark is None or mark.plain is None:
        return None
    text = (cell.printed.text[: mark.start] + mark.plain + cell.printed.text[mark.end :]).strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _lines(form: Form, addresses: Sequence[Address]) -> Iterator[Line]:
    """Rows and columns of the form, as far as their figures are among these."""
    index = {one: i for i, one in enumerate(addresses)}
    for area in dict.fromkeys(one.area for one in addresses):
        table = form.table.get(area)
        if table is None:
            continue
        rows: dict[str | None, list[int]] = {}
        columns: dict[str | None, list[int]] = {}
        for address in table.cells:
            entry = index.get(address)
            if entry is not None:
                rows.setdefault(address.row, []).append(entry)
                columns.setdefault(address.column, []).append(entry)
        yield from (Line(True, tuple(one)) for one in rows.values() if len(one) > 1)
        yield from (Line(False, tuple(one)) for one in columns.values() if len(one) > 1)


def _total(equation: Equation, index: Mapping[Address, int]) -> int | None:
    for one, other in ((equation.left, equation.right), (equation.right, equation.left)):
        if len(one.terms) == 1 and not one.constant and len(other.terms) > 1 and abs(one.terms[0].factor) == 1:
            return index[one.terms[0].address]
    return None
