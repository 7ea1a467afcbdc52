"""`check: stated_twice`: a figure that the text gives more than once is the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.breakdowns import Placed
from openness_lint.narrative.passages import Passage, read_paragraphs, read_words
from openness_lint.prose import needed
from openness_lint.rulebook.terms import STRICT, Words
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Indicator:
    """What is counted: `patterns` end right before its number, `counters` follow it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: Words
    patterns: tuple[str, ...]
    counters: tuple[str, ...]


@dataclass(frozen=True)
class Parameters:
    """`differ`: numbers of one unit that differ (`value`), or those in 元 and in 万元 (`unit`).

    A sentence that holds one of `unless` is passed over; numbers are held against each other only where
    the same words of `scopes` stand in their sentences.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    differ: Literal["value", "unit"]
    indicators: tuple[Indicator, ...]
    unless: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


class _Asked(NamedTuple):
    name: Phrase
    patterns: tuple[Bounded, ...]
    counters: frozenset[str]


class _Told(NamedTuple):
    placed: Placed
    section: str
    scope: frozenset[str]

    @property
    def spot(self) -> Spot:
        strand, number = self.placed.strand, self.placed.quantity
        return Spot(Address(self.section), strand.span(number.start, number.end), self.said)

    @property
    def said(self) -> str:
        return self.placed.strand.original(self.placed.quantity.start, self.placed.quantity.stop)

    @property
    def factor(self) -> int:
        """How many of the counter one of the number's units is: 10000 of 元 in 万元."""
        return 10_000 if "万" in self.said else 1


class StatedTwice:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, asked: tuple[_Asked, ...], unless: tuple[Bounded, ...]) -> None:
        self._by_unit = parameters.differ == "unit"
        self._scopes = parameters.scopes
        self._asked = asked
        self._unless = unless

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        whole = report.reading(read_words)
        for one in self._asked:
            patterns = [whole.narrowed(pattern) for pattern in one.patterns if whole.may_hold(pattern)]
            if not patterns:
                continue
            asked = one._replace(patterns=tuple(patterns))
            first: dict[frozenset[str], list[_Told]] = {}
            for told in self._told(report, asked):
                judged += 1
                others = first.setdefault(told.scope, [])
                other = next((one for one in others if self._contradict(one, told)), None)
                if other is not None:
                    words = Phrase(
                        "{name}这里是 {here}，前面是 {there}", "the {name} is {here} here, and {there} before"
                    )
                    message = words.fill(name=asked.name, here=told.said, there=other.said)
                    broken.append(Broken(told.spot, message, (other.spot,)))
                others.append(told)
        return Verdict(max(judged, len(broken)), tuple(broken))

    def _told(self, report: Report, asked: _Asked) -> Iterator[_Told]:
        # What stands in the report of all that tells of the patterns; the empty string stands everywhere.
        telling = [key for one in asked.patterns for key, _ in (one.needs[0] if one.needs else (("", ()),))]
        for paragraph in report.reading(read_paragraphs):
            text = paragraph.plain.text
            for string in telling:
                if string in text:
                    for one in paragraph.numbered:
                        if any(said in one.words for said in telling):
                            yield from self._told_in(paragraph.passage(one.start, one.end), asked)
                    break

    def _told_in(self, passage: Passage, asked: _Asked) -> Iterator[_Told]:
        text = passage.sentence.text
        if not any(one.search(text) for one in asked.patterns) or any(one.search(text) for one in self._unless):
            return
        scope = frozenset(word for word in self._scopes if word in text)
        for strand in passage.sentence.strands:
            ends = {found.end() for one in asked.patterns for found in one.finditer(strand.text)}
            for quantity in strand.quantities if ends else ():
                if quantity.start in ends and quantity.counter in asked.counters:
                    yield _Told(Placed(strand, quantity), passage.section, scope)

    def _contradict(self, one: _Told, other: _Told) -> bool:
        if (one.factor != other.factor) is not self._by_unit:
            return False
        highs = one.placed.high, other.placed.high
        return (highs[0] is not None and other.placed.low > highs[0]) or (
            highs[1] is not None and one.placed.low > highs[1]
        )


class StatedTwiceCheck:
    kind = "stated_twice"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        needed(parameters.indicators, "indicators")
        asked = tuple(
            _Asked(
                Phrase(one.name.zh, one.name.en),
                tuple(bounded(text, ("indicators", i, "patterns", k)) for k, text in enumerate(one.patterns)),
                frozenset(one.counters),
            )
            for i, one in enumerate(parameters.indicators)
        )
        unless = tuple(bounded(text, ("unless", i)) for i, text in enumerate(parameters.unless))
        return StatedTwice(parameters, asked, unless)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [StatedTwiceCheck()]
