"""The tables of a form as its official edition lays them out, blank or filled with a report's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import groupby

from openness_lint.model.address import Address
from openness_lint.model.form import Column, Group, Row, Table
from openness_lint.model.report import Match, ReportTable
from openness_lint.model.values import NamedTuple

# Of a whole line, in twentieths of a point; from the official Word file of the 2021 form.
WIDTH = 9740
_FIGURE_WIDTH = 685
_GROUP_WIDTHS = (754, 921)  # of the columns that groups of rows stand in, from the left


class Role(Enum):
    """What a cell is for, and with it how it is drawn."""

    BLOCK = "block"  # heading of a block of rows, over the whole width
    HEAD = "head"
    CORNER = "corner"
    LABEL = "label"
    FIGURE = "figure"


class Placed(NamedTuple):
    """A cell to be printed; `row` and `column` are where it begins, both 0-based."""

    text: str
    role: Role
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Layout(NamedTuple):
    """A table to be printed: the widths of its columns, and its cells, which leave no place free."""

    widths: tuple[int, ...]
    cells: tuple[Placed, ...]


def lay_out(table: Table, printed: ReportTable | None = None, *, note: str | None = None) -> Layout:
    """One table of a form.

    Args:
        table: The form's.
        printed: The report's figures and the labels that it gives them; None for a blank table. What
            the report does not give is left blank, rows and columns beyond the form are left out.
        note: The remark at its head; None where there is none.
    """
    words = _Words(table, printed)
    if table.across:
        return _across(table, words)
    if len({row.columns for row in table.rows}) > 1:
        return _in_blocks(table, words)
    return _plain(table, words, note)


class _Words:
    """What stands in the cells: the report's own wording where it has one, the official one otherwise."""

    def __init__(self, table: Table, printed: ReportTable | None) -> None:
        self._table = table
        self._printed = printed
        self._labels: dict[Address, str] = {}
        if printed is not None:
            for label in printed.labels:
                if label.match is not Match.ID:
                    self._labels.setdefault(label.address, label.printed.text)
            for foreign in printed.foreign:
                row = str(foreign.address.row)
                # Wording of another edition for a row of this one; other rows of other editions have no place.
                if row in printed.rows and printed.rows[row].span == foreign.printed.span:
                    self._labels.setdefault(foreign.address, foreign.printed.text)

    def row(self, id: str) -> str:
        known = self._table.row.get(id) or self._table.row_group[id]
        return self._labels.get(Address(self._table.id, id), known.wording.official)

    def column(self, id: str, rows: Sequence[str] = ()) -> str:
        """The header of a column above these rows."""
        return next(self._headers(id, rows), self._table.column[id].wording.official)

    def group(self, group: Group, rows: Sequence[str]) -> str:
        """The header over a group of columns."""
        said = (one for one in self._headers(group.id, rows) if one not in group.subtotal)
        return next(said, group.wording.official)

    def subtotal(self, group: Group, rows: Sequence[str]) -> str:
        """The header of the column in which a group's subtotal stands."""
        return next((one for one in self._headers(group.id, rows) if one in group.subtotal), group.subtotal[-1])

    def _headers(self, id: str, rows: Sequence[str]) -> Iterator[str]:
        places = [Address(self._table.id, row, id) for row in rows] + [Address(self._table.id, None, id)]
        return (self._labels[one] for one in places if one in self._labels)

    def figure(self, row: str, column: str) -> str:
        cell = self._printed.cells.get((row, column)) if self._printed is not None else None
        return cell.printed.text if cell is not None else ""

    def has(self, id: str) -> bool:
        """Whether the report prints a subtotal of a group of rows or columns."""
        return self._printed is not None and any(id in place for place in self._printed.cells)


def _around(table: Table, row: Row) -> list[Group]:
    """The groups around a row, the outermost first."""
    return sorted((one for one in table.row_groups if row.id in one.members), key=lambda one: -len(one.members))


def _shares(total: int, count: int) -> list[int]:
    """A width parted evenly, the last columns taking what is left over."""
    return [total // count + (1 if i >= count - total % count else 0) for i in range(count)]


# Rows side by side


def _across(table: Table, words: _Words) -> Layout:
    depth = max(len(_around(table, row)) for row in table.rows) + 2
    cells: list[Placed] = []
    column = 0
    for row in table.rows:
        level = len(_around(table, row))
        cells.append(Placed(words.row(row.id), Role.HEAD, level, column, 1, len(row.columns)))
        for id in row.columns:
            cells.append(Placed(words.column(id, [row.id]), Role.HEAD, level + 1, column, depth - level - 1))
            cells.append(Placed(words.figure(row.id, id), Role.FIGURE, depth, column))
            column += 1
    for group in table.row_groups:
        before = sum(len(row.columns) for row in table.rows[: _first(table, group)])
        level = len(_around(table, table.row[group.members[0]])) - 1 - _inner_groups(table, group)
        width = sum(len(table.row[id].columns) for id in group.members)
        cells.append(Placed(words.row(group.id), Role.HEAD, level, before, 1, width))
    return Layout(tuple(_shares(WIDTH, column)), tuple(cells))


def _first(table: Table, group: Group) -> int:
    return next(i for i, row in enumerate(table.rows) if row.id in group.members)


def _inner_groups(table: Table, group: Group) -> int:
    """How many groups stand between a group and its first row."""
    around = _around(table, table.row[group.members[0]])
    return len(around) - 1 - around.index(group)


# Blocks of rows, each with columns of its own


def _in_blocks(table: Table, words: _Words) -> Layout:
    width = 1 + max(len(row.columns) for row in table.rows)
    cells: list[Placed] = []
    line = 0

    def add(texts: Sequence[str], roles: Sequence[Role]) -> None:
        """A line of cells, the last one as wide as what is left."""
        nonlocal line
        for i, (text, role) in enumerate(zip(texts, roles, strict=True)):
            last = i == len(texts) - 1
            cells.append(Placed(text, role, line, i, 1, width - i if last else 1))
        line += 1

    for (groups, columns), block in _blocks(table):
        if groups:
            add([" ".join(words.row(group.id) for group in groups)], [Role.BLOCK])
        rows = [row.id for row in block]
        heads = [words.column(id, rows) for id in columns]
        add([table.row_heading or "", *heads], [Role.HEAD] * (1 + len(columns)))
        for id in rows:
            figures = [words.figure(id, column) for column in columns]
            add([words.row(id), *figures], [Role.HEAD, *[Role.FIGURE] * len(columns)])
    return Layout(tuple(_shares(WIDTH, width)), tuple(cells))


def _blocks(table: Table) -> Iterator[tuple[tuple[tuple[Group, ...], tuple[str, ...]], list[Row]]]:
    """Rows that follow each other within the same groups, with the same columns."""
    for key, rows in groupby(table.rows, key=lambda row: (tuple(_around(table, row)), row.columns)):
        yield key, list(rows)


# Labels to the left, columns above


def _plain(table: Table, words: _Words, note: str | None) -> Layout:
    columns = _printed_columns(table, words)
    depth = max(len(_around(table, row)) for row in table.rows) + 1
    figures = min(_FIGURE_WIDTH, WIDTH // 2 // len(columns)) * len(columns)
    groups = _GROUP_WIDTHS[: depth - 1] + (_GROUP_WIDTHS[-1],) * (depth - 1 - len(_GROUP_WIDTHS))
    widths = (*groups, WIDTH - figures - sum(groups), *_shares(figures, len(columns)))
    head = list(_head(table, words, columns, depth))
    lines = max(one.row + one.rows for one in head)
    corner = Placed(note or "", Role.CORNER, 0, 0, lines, depth)
    return Layout(widths, (corner, *head, *_rows(table, words, columns, depth, lines)))


def _printed_columns(table: Table, words: _Words) -> list[Column | Group]:
    """The columns from left to right, a subtotal that the report prints behind those it sums up."""
    columns: list[Column | Group] = []
    for id in table.rows[0].columns:
        columns.append(table.column[id])
        columns += [one for one in table.column_groups if one.members[-1] == id and words.has(one.id)]
    return columns


def _head(table: Table, words: _Words, columns: Sequence[Column | Group], left: int) -> Iterator[Placed]:
    line = 0
    if table.column_heading is not None:
        yield Placed(table.column_heading, Role.HEAD, 0, left, 1, len(columns))
        line = 1
    depth = 2 if table.column_groups else 1
    rows = [row.id for row in table.rows]
    for place, column in enumerate(columns, left):
        group = _group_of(table, column)
        if group is None:
            yield Placed(words.column(column.id, rows), Role.HEAD, line, place, depth)
            continue
        members = [one for one in columns if _group_of(table, one) is group]
        if members[0] is column:
            yield Placed(words.group(group, rows), Role.HEAD, line, place, 1, len(members))
        own = words.subtotal(group, rows) if column is group else words.column(column.id, rows)
        yield Placed(own, Role.HEAD, line + 1, place)


def _group_of(table: Table, column: Column | Group) -> Group | None:
    if isinstance(column, Group):
        return column
    return next((one for one in table.column_groups if column.id in one.members), None)


def _rows(table: Table, words: _Words, columns: Sequence[Column | Group], depth: int, line: int) -> Iterator[Placed]:
    open_groups: list[Group] = []
    for row in table.rows:
        groups = _around(table, row)
        for level, group in enumerate(groups):
            if level < len(open_groups) and open_groups[level] is group:
                continue
            inner = [one for one in table.row_groups if set(one.members) <= set(group.members) and words.has(one.id)]
            yield Placed(words.row(group.id), Role.LABEL, line, level, len(group.members) + len(inner))
            if words.has(group.id):
                yield Placed(group.subtotal[-1], Role.LABEL, line, level + 1, 1, depth - level - 1)
                yield from _figures(words, group.id, columns, depth, line)
                line += 1
        open_groups = groups
        yield Placed(words.row(row.id), Role.LABEL, line, len(groups), 1, depth - len(groups))
        yield from _figures(words, row.id, columns, depth, line)
        line += 1


def _figures(words: _Words, row: str, columns: Sequence[Column | Group], depth: int, line: int) -> Iterator[Placed]:
    for place, column in enumerate(columns, depth):
        yield Placed(words.figure(row, column.id), Role.FIGURE, line, place)
