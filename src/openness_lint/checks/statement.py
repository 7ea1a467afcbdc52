"""`check: statement`: a section states something, in one of the ways in which offices put it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, Section
from openness_lint.model.rule import Severity
from openness_lint.rulebook.terms import STRICT, Words, unknown


@dataclass(frozen=True, slots=True)
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

    def __init__(
        self, parameters: Parameters, patterns: tuple[re.Pattern[str], ...], here: tuple[re.Pattern[str], ...]
    ) -> None:
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
        same = [one for one in report.sections if one.id == section.id]
        if any(_states(one, self._patterns_here) for one in same):
            return Verdict(1)
        heading_text = section.heading.printed
        place = Spot(Address(self._section), heading_text.span, heading_text.text)
        message = Phrase("没有写明{subject}", "the section does not state {subject}").fill(subject=self._subject)
        other = next((one for one in report.sections if one not in same and _states(one, self._patterns)), None)
        if other is None:
            return Verdict(1, (Broken(place, message),))
        named = report.form.section[other.id]
        words = Phrase(
            "{message}；“{heading}”里写到的应写在这里", "{message}; what '{heading}' ({name}) says of it belongs here"
        )
        message = words.fill(message=message, heading=named.wording.official, name=named.name.en)
        there = Spot(Address(other.id), other.heading.printed.span, other.heading.printed.text)
        return Verdict(1, (Broken(place, message, (there,), severity=self._elsewhere),))


def _states(section: Section, patterns: tuple[re.Pattern[str], ...]) -> bool:
    text = "".join("".join(one.text.split()) for one in section.paragraphs)
    return any(pattern.search(text) for pattern in patterns)


# Escapes and character classes are passed over whole; what stands in them repeats nothing.
_TOKEN = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\]
    | (?P<unbounded>[*+]|\{[0-9]*,\}) | (?P<opens>\() | (?P<closes>\)) | \{(?:[0-9]+,)?(?P<most>[0-9]+)\}""",
    re.DOTALL | re.VERBOSE,
)


def _refuse_runaways(text: str, path: tuple[str | int, ...]) -> None:
    """Let in only patterns whose work grows slowly with the text.

    Raises:
        RuleComplaint: something repeats without bound, or repeats what itself repeats.
    """
    repeats = [False]  # for each open group, whether anything in it repeats
    closed, closed_at = False, -1
    for token in _TOKEN.finditer(text):
        if token["unbounded"]:
            message = Phrase(
                "重复次数要有上限：用 {0,12} 这样的写法，不用 * 或 +",
                "repeat within bounds, as in {0,12}, not with * or +",
            )
            raise RuleComplaint(message, path, token.start())
        if token["opens"]:
            repeats.append(False)
        elif token["closes"] and len(repeats) > 1:
            closed, closed_at = repeats.pop(), token.end()
            repeats[-1] |= closed
        elif token["most"] and int(token["most"]) > 1:
            if closed and closed_at == token.start():
                message = Phrase("重复的部分里面不能再有重复", "what is repeated cannot hold a repeat itself")
                raise RuleComplaint(message, path, token.start())
            repeats[-1] = True


class Statement:
    kind = "statement"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if parameters.section not in form.section:
            raise unknown(Phrase("部分", "section"), parameters.section, form.section, form, ("section",))
        if not parameters.patterns:
            raise RuleComplaint(Phrase("至少要有一个写法", "at least one pattern is needed"), ("patterns",))
        patterns = _compiled(parameters.patterns, "patterns")
        return Stated(parameters, patterns, _compiled(parameters.patterns_here, "patterns_here"))


def _compiled(texts: tuple[str, ...], key: str) -> tuple[re.Pattern[str], ...]:
    patterns: list[re.Pattern[str]] = []
    for i, text in enumerate(texts):
        _refuse_runaways(text, (key, i))
        try:
            patterns.append(re.compile(text))
        except re.error as error:
            message = Phrase(f"不是正则表达式：{error}", f"not a regular expression: {error}")
            raise RuleComplaint(message, (key, i), error.pos) from None
    return tuple(patterns)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Statement()]
