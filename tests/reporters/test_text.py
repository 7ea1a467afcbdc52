import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.drawing.plain import measure
from openness_lint.hooks import Look
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Fix, Spot
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.span import PageSpan, SheetSpan, TextSpan
from openness_lint.reporters.text import Text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
SGR = re.compile(r"\x1b\[[0-9;]*m")


def frame(written: str) -> str:
    """The one frame of an output, without the lines after it."""
    return written.split("\n\n", maxsplit=1)[0] + "\n"


def test_a_run_in_chinese(made, written, snapshot):
    assert written(Text(), made.everything()) == snapshot


def test_a_run_in_english(made, written, snapshot):
    assert written(Text(), made.everything(), language="en") == snapshot


def test_a_run_told_in_full(made, written, snapshot):
    assert written(Text(), made.everything(), verbose=True) == snapshot


def test_a_run_in_a_narrow_terminal(made, written, snapshot):
    assert written(Text(), made.everything(), width=60) == snapshot


def test_a_document_without_lines_is_shown_as_a_table_of_its_figures(made, written, snapshot):
    assert written(Text(), [made.document()]) == snapshot


def test_an_equation_marks_the_total_and_names_the_addends(made, written):
    expected = """\
错误[T301] 总计为 16，六类申请人之和为 15
 --> report.yaml:9:43  三、收到和处理政府信息公开申请情况 › 一、本年新收政府信息公开申请数量 › 总计
  |
9 |     一、本年新收政府信息公开申请数量: [12, 3, 0, 0, 0, 0, 16]
  |                                        --  -  -  -  -  -  ^^ 总计 16
  |                                        |   |
  |                                        |   商业企业 3
  |                                        自然人 12
  |
  = 说明：12 + 3 + 0 + 0 + 0 + 0 = 15，但 总计 16，相差 1
  = 依据：国办公开办函〔2021〕30号，表三
"""

    assert expected == frame(written(Text(), [made.outcome(made.applicant_total())]))


def test_addends_that_are_empty_are_counted_where_there_are_many(made, written):
    assert "   = 另有 6 格为 0 或空白，未列出\n" in written(Text(), [made.outcome(made.result_total())])


def test_findings_of_one_rule_on_one_line_share_a_frame(made, written):
    said = written(Text(), [made.outcome(made.identity("natural_person"), made.identity("total"))])

    assert said.count("错误[T303]") == 1
    assert "（同一行 2 处）" in said
    assert "^^ 自然人 14       ^^ 总计 17" in said
    assert "   = 自然人：12 + 3 = 15，但 14 + 0 = 14，相差 1\n" in said
    assert "   = 总计：16 + 3 = 19，但 17 + 0 = 17，相差 2\n" in said


def test_findings_that_say_the_same_of_one_line_say_it_once(made, written):
    blanks = [
        made.violation(made.rule(), made.cell("received", column), Phrase("没有填写", "left blank"))
        for column in list(made.COLUMNS)[:3]
    ]

    said = frame(written(Text(), [made.outcome(*blanks)]))

    assert "错误[T303] 没有填写（同一行 3 处）" in said
    assert said.count("没有填写") == 1
    assert "一、本年新收政府信息公开申请数量 › 自然人、商业企业、科研机构\n" in said


def test_findings_far_apart_on_one_line_have_a_frame_each(made, written):
    line = "收到5件" + "，" * 200 + "收到6件"
    found = [
        made.violation(made.rule("N101"), made.text(word, 1, Address("overview"), [line]), Phrase("不一致", "differs"))
        for word in ("收到5件", "收到6件")
    ]

    assert written(Text(), [made.outcome(*found, lines=[line])]).count("警告[N101]") == 2


def test_the_severity_of_the_finding_counts_and_not_that_of_the_rule(made, written):
    assert written(Text(), [made.outcome(made.prose())]).startswith("警告[N101] ")


@pytest.mark.parametrize(
    ("applicability", "said"),
    [
        (Applicability.SAFE, "可用 --fix 自动修改"),
        (Applicability.UNSAFE, "会改变报告的内容，核对后可用 --fix --unsafe-fixes 修改"),
        (Applicability.DISPLAY, "仅供参考，不会自动修改"),
    ],
)
def test_a_fix_says_how_it_can_be_applied(made, written, applicability, said):
    fix = Fix(applicability, Phrase("删去“元”", "remove 元"), ())
    found = made.violation(made.rule("U101"), made.cell("fees", "amount"), Phrase("写的是元", "yuan"), fixes=(fix,))

    assert f"  = 修改：删去“元”（{said}）\n" in written(Text(), [made.outcome(found)])


def test_a_clean_report_is_told_so(made, written):
    expected = """\
✓ a.yaml：判定 131 项，全部成立
✓ b.yaml：判定 131 项，全部成立

共检查 2 份报告，判定 262 项，成立 262 项：0 个错误，0 个警告，0 个提示，0 项未判定
"""

    assert expected == written(Text(), [made.outcome(path="a.yaml"), made.outcome(path="b.yaml")])


def test_a_report_in_which_nothing_could_be_judged_is_not_called_good(made, written):
    assert "- report.yaml：没有可判定的项\n" in written(Text(), [made.outcome(judged=0, held=0)])


def test_gaps_follow_the_findings_and_are_counted_by_rule_and_reason(made, written):
    expected = """\
report.yaml：3 项未判定，报告没有给出判断所需的内容
  未判定[T303] carry-identity：3 处，“结转下年度继续办理”没有填写（三、收到和处理政府信息公开申请情况 › （七）总计 › 自然人、商业企业、总计）

共检查 1 份报告，判定 131 项，成立 131 项：0 个错误，0 个警告，0 个提示，3 项未判定
"""

    assert expected == written(
        Text(), [made.outcome(made.gap("natural_person"), made.gap("business"), made.gap("total"))]
    )


def test_a_long_list_of_gaps_is_cut(made, written):
    said = written(Text(), [made.outcome(*(made.gap(column) for column in made.COLUMNS))])

    assert "› 自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他等 7 处）" in said


def test_quiet_leaves_the_violations_and_the_faults(made, written):
    said = written(Text(), [made.outcome(made.unit(), made.gap(), made.fault()), made.outcome()], quiet=True)

    assert said.startswith("错误[U101] ")
    assert "内部错误[T302] " in said
    assert "未判定[" not in said
    assert "✓" not in said
    assert "共检查" not in said


def test_a_fault_is_said_to_be_ours(made, written):
    assert "  = 说明：这是本工具的缺陷，不是报告的问题；此项没有判定，不能当作成立\n" in written(
        Text(), [made.outcome(made.fault())]
    )


def test_a_file_that_was_not_read_is_counted_and_left_to_the_command_line(made, written):
    expected = "共检查 0 份报告，判定 0 项，成立 0 项：0 个错误，0 个警告，0 个提示，0 项未判定，1 个文件未能读取\n"

    assert expected == written(Text(), [Unread("a.yaml", UnreadableInput(Phrase("文件是空的", "the file is empty")))])


def test_results_are_written_as_they_come(made, written):
    stream = io.StringIO()

    def results():
        yield made.outcome(made.unit())
        assert "错误[U101]" in stream.getvalue()

    Text().write(results(), stream, Look())


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (SheetSpan("表三", "C5"), "工作表“表三”C5 格"),
        (PageSpan(3, (72.0, 99.5, 80.0, 110.0)), "第 3 页（左起 72、上起 99.5 磅）"),
        (TextSpan(400, 2, 400, 3), "a.yaml:400:2"),
    ],
)
def test_a_place_that_has_no_line_to_show_is_said_in_words(made, written, span, said):
    assert said in written(Text(), [made.one_line("12", span=span)])


def test_a_place_over_several_lines_is_marked_on_its_first(made, written):
    lines = ["五、存在的主要问题: |", "  一是宣传不够；", "  二是培训不够。"]
    at = Spot(Address("overview"), TextSpan(2, 3, 3, 10), "一是宣传不够；\n二是培训不够。")
    expected = """\
2 |   一是宣传不够；
  |   ^^^^^^^^^^^^^^ 至第 3 行
"""

    found = made.violation(made.rule(), at, Phrase("太短", "too short"))

    assert expected in written(Text(), [made.outcome(found, lines=lines)])


def test_an_empty_place_is_marked_where_it_is(made, written):
    expected = """\
26 |     四、结转下年度继续办理: [0, 0, 0, 0, 0, 0, ]
   |                                                ^ 空白
"""

    assert expected in written(
        Text(),
        [
            made.outcome(
                made.violation(made.rule(), made.cell("carried_out", "total"), Phrase("没有填写", "left blank"))
            )
        ],
    )


def test_a_row_that_lacks_a_figure_is_not_called_blank(made, written):
    span = made.text("一、本年新收政府信息公开申请数量", 9, Address("requests")).span
    at = Spot(Address("requests", "received", "total"), span)

    said = written(Text(), [made.outcome(made.violation(made.rule(), at, Phrase("这一行缺少总计", "no total")))])

    assert "  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n" in said


def test_several_things_missing_at_one_place_are_told_together(made, written):
    found = [
        made.violation(made.rule(), Spot(Address(id), TextSpan(3, 1, 3, 9)), Phrase(f"缺少“{id}”", f"{id} is missing"))
        for id in ("overview", "proactive")
    ]
    expected = """\
错误[T303] 第一项加第二项之和应等于第三项加第四项之和（同一行 2 处）
 --> report.yaml:3:1  一、总体情况、二、主动公开政府信息情况
  |
3 | sections:
  | ^^^^^^^^
  |
  = 一、总体情况：缺少“overview”
  = 二、主动公开政府信息情况：缺少“proactive”
  = 依据：国办公开办函〔2021〕30号，表三附注
"""

    assert expected == frame(written(Text(), [made.outcome(*found)]))


def test_ids_in_the_line_name_the_row_and_column_too(made, written):
    lines = ["received: [1, 2]", "result_total: [3, 4]"]
    spots = [
        Spot(Address("requests", row, column), TextSpan(number, at, number, at + 1), lines[number - 1][at - 1])
        for row, number, first in (("received", 1, 12), ("result_total", 2, 16))
        for column, at in (("natural_person", first), ("total", first + 3))
    ]
    found = made.violation(made.rule(), spots[3], Phrase("错", "wrong"), related=tuple(spots[:3]))
    expected = """\
1 | received: [1, 2]
  |            -  - 总计 2
  |            |
  |            自然人 1
2 | result_total: [3, 4]
  |                -  ^ 总计 4
  |                |
  |                自然人 3
"""

    assert expected in written(Text(), [made.outcome(found, lines=lines)])


def test_a_very_long_line_is_cropped_around_the_place(made, written):
    line = "甲" * 5000 + "收到5件" + "乙" * 5000
    found = made.violation(
        made.rule("N101"), made.text("收到5件", 1, Address("overview"), [line]), Phrase("不一致", "differs")
    )

    source, carets = frame(written(Text(), [made.outcome(found, lines=[line])], width=60)).splitlines()[3:5]

    assert source.startswith("1 | …甲甲")
    assert source.endswith("乙乙…")
    assert measure(source) <= 60
    assert carets[measure(source[: source.index("收到")]) :] == "^" * 7


def test_a_very_long_value_is_cropped_in_the_middle(made, written):
    said = frame(written(Text(), [made.one_line("8" * 10_000)], width=80))

    source, carets = said.splitlines()[3:5]
    assert "8…8" in source
    assert len(source) <= 80
    assert source.rindex("8") == carets.rindex("^")
    assert all(len(line) < 1200 for line in said.splitlines())


def test_a_minified_report_gives_no_line_wider_than_the_terminal(made, written):
    line = " ".join(made.LINES) * 20
    cells = [made.identity("natural_person"), made.identity("total"), made.result_total()]

    def flat(spot: Spot) -> Spot:
        number, start, _, end = spot.span
        before = sum(len(one) + 1 for one in made.LINES[: number - 1])
        return spot._replace(span=TextSpan(1, before + start, 1, before + end))

    found = [
        made.violation(one.rule, flat(one.at), one.message, related=tuple(flat(spot) for spot in one.broken.related))
        for one in cells
    ]

    drawn = [
        row for row in written(Text(), [made.outcome(*found, lines=[line])], width=80).splitlines() if " | " in row
    ]

    assert drawn
    assert all(measure(row) <= 80 for row in drawn)


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(Text(), [made.one_line(hostile)]) == snapshot


def test_colour_changes_nothing_but_colour(made, written):
    plain = written(Text(), made.everything(), width=70)
    colored = written(Text(), made.everything(), width=70, color=True)

    assert "\x1b[" in colored
    assert plain == SGR.sub("", colored)


def test_the_same_results_give_the_same_bytes_whatever_the_environment_says(made, written, monkeypatch):
    before = written(Text(), made.everything(), color=True)
    for name in ("NO_COLOR", "TERM", "COLORTERM", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.setenv(name, "dumb")

    assert before == written(Text(), made.everything(), color=True)


@settings(max_examples=150, deadline=None)
@given(value=ANY_TEXT, width=st.none() | st.integers(1, 200), language=st.sampled_from(["zh", "en"]))
def test_whatever_a_report_says_the_page_stays_plain(made, value, width, language):
    for color in (False, True):
        stream = io.StringIO(newline="")
        look = Look(language=language, width=width, color=color, verbose=True)
        Text().write([made.one_line(value, path=value or "a"), made.outcome(path=value or "a")], stream, look)

        left = SGR.sub("", stream.getvalue()) if color else stream.getvalue()
        assert not [one for one in left if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(ANY_TEXT, max_size=4),
    spans=st.lists(st.tuples(*[st.integers(1, 70)] * 4), min_size=1, max_size=12),
    width=st.integers(20, 100),
)
def test_a_place_may_lie_anywhere(made, written, lines, spans, width):
    spots = [
        Spot(Address("requests", "received", "total"), TextSpan(line, column, line + end // 50, end_column), "1")
        for line, column, end, end_column in spans
    ]
    found = made.violation(made.rule(), spots[0], Phrase("错", "wrong"), related=tuple(spots[1:]))

    said = written(Text(), [made.outcome(found, lines=lines)], width=width)

    assert said.startswith("错误[T303] 错\n")
