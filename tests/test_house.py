"""The house itself: every room can be entered alone, and every door has its name on it."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import openness_lint
from openness_lint import checks, readers, reporters
from openness_lint.hooks import Specs
from openness_lint.host import gather

PACKAGE = Path(openness_lint.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(one.name for one in pkgutil.walk_packages(openness_lint.__path__, "openness_lint."))

# Each module in a child of one bare interpreter: as alone as in a process of its own, and a tenth of the time.
# What others wrote is loaded beforehand; ours must not be.
EACH_ALONE = """
import importlib, os, sys, traceback

for name in "click pydantic rich.console ruamel.yaml pluggy pathspec rapidfuzz.distance.Levenshtein json".split():
    importlib.import_module(name)
assert not [name for name in sys.modules if name.startswith("openness_lint")]
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException:
            print(name, traceback.format_exc(), flush=True)
            os._exit(1)
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_every_module_can_be_imported_alone_without_a_warning():
    command = [sys.executable, "-W", "error", "-c", EACH_ALONE]

    halves = [
        subprocess.Popen([*command, *MODULES[i::2]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for i in range(2)
    ]

    assert [(one.communicate()[0], one.returncode) for one in halves] == [("", 0), ("", 0)]
    assert len(MODULES) > 50


def test_importing_the_package_imports_nothing_else():
    script = "import openness_lint, sys; print([one for one in sys.modules if one.startswith('openness_lint.')])"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['openness_lint._version']"


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.relative_to(PACKAGE).as_posix())
def test_every_module_says_in_its_first_line_what_it_is(source):
    tree = ast.parse(source.read_text(encoding="utf-8"))
    said = ast.get_docstring(tree)

    assert said or not tree.body
    assert said is None or said.splitlines()[0].endswith((".", ":", "?"))


@pytest.mark.parametrize("name", [one for one in vars(Specs) if not one.startswith("__")])
def test_every_hook_is_explained(name):
    hook = getattr(Specs, name)

    assert name.startswith("openness_lint_")
    assert inspect.getdoc(hook)
    assert inspect.signature(hook).return_annotation is not inspect.Signature.empty


def _offered_by(package, hook: str) -> dict[str, list[str]]:
    """By module, the names under which users know what it offers."""
    found: dict[str, list[str]] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found[info.name] = [getattr(one, "kind", None) or one.name for one in getattr(module, hook)()]
    return found


@pytest.mark.parametrize(
    ("package", "hook"),
    [(checks, "openness_lint_checks"), (readers, "openness_lint_readers"), (reporters, "openness_lint_reporters")],
)
def test_a_built_in_part_is_called_like_its_file(package, hook):
    offered = _offered_by(package, hook)

    assert {name: [name.replace("_", "-")] for name in offered} == {
        name: [one.replace("_", "-") for one in names] for name, names in offered.items()
    }


def test_nothing_that_is_built_in_is_forgotten():
    host = gather()
    ours = [
        (checks, {one.kind for one in host.checks.values()}, "openness_lint_checks"),
        (readers, {one.name for one in host.readers.values()}, "openness_lint_readers"),
        (reporters, {one.name for one in host.reporters.values()}, "openness_lint_reporters"),
    ]

    for package, gathered, hook in ours:
        assert {name for names in _offered_by(package, hook).values() for name in names} <= gathered


@pytest.mark.parametrize("name", ["openness_lint", *MODULES])
def test_what_a_module_says_it_offers_is_sorted_and_there(name):
    module = importlib.import_module(name)
    offered = getattr(module, "__all__", [])

    assert list(offered) == sorted(offered)
    assert [one for one in offered if not hasattr(module, one)] == []


def test_the_package_offers_its_version():
    assert "__version__" in openness_lint.__all__
    assert openness_lint.__version__.count(".") == 2
