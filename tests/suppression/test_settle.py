"""Which findings a suppression lets stand, and what is said of the suppressions themselves."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness_lint.model.diagnostic import Applicability
from openness_lint.model.rule import Severity
from openness_lint.syntax.node import Lines

FOUND = [("T401", "2"), ("C105", "件"), ("U101", "265500元"), ("T301", "7")]


def without(*codes: str) -> list[tuple[str, str]]:
    return [one for one in FOUND if one[0] not in codes]


def after(text: str, line: str, comment: str) -> str:
    """The text with a comment at the end of the line that begins so."""
    assert f"\n    {line}" in text or f"\n  {line}" in text
    return re.sub(rf"(?m)^( *{re.escape(line)}[^\n]*)$", rf"\1  {comment}", text, count=1)


def above(text: str, line: str, comment: str) -> str:
    """The text with a comment on the line above."""
    return re.sub(rf"(?m)^( *)({re.escape(line)})", rf"\1{comment}\n\1\2", text, count=1)


def test_the_report_has_its_faults(outcome, told):
    assert told(outcome()) == FOUND


class TestWhere:
    def test_at_the_end_of_the_finding_s_line(self, outcome, told, let_stand, text):
        found = outcome(after(text, "行政复议", "# openness-lint: ignore[T401] 原件如此"))

        assert without("T401") == told(found)
        assert let_stand(found) == [("T401", "comment", "原件如此")]

    def test_alone_on_the_line_above(self, outcome, told, text):
        found = outcome(above(text, "行政复议", "# openness-lint: ignore[T401] 原件如此"))

        assert without("T401") == told(found)

    def test_comments_and_empty_lines_between_change_nothing(self, outcome, told, text):
        comment = "# openness-lint: ignore[T401] 原件如此\n\n# 上一行说的是下一行\n"

        assert without("T401") == told(outcome(above(text, "行政复议", comment)))

    def test_on_the_key_of_a_row_that_is_written_over_several_lines(self, outcome, told, text):
        rows = "行政复议:  # openness-lint: ignore[T401] 原件如此\n      upheld: 1\n      corrected: 0\n      other: 0\n      pending: 0\n      total: 2"

        found = outcome(text.replace("行政复议: [1, 0, 0, 0, 2]", rows))

        assert without("T401") == told(found)

    def test_on_one_figure_of_such_a_row_it_is_for_that_figure(self, outcome, told, text):
        rows = "行政复议:\n      upheld: 1  # openness-lint: ignore[T401] 原件如此\n      corrected: 0\n      other: 0\n      pending: 0\n      total: 2"

        found = outcome(text.replace("行政复议: [1, 0, 0, 0, 2]", rows))

        comment = "# openness-lint: ignore[T401] 原件如此"
        assert [("Q101", comment), *FOUND] == told(found)

    def test_above_an_item_of_a_list(self, outcome, told, text):
        rows = "行政复议:\n      - 1\n      - 0\n      - 0\n      - 0\n      # openness-lint: ignore[T401] 原件如此\n      - 2"

        assert without("T401") == told(outcome(text.replace("行政复议: [1, 0, 0, 0, 2]", rows)))

    def test_on_a_section_it_is_for_all_below(self, outcome, told, text):
        found = outcome(after(text, "二、主动公开政府信息情况", "# openness-lint: ignore[C105,U101] 原件如此"))

        assert without("C105", "U101") == told(found)

    def test_on_a_group_it_is_for_its_rows(self, outcome, told, text):
        rows = "    三、本年度办理结果:\n      （三）不予公开:  # openness-lint: ignore[T301] 原件如此\n        1.属于国家秘密: [1, 0, 0, 0, 0, 0, 3]\n      （一）予以公开: [1, 0, 0, 0, 0, 0, 4]\n"

        found = outcome(text + rows)

        assert [*FOUND, ("T301", "4")] == told(found)

    def test_a_row_that_is_an_alias_is_meant_by_its_own_key(self, outcome, told, let_stand, text):
        rows = text.replace("数量: [5,", "数量: &row [5,")
        rows += "    二、上年结转政府信息公开申请数量: *row  # openness-lint: ignore[T301] 原件如此\n"

        found = outcome(rows)

        assert told(found) == FOUND
        assert [str(one.at.address) for one in found.suppressed] == ["requests.carried_in.total"]

    def test_on_a_key_of_the_head(self, outcome, told, text):
        head = "title: 示例县水利局2023年政府信息公开工作年度报告  # openness-lint: ignore[S117] 转载时的笔误\n"

        assert told(outcome(head + text, select=("T301", "T401", "C105", "U101", "Q", "S117"))) == FOUND

    def test_on_prose_it_stands_at_the_heading(self, outcome, told, text):
        prose = "  五、存在的主要问题及改进情况: |  # openness-lint: ignore[S105] 合并写在总体情况里\n    无。\n"

        assert told(outcome(text + prose, select=("T301", "T401", "C105", "U101", "Q", "S105"))) == FOUND

    def test_what_only_looks_like_one_inside_prose_is_prose(self, outcome, told, text):
        prose = "  五、存在的主要问题及改进情况: |\n    无。  # openness-lint: ignore[S105] 不是注释\n    # openness-lint: ingore[S105] 也不是\n"
        select = ("T301", "T401", "C105", "U101", "Q")

        assert told(outcome(text + prose, select=select)) == FOUND

    def test_anywhere_for_the_whole_file(self, outcome, told, let_stand, text):
        found = outcome(f"{text}# openness-lint: ignore-file[T,C105] 历史报告，不再更正\n")

        assert told(found) == [("U101", "265500元")]
        assert let_stand(found) == [("T401", "comment", "历史报告，不再更正"), ("C105", "comment", "历史报告，不再更正"), ("T301", "comment", "历史报告，不再更正")]  # fmt: skip

    def test_the_nearest_gives_the_reason(self, outcome, let_stand, text):
        text = f"# openness-lint: ignore-file[T401] 历史报告\n{text}"

        found = outcome(after(text, "行政复议", "# openness-lint: ignore[T401] 原件如此"))

        assert let_stand(found) == [("T401", "comment", "原件如此")]
        assert not [one for one in found.violations if one.rule.code == "Q101"]

    def test_what_could_not_be_judged_stays_what_it_is(self, outcome, text):
        blank = text.replace("[5, 1, 0, 0, 0, 0, 7]  ", "").replace("[5, 1, 0, 0, 0, 0, 7]", "[5, '', 0, 0, 0, 0, 7]")

        found = outcome(after(blank, "一、本年新收", "# openness-lint: ignore[T301] 原件如此"))

        assert "requests.received.total" in [str(one.at.address) for one in found.gaps if one.rule.code == "T301"]
        # Nothing is said of the suppression either: whether it is of use shows when the figure is there.
        assert not [one for one in found.violations if one.rule.code == "Q101"]


class TestUnused:
    COMMENT = "# openness-lint: ignore[T303] 原件如此"

    def test_it_is_found_with_all_its_characters(self, outcome, told, text):
        found = outcome(after(text, "行政复议", self.COMMENT), select=("T", "C105", "U101", "Q"))

        [one] = [one for one in found.violations if one.rule.code == "Q101"]
        assert ("Q101", self.COMMENT) in told(found)
        assert one.message == ("这里没有 T303 的问题要豁免", "no finding of T303 here to silence")
        assert one.severity is Severity.WARNING

    def test_a_rule_that_was_not_asked_leaves_it_open(self, outcome, told, text):
        commented = after(text, "行政复议", self.COMMENT)

        assert told(outcome(commented)) == FOUND
        assert told(outcome(commented, select=("T", "C105", "U101", "Q"), ignore=("T303",))) == FOUND

    def test_so_does_a_part_of_a_beginning_of_codes(self, outcome, told, text):
        commented = above(text, "year", "# openness-lint: ignore[C1] 原件如此")

        assert told(outcome(commented)) == FOUND
        assert "Q101" in [code for code, _ in told(outcome(commented, select=("T", "C", "U101", "Q")))]

    def test_of_several_only_those_without_a_finding_are_named(self, outcome, told, text):
        comment = "# openness-lint: ignore[T401, C105,U101] 原件如此"

        found = outcome(after(text, "行政复议", comment))

        [one] = [one for one in found.violations if one.rule.code == "Q101"]
        assert [*without("T401")] == [one for one in told(found) if one[0] != "Q101"]
        assert ("Q101", "C105") in told(found)
        assert one.message.zh == "这里没有 C105、U101 的问题要豁免"

    def test_for_the_whole_file(self, outcome, text):
        found = outcome(f"# openness-lint: ignore-file[C103] 原件如此\n{text}", select=("C", "Q"))

        [one] = [one for one in found.violations if one.rule.code == "Q101"]
        assert one.message == ("整份报告没有 C103 的问题要豁免", "no finding of C103 in the whole report to silence")

    def test_with_nothing_below_it(self, outcome, text):
        found = outcome(f"{text}# openness-lint: ignore[T401] 原件如此\n")

        [one] = [one for one in found.violations if one.rule.code == "Q101"]
        assert one.message.zh == "这条豁免后面没有内容；写在要豁免的那一行末尾，或它的上一行"

    def test_it_is_not_looked_for_when_its_rule_is_not_asked(self, outcome, told, text):
        commented = after(text, "行政复议", "# openness-lint: ignore[C105] 原件如此")

        assert told(outcome(commented, ignore=("Q101",))) == FOUND


class TestReason:
    @pytest.mark.parametrize("reason", ["", " ……", " -", "  。"])
    def test_without_one_the_finding_counts(self, outcome, told, text, reason):
        comment = f"# openness-lint: ignore[T401]{reason}"

        found = outcome(after(text, "行政复议", comment))

        [one] = [one for one in found.violations if one.rule.code == "Q102"]
        assert {*FOUND, ("Q102", comment)} == set(told(found))
        assert one.message == ("豁免 T401 没有写理由，不起作用", "T401 silenced without a reason, which has no effect")
        assert not found.suppressed


class TestExpiry:
    def commented(self, text: str) -> str:
        return after(text, "行政复议", "# openness-lint: ignore[T401] until 2025-06-30: 待更正")

    @pytest.mark.parametrize("today", [date(2024, 1, 1), date(2025, 6, 30)])
    def test_the_day_named_is_the_last(self, outcome, told, text, today):
        assert without("T401") == told(outcome(self.commented(text), today=today))

    def test_the_day_after_the_finding_counts_again(self, outcome, told, text):
        found = outcome(self.commented(text), today=date(2025, 7, 1))

        [one] = [one for one in found.violations if one.rule.code == "Q103"]
        assert {*FOUND, ("Q103", "2025-06-30")} == set(told(found))
        assert one.message == ("豁免 T401 已于 2025-06-30 到期，不再起作用", "silencing T401 expired on 2025-06-30 and has no effect any more")  # fmt: skip
        assert one.broken.data == (("reason", "待更正"), ("until", "2025-06-30"))


class TestMalformed:
    def test_it_silences_nothing_and_is_an_error(self, outcome, told, text):
        found = outcome(after(text, "行政复议", "# openness-lint: ignore[T401,T4O1] 原件如此"))

        [one] = [one for one in found.violations if one.rule.code == "Q104"]
        assert {*FOUND, ("Q104", "T4O1")} == set(told(found))
        assert one.severity is Severity.ERROR
        assert not found.suppressed


class TestMandatory:
    def test_a_mandatory_rule_is_not_silenced_and_the_suppression_is_told(self, outcome, told, text):
        found = outcome(after(text, "行政复议", "# openness-lint: ignore[T] 原件如此"), mandatory=("T401",))

        [one] = [one for one in found.violations if one.rule.code == "Q105"]
        assert {*FOUND, ("Q105", "T")} == set(told(found))
        assert one.message == ("T401 不得豁免，这里的豁免不起作用", "T401 is mandatory; nothing silences it")

    def test_the_other_rules_of_the_suppression_are_silenced(self, outcome, told, text):
        comment = "# openness-lint: ignore-file[T401,T301] 原件如此"

        found = outcome(f"{comment}\n{text}", mandatory=("T401",))

        assert [("Q105", "T401"), *without("T301")] == told(found)


@pytest.mark.parametrize("code", ["Q101", "Q102", "Q104", "Q105"])
def test_each_has_its_rule_and_is_silent_without_it(outcome, told, text, code):
    comments = [
        after(text, "行政复议", "# openness-lint: ignore[C105] 原件如此"),
        after(text, "行政复议", "# openness-lint: ignore[T401]"),
        after(text, "行政复议", "# openness-lint: ingore[T401] 原件如此"),
        after(text, "行政复议", "# openness-lint: ignore[T401] 原件如此"),
    ]
    commented = dict(zip(["Q101", "Q102", "Q104", "Q105"], comments, strict=True))[code]
    mandatory = ("T401",) if code == "Q105" else ()

    assert code in [one for one, _ in told(outcome(commented, mandatory=mandatory))]
    assert told(outcome(commented, mandatory=mandatory, ignore=("Q",))) == FOUND


def mended(text: str, found) -> str:
    """The text after every safe fix on suppressions."""
    lines = Lines(text)
    edits = [
        (lines.offset(*edit.span[:2]), lines.offset(*edit.span[2:]), edit.replacement)
        for one in found.violations
        for fix in one.broken.fixes
        if fix.applicability is Applicability.SAFE and one.rule.code in {"Q101", "Q102"}
        for edit in fix.edits
    ]
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


LINES = st.integers(0, 9)
UNUSED = st.sampled_from(
    [
        "# openness-lint: ignore[C103] 没有这样的问题",
        "# openness-lint: ignore[C103, C107] until 2999-12-31: 没有这样的问题",
        "# openness-lint: ignore-file[C103] 没有这样的问题",
        "# openness-lint: ignore[T401,U101]",
        "#openness-lint:ignore[C108]x",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(LINES, UNUSED, st.booleans(), st.sampled_from(["", " ", "  ", "\t"])), max_size=6))
def test_what_was_put_in_for_nothing_is_taken_out_to_the_last_byte(outcome, text, remarks):
    lines = text.splitlines(keepends=True)
    for number, comment, alone, blanks in sorted(remarks, key=lambda one: one[0], reverse=True):
        if alone:
            lines.insert(number, f"{'  ' * number}{comment}{blanks}\n")
        elif "#" not in lines[number]:
            lines[number] = f"{lines[number][:-1]} {blanks}{comment}{blanks}\n"
    commented = "".join(lines)

    found = outcome(commented, select=("C103", "C107", "C108", "T401", "U101", "Q"))

    assert text == mended(commented, found)


def test_only_what_is_idle_is_taken_out_of_brackets(outcome, text):
    comment = "# openness-lint: ignore[C105, T401,U101] 原件如此"
    commented = after(text, "行政复议", comment)

    assert after(text, "行政复议", "# openness-lint: ignore[T401] 原件如此") == mended(commented, outcome(commented))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_suppression_for_every_finding_leaves_none_and_says_nothing_else(outcome, text, data):
    before = outcome(text)
    lines = text.splitlines()
    for one in sorted(before.violations, key=lambda each: -each.at.span.line):
        comment = f"# openness-lint: ignore[{data.draw(st.sampled_from([one.rule.code, one.rule.name, one.rule.code[:2]]))}] 原件如此"
        number = one.at.span.line - 1
        if data.draw(st.booleans()) or "#" in lines[number]:
            lines.insert(number, comment)
        else:
            lines[number] += f" {comment}"

    found = outcome("\n".join(lines) + "\n", ignore=("Q101",))

    assert not found.violations
    assert [one.broken.message for one in before.violations] == [one.broken.message for one in found.suppressed]
    assert (before.judged, before.held, before.agency, before.year) == (found.judged, found.held, found.agency, found.year)  # fmt: skip
