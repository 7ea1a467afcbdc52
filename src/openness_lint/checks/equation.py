"""`check: equation`: a linear demand in every row or every column, such as a sum or a balance.

With `cases`, the demand and its severity depend on who reports (`when`) or on other figures
(`given`); every case that applies is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass, field, replace
from openness_lint.prose import paragraphs
from openness_lint.reckoning import glances, judge_all, name_of, no_table, spot, value
from openness_lint.rulebook.conditions import When, not_said
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.terms import STRICT, Over, equations
from openness_lint.sums import Laid, Quick, filled, laid_out
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Case:
    """A demand and when it is asked. `given` is a demand itself: asked only where it holds."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    demand: str | tuple[str, ...]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: str | None = None
    at: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Parameters:
    """`unless_said`: patterns over the text without blanks; where one is found, the text explains the figures."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    over: Over | None = None
    demand: str | tuple[str, ...] | None = None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: str | None = None
    at: str | None = None
    cases: tuple[Case, ...] = ()
    unless_said: tuple[str, ...] = ()


class _Conditional(NamedTuple):
    """An equation, and the demand under which alone it is asked."""

    equation: Equation
    given: Equation | None


@dataclass(frozen=True)
class _BoundCase:
    asked: tuple[_Conditional, ...]
    when: When
    severity: Severity | None


class Equations:
    """A rule's cases on one form."""

    def __init__(self, cases: tuple[_BoundCase, ...], form: Form, unless_said: tuple[Bounded, ...] = ()) -> None:
        self._cases = cases
        self._table = form.table[cases[0].asked[0].equation.at.area]
        given = {one.given.at.area for case in cases for one in case.asked if one.given is not None}
        self._given = {area: form.table[area] for area in given}  # whose figures the conditions are about
        self._unless_said = unless_said

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        asked = (one for case in self._cases if not case.when.wanted for one in case.asked)
        return tuple(one.equation for one in asked if one.given is None)

    def judge(self, report: Report) -> Verdict:
        if report.table(self._table.id) is None:
            return Verdict(0, (), (no_table(report, self._table.id),))
        held_at_once = self._held_at_once(report)
        if held_at_once is not None:
            return held(held_at_once)
        figures = report.reading(filled).get(self._table.id)
        # By number, as equal equations are asked in several cases.
        broken: dict[int, Broken] = {}
        holding: set[int] = set()
        open_: dict[int, list[str]] = {}  # would break if the report were what it does not say it is
        unjudged: dict[Unjudged, None] = {}
        for case, asked in self._numbered:
            applies = case.when.holds(report)
            for number, one, laid in asked if applies is not False else ():
                if laid and figures and one.given is None and laid.is_held(figures):
                    holding.add(number)
                    continue
                answer = _answer(one, report)
                if isinstance(answer, Unjudged):
                    unjudged[answer] = None
                elif answer is None or not answer.broken:
                    holding |= {number} if answer else set()
                elif applies is None:
                    open_.setdefault(number, []).extend(case.when.unsaid(report))
                else:
                    found = replace(answer.broken[0], severity=case.severity)
                    broken[number] = _graver(broken.get(number), found)
        for number in list(open_):
            if number in broken:
                del open_[number]  # it breaks whatever the report may be
        if open_:
            numbered = {number: one.equation for _, asked in self._numbered for number, one, _ in asked}
            unsaid = dict.fromkeys(field for fields in open_.values() for field in fields)
            unjudged[Unjudged(_spot_of(numbered[next(iter(open_))], report), not_said(list(unsaid)))] = None
        judged = (holding - open_.keys()) | broken.keys()
        if broken and self._is_explained(report):
            broken = {}
        return Verdict(len(judged), tuple(broken.values()), tuple(unjudged))

    @cached_property
    def _numbered(self) -> list[tuple[_BoundCase, list[tuple[int, _Conditional, Laid | None]]]]:
        """The cases with what they ask: each with the number of its equation, and laid out."""
        numbers: dict[Equation, int] = {}
        return [
            (
                case,
                [
                    (numbers.setdefault(one.equation, len(numbers)), one, laid_out(one.equation, self._table))
                    for one in case.asked
                ],
            )
            for case in self._cases
        ]

    @cached_property
    def _quick(self) -> list[tuple[When, tuple[str, Quick] | None, Quick, frozenset[int]]]:
        """What is asked together: when, under which condition, and what; also by the numbers of the equations.

        Before a condition stands the table that it is about.
        """
        found: list[tuple[When, tuple[str, Quick] | None, Quick, frozenset[int]]] = []
        for case, asked in self._numbered:
            plain = {number: one.equation for number, one, _ in asked if one.given is None}
            if plain:
                found.append((case.when, None, Quick(plain.values(), self._table), frozenset(plain)))
            for number, one, _ in asked:
                if one.given is not None:
                    area, equation = one.given.at.area, Quick([one.equation], self._table)
                    given = area, Quick([one.given], self._given[area])
                    found.append((case.when, given, equation, frozenset([number])))
        return found

    def _held_at_once(self, report: Report) -> int | None:
        """How many equations are judged where it is certain that all hold; None where each is to be looked at."""
        tables = report.reading(glances).tables
        numbers = tables[self._table.id].numbers
        if numbers is None:
            return None
        holding: frozenset[int] = frozenset()
        for when, given, asked, those in self._quick:
            if when.wanted and when.holds(report) is False:
                continue
            condition: bool | None = True
            if given is not None:
                glance = tables.get(given[0])
                condition = given[1].all_hold(glance.numbers) if glance is not None and glance.numbers else None
            if condition is None:
                return None
            if condition:
                if not asked.all_hold(numbers):
                    return None
                holding |= those
        return len(holding)

    def _is_explained(self, report: Report) -> bool:
        if not self._unless_said:
            return False
        text = "".join("".join(one.text.text.split()) for one in paragraphs(report, ("text",)))
        return any(pattern.search(text) for pattern in self._unless_said)


def _answer(one: _Conditional, report: Report) -> Verdict | Unjudged | None:
    """What the equation gives; None where its condition does not hold, so that it is not asked."""
    if one.given is not None:
        condition = _holds(one.given, report)
        if condition is None:
            return _without(one.given, one.equation, report)
        if not condition:
            return None
    verdict = judge_all([one.equation], report)
    return verdict.unjudged[0] if verdict.unjudged else verdict


def _without(condition: Equation, equation: Equation, report: Report) -> Unjudged:
    """The gap for a condition that cannot be told."""
    lacking = [
        name_of(term.address, equation, report.form)
        for term in condition.terms
        if (cell := report.cell(term.address)) is None or cell.number is None
    ]
    words = Phrase(
        "没有填：{names}，不知应满足哪条要求", "not filled in: {names}, so it cannot be told what is demanded"
    )
    return Unjudged(_spot_of(equation, report), words.fill(names=join(lacking)))


def _holds(condition: Equation, report: Report) -> bool | None:
    cells: dict[Address, Cell] = {}
    for term in condition.terms:
        cell = report.cell(term.address)
        if cell is None or cell.number is None:
            return None
        cells[term.address] = cell
    left, right = value(condition.left, cells), value(condition.right, cells)
    return None if left is None or right is None else condition.relation.holds(left, right)


def _graver(before: Broken | None, now: Broken) -> Broken:
    """One equation that two cases ask is one finding; None stands for the rule's own severity."""
    if before is None or before.severity is None or now.severity is None:
        return before or now
    return max(before, now, key=lambda one: one.severity.rank if one.severity else 0)


def _spot_of(equation: Equation, report: Report) -> Spot:
    cell = report.cell(equation.at)
    if cell is not None:
        return spot(cell)
    table = report.table(equation.at.area)
    return Spot(equation.at, table.span if table else report.span)


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
        unless_said = tuple(bounded(text, ("unless_said", i)) for i, text in enumerate(parameters.unless_said))
        return Equations(bound, form, unless_said)


def _bind(form: Form, over: Over | None, case: Case, path: tuple[str | int, ...]) -> _BoundCase:
    demands = (case.demand,) if isinstance(case.demand, str) else case.demand
    laid_out: list[Equation] = []
    for i, text in enumerate(demands):
        where = (*path, "demand") if isinstance(case.demand, str) else (*path, "demand", i)
        try:
            laid_out += equations(form, over, parse_demand(text, where), case.at, where)
        except RuleComplaint as complaint:
            if complaint.path[:1] != ("at",):
                raise
            raise RuleComplaint(complaint.message, (*path, *complaint.path), complaint.offset) from None
    given = _given(form, over, case.given, (*path, "given")) if case.given is not None else None
    asked: list[_Conditional] = []
    for equation in laid_out:
        line = _line(equation, over)
        if given is not None and line not in given:
            message = Phrase(
                f"given 的数字在 {line} 里没有，前提无从判断",
                f"{line} has no figures for `given`, so it cannot be told",
            )
            raise RuleComplaint(message, (*path, "given"))
        asked.append(_Conditional(equation, given[line] if given is not None else None))
    return _BoundCase(tuple(asked), When(case.when, (*path, "when")), case.severity)


def _given(form: Form, over: Over | None, text: str, path: tuple[str | int, ...]) -> dict[str | None, Equation]:
    """The condition by the row or column it is laid out over."""
    condition = parse_demand(text, path)
    names = condition.left.names + condition.right.names
    if not names:
        raise RuleComplaint(Phrase("前提里没有数字可看", "the condition looks at no figure"), path)
    return {_line(one, over): one for one in equations(form, over, condition, names[0].name, path)}


def _line(equation: Equation, over: Over | None) -> str | None:
    """The row or column that the equation was laid out over; None where it names whole addresses."""
    if over is None:
        return None
    return equation.at.row if over.each == "row" else equation.at.column


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [EquationCheck()]
