"""One line and exit code 2 for whatever goes wrong; streams that close early, fill up or are missing are met calmly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from openness_lint._version import __version__
from openness_lint.cli.main import main
from openness_lint.cli.schema import KINDS

FULL = Path("/dev/full")


class TestMisuse:
    @pytest.mark.parametrize(
        ("words", "zh", "en"),
        [
            (["check", "a.yaml", "--fromat", "x"], "没有选项 --fromat；是否指“--format”？", "there is no option --fromat; did you mean '--format'?"),
            (["check", "a.yaml", "--zzzzzz"], "没有选项 --zzzzzz；用 --help 查看用法", "there is no option --zzzzzz; see --help"),
            (["check", "a.yaml", "-Z"], "没有选项 -Z；用 --help 查看用法", "there is no option -Z; see --help"),
            (["--format", "json"], "缺少路径；用 --help 查看用法", "PATH is missing; see --help"),
            (["check"], "缺少路径；用 --help 查看用法", "PATH is missing; see --help"),
            (["rule"], "缺少规则；用 --help 查看用法", "RULE is missing; see --help"),
            (["init"], "缺少选项 --year；用 --help 查看用法", "option --year is missing; see --help"),
            (["a.yaml", "--format"], "选项 --format 需要一个值；用 --help 查看用法", "option --format needs a value; see --help"),
            (["a.yaml", "--lang"], "选项 --lang 需要一个值；用 --help 查看用法", "option --lang needs a value; see --help"),
            (["a.yaml", "--quiet=yes"], "选项 --quiet 不带值；用 --help 查看用法", "option --quiet takes no value; see --help"),
            (["a.yaml", "--fail-on", "eror"], "--fail-on: 不能是“eror”；可用：error、warning、info；是否指“error”？", "--fail-on: cannot be 'eror'; use one of: error, warning, info; did you mean 'error'?"),
            (["a.yaml", "--color", "1"], "--color: 不能是“1”；可用：auto、always、never", "--color: cannot be '1'; use one of: auto, always, never"),
            (["rules", "--format", "yaml"], "--format: 不能是“yaml”；可用：text、json", "--format: cannot be 'yaml'; use one of: text, json"),
            (["schema", "reports"], f"不能是“reports”；可用：{'、'.join(KINDS)}；是否指“report”？", f"cannot be 'reports'; use one of: {', '.join(KINDS)}; did you mean 'report'?"),
            (["schema", "rule", "form"], "多余的参数：form；用 --help 查看用法", "one argument too many: form; see --help"),
            (["init", "--year", "2024", "x"], "多余的参数：x；用 --help 查看用法", "one argument too many: x; see --help"),
            (["init", "--year", "24"], "--year: “24”不是年份；写成四位数字，如 2024", "--year: '24' is no year; write four digits, as in 2024"),
            (["init", "--year", "２０２４"], "--year: “２０２４”不是年份；写成四位数字，如 2024", "--year: '２０２４' is no year; write four digits, as in 2024"),
        ],
    )  # fmt: skip
    def test_it_is_one_line_and_2_in_both_languages(self, run, monkeypatch, words, zh, en):
        for language, said in (("zh", zh), ("en", en)):
            monkeypatch.setenv("OPENNESS_LINT_LANG", language)

            ran = run(*words)

            assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {said}\n")

    def test_what_was_typed_cannot_break_the_line(self, run):
        ran = run("a.yaml", "--fail-on", "a\nb\x1b[31m\u202e")

        assert ran.err.count("\n") == 1
        assert not {"\x1b", "\u202e"} & set(ran.err)


class TestDebug:
    def test_without_it_there_is_no_traceback(self, run, report, monkeypatch):
        report()
        monkeypatch.setattr("openness_lint.cli.check.gather", lambda: 1 / 0)

        ran = run("report.yaml")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "openness-lint: 程序内部出错：ZeroDivisionError: division by zero（加 --debug 查看详情）\n"

    @pytest.mark.parametrize("words", [["--debug", "report.yaml"], ["report.yaml", "--debug"]])
    def test_with_it_there_is_one_and_the_code_is_still_2(self, run, report, monkeypatch, words):
        report()
        monkeypatch.setattr("openness_lint.cli.check.gather", lambda: 1 / 0)

        ran = run(*words)

        assert ran.code == 2
        assert ran.err.startswith("Traceback (most recent call last):\n")
        assert "openness-lint: 程序内部出错：ZeroDivisionError" in ran.err.splitlines()[-1]

    def test_it_shows_where_an_unreadable_report_was_given_up(self, run):
        Path("report.yaml").write_text("agency: [\n", encoding="utf-8")

        ran = run("report.yaml", "--debug")

        assert ran.code == 2
        assert "Traceback" in ran.err

    def test_a_file_of_that_name_asks_for_none(self, run):
        ran = run("--", "--debug")

        assert (ran.code, ran.err) == (2, "--debug: 没有这个文件或文件夹\n")

    def test_an_interruption_is_told_in_a_word(self, run, report, monkeypatch):
        report()

        def interrupt():
            raise KeyboardInterrupt

        monkeypatch.setattr("openness_lint.cli.check.gather", interrupt)

        assert ((ran := run("report.yaml")).code, ran.err.split("\n")[-2:-1]) == (2, ["openness-lint: 已中断"])


class TestVersion:
    @pytest.mark.parametrize("words", [["--version"], ["--version", "a.yaml"], ["--lang", "en", "--version"]])
    def test_it_is_told(self, run, capsys, words):
        with pytest.raises(SystemExit) as left:
            main(words)

        assert left.value.code == 0
        assert capsys.readouterr().out == f"openness-lint {__version__}\n"

    def test_nothing_heavy_is_imported_for_it(self):
        script = (
            "import sys\nfrom openness_lint.cli.main import main\ntry:\n main(['--version'])\nexcept SystemExit:\n pass\n"
            "heavy = 'click rich pydantic ruamel.yaml _ruamel_yaml pluggy pathspec json rapidfuzz decimal'.split()\n"
            "print(sorted(set(heavy) & set(sys.modules)))"
        )

        done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)})  # fmt: skip

        assert done.stdout.splitlines() == [f"openness-lint {__version__}", "[]"]


class TestProcess:
    """The real thing: a process, its streams and its code."""

    def test_python_m_is_the_command(self, run_process, report):
        report()

        done = run_process("report.yaml", "--select", "T401")

        assert done.returncode == 0
        assert "判定".encode() in done.stdout
        assert done.stderr == b""

    @pytest.mark.parametrize("encoding", ["ascii", "gbk"])
    @pytest.mark.parametrize("words", [["report.yaml", "-s", "T"], ["rules"], ["--help"]])  # fmt: skip
    def test_a_pipe_gets_utf_8_whatever_the_environment_says(self, run_process, faulty, encoding, words):
        faulty("error")

        done = run_process(*words, env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})

        assert done.returncode in {0, 1}
        assert any("一" <= c <= "龥" for c in done.stdout.decode("utf-8"))

    @pytest.mark.parametrize(
        ("words", "code"),
        [(["report.yaml", "-s", "T401"], 1), (["report.yaml", "-s", "T401", "-f", "json"], 1), (["rules"], 0), (["schema"], 0), (["--help"], 0)],
    )  # fmt: skip
    def test_nobody_reading_on_is_quiet_and_changes_no_code(self, run_process, faulty, words, code):
        faulty("error")
        reader, writer = os.pipe()
        os.close(reader)

        try:
            done = run_process(*words, stdout=writer)
        finally:
            os.close(writer)

        assert (done.returncode, done.stderr) == (code, b"")

    def test_the_code_counts_reports_that_nobody_reads_of_any_more(self, run_process, faulty):
        for i in range(20):
            faulty("error", f"a{i:02}.yaml")
        Path("z.yaml").write_text("agency: x\nyear: 2024\nyear: 2024\n", encoding="utf-8")
        reader, writer = os.pipe()
        os.close(reader)

        try:
            done = run_process(".", "-s", "T401", "--lang", "en", stdout=writer)
        finally:
            os.close(writer)

        assert (done.returncode, done.stderr.decode()) == (
            2,
            "z.yaml:3:1: duplicate key 'year', first on line 2; remove one of the two\n",
        )

    @pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("words", [["report.yaml", "-s", "T401"], ["schema"], ["--help"]])
    def test_a_full_disk_is_2_and_one_line(self, run_process, report, words):
        report()

        with FULL.open("wb") as full:
            done = run_process(*words, stdout=full)

        assert (done.returncode, done.stderr.decode()) == (2, "openness-lint: 标准输出无法写入：磁盘已满\n")

    @pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
    @pytest.mark.parametrize(("words", "code"), [("report.yaml -s T401", 1), ("--version", 0), ("report.yaml -s nonsense", 2)])  # fmt: skip
    @pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
    def test_closed_streams_change_no_code(self, faulty, words, code, closed):
        faulty("error")

        done = subprocess.run(f"{sys.executable} -m openness_lint {words} {closed}", shell=True, capture_output=True, check=False)  # fmt: skip

        assert done.returncode == code
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
    def test_standard_input_that_is_closed_is_empty(self):
        done = subprocess.run(f"{sys.executable} -m openness_lint - <&-", shell=True, capture_output=True, check=False)

        assert (done.returncode, done.stderr.decode()) == (2, "stdin.yaml:1:1: 文件是空的\n")
