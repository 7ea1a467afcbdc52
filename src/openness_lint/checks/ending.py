"""`check: ending`: a paragraph ends with a mark that ends a sentence."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Applicability, Broken, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import Paragraph, fix, paragraphs, verdict
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    """Which paragraphs should end how.

    `mark` is what should stand at the end, `marks` are all that may. Paragraphs without `mark` inside
    are headings and lists, those with fewer than `at_least` characters too; `closing` marks may follow.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    mark: str
    marks: str
    closing: str
    at_least: int


class Ended:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def judge(self, report: Report) -> Verdict:
        parameters = self._parameters
        looked_at = 0
        open_: list[tuple[Paragraph, int]] = []
        for paragraph in paragraphs(report, ("preface", "text")):
            text = paragraph.text.text.rstrip()
            if len(text) < parameters.at_least or parameters.mark not in text:
                continue
            looked_at += 1
            if text.rstrip(parameters.closing)[-1:] not in parameters.marks and text[-1] not in parameters.marks:
                open_.append((paragraph, len(text)))
        # Where as many end without as with, lines were cut to a width, and their ends tell nothing.
        if len(open_) * 2 >= looked_at > 1:
            return Verdict(0)
        return verdict(looked_at, [self._broken(*one) for one in open_])

    def _broken(self, paragraph: Paragraph, end: int) -> Broken:
        mark, last = self._parameters.mark, paragraph.text.text[end - 1]
        message = Phrase(f"段末没有“{mark}”", f"the paragraph does not end with {mark!r}")
        words = Phrase(f"在段末加“{mark}”", f"add {mark!r} at the end")
        fixes = fix(Applicability.DISPLAY, words, paragraph.edit(end - 1, end, last + mark))
        return Broken(paragraph.spot(end - 1, end), message, fixes=fixes)


class Ending:
    kind = "ending"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        if len(parameters.mark) != 1 or parameters.mark not in parameters.marks:
            raise RuleComplaint(Phrase("mark 应是 marks 中的一个", "`mark` should be one of `marks`"), ("mark",))
        return Ended(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Ending()]
