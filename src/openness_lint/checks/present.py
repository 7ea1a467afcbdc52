"""`check: present`: the sections, or the rows and columns, that the form prescribes are there."""

from __future__ import annotations

from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict, held
from openness_lint.model.form import Form, FormSection, Group, Row, Table
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, ReportTable
from openness_lint.model.values import dataclass
from openness_lint.reckoning import glances
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["sections", "rows"]


class SectionsPresent:
    equations: tuple[Equation, ...] = ()

    def __init__(self, sections: tuple[FormSection, ...]) -> None:
        self._sections = sections

    def judge(self, report: Report) -> Verdict:
        missing = [section for section in self._sections if report.section(section.id) is None]
        if not missing:
            return held(len(self._sections))
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
        glance = report.reading(glances).tables
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
                if found is not None and found.labels:
                    message = Phrase(
                        f"{table.name.zh}里没有认出任何数字：表头或合并的单元格与格式不同",
                        f"no figure of the {table.name.en} could be read: its header or merged cells are not the form's",
                    )
                broken.append(Broken(Spot(Address(table.id), section.heading.printed.span), message))
            elif glance[table.id].is_whole and found.rows.keys() >= table.row.keys():
                judged += len(table.rows)
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
        replaced = {row.id for row in table.rows if row.id in elsewhere or self._is_replaced(table, row, found)}
        absent = _absent_columns(table, found, replaced)
        for id in absent:
            label = table.column[id].wording.official
            message = Phrase(f"缺少“{label}”一列", f"the column {label!r} is missing")
            broken.append(Broken(Spot(Address(table.id, None, id), found.span), message, data=(("column", label),)))
        groups = _absent_groups(table, found, replaced)
        for group in groups:
            label = group.wording.official
            message = Phrase(f"缺少“{label}”下的各行", f"all rows below {label!r} are missing")
            broken.append(Broken(Spot(Address(table.id, group.id), found.span), message, data=(("rows", label),)))
        judged += len(broken)
        told = {row for group in groups for row in group.members}
        for row in table.rows:
            missing = [id for id in row.columns if id not in absent and (row.id, id) not in found.cells]
            if missing and row.id in replaced:
                # The report has the row as another edition words it: one finding, by the rule on editions.
                place = Spot(Address(table.id, row.id), (found.rows.get(row.id) or found).span)
                unjudged.append(
                    Unjudged(
                        place,
                        Phrase("这里用的是其他年度格式的标签", "the labels here are of another edition of the form"),
                    )
                )
            elif row.id not in told:
                judged += 1
                if missing:
                    broken.append(_missing(table, row, missing, found))
        return Verdict(judged, tuple(broken), tuple(unjudged))

    @staticmethod
    def _is_replaced(table: Table, row: Row, found: ReportTable) -> bool:
        """Whether rows of another edition stand in the same group as the missing one, or are parts of it."""
        groups = [group for group in table.row_groups if row.id in group.members]
        foreign = {str(one.address.row) for one in found.foreign if one.address.column is None}
        is_parted = any(name.startswith(f"{row.id}.") for name in foreign)
        return is_parted or any(name in {row.id, group.id} for group in groups for name in foreign)


def _absent_columns(table: Table, found: ReportTable, replaced: set[str]) -> list[str]:
    """Columns that no row gives, where several rows should: one thing missing, not one in each row."""
    given = {row for row, _ in found.cells}
    absent: list[str] = []
    for column in table.columns:
        rows = [row.id for row in table.rows if column.id in row.columns and row.id in given - replaced]
        if len(rows) > 1 and not any((row, column.id) in found.cells for row in rows):
            absent.append(column.id)
    return absent


def _absent_groups(table: Table, found: ReportTable, replaced: set[str]) -> list[Group]:
    """The outermost groups of which the report has no row at all."""
    absent = [
        group
        for group in table.row_groups
        if len(group.members) > 1 and not any(row in found.rows or row in replaced for row in group.members)
    ]
    inner = {group.id for group in absent for other in absent if set(group.members) < set(other.members)}
    return [group for group in absent if group.id not in inner]


def _missing(table: Table, row: Row, missing: list[str], found: ReportTable) -> Broken:
    label = row.wording.official
    if row.id not in found.rows:
        message = Phrase(f"缺少“{label}”一行", f"the row {label!r} is missing")
        return Broken(Spot(Address(table.id, row.id), found.span), message, data=(("row", label),))
    labels = [table.column[id].wording.official for id in missing]
    names = join([Phrase(f"“{one}”", repr(one)) for one in labels])
    return Broken(
        Spot(Address(table.id, row.id, missing[0]), found.rows[row.id].span, found.rows[row.id].text),
        Phrase("“{row}”一行缺少{names}", "the row {row_en} lacks {names}").fill(
            row=label, row_en=repr(label), names=names
        ),
        data=(("row", label), ("columns", "、".join(labels))),
    )


class Present:
    kind = "present"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        return SectionsPresent(form.sections) if parameters.of == "sections" else RowsPresent(form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Present()]
