"""Wholes and their parts, as sentences put them: 共A条，其中甲b条、乙c条.

Only what 其中 introduces is read, and only as far as the list goes beyond doubt: a clause that tells of
something else (全年收到…, 同比增长…) ends it, and so does the next 其中.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.passages import read_paragraphs, read_words
from openness_lint.narrative.quantities import Kind, Quantity
from openness_lint.narrative.sentences import Strand

_AMONG = pattern("(?<!参与)(?<!融入)(?<!投身)(?<!置身)(?<!身处)其中(?![一之])")
# What begins another statement, where a comma and not a 、 stands before it.
_ANOTHER = pattern(
    "全年|本年|今年|[共总]计?|累计|合计|同比|环比|[比较][上去]年|[比较]20|收到|受理|新收|收办|办结|(?<!线上)(?<!线下)(?<!网上)办理|答复|回复|处理|结转|另有?|此外|同时|"
    "平均|截至|目前|均|全部|各[级部县区]|分别|开展|组织|举办|召开|培训|达到?|完成|占|提[升高]|增[加长]|减少|下降|报送|推送|转发|录用|采用|采纳"
)
_OPEN = pattern("等|主要|包括|如下|之一|部分")
_SEPARATOR = pattern("[，、：]|以及|及(?!时)|和")
# A label longer than this is a clause of its own.
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """A number in its strand."""

    strand: Strand
    quantity: Quantity

    @property
    def low(self) -> Decimal:
        """The least that its words allow."""
        return bounds(self.quantity)[0]

    @property
    def high(self) -> Decimal | None:
        """The most that its words allow; None where they set no bound."""
        return bounds(self.quantity)[1]


class Part(NamedTuple):
    """One part of a list: what it is called, how many, and its stated share of the whole."""

    label: str
    placed: Placed
    share: Placed | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and the parts that 其中 introduces, all with the whole's counter.

    `wholes` are the numbers that 其中 may refer to, the nearest last. `is_open`: the list ends in 等 or
    tells main parts only; `is_pure`: nothing with another counter stands in it.
    """

    section: str
    wholes: tuple[Placed, ...]
    parts: tuple[Part, ...]
    is_open: bool
    is_pure: bool

    @property
    def whole(self) -> Placed:
        return self.wholes[-1]

    @property
    def most(self) -> Decimal | None:
        """The most that all parts together can be, whichever of the numbers before is meant; None: no bound."""
        highs = [one.high for one in self.wholes]
        return None if any(one is None for one in highs) else sum((one for one in highs if one is not None), Decimal(0))


def bounds(quantity: Quantity) -> tuple[Decimal, Decimal | None]:
    """The least and the most that a number's words allow (`300余` is 300 to 399); None: no bound."""
    value, step = quantity.value, quantity.step
    place = step
    while value and value % (place * 10) == 0:
        place *= 10
    if not quantity.about:
        slack = step if step != 1 else Decimal(0)  # decimals and factors round or cut off
        return value - slack, value + slack
    if quantity.about in {"余", "多", "来"}:
        return value, value + max(place, Decimal(10)) - 1
    if quantity.about in {"约", "约为", "大约", "近", "将近", "左右", "上下"}:
        return max(Decimal(0), value - place), value + place
    if quantity.about in {"不足", "不超过", "不多于", "最多", "以下", "以内"}:
        return Decimal(0), value
    if quantity.about in {"超过", "超", "逾", "突破", "至少", "不少于", "不低于", "以上"}:
        return value, None
    return Decimal(0), None  # the end of a range, and words that are not known


def read_breakdowns(report: Report) -> tuple[Breakdown, ...]:
    """Every whole with its parts in the report's prose, in reading order."""
    if not report.reading(read_words).holds("其中"):
        return ()
    return tuple(
        found
        for paragraph in report.reading(read_paragraphs)
        if "其中" in paragraph.plain.text
        for passage in paragraph.passages
        if "其中" in passage.sentence.text
        for strand in passage.sentence.strands
        for found in _of(strand, passage.section)
    )


def _of(strand: Strand, section: str) -> Iterator[Breakdown]:
    text = strand.text
    places = [found.start() for found in _AMONG.finditer(text)]
    for i, place in enumerate(places):
        stop = text.find("；", place)
        ends = [len(text), *([stop] if stop >= 0 else []), *places[i + 1 : i + 2]]
        parts, is_pure, is_open = _parts(strand, place + 2, min(ends))
        if not parts:
            continue
        counter = parts[0].placed.quantity.counter
        wholes = tuple(one for one in _wholes(strand, place) if one.quantity.counter == counter)
        if wholes:
            yield Breakdown(section, wholes, tuple(parts), is_open, is_pure)


def _wholes(strand: Strand, place: int) -> list[Placed]:
    """The numbers before 其中 that it may refer to: those told together with the last one."""
    begin = strand.text.rfind("；", 0, place) + 1
    host, at = strand, place
    if not strand.text[begin:place].strip("，、：") and strand.host is not None:
        host, at = strand.host, strand.host_at
        begin = host.text.rfind("；", 0, at) + 1
    found = [one for one in host.quantities if begin <= one.start and one.stop <= at and one.kind in _COUNTED]
    if not found or at - found[-1].stop > _LONGEST:
        return []
    return [Placed(host, one) for one in found]


_COUNTED = (Kind.COUNT, Kind.MONEY)


def _parts(strand: Strand, begin: int, end: int) -> tuple[list[Part], bool, bool]:
    """The parts from 其中 on; whether all have one counter; whether the list is left open."""
    text = strand.text
    parts: list[Part] = []
    is_pure, is_behind = True, False
    at = begin
    for one in strand.quantities:
        if one.start < begin or one.stop > end:
            continue
        between = text[at : one.start]
        if one.kind is Kind.TIME:
            continue
        if one.kind is Kind.SHARE:
            if parts and parts[-1].share is None and len(between) <= 12 and re.search("占|比|率", between):
                parts[-1] = parts[-1]._replace(share=Placed(strand, one))
                at = one.stop
                continue
            break
        if one.kind not in _COUNTED or _ends_the_list(between, is_first=not parts):
            break
        label = between.strip("，、：")
        if not parts:
            is_behind = not label  # 其中3件予以公开、5件不予公开
        if is_behind:
            label = _SEPARATOR.split(text[one.stop : end], 1)[0]
        at = one.stop
        if parts and one.counter != parts[0].placed.quantity.counter:
            is_pure = False
            continue
        parts.append(Part(re.sub("^(?:和|及|以及)", "", label), Placed(strand, one), None))
    tail = _SEPARATOR.split(text[at:end], 1)[0]
    is_open = bool(_OPEN.search(text[begin:at]) or _OPEN.search(tail))
    return parts, is_pure, is_open


def _ends_the_list(between: str, *, is_first: bool) -> bool:
    if len(between) > _LONGEST:
        return True
    continues = between.startswith(("、", "和", "及", "以及"))
    return not continues and _ANOTHER.search(between.removeprefix("，") if not is_first else between) is not None
