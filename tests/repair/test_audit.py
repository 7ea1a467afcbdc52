"""Linear rules against each other: independent, repeated, contradictory, and what they leave out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from openness_lint.repair.audit import Demanded, audit


def demanded(rulebook, form_id: str, *extra):
    form = next(one for one in rulebook.forms if one.id == form_id)
    rules = [*rulebook.rules, *extra]
    return form, [
        Demanded(one.rule.code, equation)
        for one in rules
        if form_id in one.questions
        for equation in one.questions[form_id].equations
    ]


def test_the_sums_of_table_three_repeat_each_other_twice(rulebook):
    """Row sums and column sums meet in the grand total of results, and row sums of the heads in the balance."""
    found = audit(*demanded(rulebook, "cn-openness-2021"))

    assert (found.equations, found.rank) == (42, 40)
    assert [one.rules for one in found.circuits] == [{"T301": 22, "T302": 7}, {"T301": 4, "T303": 7}]
    assert found.contradictions == ()


def test_figures_in_no_rule_are_listed(rulebook):
    found = audit(*demanded(rulebook, "cn-openness-2021"))

    assert {one.area for one in found.uncovered} == {"proactive"}
    assert found.at_times == ()


def test_demands_made_under_a_condition_cover_their_figures_and_are_told_apart(rulebook, rule):
    ours = rule("check: equation\ndemand: proactive.licences.decisions = 0\n")
    form, always = demanded(rulebook, "cn-openness-2021")
    at_times = [Demanded("X001", one) for one in ours.questions[form.id].equations]

    without, found = audit(form, always), audit(form, always, at_times)

    assert [str(one) for one in found.at_times] == ["proactive.licences.decisions"]
    assert {*without.uncovered} - {*found.uncovered} == {*found.at_times}
    assert (found.equations, found.circuits) == (without.equations, without.circuits)


def test_what_holds_whatever_the_figures_are_is_no_repetition_and_covers_nothing(rulebook, rule):
    ours = rule("check: equation\ndemand: proactive.licences.decisions = proactive.licences.decisions\n")
    extra = demanded(rulebook, "cn-openness-2021", ours)

    without, found = audit(*demanded(rulebook, "cn-openness-2021")), audit(*extra)

    assert [one.code for one in found.idle] == ["X001"]
    assert (found.circuits, found.uncovered) == (without.circuits, without.uncovered)


@pytest.mark.parametrize("relation", ["=", ">="])
def test_what_can_never_hold_contradicts_itself(rulebook, rule, relation):
    ours = rule(f"check: equation\ndemand: proactive.licences.decisions {relation} proactive.licences.decisions + 2\n")

    found = audit(*demanded(rulebook, "cn-openness-2021", ours))

    assert [(one.rules, one.gap) for one in found.contradictions] == [({"X001": 1}, Fraction(2))]


def test_rules_that_cannot_all_hold_contradict_each_other(rulebook, rule):
    ours = rule(
        """\
        check: equation
        over: {table: disputes, each: row, rows: [review]}
        demand: total = upheld + corrected + other + pending + 1
        """
    )

    found = audit(*demanded(rulebook, "cn-openness-2021", ours))

    [contradiction] = found.contradictions
    assert contradiction.rules == {"T401": 1, "X001": 1}
    assert abs(contradiction.gap) == Fraction(1)


def test_a_bound_covers_its_figures_and_is_no_equation(rulebook, rule):
    ours = rule(
        """\
        check: equation
        over: {table: proactive, each: row, rows: [fees]}
        demand: amount >= 0
        """
    )

    without, found = (audit(*demanded(rulebook, "cn-openness-2021", *extra)) for extra in ((), (ours,)))

    assert found.equations == without.equations
    assert len(found.uncovered) == len(without.uncovered) - 1
