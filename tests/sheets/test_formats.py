"""Stored numbers as their cells show them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.sheets.formats import BUILTIN, shown_number, shown_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0", "General", "0"),
        ("-0.0", "General", "0"),
        ("0.0", "", "0"),
        ("96171.600000000006", "General", "96171.6"),
        ("0.30000000000000004", "General", "0.3"),
        ("447228", "General", "447228"),
        ("1e20", "General", "1E+20"),
        ("12", 'G/通用格式"件"', "12件"),
        ("26.5", "0.00", "26.50"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("-0.001", "0.00", "0.00"),
        ("0.5", "#.##", ".5"),
        ("5", "000", "005"),
        ("0", "#", ""),
        ("1234567", "#,##0", "1,234,567"),
        ("1234567.891", "#,##0.0#", "1,234,567.89"),
        ("12345", "0,", "12"),
        ("59237.2449", '0.00,"千"', "59.24千"),
        ("0", '0"元"', "0元"),
        ("3", '0\\ "件"', "3 件"),
        ("1", "[$¥-804]#,##0.00", "¥1.00"),
        ("0.125", "0.0%", "12.5%"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("0", ACCOUNTING, "-"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("-3", "0;[Red]0", "3"),
        ("0", "0;-0;;@", ""),
        ("12", "@", "12"),
        ("7", '[>5]"多";"少"', "多"),
        ("5", '[>5]"多";"少"', "少"),
        ("45674", "yyyy/m/d", "2025/1/17"),
        ("45674", 'yyyy"年"m"月"d"日"', "2025年1月17日"),
        ("45674", "[$-804]aaaa", "星期五"),
        ("45674.75", "yyyy-mm-dd hh:mm:ss", "2025-01-17 18:00:00"),
        ("45674.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("-1", "yyyy/m/d", "-1"),
        ("NaN", "0", "NaN"),
        ("Infinity", "0", "Infinity"),
        ("1e9999", "0", "1e9999"),
        ("", "0", ""),
    ],
)
def test_a_number_is_shown_as_its_format_says(stored, code, shown):
    assert shown_number(stored, code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [("无", "General", "无"), ("无", "0", "无"), ("3", '@"件"', "3件"), ("3", '0;-0;0;"共"@', "共3"), ("3", ";;;", "")],
)
def test_a_text_is_shown_as_its_format_says(text, code, shown):
    assert shown_text(text, code) == shown


def test_days_may_be_counted_from_1904():
    assert shown_number("44212", "yyyy/m/d", from_1904=True) == "2025/1/17"


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_its_digits(number):
    assert shown_number(repr(float(number)), "General") == str(number)


@given(st.decimals(-(10**8), 10**8, places=4))
def test_a_number_in_the_general_format_is_no_other(number):
    assert Decimal(shown_number(repr(float(number)), "General")) == number


@given(
    st.text(alphabet='0#?.,;%E+-/yMdhs@"\\[]$¥_* 年元A', max_size=30), st.floats(allow_nan=False, allow_infinity=False)
)
def test_no_code_makes_it_stumble(code, number):
    assert isinstance(shown_number(repr(number), code), str)
    assert isinstance(shown_text("文字", code), str)


@pytest.mark.parametrize("code", BUILTIN.values())
def test_every_format_known_by_number_shows_something(code):
    assert shown_number("45674.25", code)
