"""Rules against the figures of published reports, and against every single slip in a clean one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.engine import judge
from openness_lint.model.linear import Relation
from openness_lint.trials import text_at
from papers.figures import DISPUTES, FIGURES, ROWS, as_report, row

published = pytest.mark.skipif(not FIGURES.is_dir(), reason="the published figures are not at hand")


@pytest.fixture
def outcome(rulebook, report):
    """What the rules of these families say of a published set of figures."""

    def look(name, families, **metadata):
        figures = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
        rules = [one for one in rulebook.rules if one.rule.code[0] in families]
        return judge(report(as_report(figures, **metadata)), rules, "report.yaml")

    return look


def found(outcome):
    return [(one.rule.code, str(one.at.address), text_at(one.at.span, outcome.lines)) for one in outcome.violations]


@published
@pytest.mark.parametrize("name", ["huaian_2024", "suqian_2023", "hangzhou_like_2025"])
def test_published_figures_of_a_city_show_nothing(outcome, name):
    result = outcome(name, "TCU", issuer="government", level="city")

    assert not found(result)
    assert not [(one.rule.code, one.message.en) for one in result.gaps]


@published
def test_the_sample_of_a_city_bureau_shows_yuan_in_its_column_of_ten_thousands_and_nothing_else(outcome):
    result = outcome("chaoyang_stb_2024", "TCU", issuer="department", level="city")

    assert found(result) == [("U101", "proactive.fees.amount", "0元")]
    assert not result.gaps


@published
def test_a_report_of_2019_with_totals_left_blank_shows_exactly_those(outcome):
    result = outcome("shanghai_go_2019", "T")

    assert [
        ("T305", f"requests.{id}.total", "''")
        for id in (
            "granted",
            "partly_granted",
            "denied.state_secret",
            "denied.internal_affairs",
            "denied.process_information",
            "denied.administrative_inquiry",
            "unable.not_held",
            "unable.needs_creation",
            "unable.still_unclear",
            "rejected.complaint",
            "rejected.duplicate",
        )
    ] == found(result)
    gaps = {(one.rule.code, str(one.at.address)) for one in result.gaps}
    assert ("T302", "requests.result_total.total") in gaps


@published
def test_zeros_are_offered_for_blanks_only_where_the_sums_allow_them(outcome):
    result = outcome("shanghai_go_2019", "C")

    blanks = {str(one.at.address): one.broken.fixes for one in result.violations if one.rule.code == "C101"}
    assert not blanks["requests.granted.total"]
    assert not blanks["requests.granted.research"], "its row does not add up with 0 for the blank total"
    assert blanks["requests.received.research"]
    assert blanks["disputes.review.corrected"]
    others = [one for one in found(result) if one[0] != "C101"]
    assert others == [("C105", "proactive.procurement.amount", "元")]


@pytest.fixture
def told(rulebook, report):
    """What the rules on figures in the text say of a published report: its figures, and what it says of them."""

    def look(name, **metadata):
        figures = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
        text = as_report(figures, **metadata) + "  overview: |\n"
        text += "".join(f"    {one['sentence']}。\n" for one in figures["narrative_numbers"])
        rules = [one for one in rulebook.rules if one.rule.code.startswith("N1")]
        return judge(report(text), rules, "report.yaml")

    return look


@published
@pytest.mark.parametrize("name", ["huaian_2024", "suqian_2023", "hangzhou_like_2025"])
def test_what_published_reports_of_cities_say_of_their_figures_shows_nothing(told, name):
    result = told(name, issuer="government", level="city")

    assert not found(result)
    assert not [(one.rule.code, one.message.en) for one in result.gaps]
    assert result.judged >= {"huaian_2024": 14, "suqian_2023": 10}.get(name, 0)


@published
def test_six_documents_no_longer_normative_are_shown_where_none_was_repealed(told):
    result = told("chaoyang_stb_2024")

    assert found(result) == [("N109", "overview", "6")]
    assert result.violations[0].severity.value == "warning"
    assert not result.gaps


@published
def test_what_a_report_of_2019_says_otherwise_than_its_tables_is_found_and_nothing_else(told):
    result = told("shanghai_go_2019")

    assert found(result) == [
        ("N105", "overview", "258"),
        ("N105", "overview", "265"),
        ("N108", "overview", "均获维持"),
    ]
    assert {one.severity.value for one in result.violations} == {"error"}
    assert result.violations[0].broken.data == (
        ("stated", "258"),
        ("requests.granted.total + requests.partly_granted.total", "275"),
    )


def clean():
    """A report of our own in which every figure of tables 3 and 4 counts: none is zero, all sums hold."""
    heads, results = ("received", "carried_in"), []
    for i, id in enumerate(
        id for key, id in ROWS.items() if key not in {"new", "carried_in", "oth", "total", "carried_out"}
    ):
        results.append((id, [1 + (i * 5 + k * 3) % 7 for k in range(6)]))
    done = [sum(figures[k] for _, figures in results) for k in range(6)]
    out = [2 + k for k in range(6)]
    carried_in = [1 + k % 3 for k in range(6)]
    received = [done[k] + out[k] - carried_in[k] for k in range(6)]
    parts = [(heads[0], received), (heads[1], carried_in), *results, ("result_total", done), ("carried_out", out)]
    table = {f"requests.{id}": [*figures, sum(figures)] for id, figures in parts}
    for i, id in enumerate(DISPUTES.values()):
        outcomes = [3 + i, 1 + i, 2, 4 + i]
        table[f"disputes.{id}"] = [*outcomes, sum(outcomes)]
    return table


CLEAN = clean()


def written(table):
    lines = ["year: 2024", "sections:"]
    for area in ("requests", "disputes"):
        lines.append(f"  {area}:")
        lines += [
            row(id.removeprefix(f"{area}."), map(str, values)) for id, values in table.items() if id.startswith(area)
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def arithmetic(rulebook):
    return [one for one in rulebook.rules if one.rule.code[0] == "T"]


def test_the_clean_report_is_clean_and_every_figure_stands_in_an_equation(arithmetic, rulebook, report):
    read = report(written(CLEAN))

    result = judge(read, arithmetic, "report.yaml")

    equations = [
        equation
        for one in arithmetic
        for equation in (one.questions[read.form.id].equations if read.form.id in one.questions else ())
        if equation.relation is Relation.EQUAL
    ]
    assert not found(result)
    assert set(read.cells) == {term.address for equation in equations for term in equation.terms}
    assert all(cell.number for cell in read.cells.values())


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_one_figure_changed_by_any_amount_is_found_with_its_own_cell(data, host, rulebook, arithmetic):
    from openness_lint.model.source import Source

    id = data.draw(st.sampled_from(sorted(CLEAN)))
    place = data.draw(st.integers(0, len(CLEAN[id]) - 1))
    value = data.draw(st.one_of(st.integers(0, 60), st.integers(0, 10**9)).filter(lambda one: one != CLEAN[id][place]))
    table = {key: list(values) for key, values in CLEAN.items()}
    table[id][place] = value
    read = host.readers[".yaml"].read(Source("report.yaml", written(table).encode()), rulebook.shelf)
    area, _, line = id.partition(".")
    changed = next(
        cell for cell in read.cells.values() if str(cell.address) == f"{area}.{line}.{columns(read, area)[place]}"
    )

    result = judge(read, arithmetic, "report.yaml")

    assert result.violations
    spans = [{one.at.span, *(spot.span for spot in one.broken.related)} for one in result.violations]
    assert all(changed.printed.span in each for each in spans), "and nothing is found that it has no part in"


def columns(read, area):
    return [column.id for column in read.form.table[area].columns]
