"""`config --show` says what is in force and where it comes from; `config --init` writes a first configuration."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest

from openness_lint.config.shape import ConfigurationFile
from openness_lint.config.starter import STARTER
from openness_lint.model.errors import UnreadableInput
from openness_lint.rulebook.validate import plain_data
from openness_lint.syntax.yaml import parse_yaml

KEYS = [one.alias for one in ConfigurationFile.model_fields.values()]


def write(path: str | Path, text: str) -> None:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def uncommented(text: str) -> str:
    """Every entry turned on; two blanks after the # mark words."""
    return re.sub(r"^# (?! \S)", "", text, flags=re.MULTILINE)


@pytest.fixture
def configured():
    """A configuration that says something of everything, half of it in a file it extends."""
    write("ours/our-total.yaml", "to be replaced")
    write(
        "county/base.yaml",
        """
        ignore: [I301]
        mandatory: [dispute-total]
        severity: {W: info}
        exclude: [drafts/]
        fail-on: warning
        required-version: ">=0.1"
        """,
    )
    write(
        ".openness-lint.yaml",
        """
        extends: county/base.yaml
        select: [T, W201]
        per-file:
          - files: [/2019/, "*.old.yaml"]
            ignore: [W]
            severity: {T401: error}
        min-severity: warning
        format: concise
        baseline: known/openness.txt
        """,
    )


class TestShow:
    def test_a_folder_in_text(self, run, configured):
        ran = run("config", "--show", "--lang", "en")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out == dedent("""\
            .
            configuration: .openness-lint.yaml ← county/base.yaml

            select            T                                                 .openness-lint.yaml:2:10
                              W201                                              .openness-lint.yaml:2:13
            ignore            I301                                              county/base.yaml:1:10
            severity          W=info                                            county/base.yaml:3:12
            mandatory         dispute-total                                     county/base.yaml:2:13
            rules             none                                              default
            plugins           none                                              default
            per-file          /2019/ *.old.yaml: ignore W; severity T401=error  .openness-lint.yaml:4:5
            exclude           drafts/                                           county/base.yaml:4:11
            fail-on           warning                                           county/base.yaml:5:10
            min-severity      warning                                           .openness-lint.yaml:7:15
            lang              en                                                --lang
            format            concise                                           .openness-lint.yaml:8:9
            baseline          known/openness.txt                                .openness-lint.yaml:9:11
            previous          none                                              default
            roster            none                                              default
            required-version  >=0.1                                             county/base.yaml:6:20

            2 of 3 rules are asked
            not asked: I301
            of another severity: W201 warning → info
            mandatory: T401
            """)

    def test_every_place_is_where_the_value_stands(self, run, configured):
        told = json.loads(run("config", "--format", "json").out)["settings"]
        found = []

        def collect(value):
            if isinstance(value, dict):
                if value.get("origin", {}).get("kind") == "file" and "applies" not in value:
                    found.append((value.get("selector", value.get("value")), value["origin"]))
                for one in value.values():
                    collect(one)
            elif isinstance(value, list):
                for one in value:
                    collect(one)

        collect(told)

        assert len(found) == 15
        for value, origin in found:
            line = Path(origin["path"]).read_text("utf-8").splitlines()[origin["line"] - 1]
            assert line[origin["column"] - 1 :].startswith(value)

    def test_a_file_knows_which_entries_apply(self, run, configured):
        write("2019/a.yaml", "")
        write("b.yaml", "")

        assert "W; severity T401=error（适用）" in run("config", "2019/a.yaml").out
        assert "W; severity T401=error（不适用）" in run("config", "b.yaml").out
        assert run("config", "2019/a.yaml").out.splitlines()[-3:] == ["规则 3 条，使用 1 条", "不用：I301、W201", "必查：T401"]  # fmt: skip

    def test_json(self, run, configured):
        write("2019/a.yaml", "")

        told = json.loads(run("config", "--show", "-f", "json", "2019/a.yaml").out)

        assert {one for one in KEYS if one != "extends"} == told["settings"].keys()
        assert (told["schema_version"], told["path"]) == (1, "2019/a.yaml")
        assert told["files"] == [".openness-lint.yaml", "county/base.yaml"]
        assert told["settings"]["lang"] == {"value": "zh", "origin": {"kind": "default"}}
        assert told["settings"]["severity"] == [
            {"selector": "W", "value": "info", "origin": {"kind": "file", "path": "county/base.yaml", "line": 3, "column": 12}}
        ]  # fmt: skip
        assert told["settings"]["per-file"][0]["applies"] is True
        assert told["rules"] == [
            {"code": "I301", "name": "nothing-repealed", "asked": False, "severity": "info", "mandatory": False},
            {"code": "T401", "name": "dispute-total", "asked": True, "severity": "error", "mandatory": True},
            {"code": "W201", "name": "stock-short", "asked": False, "severity": "warning", "mandatory": False},
        ]

    def test_without_any(self, run):
        ran = run("config")

        assert ran.code == 0
        assert ran.out.splitlines()[:3] == [".", "没有配置文件", ""]
        assert [line.split()[0] for line in ran.out.splitlines()[3:-2]] == [one for one in KEYS if one != "extends"]
        assert {line.split()[-1] for line in ran.out.splitlines()[3:-2]} == {"默认"}
        assert ran.out.splitlines()[-1] == "规则 3 条，使用 3 条"

    def test_the_environment_is_named(self, run, monkeypatch):
        monkeypatch.setenv("OPENNESS_LINT_LANG", "en")

        assert re.search(r"^lang +en +OPENNESS_LINT_LANG$", run("config").out, re.MULTILINE)

    def test_its_language_is_that_of_the_configuration(self, run):
        write(".openness-lint.yaml", "lang: en")

        assert "3 of 3 rules are asked" in run("config").out

    def test_another_may_be_named_or_none(self, run, configured):
        assert "county/base.yaml:1:10" in run("config", "--config", "county/base.yaml").out
        assert "没有配置文件" in run("config", "--isolated").out

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("selct: [T]\n", ":1:1: 不认识的键 selct"),
            ("select: [X]\n", ":1:10: 没有规则“X”"),
            ("format: jsn\n", ":1:9: format 不能是“jsn”"),
            ("per-file: [{files: '[', ignore: [T]}]\n", ":1:21: 模式“[”不会匹配任何文件"),
        ],
    )
    def test_a_faulty_one_is_2_with_its_place(self, run, text, message):
        write(".openness-lint.yaml", text)

        ran = run("config", "--show")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"openness-lint: .openness-lint.yaml{message}")

    def test_a_missing_path_is_2(self, run):
        assert ((ran := run("config", "nowhere")).code, ran.err) == (
            2,
            "openness-lint: nowhere: 没有这个文件或文件夹\n",
        )


class TestInit:
    def test_it_writes_one_that_is_in_force(self, run, faulty):
        faulty("warning")

        assert ((ran := run("config", "--init")).code, ran.out, ran.err) == (0, "", "")
        assert Path(".openness-lint.yaml").read_text("utf-8") == STARTER.zh
        assert re.search(r"^fail-on +error +\.openness-lint\.yaml:6:10$", run("config").out, re.MULTILINE)
        assert run("report.yaml").code == 0

    def test_in_a_folder_or_under_a_name_or_to_standard_output(self, run):
        Path("sub").mkdir()

        assert run("config", "--init", "sub").code == 0
        assert run("config", "--init", "lint.yaml", "--lang", "en").code == 0
        assert run("config", "--init", "-").out == STARTER.zh
        assert Path("sub/.openness-lint.yaml").read_text("utf-8") == STARTER.zh
        assert Path("lint.yaml").read_text("utf-8") == STARTER.en

    def test_never_over_another(self, run):
        write(".openness-lint.yaml", "lang: en")

        ran = run("config", "--init")

        assert (ran.code, ran.err) == (2, "openness-lint: .openness-lint.yaml: 文件已存在，没有改动它\n")
        assert Path(".openness-lint.yaml").read_text("utf-8") == "lang: en"

    def test_where_it_cannot(self, run):
        assert (
            run("config", "--init", "no/where.yaml").err
            == "openness-lint: no/where.yaml: 无法写入：没有这个文件或文件夹\n"
        )
        assert run("config", "--init", "--show").err == "openness-lint: --show 与 --init 只能用一个\n"

    @pytest.mark.parametrize("text", STARTER)
    def test_every_key_in_it_is_explained_and_right(self, run, text):
        written = re.findall(r"^(?:# )?([a-z-]+):", text, re.MULTILINE)

        everything = plain_data(parse_yaml(uncommented(text), UnreadableInput)[0])

        assert sorted(KEYS) == sorted(written) == sorted(everything)
        ConfigurationFile.model_validate(everything)


class TestSchema:
    @pytest.fixture
    def validator(self, run):
        ran = run("schema", "config")
        assert (ran.code, ran.err) == (0, "")
        schema = json.loads(ran.out)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    def test_it_knows_every_key_and_says_what_it_is_in_both_languages(self, validator):
        properties = validator.schema["properties"]

        assert list(properties) == KEYS
        assert [key for key, one in properties.items() if " / " not in one.get("description", "")] == []

    @pytest.mark.parametrize(
        "good",
        [
            {"fail-on": "error"},
            {"extends": "a.yaml"},
            {"extends": ["a.yaml", "b.yaml"]},
            {"severity": {"T": "info"}, "select": ["T"]},
            {"per-file": [{"files": "a/", "ignore": ["T"]}, {"files": ["b"], "severity": {"U": "error"}}]},
        ],
    )
    def test_it_accepts(self, validator, good):
        assert list(validator.iter_errors(good)) == []

    @pytest.mark.parametrize(
        "bad",
        [
            {}, {"igonre": ["T"]}, {"rooster": "a"}, {"select": "T"}, {"select": []}, {"select": [1]}, {"select": [""]},
            {"severity": {"T": "fatal"}}, {"severity": {}}, {"lang": "fr"}, {"lang": None}, {"extends": []}, {"extends": 1},
            {"per-file": [{"ignore": ["T"]}]}, {"per-file": [{"files": "a", "lang": "zh"}]}, {"per-file": {"files": "a"}},
            {"fail-on": True}, {"required-version": 1}, [], None,
        ],
    )  # fmt: skip
    def test_it_refuses(self, validator, bad):
        assert list(validator.iter_errors(bad))

    @pytest.mark.parametrize("text", STARTER)
    def test_it_accepts_what_init_writes(self, validator, text):
        everything = plain_data(parse_yaml(uncommented(text), UnreadableInput)[0])

        assert list(validator.iter_errors(everything)) == []
        assert list(validator.iter_errors(plain_data(parse_yaml(text, UnreadableInput)[0]))) == []


def test_the_manual_describes_every_key():
    page = (Path(__file__).parents[2] / "docs/configuration.md").read_text("utf-8")

    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == KEYS
