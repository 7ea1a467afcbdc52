"""`rules` lists them: as a table, or as JSON."""

from __future__ import annotations

import json


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
