"""Suppressed findings in every format: kept where the format has a place for them, never counted; whole outputs."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from openness_lint.hooks import Look
from openness_lint.host import gather
from openness_lint.model.diagnostic import Suppression
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.reporters.concise import Concise
from openness_lint.reporters.github import GitHub
from openness_lint.reporters.gitlab import GitLab
from openness_lint.reporters.json import Json
from openness_lint.reporters.junit import Junit
from openness_lint.reporters.markdown import Markdown
from openness_lint.reporters.sarif import Sarif
from openness_lint.reporters.text import Text

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own
FORM = Form("baseline", Phrase("基线", "baseline"), "", (), ())


@pytest.fixture
def results(made):
    """A report with one finding that counts and two that do not, one all of whose findings are let stand, a baseline."""
    first = made.outcome(
        made.unit(),
        suppressed(made.applicant_total(), "comment", "原件如此"),
        suppressed(made.identity("total"), "baseline", ""),
    )
    second = made.outcome(suppressed(made.applicant_total(), "file", "a,b: 100%\n[x](y) <b>"), path="二.yaml")
    about = made.one_line("x", path=".openness-lint-baseline.jsonl")
    about = replace(about, form=FORM, agency=None, year=None, judged=0, held=0, is_report=False, diagnostics=about.diagnostics[:1])  # fmt: skip
    return [first, second, about]


def suppressed(one, kind: str, reason: str):
    return replace(one, suppressed=Suppression(kind, reason))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_is_silent_on_them_unless_told_to_say_all(results, written, snapshot, language):
    plain = written(Text(), results, language=language)

    assert "原件如此" not in plain
    assert written(Text(), results, language=language, verbose=True) == snapshot


def test_text_shows_them_faintly(results, written):
    drawn = written(Text(), results[1:2], verbose=True, color=True)

    lines = [line for line in drawn.splitlines() if "已豁免[" in line or "项已豁免" in line]
    assert len(lines) == 3
    assert all(line.startswith("\x1b[2m") for line in lines[:2])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_folds_them_away_when_told_to_say_all(results, written, snapshot, language):
    assert "原件如此" not in written(Markdown(), results, language=language)
    assert written(Markdown(), results, language=language, verbose=True) == snapshot


def test_junit_has_a_skipped_case_where_nothing_else_is_found(results, written, snapshot):
    assert written(Junit(), results) == snapshot


def test_sarif_has_them_with_their_justification(results, written):
    log = json.loads(written(Sarif(), results))

    jsonschema.validate(log, SCHEMA)
    found = [(one["ruleId"], one["suppressions"]) for one in log["runs"][0]["results"]]
    assert found == [
        ("U101", []),
        ("T301", [{"kind": "inSource", "justification": "原件如此"}]),
        ("T303", [{"kind": "external"}]),
        ("T301", [{"kind": "external", "justification": "a,b: 100%\n[x](y) <b>"}]),
        ("T303", []),
    ]


def test_sarif_has_the_property_on_all_results_or_on_none(made, written):
    results = json.loads(written(Sarif(), made.everything()))["runs"][0]["results"]

    assert {one["kind"] for one in results} == {"fail", "open"}
    assert [one["suppressions"] for one in results] == [[]] * len(results)


def test_json_has_them_and_counts_them_apart(results, written):
    told = json.loads(written(Json(), results))

    assert [[one["suppressed"] for one in file["diagnostics"]] for file in told["files"]] == [
        [None, {"kind": "comment", "reason": "原件如此"}, {"kind": "baseline", "reason": ""}],
        [{"kind": "file", "reason": "a,b: 100%\n[x](y) <b>"}],
        [None],
    ]
    assert (told["summary"]["files"], told["summary"]["suppressed"]) == (2, 3)


@pytest.mark.parametrize("reporter", [Concise(), GitHub(), GitLab()], ids=lambda one: one.name)
def test_formats_that_list_what_is_to_be_done_leave_them_out(results, written, reporter):
    written_out = written(reporter, results)

    assert "U101" in written_out
    assert "T301" not in written_out
    assert written_out.count("T303") == written(reporter, results[2:]).count("T303")


@pytest.mark.parametrize("name", FORMATS)
def test_a_paper_beside_the_reports_is_not_counted_as_one(results, name):
    stream = io.StringIO()
    gather().reporters[name].write(iter(results[2:]), stream, Look(version="1"))

    assert ".openness-lint-baseline.jsonl" in stream.getvalue()
    assert "1 份报告" not in stream.getvalue()
