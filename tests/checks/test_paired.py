"""`check: paired`: marks find their mates, over broken lines and in any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.checks.paired import Pair, Paired, Parameters
from openness_lint.model.address import Address
from openness_lint.model.report import Label, Match, Report, Section
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text

KEYS = "check: paired\npairs: [{opens: 《, closes: 》}, {opens: （(, closes: ）)}, {opens: “, closes: ”}]\nalone: ['[0-9]）']\n"


def paragraphs(*texts):
    lines = "".join(f"    - '{one}'\n" for one in texts)
    return f"year: 2024\nsections:\n  overview:\n{lines}"


@pytest.mark.parametrize(
    ("texts", "lone"),
    [
        (["《办法》（试行）“一事一审”"], []),
        (["（一)（二）"], []),
        (["主要有：1）更新；2）核对"], []),
        (["》办法《"], ["》", "《"]),
        (["《办法》》"], ["》"]),
        (["“甲“乙”"], ["“"]),
        (["《办", "法》"], []),
        (["《办", "法", "》"], ["《", "》"]),
        (["“甲。", "“乙。”"], []),
        (["（《办法）》"], []),
    ],
)
def test_marks_that_are_left_alone_are_found(rule, report, texts, lone):
    verdict = rule(KEYS).questions["cn-openness-2021"].judge(report(paragraphs(*texts)))

    assert lone == [one.at.value for one in verdict.broken]


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("check: paired\npairs: []\n", "2:8: `pairs` needs at least one entry"),
        (
            "check: paired\npairs: [{opens: '\"', closes: '\"'}]\n",
            "2:9: both `opens` and `closes` are needed, and they must differ",
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_place(refused, keys, complaint):
    assert refused(keys) == complaint


QUESTION = Paired(Parameters((Pair("《", "》"), Pair("（", "）"))), ())


@given(st.text("《》（）甲", max_size=40))
def test_as_many_marks_are_left_alone_as_counting_says(rulebook, written):
    form = rulebook.forms[-1]
    text = Text(written, TextSpan(1, 1, 1, len(written) + 1), (Run(0, 1, 1),))
    heading = Label(Address("overview"), text, Match.ID)
    report = Report(form, TextSpan(1, 1, 1, 1), {}, (Section("overview", heading, (text,)),), year=2024)

    found = QUESTION.judge(report).broken

    expected = 0
    for opens, closes in ("《》", "（）"):
        depth = 0
        for c in written:
            depth += (c == opens) - (c == closes)
            if depth < 0:
                depth, expected = 0, expected + 1
        expected += depth
    assert len(found) == expected
