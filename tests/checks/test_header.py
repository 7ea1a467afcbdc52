"""`check: header`: a remark or unit that is not recorded is a gap; one that is printed wrongly is a finding."""

from __future__ import annotations

import pytest

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def test_a_form_without_units_in_its_headers_cannot_be_asked_about_them(refused):
    assert refused("check: header\nof: units\n", "cn-openness-2019") == (
        "2:5: no header of form cn-openness-2019 names a unit"
    )


@pytest.fixture
def on(rule, report):
    def judge(keys, sections):
        ready = rule(f"check: header\n{keys}")
        verdict = ready.questions["cn-openness-2021"].judge(report(f"year: 2024\nsections: {{{sections}}}\n"))
        return [
            (str(one.at.address), [fix.applicability.value for fix in one.fixes]) for one in verdict.broken
        ], verdict.judged

    return judge


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (NOTE, []),
        ("本列数据的勾稽关系为： 第一项加第二项之和,等于第三项加第四项之和", []),
        (f"{NOTE} 单位：件", []),
        ("''", [("requests", ["safe"])]),
        ("第一项加第二项等于第三项", [("requests", ["unsafe"])]),
    ],
)
def test_the_remark_is_the_forms_whatever_else_is_said(on, note, found):
    note = note if note == "''" else f"'{note}'"

    assert on("of: note\n", f"requests: {{note: {note}}}") == (found, 1)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("本年收费金额（单位：万元）", []),
        ("本年收费金额（万元）", []),
        ("本年收费金额", [("proactive.amount", ["safe"])]),
        ("本年收费金额（单位：元）", [("proactive.amount", ["display"])]),
    ],
)
def test_another_unit_in_the_header_is_never_swapped_by_itself(on, header, found):
    assert on("of: units\n", f"proactive: {{行政事业性收费: {{{header}: 3000}}}}") == (found, 1)


def test_what_is_not_recorded_is_a_gap(rule, report, gaps):
    read = report("year: 2024\nsections: {proactive: {fees: 0}, requests: {received: [0, 0, 0, 0, 0, 0, 0]}}\n")

    assert gaps(rule("check: header\nof: note\n"), read) == [
        ("requests", "the remark at the table's head is not recorded (note:)")
    ]
    assert gaps(rule("check: header\nof: units\n"), read) == [
        ("proactive.amount", "the header '本年收费金额（单位：万元）' is not recorded")
    ]
