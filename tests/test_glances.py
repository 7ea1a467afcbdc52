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
from openness_lint.model.report import Report, ReportTable
from openness_lint.model.source import Source
from openness_lint.model.values import replace
from openness_lint.reckoning import Glance, Glances, glances
from openness_lint.sums import filled

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
    slow._readings[filled] = {}
    return slow


def said(outcome: Outcome) -> tuple[object, ...]:
    return outcome.judged, outcome.held, outcome.diagnostics, outcome.answers


@st.composite
def changes(draw, addresses: list[Address], tables: list[str]):
    """What is printed in some cells, which cells are left out, and which table."""
    printed = draw(st.dictionaries(st.sampled_from(addresses), PRINTED, max_size=4))
    left_out = draw(st.one_of(st.just(set()), st.sets(st.sampled_from(addresses), max_size=2)))
    return printed, left_out, draw(st.sampled_from([None, None, None, *tables]))


def changed(report: Report, left_out: set[Address], without: str | None) -> Report:
    """The report without some figures, and without one table."""

    if not left_out and without is None:
        return report

    def table(one: ReportTable) -> ReportTable:
        return replace(one, cells={key: cell for key, cell in one.cells.items() if cell.address not in left_out})

    sections = tuple(
        replace(one, tables=tuple(table(each) for each in one.tables if each.id != without)) for one in report.sections
    )
    return replace(report, sections=sections)


def test_a_report_judged_at_a_glance_comes_out_as_it_does_figure_by_figure(read, rulebook):
    clean = read(CLEAN)
    # Rules on the text look at no table at a glance.
    rules = [one for one in rulebook.rules if one.rule.code[0] in "TCUSP"]

    @settings(max_examples=50)
    @given(change=changes([*clean.cells], [*clean.form.table]))
    def holds(change) -> None:
        printed, left_out, without = change
        report = changed(read(with_printed(CLEAN, clean, printed)), left_out, without)

        assert said(judge(report, rules, "r")) == said(judge(looked_at_closely(report), rules, "r"))

    holds()
