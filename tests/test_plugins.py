"""Plugins: the example adds one of each, and what a plugin gets wrong is told with its name."""

from __future__ import annotations

import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openness_lint.cli.main import run as run_words
from openness_lint.hooks import Look, hookimpl
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import InvalidPlugin, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.trials import try_rule

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples/plugin"

TAB_REPORT = """\
agency\t示例县水利局
year\t2024
[一、总体情况]
2024年，本局制发红头文件2件。
[三、收到和处理政府信息公开申请情况]
一、本年新收政府信息公开申请数量\t12\t3\t0\t0\t0\t0\t14
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
本年度的申请都已办结。
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the example is installed, as a wheel made of it."""
    pytest.importorskip("pip", reason="there is no pip here to install with")
    pytest.importorskip("hatchling")
    folder, source = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(EXAMPLE, source)  # building leaves traces beside what it builds
    options = "--quiet --no-deps --no-build-isolation --no-index --disable-pip-version-check --target".split()
    command = [sys.executable, "-m", "pip", "install", *options, str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder


class TestExample:
    @pytest.fixture
    def run(self, site: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
        """The real command line, where the example is installed."""
        (tmp_path / "report.tab").write_text(TAB_REPORT, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(site), "XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "1"}
        for name in ("OPENNESS_LINT_LANG", "NO_COLOR", "FORCE_COLOR"):
            environment.pop(name, None)

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "openness_lint", *words],
                cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60,
            )  # fmt: skip

        return run

    def test_its_reader_places_every_figure(self, run):
        ran = run("report.tab", "--lang", "en", "--select", "T301", "--format", "concise", "--quiet")

        assert (ran.returncode, ran.stderr) == (1, "")
        assert ran.stdout == (
            "report.tab:6:31: T301 error total = 14, but natural persons 12 + businesses 3 (and 4 more of 0) = 15, 1 apart\n"
        )

    def test_its_check_finds_and_its_fix_mends_what_its_rule_names(self, run, tmp_path):
        found = run("report.tab", "--select", "EX101", "--format", "concise", "--quiet")
        mended = run("report.tab", "--select", "EX101", "--fix")

        assert (found.returncode, found.stdout) == (
            0,
            "report.tab:4:11: EX101 info “红头文件”应改用“行政规范性文件”\n",
        )
        assert mended.returncode == 0
        assert (tmp_path / "report.tab").read_text(encoding="utf-8") == TAB_REPORT.replace("红头文件", "行政规范性文件")

    def test_its_reporter_writes_a_table(self, run):
        ran = run("report.tab", "--select", "EX101,T301", "--format", "tab", "--lang", "en", "--quiet")

        assert ran.returncode == 1
        assert ran.stdout == (
            "file\tline\tcode\tseverity\tplace\tmessage\n"
            "report.tab\t4\tEX101\tinfo\tOverview\t'红头文件' should be '行政规范性文件'\n"
            "report.tab\t6\tT301\terror\tRequests received and handled › received › total\t"
            "total = 14, but natural persons 12 + businesses 3 (and 4 more of 0) = 15, 1 apart\n"
        )

    def test_its_rule_is_listed_explained_and_tried_like_ours(self, run):
        listed, explained, tried = run("rules", "EX"), run("rule", "EX101", "-f", "json"), run("test", "-v")

        assert listed.stdout == "EX101  提示  preferred-words  用规范的说法\n"
        assert json.loads(explained.stdout)[0]["fixes"] == [
            {"applicability": "safe", "message": "改为“行政规范性文件”"}
        ]
        assert tried.returncode == 0
        assert "EX101 preferred-words：" in tried.stdout

    def test_its_check_is_in_the_schema_of_rules(self, run):
        assert "preferred_words" in run("schema", "rule").stdout

    def test_without_it_nothing_of_it_is_there(self, tmp_path):
        host = gather()

        assert "preferred_words" not in host.checks
        assert ".tab" not in host.readers
        assert "tab" not in host.reporters

    def test_a_defect_in_its_files_is_told_with_its_place(self, run, tmp_path):
        (tmp_path / "odd.tab").write_text("agency\t示例县水利局\nyear\n", encoding="utf-8")

        ran = run("odd.tab", "--lang", "en")

        assert ran.returncode == 2
        assert "odd.tab:2:1: lines before the first heading hold a name, a tab, a value" in ran.stderr

    def test_its_rules_hold_their_trials_when_it_is_handed_over_without_being_installed(self, monkeypatch):
        monkeypatch.syspath_prepend(EXAMPLE / "src")
        rulebook = open_rulebook(gather([importlib.import_module("openness_lint_example")]))

        trials = [one for rule in rulebook.rules if rule.rule.code == "EX101" for one in try_rule(rule, rulebook.forms)]

        assert [(one.what, one.wrong) for one in trials] == [
            *[("holds", None)] * 2,
            *[("breaks", None)] * 2,
            *[("gap", None)] * 2,
        ]


HEAD = """\
from dataclasses import dataclass
from openness_lint.hooks import hookimpl
from openness_lint.model.diagnostic import Verdict

@dataclass(frozen=True)
class Parameters:
    pass
"""
CHECK = """\
class Odd:
    kind = "odd"
    parameters = Parameters
    equations = ()
    def ask(self, parameters, form):
        {ask}
    def judge(self, report):
        {judge}

@hookimpl
def openness_lint_checks():
    return [Odd()]
"""
RULE = """\
code: OD101
name: odd-one
title: {zh: 试, en: trial}
severity: error
basis: 试
because: {zh: 试, en: trial}
forms: [cn-openness-2021]
check: odd
"""
REPORT = """\
agency: 示例县水利局
year: 2024
sections:
  四、政府信息公开行政复议、行政诉讼情况:
    行政复议: [1, 0, 0, 0, 2]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Put a package of one module where Python looks for packages, with its entry point."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    installed: list[str] = []

    def install(name: str, text: str, version: str = "1.2") -> None:
        module = name.replace("-", "_")
        (site / f"{module}.py").write_text(text, encoding="utf-8")
        info = site / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[openness_lint]\nit = {module}\n", encoding="utf-8")
        installed.append(module)
        importlib.invalidate_caches()

    yield install
    for module in installed:
        sys.modules.pop(module, None)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "report.yaml").write_text(REPORT, encoding="utf-8")
    (folder / "odd-one.yaml").write_text(RULE, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OPENNESS_LINT_LANG", "en")
    return folder


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run_words(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def refused(run: Callable[..., tuple[int, str, str]]) -> str:
    """The one line with which a run is refused."""
    code, out, err = run("report.yaml")

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    return err


class TestThatCannotBeUsed:
    def test_one_that_fails_on_import_is_named(self, install, run):
        install("our-county", "raise RuntimeError('no luck')\n")

        assert refused(run) == "openness-lint: plugin our-county 1.2 cannot be loaded: RuntimeError: no luck\n"

    def test_one_that_leaves_the_program_on_import_is_named(self, install, run):
        install("our-county", "raise SystemExit\n")

        assert refused(run) == "openness-lint: plugin our-county 1.2 cannot be loaded: SystemExit\n"

    def test_in_chinese_too(self, install, run, monkeypatch):
        monkeypatch.setenv("OPENNESS_LINT_LANG", "zh")
        install("our-county", "import there_is_no_such_module\n")

        assert refused(run) == (
            "openness-lint: 插件 our-county 1.2 无法载入：ModuleNotFoundError: No module named 'there_is_no_such_module'\n"
        )

    def test_the_traceback_is_shown_on_demand(self, install, run):
        install("our-county", "raise RuntimeError('no luck')\n")

        assert "our_county.py" in run("--debug", "report.yaml")[2]

    def test_one_without_hooks_is_named(self, install, run):
        install("our-county", "def openness_lint_checks():\n    return []\n")

        assert refused(run) == (
            "openness-lint: plugin our-county 1.2 has no function marked @hookimpl; the hooks are openness_lint_checks, "
            "openness_lint_readers, openness_lint_reporters, openness_lint_packs\n"
        )

    def test_one_with_a_hook_there_is_not_is_named_with_the_nearest(self, install, run):
        install("our-county", HEAD + "@hookimpl\ndef openness_lint_chekcs():\n    return []\n")

        assert refused(run).startswith(
            "openness-lint: plugin our-county 1.2 names a hook openness_lint_chekcs that there is not"
        )
        assert "openness_lint_checks" in refused(run)

    def test_one_whose_hook_takes_arguments_is_named(self, install, run):
        install("our-county", HEAD + "@hookimpl\ndef openness_lint_checks(config):\n    return []\n")

        assert "plugin our-county 1.2 has a hook of another shape: PluginValidationError" in refused(run)

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("return None", "should return a list from its hook openness_lint_checks"),
            ("return 3", "should return a list from its hook openness_lint_checks"),
            ("return 1 / 0", "fails in its hook openness_lint_checks: ZeroDivisionError: division by zero"),
            ("yield 1 / 0", "fails in its hook openness_lint_checks: ZeroDivisionError: division by zero"),
        ],
    )
    def test_one_whose_hook_gives_no_list_is_named(self, install, run, body, said):
        install("our-county", HEAD + f"@hookimpl\ndef openness_lint_checks():\n    {body}\n")

        assert refused(run) == f"openness-lint: plugin our-county 1.2 {said}\n"

    @pytest.mark.parametrize(
        ("hook", "part", "said"),
        [
            ("checks", "kind = 'odd'\n    parameters = Parameters", "offers the check Odd without `ask`"),
            ("checks", "kind = 'odd'\n    ask = print", "offers the check Odd without `parameters`"),
            ("checks", "kind = 'odd'\n    parameters = dict\n    ask = print", "offers the check Odd whose `parameters` should be a frozen dataclass"),
            ("checks", "kind = 'an odd one'\n    parameters = Parameters\n    ask = print", "offers the check Odd whose `kind` should be a word"),
            ("readers", "name = 'odd'\n    read = print", "offers the reader Odd without `suffixes`"),
            ("readers", "name = 'odd'\n    suffixes = 'odd'\n    read = print", "offers the reader Odd whose `suffixes` should be file name endings in lower case, as in ('.tab',)"),
            ("readers", "name = 'odd'\n    suffixes = ('.Odd',)\n    read = print", "offers the reader Odd whose `suffixes` should be file name endings in lower case, as in ('.tab',)"),
            ("reporters", "write = print", "offers the reporter Odd without `name`"),
            ("reporters", "name = 'odd'\n    write = 3", "offers the reporter Odd whose `write` should be a method"),
        ],
    )  # fmt: skip
    def test_one_of_another_shape_is_named_with_what_it_lacks(self, install, run, hook, part, said):
        text = f"class Odd:\n    {part}\n\n@hookimpl\ndef openness_lint_{hook}():\n    return [Odd()]\n"
        install("our-county", HEAD + text)

        assert refused(run) == f"openness-lint: plugin our-county 1.2 {said}\n"

    def test_one_that_gives_the_class_for_an_object_is_told_so(self, install, run):
        text = "class Odd:\n    name = 'odd'\n    def write(self, results, stream, look): ...\n\n@hookimpl\ndef openness_lint_reporters():\n    return [Odd]\n"
        install("our-county", HEAD + text)

        assert "offers the reporter Odd whose `name` should be an object's; this is the class itself" in refused(run)

    def test_one_whose_folder_of_rules_is_none_is_named(self, install, run):
        install("our-county", HEAD + "@hookimpl\ndef openness_lint_packs():\n    return ['rules']\n")

        assert refused(run) == "openness-lint: plugin our-county 1.2 offers a folder of rules that is none: 'rules'\n"

    def test_two_of_one_name_are_refused_and_both_named(self, install, run):
        text = HEAD + CHECK.format(ask="return self", judge="return Verdict(1)")
        install("our-county", text)
        install("their-county", text)

        assert refused(run) == (
            "openness-lint: the plugin our-county 1.2 and the plugin their-county 1.2 both offer odd; "
            "remove one of the plugins, or ask its author for another name\n"
        )

    def test_one_that_takes_a_name_of_ours_is_refused(self, install, run):
        text = HEAD + CHECK.format(ask="return self", judge="return Verdict(1)").replace('"odd"', '"equation"')
        install("our-county", text)

        assert refused(run).startswith("openness-lint: this program and the plugin our-county 1.2 both offer equation;")

    def test_one_that_is_handed_over_is_named_by_its_module(self):
        with pytest.raises(InvalidPlugin, match=r"^plugin object has no function marked @hookimpl"):
            gather([object()])


class TestThatFails:
    def test_a_check_that_raises_takes_only_its_own_rule_down(self, install, run):
        install("our-county", HEAD + CHECK.format(ask="return self", judge="return 1 / 0"))

        code, out, _ = run("report.yaml", "--rules", "odd-one.yaml", "--format", "json")

        assert code == 2
        found = {one["code"]: one for one in json.loads(out)["files"][0]["diagnostics"] if one["kind"] != "gap"}
        assert found["OD101"]["kind"] == "fault"
        assert found["OD101"]["message"] == (
            "the check odd failed, so this rule was not judged: plugin our-county 1.2 fails: "
            "ZeroDivisionError: division by zero"
        )
        assert found["T401"]["kind"] == "violation"

    def test_a_check_that_answers_with_something_else_is_a_fault_too(self, install, run):
        install("our-county", HEAD + CHECK.format(ask="return self", judge="return []"))

        code, out, _ = run("report.yaml", "--rules", "odd-one.yaml", "--format", "concise", "--select", "OD101")

        assert code == 2
        assert "fault the check odd failed, so this rule was not judged: plugin our-county 1.2 answers with list, not with a Verdict" in out  # fmt: skip

    def test_a_check_that_cannot_make_a_rule_ready_is_named_with_the_rule(self, install, run):
        install("our-county", HEAD + CHECK.format(ask="raise KeyError('form')", judge="return None"))

        code, out, err = run("report.yaml", "--rules", "odd-one.yaml")

        assert (code, out) == (2, "")
        assert "odd-one.yaml" in err
        assert "plugin our-county 1.2 cannot make its check odd ready for this rule: KeyError: 'form'" in err

    def test_a_reader_that_raises_leaves_its_file_unread_and_the_others_are_judged(self, install, run, desk):
        text = "class Odd:\n    name = 'odd'\n    suffixes = ('.odd',)\n    def read(self, source, forms):\n        return {}[source.name]\n\n@hookimpl\ndef openness_lint_readers():\n    return [Odd()]\n"
        install("our-county", HEAD + text)
        (desk / "a.odd").write_text("", encoding="utf-8")

        code, out, err = run("a.odd", "report.yaml", "--format", "concise", "--select", "T401", "--quiet")

        assert code == 2
        assert "report.yaml:5:24: T401 error" in out
        assert err == "a.odd: plugin our-county 1.2 fails in its reader odd: KeyError: 'a.odd'\n"

    def test_a_reader_that_gives_no_report_is_named(self, install, run, desk):
        text = "class Odd:\n    name = 'odd'\n    suffixes = ('.odd',)\n    def read(self, source, forms): ...\n\n@hookimpl\ndef openness_lint_readers():\n    return [Odd()]\n"
        install("our-county", HEAD + text)
        (desk / "a.odd").write_text("", encoding="utf-8")

        code, _, err = run("a.odd", "--quiet")

        assert code == 2
        assert err == "a.odd: plugin our-county 1.2 has a reader odd that gives no Report\n"

    def test_a_reporter_that_raises_is_named(self, install, run):
        text = "class Odd:\n    name = 'odd'\n    def write(self, results, stream, look):\n        for one in results:\n            stream.write(one.nothing)\n\n@hookimpl\ndef openness_lint_reporters():\n    return [Odd()]\n"
        install("our-county", HEAD + text)

        code, _, err = run("report.yaml", "--format", "odd")

        assert code == 2
        assert err.startswith("openness-lint: plugin our-county 1.2 fails in its reporter odd: AttributeError: ")

    def test_what_fails_in_us_while_it_reports_is_not_laid_at_its_door(self):
        class Odd:
            name = "odd"

            def write(self, results, stream, look):
                for _ in results:
                    stream.write("read\n")

        class Plugin:
            @hookimpl
            def openness_lint_reporters(self):
                return [Odd()]

        def results():
            yield Unread("a.yaml", UnreadableInput(Phrase("空", "empty")))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            gather([Plugin()]).reporters["odd"].write(results(), io.StringIO(), Look())
