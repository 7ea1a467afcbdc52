"""`check: enumeration`: what is numbered is numbered without gap, repeat or new beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Applicability, Broken, Fix, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Match, Report, Section
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.prose import Paragraph, fix, heading_spot, verdict, whole
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded

_TENS = ("", "十", "二十", "三十", "四十", "五十", "六十", "七十", "八十", "九十")
_ONES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
# 一 to 九十九: more items than any report numbers.
_NUMERALS = tuple(f"{ten}{one}" for ten in _TENS for one in _ONES)
_NUMBERS = {numeral: number for number, numeral in enumerate(_NUMERALS) if number}
_HEADING = pattern(r"\A\s{0,8}([一二三四五六七八九十]{1,3})[、.．,，]")


@dataclass(frozen=True)
class Series:
    """`pattern` finds an item; its group `number` is the Chinese numeral. `first` are words that may open it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    pattern: str
    literals: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameters:
    """`headings`: the sections' own numbers are looked at too.

    `restart` is the severity where a number comes again or goes back, the rule's where nothing is said.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    headings: bool = False
    series: tuple[Series, ...] = ()
    restart: Severity | None = None
    gap: Severity | None = None
    renumber: bool = False


class _Item(NamedTuple):
    """A numbered item: where its numeral stands in its paragraph, and the item in the section's whole text."""

    paragraph: Paragraph
    start: int
    end: int
    number: int
    begins: int
    ends: int


class _Asked(NamedTuple):
    pattern: Bounded
    first: tuple[str, ...]


class Enumerations:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, asked: tuple[_Asked, ...]) -> None:
        self._parameters = parameters
        self._asked = asked

    def judge(self, report: Report) -> Verdict:
        looked_at = 0
        broken: list[Broken] = []
        if self._parameters.headings:
            numbered = [one for one in report.sections if one.heading.match is not Match.ID]
            looked_at += len(numbered)
            broken += self._headings(numbered, report.form)
        asked = [one for one in self._asked if report.reading(whole).may_hold(one.pattern)]
        for section in report.sections if asked else ():
            for one in asked:
                numbers = _numbers(section, one.pattern)
                looked_at += len(numbers)
                if numbers != [*range(1, len(numbers) + 1)]:
                    items = _items(section, one.pattern)
                    broken += self._series(items, "\n".join([text.text for text in section.paragraphs]), one)
        return verdict(looked_at, broken)

    def _headings(self, sections: list[Section], form: Form) -> Iterator[Broken]:
        before = 0
        for section in sections:
            wording = form.section[section.id].wording.official
            official = _number_of(wording)
            number = official if section.heading.printed.text == wording else _number_of(section.heading.printed.text)
            if number is None or number == official:
                before = official or before
                continue
            if number != before + 1:
                severity = self._parameters.restart if number <= before else self._parameters.gap
                heading = heading_spot(section)
                words = Phrase(
                    "标题编号“{found}”应为“{right}”", "the heading is numbered {found}; it should be {right}"
                )
                message = words.fill(found=_NUMERALS[number], right=_NUMERALS[official or before + 1])
                paragraph = Paragraph(heading.address, section.heading.printed)
                at = heading.value.index(_NUMERALS[number])
                yield self._broken(
                    paragraph, at, at + len(_NUMERALS[number]), official or before + 1, message, severity
                )
            before = number

    def _series(self, items: list[_Item], text: str, asked: _Asked) -> Iterator[Broken]:
        lists: list[int] = []  # the last number of each list that is open, the innermost last
        ended = 0
        for item in items:
            number, between = item.number, text[ended : item.begins]
            ended = item.ends
            if number == 1:
                lists.append(1)
                continue
            while lists and number - 1 in lists and lists[-1] != number - 1:
                lists.pop()
            last = lists[-1] if lists else 0
            missing = range(last + 1, number)
            if number <= last and _otherwise(between, range(1, number), asked.first):
                lists.append(number)
                continue
            if number <= last:
                words = Phrase("“{found}”之后又出现“{again}”", "{again} comes after {found}")
                message = words.fill(found=_NUMERALS[last], again=_NUMERALS[number])
                yield self._broken(item.paragraph, item.start, item.end, last + 1, message, self._parameters.restart)
            elif missing and not _otherwise(between, missing, asked.first if not last else ()):
                listed = "、".join(_NUMERALS[one] for one in missing)
                words = Phrase("“{found}”之前缺少“{missing}”", "{missing} is missing before {found}")
                message = words.fill(found=_NUMERALS[number], missing=listed)
                yield self._broken(item.paragraph, item.start, item.end, last + 1, message, self._parameters.gap)
            lists[-1:] = [number]

    def _broken(
        self, paragraph: Paragraph, start: int, end: int, right: int, message: Phrase, severity: Severity | None
    ) -> Broken:
        fixes: tuple[Fix, ...] = ()
        if self._parameters.renumber:
            words = Phrase(f"改为“{_NUMERALS[right]}”", f"replace by {_NUMERALS[right]!r}")
            fixes = fix(Applicability.DISPLAY, words, paragraph.edit(start, end, _NUMERALS[right]))
        return Broken(paragraph.spot(start, end), message, severity=severity, fixes=fixes)


def _numbers(section: Section, pattern: Bounded) -> list[int]:
    """The numbers of the items."""
    numerals = [found["number"] for printed in section.paragraphs for found in pattern.finditer(printed.text)]
    return [_NUMBERS[one] for one in numerals if one in _NUMBERS]


def _items(section: Section, pattern: Bounded) -> list[_Item]:
    items: list[_Item] = []
    offset = 0
    for printed in section.paragraphs:
        for found in pattern.finditer(printed.text):
            number = _NUMBERS.get(found["number"])
            if number is not None:
                start, end = found.span("number")
                paragraph = Paragraph(Address(section.id), printed)
                items.append(_Item(paragraph, start, end, number, offset + found.start(), offset + found.end()))
        offset += len(printed.text) + 1
    return items


def _otherwise(between: str, missing: range, first: tuple[str, ...]) -> bool:
    """Whether one of the missing numbers is there in another shape: 其二, 第二, （二）, 二要."""
    if any(word in between for word in first):
        return True
    numerals = "|".join(_NUMERALS[one] for one in missing)
    return re.search(rf"(?<![^\s，。；：、！？“（(第其])(?:{numerals})|(?:{numerals})[是要则来]", between) is not None


def _number_of(heading: str) -> int | None:
    found = _HEADING.match(heading)
    return _NUMBERS.get(found[1]) if found else None


class Enumeration:
    kind = "enumeration"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        if not parameters.headings and not parameters.series:
            raise RuleComplaint(Phrase("headings 和 series 至少写一个", "one of `headings` and `series` is needed"))
        asked: list[_Asked] = []
        for i, one in enumerate(parameters.series):
            pattern = bounded(one.pattern, ("series", i, "pattern"), one.literals)
            if "number" not in re.compile(one.pattern).groupindex:
                message = Phrase("缺少 (?P<number>…)", "the group (?P<number>...) is missing")
                raise RuleComplaint(message, ("series", i, "pattern"))
            asked.append(_Asked(pattern, one.first))
        return Enumerations(parameters, tuple(asked))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Enumeration()]
