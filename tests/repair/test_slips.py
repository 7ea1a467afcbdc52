"""Which slip prints one figure for another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openness_lint.model.address import Address
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.slip import Slip, plain_priors
from openness_lint.repair.events import runs_alike
from openness_lint.repair.slips import Slips, digit_slips
from openness_lint.repair.system import Demand, Entry, State, Structure, System


@pytest.mark.parametrize(
    ("printed", "meant", "slips"),
    [
        ("21", "12", [Slip.TRANSPOSED_DIGITS]),
        ("312", "132", [Slip.TRANSPOSED_DIGITS]),
        ("213", "132", []),
        ("12", "132", [Slip.DROPPED_DIGIT]),
        ("1332", "132", [Slip.DOUBLED_DIGIT, Slip.ADDED_DIGIT]),
        ("1732", "132", [Slip.ADDED_DIGIT]),
        ("182", "132", [Slip.REPLACED_DIGIT]),
        ("132", "132", []),
        ("7", "132", []),
    ],
)
def test_typing_errors_are_told_by_their_digits(printed, meant, slips):
    assert [slip for slip, _ in digit_slips(printed, meant)] == slips


@pytest.mark.parametrize("meant", ["12", "132", "1001"])
def test_the_ways_of_a_typing_error_share_one_chance(meant):
    """Every way of dropping a digit, by what comes of it."""
    dropped = {meant[:i] + meant[i + 1 :] for i in range(len(meant))}
    shares = [share for one in dropped for slip, share in digit_slips(one, meant) if slip is Slip.DROPPED_DIGIT]

    assert sum(shares) == pytest.approx(1)


def money(printed: str, meant: str) -> tuple[System, int]:
    address = Address("proactive", "fees", "amount")
    equation = Equation(Side((Term(1, address),)), Relation.EQUAL, Side((), Decimal(meant)), address)
    structure = Structure([address], [Demand(((0, 1),), Decimal(meant), equation)])
    scale = 10**6
    entry = Entry(address, State.NUMBER, int(Decimal(printed) * scale), money=True)
    return System(structure, [entry], scale), int(Decimal(meant) * scale)


def test_an_amount_ten_thousand_times_too_large_is_in_the_wrong_unit():
    system, meant = money("265500.5", "26.55005")

    assert Slips(system, plain_priors()).likely(0, meant)[0].slip is Slip.MAGNITUDE
    assert system.text(meant) == "26.55005"


def test_a_count_must_be_whole_among_amounts():
    system, _ = money("1", "2")
    counted = System(system.structure, [system.entries[0]._replace(whole=system.scale)], system.scale)

    assert counted.fits(0, 3 * system.scale)
    assert not counted.fits(0, system.scale // 2)
    assert not counted.fits(0, -system.scale)


def test_a_count_that_is_no_whole_number_is_as_far_off_as_the_next_that_is():
    def other(printed: str) -> float:
        system, meant = money(printed, "0")
        counted = system.entries[0]._replace(money=False, whole=system.scale)
        found = Slips(System(system.structure, [counted], system.scale), plain_priors()).likely(0, meant)
        return next(one.chance for one in found if one.slip is Slip.OTHER)

    assert other("0.5") == other("1")


def test_runs_that_print_the_same_are_counted_one_by_one():
    """7 and 4 stood one place to the left; the run may have begun at any of three zeros and ended at any of two."""
    clean = [0, 0, 7, 4, 0, 0, 9]
    printed = [0, 0, 0, 7, 4, 0, 9]
    alike = 0
    for start in range(7):
        for end in range(start + 1, 7):
            run = clean.copy()
            run[start : end + 1] = [0, *clean[start:end]]
            alike += run == printed

    assert 6 == alike == runs_alike(printed, 2, 4, 0)
