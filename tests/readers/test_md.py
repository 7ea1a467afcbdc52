"""Markdown: tables of pipes and of HTML, headings in every manner, each character where it stands."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.span import TextSpan
from openness_lint.syntax.node import Lines
from openness_lint.trials import text_at
from openness_lint.web.flow import LinePlacer, Writer
from openness_lint.web.inline import inline
from papers import printed

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((ROOT / "examples" / "huaian-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture
def read(read_bytes):
    def read(text):
        return read_bytes(text.encode(), ".md")

    return read


def lines_of(rows, *, repeated=False, cell=lambda text: text.replace("|", r"\|")):
    """The rows as pipe tables have them: places that a merged cell covers are blank, or repeat its text."""
    places = printed.placed(rows)
    width = max(one.column + one.columns for one in places)
    table = [[""] * width for _ in rows]
    for one in places:
        for row in range(one.row, one.row + one.rows):
            for column in range(one.column, one.column + one.columns):
                is_first = (row, column) == (one.row, one.column)
                table[row][column] = cell(one.text) if is_first or repeated else ""
    return table


def pipes(rows, **manner):
    first, *rest = [f"| {' | '.join(row)} |" for row in lines_of(rows, **manner)]
    return "\n".join([first, "|" + " --- |" * (first.count("|") - 1), *rest])


def paragraphs(report, id):
    texts = report.section(id).paragraphs
    return [line.strip() for text in texts for line in text.text.splitlines() if line.strip()]


def markdown(report, table=pipes, title="# {}", heading="## {}", paragraph="{}"):
    tables = printed.tables_of(report)
    parts = [title.format(report.meta("title"))]
    for section in report.form.sections:
        parts.append(heading.format(section.wording.official))
        parts += [paragraph.format(text) for text in paragraphs(report, section.id)]
        parts += [table(rows) for rows in tables.get(section.id, [])]
    return "\n\n".join(parts) + "\n"


def shown(source):
    """What a stretch of source shows, without blanks."""
    source = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"<[^>]*>", "", source))
    return re.sub(r"[\s*`]", "", html.unescape(source))


def assert_places(report):
    for cell in report.cells.values():
        assert isinstance(cell.printed.span, TextSpan)
        assert shown(text_at(cell.printed.span, report.lines)) == re.sub(r"\s", "", cell.printed.text)
    for section in report.sections:
        for text in (section.heading.printed, *section.paragraphs):
            assert shown(text_at(text.span, report.lines)) == re.sub(r"[\s*`]", "", text.text)
        for table in section.tables:
            for label in table.labels:
                assert shown(text_at(label.printed.span, report.lines)) == re.sub(r"\s", "", label.printed.text)


def assert_whole(report, expected):
    assert printed.figures_of(report) == printed.figures_of(expected)
    assert [s.heading.printed.text for s in report.sections] == [s.wording.official for s in expected.form.sections]
    for section in report.sections:
        assert [text.text for text in section.paragraphs] == paragraphs(expected, section.id)
    assert report.meta("title") == expected.meta("title")
    assert_places(report)


class TestLayouts:
    def test_pipe_tables_are_read_with_every_cell(self, read, huaian):
        assert_whole(read(markdown(huaian)), huaian)

    def test_merged_cells_may_be_repeated_as_converters_do(self, read, huaian):
        assert_whole(read(markdown(huaian, lambda rows: pipes(rows, repeated=True))), huaian)

    def test_html_tables_in_markdown_are_read(self, read, huaian):
        def table(rows):
            lines = []
            for row in rows:
                cells = "".join(f"<td rowspan={one.rows} colspan={one.columns}>{one.text}</td>" for one in row)
                lines.append(f"  <tr>\n    {cells}\n  </tr>\n")
            return "<table>\n" + "\n".join(lines) + "</table>"  # with empty lines in the table

        assert_whole(read(markdown(huaian, table)), huaian)

    def test_rows_without_outer_pipes_and_without_blanks_are_read(self, read, huaian):
        def table(rows):
            # A line that begins or ends with a blank cell needs its outer pipe.
            lines = ["|".join([*row, ""] if not row[-1] else row) for row in lines_of(rows, repeated=True)]
            rule = "|".join([":-:", "-", "--:"][i % 3] for i in range(len(lines_of(rows)[0])))
            return "\n".join([lines[0], rule, *lines[1:]])

        report = read(markdown(huaian, table))

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert_places(report)

    def test_a_table_without_its_rule_and_cut_in_two_is_read(self, read, huaian):
        def table(rows):
            lines = pipes(rows).splitlines()
            del lines[1]
            return "\n".join([*lines[:9], "", *lines[9:]])

        assert_whole(read(markdown(huaian, table)), huaian)

    def test_bold_headings_and_headings_underlined_are_headings(self, read, huaian):
        assert_whole(read(markdown(huaian, title="{}\n====", heading="**{}**")), huaian)
        assert_whole(read(markdown(huaian, heading="{}\n---")), huaian)
        assert_whole(read(markdown(huaian, title="#{}", heading="##{} ##", paragraph="> {}")), huaian)

    def test_headings_without_numbers_are_read_where_all_lack_them(self, read, huaian):
        report = read(re.sub(r"^## .、", "## ", markdown(huaian), flags=re.MULTILINE))

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert [section.heading.match for section in report.sections] == [Match.ALIAS] * 6

    def test_markup_in_cells_is_not_printed(self, read, huaian):
        def cell(text):
            if re.fullmatch(r"[0-9.]+", text):
                return f"**{text}**" if len(text) > 1 else f"&#{ord(text)};"
            half = len(text) // 2
            escaped = re.sub(r"^([0-9])\.", r"\1\\.", text[:half])
            return f"{escaped}<br>{text[half:]}" if half > 5 else f"`{text}`"

        report = read(markdown(huaian, lambda rows: pipes(rows, cell=cell)))

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert_places(report)

    def test_blanks_are_blanks_with_a_place(self, read, huaian):
        text = markdown(huaian, lambda rows: pipes(rows, cell=lambda text: "" if text == "0" else text))

        report = read(text)

        known = printed.figures_of(huaian)
        assert printed.figures_of(report) == {a: "" if t == "0" else t for a, t in known.items()}
        blank = next(cell for cell in report.cells.values() if not cell.printed.text).printed.span
        line = report.lines[blank.line - 1]
        assert (blank.line, blank.column) == (blank.end_line, blank.end_column)
        assert line[: blank.column - 1].rstrip().endswith("|")
        assert line[blank.column - 1 :].lstrip().startswith("|")

    def test_a_misspelt_label_and_a_row_of_its_own_are_told(self, read, huaian):
        text = markdown(huaian).replace("5.属于三类内部事务信息", "5.属于三类内部事物信息")
        row = next(line for line in text.splitlines() if "2.重复申请" in line)
        text = text.replace(row, f"{row}\n{row.replace('2.重复申请', '其他不予处理事项')}")

        report = read(text)

        assert printed.figures_of(report) == printed.figures_of(huaian)
        table = report.table("requests")
        assert [one.printed.text for one in table.labels if one.match is Match.DISTANCE] == ["5.属于三类内部事物信息"]
        assert [one.printed.text for one in table.unlisted] == ["其他不予处理事项"]

    def test_an_extra_column_takes_nothing_from_the_others(self, read, huaian):
        def table(rows):
            lines = lines_of(rows)
            if len(lines) < 20:
                return pipes(rows)
            more = ["", "备注"] + [""] + ["无"] * (len(lines) - 3)
            return "\n".join(f"| {' | '.join([*line, one])} |" for line, one in zip(lines, more, strict=True))

        report = read(markdown(huaian, table))

        assert printed.figures_of(report) == printed.figures_of(huaian)

    def test_front_matter_gives_title_and_date(self, read, huaian):
        front = f'---\ntitle: "{huaian.meta("title")}"\ndate: 2025-03-28T10:00:00+08:00\ntags: [年报]\n---\n'

        report = read(front + markdown(huaian, title="<!-- {} -->"))

        assert (report.agency, report.year, report.meta("published")) == (huaian.agency, 2024, "2025-03-28")
        assert text_at(report.metadata["title"].span, report.lines) == huaian.meta("title")
        assert text_at(report.metadata["published"].span, report.lines) == "2025-03-28"


class TestLines:
    def body(self, read, text):
        report = read(
            f"# 示例县水利局2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n{text}\n\n## 六、其他需要报告的事项\n"
        )

        assert_places(report)
        return [one.text for one in report.section("overview").paragraphs]

    def test_each_line_is_a_paragraph_unless_it_plainly_goes_on(self, read):
        wrapped = "全年通过政府网站主动公开政府信息五千五百余条，其中规章和行政规范性文件\n共八件，解读十二件。\n（二）依申请公开。\n收到申请0件\n办结0件"

        assert self.body(read, wrapped) == [
            "全年通过政府网站主动公开政府信息五千五百余条，其中规章和行政规范性文件共八件，解读十二件。",
            "（二）依申请公开。",
            "收到申请0件",
            "办结0件",
        ]

    def test_markers_of_lists_and_quotes_are_not_text(self, read):
        text = "- 一是公开。\n* 二是公开。\n  + [x] 三是公开。\n> 四是公开。\n1. 五是公开。"

        assert self.body(read, text) == ["一是公开。", "二是公开。", "三是公开。", "四是公开。", "1. 五是公开。"]

    def test_code_comments_and_definitions_are_left_out(self, read):
        text = "公开。\n```yaml\n一、总体情况: 5件\n```\n~~~\n## 五、存在的主要问题及改进情况\n~~~\n<!-- 初稿\n\n未核 -->\n[1]: https://example.org\n***\n公示。"

        assert self.body(read, text) == ["公开。", "公示。"]

    def test_paragraphs_of_html_are_read_as_on_a_page(self, read):
        assert self.body(read, '<p align="center">公开&nbsp;5<br>件。</p>\n<div hidden>草稿</div>') == [
            "公开\xa05",
            "件。",
        ]


class TestInline:
    def text(self, source):
        writer = Writer()
        inline(source, 0, len(source), writer)
        pieces = writer.taken()
        return LinePlacer(Lines(source)).paragraph(pieces) if pieces else None

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("plain", "plain"),
            ("**12** 件", "12 件"),
            ("**总计：**共***5***件", "总计：共5件"),
            ("12*", "12*"),
            ("3 * 4 = 12*", "3 * 4 = 12*"),
            ("*12", "*12"),
            ("snake_case_name", "snake_case_name"),
            ("_强调_ __着重__", "强调 着重"),
            ("~~删~~ ~约~", "删 ~约~"),
            (r"1\. 属\*于\|无", "1. 属*于|无"),
            (r"C:\路径", "C:\\路径"),
            ("`a|b` `` ` `` `", "a|b ` `"),
            ("[链接](http://x.cn/a_b_c '题') [引][1] [^1]![图](a.png)完", "链接 引 完"),
            ("[2024] [x", "[2024] [x"),
            ("<http://x.cn> a<br/>b <b>c</b> <!-- d --> 1<2", "http://x.cn a\nb c 1<2"),
            ("&nbsp;&#48;&amp;&unknown;", "\xa00&&unknown;"),
            ("***", "***"),
        ],
    )
    def test_markup_goes_and_text_stays(self, source, text):
        assert self.text(source).text == text

    def test_each_character_keeps_its_place(self):
        source = r"**1**\.<br>[总&#35745;](x)"

        text = self.text(source)

        assert text.text == "1.\n总计"
        assert [text_at(text.part(i, i + 1), [source]) for i in range(5)] == ["1", r"\.", "<br>", "总", "&#35745;"]

    @given(
        st.lists(
            st.sampled_from([*"*_~`[]()!<>\\|& 一2a", "**", "``", "](", "<br>", "&#49;", "<!--", "-->"]), max_size=40
        )
    )
    @settings(max_examples=150, deadline=None)
    def test_any_jumble_loses_no_character_but_signs(self, parts):
        source = "".join(parts)
        text = self.text(source)

        for at, character in enumerate(text.text if text else ""):
            stretch = text_at(text.part(at, at + 1), [source])
            assert (
                html.unescape(stretch.removeprefix("\\") or "\\") == character or stretch == "<br>" or character == " "
            )
        if "]" not in source and "<!--" not in source:
            kept = [c for c in (text.text if text else "") if c in "一2"]
            assert len(kept) == sum(source.count(c) for c in "一2")


def test_a_report_in_traditional_characters_is_one(read):
    report = read("# 示例縣水利局2024年政府信息公開工作年度報告\n\n## 三、收到和處理政府信息公開申請情況\n\n無。\n")

    assert [(one.id, one.heading.match) for one in report.sections] == [("requests", Match.TRADITIONAL)]


class TestWhatIsNoReport:
    @pytest.mark.parametrize(
        "path", [*ROOT.glob("*.md"), *sorted(ROOT.glob("docs/**/*.md"))], ids=lambda path: path.name
    )
    def test_pages_about_reports_are_none(self, read_bytes, path):
        with pytest.raises(NotAReport):
            read_bytes(path.read_bytes(), ".md")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "# Coding: things to know\n\nplain words\n",
            "# 说明\n\n本项目检查年度报告。\n\n- 一、总体情况\n- 二、主动公开政府信息情况\n- 六、其他需要报告的事项\n",
            "| 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
            "\ufeff| a |\n| - |\n",
        ],
    )
    def test_words_of_the_form_alone_make_none(self, read, text):
        with pytest.raises(NotAReport):
            read(text)


class TestHostile:
    HEAD = "# 示例县水利局2024年政府信息公开工作年度报告\n## 六、其他需要报告的事项\n"

    @pytest.mark.parametrize(
        "flood",
        ["*", "_a", "`", "``a`", "[", "[x](", "![", "<!--", "<a ", "&", "\\", "|", "| ", "~~", "> ", "- ", "#", "=", "- - ", "[^", "<x:", " "],
    )  # fmt: skip
    def test_floods_of_signs_take_time_that_grows_with_them(self, read, flood):
        report = read(self.HEAD + flood * (100_000 // len(flood)) + "\n终\n")

        assert report.agency == "示例县水利局"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("好" * 2_000_001, "no heading"),
            (HEAD + "<table><tr><td>" * 33_400, "more than 100,000 tags"),
            (HEAD + "<table>\n<tr><td>规章</td><td>1", "the table that begins here never ends"),
        ],
    )
    def test_what_is_too_much_or_cut_off_is_told(self, complaint, text, why):
        assert why in complaint(text.encode(), ".md")

    @given(st.text(max_size=200))
    @settings(max_examples=100, deadline=None)
    def test_any_text_is_read_or_refused(self, read_bytes, text):
        with pytest.raises(UnreadableInput):
            read_bytes(text.encode("utf-8", "replace"), ".md")

    def test_lines_end_as_on_any_system(self, read, huaian):
        for end in ("\r\n", "\r"):
            assert_whole(read(markdown(huaian).replace("\n", end)), huaian)
