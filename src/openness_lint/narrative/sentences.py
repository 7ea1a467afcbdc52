"""Paragraphs cut into sentences, asides and clauses, with the numbers of each.

    答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复），均在法定期限内

is a sentence of two strands: the main one, 答复3050件，均在法定期限内, and the aside within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from openness_lint.model.pattern import pattern
from openness_lint.model.span import Span
from openness_lint.model.text import Text
from openness_lint.model.values import dataclass
from openness_lint.narrative.numerals import CHINESE
from openness_lint.narrative.plain import Plain, plain
from openness_lint.narrative.quantities import Quantity, quantities

_BRACKETS = pattern("[（）]")
_ENUMERATOR = pattern(rf"（[0-9{CHINESE}]{{1,3}}）")
_TITLE = pattern("《[^《》]{0,120}》|〔[^〔〕]{0,8}〕")
_ENDS = pattern("[。！？]")
# Asides within asides are read this deep; every strand costs its length, so that depth has to end somewhere.
_DEEPEST = 4
_CLAUSE = pattern("[^，；：]+")
_PART = pattern("[^；]+")


@dataclass(frozen=True)
class Strand:
    """A run of a sentence read without the asides in it.

    `host` is the strand it is an aside of, and `host_at` the offset there where it stood; None for the
    main one. `at` maps offsets in `text` to offsets in the paragraph.
    """

    paragraph: Plain
    text: str
    at: Sequence[int]
    host: Strand | None = None
    host_at: int = 0

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` is printed, asides within it included.

        Raises:
            ValueError: the part is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no part {start}:{end} in a text of {len(self.text)} characters")
        return self.paragraph.span(self.at[start], self.at[end - 1] + 1)

    def original(self, start: int, end: int) -> str:
        """`text[start:end]` as printed."""
        return self.paragraph.original(self.at[start], self.at[end - 1] + 1)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers in order; those within 《》 and 〔〕 are parts of names."""
        numbers = tuple(quantities(self.text))
        titles = [found.span() for found in _TITLE.finditer(self.text)] if numbers else []
        if not titles:
            return numbers
        found: list[Quantity] = []
        k = 0
        for one in numbers:
            while k < len(titles) and titles[k][1] <= one.start:
                k += 1
            if k == len(titles) or one.start < titles[k][0]:
                found.append(one)
        return tuple(found)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Where its clauses stand, cut at ，；： ."""
        return tuple(found.span() for found in _CLAUSE.finditer(self.text))

    @cached_property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Where its parts stand, cut at ； alone."""
        return tuple(found.span() for found in _PART.finditer(self.text))


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text` with its asides, and its strands, the main one first, asides as they come."""

    paragraph: Plain
    start: int
    end: int
    strands: tuple[Strand, ...]

    @property
    def main(self) -> Strand:
        return self.strands[0]

    @cached_property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @cached_property
    def has_quantities(self) -> bool:
        """Whether a number stands in it or in one of its asides."""
        return any(one.quantities for one in self.strands)

    @property
    def span(self) -> Span:
        return self.paragraph.span(self.start, self.end)


def sentences(printed: Text) -> Iterator[Sentence]:
    """The sentences of one paragraph, their closing marks left out."""
    paragraph = plain(printed)
    text = paragraph.text
    pairs = _pairs(text)
    inside_until = 0
    start = 0
    marks = iter(sorted(pairs.items()))
    pair = next(marks, None)
    for end in [found.start() for found in _ENDS.finditer(text)] + [len(text)]:
        while pair is not None and pair[0] < end:
            inside_until = max(inside_until, pair[1])
            pair = next(marks, None)
        if end < inside_until and end < len(text):
            continue  # a full stop within an aside ends no sentence
        if end > start:
            yield Sentence(paragraph, start, end, _strands(paragraph, start, end, pairs))
        start = end + 1


def _pairs(text: str) -> dict[int, int]:
    """By the offset of each bracket that opens an aside, that of the one that closes it; the outer ones only."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found[0] == "（":
            opened.append(found.start())
        elif opened:
            first = opened.pop()
            if not _ENUMERATOR.match(text, first, found.end()):
                pairs[first] = found.start()
    kept: dict[int, int] = {}
    around: list[int] = []  # where the pairs around the one at hand close
    for first, last in sorted(pairs.items()):
        while around and around[-1] < first:
            around.pop()
        if len(around) < _DEEPEST:
            kept[first] = last
            around.append(last)
    return kept


def _strands(paragraph: Plain, start: int, end: int, pairs: dict[int, int]) -> tuple[Strand, ...]:
    text = paragraph.text
    found: list[Strand] = []
    waiting: list[tuple[int, int, Strand | None, int]] = [(start, end, None, 0)]
    for first, last, host, host_at in waiting:  # grows while it is walked: asides of asides come last
        kept: list[tuple[int, int]] = []
        asides: list[tuple[int, int, int]] = []
        here, length = first, 0
        for opened in _BRACKETS.finditer(text, first, last):
            if opened.start() < here or opened.start() not in pairs:
                continue
            kept.append((here, opened.start()))
            length += opened.start() - here
            asides.append((opened.start() + 1, pairs[opened.start()], length))
            here = pairs[opened.start()] + 1
        kept.append((here, last))
        at = range(first, last) if not asides else [i for piece in kept for i in range(*piece)]
        strand = Strand(paragraph, "".join(text[a:b] for a, b in kept), at, host, host_at)
        found.append(strand)
        waiting += [(a, b, strand, offset) for a, b, offset in asides if b > a]
    return tuple(found)
