"""`check: wording`: headings and labels are worded as the form has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form, Wording
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Label, Match, Report
from openness_lint.model.rule import Severity
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True, slots=True)
class Parameters:
    """`severities` grade the ways in which a wording may differ: spacing, alias, distance."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["headings", "labels"]
    severities: dict[Literal["spacing", "alias", "distance"], Severity] = field(default_factory=dict)


class Wordings:
    """Every heading, or every row and column label, that the report prints."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, form: Form) -> None:
        self._parameters = parameters
        self._severity = {Match(name): severity for name, severity in parameters.severities.items()}
        self._form = form

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        for label in self._labels(report):
            if label.match is Match.ID:
                continue  # nothing is printed: a form id stands for whatever the paper says
            judged += 1
            if label.match is not Match.OFFICIAL and (wording := self._official(label)) is not None:
                broken.append(self._broken(label, wording))
        return Verdict(judged, tuple(broken))

    def _labels(self, report: Report) -> Iterator[Label]:
        if self._parameters.of == "headings":
            yield from (section.heading for section in report.sections)
            return
        for section in report.sections:
            for table in section.tables:
                yield from table.labels

    def _official(self, label: Label) -> Wording | None:
        area, row, column = label.address
        if row is None:
            return self._form.section[area].wording
        table = self._form.table[area]
        if column is not None:
            known_column = table.column.get(column) or table.column_group.get(column)
            # A header with its unit left out is the finding of the rule on units, not of this one.
            bare = table.column[column].bare if column in table.column else None
            return None if known_column is None or label.printed.text == bare else known_column.wording
        known_row = table.row.get(row) or table.row_group.get(row)
        return known_row.wording if known_row else None

    def _broken(self, label: Label, wording: Wording) -> Broken:
        text = label.printed
        message = _MESSAGES[label.match].fill(printed=text.text.strip(), official=wording.official)
        applicability = Applicability.DISPLAY if label.match is Match.ALIAS else Applicability.SAFE
        fixes: tuple[Fix, ...] = ()
        if label.match is Match.SPACING or self._parameters.of == "labels":
            words = Phrase(f"改为“{wording.official}”", f"replace by {wording.official!r}")
            fixes = (Fix(applicability, words, (Edit(text.span, wording.official),)),)
        return Broken(
            Spot(label.address, text.span, text.text),
            message,
            data=(("printed", text.text), ("official", wording.official), ("match", label.match.value)),
            severity=self._severity.get(label.match),
            fixes=fixes,
        )


_MESSAGES = {
    Match.SPACING: Phrase(
        "“{printed}”的空格或标点与格式不同；应为“{official}”",
        "blanks or marks in '{printed}' differ from the form's '{official}'",
    ),
    Match.ALIAS: Phrase(
        "“{printed}”不是格式的用语；应为“{official}”", "'{printed}' is not the form's wording '{official}'"
    ),
    Match.DISTANCE: Phrase(
        "“{printed}”有错漏字；应为“{official}”", "'{printed}' is misspelt; the form has '{official}'"
    ),
}


class WordingCheck:
    kind = "wording"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if parameters.of == "labels" and not form.tables:
            raise RuleComplaint(Phrase(f"格式 {form.id} 没有表", f"form {form.id} has no table"), ("of",))
        return Wordings(parameters, form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [WordingCheck()]
