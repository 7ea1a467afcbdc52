"""Clean tables of requests to injure, made from a seed: area-wide reports and small offices.

Figures are drawn so that tables look as published ones do: nine in ten requests come from natural
persons, few kinds of result are common and many are 0, a small office has a handful of requests or none.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

from openness_lint.model.address import Address
from openness_lint.model.figure import read_figure
from openness_lint.model.form import Form
from openness_lint.model.report import Cell, Label, Match, Report, ReportTable, Section
from openness_lint.model.span import CellSpan
from openness_lint.model.text import Text

Printed = dict[Address, str]

TABLE = "requests"
HEADS = ("received", "carried_in", "result_total", "carried_out")
# How often each applicant and each result occurs, about as in published area-wide reports.
APPLICANTS = {
    "natural_person": 0.92,
    "business": 0.05,
    "research": 0.002,
    "public_interest": 0.006,
    "legal_service": 0.014,
    "other": 0.008,
}
COMMON = {
    "granted": 8.0,
    "partly_granted": 2.0,
    "denied.prohibited_by_law": 0.3,
    "denied.third_party_rights": 0.4,
    "denied.internal_affairs": 0.4,
    "denied.process_information": 0.3,
    "denied.enforcement_files": 0.3,
    "denied.administrative_inquiry": 0.6,
    "unable.not_held": 7.0,
    "unable.needs_creation": 0.8,
    "unable.still_unclear": 0.3,
    "rejected.complaint": 1.2,
    "rejected.duplicate": 0.5,
    "rejected.excessive": 0.2,
    "otherwise.overdue_correction": 0.5,
    "otherwise.other": 0.8,
}
RARE = 0.05


def clean_table(form: Form, chance: random.Random, *, large: bool) -> Printed:
    """One table in which everything holds, every figure printed plainly."""
    answered = round(math.exp(chance.uniform(math.log(150), math.log(5000)))) if large else chance.randint(0, 14)
    results = [row.id for row in form.table[TABLE].rows if row.id not in HEADS]
    weights = [COMMON.get(row, RARE) * chance.gammavariate(1.5, 1) for row in results]
    shares = [share * chance.gammavariate(4, 0.25) for share in APPLICANTS.values()]
    applicants = list(APPLICANTS)
    figures: dict[tuple[str, str], int] = {(row, one): 0 for row in (*results, *HEADS) for one in applicants}
    pairs = zip(
        chance.choices(results, weights, k=answered), chance.choices(applicants, shares, k=answered), strict=True
    )
    for pair in pairs:
        figures[pair] += 1
    backlog = answered // 12 if large else 2
    for row in ("carried_in", "carried_out"):
        for one in chance.choices(applicants, shares, k=chance.randint(backlog // 3, backlog)):
            figures[row, one] += 1
    for one in applicants:
        done = figures["result_total", one] = sum(figures[row, one] for row in results)
        while figures["carried_in", one] > done + figures["carried_out", one]:
            figures["carried_in", one] -= 1
        figures["received", one] = done + figures["carried_out", one] - figures["carried_in", one]
    printed: Printed = {}
    for row in form.table[TABLE].rows:
        for one in applicants:
            printed[Address(TABLE, row.id, one)] = str(figures[row.id, one])
        printed[Address(TABLE, row.id, "total")] = str(sum(figures[row.id, one] for one in applicants))
    return printed


def report_of(form: Form, printed: Mapping[Address, str]) -> Report:
    """A document that prints these figures and nothing else."""
    cells: dict[tuple[str, str], Cell] = {}
    for i, (address, text) in enumerate(printed.items()):
        figure = read_figure(text)
        cells[str(address.row), str(address.column)] = Cell(
            address, Text(text, CellSpan(1, i + 1, 1)), figure, figure.number
        )
    heading = Label(Address(TABLE), Text("", CellSpan(1, 1, 1)), Match.ID)
    table = ReportTable(TABLE, CellSpan(1, 1, 1), cells, {})
    section = Section(form.section_of[TABLE].id, heading, (), (table,))
    return Report(form, CellSpan(1, 1, 1), {}, (section,), form.first_year)
