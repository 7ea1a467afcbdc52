"""`check: unit`: a figure carries no unit of its own, and none that contradicts its column's header."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.figure import Mark, Trait
from openness_lint.model.form import Column, Form, Kind, Table
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Cell, Report
from openness_lint.model.rule import Severity
from openness_lint.model.span import Span
from openness_lint.model.values import dataclass
from openness_lint.reckoning import Columns, glances, no_table, plain_number, spot
from openness_lint.rulebook.terms import STRICT

MONEY = frozenset({"元", "千元", "万元", "亿元"})
# Counters that a count may lose without saying less; 人 or 件次 count something else than 件.
THINGS = frozenset({"件", "条", "个", "宗", "起", "项", "份", "例"})


class Demand(Enum):
    """`none`: no unit inside the figure. `as-header`: no money in another unit than the header's."""

    NONE = "none"
    AS_HEADER = "as-header"


@dataclass(frozen=True)
class Parameters:
    """`contradiction` is the severity of a unit that the header rules out, for `demand: none`."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    demand: Demand
    contradiction: Severity | None = None


# Where no figure has one of these, there is nothing to find.
_TRAITS = frozenset({Trait.BLANK, Trait.UNIT})


class Units:
    """The demand on the columns of one form."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, columns: Columns) -> None:
        self._parameters = parameters
        self._columns = columns

    def judge(self, report: Report) -> Verdict:
        seen = report.reading(glances)
        if seen.is_whole and self._columns.count is not None and not seen.shows(_TRAITS, self._columns):
            return held(self._columns.count)
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table, columns in self._columns.tables:
            id = form_table.id
            table = report.table(id)
            if table is None:
                unjudged.append(no_table(report, id))
                continue
            glance = seen.tables[id]
            odd = [cell for cell in glance.odd if cell.address.column in columns]
            given = glance.count(columns) - sum(cell.figure.mark(Trait.BLANK) is not None for cell in odd)
            if not given:
                cells = [cell for (_, name), cell in table.cells.items() if name in columns]
                place = spot(cells[0]) if cells else Spot(Address(id), table.span)
                words = Phrase("{name}里没有填写这类数字", "no such figure is given in the {name}")
                unjudged.append(Unjudged(place, words.fill(name=form_table.name)))
            judged += given
            for cell in odd:
                mark = cell.figure.mark(Trait.UNIT)
                if mark is not None and (found := self._find(cell, columns[str(cell.address.column)], mark)):
                    broken.append(found)
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _find(self, cell: Cell, column: Column, mark: Mark) -> Broken | None:
        other_money = column.unit in MONEY and cell.figure.unit in MONEY and cell.figure.unit != column.unit
        if self._parameters.demand is Demand.AS_HEADER:
            return _converted(cell, column, mark) if other_money else None
        # Money in another unit than the header's is the other demand's finding; once is enough.
        return None if other_money else self._superfluous(cell, column, mark)

    def _superfluous(self, cell: Cell, column: Column, mark: Mark) -> Broken:
        unit = str(cell.figure.unit)
        span = cell.printed.part(mark.start, mark.end)
        data = (("unit", unit),)
        if _contradicts(unit, column):
            header = column.wording.official
            message = Phrase(
                f"单位“{unit}”与列标题“{header}”不符", f"the unit {unit!r} contradicts the header {header!r}"
            )
            return Broken(_spot(cell, span), message, severity=self._parameters.contradiction, data=data)
        if column.kind is Kind.AMOUNT and column.unit is None:
            message = Phrase(
                f"单位“{unit}”不写在格内；格式没有规定本列的单位，请写在列标题里",
                f"the unit {unit!r} does not belong inside the cell; the form names none, so put it into the header",
            )
            return Broken(_spot(cell, span), message, data=data)
        message = Phrase(
            f"单位“{unit}”不写在格内，只填数字", f"the unit {unit!r} does not belong inside the cell, only the figure"
        )
        sure = unit == column.unit or unit in THINGS or cell.number == 0
        fix = Fix(
            Applicability.SAFE if sure else Applicability.UNSAFE,
            Phrase(f"删去“{unit}”", f"delete {unit!r}"),
            (Edit(span, ""),),
        )
        return Broken(_spot(cell, span), message, data=data, fixes=(fix,))


def _contradicts(unit: str, column: Column) -> bool:
    if column.kind is Kind.AMOUNT:
        return unit not in MONEY
    return unit in MONEY or unit == "%"


def _converted(cell: Cell, column: Column, mark: Mark) -> Broken:
    """The figure in the column's own unit; a remark behind it stays where it is."""
    text, unit = cell.printed.text, str(column.unit)
    start = len(text) - len(text.lstrip())
    printed = text[start : mark.end]
    span = cell.printed.part(start, mark.end)
    number = plain_number(cell.number) if cell.number is not None else ""
    message = Phrase(
        f"本列以{unit}计，这里写成“{printed}”；应为 {number}",
        f"this column is in {unit}, but the cell reads {printed!r}; it should be {number}",
    )
    words = Phrase(f"改为 {number}", f"replace by {number}")
    fix = Fix(Applicability.SAFE if cell.number == 0 else Applicability.UNSAFE, words, (Edit(span, number),))
    data = (("unit", str(cell.figure.unit)), ("column_unit", unit), ("value", number))
    return Broken(_spot(cell, span), message, data=data, fixes=(fix,))


def _spot(cell: Cell, span: Span) -> Spot:
    return Spot(cell.address, span, cell.printed.text)


class UnitCheck:
    kind = "unit"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        wanted: list[tuple[Table, dict[str, Column]]] = []
        for table in form.tables:
            columns = {one.id: one for one in table.columns}
            if parameters.demand is Demand.AS_HEADER:
                columns = {id: one for id, one in columns.items() if one.unit in MONEY}
            if columns:
                wanted.append((table, columns))
        if not wanted:
            message = Phrase(
                f"格式 {form.id} 没有标明金额单位的列", f"form {form.id} has no column with a unit of money"
            )
            raise RuleComplaint(message, ("demand",))
        return Units(parameters, Columns(wanted))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [UnitCheck()]
