"""Why the work could not be done, on one line, with as much of the place as there is."""

from __future__ import annotations

import pytest

from openness_lint.model.errors import OpennessLintError, RuleComplaint, UnreadableInput
from openness_lint.model.language import Phrase

MESSAGE = Phrase("不是文本", "not text")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "不是文本"),
        ({"path": "a.yaml"}, "a.yaml: 不是文本"),
        ({"path": "a.yaml", "line": 3}, "a.yaml:3: 不是文本"),
        ({"path": "a.yaml", "line": 3, "column": 7}, "a.yaml:3:7: 不是文本"),
        ({"line": 3, "column": 7}, "3:7: 不是文本"),
    ],
)
def test_an_error_says_as_much_of_its_place_as_is_known(place, said):
    error = OpennessLintError(MESSAGE, **place)

    assert said == error.say("zh")
    assert said.replace("不是文本", "not text") == error.say("en")
    assert str(error) == "not text"


def test_the_file_is_added_once_and_never_replaced():
    error = UnreadableInput(MESSAGE, line=3)

    assert error is error.at("a.yaml").at("b.yaml")
    assert error.say("en") == "a.yaml:3: not text"


def test_a_complaint_about_a_rule_leads_to_the_value():
    complaint = RuleComplaint(MESSAGE, ("demand", 0), 4)

    assert (str(complaint), complaint.path, complaint.offset) == ("not text", ("demand", 0), 4)
