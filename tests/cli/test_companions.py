"""Last year's report is found by what it says, read once, and named in what is said; never chosen in silence."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness_lint.cli.main import run as run_words

ROOT = Path(__file__).parent.parent.parent
YEARS = ROOT / "examples" / "years"

pytestmark = pytest.mark.usefixtures("all_rules")


def text(agency: str, year: int, carried_in: int, carried_out: int, more: str = "") -> str:
    return (
        f"agency: {agency}\nyear: {year}\n{more}sections:\n  requests:\n"
        f"    carried_in: {{total: {carried_in}}}\n    carried_out: {{total: {carried_out}}}\n"
    )


def write(path: str, agency: str, year: int, carried_in: int = 0, carried_out: int = 0, more: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text(agency, year, carried_in, carried_out, more), encoding="utf-8")


@pytest.fixture
def told(run):
    """What Y101 says of each file: the messages of its findings and of its gaps."""

    def told(*words: str, code: int | None = None) -> dict[str, list[str]]:
        ran = run("--select", "Y101", "-f", "json", "--lang", "en", *words)
        assert code in {None, ran.code}, ran.err
        files = json.loads(ran.out)["files"]
        return {one["path"]: [each["message"] for each in one["diagnostics"]] for one in files}

    return told


BROKEN = "carried in = 2, but carried out in last year's report (2023, {}) = 3, 1 apart"


class TestFound:
    def test_beside_the_report_whatever_its_name(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("zzz.yml", "甲局", 2023, carried_out=3)
        write("2023.yaml", "乙局", 2023, carried_out=2)
        write("2022.yaml", "甲局", 2022, carried_out=2)
        write("deeper/2023.yaml", "甲局", 2023, carried_out=2)

        assert told("b.yaml", code=1) == {"b.yaml": [BROKEN.format("zzz.yml")]}

    def test_under_a_name_with_blanks_in_quotes_with_chinese_keys_or_in_json(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        for name, last in {
            "c.yaml": '机关: "甲 局"\n年度: 2023\n正文: {requests: {carried_out: {total: 3}}}\n',
            "d.json": '{"year": 2023, "agency": "\\u7532\\u5c40", "sections": {"requests": {"carried_out": {"total": 3}}}}',
            "e.yaml": "agency: >-\n  甲局\nyear: 2023年度\nsections: {requests: {carried_out: {total: 3}}}\n",
        }.items():
            Path(name).write_text(last, encoding="utf-8")

            assert told("b.yaml") == {"b.yaml": [BROKEN.format(name)]}
            Path(name).unlink()

    @pytest.mark.parametrize("kind", ["docx", "html", "md", "xlsx"])
    def test_in_a_document(self, told, kind):
        report = (ROOT / "examples" / "clean-2024.yaml").read_text("utf-8").replace("2024", "2025")
        Path("next.yaml").write_text(
            report.replace("转政府信息公开申请数量: [1,", "转政府信息公开申请数量: [2,"), "utf-8"
        )
        shutil.copy(ROOT / "examples" / "documents" / f"clean-2024.{kind}", f"old.{kind}")

        [message] = told("next.yaml")["next.yaml"]

        assert message == f"carried in = 2, but carried out in last year's report (2024, old.{kind}) = 1, 1 apart"

    def test_not_what_a_configuration_or_gitignore_leaves_out(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("drafts.yaml", "甲局", 2023, carried_out=3)
        Path(".openness-lint.yaml").write_text("exclude: [drafts.yaml]\n")

        assert told("b.yaml", code=2) == {"b.yaml": []}

    def test_in_a_folder_that_is_pointed_to_and_below_it(self, told):
        write("2024/b.yaml", "甲局", 2024, carried_in=2)
        write("2023/x/b.yaml", "甲局", 2023, carried_out=3)

        assert told("2024", "--previous", "2023") == {"2024/b.yaml": [BROKEN.format("2023/x/b.yaml")]}

    def test_in_a_configuration_from_where_that_lies(self, told, run):
        write("office/2024/b.yaml", "甲局", 2024, carried_in=2)
        write("office/2023/b.yaml", "甲局", 2023, carried_out=3)
        Path("office/.openness-lint.yaml").write_text("previous: 2023/\n")

        assert told("office/2024") == {"office/2024/b.yaml": [BROKEN.format("office/2023/b.yaml")]}
        shown = json.loads(run("config", "office", "-f", "json").out)["settings"]["previous"]
        assert (shown["value"], shown["origin"]["line"]) == ("office/2023", 1)

    def test_for_standard_input_beside_the_name_it_is_given(self, told, monkeypatch):
        import io
        import sys

        write("sub/last.yaml", "甲局", 2023, carried_out=3)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text("甲局", 2024, 2, 0).encode())))

        assert told("-", "--stdin-filename", "sub/b.yaml") == {"sub/b.yaml": [BROKEN.format("sub/last.yaml")]}


class TestNotFound:
    def test_nothing_is_said_where_nobody_asked(self, run):
        write("b.yaml", "甲局", 2024)

        ran = run("b.yaml", "--select", "Y,T401", "-f", "json")

        assert [one["code"] for one in json.loads(ran.out)["files"][0]["diagnostics"] if one["code"] < "Z"] == ["T401"]

    @pytest.mark.parametrize(
        ("previous", "why"),
        [
            ("else", "no report of this agency for 2023 was found in else"),
            ("else/other.yaml", "else/other.yaml is a report of 乙局, not of this agency"),
            ("else/old.yaml", "else/old.yaml is the report of 2022, not of 2023"),
        ],
    )
    def test_what_was_pointed_to_and_is_not_it_is_a_gap_that_says_why(self, told, previous, why):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("else/other.yaml", "乙局", 2023)
        write("else/old.yaml", "甲局", 2022)

        assert told("b.yaml", "--previous", previous, code=2) == {"b.yaml": [why]}

    def test_two_that_say_different_things_are_a_gap(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("c.yaml", "甲局", 2023, carried_out=2)
        write("d.yaml", "甲局", 2023, carried_out=3)
        why = "several may be last year's report: c.yaml, d.yaml; name one of them with --previous"

        assert told("b.yaml") == {"b.yaml": [why]}
        assert told("b.yaml", "--previous", "d.yaml") == {"b.yaml": [BROKEN.format("d.yaml")]}

    def test_two_that_say_the_same_are_one(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("c.yaml", "甲局", 2023, carried_out=3)
        Path("d.json").write_text(
            '{"agency": "甲局", "year": 2023, "sections": {"requests": {"carried_in": {"total": 0}, "carried_out": {"total": 3}}}}'
        )

        assert told("b.yaml") == {"b.yaml": [BROKEN.format("c.yaml")]}

    def test_one_of_another_scope_is_not_it(self, told):
        write("b.yaml", "甲县", 2024, carried_in=2, more="issuer: government\n")
        write("c.yaml", "甲县", 2023, carried_out=3, more="issuer: government-office\n")

        assert told("b.yaml") == {"b.yaml": []}

    def test_a_damaged_one_beside_the_report_is_a_gap(self, told):
        write("b.yaml", "甲局", 2024, carried_in=2)
        Path("c.yaml").write_text(
            "agency: 甲局\nyear: 2023\nsections: {requests: {carried_uot: {total: 3}}}\n", "utf-8"
        )

        [message] = told("b.yaml")["b.yaml"]

        assert message.startswith("last year's report c.yaml:3:23 cannot be read: the form has no 'carried_uot' here")

    def test_an_unreadable_one_that_was_named_is_told_once_and_the_run_goes_on(self, run):
        write("a.yaml", "甲局", 2024)
        write("b.yaml", "甲局", 2024)
        Path("last.docx").write_bytes(b"PK\x03\x04 no archive")

        ran = run("a.yaml", "b.yaml", "--previous", "last.docx", "--lang", "en", "-f", "json")

        found = json.loads(ran.out)
        assert ran.code == 2
        assert [one["path"] for one in found["files"]] == ["a.yaml", "b.yaml"]
        assert [one["path"] for one in found["errors"]] == ["last.docx"]
        assert len(ran.err.splitlines()) == 1
        assert ran.err.startswith("last.docx: ")

    @pytest.mark.parametrize("option", ["--previous", "--roster"])
    def test_a_path_that_leads_nowhere_is_refused(self, run, option):
        write("a.yaml", "甲局", 2024)

        ran = run("a.yaml", option, "nowhere", "--lang", "en")

        assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: nowhere: {option}: no such file or folder\n")


class TestShown:
    def test_in_text_the_other_file_stands_below_the_frame(self, run):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("c.yaml", "甲局", 2023, carried_out=3)

        out = run("b.yaml", "--select", "Y101", "--lang", "en").out

        assert " --> b.yaml:5:25  " in out
        assert "\n ::: c.yaml:6:26  Requests received and handled › carried out › total  3\n" in out

    def test_in_json_and_sarif_with_its_path(self, run):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("sub/c.yaml", "甲局", 2023, carried_out=3)
        words = ["b.yaml", "--select", "Y101", "--previous", "sub"]

        [related] = json.loads(run(*words, "-f", "json").out)["files"][0]["diagnostics"][0]["related"]
        result = json.loads(run(*words, "-f", "sarif").out)["runs"][0]

        assert (related["path"], related["address"], related["value"]) == (
            "sub/c.yaml",
            "requests.carried_out.total",
            "3",
        )
        [found] = result["results"]
        place = found["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
        assert (place["uri"], place["uriBaseId"]) == ("sub/c.yaml", "SRCROOT")
        assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.yaml"
        assert [one.get("roles") for one in result["artifacts"]] == [["analysisTarget"], None]

    def test_a_baseline_lets_them_stand_too(self, run):
        write("b.yaml", "甲局", 2024, carried_in=2)
        write("sub/c.yaml", "甲局", 2023, carried_out=3)
        words = ["b.yaml", "--select", "Y101", "--previous", "sub", "--baseline", "known.jsonl"]

        assert run("baseline", "create", *words).code == 0
        assert run(*words).code == 0

    def test_the_examples_are_at_odds_as_they_say(self, run):
        ran = run(YEARS, "-f", "concise", "--select", "Y101,Y102")

        assert [line.split()[1] for line in ran.out.splitlines()] == ["Y102", "Y101", "Y101"]


NAMES = [f"{agency}{year}.yaml" for agency in "甲乙" for year in (2022, 2023, 2024)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(NAMES), cuts=st.sets(st.integers(1, len(NAMES) - 1)))
def test_the_order_and_the_split_of_the_file_list_change_nothing(order, cuts, desk, capsys):
    for name in NAMES:
        agency, year = name[0] + "局", int(name[1:5])
        write(name, agency, year, carried_in=year % 7, carried_out=year % 5)
    bounds = [0, *sorted(cuts), len(NAMES)]
    words = ["--select", "Y101", "-f", "json"]

    def found(names):
        run_words([*words, *names])
        return {one["path"]: one for one in json.loads(capsys.readouterr().out)["files"]}

    split = {}
    for first, last in pairwise(bounds):
        split |= found(order[first:last])

    assert split == found(NAMES)
