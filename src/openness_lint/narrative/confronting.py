"""A claim of the prose against the tables: which figures it was compared with, and what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum

from openness_lint.model.address import Address
from openness_lint.model.phrases import Fit, Reading, Scope, Topic
from openness_lint.model.report import Cell, Report
from openness_lint.model.values import NamedTuple
from openness_lint.narrative.claims import Claim, read_claims

# What a column's printed unit is in yuan, the unit of amounts in prose.
_YUAN = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}


class Answer(Enum):
    HOLDS = "holds"
    BROKEN = "broken"
    PART = "part"  # it does not fit, but is less than a number of its sentence that does
    OTHER_SCOPE = "other-scope"  # it does not fit, but speaks of others than the table
    BLANK = "blank"  # figures it needs are not filled in
    ABSENT = "absent"  # the report does not give them at all


class Figure:
    """What the tables give for a reading: the sum of what is filled in, and what is not.

    `value` is in yuan for amounts. A total left blank is the sum of its parts, as far as any is given.
    """

    __slots__ = ("_cells", "_given", "absent", "blank", "reading", "value")

    def __init__(self, reading: Reading, value: Decimal, report: Report) -> None:
        """Take a figure of which everything is given."""
        self.reading = reading
        self.value = value
        self.blank: tuple[Address, ...] = ()
        self.absent: tuple[Address, ...] = ()
        self._given = report.cells  # not the report, which keeps what it is compared with: a cycle
        self._cells: tuple[Cell, ...] | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        if self._cells is None:
            found = map(self._given.get, self.reading.cells)
            self._cells = tuple([one for one in found if one is not None])
        return self._cells

    @classmethod
    def of_cells(
        cls,
        reading: Reading,
        value: Decimal,
        report: Report,
        cells: Iterable[Cell],
        blank: Iterable[Address],
        absent: Iterable[Address],
    ) -> Figure:
        """One of which something is missing."""
        found = cls(reading, value, report)
        found.blank, found.absent = tuple(blank), tuple(absent)
        found._cells = tuple(cells)
        return found


class Confrontation(NamedTuple):
    claim: Claim
    answer: Answer
    figures: tuple[Figure, ...]


class Confrontations(NamedTuple):
    """Every claim on a table, and by topics with claims that name a scope that of the tables, as far as it is known.

    `numbers` are those that are not 0, the first of each measure in each scope; `counted` are the paragraphs
    that give one, with the measure.
    """

    all: tuple[Confrontation, ...]
    scopes: dict[str, Scope | None]
    numbers: tuple[Claim, ...]
    counted: frozenset[tuple[int, str]]


def confront(report: Report) -> Confrontations:
    """Every claim on figures of the tables, compared with them.

    A sentence that names a scope other than the tables' is not held against them. Whose figures they hold
    is told by the agency's name; and a scope of which more figures agree with the tables than not is theirs too.
    """
    compared = [_compare(claim, report) for claim in report.reading(read_claims) if claim.measure.readings]
    agreeing: dict[tuple[str, str], int] = {}
    for one in compared:
        if one.claim.scope is not None and one.claim.value:
            key = one.claim.topic.id, one.claim.scope.id
            agreeing[key] = agreeing.get(key, 0) + {Answer.HOLDS: 1, Answer.BROKEN: -1}.get(one.answer, 0)
    compared = list(_together(compared))
    topics = {one.claim.topic.id: one.claim.topic for one in compared if one.claim.scope is not None}
    scopes = {id: _scope_of(topic, report) for id, topic in topics.items()}
    settled: list[Confrontation] = []
    for one in compared:
        scope, own = one.claim.scope, scopes.get(one.claim.topic.id)
        is_other = scope is not None and scope != own and agreeing.get((one.claim.topic.id, scope.id), 0) <= 0
        answer = Answer.OTHER_SCOPE if is_other and one.answer is Answer.BROKEN else one.answer
        settled.append(one if answer is one.answer else one._replace(answer=answer))
    numbers: dict[tuple[str, str, Scope | None], Claim] = {}
    counted: set[tuple[int, str]] = set()
    for one in settled:
        claim = one.claim
        if claim.quantity is not None and claim.value:
            numbers.setdefault((claim.topic.id, claim.measure.id, claim.scope), claim)
            counted.add((claim.passage.paragraph, claim.measure.id))
    return Confrontations(tuple(settled), scopes, tuple(numbers.values()), frozenset(counted))


def _together(compared: list[Confrontation]) -> Iterator[Confrontation]:
    """Each in the light of the others of its sentence and measure.

    无法提供（甲）5件，无法提供（乙）3件 is one figure told in parts; 受理5件 behind 收到12件, which agrees, may be
    what is left of it.
    """
    same: dict[tuple[int, str, str], list[Confrontation]] = {}
    for one in compared:
        if one.claim.quantity is not None and one.claim.measure.fit is Fit.EQUAL:
            same.setdefault(_sentence_of(one), []).append(one)
    most = {
        key: max((one.claim.value for one in told if one.answer is Answer.HOLDS), default=None)
        for key, told in same.items()
    }
    sums = {
        key: sum((one.claim.value for one in told), Decimal(0))
        for key, told in same.items()
        if len(told) > 1 and all(one.answer is Answer.BROKEN for one in told)
    }
    for one in compared:
        key = _sentence_of(one)
        held = most.get(key)
        if one.answer is not Answer.BROKEN or one.claim.quantity is None:
            yield one
        elif held is not None and one.claim.value < held:
            yield one._replace(answer=Answer.PART)
        elif any(figure.value == sums.get(key) for figure in one.figures):
            yield one._replace(answer=Answer.HOLDS)
        else:
            yield one


def _sentence_of(one: Confrontation) -> tuple[int, str, str]:
    return id(one.claim.passage), one.claim.topic.id, one.claim.measure.id


def _scope_of(topic: Topic, report: Report) -> Scope | None:
    agency = report.agency
    if agency is None:
        return None
    return next((one for one in topic.scopes if one.agency and one.agency.search(agency)), None)


def _compare(claim: Claim, report: Report) -> Confrontation:
    figures = tuple(figure_of(reading, claim.topic, report) for reading in claim.measure.readings)
    return Confrontation(claim, _answer(claim, figures), figures)


def _answer(claim: Claim, figures: Sequence[Figure]) -> Answer:
    given = [one for one in figures if not one.absent]
    if not given:
        return Answer.ABSENT
    if any(fits(claim, one.value) for one in given):
        return Answer.HOLDS
    return Answer.BROKEN if all(_cannot_fit(claim, one) for one in given) else Answer.BLANK


def fits(claim: Claim, value: Decimal) -> bool:
    match claim.measure.fit:
        case Fit.EQUAL:
            return claim.admits(value)
        case Fit.AT_MOST:
            return claim.value <= value
        case Fit.NOT_ZERO:
            return value != 0 or claim.value == 0


def _cannot_fit(claim: Claim, figure: Figure) -> bool:
    """Whether no number in the blank cells could make it fit: none is below 0."""
    return not figure.blank or (claim.measure.fit is Fit.EQUAL and figure.value > claim.value)


def figure_of(reading: Reading, topic: Topic, report: Report) -> Figure:
    """What the tables give for a reading."""
    total = Decimal(0)
    for address in reading.cells:
        number = report.number(address)
        if number is None:
            return _incomplete(reading, topic, report)
        total += number * _factor(address, report)
    return Figure(reading, total, report)


def _incomplete(reading: Reading, topic: Topic, report: Report) -> Figure:
    total = Decimal(0)
    cells: list[Cell] = []
    blank: list[Address] = []
    absent: list[Address] = []
    for address in reading.cells:
        cell = report.cell(address)
        if cell is None:
            absent.append(address)
        elif cell.number is None:
            parts = next((one.parts for one in topic.sums if one.total == address), ())
            known = _given(parts, report)
            cells += known or [cell]
            total += sum((_yuan(one, report) for one in known), Decimal(0))
            if not known or any(report.cell(part) is None for part in parts):
                blank.append(address)
        else:
            cells.append(cell)
            total += _yuan(cell, report)
    return Figure.of_cells(reading, total, report, cells, blank, absent)


def _given(addresses: Iterable[Address], report: Report) -> list[Cell]:
    cells = (report.cell(address) for address in addresses)
    return [cell for cell in cells if cell is not None and cell.number is not None]


def _yuan(cell: Cell, report: Report) -> Decimal:
    return (cell.number or Decimal(0)) * _factor(cell.address, report)


def _factor(address: Address, report: Report) -> int:
    column = report.form.table[address.area].column[str(address.column)]
    return _YUAN.get(column.unit or "", 1)
