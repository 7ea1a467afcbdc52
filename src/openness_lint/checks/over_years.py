"""`check: over_years`: a linear demand on this year's figures and last year's, in every row or column.

Names that begin with `last.` are figures of last year's report of the same body:
`carried_in = last.carried_out`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from openness_lint.comparing import Compared, Part, last_year, other_form, within
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Cell, Report, Sibling
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.reckoning import name_of, no_table, spot
from openness_lint.rulebook.conditions import Unless
from openness_lint.rulebook.expressions import Name, parse_demand
from openness_lint.rulebook.terms import STRICT, Over, column_ids, row_ids, table_named

LAST = "last."


@dataclass(frozen=True)
class Case:
    """A demand in some rows or columns, and how grave it is there; the first name is what findings point to."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    over: Over
    demand: str
    severity: Severity | None = None


@dataclass(frozen=True)
class Parameters:
    """`between_forms` says that the demand is asked across editions of the form too."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    cases: tuple[Case, ...]
    between_forms: bool = False
    unless: Unless | None = None


class _Term(NamedTuple):
    factor: int
    address: Address
    is_last: bool


class _Demand(NamedTuple):
    """A case in one row or column."""

    left: tuple[_Term, ...]
    relation: Relation
    right: tuple[_Term, ...]
    severity: Severity | None

    @property
    def at(self) -> Address:
        return self.left[0].address


class OverYears:
    """The demands of a rule on one form."""

    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, demands: tuple[_Demand, ...], parameters: Parameters) -> None:
        self._demands = demands
        self._parameters = parameters

    def judge(self, report: Report) -> Verdict:
        previous = last_year(report)
        if not isinstance(previous, Sibling):
            return Verdict(0, (), (previous,) if previous is not None else ())
        area = self._demands[0].at.area
        if report.table(area) is None:
            return Verdict(0, (), (no_table(report, area),))
        if not self._parameters.between_forms and (gap := other_form(report, previous, Address(area))) is not None:
            return Verdict(0, (), (gap,))
        if previous.report.table(area) is None:
            name = within(previous, report.form.table[area].name)
            message = Phrase("没有{name}", "there is no {name}").fill(name=name)
            return Verdict(0, (), (Unjudged(self._table_spot(report, area), message),))
        excuse = self._parameters.unless.said_in(report) if self._parameters.unless is not None else None
        asked = [one for one in self._demands if _is_given(one, report, previous)]
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for demand in asked or self._demands[:1]:
            compared = _compared(demand, report, previous)
            answer = compared.judged(demand.severity) if isinstance(compared, Compared) else compared
            if isinstance(answer, Broken) and excuse is not None:
                words = Phrase(
                    "与去年对不上，但文字里说到“{word}”，由人判断：{message}",
                    "does not agree with last year, but the text speaks of {word!r}; for people to judge: {message}",
                )
                answer = Unjudged(answer.at, words.fill(word=excuse, message=answer.message))
            if isinstance(answer, Unjudged):
                unjudged.append(answer)
                continue
            judged += 1
            if answer is not None:
                broken.append(answer)
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        previous = report.companions.previous
        if previous is None or (not self._parameters.between_forms and previous.report.form.id != report.form.id):
            return ()
        found = (_compared(demand, report, previous) for demand in self._demands)
        equations = (one.equation for one in found if isinstance(one, Compared))
        return tuple(one for one in equations if one is not None)

    @staticmethod
    def _table_spot(report: Report, area: str) -> Spot:
        table = report.table(area)
        return Spot(Address(area), table.span if table is not None else report.span)


def _is_given(demand: _Demand, report: Report, previous: Sibling) -> bool:
    """Whether either report gives any of the figures; of columns that neither has, nothing need be said."""
    terms = (*demand.left, *demand.right)
    return any((previous.report if one.is_last else report).cell(one.address) is not None for one in terms)


def _compared(demand: _Demand, report: Report, previous: Sibling) -> Compared | Unjudged:
    lacking: list[Phrase] = []
    naming = _plain(demand)

    def parts(terms: tuple[_Term, ...]) -> list[Part]:
        found: list[Part] = []
        for term in terms:
            name = name_of(term.address, naming, report.form)
            source, of = (previous.report, previous) if term.is_last else (report, None)
            if of is not None:
                name = within(of, name)
            cell: Cell | None = source.cell(term.address)
            if cell is None:
                lacking.append(name)
            else:
                found.append(Part(term.factor, name, cell, of))
        return found

    left, right = parts(demand.left), parts(demand.right)
    if lacking:
        own = report.cell(demand.at)
        table = report.table(demand.at.area)
        place = spot(own) if own is not None else Spot(demand.at, table.span if table is not None else report.span)
        names = Phrase("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking))
        return Unjudged(place, Phrase("没有给出：{names}", "not given: {names}").fill(names=names))
    return Compared(tuple(left), demand.relation, tuple(right))


def _plain(demand: _Demand) -> Equation:
    """The demand as if all its figures stood in one report: what tells their names from each other."""
    left, right = (Side(tuple(Term(one.factor, one.address) for one in side)) for side in (demand.left, demand.right))
    return Equation(left, demand.relation, right, demand.at)


def _bind(form: Form, case: Case, path: tuple[str | int, ...]) -> list[_Demand]:
    """The case laid out over the rows or columns that have all of its figures.

    Raises:
        RuleComplaint: a name is not the form's, or the demand matches no cell.
    """
    over, where = case.over, (*path, "demand")
    demand = parse_demand(case.demand, where)
    table = table_named(form, over.table, (*path, "over", "table"))
    lines = _lines(form, over, path)
    _refuse_unlike(demand.left.names, demand.right.names, demand.left.constant or demand.right.constant, where)

    def terms(names: tuple[Name, ...], line: str) -> tuple[_Term, ...]:
        found: list[_Term] = []
        for name in names:
            is_last = name.name.startswith(LAST)
            plain = name.name.removeprefix(LAST)
            resolve = row_ids if over.each == "column" else column_ids
            ids = resolve(form, table, plain, where, name.offset + len(LAST) * is_last)
            if len(ids) > 1 and not name.of_group:
                words = Phrase(
                    f"{plain} 是一个组；写成 sum({name.name})", f"{plain} is a group; write sum({name.name})"
                )
                raise RuleComplaint(words, where, name.offset)
            for id in ids:
                row, column = (id, line) if over.each == "column" else (line, id)
                found.append(_Term(name.factor, Address(table.id, row, column), is_last))
        return tuple(found)

    found = [
        _Demand(terms(demand.left.names, line), demand.relation, terms(demand.right.names, line), case.severity)
        for line in lines
    ]
    kept = [
        one
        for one in found
        if all(table.has(str(t.address.row), str(t.address.column)) for t in (*one.left, *one.right))
    ]
    if not kept:
        raise RuleComplaint(Phrase("这条要求在表里对不上任何一格", "this demand matches no cell of the table"), where)
    return kept


def _lines(form: Form, over: Over, path: tuple[str | int, ...]) -> list[str]:
    """The ids of the rows or columns that a demand is laid out over."""
    table = form.table[over.table]
    if over.each == "column":
        if over.columns is None:
            return list(table.column)
        here = (*path, "over", "columns")
        return [id for i, one in enumerate(over.columns) for id in column_ids(form, table, one, (*here, i))]
    if over.rows is None:
        return list(table.row)
    here = (*path, "over", "rows")
    return [id for i, one in enumerate(over.rows) for id in row_ids(form, table, one, (*here, i))]


def _refuse_unlike(
    left: tuple[Name, ...], right: tuple[Name, ...], constant: Decimal, where: tuple[str | int, ...]
) -> None:
    """Refuse a demand that no finding could point at, or that needs no other year.

    Raises:
        RuleComplaint: it does not begin with a figure of this year, has none of last year, or a plain number.
    """
    if not left or left[0].name.startswith(LAST) or left[0].of_group:
        words = Phrase("左边第一项应是今年的一个数字", "the demand begins with one figure of this year")
        raise RuleComplaint(words, where, left[0].offset if left else 0)
    if not any(one.name.startswith(LAST) for one in (*left, *right)):
        words = Phrase(
            "没有去年的数字（last. 开头）；同一份报告里的要求用 check: equation",
            "no figure of last year (`last.`); demands within one report are `check: equation`",
        )
        raise RuleComplaint(words, where)
    if constant:
        raise RuleComplaint(Phrase("这里不能有常数", "no plain numbers here"), where)


class OverYearsCheck:
    kind = "over_years"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        demands = [one for i, case in enumerate(parameters.cases) for one in _bind(form, case, ("cases", i))]
        if not demands:
            raise RuleComplaint(Phrase("cases 里没有要求", "`cases` demands nothing"), ("cases",))
        return OverYears(tuple(demands), parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [OverYearsCheck()]
