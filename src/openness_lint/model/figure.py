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
from typing import NamedTuple


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

    `plain` is what the stretch would be without the trait, where that is beyond doubt.
    """

    trait: Trait
    start: int
    end: int
    plain: str | None = None


class Figure(NamedTuple):
    """What one printed cell says.

    `number` is in the unit printed beside it, if any; None where the cell gives no number that can
    be relied on: a blank, a placeholder, letters among the digits.
    """

    number: Decimal | None
    unit: str | None = None
    marks: tuple[Mark, ...] = ()

    def mark(self, *traits: Trait) -> Mark | None:
        """The first mark of one of these traits."""
        return next((one for one in self.marks if one.trait in traits), None)


# A count of more digits than this is no figure of any office; it also keeps sums of Decimals exact,
# whose context rounds at 28 digits.
MOST_DIGITS = 20

PLACEHOLDERS = frozenset(
    "/ // \\ - -- — —— – − ― 一一 * 无 无。 不适用 不涉及 未涉及 空 暂无 N/A n/a NA nil null … …… . 、 ×".split()
)

_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９，．－−＋（）％／",
    "0123456789,.--+()%/",
)
_LOOKALIKES = str.maketrans("OoОоQ〇○ＯｏlI|ｌＩ", "00000" + "0000" + "11111")
_UNITS = ("万元", "亿元", "千元", "元", "件次", "件", "条", "个", "次", "宗", "起", "项", "份", "例", "人", "%")
_FIGURE = re.compile(
    r"""
    (?P<sign>[+-]?)\s*
    (?P<digits>[0-9]+(?:[\s,]+[0-9]+)*)?
    (?P<fraction>\s?\.\s?[0-9]*)?
    \s*(?P<unit>UNITS)?
    \s*(?P<note>[(\[【〔*※注①②③④⑤].*)?
    """.replace("UNITS", "|".join(_UNITS)),
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(f"0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_EDGES = " \t\r\n\v\f\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u3000\ufeff"
_LEADING = re.compile(f"[{_EDGES}]*")
_TRAILING = re.compile(f"[^{_EDGES}](?=[{_EDGES}]*\\Z)")


@lru_cache(maxsize=4096)
def read_figure(printed: str) -> Figure:
    """Read one cell as printed, blanks at its edges included."""
    if _PLAIN.fullmatch(printed):
        return Figure(Decimal(printed))
    start = _LEADING.match(printed).end()  # type: ignore[union-attr]  # matches the empty string too
    core = printed[start:].rstrip(" \t\r\n\v\f\u00a0\u1680\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u3000\ufeff")
    if not core:
        return Figure(None, None, (Mark(Trait.BLANK, 0, len(printed)),))
    end = start + len(core)
    half = core.translate(_HALF_WIDTH)
    if core in PLACEHOLDERS or half in PLACEHOLDERS:
        return Figure(None, None, (Mark(Trait.PLACEHOLDER, start, end, "0"),))
    return _read_number(core, half, start) or _read_letters(half, start, end)


def _read_number(core: str, half: str, start: int) -> Figure | None:
    found = _FIGURE.fullmatch(half)
    if found is None:
        return None
    digits, fraction = found["digits"] or "", found["fraction"] or ""
    compact = "".join(digits.split())
    whole = compact.replace(",", "")
    decimals = "".join(fraction.split())[1:]
    if not whole + decimals or len(whole + decimals) > MOST_DIGITS:
        return None
    if "," in compact and not _THOUSANDS.fullmatch(compact):
        return None
    number = Decimal(f"{found['sign']}{whole or '0'}.{decimals or '0'}" if fraction else found["sign"] + whole)
    marks: list[Mark] = []
    first = found.start("sign") if found["sign"] else found.start("digits") if digits else found.start("fraction")
    last = found.end("fraction") if fraction else found.end("digits")

    wide = [i for i in range(first, last) if core[i] != half[i]]
    blank = [i for i in range(first, last) if core[i].isspace()]
    for trait, places in ((Trait.FULL_WIDTH, wide), (Trait.INNER_BLANK, blank)):
        if places:
            stretch = half[places[0] : places[-1] + 1]
            plain = "".join(stretch.split()) if trait is Trait.INNER_BLANK or not blank else stretch
            marks.append(Mark(trait, start + places[0], start + places[-1] + 1, plain))
    if "," in digits:
        marks.append(Mark(Trait.THOUSANDS, start + found.start("digits"), start + found.end("digits"), whole))
    if len(whole) > 1 and whole[0] == "0":
        zeros = len(digits) - len(digits.lstrip("0, "))
        zeros = min(zeros, len(digits) - 1)
        marks.append(Mark(Trait.LEADING_ZERO, start + found.start("digits"), start + found.start("digits") + zeros, ""))
    if fraction and (not digits or not decimals):
        marks.append(Mark(Trait.BARE_POINT, start + found.start("fraction"), start + found.end("fraction")))
    elif fraction and not decimals.strip("0"):
        marks.append(Mark(Trait.POINT_ZERO, start + found.start("fraction"), start + found.end("fraction"), ""))
    if found["sign"] == "+":
        marks.append(Mark(Trait.PLUS, start + found.start("sign"), start + found.end("sign"), ""))
    if number < 0:
        marks.append(Mark(Trait.NEGATIVE, start + first, start + last))
    if decimals.strip("0"):
        marks.append(Mark(Trait.FRACTION, start + found.start("fraction"), start + found.end("fraction")))
    if found["unit"]:
        marks.append(Mark(Trait.UNIT, start + found.start("unit"), start + found.end("unit"), ""))
    if found["note"]:
        marks.append(Mark(Trait.ANNOTATION, start + found.start("note"), start + len(core), ""))
    return Figure(number, found["unit"], tuple(marks))


def _read_letters(half: str, start: int, end: int) -> Figure:
    """No number: mark the letters that stand for digits, or all of it where nothing can be told."""
    guess = half.translate(_LOOKALIKES)
    odd = [
        i for i, (printed, meant) in enumerate(zip(half, guess, strict=True)) if printed != meant or printed in "?？"
    ]
    stretch = guess.replace("?", "").replace("？", "").strip()
    if odd and stretch.isascii() and stretch.isdigit() and len(stretch) <= MOST_DIGITS:
        plain = "".join(c for c in guess[odd[0] : odd[-1] + 1] if c not in "?？")
        return Figure(None, None, (Mark(Trait.LETTER, start + odd[0], start + odd[-1] + 1, plain),))
    return Figure(None, None, (Mark(Trait.LETTER, start, end),))
