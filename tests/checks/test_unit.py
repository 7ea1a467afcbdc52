"""`check: unit`: units inside figures, and money in another unit than the header's."""

from __future__ import annotations

import pytest

from openness_lint.model.rule import Severity


@pytest.fixture
def on(rule, report):
    """What a demand finds in table 2, as `message`, severity if graded, and `applicability: replacement`."""

    def judge(keys, rows, form="cn-openness-2021", year=2024):
        ready = rule(f"check: unit\n{keys}", form)
        found = ready.questions[form].judge(report(f"year: {year}\nsections: {{proactive: {rows}}}\n")).broken
        return [
            (
                one.message.en,
                one.severity,
                *(f"{fix.applicability.value}: {fix.edits[0].replacement}" for fix in one.fixes),
            )
            for one in found
        ]

    return judge


def test_a_form_without_a_unit_of_money_cannot_be_asked_about_it(refused):
    complaint = refused("check: unit\ndemand: as-header\n", "cn-openness-2019")

    assert complaint == "2:9: form cn-openness-2019 has no column with a unit of money"


@pytest.mark.parametrize(
    ("printed", "fix"),
    [
        ("12件", "safe: "),
        ("12人次", "unsafe: "),
        ("0件次", "safe: "),
        ("12（条）", "safe: "),
    ],
)
def test_a_counter_goes_by_itself_only_where_it_counts_the_same(on, printed, fix):
    found = on("demand: none\n", f"{{licences: {printed}}}")

    assert [each[2] for each in found] == [fix]


def test_a_unit_the_header_rules_out_is_graver_and_left_to_the_clerk(on):
    found = on("demand: none\ncontradiction: error\n", "{licences: 12万元, fees: 3件}")

    assert found == [
        ("the unit '万元' contradicts the header '本年处理决定数量'", Severity.ERROR),
        ("the unit '件' contradicts the header '本年收费金额（单位：万元）'", Severity.ERROR),
    ]


def test_an_amount_whose_header_names_no_unit_keeps_the_one_it_has(on):
    found = on("demand: none\ncontradiction: error\n", "{procurement: [6, 251000元]}", "cn-openness-2019", 2019)

    assert found == [
        ("the unit '元' does not belong inside the cell; the form names none, so put it into the header", None)
    ]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("0元", ("this column is in 万元, but the cell reads '0元'; it should be 0", None, "safe: 0")),
        ("'3,000 元'", ("this column is in 万元, but the cell reads '3,000 元'; it should be 0.3", None, "unsafe: 0.3")),
        ("12345678元", ("this column is in 万元, but the cell reads '12345678元'; it should be 1234.5678", None, "unsafe: 1234.5678")),
        ("0.5亿元", ("this column is in 万元, but the cell reads '0.5亿元'; it should be 5000", None, "unsafe: 5000")),
    ],
)  # fmt: skip
def test_money_is_converted_exactly_and_by_itself_only_where_it_is_nothing(on, printed, found):
    assert on("demand: as-header\n", f"{{fees: {printed}}}") == [found]


def test_a_remark_behind_the_amount_stays(rule, report):
    ready = rule("check: unit\ndemand: as-header\n")
    read = report("year: 2024\nsections:\n  proactive:\n    fees: ' 0元（未收取）'\n")

    (found,) = ready.questions["cn-openness-2021"].judge(read).broken

    (edit,) = found.fixes[0].edits
    assert (edit.span.line, edit.span.column, edit.span.end_column, edit.replacement) == (4, 13, 15, "0")


@pytest.mark.parametrize("printed", ["0", "0.5万元", "''", "5件", "/"])
def test_the_two_demands_never_tell_one_thing_twice(on, printed):
    assert not on("demand: as-header\n", f"{{fees: {printed}}}")


def test_a_blank_column_is_a_gap_at_its_cell(rule, report, gaps):
    ready = rule("check: unit\ndemand: as-header\n")

    found = gaps(ready, report("year: 2024\nsections: {proactive: {fees: '', licences: 3}}\n"))

    assert found == [("proactive.fees.amount", "no such figure is given in the proactive disclosure table")]
