import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.span import CellSpan, PageSpan, SheetSpan
from openness_lint.reporters.concise import Concise

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def test_each_finding_is_one_line(made, written):
    expected = """\
report.yaml:5:14: N101 warning 文字说收到 5 件，表中本年新收 16 件
report.yaml:7:14: U101 error 本列以万元为单位，这里写的是“0元”
report.yaml:9:43: T301 error 总计为 16，六类申请人之和为 15
report.yaml:25:15: T302 error 总计为 14，各项结果之和为 12
report.yaml:25:15: T303 error 12 + 3 = 15，但 14 + 0 = 14，相差 1
report.yaml:25:34: T303 error 16 + 3 = 19，但 17 + 0 = 17，相差 2
report.yaml:25:34: T303 gap “结转下年度继续办理”没有填写
report.yaml:25:34: T302 fault 检查 sum 抛出 KeyError
"""

    assert expected == written(Concise(), made.everything())


def test_the_message_is_in_the_language_asked_for_and_the_severity_is_not(made, written):
    assert (
        written(Concise(), [made.outcome(made.unit())], language="en")
        == "report.yaml:7:14: U101 error the column is in 10,000 yuan, '0元' is printed here\n"
    )


def test_quiet_leaves_out_what_could_not_be_judged(made, written):
    said = written(Concise(), [made.outcome(made.gap(), made.fault())], quiet=True)

    assert said == "report.yaml:25:34: T302 fault 检查 sum 抛出 KeyError\n"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (CellSpan(2, 5, 3), "a.yaml:第 2 张表第 5 行第 3 格: T303 error “12”不对\n"),
        (SheetSpan("表三", "C5"), "a.yaml:工作表“表三”C5 格: T303 error “12”不对\n"),
        (
            PageSpan(3, (72.0, 99.5, 80.0, 110.0)),
            "a.yaml:第 3 页（左起 72、上起 99.5 磅）: T303 error “12”不对\n",
        ),
    ],
)
def test_a_paper_without_lines_has_the_place_in_words(made, written, span, expected):
    assert expected == written(Concise(), [made.one_line("12", span=span)], quiet=True)


def test_a_very_long_message_is_cropped(made, written):
    assert len(written(Concise(), [made.one_line("8" * 10_000)], quiet=True)) < 1100


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(Concise(), [made.one_line(hostile, path=hostile)]) == snapshot


@settings(deadline=None)
@given(value=ANY_TEXT)
def test_whatever_a_report_says_a_finding_is_one_plain_line(made, written, value):
    said = written(Concise(), [made.one_line(value, path=value)])

    assert len(said.split("\n")) == 3
    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
