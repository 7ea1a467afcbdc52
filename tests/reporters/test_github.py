import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Spot
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.rule import Severity
from openness_lint.model.span import TextSpan
from openness_lint.reporters.github import GitHub

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def unescaped(text: str) -> str:
    """As GitHub's runner reads a message or a property."""
    for escape, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, meant)
    return text


def test_a_run_in_chinese(made, written, snapshot):
    assert written(GitHub(), made.everything()) == snapshot


def test_a_run_in_english(made, written, snapshot):
    assert written(GitHub(), made.everything(), language="en") == snapshot


def test_a_finding_says_where_what_and_on_whose_word(made, written):
    expected = (
        "::error file=report.yaml,line=7,col=14,endLine=7,endColumn=16,title=U101 yuan-in-wan-yuan::"
        "本列以万元为单位，这里写的是“0元”%0A"
        "二、主动公开政府信息情况 › 行政事业性收费 › 本年收费金额（单位：万元）%0A"
        "依据：国办公开办函〔2021〕30号，表二\n"
    )

    assert expected == written(GitHub(), [made.outcome(made.unit())])


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "::error "), (Severity.WARNING, "::warning "), (Severity.INFO, "::notice ")],
)
def test_each_severity_has_its_command(made, written, severity, command):
    found = made.violation(made.rule(), made.cell("fees", "amount"), Phrase("错", "wrong"), severity=severity)

    assert written(GitHub(), [made.outcome(found)]).startswith(command)


def test_a_place_over_several_lines_has_no_columns(made, written):
    at = Spot(Address("overview"), TextSpan(5, 5, 7, 2))

    said = written(GitHub(), [made.outcome(made.violation(made.rule(), at, Phrase("错", "wrong")))])

    assert said.startswith("::error file=report.yaml,line=5,endLine=7,title=")


def test_a_paper_without_lines_has_the_place_in_the_message(made, written):
    said = written(GitHub(), [made.document()])

    assert said.startswith("::error file=年报/2024 年.docx,title=T303 carry-identity::")
    assert "› （七）总计 › 自然人%0A第 2 张表第 27 行第 4 格%0A" in said


def test_what_could_not_be_judged_is_one_notice_for_each_rule(made, written):
    expected = (
        "::notice file=report.yaml,line=25,col=15,endLine=25,endColumn=17,title=未判定 T303 carry-identity::"
        "“结转下年度继续办理”没有填写（三、收到和处理政府信息公开申请情况 › （七）总计 › 自然人、总计）\n"
    )

    gaps = made.outcome(made.gap("natural_person"), made.gap("total"))

    assert expected == written(GitHub(), [gaps])
    assert written(GitHub(), [gaps], quiet=True) == ""


def test_a_file_that_was_not_read_is_an_error(made, written):
    error = UnreadableInput(Phrase("文件是空的", "the file is empty"))

    assert written(GitHub(), [Unread("a.yaml", error)]) == "::error file=a.yaml,title=未能读取::文件是空的\n"


def test_marks_of_the_command_itself_are_escaped(made, written):
    said = written(GitHub(), [made.one_line("a,b: 100%\r\n::error::no", path="50%,a:b\n.yaml")], quiet=True)

    assert said == (
        "::error file=50%25%2Ca%3Ab%0A.yaml,line=1,col=8,endLine=1,endColumn=30,title=T303 carry-identity::"
        "“a,b: 100%25%0D%0A::error::no”不对%0A标题%0Aa,b: 100%25%0D%0A::error::no%0A"
        "依据：国办公开办函〔2021〕30号，表三附注\n"
    )


def test_more_than_the_runner_shows_ends_with_a_notice(made, written):
    ten = [made.unit()] * 10

    assert "每步每级" not in written(GitHub(), [made.outcome(*ten)])
    assert written(GitHub(), [made.outcome(*ten, made.unit(), made.prose())]).splitlines()[-1] == (
        "::notice title=openness-lint::"
        "共 12 条结果，GitHub 每步每级只显示 10 条，此处显示 11 条；全部结果见本步骤的日志"
    )


def test_the_last_word_is_a_warning_where_no_more_notices_are_shown(made, written):
    infos = [
        made.violation(made.rule("X112"), made.cell("fees", "amount"), Phrase("没有句号", "no full stop"))
        for _ in range(12)
    ]

    assert written(GitHub(), [made.outcome(*infos)], language="en").splitlines()[-1] == (
        "::warning title=openness-lint::12 findings, of which 10 are shown: GitHub keeps 10 of each level for a step; "
        "the log of this step has them all"
    )


def test_a_very_long_message_is_cropped(made, written):
    assert len(written(GitHub(), [made.one_line("8" * 70_000)]).encode()) < 64_000


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(GitHub(), [made.one_line(hostile, path=hostile)]) == snapshot


@settings(deadline=None)
@given(value=ANY_TEXT)
def test_whatever_a_report_says_each_command_is_one_plain_line(made, written, value):
    said = written(GitHub(), [made.one_line(value, path=value)])

    assert len(said.split("\n")) == 3
    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    for line in said.splitlines():
        properties, message = line.removeprefix("::").split("::", 1)
        assert all("=" in one for one in properties.split(" ", 1)[1].split(","))
        assert "\n" in unescaped(message) or line.startswith("::notice")
