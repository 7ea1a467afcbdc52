"""From a report to what is said of it: one cause for what belongs together, and how sure it is."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from openness_lint.engine import equations_of, judge
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Violation
from openness_lint.model.figure import read_figure
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.repair import Certainty
from openness_lint.model.report import Cell, Label, Match, Report, ReportTable, Section
from openness_lint.model.slip import Slip
from openness_lint.model.span import CellSpan
from openness_lint.model.text import Text
from openness_lint.repair.diagnosis import diagnose

EXAMPLES = Path(__file__).parents[2] / "examples"
FIGURES = Path(__file__).parents[3] / "shared" / "data" / "figures"
CLEAN = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
RECEIVED = "一、本年新收政府信息公开申请数量: [12, 2, 0, 0, 1, 0, 15]"


@pytest.fixture
def causes(report, rulebook):
    """The causes found in a text of `report.yaml`, with the codes of what each explains."""

    def find(text):
        outcome = judge(report(text), rulebook.rules, "report.yaml")
        found = {}
        for one in outcome.diagnostics:
            if isinstance(one, Violation) and one.diagnosis is not None:
                found.setdefault(one.diagnosis.key, (one.diagnosis, []))[1].append(one.rule.code)
        return list(found.values())

    return find


def with_received(figures: str) -> str:
    assert RECEIVED in CLEAN
    return CLEAN.replace(RECEIVED, f"received: {figures}")


def test_a_clean_report_has_no_cause(causes):
    assert causes(CLEAN) == []


def test_a_transposition_is_one_cause_of_all_that_it_breaks(causes):
    [(cause, codes)] = causes(with_received("[21, 2, 0, 0, 1, 0, 15]"))

    assert codes == ["T301", "T303"]
    assert (cause.certainty, cause.equations) == (Certainty.CERTAIN, 2)
    [repair] = cause.repairs
    assert [(str(one.address), one.printed, one.meant) for one in repair.changes] == [
        ("requests.received.natural_person", "21", "12")
    ]
    assert repair.slips == (Slip.TRANSPOSED_DIGITS,)
    assert cause.notes[0].zh == "确定，本年新收·自然人 21 → 12：数字颠倒，修正后 2 个等式全部成立"
    assert (
        cause.notes[0].en
        == "certain, received/natural persons 21 → 12: two digits transposed; both equations then hold"
    )


def test_the_rival_reading_is_told(causes):
    [(cause, _)] = causes(CLEAN.replace("（一）予以公开: [5,", "（一）予以公开: [8,"))

    assert [str(one) for one in cause.repairs[0].unless] == [
        "requests.granted.total",
        "requests.result_total.natural_person",
    ]
    assert "办理结果总计·自然人" in cause.notes[-1].zh


@pytest.mark.parametrize(
    ("figures", "slip", "meant"),
    [
        ("['', 2, 0, 0, 1, 0, 15]", Slip.BLANK, ["12"]),
        ("[-12, 2, 0, 0, 1, 0, 15]", Slip.SIGN, ["12"]),
        ("[122, 2, 0, 0, 1, 0, 15]", Slip.DOUBLED_DIGIT, ["12"]),
        ("[12, 2, 0, 0, 1, 0, 30]", Slip.DOUBLED_TOTAL, ["15"]),
        ("[2, 12, 0, 0, 1, 0, 15]", Slip.SWAP, ["12", "2"]),
        ("[0, 12, 2, 0, 0, 1, 15]", Slip.SHIFT, ["12", "2", "0", "1", "0"]),
    ],
)
def test_a_slip_is_named(causes, figures, slip, meant):
    found = causes(with_received(figures))

    [(cause, _)] = found
    assert cause.repairs[0].slips == (slip,)
    assert [one.meant for one in cause.repairs[0].changes] == meant


def test_letters_among_digits_are_read_as_the_equations_have_them(causes):
    text = with_received("[1O, 2, 0, 0, 1, 0, 13]").replace(
        "（一）予以公开: [5, 1, 0, 0, 0, 0, 6]", "granted: [3, 1, 0, 0, 0, 0, 4]"
    )

    found = causes(text)

    assert ("1O", "10") in [(one.printed, one.meant) for cause, _ in found for r in cause.repairs for one in r.changes]


def test_one_equation_alone_does_not_say_which_of_its_figures_is_wrong(causes):
    [(cause, codes)] = causes(CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]"))

    assert codes == ["T401"]
    assert cause.certainty is Certainty.OPEN
    assert len(cause.repairs) == 3


def test_two_slips_apart_are_two_causes(causes):
    text = with_received("[21, 2, 0, 0, 1, 0, 15]").replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]")

    assert [cause.certainty for cause, _ in causes(text)] == [Certainty.CERTAIN, Certainty.OPEN]


def test_only_a_certain_repair_may_be_applied(report, rulebook):
    texts = [
        with_received("[21, 2, 0, 0, 1, 0, 15]"),
        CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]"),
    ]

    for text in texts:
        for one in judge(report(text), rulebook.rules, "a").violations:
            unsafe = [fix for fix in one.broken.fixes if fix.applicability is Applicability.UNSAFE]
            assert one.diagnosis is not None
            assert not unsafe or one.diagnosis.certainty is Certainty.CERTAIN


def test_what_is_not_whole_or_falls_below_zero_is_never_proposed(causes):
    chance = random.Random(3)
    for _ in range(10):
        figures = [chance.randint(0, 30) for _ in range(7)]
        for cause, _ in causes(with_received(str(figures))):
            assert all(one.meant.isdigit() for repair in cause.repairs for one in repair.changes)


def test_nothing_is_imported_while_nothing_is_broken():
    code = (
        "import sys; from openness_lint.cli.main import main\n"
        "try: main(['--no-cache', '-q', sys.argv[1]])\n"
        "except SystemExit: pass\n"
        "print([one for one in sys.modules if one.startswith('openness_lint.repair')])"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]

    clean = subprocess.run([*command, EXAMPLES / "clean-2024.yaml"], capture_output=True, text=True, check=True)
    faulty = subprocess.run([*command, EXAMPLES / "faults-2024.yaml"], capture_output=True, text=True, check=True)

    assert clean.stdout.splitlines()[-1] == "[]"
    assert "openness_lint.repair.search" in faulty.stdout.splitlines()[-1]


@pytest.mark.skipif(not FIGURES.is_dir(), reason="the published figures are not at hand")
def test_in_published_tables_blank_totals_get_their_sums_and_nothing_else_is_proposed(rulebook):

    columns = {
        "natural": "natural_person",
        "com": "business",
        "res": "research",
        "wel": "public_interest",
        "law": "legal_service",
        "other": "other",
        "total": "total",
    }
    proposed = {}
    for path in sorted(FIGURES.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        form = next(one for one in rulebook.forms if one.id == f"cn-openness-{data['format']}")
        rows = [row.id for row in form.table["requests"].rows]
        assert len(rows) == len(data["table3"])
        cells = {}
        for row, printed in zip(rows, data["table3"], strict=True):
            for short, column in columns.items():
                text = str(printed["cells"].get(short, ""))
                figure = read_figure(text)
                address = Address("requests", row, column)
                cells[row, column] = Cell(address, Text(text, CellSpan(1, 1, 1)), figure, figure.number)
        heading = Label(Address("requests"), Text("", CellSpan(1, 1, 1)), Match.ID)
        table = ReportTable("requests", CellSpan(1, 1, 1), cells, {})
        section = Section("requests", heading, (), (table,))
        report = Report(form, CellSpan(1, 1, 1), {}, (section,), form.first_year)
        for cause in diagnose(report, equations_of(rulebook.rules, form)):
            for repair in cause.diagnosis.repairs:
                proposed.setdefault(path.stem, []).extend((cause.diagnosis.certainty, one) for one in repair.changes)

    assert list(proposed) == ["shanghai_go_2019"]
    assert len(proposed["shanghai_go_2019"]) == 11
    for certainty, change in proposed["shanghai_go_2019"]:
        assert (change.printed.strip(), change.address.column) == ("", "total")
        assert certainty is Certainty.CERTAIN


def published(row: str, figures: list[int]) -> list[Equation]:
    """What another report says this row should be."""
    columns = ["natural_person", "business", "research", "public_interest", "legal_service", "other", "total"]
    cells = [Address("requests", row, column) for column in columns]
    return [
        Equation(Side((Term(1, cell),)), Relation.EQUAL, Side((), Decimal(figure)), cell)
        for cell, figure in zip(cells, figures, strict=True)
    ]


def test_what_another_report_says_is_not_bent_to_where_this_one_agrees_with_itself(report, rulebook):
    read = report(CLEAN)
    own = equations_of(rulebook.rules, read.form)

    assert diagnose(read, [*own, *published("carried_in", [7, 0, 0, 0, 0, 0, 7])]) == []


def test_a_forgotten_carry_over_is_found_with_last_years_figures(report, rulebook):
    line = "二、上年结转政府信息公开申请数量: [1, 0, 0, 0, 0, 0, 1]"
    assert line in CLEAN
    read = report(CLEAN.replace(line, "carried_in: [0, 0, 0, 0, 0, 0, 0]"))
    own = equations_of(rulebook.rules, read.form)

    [cause] = diagnose(read, [*own, *published("carried_in", [1, 0, 0, 0, 0, 0, 1])])

    assert cause.diagnosis.certainty is Certainty.CERTAIN
    assert [one.meant for one in cause.diagnosis.repairs[0].changes] == ["1", "1"]
    assert cause.diagnosis.equations == 4


def test_a_slip_is_named_although_last_years_figures_differ(report, rulebook):
    read = report(with_received("[21, 2, 0, 0, 1, 0, 15]"))
    own = equations_of(rulebook.rules, read.form)

    [cause] = diagnose(read, [*own, *published("carried_in", [7, 0, 0, 0, 0, 0, 7])])

    assert cause.diagnosis.repairs[0].slips == (Slip.TRANSPOSED_DIGITS,)
    assert cause.diagnosis.equations == 2


def test_figures_that_other_reports_give_are_one_slip_and_no_body_is_blamed_for_them(report, rulebook):
    read = report(CLEAN)
    left_out = {"received": 2, "granted": 2, "result_total": 2}
    rolled_up = [
        Equation(
            Side((Term(1, at),)),
            Relation.EQUAL,
            Side(
                (), (cell.number or 0) + Decimal(2 * (at.row in left_out and at.column in {"natural_person", "total"}))
            ),
            at,
        )
        for at, cell in read.cells.items()
        if at.area == "requests"
    ]

    [cause] = diagnose(read, [*equations_of(rulebook.rules, read.form), *rolled_up])

    assert cause.diagnosis.repairs[0].slips == (Slip.NOT_TAKEN_OVER,)
    assert len(cause.diagnosis.repairs[0].changes) == 6
    assert cause.diagnosis.certainty is Certainty.OPEN
    assert "更正过" in cause.diagnosis.notes[-1].zh


def test_where_one_row_of_what_is_carried_over_shows_zeros_and_the_other_blanks_both_may_have_been_left_out(causes):
    text = with_received("[13, 2, 0, 0, 1, 0, 16]")
    text = text.replace("政府信息公开申请数量: [1, 0, 0, 0, 0, 0, 1]", "政府信息公开申请数量: ['', 0, 0, 0, 0, 0, '']")
    text = text.replace("继续办理: [1, 0, 0, 0, 0, 0, 1]", "继续办理: [0, 0, 0, 0, 0, 0, 0]")

    [(cause, _)] = causes(text)

    changes = [{(one.address.row, one.meant) for one in repair.changes} for repair in cause.repairs]
    assert cause.certainty != Certainty.CERTAIN
    assert [{("carried_out", "1")}, {("carried_in", "1"), ("carried_out", "2")}] == changes[:2]
