"""What tests of repair share: small tables with totals, as systems and as reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from openness_lint.model.address import Address
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.repair.system import Demand, Entry, Line, State, Structure, System

Table = Sequence[Sequence[int]]


def system_of(table: Table) -> System:
    """Rows that end in their sum, and a last row of the sums of the columns."""
    rows, columns = len(table), len(table[0])
    number = {(r, c): r * columns + c for r in range(rows) for c in range(columns)}
    addresses = {place: Address("t", f"r{place[0]}", f"c{place[1]}") for place in number}
    demands = []
    for total, parts in [
        *(((r, columns - 1), [(r, c) for c in range(columns - 1)]) for r in range(rows)),
        *(((rows - 1, c), [(r, c) for r in range(rows - 1)]) for c in range(columns)),
    ]:
        equation = Equation(
            Side((Term(1, addresses[total]),)),
            Relation.EQUAL,
            Side(tuple(Term(1, addresses[one]) for one in parts)),
            addresses[total],
        )
        terms = ((number[total], 1), *((number[one], -1) for one in parts))
        demands.append(Demand(terms, Decimal(0), equation))
    entries = [Entry(addresses[r, c], State.NUMBER, table[r][c]) for r, c in number]
    lines = [Line(True, tuple(number[r, c] for c in range(columns))) for r in range(rows)]
    lines += [Line(False, tuple(number[r, c] for r in range(rows))) for c in range(columns)]
    return System(Structure(list(addresses.values()), demands, lines), entries)


@pytest.fixture(scope="session")
def system() -> Callable[[Table], System]:
    return system_of
