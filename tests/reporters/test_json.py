import json
import unicodedata
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.drawing import contract
from openness_lint.hooks import Look
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Spot
from openness_lint.model.language import Phrase
from openness_lint.model.span import PageSpan, SheetSpan
from openness_lint.reporters.json import Json

TEXT = st.text(max_size=60)  # without half surrogate pairs, of which no fingerprint is made


def test_one_finding_is_written_as_the_contract_says(made, written):
    expected = """\
{
  "schema_version": 1,
  "tool": {
    "name": "openness-lint",
    "version": "1.2.3"
  },
  "files": [
    {
      "path": "report.yaml",
      "form": "cn-openness-2021",
      "agency": "朝阳市科学技术局",
      "year": 2024,
      "judged": 131,
      "held": 130,
      "diagnostics": [
        {
          "code": "U101",
          "name": "yuan-in-wan-yuan",
          "kind": "violation",
          "severity": "error",
          "confidence": "exact",
          "message": "本列以万元为单位，这里写的是“0元”",
          "data": {},
          "address": "proactive.fees.amount",
          "where": "二、主动公开政府信息情况 › 行政事业性收费 › 本年收费金额（单位：万元）",
          "location": {
            "kind": "text",
            "line": 7,
            "column": 14,
            "end_line": 7,
            "end_column": 16
          },
          "related": [],
          "fixes": [
            {
              "applicability": "safe",
              "message": "删去“元”",
              "edits": [
                {
                  "location": {
                    "kind": "text",
                    "line": 7,
                    "column": 15,
                    "end_line": 7,
                    "end_column": 16
                  },
                  "replacement": ""
                }
              ]
            }
          ],
          "repairs": [],
          "cause": null,
          "diagnosis": null,
          "suppressed": null,
          "fingerprint": "e2540869936d0aecf54e1ae58c9ff760"
        }
      ]
    }
  ],
  "errors": [],
  "summary": {
    "files": 1,
    "error": 1,
    "warning": 0,
    "info": 0,
    "gap": 0,
    "fault": 0,
    "suppressed": 0,
    "judged": 131,
    "held": 130,
    "unread": 0
  }
}
"""

    assert expected == written(Json(), [made.outcome(made.unit())])


def test_a_run_in_english(made, written, snapshot):
    assert written(Json(), made.everything(), language="en") == snapshot


def test_gaps_and_faults_have_no_severity(made, written):
    [file] = json.loads(written(Json(), [made.outcome(made.gap(), made.fault())]))["files"]

    assert [(one["kind"], one["severity"]) for one in file["diagnostics"]] == [("gap", None), ("fault", None)]


def test_a_file_that_was_not_read_stands_with_the_errors(made, written):
    read = json.loads(written(Json(), made.everything()))

    assert read["errors"] == [{"path": "empty.yaml", "line": 1, "column": 1, "message": "文件是空的"}]
    assert read["summary"]["unread"] == 1
    assert [file["path"] for file in read["files"]] == ["report.yaml", "局/二〇二四.yaml"]


def test_each_kind_of_paper_has_its_own_location(made, written):
    spots = [
        Spot(Address("requests", "received", "total"), SheetSpan("表三", "C5"), "1"),
        Spot(Address("requests", "received", "total"), PageSpan(3, (72.0, 99.5, 80.0, 110.0)), "1"),
    ]
    found = [made.violation(made.rule(), spot, Phrase("错", "wrong")) for spot in spots]

    [cells, others] = [
        json.loads(written(Json(), [one]))["files"][0]["diagnostics"]
        for one in (made.document(), made.outcome(*found, lines=()))
    ]

    assert cells[0]["location"] == {"kind": "cell", "table": 2, "row": 27, "cell": 4}
    assert [one["location"] for one in others] == [
        {"kind": "sheet", "sheet": "表三", "cell": "C5"},
        {"kind": "page", "page": 3, "box": [72.0, 99.5, 80.0, 110.0]},
    ]


def test_findings_that_agree_in_everything_have_fingerprints_of_their_own(made, written):
    [file] = json.loads(written(Json(), [made.outcome(made.unit(), made.unit())]))["files"]

    assert len({one["fingerprint"] for one in file["diagnostics"]}) == 2


def test_a_run_without_files_is_written_too(written):
    assert json.loads(written(Json(), []))["summary"]["files"] == 0


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_what_is_written_in_parts_is_indented_as_a_whole(made, written, count):
    said = written(Json(), made.everything()[:count])

    assert said == contract.dump(json.loads(said)) + "\n"


def test_each_report_is_written_before_the_next_is_asked_for(made):
    stream, seen = StringIO(), []

    def results():
        for one in made.everything():
            yield one
            seen.append(f'"path": {json.dumps(one.path, ensure_ascii=False)}' in stream.getvalue())

    Json().write(results(), stream, Look())

    assert seen == [True, True, False]  # what could not be read stands at the end


def test_hostile_text_comes_back_as_it_was(made, written, hostile):
    said = written(Json(), [made.one_line(hostile, path=hostile)])

    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}]
    [file] = json.loads(said)["files"]
    assert hostile == file["path"] == file["agency"]
    assert file["diagnostics"][0]["message"] == f"“{hostile}”不对"


def test_chinese_is_written_as_itself(made, written):
    assert "総計（七）　🀄" in written(Json(), [made.one_line("総計（七）　🀄")])


@settings(deadline=None)
@given(value=TEXT)
def test_whatever_a_report_says_comes_back_as_it_was(made, written, value):
    said = written(Json(), [made.one_line(value)])

    assert json.loads(said)["files"][0]["diagnostics"][1]["message"] == value
    assert said == written(Json(), [made.one_line(value)])
