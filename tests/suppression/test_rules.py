"""The rules on suppressions and the baseline stand their own trials, and are explained like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from openness_lint.checks.suppression import Defect
from openness_lint.host import builtin_rules
from openness_lint.trials import examples_of, try_rule

FILES = sorted((builtin_rules() / "cn-openness" / "suppression").glob("*.yaml"))
CODES = ["Q101", "Q102", "Q103", "Q104", "Q105", "Q201"]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def ready(request, rulebook):
    return next(one for one in rulebook.rules if Path(one.path) == request.param)


def test_a_rule_stands_its_trial(ready, rulebook):
    trials = list(try_rule(ready, rulebook.forms, rulebook.rules))

    assert trials
    assert not [f"{Path(one.rule.path).name}:{one.line}: {one.wrong.en}" for one in trials if one.wrong]


def test_a_rule_is_shown_breaking_at_its_very_characters(ready, rulebook):
    breaking = [one.file for one in examples_of(ready, rulebook.forms, rulebook.rules) if one.kind == "breaks"]

    assert breaking
    assert all(one.at for one in breaking)
    assert any(one.text for one in breaking) or ready.rule.name == "baseline-stale"


def test_a_rule_tells_the_clerk_in_two_sentences_why_and_what_to_do(ready):
    because = ready.rule.because

    assert because.zh.endswith("。")
    assert because.en.endswith(".")
    assert because.zh.count("。") == because.en.count(". ") + 1 == 2


def test_every_defect_is_found_by_one_rule(rulebook):
    ours = [one for one in rulebook.rules if one.rule.check == "suppression"]
    found = [each.finds for one in ours for form, each in one.questions.items() if form == "cn-openness-2021"]

    assert [one.rule.code for one in ours] == CODES
    assert sorted(Defect.__args__) == sorted(found)


def test_by_themselves_they_judge_nothing(rulebook, report):
    found = report("agency: 甲\nyear: 2024\nsections: {}\n# openness-lint: ignore\n")

    for one in rulebook.rules:
        if one.rule.check == "suppression":
            assert one.questions[found.form.id].judge(found).judged == 0
