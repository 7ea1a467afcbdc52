"""`check: subtotal`: only what is printed beyond the form is judged, in rows, columns and where they cross."""

from __future__ import annotations


def test_a_table_without_groups_that_may_be_summed_is_refused(refused):
    assert refused("check: subtotal\ntable: disputes\n") == "2:8: no group of table disputes may print a subtotal"


def test_an_unknown_table_is_refused_with_the_nearest_name(refused):
    assert (
        refused("check: subtotal\ntable: reqests\n")
        == "2:8: form cn-openness-2021 has no table reqests; did you mean 'requests'?"
    )


def test_a_subtotal_where_row_and_column_cross_is_judged_both_ways(rule, report, broken):
    ready = rule("check: subtotal\ntable: requests\n")
    text = """
        year: 2024
        sections:
          requests:
            unable:
              subtotal: {natural_person: 1, 法人小计: 9, business: 2, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 3}
              not_held: {natural_person: 1, 法人小计: 2, business: 2, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 3}
              needs_creation: {natural_person: 0, 法人小计: 0, business: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 0}
              still_unclear: {natural_person: 0, 法人小计: 0, business: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 0}
        """

    assert broken(ready, report(text)) == [
        ("requests.unable.organisations", "subtotal of unable to provide = 9, but not held 2 + would need creation 0 + still unclear after correction 0 = 2, 7 apart"),
        ("requests.unable.organisations", "subtotal of legal persons and other organisations = 9, but businesses 2 (and 4 more of 0) = 2, 7 apart"),
    ]  # fmt: skip


def test_a_report_without_subtotals_is_neither_judged_nor_a_gap(rule, report):
    ready = rule("check: subtotal\ntable: requests\n")

    verdict = ready.questions["cn-openness-2021"].judge(
        report("year: 2024\nsections: {requests: {granted: [3, 0, 0, 0, 0, 0, 3]}}\n")
    )

    assert (verdict.judged, verdict.broken, verdict.unjudged) == (0, (), ())
