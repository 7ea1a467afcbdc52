"""`rule` explains: what is demanded, why, on whose word, how it answers on its own examples, and what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page(run, snapshot, language):
    ran = run("rule", "T401", "--lang", language)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot


def test_colours_are_all_that_colour_adds(run):
    plain, colored = run("rule", "T401"), run("rule", "T401", "--color", "always")

    assert "\x1b[" not in plain.out
    assert "\x1b[1;7;91m T401 \x1b[0m" in colored.out
    assert plain.out == re.sub("\x1b\\[[0-9;]*m", "", colored.out)


def test_prose_keeps_within_the_terminal(run, monkeypatch):
    for columns, widest in (("72", 72), ("40", 60), ("300", 110)):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setattr("openness_lint.cli.rule.width_of", lambda _, columns=columns: int(columns))

        out = run("rule", "T401", "--lang", "en").out

        assert max(len(line) for line in out.splitlines()[:16]) == widest


def test_several_are_pages_in_order_of_code(run):
    out = run("rule", "W", "dispute-total", "T").out

    assert re.findall("^╭─  (.*?)  ─", out, re.MULTILINE) == ["T401  dispute-total", "W201  stock-short"]


def test_markdown_is_a_page_after_the_other(run):
    ran = run("rule", "T401", "W201", "--format", "md", "--lang", "en")

    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line.startswith("# ") and "openness" not in line] == [
        "# T401 dispute-total",
        "# W201 stock-short",
    ]


def test_json_is_a_list_of_rules(run):
    ran = run("rule", "T", "W", "-f", "json", "--lang", "en")

    pages = json.loads(ran.out)
    assert [one["code"] for one in pages] == ["T401", "W201"]
    assert pages[0]["demands"][0]["words"] == "disputes table, row administrative review: total = upheld + corrected + other outcome + pending"  # fmt: skip
    assert [one["kind"] for one in pages[0]["examples"]] == ["holds", "breaks"]
    assert pages[0]["examples"][1]["diagnostics"][0]["data"]["difference"] == "1"


def test_what_a_page_says_of_suppression_is_so(run, faulty):
    path = faulty("error")
    (page,) = json.loads(run("rule", "T401", "-f", "json").out)
    before = path.read_text(encoding="utf-8")

    path.write_text(before.replace("0, 2]\n", f"0, 2]  {page['suppress']['comment']} 已核对\n"), encoding="utf-8")

    assert run(path).code == 0


def test_what_a_page_says_of_the_configuration_is_so(run, faulty):
    path = faulty("error")
    (page,) = json.loads(run("rule", "T401", "-f", "json").out)

    codes = []
    for line in page["suppress"]["configuration"].splitlines():
        Path(".openness-lint.yaml").write_text(line, encoding="utf-8")
        codes.append(run(path).code)

    assert codes == [0, 0]
    assert run(path, "--isolated").code == 1


def test_one_there_is_not_is_2_with_the_nearest(run):
    assert ((ran := run("rule", "dispute-sum")).code, ran.err) == (2, "openness-lint: 没有规则“dispute-sum”；是否指“dispute-total”？\n")  # fmt: skip


@pytest.mark.usefixtures("all_rules")
@pytest.mark.parametrize("format_name", ["term", "md", "json"])
def test_every_shipped_rule_has_a_page_in_both_languages(run, format_name):
    for language in ("zh", "en"):
        known = json.loads(run("rules", "--format", "json", "--lang", language).out)

        ran = run("rule", *(one["code"] for one in known), "--lang", language, "--format", format_name)

        assert (ran.code, ran.err) == (0, "")
        said = "".join(ran.out.split())
        assert [one["code"] for one in known if one["name"] not in said or one["code"] not in said] == []
