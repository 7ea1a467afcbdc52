"""Numbers that Word sets by itself: the counting systems, and when a level begins anew."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from openness_lint.word.numbering import Numbering, numeral

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

SYSTEMS = {
    "decimal": {1: "1", 12: "12", 105: "105"},
    "decimalZero": {1: "01", 12: "12"},
    "upperRoman": {1: "I", 4: "IV", 9: "IX", 14: "XIV", 1999: "MCMXCIX"},
    "lowerRoman": {3: "iii", 40: "xl"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"},
    "lowerLetter": {1: "a", 27: "aa"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 105: "一〇五"},
    "chineseCountingThousand": {1: "一", 10: "十", 15: "十五", 100: "一百", 105: "一百零五", 110: "一百一十", 1010: "一千零一十", 12000: "一万二千"},
    "ideographDigital": {1: "一", 10: "一〇", 12: "一二", 100: "一〇〇"},
    "japaneseCounting": {1: "一", 10: "十", 21: "二十一", 100: "百", 1999: "千九百九十九"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 25: "贰拾伍", 105: "壹佰零伍"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "甲"},
    "ideographZodiac": {1: "子", 12: "亥"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {3: "③"},
    "decimalEnclosedParen": {1: "⑴"},
    "decimalEnclosedFullstop": {1: "⒈"},
    "decimalFullWidth": {12: "１２"},
    "numberInDash": {1: "- 1 -"},
    "none": {1: "", 7: ""},
    "somethingNew": {7: "7"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("system", "number", "printed"), [(s, n, text) for s, known in SYSTEMS.items() for n, text in known.items()]
)
def test_numbers_are_printed_as_word_prints_them(system, number, printed):
    assert numeral(number, system) == printed


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("number", [-1, 0, 30_000, 10**9])
def test_no_number_is_too_small_or_too_large(system, number):
    assert len(numeral(number, system)) <= 40


def element(name, inside):
    return ET.fromstring(f'<w:{name} xmlns:w="{SPACE}">{inside}</w:{name}>')


def level(i, format, pattern, more=""):
    return f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def lists(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', styles=None):
    found = element("numbering", f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}')
    return Numbering(found, element("styles", styles) if styles else None)


def numbered(level=0, number=1, style=None):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return element("pPr", f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def printed(numbering, *paragraphs):
    return [numbering.before(one) for one in paragraphs]


HEADINGS = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


def test_a_level_begins_anew_after_one_above_it():
    found = printed(lists(*HEADINGS), *(numbered(one) for one in (0, 1, 1, 2, 2, 1, 2, 0, 1)))

    assert found == ["一、", "（一）", "（二）", "1.", "2.", "（三）", "1.", "二、", "（一）"]


def test_a_level_that_never_begins_anew_counts_on():
    on = level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')

    assert printed(lists(HEADINGS[0], on), *(numbered(one) for one in (0, 1, 0, 1))) == ["一、", "1.", "二、", "2."]


def test_a_level_may_begin_anew_after_one_level_only():
    after_first = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')

    found = printed(lists(*HEADINGS[:2], after_first), *(numbered(one) for one in (0, 1, 2, 1, 2, 0, 2)))
    assert found == ["一、", "（一）", "1.", "（二）", "2.", "二、", "1."]


def test_patterns_may_name_several_levels_and_plain_digits():
    legal = level(1, "decimal", "%1.%2", "<w:isLgl/>")

    assert printed(lists(HEADINGS[0], legal), *(numbered(one) for one in (0, 1))) == ["一、", "1.1 "]


def test_a_blank_follows_a_number_that_ends_in_no_mark_unless_the_list_says_nothing():
    nothing = level(0, "decimal", "第%1条", '<w:suff w:val="nothing"/>')

    assert printed(lists(level(0, "decimal", "第%1条")), numbered()) == ["第1条 "]
    assert printed(lists(nothing), numbered()) == ["第1条"]


def test_bullets_print_nothing():
    assert printed(lists(level(0, "bullet", "\uf06c")), numbered()) == [""]


def test_lists_of_one_kind_count_together_until_one_says_where_to_begin():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )

    found = printed(lists(HEADINGS[0], nums=nums), *(numbered(0, one) for one in (1, 2, 3, 3)))
    assert found == ["一、", "二、", "五、", "六、"]


def test_a_list_may_write_a_level_otherwise():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'upperRoman', '%1.')}</w:lvlOverride></w:num>"
    )

    assert printed(lists(HEADINGS[0], nums=nums), numbered(), numbered()) == ["I.", "II."]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="d"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def styled(style):
    return element("pPr", f'<w:pStyle w:val="{style}"/>')


def test_styles_number_their_paragraphs_and_those_based_on_them():
    found = printed(lists(*HEADINGS, styles=STYLES), *map(styled, "abcdx"))

    assert found == ["一、", "二、", "（一）", "", ""]


def test_a_level_may_be_bound_to_a_style():
    bound = level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="b"/>')

    assert printed(lists(HEADINGS[0], bound, styles=STYLES), styled("a"), styled("b")) == ["一、", "（一）"]


def test_a_paragraph_may_refuse_the_number_of_its_style():
    assert printed(lists(*HEADINGS, styles=STYLES), numbered(0, 0, "a"), styled("a")) == ["", "一、"]


def test_numbers_that_make_no_sense_are_none():
    odd = element("pPr", '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="77"/></w:numPr>')

    assert printed(lists(*HEADINGS), odd, numbered(8), None, element("pPr", "")) == ["", "", "", ""]
