"""Which configuration a report is checked by, what its keys do, and what is wrong with it when something is."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from junitparser import JUnitXml

ALL = {"review": "[1, 0, 0, 0, 2]", "regulations": "[1, 0, 0]", "documents": "[0, 1, 0]"}
ERROR, WARNING, INFO = ("T401", "error"), ("W201", "warning"), ("I301", "info")


def write(path: str | Path, text: str) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path


@pytest.fixture
def broken(report):
    """A report that breaks all three rules: T401 (an error), W201 (a warning), I301 (an info)."""

    def broken(path: str = "report.yaml") -> Path:
        return report(path, **ALL)

    return broken


@pytest.fixture
def found(run):
    """What is found in each file, as (code, severity) in order of code."""

    def found(*words: str | Path) -> dict[str, list[tuple[str, str]]]:
        ran = run(*words, "-f", "json")
        assert ran.code in {0, 1}, ran
        files = json.loads(ran.out)["files"]
        return {
            one["path"]: sorted(
                ((each["code"], each["severity"]) for each in one["diagnostics"] if each["kind"] == "violation"),
                reverse=True,
            )
            for one in files
        }

    return found


class TestSearch:
    def test_without_one_all_rules_are_asked(self, found, broken):
        broken()

        assert found("report.yaml") == {"report.yaml": [WARNING, ERROR, INFO]}

    def test_the_nearest_upwards_from_each_file_holds_whole_and_alone(self, found, broken):
        for path in ("a.yaml", "x/b.yaml", "x/y/c.yaml", "x/y/z/d.yaml"):
            broken(path)
        write(".openness-lint.yaml", "ignore: [T401]")
        write("x/y/.openness-lint.yaml", "ignore: [W201]")

        assert found(".") == {
            "a.yaml": [WARNING, INFO],
            "x/b.yaml": [WARNING, INFO],
            "x/y/c.yaml": [ERROR, INFO],
            "x/y/z/d.yaml": [ERROR, INFO],
        }

    def test_it_may_lie_above_the_working_folder_and_above_a_repository(self, found, broken, desk):
        write(desk.parent / ".openness-lint.yaml", "select: [T]")
        Path(".git").mkdir()
        broken()

        assert found("report.yaml") == {"report.yaml": [ERROR]}

    def test_it_is_looked_for_where_the_file_lies_and_not_where_the_run_starts(self, found, broken, desk):
        write(".openness-lint.yaml", "select: [T]")
        elsewhere = desk.parent / "elsewhere"
        broken(elsewhere / "report.yaml")

        assert found(elsewhere) == {"../elsewhere/report.yaml": [WARNING, ERROR, INFO]}

    def test_a_link_is_a_file_where_it_lies(self, found, broken):
        broken("far/report.yaml")
        write("far/.openness-lint.yaml", "select: [T]")
        write("near/.openness-lint.yaml", "select: [W]")
        Path("near/link.yaml").symlink_to("../far/report.yaml")

        assert found("near/link.yaml") == {"near/link.yaml": [WARNING]}

    @pytest.mark.parametrize("name", [".openness-lint.yaml", ".openness-lint.yml"])
    def test_both_endings_of_yaml_will_do(self, found, broken, name):
        broken()
        write(name, "select: [T]")

        assert found("report.yaml") == {"report.yaml": [ERROR]}

    def test_pyproject_holds_one_in_its_table(self, found, broken):
        broken()
        write("pyproject.toml", '[project]\nname = "x"\n\n[tool.openness-lint]\nselect = ["T"]\n')

        assert found("report.yaml") == {"report.yaml": [ERROR]}

    @pytest.mark.parametrize(
        "text",
        [
            '[project]\nname = "x"\n',
            '[project]\ndependencies = ["openness-lint"]\n',
            "not [ even TOML\n",
            'dependencies = ["openness-lint>=0.1",\n',
        ],
    )
    def test_pyproject_without_the_table_is_passed_over(self, found, broken, text):
        write(".openness-lint.yaml", "select: [T]")
        broken("sub/report.yaml")
        write("sub/pyproject.toml", text)

        assert found("sub") == {"sub/report.yaml": [ERROR]}

    def test_a_faulty_pyproject_that_speaks_of_us_is_not(self, run, broken):
        broken()
        write("pyproject.toml", "[tool.openness-lint]\nselect = [T]\n")

        ran = run("report.yaml")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == dedent("""\
            openness-lint: pyproject.toml:2:11: 值不合 TOML 的写法；文字要加引号
              |
            2 | select = [T]
              |           ^
            """)

    @pytest.mark.parametrize(
        "text",
        [
            '[tool."openness-lint"]\nselect = ["T"]',
            "[ tool . 'openness-lint' ]\nselect = ['T']",
            "[tool]\nopenness-lint.select = ['T']",
            "tool.openness-lint = {select = ['T']}",
            "tool = {openness-lint = {select = ['T']}}",
            "[tool]\n\"openness-lint\"\t= {select = ['T']}",
            "[[tool.openness-lint.per-file]]\nfiles = '*'\nselect = ['T']",
        ],
    )
    def test_however_the_table_is_written_it_is_seen(self, found, broken, text):
        broken()
        write("pyproject.toml", text + "\n")

        assert found("report.yaml") == {"report.yaml": [ERROR]}

    @pytest.mark.parametrize(
        ("other", "text"),
        [("pyproject.toml", "[tool.openness-lint]\nlang = 'en'\n"), (".openness-lint.yml", "lang: en\n")],
    )
    def test_two_in_one_folder_are_refused(self, run, broken, other, text):
        broken()
        write(".openness-lint.yaml", "lang: zh")
        write(other, text)

        ran = run("report.yaml")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"openness-lint: .openness-lint.yaml: 这个文件夹里还有另一份配置：{other}；只留一份\n"

    def test_standard_input_is_where_its_name_says(self, found, broken, monkeypatch):
        data = broken("x/report.yaml").read_bytes()
        write(".openness-lint.yaml", "select: [T]")
        write("x/.openness-lint.yaml", "select: [W]")

        def give():
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

        give()
        assert found("-") == {"stdin.yaml": [ERROR]}
        give()
        assert found("-", "--stdin-filename", "x/other.yaml") == {"x/other.yaml": [WARNING]}

    def test_a_faulty_one_stops_the_run_before_anything_is_said_or_mended(self, run, broken):
        before = broken("a/report.yaml").read_bytes()
        broken("b/report.yaml")
        write("b/.openness-lint.yaml", "select: [X9]")

        for words in (["."], [".", "--fix", "--unsafe-fixes"], ["a", "b", "-f", "sarif"]):
            ran = run(*words)

            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith("openness-lint: b/.openness-lint.yaml:1:10: 没有规则“X9”")
        assert before == Path("a/report.yaml").read_bytes()

    def test_it_is_no_report_and_never_checked(self, run, broken):
        broken()
        write(".openness-lint.yaml", "select: [T]")

        assert run("--reports-only", ".openness-lint.yaml", "report.yaml", "-q").err == ""


class TestNamed:
    def test_it_is_the_only_one(self, found, broken):
        broken("x/report.yaml")
        write("x/.openness-lint.yaml", "select: [W]")
        write("ci/lint.yaml", "select: [T]")

        assert found("x", "--config", "ci/lint.yaml") == {"x/report.yaml": [ERROR]}

    def test_patterns_in_it_are_below_the_working_folder(self, found, broken):
        for path in ("2019/a.yaml", "2020/b.yaml", "ci/2019/c.yaml"):
            broken(path)
        write("ci/lint.yaml", "select: [T, W]\nper-file: [{files: /2019/, ignore: [T]}]\nexclude: [/ci/]\n")

        assert found(".", "--config", "ci/lint.yaml") == {"2019/a.yaml": [WARNING], "2020/b.yaml": [WARNING, ERROR]}

    def test_files_outside_are_met_by_patterns_without_a_slash(self, found, broken, desk):
        outside = desk.parent / "outside"
        broken(outside / "2019" / "a.yaml")
        broken(outside / "b.yaml")
        write("lint.yaml", "per-file: [{files: 2019/, ignore: [T]}, {files: /b.yaml, ignore: [W]}]")

        assert found(outside, "--config", "lint.yaml") == {
            "../outside/b.yaml": [WARNING, ERROR, INFO],
            "../outside/2019/a.yaml": [WARNING, INFO],
        }

    def test_a_toml_file_needs_the_table(self, run, broken):
        broken()
        write("a.toml", "select = ['T']\n")
        write("b.toml", "[tool.openness-lint]\nselect = ['T']\n")

        assert (
            run("report.yaml", "--config", "a.toml").err == "openness-lint: a.toml: 没有 [tool.openness-lint] 这张表\n"
        )
        assert run("report.yaml", "--config", "b.toml").code == 1

    def test_a_missing_one_is_2(self, run, broken):
        broken()

        ran = run("report.yaml", "--config", "missing.yaml", "--lang", "en")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "openness-lint: missing.yaml: cannot be read: no such file or folder\n"


class TestIsolated:
    def test_no_configuration_is_read(self, found, broken):
        broken()
        write(".openness-lint.yaml", "this is: [not even YAML")

        assert found("report.yaml", "--isolated") == {"report.yaml": [WARNING, ERROR, INFO]}

    def test_it_does_not_go_with_a_named_one(self, run, broken):
        broken()
        write("lint.yaml", "select: [T]")

        ran = run("report.yaml", "--isolated", "--config", "lint.yaml")

        assert (ran.code, ran.err) == (2, "openness-lint: --config 与 --isolated 只能用一个\n")


class TestSelection:
    def test_select_and_ignore(self, found, broken):
        broken()
        write(".openness-lint.yaml", "select: [T, stock-short]\nignore: [T4]\n")

        assert found("report.yaml") == {"report.yaml": [WARNING]}

    def test_options_replace_select_and_add_to_ignore(self, found, broken):
        broken()
        write(".openness-lint.yaml", "select: [T, W]\nignore: [W]\n")

        assert found("report.yaml") == {"report.yaml": [ERROR]}
        assert found("report.yaml", "--select", "I,W") == {"report.yaml": [INFO]}
        assert found("report.yaml", "--select", "T,I", "--ignore", "T") == {"report.yaml": [INFO]}

    def test_for_some_files_only(self, found, broken):
        for path in ("a.yaml", "old/b.yaml", "old/keep.yaml", "c.draft.yaml"):
            broken(path)
        write(
            ".openness-lint.yaml",
            """
            ignore: [I]
            per-file:
              - files: [old/, "!keep.yaml"]
                ignore: [T]
              - files: "*.draft.yaml"
                select: [I, W]
                severity: {W: info}
            """,
        )

        assert found(".") == {
            "a.yaml": [WARNING, ERROR],
            "c.draft.yaml": [("W201", "info")],
            "old/b.yaml": [WARNING],
            "old/keep.yaml": [WARNING, ERROR],
        }

    def test_for_some_files_options_go_before_select_and_leave_ignore(self, run, found, broken):
        broken("a.yaml")
        broken("old/b.yaml")
        broken("old/c.yaml")
        write(
            ".openness-lint.yaml",
            "per-file: [{files: old/, select: [W]}, {files: b.yaml, ignore: [I]}]",
        )

        assert found(".", "--select", "I") == {"a.yaml": [INFO], "old/b.yaml": [], "old/c.yaml": [INFO]}
        assert run("old/b.yaml", "--select", "I").err == "openness-lint: 没有一项能够判定\n"

    @pytest.mark.parametrize(
        ("text", "token"),
        [
            ("select: [T]\nignore: [W, T401]\n", "T401"),
            ("ignore: [T]\nper-file: [{files: a, ignore: [W, I]}]\n", "I"),
            ("per-file: [{files: a, select: [T], ignore: [dispute-total]}]\n", "dispute-total"),
        ],
    )
    def test_what_leaves_no_rule_is_refused(self, run, broken, text, token):
        broken()
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, token, "一条规则也没有选中")

    def test_entries_that_together_leave_no_rule_are_refused_for_the_file_they_meet_on(self, run, broken):
        broken("a.yaml")
        text = "select: [T, W]\nper-file: [{files: a.yaml, ignore: [T]}, {files: '*.yaml', ignore: [W]}]\n"
        write(".openness-lint.yaml", text)

        _refused(run("a.yaml"), text, "W", "一条规则也没有选中")


def _refused(ran, text: str, token: str, message: str, name: str = ".openness-lint.yaml") -> None:
    """One line with the very place of the token's last stand in the text, and its line with the token marked."""
    offset = text.rindex(token)
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    source = text.splitlines()[line - 1]
    gutter = " " * len(str(line))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0].startswith(f"openness-lint: {name}:{line}:{column}: {message}")
    assert [f"{gutter} |", f"{line} | {source}"] == ran.err.splitlines()[1:3]
    marked = ran.err.splitlines()[3].removeprefix(f"{gutter} | ")
    if source.isascii():
        assert token.splitlines()[0] == source[marked.index("^") : len(marked)]
    assert len(ran.err.splitlines()) == 4


class TestSeverity:
    def test_the_closest_selector_has_the_word_wherever_it_stands(self, found, broken):
        broken()
        write(
            ".openness-lint.yaml",
            "severity: {T401: info, T: warning, T4: error, stock-short: error, W2: info, I: error}",
        )

        assert found("report.yaml") == {"report.yaml": [("W201", "error"), ("T401", "info"), ("I301", "error")]}

    def test_it_decides_on_the_exit_code_and_on_what_is_shown(self, run, faulty):
        faulty("warning")
        write(".openness-lint.yaml", "severity: {W: error}")

        assert run("report.yaml").code == 1
        assert "W201" in run("report.yaml", "-f", "concise", "--min-severity", "error").out

    def test_the_format_that_lists_rules_lists_them_with_it(self, run, faulty):
        faulty("warning")
        write(".openness-lint.yaml", "select: [W]\nseverity: {W: error}")

        told = json.loads(run("report.yaml", "-f", "sarif").out)["runs"][0]

        assert [(one["id"], one["defaultConfiguration"]["level"]) for one in told["tool"]["driver"]["rules"]] == [
            ("W201", "error")
        ]
        assert [one["level"] for one in told["results"]] == ["error"]

    @pytest.mark.usefixtures("all_rules")
    def test_it_goes_before_what_a_check_gives_to_single_findings(self, found, run):
        write(
            "report.yaml",
            """
            agency: 示例县水利局
            year: 2024
            sections:
              二、主动公开政府信息情况: {licences: 12件, penalties: 3元}
            """,
        )

        assert found("report.yaml", "-s", "C105") == {"report.yaml": [("C105", "warning"), ("C105", "error")]}
        write(".openness-lint.yaml", "severity: {C: info}")
        assert found("report.yaml", "-s", "C105") == {"report.yaml": [("C105", "info"), ("C105", "info")]}


class TestMandatory:
    def test_neither_select_nor_options_leave_it_out(self, found, broken):
        broken()
        write(".openness-lint.yaml", "select: [W]\nmandatory: [T401]\n")

        assert found("report.yaml") == {"report.yaml": [WARNING, ERROR]}
        assert found("report.yaml", "--select", "I") == {"report.yaml": [ERROR, INFO]}

    def test_what_ignores_it_among_others_ignores_the_others(self, found, broken):
        broken()
        write(
            ".openness-lint.yaml",
            "mandatory: [T401]\nignore: [T401, W]\n".replace("T401, W", "W"),
        )

        assert found("report.yaml") == {"report.yaml": [ERROR, INFO]}

    def test_min_severity_does_not_hide_it(self, run, broken):
        broken()
        write(".openness-lint.yaml", "mandatory: [I301]\nmin-severity: error\n")

        told = json.loads(run("report.yaml", "-f", "json").out)["files"][0]["diagnostics"]

        assert sorted((one["code"], one["severity"]) for one in told) == [("I301", "info"), ("T401", "error")]

    @pytest.mark.parametrize(
        ("rest", "token"),
        [
            ("ignore: [dispute-total]\n", "dispute-total"),
            ("ignore: [W, T4]\n", "T4"),
            ("per-file: [{files: x, ignore: [T401]}]\n", "T401"),
        ],
    )
    def test_what_means_nothing_else_is_refused(self, run, broken, rest, token):
        broken()
        text = "mandatory: [T401]\n" + rest
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, token, f"{token} 必查（见 .openness-lint.yaml:1:13），不能关闭")

    def test_an_option_that_means_nothing_else_is_refused(self, run, broken):
        broken()
        write(".openness-lint.yaml", "mandatory: [T401]\n")

        ran = run("report.yaml", "--ignore", "T", "--lang", "en")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "openness-lint: T is mandatory (see .openness-lint.yaml:1:13) and cannot be ignored\n"

    def test_whoever_makes_it_mandatory_may_weigh_it(self, found, broken):
        broken()
        write("base.yaml", "mandatory: [T401]\nseverity: {T: warning}\n")
        write(".openness-lint.yaml", "extends: base.yaml\nseverity: {T401: error, W: info}\n")

        assert found("report.yaml") == {"report.yaml": [("W201", "info"), ERROR, INFO]}

    def test_so_may_what_it_extends(self, found, broken):
        broken()
        write("lowest.yaml", "severity: {T401: info}\n")
        write("base.yaml", "extends: lowest.yaml\nmandatory: [T401]\n")
        write(".openness-lint.yaml", "extends: base.yaml\nselect: [T]\n")

        assert found("report.yaml") == {"report.yaml": [("T401", "info")]}

    @pytest.mark.parametrize(
        ("text", "token"),
        [
            ("extends: base.yaml\nseverity: {T: warning}\n", "T"),
            ("extends: base.yaml\nper-file: [{files: x, severity: {dispute-total: info}}]\n", "dispute-total"),
        ],
    )
    def test_nobody_else_may_make_it_less_grave(self, run, broken, text, token):
        broken()
        write("base.yaml", "mandatory: [T401]\n")
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, token, "T401 必查（见 base.yaml:1:13），级别不能降低")

    def test_what_extends_cannot_ignore_it(self, run, broken):
        broken()
        write("base/base.yaml", "mandatory: [T401]\n")
        text = "extends: base/base.yaml\nignore: [T]\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "T", "T 必查（见 base/base.yaml:1:13），不能关闭")


class TestThresholds:
    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
    def test_fail_on(self, run, faulty, fail_on, code):
        faulty("warning")
        write(".openness-lint.yaml", f"fail-on: {fail_on}")

        assert code == run("report.yaml").code

    def test_each_file_fails_by_its_own_configuration(self, run, faulty):
        faulty("warning", "lax/a.yaml")
        faulty("warning", "strict/b.yaml")
        write("strict/.openness-lint.yaml", "fail-on: warning")

        assert [run(one).code for one in ("lax", "strict", ".")] == [0, 1, 1]
        assert [run("lax", "--fail-on", "warning").code, run("strict", "--fail-on", "error").code] == [1, 0]
        assert run("strict", "--exit-zero").code == 0

    @pytest.mark.parametrize(
        ("setting", "options", "cases"),
        [
            ("per-file: [{files: old/, ignore: [T]}]", (), [{"I301", "T401", "W201"}, {"I301", "W201"}]),
            ("per-file: [{files: old/, severity: {T: info}}]", ("--min-severity", "warning"), [{"T401", "W201"}, {"W201"}]),
        ],
    )  # fmt: skip
    def test_junit_shows_no_rule_that_a_file_was_not_asked_or_of_which_nothing_is_shown(
        self, run, report, setting, options, cases
    ):
        report("new/a.yaml")
        report("old/b.yaml")
        write(".openness-lint.yaml", setting)

        ran = run(".", "-f", "junit", *options)

        suites = JUnitXml.fromstring(ran.out.encode())
        assert [{case.name.split()[0] for case in suite if not case.result} for suite in suites] == cases

    def test_min_severity_of_each_file_and_the_option_before_it(self, found, broken):
        broken("a.yaml")
        broken("b/b.yaml")
        write("b/.openness-lint.yaml", "min-severity: warning")

        assert found(".") == {"a.yaml": [WARNING, ERROR, INFO], "b/b.yaml": [WARNING, ERROR]}
        assert found(".", "--min-severity", "error") == {"a.yaml": [ERROR], "b/b.yaml": [ERROR]}


class TestLanguage:
    def test_option_then_environment_then_configuration(self, run, broken, monkeypatch):
        broken()
        write(".openness-lint.yaml", "lang: en")

        def is_english(*words):
            return "not judged" in run("report.yaml", *words).out

        assert [is_english(), is_english("--lang", "zh")] == [True, False]
        monkeypatch.setenv("OPENNESS_LINT_LANG", "zh")
        assert [is_english(), is_english("--lang", "en")] == [False, True]

    def test_trouble_is_told_in_it_too_that_of_the_configuration_included(self, run, broken):
        write(".openness-lint.yaml", "lang: en")
        assert run("missing.yaml").err == "missing.yaml: no such file or folder\n"

        Path("empty").mkdir()
        assert run("empty").err == "openness-lint: no report was found, nothing was checked\n"

        broken()
        write(".openness-lint.yaml", "selct: [T]\nlang: en\n")
        assert run("report.yaml").err.startswith(
            "openness-lint: .openness-lint.yaml:1:1: unknown key selct; did you mean 'select'?\n"
        )
        assert "不认识的键" in run("report.yaml", "--lang", "zh").err


class TestFormat:
    def test_the_option_goes_first(self, run, broken):
        broken()
        write(".openness-lint.yaml", "format: json")

        assert json.loads(run("report.yaml").out)["schema_version"] == 1
        assert run("report.yaml", "-f", "concise").out.startswith("report.yaml:")

    def test_a_single_output_gets_it(self, run, broken):
        broken()
        write(".openness-lint.yaml", "format: json")

        assert run("report.yaml", "-o", "found.txt").out == ""
        assert json.loads(Path("found.txt").read_text("utf-8"))["schema_version"] == 1

    def test_an_unknown_one_is_refused(self, run, broken):
        broken()
        text = "format: jsn\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "jsn", "format 不能是“jsn”；可用：")
        assert run("report.yaml", "-f", "json").code == 1

    @pytest.mark.parametrize(("key", "one", "other"), [("format", "json", "concise"), ("lang", "zh", "en")])
    def test_configurations_that_disagree_are_refused_unless_an_option_settles_it(self, run, broken, key, one, other):
        broken("a/a.yaml")
        broken("b/b.yaml")
        write("a/.openness-lint.yaml", f"{key}: {one}")
        write("b/.openness-lint.yaml", f"{key}: {other}")

        ran = run("a", "b")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines()[0] == (
            f"openness-lint: b/.openness-lint.yaml:1:{len(key) + 3}: 一次运行只能有一种 {key}，"
            f"a/.openness-lint.yaml:1:{len(key) + 3} 写的是 {one}；请用 --{key} 指明"
        )
        assert run("a", "b", f"--{key}", other).code == 1

    def test_those_that_no_file_is_found_under_have_no_say(self, run, broken):
        write(".openness-lint.yaml", "format: json")
        broken("a/a.yaml")
        write("a/.openness-lint.yaml", "format: concise")

        assert run(".").out.startswith("a/a.yaml:")
        broken("b.yaml")
        assert run(".").code == 2

    def test_one_that_says_nothing_agrees(self, run, broken):
        broken("a/a.yaml")
        broken("b/b.yaml")
        write("b/.openness-lint.yaml", "format: json")

        assert len(json.loads(run("a", "b").out)["files"]) == 2


class TestExclude:
    @pytest.fixture(autouse=True)
    def reports(self, broken):
        for path in ("a.yaml", "drafts/b.yaml", "drafts/sub/c.yaml", "x/drafts/d.yaml", "x/e.draft.yaml"):
            broken(path)

    def names(self, run, *words):
        return [one["path"] for one in json.loads(run(*words, "-f", "json").out)["files"]]

    def test_below_folders_they_are_left_out(self, run):
        write(".openness-lint.yaml", "exclude: [/drafts/, '*.draft.yaml']")

        assert self.names(run, ".") == ["a.yaml", "x/drafts/d.yaml"]

    def test_patterns_are_taken_back_and_added_by_what_extends(self, run):
        write("base.yaml", "exclude: [drafts/, x/*]\n")
        write(".openness-lint.yaml", "extends: base.yaml\nexclude: ['!x/e.draft.yaml']\n")

        assert self.names(run, ".") == ["a.yaml", "x/e.draft.yaml"]

    def test_a_named_file_or_folder_is_checked_all_the_same(self, run):
        write(".openness-lint.yaml", "exclude: [drafts/]")

        assert self.names(run, "drafts/b.yaml") == ["drafts/b.yaml"]
        assert self.names(run, "drafts") == ["drafts/b.yaml", "drafts/sub/c.yaml"]

    def test_unless_only_reports_are_wanted_of_what_is_named(self, run):
        write(".openness-lint.yaml", "exclude: [drafts/]")

        assert self.names(run, "a.yaml", "drafts/b.yaml", "drafts/sub/c.yaml", "--reports-only") == ["a.yaml"]

    def test_a_configuration_in_an_excluded_folder_is_not_read(self, run):
        write(".openness-lint.yaml", "exclude: [drafts/]")
        write("drafts/.openness-lint.yaml", "nonsense")

        assert self.names(run, ".") == ["a.yaml", "x/e.draft.yaml"]
        assert self.names(run, "a.yaml", "drafts/b.yaml", "--reports-only") == ["a.yaml"]

    def test_when_all_are_it_is_2_but_for_a_hook(self, run):
        write(".openness-lint.yaml", "exclude: ['*']")

        assert ((ran := run(".")).code, ran.err) == (2, "openness-lint: 没有找到报告，什么也没有检查\n")
        assert ((ran := run("a.yaml", "--reports-only", "-q")).code, ran.err) == (0, "")

    def test_the_configuration_below_has_its_own(self, run):
        write(".openness-lint.yaml", "exclude: [drafts/]")
        write("x/.openness-lint.yaml", "exclude: ['*.draft.yaml']")

        assert self.names(run, ".") == ["a.yaml", "x/drafts/d.yaml"]


class TestExtends:
    def test_single_values_and_select_are_replaced_and_the_rest_adds_up(self, run, found, broken):
        broken()
        write("base.yaml", "select: [T, W]\nignore: [W]\nseverity: {T: info, I: error}\nfail-on: info\nlang: en\n")
        write(".openness-lint.yaml", "extends: base.yaml\nselect: [T, W, I]\nseverity: {T: warning}\n")

        assert found("report.yaml") == {"report.yaml": [("T401", "warning"), ("I301", "error")]}
        assert "not judged" in run("report.yaml").out

    def test_paths_start_from_the_file_that_writes_them(self, found, broken):
        broken("a/b/report.yaml")
        write("shared/deep/one.yaml", "ignore: [T]\n")
        write("shared/two.yaml", "extends: [deep/one.yaml]\nignore: [I]\n")
        write("a/b/.openness-lint.yaml", "extends: ['../../shared/two.yaml']\n")

        assert found("a") == {"a/b/report.yaml": [WARNING]}

    def test_patterns_are_below_what_is_in_force_whoever_writes_them(self, found, broken):
        broken("county/2019/a.yaml")
        broken("county/b.yaml")
        write("shared.yaml", "per-file: [{files: /2019/, ignore: [T]}]\n")
        write("county/.openness-lint.yaml", "extends: ../shared.yaml\n")

        assert found(".") == {"county/2019/a.yaml": [WARNING, INFO], "county/b.yaml": [WARNING, ERROR, INFO]}

    def test_of_several_the_later_lies_on_the_earlier(self, found, broken):
        broken()
        write("one.yaml", "severity: {T401: info}\nmin-severity: info\n")
        write("two.yaml", "severity: {T: warning}\nmin-severity: warning\n")
        write(".openness-lint.yaml", "extends: [one.yaml, two.yaml]")
        assert found("report.yaml") == {"report.yaml": [WARNING, ("T401", "warning")]}

        write(".openness-lint.yaml", "extends: [two.yaml, one.yaml]")
        assert found("report.yaml") == {"report.yaml": [WARNING, ("T401", "info"), INFO]}

    def test_one_that_is_reached_twice_lies_below_both(self, found, broken):
        broken()
        write("base.yaml", "severity: {T: info, W: info}\n")
        write("one.yaml", "extends: base.yaml\nseverity: {T: warning}\n")
        write("two.yaml", "extends: base.yaml\nseverity: {I: warning}\n")
        write(".openness-lint.yaml", "extends: [one.yaml, two.yaml]")

        assert found("report.yaml") == {"report.yaml": [("W201", "info"), ("T401", "warning"), ("I301", "warning")]}

    def test_yaml_may_extend_toml(self, found, broken):
        broken()
        write("x/pyproject.toml", "[tool.openness-lint]\nselect = ['T']\n")
        write(".openness-lint.yaml", "extends: x/pyproject.toml")

        assert found("report.yaml") == {"report.yaml": [ERROR]}

    def test_a_circle_is_refused_where_it_closes(self, run, broken):
        broken()
        write("x/one.yaml", "extends: two.yaml\n")
        text = "extends:\n  - ../.openness-lint.yaml\n"
        write("x/two.yaml", text)
        write(".openness-lint.yaml", "extends: x/one.yaml\n")

        _refused(
            run("report.yaml"),
            text,
            "../.openness-lint.yaml",
            "extends 绕成了圈：.openness-lint.yaml → x/one.yaml → x/two.yaml → .openness-lint.yaml",
            "x/two.yaml",
        )

    def test_itself_is_a_circle(self, run, broken):
        broken()
        text = "lang: en\nextends: ./.openness-lint.yaml\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "./.openness-lint.yaml", "extends runs in a circle: .openness-lint.yaml → .openness-lint.yaml")  # fmt: skip

    @pytest.mark.parametrize(
        ("base", "message"),
        [(None, "没有这个文件或文件夹"), (Path.mkdir, "base.yaml：无法读取：这是文件夹")],
    )
    def test_what_cannot_be_read_is_told_where_it_is_named(self, run, broken, base, message):
        broken()
        if base:
            base(Path("base.yaml"))
        text = "extends: [base.yaml]\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "base.yaml", message)

    def test_what_is_wrong_in_it_is_told_there(self, run, broken):
        broken()
        text = "selct: [T]\n"
        write("base.yaml", text)
        write(".openness-lint.yaml", "extends: base.yaml")

        _refused(run("report.yaml"), text, "selct", "不认识的键 selct；是否指“select”？", "base.yaml")


class TestRules:
    @pytest.fixture
    def ours(self, small_rules):
        text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")
        return text.replace("T401", "X401").replace("dispute-total", "our-total")

    def test_they_are_added_from_the_file_that_names_them(self, found, broken, ours):
        broken("a/report.yaml")
        write("shared/ours/our-total.yaml", ours)
        write("shared/lint.yaml", "rules: [ours]\nselect: [X, our-total]\n")
        write("a/.openness-lint.yaml", "extends: ../shared/lint.yaml")

        assert found("a") == {"a/report.yaml": [("X401", "error")]}

    def test_named_twice_they_are_read_once(self, found, broken, ours):
        broken()
        write("ours/our-total.yaml", ours)
        write("base.yaml", "rules: [./ours/]\n")
        write(".openness-lint.yaml", "extends: base.yaml\nrules: [ours]\nselect: [X]\n")

        assert found("report.yaml", "--rules", Path("ours").resolve()) == {"report.yaml": [("X401", "error")]}

    def test_each_configuration_has_its_own(self, found, broken, ours):
        broken("a/a.yaml")
        broken("b/b.yaml")
        write("a/our-total.yaml", ours)
        write("a/.openness-lint.yaml", "rules: [our-total.yaml]\nignore: [W, I]\n")

        assert found("a", "b") == {"a/a.yaml": [("X401", "error"), ERROR], "b/b.yaml": [WARNING, ERROR, INFO]}

    def test_missing_ones_are_refused(self, run, broken):
        broken()
        text = "rules:\n  - ours\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "ours", "没有这个文件或文件夹")


class TestPlugins:
    CHECK = """
        from dataclasses import dataclass
        from openness_lint.hooks import hookimpl

        class Shout:
            name = "shout"

            def write(self, results, stream, look):
                stream.write("".join(f"{one.path}!\\n" for one in results))

        @hookimpl
        def openness_lint_reporters():
            return [Shout()]
        """

    @pytest.fixture
    def site(self, tmp_path, monkeypatch):
        """A folder that Python imports from."""
        site = tmp_path / "site"
        site.mkdir()
        monkeypatch.syspath_prepend(site)
        before = {*sys.modules}
        yield site
        for name in {*sys.modules} - before:
            del sys.modules[name]

    def test_an_installed_module_is_used(self, run, broken, site):
        broken()
        write(site / "county/shouting.py", self.CHECK)
        write(".openness-lint.yaml", "plugins: [county.shouting]\nformat: shout\n")

        assert run("report.yaml").out == "report.yaml!\n"
        assert run("report.yaml", "--isolated", "-f", "shout").code == 2

    def test_named_twice_or_installed_as_a_plugin_anyway_it_is_used_once(self, run, broken, site):
        broken()
        write(site / "shouting.py", self.CHECK)
        info = site / "shouting-1.0.dist-info"
        write(info / "METADATA", "Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
        write(info / "entry_points.txt", "[openness_lint]\nshouting = shouting\n")
        write("base.yaml", "plugins: [shouting]\n")
        write(".openness-lint.yaml", "extends: base.yaml\nplugins: [shouting]\nformat: shout\n")

        assert run("report.yaml").out == "report.yaml!\n"

    def test_a_module_beside_the_configuration_is_not_imported(self, run, broken, desk, monkeypatch):
        broken()
        write("evil.py", "raise SystemExit('imported')\n")
        text = "plugins: [evil]\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "evil", "没有安装模块 evil")
        paths = [*sys.path]
        for first in ("", str(desk)):  # as `python -m openness_lint` has it
            monkeypatch.setattr("sys.path", [first, *paths])
            _refused(run("report.yaml"), text, "evil", "没有安装模块 evil")
            assert first == sys.path[0]

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("./evil.py", "plugins 写已安装的模块名，如 our_county.openness；“./evil.py”不是模块名，文件不能直接载入"),
            (".evil", "plugins 写已安装的模块名"),
            ("no_such_module", "没有安装模块 no_such_module"),
            ("json.nothing", "没有安装模块 json.nothing"),
            ("wave", "插件 wave 没有标了 @hookimpl 的函数"),
            ("failing", "插件 failing 无法载入：ZeroDivisionError: division by zero"),
            ("leaving", "插件 leaving 无法载入：SystemExit: 0"),
            ("lacking", "插件 lacking 无法载入：ModuleNotFoundError: No module named 'what_it_needs'"),
        ],
    )
    def test_what_is_none_is_refused(self, run, broken, site, name, message):
        broken()
        write(site / "wave.py", "")
        write(site / "failing.py", "1 / 0\n")
        write(site / "lacking.py", "import what_it_needs\n")
        write(site / "leaving.py", "raise SystemExit(0)\n")
        text = f"lang: zh\nplugins:\n  - {name}\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, name, message)


class TestBaseline:
    def test_it_starts_from_the_file_that_names_it_and_is_missed_only_when_it_is_used(self, run, broken):
        broken("office/report.yaml")
        write("county.yaml", "baseline: ./known/county.txt\n")
        write("office/.openness-lint.yaml", "extends: ../county.yaml\n")

        told = json.loads(run("config", "office", "-f", "json").out)["settings"]["baseline"]

        assert told == {
            "value": "known/county.txt",
            "origin": {"kind": "file", "path": "county.yaml", "line": 1, "column": 11},
        }
        assert ((ran := run("office")).code, ran.out) == (2, "")
        assert ran.err.startswith("openness-lint: known/county.txt: 没有这个基线文件")
        assert run("office", "--isolated").code == 1


class TestRequiredVersion:
    def test_the_right_one_is_let_pass(self, run, broken):
        broken()
        write(".openness-lint.yaml", "required-version: '>=0.1, <99'")

        assert run("report.yaml").code == 1

    def test_another_is_refused_before_what_only_it_understands(self, run, broken):
        from openness_lint._version import __version__

        broken()
        text = "some-day: {new: things}\nrequired-version: '>=99'\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, ">=99", f"这份配置要求版本 >=99，现在是 {__version__}")

    def test_that_of_every_extended_file_counts(self, run, broken):
        broken()
        text = "required-version: '<0.0.1'\n"
        write("base.yaml", text)
        write(".openness-lint.yaml", "extends: base.yaml\nrequired-version: '>=0'\n")

        _refused(run("report.yaml"), text, "<0.0.1", "这份配置要求版本 <0.0.1", "base.yaml")

    def test_what_is_none_is_refused(self, run, broken):
        broken()
        text = "required-version: 0.1\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "0.1", "不认识的版本要求“0.1”；写法如 >=0.1,<1")


class TestStrictness:
    """Nothing is green by accident; every complaint stands at the very characters it is about."""

    @pytest.mark.parametrize(
        ("text", "token", "zh", "en"),
        [
            ("igonre: [T]\n", "igonre", "不认识的键 igonre；是否指“ignore”？", "unknown key igonre; did you mean 'ignore'?"),
            ("per_file: []\n", "per_file", "不认识的键 per_file；是否指“per-file”？", "unknown key per_file; did you mean 'per-file'?"),
            ("previous: last-year/\n", "last-year/", "没有这个文件或文件夹", "no such file or folder"),
            ("roster: list.yaml\n", "list.yaml", "没有这个文件或文件夹", "no such file or folder"),
            ("previous: [a, b]\n", "[a, b]", "previous 应是一段文字", "previous should be text"),
            ("rooster: list.yaml\n", "rooster", "不认识的键 rooster；是否指“roster”？", "unknown key rooster; did you mean 'roster'?"),
            ("lang: en\nxyzzy: 1\n", "xyzzy", None, "unknown key xyzzy; known: extends, select, ignore"),
            ("per-file:\n- files: a\n  selct: [T]\n", "selct", "不认识的键 selct；是否指“select”？", "unknown key selct; did you mean 'select'?"),
            ("per-file: [{files: a, per-file: []}]\n", "per-file", "不认识的键 per-file", "unknown key per-file"),
            ("per-file: [{ignore: [T]}]\n", "{ignore: [T]}", "缺少 files", "files is missing"),
            ("per-file: [{files: a}]\n", "{files: a}", "对这些文件什么也没有设置；可用：select、ignore、severity", "nothing is set for these files; use select, ignore or severity"),
            ("select: T\n", "T", "select 应是列表，如 [甲, 乙]", "select should be a list, as in [a, b]"),
            ("select: {T: true}\n", "{T: true}", "select 应是列表", "select should be a list"),
            ("select: [T, [W]]\n", "[W]", "select 的每一项应是一段文字，不是列表或“键: 值”", "each item of select should be text, not a list or a mapping"),
            ("ignore: [404]\n", "404", "ignore 的每一项应是文字；404 要加引号", "each item of ignore should be text; put 404 in quotes"),
            ("exclude: [true]\n", "true", "exclude 的每一项应是文字；true 要加引号", "each item of exclude should be text; put true in quotes"),
            ("extends: 3\n", "3", "extends 应是文字；3 要加引号", "extends should be text; put 3 in quotes"),
            ("baseline: [a]\n", "[a]", "baseline 应是一段文字", "baseline should be text"),
            ("severity: [T]\n", "[T]", "severity 应是“键: 值”", "severity should be `key: value` pairs"),
            ("per-file: {files: a}\n", "{files: a}", "per-file 应是列表", "per-file should be a list"),
            ("per-file: [a]\n", "a", "per-file 的每一项应是“键: 值”", "each item of per-file should be `key: value` pairs"),
            ("select: []\n", "[]", "select 是空的", "select is empty"),
            ("exclude: []\n", "[]", "exclude 是空的", "exclude is empty"),
            ("severity: {}\n", "{}", "severity 是空的", "severity is empty"),
            ("per-file: [{files: [], ignore: [T]}]\n", "[]", "files 是空的", "files is empty"),
            ("baseline: ''\n", "''", "baseline 是空的", "baseline is empty"),
            ("select:\nlang: en\n", "select", None, "select has no value"),
            ("ignore: [T, ~]\n", "~", "ignore 有一项没有值", "an item of ignore has no value"),
            ("fail-on: eror\n", "eror", "fail-on 不能是“eror”；可用：error、warning、info；是否指“error”？", "fail-on cannot be 'eror'; use one of: error, warning, info; did you mean 'error'?"),
            ("min-severity: true\n", "true", "min-severity 不能是“true”", "min-severity cannot be 'true'"),
            ("severity: {T: Error}\n", "Error", "T 不能是“Error”；可用：error、warning、info；是否指“error”？", "T cannot be 'Error'; use one of: error, warning, info; did you mean 'error'?"),
            ("severity: {T: [error]}\n", "[error]", "T 应是其中之一：error、warning、info", "T should be one of: error, warning, info"),
            ("per-file: [{files: a, severity: {T: fatal}}]\n", "fatal", "T 不能是“fatal”", "T cannot be 'fatal'"),
            ("lang: fr\n", "fr", "lang 不能是“fr”；可用：zh、en", "lang cannot be 'fr'; use one of: zh, en"),
            ("select: [T, X9]\n", "X9", "没有规则“X9”", "there is no rule 'X9'"),
            ("ignore: [stock-shrt]\n", "stock-shrt", "没有规则“stock-shrt”；是否指“stock-short”？", "there is no rule 'stock-shrt'; did you mean 'stock-short'?"),
            ("mandatory: ['T4O1']\n", "T4O1", "没有规则“T4O1”；是否指“T401”？", "there is no rule 'T4O1'; did you mean 'T401'?"),
            ("severity: {T401: info, T402: info}\n", "T402", "没有规则“T402”；是否指“T401”？", "there is no rule 'T402'; did you mean 'T401'?"),
            ("per-file: [{files: nowhere, select: [Q]}]\n", "Q", "没有规则“Q”", "there is no rule 'Q'"),
            ("per-file: [{files: nowhere, ignore: [Q]}]\n", "Q", "没有规则“Q”", "there is no rule 'Q'"),
            ("per-file: [{files: nowhere, severity: {Q: info}}]\n", "Q", "没有规则“Q”", "there is no rule 'Q'"),
            ("per-file: [{files: '[a', ignore: [T]}]\n", "[a", "模式“[a”不会匹配任何文件；写法同 .gitignore", "the pattern '[a' matches no file; write it as in .gitignore"),
            ("per-file: [{files: ['a', '#b'], ignore: [T]}]\n", "#b", "模式“#b”不会匹配任何文件", "the pattern '#b' matches no file"),
            ("per-file: [{files: ['!a'], ignore: [T]}]\n", "!a", "“!”排在最前，没有可以收回的", "a pattern with ! that comes first has nothing to take back"),
            ("exclude: ['../x']\n", "../x", "模式以配置文件所在文件夹为准，不能用 ..", "patterns stay below the configuration's folder; .. leads out of it"),
            ("exclude: ['[z-a]']\n", "[z-a]", "模式“[z-a]”不会匹配任何文件", "the pattern '[z-a]' matches no file"),
            ("exclude: ['!']\n", "!", "模式“!”不会匹配任何文件", "the pattern '!' matches no file"),
            ("select: [T]\nselect: [W]\n", "select", "键“select”重复，第 1 行已有", "duplicate key 'select', first on line 1"),
            ("- select\n", "- select", "配置文件应是“键: 值”", "a configuration should be `key: value` pairs"),
            ("select\n", "select", "配置文件应是“键: 值”", "a configuration should be `key: value` pairs"),
            ("{}\n", "{}", "配置是空的", "the configuration is empty"),
            ("'选': 1 # 中文在前\n", "选", "不认识的键 选", "unknown key 选"),
        ],
    )  # fmt: skip
    def test_yaml(self, run, broken, text, token, zh, en):
        broken("sub/report.yaml")
        write(".openness-lint.yaml", text)

        if zh is not None:
            ran = run("sub")
            if token == "select" and text.count("select") == 2:  # only its first characters are marked
                assert ran.err.splitlines()[0].startswith(f"openness-lint: .openness-lint.yaml:2:1: {zh}")
            else:
                _refused(ran, text, token, zh)
        if "'en'" not in str(text) and "lang: fr" not in text:
            assert f": {en}" in run("sub", "--lang", "en").err.splitlines()[0]
        assert run("sub", "--isolated").code == 1

    @pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n"])
    def test_an_empty_file_is_refused(self, run, broken, text):
        broken()
        Path(".openness-lint.yaml").write_text(text, encoding="utf-8")

        ran = run("report.yaml", "--lang", "en")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines()[0].startswith("openness-lint: .openness-lint.yaml:1:1: the file is empty")

    def test_an_empty_table_is_refused(self, run, broken):
        broken()
        text = "[tool.openness-lint]\n"
        write("pyproject.toml", text)

        _refused(run("report.yaml"), text, "[tool.openness-lint]", "配置是空的", "pyproject.toml")

    def test_a_file_that_is_no_text_is_refused(self, run, broken):
        broken()
        Path(".openness-lint.yaml").write_bytes(b"lang: \xff\xfe\n")

        assert ((ran := run("report.yaml")).code, ran.err.splitlines()[0].startswith("openness-lint: .openness-lint.yaml:1:7: ")) == (2, True)  # fmt: skip

    def test_a_file_that_cannot_be_read_is_refused(self, run, broken):
        broken("a/report.yaml")
        broken("b/report.yaml")
        Path("a/.openness-lint.yaml").mkdir()
        Path("b/.openness-lint.yaml").symlink_to("nowhere")

        assert run("a").err == "openness-lint: a/.openness-lint.yaml: 无法读取：这是文件夹\n"
        assert run("b").err == "openness-lint: b/.openness-lint.yaml: 无法读取：没有这个文件或文件夹\n"
        assert run(".").code == 2

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_without_permission_is_refused(self, run, broken):
        broken()
        write(".openness-lint.yaml", "lang: en").chmod(0)

        assert run("report.yaml").err == "openness-lint: .openness-lint.yaml: 无法读取：没有权限\n"

    def test_the_first_fault_in_the_file_is_told(self, run, broken):
        broken()
        text = "lang: zh\nselect: 3\nzz: 4\nfail-on: no\n"
        write(".openness-lint.yaml", text)

        _refused(run("report.yaml"), text, "3", "select 应是列表")

    def test_nothing_of_it_can_play_tricks_on_a_terminal(self, run, broken):
        broken()
        write(".openness-lint.yaml", 'lang: zh\n"a\\e[31m\u202eb": "\u202e"\n')

        ran = run("report.yaml")

        assert ran.code == 2
        assert not {"\x1b", "\u202e"} & {*ran.err}

    def test_an_endless_line_is_cut_around_the_place(self, run, broken):
        broken()
        write(".openness-lint.yaml", f"select: [{'T, ' * 400}X9{', T' * 400}]\n")

        line, marked = run("report.yaml").err.splitlines()[2:4]

        assert len(line) < 140
        assert line[marked.index("^") :].startswith("X9")

    def test_json_and_other_formats_say_nothing_on_standard_output(self, run, broken):
        broken()
        write(".openness-lint.yaml", "select: [X9]\n")

        for name in ("text", "json", "sarif", "junit"):
            assert ((ran := run("report.yaml", "-f", name)).code, ran.out) == (2, "")


class TestToml:
    """The same places in TOML, however it is written."""

    @pytest.mark.parametrize(
        ("text", "token", "zh"),
        [
            ("[tool.openness-lint]\nigonre = ['T']\n", "igonre", "不认识的键 igonre；是否指“ignore”？"),
            ('[tool."openness-lint"]\n"igonre" = []\n', "igonre", "不认识的键 igonre"),
            ("[tool]\nopenness-lint.igonre = []\n", "igonre", "不认识的键 igonre"),
            ("tool.openness-lint = { lang = 'zh', igonre = 1 }\n", "igonre", "不认识的键 igonre"),
            ("[tool.openness-lint.severity]\nT = 'eror'\n", "eror", "T 不能是“eror”；可用：error、warning、info；是否指“error”？"),
            ("[tool.openness-lint]\nseverity.X9 = 'info'\n", "X9", "没有规则“X9”"),
            ("[tool.openness-lint]\nseverity = {'stock-shrt' = 'info'}\n", "stock-shrt", "没有规则“stock-shrt”；是否指“stock-short”？"),
            ("[[tool.openness-lint.per-file]]\nfiles = 'a'\nignore = ['T']\n[[tool.openness-lint.per-file]]\nfiles = 'b'\nselect = [ # why\n  'T', 'X9' ]\n", "X9", "没有规则“X9”"),
            ("[[tool.openness-lint.per-file]]\nignore = ['T']\n", "[[tool.openness-lint.per-file]]", "缺少 files"),
            ("[tool.openness-lint]\nselect = 3\n", "3", "select 应是列表"),
            ("[tool.openness-lint]\nselect = [true]\n", "true", "select 的每一项应是文字；true 要加引号"),
            ("[tool.openness-lint]\nselect = [\"\"\"X9\"\"\"]\n", "\"\"\"X9\"\"\"", "没有规则“X9”"),
            ("[tool.openness-lint]\nlang = 'zh'\n\n[tool.openness-lint.per-file]\nfiles = 'a'\n", "[tool.openness-lint.per-file]", "per-file 应是列表"),
            ("[tool.openness-lint]\nrules = ['nowhere']\n", "nowhere", "没有这个文件或文件夹"),
            ("[tool.openness-lint]\nselect = ['T']\nselect = ['W']\n", None, "键或表重复"),
        ],
    )  # fmt: skip
    def test_places(self, run, broken, text, token, zh):
        broken()
        write("pyproject.toml", text)

        ran = run("report.yaml")

        if token is None:
            assert ran.code == 2
            assert ran.err.startswith("openness-lint: pyproject.toml:3:")
            assert zh in ran.err
        else:
            _refused(ran, text, token, zh, "pyproject.toml")

    def test_every_key_does_what_it_does_in_yaml(self, found, broken):
        broken("a.yaml")
        broken("old/b.yaml")
        broken("drafts/c.yaml")
        write("base.yaml", "ignore: [I]\n")
        write(
            "pyproject.toml",
            """
            [tool.openness-lint]
            extends = "base.yaml"
            exclude = ["drafts/"]
            fail-on = "info"

            [tool.openness-lint.severity]
            T = "warning"

            [[tool.openness-lint.per-file]]
            files = "old/"
            ignore = ["W"]
            """,
        )

        assert found(".") == {"a.yaml": [WARNING, ("T401", "warning")], "old/b.yaml": [("T401", "warning")]}


class TestCost:
    """Without a configuration nothing is loaded for one, and a known one is not taken apart anew."""

    LOADED = "import sys\nfrom openness_lint.cli.main import run\nrun(sys.argv[1:])\nprint(*sorted(sys.modules), sep='\\n', file=sys.stderr)\n"  # fmt: skip

    @pytest.fixture
    def modules(self):
        import subprocess

        def modules(*words: str) -> set[str]:
            done = subprocess.run(
                [sys.executable, "-c", self.LOADED, *words], check=True, capture_output=True, encoding="utf-8"
            )
            return {*done.stderr.split()}

        return modules

    HEAVY = frozenset({"pydantic", "tomllib", "pathspec", "openness_lint.config.files", "openness_lint.config.shape"})

    @pytest.mark.usefixtures("all_rules")
    def test_none(self, modules, broken):
        broken()
        modules("report.yaml")  # rules are compiled and kept

        assert set() == modules("report.yaml") & self.HEAVY

    @pytest.mark.usefixtures("all_rules")
    def test_a_known_one(self, modules, broken):
        broken()
        write(".openness-lint.yaml", "select: [T]\n")

        assert "pydantic" in modules("report.yaml")
        assert {"openness_lint.config.files"} == modules("report.yaml") & self.HEAVY
        assert "pydantic" in modules("report.yaml", "--no-cache")

    @pytest.mark.usefixtures("all_rules")
    def test_a_changed_one_is_looked_at_again(self, run, broken):
        broken()
        write(".openness-lint.yaml", "select: [T]\n")
        run("report.yaml")
        text = "select: T\n"
        write(".openness-lint.yaml", text)

        for _ in range(2):
            _refused(run("report.yaml"), text, "T", "select 应是列表")
