"""`check: enumeration`: lists, lists within lists, and items worded otherwise."""

from __future__ import annotations

import pytest

KEYS = """\
check: enumeration
series: [{pattern: '(?P<number>[一二三四五六七八九十]{1,3})是', first: [首先]}]
restart: error
gap: warning
renumber: true
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一是甲，二是乙，三是丙", []),
        ("一是甲，二是乙，一是丙，二是丁", []),
        ("一是：一是甲，二是乙。二是丙，三是丁", []),
        ("九是甲，十是乙，十一是丙，二十是丁", ["九", "二十"]),
        ("一是甲，三是乙，四是丙", ["三"]),
        ("一是甲，二是乙，二是丙，三是丁", ["二"]),
        ("首先甲，二是乙", []),
        ("一是甲，（二）乙，三是丙", []),
    ],
)
def test_what_does_not_follow_is_found(rule, report, text, found):
    read = report(f"year: 2024\nsections:\n  overview: {text}\n")

    verdict = rule(KEYS).questions["cn-openness-2021"].judge(read)

    assert found == [one.at.value for one in verdict.broken]


def test_the_number_that_should_stand_there_is_shown(rule, report):
    (one,) = (
        rule(KEYS)
        .questions["cn-openness-2021"]
        .judge(report("year: 2024\nsections:\n  overview: 一是甲，三是乙\n"))
        .broken
    )

    assert (one.message.en, one.fixes[0].message.en, one.severity.value) == (
        "二 is missing before 三",
        "replace by '二'",
        "warning",
    )


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("check: enumeration\n", "1:1: one of `headings` and `series` is needed"),
        (
            "check: enumeration\nseries: [{pattern: 一是}]\n",
            "2:20: the group (?P<number>...) is missing",
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_place(refused, keys, complaint):
    assert refused(keys) == complaint
