"""What is asked for or let stand of a cause changes nothing in what would mend it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openness_lint.cli.main import run as run_words
from openness_lint.cli.run import FEW

CLEAN = (Path(__file__).parents[2] / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
RIGHT, WRONG = "申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 15]"
TRANSPOSED = CLEAN.replace(RIGHT, WRONG)
REPAIR = ("certain", "requests.received.natural_person", "21", "12")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """One for all tests here, so that the rules are compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(cache, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))

    def run(*words: str) -> str:
        capsys.readouterr()
        run_words([*words, "--isolated"])
        return capsys.readouterr().out

    return run


def found(out: str) -> dict[str, tuple[bool, list[str]]]:
    """Of each broken equation by code: whether it is let stand, and the fixes that may be applied."""
    told = {}
    for file in json.loads(out)["files"]:
        for one in file["diagnostics"]:
            if one["kind"] == "violation" and one["code"].startswith("T"):
                [repair] = one["repairs"]
                [cell] = repair["cells"]
                assert (repair["verdict"], cell["address"], cell["from"], cell["to"]) == REPAIR
                fixes = [fix["applicability"] for fix in one["fixes"]]
                told[one["code"]] = (one["suppressed"] is not None, fixes)
    return told


@pytest.mark.parametrize("words", ["--select=T301", "--select=T303", "--ignore=T301", "--ignore=T303"])
def test_one_equation_of_a_cause_by_itself_brings_the_repair_of_all(run, words):
    Path("report.yaml").write_text(TRANSPOSED, encoding="utf-8")

    told = found(run("report.yaml", words, "--format=json"))

    assert list(told.values()) == [(False, ["unsafe"])]


@pytest.mark.parametrize(("stands", "counts"), [("T301", "T303"), ("T303", "T301")])
def test_where_one_is_let_stand_by_a_comment_another_brings_the_fix(run, stands, counts):
    text = f"# openness-lint: ignore-file[{stands}] 原件如此\n{TRANSPOSED}"
    Path("report.yaml").write_text(text, encoding="utf-8")

    told = found(run("report.yaml", "--format=json"))
    run("report.yaml", "--fix", "--unsafe-fixes")

    assert told == {stands: (True, []), counts: (False, ["unsafe"])}
    assert Path("report.yaml").read_text(encoding="utf-8") == CLEAN  # nothing is left for the comment to let stand


def test_where_one_is_in_the_baseline_another_brings_the_fix(run):
    Path("report.yaml").write_text(TRANSPOSED, encoding="utf-8")
    run("baseline", "create", "report.yaml", "--select=T301")

    told = found(run("report.yaml", "--baseline=.openness-lint-baseline.jsonl", "--format=json"))

    assert told == {"T301": (True, []), "T303": (False, ["unsafe"])}


def test_where_all_are_let_stand_nothing_is_applied(run):
    text = f"# openness-lint: ignore-file[T301, T303] 原件如此\n{TRANSPOSED}"
    Path("report.yaml").write_text(text, encoding="utf-8")

    told = found(run("report.yaml", "--format=json"))
    run("report.yaml", "--fix", "--unsafe-fixes")

    assert told == {"T301": (True, ["unsafe"]), "T303": (True, [])}
    assert Path("report.yaml").read_text(encoding="utf-8") == text


def test_several_processes_and_kept_results_tell_the_same_repairs(run, cache):
    for number in range(FEW):  # of fewer, nothing is kept
        text = TRANSPOSED if number % 2 else CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 3]")
        Path(f"{number}.yaml").write_text(text.replace("agency: ", f"agency: 第{number}"), encoding="utf-8")
    command = [sys.executable, "-m", "openness_lint", ".", "--isolated", "--format=json", "--jobs=2"]

    first = run(".", "--format=json", "--jobs=1", "--no-cache")
    others = [subprocess.run(command, check=False, capture_output=True, timeout=60).stdout for _ in range(2)]

    assert [*cache.rglob("said.sqlite")]
    assert first.count('"verdict": "certain"') > 0
    assert first.count('"verdict": "open"') > 0
    assert [one.decode("utf-8") for one in others] == [first] * 2
