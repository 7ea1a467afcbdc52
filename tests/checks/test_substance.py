"""`check: substance`: words for nothing and a few words are told apart."""

from __future__ import annotations

import pytest

KEYS = "check: substance\nsections: [overview]\nat_least: 5\nnot_only: [无, 没有]\n"


def test_an_unknown_section_is_refused_with_the_nearest_name(refused):
    assert refused("check: substance\nsections: [overview, problem]\nat_least: 5\n") == (
        "2:22: form cn-openness-2021 has no section problem; did you mean 'problems'?"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("''", ["the section says nothing"]),
        ("（无）。", ["the section says no more than '（无）。'"]),
        ("没 有", ["the section says no more than '没有'"]),
        ("一 二 三 四", ["the section has 4 characters; at least 5 are expected"]),
        ("[一二, 三四五]", []),
    ],
)
def test_blanks_and_marks_make_no_substance(rule, report, broken, text, found):
    read = report(f"year: 2024\nsections:\n  overview: {text}\n")

    assert [message for _, message in broken(rule(KEYS), read)] == found
