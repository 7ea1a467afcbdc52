"""A stored number as its cell shows it: 26.5 in the format `0.00` is printed 26.50.

Format codes as in ECMA-376 part 1, 18.8.30 and 18.8.31; older workbooks use the same ones. What no report
needs (fractions, the widths of `_` and `*`, Chinese numerals by `[DBNum1]`) is shown as plain digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from openness_lint.model.values import NamedTuple

GENERAL = "General"

# The codes that files name by number alone, as a Chinese Excel shows them.
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: GENERAL, 13: GENERAL, 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

# A double tells no more digits than these, a cell in the format General shows no more whole ones.
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_LARGEST = Decimal("1e15")
_LONGEST_CODE = 255  # characters; what Excel takes

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _. | \*. | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<exponent>E[+-]0+)
    | (?P<noon>AM/PM|A/P|上午/下午) | (?P<date>y+|m+|d+|h+|s+|a{3,4}) | (?P<digits>[0#?][0#?,]*) | (?P<point>\.)
    | (?P<text>@) | (?P<percent>%) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?", re.DOTALL)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Token(NamedTuple):
    kind: str  # the name of the group that matched; `literal` for what is printed as it stands
    text: str


class _Section(NamedTuple):
    """What stands between two `;` of a code."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def shown_text(text: str, code: str) -> str:
    """A text as its cell shows it: `0"元";;;@"元"` adds to it, `;;;` hides it."""
    sections = _sections(code)
    last = sections[3] if len(sections) > 3 else next((one for one in sections if one.has("text")), None)
    if last is None:
        return text
    return "".join(text if token.kind == "text" else token.text for token in last.tokens)


def shown_number(stored: str, code: str, *, from_1904: bool = False) -> str:
    """A number as its cell shows it.

    Args:
        stored: As the file writes it: digits, perhaps with a point and an exponent.
        code: The number format.
        from_1904: Whether days are counted from 1904, as old workbooks of the Macintosh do.

    Returns:
        What is printed, without blanks at the edges; the text itself where it is no number.
    """
    try:
        number = _DIGITS.create_decimal(stored.strip())
    except InvalidOperation:
        return stored
    if not number.is_finite() or abs(number.adjusted()) > 400:
        return stored
    section, number = _chosen(_sections(code), number)
    if section is None or section.has("general"):
        return _around(section, _general(number))
    if section.has("date", "noon"):
        return _date(section.tokens, number, from_1904=from_1904) or _general(number)
    if not section.has("digits"):
        return "".join(_general(number) if one.kind == "text" else one.text for one in section.tokens).strip()
    return _number(section, number).strip()


def _general(number: Decimal) -> str:
    """The digits that tell the number, as the format General shows them: 0 for 0.0, 1E+15 from there on."""
    if not number:
        return "0"
    plain = number.normalize()
    return str(plain) if abs(plain) >= _LARGEST or plain.adjusted() < -9 else f"{plain:f}"


def _around(section: _Section | None, shown: str) -> str:
    if section is None:
        return shown
    return "".join(shown if token.kind == "general" else token.text for token in section.tokens).strip()


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """The sections of a code; none where it says nothing of its own."""
    if code in {"", GENERAL} or len(code) > _LONGEST_CODE:
        return ()
    found: list[_Section] = []
    tokens: list[_Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "space"
        text = match[kind] if match.lastgroup else ""
        if kind == "other" and text == ";":
            found.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            condition = _condition(text) or condition
            tokens += _bracketed(text)
        elif kind != "space":
            literal = kind in {"quoted", "escaped", "other"}
            tokens.append(_Token("literal" if literal else kind, text))
    found.append(_Section(tuple(tokens), condition))
    return tuple(found)


def _condition(text: str) -> tuple[str, Decimal] | None:
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return found[1], Decimal(found[2])
    except InvalidOperation:
        return None


def _bracketed(text: str) -> list[_Token]:
    """A currency sign (`[$¥-804]`) or a time that runs past the day (`[h]`); colours and locales print nothing."""
    if text and set(text.lower()) <= {"h"}:
        return [_Token("date", "[h]")]
    currency = _CURRENCY.fullmatch(text)
    return [_Token("literal", currency[1])] if currency and currency[1] else []


def _chosen(sections: Sequence[_Section], number: Decimal) -> tuple[_Section | None, Decimal]:
    """The section for a number, and the number as that section prints it: without its sign, if it brings one."""
    if not sections:
        return None, number
    if any(one.condition for one in sections[:2]):
        for one in sections[:2]:
            if one.condition is None or _meets(number, one.condition):
                return one, number
        return sections[min(2, len(sections) - 1)], number
    if len(sections) > 2 and not number:
        return sections[2], number
    if len(sections) > 1 and number < 0:
        return sections[1], -number
    if sections[0].has("text") and not sections[0].has("digits", "date", "general"):
        return None, number  # a number in a cell for text
    return sections[0], number


def _meets(number: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    match sign:
        case "<":
            return number < limit
        case "<=":
            return number <= limit
        case ">":
            return number > limit
        case ">=":
            return number >= limit
        case "=":
            return number == limit
    return number != limit


def _number(section: _Section, number: Decimal) -> str:
    tokens = section.tokens
    if section.has("exponent"):
        return _scientific(section, number)
    first = next(i for i, one in enumerate(tokens) if one.kind == "digits")
    point = next((i for i, one in enumerate(tokens) if one.kind == "point"), len(tokens))
    whole = "".join(one.text for one in tokens[:point] if one.kind == "digits")
    decimals = "".join(one.text for one in tokens[point:] if one.kind == "digits")
    # Each comma behind the last digit divides by a thousand.
    last = decimals or whole
    scale = 2 * sum(one.kind == "percent" for one in tokens) - 3 * (len(last) - len(last.rstrip(",")))
    decimals = decimals.replace(",", "")
    number = number.scaleb(scale)
    number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, Context(prec=500))
    digits, _, fraction = f"{abs(number):f}".partition(".")
    least = sum(c == "0" for c in whole)
    digits = digits.lstrip("0").rjust(least, "0")
    if "," in whole.strip(","):
        digits = f"{int(digits or 0):,}".rjust(least, "0") if digits.strip("0") else digits
    optional = len(decimals) - len(decimals.rstrip("#?"))
    fraction = fraction[: len(fraction) - optional] + fraction[len(fraction) - optional :].rstrip("0")
    shown = "-" if number < 0 and any(c != "0" for c in digits + fraction) else ""
    for i, one in enumerate(tokens):
        if i == first:
            shown += digits
        if i == point:
            shown += f".{fraction}"
        elif one.kind == "percent":
            shown += "%"
        elif one.kind in {"literal", "text"}:
            shown += one.text
    return shown


def _scientific(section: _Section, number: Decimal) -> str:
    point = next((i for i, one in enumerate(section.tokens) if one.kind == "point"), len(section.tokens))
    decimals = sum(len(one.text) for one in section.tokens[point:] if one.kind == "digits")
    exponent = next(one.text for one in section.tokens if one.kind == "exponent")
    mantissa, _, power = f"{number:.{decimals}e}".partition("e")
    sign = "-" if power.startswith("-") else "+" if exponent[1] == "+" else ""
    return f"{mantissa}E{sign}{power.lstrip('+-').rjust(len(exponent) - 2, '0')}"


def _date(tokens: Sequence[_Token], number: Decimal, *, from_1904: bool) -> str | None:
    """A count of days as a date and time, None where it is none."""
    if not 0 <= number < 2_958_466:  # the end of the year 9999
        return None
    days = int(number) + (1462 if from_1904 else 0)
    seconds = int(((number - int(number)) * 86_400).to_integral_value(ROUND_HALF_UP))
    # Excel counts a 29 February 1900 that never was.
    when = datetime(1899, 12, 30 + (days < 60)) + timedelta(days=days, seconds=seconds)  # noqa: DTZ001  # clock on a wall
    hours = days * 24 + seconds // 3600
    has_noon = any(one.kind == "noon" for one in tokens)
    shown = ""
    for i, token in enumerate(tokens):
        if token.kind == "date":
            shown += _part(token.text.lower(), when, hours, is_minute=_is_minute(tokens, i), has_noon=has_noon)
        elif token.kind == "noon":
            names = token.text.split("/")
            shown += names[when.hour >= 12]
        elif token.kind == "point":
            shown += "."
        elif token.kind == "digits":
            shown += "0" * len(token.text)
        else:
            shown += token.text
    return shown.strip()


def _is_minute(tokens: Sequence[_Token], at: int) -> bool:
    """Whether `m` means minutes: beside hours or seconds it does."""
    dates = [i for i, one in enumerate(tokens) if one.kind == "date"]
    place = dates.index(at)
    before = tokens[dates[place - 1]].text.lower() if place else ""
    after = tokens[dates[place + 1]].text.lower() if place + 1 < len(dates) else ""
    return before.strip("[]").startswith("h") or after.startswith("s")


def _part(code: str, when: datetime, hours: int, *, is_minute: bool, has_noon: bool) -> str:
    hour = when.hour % 12 or 12 if has_noon else when.hour
    match code[0], len(code):
        case "y", 1 | 2:
            return f"{when.year % 100:02}"
        case "y", _:
            return f"{when.year}"
        case "m", count if is_minute:
            return f"{when.minute:0{count}}"
        case "m", 1 | 2 as count:
            return f"{when.month:0{count}}"
        case "m", _:
            return _MONTHS[when.month - 1]
        case "d", 1 | 2 as count:
            return f"{when.day:0{count}}"
        case "d" | "a", count:
            return f"{'星期' if count > 3 else '周' if code[0] == 'd' else ''}{_WEEKDAYS[when.weekday()]}"
        case "h", count:
            return f"{hour:0{min(count, 2)}}"
        case "s", count:
            return f"{when.second:0{min(count, 2)}}"
    return str(hours)
