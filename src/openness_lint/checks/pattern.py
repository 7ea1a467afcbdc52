"""`check: pattern`: something that a text should not hold is found nowhere in it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Applicability, Broken, Fix, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.prose import (
    Paragraph,
    Place,
    Printed,
    fix,
    is_within,
    known_sections,
    needed,
    no_text,
    verdict,
)
from openness_lint.rulebook.terms import STRICT, Words
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Fault:
    r"""One thing that should not be there.

    `pattern` is a regular expression that repeats only within stated bounds (`{0,12}`, never `*` or
    `+`); its group `at`, where it has one, is what is at fault, the rest is what stands around it. A
    match that touches one of `unless` is none. `literals` are strings of which every match holds at
    least one, so that other texts need not be searched. `becomes` is what should stand there, `\1` for
    a group; `fix` says whether it may be put there unasked. `says` may hold `{found}` and `{right}`.
    `forms` narrows it to some of the rule's. `rival` is another way of writing the same: then this one
    is a fault only where the report writes it the other way more often.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    pattern: str
    says: Words
    literals: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    becomes: str | None = None
    fix: Applicability = Applicability.DISPLAY
    severity: Severity | None = None
    places: tuple[Place, ...] = ()
    forms: tuple[str, ...] = ()
    rival: str | None = None


@dataclass(frozen=True)
class Parameters:
    """`places` are where to look: `title`, `headings`, `preface`, `text`; `sections` narrows the last."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    faults: tuple[Fault, ...]
    places: tuple[Place, ...] = ("preface", "text")
    sections: tuple[str, ...] = ()


class _Sought(NamedTuple):
    pattern: Bounded
    unless: tuple[Bounded, ...]
    says: Phrase
    becomes: str | None
    fix: Applicability
    severity: Severity | None
    places: frozenset[Place]
    rival: Bounded | None


class Absent:
    """The faults of a rule that are looked for on one form; of two that overlap, the first named counts."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, sought: tuple[_Sought, ...]) -> None:
        self._sections = parameters.sections
        self._sought = sought
        self._places = tuple(sorted({place for one in sought for place in one.places}))

    def judge(self, report: Report) -> Verdict:
        printed = report.reading(Printed)
        found = printed.of(self._places, self._sections)
        if len(found) <= 1 and len(self._places) == 1:
            broken = [one for paragraph in found for one in _faults(paragraph, self._in_one(paragraph))]
        else:
            broken = [one for paragraph, sought in self._suspects(printed) for one in _faults(paragraph, sought)]
        if not found and self._places == ("title",):
            return Verdict(0, (), (no_text(report, "title"),))
        return verdict(len(found), broken)

    def _in_one(self, paragraph: Paragraph) -> list[_Sought]:
        """What may be found in the only paragraph there is."""
        text = paragraph.text.text
        likely = [one for one in self._sought if one.pattern.may_stand_in(text)]
        return [one for one in likely if one.rival is None or _is_rarer(one.pattern, one.rival, [paragraph])]

    def _suspects(self, printed: Printed) -> Iterator[tuple[Paragraph, list[_Sought]]]:
        """The paragraphs in which something may be found, each with what, by places."""
        whole = printed.whole
        likely: dict[int, list[int]] = {}  # by the number of a paragraph: numbers of what is sought
        for i, one in enumerate(self._sought):
            if whole.may_hold(one.pattern):
                for number in printed.may_hold(one.pattern):
                    likely.setdefault(number, []).append(i)
        for place in self._places if likely else ():
            there = [
                number
                for number in sorted(likely)
                if printed.all[number][0] == place and is_within(self._sections, *printed.all[number])
            ]
            asked: dict[int, bool] = {}
            for i in dict.fromkeys(i for number in there for i in likely[number]):
                one = self._sought[i]
                asked[i] = place in one.places and (
                    one.rival is None or _is_rarer(one.pattern, one.rival, printed.of((place,), self._sections))
                )
            for number in there:
                yield printed.all[number][1], [self._sought[i] for i in likely[number] if asked[i]]


def _faults(paragraph: Paragraph, sought: Sequence[_Sought]) -> Iterator[Broken]:
    taken: list[tuple[int, int]] = []
    text = paragraph.text.text
    for one in sought:
        for found in one.pattern.finditer(text):
            start, end = found.span("at" if "at" in one.pattern.compiled.groupindex else 0)
            place = bisect(taken, (start, end))
            if start == end or _overlaps(taken, place, start, end):
                continue
            if any(_touches(pattern, text, start, end) for pattern in one.unless):
                continue
            taken.insert(place, (start, end))
            yield _broken(paragraph, one, found, start, end)


def _overlaps(taken: list[tuple[int, int]], place: int, start: int, end: int) -> bool:
    """Whether a stretch that would stand at this place among others, none of which overlap, shares a character."""
    return (place > 0 and taken[place - 1][1] > start) or (place < len(taken) and taken[place][0] < end)


def _is_rarer(pattern: Bounded, rival: Bounded, found: Sequence[Paragraph]) -> bool:
    own, other = (sum(1 for paragraph in found for _ in one.finditer(paragraph.text.text)) for one in (pattern, rival))
    return 0 < own < other


def _touches(pattern: Bounded, text: str, start: int, end: int) -> bool:
    """Whether a match of the pattern shares a character with the stretch; looked for near it only."""
    nearby = pattern.compiled.finditer(text, max(0, start - 60), end + 60)
    return any(found.start() < end and start < found.end() for found in nearby)


def _broken(paragraph: Paragraph, one: _Sought, found: re.Match[str], start: int, end: int) -> Broken:
    text = paragraph.text.text[start:end]
    right = None if one.becomes is None else found.expand(one.becomes)
    message = one.says.fill(found=" ".join(text.split()), right=right)
    fixes: tuple[Fix, ...] = ()
    if right is not None:
        words = Phrase(f"改为“{right}”", f"replace by {right!r}") if right else Phrase("删去", "delete it")
        fixes = fix(one.fix, words, paragraph.edit(start, end, right))
    return Broken(paragraph.spot(start, end), message, severity=one.severity, fixes=fixes)


class Pattern:
    kind = "pattern"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        needed(parameters.faults, "faults")
        known_sections(parameters.sections, form)
        sought = [
            _sought(one, parameters, i)
            for i, one in enumerate(parameters.faults)
            if not one.forms or form.id in one.forms
        ]
        return Absent(parameters, tuple(sought))


def _sought(one: Fault, parameters: Parameters, i: int) -> _Sought:
    path = ("faults", i)
    pattern = bounded(one.pattern, (*path, "pattern"), one.literals)
    unless = tuple(bounded(text, (*path, "unless", k)) for k, text in enumerate(one.unless))
    if one.becomes is not None:
        try:
            re.compile(f"(?:{one.pattern})|").sub(one.becomes, "", count=1)
        except (re.error, IndexError) as error:
            message = Phrase(f"不是替换文字：{error}", f"not a replacement: {error}")
            raise RuleComplaint(message, (*path, "becomes")) from None
    elif one.fix is not Applicability.DISPLAY:
        message = Phrase("写了 fix，就要写明改成什么（becomes）", "a `fix` needs what is put there (`becomes`)")
        raise RuleComplaint(message, (*path, "fix"))
    says = Phrase(one.says.zh, one.says.en)
    try:
        says.fill(found="", right="")
    except (KeyError, IndexError, ValueError):
        message = Phrase("says 里只能用 {found} 和 {right}", "`says` may hold {found} and {right} only")
        raise RuleComplaint(message, (*path, "says")) from None
    places = frozenset(one.places or parameters.places)
    rival = bounded(one.rival, (*path, "rival"), one.literals) if one.rival is not None else None
    return _Sought(pattern, unless, says, one.becomes, one.fix, one.severity, places, rival)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Pattern()]
