"""`check: unchanged`: no row of figures is last year's over again.

Small figures agree by chance: a row is noted where its largest figure is large enough, or where every row
of its table that says anything is last year's.
"""

from __future__ import annotations

from typing import ClassVar

from openness_lint.comparing import called, last_year, other_form, spot_in
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report, Sibling
from openness_lint.model.values import dataclass
from openness_lint.reckoning import no_table, spot
from openness_lint.rulebook.terms import STRICT, table_named, unknown

# A table of fewer rows than this may be the same two years running by chance.
FEWEST_ROWS = 3


@dataclass(frozen=True)
class Parameters:
    """`besides` are columns of stocks, which stay as they are where nothing happens.

    `at_least` is the largest figure of a row of several that is noted, `alone_at_least` that of a row with
    a single figure.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    tables: tuple[str, ...]
    at_least: int
    alone_at_least: int
    besides: tuple[str, ...] = ()


class Unchanged:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        previous = last_year(report)
        if not isinstance(previous, Sibling):
            return Verdict(0, (), (previous,) if previous is not None else ())
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for table in self._parameters.tables:
            if (gap := self._gap(report, previous, table)) is not None:
                unjudged.append(gap)
                continue
            rows = self._rows(report, previous, table)
            same = {row: pairs for row, pairs in rows.items() if all(a.number == b.number for a, b in pairs)}
            is_copied = len(same) == len(rows) >= FEWEST_ROWS
            judged += len(rows)
            broken += [
                _broken(pairs, previous, report) for pairs in same.values() if is_copied or self._is_large(pairs)
            ]
        return Verdict(judged, tuple(broken), tuple(unjudged))

    @staticmethod
    def _gap(report: Report, previous: Sibling, table: str) -> Unjudged | None:
        if report.table(table) is None:
            return no_table(report, table)
        return other_form(report, previous, Address(table))

    def _rows(self, report: Report, previous: Sibling, table: str) -> dict[str, list[tuple[Cell, Cell]]]:
        """The rows that say something in both years, figure beside figure."""
        found: dict[str, list[tuple[Cell, Cell]]] = {}
        for row in report.form.table[table].rows:
            addresses = [Address(table, row.id, one) for one in row.columns if one not in self._parameters.besides]
            pairs = [(report.cell(one), previous.report.cell(one)) for one in addresses]
            given = [(a, b) for a, b in pairs if a is not None and b is not None]
            numbers = [one.number for pair in given for one in pair]
            if len(given) == len(pairs) and None not in numbers and any(numbers):
                found[row.id] = given
        return found

    def _is_large(self, pairs: list[tuple[Cell, Cell]]) -> bool:
        figures = [a.number or 0 for a, _ in pairs]
        several = sum(1 for one in figures if one) > 1
        return max(figures) >= (self._parameters.at_least if several else self._parameters.alone_at_least)


def _broken(pairs: list[tuple[Cell, Cell]], previous: Sibling, report: Report) -> Broken:
    ours, theirs = next((a, b) for a, b in reversed(pairs) if a.number)
    row = report.form.table[ours.address.area].row[str(ours.address.row)]
    words = Phrase("“{row}”一行与{last}完全相同", "the row '{row}' is the same as in {last}")
    return Broken(spot(ours), words.fill(row=row.name, last=called(previous)), (spot_in(theirs, previous),))


class UnchangedCheck:
    kind = "unchanged"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        for i, name in enumerate(parameters.tables):
            table_named(form, name, ("tables", i))
        known = {column for name in parameters.tables for column in form.table[name].column}
        # Editions have columns of their own: a name may be another one's, but not all of them.
        if parameters.besides and not known & set(parameters.besides):
            raise unknown(Phrase("列", "column"), parameters.besides[0], known, form, ("besides", 0))
        return Unchanged(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [UnchangedCheck()]
