"""A desk to work at: an empty folder, a plain environment, and a small pack of three rules in place of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from openness_lint.cli.main import run as run_words
from openness_lint.host import builtin_rules

RULE = """\
code: {code}
name: {name}
title: {{zh: {zh}, en: {en}}}
severity: {severity}
basis: {{zh: 试验用, en: for trials}}
because: {{zh: 说明为什么, en: it says why}}
forms: [cn-openness-2021]
check: equation
over: {{table: {table}, each: row, rows: [{row}]}}
demand: {demand}
examples:
  - holds: {{{table}: {{{row}: {holds}}}}}
  - breaks: {{{table}: {{{row}: {breaks}}}}}
    at: [{at}]
"""
RULES = {
    "dispute-total": RULE.format(
        code="T401", name="dispute-total", zh="总计等于四种结果之和", en="The total equals the outcomes",
        severity="error", table="disputes", row="review", demand="total = upheld + corrected + other + pending",
        holds="[1, 0, 0, 0, 1]", breaks="[1, 0, 0, 0, 2]", at="disputes.review.total",
    ),
    "stock-short": RULE.format(
        code="W201", name="stock-short", zh="现行有效不少于本年制发", en="As many in force as issued",
        severity="warning", table="proactive", row="regulations", demand="in_force >= issued",
        holds="[1, 0, 1]", breaks="[1, 0, 0]", at="proactive.regulations.in_force",
    ),
    "nothing-repealed": RULE.format(
        code="I301", name="nothing-repealed", zh="废止不多于制发", en="No more repealed than issued",
        severity="info", table="proactive", row="normative_documents", demand="issued >= repealed",
        holds="[1, 0, 1]", breaks="[0, 1, 0]", at="proactive.normative_documents.issued",
    ),
}  # fmt: skip

REPORT = """\
agency: {agency}
year: 2024
title: {agency}2024年政府信息公开工作年度报告
sections:
  一、总体情况: |
    2024年，本机关依法公开政府信息。
  二、主动公开政府信息情况:
    规章: {regulations}
    行政规范性文件: {documents}
  四、政府信息公开行政复议、行政诉讼情况:
    行政复议: {review}
"""


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str


def write_report(
    path: str | Path = "report.yaml",
    *,
    review: str = "[0, 0, 0, 0, 0]",
    regulations: str = "[0, 0, 0]",
    documents: str = "[0, 0, 0]",
    agency: str = "示例县水利局",
) -> Path:
    """A report that is clean but for what is said."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = REPORT.format(agency=agency, review=review, regulations=regulations, documents=documents)
    path.write_text(text, encoding="utf-8")
    return path


FAULTY = {"error": {"review": "[1, 0, 0, 0, 2]"}, "warning": {"regulations": "[1, 0, 0]"}, "info": {"documents": "[0, 1, 0]"}}  # fmt: skip


@pytest.fixture
def report() -> Callable[..., Path]:
    return write_report


@pytest.fixture
def faulty() -> Callable[..., Path]:
    """A report with one finding of a severity."""

    def write(severity: str, path: str | Path = "report.yaml") -> Path:
        return write_report(path, **FAULTY[severity])

    return write


@pytest.fixture(scope="session")
def small_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pack of our forms and three rules: an error, a warning, an info."""
    folder = tmp_path_factory.mktemp("rules")
    pack = folder / "cn-openness"
    ours = builtin_rules() / "cn-openness"
    shutil.copytree(ours / "forms", pack / "forms")
    shutil.copy(ours / "pack.yaml", pack)
    (pack / "trial").mkdir()
    for name, text in RULES.items():
        (pack / "trial" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules that are shipped, after all."""
    monkeypatch.setattr("openness_lint.host.builtin_rules", builtin_rules)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_rules: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("OPENNESS_LINT_LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("openness_lint.host.builtin_rules", lambda: small_rules)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command line in this process."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = run_words([str(one) for one in words])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def run_process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command line in a process of its own, with the shipped rules; bytes in, bytes out."""

    def run(*words: str | Path, python: tuple[str, ...] = (), **settings: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, *python, "-m", "openness_lint", *map(str, words)]
        settings.setdefault("stdout", subprocess.PIPE)
        settings.setdefault("stderr", subprocess.PIPE)
        settings.setdefault("env", dict(os.environ))
        return subprocess.run(command, check=False, timeout=60, **settings)

    return run


@pytest.fixture
def example_plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example package, importable and not registered: there only for a configuration that names it."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "examples/plugin/src")
    before = {*sys.modules}
    yield
    for name in {*sys.modules} - before:
        if name.startswith("openness_lint_example"):
            del sys.modules[name]
