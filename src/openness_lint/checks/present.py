"""`check: present`: the sections, or the rows and columns, that the form prescribes are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form, FormSection, Row, Table
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, ReportTable
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True, slots=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["sections", "rows"]


class SectionsPresent:
    equations: tuple[Equation, ...] = ()

    def __init__(self, sections: tuple[FormSection, ...]) -> None:
        self._sections = sections

    def judge(self, report: Report) -> Verdict:
        missing = [section for section in self._sections if report.section(section.id) is None]
        broken = [
            Broken(
                Spot(Address(section.id), report.span),
                Phrase(
                    f"缺少“{section.wording.official}”", f"{section.wording.official!r} ({section.name.en}) is missing"
                ),
                data=(("heading", section.wording.official),),
            )
            for section in missing
        ]
        return Verdict(len(self._sections), tuple(broken))


class RowsPresent:
    """Every row, and every figure of a row, of the tables whose sections are there."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, form: Form) -> None:
        self._form = form

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for table in self._form.tables:
            section = report.section(self._form.section_of[table.id].id)
            found = report.table(table.id)
            if section is None:
                place = Spot(Address(table.id), report.span)
                message = Phrase(
                    f"报告中没有“{self._form.section_of[table.id].wording.official}”",
                    f"the report has no section for the {table.name.en}",
                )
                unjudged.append(Unjudged(place, message))
            elif found is None or not (found.cells or found.foreign):
                judged += 1
                message = Phrase(f"缺少整张{table.name.zh}", f"the whole {table.name.en} is missing")
                broken.append(Broken(Spot(Address(table.id), section.heading.printed.span), message))
            else:
                verdict = self._rows(table, found)
                judged += verdict.judged
                broken += verdict.broken
                unjudged += verdict.unjudged
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _rows(self, table: Table, found: ReportTable) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        elsewhere = {one.address.row for one in found.foreign if one.address.column is not None}
        for row in table.rows:
            missing = [id for id in row.columns if (row.id, id) not in found.cells]
            if missing and (row.id in elsewhere or self._is_replaced(table, row, found)):
                # The report has the row as another edition words it: one finding, by the rule on editions.
                place = Spot(Address(table.id, row.id), (found.rows.get(row.id) or found).span)
                unjudged.append(
                    Unjudged(
                        place,
                        Phrase("这里用的是其他年度格式的标签", "the labels here are of another edition of the form"),
                    )
                )
                continue
            judged += 1
            if missing:
                broken.append(_missing(table, row, missing, found))
        return Verdict(judged, tuple(broken), tuple(unjudged))

    @staticmethod
    def _is_replaced(table: Table, row: Row, found: ReportTable) -> bool:
        """Whether a row of another edition stands in the same group as the missing one."""
        groups = [group for group in table.row_groups if row.id in group.members]
        foreign = {str(one.address.row) for one in found.foreign if one.address.column is None}
        return any(name in {row.id, group.id} for group in groups for name in foreign)


def _missing(table: Table, row: Row, missing: list[str], found: ReportTable) -> Broken:
    if len(missing) == len(row.columns):
        message = Phrase(f"缺少“{row.wording.official}”一行", f"the row {row.wording.official!r} is missing")
        return Broken(Spot(Address(table.id, row.id), found.span), message, data=(("row", row.wording.official),))
    labels = [table.column[id].wording.official for id in missing]
    place = found.rows.get(row.id)
    names = join([Phrase(f"“{label}”", repr(label)) for label in labels])
    return Broken(
        Spot(Address(table.id, row.id, missing[0]), place.span if place else found.span),
        Phrase("“{row}”一行缺少{names}", "the row {row_en} lacks {names}").fill(
            row=row.wording.official, row_en=repr(row.wording.official), names=names
        ),
        data=(("row", row.wording.official), ("columns", "、".join(labels))),
    )


class Present:
    kind = "present"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        return SectionsPresent(form.sections) if parameters.of == "sections" else RowsPresent(form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Present()]
