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
from functools import cached_property
from typing import NamedTuple

from openness_lint.model.address import Address
from openness_lint.model.figure import Mark, Trait
from openness_lint.model.form import Form, Kind
from openness_lint.model.linear import Equation, Relation
from openness_lint.model.report import Cell, Report

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
    """`sum(factor * entry) = constant`."""

    terms: tuple[tuple[int, int], ...]  # (entry, factor), each entry once, no factor 0
    constant: int
    equation: Equation


class Line(NamedTuple):
    """The figures of one row or one column, in print order."""

    is_row: bool
    entries: tuple[int, ...]


class System:
    """Figures that demands tie together."""

    def __init__(
        self, entries: Sequence[Entry], demands: Sequence[Demand], lines: Sequence[Line], scale: int = 1
    ) -> None:
        self.entries = tuple(entries)
        self.demands = tuple(demands)
        self.lines = tuple(lines)
        self.scale = scale  # smallest units in 1 of the printed unit
        self.values = [one.value for one in entries]
        incidence: list[list[tuple[int, int]]] = [[] for _ in entries]
        for index, demand in enumerate(demands):
            for entry, factor in demand.terms:
                incidence[entry].append((index, factor))
        self.demands_of = tuple(tuple(one) for one in incidence)  # by entry: (demand, factor)

    @cached_property
    def residuals(self) -> tuple[int, ...]:
        """By demand, what the printed figures come to less what they should; 0 where it holds."""
        return tuple(
            sum(factor * self.values[entry] for entry, factor in one.terms) - one.constant for one in self.demands
        )

    @cached_property
    def unreadable(self) -> tuple[int, ...]:
        return tuple(i for i, one in enumerate(self.entries) if one.state is State.UNREADABLE)

    @cached_property
    def totals(self) -> tuple[int | None, ...]:
        """By demand, the entry that stands alone on its side against several, if one does."""
        index = {one.address: i for i, one in enumerate(self.entries)}
        return tuple(_total(one.equation, index) for one in self.demands)

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
        return (value >= 0 or one.signed) and value % one.whole == 0


class _Laid(NamedTuple):
    """An equation with its figures by number: `sum(factor * figure) = constant`."""

    equation: Equation
    terms: tuple[tuple[int, int], ...]  # (figure, factor)
    constant: Decimal


def systems(report: Report, equations: Iterable[Equation]) -> Iterator[System]:
    """The systems of a report in which something does not hold.

    An equation with a figure that the report does not give ties nothing: what it lacks is another
    rule's finding. So is one whose figures are all blank.
    """
    cells: list[Cell] = []
    index: dict[Address, int] = {}
    laid: list[_Laid] = []
    for one in dict.fromkeys(equations):
        found = _laid(one, report, index, cells) if one.relation is Relation.EQUAL else None
        if found is not None:
            laid.append(found)
    blank = [one.number is None and one.figure.mark(Trait.BLANK, Trait.PLACEHOLDER) is not None for one in cells]
    laid = [one for one in laid if not all(blank[figure] for figure, _ in one.terms)]
    for tied in _tied(laid, len(cells)):
        if not all(_holds(one, cells, blank) for one in tied):
            system = _system(tied, report, cells)
            if system is not None:
                yield system


def _laid(equation: Equation, report: Report, index: dict[Address, int], cells: list[Cell]) -> _Laid | None:
    """The equation by numbers of figures, new ones numbered on; None where a figure is not there."""
    factors: dict[int, int] = {}
    for sign, side in ((1, equation.left), (-1, equation.right)):
        for factor, address in side.terms:
            figure = index.get(address)
            if figure is None:
                cell = report.cell(address)
                if cell is None:
                    return None
                figure = index[address] = len(cells)
                cells.append(cell)
            factors[figure] = factors.get(figure, 0) + sign * factor
    terms = tuple((figure, factor) for figure, factor in factors.items() if factor)
    return _Laid(equation, terms, equation.right.constant - equation.left.constant) if terms else None


def _tied(equations: Sequence[_Laid], figures: int) -> list[list[_Laid]]:
    """Equations that share figures, directly or by others between them."""
    above = list(range(figures))

    def root(figure: int) -> int:
        while above[figure] != figure:
            above[figure] = above[above[figure]]
            figure = above[figure]
        return figure

    for one in equations:
        first = root(one.terms[0][0])
        for figure, _ in one.terms:
            above[root(figure)] = first
    groups: dict[int, list[_Laid]] = {}
    for one in equations:
        groups.setdefault(root(one.terms[0][0]), []).append(one)
    return list(groups.values())


def _holds(one: _Laid, cells: Sequence[Cell], blank: Sequence[bool]) -> bool:
    """Whether the equation holds, blanks as 0."""
    total = -one.constant
    for figure, factor in one.terms:
        number = cells[figure].number
        if number is not None:
            total += factor * number
        elif not blank[figure]:
            return False
    return not total


def _system(equations: Sequence[_Laid], report: Report, cells: Sequence[Cell]) -> System | None:
    figures = list(dict.fromkeys(figure for one in equations for figure, _ in one.terms))
    numbers = [number for one in figures if (number := cells[one].number) is not None]
    decimals = max(_decimals(one) for one in (*numbers, *(one.constant for one in equations)))
    if decimals > MOST_DECIMALS:
        return None
    scale = 10**decimals
    position = {figure: i for i, figure in enumerate(figures)}
    entries = [_entry(cells[one], _kind(report.form, cells[one].address), scale) for one in figures]
    demands = [
        Demand(
            tuple((position[figure], factor) for figure, factor in one.terms), int(one.constant * scale), one.equation
        )
        for one in equations
    ]
    return System(entries, demands, list(_lines(report.form, entries)), scale)


def _decimals(number: Decimal) -> int:
    if number == number.to_integral_value():
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
        return Entry(cell.address, State.NUMBER, int(cell.number * scale), whole, signed, money)
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


def _lines(form: Form, entries: Sequence[Entry]) -> Iterator[Line]:
    """Rows and columns of the form, as far as their figures are in the system."""
    index = {one.address: i for i, one in enumerate(entries)}
    for area in dict.fromkeys(one.address.area for one in entries):
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
