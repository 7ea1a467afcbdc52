"""`check: total_given`: a blank total is found once, with the sum where it can be formed."""

from __future__ import annotations

import pytest

ROWS = "{over: {table: requests, each: row}, demand: total = natural_person + sum(organisations)}"
COLUMNS = (
    "{over: {table: requests, each: column}, demand: result_total = granted + partly_granted + sum(denied) "
    "+ sum(unable) + sum(rejected) + sum(otherwise)}"
)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        (
            "check: total_given\ntotals:\n  - {over: {table: requests, each: row}, demand: total = natural_persons}\n",
            "3:58: form cn-openness-2021 has no column natural_persons; did you mean 'natural_person'?",
        ),
        (
            "check: total_given\ntotals:\n  - {over: {table: requests, each: row}, demand: total >= natural_person}\n",
            "3:3: write each as `total = its parts`",
        ),
        (
            "check: total_given\ntotals:\n  - {over: {table: disputes, each: row}, demand: total + other = upheld + pending, at: total}\n",
            "3:3: write each as `total = its parts`",
        ),
        (
            "check: total_given\ntotals:\n  - {over: {table: dispute, each: row}, demand: total = upheld}\n",
            "3:20: form cn-openness-2021 has no table dispute; did you mean 'disputes'?",
        ),
        ("check: total_given\n", "1:1: totals is missing"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_very_word(refused, keys, complaint):
    assert refused(keys) == complaint


def test_a_total_that_closes_a_row_and_a_column_is_found_once(rule, report, broken):
    ready = rule(f"check: total_given\ntotals:\n  - {ROWS}\n  - {COLUMNS}\n")
    text = "year: 2024\nsections: {requests: {granted: [3, 0, 0, 0, 0, 0, 3], result_total: [3, 0, 0, 0, 0, 0, '']}}\n"

    found = broken(ready, report(text))

    assert found == [("requests.result_total.total", "the total is blank while its parts add up to 3")]


def test_no_sum_is_offered_where_a_part_cannot_be_read(rule, report):
    ready = rule(f"check: total_given\ntotals: [{ROWS}]\n")
    text = "year: 2024\nsections: {requests: {granted: [3, 1O, 0, 0, 0, 0, '']}}\n"

    (found,) = ready.questions["cn-openness-2021"].judge(report(text)).broken

    assert found.message.en == "the total is blank while its parts are filled"
    assert not found.fixes


def test_a_placeholder_is_no_blank(rule, report, broken):
    ready = rule(f"check: total_given\ntotals: [{ROWS}]\n")

    assert not broken(ready, report("year: 2024\nsections: {requests: {granted: [3, 0, 0, 0, 0, 0, /]}}\n"))


def test_it_states_no_equation_of_its_own(rule):
    ready = rule(f"check: total_given\ntotals: [{ROWS}]\n")

    assert not ready.questions["cn-openness-2021"].equations
