"""Every built-in rule stands its own trial: its examples, and a change of each figure they hold on."""

from __future__ import annotations

from pathlib import Path

import pytest

from openness_lint.host import builtin_rules
from openness_lint.trials import examples_of, try_rule

PACK = builtin_rules() / "cn-openness"
FAMILIES = {
    "structure": "S",
    "totals": "T",
    "cells": "C",
    "units": "U",
    "text": "X",
    "plausibility": "P",
    "narrative": "N",
    "years": "Y",
    "roster": "H",
}
FILES = sorted(path for family in FAMILIES for path in (PACK / family).glob("*.yaml"))

CODES = {
    *("T201", "T202", "T301", "T302", "T303", "T304", "T305", "T401"),
    *(f"C{number}" for number in range(101, 111)),
    *("U101", "U102", "U103", "U104", "U105"),
    *(f"S{number}" for number in range(101, 126)),
    *("P101", "P102", "P103", "P104"),
    *(f"N{number}" for number in range(101, 111)),
    *(f"N{number}" for number in range(201, 211)),
    *(f"X{number}" for number in (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113)),
    *("Y101", "Y102", "Y103", "Y104", "Y105", "Y106"),
    *("H101", "H102", "H103", "H104", "H105"),
}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def ready(request, rulebook):
    """Each rule of these families, as the program reads it."""
    return next(one for one in rulebook.rules if Path(one.path) == request.param)


def test_a_rule_stands_its_trial(ready, rulebook):
    trials = list(try_rule(ready, rulebook.forms))

    assert trials
    assert not [f"{Path(one.rule.path).name}:{one.line}: {one.wrong.en}" for one in trials if one.wrong]


def test_a_rule_speaks_both_languages_and_is_called_as_its_file(ready):
    rule = ready.rule

    assert Path(ready.path).stem == rule.name
    assert FAMILIES[Path(ready.path).parent.name] == rule.code[0]
    for phrase in (rule.title, rule.basis, rule.because):
        assert any("\u4e00" <= c <= "\u9fff" for c in phrase.zh), "Chinese"
        assert any(c.isascii() and c.isalpha() for c in phrase.en), "English"
        assert phrase.zh != phrase.en


def test_a_rule_tells_the_clerk_in_two_sentences_why_and_what_to_do(ready):
    because = ready.rule.because

    assert because.zh.endswith("。")
    assert because.en.endswith(".")
    assert because.zh.count("。") == because.en.count(". ") + 1 == 2


def test_a_rule_is_shown_breaking_at_stated_places_and_characters(ready, rulebook):
    breaking = [one.file for one in examples_of(ready, rulebook.forms) if one.kind == "breaks"]

    assert breaking
    assert all(one.at for one in breaking)
    # What is missing altogether has no characters of its own.
    assert any(one.text for one in breaking) or ready.rule.name == "section-missing"


def test_every_rule_of_these_families_is_found(rulebook):
    families = tuple(FAMILIES.values())
    found = {one.rule.code for one in rulebook.rules if one.rule.code.startswith(families)}

    assert found == CODES


def test_a_rule_asks_on_every_form_it_names(rulebook):
    forms = {form.id for form in rulebook.forms}

    for one in rulebook.rules:
        assert set(one.rule.forms) == set(one.questions) <= forms
