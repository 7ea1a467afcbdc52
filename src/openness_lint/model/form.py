"""What an official edition prescribes: sections, tables, rows, columns, and how they may be written.

A Form is read from YAML by the rulebook; nothing in the code knows a row of any form by name.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from openness_lint.model.address import Address
from openness_lint.model.language import Phrase
from openness_lint.model.phrases import Topic
from openness_lint.model.slip import Priors
from openness_lint.model.values import NamedTuple, dataclass, field

if TYPE_CHECKING:
    import re


class Kind(Enum):
    """What the figures of a column count, and with it which figures make sense."""

    COUNT = "count"  # whole, not negative
    AMOUNT = "amount"  # money; may have decimals
    CHANGE = "change"  # whole, may be negative (本年增/减)


class Wording(NamedTuple):
    """The official wording of a heading or label, and others known from published reports."""

    official: str
    aliases: tuple[str, ...] = ()


class Column(NamedTuple):
    """One column of figures. `unit` is as the header prints it (万元), None where it prints none."""

    id: str
    wording: Wording
    name: Phrase
    kind: Kind = Kind.COUNT
    unit: str | None = None
    bare: str | None = None  # the header without its unit, where the unit is printed in it


class Row(NamedTuple):
    """One row of figures. `columns` are the ids it has figures for, in print order."""

    id: str
    wording: Wording
    name: Phrase
    columns: tuple[str, ...]


class Group(NamedTuple):
    """Rows or columns under one heading that the form prints without figures of its own.

    `members` are all leaf ids below it, in print order; `parent` is the group around it.
    `subtotal` holds the labels under which some offices print a sum the form does not ask for.
    """

    id: str
    wording: Wording
    name: Phrase
    members: tuple[str, ...]
    parent: str | None = None
    subtotal: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """One table of the form: rows by columns, in print order."""

    id: str
    name: Phrase
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    row_groups: tuple[Group, ...] = ()
    column_groups: tuple[Group, ...] = ()
    wording: Wording | None = None  # only where a section holds several tables
    note: str | None = None  # the remark the form prints at its head
    across: bool = False  # rows are printed side by side, with all figures in one line
    row_heading: str | None = None  # printed above the labels of the rows, such as 信息内容
    column_heading: str | None = None  # printed above all columns, such as 申请人情况

    @cached_property
    def row(self) -> dict[str, Row]:
        return {row.id: row for row in self.rows}

    @cached_property
    def column(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    @cached_property
    def row_group(self) -> dict[str, Group]:
        return {group.id: group for group in self.row_groups}

    @cached_property
    def column_group(self) -> dict[str, Group]:
        return {group.id: group for group in self.column_groups}

    @cached_property
    def cells(self) -> tuple[Address, ...]:
        """Every cell that the form asks for, in print order."""
        return tuple(Address(self.id, row.id, column) for row in self.rows for column in row.columns)

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Row and column of every cell that the form asks for, in print order."""
        return tuple((row.id, column) for row in self.rows for column in row.columns)

    @cached_property
    def index(self) -> dict[Address, int]:
        """By address, how many cells the form prints before it."""
        return {address: i for i, address in enumerate(self.cells)}

    @cached_property
    def rows_by_column(self) -> dict[str, int]:
        """How many cells the form asks for in each column."""
        columns = [column for _, column in self.keys]
        return {one.id: columns.count(one.id) for one in self.columns}

    def has(self, row: str, column: str) -> bool:
        return row in self.row and column in self.row[row].columns


class Searching(Protocol):
    """A pattern, or what stands in for one until it is used."""

    def search(self, text: str) -> re.Match[str] | None: ...


class Ending(NamedTuple):
    """What the end of a body's name says of it: metadata fields and their values."""

    pattern: Searching
    says: dict[str, str]


class FormSection(NamedTuple):
    """One section: its heading, and the tables it holds. `text` says whether prose is expected."""

    id: str
    wording: Wording
    name: Phrase
    tables: tuple[str, ...] = ()
    text: bool = False


class Edition(NamedTuple):
    """What a form is chosen by: its id, and the report years it is in force for, inclusive; None is open."""

    id: str
    first_year: int | None
    last_year: int | None

    def in_force(self, year: int) -> bool:
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )


@dataclass(frozen=True, eq=False)
class Form:
    """One edition of a report form.

    `first_year` and `last_year` are the report years it is in force for, inclusive; None is open.
    `distance` is the edit distance within which a misspelt heading or label is still read as meant.
    """

    id: str
    title: Phrase
    basis: str
    sections: tuple[FormSection, ...]
    tables: tuple[Table, ...]
    first_year: int | None = None
    last_year: int | None = None
    distance: int = 2
    elsewhere: dict[Address, Phrase] = field(default_factory=dict, repr=False)  # what only other editions have
    phrases: tuple[Topic, ...] = ()  # how its figures are put into words
    endings: tuple[Ending, ...] = field(default=(), repr=False)  # what bodies' names say; the first that fits counts
    priors: Priors | None = field(default=None, repr=False)  # what is known of slips in such reports

    @cached_property
    def section(self) -> dict[str, FormSection]:
        return {section.id: section for section in self.sections}

    @cached_property
    def table(self) -> dict[str, Table]:
        return {table.id: table for table in self.tables}

    @cached_property
    def section_of(self) -> dict[str, FormSection]:
        """By table id, the section in which the table stands."""
        return {table: section for section in self.sections for table in section.tables}

    def said_by_name(self, agency: str | None) -> dict[str, str]:
        """What a body's name says of it, by metadata field; nothing where it leaves that open."""
        name = "".join((agency or "").split())
        return next((one.says for one in self.endings if one.pattern.search(name)), {})

    @property
    def edition(self) -> Edition:
        return Edition(self.id, self.first_year, self.last_year)

    def in_force(self, year: int) -> bool:
        return self.edition.in_force(year)

    def where(self, address: Address) -> Phrase:
        """The place in the form's own words: `三、收到和处理… › （七）总计 › 自然人`."""
        parts: list[Phrase] = []
        table = self.table.get(address.area)
        section = self.section_of.get(address.area) or self.section.get(address.area)
        if section is not None:
            parts.append(Phrase(section.wording.official, section.name.en))
        elif table is None:
            known = METADATA.get(address.area) or BESIDE.get(address.area)
            parts.append(known or Phrase.same(address.area))
        if table is not None and table.wording is not None:
            parts.append(Phrase(table.wording.official, table.name.en))
        if table is not None and address.row is not None:
            parts.append(self._row(table, address.row))
        if table is not None and address.column is not None:
            parts.append(self._column(table, address.column))
        return Phrase(" › ".join(part.zh for part in parts), " › ".join(part.en for part in parts))

    def _row(self, table: Table, row: str) -> Phrase:
        known = table.row.get(row) or table.row_group.get(row)
        if known is None:
            return self.elsewhere.get(Address(table.id, row)) or Phrase.same(row)
        # Only groups that a row's id names: the others are headings over half the table and say little.
        above = [group for group in table.row_groups if known.id.startswith(f"{group.id}.")]
        heading = Phrase(known.wording.official, known.name.en)
        return Phrase(
            " › ".join([g.wording.official for g in above] + [heading.zh]),
            " › ".join([g.name.en for g in above] + [heading.en]),
        )

    def _column(self, table: Table, column: str) -> Phrase:
        known = table.column.get(column) or table.column_group.get(column)
        if known is None:
            return self.elsewhere.get(Address(table.id, None, column)) or Phrase.same(column)
        return Phrase(known.wording.official, known.name.en)

    def wording(self, address: Address) -> Wording | None:
        """How a section's heading, or a row's or a column's label, may be written; None where the form has none."""
        area, row, column = address
        table = self.table.get(area)
        if row is None and column is None:
            return self.section[area].wording if area in self.section else table.wording if table else None
        if table is None:
            return None
        known = (
            table.column.get(column) or table.column_group.get(column)
            if column is not None
            else table.row.get(str(row)) or table.row_group.get(str(row))
        )
        return known.wording if known else None

    def row_name(self, address: Address) -> Phrase | None:
        """The label of a row, or of the group that a subtotal stands for; None where the address names none."""
        table = self.table.get(address.area)
        if table is None or address.row is None:
            return None
        known = table.row.get(address.row) or table.row_group.get(address.row)
        return Phrase(known.wording.official, known.name.en) if known else self._row(table, address.row)

    def column_name(self, address: Address) -> Phrase | None:
        """The label of a column; None where the address names none."""
        table = self.table.get(address.area)
        return None if table is None or address.column is None else self._column(table, address.column)


# What findings may be about that is no part of a report.
BESIDE: dict[str, Phrase] = {
    "suppression": Phrase("豁免", "suppression"),
    "baseline": Phrase("基线", "baseline"),
    "roster": Phrase("名单", "roster"),
}

METADATA: dict[str, Phrase] = {
    "agency": Phrase("机关", "agency"),
    "year": Phrase("年度", "year"),
    "issuer": Phrase("级别", "issuer"),
    "level": Phrase("层级", "level"),
    "title": Phrase("标题", "title"),
    "published": Phrase("发布日期", "publication date"),
    "form": Phrase("格式", "form"),
    "preface": Phrase("前言", "preface"),
    "sections": Phrase("正文", "sections"),
}
