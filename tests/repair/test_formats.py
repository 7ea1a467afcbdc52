"""What would mend a report is told in every format that people read in another program."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.hooks import Look

CLEAN = (Path(__file__).parents[2] / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
CERTAIN = CLEAN.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 15]")
OPEN = CLEAN.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 3]")
NONE = (
    CLEAN.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [77, 31, 8, 0, 1, 5, 99]")
    .replace("（一）予以公开: [5, 1, 0, 0, 0, 0, 6]", "（一）予以公开: [58, 17, 3, 9, 4, 2, 61]")
    .replace("继续办理: [1, 0, 0, 0, 0, 0, 1]", "继续办理: [44, 6, 71, 9, 2, 13, 5]")
)
SAID = {
    "certain": (
        CERTAIN,
        [
            "确定，本年新收·自然人 21 → 12：数字颠倒，修正后 2 个等式全部成立",
            "如果本年新收·自然人没有错，就是有关的合计没有随之改：本年新收·总计、办理结果总计·自然人等",
        ],
    ),
    "open": (
        OPEN,
        [
            "可能，行政复议·其他结果 0 → 2：照抄了相邻一格，修正后等式成立（27%）",
            "可能，行政复议·总计 3 → 1：一位数字写错，修正后等式成立（20%）",
            "可能，行政复议·结果维持 1 → 3：一位数字写错，修正后等式成立（20%）",
        ],
    ),
    "none": (NONE, ["没有找到小的改动能使 17 个等式全部成立，至少要改 8 格"]),
}


@pytest.fixture
def written(host, report, rulebook):
    def write(format_name: str, text: str) -> str:
        rules = [one for one in rulebook.rules if one.rule.answers_to("T")]
        stream = io.StringIO()
        outcome = judge(report(text), rules, "report.yaml", known=rulebook.rules)
        host.reporters[format_name].write([outcome], stream, Look(language="zh"))
        return stream.getvalue()

    return write


@pytest.mark.parametrize("verdict", SAID)
def test_a_remark_at_github_tells_each_line_behind_the_place(written, verdict):
    text, lines = SAID[verdict]

    remarks = [one for one in written("github", text).splitlines() if one.startswith("::error")]

    told = "%0A".join(f"修正：{one.replace('%', '%25')}" for one in lines)
    assert remarks
    assert all(told in one for one in remarks)


@pytest.mark.parametrize("verdict", SAID)
def test_an_issue_at_gitlab_tells_them_in_its_one_line(written, verdict):
    text, lines = SAID[verdict]

    told = [one["description"] for one in json.loads(written("gitlab", text)) if one["severity"] == "major"]

    assert told
    assert all(f"）；修正：{'；'.join(lines)}" in one for one in told)


@pytest.mark.parametrize("verdict", SAID)
def test_a_result_in_sarif_tells_them_with_the_cause_and_how_sure_it_is(written, verdict):
    text, lines = SAID[verdict]

    results = [one for one in json.loads(written("sarif", text))["runs"][0]["results"] if one["kind"] == "fail"]

    told = "".join(f"\n修正：{one}" for one in lines)
    assert results
    assert all(told in one["message"]["text"] for one in results)
    assert {(one["properties"]["cause"], one["properties"]["verdict"]) for one in results} == {("cause-1", verdict)}
    assert sum("fixes" in one for one in results) == (verdict == "certain")


@pytest.mark.parametrize("verdict", SAID)
def test_a_failure_in_junit_tells_them_under_each_place(written, verdict):
    text, lines = SAID[verdict]

    told = written("junit", text)

    assert told.count("\n".join(lines)) == told.count("report.yaml:") > 0


@pytest.mark.parametrize("format_name", ["text", "html"])
def test_what_no_small_change_mends_is_not_said_to_be_of_one_cause(written, format_name):
    text = written(format_name, NONE)

    assert "项要求同时不成立，互相牵连" in text
    assert "同一原因" not in text
