"""`check: substance`: words for nothing and a few words are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.checks.substance import Parameters, Substantial
from openness_lint.model.source import Source

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


@given(texts=st.lists(st.text("无没有一。（） ", max_size=14), max_size=2))
def test_a_long_first_paragraph_says_as_much_as_all_of_them(host, rulebook, texts):
    text = f"year: 2024\nsections:\n  overview: {texts!r}\n"
    report = host.readers[".yaml"].read(Source("report.yaml", text.encode()), rulebook.shelf)
    question = Substantial(Parameters(("overview",), 5, ("无", "没有没有没有没")))

    verdict = question.judge(report)

    said = "".join("".join(one.text.split()) for one in report.section("overview").paragraphs)
    assert [one.message for one in verdict.broken] == [lack for lack in [question._lack(said)] if lack is not None]
