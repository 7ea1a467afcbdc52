"""`check: amount`: parts add up to their whole, and only where they are parts."""

from __future__ import annotations

import pytest

KEYS = "check: amount\nmeasure: processing_fee\nmultiple_of: 10\nmultiple: info\n"


def test_an_amount_that_no_phrases_know_is_refused_at_its_place(refused):
    assert refused("check: amount\nmeasure: fee\nmultiple_of: 10\n") == (
        "2:10: form cn-openness-2021 has no amount of the text fee; did you mean 'fees'?"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("对5件申请收取信息处理费500元，其中3件300元，2件200元。", []),
        ("收取信息处理费500元，其中3件300元，2件190元。", ["300 + 190 = 490, but the whole is given as 500元"]),
        ("对6件申请收取信息处理费500元。其中3件300元，2件200元。", ["3 + 2 = 5, but the whole is given as 6件"]),
        ("收取信息处理费500元，其中3件300元等。", []),
        ("收取信息处理费500元。上年收取300元，2件200元。", []),
        ("收取信息处理费约505元。", []),
        ("收取信息处理费505元。", ["505元 is no multiple of 10 yuan, so no tariff gives it"]),
        ("行政事业性收费505元。", []),
        ("收取信息处理费500元，其中" + "1件10元，" * 70, []),
    ],
)
def test_parts_are_what_stands_behind_a_word_for_parts(rule, report, broken, text, found):
    ready = rule(KEYS)

    said = broken(ready, report(f"year: 2024\nsections: {{other: '{text}'}}\n"))

    assert said == [("other", one) for one in found]
