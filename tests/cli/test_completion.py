"""Tab: what each shell is offered, through click's conversation with shells and in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openness_lint.cli.commands import COMMANDS

SHELLS = ["bash", "zsh", "fish"]


@pytest.fixture
def offered(run, monkeypatch, capsys):
    """The values that a shell is offered at the end of a line, in the way it asks; files as their type."""

    def ask(shell, *words):
        monkeypatch.setenv("_OPENNESS_LINT_COMPLETE", f"{shell}_complete")
        monkeypatch.setenv("COMP_WORDS", "\n".join(["openness-lint", *words]))
        monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            run_words([])
        said = capsys.readouterr()
        assert (end.value.code, said.err) == (0, "")
        return list(read(shell, said.out))

    from openness_lint.cli.main import run as run_words

    return ask


def read(shell, text):
    lines = [] if text == "\n" else text.splitlines()
    if shell == "zsh":
        parts = [(kind, value) for kind, value, _ in zip(lines[::3], lines[1::3], lines[2::3], strict=True)]
    else:
        parts = [tuple(line.partition("\t")[0].split(",", 1)) for line in lines]
    return [value if kind == "plain" else kind for kind, value in parts]


@pytest.mark.parametrize("shell", SHELLS)
class TestEachShell:
    def test_commands_come_with_files_for_the_one_that_may_be_left_out(self, offered, shell):
        assert offered(shell, "") == ["file", *COMMANDS]
        assert offered(shell, "rul") == ["file", "rule", "rules"]
        assert offered(shell, "2024/rep") == ["file"]

    def test_options_of_the_command(self, offered, shell):
        assert offered(shell, "check", "--se") == ["--select"]
        assert offered(shell, "init", "--y") == ["--year"]

    def test_options_where_the_command_is_left_out(self, offered, shell):
        assert offered(shell, "--sel") == ["--select"]
        assert offered(shell, "--ver") == ["--verbose", "--version"]
        assert offered(shell, "report.yaml", "--sel") == ["--select"]

    def test_rules_by_code_and_by_name(self, offered, shell):
        assert offered(shell, "rule", "") == ["I301", "T401", "W201"]
        assert offered(shell, "rules", "T") == ["T401"]
        assert offered(shell, "rule", "st") == ["stock-short"]
        assert offered(shell, "rule", "t") == []

    def test_the_last_of_several_rules(self, offered, shell):
        assert offered(shell, "check", "--select", "T401,") == ["T401,I301", "T401,W201"]
        assert offered(shell, "report.yaml", "-i", "T401,W") == ["T401,W201"]

    def test_rules_of_a_file_that_is_named(self, offered, shell, small_rules):
        text = (small_rules / "cn-openness/trial/stock-short.yaml").read_text(encoding="utf-8")
        Path("ours.yaml").write_text(text.replace("W201", "Z101").replace("stock-short", "ours"), encoding="utf-8")

        assert offered(shell, "rule", "--rules", "ours.yaml", "Z") == ["Z101"]

    def test_choices_and_formats(self, offered, shell):
        assert offered(shell, "check", "--fail-on", "") == ["error", "warning", "info"]
        assert offered(shell, "check", "-f", "sar") == ["sarif"]
        assert offered(shell, "rule", "-f", "") == ["term", "md", "json"]
        assert offered(shell, "init", "--form", "cn-openness-2") == ["cn-openness-2019", "cn-openness-2021"]
        assert offered(shell, "completion", "") == SHELLS
        assert offered(shell, "--lang", "") == ["zh", "en"]

    def test_files_where_files_are_meant(self, offered, shell):
        assert offered(shell, "check", "--output", "") == ["file"]
        assert offered(shell, "check", "a.yaml", "") == ["file"]

    def test_a_word_that_is_no_command_yet_says_nothing_of_errors(self, offered, shell):
        assert offered(shell, "check", "--selct", "T", "--s")[0].startswith("--s")
        assert offered(shell, "check", "--fail-on", "nonsense", "--quie") == ["--quiet"]
        assert offered(shell, "init", "too", "many", "--y") == ["--year"]

    def test_nothing_is_said_of_rules_that_cannot_be_read(self, offered, shell):
        Path("broken.yaml").write_text("code: [\n", encoding="utf-8")

        assert offered(shell, "rule", "--rules", "broken.yaml", "T") == []

    def test_the_script_names_the_program_and_the_way_to_ask_it(self, run, shell):
        ran = run("completion", shell)

        assert (ran.code, ran.err) == (0, "")
        assert f"_OPENNESS_LINT_COMPLETE={shell}_complete" in ran.out
        assert "%(" not in ran.out


class TestAValueAfterAnEqualsSign:
    def test_bash_completes_the_value_alone(self, offered):
        assert offered("bash", "check", "--select", "=", "T") == ["T401"]
        assert offered("bash", "check", "--select", "=") == ["I301", "T401", "W201"]

    @pytest.mark.parametrize("shell", ["zsh", "fish"])
    def test_others_complete_the_word(self, offered, shell):
        assert offered(shell, "check", "--select=T") == ["--select=T401"]


def test_titles_are_shown_beside_rules_in_the_language_of_the_environment(run, monkeypatch, capsys):
    from openness_lint.cli.main import run as run_words

    for name, value in {"_OPENNESS_LINT_COMPLETE": "fish_complete", "COMP_WORDS": "openness-lint rule T", "COMP_CWORD": "T"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    for language, title in (("zh", "总计等于四种结果之和"), ("en", "The total equals the outcomes")):
        monkeypatch.setenv("OPENNESS_LINT_LANG", language)
        capsys.readouterr()
        with pytest.raises(SystemExit):
            run_words([])

        assert capsys.readouterr().out == f"plain,T401\t{title}\n"


def test_a_shell_there_is_no_script_for_is_2(run):
    ran = run("completion", "powershell")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "openness-lint: 不能是“powershell”；可用：bash、zsh、fish\n"
    assert run("completion").code == 2


class TestInTheShell:
    """The scripts where they are meant to run; with the rules that are shipped."""

    @pytest.fixture
    def shell(self, tmp_path):
        program = Path(sys.executable).parent
        if not (program / "openness-lint").exists():
            pytest.skip("openness-lint is not installed beside this Python")

        def run(name, *words):
            path = shutil.which(name)
            if path is None:
                pytest.skip(f"there is no {name} here")
            environment = {
                "PATH": f"{program}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8",
                "XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "1", "OPENNESS_LINT_LANG": "en", "TERM": "dumb",
            }  # fmt: skip
            done = subprocess.run([path, *words], env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60)  # fmt: skip
            assert done.stderr == ""
            return done.stdout.splitlines()

        return run

    def test_bash(self, shell):
        # Outside its line editor bash has no options to set for what it is offering.
        ask = """
            compopt() { :; }
            source <(openness-lint completion bash)
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _openness_lint_completion openness-lint; echo "${COMPREPLY[@]}"; }
            ask openness-lint ru
            ask openness-lint check --select T303,T2
            complete -p openness-lint
        """

        assert shell("bash", "--norc", "-c", ask) == [
            "rule rules",
            "T303,T201 T303,T202",
            "complete -o nosort -F _openness_lint_completion openness-lint",
        ]

    def test_zsh(self, shell):
        # Outside its line editor zsh has none of the functions that take the offers: these show what they get.
        ask = """
            compdef() { registered="$*" }
            _describe() { print -l -- "${(@P)3}" }
            _path_files() { print -l -- files }
            source <(openness-lint completion zsh)
            ask() { words=("$@"); CURRENT=$#; _openness_lint_completion }
            ask openness-lint ru
            ask openness-lint check --select T20
            print -- $registered
        """

        assert shell("zsh", "-f", "-c", ask) == [
            "files",
            "rule:explain one rule or several",
            "rules:list the rules",
            "T201:Documents in force are at least those issued less those repealed",
            "T202:A body that cannot issue regulations reports none",
            "_openness_lint_completion openness-lint",
        ]

    def test_fish(self, shell):
        ask = """
            openness-lint completion fish | source
            complete -C "openness-lint ru"
            complete -C "openness-lint check --select T303,T20"
        """

        assert shell("fish", "--no-config", "-c", ask) == [
            "rule\texplain one rule or several",
            "rules\tlist the rules",
            "T303,T201\tDocuments in force are at least those issued less those repealed",
            "T303,T202\tA body that cannot issue regulations reports none",
        ]
