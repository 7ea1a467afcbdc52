"""Labels in traditional characters are recognised; what they print stays as printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.engine import judge
from openness_lint.host import gather, open_rulebook
from openness_lint.model.report import Match
from openness_lint.model.source import Source
from openness_lint.recognition.traditional import _table, is_traditional, simplified

BACK = {other: chr(one) for one, other in reversed(_table().items())} | {"于": "於", "后": "後", "万": "萬"}


def traditional(text):
    """A text in traditional characters, by the same table backwards."""
    return "".join(BACK.get(one, one) for one in text)


@given(st.text())
def test_a_text_keeps_its_length_and_is_folded_once(text):
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text) or is_traditional(simplified(text))


@pytest.mark.parametrize("text", ["著作权", "乾县", "於", "规章", "abc", "", "🙂"])
def test_simplified_script_is_left_as_it_is(text):
    assert simplified(text) == text


def test_traditional_script_is_folded():
    assert simplified("屬於國家秘密") == "属于国家秘密"
    assert is_traditional("總計")
    assert not is_traditional("总计")


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_label_of_the_form_is_recognised_in_traditional_characters(year):
    shelf = open_rulebook(gather()).shelf
    form = shelf.choose(form=None, year=year)
    rows = {
        table.id: {
            traditional(row.wording.official): {
                traditional(form.table[table.id].column[id].wording.official): "1" for id in row.columns
            }
            for row in table.rows
            if not any(row.id.startswith(f"{group.id}.") for group in table.row_groups)
        }
        for table in form.tables
    }
    sections = {traditional(one.wording.official): rows[one.tables[0]] if one.tables else "略" for one in form.sections}

    report = (
        gather()
        .readers[".json"]
        .read(Source("a.json", json.dumps({"year": year, "sections": sections}).encode()), shelf)
    )

    labels = [label for section in report.sections for table in section.tables for label in table.labels]
    assert {one.match for one in labels} <= {Match.OFFICIAL, Match.TRADITIONAL}
    assert [one.heading.match for one in report.sections] == [Match.TRADITIONAL] * 6
    assert {cell.printed.text for cell in report.cells.values()} == {"1"}


def test_a_report_in_traditional_characters_is_judged_like_the_same_in_simplified():
    host = gather()
    rulebook = open_rulebook(host)
    text = (Path(__file__).parents[2] / "examples" / "faults-2024.yaml").read_text(encoding="utf-8")

    told = [
        [
            (one.rule.code, str(one.at.address))
            for one in judge(
                host.readers[".yaml"].read(Source("a.yaml", version.encode()), rulebook.shelf), rulebook.rules, "a"
            ).violations
        ]
        for version in (text, traditional(text).replace("附註", "附注"))  # a key of the file and no label
    ]

    assert [one for one in told[0] if one not in told[1]] == []
    assert {code for code, _ in told[1] if (code, _) not in told[0]} == {"S104", "S111"}


def test_a_document_is_read_as_printed():
    text = (
        "示例縣水利局2024年政府信息公開工作年度報告\n一、總體情況\n本年度收到申請5件。\n二、主動公開政府信息情況\n"
        "信息內容\t本年收費金額（單位：萬元）\n行政事業性收費\t3\n四、政府信息公開行政復議、行政訴訟情況\n"
    )
    shelf = open_rulebook(gather()).shelf

    report = gather().readers[".txt"].read(Source("a.txt", text.encode()), shelf)

    assert report.meta("title") == "示例縣水利局2024年政府信息公開工作年度報告"
    assert (report.agency, report.year) == ("示例縣水利局", 2024)
    assert [one.heading.printed.text for one in report.sections] == [
        "一、總體情況",
        "二、主動公開政府信息情況",
        "四、政府信息公開行政復議、行政訴訟情況",
    ]
    assert {str(address): cell.printed.text for address, cell in report.cells.items()} == {"proactive.fees.amount": "3"}
