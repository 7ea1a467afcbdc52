"""Numbers that Word sets before paragraphs by itself: 一、 of a heading may stand in no text.

Source of the counting systems: ECMA-376, part 1, 17.18.59 (ST_NumberFormat); of restarting levels, 17.9.10
(lvlRestart); of what follows a number, 17.9.28 (suff).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from openness_lint.model.values import dataclass, field
from openness_lint.word.names import attribute, child, children, is_on, local, whole_number

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL = str.maketrans("〇零一二三四五六七八九十百千万", "零零壹贰叁肆伍陆柒捌玖拾佰仟万")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    )
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LEVELS = 9
_LARGEST = 30_000  # what Word counts up to

# After these a number needs no blank before the text.
_CLOSING = tuple("、.．。)）,，:：;；】」")


def _counted(number: int, zero: str = "零", *, bare_ten: bool = True) -> str:
    """A number as it is counted aloud: 十二, 一百零五."""
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (zero if gap else "") + _DIGITS[int(digit)] + ("万" if place == 4 else _PLACES[place])
        gap = False
    return text[1:] if bare_ten and text.startswith("一十") else text


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _chinese(number: int) -> str:
    return _counted(number) if number < 100 else _digit_by_digit(number)


def _japanese(number: int) -> str:
    return re.sub("一(?=[十百千])", "", _counted(number, ""))


def _letters(number: int) -> str:
    """The letters from a to z, then aa, bb: Word repeats them."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * min(times + 1, 30)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _from(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, such as ① to ⑳; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "koreanDigital2": _digit_by_digit,
    "chineseLegalSimplified": lambda number: _counted(number, bare_ten=False).translate(_LEGAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
}


def numeral(number: int, format: str) -> str:
    """A number in one of Word's counting systems; in plain digits where the system is none of ours."""
    if number < 1:
        return "" if format == "none" else _DIGITS[0] if number == 0 and "ounting" in format else str(number)
    return _FORMATS.get(format, str)(min(number, _LARGEST))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is its pattern (`第%1条`), `style` the paragraph style that means this level."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    plain_digits: bool = False  # isLgl: all numbers of the pattern in plain digits
    restart: int | None = None  # the level (1-based) from which on a new count begins; 0: never
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list in a document: its levels, and how far each has counted. Lists of one kind count together."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    """What a paragraph names: a list, some levels of which it may write otherwise or begin anew."""

    list: _List
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one document; asked paragraph by paragraph, in the order of the text."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._uses = _uses(numbering) if numbering is not None else {}
        self._styles = _Styles(styles)

    def before(self, properties: ET.Element | None) -> str:
        """What stands before a paragraph of these properties (w:pPr); it counts the paragraph as met."""
        if not self._uses:
            return ""
        style = attribute(child(properties, "pStyle"), "val") or self._styles.default
        number, level = self._named(properties, style)
        use = self._uses.get(number or "")
        if use is None:
            return ""
        if level is None:
            level = next((i for i, one in use.levels.items() if one.style is not None and one.style == style), 0)
        return self._count(use, min(level, _LEVELS - 1))

    def _named(self, properties: ET.Element | None, style: str | None) -> tuple[str | None, int | None]:
        """The list and level that a paragraph names, itself or through its style."""
        own = child(properties, "numPr")
        number, level = _number_and_level(own)
        if own is None or number is None:
            for inherited in self._styles.numbers(style):
                found, deep = _number_and_level(inherited)
                number = number or found
                level = deep if level is None else level
        return number, level

    @staticmethod
    def _count(use: _Use, level: int) -> str:
        counts, levels = use.list.counts, use.levels
        own = levels.get(level)
        if own is None:
            return ""
        if level in use.starts:
            counts[level] = use.starts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        for deeper in [one for one in counts if one > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and level < restart):
                del counts[deeper]
        if own.format == "bullet":
            return ""

        def filled(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            format = "decimal" if own.plain_digits and levels[at].format != "none" else levels[at].format
            return numeral(counts.get(at, levels[at].start), format)

        text = re.sub("%([1-9])", filled, own.text)
        needs_blank = text and own.suffix != "nothing" and not text.endswith(_CLOSING)
        return f"{text} " if needs_blank else text


class _Styles:
    """Paragraph styles, as far as they number paragraphs."""

    def __init__(self, styles: ET.Element | None) -> None:
        self._found: dict[str, tuple[ET.Element | None, str | None]] = {}
        self.default: str | None = None
        for one in children(styles, "style"):
            if (attribute(one, "type") or "paragraph") != "paragraph":
                continue
            id = attribute(one, "styleId") or ""
            self._found[id] = child(child(one, "pPr"), "numPr"), attribute(child(one, "basedOn"), "val")
            if attribute(one, "default") in {"1", "true", "on"}:
                self.default = id

    def numbers(self, style: str | None) -> Iterator[ET.Element]:
        """The numbering of a style and of those it is based on, nearest first."""
        for _ in range(20):  # styles based on each other in a circle come to an end
            if style not in self._found:
                return
            number, style = self._found[style]
            if number is not None:
                yield number


def _number_and_level(properties: ET.Element | None) -> tuple[str | None, int | None]:
    number = attribute(child(properties, "numId"), "val")
    level = attribute(child(properties, "ilvl"), "val")
    return number, whole_number(level, 0) if level is not None else None


def _uses(numbering: ET.Element) -> dict[str, _Use]:
    lists = {attribute(one, "abstractNumId"): _List(dict(_levels(one))) for one in children(numbering, "abstractNum")}
    found: dict[str, _Use] = {}
    for one in children(numbering, "num"):
        kind = lists.get(attribute(child(one, "abstractNumId"), "val"))
        if kind is None:
            continue
        use = _Use(kind, dict(kind.levels), {})
        for override in children(one, "lvlOverride"):
            level = whole_number(attribute(override, "ilvl"), 0)
            use.levels.update(_levels(override))
            start = attribute(child(override, "startOverride"), "val")
            if start is not None:
                use.starts[level] = whole_number(start, 1)
        found[attribute(one, "numId") or ""] = use
    found.pop("0", None)  # "0" takes numbers away
    return found


def _levels(parent: ET.Element) -> Iterator[tuple[int, Level]]:
    for one in children(parent, "lvl"):
        restart = attribute(child(one, "lvlRestart"), "val")
        yield (
            whole_number(attribute(one, "ilvl"), 0),
            Level(
                start=whole_number(attribute(child(one, "start"), "val"), 0),
                format=_format(one),
                text=attribute(child(one, "lvlText"), "val") or "",
                suffix=attribute(child(one, "suff"), "val") or "tab",
                plain_digits=is_on(child(one, "isLgl")),
                restart=whole_number(restart, 0) if restart is not None else None,
                style=attribute(child(one, "pStyle"), "val"),
            ),
        )


def _format(level: ET.Element) -> str:
    """The counting system; newer ones stand beside an older one that programs may fall back on."""
    for one in level.iter():
        if local(one.tag) == "numFmt" and attribute(one, "val") != "custom":
            return attribute(one, "val") or "decimal"
    return "decimal"
