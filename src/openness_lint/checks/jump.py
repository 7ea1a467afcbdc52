"""`check: jump`: a figure is not many times last year's, nor a small part of it.

With `within`, only about that many times: the mark of a unit that was mistaken. With `stated`, the same of
what the text says the figure is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from openness_lint.comparing import last_year, other_form, spot_in, within
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report, Sibling
from openness_lint.model.values import dataclass
from openness_lint.narrative.claims import Claim
from openness_lint.narrative.confronting import Answer, confront
from openness_lint.reckoning import no_table, plain_number, spot
from openness_lint.rulebook.conditions import Unless
from openness_lint.rulebook.terms import STRICT, column_ids, row_ids, table_named, unknown


@dataclass(frozen=True)
class Figures:
    """Figures of a table: all of it, some rows, some columns. `between_forms`: across editions of the form too."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    table: str
    rows: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    between_forms: bool = False


@dataclass(frozen=True)
class Parameters:
    """`times` last year's or more, or one part in as many; at a size of `at_least`, which small figures do not have.

    With `within` 2, from half of `times` to double of it and no more. `stated` are ids of the pack's phrases,
    whose numbers in the text are held against the figures of the table in the same way.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    figures: tuple[Figures, ...]
    times: int
    at_least: int = 0
    within: int | None = None
    stated: tuple[str, ...] = ()
    unless: Unless | None = None


class Jumps:
    equations: tuple[Equation, ...] = ()

    def __init__(self, asked: tuple[tuple[Figures, tuple[Address, ...]], ...], parameters: Parameters) -> None:
        self._asked = asked
        self._parameters = parameters

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        stated = self._stated(report)
        years = self._over_years(report)
        return Verdict(
            stated.judged + years.judged, (*stated.broken, *years.broken), (*stated.unjudged, *years.unjudged)
        )

    def _stated(self, report: Report) -> Verdict:
        """The figures against what the text says they are; what it does not say is no matter of this rule."""
        if not self._parameters.stated:
            return Verdict(0)
        judged = 0
        broken: dict[Address, Broken] = {}
        for one in report.reading(confront).all:
            if one.claim.measure.id not in self._parameters.stated or one.answer not in {Answer.HOLDS, Answer.BROKEN}:
                continue
            judged += 1
            for figure in one.figures:
                cells = figure.cells
                if len(cells) == 1 and self._leaps(figure.value, one.claim.value):
                    broken.setdefault(cells[0].address, self._mistaken(cells[0], figure.value, one.claim))
        return Verdict(judged, tuple(broken.values()))

    def _mistaken(self, cell: Cell, value: Decimal, claim: Claim) -> Broken:
        words = Phrase(
            "{name}为 {ours} 元，正文写的是 {theirs} 元，相差约 {times} 倍，像是单位弄错",
            "{name} = {ours} yuan, and the text says {theirs} yuan: about {times} times apart, as if a unit was mistaken",
        )
        if not claim.measure.is_money:
            words = Phrase(
                "{name}为 {ours}，正文写的是 {theirs}，相差约 {times} 倍，像是单位弄错",
                "{name} = {ours}, and the text says {theirs}: about {times} times apart, as if a unit was mistaken",
            )
        ours, theirs = plain_number(value), plain_number(claim.value)
        message = words.fill(name=claim.measure.name, ours=ours, theirs=theirs, times=self._parameters.times)
        there = Spot(Address(claim.passage.section), claim.span, claim.printed)
        return Broken(spot(cell), message, (there,), data=(("table", ours), ("text", theirs)))

    def _over_years(self, report: Report) -> Verdict:
        previous = last_year(report)
        if not isinstance(previous, Sibling):
            return Verdict(0, (), (previous,) if previous is not None else ())
        if self._parameters.unless is not None and self._parameters.unless.said_in(report) is not None:
            return Verdict(0)
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for figures, addresses in self._asked:
            if report.table(figures.table) is None:
                unjudged.append(no_table(report, figures.table))
                continue
            gap = None if figures.between_forms else other_form(report, previous, Address(figures.table))
            if gap is not None:
                unjudged.append(gap)
                continue
            for address in addresses:
                ours, theirs = report.cell(address), previous.report.cell(address)
                if ours is None or theirs is None or ours.number is None or theirs.number is None:
                    continue  # blanks are told by the rules on cells
                judged += 1
                if self._leaps(ours.number, theirs.number):
                    broken.append(self._broken(ours, theirs, report, previous))
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _leaps(self, ours: Decimal, theirs: Decimal) -> bool:
        small, large = sorted((ours, theirs))
        times, within = self._parameters.times, self._parameters.within
        if small < 0 or large < self._parameters.at_least or large == 0:
            return False
        if within is None:
            return large > times * small
        return small > 0 and times * small <= large * within and large <= times * small * within

    def _broken(self, ours: Cell, theirs: Cell, report: Report, previous: Sibling) -> Broken:
        assert ours.number is not None
        assert theirs.number is not None
        table = report.form.table[ours.address.area]
        row, column = table.row[str(ours.address.row)], table.column[str(ours.address.column)]
        name = (
            row.name
            if len(row.columns) == 1
            else Phrase(f"{row.name.zh}·{column.name.zh}", f"{row.name.en}/{column.name.en}")
        )
        now, then = plain_number(ours.number), plain_number(theirs.number)
        if self._parameters.within is None:
            words = Phrase(
                "{name}为 {now}，{last}为 {then}，相差 {times} 倍以上",
                "{name} = {now}, and {last} = {then}: more than {times} times apart",
            )
        else:
            words = Phrase(
                "{name}为 {now}，{last}为 {then}，相差约 {times} 倍，像是单位弄错",
                "{name} = {now}, and {last} = {then}: about {times} times apart, as if a unit was mistaken",
            )
        message = words.fill(name=name, now=now, then=then, last=within(previous, name), times=self._parameters.times)
        data = (("now", now), ("then", then))
        return Broken(spot(ours), message, (spot_in(theirs, previous),), data=data, fixes=self._fixes(ours, theirs))

    def _fixes(self, ours: Cell, theirs: Cell) -> tuple[Fix, ...]:
        """What the figure would be in the other unit; shown only, since either year may be the wrong one."""
        if self._parameters.within is None or ours.number is None or theirs.number is None:
            return ()
        times = Decimal(self._parameters.times)
        number = plain_number(ours.number / times if ours.number > theirs.number else ours.number * times)
        words = Phrase("如果是这一年弄错，应为 {number}", "if this year is the wrong one, it should be {number}")
        return (Fix(Applicability.DISPLAY, words.fill(number=number), (Edit(ours.printed.span, number),)),)


class Jump:
    kind = "jump"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        known = [measure.id for topic in form.phrases for measure in topic.measures if measure.readings]
        for i, id in enumerate(parameters.stated):
            if id not in known:
                raise unknown(Phrase("正文项目", "measure of the text"), id, known, form, ("stated", i))
        asked = tuple((one, _addresses(form, one, ("figures", i))) for i, one in enumerate(parameters.figures))
        return Jumps(asked, parameters)


def _addresses(form: Form, figures: Figures, path: tuple[str | int, ...]) -> tuple[Address, ...]:
    table = table_named(form, figures.table, (*path, "table"))
    rows, columns = list(table.row), list(table.column)
    if figures.rows is not None:
        named = [row_ids(form, table, one, (*path, "rows", i)) for i, one in enumerate(figures.rows)]
        rows = [id for ids in named for id in ids]
    if figures.columns is not None:
        named = [column_ids(form, table, one, (*path, "columns", i)) for i, one in enumerate(figures.columns)]
        columns = [id for ids in named for id in ids]
    return tuple(one for one in table.cells if one.row in rows and one.column in columns)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Jump()]
