"""What is gathered of a rule."""

from __future__ import annotations

from openness_lint.explaining import machine
from openness_lint.model.diagnostic import Applicability


def test_what_a_rule_file_says_of_its_check_is_kept_to_the_character(explanation):
    assert explanation.written == (
        "check: equation\n"
        "over: {table: proactive, each: row, rows: [article_20_1]}\n"
        "cases:\n"
        "  - given: repealed = 0\n"
        "    demand: in_force >= issued\n"
        "    severity: error\n"
    )


def test_the_main_examples_have_no_note_and_the_others_are_traps(explanation):
    assert explanation.breaks is explanation.samples[1]
    assert explanation.holds is explanation.samples[0]
    assert explanation.traps == explanation.samples[2:]


def test_fixes_are_those_that_the_examples_show(rulebook):
    from openness_lint.explaining.page import explain

    ready = next(one for one in rulebook.rules if one.rule.code == "U101")

    fixes = explain(ready, rulebook.forms).fixes

    assert list(fixes) == [Applicability.SAFE, Applicability.UNSAFE]


def test_the_page_for_programs(explanation, snapshot):
    assert machine.page(explanation, "en") == snapshot
