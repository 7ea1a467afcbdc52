"""What the prose claims of the form's figures: each number with its measure, scope and very digits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from openness_lint.model.bounded import Bounded, Whole, grouped
from openness_lint.model.pattern import pattern
from openness_lint.model.phrases import Measure, Scope, Topic
from openness_lint.model.report import Report
from openness_lint.model.span import Span, sort_key
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.masks import Masked, masked
from openness_lint.narrative.passages import Paragraph, Passage, read_paragraphs, read_words
from openness_lint.narrative.quantities import Quantity
from openness_lint.narrative.sentences import Sentence

_THIS_YEAR = Bounded("本年|今年|年内", (grouped(("年",)),))
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
    found = [claim for topic in report.form.phrases for claim in _claims_on(topic, report)]
    found.sort(key=lambda one: sort_key(one.span))
    return tuple(found)


def _claims_on(topic: Topic, report: Report) -> Iterator[Claim]:
    whole = report.reading(read_words)
    wordings = topic.wordings
    sayings = [i for i in wordings.sayings if whole.may_hold(wordings.all[i][1])]
    told = wordings.may_stand_in(report.reading(_numbered_words))
    if not (told or sayings):
        return
    about = topic.about if whole.may_hold(topic.about) else None
    under = topic.under if topic.under is not None and whole.may_hold(topic.under) else None
    binder = _Binder(topic, report, told, sayings)
    for paragraph in report.reading(read_paragraphs):
        if (sayings or paragraph.numbered) and (
            paragraph.section in topic.sections
            or (about is not None and about.may_stand_in(paragraph.plain.text))
            or (under is not None and any(map(under.search, paragraph.nearest)))
        ):
            bound = binder.bound(paragraph)
            if bound:
                yield from _Follower(topic, report, Whole(paragraph.words)).claims(paragraph, bound)


def _numbered_words(report: Report) -> str:
    """What sentences with numbers say."""
    return "\n".join([one.words_of(i) for one in report.reading(read_paragraphs) for i in one.numbered])


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


class _Bound(NamedTuple):
    """A strand with its numbers masked, and where it may say something of a measure: the first that knows a number has it."""

    prose: Masked
    matches: list[tuple[Measure, re.Match[str]]]


class _Binder:
    """What sentences may say of a topic's measures, whether it is on there or not.

    `told` are the places of the wordings that may stand in sentences with numbers, `sayings` of those without a
    number that may stand in any.
    """

    def __init__(self, topic: Topic, report: Report, told: Sequence[int], sayings: Sequence[int]) -> None:
        self._topic = topic
        self._year = report.year
        self._all = topic.wordings.all
        self._counters = frozenset((*topic.counters, "", "元"))  # of the numbers that its claims may hold
        self._told = told
        self._sayings = sayings

    def bound(self, paragraph: Paragraph) -> dict[int, list[_Bound]]:
        """What each strand of a sentence may say, by the order of those sentences in which one says anything."""
        asked: dict[int, list[int]] = {}
        for i in paragraph.numbered if self._told else ():
            found = self._may_stand_in(paragraph.words_of(i), self._told)
            if found and self._has_numbers(paragraph.sentence(i)):
                asked[i] = found
        sayings = self._may_stand_in(paragraph.words, self._sayings)
        for i in range(len(paragraph.places)) if sayings else ():
            if i not in asked:
                found = self._may_stand_in(paragraph.words_of(i), sayings)
                if found:
                    asked[i] = found
        strands = {i: self._strands(paragraph.sentence(i), asked[i]) for i in sorted(asked)}
        return {i: found for i, found in strands.items() if any(one.matches for one in found)}

    def _may_stand_in(self, words: str, asked: Sequence[int]) -> list[int]:
        return [i for i in asked if self._all[i][1].may_stand_in(words)]

    def _strands(self, sentence: Sentence, asked: Sequence[int]) -> list[_Bound]:
        told = [self._all[i] for i in asked]
        found: list[_Bound] = []
        for strand in sentence.strands:
            prose = masked(strand, self._topic.counters, self._year)
            matches = [
                (measure, match)
                for measure, pattern in told
                if prose.quantities or measure.value is not None
                for match in pattern.finditer(prose.text)
            ]
            found.append(_Bound(prose, matches))
        return found

    def _has_numbers(self, sentence: Sentence) -> bool:
        return any(one.counter in self._counters for strand in sentence.strands for one in strand.quantities)


class _Follower:
    """Whether a topic is on, from clause to clause of a paragraph in which it may be; and whose figures are told.

    An expression that stands nowhere in it is not looked for in any of its clauses: it is None.
    """

    def __init__(self, topic: Topic, report: Report, whole: Whole) -> None:
        self.topic = topic
        self.report = report

        def known(pattern: Bounded | None) -> Bounded | None:
            return pattern if pattern is not None and whole.may_hold(pattern) else None

        self._about, self._under = known(topic.about), topic.under  # a heading may stand above the paragraph
        self._never, self._barred, self._elsewhere = known(topic.never), known(topic.barred), known(topic.elsewhere)
        self._this_year, self._other_time = known(_THIS_YEAR), known(topic.other_time)
        self._scopes = [one for one in topic.scopes if known(one.words)]
        self._subjects = [(id, said) for id, said in topic.subjects if known(said)]

    def claims(self, paragraph: Paragraph, bound: Mapping[int, Sequence[_Bound]]) -> Iterator[Claim]:
        """What the sentences of the paragraph claim, of which is known what they may say."""
        headings: tuple[str, ...] | None = None
        state = _State(is_on=False, counts=True, is_now=True, scope=None, subject=None)
        for i in range(max(bound) + 1):
            passage, said = paragraph.passage(i), bound.get(i, ())
            if passage.headings != headings:
                headings = passage.headings
                state = _State(self._is_set_by(passage), counts=True, is_now=True, scope=state.scope, subject=None)
            sentence = passage.sentence
            if _stands_in(self._barred, sentence.text):
                continue
            if not state.is_on and not _stands_in(self._about, sentence.text):
                # Another subject; only whose figures they are may still be said here.
                state = state._replace(scope=self._scope(sentence.text) or state.scope)
                continue
            walks: dict[int, tuple[Masked, _Walk]] = {}
            for k, strand in enumerate(sentence.strands):
                prose = said[k].prose if said else masked(strand, self.topic.counters, self.report.year)
                begin = state
                if strand.host is not None:
                    host, host_walk = walks[id(strand.host)]
                    begin = host_walk.at(host.masked_place(max(strand.host_at - 1, 0)))
                walk = self._walk(prose, begin)
                walks[id(strand)] = prose, walk
                if said:
                    yield from self._bind(said[k], walk, passage)
            prose, walk = walks[id(sentence.main)]
            state = walk.at(len(prose.text))._replace(counts=True, is_now=True)

    def _is_set_by(self, passage: Passage) -> bool:
        if passage.section in self.topic.sections:
            return True
        return any(_stands_in(self._under, heading) for heading in passage.headings[-1:])

    def _scope(self, text: str) -> Scope | None:
        first: Scope | None = None
        least = len(text) + 1
        for one in self._scopes:
            found = one.words.search(text)
            if found and found.start() < least and (one.agency or not self._is_itself(found[0])):
                first, least = one, found.start()
        return first

    def _is_itself(self, said: str) -> bool:
        """Whether a body's name, short as it may be (市人社局), is that of the report's own agency."""
        rest = iter(self.report.agency or "")
        return all(one in rest for one in said)

    def _walk(self, prose: Masked, state: _State) -> _Walk:
        spoken_of = [(found.end(), id) for id, said in self._subjects for found in said.finditer(prose.text)]
        walk = _Walk([], [], sorted(spoken_of))
        host_counts = state.counts  # numbers in an aside are of the kind of what they are added to
        for clause in _CLAUSE.finditer(prose.text):
            text = clause[0]
            about = _stands_in(self._about, text)
            never = _stands_in(self._never, text)
            # A clause with both leaves the topic as it was: 政府信息公开申请培训 begins none.
            is_on = state.is_on if about and never else about or (state.is_on and not never)
            counts = host_counts and not never and not _stands_in(self._elsewhere, text)
            is_now = _stands_in(self._this_year, text) or (state.is_now and not _stands_in(self._other_time, text))
            scope = self._scope(text) or state.scope
            state = _State(is_on, counts, is_now, scope, state.subject)
            walk.ends.append(clause.end())
            walk.states.append(state)
        return walk if walk.ends else _Walk([0], [state], [])

    def _bind(self, bound: _Bound, walk: _Walk, passage: Passage) -> Iterator[Claim]:
        taken: set[int] = set()
        for measure, found in bound.matches:
            at = found.start("n") if measure.value is None else found.end() - 1
            state = walk.at(at)
            if at in taken or not (state.is_on and state.counts and state.is_now):
                continue
            if measure.subject not in {None, state.subject}:
                continue
            taken.add(at)
            yield self._claim(measure, bound.prose, found, state, passage)

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


def _stands_in(pattern: Bounded | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None
