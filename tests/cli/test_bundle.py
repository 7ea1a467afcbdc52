"""Our modules from one file are those that Python would load, or Python loads them."""

from __future__ import annotations

import py_compile
import sys
from importlib.util import cache_from_source, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import openness_lint
from openness_lint.cli import bundle as bundle_module
from openness_lint.cli.bundle import MANY, Bundle, of_program

TERMS = "3.11 /somewhere"


@pytest.fixture(autouse=True)
def _written(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def modules(tmp_path) -> list[tuple[str, ModuleType]]:
    """A package of ours and its modules, as `sys.modules` has them."""
    folder = tmp_path / "tried"
    folder.mkdir()
    made = []
    for stem in ("__init__", *(f"m{i}" for i in range(MANY))):
        path = folder / f"{stem}.py"
        path.write_text(f'"""One of ours."""\n\nNAME = "{stem}"\n', encoding="utf-8")
        name = "openness_lint.tried" if stem == "__init__" else f"openness_lint.tried.{stem}"
        spec = spec_from_file_location(name, path)
        assert spec is not None
        made.append((name, module_from_spec(spec)))
    return made


@pytest.fixture
def file(tmp_path, modules) -> Path:
    """What was kept of them."""
    file = tmp_path / "bundle.cpython-311"
    Bundle(str(file), TERMS).keep([*modules, ("os", sys.modules["os"])])
    return file


def run(bundle: Bundle, name: str) -> ModuleType:
    spec = bundle.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_kept_module_is_as_python_would_load_it(file, modules, tmp_path):
    bundle = Bundle(str(file), TERMS)

    package, module = run(bundle, "openness_lint.tried"), run(bundle, "openness_lint.tried.m3")

    assert (package.NAME, module.NAME, module.__doc__) == ("__init__", "m3", "One of ours.")
    assert package.__path__ == [str(tmp_path / "tried")]
    for made, (_, original) in zip((package, module), (modules[0], modules[4]), strict=True):
        assert (made.__file__, made.__package__) == (original.__file__, original.__package__)
        assert made.__spec__ is not None
        assert original.__spec__ is not None
        assert made.__spec__.cached == original.__spec__.cached


def test_other_modules_are_left_to_python(file):
    bundle = Bundle(str(file), TERMS)

    assert [bundle.find_spec(name) for name in ("os", "openness_lint", "openness_lint.tried.m99")] == [None] * 3


def test_a_changed_source_is_left_to_python_and_so_is_one_that_is_gone(file, tmp_path):
    bundle = Bundle(str(file), TERMS)
    (tmp_path / "tried" / "m1.py").write_text("NAME = 'another'\n", encoding="utf-8")
    (tmp_path / "tried" / "m2.py").unlink()

    found = [bundle.find_spec(f"openness_lint.tried.m{i}") is not None for i in range(4)]

    assert found == [True, False, False, True]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:],
        lambda _: b"",
        lambda _: b"something else altogether",
    ],
    ids=["truncated", "appended", "one bit of the index", "empty", "foreign"],
)
def test_a_damaged_file_is_passed_over_and_written_anew(file, modules, damage):
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    damaged = Bundle(str(file), TERMS)
    found = damaged.find_spec("openness_lint.tried")
    damaged.keep(modules)

    assert found is None
    assert Bundle(str(file), TERMS).find_spec("openness_lint.tried") is not None


def test_what_another_python_or_installation_wrote_is_passed_over(file):
    assert Bundle(str(file), "3.12 /somewhere").find_spec("openness_lint.tried") is None


def test_a_few_more_modules_are_no_reason_to_write_it_anew_and_many_are(file, modules, tmp_path):
    before = file.read_bytes()

    few = Bundle(str(file), TERMS)
    few.keep([(f"{name}_more", module) for name, module in modules[:3]])
    after_few = file.read_bytes()
    few.keep([(name.replace("tried", "others"), module) for name, module in modules])

    assert after_few == before
    assert few.find_spec("openness_lint.tried.m1") is not None
    both = Bundle(str(file), TERMS)
    assert both.find_spec("openness_lint.tried.m1") is not None
    assert not list(tmp_path.glob("bundle.*.*"))


def test_another_version_in_the_same_place_is_written_anew(file, modules, tmp_path):
    for source in (tmp_path / "tried").glob("*.py"):
        source.write_text("NAME = 'of another version'\n", encoding="utf-8")

    Bundle(str(file), TERMS).keep(modules)

    assert run(Bundle(str(file), TERMS), "openness_lint.tried.m1").NAME == "of another version"


def test_what_came_out_of_it_is_no_reason_to_write_it_anew(file, modules):
    bundle = Bundle(str(file), TERMS)
    before = file.stat().st_ino

    bundle.keep([(name, run(bundle, name)) for name, _ in modules])

    assert file.stat().st_ino == before


def test_where_python_writes_no_bytecode_nothing_is_written(tmp_path, modules, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    Bundle(str(tmp_path / "bundle"), TERMS).keep(modules)

    assert not (tmp_path / "bundle").exists()


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path, modules):
    Bundle(str(tmp_path / "none" / "bundle"), TERMS).keep(modules)

    assert not (tmp_path / "none").exists()


def test_of_what_cannot_be_written_whole_nothing_is_left(tmp_path, modules):
    (tmp_path / "bundle").mkdir()

    Bundle(str(tmp_path / "bundle"), TERMS).keep(modules)

    assert [one.name for one in tmp_path.glob("bundle*")] == ["bundle"]


def test_what_python_compiled_in_its_place_is_no_bundle(tmp_path, modules):
    source = tmp_path / "_compiled.py"
    source.write_text('"""Nothing."""\n', encoding="utf-8")
    file = py_compile.compile(str(source))
    assert file is not None

    bundle = Bundle(file, TERMS)
    bundle.keep(modules)

    assert bundle.find_spec("openness_lint.tried") is None
    assert Bundle(file, TERMS).find_spec("openness_lint.tried") is not None


class TestOfTheProgram:
    @pytest.fixture
    def installed(self, tmp_path, monkeypatch):
        """A program as it lies in site-packages."""
        package = ModuleType("openness_lint")
        package.__spec__ = spec_from_file_location("openness_lint", tmp_path / "openness_lint" / "__init__.py")
        package.__version__ = "1.2.3"  # type: ignore[attr-defined]
        (tmp_path / "openness_lint-1.2.3.dist-info").mkdir()
        (tmp_path / "openness_lint-1.2.3.dist-info" / "RECORD").touch()
        monkeypatch.setattr(bundle_module, "openness_lint", package)
        return tmp_path / "openness_lint"

    def test_it_lies_with_what_python_compiles(self, installed, modules):
        (installed / "__pycache__").mkdir(parents=True)

        bundle = of_program()
        assert bundle is not None
        bundle.keep(modules)

        # Under the name of a module's compiled file, which goes when the program is uninstalled.
        [file] = (installed / "__pycache__").iterdir()
        assert str(file) == cache_from_source(str(installed / "_compiled.py"))
        assert (Path(openness_lint.__file__).parent / "_compiled.py").is_file()

    def test_a_tree_to_work_in_has_none(self, installed):
        (installed.parent / "openness_lint-1.2.3.dist-info" / "RECORD").unlink()

        assert of_program() is None
