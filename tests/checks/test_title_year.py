"""`check: title_year`: the year of a title in whatever digits."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("某局2024年政府信息公开工作年度报告", None),
        ("某局二〇二四年度政府信息公开工作年度报告", None),
        ("某局２０２４ 年度政府信息公开工作年度报告", None),
        ("某局2024年度报告（2025年1月印发）", None),
        ("某局2023年政府信息公开工作年度报告", (3, "2023")),
        ("某局二零二三年度报告", (3, "二零二三")),
        ("某局２０２５ 年度报告", (3, "２０２５")),
    ],
)
def test_the_year_is_read_in_any_digits_and_found_at_its_place(rule, report, title, found):
    ready = rule("check: title_year\n")
    text = f"year: 2024\ntitle: {title}\nsections: {{overview: 略}}\n"

    verdict = ready.questions["cn-openness-2021"].judge(report(text))

    spans = [
        (one.at.span.column - len("title: "), title[one.at.span.column - 8 : one.at.span.end_column - 8])
        for one in verdict.broken
    ]
    assert spans == ([found] if found else [])


@pytest.mark.parametrize("title", ["某局政府信息公开工作年度报告", "某局123年度报告"])
def test_a_title_without_a_year_is_a_gap(rule, report, gaps, title):
    ready = rule("check: title_year\n")

    found = gaps(ready, report(f"year: 2024\ntitle: {title}\nsections: {{overview: 略}}\n"))

    assert found == [("title", "the title names no year")]
