"""A figure as an office prints it: the number it gives, and everything about it that is not plain.

Reports put far more into a cell than digits: `0元`, ` 0`, `１２`, `1,234`, `/`, `22（其中修订16件）`.
Reading keeps all of it; whether it is a fault is for the rules to say. `Decimal` alone will not do:
it takes `NaN`, `1_000`, `1e5` and full-width digits for numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple


class Trait(Enum):
    """One way in which a printed figure is not plain digits."""

    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    FULL_WIDTH = "full-width"
    INNER_BLANK = "inner-blank"
    THOUSANDS = "thousands"
    UNIT = "unit"
    LEADING_ZERO = "leading-zero"
    BARE_POINT = "bare-point"
    POINT_ZERO = "point-zero"
    PLUS = "plus"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    ANNOTATION = "annotation"
    LETTER = "letter"


class Mark(NamedTuple):
    """A trait and the stretch of the printed text that shows it (0-based, end exclusive).

    `plain` is what the stretch would be without the trait, where that is beyond doubt. Only a blank
    cell has an empty stretch.
    """

    trait: Trait
    start: int
    end: int
    plain: str | None = None


class Figure(NamedTuple):
    """What one printed cell says.

    `number` is in the unit printed beside it, if any; None where the cell gives no number that can
    be relied on: a blank, a placeholder, letters among the digits, a gap that may part two figures.
    """

    number: Decimal | None
    unit: str | None = None
    marks: tuple[Mark, ...] = ()

    def mark(self, *traits: Trait) -> Mark | None:
        """The first mark of one of these traits."""
        for one in self.marks:
            if one.trait in traits:
                return one
        return None


# A count of more digits than this is no figure of any office; it also keeps sums of Decimals exact,
# whose context rounds at 28 digits.
MOST_DIGITS = 20

PLACEHOLDERS = frozenset(
    "/ // \\ - -- — —— – − ― 一一 * 无 无。 不适用 不涉及 未涉及 空 暂无 n/a na nil null none … …… . 、 ×".split()
)
_STROKES = pattern(r"[-‐‑‒—–―−/\\*×….。、·~_]+")
_REMARK = pattern(r"[无未不没暂][^0-9]*")

_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９，．－−＋（）％／［］＊",
    "0123456789,.--+()%/[]*",
)
_ZEROS = "OoОоΟο〇○Ｏｏ"
_ONES = "lI|ｌＩ｜"
_LOOKALIKES = str.maketrans(_ZEROS + _ONES, "0" * len(_ZEROS) + "1" * len(_ONES))

# Printed as nothing at all; the other blanks are those of str.isspace.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_BLANK = pattern(rf"[\s{_UNSEEN}]")
_EDGES = pattern(rf"[\s{_UNSEEN}]*+(?P<core>.*[^\s{_UNSEEN}])?+", re.DOTALL)

_UNITS = "|".join("万元 亿元 千元 元 人次 件次 件 条 个 次 宗 起 项 份 例 人 %".split())
# Every repeat is possessive, so that a cell that is no figure fails at once, however many blanks it holds.
_FIGURE = pattern(
    r"""
    (?P<sign>[+-]?+)BLANK*+
    (?P<digits>[0-9]++(?:(?:,|BLANK)++[0-9]++)*+)?+
    (?P<fraction>BLANK?+\.BLANK?+[0-9]*+(?:[UNSEEN]++[0-9]++)*+)?+
    BLANK*+(?P<beside>(?P<unit>UNITS)|\(BLANK*+(?:单位[:：]?+BLANK*+)?+(?P<inside>UNITS)BLANK*+\))?+
    BLANK*+(?P<note>[(\[【〔※注①-⑳].*+|\*++(?!BLANK*+[0-9]).*+)?+
    """.replace("BLANK", _BLANK.pattern)
    .replace("UNSEEN", _UNSEEN)
    .replace("UNITS", _UNITS),
    re.VERBOSE | re.DOTALL,
)
_PLAIN = pattern(f"0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}}")
_DECIMAL = pattern(r"(?:0|[1-9][0-9]{0,9})\.([0-9]{1,8})")
# Thousands set off by a comma, or by one blank as GB/T 15835 (numerals in print) allows; not by both.
_THOUSANDS = pattern(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:\s[0-9]{3})+)")


def half_width(text: str) -> str:
    """The text with full-width digits, separators and signs in half width, character for character."""
    return text.translate(_HALF_WIDTH)


@lru_cache(maxsize=512)
def read_figure(printed: str) -> Figure:
    """Read one cell as printed, blanks at its edges included."""
    if _PLAIN.fullmatch(printed):
        return Figure(Decimal(printed))
    if plain := _DECIMAL.fullmatch(printed):
        kind, instead = (Trait.FRACTION, None) if plain[1].strip("0") else (Trait.POINT_ZERO, "")
        return Figure(Decimal(printed), None, (Mark(kind, plain.start(1) - 1, len(printed), instead),))
    edges = _EDGES.match(printed)
    if edges is None or edges["core"] is None:
        return Figure(None, None, (Mark(Trait.BLANK, 0, len(printed)),))
    core, start, end = edges["core"], edges.start("core"), edges.end("core")
    half = core.translate(_HALF_WIDTH)
    if half.casefold() in PLACEHOLDERS or _STROKES.fullmatch(_BLANK.sub("", half)):
        return Figure(None, None, (Mark(Trait.PLACEHOLDER, start, end, "0"),))
    if _REMARK.fullmatch(half):
        return Figure(None, None, (Mark(Trait.PLACEHOLDER, start, end),))
    return _read_number(core, half, start) or _read_letters(half, start, end)


@lru_cache(maxsize=512)
def plain_numbers(printed: tuple[str, ...]) -> tuple[int, ...] | None:
    """The numbers of several cells; None unless each is printed in plain digits."""
    digits = "".join(printed)
    if not (digits.isascii() and digits.isdigit()) or "" in printed or max(map(len, printed)) > MOST_DIGITS:
        return None
    numbers = tuple(map(int, printed))
    return numbers if "".join(map(str, numbers)) == digits else None  # a zero before others is lost


def _read_number(core: str, half: str, start: int) -> Figure | None:
    found = _FIGURE.fullmatch(half)
    if found is None:
        return None
    digits, fraction = found["digits"] or "", found["fraction"] or ""
    whole = "".join(c for c in digits if c.isdigit())
    decimals = "".join(c for c in fraction if c.isdigit())
    if not whole + decimals or len(whole + decimals) > MOST_DIGITS:
        return None
    first = found.start("sign") if found["sign"] else found.start("digits") if digits else found.start("fraction")
    last = found.end("fraction") if fraction else found.end("digits")
    marks: list[Mark] = []

    def mark(trait: Trait, begin: int, end: int, plain: str | None = None) -> None:
        marks.append(Mark(trait, start + begin, start + end, plain))

    wide = [i for i in range(first, last) if core[i] != half[i]]
    blank = [i for i in range(first, last) if _BLANK.match(half[i])]
    visible = "".join(c for c in digits if c not in _UNSEEN)
    if visible != whole and not _THOUSANDS.fullmatch(visible):
        # `12 3` may be two figures run together, `1,23` anything: no number to hold others against.
        if "," in visible:
            return None
        mark(Trait.INNER_BLANK, blank[0], blank[-1] + 1)
        return Figure(None, None, tuple(marks))

    number = Decimal(f"{found['sign']}{whole or 0}{'.' * bool(decimals)}{decimals}")
    if wide:
        mark(Trait.FULL_WIDTH, wide[0], wide[-1] + 1, half[wide[0] : wide[-1] + 1])
    if blank:
        mark(Trait.INNER_BLANK, blank[0], blank[-1] + 1, _BLANK.sub("", half[blank[0] : blank[-1] + 1]))
    if "," in digits:
        mark(Trait.THOUSANDS, *found.span("digits"), whole)
    if len(whole) > 1 and whole[0] == "0":
        zeros = digits.rindex("0") if not whole.strip("0") else len(digits) - len(digits.lstrip("0" + _UNSEEN))
        mark(Trait.LEADING_ZERO, found.start("digits"), found.start("digits") + zeros, "")
    if fraction:
        point = found.start("fraction") + fraction.index(".")
        if not digits or not decimals:
            mark(Trait.BARE_POINT, point, last)
        elif not decimals.strip("0"):
            mark(Trait.POINT_ZERO, point, last, "")
        if decimals.strip("0"):
            mark(Trait.FRACTION, point, last)
    if found["sign"] == "+":
        mark(Trait.PLUS, *found.span("sign"), "")
    if found["sign"] == "-":
        mark(Trait.NEGATIVE, first, last)
    if found["beside"]:
        mark(Trait.UNIT, *found.span("beside"), "")
    if found["note"]:
        mark(Trait.ANNOTATION, found.start("note"), len(core), "")
    return Figure(number or number.copy_abs(), found["unit"] or found["inside"], tuple(marks))


def _read_letters(half: str, start: int, end: int) -> Figure:
    """No number: mark the letters that stand for digits, or all of it where nothing can be told."""
    odd = [i for i, c in enumerate(half) if c in _ZEROS or c in _ONES or c in "?？"]
    guess = half.translate(_LOOKALIKES)
    meant = "".join(c for c in guess if c not in "?？").strip()
    if odd and meant.isascii() and meant.isdigit() and len(meant) <= MOST_DIGITS:
        stretch = slice(odd[0], odd[-1] + 1)
        # A `?` may stand for any digit, a lone stroke for a table's rule.
        sure = meant == guess and (any(c.isdigit() for c in half) or not any(c in _ONES for c in half))
        return Figure(
            None, None, (Mark(Trait.LETTER, start + odd[0], start + odd[-1] + 1, guess[stretch] if sure else None),)
        )
    return Figure(None, None, (Mark(Trait.LETTER, start, end),))
