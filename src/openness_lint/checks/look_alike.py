"""`check: look_alike`: no other body on the roster has the same figures or the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, TypeAlias

from openness_lint.comparing import MOST_RELATED
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, Sibling
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT, table_named
from openness_lint.shingles import SHORT, first_words, likeness, may_be_like, wording

# A table of fewer rows that say something may be another body's by chance.
FEWEST_ROWS = 3

Figures: TypeAlias = Mapping[str, tuple[tuple[str, tuple[Decimal, ...]], ...]]


@dataclass(frozen=True)
class Parameters:
    """`at_least` is the share, in per cent, from which sections are alike; `largest` the largest figure that a
    table needs to be more than chance.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    at_least: int
    tables: tuple[str, ...]
    largest: int


class LookAlike:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        companions = report.companions
        if companions.roster is None or companions.is_parent or companions.listed_as is None:
            return Verdict(0)
        listed = companions.listed_as
        others = [
            (one.agency, one.report) for one in companions.roster.bodies if one is not listed and one.report is not None
        ]
        broken = [*self._texts(report, others), *self._tables(report, others)]
        return Verdict(len(others), tuple(broken))

    def _texts(self, report: Report, others: Sequence[tuple[str, Sibling]]) -> list[Broken]:
        share = self._parameters.at_least / 100
        found: list[Broken] = []
        for id, ours in report.reading(wording).items():
            if ours.length < SHORT:
                continue
            alike: list[tuple[int, str, Sibling]] = []
            for agency, other in others:
                theirs = other.report.reading(wording).get(id)
                if theirs is None or theirs.length < SHORT or not may_be_like(ours, theirs, share):
                    continue
                if (much := likeness(ours, theirs)) >= share:
                    alike.append((int(much * 100), agency, other))
            if alike:
                alike.sort(key=lambda one: (-one[0], one[1]))
                places = [Spot(Address(id), first_words(one.report, id), "", one.path) for _, _, one in alike]
                first = alike[0]
                words = Phrase(
                    "这一部分与{agency}的报告（{path}）有 {share}% 相同{more}（数字、年份和机关名称不计）",
                    "{share}% of this section is that of {agency} ({path}){more}; figures, years and names aside",
                )
                message = words.fill(agency=first[1], path=first[2].path, share=first[0], more=_more(len(alike)))
                here = Spot(Address(id), first_words(report, id))
                found.append(_broken(here, message, places, [one[1] for one in alike]))
        return found

    def _tables(self, report: Report, others: Sequence[tuple[str, Sibling]]) -> list[Broken]:
        found: list[Broken] = []
        for table in self._parameters.tables:
            ours = report.reading(_figures).get(table, ())
            largest = max((number for _, numbers in ours for number in numbers), default=Decimal(0))
            if len(ours) < FEWEST_ROWS or largest < self._parameters.largest:
                continue
            alike = [(agency, one) for agency, one in others if one.report.reading(_figures).get(table) == ours]
            printed = report.table(table)
            if alike and printed is not None:
                places = [
                    Spot(Address(table), theirs.span, "", one.path)
                    for _, one in alike
                    if (theirs := one.report.table(table)) is not None
                ]
                words = Phrase(
                    "这张表里有数的各行与{agency}的报告（{path}）完全相同{more}",
                    "every row of this table that says anything is that of {agency} ({path}){more}",
                )
                message = words.fill(agency=alike[0][0], path=alike[0][1].path, more=_more(len(alike)))
                here = Spot(Address(table), printed.span)
                found.append(_broken(here, message, places, [agency for agency, _ in alike]))
        return found


def _figures(report: Report) -> Figures:
    """The rows of each table that say something, by table."""
    found: dict[str, list[tuple[str, tuple[Decimal, ...]]]] = {}
    for table in report.form.tables:
        for row in table.rows:
            cells = [report.cell(Address(table.id, row.id, one)) for one in row.columns]
            numbers = tuple(one.number if one is not None and one.number is not None else Decimal(0) for one in cells)
            if any(numbers):
                found.setdefault(table.id, []).append((row.id, numbers))
    return {id: tuple(rows) for id, rows in found.items()}


def _broken(here: Spot, message: Phrase, places: Sequence[Spot], agencies: Sequence[str]) -> Broken:
    return Broken(here, message, tuple(places[:MOST_RELATED]), data=(("alike", "、".join(agencies)),))


def _more(number: int) -> Phrase:
    if number == 1:
        return Phrase("", "")
    return Phrase(f"，另有 {number - 1} 个机关也是", f", and {number - 1} more are alike")


class LookAlikeCheck:
    kind = "look_alike"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        for i, name in enumerate(parameters.tables):
            table_named(form, name, ("tables", i))
        return LookAlike(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [LookAlikeCheck()]
