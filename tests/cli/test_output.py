"""A file is written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from openness_lint.cli.output import write_file
from openness_lint.host import gather
from openness_lint.model.errors import OpennessLintError

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own


def write(path: Path, text: str = "new\n") -> None:
    write_file(path, lambda file: file.write(text) and None)


class TestWriting:
    def test_a_new_file_has_the_rights_that_new_files_have(self):
        Path("usual.txt").write_text("")
        write(Path("new.txt"))

        assert Path("new.txt").read_text() == "new\n"
        assert Path("new.txt").stat().st_mode == Path("usual.txt").stat().st_mode

    def test_an_old_file_keeps_its_rights(self):
        path = Path("old.txt")
        path.write_text("old\n")
        path.chmod(0o640)

        write(path)

        assert path.read_text() == "new\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_link_stays_a_link(self):
        Path("old.txt").write_text("old\n")
        Path("link.txt").symlink_to("old.txt")

        write(Path("link.txt"))

        assert Path("link.txt").is_symlink()
        assert Path("old.txt").read_text() == "new\n"

    def test_an_old_file_stays_whole_when_writing_fails(self, desk):
        path = Path("old.txt")
        path.write_text("old\n")

        def fail(file):
            file.write("half")
            file.flush()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write_file(path, fail)

        assert path.read_text() == "old\n"
        assert [one.name for one in desk.iterdir()] == ["old.txt"]

    def test_lines_end_alike_everywhere_and_half_characters_are_spelt_out(self):
        write(Path("new.txt"), "一\r\n二\n\ud800")

        assert Path("new.txt").read_bytes() == "一\r\n二\n\\ud800".encode()

    @pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
    def test_a_device_is_written_to_and_not_replaced(self):
        write(Path("/dev/null"))

        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    @pytest.mark.parametrize(
        ("path", "why"),
        [("missing/new.txt", "no such file or folder"), (".", "it is a folder"), ("file/new.txt", "part of the path is no folder"), ("n" * 300, "the file name is too long")],
    )  # fmt: skip
    def test_what_cannot_be_written_is_told(self, path, why):
        Path("file").write_text("")

        with pytest.raises(OpennessLintError) as error:
            write(Path(path))

        assert error.value.say("en") == f"{path}: cannot be written: {why}"


class TestOutputOption:
    @pytest.mark.parametrize("format_name", FORMATS)
    def test_a_file_holds_what_would_have_been_printed(self, run, faulty, format_name):
        faulty("error")
        printed = run("report.yaml", "-f", format_name)

        ran = run("report.yaml", "-f", format_name, "--output", "found.txt")

        assert (ran.code, ran.out, ran.err) == (printed.code, "", printed.err)
        assert Path("found.txt").read_text("utf-8") == printed.out

    def test_a_dash_is_standard_output(self, run, faulty, desk):
        faulty("error")

        assert run("report.yaml", "-o", "-") == run("report.yaml")
        assert [one.name for one in desk.iterdir()] == ["report.yaml"]

    @pytest.mark.parametrize(("path", "zh"), [("missing/found.json", "没有这个文件或文件夹"), (".", "这是文件夹")])
    def test_what_cannot_be_written_is_2(self, run, report, path, zh):
        report()

        ran = run("report.yaml", "-o", path)

        assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {path}: 无法写入：{zh}\n")

    @pytest.mark.parametrize("words", [["report.yaml"], ["."]])
    def test_a_report_is_not_written_over_by_its_findings(self, run, faulty, words):
        before = faulty("error").read_bytes()
        Path("link.yaml").symlink_to("report.yaml")

        for output in ("report.yaml", "./report.yaml", "link.yaml"):
            ran = run(*words, "-o", output)

            assert (ran.code, ran.err) == (2, f"openness-lint: {Path(output)}: 这是被检查的文件，没有覆盖它\n")

        assert Path("report.yaml").read_bytes() == before

    def test_the_findings_of_last_time_are_replaced_and_are_no_report(self, run, faulty):
        faulty("error")

        first = run(".", "-f", "json", "-o", "found.json")
        told = Path("found.json").read_bytes()
        second = run(".", "-f", "json", "-o", "found.json", "--quiet")

        assert (first.code, second.code, second.err) == (1, 1, "")
        assert Path("found.json").read_bytes() == told
