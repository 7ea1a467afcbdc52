"""However a report is spelt and laid out, the same cells come of it, each at its place."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import InvalidRule, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.span import TextSpan
from openness_lint.recognition.transcript import transcribe, transcribe_example
from openness_lint.syntax.json import parse_json
from openness_lint.syntax.yaml import parse_yaml

HEAD = "agency: 示例县水利局\nyear: 2024\nsections:\n"


def under(span, report_or_text) -> str:
    """The characters under a span."""
    text = report_or_text if isinstance(report_or_text, str) else "\n".join(report_or_text.lines)
    lines = text.split("\n")
    assert isinstance(span, TextSpan)
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1][: span.end_column - 1]
    return "\n".join([first, *lines[span.line : span.end_line - 1], last])


def cells(report) -> dict[str, str]:
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


def labels(report) -> dict[str, tuple[str, str]]:
    """Each label by its address: as printed, and how it was recognised."""
    listed = [one for section in report.sections for table in section.tables for one in table.labels]
    for one in listed:
        assert under(one.printed.span, report) == one.printed.text
    return {str(one.address): (one.printed.text, one.match.value) for one in listed}


class TestSpellings:
    FLAT = (
        HEAD
        + """\
  disputes:
    review: [1, 2, 3, 4, 10]
    litigation_direct: {upheld: 5, corrected: 6, other: 7, pending: 8, total: 26}
  requests:
    received: [1, 2, 3, 4, 5, 6, 21]
    denied.state_secret: [0, 0, 0, 0, 0, 0, 0]
    otherwise.other: [9, 0, 0, 0, 0, 0, 9]
"""
    )
    OFFICIAL = (
        HEAD
        + """\
  四、政府信息公开行政复议、行政诉讼情况:
    行政复议: {结果维持: 1, 结果纠正: 2, 其他结果: 3, 尚未审结: 4, 总计: 10}
    行政诉讼:
      未经复议直接起诉:
        - 5
        - 6
        - 7
        - 8
        - 26
  三、收到和处理政府信息公开申请情况:
    一、本年新收政府信息公开申请数量:
      自然人: 1
      法人或其他组织: {商业企业: 2, 科研机构: 3, 社会公益组织: 4, 法律服务机构: 5, 其他: 6}
      总计: 21
    三、本年度办理结果:
      （三）不予公开:
        1.属于国家秘密: [0, 0, 0, 0, 0, 0, 0]
      （六）其他处理:
        3.其他: [9, 0, 0, 0, 0, 0, 9]
"""
    )
    MIXED = (
        HEAD
        + """\
  ' 四、政府信息公开 行政复议，行政诉讼情况。':
    行政复议: [1, 2, 3, 4, 10]
    litigation:
      '未经复议直接起诉 ': {总计: 26, 尚未审结: 8, 其它结果: 7, corrected: 6, 结果 维持: 5}
  三、行政机关收到和处理政府信息公开申请情况:
    '1、本年新收政府信息公开申请数量': {自然人: 1, 法人或其他组织: [2, 3, 4, 5, 6], 合计: 21}
    denied:
      '1、属于国家秘密': [0, 0, 0, 0, 0, 0, 0]
    results:
      otherwise:
        3、其它: [9, 0, 0, 0, 0, 0, 9]
"""
    )
    MISSPELT = (
        HEAD
        + """\
  四、政府信息公开行政复议、行政诉松情况:
    行政复议: [1, 2, 3, 4, 10]
    行政诉讼:
      未经复仪直接起诉: {结果维护: 5, 结果纠正: 6, 其他结果: 7, 尚末审结: 8, total: 26}
  三、收到和处理政府信息公开审请情况:
    一、本年新收政府信息公开申请数: {自然人: 1, 法人和其他组织: {商业企业: 2, 科硏机构: 3, 社会公益组织: 4, 法律服务机构: 5, other: 6}, total: 21}
    三、本年度处理结果:
      1.属于国家机密: [0, 0, 0, 0, 0, 0, 0]
      otherwise.other: [9, 0, 0, 0, 0, 0, 9]
"""
    )

    @pytest.mark.parametrize("text", [OFFICIAL, MIXED, MISSPELT])
    def test_all_give_the_same_cells(self, read, text):
        expected, report = read(self.FLAT), read(text)

        assert cells(report) == cells(expected)
        assert [one.number for one in report.cells.values()] == [one.number for one in expected.cells.values()]

    @pytest.mark.parametrize("text", [FLAT, OFFICIAL, MIXED, MISSPELT])
    def test_every_figure_and_label_is_under_its_span(self, read, text):
        report = read(text)

        labels(report)
        for cell in report.cells.values():
            assert under(cell.printed.span, text) == cell.printed.text
        for section in report.sections:
            assert under(section.heading.printed.span, text) == section.heading.printed.text

    def test_cells_stand_in_the_order_of_the_form_and_sections_in_that_of_the_source(self, read):
        report = read(self.MIXED)
        order = {str(address): i for i, address in enumerate(a for table in report.form.tables for a in table.cells)}

        assert [one.id for one in report.sections] == ["disputes", "requests"]
        for table in (table for section in report.sections for table in section.tables):
            assert all(
                order[f"{table.id}.{a[0]}.{a[1]}"] < order[f"{table.id}.{b[0]}.{b[1]}"]
                for a, b in pairwise(table.cells)
            )

    def test_ids_print_nothing(self, read):
        assert labels(read(self.FLAT)) == {}

    def test_how_each_label_was_recognised_is_kept(self, read):
        report = read(self.MIXED)

        assert labels(report) == {
            "disputes.review": ("行政复议", "official"),
            "disputes.litigation_direct": ("未经复议直接起诉 ", "official"),
            "disputes.total": ("总计", "official"),
            "disputes.pending": ("尚未审结", "official"),
            "disputes.other": ("其它结果", "alias"),
            "disputes.upheld": ("结果 维持", "spacing"),
            "requests.received": ("1、本年新收政府信息公开申请数量", "alias"),
            "requests.natural_person": ("自然人", "official"),
            "requests.organisations": ("法人或其他组织", "official"),
            "requests.total": ("合计", "alias"),
            "requests.denied.state_secret": ("1、属于国家秘密", "spacing"),
            "requests.otherwise.other": ("3、其它", "alias"),
        }
        assert [(one.heading.printed.text, one.heading.match) for one in report.sections] == [
            (" 四、政府信息公开 行政复议，行政诉讼情况。", Match.DISTANCE),
            ("三、行政机关收到和处理政府信息公开申请情况", Match.ALIAS),
        ]

    def test_misspellings_are_kept_as_such(self, read):
        report = read(self.MISSPELT)

        assert {one for one, (_, match) in labels(report).items() if match == "distance"} == {
            "disputes.litigation_direct",
            "disputes.upheld",
            "disputes.pending",
            "requests.received",
            "requests.organisations",
            "requests.research",
            "requests.results",
            "requests.denied.state_secret",
        }
        assert {one.heading.match for one in report.sections} == {Match.DISTANCE}


class TestRowsAndColumns:
    def test_a_lone_figure_fills_a_row_of_one_column(self, read):
        report = read(
            HEAD + "  proactive: {licences: 41, fees: 0.5, penalties: [7], coercive_measures: {decisions: 8}}\n"
        )

        assert cells(report) == {"proactive.licences.decisions": "41", "proactive.penalties.decisions": "7", "proactive.coercive_measures.decisions": "8", "proactive.fees.amount": "0.5"}  # fmt: skip

    def test_an_empty_row_is_a_row_of_blanks(self, read):
        report = read(HEAD + "  disputes:\n    review:\n    litigation_direct: ~\n")

        assert cells(report) == {f"disputes.{row}.{column}": "" for row in ("review", "litigation_direct") for column in ("upheld", "corrected", "other", "pending", "total")}  # fmt: skip
        assert {one.number for one in report.cells.values()} == {None}

    def test_only_the_columns_named_are_there(self, read):
        assert cells(read(HEAD + "  disputes: {review: {total: 3, upheld: ''}}\n")) == {"disputes.review.upheld": "", "disputes.review.total": "3"}  # fmt: skip

    @pytest.mark.parametrize("nothing", ["", "~", "null", "''", '""', "' '"])
    def test_nothing_is_blank_and_not_zero(self, read, nothing):
        report = read(HEAD + f"  disputes: {{review: {{upheld: {nothing}, total: 0}}}}\n")

        assert [one.number for one in report.cells.values()] == [None, Decimal(0)]

    @pytest.mark.parametrize("word", ["NaN", ".nan", ".inf", "Infinity", "1e5", "1_000", "0x10", "0o10", "true", "no", "12:30", "2025-01-17", "٣", "null_"])  # fmt: skip
    def test_a_word_is_no_number(self, read, word):
        report = read(HEAD + f"  disputes:\n    review:\n      upheld: {word}\n")

        (cell,) = report.cells.values()
        assert (cell.printed.text, cell.number) == (word, None)

    @pytest.mark.parametrize(("printed", "number"), [("012", 12), ("1,234", 1234), ("１２", 12), ("12件", 12), ("+3", 3), ("-3", -3), ("3.0", 3)])  # fmt: skip
    def test_a_figure_keeps_what_is_printed(self, read, printed, number):
        report = read(HEAD + f"  disputes: {{review: {{upheld: '{printed}'}}}}\n")

        (cell,) = report.cells.values()
        assert (cell.printed.text, cell.number) == (printed, number)

    @pytest.mark.parametrize(("printed", "number"), [("0元", "0"), ("265500元", "26.55"), ("3 万元", "3"), ("2亿元", "20000"), ("1千元", "0.1"), ("5件", "5"), ("5", "5")])  # fmt: skip
    def test_an_amount_is_in_the_unit_of_its_column(self, read, printed, number):
        report = read(HEAD + f"  proactive: {{fees: {printed}}}\n")

        (cell,) = report.cells.values()
        assert (cell.printed.text, cell.number) == (printed, Decimal(number))

    def test_columns_may_nest_as_the_form_prints_them(self, read):
        flat = read(HEAD + "  requests: {received: {natural_person: 1, business: 2, other: 3, total: 6}}\n")
        nested = read(HEAD + "  requests: {received: {自然人: 1, organisations: {商业企业: 2, 其它: 3}, 总计: 6}}\n")

        assert cells(nested) == cells(flat)


class TestSubtotals:
    """Sums that offices print beyond the form: read by their group, and never a row or column of it."""

    @pytest.mark.parametrize(
        "body",
        [
            "{（三）不予公开: {小计: [1, 0, 0, 0, 0, 0, 1], 1.属于国家秘密: [1, 0, 0, 0, 0, 0, 1]}}",
            "{denied: {subtotal: [1, 0, 0, 0, 0, 0, 1], state_secret: [1, 0, 0, 0, 0, 0, 1]}}",
            "{denied: [1, 0, 0, 0, 0, 0, 1], denied.state_secret: [1, 0, 0, 0, 0, 0, 1]}",
            "{三、本年度办理结果: {（三）不予公开: {不予公开小计: {自然人: 1, organisations: [0, 0, 0, 0, 0], 总计: 1}}, denied.state_secret: [1, 0, 0, 0, 0, 0, 1]}}",
        ],
    )  # fmt: skip
    def test_of_rows(self, read, body):
        (table,) = read(HEAD + f"  requests: {body}\n").sections[0].tables

        assert list(table.rows) == ["denied", "denied.state_secret"] or set(table.rows) == {
            "denied",
            "denied.state_secret",
        }
        assert [table.cells["denied", one].printed.text for one in ("natural_person", "other", "total")] == [
            "1",
            "0",
            "1",
        ]

    @pytest.mark.parametrize(
        "row",
        [
            "{法人小计: 5, business: 5}",
            "{法人或其他组织小计: 5, 商业企业: 5}",
            "{法人或其他组织: {小计: 5, 商业企业: 5}}",
            "{organisations: {subtotal: 5, business: 5}}",
            "{organisations: 5, business: 5}",
        ],
    )
    def test_of_columns(self, read, row):
        assert cells(read(HEAD + f"  requests: {{received: {row}}}\n")) == {"requests.received.organisations": "5", "requests.received.business": "5"}  # fmt: skip

    def test_they_stand_in_no_label(self, read):
        report = read(HEAD + "  requests: {（三）不予公开: {小计: [1, 0, 0, 0, 0, 0, 1]}}\n")

        assert labels(report) == {"requests.denied": ("（三）不予公开", "official")}


class TestBesideTheTables:
    def test_notes_and_texts_are_kept_with_their_places(self, read):
        text = (
            HEAD
            + "  requests:\n    附注: （勾稽关系）\n    文字: |\n      第一段。\n\n      第二段。\n    received: [0, 0, 0, 0, 0, 0, 0]\n"
        )
        (section,) = read(text).sections

        assert under(section.tables[0].note.span, text) == section.tables[0].note.text == "（勾稽关系）"
        assert [one.text for one in section.paragraphs] == [under(one.span, text) for one in section.paragraphs] == ["第一段。", "第二段。"]  # fmt: skip

    @pytest.mark.parametrize(("note", "text"), [("note: ''", ""), ("note:", ""), ("附注: x", "x")])
    def test_an_empty_note_is_a_note(self, read, note, text):
        report = read(HEAD + f"  disputes:\n    {note}\n    review: [0, 0, 0, 0, 0]\n")

        assert report.sections[0].tables[0].note.text == text

    def test_without_a_note_there_is_none(self, read):
        assert read(HEAD + "  disputes: {review: [0, 0, 0, 0, 0]}\n").sections[0].tables[0].note is None

    def test_rows_and_columns_beyond_the_form_are_kept_apart(self, read):
        text = (
            HEAD
            + "  disputes:\n    review: {upheld: 1, unlisted: {撤回: 2}}\n    格式外: {行政调解: [1, 2]}\n    litigation: {格式外: {再审: 3}}\n"
        )
        (table,) = read(text).sections[0].tables

        assert [(str(one.address), one.printed.text) for one in table.unlisted] == [("disputes.review.撤回", "撤回"), ("disputes.行政调解", "行政调解"), ("disputes.再审", "再审")]  # fmt: skip
        assert [under(one.printed.span, text) for one in table.unlisted] == ["撤回", "行政调解", "再审"]
        assert len(table.cells) == 1

    @pytest.mark.parametrize(
        ("value", "paragraphs"),
        [
            ("一段。", ["一段。"]),
            ("|\n    一段。\n\n      二段。\n", ["一段。", "  二段。"]),
            (">\n    一段\n    还是。\n\n    二段。\n", ["一段 还是。", "二段。"]),
            ("[一段。, '二段。']", ["一段。", "二段。"]),
            ("", []),
            ("''", []),
            ("[]", []),
            ("'  '", []),
            ('"一段。\\n二段。"', ["一段。", "二段。"]),
        ],
    )
    def test_a_text_is_cut_into_its_paragraphs(self, read, value, paragraphs):
        (section,) = read(HEAD + f"  一、总体情况: {value}\n").sections

        assert [one.text for one in section.paragraphs] == paragraphs

    def test_a_table_section_may_be_text_alone(self, read):
        (section,) = read(HEAD + "  四、政府信息公开行政复议、行政诉讼情况: 本年没有。\n").sections

        assert ([one.text for one in section.paragraphs], section.tables) == (["本年没有。"], ())

    def test_the_preface_stands_before_the_sections(self, read):
        text = "agency: x\nyear: 2024\n前言: |\n  根据条例编制。\n\n  共六部分。\nsections: {}\n"

        assert [under(one.span, text) for one in read(text).preface] == ["根据条例编制。", "共六部分。"]


class TestMetadata:
    def test_keys_are_chinese_or_english(self, read):
        zh = read(
            "机关: 示例县水利局\n年度: 2024年度\n级别: 部门\n层级: 县级\n标题: 甲\n发布日期: 2025年1月17日\n格式: cn-openness-2021\n前言: 乙\n正文: {}\n"
        )
        en = read(
            "agency: 示例县水利局\nyear: 2024\nissuer: department\nlevel: county\ntitle: 甲\npublished: 2025年1月17日\nform: cn-openness-2021\npreface: 乙\nsections: {}\n"
        )

        assert (
            (zh.agency, zh.year, zh.form.id)
            == (en.agency, en.year, en.form.id)
            == ("示例县水利局", 2024, "cn-openness-2021")
        )
        assert [zh.meta(one) for one in ("issuer", "level", "title", "published")] == [
            "department",
            "county",
            "甲",
            "2025年1月17日",
        ]
        assert [one.text for one in zh.preface] == ["乙"]

    @pytest.mark.parametrize("date", ["2025-01-17", "2025/1/17", "2025.1.17", "2025年1月17日", "' 2025-1-7 '"])
    def test_a_date_is_kept_as_it_is_printed(self, read, date):
        assert read(f"year: 2024\npublished: {date}\nsections: {{}}\n").metadata["published"].text == date.strip("'")

    def test_what_is_empty_is_not_there(self, read):
        report = read("agency:\nyear: 2024\nissuer: ~\nlevel:\ntitle: null\npublished:\nform:\npreface:\nsections:\n")

        assert (report.agency, report.meta("title"), report.preface, report.sections) == (None, None, (), ())

    @pytest.mark.parametrize(("year", "form"), [("2019", 2019), ("2020年", 2019), ("2021", 2021), ("'2024'", 2021), ("2024年度", 2021)])  # fmt: skip
    def test_the_year_settles_the_form(self, read, year, form):
        assert read(f"year: {year}\nsections: {{}}\n").form.id == f"cn-openness-{form}"

    def test_unless_a_form_is_named(self, read):
        assert read("form: cn-openness-2019\nyear: 2024\nsections: {}\n").form.id == "cn-openness-2019"
        assert read("form: cn-openness-2019\nsections: {}\n").year is None


class TestOtherEdition:
    """Labels of the other edition are kept as foreign, for a rule to name each."""

    def test_columns_and_rows_of_the_earlier_form(self, read):
        text = (
            HEAD
            + "  proactive:\n    规章: {本年新制作数量: 1, 本年新公开数量: 1, 对外公开总数量: 3}\n    其他对外管理服务事项: [0, 0, 0]\n"
        )
        report = read(text)
        (table,) = report.sections[0].tables

        assert {(one.printed.text, one.form.id) for one in table.foreign} >= {("本年新制作数量", "cn-openness-2019"), ("对外公开总数量", "cn-openness-2019"), ("其他对外管理服务事项", "cn-openness-2019")}  # fmt: skip
        assert [under(one.printed.span, text) for one in table.foreign] == [one.printed.text for one in table.foreign]
        assert cells(report) == {}

    def test_a_label_that_both_have_is_nobodys(self, read):
        (table,) = read(HEAD + "  proactive: {规章: [0, 0, 0], 行政许可: 0}\n").sections[0].tables

        assert table.foreign == ()


class TestExample:
    """A rule's example: sections may stand at the top, and complaints are about the rule."""

    def example(self, shelf, text):
        form = shelf.choose(form=None, year=2024)
        return transcribe_example(*parse_yaml(text, InvalidRule), form, shelf.others(form), InvalidRule)

    @pytest.mark.parametrize("text", ["{disputes: {review: [0, 0, 0, 0, 1]}}", "{sections: {disputes: {review: [0, 0, 0, 0, 1]}}}", "{year: 2019, issuer: department, 四、政府信息公开行政复议、行政诉讼情况: {行政复议: [0, 0, 0, 0, 1]}}"])  # fmt: skip
    def test_it_is_read_on_the_form_given(self, shelf, text):
        report = self.example(shelf, text)

        assert report.form.id == "cn-openness-2021"
        assert cells(report)["disputes.review.total"] == "1"

    @pytest.mark.parametrize(("text", "place"), [("- 1", (1, 1)), ("{disputes: {reviews: [0]}}", (1, 13)), ("{disputs: {review: [0]}}", (1, 2))])  # fmt: skip
    def test_what_is_wrong_in_it_is_wrong_with_the_rule(self, shelf, text, place):
        with pytest.raises(InvalidRule) as caught:
            self.example(shelf, text)

        assert (caught.value.line, caught.value.column) == place


# Figures as offices print them, and the numbers they give in a column of counts.
FIGURES = {"0": 0, "7": 7, "12": 12, "1,234": 1234, " 0": 0, "5 ": 5, "１２": 12, "/": None, "": None, "无": None, "41件": 41, "007": 7, "-3": -3, "2.5": "2.5", "O": None, "1 234": 1234, "#1": None, "a: b": None, "'": None, '"x"': None, "*": None, "[/]": None, "22（其中修订16件）": 22}  # fmt: skip


class Source:
    """Makes up one report as pairs of keys and values, and writes it as YAML or JSON in a random hand."""

    def __init__(self, seed: int, form) -> None:
        self.random = Random(seed)
        self.form = form
        self.expected: dict[str, str] = {}

    def one_of(self, *options):
        return self.random.choice(options)

    def maybe(self) -> bool:
        return self.random.random() < 0.5

    def shuffled(self, items):
        return self.random.sample(list(items), len(items))

    def name(self, wording, *ids) -> str:
        return self.one_of(*ids, wording.official, *wording.aliases[:2])

    def sections(self):
        tables = self.shuffled([one for one in self.form.sections if one.tables])
        return [(self.name(one.wording, one.id), self.table(self.form.table[one.tables[0]])) for one in tables]

    def table(self, table):
        rows = [one for one in table.rows if self.random.randrange(4)]
        if self.maybe():
            return [(self.one_of(row.id, row.id, row.wording.official) if not self.shared(table, row) else row.id, self.row(table, row)) for row in self.shuffled(rows)]  # fmt: skip
        return self.nested(table, rows, None)

    @staticmethod
    def shared(table, row) -> bool:
        """Whether the label alone does not tell which row is meant."""
        bare = row.wording.official.lstrip("0123456789.")
        return sum(one.wording.official.lstrip("0123456789.") == bare for one in table.rows) > 1

    def nested(self, table, rows, scope):
        found, done = [], set()
        for row in rows:
            if row.id in done:
                continue
            around = [g for g in table.row_groups if g.parent == scope and row.id in g.members]
            if not around:
                short = row.id.removeprefix(f"{scope}.") if scope else row.id
                found.append((self.name(row.wording, row.id, short), self.row(table, row)))
                continue
            group = around[0]
            inside = [one for one in rows if one.id in group.members]
            done |= set(group.members)
            found.append((self.name(group.wording, group.id), self.nested(table, inside, group.id)))
        return found

    def row(self, table, row):
        figures = {}
        for column in row.columns:
            figures[column] = self.one_of(*FIGURES)
            self.expected[f"{table.id}.{row.id}.{column}"] = figures[column]
        if len(figures) == 1 and self.maybe():
            return next(iter(figures.values()))
        if self.maybe():
            return list(figures.values())
        groups = [g for g in table.column_groups if set(g.members) <= set(figures)]
        if groups and self.maybe():
            group = groups[0]
            inside = [(self.name(table.column[one].wording, one), figures[one]) for one in group.members]
            body = [value for _, value in inside] if self.maybe() else self.shuffled(inside)
            rest = [
                (self.name(table.column[one].wording, one), figures[one]) for one in figures if one not in group.members
            ]
            return [*rest, (self.name(group.wording, group.id), body)]
        return [(self.name(table.column[one].wording, one), figures[one]) for one in self.shuffled(list(figures))]

    def yaml(self, value, indent: int, flow: bool) -> str:
        if isinstance(value, str):
            return " " + self.scalar(value)
        flow = flow or self.random.randrange(3) == 0
        pairs = bool(value) and isinstance(value[0], tuple)
        if flow or not value:
            inside = (
                [f"{self.scalar(k)}:{self.yaml(v, 0, True)}" for k, v in value]
                if pairs
                else [self.scalar(v) for v in value]
            )
            return (
                (" {" if pairs or not value else " [")
                + self.one_of(", ", " , ").join(inside)
                + ("}" if pairs or not value else "]")
            )
        lines = []
        for one in value:
            if self.random.randrange(10) == 0:
                lines.append(self.one_of("", "# 备注: [1, 2]", "   # x"))
            lines.append(" " * indent + (f"{self.scalar(one[0])}:{self.yaml(one[1], indent + self.one_of(1, 2, 4), False)}" if pairs else f"- {self.scalar(one)}"))  # fmt: skip
        return "\n" + "\n".join(lines)

    def scalar(self, text: str) -> str:
        plain = text.replace("（", "").replace("）", "")
        if plain and all(c.isalnum() or c in "._、“”，" for c in plain) and plain[0] != "“" and self.maybe():
            return text
        if '"' not in text and self.maybe():
            return f'"{text}"'
        return "'" + text.replace("'", "''") + "'"

    def json(self, value):
        if isinstance(value, str):
            return (
                int(value)
                if value.isascii() and value.isdigit() and not value.startswith("0") and self.maybe()
                else value
            )
        if value and isinstance(value[0], tuple):
            return {key: self.json(one) for key, one in value}
        return [self.json(one) for one in value] if value else {}


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])  # a seed is not worth shrinking
@given(st.integers(0, 2**64))
def test_any_hand_gives_every_figure_at_its_place_and_json_the_same(shelf, seed):
    source = Source(seed, shelf.choose(form=None, year=2024))
    tree = source.sections()
    text = f"year: 2024\nsections:{source.yaml(tree, 2, False)}\n"
    same = json.dumps(
        {"year": 2024, "sections": source.json(tree)}, ensure_ascii=source.maybe(), indent=source.one_of(None, 1, 4)
    )

    report = transcribe(*parse_yaml(text, UnreadableInput), shelf)
    other = transcribe(*parse_json(same, UnreadableInput), shelf)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openness_lint.syntax.yaml.read_simple", lambda lines: None)
        parsed = transcribe(*parse_yaml(text, UnreadableInput), shelf)

    assert parsed == report
    assert list(parsed.cells.items()) == list(report.cells.items())
    assert cells(report) == source.expected
    for address, cell in report.cells.items():
        number = FIGURES[cell.printed.text]
        is_amount = str(address) == "proactive.fees.amount"
        assert cell.number == (None if number is None else Decimal(number)) or is_amount
        written = under(cell.printed.span, text).replace("''", "'")
        assert written == cell.printed.text or (written in {"'", '""'} and not cell.printed.text)
    assert cells(other) == cells(report)
    assert [one.number for one in other.cells.values()] == [one.number for one in report.cells.values()]
    for cell in other.cells.values():
        written = under(cell.printed.span, same)
        assert json.loads(f'"{written.strip(chr(34)) if not cell.printed.text else written}"') == cell.printed.text
