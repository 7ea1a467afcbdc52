"""Ruled lines to tables, whatever is merged and however the lines are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.pages.page import Rule
from openness_lint.pages.ruling import RuledCell, rulings_of


def rules_around(boxes, shift=0.0):
    """The four borders of each box."""
    for x0, y0, x1, y1 in boxes:
        yield from (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1))
        yield from (Rule(x0 + shift, y0, x0 + shift, y1), Rule(x1, y0, x1, y1))


def boxes_of(rules):
    """The boxes of every table that lines make."""
    return [[ruling.box_of(cell) for cell in ruling.cells] for ruling in rulings_of(rules)[0]]


@st.composite
def tilings(draw):
    """A rectangle cut into smaller ones by cuts from side to side, at least 12 points apart."""
    waiting, done = [(0, 0, draw(st.integers(40, 400)), draw(st.integers(40, 400)))], []
    while waiting:
        x0, y0, x1, y1 = waiting.pop()
        is_upright = draw(st.booleans())
        low, high = (x0, x1) if is_upright else (y0, y1)
        if high - low < 30 or len(done) + len(waiting) > 12 or draw(st.integers(0, 3)) == 0:
            done.append((x0, y0, x1, y1))
            continue
        cut = draw(st.integers((low + 12) // 12, (high - 12) // 12)) * 12
        if is_upright:
            waiting += [(x0, y0, cut, y1), (cut, y0, x1, y1)]
        else:
            waiting += [(x0, y0, x1, cut), (x0, cut, x1, y1)]
    return done


@given(tilings())
@settings(max_examples=60, deadline=None)
def test_boxes_are_found_as_they_are_drawn(boxes):
    (found,) = boxes_of(rules_around(boxes))

    # Cuts of neighbours that lie nearer than a line is wide are one line.
    assert sorted(tuple(map(round, box)) for box in found) == sorted(tuple(map(round, box)) for box in _snapped(boxes))


def _snapped(boxes):
    def near(values):
        groups = []
        for value in sorted(values):
            if groups and value - groups[-1][0] <= 3:
                groups[-1].append(value)
            else:
                groups.append([value])
        return {value: sum(group) / len(group) for group in groups for value in group}

    xs = near([x for box in boxes for x in box[::2]])
    ys = near([y for box in boxes for y in box[1::2]])
    return [(xs[x0], ys[y0], xs[x1], ys[y1]) for x0, y0, x1, y1 in boxes]


TWO_BY_TWO = [(0, 0, 50, 20), (50, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]


def test_a_line_in_pieces_is_one_line():
    dashes = [Rule(x, 20, x + 8, 20) for x in range(0, 100, 10)]
    around = [Rule(0, 0, 100, 0), Rule(0, 40, 100, 40), Rule(0, 0, 0, 40), Rule(50, 0, 50, 40), Rule(100, 0, 100, 40)]

    (found,) = boxes_of([*around, *dashes])

    assert sorted(found) == sorted(TWO_BY_TWO)


def test_double_lines_are_one_line():
    (found,) = boxes_of([*rules_around(TWO_BY_TWO), *rules_around([(1.5, 1.5, 48.5, 18.5)])])

    assert len(found) == 4


def test_tables_apart_are_two():
    below = [(x0, y0 + 60, x1, y1 + 60) for x0, y0, x1, y1 in TWO_BY_TWO]

    assert [len(one) for one in boxes_of(rules_around([*below, *TWO_BY_TWO]))] == [4, 4]


def test_outer_borders_that_are_not_drawn_are_where_the_lines_end():
    level = [Rule(0, y, 100, y) for y in (0, 20, 40)]

    (found,) = boxes_of([*level, Rule(50, 0, 50, 40)])

    assert sorted(found) == sorted(TWO_BY_TWO)


def test_rows_of_one_cell_above_and_below_belong_to_the_table():
    level = [Rule(0, y, 100, y) for y in (-20, 0, 20, 40, 60)]
    rulings, ladders = rulings_of([*level, Rule(50, 0, 50, 40)])

    assert ladders == []
    assert sorted(rulings[0].cells) == [
        RuledCell(0, 0, 1, 2),
        RuledCell(1, 0, 1, 1),
        RuledCell(1, 1, 1, 1),
        RuledCell(2, 0, 1, 1),
        RuledCell(2, 1, 1, 1),
        RuledCell(3, 0, 1, 2),
    ]


def test_level_lines_alone_are_no_table_but_part_rows():
    rulings, ladders = rulings_of([Rule(10, y, 200, y) for y in (50, 70, 90)])

    assert (rulings, ladders) == ([], [[10, 200, 50, 70, 90]])


@pytest.mark.parametrize("rules", [[], [Rule(0, 0, 100, 0)], [Rule(0, 0, 0, 50), Rule(90, 0, 90, 50)]])
def test_lines_that_enclose_nothing_are_no_table(rules):
    assert rulings_of(rules) == ([], [])


def test_a_drawing_of_thousands_of_lines_is_no_table():
    assert rulings_of([Rule(x * 5, 0, x * 5, 100) for x in range(4000)]) == ([], [])
