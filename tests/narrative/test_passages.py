"""Passages: each sentence knows its section and the headings that hold for it."""

from __future__ import annotations

from openness_lint.narrative.passages import read_passages

REPORT = """\
year: 2024
preface: 本报告由六部分组成。
sections:
  overview: |
    （一）主动公开
    全年公开信息3条。
    （二）依申请公开情况。收到申请2件。办结2件。
    1.网络申请：1件。
    （三）平台建设
    无变化。
  problems: |
    一是人员不足。二是培训不够，全年只有1次。改进中。
    下一步工作。
"""


def test_headings_hold_until_one_of_their_level_or_above(report):
    found = [(one.section, one.paragraph, one.headings, one.sentence.text) for one in read_passages(report(REPORT))]

    assert found == [
        ("preface", 0, (), "本报告由六部分组成"),
        ("overview", 1, ("主动公开",), "（一）主动公开"),
        ("overview", 2, ("主动公开",), "全年公开信息3条"),
        ("overview", 3, ("依申请公开情况",), "（二）依申请公开情况"),
        ("overview", 3, ("依申请公开情况",), "收到申请2件"),
        ("overview", 3, ("依申请公开情况",), "办结2件"),
        ("overview", 4, ("依申请公开情况", "网络申请"), "1.网络申请：1件"),
        ("overview", 5, ("平台建设",), "（三）平台建设"),
        ("overview", 6, ("平台建设",), "无变化"),
        ("problems", 7, ("人员不足",), "一是人员不足"),
        ("problems", 7, ("培训不够",), "二是培训不够，全年只有1次"),
        ("problems", 7, ("培训不够",), "改进中"),
        ("problems", 8, (), "下一步工作"),
    ]


def test_a_report_is_read_once_for_all_who_ask(report):
    read = report(REPORT)

    assert read.reading(read_passages) is read.reading(read_passages)
    assert [one._replace(sentence=one.sentence.text) for one in read.reading(read_passages)] == [
        one._replace(sentence=one.sentence.text) for one in read_passages(read)
    ]
