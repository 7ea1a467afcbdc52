"""The hooks with the real pre-commit and the real prek, in a repository of its own: they speak of reports only."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from openness_lint.host import Host

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not in a source tree"),
]

# What pip, uv and prek say when they reach no package index.
NO_INDEX = (
    "Could not find a version that satisfies",
    "No matching distribution found",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Max retries exceeded",
    "ReadTimeoutError",
    "Failed to fetch",
    "error sending request",
    "Failed to install uv",
)
RUNNERS = {"pre-commit": "pre_commit", "prek": "prek"}

CLEAN = (ROOT / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
FAULTY = CLEAN.replace("    行政复议: [1, 0, 0, 0, 1]\n", "    行政复议: [1, 0, 0, 0, 2]\n")
MENDABLE = CLEAN.replace("    行政复议: [1, 0, 0, 0, 1]\n", "    行政复议: [１, 0, 0, 0, 1]\n")
UNRELATED = "jobs:\n  build: {runs: [1, 0, 0, 0, 2]}\n"
SUPPRESSION = "- {rules: [T401], address: disputes.review, reason: 原件如此}\n"
IDS = ("openness-lint", "openness-lint-fix", "openness-lint-docs")


@dataclass(frozen=True)
class Done:
    """A command's exit code, and all it said."""

    code: int
    said: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    """Runs commands far from the user's own git settings, with homes for the runners that are thrown away."""
    foreign = ("GIT_", "PRE_COMMIT", "PREK")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment |= {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PRE_COMMIT_COLOR": "never",
        "PREK_HOME": str(tmp_path_factory.mktemp("prek")),
        "PREK_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONUTF8": "1",
    } | {f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def run(*words: str | Path, cwd: Path) -> Done:
        done = subprocess.run(
            [str(one) for one in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        if done.returncode and any(one in said for one in NO_INDEX):
            pytest.skip("no package index is reached, so that the hook cannot be installed")
        return Done(done.returncode, said)

    return run


@pytest.fixture(scope="module")
def repository(desk: Callable[..., Done], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This tree as it is now, as a repository that hooks are installed from."""
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


@pytest.fixture(scope="module", params=RUNNERS)
def hook(request: pytest.FixtureRequest, desk: Callable[..., Done]) -> Callable[..., Done]:
    """Runs one of the hooks on all files, or on some."""
    module = RUNNERS[request.param]
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{request.param} is not installed")

    def run(*words: str, cwd: Path) -> Done:
        return desk(sys.executable, "-m", module, *words, cwd=cwd)

    return run


@pytest.fixture
def reports(desk: Callable[..., Done], repository: Path, tmp_path: Path) -> Path:
    """Somebody's repository with all hooks: forty-one reports, and files that are none.

    The hook for documents does without its dependency, which would cost an environment of its own.
    """
    folder = tmp_path / "reports"
    (folder / "2024").mkdir(parents=True)
    for number in range(41):
        (folder / "2024" / f"{number:02}.yaml").write_text(CLEAN, encoding="utf-8")
    (folder / "ci.yaml").write_text(UNRELATED, encoding="utf-8")
    (folder / "package.json").write_text('{"year": 2024, "name": "x"}\n', encoding="utf-8")
    (folder / ".clang-format").write_text("Language: Cpp\n", encoding="utf-8")
    sha = desk("git", "rev-parse", "HEAD", cwd=repository).said.strip()
    settings = {"openness-lint-fix": ", stages: [manual]", "openness-lint-docs": ", additional_dependencies: []"}
    hooks = "".join(f"      - {{id: {id}, verbose: true{settings.get(id, '')}}}\n" for id in IDS)
    config = f"repos:\n  - repo: {repository}\n    rev: {sha}\n    hooks:\n{hooks}"
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    desk("git", "init", "-q", cwd=folder)
    desk("git", "add", "-A", cwd=folder)
    assert desk("git", "commit", "-q", "-m", "reports", cwd=folder).code == 0
    return folder


def test_reports_are_told_from_other_files_and_a_faulty_one_is_not_committed(desk, hook, reports):
    clean = hook("run", "--all-files", cwd=reports)

    assert clean.code == 0, clean.said
    assert "共检查 41 份报告" in clean.said
    assert [one for one in ("ci.yaml", "package.json", ".clang-format") if one in clean.said] == []

    assert hook("install", cwd=reports).code == 0
    (reports / "ci.yaml").write_text(f"{UNRELATED}other: 1\n", encoding="utf-8")
    desk("git", "add", "ci.yaml", cwd=reports)
    unrelated = desk("git", "commit", "-m", "only settings", cwd=reports)

    assert unrelated.code == 0, unrelated.said

    (reports / "2024" / "07.yaml").write_text(FAULTY, encoding="utf-8")
    desk("git", "add", "-A", cwd=reports)
    faulty = desk("git", "commit", "-m", "a slip", cwd=reports)

    assert faulty.code == 1, faulty.said
    line = FAULTY[: FAULTY.index("[1, 0, 0, 0, 2]")].count("\n") + 1
    assert f"2024/07.yaml:{line}:24" in faulty.said
    assert faulty.said.count("error[T401]") + faulty.said.count("错误[T401]") == 1
    assert desk("git", "log", "-1", "--format=%s", cwd=reports).said == "only settings\n"


def test_a_suppression_that_changes_alone_has_its_report_checked_again(desk, hook, reports):
    beside = reports / "2024" / "07.yaml.openness-lint.yaml"
    (reports / "2024" / "07.yaml").write_text(FAULTY, encoding="utf-8")
    beside.write_text(SUPPRESSION, encoding="utf-8")
    desk("git", "add", "-A", cwd=reports)
    desk("git", "commit", "-q", "-m", "let stand", cwd=reports)

    same = hook("run", "openness-lint", "--files", "2024/07.yaml.openness-lint.yaml", cwd=reports)
    beside.write_text(SUPPRESSION.replace("T401", "T301"), encoding="utf-8")
    changed = hook("run", "openness-lint", "--files", "2024/07.yaml.openness-lint.yaml", cwd=reports)

    assert (same.code, "共检查 1 份报告" in same.said) == (0, True), same.said
    assert (changed.code, "T401" in changed.said) == (1, True), changed.said


def test_lists_of_files_that_are_split_come_to_the_same(desk, hook, reports):
    for number in (3, 21, 40):
        (reports / "2024" / f"{number:02}.yaml").write_text(FAULTY, encoding="utf-8")
    config = reports / ".pre-commit-config.yaml"
    config.write_text(
        config.read_text("utf-8").replace(
            "id: openness-lint, ", "id: openness-lint, require_serial: false, args: [-f, concise], "
        ),
        encoding="utf-8",
    )

    done = hook("run", "openness-lint", "--all-files", cwd=reports)

    assert done.code == 1, done.said
    found = re.findall(r"^ *2024/(\d\d)\.yaml:", done.said, re.MULTILINE)
    assert sorted(found) == ["03", "21", "40"]  # the runners deal the files out in an order of their own


def test_fixes_are_made_and_told_as_a_change(hook, reports):
    (reports / "2024" / "07.yaml").write_text(MENDABLE, encoding="utf-8")

    done = hook("run", "openness-lint-fix", "--hook-stage", "manual", "--all-files", cwd=reports)

    assert done.code == 1, done.said
    assert "改正 1 项，剩余 0 项" in done.said
    assert (reports / "2024" / "07.yaml").read_text("utf-8") == CLEAN


def test_documents_have_a_hook_of_their_own_with_their_suppressions(desk, hook, reports):
    (reports / "2024" / "07.yaml").write_text(FAULTY, encoding="utf-8")
    init = (sys.executable, "-m", "openness_lint", "init", "-o", "faulty.docx", "--report", "07.yaml")
    assert desk(*init, cwd=reports / "2024").code == 0
    (reports / "index.html").write_text("<p>Hello</p>\n", encoding="utf-8")
    beside = reports / "2024" / "faulty.docx.openness-lint.yaml"
    beside.write_text(SUPPRESSION, encoding="utf-8")
    desk("git", "add", "-A", cwd=reports)

    let_stand = hook("run", "openness-lint-docs", "--all-files", cwd=reports)
    beside.write_text(SUPPRESSION.replace("T401", "T301"), encoding="utf-8")
    changed = hook("run", "openness-lint-docs", "--files", "2024/faulty.docx.openness-lint.yaml", cwd=reports)
    data = hook("run", "openness-lint", "--files", "2024/faulty.docx.openness-lint.yaml", cwd=reports)

    assert (let_stand.code, "共检查 1 份报告" in let_stand.said) == (0, True), let_stand.said
    assert (changed.code, "共检查 1 份报告" in changed.said) == (1, True), changed.said
    assert (data.code, "faulty.docx" in data.said) == (0, False), data.said


class TestManifest:
    @pytest.fixture
    def hooks(self) -> dict[str, dict[str, object]]:
        return {one["id"]: one for one in YAML(typ="safe").load(HOOKS)}

    def test_every_format_that_needs_no_office_suite_or_is_no_prose_has_its_hook(self, hooks, host: Host):
        files = re.compile(hooks["openness-lint-docs"]["files"])
        left_out = {".doc", ".wps", ".rtf", ".odt", ".txt", ".md", ".markdown", ".csv"}
        data = {".yaml", ".yml", ".json"}

        assert {one for one in host.readers if files.search(f"a{one}")} == {*host.readers} - left_out - data

    @pytest.mark.parametrize(("beside", "is_of_data"), [("a.json", True), ("a.YAML", True), ("a.yml", True), ("a.docx", False), ("a.b.pdf", False)])  # fmt: skip
    def test_suppressions_go_with_their_report(self, hooks, beside, is_of_data):
        name = f"2024/{beside}.openness-lint.yaml"

        assert (re.search(hooks["openness-lint"]["exclude"], name) is None) is is_of_data
        assert (re.search(hooks["openness-lint-fix"]["exclude"], name) is None) is is_of_data
        assert (re.search(hooks["openness-lint-docs"]["files"], name) is None) is is_of_data

    def test_documents_bring_what_pdf_needs(self, hooks):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

        assert hooks["openness-lint-docs"]["additional_dependencies"] == project["optional-dependencies"]["pdf"]
