"""`check: aspects`: a section, or the whole report, speaks of everything that it has to cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded, Whole
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.prose import compact, compact_text, heading_spot, known_sections, needed, no_text
from openness_lint.rulebook.conditions import When, not_said
from openness_lint.rulebook.terms import STRICT, Words
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Aspect:
    """One thing to be spoken of; `patterns` are ways in which offices put it, over the text without blanks."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Words
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Parameters:
    """`section` is where findings stand, and the only place looked at unless `anywhere`."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    section: str
    aspects: tuple[Aspect, ...]
    anywhere: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class _Asked(NamedTuple):
    name: Phrase
    patterns: tuple[Bounded, ...]


class Covered:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, asked: tuple[_Asked, ...]) -> None:
        self._section = parameters.section
        self._anywhere = parameters.anywhere
        self._asked = asked
        self._when = When(parameters.when, ("when",))

    def judge(self, report: Report) -> Verdict:
        applies = self._when.holds(report)
        if applies is False:
            return Verdict(0)
        sections = [one for one in report.sections if one.id == self._section]
        if not sections:
            return Verdict(0, (), (no_text(report, self._section),))
        read = report.sections if self._anywhere else sections
        said = [one.whole for one in report.reading(compact) if one.section is read[0]] if len(read) == 1 else []
        text = said[0] if said else Whole(compact_text(read))
        place = heading_spot(sections[0])
        if not any(one.paragraphs for one in sections):
            message = Phrase("这一部分没有文字", "the section has no text")
            return Verdict(0, (), (Unjudged(place, message),))
        missing = [one.name for one in self._asked if not any(map(text.search, one.patterns))]
        if not missing:
            return Verdict(1)
        if applies is None:
            unsaid = not_said(self._when.unsaid(report))
            return Verdict(0, (), (Unjudged(Spot(Address(self._section), place.span), unsaid),))
        message = Phrase("没有写到：{missing}", "nothing is said of: {missing}").fill(missing=join(missing))
        return Verdict(1, (Broken(place, message, data=(("missing", ", ".join(one.en for one in missing)),)),))


class Aspects:
    kind = "aspects"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        needed(parameters.aspects, "aspects")
        known_sections((parameters.section,), form, "section")
        asked = [
            _Asked(
                Phrase(one.name.zh, one.name.en),
                tuple(bounded(text, ("aspects", i, "patterns", k)) for k, text in enumerate(one.patterns)),
            )
            for i, one in enumerate(parameters.aspects)
        ]
        return Covered(parameters, tuple(asked))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Aspects()]
