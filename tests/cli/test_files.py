"""Which files a run is about: those named and the reports below folders, `.gitignore` heeded, each once."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from openness_lint.cli import files
from openness_lint.cli.files import find_files
from openness_lint.host import gather

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own
SUFFIXES = {".yaml", ".yml", ".json"}


def names(*paths: str | Path) -> list[str]:
    return [one.name for one in find_files([Path(one) for one in paths], SUFFIXES)]


def touch(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


class TestOrder:
    def test_files_keep_the_order_in_which_they_are_named(self):
        touch("b.yaml", "a.yaml")

        assert names("b.yaml", "a.yaml") == ["b.yaml", "a.yaml"]

    def test_below_a_folder_they_are_sorted_and_those_of_a_folder_come_before_its_folders(self):
        touch("r/b/z.yaml", "r/b/a.json", "r/a/x.yml", "r/m.yaml", "r/Z.YAML", "r/notes.txt")

        assert names("r") == ["r/Z.YAML", "r/m.yaml", "r/a/x.yml", "r/b/a.json", "r/b/z.yaml"]

    def test_each_is_there_once_however_often_it_is_reached(self):
        touch("r/a.yaml", "r/b.yaml")
        Path("link.yaml").symlink_to("r/a.yaml")
        Path("again").symlink_to("r")

        assert names("r/b.yaml", "r", "./r/../r/a.yaml", "link.yaml", "again", Path("r").resolve()) == ["r/b.yaml", "r/a.yaml"]  # fmt: skip

    def test_a_file_is_named_as_seen_from_here(self, desk):
        touch("r/a.yaml", "../beside.yaml")

        assert names(desk / "r" / "a.yaml") == ["r/a.yaml"]
        assert names("./r//a.yaml") == ["r/a.yaml"]
        assert names(desk.parent / "beside.yaml") == ["../beside.yaml"]


class TestHidden:
    def test_hidden_files_and_folders_are_left_out(self):
        touch("r/.a.yaml", "r/.git/b.yaml", "r/.venv/c.yaml", "r/d.yaml")

        assert names("r") == ["r/d.yaml"]

    def test_unless_they_are_named(self):
        touch(".a.yaml", ".r/b.yaml")

        assert names(".a.yaml", ".r") == [".a.yaml", ".r/b.yaml"]


class TestGitignore:
    def test_what_it_excludes_is_left_out(self):
        touch(".gitignore", text="# drafts\n\nold/\n*.draft.yaml\n/top.yaml\n")
        touch("a.yaml", "b.draft.yaml", "top.yaml", "old/c.yaml", "sub/top.yaml", "sub/old/d.yaml")

        assert names(".") == ["a.yaml", "sub/top.yaml"]

    def test_a_pattern_may_be_taken_back(self):
        touch(".gitignore", text="*.yaml\n!keep*.yaml\nkeep2.yaml\n")
        touch("a.yaml", "keep1.yaml", "keep2.yaml", "keep3.yaml")

        assert names(".") == ["keep1.yaml", "keep3.yaml"]

    def test_one_further_down_goes_before_one_further_up(self):
        touch(".gitignore", text="*.yaml\n")
        touch("sub/.gitignore", text="!a.yaml\n")
        touch("sub/deep/.gitignore", text="a.yaml\n")
        touch("a.yaml", "sub/a.yaml", "sub/b.yaml", "sub/deep/a.yaml", "beside/a.yaml")

        assert names(".") == ["sub/a.yaml"]

    def test_those_above_hold_up_to_the_root_of_the_repository(self):
        touch(".gitignore", text="a.yaml\n")
        touch("repo/.git/HEAD")
        touch("repo/.gitignore", text="/sub/b.yaml\n")
        touch("repo/sub/a.yaml", "repo/sub/b.yaml", "repo/sub/c.yaml")

        assert names("repo/sub") == ["repo/sub/a.yaml", "repo/sub/c.yaml"]

    def test_a_file_that_is_named_is_read_all_the_same(self):
        touch(".gitignore", text="*.yaml\n")
        touch("a.yaml")

        assert names("a.yaml") == ["a.yaml"]

    @pytest.mark.parametrize("pattern", ["build/", "build", "/build/*", "build/**"])
    def test_a_folder_that_is_named_is_walked_although_it_is_excluded(self, pattern):
        touch(".git/HEAD")
        touch(".gitignore", text=f"{pattern}\n")
        touch("build/a.yaml", "build/sub/b.yaml", "c.yaml")

        assert names(".") == ["c.yaml"]
        if "*" not in pattern:
            assert names("build") == ["build/a.yaml", "build/sub/b.yaml"]

    def test_a_link_to_the_folder_makes_no_difference(self):
        touch("r/.gitignore", text="a.yaml\n")
        touch("r/a.yaml", "r/b.yaml")
        Path("link").symlink_to("r")

        assert names("link") == ["link/b.yaml"]

    @pytest.mark.parametrize("content", [b"!\n\\\n[\na.yaml\n", b"\xff\xfe\na.yaml\r\n", b"a.yaml"])
    def test_what_is_no_pattern_says_nothing(self, content):
        touch("a.yaml", "b.yaml")
        Path(".gitignore").write_bytes(content)

        assert names(".") == ["b.yaml"]

    def test_those_of_folders_beside_are_not_asked(self, monkeypatch):
        for folder in "abcdef":
            touch(f"{folder}/.gitignore", text="x.yaml\n")
            touch(f"{folder}/x.yaml", f"{folder}/y.yaml")
        asked = []
        answer = files._answer
        monkeypatch.setattr(files, "_answer", lambda patterns, name: asked.append(name) or answer(patterns, name))

        assert names(".") == [f"{folder}/y.yaml" for folder in "abcdef"]
        assert asked == ["x.yaml", "y.yaml"] * 6

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_of_that_name_says_nothing(self):
        os.mkfifo(".gitignore")
        touch("a.yaml")

        assert names(".") == ["a.yaml"]

    def test_a_folder_of_that_name_says_nothing(self):
        touch(".gitignore/x", "a.yaml")

        assert names(".") == ["a.yaml"]

    @pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
    def test_git_would_leave_out_the_same(self):
        subprocess.run(["git", "init", "-q"], check=True)
        touch(".gitignore", text="*.yml\n!sub/*.yml\nlogs\n/one/two/\nx?.yaml\n**/deep/*.json\n")
        touch("sub/.gitignore", text="c.yml\n!/logs\n")
        touch(*(f"{folder}{name}" for folder in ("", "sub/", "logs/", "sub/logs/", "one/two/", "one/three/", "a/deep/") for name in ("a.yaml", "x1.yaml", "b.yml", "c.yml", "d.json")))  # fmt: skip

        known = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], check=True, capture_output=True, text=True
        )

        assert sorted(one for one in known.stdout.split() if not one.endswith(".gitignore")) == sorted(names("."))


class TestOddFiles:
    def test_links_in_a_circle_are_not_followed(self):
        touch("r/a.yaml")
        Path("r/up").symlink_to("..")
        Path("r/self").symlink_to("self")

        assert names("r") == ["r/a.yaml"]

    def test_a_link_to_itself_is_unreadable(self, run):
        Path("loop.yaml").symlink_to("loop.yaml")

        assert ((ran := run("loop.yaml")).code, ran.err) == (2, "loop.yaml: 无法读取：符号链接循环\n")

    def test_a_link_to_nowhere_is_told(self, run, report):
        report("r/a.yaml")
        Path("r/gone.yaml").symlink_to("nowhere.yaml")

        assert ((ran := run("r")).code, ran.err) == (2, "r/gone.yaml: 没有这个文件或文件夹\n")

    def test_pipes_and_sockets_below_a_folder_are_not_waited_for(self):
        touch("r/a.yaml")
        os.mkfifo("r/pipe.yaml")
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("r/socket.yaml")

            assert names("r") == ["r/a.yaml"]

    def test_a_device_that_never_ends_is_too_large(self, run):
        Path("zero.yaml").symlink_to("/dev/zero")

        ran = run("zero.yaml")

        assert ran.code == 2
        assert ran.err.startswith("zero.yaml: 文件有 10,000,001 字节，超过上限")

    def test_a_folder_that_may_not_be_listed_is_told_and_the_rest_is_checked(self, run, report, monkeypatch):
        report("r/a.yaml")
        report("r/locked/b.yaml")
        scandir = os.scandir

        def refuse(path):
            if Path(path).name == "locked":
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr("os.scandir", refuse)
        ran = run("r", "-f", "json")

        assert (ran.code, ran.err) == (2, "r/locked: 无法读取：没有权限\n")
        assert [one["path"] for one in json.loads(ran.out)["files"]] == ["r/a.yaml"]

    def test_a_file_that_may_not_be_read_is_told(self, run, report, monkeypatch):
        report()
        opened = Path.open

        def refuse(path, *words, **settings):
            if path.name == "report.yaml":
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return opened(path, *words, **settings)

        monkeypatch.setattr("pathlib.Path.open", refuse)

        assert ((ran := run("report.yaml")).code, ran.err) == (2, "report.yaml: 无法读取：没有权限\n")

    def test_a_hundred_megabytes_are_refused_by_their_size(self, run):
        with Path("large.yaml").open("wb") as file:
            file.truncate(100_000_000)

        ran = run("large.yaml")

        assert ran.code == 2
        assert ran.err.startswith("large.yaml: 文件有 100,000,000 字节，超过上限 10,000,000 字节")

    def test_a_document_with_photographs_may_be_larger_than_text(self, run):
        example = Path(__file__).parents[2] / "examples" / "documents" / "faults-2024.docx"
        for name, size in (("photographs.docx", 11_000_000), ("film.docx", 50_000_000)):
            shutil.copy(example, name)
            with zipfile.ZipFile(name, "a") as archive:
                archive.writestr("word/media/image1.jpeg", bytes(size))

        assert run("photographs.docx", "-q", "-f", "concise").code == 1
        assert (ran := run("film.docx")).code == 2
        assert ran.err.endswith("超过上限 50,000,000 字节；如是照片太大，请压缩图片后另存一份\n")

    @pytest.mark.parametrize("name", ["报告.yaml", "a b.yaml", "a\nb.yaml", "a\x1b[31mb.yaml", "a:1:1.yaml", "-dash.yaml", "[x].yaml", "%2F.yaml", "\u202egpj.yaml", "😀.yaml"])  # fmt: skip
    @pytest.mark.parametrize("format_name", FORMATS)
    def test_names_of_every_kind_are_read_and_told_safely(self, run, faulty, name, format_name):
        faulty("error", name)
        Path(f"bad{name}").write_text("", encoding="utf-8")

        ran = run("-f", format_name, "--", name, f"bad{name}")

        assert ran.code == 2
        assert len(ran.err.splitlines()) == 1
        assert not {"\x1b", "\u202e", "\r"} & set(ran.out + ran.err)
        if format_name == "json":
            told = json.loads(ran.out)
            assert [[name], [f"bad{name}"]] == [[one["path"] for one in told[key]] for key in ("files", "errors")]

    @pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
    @pytest.mark.parametrize("format_name", FORMATS)
    def test_a_name_that_is_no_text_is_read_and_told(self, run, faulty, format_name):
        name = os.fsdecode(b"bytes\xff.yaml")
        faulty("error", name)

        ran = run(".", "-f", format_name)

        assert (ran.code, ran.err) == (1, "")
        assert "bytes\ufffd.yaml" in ran.out or "bytes%EF%BF%BD.yaml" in ran.out


class TestNamesLikeCommands:
    def test_a_folder_named_like_a_command_is_reached_by_its_path(self, run, report):
        report("rules/a.yaml")

        assert "rules/a.yaml" in run("./rules", "-f", "json").out
        assert "rules/a.yaml" in run("check", "rules", "-f", "json").out
        assert "T401" in run("rules").out

    def test_a_mistyped_command_is_recognised(self, run):
        assert run("chek").err == "chek: 没有这个文件或文件夹；是否指命令 check？\n"
        assert run("nosuch", "--lang", "en").err == "nosuch: no such file or folder\n"

    def test_a_file_without_an_ending_tells_no_type(self, run):
        touch("report")

        readable = "、".join(sorted(gather().readers))

        assert run("report").err == f"report: 文件名没有扩展名，不知是什么类型；可读：{readable}\n"
