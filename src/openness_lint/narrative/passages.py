"""The prose of a report as passages: each paragraph's sentences, under the headings that hold for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from openness_lint.model.bounded import Whole
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple
from openness_lint.narrative.plain import Plain, plainly
from openness_lint.narrative.sentences import Sentence, asides_of, cut

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


class Paragraph:
    """A paragraph with its place, whose passages are made when somebody asks for them.

    `headings` are those that hold for its sentences, one entry for each, and `nearest` the innermost of these.
    """

    __slots__ = ("_asides", "_passages", "_places", "headings", "nearest", "number", "plain", "section")

    def __init__(self, section: str, number: int, plain: Plain) -> None:
        self.section = section
        self.number = number
        self.plain = plain
        self._asides = asides_of(plain.text)
        self._places = cut(plain.text, self._asides)
        self.headings: list[tuple[str, ...]] = []
        self.nearest: set[str] = set()
        self._passages: tuple[Passage, ...] | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        if self._passages is None:
            self._passages = tuple(
                [
                    Passage(self.section, self.number, headings, Sentence(self.plain, start, end, self._asides))
                    for (start, end), headings in zip(self._places, self.headings, strict=True)
                ]
            )
        return self._passages

    @property
    def words(self) -> str:
        """What it and the strands of its sentences say: a string that stands in one of them stands in this."""
        if not self._asides:
            return self.plain.text
        asides = (one.sentence.words for one in self.passages if one.sentence.has_asides)
        return "\n".join((self.plain.text, *asides))

    def put_under(self, headings: list[_Heading]) -> None:
        """Find the headings that its sentences are or begin with, and take off the shelf those that they end."""
        inline: list[_Heading] = []
        held = tuple([title for _, title in headings])
        text = self.plain.text
        for start, end in self._places:
            if text[start] in _FIRST:
                level, title = self._heading(start, end)
                if title:
                    # 一是…。二是… within a paragraph hold for that paragraph alone, unless it is one heading.
                    shelf = headings if level < len(_LEVELS) - 1 or len(self._places) == 1 else inline
                    for kept in (headings, inline):
                        kept[:] = [one for one in kept if one[0] < level]
                    shelf.append((level, title))
                    held = tuple([title for _, title in (*headings, *inline)])
            if held and held[-1] not in self.nearest:
                self.nearest.add(held[-1])
            self.headings.append(held)

    def _heading(self, start: int, end: int) -> _Heading:
        """The level and words of the heading that a sentence is or begins with; no words where it has none."""
        text = self.plain.text
        for level in _LEVELS_BY_FIRST.get(text[start], _OTHER_LEVELS):
            found = _LEVELS[level].match(text, start, end)
            if found is None:
                continue
            # 依申请公开：全年收到…, 依申请公开方面，全年… : what stands before the first mark.
            words = found.end()
            mark = _MARKS.search(text, words, min(end, words + _LONGEST + 1))
            title = text[words : min(end, words + _LONGEST + 1) if mark is None else mark.start()]
            if len(title) > _LONGEST or (len(title) == end - words and self._has_numbers(start, end)):
                return level, ""
            return level, title
        return 0, ""

    def _has_numbers(self, start: int, end: int) -> bool:
        return bool(Sentence(self.plain, start, end, self._asides).main.quantities)


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
    texts = iter(plainly(printed for _, paragraphs in prose for printed in paragraphs))
    number = 0
    for section, paragraphs in prose:
        headings: list[_Heading] = []
        for _ in paragraphs:
            one = Paragraph(section, number, next(texts))
            one.put_under(headings)
            yield one
            number += 1
