"""The same run on a cluster: the same findings, also when a worker is lost in the middle."""

from __future__ import annotations

import logging
import os
import signal
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from openness_lint._version import __version__
from openness_lint.cli import cluster
from openness_lint.cli.cluster import Member, Partition, Place, list_urls, partitions
from openness_lint.cli.files import Found
from openness_lint.model.errors import OpennessLintError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of dask's own making


def member(name: str, place: Place | None = None) -> Member:
    return Member(Found(name, Path(name), False), place)


class TestPartitions:
    def test_every_file_is_judged_once(self):
        members = [member(f"{i % 3}/{i}.yaml") for i in range(500)]

        made = partitions(members, [None if i % 50 == 7 else f"局{i % 40}" for i in range(500)])

        assert sorted(number for one in made for number, _ in one.members) == list(range(500))

    def test_a_body_s_reports_stay_together(self):
        members = [member(f"{i}.yaml") for i in range(400)]
        bodies = [f"局{i % 130}" for i in range(400)]

        made = partitions(members, bodies)

        assert len(made) > 3
        homes = [{bodies[number] for number, _ in one.members} for one in made]
        assert sum(map(len, homes)) == len(set(bodies))

    def test_what_may_be_anybody_s_goes_along_with_its_folder(self):
        there = Place("", "")
        one, two, three = (member(name, there) for name in ("a/1.yaml", "a/2.docx", "b/3.yaml"))

        assert partitions([one, two, three], ["局", None, "局"]) == [
            Partition([(1, two)], [one]),
            Partition([(0, one)], [two]),
            Partition([(2, three)], []),
        ]


class TestAddresses:
    def test_a_folder_s_files_are_named_from_its_last_part_on(self, report):
        report("reports/2024/a.yaml")
        report("reports/b.json")
        report("reports/.hidden/c.yaml")
        Path("reports/readme.xyz").write_text("", encoding="utf-8")
        Path("reports/b.json.openness-lint.yaml").write_text("", encoding="utf-8")
        root = Path("reports").resolve().as_uri()

        found = list_urls([root], {".yaml", ".json"})

        assert [one.found.name for one in found] == ["reports/2024/a.yaml", "reports/b.json"]
        assert [one.place.side_file for one in found] == [
            None,
            f"{Path('reports').resolve()}/b.json.openness-lint.yaml",
        ]

    def test_an_address_may_have_signs_for_any_name_in_it(self, report):
        report("reports/2023/a.yaml")
        report("reports/2024/b.yaml")
        report("reports/2024/c.json")

        found = list_urls([Path("reports/*/").resolve().as_uri().replace("%2A", "*") + "/*.yaml"], {".yaml", ".json"})

        assert [one.found.name for one in found] == ["reports/2023/a.yaml", "reports/2024/b.yaml"]

    def test_an_address_may_be_written_in_signs_or_in_code(self, report):
        report("有 空/报 告.yaml")
        folder = Path("有 空").resolve()

        for url in (folder.as_uri(), f"file://{folder}"):
            assert [one.found.name for one in list_urls([url], {".yaml"})] == ["有 空/报 告.yaml"]

    def test_a_file_in_an_archive_is_fetched_from_there(self, report, tmp_path):
        text = report("plain.yaml").read_bytes()
        with zipfile.ZipFile("some.zip", "w") as archive:
            archive.write("plain.yaml", "2024/a.yaml")
        (found,) = list_urls([f"zip://2024::{Path('some.zip').resolve().as_uri()}"], {".yaml"})
        work = cluster.Work(None, tmp_path, "run")

        with cluster._laid_out(work, [found]) as troubles:
            assert (troubles, Path("2024/a.yaml").read_bytes()) == ([None], text)

    def test_a_page_of_the_web_is_told_as_people_read_it(self):
        web = SimpleNamespace(protocol=("http", "https"))

        assert cluster._readable(web, "a%20b/%E6%8A%A5.yaml?x=1") == ("a b", "报.yaml")
        assert cluster._readable(web, "%2e%2E%2fetc%2Fa.yaml") == ("%2e%2E%2fetc%2Fa.yaml",)

    def test_what_cannot_be_fetched_does_not_keep_the_others_back(self, report, tmp_path):
        report("many/a.yaml")
        report("many/b.yaml")
        found = list_urls([Path("many").resolve().as_uri()], {".yaml"})
        Path("many/a.yaml").unlink()
        work = cluster.Work(None, tmp_path, "run")

        with cluster._laid_out(work, found) as (one, other):
            assert one.say("en").startswith("cannot be read: ")
            assert other is None
            assert Path("many/b.yaml").is_file()

    def test_two_files_of_one_name_are_told(self, run, report):
        one, two = (Path(f"{name}/a.yaml").resolve() for name in ("one", "two"))
        report(one)
        report(two)

        ran = run("--engine", "dask", "--lang", "en", one.as_uri(), two.as_uri())

        assert (ran.code, ran.out) == (2, "")
        assert "two files would both be called a.yaml" in ran.err

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["s3://bucket/a.yaml"], "s3://bucket/a.yaml goes with --engine dask"),
            (["--scheduler", "tcp://x:1", "."], "--scheduler goes with --engine dask"),
            (["--engine", "dask", "--fix", "."], "--engine dask does not go together with --fix, --diff or --watch"),
            (["--engine", "dask", "-"], "--engine dask cannot check standard input"),
            (["--engine", "dask", "file:///no/such/thing"], "file:///no/such/thing: no such file or folder"),
        ],
    )
    def test_what_does_not_go_together_is_told(self, run, words, said):
        ran = run("--lang", "en", *words)

        assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {said}\n")


def _die_once(marker: str):
    """A worker that judges for the first time is killed; the next time it is not."""
    judge = cluster.judge_partition

    def deadly(work, part):
        try:
            Path(marker).touch(exist_ok=False)
        except FileExistsError:
            return judge(work, part)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    return deadly


class TestACluster:
    @pytest.fixture
    def folder(self, all_rules, report, faulty) -> Path:
        for i in range(150):
            if i % 5 == 1:
                faulty("error", f"many/{i:03}.yaml")
            elif i % 50 == 3:
                report(f"many/{i:03}.yaml").write_text("agency: [\nyear: 2024\nsections:\n", encoding="utf-8")
            else:
                report(f"many/{i:03}.yaml", agency=f"示例{i}县水利局")
        return Path("many")

    def test_a_worker_that_is_killed_changes_nothing(self, run, folder, tmp_path, monkeypatch):
        alone = run("-f", "jsonl", "--no-cache", "--jobs", "1", folder)
        assert alone.out.count('"code":"T401"') >= 30

        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path)
        ) as workers:
            at = ["--engine", "dask", "--scheduler", workers.scheduler_address]
            elsewhere = run("-f", "jsonl", "--no-cache", *at, folder)
            monkeypatch.setattr(cluster, "judge_partition", _die_once(str(tmp_path / "killed")))
            killed = run("-f", "jsonl", "--no-cache", *at, folder)
            by_address = run("-f", "jsonl", "--no-cache", *at, folder.resolve().as_uri())
            run("-f", "parquet", "-o", "parts", "--no-cache", *at, folder)

            # The same workers, and not what they remember of a configuration.
            Path("many/.openness-lint.yaml").write_text("ignore: [T401]\n", encoding="utf-8")
            changed = run("-f", "jsonl", "--no-cache", *at, folder)
            Path("many/.openness-lint.yaml").unlink()

        assert (tmp_path / "killed").exists()
        assert '"code":"T401"' not in changed.out
        assert elsewhere == killed == by_address == alone
        run("-f", "parquet", "-o", "one.parquet", folder)
        count = ["--query", "SELECT record, count(*) AS n FROM corpus GROUP BY 1 ORDER BY 1"]
        assert run("corpus", "parts", *count).out == run("corpus", "one.parquet", *count).out

    @pytest.mark.parametrize("name", ["distributed", "distributed.client"])
    def test_what_the_library_has_to_say_of_a_lost_scheduler_is_not_told_beside_our_words(self, run, report, name):
        report()
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        try:
            ran = run("--lang", "en", "--engine", "dask", "--scheduler", "nowhere://here", "report.yaml")

            assert ran.code == 2
            assert ran.err.startswith("openness-lint: --scheduler: no connection to nowhere://here: ")
            assert not logger.isEnabledFor(logging.ERROR)
        finally:
            logger.setLevel(logging.NOTSET)

    def test_ctrl_c_which_a_terminal_sends_to_all_is_left_to_the_first_process(self):
        with cluster.Cluster(None, 1) as local:
            heeded = local.client.run(signal.getsignal, signal.SIGINT)

        assert [*heeded.values()] == [signal.SIG_IGN]

    def test_a_run_that_is_broken_off_does_not_wait_for_workers(self, run, report, monkeypatch):
        report()
        monkeypatch.setattr(cluster, "_SILENCE", 0)
        tell = cluster.Cluster._tell_idle

        def told_and_interrupted(self) -> bool:
            os.kill(os.getpid(), signal.SIGTERM)
            return tell(self)

        monkeypatch.setattr(cluster.Cluster, "_tell_idle", told_and_interrupted)
        with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as empty:
            ran = run("--lang", "en", "--engine", "dask", "--scheduler", empty.scheduler_address, "report.yaml")

        assert ran.code == 2
        assert ran.err.splitlines() == [
            "openness-lint: the scheduler has no workers; waiting for one (Ctrl-C ends it)",
            "openness-lint: interrupted: 0 of 1 files were checked, the others were not",
        ]

    @pytest.mark.parametrize(
        ("theirs", "said"),
        [
            (None, "tcp://x:1 has no openness-lint; install {ours} for the scheduler and every worker"),
            ("0.0.1", "tcp://x:1 has openness-lint 0.0.1, and here it is {ours}; install the same version"),
        ],
    )
    def test_workers_with_another_version_are_refused(self, theirs, said):
        ours = {"packages": {"openness_lint": __version__}}
        others = {"tcp://x:1": {"packages": {"openness_lint": theirs}}}

        with pytest.raises(OpennessLintError) as raised:
            cluster._refuse_others({"scheduler": ours, "workers": others})

        assert raised.value.say("en") == said.format(ours=__version__)


class TestParts:
    def test_a_table_in_parts_is_the_same_table(self, run, report, monkeypatch):
        monkeypatch.setattr("openness_lint.reporters.parquet._PART", 2)
        for i in range(5):
            report(f"many/{i}.yaml", agency=f"示例{i}县水利局")

        assert run("-f", "parquet", "-o", "parts", "many").code == 0
        run("-f", "parquet", "-o", "one.parquet", "many")

        assert [one.name for one in sorted(Path("parts").iterdir())] == [f"part-0000{i}.parquet" for i in range(3)]
        everything = ["--query", "SELECT * FROM corpus ORDER BY ALL", "-f", "json"]
        assert run("corpus", "parts", *everything).out == run("corpus", "one.parquet", *everything).out

    def test_a_folder_that_holds_a_table_already_is_left_alone(self, run, report):
        report()
        run("-f", "parquet", "-o", "parts", "report.yaml")
        before = Path("parts/part-00000.parquet").read_bytes()

        ran = run("-f", "parquet", "-o", "parts", "--lang", "en", "report.yaml")

        assert (ran.code, ran.err) == (
            2,
            "openness-lint: parts: the folder holds .parquet files already; name another, or empty it first\n",
        )
        assert Path("parts/part-00000.parquet").read_bytes() == before
