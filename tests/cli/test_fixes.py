"""`--fix`, `--unsafe-fixes` and `--diff` from the command line: what is written, said and never half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
pytestmark = pytest.mark.usefixtures("all_rules")

BEFORE = "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n    licences: ４１件   # 核对过\n    fees: 5元\n"
AFTER = BEFORE.replace("４１件", "41")


@pytest.fixture
def faulty_file() -> Path:
    path = Path("report.yaml")
    path.write_text(BEFORE, encoding="utf-8")
    return path


class TestFix:
    def test_it_writes_what_is_safe_and_counts_what_is_left(self, run, faulty_file):
        ran = run("--fix", "-q", "-f", "concise", "-s", "C,U", faulty_file)

        assert faulty_file.read_text(encoding="utf-8") == AFTER
        assert ran.code == 1
        assert "openness-lint: 改正 2 项，剩余 1 项\n" in ran.err
        assert [line.split()[1] for line in ran.out.splitlines() if " gap " not in line] == ["U101"]

    def test_unsafe_fixes_change_amounts_too(self, run, faulty_file):
        ran = run("--fix", "--unsafe-fixes", "-q", "-s", "C,U", "--lang", "en", faulty_file)

        assert faulty_file.read_text(encoding="utf-8") == AFTER.replace("5元", "0.0005")
        assert (ran.code, ran.err) == (0, "openness-lint: 3 fixed, 0 remaining\n")

    def test_a_clean_file_is_not_written(self, run):
        path = Path(shutil.copy(EXAMPLES / "clean-2024.yaml", "clean.yaml"))
        os.utime(path, ns=(1, 1))

        ran = run("--fix", "--unsafe-fixes", path)

        assert path.stat().st_mtime_ns == 1
        assert "改正 0 项，剩余 0 项" in ran.err

    @pytest.mark.parametrize(
        ("mark", "encoding"),
        [(b"", "gb18030"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
    )
    def test_encoding_and_byte_order_mark_stay(self, run, mark, encoding):
        path = Path("report.yaml")
        text = f"# 政府信息公开工作年度报告的数据\n{BEFORE}"
        path.write_bytes(mark + text.encode(encoding))

        run("--fix", "-q", path)

        assert path.read_bytes() == mark + text.replace("４１件", "41").encode(encoding)

    def test_a_declared_encoding_stays(self, run):
        path = Path("report.yaml")
        text = f"# coding: gbk\n{BEFORE}"
        path.write_bytes(text.encode("gbk"))

        run("--fix", "-q", path)

        assert path.read_bytes() == text.replace("４１件", "41").encode("gbk")

    def test_permissions_and_links_stay(self, run, faulty_file):
        faulty_file.chmod(0o640)
        Path("link.yaml").symlink_to(faulty_file)

        run("--fix", "-q", "link.yaml")

        assert Path("link.yaml").is_symlink()
        assert faulty_file.stat().st_mode & 0o777 == 0o640
        assert faulty_file.read_text(encoding="utf-8") == AFTER

    def test_a_file_that_cannot_be_read_is_told_and_the_others_are_mended(self, run, faulty_file):
        Path("broken.yaml").write_text("agency: [\n", encoding="utf-8")

        ran = run("--fix", "-q", "broken.yaml", faulty_file)

        assert ran.code == 2
        assert ran.err.startswith("broken.yaml:")
        assert faulty_file.read_text(encoding="utf-8") == AFTER

    def test_what_cannot_be_written_is_told_and_left_whole(self, run, faulty_file, monkeypatch):
        def refuse(*_):
            raise PermissionError(13, "denied")

        monkeypatch.setattr(Path, "replace", refuse)

        ran = run("--fix", "-q", faulty_file)

        assert ran.code == 2
        assert "report.yaml: 无法写入" in ran.err
        assert faulty_file.read_text(encoding="utf-8") == BEFORE
        assert [one.name for one in Path().iterdir()] == ["report.yaml"]

    def test_rules_that_are_not_asked_help_to_name_the_wrong_figure(self, run):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("[12, 2, 0, 0, 1, 0, 15]", "[21, 2, 0, 0, 1, 0, 15]", 1)
        Path("report.yaml").write_text(broken, encoding="utf-8")

        ran = run("--fix", "--unsafe-fixes", "-s", "T303", "report.yaml")

        assert ran.code == 0
        assert Path("report.yaml").read_text(encoding="utf-8") == text

    def test_a_document_is_judged_and_left_alone(self, run):
        text = "示例局2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t0元\n"
        Path("report.txt").write_text(text, encoding="utf-8")

        ran = run("--fix", "-q", "-f", "concise", "-s", "U", "report.txt")

        assert (ran.code, ran.err) == (1, "openness-lint: 改正 0 项，剩余 1 项\n")
        assert Path("report.txt").read_text(encoding="utf-8") == text

    def test_standard_input_cannot_be_mended(self, run, monkeypatch):
        import io

        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BEFORE.encode())))

        ran = run("--fix", "-")

        assert (ran.code, ran.err.splitlines()[0]) == (2, "stdin.yaml: --fix 只能改文件，不能改标准输入")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--unsafe-fixes"], "--unsafe-fixes 要与 --fix 或 --diff 同用"),
            (["--fix", "--diff"], "--fix 与 --diff 只能用一个"),
            (["--diff", "-f", "json"], "--diff 自有格式，不能与 --format、--output 同用"),
        ],
    )
    def test_options_that_do_not_go_together_are_refused(self, run, faulty_file, words, message):
        ran = run(*words, faulty_file)

        assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {message}\n")
        assert faulty_file.read_text(encoding="utf-8") == BEFORE


class TestDiff:
    def test_it_shows_a_patch_writes_nothing_and_exits_with_1(self, run, faulty_file):
        ran = run("--diff", faulty_file)

        assert ran.code == 1
        assert ran.err == "openness-lint: 可改正 2 项\n"
        assert ran.out == (
            "--- a/report.yaml\n+++ b/report.yaml\n@@ -2,5 +2,5 @@\n year: 2024\n sections:\n   proactive:\n"
            "-    licences: ４１件   # 核对过\n+    licences: 41   # 核对过\n     fees: 5元\n"
        )
        assert faulty_file.read_text(encoding="utf-8") == BEFORE

    def test_nothing_to_mend_is_exit_0(self, run):
        ran = run("--diff", EXAMPLES / "clean-2024.yaml")

        assert (ran.code, ran.out, ran.err) == (0, "", "openness-lint: 可改正 0 项\n")

    def test_the_patch_applies(self, run, faulty_file):
        if shutil.which("patch") is None:
            pytest.skip("there is no patch program")
        text = BEFORE.replace("\n", "\r\n").rstrip("\r\n").replace("agency", "title: 前\u2028后\r\nagency")
        faulty_file.write_bytes(text.encode())

        ran = run("--diff", "--unsafe-fixes", faulty_file)
        subprocess.run(["patch", "-p1", "--binary", "-s"], input=ran.out.encode(), check=True)

        assert faulty_file.read_bytes() == text.replace("４１件", "41").replace("5元", "0.0005").encode()


def test_a_run_that_is_killed_leaves_every_file_old_or_new(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    files = [folder / f"{i:03}.yaml" for i in range(200)]
    for path in files:
        path.write_text(BEFORE, encoding="utf-8")
    command = [sys.executable, "-m", "openness_lint", "--fix", "-q", "-s", "C", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Killed as soon as some files are new; which one it was about to write is left to chance.
    while files[20].read_text(encoding="utf-8") == BEFORE:
        assert process.poll() is None, "it ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()

    contents = [path.read_text(encoding="utf-8") for path in files]

    assert set(contents) == {BEFORE, AFTER}


class TestSarif:
    """What another tool makes of the `fixes` in a log is what `--unsafe-fixes` makes of the file."""

    SCHEMA = json.loads((Path(__file__).parents[1] / "data/sarif-schema-2.1.0.json").read_text("utf-8"))
    CLEAN = (EXAMPLES / "clean-2024.yaml").read_text("utf-8")
    RECEIVED = "一、本年新收政府信息公开申请数量: [12, 2, 0, 0, 1, 0, 15]"

    @pytest.mark.parametrize(
        ("ending", "received"),
        [
            ("\n", "一、本年新收政府信息公开申请数量: [21, 2, 0, 0, 1, 0, 15]"),
            ("\r\n", "一、本年新收政府信息公开申请数量: ['', 2, 0, 0, 1, 0, 15] # 𠮷"),
            (
                "\r\n",
                "received: {自然人: 2, 商业企业: '12', 科研机构: 0, 社会公益组织: 0, 法律服务机构: 1, 其他: 0, 总计: 15}",
            ),
        ],
    )
    def test_a_certain_repair_is_the_same_fix(self, run, ending, received):
        path = Path("report.yaml")
        text = f"# 𠮷\n{self.CLEAN.replace(self.RECEIVED, received)}".replace("\n", ending)
        path.write_bytes(text.encode())

        log = json.loads(run(path, "-s", "T3,C", "-f", "sarif").out)
        run("--fix", "--unsafe-fixes", "-s", "T3,C", path)

        [fix] = [fix for one in log["runs"][0]["results"] for fix in one.get("fixes", [])]
        jsonschema.Draft4Validator(self.SCHEMA).validate(log)
        assert fix["properties"] == {"applicability": "unsafe"}
        assert path.read_bytes().decode() == applied(fix, text)
        assert run(path, "-s", "T3,C").code == 0

    def test_a_repair_that_is_not_certain_is_none_of_them(self, run):
        path = Path("report.yaml")
        path.write_text(self.CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]"), encoding="utf-8")

        [result] = json.loads(run(path, "-s", "T4", "-f", "sarif").out)["runs"][0]["results"]

        assert "fixes" not in result


def applied(fix: dict, text: str) -> str:
    """The text with the replacements of a SARIF fix; columns are counted in characters, from 1, ends excluded."""
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "report.yaml"
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + column - 1

    stretches = []
    for one in change["replacements"]:
        region = one["deletedRegion"]
        start, end = offset(region["startLine"], region["startColumn"]), offset(region["endLine"], region["endColumn"])
        stretches.append((start, end, one["insertedContent"]["text"]))
    for start, end, new in sorted(stretches, reverse=True):
        text = text[:start] + new + text[end:]
    return text
