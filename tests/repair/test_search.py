"""The smallest repairs: exact, complete, and the same as a solver of mixed-integer programs finds."""

from __future__ import annotations

import random
from itertools import combinations, product

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.repair.search import smallest_repairs
from openness_lint.repair.system import State, System


def test_one_wrong_figure_is_found_with_its_value(system):
    table = system([[1, 2, 3], [4, 9, 9], [5, 7, 12]])

    found = smallest_repairs(table, 3)

    assert (found.size, found.found[0].values) == (1, ((4, 5),))
    assert len(found.found) == 1


def test_all_smallest_repairs_are_found_where_several_are_as_small(system):
    table = system([[2, 1, 3], [3, 6, 9], [6, 6, 12]])  # 1 booked in the wrong column, in either row

    found = smallest_repairs(table, 3)

    assert found.size == 2
    assert found.complete
    assert {((0, 3), (1, 0)), ((3, 4), (4, 5)), ((6, 5), (7, 7))} == {one.values for one in found.found}


def test_a_figure_below_zero_is_no_repair(system):
    """The single change that closes the sum would make the part negative, so another must change."""
    table = system([[1, 9, 3], [0, 0, 0], [1, 9, 3]])

    found = smallest_repairs(table, 4)

    assert found.size == 2
    assert all(value >= 0 for one in found.found for _, value in one.values)


def test_a_negative_figure_whose_sums_hold_is_left_alone(system):
    table = system([[-1, 2, 1], [4, 9, 9], [3, 7, 10]])

    found = smallest_repairs(table, 3)

    assert [one.values for one in found.found] == [((4, 5),)]


def test_a_figure_that_cannot_be_read_follows_from_the_others_and_counts_for_nothing(system):
    table = system([[1, 2, 3], [4, 5, 9], [5, 7, 12]])
    entries = [one._replace(state=State.UNREADABLE, value=0) if i == 4 else one for i, one in enumerate(table.entries)]
    table = System(table.structure, entries)

    found = smallest_repairs(table, 3)

    assert (found.size, [one.values for one in found.found]) == (0, [((4, 5),)])


def test_what_needs_more_than_was_asked_is_told_as_a_bound(system):
    table = system([[1, 2, 4], [4, 6, 9], [5, 7, 15]])

    found = smallest_repairs(table, 1)

    assert (found.size, found.found, found.complete) == (2, (), True)


def test_giving_up_is_told(system):
    table = system([[1, 2, 4], [4, 6, 9], [5, 7, 15]])

    found = smallest_repairs(table, 4, sets=3)

    assert not found.complete


@st.composite
def tables(draw, most=9):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    parts = [[draw(st.integers(0, most)) for _ in range(columns)] for _ in range(rows)]
    parts = [[*row, sum(row)] for row in parts]
    return [*parts, [sum(column) for column in zip(*parts, strict=True)]]


@given(tables())
def test_a_table_without_a_broken_sum_needs_no_change(system, table):
    found = smallest_repairs(system(table), 3)

    assert (found.size, [one.values for one in found.found]) == (0, [()])


@settings(max_examples=60)
@given(tables(), st.data())
def test_every_repair_makes_every_sum_hold(system, table, data):
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(table))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.integers(0, 30))
    whole = system(table)

    for one in smallest_repairs(whole, 4).found:
        values = dict(enumerate(whole.values)) | dict(one.values)
        assert all(sum(f * values[e] for e, f in demand.terms) == demand.constant for demand in whole.demands)


def tried_out(whole) -> tuple[int, set]:
    """The smallest repairs of one or two figures, found by trying: one figure freely, the last as its demand asks."""
    most = sum(abs(value) for value in whole.values)
    for size in (1, 2):
        found = set()
        for *others, last in combinations(range(len(whole.values)), size):
            for values in product(range(most + 1), repeat=size - 1):
                meant = dict(enumerate(whole.values)) | dict(zip(others, values, strict=True))
                demand, factor = whole.structure.demands_of[last][0]
                meant[last] -= sum(f * meant[e] for e, f in whole.demands[demand].terms) // factor
                changes = tuple((e, v) for e, v in meant.items() if v != whole.values[e])
                if len(changes) == size and min(meant.values()) >= 0 and not broken(whole, meant):
                    found.add(changes)
        if found:
            return size, found
    return 3, set()


def broken(whole, meant) -> bool:
    return any(sum(f * meant[e] for e, f in demand.terms) != demand.constant for demand in whole.demands)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4), st.data())
def test_every_smallest_repair_is_found_and_no_other(system, parts, data):
    a, b, c, d = parts
    table = [[a, b, a + b], [c, d, c + d], [a + c, b + d, a + b + c + d]]
    for _ in range(data.draw(st.integers(1, 2))):
        row = data.draw(st.sampled_from(table))
        row[data.draw(st.integers(0, 2))] = data.draw(st.integers(0, 9))
    whole = system(table)
    found = smallest_repairs(whole, 2)

    if found.size:
        assert (found.size, {one.values for one in found.found}) == tried_out(whole)


def solved_by_program(whole) -> int:
    """The least number of figures that must change, as HiGHS finds it."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    most = 4 * max(abs(value) for value in whole.values) + 10
    up = [solver.addVariable(lb=0, ub=most) for _ in whole.values]
    down = [solver.addVariable(lb=0, ub=max(value, 0)) for value in whole.values]
    changed = [solver.addBinary() for _ in whole.values]
    for i, value in enumerate(whole.values):
        solver.addConstr(up[i] <= most * changed[i])
        solver.addConstr(down[i] <= max(value, 0) * changed[i])
    for demand, residual in zip(whole.demands, whole.residuals, strict=True):
        solver.addConstr(sum(factor * (up[e] - down[e]) for e, factor in demand.terms) == -residual)
    solver.minimize(sum(changed))
    return round(solver.getObjectiveValue())


@pytest.mark.parametrize("seed", range(10))
def test_the_least_number_of_figures_is_that_of_a_mixed_integer_program(system, seed):
    chance = random.Random(seed)
    for _ in range(15):
        rows, columns = chance.randint(2, 5), chance.randint(2, 4)
        parts = [[chance.choice((0, 0, 1, 2, 5, 17, 120)) for _ in range(columns)] for _ in range(rows)]
        parts = [[*row, sum(row)] for row in parts]
        table = [*parts, [sum(column) for column in zip(*parts, strict=True)]]
        for _ in range(chance.randint(1, 4)):
            row = chance.choice(table)
            row[chance.randrange(len(row))] = chance.randint(0, 130)
        whole = system(table)

        found = smallest_repairs(whole, 6, sets=200_000)

        assert solved_by_program(whole) == found.size
