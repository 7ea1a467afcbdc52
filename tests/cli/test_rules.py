"""`rules` lists them: as a table, or as JSON."""

from __future__ import annotations

import json
from pathlib import Path


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
    def test_equations_that_agree_are_counted_and_are_exit_0(self, run):
        ran = run("rules", "--check", "T4", "--lang", "en")

        assert (ran.code, ran.err) == (0, "")
        assert "cn-openness-2021: 1 equation, 1 of them independent" in ran.out.splitlines()

    def test_a_contradiction_is_told_and_is_exit_1(self, run):
        Path("ours").mkdir()
        Path("ours/ours.yaml").write_text(OURS, encoding="utf-8")

        ran = run("rules", "--check", "T401", "X", "--rules", "ours", "--lang", "zh")

        assert ran.code == 1
        assert "  矛盾：T401、X001 不能同时成立，差 1" in ran.out.splitlines()

    def test_programs_get_every_equation_of_a_contradiction(self, run):
        Path("ours").mkdir()
        Path("ours/ours.yaml").write_text(OURS, encoding="utf-8")

        ran = run("rules", "--check", "T401", "X", "--rules", "ours", "-f", "json")

        last = json.loads(ran.out)[-1]
        assert (ran.code, last["form"], last["equations"], last["rank"]) == (1, "cn-openness-2021", 2, 1)
        assert [one["equations"] for one in last["contradictions"]] == [
            [{"code": "T401", "address": "disputes.review.total"}, {"code": "X001", "address": "disputes.review.total"}]
        ]
