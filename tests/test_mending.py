"""Fixes change what they say and nothing else, whatever the report."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.mending import Mended, Mender
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.linear import Relation
from openness_lint.model.repair import Certainty
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.reckoning import reckon

EXAMPLES = Path(__file__).parents[1] / "examples"
SAFE = (Applicability.SAFE,)
ALL = (Applicability.SAFE, Applicability.UNSAFE)


@pytest.fixture(scope="session")
def read(host, rulebook) -> Callable[[str], Report]:
    shelf = rulebook.shelf

    def read(text: str) -> Report:
        return host.readers[".yaml"].read(Source("report.yaml", text.encode()), shelf)

    return read


@pytest.fixture(scope="session")
def mend(read, rulebook) -> Callable[..., Mended]:
    def mend(text, applicable=SAFE):
        return Mender(read, rulebook.rules, "report.yaml").mend(text, applicable)

    return mend


def codes(violations):
    return sorted(one.rule.code for one in violations)


class TestSafeFixes:
    def test_the_faulty_example_is_mended_where_no_figure_changes(self, mend):
        text = (EXAMPLES / "faults-2024.yaml").read_text(encoding="utf-8")

        mended = mend(text)

        assert codes(mended.fixed) == ["C103", "C105", "S111", "S111", "S115"]
        before, after = text.split("\n"), mended.text.split("\n")
        changed = {old: new for old, new in zip(before, after, strict=True) if old != new}
        assert changed == {
            "    规 章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: /}": "    规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: /}",
            "    行政许可: {本年处理决定数量: ４１件}": "    行政许可: {本年处理决定数量: 41}",
            "    行政事业性收费: {本年收费金额: 265500元}": "    行政事业性收费: {本年收费金额（单位：万元）: 265500元}",
            "        2.其他法律行政止公开: [0, 0, 0, 0, 0, 0, 0]": "        2.其他法律行政法规禁止公开: [0, 0, 0, 0, 0, 0, 0]",
        }

    def test_a_clean_report_is_left_alone(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")

        mended = mend(text, ALL)

        assert mended.fixed == ()
        assert mended.text == text

    def test_comments_quotes_and_layout_around_a_fix_stay(self, mend):
        text = (
            "# 前面的注释\nagency:   示例局\nyear: 2024\nsections:\n"
            "  proactive:   # 表二\n    licences: \"１２\"    # 全角\n\n    penalties : '3.0'\n"
        )

        mended = mend(text)

        assert mended.text == text.replace("１２", "12").replace("3.0", "3")

    @pytest.mark.parametrize("newline", ["\r\n", "\r"])
    def test_line_ends_stay(self, mend, newline):
        text = "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n    licences: ４１件\n".replace("\n", newline)

        assert mend(text).text == text.replace("４１件", "41")

    def test_json_is_mended_too(self, host, rulebook):
        text = '{"agency": "示例局", "year": 2024, "sections": {"proactive": {"licences": "\\uff14１件"}}}\n'

        def read(changed):
            return host.readers[".json"].read(Source("report.json", changed.encode()), rulebook.shelf)

        mended = Mender(read, rulebook.rules, "report.json").mend(text, SAFE)

        assert mended.text == text.replace("\\uff14１件", "41")


class TestUnsafeFixes:
    def test_a_blank_total_is_filled_when_every_equation_then_holds(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace(
            "部分公开（区分处理的，只计这一情形，不计其他情形）: [2, 0, 0, 0, 0, 0, 2]",
            "部分公开（区分处理的，只计这一情形，不计其他情形）: [2, 0, 0, 0, 0, 0, '']",
        )
        assert broken != text

        mended = mend(broken, ALL)

        assert codes(mended.fixed) == ["T305"]
        assert mended.text == text
        assert mended.outcome.violations == ()

    def test_a_blank_total_is_not_filled_with_the_sum_of_a_wrong_part(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("（一）予以公开: [5, 1, 0, 0, 0, 0, 6]", "（一）予以公开: [7, 1, 0, 0, 0, 0, '']")
        assert broken != text

        mended = mend(broken, ALL)

        # 7 and 1 add up to 8; that 5 was meant, and 6 left out, is likely and no more.
        assert mended.text == broken
        repairs = [one.diagnosis for one in mended.outcome.violations if one.diagnosis is not None]
        assert {one.certainty for one in repairs} == {Certainty.LIKELY}

    def test_a_blank_total_is_not_filled_where_it_may_be_any_number(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, O, 0, 0, '']")
        assert broken != text

        mended = mend(broken, ALL)

        assert mended.text == broken

    def test_a_wrong_total_is_replaced_when_it_alone_can_be_wrong(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("（一）予以公开: [5, 1, 0, 0, 0, 0, 6]", "（一）予以公开: [5, 1, 0, 0, 0, 0, 9]")
        assert broken != text

        mended = mend(broken, ALL)

        assert codes(mended.fixed) == ["T301"]
        assert mended.text == text

    def test_nothing_is_replaced_where_several_figures_may_be_wrong(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("行政复议: [1, 0, 0, 0, 1]", "行政复议: [1, 0, 0, 0, 7]")
        assert broken != text

        mended = mend(broken, ALL)

        assert codes(mended.outcome.violations) == ["T401"]
        assert mended.text == broken

    def test_no_total_is_bent_to_a_wrong_part_but_the_part_is_mended(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [21, 2, 0, 0, 1, 0, 15]")
        assert broken != text

        mended = mend(broken, ALL)

        assert codes(mended.fixed) == ["T301"]
        assert mended.text == text
        assert mended.outcome.violations == ()

    def test_a_certain_repair_of_several_figures_is_applied_whole(self, mend):
        text = (EXAMPLES / "clean-2024.yaml").read_text(encoding="utf-8")
        broken = text.replace("申请数量: [12, 2, 0, 0, 1, 0, 15]", "申请数量: [0, 12, 2, 0, 0, 1, 15]")
        assert broken != text

        mended = mend(broken, ALL)

        assert len(mended.fixed) == 1
        assert mended.text == text

    def test_yuan_becomes_wan_yuan_only_when_asked_for(self, mend):
        text = "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n    fees: 265500元\n"

        assert mend(text).text == text
        assert mend(text, ALL).text == text.replace("265500元", "26.55")

    def test_zero_yuan_is_zero_whatever_the_unit(self, mend):
        text = "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n    fees: 0元\n"

        assert mend(text).text == text.replace("0元", "0")


FORMS = [
    "{n}",
    " {n}",
    "{n} ",
    "{n}件",
    "０{n}",
    "{n}.0",
    "'{n} '",
    '"{n}"',
    "''",
    "/",
    "无",
    "{n}（其中{n}件）",
    "O",
    "-{n}",
    "{n}元",
]


@st.composite
def reports(draw):
    """A report with figures in all the ways offices print them, and labels a little off."""
    numbers = st.integers(0, 20)

    def cell():
        return draw(st.sampled_from(FORMS)).format(n=draw(numbers))

    def row(count):
        return "[" + ", ".join(cell() for _ in range(count)) + "]"

    heading = draw(
        st.sampled_from(
            ["五、存在的主要问题及改进情况", "五、 存在的主要问题及改进情况", "五、存在的主要问题及改进情况。"]
        )
    )
    label = draw(st.sampled_from(["1.重复申请", "2.重复申请", "2、重复申请", "2. 重复 申请"]))
    comment = draw(st.sampled_from(["", "  # 备注: [x]"]))
    return (
        "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n"
        f"    规章: {row(3)}\n    行政许可: {cell()}{comment}\n    fees: {cell()}\n"
        f"  requests:\n    附注: 本列数据的勾稽关系\n    received: {row(7)}\n    carried_in: {row(7)}{comment}\n"
        f"    rejected:\n      {label}: {row(7)}\n    result_total: {row(7)}\n    carried_out: {row(7)}\n"
        f"  disputes:\n    review: {row(5)}\n  {heading}: |\n    无。\n"
    )


@settings(max_examples=15, deadline=None)
@given(text=reports(), applicable=st.sampled_from([SAFE, ALL]))
def test_fixing_twice_changes_nothing_more(mend, text, applicable):
    once = mend(text, applicable)
    twice = mend(once.text, applicable)

    assert twice.fixed == ()
    assert twice.text == once.text


@settings(max_examples=15, deadline=None)
@given(text=reports())
def test_safe_fixes_change_no_number_and_no_untouched_line(mend, read, text):
    mended = mend(text)

    before, after = read(text), read(mended.text)
    assert {a: c.number for a, c in before.cells.items()} == {a: c.number for a, c in after.cells.items()}
    touched = {line for one in mended.fixed for line in (one.at.span.line, one.at.span.end_line)}
    for number, (old, new) in enumerate(zip(text.split("\n"), mended.text.split("\n"), strict=True), 1):
        assert old == new or number in touched


@settings(max_examples=15, deadline=None)
@given(text=reports())
def test_a_figure_is_changed_only_where_all_its_equations_then_hold(mend, read, rulebook, text):
    mended = mend(text, ALL)

    before, after = read(text), read(mended.text)
    changed = {address for address, cell in before.cells.items() if cell.number != after.cells[address].number}
    for rule in rulebook.rules:
        question = rule.questions.get("cn-openness-2021")
        for equation in question.equations if question else ():
            if equation.relation is Relation.EQUAL and changed & {term.address for term in equation.terms}:
                judged = reckon(equation, after)
                assert judged.broken is None
                assert judged.unjudged is None


def test_a_fix_that_would_change_another_figure_is_not_applied(read, rulebook):
    """A reader that maps every edit onto the wrong cell must not be believed."""
    text = "agency: 示例局\nyear: 2024\nsections:\n  proactive:\n    licences: ４１件\n    penalties: 7\n"

    def misread(changed):
        report = read(changed)
        if changed == text:
            return report
        return report.with_number(Address("proactive", "penalties", "decisions"), Decimal(8))

    mended = Mender(misread, rulebook.rules, "report.yaml").mend(text, SAFE)

    assert mended.fixed == ()
    assert mended.text == text
