"""A form file to a Form."""

from __future__ import annotations

from collections.abc import Sequence

from openness_lint.model.address import Address
from openness_lint.model.form import Column, Form, FormSection, Group, Row, Table, Wording
from openness_lint.model.language import Phrase
from openness_lint.model.values import replace
from openness_lint.recognition.labels import without_enumerator
from openness_lint.rulebook.schema import ColumnFile, FormFile, PackForm, RowFile, SectionFile, TableFile
from openness_lint.rulebook.validate import invalid, validated
from openness_lint.syntax.node import Node


def build_form(node: Node, years: PackForm) -> Form:
    """The form that a form file describes.

    Raises:
        InvalidRule: the file says what a form cannot; with its place.
    """
    file = validated(FormFile, node)
    sections: list[FormSection] = []
    tables: list[Table] = []
    for i, section in enumerate(file.sections):
        for k, table in enumerate(section.tables):
            built = _Builder(node, ("sections", i, "tables", k)).table(table, alone=len(section.tables) == 1)
            if built.id in {known.id for known in tables}:
                raise invalid(node, ("sections", i, "tables", k, "id"), _twice(built.id))
            tables.append(built)
        if section.id in {known.id for known in sections}:
            raise invalid(node, ("sections", i, "id"), _twice(section.id))
        sections.append(_section(section))
    return Form(
        id=file.form,
        title=Phrase(file.title.zh, file.title.en),
        basis=file.basis,
        sections=tuple(sections),
        tables=tuple(tables),
        first_year=years.first_year,
        last_year=years.last_year,
        distance=file.distance,
    )


def aware_of_each_other(forms: Sequence[Form]) -> list[Form]:
    """The editions of one family, each with the names that rows and columns have in the others alone."""
    found: list[Form] = []
    for form in forms:
        names: dict[Address, Phrase] = {}
        for other in forms:
            for table in other.tables if other is not form else ():
                for row in table.rows:
                    names.setdefault(Address(table.id, row.id), Phrase(row.wording.official, row.name.en))
                for column in table.columns:
                    name = Phrase(column.wording.official, column.name.en)
                    names.setdefault(Address(table.id, None, column.id), name)
        found.append(replace(form, elsewhere=names))
    return found


def _section(file: SectionFile) -> FormSection:
    tables = tuple(table.id for table in file.tables)
    name = Phrase(without_enumerator(file.label), file.en)
    return FormSection(file.id, Wording(file.label, file.aliases), name, tables, file.text)


def _twice(id: str) -> Phrase:
    return Phrase(f"{id} 用了两次", f"{id} is used twice")


def _name(file: ColumnFile | RowFile) -> Phrase:
    return Phrase(file.short or without_enumerator(file.label), file.en)


class _Builder:
    """Flattens the nested rows and columns of one table, keeping the groups they stand in."""

    def __init__(self, node: Node, path: tuple[str | int, ...]) -> None:
        self.node = node
        self.path = path
        self.rows: list[Row] = []
        self.columns: list[Column] = []
        self.row_groups: list[Group] = []
        self.column_groups: list[Group] = []

    def table(self, file: TableFile, *, alone: bool) -> Table:
        self._columns(file.columns, (*self.path, "columns"))
        everywhere = tuple(column.id for column in self.columns)
        self._rows(file.rows, everywhere, None, "", (*self.path, "rows"))
        if not alone and file.label is None:
            message = Phrase(
                "这一部分有几张表，每张都要有 label", "a section with several tables needs a label on each"
            )
            raise invalid(self.node, self.path, message)
        return Table(
            id=file.id,
            name=Phrase(file.name.zh, file.name.en),
            rows=tuple(self.rows),
            columns=tuple(self.columns),
            row_groups=tuple(self.row_groups),
            column_groups=tuple(self.column_groups),
            wording=Wording(file.label, file.aliases) if file.label is not None else None,
            note=file.note,
            across=file.across,
            row_heading=file.row_heading,
            column_heading=file.column_heading,
        )

    def _columns(self, files: tuple[ColumnFile, ...], path: tuple[str | int, ...]) -> None:
        for i, file in enumerate(files):
            here = (*path, i)
            wording = Wording(file.label, file.aliases)
            if self._is_group(file, here):
                first = len(self.columns)
                self._columns(file.columns, (*here, "columns"))
                members = tuple(column.id for column in self.columns[first:])
                self.column_groups.append(Group(str(file.group), wording, _name(file), members, None, file.subtotal))
                continue
            self._fresh(str(file.id), [column.id for column in self.columns], here)
            self.columns.append(Column(str(file.id), wording, _name(file), file.kind, file.unit, file.bare))

    def _rows(
        self,
        files: tuple[RowFile, ...],
        columns: tuple[str, ...],
        parent: str | None,
        prefix: str,
        path: tuple[str | int, ...],
    ) -> None:
        for i, file in enumerate(files):
            here = (*path, i)
            wording = Wording(file.label, file.aliases)
            own = self._known_columns(file, columns, here)
            if self._is_group(file, here):
                id = prefix + str(file.group)
                first, at = len(self.rows), len(self.row_groups)
                self._rows(file.rows, own, id, f"{id}." if file.prefix else prefix, (*here, "rows"))
                members = tuple(row.id for row in self.rows[first:])
                self.row_groups.insert(at, Group(id, wording, _name(file), members, parent, file.subtotal))
                continue
            id = prefix + str(file.id)
            self._fresh(id, [row.id for row in self.rows], here)
            self.rows.append(Row(id, wording, _name(file), own))

    def _known_columns(self, file: RowFile, inherited: tuple[str, ...], path: tuple[str | int, ...]) -> tuple[str, ...]:
        if file.columns is None:
            return inherited
        for i, column in enumerate(file.columns):
            if column not in {known.id for known in self.columns}:
                raise invalid(
                    self.node,
                    (*path, "columns", i),
                    Phrase(f"表里没有列 {column}", f"the table has no column {column}"),
                )
        return file.columns

    def _is_group(self, file: ColumnFile | RowFile, path: tuple[str | int, ...]) -> bool:
        below = file.columns if isinstance(file, ColumnFile) else file.rows
        if (file.id is None) == (file.group is None) or (file.group is not None) != bool(below):
            message = Phrase(
                "要么写 id（一行或一列），要么写 group 和它下面的各行各列",
                "write either `id` for one, or `group` with what stands below it",
            )
            raise invalid(self.node, path, message)
        return file.group is not None

    def _fresh(self, id: str, known: list[str], path: tuple[str | int, ...]) -> None:
        if id in known:
            raise invalid(self.node, (*path, "id"), _twice(id))
