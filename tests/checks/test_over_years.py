"""`check: over_years`: demands on this year's figures and last year's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openness_lint.hooks import Comparing
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Companions, Sibling

CARRIED = """
check: over_years
cases:
  - over: {table: requests, each: column, columns: [total]}
    demand: carried_in = last.carried_out
"""


@pytest.fixture
def two(report):
    """This year's report beside last year's, each from the rows of its table of requests."""

    def read(this: str, last: str, year: int = 2024):
        text = "agency: 甲局\nyear: {}\nsections:\n  requests:\n    {}\n"
        previous = Sibling("last.yaml", report(text.format(year - 1, last)))
        return report(text.format(year, this)).beside(Companions(previous))

    return read


def test_a_finding_points_at_this_year_and_shows_last_year_in_its_own_file(rule, two):
    ready = rule(CARRIED)
    report = two("carried_in: {total: ' 12'}", "carried_out: {total: 21}")

    [found] = ready.questions[report.form.id].judge(report).broken

    assert report.lines[found.at.span.line - 1][found.at.span.column - 1 : found.at.span.end_column - 1] == " 12"
    assert found.message.en == "carried in = 12, but carried out in last year's report (2023, last.yaml) = 21, 9 apart"
    assert found.message.zh == "上年结转为 12，但去年报告（2023年，last.yaml）的结转下年为 21，相差 9"
    assert [(str(one.address), one.value, one.path) for one in found.related] == [
        ("requests.carried_out.total", "21", "last.yaml")
    ]
    assert dict(found.data) == {"left": "12", "right": "21", "difference": "9"}


def test_its_equations_have_last_years_figures_as_plain_numbers(rule, two):
    report = two("carried_in: {total: 12}", "carried_out: {total: 21}")
    question = rule(CARRIED).questions[report.form.id]
    carried_in = Address("requests", "carried_in", "total")

    assert isinstance(question, Comparing)
    assert question.equations_on(report) == (
        Equation(Side((Term(1, carried_in),)), Relation.EQUAL, Side((), Decimal(21)), carried_in),
    )
    assert question.equations == question.equations_on(report.beside(Companions())) == ()


def test_nothing_is_asked_where_there_is_no_other_year(rule, two, gaps):
    ready = rule(CARRIED)
    report = two("carried_in: {total: 12}", "carried_out: {total: 12}").beside(Companions())

    assert ready.questions[report.form.id].judge(report).judged == 0
    assert gaps(ready, report) == []


@pytest.mark.parametrize(
    ("this", "last", "why"),
    [
        ("carried_in: {total: ''}", "carried_out: {total: ''}", "not filled in: carried in, carried out in last"),
        ("carried_in: {total: 3}", "carried_out: {total: /}", "not filled in, and with 0 it would not hold"),
        ("carried_in: {total: 3}", "carried_out: {total: 三}", "no number can be read: carried out in last"),
        ("carried_in: {total: 3}", "received: {total: 3}", "not given: carried out in last year's report"),
        ("received: {total: 3}", "carried_out: {total: 3}", "not given: carried in"),
    ],
)
def test_what_either_year_does_not_say_is_a_gap(rule, two, gaps, this, last, why):
    ready = rule(CARRIED)

    [(address, message)] = gaps(ready, two(this, last))

    assert address == "requests.carried_in.total"
    assert message.startswith(why)


def test_a_blank_is_zero_where_the_demand_then_holds(rule, two):
    ready = rule(CARRIED)
    report = two("carried_in: {total: 0}", "carried_out: {total: ''}")

    verdict = ready.questions[report.form.id].judge(report)

    assert (verdict.judged, verdict.broken, verdict.unjudged) == (1, (), ())


def test_two_forms_are_compared_only_where_the_rule_says_so(rule, two, gaps, broken):
    report = two("carried_in: {total: 1}", "carried_out: {total: 2}", year=2021)
    question = rule(CARRIED).questions[report.form.id]

    [(address, message)] = gaps(rule(CARRIED), report)

    assert (address, message.split(",")[0]) == ("requests", "last year's report (2020")
    assert "cn-openness-2019" in message
    assert question.equations_on(report) == ()
    assert broken(rule(f"{CARRIED}between_forms: true\n"), report)


def test_what_the_text_explains_is_left_to_people(rule, report):
    ready = rule(CARRIED + "unless: {words: [口径], beside: [结转]}\n")
    text = "agency: 甲局\nyear: {}\nsections: {{overview: {}, requests: {{{}: {{total: {}}}}}}}\n"
    last = Companions(Sibling("last.yaml", report(text.format(2023, "无", "carried_out", 5))))

    def verdict(said: str):
        read = report(text.format(2024, said, "carried_in", 3)).beside(last)
        return ready.questions[read.form.id].judge(read)

    assert len(verdict("结转的统计口径有调整。").unjudged) == 1
    assert len(verdict("统计口径有调整。结转3件。").broken) == 1


def test_a_fix_is_offered_by_none(rule, two):
    report = two("carried_in: {total: 12}", "carried_out: {total: 21}")

    [found] = rule(CARRIED).questions[report.form.id].judge(report).broken

    assert [one for one in found.fixes if one.applicability is not Applicability.DISPLAY] == []


@pytest.mark.parametrize(
    ("demand", "where"),
    [
        ("carried_in = last.carried_uot", "4:31: form cn-openness-2021 has no row carried_uot; did you mean 'carried_out'?"),
        ("carried_in = received", "4:13: no figure of last year (`last.`); demands within one report are `check: equation`"),
        ("last.carried_out = carried_in", "4:13: the demand begins with one figure of this year"),
        ("carried_in = last.carried_out + 1", "4:13: no plain numbers here"),
        ("carried_in = last.results", "4:26: results is a group; write sum(last.results)"),
        ("carried_in last.carried_out", "4:24: one of =, >=, <= is expected here"),
    ],
)  # fmt: skip
def test_a_demand_that_cannot_be_asked_is_refused_at_its_place(refused, demand, where):
    keys = CARRIED.replace("carried_in = last.carried_out", demand).strip("\n") + "\n"

    assert refused(keys) == where
