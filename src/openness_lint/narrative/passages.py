"""The prose of a report as passages: each paragraph's sentences, under the headings that hold for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

from openness_lint.model.bounded import Whole
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.narrative.plain import Plain, plainly
from openness_lint.narrative.quantities import may_hold_numbers, places_of_numbers
from openness_lint.narrative.sentences import ENDS, Sentence, asides_of, cut

_CHINESE = "一二三四五六七八九十"
# The enumerators of official prose (GB/T 9704) from the outermost in, and those that count off within a paragraph.
_LEVELS = (
    pattern(f"[{_CHINESE}]{{1,3}}、"),
    pattern(f"（[{_CHINESE}]{{1,3}}）"),
    pattern("[0-9]{1,2}[.、](?![0-9])"),
    pattern("（[0-9]{1,2}）"),
    pattern(f"(?:第[{_CHINESE}]{{1,2}}，?|[{_CHINESE}]{{1,2}}是|[①-⑳])"),
)
# The levels by what their enumerators begin with; and all that one begins with.
_LEVELS_BY_FIRST = {"（": (1, 3), **dict.fromkeys("0123456789", (2,)), **dict.fromkeys(_CHINESE, (0, 4))}
_OTHER_LEVELS = (4,)
_FIRST = frozenset([*_LEVELS_BY_FIRST, "第", *map(chr, range(ord("①"), ord("⑳") + 1))])
# A heading is a short phrase; longer ones are sentences that happen to be counted off.
_LONGEST = 30
_MARKS = pattern("[，：；,:]")
# Sentences that begin with what an enumerator may begin with.
_COUNTED_OFF = pattern(f"[。！？][（0-9第①-⑳{_CHINESE}]")
_offset: Callable[[tuple[int, object]], int] = itemgetter(0)

# Its level, the outermost 0, and its words.
_Heading: TypeAlias = tuple[int, str]


class Passage(NamedTuple):
    """One sentence where it stands.

    `section` is the section's id, `preface` before the first. `headings` are the enumerated headings that hold
    for it, outermost first, without their enumerators. `paragraph` counts paragraphs from 0 over the report.
    """

    section: str
    paragraph: int
    headings: tuple[str, ...]
    sentence: Sentence


class Numbered(NamedTuple):
    """A sentence of a paragraph in which a number may stand: its place there, and what it and its strands say.

    `lasts` are the last digit of each such number, or the character behind it where it is a numeral.
    """

    start: int
    end: int
    words: str
    lasts: str


class Paragraph:
    """A paragraph with its place; its sentences, headings and passages are made when somebody asks for them.

    Its sentences go by the offsets in it from which and up to which they stand.
    """

    __slots__ = (
        "_asides",
        "_headings",
        "_numbered",
        "_passages",
        "_places",
        "above",
        "number",
        "plain",
        "section",
        "shelf",
    )

    def __init__(self, section: str, number: int, plain: Plain, above: Paragraph | None) -> None:
        """`above` is the paragraph before it in its section; `shelf` will be the headings that hold behind it."""
        self.section = section
        self.number = number
        self.plain = plain
        self.above = above
        self._asides: Mapping[int, int] | None = None
        self._places: list[tuple[int, int]] | None = None
        self._headings: list[tuple[int, tuple[str, ...]]] | None = None
        self.shelf: tuple[_Heading, ...] | None = None
        self._passages: dict[int, Passage] = {}
        self._numbered: tuple[Numbered, ...] | None = None

    @property
    def asides(self) -> Mapping[int, int]:
        """By the offset of each bracket that opens an aside, that of the one that closes it."""
        if self._asides is None:
            self._asides = asides_of(self.plain.text)
        return self._asides

    @property
    def places(self) -> Sequence[tuple[int, int]]:
        """Where its sentences begin and end."""
        if self._places is None:
            self._places = cut(self.plain.text, self.asides)
        return self._places

    @property
    def nearest(self) -> set[str]:
        """The innermost of the headings that hold for its sentences."""
        headings = self.headings
        # Those from before hold for none where the first sentence is a heading.
        is_first = len(headings) > 1 and headings[1][0] == self.places[0][0]
        return {titles[-1] for _, titles in headings[is_first:] if titles}

    @property
    def headings(self) -> Sequence[tuple[int, tuple[str, ...]]]:
        """The headings that hold from each offset on, outermost first."""
        if self._headings is None:
            waiting, one = [self], self.above
            while one is not None and one.shelf is None:
                waiting.append(one)
                one = one.above
            shelf = [] if one is None else list(one.shelf or ())
            while waiting:
                waiting.pop().put_under(shelf)
        assert self._headings is not None
        return self._headings

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """The sentences in which a number may stand."""
        if self._numbered is None:
            self._numbered = tuple(self._with_asides() if self.asides else self._without_asides())
        return self._numbered

    def _with_asides(self) -> Iterator[Numbered]:
        for start, end in self.places:
            words = self.words_of(start, end)
            found = places_of_numbers(words)
            if found:
                yield new_tuple(Numbered, (start, end, words, "".join([last for _, last in found])))

    def _without_asides(self) -> Iterator[Numbered]:
        text = self.plain.text
        start, end, lasts = 0, -1, ""
        for place, last in places_of_numbers(text):
            if place > end:
                if lasts:
                    yield new_tuple(Numbered, (start, end, text[start:end], lasts))
                    lasts = ""
                begin, stop = max(end, 0), ENDS.search(text, place)
                start = 1 + max([text.rfind(one, begin, place) for one in "。！？"])
                end = len(text) if stop is None else stop.start()
            lasts += last
        if lasts:
            yield new_tuple(Numbered, (start, end, text[start:end], lasts))

    def passage(self, start: int, end: int) -> Passage:
        """The passage of one of its sentences."""
        found = self._passages.get(start)
        if found is None:
            headings = self.headings
            titles = headings[bisect_right(headings, start, key=_offset) - 1][1]
            sentence = Sentence(self.plain, start, end, self.asides)
            found = self._passages[start] = new_tuple(Passage, (self.section, self.number, titles, sentence))
        return found

    @property
    def passages(self) -> list[Passage]:
        return [self.passage(start, end) for start, end in self.places]

    @property
    def words(self) -> str:
        """What it and the strands of its sentences say: a string that stands in one of them stands in this."""
        if not self.asides:
            return self.plain.text
        sentences = [Sentence(self.plain, start, end, self.asides) for start, end in self.places]
        return "\n".join((self.plain.text, *(one.words for one in sentences if one.has_asides)))

    def words_of(self, start: int, end: int) -> str:
        """The same of one of its sentences."""
        if self.asides:
            return Sentence(self.plain, start, end, self.asides).words
        return self.plain.text[start:end]

    def put_under(self, shelf: list[_Heading]) -> None:
        """Find the headings that its sentences are or begin with, and take off the shelf those that they end."""
        inline: list[_Heading] = []
        found = [(0, tuple([title for _, title in shelf]))]
        for start in self._beginnings():
            level, title = self._heading(start)
            if title:
                # 一是…。二是… within a paragraph hold for that paragraph alone, unless it is one heading.
                kept = shelf if level < len(_LEVELS) - 1 or len(self.places) == 1 else inline
                for one in (shelf, inline):
                    one[:] = [other for other in one if other[0] < level]
                kept.append((level, title))
                found.append((start, tuple([title for _, title in (*shelf, *inline)])))
        self._headings = found
        self.shelf = tuple(shelf)

    def _beginnings(self) -> Iterable[int]:
        """Where sentences begin with what an enumerator may begin with."""
        text = self.plain.text
        if self.asides:
            return [start for start, _ in self.places if text[start] in _FIRST]
        found = [one.end() - 1 for one in _COUNTED_OFF.finditer(text)]
        return [0, *found] if text[:1] in _FIRST else found

    def _heading(self, start: int) -> _Heading:
        """The level and words of the heading that the sentence there is or begins with; no words where it has none."""
        text = self.plain.text
        for level in _LEVELS_BY_FIRST.get(text[start], _OTHER_LEVELS):
            found = _LEVELS[level].match(text, start)
            if found is None:
                continue
            # 依申请公开：全年收到…, 依申请公开方面，全年… : what stands before the first mark.
            words, end = found.end(), self._end(start)
            mark = _MARKS.search(text, words, min(end, words + _LONGEST + 1))
            title = text[words : min(end, words + _LONGEST + 1) if mark is None else mark.start()]
            if len(title) > _LONGEST or (len(title) == end - words and self._has_numbers(start, end)):
                return level, ""
            return level, title
        return 0, ""

    def _end(self, start: int) -> int:
        """Where the sentence that begins there ends."""
        if self.asides:
            return self.places[bisect_right(self.places, start, key=_offset) - 1][1]
        found = ENDS.search(self.plain.text, start)
        return len(self.plain.text) if found is None else found.start()

    def _has_numbers(self, start: int, end: int) -> bool:
        if not self.asides and not may_hold_numbers(self.plain.text, start, end):
            return False
        return bool(Sentence(self.plain, start, end, self.asides).main.quantities)


def read_paragraphs(report: Report) -> tuple[Paragraph, ...]:
    """The paragraphs of the report's prose, in reading order."""
    return tuple(_paragraphs(report))


def read_passages(report: Report) -> tuple[Passage, ...]:
    """Every sentence of the report's prose, in reading order, each section once."""
    return tuple([passage for one in report.reading(read_paragraphs) for passage in one.passages])


def read_words(report: Report) -> Whole:
    """All that its sentences and their strands say, as plain as they are."""
    return Whole("\n".join([one.words for one in report.reading(read_paragraphs)]))


def _paragraphs(report: Report) -> Iterator[Paragraph]:
    prose = [("preface", report.preface), *((one.id, one.paragraphs) for one in report.sections)]
    texts = iter(plainly([printed for _, paragraphs in prose for printed in paragraphs]))
    number = 0
    for section, paragraphs in prose:
        above: Paragraph | None = None
        for _ in paragraphs:
            above = Paragraph(section, number, next(texts), above)
            yield above
            number += 1
