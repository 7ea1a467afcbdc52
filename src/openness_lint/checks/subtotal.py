"""`check: subtotal`: a subtotal that an office prints beyond the form equals the figures it sums up."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form, Group, Table
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.reckoning import glances, judge_all, no_table
from openness_lint.rulebook.terms import STRICT, table_named


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    table: str


class Subtotals:
    """The subtotals of one table, as far as a report prints any."""

    def __init__(self, table: Table) -> None:
        self._table = table
        groups = {*table.row_group, *table.column_group}
        self._usual = tuple(key for key in table.keys if groups.intersection(key)) if groups else ()
        self.equations: tuple[Equation, ...] = ()  # nothing is demanded of a report that prints none

    def judge(self, report: Report) -> Verdict:
        table = report.table(self._table.id)
        if table is None:
            return Verdict(0, (), (no_table(report, self._table.id),))
        # A table with the form's figures and no others has no subtotal.
        places = self._usual if report.reading(glances).tables[table.id].is_whole else table.cells
        if not places:
            return held(0)
        printed: list[Equation] = []
        for row, column in places:
            address = Address(self._table.id, row, column)
            if row in self._table.row_group:
                members = [Address(self._table.id, id, column) for id in self._table.row_group[row].members]
                printed.append(_equation(address, members))
            if column in self._table.column_group:
                members = [Address(self._table.id, row, id) for id in self._table.column_group[column].members]
                printed.append(_equation(address, members))
        return judge_all(printed, report)


def _equation(total: Address, members: list[Address]) -> Equation:
    parts = Side(tuple(Term(1, address) for address in members))
    return Equation(Side((Term(1, total),)), Relation.EQUAL, parts, total)


class Subtotal:
    kind = "subtotal"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        table = table_named(form, parameters.table, ("table",))
        groups: tuple[Group, ...] = (*table.row_groups, *table.column_groups)
        if not any(group.subtotal for group in groups):
            message = Phrase(f"表 {table.id} 没有可印小计的组", f"no group of table {table.id} may print a subtotal")
            raise RuleComplaint(message, ("table",))
        return Subtotals(table)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Subtotal()]
