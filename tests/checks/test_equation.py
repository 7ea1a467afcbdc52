"""`check: equation`: demands laid out over rows and columns, asked where they apply, refused where they cannot."""

from __future__ import annotations

import pytest

from openness_lint.model.rule import Severity

ROW_SUM = "check: equation\nover: {table: requests, each: row}\ndemand: total = natural_person + sum(organisations)\n"


def test_a_demand_is_laid_out_once_for_every_row_that_has_its_figures(rule):
    question = rule(ROW_SUM).questions["cn-openness-2021"]

    assert len(question.equations) == 25
    assert {one.at.column for one in question.equations} == {"total"}


def test_rows_may_be_named_one_by_one_or_by_their_group(rule):
    keys = "check: equation\nover: {table: requests, each: row, rows: [received, unable]}\ndemand: total >= natural_person\n"

    question = rule(keys).questions["cn-openness-2021"]

    assert [one.at.row for one in question.equations] == [
        "received",
        "unable.not_held",
        "unable.needs_creation",
        "unable.still_unclear",
    ]


def test_a_sum_over_a_group_takes_a_single_row_where_another_form_has_just_that(rule):
    keys = "check: equation\nover: {table: requests, each: column}\ndemand: result_total >= sum(otherwise)\n"

    questions = rule(keys, "cn-openness-2019, cn-openness-2021").questions

    assert [len(questions[id].equations[0].right.terms) for id in sorted(questions)] == [1, 3]


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        (
            "check: equation\nover: {table: requests, each: row}\ndemand: total = natural_persons + business\n",
            "3:17: form cn-openness-2021 has no column natural_persons; did you mean 'natural_person'?",
        ),
        (
            "check: equation\nover: {table: requests, each: column}\ndemand: result_total = granted + denied\n",
            "3:34: denied is a group; write sum(denied)",
        ),
        (
            "check: equation\nover: {table: request, each: column}\ndemand: result_total = granted\n",
            "2:15: form cn-openness-2021 has no table request; did you mean 'requests'?",
        ),
        (
            "check: equation\nover: {table: requests, each: row, rows: [received, refused]}\ndemand: total = business\n",
            "2:53: form cn-openness-2021 has no row refused; did you mean 'rejected'?",
        ),
        (
            "check: equation\nover: {table: requests, each: column}\ndemand: received + carried_in = result_total + carried_out\n",
            "3:9: both sides have several terms; say with `at` which one a finding points to",
        ),
        (
            "check: equation\nover: {table: requests, each: column}\ndemand: received + granted = result_total + carried_out\nat: denied\n",
            "4:5: `at` names denied, which is not in the demand",
        ),
        (
            "check: equation\nover: {table: proactive, each: row}\ndemand: amount = issued\n",
            "3:9: this demand matches no cell of the table",
        ),
        (
            "check: equation\ndemand: disputes.review.totals = 0\n",
            "2:9: form cn-openness-2021 has no cell disputes.review.totals; did you mean 'disputes.review.total'?",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ndemand: total = upheld\ncases: [{demand: total = upheld}]\n",
            "4:8: write either `demand` or `cases`",
        ),
        ("check: equation\nover: {table: disputes, each: row}\n", "1:1: `demand` (or `cases`) is missing"),
        (
            "check: equation\nover: {table: disputes, each: row}\ndemand: total == upheld\n",
            "3:16: a name, sum(group) or a whole number is expected here",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ncases: [{demand: upheld + other = pending + total, at: totals}]\n",
            "3:56: `at` names totals, which is not in the demand",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ncases:\n  - {demand: total = upheld, when: {issuers: [township]}}\n",
            "4:46: `when` does not know issuers; use issuer or level; did you mean 'issuer'?",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ndemand: total = upheld\nwhen: {level: [town]}\n",
            "4:16: level is never town; use one of: national, province, city, county",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ndemand: total = upheld\ngiven: 1 = 1\n",
            "4:8: the condition looks at no figure",
        ),
        (
            "check: equation\nover: {table: proactive, each: row}\ndemand: decisions >= 0\ngiven: issued = 0\n",
            "4:8: licences has no figures for `given`, so it cannot be told",
        ),
        (
            "check: equation\nover: {table: disputes, each: row}\ndemand: total = upheld\nseverty: error\n",
            "4:1: unknown key severty; did you mean 'severity'?",
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_at_its_very_word(refused, keys, complaint):
    assert refused(keys) == complaint


def test_whole_addresses_need_no_rows_or_columns(rule, report, broken, gaps):
    ready = rule(
        "check: equation\ndemand: disputes.review.total = 0\n"
        "given: requests.received.total + requests.carried_in.total = 0\n"
    )
    text = "year: 2024\nsections:\n  requests: {{received: {{total: {n}}}, carried_in: {{total: 0}}}}\n  disputes: {{review: {{total: 2}}}}\n"

    assert broken(ready, report(text.format(n=0))) == [
        ("disputes.review.total", "administrative review/total = 2, but should be 0")
    ]
    assert not broken(ready, report(text.format(n=1)))
    assert gaps(ready, report(text.format(n="''"))) == [
        (
            "disputes.review.total",
            "not filled in: received/total, so it cannot be told what is demanded",
        )
    ]


def test_an_equation_two_cases_ask_is_found_once_and_at_the_graver(rule, report):
    ready = rule(
        """
        check: equation
        over: {table: proactive, each: row, rows: [regulations]}
        cases:
          - {when: {issuer: [township]}, demand: in_force = 0, severity: info}
          - {when: {level: [county]}, demand: in_force = 0, severity: warning}
        """
    )
    text = "year: 2024\nissuer: township\nlevel: county\nsections: {proactive: {regulations: [0, 0, 1]}}\n"

    verdict = ready.questions["cn-openness-2021"].judge(report(text))

    assert [one.severity for one in verdict.broken] == [Severity.WARNING]
    assert verdict.judged == 1


def test_what_no_kind_of_report_would_break_needs_no_word_on_the_kind(rule, report, gaps):
    ready = rule(
        "check: equation\nover: {table: proactive, each: row, rows: [regulations]}\n"
        "cases: [{when: {level: [county]}, demand: in_force = 0}]\n"
    )
    text = "year: 2024\nsections: {{proactive: {{regulations: [0, 0, {n}]}}}}\n"

    assert not gaps(ready, report(text.format(n=0)))
    assert gaps(ready, report(text.format(n=1))) == [
        ("proactive.regulations.in_force", "the report does not state its level (level)")
    ]


def test_a_rule_that_does_not_apply_judges_nothing(rule, report):
    ready = rule(
        "check: equation\nover: {table: proactive, each: row, rows: [regulations]}\nwhen: {level: [county]}\ndemand: in_force = 0\n"
    )
    text = "year: 2024\nlevel: city\nsections: {proactive: {regulations: [0, 0, 9]}}\n"

    verdict = ready.questions["cn-openness-2021"].judge(report(text))

    assert (verdict.judged, verdict.broken, verdict.unjudged) == (0, (), ())


def test_only_demands_made_of_every_report_are_offered_as_equations(rule):
    ready = rule(
        """
        check: equation
        over: {table: proactive, each: row, rows: [article_20_1]}
        cases:
          - {given: repealed = 0, demand: in_force >= issued}
          - {when: {level: [county]}, demand: in_force = 0}
          - {demand: in_force >= 0}
        """
    )

    equations = ready.questions["cn-openness-2021"].equations

    assert [str(one.at) for one in equations] == [
        "proactive.regulations.in_force",
        "proactive.normative_documents.in_force",
    ]
    assert not any(one.right.terms for one in equations)


@pytest.mark.parametrize(
    ("demand", "figures", "message"),
    [
        ("total = upheld + corrected", "[2, 3, 0, 0, 6]", ("总计为 6，但结果维持 2 + 结果纠正 3 = 5，相差 1", "total = 6, but upheld 2 + corrected 3 = 5, 1 apart")),
        ("total >= upheld", "[9, 0, 0, 0, 6]", ("总计为 6，不应小于结果维持 9，差 3", "total = 6, but should be at least upheld (9); 3 short")),
        ("total <= upheld + 1", "[2, 0, 0, 0, 6]", ("总计为 6，不应大于结果维持 2 + 1 = 3，多 3", "total = 6, but should be at most upheld 2 + 1 = 3; 3 over")),
        ("total <= 5", "[2, 0, 0, 0, 6]", ("行政复议·总计为 6，不应大于 5", "administrative review/total = 6, but should be at most 5")),
        ("total = 2*upheld - corrected", "[2, 1, 0, 0, 6]", ("总计为 6，但 2 × 结果维持 2 - 结果纠正 1 = 3，相差 3", "total = 6, but 2 × upheld 2 - corrected 1 = 3, 3 apart")),
        ("total = upheld + corrected + other + pending + 2*upheld", "[0, 0, 0, 0, 6]", ("总计为 6，但 5 项均为 0，合计 0，相差 6", "total = 6, but 5 figures of 0 = 0, 6 apart")),
    ],
)  # fmt: skip
def test_the_arithmetic_is_spelt_out_in_both_languages(rule, report, demand, figures, message):
    ready = rule(
        f"check: equation\nover: {{table: disputes, each: row, rows: [review]}}\ndemand: {demand}\nat: total\n"
    )
    text = f"year: 2024\nsections: {{disputes: {{review: {figures}}}}}\n"

    verdict = ready.questions["cn-openness-2021"].judge(report(text))

    assert [tuple(one.message) for one in verdict.broken] == [message]
