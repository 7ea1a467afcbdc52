"""What a run loads: nothing that it does not use.

A hook runs for every commit, and more of its time goes into imports than into the report. When a test
here fails, something has begun to be imported at the top of a module that a plain run goes through:
move it into the function that uses it (below `if TYPE_CHECKING:` if only annotations name it). Frozen
values and named tuples are made with `openness_lint.model.values`, module-level regular expressions with
`openness_lint.model.pattern.pattern`.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from openness_lint.host import modules_of

EXAMPLES = Path(__file__).parent.parent / "examples"

# Libraries, and modules of the standard library, that take long to load; each is wanted by something a plain run
# does not do.
HEAVY = """
    click pluggy pydantic rich pathspec platformdirs rapidfuzz watchfiles duckdb sqlite3 multiprocessing asyncio
    concurrent logging dataclasses inspect ast tokenize json difflib importlib.metadata pkgutil shutil tempfile
    zipfile subprocess xml email http ssl hashlib random statistics unittest locale gettext argparse optparse csv html
    pickle ruamel _ruamel_yaml urllib ipaddress datetime
""".split()

# Floors and modules of ours that have no part in a plain run.
UNUSED = """
    baseline mending trials explaining repair pages sheets word web confined recognition.assembly recognition.grids
    rulebook.pack rulebook.schema rulebook.forms rulebook.validate rulebook.json_schema
    config.files config.shape config.globs suppression.settle suppression.side_file suppression.directive
    cli.group cli.parameters cli.help cli.completers cli.fixes cli.watch cli.jobs cli.kept cli.progress cli.parcel
    drawing.statistics drawing.labels drawing.paper syntax.json syntax.toml
    model.overview syntax.composer syntax.follow syntax.mishaps
    shingles checks.roll_up checks.look_alike checks.listed
    checks.over_years checks.unchanged checks.likeness checks.growth
""".split()

FOR_FINDINGS = ["openness_lint.drawing.findings", "openness_lint.drawing.frame"]

LOADED = """
import sys
before = set(sys.modules)
from openness_lint.cli.main import _load_pathlib, run
_load_pathlib()
code = run(sys.argv[1:])
print(code, *sorted(set(sys.modules) - before), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A function: the exit code of one run, its rules compiled before, and the modules that it loads."""
    cache = tmp_path_factory.mktemp("cache")
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": os.pathsep.join(sys.path)}

    def loaded(*words: str) -> tuple[str, list[str]]:
        command = [sys.executable, "-S", "-c", LOADED, *words]
        for _ in range(2):
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        code, *names = done.stderr.splitlines()[-1].split()
        return code, names

    return loaded


def among(names: list[str], unwanted: Iterable[str]) -> list[str]:
    """The modules that are unwanted, or belong to a package that is."""
    roots = tuple(unwanted)
    return [one for one in names if one in roots or one.startswith(tuple(f"{root}." for root in roots))]


def of_ours(package: str, *but: str) -> list[str]:
    """The modules of a package of ours, without some."""
    known = modules_of(importlib.import_module(f"openness_lint.{package}"))
    return [f"openness_lint.{package}.{one}" for one in known if one not in but]


OTHERS = [*of_ours("readers", "yaml"), *of_ours("reporters", "text")]
OURS = [f"openness_lint.{one}" for one in UNUSED]


def test_a_clean_report_is_judged_without_what_it_has_no_use_for(loaded):
    code, names = loaded(str(EXAMPLES / "clean-2024.yaml"), "--isolated")

    assert code == "0"
    assert among(names, [*HEAVY, *OURS, *OTHERS, *FOR_FINDINGS]) == []


@pytest.mark.parametrize("format", ["concise", "json", "github"])
def test_a_reporter_is_loaded_for_its_own_format_alone(loaded, format):
    code, names = loaded(str(EXAMPLES / "clean-2024.yaml"), "--isolated", "-f", format)

    assert code == "0"
    assert among(names, of_ours("reporters", format)) == []


def test_findings_are_drawn_without_rich_and_without_what_would_mend_them(loaded):
    code, names = loaded(str(EXAMPLES / "chaoyang-2024.yaml"), "--isolated")

    assert code == "1"
    assert among(names, [*HEAVY, *OURS, *OTHERS]) == []


def test_a_single_wrong_figure_is_found_without_what_only_several_need(loaded):
    code, names = loaded(str(EXAMPLES / "faults-2024.yaml"), "--isolated")

    assert code == "1"
    assert "openness_lint.repair.readings" in names
    assert among(names, ["fractions", "openness_lint.repair.slack", "openness_lint.repair.together"]) == []


def test_what_a_run_does_without_is_whole_for_whoever_wants_it():
    program = """
from openness_lint.cli.main import _load_pathlib
_load_pathlib()
from pathlib import Path
print(Path("/a b").as_uri())
import urllib.parse, urllib.request
print(urllib.parse.urlsplit("http://[::1]/x").hostname, urllib.request.pathname2url("/a b"), Path("/a b").as_uri())
"""

    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (done.stdout, done.stderr) == ("file:///a%20b\n::1 /a%20b file:///a%20b\n", "")


def test_rules_are_loaded_compiled(loaded):
    _, names = loaded(str(EXAMPLES / "clean-2024.yaml"), "--isolated")

    assert "openness_lint.rulebook.store" in names
    assert among(names, ["pydantic_core", "openness_lint.rulebook.pack"]) == []
