"""The documentation: what plugins may do is described in full, what is shown was run, links lead somewhere."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from openness_lint import hooks
from openness_lint.cli.schema import KINDS

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = (ROOT / "docs/plugins.md").read_text(encoding="utf-8")
PAGES = [path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")) if path.is_file()]  # fmt: skip

HOOKS = [name for name in vars(hooks.Specs) if not name.startswith("_")]
PROTOCOLS = [hooks.Check, hooks.Question, hooks.Comparing, hooks.Reader, hooks.FormShelf, hooks.Reporter]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section(heading: str) -> str:
    """What stands below a heading of the page on plugins."""
    found = re.search(rf"^### `{re.escape(heading)}`\n(.*?)(?=^##|\Z)", PLUGINS, re.DOTALL | re.MULTILINE)
    assert found is not None, f"docs/plugins.md has no section on {heading}"
    return found[1]


def members(protocol: type) -> list[str]:
    return [name for name in vars(protocol) if not name.startswith("_")]


class TestHooks:
    @pytest.mark.parametrize("name", HOOKS)
    def test_each_is_described_with_its_arguments(self, name):
        arguments = [one for one in inspect.signature(getattr(hooks.Specs, name)).parameters if one != "self"]

        said = section(f"{name}({', '.join(arguments)})")

        assert len(said.split()) > 10
        assert [one for one in arguments if f"  - `{one}`: " not in said] == []

    def test_none_is_described_that_there_is_not(self):
        assert re.findall(r"^### `(openness_lint_\w+)\(", PLUGINS, re.MULTILINE) == HOOKS


class TestShapes:
    @pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda one: one.__name__)
    def test_each_member_is_described_with_its_arguments(self, protocol):
        said = section(protocol.__name__)

        missing = []
        for name in members(protocol):
            member = vars(protocol)[name]
            if isinstance(member, property):
                missing += [] if f"- `{name}`: " in said else [name]
                continue
            arguments = [one for one in inspect.signature(member).parameters if one != "self"]
            signature = f"{name}({', '.join(arguments)})"
            found = re.search(rf"^- `{re.escape(signature)}`: (.*?)(?=^- |\Z)", said, re.DOTALL | re.MULTILINE)
            missing += [signature] if found is None else [f"{signature}: {one}" for one in arguments if f"  - `{one}`: " not in found[1]]  # fmt: skip
        assert missing == []

    def test_each_thing_that_a_reporter_is_told_is_described(self):
        said = section("Look")

        assert [one.name for one in dataclasses.fields(hooks.Look) if f"- `{one.name}`: " not in said] == []

    def test_every_protocol_there_is_has_its_section(self):
        protocols = [one for one in vars(hooks).values() if getattr(one, "_is_protocol", False) and one.__module__ == hooks.__name__]  # fmt: skip

        assert {one.__name__ for one in PROTOCOLS} == {one.__name__ for one in protocols}


class TestGenerate:
    @pytest.fixture
    def tree(self, tmp_path, generate, monkeypatch):
        """A tree with a page of blocks, and one rule with its page."""
        monkeypatch.setattr(generate, "PICTURES", {})
        monkeypatch.setattr(generate, "schemas", lambda _: {})
        monkeypatch.setattr(generate, "rule_pages", lambda: {"docs/rules/zh/T1.md": "# T1\n"})
        (tmp_path / "docs/rules/zh").mkdir(parents=True)
        (tmp_path / "docs/rules/zh/T1.md").write_text("# T1\n", encoding="utf-8")
        (tmp_path / "notes.txt").write_text("一\n二\n\n", encoding="utf-8")
        text = (
            "<!-- run: openness-lint rules T303 --lang en -->\n```text\nold\n```\n\n"
            "<!-- file: notes.txt -->\n```text\n```\n\n```sh\nopenness-lint rules\n```\n"
        )
        (tmp_path / "README.md").write_text(text, encoding="utf-8")
        return tmp_path

    def test_the_schemas_are_those_of_every_kind_of_file(self, generate):
        made = generate.schemas(ROOT)

        assert {Path(name).name for name in made} == {f"{kind}.schema.json" for kind in KINDS}
        assert all(json.loads(text)["$schema"] for text in made.values())

    def test_blocks_show_what_is_printed_and_what_files_hold_now(self, generate, tree, capsys):
        code = generate.main(check=False, root=tree)

        assert code == 0
        assert capsys.readouterr().out == "README.md: written\n"
        assert (tree / "README.md").read_text(encoding="utf-8") == (
            "<!-- run: openness-lint rules T303 --lang en -->\n```text\n"
            "T303  error  carry-identity  Received plus carried in equals results plus carried out\n```\n\n"
            "<!-- file: notes.txt -->\n```text\n一\n二\n```\n\n```sh\nopenness-lint rules\n```\n"
        )

    def test_what_is_fresh_is_left_alone(self, generate, tree, capsys):
        generate.main(check=False, root=tree)
        capsys.readouterr()

        assert (generate.main(check=True, root=tree), capsys.readouterr().out) == (0, "")

    def test_a_check_names_what_is_stale_and_writes_nothing(self, generate, tree, capsys):
        before = (tree / "README.md").read_bytes()
        (tree / "docs/rules/zh/T1.md").write_text("# T1, as it was\n", encoding="utf-8")

        code = generate.main(check=True, root=tree)

        assert code == 1
        assert capsys.readouterr().out.splitlines() == [
            "README.md: stale; run python docs/generate.py",
            "docs/rules/zh/T1.md: stale; run python docs/generate.py",
        ]
        assert before == (tree / "README.md").read_bytes()

    def test_a_page_on_a_rule_that_is_gone_is_found_and_removed(self, generate, tree, capsys):
        generate.main(check=False, root=tree)
        gone = tree / "docs/rules/en/T2.md"
        gone.parent.mkdir()
        gone.write_text("# T2\n", encoding="utf-8")
        capsys.readouterr()

        codes = [generate.main(check=check, root=tree) for check in (True, False, True)]

        assert codes == [1, 0, 0]
        assert "docs/rules/en/T2.md: superfluous" in capsys.readouterr().out
        assert not gone.exists()

    def test_a_command_prints_here_what_it_prints_in_a_process_of_its_own(self, generate):
        words = ["--lang", "en", "--no-cache", "examples/faults-2024.yaml", "missing.yaml"]

        here = generate.run(" ".join(["openness-lint", *words]), ROOT)

        alone = subprocess.run(
            [sys.executable, "-m", "openness_lint", *words],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert here == alone.stdout + alone.stderr
        assert "missing.yaml: no such file" in here

    def test_every_rule_has_a_page_in_both_languages(self, generate, rulebook):
        pages = generate.rule_pages()

        names = [f"{one.rule.code}-{one.rule.name}.md" for one in rulebook.rules]
        assert sorted(pages) == sorted(f"docs/rules/{language}/{name}" for language in ("zh", "en") for name in [*names, "README.md"])  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings_that_there_are(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)

    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in headings(path)):
            broken.append(target)
    assert broken == []


def headings(path: Path) -> set[str]:
    """The anchors of a page, as code hosts make them."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}
