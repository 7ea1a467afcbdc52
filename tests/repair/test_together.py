"""Slips of which each breaks what holds, found together."""

from __future__ import annotations

import random

import pytest

from openness_lint.model.slip import Slip, plain_priors
from openness_lint.repair.readings import proposer_of, readings
from openness_lint.repair.system import State, System
from openness_lint.repair.together import Together


def mended(table: System, changes) -> System:
    values = dict(changes)
    return System(
        table.structure,
        [one._replace(value=values.get(i, one.value)) for i, one in enumerate(table.entries)],
    )


def test_two_swaps_that_hide_in_a_column_between_them_are_found(system):
    """5 and 0 of the first row changed places, and 3 and 8 of the last: the second column adds up again."""
    table = system([[0, 5, 2, 7], [2, 3, 6, 11], [7, 8, 3, 18]])

    best = readings(table, plain_priors()).found[0]

    assert best.changes == ((0, 5), (1, 0), (9, 3), (10, 8))
    assert {one.slip for one in best.events} <= {Slip.SWAP, Slip.NEIGHBOUR}


@pytest.mark.parametrize("slips", [2, 3])
def test_whatever_is_found_makes_every_demand_hold_with_figures_of_its_own_for_each_slip(system, slips):
    chance = random.Random(5)
    found = 0
    for _ in range(12):
        rows = [[chance.choice((0, 1, 2, 5)) for _ in range(3)] for _ in range(3)]
        rows = [[*one, sum(one)] for one in rows]
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        for one in chance.sample(rows, slips):
            one[0], one[1] = one[1], one[0]
        table = system(rows)
        together = Together(table, proposer_of(table, plain_priors()))
        together.left, together.budget = 500, 40.0
        for events in together.sets(slips):
            changes = [change for one in events for change in one.changes]
            found += 1
            assert not any(mended(table, changes).residuals)
            assert len({entry for entry, _ in changes}) == len(changes)
            assert all(value >= 0 for _, value in changes)
            assert len(events) == slips
    assert found


def test_a_line_left_out_is_found_beside_a_slip_that_spoils_one_of_its_sums(system):
    """The row of 4 and 5 was left out, and the first total, 13, is printed as 9: its column holds so."""
    table = system([[6, 2, 8], [0, 0, 0], [3, 1, 4], [9, 8, 21]])
    together = Together(table, proposer_of(table, plain_priors()))
    together.left, together.budget = 500, 40.0

    found = [tuple(sorted(change for one in events for change in one.changes)) for events in together.filled(1, 0)]

    assert ((3, 4), (4, 5), (5, 9), (9, 13)) in found


def test_a_dash_before_a_count_is_a_slip_whether_or_not_a_sum_then_holds(system):
    """-5 was 5, the row of 1 and 2 is blank, and the first total was 7: no sum that is broken says 5 by itself."""
    plain = system([[-5, 2, 8], [3, 6, 9], [0, 0, 0], [9, 10, 19]])
    blank = {8, 9, 10}
    entries = [one._replace(state=State.BLANK) if i in blank else one for i, one in enumerate(plain.entries)]
    table = System(plain.structure, entries)

    found = readings(table, plain_priors()).found

    assert ((0, 5), (2, 7), (6, 1), (7, 2), (8, 3)) in [one.changes for one in found]
