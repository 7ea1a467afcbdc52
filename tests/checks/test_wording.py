"""`check: wording`: how far a printed heading or label is from the form's, and what may be put right by itself."""

from __future__ import annotations

import pytest

from openness_lint.model.rule import Severity


@pytest.fixture
def on(rule, report):
    """Severity, kind of difference and applicability of everything found."""

    def judge(keys, sections):
        ready = rule(f"check: wording\n{keys}severities: {{alias: info, spacing: info}}\n")
        found = ready.questions["cn-openness-2021"].judge(report(f"year: 2024\nsections:\n  {sections}\n")).broken
        return [(one.severity, dict(one.data)["match"], one.fixes[0].applicability.value) for one in found]

    return judge


def test_unknown_parts_and_differences_are_refused(refused):
    said = "2:5: of cannot be 'titles'; use one of: headings, labels; did you mean 'labels'?"
    assert refused("check: wording\nof: titles\n") == said
    said = "3:14: unknown key aliases; did you mean 'alias'?"
    assert refused("check: wording\nof: labels\nseverities: {aliases: info}\n") == said


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("一、总体情况", []),
        ("overview", []),
        ("一 、总体情况。", [(Severity.INFO, "spacing", "safe")]),
        ("一、概述", [(Severity.INFO, "alias", "display")]),
        ("一、总体情况况", [(None, "distance", "display")]),
    ],
)
def test_a_heading_is_graded_by_how_it_differs(on, heading, found):
    assert on("of: headings\n", f"{heading}: 略") == found


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("行政规范性文件", []),
        ("行政 规范性文件", [(Severity.INFO, "spacing", "safe")]),
        ("行政规范文件", [(None, "distance", "safe")]),
        ("规章（设区的市、自治州人民政府应提供相关数据）", [(Severity.INFO, "alias", "display")]),
    ],
)
def test_a_misspelt_label_is_put_right_and_an_alias_only_shown(on, label, found):
    assert on("of: labels\n", f"proactive: {{{label}: [0, 0, 0]}}") == found


@pytest.mark.parametrize("header", ["本年收费金额", "本年收费金额（单位：元）", "本年收费金额（元）"])
def test_a_header_without_the_forms_unit_is_left_to_the_rule_on_units(on, header):
    assert not on("of: labels\n", f"proactive: {{行政事业性收费: {{{header}: 3000}}}}")


def test_ids_print_nothing_and_leave_a_gap(rule, report, gaps):
    read = report("year: 2024\nsections: {overview: 略, requests: {received: [0, 0, 0, 0, 0, 0, 0]}}\n")

    assert gaps(rule("check: wording\nof: headings\n"), read) == [("sections", "no heading is recorded as printed")]
    assert gaps(rule("check: wording\nof: labels\n"), read) == [("sections", "no label is recorded as printed")]
