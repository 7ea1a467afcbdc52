"""What is judged at a glance comes out as it does figure by figure, whatever a report prints."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.engine import judge
from openness_lint.model.address import Address
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.values import replace
from openness_lint.reckoning import Glance, Glances, glances

CLEAN = (Path(__file__).parent.parent / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
PRINTED = st.one_of(
    st.integers(0, 30).map(str),
    st.sampled_from(["''", "/", "１２", "'1 2'", "'1,234'", "+3", "007", "-3", "2.5", "3.0", "l2", "'3件'", "'5元'", "1.23456"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def read(host, rulebook):
    def report(text: str) -> Report:
        return host.readers[".yaml"].read(Source("report.yaml", text.encode()), rulebook.shelf)

    return report


def with_printed(text: str, report: Report, printed: dict[Address, str]) -> str:
    """The text with other figures in some cells."""
    lines = text.split("\n")
    spans = {report.cells[address].printed.span: new for address, new in printed.items()}
    for span in sorted(spans, reverse=True):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + spans[span] + line[span.end_column - 1 :]
    return "\n".join(lines)


def looked_at_closely(report: Report) -> Report:
    """The report, of which nothing is to be told at a glance."""
    seen = glances(report)
    tables = {
        id: Glance(
            Counter(column for _, column in report.table(id).cells),
            tuple(cell for cell in report.table(id).cells.values() if cell.figure.marks),
            tuple(cell for key, cell in report.table(id).cells.items() if key not in set(report.form.table[id].keys)),
            is_whole=False,
            numbers=None,
        )
        for id in seen.tables
    }
    slow = replace(report)
    slow._readings[glances] = Glances(tables, is_whole=False, odd=seen.odd)
    return slow


def said(outcome: Outcome) -> tuple[object, ...]:
    return outcome.judged, outcome.held, outcome.diagnostics, outcome.answers


@settings(max_examples=60)
@given(data=st.data())
def test_a_report_judged_at_a_glance_comes_out_as_it_does_figure_by_figure(read, rulebook, data):
    report = read(CLEAN)
    count = data.draw(st.integers(0, 4))
    addresses = data.draw(st.lists(st.sampled_from([*report.cells]), min_size=count, max_size=count, unique=True))
    text = with_printed(CLEAN, report, {one: data.draw(PRINTED) for one in addresses})
    report = read(text)
    left_out = data.draw(st.sets(st.sampled_from([*report.cells]), max_size=data.draw(st.sampled_from([0, 0, 2]))))
    tables = {id: report.table(id) for id in report.form.table}
    tables = {
        id: replace(one, cells={key: cell for key, cell in one.cells.items() if cell.address not in left_out})
        for id, one in tables.items()
    }
    without = data.draw(st.sampled_from([None, None, None, *tables]))
    sections = tuple(
        replace(one, tables=tuple(tables[table.id] for table in one.tables if table.id != without))
        for one in report.sections
    )
    report = replace(report, sections=sections)

    assert said(judge(report, rulebook.rules, "r")) == said(judge(looked_at_closely(report), rulebook.rules, "r"))
