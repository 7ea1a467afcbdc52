"""The exit code says what happened, whatever the format; what cannot be done is said in one line."""

from __future__ import annotations

import io
import json
import sys
import textwrap
from pathlib import Path

import pytest

from openness_lint.host import gather

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own


@pytest.mark.parametrize("format_name", FORMATS)
class TestInEveryFormat:
    def test_a_clean_report_is_0(self, run, report, format_name):
        report()

        ran = run("report.yaml", "--format", format_name)

        assert (ran.code, ran.err) == (0, "")

    @pytest.mark.parametrize(
        ("found", "code"), [("error", {"error": 1, "warning": 1, "info": 1}), ("warning", {"error": 0, "warning": 1, "info": 1}), ("info", {"error": 0, "warning": 0, "info": 1})],
    )  # fmt: skip
    def test_the_finding_and_fail_on_decide_between_0_and_1(self, run, faulty, format_name, found, code):
        faulty(found)

        for fail_on, expected in code.items():
            assert expected == run("report.yaml", "-f", format_name, "--fail-on", fail_on).code

    def test_fail_on_is_error_by_default(self, run, faulty, format_name):
        faulty("warning", "warned.yaml")
        faulty("error", "wrong.yaml")

        assert [run(one, "-f", format_name).code for one in ("warned.yaml", "wrong.yaml")] == [0, 1]

    def test_exit_zero_makes_1_a_0_and_leaves_2(self, run, faulty, format_name):
        faulty("error")

        assert run("report.yaml", "-f", format_name, "--exit-zero").code == 0
        assert run("report.yaml", "missing.yaml", "-f", format_name, "--exit-zero").code == 2

    def test_min_severity_hides_and_does_not_change_the_code(self, run, faulty, format_name):
        faulty("warning")

        shown = run("report.yaml", "-f", format_name, "--fail-on", "warning")
        hidden = run("report.yaml", "-f", format_name, "--fail-on", "warning", "--min-severity", "error")

        assert (shown.code, hidden.code) == (1, 1)
        assert "stock-short" in shown.out or "W201" in shown.out
        assert '"ruleId": "W201"' not in hidden.out
        assert len(hidden.out) < len(shown.out)

    def test_an_unreadable_file_among_good_ones_is_2_and_the_others_are_judged(self, run, report, faulty, format_name):
        report("a.yaml")
        Path("b.yaml").write_text("agency: [\n", encoding="utf-8")
        faulty("error", "c.yaml")

        ran = run("a.yaml", "b.yaml", "c.yaml", "-f", format_name)

        assert ran.code == 2
        assert len(ran.err.splitlines()) == 1
        assert ran.err.startswith("b.yaml:2:1: ")
        assert "c.yaml" in ran.out

    def test_a_missing_file_is_2(self, run, format_name):
        ran = run("missing.yaml", "-f", format_name)

        assert (ran.code, ran.err) == (2, "missing.yaml: 没有这个文件或文件夹\n")

    def test_an_unknown_selector_is_2(self, run, report, format_name):
        report()

        for option in ("--select", "--ignore"):
            ran = run("report.yaml", "-f", format_name, option, "T9")

            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith("openness-lint: 没有规则“T9”")

    def test_a_selection_of_nothing_is_2(self, run, report, format_name):
        report()

        ran = run("report.yaml", "-f", format_name, "--select", "T", "--ignore", "T")

        assert (ran.code, ran.out, ran.err) == (2, "", "openness-lint: 一条规则也没有选中\n")

    def test_an_empty_folder_is_2(self, run, format_name):
        Path("empty").mkdir()

        ran = run("empty", "-f", format_name)

        assert (ran.code, ran.err) == (2, "openness-lint: 没有找到报告，什么也没有检查\n")

    def test_a_folder_without_reports_is_2(self, run, format_name):
        Path("settings").mkdir()
        Path("settings/ci.yaml").write_text("jobs: {}\n", encoding="utf-8")

        ran = run("settings", "-f", format_name)

        assert ran.code == 2
        assert ran.err.splitlines() == [
            "openness-lint: 跳过 1 个不是报告的文件（--verbose 列出）",
            "openness-lint: 没有找到报告，什么也没有检查",
        ]

    def test_nothing_judged_is_2(self, run, format_name):
        Path("report.yaml").write_text(
            "agency: 甲\nyear: 2024\nsections:\n  一、总体情况: 一切如常。\n", encoding="utf-8"
        )

        ran = run("report.yaml", "-f", format_name)

        assert (ran.code, ran.err) == (2, "openness-lint: 没有一项能够判定\n")

    def test_no_rules_is_2(self, run, report, monkeypatch, format_name):
        report()
        monkeypatch.undo()
        monkeypatch.setattr("openness_lint.host.__file__", "/nowhere/openness_lint/host.py")

        ran = run(Path.cwd() / "report.yaml", "-f", format_name, "--lang", "en")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "openness-lint: broken installation: the built-in rules are not found\n"


def test_the_unreadable_file_stands_in_json_errors(run, report):
    report("good.yaml")
    Path("bad.yaml").write_text("agency: 甲\nyear: 二〇二四\nsections: {}\n", encoding="utf-8")

    ran = run("good.yaml", "bad.yaml", "-f", "json")
    told = json.loads(ran.out)

    assert [one["path"] for one in told["files"]] == ["good.yaml"]
    assert told["errors"] == [{"path": "bad.yaml", "line": 2, "column": 7, "message": "年度“二〇二四”不是年份；写成四位数字，如 2024"}]  # fmt: skip
    assert told["summary"]["unread"] == 1


def test_an_unknown_format_lists_the_known_ones(run, report):
    report()

    ran = run("report.yaml", "--format", "jsn")

    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == "openness-lint: --format：不能是“jsn”；可用：" + "、".join(sorted(gather().reporters)) + "；是否指“json”？\n"
    )


@pytest.mark.parametrize("words", [[], ["--lang", "zh"], ["--debug"]])
def test_no_arguments_show_the_help_and_are_2(run, words):
    ran = run(*words)

    assert ran.code == 2
    assert ran.out.startswith("用法：openness-lint")
    assert ran.err == "openness-lint: 没有写明检查什么\n"


class TestFaults:
    """A check of somebody else's that raises: its rule was not judged, the others were."""

    @pytest.fixture(autouse=True)
    def plugin(self, tmp_path, monkeypatch):
        site = tmp_path / "site"
        info = site / "brittle-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: brittle\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[openness_lint]\nbrittle = brittle\n")
        (site / "brittle.py").write_text(
            textwrap.dedent("""\
                from dataclasses import dataclass
                from openness_lint.hooks import hookimpl

                @dataclass(frozen=True)
                class Parameters:
                    answer: str | None = None

                class Question:
                    equations = ()

                    def __init__(self, answer):
                        self.answer = answer

                    def judge(self, report):
                        if self.answer is not None:
                            return self.answer
                        raise ZeroDivisionError("no answer\\nat all")

                class Brittle:
                    kind = "brittle"
                    parameters = Parameters

                    def ask(self, parameters, form):
                        return Question(parameters.answer)

                @hookimpl
                def openness_lint_checks():
                    return [Brittle()]
                """)
        )
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, "brittle", raising=False)

    @pytest.fixture
    def rule(self):
        text = textwrap.dedent("""\
            code: X901
            name: brittle-rule
            title: {zh: 试验, en: A trial}
            severity: info
            basis: 无
            because: {zh: 试验, en: A trial}
            forms: [cn-openness-2021]
            check: brittle
            """)
        Path("brittle-rule.yaml").write_text(text, encoding="utf-8")
        return Path("brittle-rule.yaml")

    @pytest.mark.parametrize("format_name", FORMATS)
    def test_a_fault_is_2_and_the_others_go_on(self, run, faulty, rule, format_name):
        faulty("error")

        ran = run("report.yaml", "--rules", rule, "-f", format_name, "--lang", "en")

        assert (ran.code, ran.err) == (2, "")
        assert "T401" in ran.out
        assert "X901" in ran.out
        assert "Traceback" not in ran.out

    def test_exit_zero_does_not_hide_it(self, run, report, rule):
        report()

        assert run("report.yaml", "--rules", rule, "--exit-zero").code == 2

    def test_debug_shows_where_it_was_raised(self, run, report, rule):
        report()

        ran = run("report.yaml", "--rules", rule, "--debug")

        assert ran.code == 2
        assert "ZeroDivisionError: no answer" in ran.err
        assert 'brittle.py", line' in ran.err

    def test_an_answer_of_the_wrong_shape_is_a_fault_too(self, run, faulty, rule):
        faulty("error")
        rule.write_text(rule.read_text(encoding="utf-8") + "answer: fine\n", encoding="utf-8")

        ran = run("report.yaml", "--rules", rule, "-f", "json")
        told = json.loads(ran.out)["files"][0]["diagnostics"]

        assert ran.code == 2
        assert sorted(one["kind"] for one in told) == ["fault", "violation"]


class TestStdin:
    @pytest.fixture
    def stdin(self, monkeypatch):
        def give(data: bytes) -> None:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

        return give

    def test_it_is_read_under_the_name_given(self, run, faulty, stdin):
        stdin(faulty("error").read_bytes())

        ran = run("-", "--stdin-filename", "某局/报告.yaml", "-f", "concise")

        assert ran.code == 1
        assert ran.out.startswith("某局/报告.yaml:11:24: T401 error ")

    def test_it_is_yaml_unless_named_otherwise(self, run, stdin):
        stdin(b'{"agency": "x", "year": 2024, "sections": {"disputes": {"review": [0, 0, 0, 0, 1]}}}')

        assert [(ran := run("-", "-f", "json")).code, json.loads(ran.out)["files"][0]["path"]] == [1, "stdin.yaml"]

    def test_its_name_settles_the_reader(self, run, stdin):
        stdin(b"agency: x\nyear: 2024\nsections: {}\n")

        assert run("-", "--stdin-filename", "report.json").code == 2

    def test_an_ending_nobody_reads_is_refused(self, run, stdin):
        stdin(b"")

        readable = "、".join(sorted(gather().readers))

        ran = run("-", "--stdin-filename", "report.exe")

        assert (ran.code, ran.err) == (2, f"report.exe: 不认识的文件类型“.exe”；可读：{readable}\n")

    def test_an_absolute_name_is_shown_from_here(self, run, report, stdin):
        stdin(report().read_bytes())

        told = json.loads(run("-", "--stdin-filename", Path.cwd() / "sub" / "report.yaml", "-f", "json").out)

        assert told["files"][0]["path"] == "sub/report.yaml"

    def test_too_much_of_it_is_refused_and_the_others_are_judged(self, run, report, stdin):
        report()
        stdin(b" " * 10_000_001)

        ran = run("-", "report.yaml", "-f", "json")

        assert ran.code == 2
        assert [one["path"] for one in json.loads(ran.out)["files"]] == ["report.yaml"]
        assert ran.err.startswith("stdin.yaml: 文件有 10,000,001 字节，超过上限")

    def test_it_stands_in_its_place_and_once(self, run, report, stdin):
        report("a.yaml")
        report("z.yaml")
        stdin(Path("a.yaml").read_bytes())

        told = json.loads(run("z.yaml", "-", "a.yaml", "-", "z.yaml", "-f", "json").out)

        assert [one["path"] for one in told["files"]] == ["z.yaml", "stdin.yaml", "a.yaml"]

    def test_an_empty_one_is_2(self, run, stdin):
        stdin(b"")

        assert ((ran := run("-")).code, ran.err) == (2, "stdin.yaml:1:1: 文件是空的\n")


class TestReportsOnly:
    """For pre-commit: it names every YAML and JSON file of a commit."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("ci.yaml", b"jobs: {}\n"),
            ("list.yaml", b"- year: 2024\n  agency: x\n  sections: 3\n"),
            ("package.json", b'{"year": "2024", "files": {"agency": 1, "sections": 2}}'),
            ("list.json", b'[{"year": 2024, "agency": "x", "sections": {}}]'),
            ("latin.yaml", "who: Müller\n".encode("latin-1")),
            ("broken.json", b'{"name": "x",'),
            ("broken.yaml", b"a: [\n"),
            ("empty.yaml", b""),
            (".clang-format", b"Language: Cpp\n"),
            ("composer.lock", b"{}"),
            ("large.json", b"[" + b"0," * 5_000_001 + b"0]"),
            ("nested.yaml", b"docs:\n  agency: x\n  year: 2024\n  sections: {}\n"),
        ],
    )
    def test_a_named_file_that_is_no_report_is_passed_over_in_silence(self, run, name, content):
        Path(name).write_bytes(content)

        ran = run("--reports-only", "--quiet", name)

        assert (ran.code, ran.out, ran.err) == (0, "", "")

    def test_verbose_names_what_was_passed_over(self, run, report):
        report()
        Path("ci.yaml").write_text("jobs: {}\n", encoding="utf-8")

        ran = run("--reports-only", "--verbose", "report.yaml", "ci.yaml")

        assert (ran.code, ran.err) == (0, "ci.yaml: 不是报告，跳过\n")

    def test_a_form_file_and_rules_are_no_reports(self, run, small_rules):
        files = sorted(small_rules.rglob("*.yaml"))

        assert ((ran := run("--reports-only", "--quiet", *files)).code, ran.err) == (0, "")

    def test_our_own_output_is_no_report(self, run, faulty):
        faulty("error")
        run("report.yaml", "-f", "json", "-o", "found.json")

        assert run("--reports-only", "found.json").code == 0

    @pytest.mark.parametrize(
        "damaged",
        [
            b"agency: x\nyear: 2024\nsections:\n  overview: [\n",
            b"# \xe6\x9c\n" + "机关: 甲\n年度: 2024\n正文:\n  一、总体情况: ".encode() + b"\xe6\x9c\n",
            "机关：甲\n年度：2024\n正文：\n".encode(),
            "机关: 甲局\n年度: 2024\n正文: 甲局今年的情况\n".encode("gb18030") + b"\x80\xff",
            b'{"agency": "x", "year": 2024, "sections": {"overview": ',
            b"{agency: x, year: 2024, sections: {overview: [}",
            b"---\n# a comment\n  agency: x\n  year: 2024\nsections: {}\n",
            b"agency: x\nyear: 2024\nsectoins: {}\n",
            b"year: 2024\nsections: {overview: x, nonsense: y}\n",
        ],
    )
    def test_a_damaged_report_is_not_passed_over(self, run, damaged):
        Path("report.yaml").write_bytes(damaged)

        ran = run("--reports-only", "report.yaml")

        assert ran.code == 2
        assert ran.err.startswith("report.yaml:")

    def test_a_missing_file_is_still_2(self, run):
        assert run("--reports-only", "missing.yaml").code == 2


class TestSameInputSameBytes:
    @pytest.mark.parametrize("format_name", FORMATS)
    def test_twice_the_same(self, run, faulty, format_name):
        for severity in ("error", "warning", "info"):
            faulty(severity, f"{severity}.yaml")

        words = [".", "-f", format_name, "--fail-on", "info"]

        assert run(*words) == run(*words)

    @pytest.mark.parametrize("format_name", FORMATS)
    def test_nothing_tells_the_folder_or_the_hour(self, run, faulty, desk, format_name):
        faulty("error")

        said = run(desk, "-f", format_name)

        assert str(desk) not in said.out + said.err
        assert str(desk.parent) not in said.out + said.err


class TestColour:
    @pytest.mark.parametrize(
        ("words", "environment", "coloured"),
        [
            ([], {}, False),
            (["--color", "always"], {}, True),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": ""}, False),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ],
    )
    def test_options_go_before_the_environment_and_no_before_force(
        self, run, faulty, monkeypatch, words, environment, coloured
    ):
        faulty("error")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

        assert coloured == ("\x1b[" in run("report.yaml", *words).out)

    def test_a_file_is_coloured_only_when_asked(self, run, faulty, monkeypatch):
        faulty("error")
        monkeypatch.setenv("FORCE_COLOR", "1")

        run("report.yaml", "-o", "plain.txt")
        run("report.yaml", "-o", "coloured.txt", "--color", "always")

        assert ["\x1b[" in Path(one).read_text("utf-8") for one in ("plain.txt", "coloured.txt")] == [False, True]

    def test_a_terminal_is_coloured_and_a_dumb_one_is_not(self, run, faulty, monkeypatch):
        faulty("error")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)

        monkeypatch.setenv("TERM", "xterm")
        assert "\x1b[" in run("report.yaml").out
        monkeypatch.setenv("TERM", "dumb")
        assert "\x1b[" not in run("report.yaml").out


class TestSelection:
    def test_codes_names_and_beginnings_are_selected_and_ignored(self, run, report):
        report(review="[1, 0, 0, 0, 2]", regulations="[1, 0, 0]", documents="[0, 1, 0]")

        def codes(*words):
            told = json.loads(run("report.yaml", "-f", "json", *words).out)
            return {one["code"] for one in told["files"][0]["diagnostics"]}

        assert {"T401", "W201", "I301"} == codes()
        assert {"T401", "W201"} == codes("--select", "T,stock-short")
        assert {"T401", "W201"} == codes("-s", "T401", "-s", " W2 ")
        assert {"I301"} == codes("-i", "T,W")
        assert {"I301"} == codes("-s", "I,T", "-i", "dispute-total")

    @pytest.mark.parametrize("select", ["Z", "T9", "T4O1", "t", "dispute-totle", "dispute", "*"])
    def test_what_matches_no_rule_is_refused(self, run, report, select):
        report()

        for option in ("--select", "--ignore"):
            ran = run("report.yaml", option, select)

            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith(f"openness-lint: 没有规则“{select}”")

    @pytest.mark.parametrize("select", ["", "T,", " , "])
    def test_an_empty_one_is_refused(self, run, report, select):
        report()

        for option in ("--select", "--ignore"):
            ran = run("report.yaml", option, select)

            assert (ran.code, ran.out) == (2, "")
            assert ran.err == "openness-lint: 规则是空的；写代码、名称或代码的开头\n"

    def test_a_near_miss_is_named(self, run, report):
        report()

        assert run("report.yaml", "-s", "t401").err == "openness-lint: 没有规则“t401”；是否指“T401”？\n"
        assert run("report.yaml", "-i", "stock-shrt", "--lang", "en").err == "openness-lint: there is no rule 'stock-shrt'; did you mean 'stock-short'?\n"  # fmt: skip


class TestRulesOption:
    def test_rules_are_added(self, run, faulty, small_rules):
        faulty("error")
        text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")
        Path("ours").mkdir()
        Path("ours/our-total.yaml").write_text(
            text.replace("T401", "X401").replace("dispute-total", "our-total"), "utf-8"
        )

        told = json.loads(run("report.yaml", "--rules", "ours", "-f", "json").out)

        assert [one["code"] for one in told["files"][0]["diagnostics"]] == ["T401", "X401"]

    def test_a_faulty_rule_file_is_2_with_its_place(self, run, report, small_rules):
        report()
        text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")
        Path("our-total.yaml").write_text(
            text.replace("T401", "X401").replace("dispute-total", "our-total").replace("+ corrected", "+ corected"),
            "utf-8",
        )

        ran = run("report.yaml", "--rules", "our-total.yaml", "--lang", "en")

        assert (ran.code, ran.out) == (2, "")
        assert "openness-lint: our-total.yaml:10:26: " in ran.err
        assert "corrected" in ran.err

    @pytest.mark.parametrize("path", ["missing", "missing.yaml"])
    def test_missing_rules_are_2(self, run, report, path):
        report()

        ran = run("report.yaml", "--rules", path)

        assert (2, f"openness-lint: {path}: 没有这个文件或文件夹\n") == (ran.code, ran.err)
