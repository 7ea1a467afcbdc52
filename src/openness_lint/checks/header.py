"""`check: header`: what the head of a table must carry: its remark, or the unit of a column."""

from __future__ import annotations

from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Column, Form, Table
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Label, Report
from openness_lint.model.values import dataclass
from openness_lint.reckoning import no_table
from openness_lint.recognition.labels import plain
from openness_lint.recognition.traditional import simplified
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["note", "units"]


class Notes:
    """The remark that the form prints at the head of a table."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, tables: list[Table]) -> None:
        self._tables = tables

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table in self._tables:
            table = report.table(form_table.id)
            if table is None:
                unjudged.append(no_table(report, form_table.id))
                continue
            official = str(form_table.note)
            if table.note is None and report.transcribed:
                message = Phrase(
                    "没有录入表头的附注（附注:）", "the remark at the table's head is not recorded (note:)"
                )
                unjudged.append(Unjudged(Spot(Address(form_table.id), table.span), message))
                continue
            judged += 1
            printed = table.note.text if table.note is not None else ""
            if plain(official).strip("()") in plain(printed):
                continue  # some offices add a remark of their own
            if not printed.strip():
                message = Phrase(f"表头缺少“{official}”", f"the table's head lacks {official!r}")
            else:
                message = Phrase(
                    f"附注“{printed.strip()}”与格式不同；应为“{official}”",
                    f"the remark {printed.strip()!r} differs from the form's {official!r}",
                )
            span = table.note.span if table.note is not None else table.span
            fixes: tuple[Fix, ...] = ()
            if table.note is not None:
                words = Phrase("改为格式的附注", "replace by the form's remark")
                applicability = Applicability.UNSAFE if printed.strip() else Applicability.SAFE
                fixes = (Fix(applicability, words, (Edit(span, official),)),)
            broken.append(Broken(Spot(Address(form_table.id), span, printed), message, fixes=fixes))
        return Verdict(judged, tuple(broken), tuple(unjudged))


class HeaderUnits:
    """The unit that the form prints in a column's header."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, columns: list[tuple[Table, Column]]) -> None:
        self._columns = columns

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table, column in self._columns:
            table = report.table(form_table.id)
            if table is None:
                unjudged.append(no_table(report, form_table.id))
                continue
            label = next((one for one in table.labels if one.address.column == column.id), None)
            if label is None:
                place = Spot(Address(form_table.id, None, column.id), table.span)
                message = Phrase(
                    f"没有录入列标题“{column.wording.official}”",
                    f"the header {column.wording.official!r} is not recorded",
                )
                unjudged.append(Unjudged(place, message))
                continue
            judged += 1
            if str(column.unit) not in simplified(label.printed.text):
                broken.append(_without_unit(label, column))
        return Verdict(judged, tuple(broken), tuple(unjudged))


def _without_unit(label: Label, column: Column) -> Broken:
    official, printed = column.wording.official, " ".join(label.printed.text.split())
    # Another unit may be what the figures below are in: then they have to change with the header.
    is_bare = plain(printed) == plain(column.bare or "")
    if is_bare:
        message = Phrase(f"列标题没有写单位；应为“{official}”", f"the header names no unit; it should be {official!r}")
    else:
        message = Phrase(
            f"列标题“{printed}”的单位不是{column.unit}；应为“{official}”，数字按{column.unit}填写",
            f"the header {printed!r} is not in {column.unit}; it should be {official!r}, with figures in {column.unit}",
        )
    words = Phrase(f"改为“{official}”", f"replace by {official!r}")
    applicability = Applicability.SAFE if is_bare else Applicability.DISPLAY
    fix = Fix(applicability, words, (Edit(label.printed.span, official),))
    return Broken(Spot(label.address, label.printed.span, label.printed.text), message, fixes=(fix,))


class Header:
    kind = "header"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if parameters.of == "note":
            tables = [table for table in form.tables if table.note is not None]
            if not tables:
                raise RuleComplaint(
                    Phrase(f"格式 {form.id} 的表没有附注", f"no table of form {form.id} has a remark"), ("of",)
                )
            return Notes(tables)
        columns = [(table, one) for table in form.tables for one in table.columns if one.unit is not None]
        if not columns:
            raise RuleComplaint(
                Phrase(f"格式 {form.id} 的列标题没有单位", f"no header of form {form.id} names a unit"), ("of",)
            )
        return HeaderUnits(columns)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Header()]
