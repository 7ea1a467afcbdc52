"""Equations judged at a stroke come out as each does by itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.engine import equations_of
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.reckoning import Reckoned, glances, reckon
from openness_lint.sums import Quick

CLEAN = Path(__file__).parent.parent / "examples" / "clean-2024.yaml"


@pytest.fixture(scope="module")
def clean(host, rulebook) -> Report:
    return host.readers[".yaml"].read(Source("report.yaml", CLEAN.read_bytes()), rulebook.shelf)


@settings(max_examples=40, deadline=None)
@given(cell=st.integers(0), number=st.decimals(-3, 30, places=1))
def test_an_equation_holds_at_a_stroke_where_it_holds_by_itself(clean, rulebook, cell, number):
    addresses = list(clean.cells)
    report = clean.with_number(addresses[cell % len(addresses)], number)
    equations = equations_of(rulebook.rules, report.form)

    for one in equations:
        numbers = report.reading(glances).tables[one.at.area].numbers
        assert numbers is not None
        at_a_stroke = Quick([one], report.form.table[one.at.area]).all_hold(numbers)
        assert at_a_stroke in {None, reckon(one, report) == Reckoned()}


def test_nearly_all_equations_of_the_rules_can_be_judged_at_a_stroke(clean, rulebook):
    equations = equations_of(rulebook.rules, clean.form)

    alone = [
        one for one in equations if Quick([one], clean.form.table[one.at.area]).all_hold([Decimal(0)] * 200) is None
    ]

    assert {len({term.address.area for term in one.terms}) for one in alone} <= {2}


def test_a_report_with_another_number_has_it_in_its_table_too(clean):
    address, cell = next(iter(clean.cells.items()))

    changed = clean.with_number(address, Decimal(99))

    assert changed.cell(address).number == Decimal(99)
    assert changed.table(address.area).cells[address.row, address.column] == changed.cell(address)
    assert clean.cell(address) == cell
