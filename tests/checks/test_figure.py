"""`check: figure`: what is wrong with a printed figure, and what may be put in its place."""

from __future__ import annotations

import pytest

from openness_lint.model.diagnostic import Applicability

SUMS = (
    "sums:\n"
    "  - {over: {table: requests, each: row}, demand: total = natural_person + sum(organisations)}\n"
    "  - {over: {table: disputes, each: row}, demand: total = upheld + corrected + other + pending}\n"
)


@pytest.fixture
def on(rule, report):
    """What a demand finds in one row, as `message` and the offered `applicability: replacement`."""

    def judge(keys, row):
        ready = rule(f"check: figure\n{keys}")
        read = report(f"year: 2024\nsections: {{{row}}}\n")
        found = ready.questions["cn-openness-2021"].judge(read).broken
        return [
            (one.message.en, *(f"{fix.applicability.value}: {fix.edits[0].replacement}" for fix in one.fixes))
            for one in found
        ]

    return judge


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("check: figure\ndemand: decimals\n", "2:9: `most` and `demand: decimals` go together"),
        ("check: figure\ndemand: whole\nmost: 4\n", "3:7: `most` and `demand: decimals` go together"),
        ("check: figure\ndemand: whole\nkinds: [change]\n", "3:8: form cn-openness-2021 has no such column"),
        (
            f"check: figure\ndemand: whole\n{SUMS}",
            "4:3: `sums` goes with `demand: given` or `no-placeholder`",
        ),
        (
            "check: figure\ndemand: given\nsums: [{over: {table: requests, each: row}, demand: total = natural}]\n",
            "3:61: form cn-openness-2021 has no column natural; did you mean 'natural_person'?",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_asked_is_refused_at_its_very_word(refused, keys, complaint):
    assert refused(keys) == complaint


def test_an_unknown_demand_is_refused_with_those_there_are(refused):
    complaint = refused("check: figure\ndemand: give\n")

    assert complaint.startswith("2:9: demand cannot be 'give'; use one of: given, no-placeholder, ")
    assert complaint.endswith("; did you mean 'given'?")


def test_zero_is_offered_for_a_blank_only_where_all_sums_hold_with_it(on):
    keys = f"demand: given\n{SUMS}"

    fits = on(keys, "requests: {received: [2, '', 0, 0, 0, 0, 2]}")
    misfits = on(keys, "requests: {received: [2, '', 0, 0, 0, 0, 3]}")
    unknown = on(keys, "requests: {received: {natural_person: '', total: 3}}")
    free = on(keys, "proactive: {licences: ''}")

    assert fits == [("blank; where there is none, write 0", "unsafe: 0")]
    assert misfits == [("blank, and with 0 the sums would not hold; give the figure",)]
    assert unknown == [("blank; where there is none, write 0",)]
    assert free == [("blank; where there is none, write 0", "unsafe: 0")]


def test_zero_is_offered_for_a_stroke_on_the_same_terms(on):
    keys = f"demand: no-placeholder\n{SUMS}"

    assert on(keys, "disputes: {review: [1, /, 0, 0, 1]}") == [
        ("'/' stands for a figure; where there is none, write 0", "unsafe: 0")
    ]
    assert on(keys, "disputes: {review: [1, 0, 0, 0, /]}") == [
        ("'/' stands for a figure, and with 0 the sums would not hold; give the figure",)
    ]
    assert on(keys, "proactive: {fees: 未收取}") == [("'未收取' stands for a figure; where there is none, write 0",)]


def test_a_row_left_blank_as_a_whole_is_one_finding_that_cannot_be_filled_in(on):
    assert on("demand: given\n", "requests: {received: null, carried_in: ['', 0, 0, 0, 0, 0, 0]}") == [
        ("blank; where there is none, write 0",),
        ("blank; where there is none, write 0", "unsafe: 0"),
    ]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("１２", [("full-width characters in a figure; it should read 12", "safe: 12")]),
        ("'1 002'", [("a blank inside a figure; it should read 1002", "safe: ")]),
        ("'12 3'", [("a blank parts '12 3': one figure or two cannot be told",)]),
        ("'１ ００２件'", [("full-width characters in a figure; it should read 1002件", "safe: 1002")]),
        ("' 12 '", []),
    ],
)
def test_full_width_is_put_right_and_a_doubtful_gap_left_alone(on, printed, found):
    assert on("demand: half-width\n", f"proactive: {{licences: {printed}}}") == found


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("007", [("a needless 0 before the figure; it should read 7", "safe: ")]),
        ("+012", [("a needless 0 before the figure, a plus sign before the figure; it should read 12", "safe: ")]),
        ("+3.0", [("a decimal point in a count, a plus sign before the figure; it should read 3", "safe: 3")]),
        ("5.", [("no digit on one side of the decimal point; add it or leave the point out",)]),
        ("0", []),
    ],
)
def test_all_of_an_odd_form_is_put_right_at_once(on, printed, found):
    assert on("demand: plain-form\n", f"proactive: {{licences: {printed}}}") == found


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("1O", [("'O' among the digits; should it read 10?", "display: 0")]),
        ("'12?'", [("'?' among the digits, so no number can be read",)]),
        ("约30", [("'约30' is not a figure",)]),
    ],
)
def test_letters_are_shown_with_what_they_may_mean_and_never_replaced(on, printed, found):
    assert on("demand: digits-only\n", f"proactive: {{licences: {printed}}}") == found


def test_most_decimals_are_told_in_the_unit_of_the_column(on):
    assert on("demand: decimals\nmost: 2\n", "proactive: {fees: 1.234, licences: 1.234}") == [
        ("3 digits after the point; at most 2 make sense",),
        ("3 digits after the point; at most 2 make sense in 万元",),
    ]


def test_a_blank_is_not_judged_by_how_figures_are_written(rule, report, gaps):
    ready = rule("check: figure\ndemand: whole\n")
    read = report("year: 2024\nsections: {proactive: {licences: '', penalties: 2}, disputes: {review: null}}\n")

    verdict = ready.questions["cn-openness-2021"].judge(read)

    assert verdict.judged == 1
    assert gaps(ready, read) == [
        ("requests", "the report has no requests table"),
        ("disputes.review.upheld", "no such figure is given in the disputes table"),
    ]


def test_a_subtotal_beyond_the_form_is_judged_when_printed_and_never_asked_for(rule, report, broken):
    text = "year: 2024\nsections: {{requests: {{received: {{法人小计: {n}, total: 3}}}}}}\n"

    assert not broken(rule("check: figure\ndemand: given\n"), report(text.format(n="''")))
    assert broken(rule("check: figure\ndemand: whole\n"), report(text.format(n="2.5"))) == [
        ("requests.received.organisations", "2.5 is not whole; a count is a whole number")
    ]


def test_nothing_it_offers_to_do_by_itself_changes_a_number(rule, report):
    row = "[０１, '1,002', 3.0, +4, '5 006', 1O, 22（注）]"
    read = report(f"year: 2024\nsections: {{requests: {{received: {row}}}}}\n")
    demands = ["half-width", "no-thousands", "plain-form", "digits-only", "no-annotation", "given", "no-placeholder"]

    fixes = [
        fix.applicability
        for demand in demands
        for one in rule(f"check: figure\ndemand: {demand}\n").questions["cn-openness-2021"].judge(read).broken
        for fix in one.fixes
    ]

    assert fixes.count(Applicability.SAFE) == 6  # 全角, blank; thousands; three plain forms
    assert fixes.count(Applicability.DISPLAY) == 2
    assert fixes.count(Applicability.UNSAFE) == 0
