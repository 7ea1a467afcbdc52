"""What the prose claims of the form's figures: each number with its measure, scope and very digits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from openness_lint.model.pattern import compiled, pattern
from openness_lint.model.phrases import Measure, Pattern, Scope, Topic
from openness_lint.model.report import Report
from openness_lint.model.span import Span, sort_key
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.masks import Masked, masked
from openness_lint.narrative.passages import Passage, read_passages
from openness_lint.narrative.quantities import Quantity

_THIS_YEAR = "本年|今年|年内"
_CLAUSE = pattern("[^，；：]+")


@dataclass(frozen=True)
class Claim:
    """A number that a sentence puts to a measure, or what its words say without one (`quantity` is None then).

    `span` and `printed` are the very digits, or the words; `said` is all that belongs to the number, 18万余条. `scope` is whose figures the sentence speaks of,
    None where it does not say.
    """

    topic: Topic
    measure: Measure
    value: Decimal
    quantity: Quantity | None
    scope: Scope | None
    passage: Passage
    span: Span
    printed: str
    said: str

    def admits(self, number: Decimal) -> bool:
        """Whether the figure can be what the sentence tells, in exact or round words."""
        return self.quantity.admits(number) if self.quantity is not None else self.value == number


def read_claims(report: Report) -> tuple[Claim, ...]:
    """Every claim of the report's prose on figures of its form, in reading order."""
    found = [claim for topic in report.form.phrases for claim in _Listener(topic, report).claims()]
    return tuple(sorted(found, key=lambda one: sort_key(one.span)))


class _State(NamedTuple):
    """What holds in a clause: whether the topic is on, whether its numbers count and are this year's, and whose."""

    is_on: bool
    counts: bool
    is_now: bool
    scope: Scope | None
    subject: str | None


class _Walk(NamedTuple):
    """The clauses of a strand: where each ends, and what holds in it; and what is spoken of from where on."""

    ends: list[int]
    states: list[_State]
    subjects: list[tuple[int, str]]

    def at(self, offset: int) -> _State:
        state = self.states[min(bisect_right(self.ends, offset), len(self.states) - 1)]
        i = bisect_right(self.subjects, offset, key=lambda one: one[0])
        return state._replace(subject=self.subjects[i - 1][1]) if i else state


class _Paragraph(NamedTuple):
    """The sentences of a paragraph, and what the strands of each say.

    `counters` are those of the numbers in a sentence, by how many sentences there are up to it, this one included;
    empty for a number without counter.
    """

    passages: tuple[Passage, ...]
    counters: tuple[tuple[int, frozenset[str]], ...]
    words: tuple[str, ...]


def _read_paragraphs(report: Report) -> tuple[_Paragraph, ...]:
    found: list[_Paragraph] = []
    for _, group in groupby(report.reading(read_passages), lambda one: one.paragraph):
        passages = tuple(group)
        counters = tuple(
            (i, frozenset(number.counter for strand in one.sentence.strands for number in strand.quantities))
            for i, one in enumerate(passages, 1)
            if one.sentence.has_quantities
        )
        found.append(_Paragraph(passages, counters, tuple(map(_words, passages))))
    return tuple(found)


def _words(passage: Passage) -> str:
    strands = passage.sentence.strands
    return strands[0].text if len(strands) == 1 else "\n".join(one.text for one in strands)


class _Listener:
    """One topic through the prose of one report."""

    def __init__(self, topic: Topic, report: Report) -> None:
        self.topic = topic
        self.report = report
        self._counters = frozenset((*topic.counters, "", "元"))  # of the numbers that its claims may hold

    def claims(self) -> Iterator[Claim]:
        for paragraph in self.report.reading(_read_paragraphs):
            yield from self._claims(paragraph.passages[: self._reach(paragraph)])

    def _reach(self, paragraph: _Paragraph) -> int:
        """So many of its sentences may hold a claim, or say of whom one behind them speaks; 0 if none does."""
        reach = max((i for i, counters in paragraph.counters if not self._counters.isdisjoint(counters)), default=0)
        if self._may_tell("\n".join(paragraph.words)):
            told = (i for i in range(len(paragraph.words), reach, -1) if self._may_tell(paragraph.words[i - 1]))
            reach = next(told, reach)
        return reach if self._comes_on(paragraph.passages[:reach]) else 0

    def _comes_on(self, passages: Sequence[Passage]) -> bool:
        """Whether the topic is on, or begins, in any of these sentences of a paragraph."""
        headings: tuple[str, ...] | None = None
        for one in passages:
            if one.headings != headings:
                headings = one.headings
                if self._is_set_by(one):
                    return True
            if _search(self.topic.about, one.sentence.text):
                return True
        return False

    def _may_tell(self, words: str) -> bool:
        """Whether what one of the measures says without a number may stand in these words."""
        return any(_may_match(one, words) for one in self.topic.sayings)

    def _claims(self, passages: Sequence[Passage]) -> Iterator[Claim]:
        """What the sentences of a paragraph claim."""
        headings: tuple[str, ...] | None = None
        state = _State(is_on=False, counts=True, is_now=True, scope=None, subject=None)
        for passage in passages:
            if passage.headings != headings:
                headings = passage.headings
                state = _State(self._is_set_by(passage), counts=True, is_now=True, scope=state.scope, subject=None)
            if _search(self.topic.barred, passage.sentence.text):
                continue
            if not state.is_on and not _search(self.topic.about, passage.sentence.text):
                # Another subject; only whose figures they are may still be said here.
                state = state._replace(scope=self._scope(passage.sentence.text) or state.scope)
                continue
            walks: dict[int, tuple[Masked, _Walk]] = {}
            for strand in passage.sentence.strands:
                prose = masked(strand, self.topic.counters, self.report.year)
                begin = state
                if strand.host is not None:
                    host, host_walk = walks[id(strand.host)]
                    begin = host_walk.at(host.masked_place(max(strand.host_at - 1, 0)))
                walk = self._walk(prose, begin)
                walks[id(strand)] = prose, walk
                yield from self._bind(prose, walk, passage)
            prose, walk = walks[id(passage.sentence.main)]
            state = walk.at(len(prose.text))._replace(counts=True, is_now=True)

    def _is_set_by(self, passage: Passage) -> bool:
        if passage.section in self.topic.sections:
            return True
        return any(_search(self.topic.under, heading) for heading in passage.headings[-1:])

    def _scope(self, text: str) -> Scope | None:
        found = [
            (match.start(), one)
            for one in self.topic.scopes
            if (match := _search(one.words, text)) and (one.agency or not self._is_itself(match[0]))
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _is_itself(self, said: str) -> bool:
        """Whether a body's name, short as it may be (市人社局), is that of the report's own agency."""
        rest = iter(self.report.agency or "")
        return all(one in rest for one in said)

    def _walk(self, prose: Masked, state: _State) -> _Walk:
        spoken_of = [(found.end(), id) for id, said in self.topic.subjects for found in _finditer(said, prose.text)]
        walk = _Walk([], [], sorted(spoken_of))
        host_counts = state.counts  # numbers in an aside are of the kind of what they are added to
        for clause in _CLAUSE.finditer(prose.text):
            text = clause[0]
            about = bool(_search(self.topic.about, text))
            never = bool(_search(self.topic.never, text))
            elsewhere = bool(_search(self.topic.elsewhere, text))
            # A clause with both leaves the topic as it was: 政府信息公开申请培训 begins none.
            is_on = state.is_on if about and never else about or (state.is_on and not never)
            is_now = bool(_search(_THIS_YEAR, text)) or (state.is_now and not _search(self.topic.other_time, text))
            scope = self._scope(text) or state.scope
            state = _State(is_on, host_counts and not never and not elsewhere, is_now, scope, state.subject)
            walk.ends.append(clause.end())
            walk.states.append(state)
        return walk if walk.ends else _Walk([0], [state], [])

    def _bind(self, prose: Masked, walk: _Walk, passage: Passage) -> Iterator[Claim]:
        taken: set[int] = set()
        for measure in self.topic.measures:
            if measure.value is None and not prose.quantities:
                continue
            for one in measure.patterns:
                if not _may_match(one, prose.text):
                    continue
                for found in _compiled(one.source).finditer(prose.text):
                    at = found.start("n") if measure.value is None else found.end() - 1
                    state = walk.at(at)
                    if at in taken or not (state.is_on and state.counts and state.is_now):
                        continue
                    if measure.subject not in {None, state.subject}:
                        continue
                    taken.add(at)
                    yield self._claim(measure, prose, found, state, passage)

    def _claim(self, measure: Measure, prose: Masked, found: re.Match[str], state: _State, passage: Passage) -> Claim:
        if measure.value is None:
            quantity = prose.quantities[found.start("n")]
            start, end, value = quantity.start, quantity.end, quantity.value
            said = prose.strand.text[start : quantity.stop]
        else:
            quantity, value = None, Decimal(measure.value)
            start, end = prose.place(found.start()), prose.end_place(found.end())
            said = prose.strand.text[start:end]
        span, printed = prose.strand.span(start, end), prose.strand.original(start, end)
        return Claim(self.topic, measure, value, quantity, state.scope, passage, span, printed, said)


def _may_match(pattern: Pattern, text: str) -> bool:
    return all(any(one in text for one in literals) for literals in pattern.needs)


def _search(expression: str | None, text: str) -> re.Match[str] | None:
    return _compiled(expression).search(text) if expression else None


def _finditer(expression: str, text: str) -> Iterator[re.Match[str]]:
    return _compiled(expression).finditer(text)


@lru_cache(maxsize=512)
def _compiled(source: str) -> re.Pattern[str]:
    """Compiled at its first use: a report needs few of a pack's expressions, and each costs as much as a page."""
    return compiled(source)
