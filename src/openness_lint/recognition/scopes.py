"""What a key may mean at each place of a form: sections, tables, rows within a group, columns of a row."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.form import Column, Form, FormSection, Group, Row, Table, Wording
from openness_lint.model.report import Key, Place
from openness_lint.recognition.labels import Candidate, Matcher, plain

RowTarget: TypeAlias = Row | Group
ColumnTarget: TypeAlias = Column | Group
# With an address where the word is printed, and no id.
OwnRow: TypeAlias = tuple[RowTarget, Address | None, tuple[str, ...] | None]  # and the columns of a row
OwnColumn: TypeAlias = tuple[Place, Address | None]


class TableScopes:
    """The matchers of one table, made once for each form."""

    def __init__(self, table: Table, distance: int) -> None:
        self.table = table
        self._distance = distance
        self._rows: dict[str | None, tuple[Matcher[RowTarget], Matcher[RowTarget]]] = {}
        self._columns: dict[tuple[str | None, str | None], Matcher[ColumnTarget]] = {}
        self._lines: dict[str, tuple[tuple[Key, ...], tuple[Place, ...]]] = {}
        self._own: dict[str | None, dict[str, OwnRow]] = {}
        self._own_columns: dict[str, dict[str, OwnColumn]] = {}

    @cached_property
    def wordings(self) -> frozenset[str]:
        """Every official wording of the table's rows, columns and groups, without what print varies."""
        named: list[Row | Column | Group] = [*self.table.rows, *self.table.columns]
        named += [*self.table.row_groups, *self.table.column_groups]
        return frozenset(plain(one.wording.official) for one in named)

    @cached_property
    def _places(self) -> dict[Key, Place]:
        known = zip(self.table.keys, self.table.cells, strict=True)
        return {key: (key, address, self.table.column[key[1]].unit) for key, address in known}

    def place(self, row: str, column: str) -> Place:
        """Where a figure stands: row and column, their address, and the unit that its column is in."""
        key = row, column
        found = self._places.get(key)
        if found is None:  # a subtotal's
            known = self.table.column.get(column)
            found = self._places[key] = key, Address(self.table.id, row, column), known.unit if known else None
        return found

    def places(self, row: str, columns: tuple[str, ...]) -> tuple[tuple[Key, ...], tuple[Place, ...]]:
        """The places of a row in the order of its columns, and before them the key of each."""
        if row not in self._lines:
            places = tuple(self.place(row, column) for column in columns)
            self._lines[row] = tuple(place[0] for place in places), places
        return self._lines[row]

    def own(self, scope: str | None) -> dict[str, OwnRow]:
        """What this edition's own words mean below a group (None: the table); filled as they come."""
        return self._own.setdefault(scope, {})

    def own_columns(self, row: str) -> dict[str, OwnColumn]:
        """What this edition's own words mean in a row's figures; filled as they come."""
        return self._own_columns.setdefault(row, {})

    def rows(self, scope: str | None) -> tuple[Matcher[RowTarget], Matcher[RowTarget]]:
        """Matchers for the rows and groups right below a group (None: the table), and for all below it."""
        if scope not in self._rows:
            near = [self._row(one, scope) for one in self._children(scope)]
            below = [self._row(row, scope) for row in self._rows_below(scope)]
            groups = [self._row(group, scope) for group in self._groups_below(scope)]
            self._rows[scope] = Matcher(near, self._distance), Matcher(below + groups, self._distance)
        return self._rows[scope]

    def columns(self, row: str | None, group: str | None = None) -> Matcher[ColumnTarget]:
        """The columns (and column groups) a row has figures for; those below one group when named."""
        if (row, group) not in self._columns:
            ids = self.table.row[row].columns if row in self.table.row else tuple(self.table.column)
            members = self.table.column_group[group].members if group else ids
            columns = [self.table.column[id] for id in ids if id in members]
            groups = [] if group else [g for g in self.table.column_groups if set(g.members) & set(ids)]
            candidates: list[Candidate[ColumnTarget]] = [Candidate(one, (one.id,), _with_bare(one)) for one in columns]
            candidates += [Candidate(one, (one.id,), one.wording) for one in groups]
            self._columns[row, group] = Matcher(candidates, self._distance)
        return self._columns[row, group]

    def _children(self, scope: str | None) -> list[RowTarget]:
        rows = [row for row in self.table.rows if self._inner[row.id] == scope]
        return [*rows, *(group for group in self.table.row_groups if group.parent == scope)]

    @cached_property
    def _inner(self) -> dict[str, str | None]:
        return {row.id: self._innermost(row.id) for row in self.table.rows}

    def _innermost(self, row: str) -> str | None:
        around = [group for group in self.table.row_groups if row in group.members]
        return min(around, key=lambda group: len(group.members)).id if around else None

    def _rows_below(self, scope: str | None) -> list[Row]:
        members = self.table.row_group[scope].members if scope else tuple(self.table.row)
        return [self.table.row[id] for id in members]

    def _groups_below(self, scope: str | None) -> list[Group]:
        if scope is None:
            return list(self.table.row_groups)
        members = set(self.table.row_group[scope].members)
        return [group for group in self.table.row_groups if group.id != scope and set(group.members) <= members]

    @staticmethod
    def _row(target: RowTarget, scope: str | None) -> Candidate[RowTarget]:
        ids = [target.id]
        if scope and target.id.startswith(f"{scope}."):
            ids.append(target.id.removeprefix(f"{scope}."))
        return Candidate(target, tuple(ids), target.wording)


def _with_bare(column: Column) -> Wording:
    """The column's wording, and its header without the unit, which some leave out."""
    bare = (column.bare,) if column.bare is not None else ()
    return column.wording._replace(aliases=(*column.wording.aliases, *bare))


class FormScopes:
    """The matchers of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._tables: dict[str, TableScopes] = {}

    @cached_property
    def sections(self) -> Matcher[FormSection]:
        return Matcher([Candidate(one, (one.id,), one.wording) for one in self.form.sections], self.form.distance)

    def tables(self, section: FormSection) -> Matcher[Table]:
        tables = [self.form.table[id] for id in section.tables]
        named = [Candidate(one, (one.id,), one.wording) for one in tables if one.wording is not None]
        return Matcher(named, self.form.distance)

    def table(self, id: str) -> TableScopes:
        if id not in self._tables:
            self._tables[id] = TableScopes(self.form.table[id], self.form.distance)
        return self._tables[id]


@lru_cache(maxsize=64)
def scopes_of(form: Form) -> FormScopes:
    """The matchers of a form; forms are compared by identity."""
    return FormScopes(form)
