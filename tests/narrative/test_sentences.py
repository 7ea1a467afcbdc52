"""Sentences: every figure is found with its very digits, whatever is written between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.model.span import ParagraphSpan
from openness_lint.model.text import Text
from openness_lint.narrative.plain import plain, plainly
from openness_lint.narrative.quantities import Kind
from openness_lint.narrative.sentences import sentences


def figures(text):
    """Of each number: what is printed under its span, its value, its counter and what makes it approximate."""
    found = []
    for sentence in sentences(Text(text, ParagraphSpan(1, 1, len(text) + 1))):
        for strand in sentence.strands:
            for one in strand.quantities:
                span = strand.span(one.start, one.end)
                found.append((text[span.start - 1 : span.end - 1], f"{one.value:f}", one.counter, one.about))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到申请12件。", [("12", "12", "件", "")]),
        ("收到申请１２件次", [("１２", "12", "件次", "")]),
        ("收到 1,234 件", [("1,234", "1234", "件", "")]),
        ("收到１，２３４件", [("１，２３４", "1234", "件", "")]),
        ("分别为3，4件", [("3", "3", "", ""), ("4", "4", "件", "")]),
        ("收到申请一件", [("一", "1", "件", "")]),
        ("收到一百零二宗", [("一百零二", "102", "宗", "")]),
        ("公开18万余条", [("18", "180000", "条", "余")]),
        ("公开约196.4万条", [("196.4", "1964000.0", "条", "约")]),
        ("300余场次、969多条次", [("300", "300", "场次", "余"), ("969", "969", "条次", "多")]),
        ("收费3.5万元，另收100元以上", [("3.5", "35000.0", "元", ""), ("100", "100", "元", "以上")]),
        ("占比4.34％，百分之百办结", [("4.34", "4.34", "%", ""), ("百", "100", "%", "")]),
        ("百分之三十五", [("三十五", "35", "%", "")]),
        ("超过20人，不足5人，近百人", [("20", "20", "人", "超过"), ("5", "5", "人", "不足")]),
        ("最近3年，附近2家，将近40家", [("3", "3", "年", ""), ("2", "2", "家", ""), ("40", "40", "家", "将近")]),
        ("3-5件", [("3", "3", "", ""), ("5", "5", "件", "-")]),
        ("办理12345热线47件", [("12345", "12345", "", ""), ("47", "47", "件", "")]),
        ("由六个部分组成，第三部分", [("六", "6", "个", "")]),
        ("第20条、第二十条、5G基站、V2.0、5·15、3/4、1.2.3", []),
        ("《条例》〔2021〕30号，《2024年要点》", [("30", "30", "号", "")]),
        ("十几件、数十件、一百二件、每件、各一份", []),
    ],
)
def test_numbers_are_found_with_their_very_digits(text, found):
    assert figures(text) == found


def test_asides_are_strands_of_their_own_and_their_hosts_run_on_without_them(paragraph):
    text = "共受理（含网上2件（其中1件撤回））申请12件，办结9件；另有3件（转下年）"

    (one,) = sentences(paragraph(text))

    assert [strand.text for strand in one.strands] == [
        "共受理申请12件，办结9件；另有3件",
        "含网上2件",
        "转下年",
        "其中1件撤回",
    ]
    hosts = [strand.host and strand.host.text[: strand.host_at] for strand in one.strands]
    assert hosts == [None, "共受理", "共受理申请12件，办结9件；另有3件", "含网上2件"]
    assert [one.main.text[a:b] for a, b in one.main.clauses] == ["共受理申请12件", "办结9件", "另有3件"]
    assert [one.main.text[a:b] for a, b in one.main.parts] == ["共受理申请12件，办结9件", "另有3件"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("第一句。第二句！第三句", ["第一句", "第二句", "第三句"]),
        ("受理3件（详见附件。）。办结3件。", ["受理3件（详见附件。）", "办结3件"]),
        ("（一）依申请公开。（二）平台建设。", ["（一）依申请公开", "（二）平台建设"]),
        ("少了一半（括号。下一句。", ["少了一半（括号", "下一句"]),
        ("1）一项。2）二项（含3件）。", ["1）一项", "2）二项（含3件）"]),
        (" 中 间 有 空 格 。 ", ["中间有空格"]),
        ("", []),
    ],
)
def test_paragraphs_are_cut_at_full_stops_outside_asides(paragraph, text, cut):
    assert [one.text for one in sentences(paragraph(text))] == cut


def test_enumerators_are_no_asides(paragraph):
    (one,) = sentences(paragraph("（一）依申请公开3件"))

    assert [strand.text for strand in one.strands] == ["（一）依申请公开3件"]


@given(st.text("（）。，；《》12一百万余件约. 1％", max_size=60))
def test_whatever_is_written_each_figure_stands_where_it_says(text):
    for sentence in sentences(Text(text, ParagraphSpan(1, 1, len(text) + 1))):
        for strand in sentence.strands:
            for one in strand.quantities:
                span = strand.span(one.start, one.end)
                printed = text[span.start - 1 : span.end - 1]
                # An aside may stand between two digits that are read as one number.
                assert printed[0] == strand.original(one.start, one.start + 1)
                assert one.start < one.end <= one.stop <= len(strand.text)


@pytest.mark.parametrize(
    ("text", "admitted", "refused"),
    [
        ("12件", [12], [11, 13]),
        ("300余件", [300, 350, 399], [299, 400]),
        ("18万余件", [180000, 189999], [179999, 190000]),
        ("约40件", [30, 40, 49], [29, 50]),
        ("10件以上", [10, 1000], [9]),
        ("不足10件", [3, 10], [11]),
        ("1.2万件", [12000, 12499, 11999], [13000, 11000]),
        ("96171.6万元", [961716000, 961716400], [961717000]),
    ],
)
def test_round_words_admit_what_they_may_stand_for(paragraph, text, admitted, refused):
    (one,) = [found for sentence in sentences(paragraph(text)) for found in sentence.main.quantities]

    assert [number for number in (*admitted, *refused) if one.admits(number)] == admitted


def test_counters_tell_counts_from_money_time_and_shares(paragraph):
    (one,) = sentences(paragraph("2024年收到3件，收费4元，占5%，共6"))

    assert [found.kind for found in one.main.quantities] == [Kind.TIME, Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.BARE]


@pytest.mark.parametrize(
    "unit", ["1,234", "（1件", "）（", "1 1", "（一）", "百分之1", "一百", "1,234,567,89"], ids=repr
)
def test_a_megabyte_of_anything_is_read(paragraph, unit):
    text = unit * (250_000 // len(unit)) + "）" * 100_000 + "1" * 100_000 + "《约" * 275_000

    found = [one for sentence in sentences(paragraph(text)) for one in sentence.strands]

    assert found


@given(st.lists(st.text("政府於３3,，. 。\n()（", max_size=8), max_size=3))
def test_paragraphs_together_are_written_as_plainly_as_each(texts):
    printed = [Text(text, ParagraphSpan(1, 1, len(text) + 1)) for text in texts]

    assert [(one.text, list(one.at)) for one in map(plain, printed)] == [
        (one.text, list(one.at)) for one in plainly(printed)
    ]
