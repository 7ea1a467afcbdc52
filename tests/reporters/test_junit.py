import io
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import junitparser.junitparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from openness_lint.drawing.plain import plain
from openness_lint.hooks import Look
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Answer, Unread
from openness_lint.model.rule import Severity
from openness_lint.reporters.junit import Junit

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)

# The schema of Jenkins' xUnit plugin, as the source distribution of pytest 8.3.5 carries it.
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "data/junit-10.xsd"))


@pytest.fixture(scope="session")
def all_rules(made):
    return tuple(made.rule(code) for code in ("T301", "T302", "T303", "U101", "N101", "X112"))


@pytest.fixture(scope="session")
def suites(written):
    """The suites as junitparser reads them, checked against the schema and against their own counts."""

    def read(results, **look):
        said = written(Junit(), results, **look).encode()
        SCHEMA.assertValid(etree.fromstring(said))
        found = list(JUnitXml.fromstring(said))
        for suite in found:
            said_counts = (suite.tests, suite.failures, suite.errors, suite.skipped)
            suite.update_statistics()
            assert said_counts == (suite.tests, suite.failures, suite.errors, suite.skipped)
        keys = [(case.classname, case.name) for suite in found for case in suite]
        assert len(set(keys)) == len(keys)  # servers keep the first of those that share a name
        return found

    return read


def results_by_name(suite):
    return {case.name: [(type(one), one.type) for one in case.result] for case in suite}


def test_a_run_in_chinese(made, all_rules, written, snapshot):
    assert written(Junit(), made.answering(made.everything(), all_rules)) == snapshot


def test_a_run_in_english(made, all_rules, written, snapshot):
    assert written(Junit(), made.answering(made.everything(), all_rules), language="en") == snapshot


def test_every_rule_asked_is_a_case_with_one_result(made, all_rules, suites):
    first, second, unread = suites(made.answering(made.everything(), all_rules))

    assert results_by_name(first) == {
        "T301 applicant-total": [(Failure, "error")],
        "T302 result-total": [(Error, "fault")],
        "T303 carry-identity": [(Failure, "error")],
        "U101 yuan-in-wan-yuan": [(Failure, "error")],
        "N101 text-received": [(Failure, "warning")],
        "X112 sentence-end": [],
    }
    assert results_by_name(second) == {name: [] for name in results_by_name(first)}
    assert results_by_name(unread) == {"read": [(Error, "unread")]}
    assert [suite.name for suite in (first, second, unread)] == ["report.yaml", "局/二〇二四.yaml", "empty.yaml"]


def test_a_suite_tells_whose_report_it_is(made, suites):
    [suite] = suites([made.outcome(made.unit())])

    assert {one.name: one.value for one in suite.properties()} == {
        "agency": "朝阳市科学技术局",
        "year": "2024",
        "form": "cn-openness-2021",
        "judged": "131",
        "held": "130",
    }


def test_a_rule_that_another_report_was_asked_is_no_case_of_this_one(made, all_rules, suites):
    few, many = [made.rule("T301")], [made.rule("T301"), made.rule("T303")]
    results = [*made.answering([made.outcome(path="a")], few), *made.answering([made.outcome(path="b")], many)]

    first, second = suites(results, rules=all_rules)

    assert results_by_name(first) == {"T301 applicant-total": []}
    assert results_by_name(second) == {"T301 applicant-total": [], "T303 carry-identity": []}


def test_a_rule_that_had_nothing_to_judge_did_not_pass(made, suites):
    answers = (Answer(made.rule("T301"), 26, 26), Answer(made.rule("N101"), 0, 0))

    [[passed, skipped]] = suites([made.outcome(answers=answers)], language="en")

    assert (passed.name, passed.result) == ("T301 applicant-total", [])
    assert [(type(one), one.type, one.message) for one in skipped.result] == [
        (Skipped, "unasked", "the report has nothing that this rule asks about")
    ]


def test_a_finding_of_a_rule_that_is_not_listed_is_a_case_too(made, suites):
    [suite] = suites(made.answering([made.outcome(made.unit())], [made.rule("T301")]))

    assert list(results_by_name(suite)) == ["T301 applicant-total", "U101 yuan-in-wan-yuan"]


def test_all_findings_of_a_rule_are_one_failure(made, suites):
    [[case]] = suites([made.outcome(made.identity("natural_person"), made.identity("total"))])

    [failure] = case.result
    assert failure.message == "共 2 处，其一：12 + 3 = 15，但 14 + 0 = 14，相差 1"
    assert failure.text == (
        "report.yaml:25:15: 错误：12 + 3 = 15，但 14 + 0 = 14，相差 1\n"
        "三、收到和处理政府信息公开申请情况 › （七）总计 › 自然人\n"
        "\n"
        "report.yaml:25:34: 错误：16 + 3 = 19，但 17 + 0 = 17，相差 2\n"
        "三、收到和处理政府信息公开申请情况 › （七）总计 › 总计\n"
        "\n"
        "第一项加第二项之和应等于第三项加第四项之和\n"
        "依据：国办公开办函〔2021〕30号，表三附注"
    )


@pytest.mark.parametrize("severity", Severity)
def test_a_broken_demand_is_a_failure_whatever_its_severity(made, suites, severity):
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), severity=severity)

    [[case]] = suites([made.outcome(found)])

    assert [(type(one), one.type) for one in case.result] == [(Failure, severity.value)]


def test_a_failure_has_the_gravest_of_its_severities_and_that_message(made, suites):
    at = made.cell("fees", "amount")
    found = [
        made.violation(made.rule(), at, Phrase(word, word), severity=severity)
        for word, severity in (("甲", Severity.INFO), ("乙", Severity.ERROR), ("丙", Severity.WARNING))
    ]

    [[case]] = suites([made.outcome(*found)])

    [failure] = case.result
    assert (failure.type, failure.message) == ("error", "共 3 处，其一：乙")


def test_what_could_not_be_judged_is_skipped_with_the_reason(made, suites):
    [[case]] = suites([made.outcome(made.gap("natural_person"), made.gap("total"))])

    [skipped] = case.result
    assert (type(skipped), skipped.type) == (Skipped, "gap")
    assert skipped.message == (
        "“结转下年度继续办理”没有填写（三、收到和处理政府信息公开申请情况 › （七）总计 › 自然人、总计）"
    )
    assert skipped.text.startswith(f"report.yaml:25:15: 未判定：{skipped.message}\n\n")


def test_a_failure_tells_of_the_gaps_of_its_rule_and_is_not_skipped(made, suites):
    [[case]] = suites([made.outcome(made.identity("natural_person"), made.gap("total"))], language="en")

    [failure] = case.result
    assert isinstance(failure, Failure)
    assert "report.yaml:25:34: not judged: 'carried out to next year' is left blank" in failure.text


def test_quiet_leaves_the_cases_as_they_are(made, all_rules, written):
    results = made.answering(made.everything(), all_rules)

    loud, quiet = (written(Junit(), results, quiet=quiet) for quiet in (False, True))

    assert loud == quiet


def test_a_report_of_which_nothing_was_judged_has_no_case_that_passed(made, all_rules, suites):
    answers = tuple(Answer(rule, 0, 0) for rule in all_rules)

    [suite] = suites([made.outcome(judged=0, held=0, answers=answers)])

    assert results_by_name(suite) == {f"{rule.code} {rule.name}": [(Skipped, "unasked")] for rule in all_rules}


def test_a_report_that_no_rule_applies_to_is_one_skipped_case(made, suites):
    [[case]] = suites([made.outcome(judged=0, held=0)], language="en")

    [skipped] = case.result
    assert (case.name, skipped.message) == ("judge", "nothing in the report could be judged")


def test_a_file_that_was_not_read_is_an_error_with_its_place(suites):
    [[case]] = suites([Unread("a.yaml", UnreadableInput(Phrase("错", "wrong"), line=3, column=5))], language="en")

    [error] = case.result
    assert (error.message, error.text) == ("wrong", "a.yaml:3:5: wrong")


def test_a_run_without_files_has_no_suites(suites):
    assert suites([]) == []


def test_each_report_is_written_before_the_next_is_judged(made):
    stream, seen = io.StringIO(), []

    def results():
        for path in ("a.yaml", "b.yaml"):
            yield made.outcome(made.unit(), path=path)
            seen.append(stream.getvalue().count("</testsuite>"))

    Junit().write(results(), stream, Look())

    assert seen == [1, 2]


def test_the_bytes_are_the_same_whether_lxml_is_there_or_not(made, all_rules, written, monkeypatch):
    results = [*made.everything(), *(made.one_line(f"{text}\"'&<>", path=text) for text in made.HOSTILE.values())]
    said = []

    for library in (etree, ET):
        monkeypatch.setattr(junitparser.junitparser, "etree", library)
        said.append(written(Junit(), made.answering(results, all_rules)))

    assert said[0] == said[1]


def test_without_junitparser_the_extra_is_named_and_nothing_written(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "junitparser", None)
    stream = io.StringIO()

    with pytest.raises(OpennessLintError) as caught:
        Junit().write([made.outcome()], stream, Look())

    assert caught.value.say("zh") == "--format junit 需要 junitparser，请安装：pip install 'openness-lint[junit]'"
    assert caught.value.say("en") == (
        "--format junit needs junitparser; install it with: pip install 'openness-lint[junit]'"
    )
    assert stream.getvalue() == ""


def test_very_long_messages_are_cropped(made, written):
    assert len(written(Junit(), [made.one_line("8" * 10_000)])) < 8000


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(Junit(), [made.one_line(hostile, path=hostile)]) == snapshot


@settings(deadline=None)
@given(value=ANY_TEXT)
def test_whatever_a_report_says_it_is_xml_that_says_it(made, written, suites, value):
    results = [made.one_line(value, path=value)]

    [suite] = suites(results)

    shown = plain(value).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
    failed, skipped = [case.result[0] for case in suite]
    assert suite.name == shown
    assert failed.message == f"“{shown}”不对"
    assert skipped.message == f"{shown}（标题）"
    said = written(Junit(), results)
    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
