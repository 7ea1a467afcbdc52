import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.drawing.plain import crop, measure, plain

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x00\x7f\x85", "a␀␡<U+0085>"),
        ("\u202e\u2066\ufeff", "<U+202E><U+2066><U+FEFF>"),
        ("a\tb\r\n", "a␉b␍␊"),
        ("\ud800", "<U+D800>"),
        ("総計（七）　[m3]", "総計（七）　[m3]"),
    ],
)
def test_what_a_terminal_would_act_on_is_shown(text, shown):
    assert shown == plain(text)


def test_what_the_format_escapes_itself_is_kept():
    assert plain("a\r\n\x1b", keep="\r\n") == "a\r\n␛"


@given(ANY_TEXT)
def test_nothing_hidden_is_left(text):
    assert not [one for one in plain(text) if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@given(ANY_TEXT, ANY_TEXT)
def test_the_width_of_plain_text_is_the_sum_of_its_parts(first, second):
    first, second = plain(first), plain(second)

    assert measure(first) + measure(second) == measure(first + second)


@given(ANY_TEXT, st.integers(2, 40))
def test_a_cropped_text_fits_and_says_that_something_is_missing(text, cells):
    text = plain(text)

    cropped = crop(text, cells)

    assert measure(cropped) <= cells
    assert cropped == text or (cropped.endswith("…") and text.startswith(cropped[:-1]))


def test_a_text_that_fits_is_not_cropped():
    assert crop("総計", 4) == "総計"
    assert crop("総計", 3) == "総…"


def test_what_is_measured_without_rich_is_as_wide_as_rich_has_it():
    from rich.cells import cell_len

    from openness_lint.drawing.plain import _COMMON

    common = [chr(code) for code in range(0x110000) if _COMMON.fullmatch(chr(code))]

    assert len(common) > 20_000
    assert [one for one in common if measure(one) != cell_len(one)] == []
    assert measure("".join(common)) == cell_len("".join(common))
