"""The tables of a report as the official form prints them, cell by cell, for tests that make documents."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple


class Printed(NamedTuple):
    """One cell: its text, and how many rows and columns it is merged over."""

    text: str
    rows: int = 1
    columns: int = 1


class Placed(NamedTuple):
    """One cell where it stands, 0-based."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def tables_of(report):
    """The tables of a report by section id: each a list of rows, each a list of cells as HTML would have them."""
    return {
        "proactive": _blocks(report),
        "requests": [_requests(report)],
        "disputes": [_across(report)],
    }


def placed(rows):
    """The cells of a table, each with its place."""
    taken, found = set(), []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
            found.append(Placed(r, c, cell.rows, cell.columns, cell.text))
            c += cell.columns
    return found


def figures_of(report):
    """Every printed figure, by its address in words."""
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


def _figures(report, table, row):
    cells = report.table(table).cells
    return [Printed(cells[row.id, column].printed.text) for column in row.columns]


def _blocks(report):
    form = report.form.table["proactive"]
    group_of = {id: group for group in form.row_groups for id in group.members}
    blocks = []
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


def _requests(report):
    form = report.form.table["requests"]
    (inner,) = form.column_groups
    named = {id: form.column[id].wording.official for id in form.column}
    rows = [
        [Printed(form.note, 3, 3), Printed("申请人情况", 1, 7)],
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


def _across(report):
    form = report.form.table["disputes"]
    review, direct, after = form.rows
    (litigation,) = form.row_groups
    return [
        [Printed(review.wording.official, 2, 5), Printed(litigation.wording.official, 1, 10)],
        [Printed(direct.wording.official, 1, 5), Printed(after.wording.official, 1, 5)],
        [Printed(form.column[id].wording.official) for row in form.rows for id in row.columns],
        [cell for row in form.rows for cell in _figures(report, "disputes", row)],
    ]
