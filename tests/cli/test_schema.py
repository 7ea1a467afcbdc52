"""The schemas are valid, and what we ship and understand keeps to them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from openness_lint.cli.schema import KINDS
from openness_lint.host import builtin_rules
from openness_lint.model.errors import UnreadableInput
from openness_lint.rulebook.validate import plain_data
from openness_lint.syntax.yaml import parse_yaml

ROOT = Path(__file__).parent.parent.parent
PACK = builtin_rules() / "cn-openness"
FORMS = sorted((PACK / "forms").glob("*.yaml"))
RULES = sorted(one for one in PACK.rglob("*.yaml") if one.parent not in {PACK, PACK / "forms", PACK / "phrases"})
PHRASES = sorted((PACK / "phrases").glob("*.yaml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))

pytestmark = pytest.mark.usefixtures("all_rules")


def load(path: Path):
    return plain_data(parse_yaml(path.read_text("utf-8"), UnreadableInput)[0])


@pytest.fixture
def schema(run):
    def schema(kind: str):
        ran = run("schema", kind)
        assert (ran.code, ran.err) == (0, "")
        return jsonschema.Draft202012Validator(json.loads(ran.out))

    return schema


def faults(validator, value):
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in validator.iter_errors(value)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_schema_of_2020_12(schema, kind):
    validator = schema(kind)

    validator.check_schema(validator.schema)
    assert validator.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_report_is_meant_when_none_is_named(run):
    assert run("schema").out == run("schema", "report").out


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("pack", [PACK / "pack.yaml"]),
        ("form", FORMS),
        ("phrases", PHRASES),
        ("rule", RULES),
        ("report", EXAMPLES),
    ],
)
def test_every_shipped_file_keeps_to_its_schema(schema, kind, paths):
    validator = schema(kind)

    found = {path.name: faults(validator, load(path)) for path in paths}

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert paths


def test_every_shipped_file_beside_the_reports_keeps_to_its_schema(schema):
    beside = sorted((ROOT / "examples").rglob("?*.openness-lint.yaml"))
    known = sorted((ROOT / "examples").rglob("*.jsonl"))
    lines = [json.loads(line) for path in known for line in path.read_text("utf-8").splitlines()]

    assert beside
    assert [faults(schema("suppressions"), load(path)) for path in beside] == [[]] * len(beside)
    assert lines
    assert [faults(schema("baseline"), line) for line in lines] == [[]] * len(lines)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("- {rules: [T401], reason: 原件如此}", True),
        ("- {rules: [T4, carry-identity], address: disputes.review, until: 2025-12-31, reason: 原件如此}", True),
        ("{rules: [T401], reason: 原件如此}", False),
        ("- {rules: T401, reason: 原件如此}", False),
        ("- {rules: [], reason: 原件如此}", False),
        ("- {reason: 原件如此}", False),
        ("- {rules: [T401], reason: 原件如此, until: 31.12.2025}", False),
        ("- {rules: [T401], reason: 原件如此, adress: disputes}", False),
        ("- {rules: [T401], reason: [原件如此]}", False),
    ],
)
def test_suppressions_are_accepted_and_refused_as_the_reader_does(run, report, schema, text, is_right):
    report(review="[1, 0, 0, 0, 2]")
    Path("report.yaml.openness-lint.yaml").write_text(text, encoding="utf-8")

    assert (run("report.yaml", "-s", "T401").code == 2) is not is_right
    assert (faults(schema("suppressions"), plain_data(parse_yaml(text, UnreadableInput)[0])) == []) is is_right


@pytest.mark.parametrize("reason", [{}, {"reason": "……"}])
def test_an_entry_without_a_reason_is_refused(schema, reason):
    assert faults(schema("suppressions"), [{"rules": ["T401"], **reason}])


@pytest.mark.parametrize(
    "change",
    [{"format": "x"}, {"nth": 1}, {"year": "2024"}, {"values": "1"}, {"message": None}, {"code": 401}, {"reason": 1}],
)
def test_what_a_line_of_a_baseline_cannot_be_is_refused(schema, change):
    line = {"code": "T401", "agency": None, "year": 2024, "address": "x", "values": ["1"], "message": "x"}

    assert faults(schema("baseline"), line) == []
    assert faults(schema("baseline"), line | change)


def test_kinds_of_check_and_forms_of_the_configuration_are_in_it(run, example_plugin):
    Path(".openness-lint.yaml").write_text("plugins: [openness_lint_example]\n", encoding="utf-8")

    assert "preferred_words" in run("schema", "rule").out
    assert "preferred_words" not in run("schema", "rule", "--isolated").out


@pytest.mark.parametrize(
    "wrong",
    [
        {"agency": "x", "year": 2024},
        {"agency": "x", "year": "2024", "sections": []},
        {"agency": "x", "year": 2024, "sections": {}, "yaer": 1},
        {"agency": "x", "year": 2024, "issuer": "county", "sections": {}},
        {"agency": "x", "year": 24, "sections": {}},
        {"agency": "x", "year": 2024, "sections": {"disputes": {"review": [0, 0, 0, 0]}}},
        {"agency": "x", "year": 2024, "sections": {"disputes": []}},
        {"agency": "x", "year": 2024, "sections": {"overview": {"x": 1}}},
    ],
)
def test_what_a_report_cannot_be_is_refused(schema, wrong):
    assert faults(schema("report"), wrong)


@pytest.mark.parametrize(
    "right",
    [
        {"机关": "x", "年度": 2024, "正文": {}},
        {"agency": "x", "year": "2024年度", "issuer": "部门", "level": "县", "published": "2025-01-17", "sections": {}},
        {"year": 2024, "sections": {"disputes": {"行政复议": {"结果维持": 0}, "litigation": {"复议后起诉": ["", None, 0, "0 ", 1]}}}},
        {"year": 2024, "sections": {"requests": {"denied.state_secret": [0] * 7, "note": "x", "unlisted": {"y": 1}, "text": "z"}}},
        {"year": 2024, "sections": {"disputes": {"unlisted": [{"y": 1}, {"y": 2}]}}},
        {"year": 2024, "sections": {"一、总体情况": ["甲", "乙"], "六、其他需要报告的事项": None}, "preface": "前言"},
        {"year": 2024, "sections": {"三、收到和处理政府信息公开申请情况": {"三、本年度办理结果": {"（三）不予公开": {"小计": [0] * 7, "1.属于国家秘密": {"法人或其他组织": {"商业企业": 1}}}}}}},
    ],
)  # fmt: skip
def test_what_a_report_may_be_is_accepted(schema, right):
    assert faults(schema("report"), right) == []


@pytest.mark.parametrize(
    "change",
    [{"code": "t401"}, {"severity": "fatal"}, {"check": "equatoin"}, {"demands": "x"}, {"title": "x"}, {"because": None}, {"forms": []}],
)  # fmt: skip
def test_what_a_rule_cannot_be_is_refused(schema, change):
    rule = load(PACK / "totals" / "dispute-total.yaml")

    assert faults(schema("rule"), rule) == []
    assert faults(schema("rule"), {key: value for key, value in (rule | change).items() if value is not None})


CLEAN = (ROOT / "examples/clean-2024.yaml").read_text("utf-8")
BROKEN = {
    "certain": [("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 15]")],
    "likely": [("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 16]")],
    "open": [("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]")],
    "none": [
        ("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [812, 92, 17, 44, 31, 5, 15]"),
        ("（一）予以公开: [5, 1, 0, 0, 0, 0, 6]", "（一）予以公开: [55, 301, 29, 63, 7, 88, 6]"),
        ("（七）总计: [12, 2, 0, 0, 1, 0, 15]", "（七）总计: [3, 620, 404, 9, 71, 13, 15]"),
    ],
}


def strictly(schema):
    """The schema without room for the keys of later versions."""
    if isinstance(schema, list):
        return [strictly(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strictly(value) for key, value in schema.items()}
    return {"additionalProperties": False, **closed} if schema.get("type") == "object" else closed


@pytest.fixture
def results(schema):
    """What does not keep to the schema of results, further keys included."""
    of_runs = {**strictly(schema("results").schema), "oneOf": [{"$ref": "#/$defs/run"}]}
    return lambda value: faults(jsonschema.Draft202012Validator(of_runs), value)


def broken(kind: str) -> Path:
    text = CLEAN
    for old, new in BROKEN[kind]:
        assert old in text
        text = text.replace(old, new)
    path = Path(f"{kind}.yaml")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", BROKEN)
def test_what_json_says_of_a_cause_keeps_to_its_schema_and_leaves_nothing_out_that_the_text_tells(run, results, kind):
    path = broken(kind)

    [file] = (found := json.loads(run(path, "-f", "json", "--lang", "en").out))["files"]
    text = run(path, "--lang", "en").out

    told = [one["diagnosis"] for one in file["diagnostics"] if one["diagnosis"]]
    assert results(found) == []
    assert {one["verdict"] for one in told} == {kind}
    assert [note for one in told for note in one["notes"] if f"= repair: {note}\n" not in text] == []
    repairs = [line.partition("= repair: ")[2] for line in text.splitlines() if "= repair: " in line]
    notes = {note for one in told for note in one["notes"]}
    assert set(repairs) - notes <= {"changes what the report says; applied by --fix --unsafe-fixes"}


def test_where_nothing_was_found_json_says_how_many_figures_would_have_to_change(run):
    [file] = json.loads(run(broken("none"), "-f", "json", "--lang", "en").out)["files"]

    for one in [one for one in file["diagnostics"] if one["cause"]]:
        assert one["repairs"] == []
        assert one["diagnosis"]["least"] > 3
        assert f"at least {one['diagnosis']['least']} cells would have to change" in one["diagnosis"]["notes"][0]


def test_every_kind_of_paper_a_roster_a_suppression_and_an_unreadable_file_keep_to_the_schema(run, results, schema):
    Path("empty.yaml").write_text("", encoding="utf-8")
    examples = ROOT / "examples"
    papers = [*sorted((examples / "documents").glob("faults-2024.*")), examples / "faults-2024.yaml"]
    asked = [*papers, examples / "suppression/report.yaml", examples / "roster", "empty.yaml"]
    roster = ("--roster", examples / "roster/roster.yaml")

    whole = json.loads(run(*asked, *roster, "-f", "json").out)
    lines = [json.loads(line) for line in run(*asked, *roster, "-f", "jsonl").out.splitlines()]

    kinds = {one["location"]["kind"] for file in whole["files"] for one in file["diagnostics"]}
    assert results(whole) == []
    assert [faults(schema("results"), line) for line in lines] == [[]] * len(lines)
    assert whole["roster"]["bodies"]
    assert whole["errors"]
    assert kinds >= {"text", "cell", "paragraph", "sheet"}
    assert any(one["suppressed"] for file in whole["files"] for one in file["diagnostics"])


def test_what_a_diagnosis_cannot_be_is_refused(run, schema):
    validator = schema("results")
    found = json.loads(run(broken("open"), "-f", "json").out)
    [one] = [one for one in found["files"][0]["diagnostics"] if one["diagnosis"]]
    right = one["diagnosis"]

    assert faults(validator, found) == []
    for change in ({"verdict": "sure"}, {"notes": None}, {"least": -1}, {"common": ["x", 1]}):
        one["diagnosis"] = right | change
        assert faults(validator, found)


def test_the_page_on_results_tells_of_every_key(schema):
    page = (ROOT / "docs/json.md").read_text("utf-8")
    shapes = schema("results").schema["$defs"]

    for name in ("run", "unread_line", "file", "diagnostic", "repair", "diagnosis"):
        assert [key for key in shapes[name]["properties"] if f"`{key}`" not in page and f'"{key}"' not in page] == []
