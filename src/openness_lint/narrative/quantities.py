"""Each number in a run of prose, with its counter, its factor and the words that make it approximate."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from openness_lint.model.figure import MOST_DIGITS
from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.narrative.numerals import CHINESE, FACTORS, arabic, chinese


class Kind(Enum):
    """What a counter counts."""

    COUNT = "count"  # 件 条 次 期 …
    MONEY = "money"  # 元, whatever the factor
    SHARE = "share"  # % 百分点 倍
    TIME = "time"  # 年 月 日 天 工作日
    BARE = "bare"  # no counter is printed


_COUNTERS = {
    Kind.COUNT: (
        "件次 条次 场次 人次 期次 个次 户次 家次 篇次 件 条 起 宗 例 项 个 份 次 期 场 篇 部 张 本 册 家 名 人 位 户 "
        "批 组 类 版 台 处 字 幅 封 通 则 枚 款 门 块 座 间 套 轮 卷 页 粉丝 通电话"
    ),
    Kind.MONEY: "元 美元 欧元 港元",
    Kind.SHARE: "% ‰ 个百分点 百分点 倍",
    Kind.TIME: "年 年度 月 月份 个月 日 号 时 点 分 季度 天 周 小时 分钟 秒 工作日 个工作日 个自然日 周年 周岁 岁",
}
KIND_OF = {counter: kind for kind, counters in _COUNTERS.items() for counter in counters.split()}

# Before the number; 最近 and 附近 are other words.
_ABOUT_BEFORE = pattern(
    r"(?:大约|约为|约|(?<![最附])将?近|超过|超|逾|突破|不足|至少|不少于|不低于|不超过|不多于|最多)$"
)
_ABOUT_ENDS = frozenset("约为近过超逾破足少于多")
_AT_LEAST = frozenset("超过 超 逾 突破 至少 不少于 不低于 以上".split())
_AT_MOST = frozenset("不足 不超过 不多于 最多 以下 以内".split())
_UPWARD = frozenset("余 多 来".split())


_LONGEST = max(map(len, KIND_OF))
_FIRST = frozenset(one[0] for one in KIND_OF)
_AFTER = frozenset("左右 上下 以上 以下 以内".split())
# Counters are looked up behind the number: to spell them out in here would take longer to compile than a report
# takes to read. Every repeat is bounded.
_NUMBER = pattern(
    rf"""(?P<arabic>(?<![0-9A-Za-z._/·])(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}|[0-9]{{1,{MOST_DIGITS}}})
          (?:\.[0-9]{{1,8}})?)(?![0-9A-Za-z_/·]|\.[0-9])
          (?P<more>[余多来])?(?P<factor>[十百千]?[万亿]|[十百千])?(?P<over>[余多来])?
    | 百分之(?P<share>[0-9]{{1,3}}(?:\.[0-9]{{1,8}})?|[{CHINESE}]{{1,8}})
    | (?<![第每几数逐某任这那各上下{CHINESE}])(?P<chinese>[{CHINESE}]{{1,24}})(?P<chinese_over>[余多])?""",
    re.VERBOSE,
)
_ONE = Decimal(1)
_BEGINNING = pattern(f"[0-9{CHINESE}]")
# Where a number may stand: digits, or the end of a numeral with what begins a counter behind it, or 百分之.
_PLACE = pattern(
    f"[0-9{CHINESE}](?:(?<=[0-9])[0-9]{{0,{MOST_DIGITS}}}|[余多]?[{re.escape(''.join(sorted(_FIRST)))}]|分之)"
)


def _counter(text: str, start: int) -> str:
    """The longest counter that stands at an offset; empty where there is none."""
    if text[start : start + 1] not in _FIRST:
        return ""
    for length in range(_LONGEST, 0, -1):
        if text[start : start + length] in KIND_OF:
            return text[start : start + length]
    return ""


class Quantity(NamedTuple):
    """One number; places are offsets in the text it was found in.

    `start`, `end` are its digits alone; `stop` is the end of all that belongs to it (factor, 余, counter).
    `value` has the factor applied (18万 is 180000; 3.5万元 is 35000 of 元); `step` is what one of its last
    printed digit stands for. `about` is the word that makes it approximate (余, 约, 近, 以上 …), empty where exact.
    """

    start: int
    end: int
    stop: int
    value: Decimal
    step: Decimal
    kind: Kind
    counter: str = ""
    about: str = ""
    is_chinese: bool = False

    def admits(self, number: Decimal) -> bool:
        """Whether a figure of a table can be what is told here in round or exact words.

        Decimals and factors round or cut off; 余 and 多 stand for less than one more of the last place that
        is not zero, 约 and 近 for that much either way.
        """
        if self.about in _AT_LEAST:
            return number >= self.value
        if self.about in _AT_MOST:
            return number <= self.value
        if self.about:
            place = max(self._place(), Decimal(10))
            low = self.value if self.about in _UPWARD else self.value - place
            return low <= number < self.value + place
        return abs(number - self.value) < self.step if self.step != 1 else number == self.value

    def _place(self) -> Decimal:
        """The last place of the number that is not zero: 100 of 300, 10000 of 18万."""
        place = self.step
        while self.value and self.value % (place * 10) == 0:
            place *= 10
        return place


def may_hold_numbers(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a number may stand in a part of a text; where none may, `quantities` finds none."""
    return _PLACE.search(text, start, end) is not None


def places_of_numbers(text: str) -> list[tuple[int, str]]:
    """Where numbers may stand in a text: an offset in each, with its last digit or, of a numeral, what follows."""
    return [(found.start(), found[0][-1]) for found in _PLACE.finditer(text)]


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a plain text in order; ordinals (第3条) and parts of names (5G, V2.0, 5·15) are none."""
    start = _BEGINNING.search(text)
    while start is not None:
        # From one character that may begin a number to the next: few characters of prose do.
        found = _NUMBER.match(text, start.start())
        if found is None:
            start = _BEGINNING.search(text, start.end())
            continue
        one = _read(found, text)
        if one is not None:
            yield one
        start = _BEGINNING.search(text, found.end())


def _read(found: re.Match[str], text: str) -> Quantity | None:
    if found["share"] is not None:
        digits = found["share"]
        value = arabic(digits) if digits[0].isascii() else Decimal(100) if digits == "百" else chinese(digits)
        place = found.span("share")
        return None if value is None else Quantity(*place, found.end(), value, _step(digits, 1), Kind.SHARE, "%")
    counter = _counter(text, found.end())
    stop = found.end() + len(counter)
    after = text[stop : stop + 2]
    if after in _AFTER:
        stop += 2
    else:
        after = ""
    if found["chinese"] is not None:
        value = chinese(found["chinese"]) if counter else None
        if value is None:
            return None
        about = found["chinese_over"] or after or _about(text, found.start())
        start, end = found.span("chinese")
        return new_tuple(Quantity, (start, end, stop, value, _ONE, KIND_OF[counter], counter, about, True))
    start, end = found.span("arabic")
    if text[start - 1 : start] == "第":
        return None
    factor = FACTORS.get(found["factor"] or "", 1)
    about = found["over"] or found["more"] or after or _about(text, start)
    kind = KIND_OF[counter] if counter else Kind.BARE
    digits = found["arabic"]
    value, step = (
        (arabic(digits) * factor, _step(digits, factor)) if factor != 1 or "." in digits else (arabic(digits), _ONE)
    )
    return new_tuple(Quantity, (start, end, stop, value, step, kind, counter, about, False))


def _about(text: str, start: int) -> str:
    before = text[max(0, start - 4) : start]
    if before[-1:] in "-~—–～至到" and text[max(0, start - 2) : start - 1].isdigit():
        return before[-1:]  # the end of a range, 3-5件
    if before[-1:] not in _ABOUT_ENDS:
        return ""
    found = _ABOUT_BEFORE.search(before)
    return found[0] if found else ""


def _step(digits: str, factor: int) -> Decimal:
    decimals = len(digits.partition(".")[2])
    return Decimal(factor).scaleb(-decimals)
