"""A report as read: what it prints, by the form's addresses, each with its place in the source."""

from __future__ import annotations

from collections.abc import Callable, Collection, ItemsView, Iterator, Mapping, ValuesView
from collections.abc import Sequence as Items
from decimal import Decimal
from enum import Enum
from typing import TypeAlias, TypeVar, cast

from openness_lint.model.address import Address
from openness_lint.model.figure import Figure
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.paper import Paper
from openness_lint.model.span import Span, TextSpan, sort_key
from openness_lint.model.text import Text, Words
from openness_lint.model.values import NamedTuple, dataclass, field, new_tuple, replace

Key: TypeAlias = tuple[str, str]  # row id (or group id of a subtotal), column id
Place: TypeAlias = tuple[Key, Address, str | None]  # where a figure stands on the form, and its column's unit
T = TypeVar("T")


class Match(Enum):
    """How a printed heading or label was recognised as one of the form's."""

    ID = "id"  # the form id was written instead of a label; nothing is printed
    OFFICIAL = "official"
    SPACING = "spacing"  # official but for blanks, line breaks, widths, 1、 for 1.
    TRADITIONAL = "traditional"  # official but for its characters, traditional ones for simplified
    ALIAS = "alias"
    DISTANCE = "distance"  # misspelt beyond doubt: one match within the form's edit distance


class Label(NamedTuple):
    """A heading or label as printed, and the part of the form it was read as."""

    address: Address
    printed: Text
    match: Match


class ForeignLabel(NamedTuple):
    """A label that belongs to another form than the one in force, such as 本年新制作数量 after 2020.

    `figures` are what is printed beside it (a row) or below it (a column in one row), blank cells too;
    none where it words a row of this form.
    """

    address: Address
    printed: Text
    form: Form
    figures: tuple[Text, ...] = ()


class UnlistedLabel(NamedTuple):
    """A row or column that no form knows, with the figures it gives: a column once for each row."""

    address: Address
    printed: Text
    figures: tuple[Text, ...] = ()


class Cell(NamedTuple):
    """One figure. `number` is in the column's unit; None where the cell gives none (see Figure)."""

    address: Address
    printed: Text
    figure: Figure
    number: Decimal | None


class Line(NamedTuple):
    """The figures of one row where all are plain digits, on one line of the source."""

    places: Items[Place]
    words: Words
    numbers: tuple[int, ...]


class Cells(Mapping[Key, Cell]):
    """The figures of one table, all that the form asks for and no others, in its order.

    Those of a line become cells where one of them is asked for. Most reports are asked for nothing but
    `numbers`, those of all figures (None unless each gives one; int or Decimal), and `odd`, the cells that are not plain digits.
    """

    __slots__ = ("_keys", "_lines", "_made", "_whole", "numbers", "odd")

    def __init__(
        self,
        keys: tuple[Key, ...],
        numbers: tuple[Decimal | int | None, ...],
        made: dict[Key, Cell],
        lines: dict[str, Line],
    ) -> None:
        """Take `numbers` in the order of `keys`, `made` in any, and `lines` by their rows."""
        is_complete = all(cell.number is not None for cell in made.values())
        self.numbers = cast("tuple[Decimal | int, ...]", numbers) if is_complete else None
        self.odd = tuple(cell for cell in made.values() if cell.figure.marks)
        self._keys = keys
        self._made = made
        self._lines = lines
        self._whole: dict[Key, Cell] | None = None

    def __getitem__(self, key: Key) -> Cell:
        if key[0] in self._lines:
            self._make(key[0])
        return self._made[key]

    def number(self, key: Key) -> Decimal | None:
        """The number of a figure; None where it gives none, or is not there."""
        line = self._lines.get(key[0])
        if line is None:
            cell = self._made.get(key)
            return None if cell is None else cell.number
        for (place, _, _), number in zip(line.places, line.numbers, strict=True):
            if place == key:
                return Decimal(number)
        return None

    def _make(self, row: str) -> None:
        places, words, numbers = self._lines[row]
        for (key, address, _), text, number in zip(places, words.texts(), map(Decimal, numbers), strict=True):
            self._made[key] = new_tuple(Cell, (address, text, Figure(number), number))
        del self._lines[row]

    def _all(self) -> dict[Key, Cell]:
        if self._whole is None:
            for row in tuple(self._lines):
                self._make(row)
            self._whole = {key: self._made[key] for key in self._keys}
        return self._whole

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def values(self) -> ValuesView[Cell]:
        return self._all().values()

    def items(self) -> ItemsView[Key, Cell]:
        return self._all().items()

    def __repr__(self) -> str:
        return repr(self._all())


class Comment(NamedTuple):
    """A remark in the source that is no part of the report, and what it stands beside.

    `text` is the whole comment, its sign included. `beside` are the stretches it speaks of: its own
    line (the next one that says something, where the comment stands alone on its line) and all that
    stands below the keys there.
    """

    text: Text
    alone: bool
    beside: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table as printed: its cells by (row id, column id), subtotals by their group's id.

    `rows` says where each row that is there stands: its label, or the id written for it. `note` is
    None where the source gives none.
    """

    id: str
    span: Span
    cells: Mapping[Key, Cell]
    rows: dict[str, Text]  # row id (or group id of a subtotal) -> where the row stands
    labels: tuple[Label, ...] = ()
    foreign: tuple[ForeignLabel, ...] = ()
    unlisted: tuple[UnlistedLabel, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section as printed: heading, prose, tables."""

    id: str
    heading: Label
    paragraphs: tuple[Text, ...] = ()
    tables: tuple[ReportTable, ...] = ()


@dataclass(frozen=True, eq=False)
class Sibling:
    """Another report that one is compared with, under the name by which findings speak of its file."""

    path: str
    report: Report


@dataclass(frozen=True, slots=True)
class Body:
    """A body on the roster. Without a report of the year, `why` says how that is known.

    `unread` says that there is one which could not be read. `level` is as the roster has it. `vertical` marks a body that answers to a higher level and whose
    figures are no part of the parent's.
    """

    agency: str
    at: TextSpan  # in the roster
    report: Sibling | None = None
    why: Phrase | None = None
    level: str | None = None
    vertical: bool = False
    unread: bool = False


@dataclass(frozen=True, eq=False)
class Roster:
    """A parent and its bodies with their reports of one year; `path` names the file that lists them."""

    path: str
    year: int | None
    bodies: tuple[Body, ...]
    parent: Body | None = None
    complete: bool = False  # whether the parent is the sum of these bodies


@dataclass(frozen=True, slots=True)
class Companions:
    """What a report is compared with.

    `previous` is last year's report of the same body. Where there is none, `why` says why, if it was
    asked for or should be known; None: nobody asked, and nothing lies beside the report.
    `listed_as` is the report's own entry on the roster.
    """

    previous: Sibling | None = None
    why: Phrase | None = None
    roster: Roster | None = None
    listed_as: Body | None = None

    @property
    def is_parent(self) -> bool:
        return self.roster is not None and self.listed_as is not None and self.listed_as is self.roster.parent


ALONE = Companions()


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    `metadata` holds what stands above the sections (agency, year, issuer, level, title, published),
    as printed. `transcribed` is true of sources that give the content but not the layout
    (`report.yaml`, JSON): there a missing header or note is unknown, not missing. `companions` are no
    part of what was read; whoever opened their files adds them.
    """

    form: Form
    span: Span  # where the sections begin; for what is missing altogether
    metadata: dict[str, Text]
    sections: tuple[Section, ...]
    year: int | None = None
    preface: tuple[Text, ...] = ()
    transcribed: bool = False
    lines: tuple[str, ...] = ()  # the decoded source, where it has lines
    comments: tuple[Comment, ...] = ()
    paper: Paper | None = None  # what is printed, where the source has no lines
    companions: Companions = field(default=ALONE, repr=False, compare=False)
    _cells: Mapping[Address, Cell] = field(init=False, repr=False, compare=False)
    _tables: dict[str, ReportTable] = field(init=False, repr=False, compare=False)
    _readings: dict[object, object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tables = {table.id: table for section in self.sections for table in section.tables}
        object.__setattr__(self, "_tables", tables)
        object.__setattr__(self, "_cells", _ByAddress(tables))
        object.__setattr__(self, "_readings", {})

    def with_number(self, address: Address, number: Decimal) -> Report:
        """The report with another number in one cell; its printed text stays."""
        cell = self._cells[address]._replace(number=number, figure=Figure(number))
        key = str(address.row), str(address.column)
        tables = {one.id: replace(one, cells={**one.cells, key: cell}) for one in [self._tables[address.area]]}
        sections = tuple(
            replace(one, tables=tuple(tables.get(table.id, table) for table in one.tables)) for one in self.sections
        )
        return replace(self, sections=sections)

    def reading(self, read: Callable[[Report], T]) -> T:
        """What a pure function makes of this report, worked out once however many rules ask for it."""
        if read not in self._readings:
            self._readings[read] = read(self)
        return cast("T", self._readings[read])

    def beside(self, companions: Companions) -> Report:
        """The report with what it is compared with."""
        return replace(self, companions=companions)

    def cell(self, address: Address) -> Cell | None:
        return self._cells.get(address)

    def number(self, address: Address) -> Decimal | None:
        """The number of a figure; None where it gives none, or is not there. It need not become a cell for that."""
        area, row, column = address
        table = self._tables.get(area)
        if table is not None and isinstance(table.cells, Cells) and row is not None and column is not None:
            return table.cells.number((row, column))
        cell = self.cell(address)
        return None if cell is None else cell.number

    @property
    def cells(self) -> Mapping[Address, Cell]:
        """Every figure of the report by its address, in reading order."""
        return self._cells

    @property
    def labels(self) -> Labels:
        """Every heading and label that is printed, in reading order."""
        return Labels(self)

    def table(self, id: str) -> ReportTable | None:
        return self._tables.get(id)

    def section(self, id: str) -> Section | None:
        for section in self.sections:
            if section.id == id:
                return section
        return None

    def meta(self, name: str) -> str | None:
        """A metadata field's text without the blanks around it; None where absent or empty."""
        text = self.metadata.get(name)
        return (text.text.strip() or None) if text is not None else None

    def told(self, name: str) -> str | None:
        """A metadata field, or else what the agency's own name says of it."""
        return self.meta(name) or self.form.said_by_name(self.agency).get(name)

    @property
    def agency(self) -> str | None:
        return self.meta("agency")


class Labels(Collection[Label]):
    """The headings and labels that a report prints, in reading order; sought when somebody asks for them."""

    __slots__ = ("_found", "_report")

    def __init__(self, report: Report) -> None:
        self._report = report
        self._found: tuple[Label, ...] | None = None

    def _all(self) -> tuple[Label, ...]:
        if self._found is None:
            report = self._report
            found = [
                label
                for section in report.sections
                for label in (section.heading, *(one for table in section.tables for one in table.labels))
            ]
            place = sort_key if report.paper is None else report.paper.key
            printed = [one for one in found if one.match is not Match.ID]
            self._found = tuple(sorted(printed, key=lambda one: place(one.printed.span)))
        return self._found

    def __iter__(self) -> Iterator[Label]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, one: object) -> bool:
        return one in self._all()


class _ByAddress(Mapping[Address, Cell]):
    """The figures of several tables by their addresses, in reading order."""

    __slots__ = ("_all", "_tables")

    def __init__(self, tables: Mapping[str, ReportTable]) -> None:
        self._tables = tables
        self._all: dict[Address, Cell] | None = None

    def _cells(self) -> dict[Address, Cell]:
        if self._all is None:
            self._all = {cell.address: cell for table in self._tables.values() for cell in table.cells.values()}
        return self._all

    def __getitem__(self, address: Address) -> Cell:
        area, row, column = address
        if self._all is not None or row is None or column is None:
            return self._cells()[address]
        return self._tables[area].cells[row, column]

    def __iter__(self) -> Iterator[Address]:
        return iter(self._cells())

    def __len__(self) -> int:
        return sum(len(table.cells) for table in self._tables.values())

    def values(self) -> ValuesView[Cell]:
        return self._cells().values()

    def items(self) -> ItemsView[Address, Cell]:
        return self._cells().items()

    def __repr__(self) -> str:
        return repr(self._cells())
