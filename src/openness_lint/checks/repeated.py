"""`check: repeated`: no paragraph stands twice."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Applicability, Broken, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import Paragraph, fix, paragraphs, verdict
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    """`at_least`: paragraphs with fewer characters, blanks aside, may repeat."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    at_least: int


class Repeated:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._at_least = parameters.at_least

    def judge(self, report: Report) -> Verdict:
        looked_at = 0
        first: dict[str, Paragraph] = {}
        broken: list[Broken] = []
        for paragraph in paragraphs(report, ("preface", "text")):
            text = "".join(paragraph.text.text.split())
            if len(text) < self._at_least:
                continue
            looked_at += 1
            before = first.setdefault(text, paragraph)
            if before is paragraph:
                continue
            whole = len(paragraph.text.text)
            heading = report.form.where(before.address)
            message = Phrase("这一段与“{where}”里的一段相同", "the paragraph already stands in '{where}'")
            fixes = fix(
                Applicability.DISPLAY, Phrase("删去这一段", "delete the paragraph"), paragraph.edit(0, whole, "")
            )
            said = message.fill(where=heading)
            broken.append(Broken(paragraph.spot(0, whole), said, (before.spot(0, len(before.text.text)),), fixes=fixes))
        return verdict(looked_at, broken)


class RepeatedCheck:
    kind = "repeated"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        return Repeated(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [RepeatedCheck()]
