"""`rules` lists them: as a table, or as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


def test_the_table_is_in_columns_in_both_languages(run):
    assert run("rules").out == (
        "I301  提示  nothing-repealed  废止不多于制发\n"
        "T401  错误  dispute-total     总计等于四种结果之和\n"
        "W201  警告  stock-short       现行有效不少于本年制发\n"
    )
    assert run("rules", "--lang", "en").out == (
        "I301  info     nothing-repealed  No more repealed than issued\n"
        "T401  error    dispute-total     The total equals the outcomes\n"
        "W201  warning  stock-short       As many in force as issued\n"
    )


def test_json_tells_all_of_them(run):
    told = json.loads(run("rules", "--format", "json", "--lang", "en").out)

    assert [one["code"] for one in told] == ["I301", "T401", "W201"]
    assert told[1] == {
        "code": "T401",
        "name": "dispute-total",
        "title": "The total equals the outcomes",
        "severity": "error",
        "confidence": "exact",
        "basis": "for trials",
        "because": "it says why",
        "forms": ["cn-openness-2021"],
        "check": "equation",
        "pack": "cn-openness",
        "on_by_default": True,
    }


def test_some_of_them_are_picked_once_and_in_order(run):
    def codes(*words):
        return [one["code"] for one in json.loads(run("rules", "-f", "json", *words).out)]

    assert codes("W", "T401") == ["T401", "W201"]
    assert codes("dispute-total", "T", "T401") == ["T401"]
    assert codes("W,I301", "T") == ["I301", "T401", "W201"]


def test_one_there_is_not_is_2_with_the_nearest(run):
    ran = run("rules", "W202", "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "openness-lint: there is no rule 'W202'; did you mean 'W201'?\n"


def test_rules_of_ones_own_are_listed_too(run, small_rules, tmp_path):
    text = (small_rules / "cn-openness/trial/stock-short.yaml").read_text("utf-8")
    path = tmp_path / "our-stock.yaml"
    path.write_text(text.replace("W201", "X201").replace("stock-short", "our-stock"), encoding="utf-8")

    told = json.loads(run("rules", "-f", "json", "--rules", path, "X").out)

    assert [(one["code"], one["pack"]) for one in told] == [("X201", tmp_path.name)]


def test_two_rules_of_one_code_are_refused_at_the_second(run, small_rules, tmp_path):
    path = tmp_path / "stock-short.yaml"
    path.write_bytes((small_rules / "cn-openness/trial/stock-short.yaml").read_bytes())

    ran = run("rules", "--rules", path, "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"openness-lint: {path}:1:7: W201 is already taken by ")


OURS = """\
code: X001
name: ours
title: {zh: 试, en: trial}
severity: error
basis: 试
because: {zh: 试, en: trial}
forms: [cn-openness-2021]
check: equation
over: {table: disputes, each: row, rows: [review]}
demand: total = upheld + corrected + other + pending + 1
"""


class TestCheck:
    @pytest.fixture
    def ours(self):
        """A folder with a rule that makes these demands over table 4."""

        def write(demand: str, rows: str = "[review]") -> Path:
            text = OURS.replace("rows: [review]", f"rows: {rows}").rpartition("demand:")[0]
            Path("ours").mkdir()
            Path("ours/ours.yaml").write_text(f"{text}demand: {demand}\n", encoding="utf-8")
            return Path("ours")

        return write

    def test_equations_that_agree_are_counted_and_are_exit_0(self, run):
        ran = run("rules", "--check", "T4", "--lang", "en")

        assert (ran.code, ran.err) == (0, "")
        assert "cn-openness-2021: 1 equation, 1 of them independent" in ran.out.splitlines()

    def test_a_contradiction_is_told_with_its_equations_and_their_places_and_is_exit_1(self, run, small_rules):
        Path("ours").mkdir()
        Path("ours/ours.yaml").write_text(OURS, encoding="utf-8")

        ran = run("rules", "--check", "T401", "X", "--rules", "ours", "--lang", "zh")

        shipped = os.path.relpath(small_rules / "cn-openness/trial/dispute-total.yaml")
        at = ran.out.splitlines().index("  矛盾：T401、X001 不能同时成立，差 1")
        where = "复议诉讼情况表“行政复议”一行"
        assert ran.code == 1
        assert ran.out.splitlines()[at + 1 : at + 3] == [
            f"    T401（{shipped}:10）：{where}：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结",
            f"    X001（ours/ours.yaml:10）：{where}：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结 + 1",
        ]

    def test_the_same_contradiction_in_several_rows_is_told_once(self, run, ours, all_rules):
        folder = ours("total = upheld + corrected + other + pending + 1", "[review, litigation_direct]")

        ran = run("rules", "--check", "T401", "X", "--rules", folder, "--lang", "en")

        told = [line for line in ran.out.splitlines() if "X001" in line]
        where = "disputes table, rows administrative review, litigation without prior review"
        assert ran.code == 1
        assert told == [
            "  contradiction: T401, X001 cannot all hold, 1 apart (alike in 2 places)",
            f"    X001 (ours/ours.yaml:10): {where}: total = upheld + corrected + other outcome + pending + 1",
        ]

    def test_rules_that_contradict_themselves_or_ask_nothing_have_words_of_their_own(self, run, ours):
        folder = ours("[total = total + 1, pending = 1, pending = 2, other = other, upheld >= upheld]")

        ran = run("rules", "--check", "X", "--rules", folder, "--lang", "zh")

        where = "    X001（ours/ours.yaml:10）：复议诉讼情况表“行政复议”一行："
        told = ran.out.splitlines()
        assert ran.code == 1
        assert told[told.index("cn-openness-2021：4 个等式，其中 1 个相互独立") + 1 : -2] == [
            "  自相矛盾：X001 无论填什么数都不成立，差 1",
            f"{where}总计 = 总计 + 1",
            "  自相矛盾：X001 自己的要求不能同时成立，差 1",
            f"{where}尚未审结 = 1",
            f"{where}尚未审结 = 2",
            "  恒成立：X001 无论填什么数都成立，等于没有要求",
            f"{where}其他结果 = 其他结果",
            f"{where}结果维持 ≥ 结果维持",
        ]

    def test_a_rule_that_asks_nothing_is_exit_0(self, run, ours):
        ran = run("rules", "--check", "X", "--rules", ours("total = total"), "--lang", "en")

        assert ran.code == 0
        assert "  always true: X001 holds whatever the figures are, and so asks nothing" in ran.out.splitlines()

    def test_figures_that_are_asked_about_under_a_condition_are_told_apart(self, run, all_rules):
        told = json.loads(run("rules", "--check", "T201", "T202", "-f", "json").out)[-1]

        assert told["form"] == "cn-openness-2021"
        assert told["conditional"] == [
            f"proactive.{row}.{column}"
            for row in ("regulations", "normative_documents")
            for column in ("issued", "repealed", "in_force")
        ]
        assert not {*told["conditional"]} & {*told["uncovered"]}

    def test_programs_get_every_equation_of_a_contradiction(self, run, small_rules):
        Path("ours").mkdir()
        Path("ours/ours.yaml").write_text(OURS, encoding="utf-8")

        ran = run("rules", "--check", "T401", "X", "--rules", "ours", "-f", "json", "--lang", "en")

        last = json.loads(ran.out)[-1]
        says = "disputes table, row administrative review: total = upheld + corrected + other outcome + pending"
        at = {"address": "disputes.review.total", "line": 10}
        shipped = os.path.relpath(small_rules / "cn-openness/trial/dispute-total.yaml")
        assert (ran.code, last["form"], last["equations"], last["rank"]) == (1, "cn-openness-2021", 2, 1)
        assert [one["equations"] for one in last["contradictions"]] == [
            [
                {"code": "T401", "says": says, "path": shipped, **at},
                {"code": "X001", "says": f"{says} + 1", "path": "ours/ours.yaml", **at},
            ]
        ]
