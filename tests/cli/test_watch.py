"""`--watch`: a check now, one after each change, and the last one's exit code in the end."""

from __future__ import annotations

import builtins
import inspect
import io
from pathlib import Path

import pytest

from openness_lint.cli import watch
from openness_lint.cli.outputs import Destination
from openness_lint.cli.wording import Speech
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
WORDS = "\n有改动时重新检查；按 Ctrl-C 结束\n"
CHANGE = {("modified", "report.yaml")}


class Checks:
    """Stands for checks: each call prints a line and gives the next code, or raises it."""

    def __init__(self, terminal, *codes):
        self.terminal, self.codes = terminal, list(codes)

    def __call__(self):
        code = self.codes.pop(0)
        if not isinstance(code, int):
            raise code
        self.terminal.write(f"exit {code}\n")
        return code


def events(*given):
    """Changes as they come; what is an exception is raised."""
    for one in given:
        if isinstance(one, BaseException):
            raise one
        yield one


def repeat(once, changes, terminal):
    """Repeat with changes as given, under one watch."""
    everything = watch.Watched(frozenset(), (), ())
    return watch.repeat(once, lambda: everything, lambda _: changes, terminal, Speech())


@pytest.fixture
def terminal():
    return io.StringIO()


class TestRepeat:
    def test_each_set_of_changes_is_a_check_on_a_clear_screen(self, terminal):
        checks = Checks(terminal, 1, 0)

        code = repeat(checks, events(set(), CHANGE, KeyboardInterrupt()), terminal)

        assert code == 0
        assert terminal.getvalue() == f"{CLEAR}exit 1\n{WORDS}{CLEAR}exit 0\n{WORDS}"

    def test_no_change_is_no_check(self, terminal):
        checks = Checks(terminal, 1)

        assert repeat(checks, events(set(), set(), set(), KeyboardInterrupt()), terminal) == 1
        assert checks.codes == []

    def test_the_watch_begins_before_the_first_check(self, terminal):
        seen = []

        def changes():
            seen.append("watching")
            yield set()

        repeat(lambda: seen.append("checking") or 0, changes(), terminal)

        assert seen == ["watching", "checking"]

    def test_what_a_check_newly_depends_on_is_watched_before_it_is_checked_again(self, terminal):
        first, second = (watch.Watched(frozenset({name}), (), ()) for name in ("a", "b"))
        settled, seen = [first, second, second], []

        def changes(watched):
            seen.append(watched)
            return events(set(), *([] if watched is first else [KeyboardInterrupt()]))

        code = watch.repeat(Checks(terminal, 1, 0), lambda: settled.pop(0), changes, terminal, Speech())

        assert (code, seen, settled) == (0, [first, second], [])

    def test_what_never_was_right_ends_it(self, terminal):
        error = OpennessLintError(Phrase("没有规则", "no such rule"))

        with pytest.raises(OpennessLintError, match="no such rule"):
            repeat(Checks(terminal, error), events(set()), terminal)

    def test_what_goes_wrong_later_is_told_and_the_watch_goes_on(self, terminal, capsys):
        checks = Checks(terminal, 0, UnreadableInput(Phrase("缺少冒号", "no colon"), path="ours.yaml", line=3), 1)

        code = repeat(checks, events(set(), CHANGE, CHANGE, KeyboardInterrupt()), terminal)

        assert code == 1
        assert capsys.readouterr().err == "openness-lint: ours.yaml:3: 缺少冒号\n"
        assert terminal.getvalue().count(CLEAR) == 3

    def test_an_interrupted_check_gives_the_code_of_the_one_before(self, terminal):
        checks = Checks(terminal, 1, KeyboardInterrupt())

        assert repeat(checks, events(set(), CHANGE), terminal) == 1

    def test_interrupted_before_any_check_it_is_an_interruption(self, terminal):
        with pytest.raises(KeyboardInterrupt):
            repeat(Checks(terminal, KeyboardInterrupt()), events(set()), terminal)


class TestWatched:
    @pytest.fixture
    def tree(self, desk):
        for name in ("reports/2024/a.yaml", "reports/.git/b.yaml", "one.yaml", "rules/ours.yaml"):
            path = desk / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return Path(desk).resolve()

    def test_folders_are_watched_with_what_is_below_and_files_by_name(self, tree):
        watched = watch.Watched.of([Path("reports"), Path("one.yaml")], [".yaml", ".json"])

        concerned = {
            name
            for name in (
                "reports/2024/a.yaml", "reports/2024/new.json", "reports/2024/notes.txt", "reports/.git/b.yaml",
                "reports/.cache.yaml", "reports/.openness-lint-0123456789ab", "reports/.openness-lint.yaml",
                "reports/2024/.gitignore", "one.yaml", "one.yaml.openness-lint.yaml", "two.yaml", "rules/ours.yaml",
                "pyproject.toml", ".openness-lint-baseline.jsonl",
            )
            if watched.concerns(str(tree / name))
        }  # fmt: skip

        assert concerned == {
            "reports/2024/a.yaml", "reports/2024/new.json", "reports/.openness-lint.yaml", "reports/2024/.gitignore",
            "one.yaml", "one.yaml.openness-lint.yaml", "pyproject.toml", ".openness-lint-baseline.jsonl",
        }  # fmt: skip
        assert (watched.folders, watched.beside) == ((str(tree / "reports"),), [str(tree)])

    def test_a_file_that_is_not_there_is_waited_for(self, tree):
        watched = watch.Watched.of([Path("gone.yaml")], [".yaml"])

        assert watched.beside == [str(tree)]
        assert watched.concerns(str(tree / "gone.yaml"))

    def test_a_folder_that_is_not_there_is_no_place_to_wait(self, tree):
        with pytest.raises(OpennessLintError) as refused:
            watch.Watched.of([Path("nowhere/gone.yaml")], [".yaml"])

        assert refused.value.say("en") == "nowhere/gone.yaml: no such file or folder"


class TestRefused:
    @pytest.mark.parametrize(
        ("place", "said"),
        [
            (Destination("json", None), "--watch takes a format that people read, one of concise, text; this is json"),
            (Destination("text", Path("found.txt")), "--watch and --output do not go together"),
        ],
    )
    def test_what_is_not_for_a_terminal(self, place, said):
        with pytest.raises(OpennessLintError) as refused:
            watch.refuse([place], {"text", "concise"})

        assert refused.value.say("en") == said

    def test_what_is_for_people_is_not(self):
        watch.refuse([Destination("concise", None)], {"text", "concise"})

    def test_standard_input_cannot_be_watched(self):
        with pytest.raises(OpennessLintError, match="standard input"):
            watch.watch(lambda: 0, [Path("-")], list, [".yaml"], Speech())

    def test_there_has_to_be_a_terminal(self, capsys):
        with pytest.raises(OpennessLintError, match="needs a terminal"):
            watch.watch(lambda: 0, [Path()], list, [".yaml"], Speech())

    def test_without_watchfiles_the_extra_is_named(self, desk, monkeypatch):
        real = builtins.__import__

        def without(name, *rest):
            if name == "watchfiles":
                raise ModuleNotFoundError(name=name)
            return real(name, *rest)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(OpennessLintError) as refused:
            watch.changes(watch.Watched.of([Path()], [".yaml"]))

        assert refused.value.say("zh") == "--watch 需要 watchfiles，请先安装：pip install 'openness-lint[watch]'"
        assert refused.value.say("en") == "--watch needs watchfiles; install it with: pip install 'openness-lint[watch]'"  # fmt: skip


class TestThroughTheCommandLine:
    @pytest.fixture
    def on_terminal(self, monkeypatch):
        """A terminal, on which these changes come."""

        def begin(*given):
            monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
            monkeypatch.setattr(watch, "changes", lambda _: events(set(), *given))

        return begin

    def test_a_report_is_checked_until_the_end(self, run, report, on_terminal, monkeypatch):
        path = report("report.yaml", review="[1, 0, 0, 0, 2]")

        def changes():
            yield set()
            report("report.yaml")
            yield CHANGE
            raise KeyboardInterrupt

        on_terminal()
        monkeypatch.setattr(watch, "changes", lambda _: changes())

        ran = run(path, "--watch", "--color", "never")

        first, second = ran.out.removeprefix(CLEAR).split(CLEAR)
        assert ran.code == 0
        assert "错误[T401]" in first
        assert "✓ report.yaml" in second

    def test_files_that_vanish_or_are_half_written_do_not_end_it(self, run, report, on_terminal, monkeypatch):
        path = report("report.yaml")
        text = path.read_text(encoding="utf-8")

        def changes():
            yield set()
            path.unlink()
            yield CHANGE
            path.write_text(text[: len(text) // 2] + "[", encoding="utf-8")
            yield CHANGE
            path.write_text(text, encoding="utf-8")
            yield CHANGE
            raise KeyboardInterrupt

        on_terminal()
        monkeypatch.setattr(watch, "changes", lambda _: changes())

        ran = run(path, "--watch", "--color", "never")

        assert ran.code == 0
        assert ran.out.count(CLEAR) == 4
        assert ran.out.count("✓ report.yaml") == 2
        assert ran.err.count("report.yaml") == 2

    def test_configurations_and_the_rules_and_baselines_they_name_are_watched_as_they_come(
        self, run, report, on_terminal, monkeypatch, desk, small_rules
    ):
        path = report("x/reports/report.yaml", review="[1, 0, 0, 0, 2]")
        text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")
        ours = Path("ours/our-total.yaml")
        ours.parent.mkdir()
        ours.write_text(text.replace("T401", "X401").replace("dispute-total", "our-total"), encoding="utf-8")
        Path("known.jsonl").write_text('{"format": "openness-lint baseline", "version": 1}\n', encoding="utf-8")
        Path("x/.openness-lint.yaml").write_text("baseline: ../known.jsonl\n", encoding="utf-8")
        seen = []

        def changes(watched):
            names = {str(Path(one).relative_to(desk.resolve())) for one in (*watched.files, *watched.folders)}
            seen.append(sorted(names))
            yield set()
            if len(seen) == 1:
                Path("x/.openness-lint.yaml").write_text("rules: [\n", encoding="utf-8")
                yield CHANGE
                Path("x/.openness-lint.yaml").write_text("rules: [../ours]\n", encoding="utf-8")
                yield CHANGE
            raise KeyboardInterrupt

        on_terminal()
        monkeypatch.setattr(watch, "changes", changes)

        ran = run("x/reports", "--watch", "--color", "never")

        assert ran.code == 1
        assert seen == [
            ["known.jsonl", "x/.openness-lint.yaml", "x/reports"],
            ["ours", "x/.openness-lint.yaml", "x/reports"],
        ]
        assert "X401" in ran.out.split(CLEAR)[-1]
        assert path.is_file()

    def test_a_wrong_option_ends_it_at_once(self, run, report, on_terminal):
        on_terminal(CHANGE)

        ran = run(report(), "--watch", "--select", "T9")

        assert ran.code == 2
        assert "没有规则“T9”" in ran.err

    def test_formats_for_programs_are_refused(self, run, report, on_terminal):
        on_terminal()

        assert run(report(), "--watch", "--format", "json").code == 2
        assert run(report(), "--watch", "--output", "found.txt").code == 2


class TestWithWatchfiles:
    """What watchfiles itself makes of what we ask of it."""

    def test_it_knows_every_option(self):
        watchfiles = pytest.importorskip("watchfiles")

        known = inspect.signature(watchfiles.watch).parameters

        assert {"watch_filter", "recursive", "debounce", "rust_timeout", "yield_on_timeout", "raise_interrupt"} <= known.keys()  # fmt: skip

    def test_a_changed_report_is_told_and_a_changed_note_is_not(self, desk):
        pytest.importorskip("watchfiles")
        (desk / "report.yaml").touch()
        changes = watch.changes(watch.Watched.of([desk], [".yaml"]))

        assert next(changes) == set()
        (desk / "note.txt").write_text("a note", encoding="utf-8")
        (desk / "report.yaml").write_text("year: 2024\n", encoding="utf-8")
        found = next(one for one in changes if one)

        assert {Path(path).name for _, path in found} == {"report.yaml"}
        changes.close()

    def test_a_file_far_from_the_folders_is_told_and_what_is_below_its_folder_is_not(self, desk):
        pytest.importorskip("watchfiles")
        (desk / "reports").mkdir()
        (desk / "below").mkdir()
        known = desk / "known.jsonl"
        changes = watch.changes(watch.Watched.of([desk / "reports", known], [".yaml"]))

        assert next(changes) == set()
        (desk / "below" / "pyproject.toml").touch()
        known.touch()
        found = next(one for one in changes if one)

        assert {Path(path).name for _, path in found} == {"known.jsonl"}
        changes.close()
