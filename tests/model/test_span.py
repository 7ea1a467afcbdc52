"""Reading order within one source, whatever its kind."""

from __future__ import annotations

import random

import pytest

from openness_lint.model.span import CellSpan, PageSpan, SheetSpan, TextSpan, sort_key

ORDERED = {
    "text": [
        TextSpan(1, 1, 1, 2),
        TextSpan(1, 1, 1, 5),
        TextSpan(1, 3, 1, 4),
        TextSpan(2, 1, 2, 2),
        TextSpan(10, 1, 12, 1),
    ],
    "document": [CellSpan(1, 1, 1), CellSpan(1, 1, 2), CellSpan(1, 2, 1), CellSpan(1, 10, 1), CellSpan(2, 1, 1)],
    "sheet": [
        *(SheetSpan("表二", cell) for cell in "A1 B1 Z1 AA1 AZ1 BA1 ZZ1 AAA1 A2 B2 A10 B10".split()),
        SheetSpan("表二甲", "A1"),
    ],
    "page": [
        PageSpan(1, (10, 20, 30, 40)),
        PageSpan(1, (50, 20, 60, 40)),
        PageSpan(1, (0, 21.5, 5, 40)),
        PageSpan(2, (0, 0, 5, 5)),
        PageSpan(11, (0, 0, 5, 5)),
    ],
}


@pytest.mark.parametrize("kind", list(ORDERED))
def test_spans_sort_as_they_are_read(kind):
    shuffled = random.Random(2024).sample(ORDERED[kind], len(ORDERED[kind]))

    assert ORDERED[kind] == sorted(shuffled, key=sort_key)


def test_spans_of_different_kinds_can_stand_in_one_order():
    mixed = [spans[0] for spans in ORDERED.values()]

    assert mixed == sorted((mixed[2], mixed[0], mixed[3], mixed[1]), key=sort_key)
