"""`check: parts`: the number of parts that a preface states is that of the parts it names, and of the form's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Applicability, Broken, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form, FormSection
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.numerals import chinese
from openness_lint.prose import Printed, fix, needed, verdict
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded

_BESIDE = pattern(r"[\s、，,；;：:和及与以]{1,9}")
_NUMBERED = pattern(r"^[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．]?")


@dataclass(frozen=True)
class Parameters:
    """`patterns` have the groups `list` (what is named) and `count` (how many are stated); `open` are words that leave the list open."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    patterns: tuple[str, ...]
    open: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()


class _Named(NamedTuple):
    """How many parts a list names: at least and at most, where not every part of it is known to the form."""

    least: int
    most: int


class Parts:
    equations: tuple[Equation, ...] = ()

    def __init__(self, patterns: tuple[Bounded, ...], parameters: Parameters, form: Form) -> None:
        self._patterns = patterns
        self._open = parameters.open
        self._count = len(form.sections)
        wordings = sorted({name for one in form.sections for name in _names(one)}, key=len, reverse=True)
        self._titles = Bounded("|".join(map(re.escape, wordings)))

    def judge(self, report: Report) -> Verdict:
        looked_at = 0
        broken: list[Broken] = []
        for paragraph in report.reading(Printed).holding(self._patterns, ("preface", "text")):
            text = paragraph.text.text
            for found in self._found(text):
                looked_at += 1
                stated = _number(found["count"])
                message = self._fault(stated, found["list"])
                if stated is None or message is None:
                    continue
                start, end = found.span("count")
                right = "零一二三四五六七八九十"[self._count] if not found["count"].isascii() else str(self._count)
                mend = Phrase(f"改为“{right}”", f"replace by {right!r}")
                fixes = (
                    fix(Applicability.DISPLAY, mend, paragraph.edit(start, end, right)) if stated != self._count else ()
                )
                broken.append(Broken(paragraph.spot(start, end), message, fixes=fixes))
        return verdict(looked_at, broken)

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        ends: set[int] = set()
        for one in self._patterns:
            for found in one.finditer(text):
                if found.end("count") not in ends:
                    ends.add(found.end("count"))
                    yield found

    def _fault(self, stated: int | None, listed: str) -> Phrase | None:
        named = self._named(listed)
        if stated is None or named.least < 2:
            return None  # the list is not one of the report's parts
        if stated != self._count:
            return Phrase(
                f"写的是 {stated} 个部分，格式规定 {self._count} 个部分",
                f"{stated} parts are stated; the form has {self._count}",
            )
        if listed.rstrip("， ").endswith(self._open) or named.least <= stated <= named.most:
            return None
        count = str(named.least) if named.least == named.most else f"{named.least}–{named.most}"
        return Phrase(
            f"写的是 {stated} 个部分，列出来的是 {count} 个", f"{stated} parts are stated, but {count} are named"
        )

    def _named(self, listed: str) -> _Named:
        compact = "".join(listed.split())
        known = len(set(self._titles.compiled.findall(compact)))
        rest = self._titles.compiled.sub("、", compact)
        for word in self._open:
            rest = rest.removesuffix(word)
        others = [one for piece in _BESIDE.split(rest) if len(one := _NUMBERED.sub("", piece)) > 1]
        if known >= self._count:  # whatever else the sentence says, all of them are there
            return _Named(known, known)
        return _Named(known + bool(others), known + len(others))


def _names(section: FormSection) -> list[str]:
    """The section's title and other wordings of it, without their numbers."""
    return [_NUMBERED.sub("", "".join(one.split())) for one in (section.wording.official, *section.wording.aliases)]


def _number(text: str) -> int | None:
    number = Decimal(text) if text.isdecimal() else chinese(text)
    return None if number is None else int(number)


class PartsCheck:
    kind = "parts"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        needed(parameters.patterns, "patterns")
        patterns = tuple(
            bounded(text, ("patterns", i), parameters.literals) for i, text in enumerate(parameters.patterns)
        )
        for i, one in enumerate(patterns):
            if not {"list", "count"} <= one.compiled.groupindex.keys():
                message = Phrase("缺少 (?P<list>…) 或 (?P<count>…)", "the group `list` or `count` is missing")
                raise RuleComplaint(message, ("patterns", i))
        return Parts(patterns, parameters, form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [PartsCheck()]
