"""`check: title_year`: the year of a title in whatever digits."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.checks.title_year import TitleYear
from openness_lint.model.report import Report
from openness_lint.model.source import Source


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


@given(title=st.text("024２０４二〇 年局", min_size=1, max_size=12).filter(str.strip))
def test_a_year_in_plain_digits_is_found_as_one_in_any(host, rulebook, title):
    text = f"year: 2024\ntitle: '{title}'\nsections: {{overview: 略}}\n"
    report: Report = host.readers[".yaml"].read(Source("report.yaml", text.encode()), rulebook.shelf)
    plain = unicodedata.normalize("NFKC", report.metadata["title"].text).translate(str.maketrans("二〇", "20"))

    verdict = TitleYear().judge(report)

    years = re.findall(r"(?=([0-9]{4})\s{0,3}年)", plain)
    assert (verdict.judged, len(verdict.broken)) == (bool(years), bool(years) and "2024" not in years)
