"""One cause is one problem for people, and one key for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.hooks import Look

CLEAN = (Path(__file__).parents[2] / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
TRANSPOSED = CLEAN.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 15]")


@pytest.fixture
def written(host, report, rulebook):
    """What a format says of a text of `report.yaml`, by rules T3 alone or those named."""

    def write(format_name: str, text: str, *codes: str, **look) -> str:
        rules = [one for one in rulebook.rules if any(one.rule.answers_to(code) for code in codes or ("T3",))]
        outcome = judge(report(text), rules, "report.yaml", known=rulebook.rules)
        stream = io.StringIO()
        host.reporters[format_name].write([outcome], stream, Look(**look))
        return stream.getvalue()

    return write


def test_findings_of_one_cause_are_one_frame(written):
    text = written("text", TRANSPOSED, language="zh", quiet=True)

    assert text.count("错误[") == 1
    assert text.startswith("错误[T301, T303] 2 项要求同时不成立，应出于同一原因\n")
    assert "   = 修正：确定，本年新收·自然人 21 → 12：数字颠倒，修正后 2 个等式全部成立\n" in text


def test_the_frame_points_at_the_wrong_figure(written):
    line = next(i for i, one in enumerate(TRANSPOSED.splitlines(), 1) if "[21, 2, 0" in one)
    column = TRANSPOSED.splitlines()[line - 1].index("21") + 1

    assert f"--> report.yaml:{line}:{column} " in written("text", TRANSPOSED, language="en")


def test_programs_get_the_repair_with_every_finding_and_one_key(written):
    [file] = json.loads(written("json", TRANSPOSED, language="en"))["files"]

    line = next(i for i, one in enumerate(TRANSPOSED.splitlines(), 1) if "[21, 2, 0" in one)
    column = TRANSPOSED.splitlines()[line - 1].index("21") + 1
    said = "received/natural persons 21 → 12: two digits transposed; both equations then hold"
    rival = (
        "or, if received/natural persons is right, the totals that go with it were not brought up to date: "
        "received/total, result total/natural persons and so on"
    )
    cell = {
        "address": "requests.received.natural_person",
        "from": "21",
        "to": "12",
        "where": "Requests received and handled › received › natural persons",
        "location": {"kind": "text", "line": line, "column": column, "end_line": line, "end_column": column + 2},
    }
    repair = {
        "verdict": "certain",
        "cells": [cell],
        "cause": "transposed-digits",
        "slips": [{"slip": "transposed-digits", "cells": ["requests.received.natural_person"]}],
        "close": None,
        "unless": ["requests.received.total", "requests.result_total.natural_person"],
        "message": said,
    }
    diagnosis = {
        "verdict": "certain",
        "equations": 2,
        "common": [],
        "more": 0,
        "least": None,
        "complete": True,
        "restated": False,
        "notes": [f"certain, {said}", rival],
    }
    found = [one for one in file["diagnostics"] if one["kind"] == "violation"]
    assert [one["code"] for one in found] == ["T301", "T303"]
    assert {one["cause"] for one in found} == {"cause-1"}
    for one in found:
        [told] = one["repairs"]
        assert told.pop("probability") >= 0.95
        assert told == repair
        assert one["diagnosis"] == diagnosis
    assert [len(one["fixes"]) for one in found] == [1, 0]


def test_sarif_has_a_certain_repair_as_a_fix(written):
    results = json.loads(written("sarif", TRANSPOSED, language="en"))["runs"][0]["results"]

    [fix] = [fix for one in results for fix in one.get("fixes", [])]
    [change] = fix["artifactChanges"]
    assert [one["insertedContent"]["text"] for one in change["replacements"]] == ["12"]


def test_markdown_tells_the_repair(written):
    assert "two digits transposed" in written("markdown", TRANSPOSED, language="en")


@pytest.mark.parametrize(
    ("language", "headline", "repair"),
    [
        (
            "zh",
            "2 项要求同时不成立，应出于同一原因",
            "修正：确定，本年新收·自然人 21 → 12：数字颠倒，修正后 2 个等式全部成立",
        ),
        (
            "en",
            "2 demands fail together, from one cause",
            "repair: certain, received/natural persons 21 → 12: two digits transposed; both equations then hold",
        ),
    ],
)
def test_the_page_has_one_card_of_a_cause_that_marks_the_wrong_figure(written, language, headline, repair):
    page = written("html", TRANSPOSED, language=language)

    assert page.count("<h3>") == 1
    assert headline in page
    assert page.index(f"<li>{repair}</li>") == page.index("<li>")
    assert '<mark class="primary">21</mark>' in page
    assert "<code>requests.received.natural_person</code>" in page


def test_a_search_that_fails_takes_no_finding_away_and_is_told(written, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("nought")

    monkeypatch.setattr("openness_lint.repair.diagnosis.diagnose", fail)

    text = written("concise", TRANSPOSED, language="en")

    assert [line.split(" ")[1] for line in text.splitlines()[:2]] == ["T301", "T303"]
    assert "the search for the wrong figures failed, no repair is given: ZeroDivisionError: nought" in text


def test_the_rival_of_a_head_is_told_too(written):
    text = written("text", TRANSPOSED, language="zh", quiet=True)

    assert (
        "   = 修正：如果本年新收·自然人没有错，就是有关的合计没有随之改：本年新收·总计、办理结果总计·自然人等\n" in text
    )


@pytest.mark.parametrize(("printed", "slip"), [("-5", "a sign too many"), ("some", "no number there")])
def test_what_cannot_be_right_has_no_rival_and_is_told_how_to_mend(written, printed, slip):
    broken = CLEAN.replace("（一）予以公开: [5, 1,", f"（一）予以公开: [{printed}, 1,")

    repairs = [
        line
        for line in written("text", broken, "T3", "C1", language="en", quiet=True).splitlines()
        if "= repair" in line
    ]

    assert repairs == [
        f"   = repair: certain, granted/natural persons {printed} → 5: {slip}; both equations then hold",
        "   = repair: changes what the report says; applied by --fix --unsafe-fixes",
    ]


def test_figures_of_which_none_can_be_read_are_not_called_likely(written):
    table = CLEAN.replace("（一）予以公开: [5, 1,", "（一）予以公开: [x, x,")
    table = table.replace("1.本机关不掌握相关政府信息: [2, 1,", "1.本机关不掌握相关政府信息: [x, x,")

    [file] = json.loads(written("json", table, "T3", "C1", language="en"))["files"]

    verdicts = {repair["verdict"] for one in file["diagnostics"] for repair in one["repairs"]}
    assert verdicts == {"open"}


def repairs(text: str) -> list[str]:
    return [line.partition("= ")[2] for line in text.splitlines() if "= 修正：" in line or "= repair: " in line]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            (
                "修正：很可能，本年新收·自然人 21 → 12（数字颠倒）；本年新收·总计 16 → 15（一位数字写错）："
                "修正后 3 个等式全部成立"
            ),
        ),
        (
            "en",
            (
                "repair: likely, received/natural persons 21 → 12 (two digits transposed); received/total 16 → 15 "
                "(a digit mistyped): all 3 equations then hold"
            ),
        ),
    ],
)
def test_of_several_slips_each_stands_with_its_figures(written, language, expected):
    assert repairs(written("text", TRANSPOSED.replace("1, 0, 15]", "1, 0, 16]", 1), language=language)) == [expected]


@pytest.mark.parametrize(
    ("language", "expected"), [("zh", "修正：另有 2 种改法也有可能，未列出"), ("en", "repair: 2 more readings come near, not shown")]
)  # fmt: skip
def test_readings_that_come_near_and_are_not_told_are_counted(written, language, expected):
    table = CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]")

    told = repairs(written("text", table, "T4", language=language))

    assert len(told) == 4
    assert told[-1] == expected
    found = json.loads(written("json", table, "T4"))["files"][0]["diagnostics"]
    assert [one["diagnosis"]["more"] for one in found if one["cause"]] == [2]


def test_a_letter_within_a_figure_is_not_marked_beside_it(written):
    table = CLEAN.replace("（一）予以公开: [5, 1,", "（一）予以公开: [1O5, 1,")
    number = next(i for i, one in enumerate(table.splitlines(), 1) if "1O5" in one)

    frame = written("text", table, "C1", "T3", language="zh", quiet=True).splitlines()

    assert frame[2:6] == [
        "   |",
        f"{number} |       （一）予以公开: [1O5, 1, 0, 0, 0, 0, 6]",
        "   |                        ^^^",
        "   |",
    ]


def test_the_headline_counts_demands_and_not_places(written):
    table = CLEAN.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 16]")

    found = json.loads(written("json", table))["files"][0]["diagnostics"]

    assert len([one for one in found if one["cause"]]) == 3
    assert written("text", table, language="zh").startswith("错误[T301, T303] 3 项要求同时不成立，应出于同一原因\n")
