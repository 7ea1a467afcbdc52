"""Many files: the same bytes whatever the number of processes, nothing read twice, and an orderly end."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from openness_lint.cli import desk, jobs, many, spool
from openness_lint.cli.configured import open_plans, options_layer
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import find_files
from openness_lint.cli.jobs import Line, Order, number_of
from openness_lint.cli.judged import Judged
from openness_lint.cli.kept import Kept, key_of
from openness_lint.cli.progress import Interruption, Progress
from openness_lint.cli.run import FEW

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(autouse=True)
def copied(monkeypatch):
    """Processes are copies of this one, which has the small pack; others would not know of it."""
    monkeypatch.setattr(jobs.threading, "active_count", lambda: 1)


@pytest.fixture
def folder(report, faulty) -> Path:
    """More reports than one process is given, of every kind."""
    for i in range(FEW + 4):
        path = f"many/{i:03}.yaml"
        if i % 5 == 1:
            faulty(("error", "warning", "info")[i % 3], path)
        elif i % 17 == 3:
            report(path).write_text("agency: [\nyear: 2024\nsections:\n", encoding="utf-8")
        elif i % 19 == 4:
            Path(path).write_text("just: data\n", encoding="utf-8")
        else:
            report(path, agency=f"示例{i}县水利局")
    faulty("error", "many/silenced.yaml")
    Path("many/silenced.yaml.openness-lint.yaml").write_text(
        "- rules: [T401]\n  until: 2024-01-01\n  reason: 已核对\n", encoding="utf-8"
    )
    return Path("many")


class TestTheSameWhateverTheNumberOfProcesses:
    @pytest.mark.parametrize("format_name", ["text", "jsonl", "sarif"])
    def test_output_and_exit_code(self, run, folder, format_name):
        alone = run("-f", format_name, "--jobs", "1", "--no-cache", folder)

        assert run("-f", format_name, "--jobs", "3", "--no-cache", folder) == alone
        assert run("-f", format_name, "--jobs", "2", folder) == alone
        assert run("-f", format_name, folder) == alone
        assert alone.code == 2
        assert alone.out

    def test_several_formats_are_each_as_if_alone(self, run, folder, report):
        run("baseline", "create", "-o", "known.jsonl", folder / "001.yaml")
        report(folder / "001.yaml")  # what was listed is gone, and its entry stale
        names = ["sarif", "json", "junit", "parquet"]
        alone = {}
        for name in names:
            ran = run("-f", name, "-o", f"alone.{name}", "--baseline", "known.jsonl", "--no-cache", folder)
            alone[name] = Path(f"alone.{name}").read_bytes()
        words = [word for name in names for word in ("-f", name, "-o", f"with.{name}")]

        together = run("-f", "text", *words, "--baseline", "known.jsonl", folder)

        assert {name: Path(f"with.{name}").read_bytes() for name in names} == alone
        assert together == run("--baseline", "known.jsonl", folder)
        assert (together.code, together.err) == (ran.code, ran.err)

    def test_no_room_for_what_several_formats_are_told_is_told(self, run, folder, monkeypatch):
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("there is no device that is always full here")
        monkeypatch.setattr(spool.tempfile, "TemporaryFile", lambda **_: full.open("w+b", buffering=0))
        monkeypatch.setattr(spool.tempfile, "gettempdir", lambda: "/tmp")

        ran = run("-f", "json", "-f", "text", "-o", "found.txt", "--lang", "en", folder)

        assert (ran.code, ran.err) == (2, "openness-lint: /tmp: cannot be written: the disk is full\n")

    def test_a_table_has_the_figures(self, run, folder):
        run("-f", "parquet", "-o", "1.parquet", "--jobs", "1", "--no-cache", folder)
        for words in (["--jobs", "2"], []):
            run("-f", "parquet", "-o", "2.parquet", *words, folder)

            assert Path("2.parquet").read_bytes() == Path("1.parquet").read_bytes()

    def test_where_a_process_cannot_be_copied_it_is_started_anew(self, run_process, folder):
        alone = run_process("-f", "concise", "--no-cache", "--jobs", "1", folder)
        start = "import sys, threading; threading.Thread(target=sys.stdin.read, daemon=True).start()\n"
        script = f"{start}from openness_lint.cli.main import main\nif __name__ == '__main__': main()\n"
        Path("threaded.py").write_text(script, encoding="utf-8")

        words = [sys.executable, "threaded.py", "-f", "concise", "--no-cache", "--jobs", "2", str(folder)]
        ran = subprocess.run(words, check=False, capture_output=True, timeout=120)

        assert (ran.returncode, ran.stdout, ran.stderr) == (alone.returncode, alone.stdout, alone.stderr)

    def test_few_files_with_jobs_too(self, run, faulty):
        faulty("error", "a.yaml")
        faulty("info", "b.yaml")

        assert run("--jobs", "2", "a.yaml", "b.yaml") == run("a.yaml", "b.yaml")

    def test_what_a_process_makes_of_standard_input_is_made_here(self, run, faulty, monkeypatch):
        text = faulty("error").read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))

        assert run("--jobs", "2", "-").code == 1

    @pytest.mark.parametrize("wrong", ["0", "-1", "two", "1000", ""])
    def test_no_number_is_told(self, run, report, wrong):
        ran = run("--lang", "en", f"--jobs={wrong}", report())

        assert (ran.code, ran.out) == (2, "")
        assert f"--jobs: cannot be '{wrong}'; write a number from 1 to 999, or auto" in ran.err

    def test_auto_is_one_process_for_few_files(self):
        assert number_of("auto", FEW) == 1
        assert number_of("7", 1) == 7


class TestUnchangedReports:
    def test_are_not_judged_again(self, run, folder, monkeypatch):
        before = run(folder)
        judged: list[str] = []
        judge = Desk.judge

        def noted(self: Desk, found, source=None):
            judged.append(found.name)
            return judge(self, found, source)

        monkeypatch.setattr(Desk, "judge", noted)

        assert run(folder) == before
        # What could not be read may be readable the next time.
        assert {Path(one).read_text(encoding="utf-8")[:9] for one in judged} == {"agency: ["}

    def test_need_no_other_process(self, run, folder, monkeypatch):
        for damaged in [one for one in folder.iterdir() if one.read_text(encoding="utf-8").startswith("agency: [")]:
            damaged.unlink()
        before = run("--jobs", "2", folder)
        monkeypatch.setattr(jobs._Crew, "_started", lambda _: pytest.fail("a process was started"))

        assert run("--jobs", "2", folder) == before

    @pytest.mark.parametrize("changed", [["000.yaml"], ["007.yaml", "008.yaml", "051.yaml"]])
    def test_come_in_their_order_among_changed_ones(self, run, folder, faulty, changed):
        run("--jobs", "2", folder)
        for name in changed:
            faulty("error", folder / name)

        alone = run("-f", "jsonl", "--jobs", "1", "--no-cache", folder)
        assert run("-f", "jsonl", "--jobs", "2", folder) == alone
        assert run("-f", "jsonl", "--jobs", "2", folder) == alone

    def test_a_changed_report_is(self, run, folder, faulty):
        run("-f", "concise", folder)
        faulty("error", folder / "000.yaml")

        assert "many/000.yaml:11:24: T401 error" in run("-f", "concise", folder).out

    def test_a_changed_file_of_suppressions_counts(self, run, folder, faulty):
        faulty("error", folder / "000.yaml")
        run("-f", "concise", folder)
        Path(f"{folder}/000.yaml.openness-lint.yaml").write_text(
            "- rules: [T401]\n  reason: 已核对\n", encoding="utf-8"
        )

        assert "many/000.yaml:" not in run("-f", "concise", "-q", folder).out

    def test_other_rules_say_other_things(self, run, folder):
        everything = run("-f", "concise", folder)

        assert "T401" not in run("-f", "concise", "--ignore", "T401", folder).out
        assert run("-f", "concise", folder) == everything

    def test_another_severity_too(self, run, folder):
        run("-f", "concise", folder)
        Path(".openness-lint.yaml").write_text("severity: {T401: info}\n", encoding="utf-8")

        assert "T401 error" not in run("-f", "concise", folder).out

    def test_what_expires_is_judged_on_another_day(self, run, folder, monkeypatch):
        silenced = folder / "silenced.yaml.openness-lint.yaml"
        silenced.write_text("- rules: [T401]\n  until: 2024-06-01\n  reason: 已核对\n", encoding="utf-8")
        monkeypatch.setattr("openness_lint.cli.check.today", lambda: date(2024, 5, 1))
        assert "silenced.yaml:" not in run("-f", "concise", "-q", folder).out
        monkeypatch.setattr("openness_lint.cli.check.today", lambda: date(2024, 7, 1))

        assert "silenced.yaml:" in run("-f", "concise", "-q", folder).out

    def test_a_user_s_own_rule_that_changes_counts(self, run, folder, small_rules):
        text = (small_rules / "cn-openness" / "trial" / "stock-short.yaml").read_text(encoding="utf-8")
        own = Path("own/own-rule.yaml")
        own.parent.mkdir()
        own.write_text(text.replace("stock-short", "own-rule").replace("W201", "X901"), encoding="utf-8")
        assert "X901 warning" in run("-f", "concise", "--rules", "own", folder).out
        own.write_text(own.read_text(encoding="utf-8").replace("severity: warning", "severity: info"), encoding="utf-8")

        assert "X901 info" in run("-f", "concise", "--rules", "own", folder).out

    def test_without_the_cache_nothing_is_kept(self, run, folder, tmp_path):
        run("--no-cache", folder)

        assert list(tmp_path.rglob("said.sqlite")) == []

    def test_answers_come_back_as_they_were(self, run, folder):
        """JUnit has a case for every rule of every report."""
        alone = run("-f", "junit", "--jobs", "1", "--no-cache", folder)

        assert run("-f", "junit", "--jobs", "2", folder) == alone
        assert run("-f", "junit", folder) == alone
        Path(".openness-lint.yaml").write_text("severity: {T401: info}\n", encoding="utf-8")
        assert run("-f", "junit", folder) == run("-f", "junit", "--jobs", "1", "--no-cache", folder)


class TestTheCache:
    def test_gives_back_what_was_put_in(self, tmp_path):
        with Kept(tmp_path / "said.sqlite", 1) as kept:
            kept.put(b"k", b"parcel")
        with Kept(tmp_path / "said.sqlite", 2) as kept:
            assert (kept.get(b"k"), kept.get(b"other")) == (b"parcel", None)

    def test_keeps_what_was_put_in_before_an_interruption(self, tmp_path):
        with suppress(KeyboardInterrupt), Kept(tmp_path / "said.sqlite", 1) as kept:
            kept.put(b"k", b"parcel")
            raise KeyboardInterrupt
        with Kept(tmp_path / "said.sqlite", 1) as kept:
            assert kept.get(b"k") == b"parcel"

    @pytest.mark.parametrize(
        "data", [b"", b"no base at all, but long enough to be looked at" * 9, b"SQLite format 3\0" + b"\0" * 99]
    )
    def test_a_file_that_is_none_is_made_anew(self, tmp_path, data):
        file = tmp_path / "said.sqlite"
        file.write_bytes(data)
        with Kept(file, 1) as kept:
            kept.put(b"k", b"parcel")
        with Kept(file, 1) as kept:
            assert kept.get(b"k") == b"parcel"

    def test_a_table_with_other_columns_is_made_anew_with_what_lies_beside_it(self, tmp_path):
        base = sqlite3.connect(tmp_path / "other.sqlite", isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE said (key BLOB PRIMARY KEY, parcel BLOB)")
        for ending in ("", "-wal"):  # as a process leaves them that was killed
            (tmp_path / f"said.sqlite{ending}").write_bytes((tmp_path / f"other.sqlite{ending}").read_bytes())
        base.close()

        with Kept(tmp_path / "said.sqlite", 1) as kept:
            kept.put(b"key", b"parcel")

        with Kept(tmp_path / "said.sqlite", 1) as kept:
            assert kept.get(b"key") == b"parcel"

    def test_a_truncated_file_is_empty_or_made_anew(self, tmp_path, run, folder):
        before = run(folder)
        [file] = tmp_path.rglob("said.sqlite")
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

        assert run(folder) == before

    def test_a_parcel_of_another_key_or_damaged_is_none(self, tmp_path):
        file = tmp_path / "said.sqlite"
        with Kept(file, 1) as kept:
            kept.put(b"a", b"one")
            kept.put(b"b", b"two")
        base = sqlite3.connect(file)
        base.execute("UPDATE said SET parcel = (SELECT parcel FROM said WHERE key = ?) WHERE key = ?", (b"a", b"b"))
        base.execute("UPDATE said SET parcel = ? WHERE key = ?", (b"damaged", b"a"))
        base.commit()
        base.close()
        with Kept(file, 1) as kept:
            assert (kept.get(b"a"), kept.get(b"b")) == (None, None)

    def test_what_was_not_used_for_long_is_forgotten(self, tmp_path):
        file = tmp_path / "said.sqlite"
        with Kept(file, 1) as kept:
            kept.put(b"old", b"one")
            kept.put(b"used", b"two")
        with Kept(file, 50) as kept:
            kept.get(b"used")
        with Kept(file, 90) as kept:
            kept.put(b"new", b"three")
        with Kept(file, 90) as kept:
            assert [kept.get(one) for one in (b"old", b"used", b"new")] == [None, b"two", b"three"]

    def test_one_that_another_process_holds_is_no_obstacle(self, tmp_path):
        file = tmp_path / "said.sqlite"
        with Kept(file, 1):
            pass
        base = sqlite3.connect(file, isolation_level=None)
        base.execute("BEGIN EXCLUSIVE")
        with Kept(file, 1, patience=0) as kept:
            kept.put(b"k", b"parcel")
        base.close()

    def test_a_folder_that_cannot_be_is_no_obstacle(self, tmp_path):
        (tmp_path / "file").write_bytes(b"")
        with Kept(tmp_path / "file" / "said.sqlite", 1) as kept:
            kept.put(b"k", b"parcel")
            assert kept.get(b"k") is None

    def test_parts_do_not_run_into_each_other(self):
        assert key_of([b"ab", b"c"]) != key_of([b"a", b"bc"])


class TestAProcessThatEnds:
    def test_is_told_for_its_file_alone(self, run, folder, monkeypatch):
        judge = Desk.judge

        def deadly(self: Desk, found, source=None) -> Judged:
            if found.name.endswith("007.yaml"):
                os._exit(3)
            return judge(self, found, source)

        alone = run("-f", "concise", "--no-cache", "--jobs", "1", folder)
        monkeypatch.setattr(Desk, "judge", deadly)

        ran = run("-f", "concise", "--no-cache", "--jobs", "2", "--lang", "en", folder)

        assert ran.code == 2
        assert "many/007.yaml: the process that judged it ended unexpectedly (out of memory, perhaps)" in ran.err
        assert ran.err.count("ended unexpectedly") == 1
        assert len(ran.out.splitlines()) == len(alone.out.splitlines())

    def test_takes_nothing_along_of_what_others_do(self, run, folder, monkeypatch):
        """Processes that take the place of those that ended are not ended for an earlier one's sake."""
        judge = Desk.judge

        def deadly(self: Desk, found, source=None) -> Judged:
            if found.name.endswith(("002.yaml", "020.yaml", "040.yaml")):
                os._exit(3)
            return judge(self, found, source)

        monkeypatch.setattr(Desk, "judge", deadly)

        ran = run("-f", "concise", "--jobs", "2", "--lang", "en", folder)

        assert ran.err.count("ended unexpectedly") == 3
        assert ran.code == 2

    def test_keeps_what_others_said(self, run, folder, monkeypatch, tmp_path):
        judge = Desk.judge

        def deadly(self: Desk, found, source=None) -> Judged:
            if found.name.endswith("040.yaml"):
                os._exit(3)
            return judge(self, found, source)

        with monkeypatch.context() as here:
            here.setattr(Desk, "judge", deadly)
            run("--jobs", "2", folder)

        [file] = tmp_path.rglob("said.sqlite")
        with sqlite3.connect(file) as base:
            [(kept,)] = base.execute("SELECT COUNT(*) FROM said")
        base.close()
        assert kept > FEW - 10  # all but those that are damaged, and the one


class TestTheEnd:
    def test_no_process_and_no_thread_is_left(self, run, folder):
        before = threading.enumerate()

        run("--jobs", "2", "--no-cache", folder)

        assert (multiprocessing.active_children(), threading.enumerate()) == ([], before)

    def test_nor_when_nobody_reads_on(self, folder, monkeypatch):
        before = threading.enumerate()
        plans = open_plans(config=None, isolated=True, options=options_layer(), cache=False)
        order = Order(None, True, options_layer(), False, False, date(2025, 1, 1))
        files = list(find_files([folder], {".yaml"}))

        each = Line(Desk(plans, False, False, order.today), order, jobs=2, keeps=False).run(files)
        first = next(each)
        each.close()

        assert first[0] == files[0]
        assert (multiprocessing.active_children(), threading.enumerate()) == ([], before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
class TestProcessesOfARunThatIsEnded:
    """One of them waits for a report that does not come; the pipes of all are closed when none is left."""

    @pytest.fixture
    def running(self, folder):
        os.mkfifo("never.yaml")
        words = [
            sys.executable,
            "-m",
            "openness_lint",
            "--jobs",
            "2",
            "--progress",
            "--lang",
            "en",
            folder,
            "never.yaml",
        ]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        assert process.stderr is not None
        while b"checked" not in process.stderr.readline():
            pass
        yield process
        process.kill()
        process.communicate()

    def test_end_with_the_first(self, running):
        running.kill()

        running.communicate(timeout=60)

    def test_that_are_ended_together_with_it_are_not_started_anew(self, running):
        os.killpg(running.pid, signal.SIGTERM)

        out, err = running.communicate(timeout=60)

        assert running.returncode == 2
        assert b"files were checked, the others were not" in err.splitlines()[-1]
        assert b"reports checked" in out.splitlines()[-1]


class TestCtrlC:
    @pytest.fixture(params=["SIGINT", "SIGTERM", "SIGHUP"])
    def pressed(self, monkeypatch, request):
        """It is pressed, or the run is asked to end, while the tenth file is judged."""
        if not hasattr(signal, request.param):
            pytest.skip("no such signal here")
        judge, seen = Desk.judge, []

        def judged(self: Desk, found, source=None) -> Judged:
            seen.append(found)
            if len(seen) == 10:
                os.kill(os.getpid(), getattr(signal, request.param))
            return judge(self, found, source)

        monkeypatch.setattr(desk.Desk, "judge", judged)
        return seen

    def test_the_file_at_hand_is_finished_and_the_output_whole(self, run, folder, pressed):
        ran = run("-f", "jsonl", "--jobs", "1", "--lang", "en", folder)

        assert ran.code == 2
        assert (
            ran.err.splitlines()[-1]
            == f"openness-lint: interrupted: 10 of {FEW + 5} files were checked, the others were not"
        )
        assert '"summary"' in ran.out.splitlines()[-1]
        assert len(pressed) == 10

    def test_a_file_of_findings_stays_as_it_was(self, run, folder, pressed):
        Path("found.json").write_text("old", encoding="utf-8")

        assert run("-f", "json", "-o", "found.json", "--jobs", "1", folder).code == 2
        assert Path("found.json").read_text(encoding="utf-8") == "old"

    def test_what_other_processes_judged_is_kept_though_it_is_not_told(self, folder, tmp_path):
        order = Order(None, True, options_layer(), True, False, date(2025, 1, 1))
        plans = open_plans(config=None, isolated=True, options=options_layer(), cache=True)
        files = list(find_files([folder], {".yaml"}))

        each = Line(Desk(plans, False, False, order.today), order, jobs=2, keeps=True).run(files)
        next(each)
        each.close()

        [file] = tmp_path.rglob("said.sqlite")
        with sqlite3.connect(file) as base:
            [(kept,)] = base.execute("SELECT COUNT(*) FROM said")
        base.close()
        assert kept > 1

    @pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal here")
    def test_a_closed_terminal_does_not_end_what_is_to_outlive_it(self, monkeypatch):
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        interruption = Interruption()

        with interruption.heeded():
            os.kill(os.getpid(), signal.SIGHUP)

        assert signal.signal(signal.SIGHUP, before) is signal.SIG_IGN
        assert not interruption.came

    def test_pressed_again_while_python_clears_up_it_is_no_noise(self, capsys):
        class Cleared:
            def __del__(self):
                raise KeyboardInterrupt

        with Interruption().heeded():
            Cleared()

        assert capsys.readouterr().err == ""

    def test_what_was_judged_is_kept(self, run, folder, pressed):
        run("--jobs", "1", folder)
        first = len(pressed)

        run("--jobs", "1", folder)

        assert len(pressed) < first + FEW + 5 - 5  # all but those that cannot be read


class TestProgress:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    @staticmethod
    def through(stream, *, wanted, seconds, files=20) -> str:
        ticks = iter(range(10_000))
        progress = Progress(files, "en", wanted=wanted, stream=stream, clock=lambda: next(ticks) * seconds)
        for _ in progress.follow((None, Judged(None)) for _ in range(files)):
            pass
        return stream.getvalue()

    def test_a_bar_on_a_terminal_after_a_second(self):
        assert "12/20 checked" in self.through(self.Terminal(), wanted=None, seconds=0.1)

    def test_no_bar_before(self):
        assert self.through(self.Terminal(), wanted=None, seconds=0.01) == ""

    @pytest.mark.parametrize(("stream", "wanted"), [(io.StringIO(), None), (Terminal(), False), (io.StringIO(), False)])
    def test_no_bar_elsewhere_or_when_it_is_not_wanted(self, stream, wanted):
        assert self.through(stream, wanted=wanted, seconds=1) == ""

    def test_a_line_for_every_tenth_in_a_log(self):
        lines = self.through(io.StringIO(), wanted=True, seconds=0).splitlines()

        assert lines == [f"openness-lint: {2 * i}/20 checked" for i in range(1, 11)]

    def test_the_bar_is_taken_away_at_the_end(self):
        assert self.through(self.Terminal(), wanted=None, seconds=1).endswith("\x1b[2K")

    def test_few_files_have_it_where_it_is_asked_for(self, run, report):
        assert run("--progress", "--lang", "en", report()).err == "openness-lint: 1/1 checked\n"


def test_the_run_s_parts_are_imported_only_where_they_are_used(run_process, report):
    seen = run_process(report(), python=("-X", "importtime")).stderr.decode()

    assert not [
        one for one in ("multiprocessing", "sqlite3", "rich", many.__name__) if f"| {one}\n" in seen.replace(" ", "")
    ]
