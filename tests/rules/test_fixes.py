"""Rules that the catalogue says are mended, safely or not, are mended in one of their own examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openness_lint.host import Rulebook
from openness_lint.model.diagnostic import Applicability
from openness_lint.trials import answer, examples_of

CATALOGUE = Path(__file__).parents[3] / "shared/rules.md"
WORDS = {"S": Applicability.SAFE, "U": Applicability.UNSAFE}


def promised() -> dict[str, set[Applicability]]:
    """What the column `fix` of the catalogue promises, by code: `S same unit` is safe, `S for 0元, U else` is both."""
    found: dict[str, set[Applicability]] = {}
    fix = 0
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        cells = [one.strip() for one in line.strip().strip("|").split("|")]
        if cells[0] == "code":
            fix = cells.index("fix") if "fix" in cells else 0
        elif fix and re.fullmatch("[A-Z][0-9]{3}", cells[0]):
            marks = re.findall(r"(?:^|, )([SUD])\b", cells[fix])
            found[cells[0]] = {WORDS[one] for one in marks if one in WORDS}
    return found


@pytest.fixture(scope="module")
def given(rulebook: Rulebook) -> dict[str, set[Applicability]]:
    """Of what kinds the fixes are that the rules' own examples show, by code."""
    found: dict[str, set[Applicability]] = {}
    for rule in rulebook.rules:
        examples = [one for one in examples_of(rule, rulebook.forms, rulebook.rules) if one.kind == "breaks"]
        violations = [each for one in examples for each in answer(one, one.report, "example.yaml").violations]
        found[rule.rule.code] = {fix.applicability for one in violations for fix in one.broken.fixes}
    return found


# Their fix is a certain repair, which takes more equations than a rule's own example has: see tests/repair.
BY_REPAIR = {"T301", "T302", "T303", "T401"}

pytestmark = pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue is not at hand")


def test_every_fix_that_the_catalogue_promises_is_shown_by_an_example(given):
    missing = {
        code: kinds - given[code] for code, kinds in promised().items() if code in given and code not in BY_REPAIR
    }

    assert len(missing) > 40
    assert {code: kinds for code, kinds in missing.items() if kinds} == {}


def test_a_rule_of_which_it_promises_none_applies_none(given):
    applied = {
        code: given[code] & {*WORDS.values()} for code, kinds in promised().items() if not kinds and code in given
    }

    assert len(applied) > 20
    assert {code: kinds for code, kinds in applied.items() if kinds} == {}
