"""The tables of a report as the official form prints them, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple, TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.form import Row
from openness_lint.model.report import Report


class Printed(NamedTuple):
    """One cell: its text, how many rows and columns it is merged over, and the address of the figure in it."""

    text: str
    rows: int = 1
    columns: int = 1
    address: str | None = None


class Placed(NamedTuple):
    """One cell where it stands, 0-based."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    address: str | None = None


Rows: TypeAlias = list[list[Printed]]


def tables_of(report: Report) -> dict[str, list[Rows]]:
    """The tables of a report by section id: each a list of rows, each a list of cells as HTML would have them."""
    return {
        "proactive": _blocks(report),
        "requests": [_requests(report)],
        "disputes": [_across(report)],
    }


def placed(rows: Rows) -> list[Placed]:
    """The cells of a table, each with its place."""
    taken: set[tuple[int, int]] = set()
    found: list[Placed] = []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
            found.append(Placed(r, c, cell.rows, cell.columns, cell.text, cell.address))
            c += cell.columns
    return found


def rows_of(cells: Iterable[Placed]) -> Rows:
    """The rows that placed cells come to: `placed` the other way round."""
    rows: Rows = []
    for cell in sorted(cells):
        rows += [[] for _ in range(cell.row + 1 - len(rows))]
        rows[cell.row].append(Printed(cell.text, cell.rows, cell.columns, cell.address))
    return rows


def unmerged(rows: Rows, *, repeated: bool = False) -> Rows:
    """The table with no cell merged: what was covered is blank, or says the same again."""
    return rows_of(
        Placed(row, column, 1, 1, cell.text if repeated or at == 0 else "", cell.address if at == 0 else None)
        for cell in placed(rows)
        for at, (row, column) in enumerate(covered(cell))
    )


def covered(cell: Placed) -> list[tuple[int, int]]:
    """The places that a cell takes, its own first."""
    return [(cell.row + i, cell.column + j) for i in range(cell.rows) for j in range(cell.columns)]


def as_one(blocks: list[Rows]) -> Rows:
    """Tables below each other as one, each line as wide as the widest."""
    width = max(width_of(block) for block in blocks)
    found: Rows = []
    for row in (row for block in blocks for row in block):
        *before, last = row
        wider = width - sum(cell.columns for cell in row)
        found.append([*before, last._replace(columns=last.columns + wider)])
    return found


def width_of(rows: Rows) -> int:
    """In columns."""
    return max(cell.column + cell.columns for cell in placed(rows))


def figures_of(report: Report) -> dict[str, str]:
    """Every printed figure, by its address in words."""
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


def _figures(report: Report, table: str, row: Row) -> list[Printed]:
    cells = report.cells
    found: list[Printed] = []
    for column in row.columns:
        address = Address(table, row.id, column)
        found.append(Printed(cells[address].printed.text, address=str(address)))
    return found


def _blocks(report: Report) -> list[Rows]:
    form = report.form.table["proactive"]
    group_of = {id: group for group in form.row_groups for id in group.members}
    blocks: list[Rows] = []
    for group, members in groupby(form.rows, key=lambda row: group_of[row.id]):
        rows = list(members)
        columns = [form.column[id].wording.official for id in rows[0].columns]
        blocks.append(
            [
                [Printed(group.wording.official, 1, 1 + len(columns))],
                [Printed("信息内容"), *map(Printed, columns)],
                *([Printed(row.wording.official), *_figures(report, "proactive", row)] for row in rows),
            ]
        )
    return blocks


def _requests(report: Report) -> Rows:
    form = report.form.table["requests"]
    (inner,) = form.column_groups
    named = {id: form.column[id].wording.official for id in form.column}
    rows: Rows = [
        [Printed(form.note or "", 3, 3), Printed("申请人情况", 1, 7)],
        [
            Printed(named["natural_person"], 2),
            Printed(inner.wording.official, 1, len(inner.members)),
            Printed(named["total"], 2),
        ],
        [Printed(named[id]) for id in inner.members],
    ]
    for row in form.rows:
        around = [group for group in form.row_groups if row.id in group.members]
        begun = [group for group in around if group.members[0] == row.id]
        rows.append(
            [
                *(Printed(group.wording.official, len(group.members)) for group in begun),
                Printed(row.wording.official, 1, 3 - len(around)),
                *_figures(report, "requests", row),
            ]
        )
    return rows


def _across(report: Report) -> Rows:
    form = report.form.table["disputes"]
    review, direct, after = form.rows
    (litigation,) = form.row_groups
    return [
        [Printed(review.wording.official, 2, 5), Printed(litigation.wording.official, 1, 10)],
        [Printed(direct.wording.official, 1, 5), Printed(after.wording.official, 1, 5)],
        [Printed(form.column[id].wording.official) for row in form.rows for id in row.columns],
        [cell for row in form.rows for cell in _figures(report, "disputes", row)],
    ]
