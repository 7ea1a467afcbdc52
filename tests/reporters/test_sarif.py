import json
import unicodedata
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Edit, Fix, Spot
from openness_lint.model.language import Phrase
from openness_lint.model.rule import Severity
from openness_lint.model.span import CellSpan, TextSpan
from openness_lint.reporters.sarif import Sarif

TEXT = st.text(max_size=60)  # without half surrogate pairs, of which no fingerprint is made
SCHEMA = json.loads((Path(__file__).parents[1] / "data/sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
# A second one, written apart from the first in another language.
SECOND = jsonschema_rs.Draft4Validator(SCHEMA, validate_formats=True)


@pytest.fixture(scope="session")
def run(made, written):
    """The one run of a log, checked against the schema and against what GitHub asks beyond it."""

    def read(results, **look):
        log = json.loads(written(Sarif(), results, **look))
        VALIDATOR.validate(log)
        SECOND.validate(log)
        [one] = log["runs"]
        _check_as_github_does(one)
        return one

    return read


def _check_as_github_does(run: dict) -> None:
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"], *rule["help"].values()):
            assert 0 < len(text) < 1024
        assert rule["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
        where = location["physicalLocation"]["artifactLocation"]
        assert where["uri"].isascii()
        assert not where["uri"].startswith(("/", "../"))
        assert where == run["artifacts"][where["index"]]["location"]
        assert where["uriBaseId"] in run["originalUriBaseIds"]
    assert run["columnKind"] == "unicodeCodePoints"


def uri(run: dict) -> dict:
    return run["artifacts"][0]["location"]


def test_a_run_in_chinese(made, written, snapshot):
    rules = tuple(made.rule(code) for code in ("T301", "X112"))

    assert written(Sarif(), made.everything(), rules=rules) == snapshot


def test_a_run_in_english_passes_the_schema(made, run):
    assert run(made.everything(), language="en")["language"] == "en-US"


def test_rules_that_found_nothing_are_listed_too(made, run):
    rules = tuple(made.rule(code) for code in ("T301", "U101", "X112"))

    listed = run([made.outcome(made.unit(), made.prose())], rules=rules)["tool"]["driver"]["rules"]

    assert [one["id"] for one in listed] == ["T301", "U101", "X112", "N101"]
    assert [one["defaultConfiguration"]["level"] for one in listed] == ["error", "error", "note", "warning"]
    assert [one["properties"]["precision"] for one in listed] == ["very-high", "very-high", "very-high", "medium"]


def test_long_descriptions_are_cut_to_what_github_takes(made, run):
    long = Phrase("长" * 2000, "long" * 500)

    run([], rules=(made.rule("T301", title=long, because=long, basis=long),))


def test_help_in_markdown_shows_the_text_as_it_is(made, run):
    [rule] = run([], rules=(made.rule("T301", title=Phrase("不写 *a_b* <br>", "no")),))["tool"]["driver"]["rules"]

    assert rule["help"]["markdown"].startswith(r"**不写 \*a\_b\* \<br\>**")


def test_a_violation_fails_at_the_severity_found(made, run):
    [result] = run([made.outcome(made.prose())])["results"]

    assert (result["kind"], result["level"]) == ("fail", "warning")


def test_what_could_not_be_judged_is_open(made, run):
    [result] = run([made.outcome(made.gap())])["results"]

    assert (result["kind"], result["level"]) == ("open", "none")


def test_faults_and_files_not_read_are_what_went_wrong_with_the_run(made, run):
    one = run(made.everything())

    [invocation] = one["invocations"]
    assert not invocation["executionSuccessful"]
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == ["fault", "unread"]
    assert invocation["toolExecutionNotifications"][0]["associatedRule"]["id"] == "T302"
    assert "fault" not in {result["kind"] for result in one["results"]}


def test_a_run_in_which_nothing_went_wrong_says_so(made, run):
    assert run([made.outcome(made.unit())])["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]


def test_related_figures_are_told_with_their_values(made, run):
    [result] = run([made.outcome(made.identity("natural_person"))])["results"]

    assert [one["message"]["text"] for one in result["relatedLocations"]] == [
        "三、收到和处理政府信息公开申请情况 › 一、本年新收政府信息公开申请数量 › 自然人 = 12",
        "三、收到和处理政府信息公开申请情况 › 二、上年结转政府信息公开申请数量 › 自然人 = 3",
        "三、收到和处理政府信息公开申请情况 › 四、结转下年度继续办理 › 自然人 = 0",
    ]


def test_a_fix_replaces_a_region(made, run):
    [result] = run([made.outcome(made.unit())])["results"]

    [fix] = result["fixes"]
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 7, "startColumn": 15, "endLine": 7, "endColumn": 16},
            "insertedContent": {"text": ""},
        }
    ]


@pytest.mark.parametrize(
    "fix",
    [
        Fix(Applicability.DISPLAY, Phrase("改", "change"), (Edit(TextSpan(1, 1, 1, 2), "x"),)),
        Fix(Applicability.SAFE, Phrase("改", "change"), (Edit(CellSpan(1, 1, 1), "x"),)),
        Fix(Applicability.SAFE, Phrase("改", "change"), ()),
    ],
)
def test_a_fix_that_no_tool_can_or_may_apply_is_left_out(made, run, fix):
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), fixes=(fix,))

    assert "fixes" not in run([made.outcome(found)])["results"][0]


def test_fixes_that_are_the_same_are_written_once(made, run):
    fix = made.unit().broken.fixes[0]
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), fixes=(fix, fix))

    assert len(run([made.outcome(found)])["results"][0]["fixes"]) == 1


def test_a_paper_without_lines_has_a_region_and_its_true_place_in_words(made, run):
    [result] = run([made.document()])["results"]

    [location] = result["locations"]
    assert location["physicalLocation"]["region"]["startLine"] == 1
    assert location["message"]["text"] == "第 2 张表第 27 行第 4 格"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "requests.result_total.natural_person"


def test_an_empty_place_is_an_empty_region(made, run):
    found = made.violation(made.rule(), made.cell("carried_out", "total"), Phrase("没有填写", "left blank"))

    region = run([made.outcome(found)])["results"][0]["locations"][0]["physicalLocation"]["region"]

    assert region == {"startLine": 26, "startColumn": 37, "endLine": 26, "endColumn": 37}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.yaml", {"uri": "a/b.yaml", "uriBaseId": "SRCROOT", "index": 0}),
        ("./a//b.yaml", {"uri": "a/b.yaml", "uriBaseId": "SRCROOT", "index": 0}),
        ("年报 1.yaml", {"uri": "%E5%B9%B4%E6%8A%A5%201.yaml", "uriBaseId": "SRCROOT", "index": 0}),
        ("a:b?c#d%.yaml", {"uri": "a%3Ab%3Fc%23d%25.yaml", "uriBaseId": "SRCROOT", "index": 0}),
        ("a\\b.yaml", {"uri": "a%5Cb.yaml", "uriBaseId": "SRCROOT", "index": 0}),
        ("../../x/b.yaml", {"uri": "x/b.yaml", "uriBaseId": "SRCROOT_PARENT_2", "index": 0}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "uriBaseId": "SRCROOT", "index": 0}),
    ],
)
def test_a_path_is_a_relative_uri(made, run, path, expected):
    assert expected == uri(run([made.outcome(made.unit(), path=path)]))


@pytest.mark.parametrize(
    ("path", "expected"), [("/srv/年.yaml", "file:///srv/%E5%B9%B4.yaml"), ("C:/年.yaml", "file:///C:/%E5%B9%B4.yaml")]
)
def test_an_absolute_path_stays_absolute(made, written, path, expected):
    log = json.loads(written(Sarif(), [made.outcome(made.unit(), path=path)]))

    VALIDATOR.validate(log)
    assert {"uri": expected, "index": 0} == uri(log["runs"][0])


@pytest.mark.parametrize("severity", Severity)
def test_each_severity_has_its_level(made, run, severity):
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), severity=severity)

    [result] = run([made.outcome(found)])["results"]

    assert {"error": "error", "warning": "warning", "info": "note"}[severity.value] == result["level"]


def test_findings_that_agree_in_everything_have_fingerprints_of_their_own(made, run):
    results = run([made.outcome(made.unit(), made.unit())])["results"]

    assert len({one["partialFingerprints"]["opennessLint/v1"] for one in results}) == 2


def test_an_address_of_no_form_is_still_a_place(made, run):
    at = Spot(Address("elsewhere", "row", "column"), TextSpan(1, 1, 1, 1))

    run([made.outcome(made.violation(made.rule(), at, Phrase("错", "wrong")))])


def test_hostile_text_passes_the_schema_and_comes_back_as_it_was(made, written, run, hostile):
    results = [made.one_line(hostile, path=hostile)]

    said = written(Sarif(), results)

    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}]
    assert run(results)["results"][0]["message"]["text"] == f"“{hostile}”不对\n{hostile}"


@settings(deadline=None, max_examples=50)
@given(value=TEXT.filter(str.strip), path=TEXT.filter(lambda path: path.strip("./")))
def test_whatever_a_report_says_the_log_passes_the_schema(made, written, value, path):
    log = json.loads(written(Sarif(), [made.one_line(value, path=path)]))

    VALIDATOR.validate(log)
    assert log["runs"][0]["results"][1]["message"]["text"] == value
