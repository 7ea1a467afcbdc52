"""Linear rules against each other: independent, repeated, contradictory, and what they leave out."""

from __future__ import annotations

from fractions import Fraction

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
