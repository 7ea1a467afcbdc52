"""`check: figure`: how a figure is printed: given at all, half width, without unit, whole, and so on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property, partial
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.figure import Mark, Trait, half_width
from openness_lint.model.form import Column, Form, Kind, Table
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report, ReportTable
from openness_lint.model.span import Span
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.reckoning import Columns, Glances, Sum, glances, holds_with_zeros, no_table, spot, sums_on
from openness_lint.rulebook.terms import STRICT
from openness_lint.sums import Laid, filled, laid_out


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


@dataclass(frozen=True)
class Parameters:
    """`kinds` narrows the demand to columns that hold counts, amounts or changes.

    `most` goes with `demand: decimals`: the most digits after the point. `sums` goes with the demands
    for which 0 may be meant: it is offered only where all of these then hold.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    demand: Demand
    kinds: tuple[Kind, ...] = (Kind.COUNT, Kind.AMOUNT, Kind.CHANGE)
    most: int | None = None
    sums: tuple[Sum, ...] = ()


class _Asked(NamedTuple):
    """One figure to look at.

    `zero_fits`: whether all sums it stands in hold with 0 for every empty cell; None where one of
    them cannot be formed.
    """

    cell: Cell
    column: Column
    zero_fits: bool | None

    @property
    def printed(self) -> str:
        return self.cell.printed.text


class _Found(NamedTuple):
    """What is wrong with a figure: the stretch that shows it, in words, and what should stand there."""

    start: int
    end: int
    message: Phrase
    plain: str | None = None
    applicability: Applicability = Applicability.SAFE


def _given(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.BLANK)
    if mark is None:
        return None
    if asked.zero_fits is False:
        message = Phrase(
            "空白，按 0 计则合计不成立；请填写数字", "blank, and with 0 the sums would not hold; give the figure"
        )
        return _Found(mark.start, mark.end, message)
    message = Phrase("空白；没有则写 0", "blank; where there is none, write 0")
    return _Found(mark.start, mark.end, message, "0" if asked.zero_fits else None, Applicability.UNSAFE)


def _no_placeholder(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.PLACEHOLDER)
    if mark is None:
        return None
    text = asked.printed.strip()
    if asked.zero_fits is False:
        message = Phrase(
            f"用“{text}”代替数字，按 0 计则合计不成立；请填写数字",
            f"{text!r} stands for a figure, and with 0 the sums would not hold; give the figure",
        )
        return _Found(mark.start, mark.end, message)
    message = Phrase(f"用“{text}”代替数字；没有则写 0", f"{text!r} stands for a figure; where there is none, write 0")
    return _Found(mark.start, mark.end, message, mark.plain if asked.zero_fits else None, Applicability.UNSAFE)


def _half_width(asked: _Asked) -> _Found | None:
    marks = [one for one in asked.cell.figure.marks if one.trait in {Trait.FULL_WIDTH, Trait.INNER_BLANK}]
    if not marks:
        return None
    start, end = min(one.start for one in marks), max(one.end for one in marks)
    if any(one.plain is None for one in marks):
        text = asked.printed.strip()
        message = Phrase(
            f"“{text}”中间有空格，分不清是一个数字还是两个", f"a blank parts {text!r}: one figure or two cannot be told"
        )
        return _Found(start, end, message)
    plain = "".join(c for c in half_width(asked.printed[start:end]) if unicodedata.category(c)[0] not in "ZC")
    if marks[0].trait is Trait.FULL_WIDTH:
        message = Phrase("数字用了全角字符；应为 {meant}", "full-width characters in a figure; it should read {meant}")
    else:
        message = Phrase("数字中间有空格；应为 {meant}", "a blank inside a figure; it should read {meant}")
    return _Found(start, end, message.fill(meant=_replaced(asked, start, end, plain)), plain)


def _no_thousands(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.THOUSANDS)
    if mark is None or mark.plain is None:
        return None
    meant = half_width(_replaced(asked, mark.start, mark.end, mark.plain))
    message = Phrase(f"用了千分位分隔符；应为 {meant}", f"thousands separators in a figure; it should read {meant}")
    return _Found(mark.start, mark.end, message, mark.plain)


def _plain_form(asked: _Asked) -> _Found | None:
    is_amount, is_change = asked.column.kind is Kind.AMOUNT, asked.column.kind is Kind.CHANGE
    said: list[tuple[Mark, Phrase]] = []
    for mark in asked.cell.figure.marks:
        if mark.trait is Trait.PLUS and not is_change:
            said.append((mark, Phrase("数字前有加号", "a plus sign before the figure")))
        elif mark.trait is Trait.LEADING_ZERO:
            said.append((mark, Phrase("数字前有多余的 0", "a needless 0 before the figure")))
        elif mark.trait is Trait.POINT_ZERO and not is_amount:
            said.append((mark, Phrase("件数带了小数点", "a decimal point in a count")))
        elif mark.trait is Trait.BARE_POINT:
            words = Phrase(
                "小数点一侧没有数字；请补全或者删去小数点",
                "no digit on one side of the decimal point; add it or leave the point out",
            )
            said.append((mark, words))
    if not said:
        return None
    marks = [mark for mark, _ in said]
    start, end = min(one.start for one in marks), max(one.end for one in marks)
    words = join([one for _, one in said], "，", ", ")
    if any(one.plain is None for one in marks):
        return _Found(start, end, words)
    plain = asked.printed[start:end]
    for one in sorted(marks, key=lambda each: -each.start):
        plain = plain[: one.start - start] + str(one.plain) + plain[one.end - start :]
    meant = _replaced(asked, start, end, plain)
    message = Phrase("{what}；应为 {meant}", "{what}; it should read {meant}").fill(what=words, meant=meant)
    return _Found(start, end, message, plain)


def _digits_only(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.LETTER)
    if mark is None:
        return None
    text = asked.printed[mark.start : mark.end]
    if mark.plain is None and text == asked.printed.strip():
        return _Found(mark.start, mark.end, Phrase(f"“{text}”不是数字", f"{text!r} is not a figure"))
    if mark.plain is None:
        words = Phrase(f"数字里混有“{text}”，读不出是多少", f"{text!r} among the digits, so no number can be read")
        return _Found(mark.start, mark.end, words)
    meant = _replaced(asked, mark.start, mark.end, mark.plain)
    message = Phrase(f"数字里混有“{text}”；是否应为 {meant}？", f"{text!r} among the digits; should it read {meant}?")
    return _Found(mark.start, mark.end, message, mark.plain, Applicability.DISPLAY)


def _not_negative(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.NEGATIVE)
    if mark is None or asked.column.kind is Kind.CHANGE:
        return None
    text = asked.printed[mark.start : mark.end]
    message = Phrase(f"{text} 是负数；件数和金额不会小于 0", f"{text} is negative; counts and amounts never are")
    return _Found(mark.start, mark.end, message)


def _whole(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.FRACTION)
    if mark is None:
        return None
    text = asked.printed.strip()
    message = Phrase(f"{text} 不是整数；件数应为整数", f"{text} is not whole; a count is a whole number")
    return _Found(mark.start, mark.end, message)


def _no_annotation(asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.ANNOTATION)
    if mark is None:
        return None
    text, used = asked.printed[mark.start : mark.end], half_width(asked.printed[: mark.start]).strip()
    message = Phrase(
        f"数字后有说明“{text}”；这里按 {used} 计，说明请移到正文",
        f"a remark {text!r} follows the figure; it is taken as {used}, move the remark to the text",
    )
    return _Found(mark.start, mark.end, message, mark.plain, Applicability.DISPLAY)


_DEMANDS: dict[Demand, Callable[[_Asked], _Found | None]] = {
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


# The traits without which a demand finds nothing.
_TRAITS: dict[Demand, frozenset[Trait]] = {
    Demand.GIVEN: frozenset({Trait.BLANK}),
    Demand.NO_PLACEHOLDER: frozenset({Trait.PLACEHOLDER}),
    Demand.HALF_WIDTH: frozenset({Trait.FULL_WIDTH, Trait.INNER_BLANK}),
    Demand.NO_THOUSANDS: frozenset({Trait.THOUSANDS}),
    Demand.PLAIN_FORM: frozenset({Trait.PLUS, Trait.LEADING_ZERO, Trait.POINT_ZERO, Trait.BARE_POINT}),
    Demand.DIGITS_ONLY: frozenset({Trait.LETTER}),
    Demand.NOT_NEGATIVE: frozenset({Trait.NEGATIVE}),
    Demand.WHOLE: frozenset({Trait.FRACTION}),
    Demand.NO_ANNOTATION: frozenset({Trait.ANNOTATION}),
    Demand.DECIMALS: frozenset({Trait.FRACTION}),
}


def _at_most(most: int, asked: _Asked) -> _Found | None:
    mark = asked.cell.figure.mark(Trait.FRACTION)
    digits = sum(c.isdigit() for c in asked.printed[mark.start : mark.end]) if mark else 0
    if mark is None or digits <= most:
        return None
    unit = asked.column.unit
    message = Phrase(
        f"小数点后有 {digits} 位；{f'以{unit}计，' if unit else ''}至多 {most} 位",
        f"{digits} digits after the point; at most {most} make sense{f' in {unit}' if unit else ''}",
    )
    return _Found(mark.start, mark.end, message)


def _replaced(asked: _Asked, start: int, end: int, plain: str) -> str:
    """The whole figure as it would read with one stretch put right."""
    return (asked.printed[:start] + plain + asked.printed[end:]).strip()


class Figures:
    """One demand on every figure of the columns it concerns."""

    equations: tuple[Equation, ...] = ()

    def __init__(
        self, tables: list[tuple[Table, dict[str, Column]]], parameters: Parameters, sums: tuple[Equation, ...]
    ) -> None:
        self._columns = Columns(tables)
        self._sums = sums
        self._traits = _TRAITS[parameters.demand] | {Trait.BLANK}
        self._wants_all = parameters.demand is Demand.GIVEN
        self._demand = _DEMANDS[parameters.demand] if parameters.most is None else partial(_at_most, parameters.most)

    def judge(self, report: Report) -> Verdict:
        seen = report.reading(glances)
        may_find = seen.shows(self._traits, self._columns) and self._finds(seen)
        if seen.is_whole and self._columns.count is not None and not may_find:
            return held(self._columns.count)  # none is wanting, none is written as it should not be
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table, columns in self._columns.tables:
            table = report.table(form_table.id)
            if table is None:
                unjudged.append(no_table(report, form_table.id))
                continue
            glance = seen.tables[form_table.id]
            odd = [cell for cell in glance.odd if cell.address.column in columns]
            left_out = [cell for cell in glance.beyond if cell.address.column in columns] if self._wants_all else odd
            if left_out:
                left_out = [cell for cell in left_out if self._is_left_out(cell, form_table)]
                odd = [cell for cell in odd if not self._is_left_out(cell, form_table)]
            count = glance.count(columns) - len(left_out)
            if not count:
                unjudged.append(_nothing(form_table, table, columns))
            judged += count
            broken += self._odd(odd, columns, report) if odd else ()
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _finds(self, seen: Glances) -> bool:
        """Whether the demand finds anything, or a figure is blank and says nothing of it."""
        return any(
            cell.figure.mark(Trait.BLANK) or self._demand(_Asked(cell, columns[str(cell.address.column)], True))
            for table, columns in self._columns.tables
            if table.id in seen.tables
            for cell in seen.tables[table.id].odd
            if cell.address.column in columns
        )

    def _odd(self, cells: list[Cell], columns: Mapping[str, Column], report: Report) -> Iterator[Broken]:
        empty = any(cell.figure.mark(Trait.BLANK, Trait.PLACEHOLDER) for cell in cells)
        zero_fits = self._zero_fits(report) if empty else {}
        # A row left blank as a whole, or cells merged into one, are one printed thing and one finding.
        shared = Counter(cell.printed.span for cell in cells)
        seen: set[Span] = set()
        for cell in cells:
            if cell.printed.span in seen:
                continue
            asked = _Asked(cell, columns[str(cell.address.column)], zero_fits.get(cell.address, True))
            if found := self._demand(asked):
                seen.add(cell.printed.span)
                yield _broken(cell, found, alone=shared[cell.printed.span] == 1)

    @cached_property
    def _laid_out(self) -> list[tuple[Equation, Laid | None]]:
        tables = {table.id: table for table, _ in self._columns.tables}
        return [(one, laid_out(one, tables[one.at.area]) if one.at.area in tables else None) for one in self._sums]

    def _zero_fits(self, report: Report) -> dict[Address, bool | None]:
        found: dict[Address, bool | None] = {}
        tables = report.reading(filled)
        for equation, laid in self._laid_out:
            table = tables.get(equation.at.area)
            holds = laid.with_zeros(table) if laid and table else holds_with_zeros(equation, report)
            for term in equation.terms:
                before = found.get(term.address, True)
                found[term.address] = False if holds is False or before is False else holds and before
        return found

    def _is_left_out(self, cell: Cell, form_table: Table) -> bool:
        """Whether a cell cannot be judged: a blank says nothing of how figures are written."""
        if self._wants_all:  # of the form's own; nobody asks for a subtotal
            return not form_table.has(str(cell.address.row), str(cell.address.column))
        return cell.figure.mark(Trait.BLANK) is not None


def _nothing(form_table: Table, table: ReportTable, columns: Mapping[str, Column]) -> Unjudged:
    blank = [cell for (_, id), cell in table.cells.items() if id in columns]
    place = spot(blank[0]) if blank else Spot(Address(form_table.id), table.span)
    words = Phrase("{name}里没有填写这类数字", "no such figure is given in the {name}")
    return Unjudged(place, words.fill(name=form_table.name))


def _broken(cell: Cell, found: _Found, *, alone: bool) -> Broken:
    """`alone`: nothing else is printed at this span, so that it can be edited for this cell."""
    span = cell.printed.part(found.start, found.end) if found.end > found.start else cell.printed.span
    fixes: tuple[Fix, ...] = ()
    if found.plain is not None and alone:
        text = cell.printed.text
        meant = (text[: found.start] + found.plain + text[found.end :]).strip()
        edit = Edit(span, found.plain)
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
        if parameters.sums and parameters.demand not in {Demand.GIVEN, Demand.NO_PLACEHOLDER}:
            message = Phrase(
                "sums 只与 demand: given、no-placeholder 一起写", "`sums` goes with `demand: given` or `no-placeholder`"
            )
            raise RuleComplaint(message, ("sums",))
        tables: list[tuple[Table, dict[str, Column]]] = []
        for table in form.tables:
            columns = {one.id: one for one in table.columns if one.kind in parameters.kinds}
            groups = {one.id: table.column[one.members[0]] for one in table.column_groups}
            columns |= {id: column for id, column in groups.items() if column.kind in parameters.kinds}
            if columns:
                tables.append((table, columns))
        if not tables:
            raise RuleComplaint(Phrase(f"格式 {form.id} 没有这类列", f"form {form.id} has no such column"), ("kinds",))
        return Figures(tables, parameters, sums_on(form, parameters.sums, "sums"))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [FigureCheck()]
