"""A demand is said in the words of its form, from the terms by which it is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from openness_lint.explaining.demands import demands_of
from openness_lint.model.address import Address
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.rulebook.pack import read_tree

HEAD = """\
code: X001
name: trial
title: {zh: 试, en: trial}
severity: error
basis: 试
because: {zh: 试, en: trial}
"""


@pytest.fixture
def said(load, rulebook):
    """The demands of a rule with these keys: form, words in both languages, condition, severity."""

    def read(keys, forms="cn-openness-2021"):
        ready = load(f"{HEAD}forms: [{forms}]\n{keys}")
        tree, _ = read_tree(Path(ready.path))
        return demands_of(ready, tree, [form for form in rulebook.forms if form.id in ready.questions])

    return read


def test_a_demand_down_a_column(said):
    keys = "check: equation\nover: {table: requests, each: column}\ndemand: received + carried_in = result_total + carried_out\nat: result_total\n"

    (demand,) = said(keys, "cn-openness-2019, cn-openness-2021")

    assert demand.words == (
        "申请情况表每列：本年新收 + 上年结转 = 办理结果总计 + 结转下年",
        "requests table, every column: received + carried in = result total + carried out",
    )
    assert demand.forms == ("cn-openness-2019", "cn-openness-2021")
    assert demand.written == ("received + carried_in = result_total + carried_out",)


def test_groups_are_named_and_forms_that_differ_are_told_apart(said):
    keys = "check: equation\nover: {table: requests, each: column}\ndemand: result_total = granted + sum(denied) + sum(otherwise)\n"

    trial, later = said(keys, "cn-openness-2019, cn-openness-2021")

    assert (trial.words.zh, trial.forms) == ("申请情况表每列：办理结果总计 = 予以公开 + 不予公开各项 + 其他处理", ("cn-openness-2019",))  # fmt: skip
    assert later.words == (
        "申请情况表每列：办理结果总计 = 予以公开 + 不予公开各项 + 其他处理各项",
        "requests table, every column: result total = granted + denied (all 8) + otherwise handled (all 3)",
    )


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        ("", "申请情况表每行：", "requests table, every row: "),
        (", rows: [received]", "申请情况表“本年新收”一行：", "requests table, row received: "),
        (", rows: [received, carried_in]", "申请情况表“本年新收”“上年结转”两行：", "requests table, rows received, carried in: "),
        (", rows: [denied]", "等 8 行：", " and 4 more rows: "),
    ],
)  # fmt: skip
def test_rows_are_named_as_far_as_they_are_few(said, lines, zh, en):
    (demand,) = said(f"check: equation\nover: {{table: requests, each: row{lines}}}\ndemand: total >= business\n")

    assert zh in demand.words.zh
    assert en in demand.words.en
    assert demand.words.zh.endswith("总计 ≥ 商业企业")


def test_cases_say_when_they_are_asked_and_how_grave_they_are(said):
    keys = """\
check: equation
over: {table: proactive, each: row, rows: [regulations]}
cases:
  - when: {issuer: [department, government-office], level: [city]}
    demand: [issued = 0, in_force <= 3]
    severity: warning
  - given: repealed >= 1
    demand: in_force >= issued - 2 * repealed + 1
"""

    first, second = said(keys)

    assert first.condition == ("级别为部门或政府办公室、层级为市级时", "where the issuer is department or government-office and the level is city")  # fmt: skip
    assert first.words.zh == "主动公开情况表“规章”一行：本年制发件数 = 0，现行有效件数 ≤ 3"
    assert first.severity is not None
    assert first.severity.value == "warning"
    assert second.condition == ("本年废止件数 ≥ 1 时", "where repealed this year ≥ 1")
    assert second.words.zh.endswith("现行有效件数 ≥ 本年制发件数 - 2 × 本年废止件数 + 1")
    assert second.severity is None


def test_whole_addresses_name_table_row_and_column(said):
    (demand,) = said("check: equation\ndemand: requests.received.total >= disputes.review.total\n")

    assert demand.words.zh == "申请情况表本年新收·总计 ≥ 复议诉讼情况表行政复议·总计"
    assert demand.words.en.startswith("received/total of the requests table ≥ ")


def test_sums_that_a_rule_only_refers_to_are_its_demands_where_it_asks_for_the_total(said):
    given = said("check: total_given\ntotals:\n  - {over: {table: disputes, each: row}, demand: total = upheld + pending}\n")  # fmt: skip
    printed = said("check: figure\ndemand: given\nsums:\n  - {over: {table: disputes, each: row}, demand: total = upheld + pending}\n")  # fmt: skip

    assert [one.words.zh for one in given] == ["复议诉讼情况表每行：总计 = 结果维持 + 尚未审结"]
    assert printed == ()


@dataclass(frozen=True)
class Brought:
    """What a check of somebody else's brings, without a demand in the rule file."""

    equations: tuple[Equation, ...]


def test_equations_that_a_check_brings_itself_are_said_once_for_all_rows_of_one_shape(load, rulebook):
    def at_least(row, column):
        cell, total = Address("requests", row, column), Address("requests", row, "total")
        return Equation(Side((Term(1, total),)), Relation.AT_LEAST, Side((Term(1, cell),)), total)

    ready = load(f"{HEAD}forms: [cn-openness-2021]\ncheck: unlisted\n")
    form = next(one for one in rulebook.forms if one.id == "cn-openness-2021")
    equations = tuple(at_least(row, column) for column in ("business", "other") for row in form.table["requests"].row)
    ready = replace(ready, questions={form.id: Brought(equations)})
    tree, _ = read_tree(Path(ready.path))

    found = demands_of(ready, tree, [form])

    assert [one.words.zh for one in found] == ["申请情况表每行：总计 ≥ 商业企业", "申请情况表每行：总计 ≥ 其他"]
    assert [one.written for one in found] == [(), ()]
