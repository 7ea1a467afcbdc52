"""`check: figure`: how a figure is printed: given at all, half width, without unit, whole, and so on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.figure import Mark, Trait, half_width
from openness_lint.model.form import Column, Form, Kind, Table
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report
from openness_lint.reckoning import no_table
from openness_lint.rulebook.terms import STRICT


class Demand(Enum):
    """What may be demanded of a printed figure."""

    GIVEN = "given"
    NO_PLACEHOLDER = "no-placeholder"
    HALF_WIDTH = "half-width"
    NO_THOUSANDS = "no-thousands"
    PLAIN_FORM = "plain-form"
    DIGITS_ONLY = "digits-only"
    NOT_NEGATIVE = "not-negative"
    WHOLE = "whole"
    NO_ANNOTATION = "no-annotation"
    DECIMALS = "decimals"


@dataclass(frozen=True, slots=True)
class Parameters:
    """`kinds` narrows the demand to columns that hold counts, amounts or changes.

    `most` goes with `demand: decimals`: the most digits after the point.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    demand: Demand
    kinds: tuple[Kind, ...] = (Kind.COUNT, Kind.AMOUNT, Kind.CHANGE)
    most: int | None = None


class _Found:
    """What a demand finds wrong with a cell: where, in words, and what would be right."""

    __slots__ = ("applicability", "mark", "message", "plain")

    def __init__(self, mark: Mark, message: Phrase, applicability: Applicability | None = None) -> None:
        self.mark = mark
        self.message = message
        self.applicability = applicability if mark.plain is not None else None


def _given(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.BLANK)
    if mark is None:
        return None
    return _Found(
        mark._replace(plain="0"),
        Phrase("空白；没有则写 0", "blank; where there is none, write 0"),
        Applicability.UNSAFE,
    )


def _no_placeholder(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.PLACEHOLDER)
    if mark is None:
        return None
    text = cell.printed.text.strip()
    return _Found(
        mark,
        Phrase(f"用“{text}”代替数字；没有则写 0", f"{text!r} stands for a figure; where there is none, write 0"),
        Applicability.UNSAFE,
    )


def _half_width(cell: Cell, _: Column) -> _Found | None:
    marks = [one for one in cell.figure.marks if one.trait in {Trait.FULL_WIDTH, Trait.INNER_BLANK}]
    if not marks:
        return None
    start, end = min(one.start for one in marks), max(one.end for one in marks)
    plain = "".join(half_width(cell.printed.text[start:end]).split())
    mark = Mark(marks[0].trait, start, end, plain)
    if marks[0].trait is Trait.FULL_WIDTH:
        message = Phrase(
            "数字用了全角字符；应为半角 {plain}", "full-width characters in a figure; use half width: {plain}"
        )
    else:
        message = Phrase("数字中间有空格；应为 {plain}", "a blank inside a figure; it should read {plain}")
    return _Found(mark, message.fill(plain=_plain_text(cell, mark)), Applicability.SAFE)


def _no_thousands(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.THOUSANDS)
    if mark is None:
        return None
    message = Phrase(f"用了千分位分隔符；应为 {mark.plain}", f"a thousands separator in a figure; write {mark.plain}")
    return _Found(mark, message, Applicability.SAFE)


def _plain_form(cell: Cell, column: Column) -> _Found | None:
    for mark in cell.figure.marks:
        if mark.trait is Trait.LEADING_ZERO:
            message = Phrase("数字前有多余的 0；应为 {plain}", "a leading zero; write {plain}")
        elif mark.trait is Trait.POINT_ZERO and column.kind is not Kind.AMOUNT:
            message = Phrase("件数带了小数点；应为 {plain}", "a decimal point in a count; write {plain}")
        elif mark.trait is Trait.PLUS and column.kind is not Kind.CHANGE:
            message = Phrase("数字前有加号；应为 {plain}", "a plus sign before a figure; write {plain}")
        elif mark.trait is Trait.BARE_POINT:
            return _Found(mark, Phrase("小数点一侧没有数字", "no digit on one side of the decimal point"))
        else:
            continue
        return _Found(mark, message.fill(plain=_plain_text(cell, mark)), Applicability.SAFE)
    return None


def _digits_only(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.LETTER)
    if mark is None:
        return None
    text = cell.printed.text[mark.start : mark.end]
    if mark.plain is None:
        return _Found(mark, Phrase(f"“{text}”不是数字", f"{text!r} is not a figure"))
    meant = _plain_text(cell, mark)
    message = Phrase(f"数字里混有“{text}”；是否应为 {meant}？", f"{text!r} among the digits; should it read {meant}?")
    return _Found(mark, message, Applicability.DISPLAY)


def _not_negative(cell: Cell, column: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.NEGATIVE)
    if mark is None or column.kind is Kind.CHANGE:
        return None
    text = cell.printed.text.strip()
    return _Found(
        mark, Phrase(f"{text} 是负数；件数和金额不会小于 0", f"{text} is negative; counts and amounts never are")
    )


def _whole(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.FRACTION)
    if mark is None:
        return None
    text = cell.printed.text.strip()
    return _Found(mark, Phrase(f"{text} 不是整数；件数应为整数", f"{text} is not whole; a count is a whole number"))


def _no_annotation(cell: Cell, _: Column) -> _Found | None:
    mark = cell.figure.mark(Trait.ANNOTATION)
    if mark is None:
        return None
    text = cell.printed.text[mark.start : mark.end]
    used = cell.printed.text[: mark.start].strip()
    message = Phrase(
        f"数字后有说明“{text}”；按 {used} 计，说明请移到正文",
        f"a remark {text!r} inside a figure; read as {used}, move the remark to the text",
    )
    return _Found(mark, message, Applicability.DISPLAY)


_DEMANDS: dict[Demand, Callable[[Cell, Column], _Found | None]] = {
    Demand.GIVEN: _given,
    Demand.NO_PLACEHOLDER: _no_placeholder,
    Demand.HALF_WIDTH: _half_width,
    Demand.NO_THOUSANDS: _no_thousands,
    Demand.PLAIN_FORM: _plain_form,
    Demand.DIGITS_ONLY: _digits_only,
    Demand.NOT_NEGATIVE: _not_negative,
    Demand.WHOLE: _whole,
    Demand.NO_ANNOTATION: _no_annotation,
}


def _at_most(most: int) -> Callable[[Cell, Column], _Found | None]:
    def demand(cell: Cell, _: Column) -> _Found | None:
        mark = cell.figure.mark(Trait.FRACTION)
        digits = "".join(cell.printed.text[mark.start : mark.end].split())[1:] if mark else ""
        if mark is None or len(digits) <= most:
            return None
        message = Phrase(
            f"小数点后有 {len(digits)} 位；至多 {most} 位",
            f"{len(digits)} digits after the point; at most {most} make sense",
        )
        return _Found(mark, message)

    return demand


def _plain_text(cell: Cell, mark: Mark) -> str:
    """The whole figure as it would read with this one mark put right."""
    text = cell.printed.text
    return (text[: mark.start] + (mark.plain or "") + text[mark.end :]).strip()


class Figures:
    """One demand on every figure of the columns it concerns."""

    equations: tuple[Equation, ...] = ()

    def __init__(
        self, tables: list[tuple[Table, dict[str, Column]]], demand: Callable[[Cell, Column], _Found | None]
    ) -> None:
        self._tables = tables
        self._demand = demand

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table, columns in self._tables:
            table = report.table(form_table.id)
            if table is None:
                unjudged.append(no_table(report, form_table.id))
                continue
            for (_, id), cell in table.cells.items():
                column = columns.get(id)
                if column is None:
                    continue
                judged += 1
                if cell.figure.marks and (found := self._demand(cell, column)):
                    broken.append(_broken(cell, found))
        return Verdict(judged, tuple(broken), tuple(unjudged))


def _broken(cell: Cell, found: _Found) -> Broken:
    mark = found.mark
    span = cell.printed.part(mark.start, mark.end) if mark.end > mark.start else cell.printed.span
    fixes: tuple[Fix, ...] = ()
    if found.applicability is not None and mark.plain is not None:
        meant = _plain_text(cell, mark)
        edit = Edit(span, mark.plain)
        fixes = (Fix(found.applicability, Phrase(f"改为 {meant}", f"replace by {meant}"), (edit,)),)
    return Broken(
        Spot(cell.address, span, cell.printed.text), found.message, data=(("printed", cell.printed.text),), fixes=fixes
    )


class FigureCheck:
    kind = "figure"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if (parameters.demand is Demand.DECIMALS) != (parameters.most is not None):
            message = Phrase("most 与 demand: decimals 要一起写", "`most` and `demand: decimals` go together")
            raise RuleComplaint(message, ("most" if parameters.most is not None else "demand",))
        tables: list[tuple[Table, dict[str, Column]]] = []
        for table in form.tables:
            columns = {one.id: one for one in table.columns if one.kind in parameters.kinds}
            groups = {one.id: table.column[one.members[0]] for one in table.column_groups}
            columns |= {id: column for id, column in groups.items() if column.kind in parameters.kinds}
            if columns:
                tables.append((table, columns))
        if not tables:
            raise RuleComplaint(Phrase(f"格式 {form.id} 没有这类列", f"form {form.id} has no such column"), ("kinds",))
        demand = _at_most(parameters.most) if parameters.most is not None else _DEMANDS[parameters.demand]
        return Figures(tables, demand)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [FigureCheck()]
