"""The hook with the real pre-commit, in a repository of its own: it speaks of reports and of nothing else."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
    pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not in a source tree"),
]

# What pip says when it reaches no package index.
NO_INDEX = (
    "Could not find a version that satisfies",
    "No matching distribution found",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Max retries exceeded",
    "ReadTimeoutError",
)

CLEAN = (ROOT / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
FAULTY = CLEAN.replace("    行政复议: [1, 0, 0, 0, 1]\n", "    行政复议: [1, 0, 0, 0, 2]\n")
UNRELATED = "jobs:\n  build: {runs: [1, 0, 0, 0, 2]}\n"


@dataclass(frozen=True)
class Done:
    """A command's exit code, and all it said."""

    code: int
    said: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    """Runs commands far from the user's own git settings, with a pre-commit home that is thrown away."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment |= {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONUTF8": "1",
    } | {f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def run(*words: str | Path, cwd: Path) -> Done:
        done = subprocess.run(
            [str(one) for one in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        if done.returncode not in {0, 1} and any(one in said for one in NO_INDEX):
            pytest.skip("pip reaches no package index, so pre-commit cannot install the hook")
        return Done(done.returncode, said)

    return run


@pytest.fixture(scope="module")
def repository(desk: Callable[..., Done], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This tree as it is now, as a repository that pre-commit can clone."""
    folder = tmp_path_factory.mktemp("repository") / "openness-lint"
    known = desk("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT)
    if known.code == 0:
        for name in filter(None, known.said.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
    else:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*cache*", ".venv*", "__pycache__", ".hypothesis"))
    desk("git", "init", "-q", cwd=folder)
    desk("git", "add", "-A", "-f", cwd=folder)
    assert desk("git", "commit", "-q", "-m", "as it is", cwd=folder).code == 0
    return folder


@pytest.fixture
def reports(desk: Callable[..., Done], tmp_path: Path) -> Path:
    """Somebody's repository: a report, and files that are none."""
    folder = tmp_path / "reports"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "report.yaml").write_text(CLEAN, encoding="utf-8")
    (folder / "ci.yaml").write_text(UNRELATED, encoding="utf-8")
    (folder / "package.json").write_text('{"year": 2024, "name": "x"}\n', encoding="utf-8")
    (folder / ".clang-format").write_text("Language: Cpp\n", encoding="utf-8")
    desk("git", "init", "-q", cwd=folder)
    desk("git", "add", "-A", cwd=folder)
    assert desk("git", "commit", "-q", "-m", "reports", cwd=folder).code == 0
    return folder


PRE_COMMIT = (sys.executable, "-m", "pre_commit")


def test_try_repo_finds_what_is_wrong_with_the_report_and_is_quiet_about_the_rest(desk, repository, reports):
    assert FAULTY != CLEAN
    (reports / "2024" / "report.yaml").write_text(FAULTY, encoding="utf-8")

    done = desk(*PRE_COMMIT, "try-repo", repository, "openness-lint", "--all-files", cwd=reports)

    assert done.code == 1, done.said
    assert "T401" in done.said
    assert f"2024/report.yaml:{FAULTY[: FAULTY.index('[1, 0, 0, 0, 2]')].count(chr(10)) + 1}:24" in done.said
    assert [one for one in ("ci.yaml", "package.json", ".clang-format") if one in done.said] == []


def test_in_use_clean_reports_and_other_files_pass_and_a_faulty_report_is_not_committed(desk, repository, reports):
    sha = desk("git", "rev-parse", "HEAD", cwd=repository).said.strip()
    hook = f"repos:\n  - repo: {repository}\n    rev: {sha}\n    hooks:\n      - id: openness-lint\n"
    (reports / ".pre-commit-config.yaml").write_text(hook, encoding="utf-8")
    desk("git", "add", ".pre-commit-config.yaml", cwd=reports)

    clean = desk(*PRE_COMMIT, "run", "--all-files", "--verbose", cwd=reports)

    assert clean.code == 0, clean.said
    assert "openness-lint" in clean.said
    assert "Passed" in clean.said
    assert "ci.yaml" not in clean.said

    assert desk(*PRE_COMMIT, "install", cwd=reports).code == 0
    (reports / "ci.yaml").write_text(f"{UNRELATED}other: 1\n", encoding="utf-8")
    desk("git", "add", "ci.yaml", cwd=reports)
    unrelated = desk("git", "commit", "-m", "only settings", cwd=reports)

    assert unrelated.code == 0, unrelated.said

    (reports / "2024" / "report.yaml").write_text(FAULTY, encoding="utf-8")
    desk("git", "add", "2024/report.yaml", cwd=reports)
    faulty = desk("git", "commit", "-m", "a slip", cwd=reports)

    assert faulty.code == 1, faulty.said
    assert "T401" in faulty.said
    assert desk("git", "log", "-1", "--format=%s", cwd=reports).said == "only settings\n"
