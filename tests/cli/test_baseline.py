"""The baseline through the command line: made once, counted against, kept up to date, never in the way of anything new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openness_lint.host import gather

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own
NAME = ".openness-lint-baseline.jsonl"
HEADER = '{"format": "openness-lint baseline", "version": 1}\n'
BROKEN, MENDED = "[1, 0, 0, 0, 2]", "[1, 0, 0, 0, 1]"


def entries(path: str = NAME) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()[1:]]


def places(path: str = NAME) -> list[tuple[str, str]]:
    return [(one["agency"], one["address"]) for one in entries(path)]


@pytest.fixture
def three(report) -> None:
    """Three reports, two of them with a fault."""
    report("reports/a.yaml", agency="甲局", review=BROKEN)
    report("reports/b.yaml", agency="乙局", review=BROKEN, regulations="[1, 0, 0]")
    report("reports/c.yaml", agency="丙局")


class TestCreate:
    def test_it_takes_down_every_finding_a_line_each(self, run, three):
        ran = run("baseline", "create", "reports")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"{NAME}：共 3 项，新增 3 项，删去 0 项（检查 3 份报告）\n"
        assert Path(NAME).read_text(encoding="utf-8") == (
            HEADER
            + '{"code": "T401", "agency": "乙局", "year": 2024, "address": "disputes.review.total", "values": ["2", "disputes.review.upheld=1", "disputes.review.corrected=0", "disputes.review.other=0", "disputes.review.pending=0"], "message": "总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1"}\n'
            '{"code": "W201", "agency": "乙局", "year": 2024, "address": "proactive.regulations.in_force", "values": ["0", "proactive.regulations.issued=1"], "message": "现行有效件数为 0，不应小于本年制发件数 1，差 1"}\n'
            '{"code": "T401", "agency": "甲局", "year": 2024, "address": "disputes.review.total", "values": ["2", "disputes.review.upheld=1", "disputes.review.corrected=0", "disputes.review.other=0", "disputes.review.pending=0"], "message": "总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1"}\n'
        )  # fmt: skip
        assert [one.name for one in Path().iterdir() if one.name.startswith(".")] == [NAME]

    def test_in_english(self, run, three):
        assert run("baseline", "create", "reports", "--lang", "en").out == f"{NAME}: 3 entries, 3 new, 0 taken out (3 reports checked)\n"  # fmt: skip
        assert entries()[1]["message"].isascii()

    def test_it_refuses_to_write_over_one_that_is_there(self, run, three):
        Path(NAME).write_text(HEADER, encoding="utf-8")

        ran = run("baseline", "create", "reports")

        assert (ran.code, ran.out) == (2, "")
        assert (
            ran.err == f"openness-lint: {NAME}: 文件已存在，没有改动它；要按现状重写用 update，要从头再建加 --force\n"
        )
        assert not entries()
        assert run("baseline", "create", "reports", "--force").code == 0
        assert len(entries()) == 3

    def test_only_some_rules_and_another_file(self, run, three):
        assert run("baseline", "create", "reports", "-s", "T", "-o", "known.jsonl").code == 0
        assert {one["code"] for one in entries("known.jsonl")} == {"T401"}

    def test_what_is_suppressed_already_is_not_taken_down(self, run, report):
        text = report(review=f"{BROKEN}  # openness-lint: ignore[T401] 原件如此").read_text(encoding="utf-8")
        assert "ignore" in text

        run("baseline", "create", "report.yaml")

        assert not entries()

    def test_a_report_that_cannot_be_read_is_told_and_the_others_are_taken_down(self, run, three):
        Path("reports/broken.yaml").write_text("agency: 丁局\nyear: 2024\nsections: [\n", encoding="utf-8")

        ran = run("baseline", "create", "reports")

        assert ran.code == 2
        assert ran.err.startswith("reports/broken.yaml:4:1: ")
        assert len(entries()) == 3

    @pytest.mark.parametrize("path", ["empty", "missing.yaml"])
    def test_without_a_report_nothing_is_written(self, run, path):
        Path("empty").mkdir()

        ran = run("baseline", "create", path)

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines()[-1] == "openness-lint: 没有能检查的报告，没有改动基线"
        assert not Path(NAME).exists()

    def test_a_report_is_never_written_over(self, run, three):
        before = Path("reports/a.yaml").read_bytes()

        ran = run("baseline", "create", "reports", "--force", "-o", "reports/a.yaml")

        assert (ran.code, ran.err) == (2, "openness-lint: reports/a.yaml: 这是被检查的文件，没有覆盖它\n")
        assert Path("reports/a.yaml").read_bytes() == before

    def test_a_mandatory_rule_is_not_taken_down_and_not_silenced(self, run, three):
        Path(".openness-lint.yaml").write_text(f"mandatory: [T401]\nbaseline: {NAME}\n", encoding="utf-8")

        run("baseline", "create", "reports")
        ran = run("reports", "-f", "concise")

        assert {one["code"] for one in entries()} == {"W201"}
        assert ran.code == 1
        assert [line.split()[1] for line in ran.out.splitlines()] == ["T401", "T401"]


@pytest.mark.parametrize("format_name", FORMATS)
class TestCheckInEveryFormat:
    def test_known_findings_do_not_count_and_new_ones_do(self, run, three, report, format_name):
        run("baseline", "create", "reports")
        known = run("reports", "--baseline", NAME, "-f", format_name, "--fail-on", "info")
        report("reports/c.yaml", agency="丙局", documents="[0, 1, 0]")

        new = run("reports", "--baseline", NAME, "-f", format_name, "--fail-on", "info")

        assert (known.code, known.err, new.code) == (0, "", 1)

    def test_a_stale_line_is_told_at_its_place(self, run, three, report, format_name, all_rules):
        run("baseline", "create", "reports", "-s", "T401")
        report("reports/a.yaml", agency="甲局", review=MENDED)

        passed = run("reports", "--baseline", NAME, "-s", "T401,Q", "-f", format_name)
        failed = run("reports", "--baseline", NAME, "-s", "T401,Q", "-f", format_name, "--fail-on", "warning")

        assert (passed.code, failed.code) == (0, 1)
        assert "Q201" in passed.out
        assert NAME in passed.out
        if format_name == "concise":
            assert f"{NAME}:3:1: Q201 warning 甲局 2024 年度的报告里已没有这个问题：T401（disputes.review.total）" in passed.out.splitlines()  # fmt: skip


class TestCheck:
    def test_json_has_the_reason_and_the_count(self, run, report):
        report(review=BROKEN)
        run("baseline", "create", "report.yaml")
        text = Path(NAME).read_text(encoding="utf-8")
        Path(NAME).write_text(text.replace('相差 1"}', '相差 1", "reason": "2024年原件如此"}'), encoding="utf-8")

        told = json.loads(run("report.yaml", "--baseline", NAME, "-f", "json").out)

        assert told["files"][0]["diagnostics"][0]["suppressed"] == {"kind": "baseline", "reason": "2024年原件如此"}
        assert (told["summary"]["error"], told["summary"]["suppressed"], told["summary"]["files"]) == (0, 1, 1)

    def test_a_stale_line_is_a_file_of_its_own_in_json_and_no_report(self, run, three, report, all_rules):
        run("baseline", "create", "reports", "-s", "T401")
        report("reports/a.yaml", agency="甲局", review=MENDED)

        told = json.loads(run("reports", "--baseline", NAME, "-s", "T401,Q", "-f", "json").out)

        [*_, last] = told["files"]
        assert (last["path"], last["form"], last["agency"], last["year"], last["judged"]) == (NAME, "baseline", None, None, 0)  # fmt: skip
        assert [one["code"] for one in last["diagnostics"]] == ["Q201"]
        assert told["summary"]["files"] == 3

    def test_reports_that_are_not_in_the_run_leave_their_lines_alone(self, run, three, all_rules):
        run("baseline", "create", "reports", "-s", "T401")

        ran = run("reports/c.yaml", "--baseline", NAME, "-s", "T401,Q", "-f", "concise", "-q")

        assert (ran.code, ran.out) == (0, "")

    def test_findings_never_take_its_place(self, run, three):
        run("baseline", "create", "reports")
        before = Path(NAME).read_bytes()

        ran = run("reports", "--baseline", NAME, "-f", "json", "-o", NAME)

        assert (ran.code, ran.err) == (2, f"openness-lint: {NAME}: 这是被检查的文件，没有覆盖它\n")
        assert Path(NAME).read_bytes() == before

    def test_moved_lines_change_nothing(self, run, three):
        run("baseline", "create", "reports")
        file = Path("reports/a.yaml")
        file.write_text("# 一行\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")

        assert run("reports", "--baseline", NAME).code == 0

    def test_the_configuration_may_name_it(self, run, three):
        run("baseline", "create", "reports", "-o", "known.jsonl")
        Path(".openness-lint.yaml").write_text("baseline: known.jsonl\n", encoding="utf-8")

        assert run("reports").code == 0
        assert run("reports", "--isolated").code == 1

    def test_findings_in_it_are_not_mended(self, run, report, all_rules):
        file = report(documents="[0, 0, １]")
        run("baseline", "create", "report.yaml", "-s", "C103")

        ran = run("report.yaml", "--fix", "--baseline", NAME, "-s", "C103")

        assert ran.err == "openness-lint: 改正 0 项，剩余 0 项\n"
        assert "１" in file.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("text", "err"),
        [
            ("", f'{NAME}:1:1: 不是基线文件：第一行应是 {HEADER.strip()}（用 openness-lint baseline create 生成）'),
            (HEADER + '{"code": "T4O1"}\n', f"{NAME}:2:11: 没有规则“T4O1”；是否指“T401”？"),
            (HEADER + "<<<<<<< HEAD\n", f"{NAME}:2:1: 合并冲突还没有解决；两边的行都留下即可，再运行 openness-lint baseline update"),
            (None, f"{NAME}: 没有这个基线文件；用 openness-lint baseline create 生成"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("words", [["reports", "--baseline", NAME], ["baseline", "update", "reports"], ["baseline", "prune", "reports"], ["baseline", "show"]])  # fmt: skip
    def test_a_broken_one_is_2_with_its_place(self, run, three, text, err, words):
        if text is not None:
            Path(NAME).write_text(text, encoding="utf-8")

        ran = run(*words)

        assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {err}\n")


class TestUpdateAndPrune:
    @pytest.fixture
    def changed(self, run, three, report) -> None:
        """One finding mended, one new, and a reason given for one that stays."""
        run("baseline", "create", "reports")
        text = Path(NAME).read_text(encoding="utf-8")
        lines = text.splitlines()
        lines[1] = lines[1][:-1] + ', "reason": "原件如此"}'
        Path(NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
        report("reports/a.yaml", agency="甲局", review=MENDED)
        report("reports/c.yaml", agency="丙局", review=BROKEN)

    def test_update_holds_what_there_is_and_keeps_reasons(self, run, changed):
        ran = run("baseline", "update", "reports")

        assert (ran.code, ran.out) == (0, f"{NAME}：共 3 项，新增 1 项，删去 1 项（检查 3 份报告）\n")
        assert places() == [("丙局", "disputes.review.total"), ("乙局", "disputes.review.total"), ("乙局", "proactive.regulations.in_force")]  # fmt: skip
        assert [one.get("reason") for one in entries()] == [None, "原件如此", None]

    def test_prune_only_takes_out_what_is_gone(self, run, changed):
        ran = run("baseline", "prune", "reports")

        assert (ran.code, ran.out) == (0, f"{NAME}：共 2 项，新增 0 项，删去 1 项（检查 3 份报告）\n")
        assert places() == [("乙局", "disputes.review.total"), ("乙局", "proactive.regulations.in_force")]
        assert run("baseline", "prune", "reports").out == f"{NAME}：共 2 项，新增 0 项，删去 0 项（检查 3 份报告）\n"

    @pytest.mark.parametrize("action", ["update", "prune"])
    def test_what_was_not_looked_at_stays(self, run, changed, action):
        before = entries()

        run("baseline", action, "reports/b.yaml")
        run("baseline", action, "reports", "-s", "I")

        assert entries() == before

    def test_update_leaves_a_file_alone_that_is_up_to_date(self, run, changed):
        run("baseline", "update", "reports")
        before = Path(NAME).read_bytes(), Path(NAME).stat().st_mtime_ns

        run("baseline", "update", "reports", "--lang", "en")

        assert before == (Path(NAME).read_bytes(), Path(NAME).stat().st_mtime_ns)


class TestShow:
    def test_it_lists_what_is_in_it_report_by_report(self, run, three):
        run("baseline", "create", "reports")
        text = Path(NAME).read_text(encoding="utf-8")
        Path(NAME).write_text(text.replace('数 1，差 1"}', '数 1，差 1", "reason": "原件如此"}'), encoding="utf-8")

        ran = run("baseline", "show")

        assert ran.code == 0
        assert (
            ran.out
            == """\
乙局 2024：2 项
  T401  disputes.review.total           总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1
  W201  proactive.regulations.in_force  现行有效件数为 0，不应小于本年制发件数 1，差 1
                                        理由：原件如此

甲局 2024：1 项
  T401  disputes.review.total  总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1

共 3 项，涉及 2 份报告
"""
        )

    def test_in_english_and_empty(self, run):
        Path(NAME).write_text(HEADER, encoding="utf-8")

        assert run("baseline", "show", "--lang", "en").out == "0 entries for 0 reports\n"

    def test_as_json(self, run, three):
        run("baseline", "create", "reports", "-o", "known.jsonl")

        told = json.loads(run("baseline", "show", "-o", "known.jsonl", "-f", "json").out)

        assert told == {"path": "known.jsonl", "entries": entries("known.jsonl")}


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (["create"], "baseline create 要写明检查哪些报告"),
        (["show", "reports"], "baseline show 不检查报告；基线文件用 --baseline 指明"),
        (["update", "reports", "--force"], "--force 只用于 baseline create"),
        (["make", "reports"], "不能是“make”；可用：create、update、prune、show"),
    ],
)
def test_misuse_is_told_in_one_line(run, three, words, err):
    ran = run("baseline", *words)

    assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {err}\n")
