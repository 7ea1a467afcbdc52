"""Patterns of rule files: refused where they could run away, compiled late, kept as their text."""

from __future__ import annotations

import pickle

import pytest

from openness_lint.model.errors import RuleComplaint
from openness_lint.syntax.patterns import bounded


def test_a_pattern_is_kept_between_runs_as_its_text():
    pattern = bounded("收费{1,3}", ("patterns", 0), ("费",))
    assert pattern.search("收费费")

    kept = pickle.loads(pickle.dumps(pattern))

    assert kept == pattern
    assert kept.search("收费费")[0] == "收费费"


@pytest.mark.parametrize(
    ("text", "offset"), [("收.*费", 2), ("收.{2,}费", 2), ("(?:费{0,9}.){2,9}", 11), ("收(费", 1), ("收\\+*", 3)]
)
def test_a_pattern_that_could_run_away_is_refused_at_the_very_character(text, offset):
    with pytest.raises(RuleComplaint) as caught:
        bounded(text, ("faults", 2, "pattern"))

    assert (("faults", 2, "pattern"), offset) == (caught.value.path, caught.value.offset)
