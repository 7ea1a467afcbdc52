"""`check: equation`: a linear demand in every row or every column, such as a sum or a balance.

With `cases`, the demand and its severity depend on who reports (`when`) or on other figures
(`given`); every case that applies is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report
from openness_lint.model.rule import Severity
from openness_lint.model.span import Span
from openness_lint.reckoning import judge_all, no_table, spot, value
from openness_lint.rulebook.conditions import When, not_said
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.terms import STRICT, Over, equations


@dataclass(frozen=True, slots=True)
class Case:
    """A demand and when it is asked. `given` is a demand itself: asked only where it holds."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    demand: str | tuple[str, ...]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: str | None = None
    at: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    over: Over | None = None
    demand: str | tuple[str, ...] | None = None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: str | None = None
    at: str | None = None
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class _BoundCase:
    equations: tuple[Equation, ...]
    when: When
    each: str
    given: dict[str | None, Equation]  # by the row or column it was laid out over
    severity: Severity | None


class Equations:
    """A rule's cases on one form."""

    def __init__(self, cases: tuple[_BoundCase, ...], area: str) -> None:
        self._cases = cases
        self._area = area

    @property
    def equations(self) -> tuple[Equation, ...]:
        unconditional = (case for case in self._cases if not case.when.wanted and not case.given)
        return tuple(equation for case in unconditional for equation in case.equations)

    def judge(self, report: Report) -> Verdict:
        if report.table(self._area) is None:
            return Verdict(0, (), (no_table(report, self._area),))
        applying: list[_BoundCase] = []
        unsaid: list[str] = []
        for case in self._cases:
            match case.when.holds(report):
                case True:
                    applying.append(case)
                case None:
                    unsaid += [one for one in case.when.unsaid(report) if one not in unsaid]
        if unsaid and not applying:
            return Verdict(
                0, (), (Unjudged(Spot(Address(self._area), _span_of(report, self._area)), not_said(unsaid)),)
            )
        return _together([self._judge_case(case, report) for case in applying])

    def _judge_case(self, case: _BoundCase, report: Report) -> Verdict:
        if not case.given:
            return _graded(judge_all(case.equations, report), case.severity)
        asked: list[Equation] = []
        unjudged: list[Unjudged] = []
        for equation in case.equations:
            condition = case.given[_line(equation, case.each)]
            holds = _holds(condition, report)
            if holds:
                asked.append(equation)
            elif holds is None:
                place = report.cell(equation.at)
                where = spot(place) if place else Spot(equation.at, _span_of(report, self._area))
                words = Phrase(
                    "前提所依据的数字缺失或空白", "the figure that the condition rests on is missing or blank"
                )
                unjudged.append(Unjudged(where, words))
        verdict = _graded(judge_all(asked, report), case.severity)
        return replace(verdict, unjudged=(*verdict.unjudged, *unjudged))


def _holds(condition: Equation, report: Report) -> bool | None:
    cells: dict[Address, Cell] = {}
    for term in condition.terms:
        cell = report.cell(term.address)
        if cell is None or cell.number is None:
            return None
        cells[term.address] = cell
    left, right = value(condition.left, cells), value(condition.right, cells)
    return None if left is None or right is None else condition.relation.holds(left, right)


def _graded(verdict: Verdict, severity: Severity | None) -> Verdict:
    if severity is None:
        return verdict
    return replace(verdict, broken=tuple(replace(one, severity=severity) for one in verdict.broken))


def _together(verdicts: list[Verdict]) -> Verdict:
    broken: list[Broken] = [one for verdict in verdicts for one in verdict.broken]
    unjudged: list[Unjudged] = []
    for verdict in verdicts:
        unjudged += [one for one in verdict.unjudged if one not in unjudged]
    return Verdict(sum(verdict.judged for verdict in verdicts), tuple(broken), tuple(unjudged))


def _span_of(report: Report, area: str) -> Span:
    table = report.table(area)
    return table.span if table else report.span


def _line(equation: Equation, each: str) -> str | None:
    """The row or column that the equation was laid out over."""
    return equation.at.row if each == "row" else equation.at.column


class EquationCheck:
    kind = "equation"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        cases = parameters.cases
        path: tuple[str | int, ...] = ("cases",)
        if parameters.demand is not None:
            if cases:
                raise RuleComplaint(
                    Phrase("demand 与 cases 只能写一个", "write either `demand` or `cases`"), ("cases",)
                )
            cases = (Case(parameters.demand, parameters.when, parameters.given, parameters.at),)
            path = ()
        elif not cases:
            raise RuleComplaint(Phrase("缺少 demand（或 cases）", "`demand` (or `cases`) is missing"))
        bound = tuple(_bind(form, parameters.over, case, (*path, i) if path else ()) for i, case in enumerate(cases))
        return Equations(bound, bound[0].equations[0].at.area)


def _bind(form: Form, over: Over | None, case: Case, path: tuple[str | int, ...]) -> _BoundCase:
    demands = (case.demand,) if isinstance(case.demand, str) else case.demand
    laid_out: list[Equation] = []
    for i, text in enumerate(demands):
        where = (*path, "demand") if isinstance(case.demand, str) else (*path, "demand", i)
        laid_out += equations(form, over, parse_demand(text, where), case.at, where)
    given: dict[str | None, Equation] = {}
    each = over.each if over else "row"
    if case.given is not None:
        where = (*path, "given")
        condition = parse_demand(case.given, where)
        names = condition.left.names + condition.right.names
        for equation in equations(form, over, condition, names[0].name if names else None, where):
            given[_line(equation, each)] = equation
    return _BoundCase(tuple(laid_out), When(case.when, (*path, "when")), each, given, case.severity)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [EquationCheck()]
