"""Suppressions through the command line: what is let stand does not count, and is never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openness_lint.host import gather

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own
REASON = "2024年原件如此"


def codes(ran) -> list[str]:
    """The codes that a run in the format concise tells of."""
    return [line.split()[1] for line in ran.out.splitlines()]


def suppressed(path: str = "report.yaml", comment: str = f"# openness-lint: ignore[T401] {REASON}") -> Path:
    """Put a comment at the end of the last line of a report."""
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text.rstrip()}  {comment}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_suppressed_finding_does_not_count_in_any_format(run, faulty, format_name):
    faulty("error")
    before = run("report.yaml", "-f", format_name, "--fail-on", "info")
    suppressed()

    after = run("report.yaml", "-f", format_name, "--fail-on", "info")

    assert (before.code, after.code, after.err) == (1, 0, "")


def test_it_stays_in_json_with_its_reason(run, faulty):
    faulty("error")
    suppressed()

    told = json.loads(run("report.yaml", "-f", "json").out)

    [one] = told["files"][0]["diagnostics"]
    assert (one["code"], one["suppressed"]) == ("T401", {"kind": "comment", "reason": REASON})
    assert {**told["summary"], "judged": 0, "held": 0} == {
        "files": 1, "error": 0, "warning": 0, "info": 0, "gap": 0, "fault": 0, "suppressed": 1, "judged": 0, "held": 0, "unread": 0,
    }  # fmt: skip


def test_it_stays_in_sarif_with_its_reason(run, faulty):
    faulty("error")
    faulty("warning", "other.yaml")
    suppressed()

    told = json.loads(run("report.yaml", "other.yaml", "-f", "sarif").out)

    results = {one["ruleId"]: one["suppressions"] for one in told["runs"][0]["results"]}
    assert results == {"T401": [{"kind": "inSource", "justification": REASON}], "W201": []}


@pytest.mark.parametrize(
    ("language", "brief", "full"),
    [
        ("zh", ["✓ report.yaml：判定 3 项，成立 2 项，已豁免 1 项"], ["report.yaml：1 项已豁免", "  已豁免[T401] report.yaml:11:24：总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1（报告中的注释：2024年原件如此）"]),
        ("en", ["✓ report.yaml: 3 demands judged, 2 of them hold, 1 suppressed"], ["report.yaml: 1 suppressed", "  suppressed[T401] report.yaml:11:24: total = 2, but upheld 1 + corrected 0 + other outcome 0 + pending 0 = 1, 1 apart (comment in the report: 2024年原件如此)"]),
    ],
)  # fmt: skip
def test_text_tells_of_it_when_asked_for_everything(run, faulty, language, brief, full):
    faulty("error")
    suppressed()

    plain, verbose = (run("report.yaml", "--lang", language, *more).out.splitlines() for more in ((), ("--verbose",)))

    assert brief == plain[:-2]
    assert full == verbose[: len(full)]
    assert plain[-1] == verbose[-1]
    assert plain[-1].endswith("1 项已豁免" if language == "zh" else "1 suppressed")


def test_one_that_is_wrong_is_told_and_silences_nothing(run, faulty, all_rules):
    faulty("error")
    suppressed(comment=f"# openness-lint: ingore[T401] {REASON}")

    ran = run("report.yaml", "-f", "concise", "-q", "-s", "T401,Q")

    assert ran.code == 1
    assert ran.out.splitlines() == [
        "report.yaml:11:24: T401 error 总计为 2，但结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，相差 1",
        "report.yaml:11:45: Q104 error 不认识“ingore”；是否指“ignore”？",
    ]


def test_the_rules_on_suppressions_are_listed_selected_and_ignored(run, faulty, all_rules):
    faulty("error")
    suppressed(comment="# openness-lint: ignore[T401]")

    assert "suppression-reasonless" in run("rules", "Q").out
    assert "Q102" in run("rule", "Q102").out
    assert codes(run("report.yaml", "-f", "concise", "-q", "-s", "T401,Q102")) == ["T401", "Q102"]  # fmt: skip
    assert codes(run("report.yaml", "-f", "concise", "-q", "-s", "T401,Q", "-i", "Q102")) == ["T401"]  # fmt: skip


class TestBesideAReport:
    REPORT = json.dumps(
        {"agency": "甲局", "year": 2024, "sections": {"disputes": {"review": [1, 0, 0, 0, 2]}}}, ensure_ascii=False
    )

    @pytest.fixture(autouse=True)
    def report_in_json(self, desk):
        Path("reports").mkdir()
        Path("reports/a.json").write_text(self.REPORT, encoding="utf-8")

    def beside(self, text: str) -> None:
        Path("reports/a.json.openness-lint.yaml").write_text(text, encoding="utf-8")

    @pytest.mark.parametrize("path", ["reports/a.json", "reports"])
    def test_its_suppressions_count(self, run, path):
        self.beside(f"- rules: [T401]\n  reason: {REASON}\n")

        ran = run(path, "-f", "json", "--fail-on", "info")

        told = json.loads(ran.out)
        assert (ran.code, ran.err) == (0, "")
        assert [one["path"] for one in told["files"]] == ["reports/a.json"]
        found = [one["suppressed"] for one in told["files"][0]["diagnostics"] if one["kind"] == "violation"]
        assert found == [{"kind": "file", "reason": REASON}]

    @pytest.mark.parametrize("others", [(), ("reports/a.json",)])
    def test_where_it_is_named_its_report_is_meant(self, run, others):
        self.beside(f"- rules: [T401]\n  reason: {REASON}\n")

        ran = run("reports/a.json.openness-lint.yaml", *others, "-f", "json", "--reports-only")

        assert (ran.code, ran.err) == (0, "")
        assert [one["path"] for one in json.loads(ran.out)["files"]] == ["reports/a.json"]

    def test_where_its_report_is_excluded_so_is_it(self, run):
        self.beside(f"- rules: [W201]\n  reason: {REASON}\n")
        Path(".openness-lint.yaml").write_text("exclude: [a.json]\n", encoding="utf-8")

        assert run("reports/a.json.openness-lint.yaml", "--reports-only").code == 0
        assert run("reports/a.json.openness-lint.yaml").code == 1

    @pytest.mark.parametrize("options", [(), ("--reports-only",)])
    def test_without_its_report_it_is_2(self, run, options):
        Path("reports/b.json.openness-lint.yaml").write_text("- {rules: [T401], reason: x}\n", encoding="utf-8")

        ran = run("reports/b.json.openness-lint.yaml", "reports/a.json", *options, "--lang", "en")

        said = "a file of suppressions, but its report b.json is not beside it"
        assert (ran.code, ran.err) == (2, f"reports/b.json.openness-lint.yaml: {said}\n")

    def test_a_configuration_is_none(self, run):
        Path(".openness-lint.yaml").write_text("select: [T]\n", encoding="utf-8")

        ran = run(".openness-lint.yaml", "reports/a.json", "--verbose", "--quiet")

        assert (ran.code, ran.err) == (1, ".openness-lint.yaml: 不是报告，跳过\n")

    def test_it_counts_for_standard_input_under_the_report_s_name(self, run_process):
        self.beside(f"- rules: [T401]\n  reason: {REASON}\n")

        ran = run_process("-", "--stdin-filename", "reports/a.json", "-q", "-s", "T401,Q", "-f", "concise", input=self.REPORT.encode())  # fmt: skip

        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")

    def test_what_is_wrong_with_them_is_told_in_that_file(self, run, all_rules):
        self.beside("- rules: [T401]\n  address: disputes.litigation_direct\n  reason: 原件如此\n- rules: [T401]\n")

        ran = run("reports", "-f", "concise", "-s", "T401,Q", "-q")

        assert ran.code == 1
        assert [line.partition(" ")[0] for line in ran.out.splitlines()] == [
            "reports/a.json:1:81:",
            "reports/a.json.openness-lint.yaml:4:10:",
        ]

    def test_every_format_can_tell_of_that_file(self, run, all_rules):
        self.beside("- rules: [T401]\n")

        for format_name in FORMATS:
            ran = run("reports", "-f", format_name, "-s", "T401,Q")
            assert ran.code == 1, format_name
            assert "a.json.openness-lint.yaml" in ran.out, format_name
            assert ("1 份报告" in ran.out) is (format_name in {"text", "markdown", "html"})

    def test_a_broken_one_is_2_with_its_place(self, run):
        self.beside("- rules: [T401]\n  raeson: 原件如此\n")

        ran = run("reports", "-f", "json")

        message = "不认识的键“raeson”；可用：rules、address、until、reason；是否指“reason”？"
        assert (ran.code, ran.err) == (2, f"reports/a.json.openness-lint.yaml:2:3: {message}\n")
        assert json.loads(ran.out)["errors"] == [{"path": "reports/a.json.openness-lint.yaml", "line": 2, "column": 3, "message": message}]  # fmt: skip

    def test_an_unknown_address_is_2_with_its_place(self, run):
        self.beside("- {rules: [T401], address: disputes.reveiw, reason: 原件如此}\n")

        ran = run("reports", "--lang", "en")

        assert ran.code == 2
        assert ran.err == "reports/a.json.openness-lint.yaml:1:28: the form has no address 'disputes.reveiw'; did you mean 'disputes.review'?\n"  # fmt: skip


class TestMandatory:
    def test_a_mandatory_rule_counts_and_the_suppression_is_told(self, run, faulty, all_rules):
        faulty("error")
        suppressed()
        Path(".openness-lint.yaml").write_text("select: [T401, Q]\nmandatory: [T401]\n", encoding="utf-8")

        ran = run("report.yaml", "-f", "concise", "-q")

        assert ran.code == 1
        assert codes(ran) == ["T401", "Q105"]


class TestFix:
    def test_what_is_unused_or_without_reason_is_taken_out_byte_for_byte(self, run, report, all_rules):
        file = report()
        before = file.read_bytes()
        lines = before.decode().splitlines(keepends=True)
        lines[10] = lines[10].replace("\n", "   # openness-lint: ignore[T401] 没有这样的问题\n")
        lines.insert(8, "    # openness-lint: ignore[W201,T]\n".replace("W201", "T201"))
        lines.insert(0, "# openness-lint: ignore-file[S103] 没有这样的问题\n")
        file.write_bytes("".join(lines).encode())

        ran = run("report.yaml", "--fix", "-s", "T,S103,Q")

        assert ran.err == "openness-lint: 改正 3 项，剩余 0 项\n"
        assert file.read_bytes() == before

    def test_a_suppressed_finding_is_not_mended(self, run, report, all_rules):
        file = report(review="[1, 0, 0, 0, １]")
        kept = suppressed(comment=f"# openness-lint: ignore[C103] {REASON}").read_bytes()

        ran = run("report.yaml", "--fix", "-s", "T401,C103,Q")

        assert ran.err == "openness-lint: 改正 0 项，剩余 0 项\n"
        assert file.read_bytes() == kept

    def test_a_difference_shows_what_would_go(self, run, report, all_rules):
        report()
        before = suppressed().read_bytes()

        ran = run("report.yaml", "--diff", "-s", "T401,Q")

        assert ran.code == 1
        assert (
            f"-    行政复议: [0, 0, 0, 0, 0]  # openness-lint: ignore[T401] {REASON}\n+    行政复议: [0, 0, 0, 0, 0]\n"
            in ran.out
        )
        assert Path("report.yaml").read_bytes() == before


def test_expired_ones_count_again(run, faulty, all_rules):
    faulty("error")
    suppressed(comment=f"# openness-lint: ignore[T401] until 2020-12-31: {REASON}")

    expired = run("report.yaml", "-f", "concise", "-q", "-s", "T401,Q")
    text = Path("report.yaml").read_text(encoding="utf-8")
    Path("report.yaml").write_text(text.replace("2020", "2999"), encoding="utf-8")
    in_force = run("report.yaml", "-f", "concise", "-q", "-s", "T401,Q")

    assert codes(expired) == ["T401", "Q103"]
    assert (expired.code, in_force.code, in_force.out) == (1, 0, "")
