import io
import json
import unicodedata

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.hooks import Look
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Spot
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.rule import Severity
from openness_lint.model.span import TextSpan
from openness_lint.reporters.gitlab import GitLab

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
TEXT, LINE = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}

# What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks of each object in the
# array. GitLab itself checks each object against app/validators/json_schemas/codeclimate.json of its own tree,
# and drops what that refuses; no package on PyPI or npm brings this file, and no copy of it is kept here. It asks
# for less: description, fingerprint and severity as text, location as an object whose path is text and whose first
# line is whole, and it forbids nothing more. Whatever this schema accepts, that one does.
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^(/|\./)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin", "end"],
                        "additionalProperties": False,
                        "properties": {"begin": LINE, "end": LINE},
                    },
                },
            },
        },
    },
}
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


@pytest.fixture(scope="session")
def issues(written):
    """The findings of a report, checked against what GitLab's manual asks of them."""

    def read(results, **look):
        said = written(GitLab(), results, **look)
        assert not said.startswith("\ufeff")  # GitLab's parser refuses it
        found = json.loads(said)
        VALIDATOR.validate(found)
        assert all(one["location"]["lines"]["begin"] <= one["location"]["lines"]["end"] for one in found)
        return found

    return read


def test_a_run_in_chinese(made, written, snapshot):
    assert written(GitLab(), made.everything()) == snapshot


def test_a_run_in_english(made, written, snapshot):
    assert written(GitLab(), made.everything(), language="en") == snapshot


def test_a_finding_is_one_line_of_an_array(made, written):
    expected = (
        "[\n"
        '{"description":"U101：本列以万元为单位，这里写的是“0元”'
        '（二、主动公开政府信息情况 › 行政事业性收费 › 本年收费金额（单位：万元））",'
        '"check_name":"U101","fingerprint":"6819352a53b494beb3e5ddf45d31a93c","severity":"major",'
        '"location":{"path":"report.yaml","lines":{"begin":7,"end":7}}}\n'
        "]\n"
    )

    assert expected == written(GitLab(), [made.outcome(made.unit())])


def test_a_run_in_which_nothing_is_found_is_an_empty_array(made, written):
    assert written(GitLab(), []) == written(GitLab(), [made.outcome()]) == "[]\n"


@pytest.mark.parametrize(
    ("severity", "expected"), [(Severity.ERROR, "major"), (Severity.WARNING, "minor"), (Severity.INFO, "info")]
)
def test_each_severity_has_its_step(made, issues, severity, expected):
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), severity=severity)

    [issue] = issues([made.outcome(found)])

    assert expected == issue["severity"]


def test_what_kept_us_from_judging_stands_above_every_finding(made, issues):
    unread, fault = issues([Unread("a.yaml", UnreadableInput(Phrase("空", "empty"))), made.outcome(made.fault())])

    assert (unread["severity"], fault["severity"]) == ("blocker", "critical")
    assert unread["location"] == {"path": "a.yaml", "lines": {"begin": 1, "end": 1}}


def test_each_place_that_could_not_be_judged_is_listed_unless_quiet(made, issues):
    gaps = [made.outcome(made.gap("natural_person"), made.gap("total"))]

    reason, where = "'carried out to next year' is left blank", "requests received and handled › (7) total"
    assert [(one["severity"], one["description"]) for one in issues(gaps, language="en")] == [
        ("info", f"T303 not judged: {reason} ({where} › natural persons)"),
        ("info", f"T303 not judged: {reason} ({where} › total)"),
    ]
    assert issues(gaps, quiet=True) == []


def test_a_paper_without_lines_has_its_place_in_the_description(made, issues):
    [issue] = issues([made.document()])

    assert issue["description"].endswith("› （七）总计 › 自然人，第 2 张表第 27 行第 4 格）")
    assert issue["location"] == {"path": "年报/2024 年.docx", "lines": {"begin": 1, "end": 1}}


def test_a_place_over_several_lines_has_both_ends(made, issues):
    at = Spot(Address("overview"), TextSpan(5, 5, 7, 2))

    [issue] = issues([made.outcome(made.violation(made.rule(), at, Phrase("错", "wrong")))])

    assert issue["location"]["lines"] == {"begin": 5, "end": 7}


def test_no_two_findings_share_a_fingerprint(made, issues):
    same = [made.unit(), made.unit(), made.gap(), made.fault()]
    error = UnreadableInput(Phrase("空", "empty"))
    files = [made.outcome(*same, path=path) for path in ("a.yaml", "b.yaml")]

    found = issues([*files, Unread("c.yaml", error), Unread("d.yaml", error)])

    assert len({one["fingerprint"] for one in found}) == len(found) == 10


def test_a_fingerprint_stays_when_lines_move_and_language_changes(made, issues):
    [before] = issues([made.one_line("12")], quiet=True)
    [after] = issues([made.one_line("12", span=TextSpan(40, 3, 40, 5))], quiet=True, language="en")

    assert before["fingerprint"] == after["fingerprint"]
    assert before["location"] != after["location"]


def test_each_report_is_written_before_the_next_is_judged(made):
    stream, seen = io.StringIO(), []

    def results():
        for path in ("a.yaml", "b.yaml"):
            yield made.outcome(made.unit(), path=path)
            seen.append(stream.getvalue().count('"path"'))

    GitLab().write(results(), stream, Look())

    assert seen == [1, 2]


def test_a_very_long_message_is_cropped_and_the_place_is_not(made, issues):
    [issue] = issues([made.one_line("8" * 10_000)], quiet=True)

    assert 1000 < len(issue["description"]) < 1010
    assert issue["description"].endswith("8…（标题）")


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(GitLab(), [made.one_line(hostile, path=hostile)]) == snapshot


@settings(deadline=None)
@given(value=ANY_TEXT, path=ANY_TEXT.filter(lambda path: not path.startswith(("/", "./"))))
def test_whatever_a_report_says_each_finding_is_one_plain_line(made, issues, written, value, path):
    results = [made.one_line(value, path=path)]

    found = issues(results)

    assert [path] * 2 == [one["location"]["path"] for one in found]
    said = written(GitLab(), results)
    assert len(said.split("\n")) == 5
    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
