"""Prose with its numbers masked, so that patterns speak of words and not of digits.

Every number is one character of a private use area, years are said from where the report stands (本年, 上年,
下年, or 他年 for any other), and all else is as in the strand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.narrative.quantities import Kind, Quantity
from openness_lint.narrative.sentences import Strand

COUNT, BARE, MONEY, OTHER = "\ue000", "\ue001", "\ue002", "\ue003"

# How wordings write the numbers they bind, as a class of masked characters.
NUMBERS = {"N": f"[{COUNT}{BARE}]", "M": f"[{MONEY}]"}
# A short gap within a clause and without a number.
GAP = f"[^，；：。！？{COUNT}-{OTHER}]{{0,14}}?"
# The same within one item of a list.
ITEM_GAP = f"[^、，；：。！？{COUNT}-{OTHER}]{{0,14}}?"

# Words that often stand between what is counted and its number; they go with the number. After a comma, 共计 and its
# like sum up what went before.
_LEADING = pattern(
    "(?:[：为共有达]|，为|，共|，有|(?<!，)(?:共计|总计|合计)|累计|总数|达到|件数|数量|总量|数|量|案件|大?约|近|将近|超过?|逾|"
    "不足|至少|突破){1,3}$"
)
_LONGEST_LEADING = 9

_YEARS = {0: "本年", -1: "上年", 1: "下年"}
_ANOTHER_YEAR, _ONE_YEAR = "他年", "一年"
# What may stand in masked prose that is not printed so; where it does, the second is printed.
YEARS, YEAR = (*_YEARS.values(), _ANOTHER_YEAR, _ONE_YEAR), "年"


class Masked(NamedTuple):
    """`text` is masked; `quantities` are its numbers by their offset in it."""

    strand: Strand
    text: str
    quantities: dict[int, Quantity]
    starts: list[int]  # offsets in `text` from which on it runs in step with the strand …
    shifts: list[int]  # … and how much further the strand is there
    beginnings: list[int]  # the same offsets in the strand
    words: list[int]  # offsets in `text` of what stands for the numbers

    def place(self, offset: int) -> int:
        """The offset in the strand of a character; of a masked number, where it begins or near it."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def end_place(self, offset: int) -> int:
        """The offset in the strand where a stretch ends that ends at `offset` here, with all of a masked number."""
        i = bisect_right(self.starts, offset - 1) - 1
        if i < len(self.words) and offset > self.words[i]:
            return self.beginnings[i + 1]
        return offset + self.shifts[i]

    def masked_place(self, offset: int) -> int:
        """The offset here of a character of the strand; of a number's, near it."""
        i = bisect_right(self.beginnings, offset) - 1
        return offset - self.shifts[i]


def masked(strand: Strand, counters: Collection[str], year: int | None) -> Masked:
    """The strand with its numbers masked; only counts with one of these counters, or none, are masked as such."""
    if not strand.quantities:
        return new_tuple(Masked, (strand, strand.text, {}, [0], [0], [0], []))
    pieces: list[str] = []
    found: dict[int, Quantity] = {}
    starts, shifts, words = [0], [0], list[int]()
    length = last = 0
    for one in strand.quantities:
        start = one.start
        if one.kind in {Kind.COUNT, Kind.BARE, Kind.MONEY}:
            before = strand.text[max(last, start - _LONGEST_LEADING) : start]
            leading = _LEADING.search(before)
            start -= len(leading[0]) if leading else 0
        pieces.append(strand.text[last:start])
        length += start - last
        words.append(length)
        word = _word(one, counters, year)
        if len(word) == 1:
            found[length] = one
        pieces.append(word)
        length += len(word)
        last = one.stop
        starts.append(length)
        shifts.append(last - length)
    pieces.append(strand.text[last:])
    beginnings = [a + b for a, b in zip(starts, shifts, strict=True)]
    return Masked(strand, "".join(pieces), found, starts, shifts, beginnings, words)


def _word(one: Quantity, counters: Collection[str], year: int | None) -> str:
    match one.kind:
        case Kind.COUNT:
            return COUNT if one.counter in counters else OTHER
        case Kind.BARE:
            return BARE
        case Kind.MONEY:
            return MONEY if one.counter == "元" else OTHER
        case Kind.TIME if one.counter in {"年", "年度"} and one.value >= 1900:
            return _ANOTHER_YEAR if year is None else _YEARS.get(int(one.value) - year, _ANOTHER_YEAR)
        case Kind.TIME if one.counter == "年" and one.is_chinese and one.value == 1:
            return _ONE_YEAR  # 一年来 is this year
        case _:
            return OTHER
