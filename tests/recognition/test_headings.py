"""Headings: with their number, misspelt, before text of their own paragraph, or all without numbers."""

from __future__ import annotations

import pytest

from openness_lint.model.report import Match
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.recognition.headings import are_bare, heading_of


@pytest.fixture(scope="module")
def form(shelf):
    return shelf.choose(form=None, year=2024)


def line(text):
    return Text(text, TextSpan(1, 1, 1, len(text) + 1), (Run(0, 1, 1),))


def seen(found):
    """A heading as section, heading's text, rest of the paragraph."""
    return found and (found.section.id, found.label.printed.text, found.rest.text if found.rest else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、总体情况", ("overview", "一、总体情况", None)),
        (" 一、总体情况　", ("overview", "一、总体情况", None)),
        ("一、总 体 情 况：", ("overview", "一、总 体 情 况：", None)),
        ("三、存在的主要问题及改进情况", ("problems", "三、存在的主要问题及改进情况", None)),
        ("一、总体情况。全年主动公开信息86条。", ("overview", "一、总体情况", "全年主动公开信息86条。")),
        ("六、其他需要报告的事项：无。", ("other", "六、其他需要报告的事项", "无。")),
        ("　五、存在的问题及改进情况　　（一）问题。", ("problems", "五、存在的问题及改进情况", "（一）问题。")),
        ("一、总体情况良好，全年主动公开信息86条，依申请公开工作也有序推进，平台运行平稳。", None),
        ("一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况", None),
        ("总体情况", None),
        ("本报告由总体情况等六部分组成。", None),
        ("", None),
    ],
)
def test_a_paragraph_is_a_heading_begins_with_one_or_neither(form, text, expected):
    assert seen(heading_of(line(text), form)) == expected


def test_places_stay_with_their_characters(form):
    found = heading_of(line("　一、总体情况。全年公开。"), form)

    assert found.label.printed.span == TextSpan(1, 2, 1, 8)
    assert found.rest.span == TextSpan(1, 9, 1, 14)


def test_words_alone_are_headings_where_none_has_its_number(form):
    names = [section.wording.official[2:] for section in form.sections]
    blocks = [line(one) for one in [*names, "全年公开。"]]

    assert are_bare(blocks, form)
    assert not are_bare([line("一、总体情况"), *blocks], form)
    assert not are_bare(blocks[:3], form)
    assert [heading_of(one, form, bare=True).label.match for one in blocks[:6]] == [Match.ALIAS] * 6
    assert heading_of(blocks[6], form, bare=True) is None
