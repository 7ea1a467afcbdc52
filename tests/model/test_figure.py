"""What a printed cell says: its number where there is one, and exactly what is not plain about it."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.model.figure import MOST_DIGITS, Mark, Trait, plain_numbers, read_figure

FIGURES = Path(__file__).parents[3] / "shared" / "data" / "figures"


def said(printed: str) -> tuple[str | None, str | None, list[tuple[str, str, str | None]]]:
    """Number, unit, and each mark as its trait, the very characters it covers and their plain form."""
    figure = read_figure(printed)
    number = None if figure.number is None else str(figure.number)
    return number, figure.unit, [(one.trait.value, printed[one.start : one.end], one.plain) for one in figure.marks]


@pytest.mark.parametrize(
    "printed", ["0", "7", "12", "38651", "59237.2449", "96171.6", "26.55", " 0", "0 ", "\u00a012\u3000", "5\u2003"]
)
def test_a_plain_figure_shows_nothing_but_perhaps_a_fraction(printed):
    plain = printed.strip()

    number, unit, marks = said(printed)

    assert (plain, None) == (number, unit)
    assert [("fraction", plain[plain.find(".") :], None)] * ("." in plain) == marks


@pytest.mark.parametrize("printed", ["", " ", "\t\n", "\u00a0", "\u3000\u3000", "\u200b", "\ufeff", "\u2003\u2060"])
def test_a_cell_of_nothing_but_blanks_is_blank_as_a_whole(printed):
    assert (None, None, [("blank", printed, None)]) == said(printed)


@pytest.mark.parametrize(
    "printed",
    "/ ／ // - － -- --- — —— – − ― 一一 * ＊ 无 无。 不适用 不涉及 未涉及 空 暂无 N/A n/a NA Null … …… . ． 。 、 × ××".split(),
)
def test_a_placeholder_gives_no_number_and_probably_means_zero(printed):
    assert (None, None, [("placeholder", printed, "0")]) == said(printed)


@pytest.mark.parametrize("printed", ["未收取", "不详", "无此项", "没有收费"])
def test_words_that_deny_are_placeholders_whose_meaning_is_left_to_the_office(printed):
    assert (None, None, [("placeholder", printed, None)]) == said(printed)


def test_blanks_around_a_placeholder_are_no_part_of_it():
    figure = read_figure("\u3000/\u2003\u200b")

    assert (Mark(Trait.PLACEHOLDER, 1, 2, "0"),) == figure.marks


@pytest.mark.parametrize(
    ("printed", "number", "marks"),
    [
        ("１２", "12", [("full-width", "１２", "12")]),
        ("1２3", "123", [("full-width", "２", "2")]),
        ("１2３", "123", [("full-width", "１2３", "123")]),
        (" ３ ", "3", [("full-width", "３", "3")]),
        ("0．5", "0.5", [("full-width", "．", "."), ("fraction", "．5", None)]),
        ("１，２３４", "1234", [("full-width", "１，２３４", "1,234"), ("thousands", "１，２３４", "1234")]),
        ("1，234", "1234", [("full-width", "，", ","), ("thousands", "1，234", "1234")]),
        ("−5", "-5", [("full-width", "−", "-"), ("negative", "−5", None)]),
        ("＋5", "5", [("full-width", "＋", "+"), ("plus", "＋", "")]),
    ],
)
def test_full_width_characters_are_marked_from_the_first_to_the_last(printed, number, marks):
    assert (number, None, marks) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "blanks", "plain"),
    [
        ("1 234", "1234", " ", ""),  # thousands set off by a blank, as GB/T 15835 allows
        ("1\u2009234\u2009567", "1234567", "\u2009234\u2009", "234"),
        ("1\u200b2", "12", "\u200b", ""),  # prints as 12
        ("1\u200b2\u20603", "123", "\u200b2\u2060", "2"),
    ],
)
def test_a_blank_inside_a_number_is_marked_alone(printed, number, blanks, plain):
    assert (number, None, [("inner-blank", blanks, plain)]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "marks"),
    [
        ("26. 55", "26.55", [("inner-blank", " ", ""), ("fraction", ". 55", None)]),
        ("26 .55", "26.55", [("inner-blank", " ", ""), ("fraction", ".55", None)]),
        ("- 5", "-5", [("inner-blank", " ", ""), ("negative", "- 5", None)]),
    ],
)
def test_a_blank_beside_a_point_or_sign_is_marked(printed, number, marks):
    assert (number, None, marks) == said(printed)


@pytest.mark.parametrize(
    ("printed", "blanks"),
    [("12 3", " "), ("1 2", " "), ("0 0 0", " 0 "), ("12\n34", "\n"), ("1  234", "  "), ("12\u30003 件", "\u3000")],
)
def test_a_blank_that_may_part_two_figures_leaves_no_number(printed, blanks):
    assert (None, None, [("inner-blank", blanks, None)]) == said(printed)


@pytest.mark.parametrize(("printed", "number"), [("1,234", "1234"), ("12,345,678", "12345678"), ("999,000", "999000")])
def test_a_thousands_separator_marks_the_whole_number(printed, number):
    assert (number, None, [("thousands", printed, number)]) == said(printed)


@pytest.mark.parametrize(
    "printed", ["1,23", "1,2345", "1234,567", ",123", "123,", "0,012", "1,,234", "1, 234", "1,234 567"]
)
def test_a_comma_that_sets_off_no_thousands_leaves_no_number(printed):
    assert (None, None, [("letter", printed, None)]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "unit", "marks"),
    [
        ("0元", "0", "元", [("unit", "元", "")]),
        ("251000元", "251000", "元", [("unit", "元", "")]),
        ("3,000元", "3000", "元", [("thousands", "3,000", "3000"), ("unit", "元", "")]),
        ("0.3万元", "0.3", "万元", [("fraction", ".3", None), ("unit", "万元", "")]),
        ("12 件", "12", "件", [("unit", "件", "")]),
        ("3件次", "3", "件次", [("unit", "件次", "")]),
        ("3人次", "3", "人次", [("unit", "人次", "")]),
        ("5%", "5", "%", [("unit", "%", "")]),
        ("5％", "5", "%", [("unit", "％", "")]),
        ("5（元）", "5", "元", [("unit", "（元）", "")]),
        ("0.5 (单位：万元)", "0.5", "万元", [("fraction", ".5", None), ("unit", "(单位：万元)", "")]),
        ("0元（未收取）", "0", "元", [("unit", "元", ""), ("annotation", "（未收取）", "")]),
    ],
)
def test_a_unit_beside_the_number_is_read_and_marked(printed, number, unit, marks):
    assert (number, unit, marks) == said(printed)


@pytest.mark.parametrize("printed", ["件", "元5", "5万", "3万元5千", "1件2", "￥5"])
def test_a_unit_in_any_other_place_leaves_no_number(printed):
    assert (None, None, [("letter", printed, None)]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "zeros"),
    [("012", "12", "0"), ("007", "7", "00"), ("00", "0", "0"), ("000", "0", "00"), (" 010", "10", "0")],
)
def test_leading_zeros_are_marked_without_the_last_digit(printed, number, zeros):
    assert (number, None, [("leading-zero", zeros, "")]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "marks"),
    [
        ("12.0", "12.0", [("point-zero", ".0", "")]),
        ("0.00", "0.00", [("point-zero", ".00", "")]),
        ("5.", "5", [("bare-point", ".", None)]),
        (".5", "0.5", [("bare-point", ".5", None), ("fraction", ".5", None)]),
        (".0", "0.0", [("bare-point", ".0", None)]),
        ("12.50", "12.50", [("fraction", ".50", None)]),
        ("00.5", "0.5", [("leading-zero", "0", ""), ("fraction", ".5", None)]),
    ],
)
def test_points_without_use_are_told_from_fractions(printed, number, marks):
    assert (number, None, marks) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "marks"),
    [
        ("-5", "-5", [("negative", "-5", None)]),
        ("-1.5", "-1.5", [("fraction", ".5", None), ("negative", "-1.5", None)]),
        ("-5.0", "-5.0", [("point-zero", ".0", ""), ("negative", "-5.0", None)]),
        ("-0", "0", [("negative", "-0", None)]),  # a zero of its own would print as -0 in every sum
        ("+5", "5", [("plus", "+", "")]),
    ],
)
def test_a_sign_is_marked(printed, number, marks):
    assert (number, None, marks) == said(printed)


@pytest.mark.parametrize(
    ("printed", "number", "remark"),
    [
        ("22（其中修订16件）", "22", "（其中修订16件）"),
        ("15*", "15", "*"),
        ("15**", "15", "**"),
        ("15 ①", "15", "①"),
        ("15⑫", "15", "⑫"),
        ("15[3]", "15", "[3]"),
        ("15注：含上年结转", "15", "注：含上年结转"),
        ("7（含\n上年2件", "7", "（含\n上年2件"),
    ],
)
def test_a_remark_after_the_number_is_marked_and_the_number_stands(printed, number, remark):
    assert (number, None, [("annotation", remark, "")]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "letters", "plain"),
    [
        ("O", "O", "0"),
        ("〇", "〇", "0"),
        ("○", "○", "0"),
        ("1O", "O", "0"),
        ("l2", "l", "1"),
        ("oI2", "oI", "01"),
        ("１О", "О", "0"),  # a Cyrillic letter
        ("3l4|5", "l4|", "141"),
    ],
)
def test_letters_for_digits_leave_no_number_but_show_what_was_meant(printed, letters, plain):
    assert (None, None, [("letter", letters, plain)]) == said(printed)


@pytest.mark.parametrize(
    ("printed", "letters"), [("? 0", "?"), ("1?2", "?"), ("３？", "？"), ("|", "|"), ("l", "l"), ("1?O", "?O")]
)
def test_a_character_that_may_stand_for_any_digit_is_not_replaced(printed, letters):
    assert (None, None, [("letter", letters, None)]) == said(printed)


@pytest.mark.parametrize(
    "printed",
    [
        *"NaN Infinity -inf sNaN 1_000 1e5 1E5 0x1F ٣ ² ½ ⅷ 十二 一 (5) （5） 5.5.5 1/2 12:30 2024-01-01".split(),
        *"约5 共5件 15*2 +-5 1'234 5余".split(),
        "9" * (MOST_DIGITS + 1),
        "0." + "1" * MOST_DIGITS,
        "O" * (MOST_DIGITS + 1),
        "1\x002",
        "\ud800",
    ],
)
def test_what_only_resembles_a_number_gives_none(printed):
    assert (None, None, [("letter", printed, None)]) == said(printed)


def test_every_trait_can_be_shown_by_some_cell():
    shown = "| /|１|1 234|1,234|1件|01|1.|1.0|+1|-1|1.5|1（）|O".split("|")

    assert set(Trait) == {mark.trait for printed in shown for mark in read_figure(printed).marks}


def test_the_first_mark_of_the_traits_asked_for_is_given():
    figure = read_figure("3,000元")

    assert figure.marks[1] == figure.mark(Trait.PLUS, Trait.UNIT)
    assert figure.marks[0] == figure.mark(Trait.UNIT, Trait.THOUSANDS)
    assert None is figure.mark(Trait.BLANK)


TRICKY = st.text("0123456789 ０１９，,.．-−+（）()元万件%％/—OlI?〇*\u200b\u3000\n注单位：无①\x1c", max_size=12)


@given(TRICKY | st.text(max_size=8))
@settings(deadline=None, max_examples=400)
@example("1 .0\u200b0元")
def test_whatever_is_printed_every_mark_lies_inside_it(printed):
    figure = read_figure(printed)

    for mark in figure.marks:
        assert 0 <= mark.start < mark.end <= len(printed) or (mark.trait is Trait.BLANK and printed == "")


@given(TRICKY | st.text(max_size=8))
@settings(deadline=None, max_examples=400)
def test_whatever_is_printed_the_number_is_finite_and_never_in_doubt_without_a_mark(printed):
    number, _, marks = read_figure(printed)

    assert number is None or number.is_finite()
    assert number is not None or marks
    if not marks:
        assert printed.replace("\u200b", "").strip() == str(number)


@given(TRICKY)
@settings(deadline=None, max_examples=400)
@example("１，２３４．０元（注）")
@example("+00.50万元")
@example("1\u200b0. 0")
def test_writing_the_plain_form_keeps_the_number_and_ends_the_trait(printed):
    figure = read_figure(printed)

    for mark in figure.marks:
        if mark.plain is None or figure.number is None:
            continue
        mended = read_figure(printed[: mark.start] + mark.plain + printed[mark.end :])
        assert figure.number == mended.number
        assert None is mended.mark(mark.trait)


@given(st.integers(0, 10**MOST_DIGITS - 1))
@settings(deadline=None, max_examples=100)
def test_plain_digits_give_their_number_in_every_way_of_printing_them(count):
    plain = str(count)
    wide = plain.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    for printed in (
        plain,
        f" {plain}\n",
        wide,
        f"{count:,}",
        f"{count:,}".replace(",", " "),
        f"{plain}件",
        f"{plain}（注）",
    ):
        assert Decimal(count) == read_figure(printed).number


@pytest.mark.parametrize(
    "printed",
    [
        " " * 10_000,
        "-" + " " * 10_000 + "x",
        "1" + " " * 10_000 + "x",
        "1" + "\u200b" * 10_000 + "x",
        "1." + " " * 10_000 + "x",
        "1(" + " " * 10_000 + "x",
        "," * 10_000,
        "1" + "," * 10_000,
        "1 " * 10_000,
        "1 " * 10_000 + "x",
        "1," * 10_000 + "x",
        "0" * 10_000,
        "O" * 10_000,
        "1" * 10_000 + "x",
        "-" * 10_000 + "x",
        "无" * 10_000 + "1",
        "*" * 10_000 + "1",
        "1" + "*" * 10_000 + "1",
        "1（" + "（" * 10_000,
    ],
    ids=lambda printed: printed[:3] + printed[-2:],
)
def test_a_cell_filled_with_one_thing_is_answered_at_once(printed):
    assert read_figure(printed).number in {None, Decimal(1)}


@pytest.mark.skipif(not FIGURES.is_dir(), reason="real figures are not at hand")
def test_no_cell_of_a_real_report_is_without_both_number_and_mark():
    reports = [json.loads(path.read_text("utf-8")) for path in sorted(FIGURES.glob("*.json"))]
    cells = [cell for report in reports for table in ("table2", "table3", "table4") for cell in _cells(report[table])]

    traits = Counter(mark.trait for cell in cells for mark in read_figure(cell).marks)

    assert len(cells) > 5 * 175
    assert {Trait.BLANK, Trait.ANNOTATION, Trait.UNIT, Trait.FRACTION, Trait.NEGATIVE} >= set(traits), traits


def _cells(value: object) -> list[str]:
    match value:
        case dict():
            words = {"columns", "id", "label", "note", "notes"}
            return [cell for key, one in value.items() if key not in words for cell in _cells(one)]
        case list():
            return [cell for one in value for cell in _cells(one)]
        case _:
            return [str(value)]


@given(st.from_regex(r"[0-9]{0,12}\.[0-9]{0,9}", fullmatch=True))
def test_a_plain_decimal_is_read_alike_by_the_short_way_and_the_long_one(printed):
    by_the_long_way = read_figure(f" {printed}")  # the blank before it leads there

    moved = [one._replace(start=one.start - 1, end=one.end - 1) for one in by_the_long_way.marks]
    assert read_figure(printed) == by_the_long_way._replace(marks=tuple(moved))


@given(
    st.lists(
        st.one_of(st.integers(0, 10**22).map(str), st.text("0１1,. -l元", max_size=4)), min_size=1, max_size=4
    ).map(tuple)
)
@example(("0", "21"))
@example(("0", "01"))
@example(("1", ""))
@example(("9" * 20, "0"))
@example(("9" * 21,))
def test_numbers_of_plain_digits_are_those_read_one_by_one(printed):
    figures = [read_figure(one) for one in printed]
    numbers = plain_numbers(printed)

    assert (numbers is None) == any(
        one.marks or not shown.isdigit() for one, shown in zip(figures, printed, strict=True)
    )
    assert numbers is None or list(numbers) == [one.number for one in figures]
