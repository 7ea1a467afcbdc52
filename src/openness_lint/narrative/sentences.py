"""Paragraphs cut into sentences, asides and clauses, with the numbers of each.

    答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复），均在法定期限内

is a sentence of two strands: the main one, 答复3050件，均在法定期限内, and the aside within it. Most sentences are
asked for nothing but their words, so that strands and numbers are made when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openness_lint.model.pattern import pattern
from openness_lint.model.span import Span
from openness_lint.model.text import Text
from openness_lint.narrative.numerals import CHINESE
from openness_lint.narrative.plain import Plain, plain
from openness_lint.narrative.quantities import Quantity, quantities

_BRACKETS = pattern("[（）]")
_ENUMERATOR = pattern(rf"（[0-9{CHINESE}]{{1,3}}）")
_TITLE = pattern("《[^《》]{0,120}》|〔[^〔〕]{0,8}〕")
ENDS = pattern("[。！？]")
# Asides within asides are read this deep; every strand costs its length, so that depth has to end somewhere.
_DEEPEST = 4
_CLAUSE = pattern("[^，；：]+")
_PART = pattern("[^；]+")
_NO_ASIDES: Mapping[int, int] = {}


class Strand:
    """A run of a sentence read without the asides in it.

    `host` is the strand it is an aside of, and `host_at` the offset there where it stood; None for the
    main one. `at` maps offsets in `text` to offsets in the paragraph.
    """

    __slots__ = ("_quantities", "at", "host", "host_at", "paragraph", "text")

    def __init__(
        self, paragraph: Plain, text: str, at: Sequence[int], host: Strand | None = None, host_at: int = 0
    ) -> None:
        self.paragraph = paragraph
        self.text = text
        self.at = at
        self.host = host
        self.host_at = host_at
        self._quantities: tuple[Quantity, ...] | None = None

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

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers in order; those within 《》 and 〔〕 are parts of names."""
        if self._quantities is None:
            self._quantities = _numbers(self.text)
        return self._quantities

    @property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Where its clauses stand, cut at ，；： ."""
        return tuple(found.span() for found in _CLAUSE.finditer(self.text))

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Where its parts stand, cut at ； alone."""
        return tuple(found.span() for found in _PART.finditer(self.text))


class Sentence:
    """One sentence: `text` with its asides, and its strands, the main one first, asides as they come."""

    __slots__ = ("_asides", "_strands", "end", "paragraph", "start", "text")

    def __init__(self, paragraph: Plain, start: int, end: int, asides: Mapping[int, int]) -> None:
        """`asides` are those of the paragraph, by the offsets of the brackets that open and close them."""
        self.paragraph = paragraph
        self.start = start
        self.end = end
        self.text = paragraph.text[start:end]
        self._asides = asides
        self._strands: tuple[Strand, ...] | None = None

    @property
    def strands(self) -> tuple[Strand, ...]:
        if self._strands is None:
            if self.has_asides:
                self._strands = _strands(self.paragraph, self.start, self.end, self._asides)
            else:
                self._strands = (Strand(self.paragraph, self.text, range(self.start, self.end)),)
        return self._strands

    @property
    def main(self) -> Strand:
        return self.strands[0]

    @property
    def has_asides(self) -> bool:
        return bool(self._asides) and "（" in self.text

    @property
    def words(self) -> str:
        """What it and its strands say: a string that stands in one of them stands in this."""
        if not self.has_asides:
            return self.text
        return "\n".join((self.text, *(one.text for one in self.strands)))

    @property
    def has_quantities(self) -> bool:
        """Whether a number stands in it or in one of its asides."""
        return any(one.quantities for one in self.strands)

    @property
    def span(self) -> Span:
        return self.paragraph.span(self.start, self.end)


def sentences(printed: Text) -> Iterator[Sentence]:
    """The sentences of one paragraph, their closing marks left out."""
    paragraph = plain(printed)
    asides = asides_of(paragraph.text)
    for start, end in cut(paragraph.text, asides):
        yield Sentence(paragraph, start, end, asides)


def cut(text: str, asides: Mapping[int, int]) -> list[tuple[int, int]]:
    """Where the sentences of a plain text stand, their closing marks left out; a full stop within an aside ends none."""
    if "！" in text or "？" in text:
        stops = [found.start() for found in ENDS.finditer(text)]
    else:
        stops = []
        stop = text.find("。")
        while stop >= 0:
            stops.append(stop)
            stop = text.find("。", stop + 1)
    if asides:
        stops = _outside(stops, asides)
    stops.append(len(text))
    found: list[tuple[int, int]] = []
    start = 0
    for end in stops:
        if end > start:
            found.append((start, end))
        start = end + 1
    return found


def _outside(stops: Sequence[int], asides: Mapping[int, int]) -> list[int]:
    """The stops that stand in no aside."""
    found: list[int] = []
    inside_until = 0
    marks = iter(sorted(asides.items()))
    aside = next(marks, None)
    for stop in stops:
        while aside is not None and aside[0] < stop:
            inside_until = max(inside_until, aside[1])
            aside = next(marks, None)
        if stop >= inside_until:
            found.append(stop)
    return found


def _numbers(text: str) -> tuple[Quantity, ...]:
    numbers = tuple(quantities(text))
    titles = [found.span() for found in _TITLE.finditer(text)] if numbers else []
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


def asides_of(text: str) -> Mapping[int, int]:
    """By the offset of each bracket that opens an aside, that of the one that closes it; the outer ones only."""
    if "（" not in text or (text.find("（", 1) < 0 and _ENUMERATOR.match(text)):
        return _NO_ASIDES
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


def _strands(paragraph: Plain, start: int, end: int, pairs: Mapping[int, int]) -> tuple[Strand, ...]:
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
