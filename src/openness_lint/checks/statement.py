"""`check: statement`: a section states something, in one of the ways in which offices put it."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass
from openness_lint.prose import Compact, compact
from openness_lint.rulebook.terms import STRICT, Words, unknown
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Parameters:
    """`patterns` are regular expressions over the text without blanks, one of which must be found.

    `patterns_here` are looser ways of saying it, which mean it in this section alone. All may repeat
    only within stated bounds (`{0,12}`), never with `*` or `+`, and no repeat may hold another, so that
    no text can make one run away.
    `subject` names what is stated, for the message. `elsewhere` is the severity where another section
    states it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    section: str
    subject: Words
    patterns: tuple[str, ...]
    patterns_here: tuple[str, ...] = ()
    elsewhere: Severity | None = None


class Stated:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, patterns: tuple[Bounded, ...], here: tuple[Bounded, ...]) -> None:
        self._section = parameters.section
        self._subject = Phrase(parameters.subject.zh, parameters.subject.en)
        self._elsewhere = parameters.elsewhere
        self._patterns = patterns
        self._patterns_here = (*patterns, *here)

    def judge(self, report: Report) -> Verdict:
        section = report.section(self._section)
        if section is None:
            heading = report.form.section[self._section].wording.official
            message = Phrase(f"报告中没有“{heading}”", f"the report has no section {heading!r}")
            return Verdict(0, (), (Unjudged(Spot(Address(self._section), report.span), message),))
        said = report.reading(compact)
        same = [one for one in said if one.section.id == section.id]
        if any(_states(one, self._patterns_here) for one in same):
            return Verdict(1)
        heading_text = section.heading.printed
        place = Spot(Address(self._section), heading_text.span, heading_text.text)
        message = Phrase("没有写明{subject}", "the section does not state {subject}").fill(subject=self._subject)
        others = (one.section for one in said if one.section.id != section.id and _states(one, self._patterns))
        other = next(others, None)
        if other is None:
            return Verdict(1, (Broken(place, message),))
        named = report.form.section[other.id]
        words = Phrase(
            "{message}；“{heading}”里写到的应写在这里", "{message}; what '{heading}' ({name}) says of it belongs here"
        )
        message = words.fill(message=message, heading=named.wording.official, name=named.name.en)
        there = Spot(Address(other.id), other.heading.printed.span, other.heading.printed.text)
        return Verdict(1, (Broken(place, message, (there,), severity=self._elsewhere),))


def _states(said: Compact, patterns: tuple[Bounded, ...]) -> bool:
    return any(map(said.whole.search, patterns))


class Statement:
    kind = "statement"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if parameters.section not in form.section:
            raise unknown(Phrase("部分", "section"), parameters.section, form.section, form, ("section",))
        if not parameters.patterns:
            raise RuleComplaint(Phrase("至少要有一个写法", "at least one pattern is needed"), ("patterns",))
        patterns = tuple(bounded(text, ("patterns", i)) for i, text in enumerate(parameters.patterns))
        here = tuple(bounded(text, ("patterns_here", i)) for i, text in enumerate(parameters.patterns_here))
        return Stated(parameters, patterns, here)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Statement()]
