"""A roster is read once, holds for the files given alone, and is shown at a glance at the end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.usefixtures("all_rules")


@pytest.fixture
def county() -> Path:
    """The county of the examples, in the working folder."""
    shutil.copytree(ROOT / "examples" / "roster", "county")
    return Path("county")


@pytest.fixture
def told(run):
    def told(*words: str) -> dict:
        return json.loads(run("--select", "H", "-f", "json", "--lang", "en", "--roster", "county", *words).out)

    return told


def codes(found: dict) -> dict[str, list[str]]:
    return {one["path"]: [each["code"] for each in one["diagnostics"]] for one in found["files"]}


EXPECTED = {
    "county/archives.yaml": ["H103"],
    "county/county.yaml": ["H104", "H101", "H101"],
    "county/justice.yaml": ["H103"],
    "county/water.yaml": [],
}


def test_each_file_is_told_what_concerns_it(told, county):
    assert codes(told("county")) == EXPECTED


def test_the_split_of_the_file_list_changes_nothing(told, county):
    whole = {one["path"]: one for one in told("county")["files"]}

    alone = {path: told(path)["files"] for path in reversed(EXPECTED)}

    assert alone == {path: [whole[path]] for path in EXPECTED}


def test_the_overview_counts_what_was_found_and_says_what_was_not_checked(told, county):
    roster = told("county/county.yaml", "county/justice.yaml")["roster"]

    assert roster["summary"] == {"bodies": 4, "missing": 1, "with_errors": 0, "alike": 1}
    assert (roster["path"], roster["year"], roster["parent"]["warning"]) == ("county/roster.yaml", 2024, 3)
    assert [(one["agency"], one["error"], one["missing"], one["alike"]) for one in roster["bodies"]] == [
        ("示例县水利局", None, None, []),
        ("示例县档案局", None, None, []),
        ("示例县司法局", 0, None, ["示例县档案局"]),
        ("示例县统计局", None, "the roster names no report", []),
    ]


@pytest.mark.parametrize(("form", "sign"), [("text", "  示例县统计局"), ("markdown", "| 示例县统计局 |")])
def test_the_overview_stands_after_the_findings(run, county, form, sign):
    out = run("county", "--select", "H", "-f", form, "--roster", "county/roster.yaml").out

    assert out.index("county/roster.yaml（2024 年度）：机关 4 个，缺报告 1 个") > out.index("H103")
    assert sign in out


def test_without_a_roster_nothing_is_said_of_one(run, county):
    found = json.loads(run("county", "--select", "H,T401", "-f", "json").out)

    assert "roster" not in found
    assert {code for one in codes(found).values() for code in one} <= {"T401"}


def test_reports_are_found_in_a_folder_by_body_and_year(told, county):
    (county / "roster.yaml").write_text(
        "parent: {agency: 示例县人民政府}\nyear: 2024\nreports: .\n"
        "bodies: [{agency: 示例县水利局}, {agency: 示例县 司法局}, {agency: 示例县民政局}]\n",
        encoding="utf-8",
    )

    roster = told("county")["roster"]

    assert roster["parent"]["path"] == "county/county.yaml"
    assert [one["path"] for one in roster["bodies"]] == ["county/water.yaml", "county/justice.yaml", None]


def test_a_report_of_another_year_or_that_is_not_there_is_missing(told, county):
    water = (county / "water.yaml").read_text("utf-8")
    (county / "water.yaml").write_text(water.replace("year: 2024", "year: 2023"), "utf-8")
    (county / "justice.yaml").unlink()

    found = next(one for one in told("county/county.yaml")["files"])

    assert [one["message"] for one in found["diagnostics"] if one["code"] == "H104"] == [
        "示例县水利局 has no report for 2024: county/water.yaml is the report of 2023",
        "示例县司法局 has no report for 2024: there is no file county/justice.yaml, which the roster names",
        "示例县统计局 has no report for 2024: the roster names no report",
    ]


def test_an_unreadable_report_is_told_once_and_the_run_goes_on(run, county):
    (county / "justice.yaml").write_text(
        "agency: 示例县司法局\nyear: 2024\nsections: {requests: {nonsense: 1}}\n", "utf-8"
    )

    ran = run("county/county.yaml", "county/water.yaml", "-s", "H", "-f", "json", "--roster", "county", "--lang", "en")

    found = json.loads(ran.out)
    assert ran.code == 2
    assert [one["path"] for one in found["errors"]] == ["county/justice.yaml"]
    assert [one["path"] for one in found["files"]] == ["county/county.yaml", "county/water.yaml"]
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bodies: [{agency: 甲局, reprot: a.yaml}]\n", "county/roster.yaml:1:23: unknown key 'reprot'; did you mean 'report'?"),
        ("parent: {agency: 甲县}\nbodies: [{agency: 甲县}]\n", "county/roster.yaml:2:19: the parent cannot be one of its own bodies"),
        ("bodies: [\n", "county/roster.yaml:2:1: "),
    ],
)  # fmt: skip
def test_a_broken_roster_stops_the_run_at_its_place(run, county, text, said):
    (county / "roster.yaml").write_text(text, "utf-8")

    ran = run("county", "--roster", "county", "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_configuration_may_name_it(run, county):
    (county / ".openness-lint.yaml").write_text("roster: roster.yaml\n")

    found = json.loads(run("county", "--select", "H", "-f", "json").out)

    assert codes(found) == EXPECTED
    assert json.loads(run("config", "county", "-f", "json").out)["settings"]["roster"]["value"] == "county/roster.yaml"


def test_what_is_kept_of_a_report_is_not_said_when_a_body_has_changed(run, county):
    """The cache and several processes say what a plain run says, before and after a change of another file."""
    words = ["county", "--select", "H", "-f", "json", "--roster", "county"]
    for number in range(46):  # with the others as many as a cache is opened for
        shutil.copy(county / "water.yaml", county / f"more{number}.yaml")

    def said(*more: str) -> dict[str, list[str]]:
        return codes(json.loads(run(*words, *more).out))

    before = said("--jobs", "2")
    assert said() == before == said("--no-cache", "--jobs", "1")

    water = (county / "water.yaml").read_text("utf-8").replace("[6, 1, 0, 0, 0, 0, 7]", "[3, 1, 0, 0, 0, 0, 4]")
    (county / "water.yaml").write_text(water, "utf-8")

    assert said() == said("--no-cache", "--jobs", "1")
    assert said()["county/county.yaml"] == ["H104", "H101"]
