"""`check: substance`: a section says something: more than a word for nothing, and some length."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT, unknown


@dataclass(frozen=True)
class Parameters:
    """`at_least` counts characters without blanks; `not_only` are words for nothing, marks aside."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    sections: tuple[str, ...]
    at_least: int
    not_only: tuple[str, ...] = ()


_MARKS = "。.，,；;！!（）()"


class Substantial:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def judge(self, report: Report) -> Verdict:
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for id in self._parameters.sections:
            section = report.section(id)
            if section is None:
                heading = report.form.section[id].wording.official
                message = Phrase(f"报告中没有“{heading}”", f"the report has no section {heading!r}")
                unjudged.append(Unjudged(Spot(Address(id), report.span), message))
                continue
            if section.paragraphs and self._is_long(section.paragraphs[0].text):
                continue
            text = "".join("".join(one.text.split()) for one in section.paragraphs)
            first = section.paragraphs[0] if section.paragraphs else section.heading.printed
            spot = Spot(Address(id), first.span, text)
            if (lack := self._lack(text)) is not None:
                broken.append(Broken(spot, lack, data=(("characters", str(len(text))),)))
        return Verdict(len(self._parameters.sections) - len(unjudged), tuple(broken), tuple(unjudged))

    def _is_long(self, text: str) -> bool:
        """Whether a text is beyond doubt long enough, and longer than all words for nothing."""
        least = max(self._parameters.at_least, *map(len, self._parameters.not_only), 0) + 1
        return len("".join(text[: 4 * least].split()).strip(_MARKS)) >= least

    def _lack(self, text: str) -> Phrase | None:
        if not text:
            return Phrase("这一部分没有内容", "the section says nothing")
        if text.strip(_MARKS) in self._parameters.not_only:
            return Phrase(f"这一部分只写了“{text}”", f"the section says no more than {text!r}")
        if len(text) < self._parameters.at_least:
            least = self._parameters.at_least
            return Phrase(
                f"这一部分只有 {len(text)} 个字，至少应有 {least} 个字",
                f"the section has {len(text)} characters; at least {least} are expected",
            )
        return None


class Substance:
    kind = "substance"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        for i, id in enumerate(parameters.sections):
            if id not in form.section:
                raise unknown(Phrase("部分", "section"), id, form.section, form, ("sections", i))
        return Substantial(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Substance()]
