"""Whatever a table holds, the search ends: it is bounded by what it looks at, and says when it met the bound."""

from __future__ import annotations

import pytest

from openness_lint.model.repair import Certainty
from openness_lint.model.slip import plain_priors
from openness_lint.repair.answers import answers
from openness_lint.repair.readings import proposer_of, readings


def nonsense(rows, columns):
    """Figures of which hardly any sum holds, and that have enough in common to seem to be slips."""
    return [[(r * 7 + c * 3) % 5 for c in range(columns)] for r in range(rows)]


@pytest.mark.parametrize(("rows", "columns"), [(41, 41), (200, 4)])
def test_a_large_table_that_is_all_wrong_is_given_up_and_that_is_told(system, rows, columns):
    table = system(nonsense(rows, columns))

    found = readings(table, plain_priors())

    assert not found.complete
    [answer] = answers(table, found, plain_priors())
    assert (answer.certainty, answer.complete) == (Certainty.NONE, False)


def test_no_step_looks_far_beyond_the_bound(system):
    table = system(nonsense(41, 41))
    proposer = proposer_of(table, plain_priors())
    proposer.places_left = 10_000

    proposer.events(proposer.scene())

    assert proposer.places_left > -5_000


def test_one_wrong_figure_of_a_large_table_is_found(system):
    table = [[1] * 60 + [60] for _ in range(60)]
    table.append([60] * 60 + [3600])
    table[7][9] = 21
    broken = system(table)

    found = readings(broken, plain_priors())

    [answer] = answers(broken, found, plain_priors())
    assert [broken.entries[entry].address for entry, _ in answer.options[0].changes] == [
        broken.entries[7 * 61 + 9].address
    ]


def test_broken_sums_without_a_common_figure_take_a_change_each(system):
    rows = [[1, 2, 3, 4, 5, 16 + 1000 * (i + 1)] for i in range(9)]
    rows.append([sum(row[i] for row in rows) for i in range(6)])

    broken = system(rows)

    [answer] = answers(broken, readings(broken, plain_priors()), plain_priors())
    assert (answer.certainty, answer.least) == (Certainty.NONE, 10)  # the last row, too
