"""What the prose claims of the form's figures: each number with its measure, scope and very digits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from openness_lint.model.bounded import Bounded, Whole, grouped
from openness_lint.model.form import Form
from openness_lint.model.pattern import pattern
from openness_lint.model.phrases import Measure, Scope, Topic
from openness_lint.model.report import Report
from openness_lint.model.span import Span, sort_key
from openness_lint.model.values import NamedTuple, dataclass, new_tuple
from openness_lint.narrative.masks import Masked, masked
from openness_lint.narrative.passages import Paragraph, Passage, read_paragraphs
from openness_lint.narrative.quantities import Quantity, places_of_numbers
from openness_lint.narrative.sentences import Sentence, Strand

_THIS_YEAR = Bounded("本年|今年|年内", (grouped(("年",)),))
_CLAUSE = pattern("[^，；：]+")
_DIGITS = frozenset("0123456789")


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


class _Heard(NamedTuple):
    """A sentence where it stands, what it and its strands say, and the `lasts` of its numbers (see Numbered)."""

    paragraph: Paragraph
    start: int
    end: int
    words: str
    lasts: str


@lru_cache(maxsize=4)
def _silent(form: Form, year: int | None) -> set[str]:  # noqa: ARG001
    """Sentences that say nothing of any measure of a form, in reports of a year: bodies repeat one another's."""
    return set()


# So many are remembered, in less than half a megabyte.
_MOST_SILENT = 2048


def read_claims(report: Report) -> tuple[Claim, ...]:
    """Every claim of the report's prose on figures of its form, in reading order."""
    silent = _silent(report.form, report.year)
    heard: list[_Heard] = []
    for paragraph in report.reading(read_paragraphs):
        text, has_asides = paragraph.plain.text, bool(paragraph.asides)
        for start, end in paragraph.places:
            words = paragraph.words_of(start, end) if has_asides else text[start:end]
            if words not in silent:
                lasts = "".join([last for _, last in places_of_numbers(words)])
                heard.append(new_tuple(_Heard, (paragraph, start, end, words, lasts)))
    if not heard:
        return ()
    whole = Whole("\n".join([one.words for one in heard]))
    saying: set[str] = set()
    found = [claim for topic in report.form.phrases for claim in _claims_on(topic, report, heard, whole, saying)]
    found.sort(key=lambda one: sort_key(one.span))
    # Sentences with figures are seldom repeated; what an aside is, may lie with the paragraph.
    quiet = [
        one.words
        for one in heard
        if one.words not in saying
        and _DIGITS.isdisjoint(one.lasts)
        and not (one.paragraph.asides and "（" in one.words)
    ]
    if len(silent) + len(quiet) > _MOST_SILENT:
        silent.clear()
    silent.update(quiet[:_MOST_SILENT])
    return tuple(found)


def _claims_on(
    topic: Topic, report: Report, heard: Sequence[_Heard], whole: Whole, saying: set[str]
) -> Iterator[Claim]:
    """The claims on a topic.

    Args:
        topic: What they are on.
        report: Who claims.
        heard: Its sentences, but for those that say nothing.
        whole: What these say.
        saying: Takes the sentences that may say something of the topic.
    """
    wordings = topic.wordings
    numbered = [one for one in heard if one.lasts and not wordings.lasts.isdisjoint(one.lasts)]
    told = wordings.numbered_in("\n".join([one.words for one in numbered])) if numbered else []
    sayings = wordings.sayings_in(whole)
    asked: dict[int, _Asked] = {}
    for candidates, tellings in ((numbered, told), (heard, sayings)):
        for one in candidates if tellings else ():
            places = wordings.told_of(one.words, tellings)
            if places:
                there = asked.setdefault(one.paragraph.number, {})
                there[one.start] = one, sorted({*places, *there[one.start][1]} if one.start in there else places)
    if not asked:
        return
    binder = _Binder(topic, report)
    for number in sorted(asked):
        there = asked[number]
        paragraph = next(iter(there.values()))[0].paragraph
        if not binder.may_be_on_in(paragraph):
            saying.update([one.words for one, _ in there.values()])
            continue
        bound = binder.bound(there)
        if bound:
            saying.update([there[start][0].words for start in bound])
            yield from _Follower(topic, report, paragraph, max(bound)).claims(bound)


# Sentences of a paragraph by where they begin, each with the places of the wordings that may stand in it.
_Asked: TypeAlias = dict[int, tuple[_Heard, list[int]]]


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
    """What sentences may say of a topic's measures, where it may be on."""

    def __init__(self, topic: Topic, report: Report) -> None:
        self._topic = topic
        self._year = report.year
        self._all = topic.wordings.all
        self._counters = frozenset((*topic.counters, "", "元"))  # of the numbers that its claims may hold

    def may_be_on_in(self, paragraph: Paragraph) -> bool:
        """Whether the topic may be on in a paragraph, or begin."""
        topic = self._topic
        return (
            paragraph.section in topic.sections
            or topic.about.may_stand_in(paragraph.plain.text)
            or (topic.under is not None and any(map(topic.under.search, paragraph.nearest)))
        )

    def bound(self, asked: _Asked) -> dict[int, list[_Bound]]:
        """What each strand of a sentence may say, by the beginnings of the sentences in which one says anything."""
        found: dict[int, list[_Bound]] = {}
        for start, (one, places) in sorted(asked.items()):
            told = [self._all[i] for i in places]
            sentence = one.paragraph.passage(start, one.end).sentence
            if not self._has_numbers(sentence):
                told = [(measure, pattern) for measure, pattern in told if measure.value is not None]
            strands = [self._strand(strand, told) for strand in sentence.strands] if told else []
            if any(one.matches for one in strands):
                found[start] = strands
        return found

    def _strand(self, strand: Strand, told: Sequence[tuple[Measure, Bounded]]) -> _Bound:
        prose = masked(strand, self._topic.counters, self._year)
        matches = [
            (measure, match)
            for measure, pattern in told
            if prose.quantities or measure.value is not None
            for match in pattern.finditer(prose.text)
        ]
        return new_tuple(_Bound, (prose, matches))

    def _has_numbers(self, sentence: Sentence) -> bool:
        return any(one.counter in self._counters for strand in sentence.strands for one in strand.quantities)


class _Follower:
    """Whether a topic is on, from clause to clause of a paragraph in which it may be; and whose figures are told.

    It is followed up to the sentence that begins at `last`. An expression that stands nowhere before the end of that
    is not looked for in any clause: it is None.
    """

    def __init__(self, topic: Topic, report: Report, paragraph: Paragraph, last: int) -> None:
        self.topic = topic
        self.report = report
        self._paragraph = paragraph
        self._places = [one for one in paragraph.places if one[0] <= last]
        whole = Whole(paragraph.words if paragraph.asides else paragraph.plain.text[: self._places[-1][1]])

        def known(pattern: Bounded | None) -> Bounded | None:
            return pattern if pattern is not None and whole.may_hold(pattern) else None

        self._about, self._under = known(topic.about), topic.under  # a heading may stand above the paragraph
        self._never, self._barred, self._elsewhere = known(topic.never), known(topic.barred), known(topic.elsewhere)
        self._this_year, self._other_time = known(_THIS_YEAR), known(topic.other_time)
        self._scopes = [one for one in topic.scopes if known(one.words)]
        self._subjects = [(id, said) for id, said in topic.subjects if known(said)]

    def claims(self, bound: Mapping[int, Sequence[_Bound]]) -> Iterator[Claim]:
        """What the sentences of the paragraph claim, of which is known what they may say."""
        headings: tuple[str, ...] | None = None
        state = _State(is_on=False, counts=True, is_now=True, scope=None, subject=None)
        for start, end in self._places:
            passage, said = self._paragraph.passage(start, end), bound.get(start, ())
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
            if not said:
                state = self._after(sentence, state)
                continue
            walks: dict[int, tuple[Masked, _Walk]] = {}
            for k, strand in enumerate(sentence.strands):
                prose = said[k].prose
                begin = state
                if strand.host is not None:
                    host, host_walk = walks[id(strand.host)]
                    begin = host_walk.at(host.masked_place(max(strand.host_at - 1, 0)))
                walk = self._walk(prose, begin)
                walks[id(strand)] = prose, walk
                yield from self._bind(said[k], walk, passage)
            prose, walk = walks[id(sentence.main)]
            state = walk.at(len(prose.text))._replace(counts=True, is_now=True)

    def _after(self, sentence: Sentence, state: _State) -> _State:
        """What holds behind a sentence that says nothing."""
        if state.is_on and self._never is None and not self._scopes and not self._subjects:
            return state._replace(counts=True, is_now=True)
        prose = masked(sentence.main, self.topic.counters, self.report.year)
        return self._walk(prose, state).at(len(prose.text))._replace(counts=True, is_now=True)

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
