"""Kinds of check on the text: how their rules are refused, and what they say at the edges."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        (
            "check: aspects\nsection: overviews\naspects: [{name: {zh: 甲, en: a}, patterns: [甲]}]\n",
            "2:10: form cn-openness-2021 has no section overviews; did you mean 'overview'?",
        ),
        ("check: aspects\nsection: overview\naspects: []\n", "3:10: `aspects` needs at least one entry"),
        (
            "check: aspects\nsection: overview\nwhen: {issuer: [king]}\naspects: [{name: {zh: 甲, en: a}, patterns: [甲]}]\n",
            "3:17: issuer is never king; use one of: government, government-office, department, township",
        ),
        ("check: deadline\ndays: []\n", "2:7: `days` needs at least one entry"),
        ("check: deadline\ndays: [{month: 2, day: 30}]\n", "2:8: there is no day 30 in month 2"),
        ("check: period\nsubject: []\n", "2:10: `subject` needs at least one entry"),
        ("check: year_named\npatterns: ['[0-9]{4}年']\n", "2:13: the group (?P<year>...) is missing"),
        (
            "check: agency\nin_title: 局\nin_preface: []\nkinds: [局]\n",
            "2:11: the group (?P<name>...) is missing",
        ),
        ("check: article\nlaw: 《条例》\narticles: 0\n", "3:11: `articles` needs at least one entry"),
        (
            "check: parts\npatterns: ['由(?P<list>.{1,9})组成']\n",
            "2:13: the group `list` or `count` is missing",
        ),
        ("check: ending\nmark: 。\nmarks: ！\nclosing: ”\nat_least: 9\n", "2:7: `mark` should be one of `marks`"),
        (
            "check: implied\nsays: [甲]\nabout: [乙]\ncell: requests.carried.total\nnumber: 0\n",
            "4:7: form cn-openness-2021 has no cell requests.carried.total; did you mean 'requests.carried_in.total'?",
        ),
        ("check: stated_twice\ndiffer: value\nindicators: []\n", "3:13: `indicators` needs at least one entry"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_place(refused, keys, complaint):
    assert refused(keys) == complaint


@pytest.mark.parametrize(
    ("cited", "article"),
    [
        ("第五十七条", ["57"]),
        ("第57条", ["57"]),
        ("第一百零二条", ["102"]),
        ("第二十条第（五）项、第六十条和第六十一条", ["60", "61"]),
        ("第四十九条第一款，第五十条", []),
        ("第十条", []),
        ("第零条", ["0"]),
    ],
)
def test_articles_are_counted_in_any_numerals(rule, report, cited, article):
    ready = rule("check: article\nlaw: 《条例》\narticles: 56\n")
    read = report(f"year: 2024\npreface: 依据《条例》{cited}办理。\nsections: {{}}\n")

    verdict = ready.questions["cn-openness-2021"].judge(read)

    assert article == [dict(one.data)["article"] for one in verdict.broken]


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("2024年1月1日至2024年12月31日", []),
        ("2024年1月1日起，至12月31日止", []),
        ("2024年1月1日——12月31日", []),
        ("2023年1月1日至2024年12月31日", ["2023"]),
        ("2024年1月1日至2024年12月30日", ["12月30日"]),
        ("202024年1月1日至202424年12月31日", ["202024", "202424"]),
        ("2024年1月至12月", []),
    ],
)
def test_a_stated_period_is_the_calendar_year(rule, report, stated, found):
    ready = rule("check: period\nsubject: [统计期限]\n")
    read = report(f"year: 2024\npreface: 统计期限为{stated}。\nsections: {{}}\n")

    verdict = ready.questions["cn-openness-2021"].judge(read)

    assert found == [one.at.value for one in verdict.broken]


def test_a_year_typed_twice_is_mended_and_another_year_only_shown(rule, report):
    ready = rule("check: period\nsubject: [统计期限]\n")
    read = report("year: 2024\npreface: 统计期限为202024年1月1日至2023年12月31日。\nsections: {}\n")

    verdict = ready.questions["cn-openness-2021"].judge(read)

    assert [one.fixes[0].applicability.value for one in verdict.broken] == ["safe", "display"]


@pytest.mark.parametrize(
    ("published", "found"),
    [
        ("2025-01-31", []),
        ("2025年2月1日", ["published on 2025-02-01; it was due by 2025-01-31, 1 days earlier"]),
        ("2024/12/31", []),
    ],
)
def test_the_deadline_falls_in_the_year_after_the_reports(rule, report, broken, published, found):
    ready = rule("check: deadline\ndays: [{month: 1, day: 31}]\n")

    assert found == [
        message for _, message in broken(ready, report(f"year: 2024\npublished: {published}\nsections: {{}}\n"))
    ]


def test_equal_figures_in_an_equation_that_the_text_explains_are_let_be(rule, report, broken):
    keys = (
        "check: equation\ndemand: requests.received.total >= 1\nat: requests.received.total\nunless_said: [以前年度]\n"
    )
    told = "year: 2024\nsections:\n  overview: {text}\n  requests: {{received: [0, 0, 0, 0, 0, 0, 0]}}\n"

    assert broken(rule(keys), report(told.format(text="没有申请。")))
    assert not broken(rule(keys), report(told.format(text="申请是以前年度的。")))
