"""Numbers as Chinese prose writes them: `1,234`, `１２`, `3.5万`, `一百零二`, `贰拾`, `二〇二四`.

Only what stands for one number beyond doubt is read: `一百二` (120 or 102), `十几` and a numeral that breaks
the order of its units are none.
"""

from __future__ import annotations

from decimal import Decimal

from openness_lint.model.figure import MOST_DIGITS

DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "〇": 0,
    "○": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE = "".join([*DIGITS, *_UNITS, *_MYRIADS])
FACTORS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "亿": 10**8,
}

# 9999 0000 9999 0000 with all its units; whatever is longer is no number of any office.
_LONGEST = 24


def arabic(digits: str) -> Decimal:
    """A run of ASCII digits, with thousands commas and a decimal point where it has them."""
    return Decimal(digits.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """A numeral in Chinese characters, everyday or banking; None where it is not one number."""
    if len(text) == 1 and text in DIGITS:
        return Decimal(DIGITS[text])
    if not text or len(text) > _LONGEST:
        return None
    if all(one in DIGITS for one in text):  # digit by digit, as years are: 二〇二四
        plain = "".join(str(DIGITS[one]) for one in text)
        return Decimal(plain) if len(plain) == 1 or (len(plain) <= MOST_DIGITS and plain[0] != "0") else None
    total = 0
    for name in ("亿", "万"):
        above, found, text = text.rpartition(name)
        if not found:
            continue
        below = _thousands(above, leading=total == 0) if above else None
        if below is None:
            return None
        total += below * _MYRIADS[name]
        if not text:
            return Decimal(total)
    rest = _thousands(text, leading=total == 0)
    return None if rest is None else Decimal(total + rest)


def _thousands(text: str, *, leading: bool = True) -> int | None:
    """A numeral below ten thousand with its units, such as 一千零二 or 十五; `leading` where nothing stands above it."""
    total, digit, last, zero = 0, None, 10_000, False
    for i, one in enumerate(text):
        if one in _UNITS:
            unit = _UNITS[one]
            if digit is None and (unit != 10 or not leading or i):  # a bare 十 is ten, at the beginning alone
                return None
            if unit >= last or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last, zero = None, unit, False
        elif one in DIGITS:
            if digit is not None:
                return None
            if DIGITS[one] == 0:
                if zero or last == 10 or (leading and not i and len(text) > 1):
                    return None
                zero = True
            else:
                digit = DIGITS[one]
                if last > 10 and not zero and i + 1 == len(text) and (i or not leading):
                    return None  # 一百二: of tens or of ones?
        else:
            return None
    return total + (digit or 0) if not zero or digit is not None or text in {"零", "〇", "○"} else None
