"""The file of suppressions beside a report: read strictly, told at its own places."""

from __future__ import annotations

import json

import pytest

from openness_lint.model.errors import InvalidSuppression
from openness_lint.suppression.side_file import parse_side_file

JSON = json.dumps(
    {
        "agency": "示例县水利局",
        "year": 2024,
        "sections": {
            "disputes": {"review": [1, 0, 0, 0, 2]},
            "proactive": {"licences": "3件", "fees": "265500元"},
            "requests": {"denied": {"state_secret": [5, 1, 0, 0, 0, 0, 7]}, "received": [1, 0, 0, 0, 0, 0, 2]},
        },
    },
    ensure_ascii=False,
)
FOUND = [("T401", "2"), ("C105", "件"), ("U101", "265500元"), ("T301", "7"), ("T301", "2")]


def test_a_report_that_carries_no_comments_has_its_suppressions_beside_it(outcome, told, let_stand):
    beside = """\
- rules: [T401, yuan-in-wan-yuan]
  reason: 原件如此
- rules: [T301]
  address: requests.denied
  until: 2025-12-31
  reason: 待更正发布
"""
    found = outcome(JSON, beside, suffix=".json")

    assert told(found) == [("C105", "件"), ("T301", "2")]
    assert let_stand(found) == [
        ("T401", "file", "原件如此"),
        ("U101", "file", "原件如此"),
        ("T301", "file", "待更正发布"),
    ]


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("requests", []),
        ("requests.denied", ["2"]),
        ("requests.denied.state_secret", ["2"]),
        ("requests.denied.state_secret.total", ["2"]),
        ("requests.received", ["7"]),
        ("requests.received.total", ["7"]),
        ("requests.received.other", ["7", "2"]),
        ("disputes", ["7", "2"]),
    ],
)
def test_an_address_means_all_below_it(settled, told, address, left):
    beside = f"[{{rules: [T301], address: {address}, reason: 原件如此}}]"

    found = settled(JSON, beside, suffix=".json").report

    assert left == [text for code, text in told(found) if code == "T301"]


def test_what_is_wrong_with_a_suppression_is_told_in_that_file(settled, told):
    beside = """\
- rules: [T401]
  reason: ……
- {rules: [T301], until: 2025-01-31, reason: 待更正}
- {rules: [C105, C103], reason: 原件如此}
- {rules: [U101], reason: 原件如此}
"""
    found, about = settled(JSON, beside, suffix=".json", select=("T", "C", "U101", "Q"), mandatory=("U101",))

    expected = [("Q102", "[T401]"), ("Q103", "2025-01-31"), ("Q101", "C103"), ("Q105", "U101")]
    assert expected == told(about)
    assert [code for code, _ in told(found) if code in {"T401", "T301", "U101"}] == ["T401", "U101", "T301", "T301"]
    assert (about.path, about.agency, about.year, about.is_report) == ("report.json.openness-lint.yaml", "示例县水利局", 2024, False)  # fmt: skip
    assert (about.judged, about.held) == (0, 0)


def test_a_comment_goes_before_a_file(outcome, let_stand, text):
    commented = text.replace("2]\n", "2]  # openness-lint: ignore[T401] 写在报告里\n", 1)

    found = outcome(commented, "[{rules: [T401], reason: 写在旁边}]")

    assert let_stand(found) == [("T401", "comment", "写在报告里")]


@pytest.mark.parametrize(
    ("text", "line", "column", "zh", "en"),
    [
        ("rules: [T301]\n", 1, 1, "豁免文件应是一个列表，每项写 rules、address、until、reason", "a file of suppressions is a list; each item has rules, address, until, reason"),
        ("- T301\n", 1, 3, "每项应是“键: 值”：rules、reason 等", "an item should be `key: value` pairs: rules, reason"),
        ("- rules: [T301]\n  raeson: 原件如此\n", 2, 3, "不认识的键“raeson”；可用：rules、address、until、reason；是否指“reason”？", "unknown key 'raeson'; known: rules, address, until, reason; did you mean 'reason'?"),
        ("- reason: 原件如此\n", 1, 3, "rules 应列出豁免的规则，如 rules: [T303]", "list the rules to be silenced, as in rules: [T303]"),
        ("- rules: T301\n  reason: 原件如此\n", 1, 10, "rules 应列出豁免的规则，如 rules: [T303]", "list the rules to be silenced, as in rules: [T303]"),
        ("- rules: []\n  reason: 原件如此\n", 1, 10, "rules 应列出豁免的规则，如 rules: [T303]", "list the rules to be silenced, as in rules: [T303]"),
        ("- rules: [T301, T3O3]\n", 1, 17, "没有规则“T3O3”；是否指“T303”？", "there is no rule 'T3O3'; did you mean 'T303'?"),
        ("- rules: [Q]\n", 1, 11, "Q 是检查豁免本身的规则，不能豁免；可用 --ignore 停用", "Q is about suppressions and cannot be suppressed itself; --ignore switches it off"),
        ("- rules: [[T301]]\n", 1, 11, "这里应是一个值，不是列表或映射", "a single value is expected here, not a list or mapping"),
        ("- rules: [T301]\n  until: 2025-2-30\n", 2, 10, "“2025-2-30”不是日期；写成 2025-12-31", "'2025-2-30' is no date; write it as in 2025-12-31"),
        ("- rules: [T301]\n  reason: [x]\n", 2, 11, "这里应是一个值，不是列表或映射", "a single value is expected here, not a list or mapping"),
        ("- rules: [T301]\n  rules: [T401]\n", 2, 3, "键“rules”重复，第 1 行已有；删去其一，否则不知以哪个为准", "duplicate key 'rules', first on line 1; remove one of the two"),
        ("", 1, 1, "文件是空的", "the file is empty"),
        ("- [\n", 2, 1, "文件到此为止，列表或映射还没有写完；请补完，或检查文件是否被截断", "the file ends inside a list or mapping; finish it, or check whether the file was cut off"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_is_refused_at_its_place(rulebook, text, line, column, zh, en):
    with pytest.raises(InvalidSuppression) as caught:
        parse_side_file(text.encode(), "a.json.openness-lint.yaml", [one.rule for one in rulebook.rules])

    error = caught.value
    assert ("a.json.openness-lint.yaml", line, column) == (error.path, error.line, error.column)
    assert (zh, en) == error.message


def test_an_address_that_the_form_does_not_have_is_refused(settled):
    beside = "- {rules: [T301], address: requests, reason: 原件如此}\n- {rules: [T301], address: requests.recieved, reason: 原件如此}\n"

    with pytest.raises(InvalidSuppression) as caught:
        settled(JSON, beside, suffix=".json")

    error = caught.value
    assert (error.path, error.line, error.column) == ("report.json.openness-lint.yaml", 2, 28)
    assert error.message.en == "the form has no address 'requests.recieved'; did you mean 'requests.received'?"


def test_an_empty_list_is_no_trouble(outcome, told):
    assert told(outcome(JSON, "[]", suffix=".json")) == FOUND
