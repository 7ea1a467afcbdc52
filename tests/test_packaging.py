"""What is shipped: the rules and everything else are in the wheel, and it runs where nothing else of ours is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from openness_lint.cli.schema import KINDS

pytest.importorskip("hatchling")

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not in a source tree")


def build(root: Path, target: str, into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(build(ROOT, "wheel", tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked source distribution."""
    archive = build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


@pytest.fixture
def site(wheel: zipfile.ZipFile, tmp_path: Path) -> Path:
    """The wheel as it lies in site-packages."""
    folder = tmp_path / "site"
    wheel.extractall(folder)
    return folder


def run(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the wheel's own program somewhere else, in English."""
    elsewhere = site.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "PYTHONUTF8": "1",
        "XDG_CACHE_HOME": str(site.parent / "cache"),
    }
    command = [sys.executable, "-P", "-m", "openness_lint", *words, "--lang", "en"]
    return subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)


def files_below(folder: Path, *, suffixes: set[str]) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.suffix in suffixes and one.is_file()}


def test_the_wheel_holds_every_module_and_every_rule(wheel):
    names = set(wheel.namelist())

    modules = {
        f"openness_lint/{one}" for one in files_below(ROOT / "src" / "openness_lint", suffixes={".py", ".typed"})
    }
    rules = {f"openness_lint/rules/{one}" for one in files_below(ROOT / "rules", suffixes={".yaml"})}
    assert modules | rules <= names
    assert {"openness_lint/py.typed", "openness_lint/rules/cn-openness/pack.yaml"} <= names
    assert len(rules) > 10


def test_the_wheel_holds_nothing_that_is_no_part_of_it(wheel):
    rest = {one for one in wheel.namelist() if not one.startswith("openness_lint/")}

    assert {one.split("/")[0].rpartition("-")[0] for one in rest} == {"openness_lint"} or all(
        ".dist-info/" in one for one in rest
    )
    assert [one for one in wheel.namelist() if "cache" in one or one.endswith(".pyc")] == []


def test_the_wheel_says_what_it_is(wheel):
    def text(name: str) -> str:
        (path,) = (one for one in wheel.namelist() if one.endswith(f".dist-info/{name}"))
        return wheel.read(path).decode("utf-8")

    metadata = Parser().parsestr(text("METADATA"))

    assert text("entry_points.txt").split() == [
        "[console_scripts]",
        "openness-lint",
        "=",
        "openness_lint.cli.main:main",
    ]
    assert (metadata["Name"], metadata["License-Expression"]) == ("openness-lint", "Apache-2.0")
    assert metadata["Requires-Python"] == ">=3.11"
    assert "LICENSE" in " ".join(wheel.namelist())


def test_the_schemas_are_in_the_wheel(wheel):
    for kind in KINDS:
        schema = json.loads(wheel.read(f"openness_lint/schemas/{kind}.schema.json"))
        assert schema["$schema"].endswith("2020-12/schema")


def test_the_source_distribution_builds_the_same_wheel(wheel, sdist, tmp_path):
    again = zipfile.ZipFile(build(sdist, "wheel", tmp_path / "again"))

    assert {one: wheel.read(one) for one in wheel.namelist()} == {one: again.read(one) for one in again.namelist()}


def test_the_source_distribution_holds_what_tests_and_docs_need(sdist):
    for folder in ("tests", "examples", "docs", "benchmarks", "rules"):
        here = files_below(ROOT / folder, suffixes={".py", ".yaml", ".md"})

        assert here - files_below(sdist / folder, suffixes={".py", ".yaml", ".md"}) == set()
    for name in (
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    ):
        assert (sdist / name).is_file()


def test_a_wheel_knows_the_rules_of_the_source_tree(site):
    here = subprocess.run(
        [sys.executable, "-m", "openness_lint", "rules", "--lang", "en"], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip

    there = run(site, "rules")

    assert (there.returncode, there.stderr) == (0, "")
    assert there.stdout == here.stdout


def test_a_wheel_checks_a_report(site):
    report = ROOT / "examples" / "clean-2024.yaml"

    done = run(site, str(report), "-f", "json")

    assert (done.returncode, done.stderr) == (0, "")
    assert '"form": "cn-openness-2021"' in done.stdout


def test_what_was_compiled_in_an_earlier_run_is_not_taken_for_a_source_that_changed(site, monkeypatch):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    report = str(ROOT / "examples" / "clean-2024.yaml")
    first = run(site, report)
    (bundle,) = (site / "openness_lint" / "__pycache__").glob("_compiled.*.pyc")
    kept = bundle.stat().st_mtime_ns

    second = run(site, report)
    with (site / "openness_lint" / "reporters" / "text.py").open("a", encoding="utf-8") as source:
        source.write("\nraise SystemExit(7)\n")
    third = run(site, report)

    assert (first.returncode, first.stdout) == (second.returncode, second.stdout) == (0, first.stdout)
    assert bundle.stat().st_mtime_ns == kept
    assert third.returncode == 7


def test_it_is_the_wheel_that_ran(site):
    (site / "openness_lint" / "_version.py").write_text(
        '"""The version."""\n\n__version__ = "0.0.7"\n', encoding="utf-8"
    )

    assert run(site, "--version").stdout == "openness-lint 0.0.7\n"


@pytest.mark.parametrize(
    "words", [["report.yaml"], ["rules"], ["rule", "T"], ["test"], ["init", "-y", "2024"], ["schema"]]
)
def test_without_its_rules_it_says_that_it_is_broken_and_passes_nothing(site, words):
    shutil.rmtree(site / "openness_lint" / "rules")

    done = run(site, *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "openness-lint: broken installation: the built-in rules are not found\n"


def test_a_pack_without_rules_is_broken_too(site):
    pack = site / "openness_lint" / "rules" / "cn-openness"
    for path in pack.rglob("*.yaml"):
        if path.parent not in {pack, pack / "forms"}:
            path.unlink()

    done = run(site, "rules")

    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no rule" in done.stderr
