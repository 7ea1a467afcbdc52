"""`check: wording`: headings and labels are worded as the form has them."""

from __future__ import annotations

import unicodedata
from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form, Wording
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Label, Match, Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass, field
from openness_lint.recognition.traditional import simplified
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    """`severities` grade the ways in which a wording may differ: spacing, traditional, alias, distance."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["headings", "labels"]
    severities: dict[Literal["spacing", "traditional", "alias", "distance"], Severity] = field(default_factory=dict)


class Wordings:
    """Every heading, or every row and column label, that the report prints."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, form: Form) -> None:
        self._parameters = parameters
        self._severity = {Match(name): severity for name, severity in parameters.severities.items()}
        self._form = form

    def judge(self, report: Report) -> Verdict:
        labels = self._labels(report)
        matches = [match for _, _, match in labels]
        printed = len(matches) - matches.count(Match.ID)
        if printed and matches.count(Match.OFFICIAL) == printed:
            return held(printed)
        judged = 0
        broken: list[Broken] = []
        for label in labels:
            if label.match is Match.ID:
                continue  # nothing is printed: a form id stands for whatever the paper says
            judged += 1
            if label.match is not Match.OFFICIAL and (wording := self._official(label)) is not None:
                broken.append(self._broken(label, wording))
        if not judged:
            return Verdict(0, (), (self._nothing(report),))
        return Verdict(judged, tuple(broken))

    def _nothing(self, report: Report) -> Unjudged:
        words = Phrase("没有录入标题的原文", "no heading is recorded as printed")
        if self._parameters.of == "labels":
            words = Phrase("没有录入行列标签的原文", "no label is recorded as printed")
        return Unjudged(Spot(Address("sections"), report.span), words)

    def _labels(self, report: Report) -> list[Label]:
        if self._parameters.of == "headings":
            return [section.heading for section in report.sections]
        found: list[Label] = []
        for section in report.sections:
            for table in section.tables:
                found += table.labels
        return found

    def _official(self, label: Label) -> Wording | None:
        area, row, column = label.address
        if row is None and column is None:
            return self._form.section[area].wording
        table = self._form.table[area]
        if column is not None:
            known_column = table.column.get(column) or table.column_group.get(column)
            unit = table.column[column].unit if column in table.column else None
            # A header with another unit or none is the finding of the rule on units: to swap the unit
            # in the header alone would change every figure below it.
            if unit is not None and unit not in simplified(label.printed.text):
                return None
            return known_column.wording if known_column else None
        known_row = table.row.get(str(row)) or table.row_group.get(str(row))
        return known_row.wording if known_row else None

    def _broken(self, label: Label, wording: Wording) -> Broken:
        text = label.printed
        match = label.match
        if match is Match.DISTANCE and _letters(text.text) == _letters(wording.official):
            match = Match.SPACING  # only the marks differ: `，` for `、`
        message = _MESSAGES[match].fill(printed=" ".join(text.text.split()), official=wording.official)
        is_sure = match in {Match.SPACING, Match.TRADITIONAL} or (
            match is Match.DISTANCE and self._parameters.of == "labels"
        )
        words = Phrase(f"改为“{wording.official}”", f"replace by {wording.official!r}")
        edit = Edit(text.span, wording.official)
        return Broken(
            Spot(label.address, text.span, text.text),
            message,
            data=(("printed", text.text), ("official", wording.official), ("match", match.value)),
            severity=self._severity.get(match),
            fixes=(Fix(Applicability.SAFE if is_sure else Applicability.DISPLAY, words, (edit,)),),
        )


def _letters(text: str) -> str:
    """Letters and figures alone, in one width and script."""
    return "".join(c for c in simplified(unicodedata.normalize("NFKC", text)) if unicodedata.category(c)[0] in "LN")


_MESSAGES = {
    Match.SPACING: Phrase(
        "“{printed}”的空格或标点与格式不同；应为“{official}”",
        "blanks or marks in '{printed}' differ from the form's '{official}'",
    ),
    Match.TRADITIONAL: Phrase(
        "“{printed}”用了繁体字；应为“{official}”",
        "'{printed}' is in traditional characters; it should be '{official}'",
    ),
    Match.ALIAS: Phrase(
        "“{printed}”不是格式的用语；应为“{official}”",
        "'{printed}' is not the form's wording; it should be '{official}'",
    ),
    Match.DISTANCE: Phrase(
        "“{printed}”有错漏字；应为“{official}”", "'{printed}' is misspelt; it should be '{official}'"
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
