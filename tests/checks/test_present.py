"""`check: present`: what is missing is named once, at the widest part that is missing altogether."""

from __future__ import annotations

import pytest

ZERO = "[0, 0, 0, 0, 0, 0, 0]"


@pytest.fixture
def missing(rule, report, broken):
    def judge(sections):
        ready = rule("check: present\nof: rows\n")
        return [address for address, _ in broken(ready, report(f"year: 2024\nsections: {{{sections}}}\n"))]

    return judge


def test_unknown_parts_are_refused(refused):
    said = "2:5: of cannot be 'columns'; use one of: sections, rows; did you mean 'sections'?"
    assert refused("check: present\nof: columns\n") == said


def test_a_group_without_any_row_is_one_finding_and_the_outermost(missing):
    assert missing(f"requests: {{received: {ZERO}, carried_out: {ZERO}}}") == [
        "requests.results",
        "requests.carried_in",
    ]
    assert "requests.denied" in missing(f"requests: {{received: {ZERO}, granted: {ZERO}}}")


def test_a_column_no_row_has_is_one_finding(missing):
    assert missing(
        "disputes: {review: {upheld: 0, corrected: 0, pending: 0, total: 0}, "
        "litigation_direct: {upheld: 0, corrected: 0, pending: 0, total: 0}, "
        "litigation_after_review: {upheld: 0, corrected: 0, pending: 0, total: 0}}"
    ) == ["disputes.other"]


def test_a_column_one_row_lacks_is_that_rows_finding(rule, report):
    ready = rule("check: present\nof: rows\n")
    text = "year: 2024\nsections:\n  disputes:\n    行政复议: {upheld: 0, total: 0}\n    行政诉讼:\n      litigation_direct: [0, 0, 0, 0, 0]\n      litigation_after_review: [0, 0, 0, 0, 0]\n"

    (found,) = ready.questions["cn-openness-2021"].judge(report(text)).broken

    assert str(found.at.address) == "disputes.review.corrected"
    assert found.at.value == "行政复议"
    assert found.message.en == "the row '行政复议' lacks '结果纠正', '其他结果', '尚未审结'"


def test_a_section_without_its_table_is_one_finding_and_a_section_not_there_a_gap(rule, report, broken, gaps):
    ready = rule("check: present\nof: rows\n")
    read = report("year: 2024\nsections: {requests: 未收到申请。}\n")

    assert broken(ready, read) == [("requests", "the whole requests table is missing")]
    assert [address for address, _ in gaps(ready, read)] == ["proactive", "disputes"]


def test_rows_of_another_edition_are_not_called_missing(rule, report, broken, gaps):
    ready = rule("check: present\nof: rows\n")
    text = """
        year: 2024
        sections:
          proactive:
            规章: {本年新制作数量: 0, 本年新公开数量: 0, 对外公开总数量: 0}
            行政规范性文件: [0, 0, 0]
            行政许可: 0
            行政处罚: 0
            行政强制: 0
            行政事业性收费: 0
        """

    assert not broken(ready, report(text))
    assert ("proactive.regulations", "the labels here are of another edition of the form") in gaps(ready, report(text))


def test_missing_sections_are_told_in_their_own_words(rule, report, broken):
    ready = rule("check: present\nof: sections\n")

    found = broken(
        ready, report("year: 2024\nsections: {overview: 略, proactive: {}, requests: {}, disputes: {}, problems: 略}\n")
    )

    assert found == [("other", "'六、其他需要报告的事项' (Other matters) is missing")]
