"""`check: statement`: patterns are bounded, and a statement in the wrong section is told as such."""

from __future__ import annotations

import pytest

from openness_lint.model.rule import Severity

KEYS = "check: statement\nsection: {section}\nsubject: {{zh: 收费, en: fees}}\npatterns: {patterns}\n"


@pytest.mark.parametrize(
    ("section", "patterns", "complaint"),
    [
        ("others", "[费]", "2:10: form cn-openness-2021 has no section others; did you mean 'other'?"),
        ("other", "[]", "4:11: at least one pattern is needed"),
        ("other", "['收.*费']", "4:15: repeat within bounds, as in {0,12}, not with * or +"),
        ("other", "[费, '收+']", "4:17: repeat within bounds, as in {0,12}, not with * or +"),
        ("other", "['收.{2,}费']", "4:15: repeat within bounds, as in {0,12}, not with * or +"),
        ("other", "['收[*]+']", "4:17: repeat within bounds, as in {0,12}, not with * or +"),
        ("other", "['收(?:费{0,9}.){2,9}']", "4:25: what is repeated cannot hold a repeat itself"),
        ("other", "['收(?:(费{2})用){3}']", "4:25: what is repeated cannot hold a repeat itself"),
        ("other", "['收(费']", "4:14: not a regular expression: missing ), unterminated subpattern at position 1"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_very_character(refused, section, patterns, complaint):
    assert refused(KEYS.format(section=section, patterns=patterns)) == complaint


@pytest.mark.parametrize(
    "pattern", [r"收\*{0,2}费", "收[*+]费", r"收\+?费", "收[^]*]{0,3}费", "(?:收{0,9}费)?用", "(?:收|费){2,9}用{0,3}"]
)
def test_stars_that_repeat_nothing_are_let_in(rule, pattern):
    assert rule(KEYS.format(section="other", patterns=f"['{pattern}']"))


def test_a_statement_may_run_over_lines_and_blanks(rule, report, broken):
    ready = rule(KEYS.format(section="other", patterns="[未收取信息处理费]"))

    assert not broken(ready, report("year: 2024\nsections:\n  other: |\n    本年度未收取\n    信息 处理费。\n"))
    assert broken(ready, report("year: 2024\nsections:\n  other: 无\n")) == [
        ("other", "the section does not state fees")
    ]


def test_a_statement_in_another_section_is_graded_by_itself_and_pointed_to(rule, report):
    ready = rule(KEYS.format(section="other", patterns="[未收费]") + "elsewhere: info\n")
    read = report(
        "year: 2024\nsections:\n  requests: {text: 全年未收费。, received: [0, 0, 0, 0, 0, 0, 0]}\n  other: 无\n"
    )

    (found,) = ready.questions["cn-openness-2021"].judge(read).broken

    assert found.severity is Severity.INFO
    assert [str(one.address) for one in found.related] == ["requests"]
    assert found.message.en == (
        "the section does not state fees; "
        "what '三、收到和处理政府信息公开申请情况' (Requests received and handled) says of it belongs here"
    )


def test_looser_words_count_in_the_section_alone(rule, report):
    keys = KEYS.format(section="other", patterns="[未收取信息处理费]") + "patterns_here: [未收费]\nelsewhere: info\n"
    ready = rule(keys)

    here = ready.questions["cn-openness-2021"].judge(report("year: 2024\nsections: {other: 未收费}\n"))
    there = ready.questions["cn-openness-2021"].judge(report("year: 2024\nsections: {overview: 未收费, other: 无}\n"))

    assert not here.broken
    assert [one.severity for one in there.broken] == [None]


def test_looser_words_are_bounded_as_well(refused):
    keys = KEYS.format(section="other", patterns="[费]") + "patterns_here: ['费*']\n"

    assert refused(keys) == "5:19: repeat within bounds, as in {0,12}, not with * or +"
