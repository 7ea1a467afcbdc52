"""The figures of a table, made into cells where one is asked for, are those that are made at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openness_lint.model.address import Address
from openness_lint.model.figure import Figure, Mark, Trait
from openness_lint.model.report import Cell, Cells, Line
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text, Words


def address(key: tuple[str, str]) -> Address:
    return Address("fees", *key)


def cell(key: tuple[str, str], printed: str, line: int, column: int) -> Cell:
    text = Text(printed, TextSpan(line, column, line, column + len(printed)), (Run(0, line, column),))
    return Cell(address(key), text, Figure(Decimal(printed)), Decimal(printed))


A, B, C, D, E = KEYS = (("r", "a"), ("r", "b"), ("s", "a"), ("t", "a"), ("t", "b"))
BLANK = Cell(address(C), Text("", TextSpan(2, 3, 2, 5)), Figure(None, None, (Mark(Trait.BLANK, 0, 0),)), None)
WHOLE = {A: cell(A, "1", 1, 4), B: cell(B, "23", 1, 7), C: BLANK, D: cell(D, "4", 3, 4), E: cell(E, "5", 3, 6)}


def line(keys: list[tuple[str, str]], words: Words) -> Line:
    return Line([(key, address(key), None) for key in keys], words, tuple(map(Decimal, words.said)))


@pytest.fixture
def cells() -> Cells:
    numbers = (Decimal(1), Decimal(23), None, Decimal(4), Decimal(5))
    lines = {"r": line([A, B], Words(("1", "23"), (0, 3), 1, 4)), "t": line([D, E], Words(("4", "5"), (0, 2), 3, 4))}
    return Cells(KEYS, numbers, {C: BLANK}, lines)


def test_the_cells_come_in_the_order_of_the_form(cells):
    assert list(WHOLE.items()) == list(cells.items())
    assert list(WHOLE.values()) == list(cells.values())
    assert list(KEYS) == list(cells) == list(cells.keys())
    assert len(KEYS) == len(cells)
    assert repr(WHOLE) == repr(cells)


def test_they_come_in_that_order_though_others_were_asked_for_first(cells):
    assert WHOLE[E] == cells[E]
    assert cells.get(("t", "c")) is None
    assert WHOLE[A] is not cells[A] is cells[A]

    assert list(WHOLE.items()) == list(cells.items())
    assert cells[A] is cells[A]


def test_they_are_equal_to_cells_made_at_once(cells):
    assert dict(cells) == WHOLE
    assert cells == WHOLE
    assert {**cells, C: WHOLE[A]} != cells


@pytest.mark.parametrize("key", [("r", "c"), ("x", "a"), (None, "a")])
def test_what_is_not_there_is_not_found(cells, key):
    assert key not in cells
    assert cells.get(key) is None
    with pytest.raises(KeyError):
        cells[key]


def test_numbers_are_told_only_where_all_are_given(cells):
    assert cells.numbers is None
    assert cells.odd == (BLANK,)

    plain = Cells(KEYS[:2], (Decimal(1), Decimal(23)), {A: WHOLE[A], B: WHOLE[B]}, {})

    assert (Decimal(1), Decimal(23)) == plain.numbers
    assert plain.odd == ()
