"""`check: pattern`: what is found nowhere, what is no match after all, and what is put in its place."""

from __future__ import annotations

import pytest

KEYS = "check: pattern\nfaults:\n  - {fault}\n"
SAYS = "says: {zh: '“{found}”应为“{right}”', en: \"'{found}' should be '{right}'\"}"
REPORT = "year: 2024\ntitle: 标题甲\npreface: 前言甲\nsections:\n  一、总体情况: 正文甲，甲乙\n  other: 别处甲\n"


def fault(keys: str) -> str:
    return KEYS.replace("{fault}", f"{{{keys}, {SAYS}}}")


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("check: pattern\nfaults: []\n", "2:9: `faults` needs at least one entry"),
        (fault("pattern: '甲+'"), "3:17: repeat within bounds, as in {0,12}, not with * or +"),
        (fault("pattern: '甲('"), "3:17: not a regular expression: missing ), unterminated subpattern at position 1"),
        (fault("pattern: 甲, fix: safe"), "3:23: a `fix` needs what is put there (`becomes`)"),
        (fault("pattern: 甲, becomes: '\\2'"), "3:28: not a replacement: invalid group reference 2 at position 1"),
        (
            "check: pattern\nfaults:\n  - {pattern: 甲, says: {zh: '{what}', en: x}}\n",
            "3:24: `says` may hold {found} and {right} only",
        ),
        (
            "check: pattern\nsections: [overviews]\nfaults:\n  - {pattern: 甲, " + SAYS + "}\n",
            "2:12: form cn-openness-2021 has no section overviews; did you mean 'overview'?",
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_place(refused, keys, complaint):
    assert refused(keys) == complaint


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ("[title]", ["title"]),
        ("[headings]", []),
        ("[preface]", ["preface"]),
        ("[text]", ["overview", "overview", "other"]),
        ("[title, text]", ["overview", "overview", "other", "title"]),
    ],
)
def test_it_is_looked_for_where_the_rule_says(rule, report, broken, places, found):
    ready = rule(fault(f"pattern: 甲, becomes: 丙, places: {places}"))

    assert sorted(found) == sorted(address for address, _ in broken(ready, report(REPORT)))


def test_the_group_at_is_what_is_at_fault_and_what_is_replaced(rule, report):
    ready = rule(fault(r"pattern: '正(?P<at>文(?P<what>甲))', becomes: '\g<what>', fix: safe"))

    (one,) = ready.questions["cn-openness-2021"].judge(report(REPORT)).broken

    assert (one.at.value, one.message.en) == ("文甲", "'文甲' should be '甲'")
    assert [(edit.replacement, edit.span) for edit in one.fixes[0].edits] == [("甲", one.at.span)]


def test_a_match_that_touches_one_of_the_exceptions_is_none(rule, report, broken):
    ready = rule(fault("pattern: 甲, becomes: 丙, unless: [甲乙, 别处甲]"))

    assert sorted(address for address, _ in broken(ready, report(REPORT))) == ["overview", "preface"]


def test_of_two_faults_that_overlap_the_one_named_first_counts(rule, report, broken):
    ready = rule(
        "check: pattern\nplaces: [text]\nfaults:\n"
        "  - {pattern: 文甲, says: {zh: 一, en: first}}\n"
        "  - {pattern: 正文, says: {zh: 二, en: second}}\n"
        "  - {pattern: 正, says: {zh: 三, en: third}}\n"
    )

    assert broken(ready, report(REPORT)) == [("overview", "first"), ("overview", "third")]


@pytest.mark.parametrize(
    ("text", "found"),
    [("、甲、甲，甲", [("overview", "，甲")]), ("、甲，甲", []), ("，甲，甲", []), ("，甲，甲、甲", [])],
)
def test_with_a_rival_only_the_rarer_way_is_a_fault(rule, report, text, found):
    ready = rule(fault("pattern: ，甲, becomes: 、甲, rival: 、甲"))
    read = report(f"year: 2024\nsections:\n  overview: {text}\n")

    verdict = ready.questions["cn-openness-2021"].judge(read)

    assert found == [(str(one.at.address), one.at.value) for one in verdict.broken]


def test_a_fault_of_one_form_is_not_looked_for_on_the_other(rule, report, broken):
    ready = rule(fault("pattern: 甲, becomes: 丙, forms: [cn-openness-2019]"), "cn-openness-2019, cn-openness-2021")

    assert not broken(ready, report(REPORT))
    assert broken(ready, report(REPORT.replace("2024", "2020")))


def test_without_a_title_a_rule_on_titles_cannot_judge(rule, report, gaps):
    ready = rule(fault("pattern: 甲, becomes: 丙, places: [title]"))

    assert gaps(ready, report("year: 2024\nsections: {}\n")) == [("title", "the report does not state its title")]


def test_where_characters_cannot_be_told_apart_nothing_is_replaced(rule, host, rulebook):
    from dataclasses import replace

    from openness_lint.model.source import Source

    ready = rule(fault("pattern: 甲, becomes: 丙, fix: safe, places: [preface]"))
    read = host.readers[".yaml"].read(Source("report.yaml", REPORT.encode()), rulebook.shelf)
    (text,) = read.preface
    read = replace(read, preface=(text._replace(runs=()),))

    (one,) = ready.questions["cn-openness-2021"].judge(read).broken

    assert one.at.span == text.span
    assert not one.fixes
