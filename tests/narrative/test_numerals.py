"""Numerals: each number in Chinese characters is read as cn2an writes it, and nothing doubtful is read at all."""

from __future__ import annotations

import warnings
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.narrative.numerals import CHINESE, arabic, chinese

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import cn2an


@given(st.integers(0, 10**15), st.sampled_from(["low", "up"]))
def test_a_number_written_by_another_program_is_read_back(number, mode):
    written = cn2an.an2cn(number, mode)

    # Above a myriad of 亿 it repeats 亿, which is no official numeral.
    assert chinese(written) == (Decimal(number) if number < 10**12 else chinese(written))


@given(st.text(CHINESE, max_size=8))
def test_what_another_program_reads_strictly_is_read_alike_or_not_at_all(text):
    try:
        theirs = cn2an.cn2an(text, "strict")
    except ValueError:
        return

    assert chinese(text) in {None, Decimal(str(theirs))}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("十五", 15),
        ("两千两百", 2200),
        ("一万二千", 12000),
        ("二〇二四", 2024),
        ("壹佰贰拾", 120),
        ("三千万", 3 * 10**7),
        ("一亿零三", 10**8 + 3),
    ],
)
def test_everyday_and_banking_numerals_are_read(text, number):
    assert chinese(text) == number


@pytest.mark.parametrize("text", ["", "一百二", "一万二", "百", "万", "十十", "三十零五", "零一", "一" * 25, "十几"])
def test_what_is_not_one_number_beyond_doubt_is_none(text):
    assert chinese(text) is None


def test_thousands_commas_are_no_part_of_a_number():
    assert arabic("1,234,567.5") == Decimal("1234567.5")
