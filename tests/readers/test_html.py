"""Web pages: every figure at its address, every place the very characters, whatever stands around the report."""

from __future__ import annotations

import html
import re
from base64 import encodebytes
from pathlib import Path
from quopri import encodestring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.engine import judge
from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.span import CellSpan, ParagraphSpan, TextSpan
from openness_lint.syntax.node import Lines
from openness_lint.trials import text_at
from openness_lint.web.flow import LinePlacer, flow_of
from openness_lint.web.tree import parse_html
from papers import printed

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
Box = printed.Printed
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


class Papers:
    """The tables and texts of an example, as boxes to print."""

    def __init__(self, report):
        self.form = report.form
        self.report = report
        self.figures = printed.figures_of(report)
        self.headings = {section.id: section.wording.official for section in self.form.sections}

    def texts(self, id):
        section = self.report.section(id)
        return [line.strip() for text in section.paragraphs for line in text.text.splitlines() if line.strip()]

    def tables(self):
        tables = printed.tables_of(self.report)
        # The blocks of the first table are one, four columns wide.
        width = {1: (4,), 2: (1, 3), 4: (1, 1, 1, 1)}
        blocks = [
            [box._replace(columns=columns) for box, columns in zip(row, width[len(row)], strict=True)]
            for block in tables["proactive"]
            for row in block
        ]
        return {"proactive": blocks, "requests": tables["requests"][0], "disputes": tables["disputes"][0]}


def unmerged(rows):
    """The same with a blank cell wherever a merged one would reach."""
    width = max(sum(box.columns for box in row) for row in rows)
    places = [[None] * width for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for box in row:
            while places[r][column] is not None:
                column += 1
            for dr in range(box.rows):
                for dc in range(box.columns):
                    places[r + dr][column + dc] = Box("") if dr or dc else box._replace(rows=1, columns=1)
    return places


def table_html(rows, cell=html.escape, attributes=' border="1"'):
    lines = [f"<table{attributes}>"]
    for row in rows:
        lines.append("<tr>")
        for box in row:
            spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
                f' colspan="{box.columns}"' if box.columns > 1 else ""
            )
            lines.append(f"<td{spans}>{cell(box.text)}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def article(papers, table=table_html, paragraph="<p>{}</p>", heading="<p><strong>{}</strong></p>"):
    """The report's body: headings, paragraphs, tables."""
    tables = papers.tables()
    parts = []
    for id, words in papers.headings.items():
        parts.append(heading.format(html.escape(words)))
        parts += [paragraph.format(html.escape(text)) for text in papers.texts(id)]
        if id in tables:
            parts.append(table(tables[id]))
    return "\n".join(parts)


def page(papers, body, head=""):
    title = html.escape(papers.report.meta("title"))
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{head}<title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n'


@pytest.fixture(scope="module")
def papers(read_bytes):
    name = "huaian-2024.yaml"
    return Papers(read_bytes((EXAMPLES / name).read_bytes(), ".yaml"))


@pytest.fixture
def read(read_bytes):
    def read(text, suffix=".html", encoding="utf-8"):
        return read_bytes(text.encode(encoding), suffix)

    return read


def figures(report):
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


def shown(source):
    """What a stretch of source shows, without blanks."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", source)))


def every_text(report):
    for section in report.sections:
        yield section.heading.printed
        yield from section.paragraphs
        for table in section.tables:
            yield from (label.printed for label in table.labels)
            yield from (one.printed for one in (*table.unlisted, *table.foreign))
    yield from report.preface
    yield from report.metadata.values()


def assert_places(report):
    """Every figure is the very characters under its span; every text, but for tags and references in it."""
    for cell in report.cells.values():
        assert isinstance(cell.printed.span, TextSpan)
        if cell.printed.text:
            assert shown(text_at(cell.printed.span, report.lines)) == re.sub(r"\s", "", cell.printed.text)
        for at, character in enumerate(cell.printed.text):
            if not character.isspace():
                assert shown(text_at(cell.printed.part(at, at + 1), report.lines)) == character
    for text in every_text(report):
        assert shown(text_at(text.span, report.lines)) == re.sub(r"\s", "", text.text)


def assert_whole(report, papers):
    """Everything the example says is read from the page, and nothing else."""
    assert figures(report) == papers.figures
    assert [section.id for section in report.sections] == list(papers.headings)
    for section in report.sections:
        assert section.heading.printed.text == papers.headings[section.id]
        assert [text.text for text in section.paragraphs] == papers.texts(section.id)
    assert (report.agency, report.year) == (papers.report.agency, papers.report.year)
    assert report.meta("title") == papers.report.meta("title")
    assert_places(report)


class TestLayouts:
    def test_the_official_tables_are_read_with_every_cell(self, read, papers):
        report = read(page(papers, article(papers)))

        assert_whole(report, papers)
        assert [table.note.text for table in [report.table("requests")]] == [papers.form.table["requests"].note]
        assert not any(label.match is Match.DISTANCE for s in report.sections for t in s.tables for label in t.labels)

    def test_cells_that_are_not_merged_are_read_alike(self, read, papers):
        body = article(papers, lambda rows: table_html(unmerged(rows)))

        assert_whole(read(page(papers, body)), papers)

    def test_a_page_exported_by_word_is_read(self, read, papers):
        def cell(text):
            inner = "".join(
                f"<span lang=EN-US style='font-size:10.5pt'>{c}</span>" if c.isdigit() else c for c in html.escape(text)
            )
            return f"\n  <p class=MsoNormal align=center style='text-align:center'><span\n  style='font-family:宋体'>{inner}<o:p></o:p></span></p>\n  "  # fmt: skip

        paragraph = "<p class=MsoNormal style='text-indent:21.0pt'><span style='font-family:\n仿宋'>{}<span lang=EN-US><o:p></o:p></span></span></p>"
        heading = (
            "<p class=MsoNormal><a name=\"_Toc1\"><b><span style='mso-bidi-font-size:16.0pt'>{}</span></b></a></p>"
        )
        body = article(papers, lambda rows: table_html(rows, cell, " class=MsoTableGrid border=1"), paragraph, heading)
        head = "<!--[if gte mso 9]><xml>\n <w:WordDocument><w:View>Normal</w:View></w:WordDocument>\n</xml><![endif]-->\n<style>\n<!--\n p.MsoNormal {margin:0cm;}\n-->\n</style>"
        tail = "<![if !supportEmptyParas]>&nbsp;<![endif]>\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>"

        report = read(page(papers, f"<div class=WordSection1>\n{body}\n{tail}</div>", head))

        assert_whole(report, papers)

    def test_the_report_is_found_in_a_content_systems_page(self, read, papers):
        title = papers.report.meta("title")
        menu = "".join(f'<li><a href="/col/{i}.html">栏目{i}</a></li>\n' for i in range(60))
        other = "".join(f'<li><a href="/{y}.html">淮安市人民政府{y}年政府信息公开工作年度报告</a> <span>{y + 1}-03-30</span></li>' for y in range(2015, 2024))  # fmt: skip
        text = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<meta name="SiteName" content="淮安市人民政府" /><meta name="ArticleTitle" content="{title}" />
<meta name="PubDate" content="2025-03-28 16:40" /><meta name="ContentSource" content="市政府办公室">
<title>{title}_淮安市人民政府</title>
<script type="text/javascript">if (1 < 2) document.write("<table><tr><td>一、总体情况</td></tr></table>");</script>
<style>.a > .b {{ display: none }}</style></head>
<body><!-- <h2>一、总体情况</h2> --><div class="top"><ul class="nav">{menu}</ul>
<select><option>三、收到和处理政府信息公开申请情况</option></select></div>
<div style="display:none"><p>二、主动公开政府信息情况</p><table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a>政府信息公开年报</a> &gt; 正文</div>
<table width="1000" align="center"><tr><td width="220" valign="top"><ul>{other}</ul></td>
<td valign="top"><table width="98%"><tr><td>
<table class="xxgk"><tr><td>索 引 号：</td><td>014000000/2025-00001</td><td>主题分类：</td><td>年度报告</td></tr>
<tr><td>发布机构：</td><td>市政府办公室</td><td>公开日期：</td><td>2025-03-28</td></tr></table>
<div class="title"><h1>{title}</h1></div>
<div class="info">来源：市政府办公室 发布日期：2025-03-28 16:40 浏览次数：<span id="hits"></span> 字号：[ <a>大</a> <a>中</a> <a>小</a> ]</div>
<div id="zoom"><div class="TRS_Editor">
{article(papers)}
</div></div>
<p>【<a href="javascript:window.print()">打印</a>】【<a>关闭</a>】</p>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
</td></tr></table></td></tr></table>
<div class="foot"><p>上一篇：关于放假的通知</p><p>相关链接</p><ul>{other}</ul>
<p>主办：淮安市人民政府办公室　网站标识码：3208000001　苏ICP备05000001号</p><p>2025年1月17日</p></div>
</body></html>
"""
        report = read(text, encoding="gb18030")

        assert_whole(report, papers)
        assert report.meta("published") == "2025-03-28"
        assert report.preface == ()

    def test_a_table_over_pages_goes_on_where_it_broke(self, read, papers):
        def broken(rows):
            if len(rows) < 20:
                return table_html(rows)
            flat = unmerged(rows)
            second = flat[16:22]
            # Word repeats no header and carries no group label over a page: those cells are merely blank.
            return table_html(flat[:16]) + "\n<p>&nbsp;</p>\n" + table_html(second) + table_html(flat[22:])

        assert_whole(read(page(papers, article(papers, broken))), papers)

    def test_a_broken_table_whose_rest_lost_its_outer_columns_is_read_too(self, read, papers):
        def broken(rows):
            if len(rows) < 20:
                return table_html(rows)
            first, second = rows[:18], rows[18:-2]
            first[5] = [first[5][0]._replace(rows=13), *first[5][1:]]
            # Without the merged cell of the group that goes on, the rest begins a column further left.
            return table_html(first) + table_html(second) + table_html([*rows[-2:]])

        assert_whole(read(page(papers, article(papers, broken))), papers)

    def test_labels_may_be_broken_spaced_and_numbered_otherwise(self, read, papers):
        def cell(text):
            text = re.sub(r"^([0-9])\.", r"\1、", text)
            if re.fullmatch(r"[0-9.]+", text):
                return f"&nbsp;{text}"
            half = len(text) // 2
            return f"{html.escape(text[:half])}<br/>\n&ensp;{html.escape(text[half:])}"

        report = read(page(papers, article(papers, lambda rows: table_html(rows, cell))))

        assert figures(report) == {address: f"\xa0{text}" for address, text in papers.figures.items()}
        assert_places(report)

    def test_a_misspelt_label_is_read_and_told(self, read, papers):
        text = page(papers, article(papers)).replace(
            "<td>5.属于三类内部事务信息</td>", "<td>5.属于三类内部事物信息</td>"
        )
        text = text.replace('colspan="2">5.属于三类内部事务信息', 'colspan="2">5.属于三类内部事物信息')

        report = read(text)

        assert figures(report) == papers.figures
        (label,) = [one for one in report.table("requests").labels if one.match is Match.DISTANCE]
        assert text_at(label.printed.span, report.lines) == "5.属于三类内部事物信息"

    def test_blanks_stay_blank_and_are_no_zeros(self, read, papers):
        def cell(text):
            return {"0": "<p><o:p>&nbsp;</o:p></p>"}.get(text, html.escape(text))

        report = read(page(papers, article(papers, lambda rows: table_html(rows, cell))))

        assert figures(report) == {a: "\xa0" if t == "0" else t for a, t in papers.figures.items()}
        assert_places(report)

    def test_an_empty_cell_has_its_place_between_its_tags(self, read, papers):
        text = page(papers, article(papers)).replace(">2932</td>", "></td>")

        report = read(text)

        cell = next(c for a, c in report.cells.items() if str(a) == "requests.result_total.natural_person")
        span = cell.printed.span
        assert cell.printed.text == ""
        assert report.lines[span.line - 1][: span.column - 1].endswith("<td>")
        assert report.lines[span.line - 1][span.end_column - 1 :].startswith("</td>")

    def test_a_column_and_a_row_of_the_offices_own_take_nothing_from_the_others(self, read, papers):
        def more(rows):
            if len(rows) < 20:
                return table_html(rows)
            head, below, sub, *rest = [list(row) for row in rows]
            head[-1] = head[-1]._replace(columns=8)
            below[-1:] = [Box("法人小计", 2), below[-1]]
            rest = [[*row[:-1], Box("77"), row[-1]] for row in rest]
            # Within （四）无法提供, a row that the form does not have.
            place = next(i for i, row in enumerate(rest) if row[0].text.startswith("（四）"))
            rest[place] = [rest[place][0]._replace(rows=4), *rest[place][1:]]
            rest[2] = [rest[2][0]._replace(rows=23), *rest[2][1:]]
            rest.insert(place + 3, [Box("4.其他原因无法提供"), *(Box("5") for _ in range(8))])
            return table_html([head, below, sub, *rest])

        report = read(page(papers, article(papers, more)))

        read_figures = {a: t for a, t in figures(report).items() if "organisations" not in a}
        assert read_figures == papers.figures
        assert "4.其他原因无法提供" in [one.printed.text for one in report.table("requests").unlisted]

    def test_the_page_may_be_one_table_with_headings_and_prose_in_its_rows(self, read, papers):
        tables = papers.tables()
        rows = []
        for id, words in papers.headings.items():
            rows.append([Box(words, 1, 10)])
            rows += [[Box(text, 1, 10)] for text in papers.texts(id)]
            rows += tables.get(id, [])

        assert_whole(read(page(papers, table_html(rows))), papers)

    def test_tables_nested_in_the_cells_of_a_frame_are_read(self, read, papers):
        def nested(rows):
            if len(rows) > 15 or len(rows) < 5:
                return f"<table><tr><td>&nbsp;</td><td><div>{table_html(rows)}</div></td></tr></table>"
            blocks = [rows[0:4], rows[4:7], rows[7:11], rows[11:]]
            inner = "".join(f"<tr><td>{table_html(block)}</td></tr>" for block in blocks)
            return f"<table cellpadding=0><tbody>{inner}</tbody></table>"

        assert_whole(read(page(papers, article(papers, nested))), papers)

    def test_tables_within_cells_of_a_table_are_part_of_it(self, read, papers):
        def nested(rows):
            if len(rows) < 20:
                return table_html(rows)
            # All rows of results stand in one cell; within it, the reasons not to disclose in one again.
            first, last = 5, len(rows) - 1
            inner = [list(row) for row in rows[first:last]]
            inner[0] = inner[0][1:]
            cell = f'<td colspan="9">{table_html(inner)}</td>'
            label = rows[first][0].text
            return table_html(rows[:first]).removesuffix("</table>") + f"<tr><td>{label}</td>{cell}</tr>" + table_html(rows[last:]).split("<tr>", 1)[1].join(["<tr>", ""])  # fmt: skip

        assert_whole(read(page(papers, article(papers, nested))), papers)

    def test_a_group_of_rows_within_a_cell_keeps_what_reaches_over_it(self, read, papers):
        def nested(rows):
            if len(rows) < 20:
                return table_html(rows)
            begin = next(i for i, row in enumerate(rows) if row[0].text.startswith("（三）"))
            group = [list(row) for row in rows[begin : begin + 8]]
            group[0] = group[0][1:]
            cell = f"<td colspan=8><div>{table_html(group)}</div></td>"
            head, tail = table_html(rows[:begin]), table_html(rows[begin + 8 :])
            row = f"<tr><td>{rows[begin][0].text}</td>{cell}</tr>"
            whole = head.removesuffix("</table>") + row + "<tr>" + tail.split("<tr>", 1)[1]
            return whole.replace('rowspan="22"', 'rowspan="15"')  # eight rows are one here

        assert_whole(read(page(papers, article(papers, nested))), papers)

    def test_a_table_within_each_cell_is_only_looks(self, read, papers):
        def cell(text):
            return f"<table><tr><td><div>{html.escape(text)}</div></td></tr></table>"

        assert_whole(read(page(papers, article(papers, lambda rows: table_html(rows, cell)))), papers)

    def test_wrong_spans_move_no_figure(self, read, papers):
        text = page(papers, article(papers))
        text = text.replace('rowspan="22"', 'rowspan="21"').replace('<td rowspan="8">', '<td rowspan="80">')
        text = text.replace('<td colspan="4">第二十条第（一）项', '<td colspan="100">第二十条第（一）项')
        text = text.replace('<td colspan="5">法人', '<td colspan="4">法人')
        text = text.replace('<td colspan="10">行政诉讼', '<td colspan="1000000000">行政诉讼')

        assert set(figures(read(text)).items()) <= set(papers.figures.items())

    def test_rowspan_0_reaches_to_the_end_of_its_rows(self, read, papers):
        text = page(papers, article(papers))
        place = text.index('rowspan="3">（六）')
        end = text.index("<tr>\n<td", text.index("（七）总计") - 40)
        text = text[:place] + 'rowspan="0">（六）' + text[place + len('rowspan="3">（六）') : end] + "</tbody><tbody>" + text[end:]  # fmt: skip
        text = text.replace('rowspan="22"', 'rowspan="0"')

        assert figures(read(text)) == papers.figures

    def test_heads_and_feet_of_tables_are_read_where_they_are_shown(self, read, papers):
        def parted(rows):
            if len(rows) < 20:
                return table_html(rows)
            whole = table_html(unmerged(rows)).split("<tr>")
            start, head, body, foot = whole[0], whole[1:4], whole[4:-1], whole[-1].removesuffix("</table>")
            return f"{start}<tfoot><tr>{foot}</tfoot><tbody><tr>{'<tr>'.join(body)}</tbody><thead><tr>{'<tr>'.join(head)}</thead></table>"

        assert_whole(read(page(papers, article(papers, parted))), papers)

    def test_headings_may_be_numbered_by_a_list(self, read, papers):
        parts = article(papers, heading="<!-- -->{}").split("<!-- -->")[1:]
        items = "".join(
            f"<li><b>{part.split(chr(10))[0][2:]}</b>\n{part.partition(chr(10))[2]}</li>\n" for part in parts
        )
        body = f'<ol style="list-style-type: cjk-ideographic">\n{items}</ol>'

        report = read(page(papers, body))

        assert figures(report) == papers.figures
        assert [s.heading.printed.text for s in report.sections] == list(papers.headings.values())
        heading = report.sections[2].heading.printed
        assert text_at(heading.part(2, 4), report.lines) == "收到"
        assert text_at(heading.part(0, 1), report.lines) == "<li>"

    def test_line_breaks_part_paragraphs(self, read, papers):
        body = article(papers, paragraph="　　{}<br/>", heading="<strong>{}</strong><br>")

        report = read(page(papers, f"<div>{body}</div>"))

        assert figures(report) == papers.figures
        assert [s.heading.printed.text for s in report.sections] == list(papers.headings.values())
        assert [t.text.strip() for t in report.section("overview").paragraphs] == papers.texts("overview")
        assert_places(report)

    def test_markup_without_end_tags_is_read_as_browsers_do(self, read, papers):
        body = article(papers, paragraph="<P>{}", heading="<H3>{}")
        body = (
            re.sub(r"</t[dr]>", "", body)
            .replace("<td", '<TD width="10%"" nowrap ')
            .replace("<table", "<FORM action=x><TABLE")
        )

        assert_whole(read(page(papers, f"<div></span></td><b>{body}</b></div></div>")), papers)


class TestWhatThePageSaysOfItself:
    def small(self, head="", above="", below="", title="<h1>示例县水利局2024年政府信息公开工作年度报告</h1>"):
        return (
            f"<html><head>{head}</head><body>{above}{title}<div>"
            "<p>一、总体情况</p><p>全年主动公开信息86条。</p><p>六、其他需要报告的事项</p><p>无。</p>"
            f"</div>{below}</body></html>"
        )

    def metadata(self, report):
        return {name: text.text for name, text in report.metadata.items()}

    def test_a_title_in_lines_is_one(self, read):
        title = "<p>示例县水利局<br>2024年政府信息公开</p>\n<p>工作年度报告</p>"

        report = read(self.small(title=title, above="<p>首页</p>"))

        assert self.metadata(report) == {
            "title": "示例县水利局2024年政府信息公开工作年度报告",
            "agency": "示例县水利局",
            "year": "2024",
        }
        assert_places(report)

    def test_a_title_that_names_no_agency_takes_none_from_the_menu(self, read):
        title = "<h2>2024年政府信息公开工作年度报告</h2>"

        report = read(self.small(title=title, above="<p>首页</p>"))

        assert self.metadata(report) == {"title": "2024年政府信息公开工作年度报告", "year": "2024"}

    def test_the_source_named_in_the_head_is_the_agency_then(self, read):
        title = "<h2>2024年政府信息公开工作年度报告</h2>"
        head = '<meta name="ContentSource" content="示例县水利局"><meta name="PubDate" content="2025-01-17 09:30">'

        report = read(self.small(head, title=title))

        assert self.metadata(report) == {
            "title": "2024年政府信息公开工作年度报告",
            "year": "2024",
            "agency": "示例县水利局",
            "published": "2025-01-17",
        }
        assert_places(report)

    def test_the_head_gives_the_title_that_the_page_does_not_print(self, read):
        heads = [
            '<META NAME="ArticleTitle" CONTENT="示例县水利局&#50;024年政府信息公开工作年度报告">',
            "<title>示例县水利局2024年政府信息公开工作年度报告_示例县人民政府</title>",
            "<title>示例县水利局2024年政府信息公开工作年度报告-年报-示例县</title>",
        ]
        for head in heads:
            report = read(self.small(head, title=""))

            assert report.meta("title") == "示例县水利局2024年政府信息公开工作年度报告"
            assert (report.agency, report.year) == ("示例县水利局", 2024)
            assert_places(report)

    @pytest.mark.parametrize(
        ("line", "date"),
        [
            ("发布日期：2025-01-17", "2025-01-17"),
            (
                "<span>来源：县水利局</span> <span>发布时间: 2025年1月17日</span> <i>点击数：<b>81</b></i>",
                "2025年1月17日",
            ),
            ("2025/01/17 09:30:01 来源：县水利局", "2025/01/17"),
        ],
    )
    def test_the_date_printed_above_is_the_day_of_publication_and_no_preface(self, read, line, date):
        report = read(self.small(title=f"{self.TITLE}<div class=info>{line}</div>"))

        assert report.meta("published") == date
        assert report.preface == ()
        assert_places(report)

    TITLE = "<h1>示例县水利局2024年政府信息公开工作年度报告</h1>"

    def test_a_title_printed_again_in_the_article_is_the_one(self, read):
        above = "<div>2025-01-16 关于开展检查的通知</div><h1>示例县水利局2024年政府信息公开工作年度报告</h1><p>发布日期：2025-01-17</p>"
        page = self.small(title="", above=above).replace("<div><p>一、", f"<div>{self.TITLE}<p>一、")

        report = read(page)

        assert report.metadata["title"].span.column > len(above)
        assert (report.meta("published"), report.preface) == ("2025-01-17", ())

    def test_what_stands_between_title_and_first_heading_is_the_preface(self, read):
        report = read(
            self.small(title=f"{self.TITLE}<p>来源：本网</p><p>根据《条例》，现公布本报告。</p><p>打印本页</p>")
        )

        assert [text.text for text in report.preface] == ["根据《条例》，现公布本报告。"]

    def test_headings_without_numbers_and_before_their_text_are_read(self, read, papers):
        run_in = article(papers, heading="<p><strong>{}</strong>　").replace("　\n<p>", "　")
        bare = article(papers, heading="<h2>{}</h2>").replace("<h2>", "<h2>§")
        for page_text in (page(papers, run_in), page(papers, re.sub("§.、", "", bare))):
            report = read(page_text)

            assert figures(report) == papers.figures
            assert [section.id for section in report.sections] == list(papers.headings)
            assert [t.text for t in report.section("problems").paragraphs] == papers.texts("problems")

    def test_what_stands_below_the_report_is_left_out(self, read):
        below = "<p>上一篇：<a>2023年政府信息公开工作年度报告</a></p><p>二、主动公开政府信息情况</p>"
        inside = self.small().replace(
            "<p>无。</p>", "<p>无。</p><p>扫一扫在手机打开当前页</p><p>下一篇：无</p><p>关于我们</p>"
        )
        others = "<ul><li><a>2023年政府信息公开工作年度报告</a></li><li><a>关于放假的通知</a></li></ul>"
        listed = self.small().replace("<p>无。</p>", f"<p>无。</p>{others}")
        for page in (self.small(below="<div class=foot><p>版权所有：示例县</p></div>"), inside, listed):
            report = read(page)

            assert [text.text for text in report.section("other").paragraphs] == ["无。"]
        assert [section.id for section in read(self.small(below=below)).sections] == ["overview", "other", "proactive"]

    def test_a_last_heading_alone_in_its_cell_takes_what_follows_in_the_next(self, read):
        rows = "<tr><td>{}</td></tr><tr><td>{}</td></tr>"
        body = rows.format("一、总体情况", "好" * 300) + rows.format("六、其他需要报告的事项", "无" * 300)

        report = read(f"{self.TITLE}<table>{body}</table>")

        assert [len(s.paragraphs[0].text) for s in report.sections] == [300, 300]

    def test_a_table_of_contents_is_no_report(self, read):
        contents = "<ul><li><a href=#1>一、总体情况</a></li><li><a href=#6>六、其他需要报告的事项</a></li></ul>"

        report = read(self.small(title=f"{self.TITLE}{contents}"))

        assert [s.heading.printed.span.column > len(f"{self.TITLE}{contents}") for s in report.sections] == [True, True]
        assert [len(section.paragraphs) for section in report.sections] == [1, 1]


class TestPlaces:
    def test_references_and_tags_inside_a_text_keep_each_character_at_its_place(self, read):
        line = "<p>一&#12289;<b>总&nbsp;体</b>情<!-- > -->况</p><p>收&#x5230;&#49;&#50;件，&lt;3&gt;&copy&nbsp12</p>"
        report = read(f"<h1>示例县水利局2024年政府信息公开工作年度报告</h1>\n{line}")

        (section,) = report.sections
        heading, (paragraph,) = section.heading.printed, section.paragraphs
        assert heading.text == "一、总\xa0体情况"
        assert [text_at(heading.part(i, i + 1), report.lines) for i in range(7)] == ["一", "&#12289;", "总", "&nbsp;", "体", "情", "况"]  # fmt: skip
        assert paragraph.text == "收到12件，<3>©\xa012"
        assert [text_at(paragraph.part(i, i + 1), report.lines) for i in range(13)] == [
            "收", "&#x5230;", "&#49;", "&#50;", "件", "，", "&lt;", "3", "&gt;", "&copy", "&nbsp", "1", "2",
        ]  # fmt: skip
        assert text_at(paragraph.part(2, 4), report.lines) == "&#49;&#50;"

    def test_blanks_of_the_source_are_shown_as_one_and_not_at_the_edges(self, read):
        report = read(
            "<h1>示例县水利局2024年\r\n  政府信息公开工作年度报告</h1>\r\n<p>\r\n  一、总体情况\r\n</p>\r\n<p>\r\n\t　　全年 \r\n  公开<b> 86 </b> 条。\r\n</p>"
        )

        (paragraph,) = report.section("overview").paragraphs
        assert paragraph.text == "　　全年公开 86 条。"
        assert paragraph.span == TextSpan(7, 2, 8, 19)
        assert text_at(paragraph.part(7, 9), report.lines) == "86"
        assert report.lines[2] == "<p>"

    def test_lines_wrapped_within_words_part_none(self, read, papers):
        text = page(papers, article(papers)).replace("2.其他法律行政法规", "2.其他法\r\n    律行政法规")

        report = read(text.replace("政府信息公开申请数量", "政府\n信息公开申请数量"))

        assert {one.match for one in report.table("requests").labels} == {Match.OFFICIAL}
        (label,) = [one for one in report.table("requests").labels if str(one.address).endswith("prohibited_by_law")]
        assert label.printed.text == "2.其他法律行政法规禁止公开"
        assert text_at(label.printed.part(4, 6), report.lines) == "法\n    律"

    def test_blanks_at_the_edges_of_a_label_are_no_other_wording(self, read, papers):
        text = page(papers, article(papers)).replace(">自然人<", ">&nbsp;自然人&nbsp;<").replace(">规章<", ">　规章<")

        report = read(text)

        assert {one.match for id in ("proactive", "requests") for one in report.table(id).labels} == {Match.OFFICIAL}

    def test_lawsuits_below_reviews_are_read_though_their_label_is_misspelt(self, read):
        head = "<tr><td colspan=2></td><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>"
        rows = (
            "<tr><td colspan=2>行政复议</td><td>3</td><td>1</td><td></td><td>0</td><td>4</td></tr>"
            "<tr><td rowspan=2>行政诉讼</td><td>未经覆议直接起诉</td><td>2</td><td></td><td></td><td></td><td>2</td></tr>"
            "<tr><td>复议后起诉</td><td></td><td></td><td></td><td></td><td></td></tr>"
        )

        report = read(f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{head}{rows}</table>")

        found = {str(address): cell.printed.text for address, cell in report.cells.items()}
        columns = ("upheld", "corrected", "other", "pending", "total")
        assert found == {
            **{f"disputes.review.{id}": text for id, text in zip(columns, ("3", "1", "", "0", "4"), strict=True)},
            **{
                f"disputes.litigation_direct.{id}": text
                for id, text in zip(columns, ("2", "", "", "", "2"), strict=True)
            },
            **{f"disputes.litigation_after_review.{id}": "" for id in columns},
        }

    @pytest.mark.parametrize("text", ["0", "无", "/", ""])
    def test_nothing_to_count_may_be_said_of_several_columns_at_once(self, read, text):
        heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>"
        heads += "".join(f"<td rowspan=2>{name}</td>" for name in OUTCOMES)
        heads += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>"
        heads += "".join(f"<td>{name}</td>" for name in OUTCOMES * 2) + "</tr>"
        figures = f"<tr><td colspan=5>{text}</td><td colspan=4>{text}</td><td>0</td><td colspan=5>{text}</td></tr>"

        report = read(f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{heads}{figures}</table>")

        assert [cell.printed.text for cell in report.cells.values()] == [*[text] * 9, "0", *[text] * 5]

    def test_a_figure_over_several_columns_is_nobodys(self, read):
        head = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        rows = (
            "<tr><td>规章</td><td colspan=3>7</td></tr><tr><td>行政规范性文件</td><td>2</td><td colspan=2>0</td></tr>"
        )

        report = read(f"<p>二、主动公开政府信息情况</p><table>{head}{rows}</table>")

        found = {str(address): cell.printed.text for address, cell in report.cells.items()}
        assert found == {f"proactive.normative_documents.{id}": text for id, text in [("issued", "2"), ("repealed", "0"), ("in_force", "0")]}  # fmt: skip

    def test_a_row_printed_again_with_other_figures_is_told(self, read, rulebook):
        head = "<tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
        rows = "<tr><td>行政处罚</td><td>8</td></tr><tr><td>行政强制</td><td>4</td></tr>"

        report = read(
            f"<p>二、主动公开政府信息情况</p><table>{head}{rows}<tr><td>行政处罚</td><td>8</td></tr>"
            "<tr><td>行政强制</td><td>5</td></tr></table>"
        )

        outcome = judge(report, [one for one in rulebook.rules if one.rule.code == "S113"], "report.html")
        assert [one.broken.message.en for one in outcome.violations] == [
            "the row '行政强制' is printed more than once, with different figures"
        ]

    def test_a_table_of_which_nothing_can_be_read_is_not_called_missing(self, read, rulebook):
        head = "<tr><td>信息内容</td><td>本年废止件数</td><td>本年制发件数</td><td>现行有效件数</td></tr>"

        report = read(
            f"<p>二、主动公开政府信息情况</p><table>{head}<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table>"
        )

        outcome = judge(report, [one for one in rulebook.rules if one.rule.code == "S112"], "report.html")
        assert [one.broken.message.en for one in outcome.violations] == [
            "no figure of the proactive disclosure table could be read: its header or merged cells are not the form's"
        ]

    def test_a_page_with_the_reports_of_two_bodies_is_refused(self, complaint, papers):
        other = "<h1>邻县水利局2024年政府信息公开工作年度报告</h1>"
        text = page(papers, f"{article(papers)}\n{other}{article(papers)}")
        line = text[: text.index("<h1>邻县")].count("\n") + 1

        said = complaint(text.encode(), ".html")

        assert said == (
            f"{line}:5: the file holds more than one report, the second is '邻县水利局2024年政府信息公开工作年度报告'; "
            "save each as a file of its own"
        )

    def test_a_report_printed_twice_is_read_and_told_by_its_headings(self, read, papers):
        text = page(papers, article(papers))

        report = read(text.replace("</body>", f"<h1>{papers.report.meta('title')}</h1>{article(papers)}</body>"))

        assert len(report.sections) == 12

    def test_breaks_in_a_cell_are_line_ends_with_a_place(self, read, papers):
        text = page(papers, article(papers)).replace(">3001</td>", "><p>30<br/>01</p>\n<p><br>（件）</p></td>")

        report = read(text)

        cell = next(c for a, c in report.cells.items() if str(a) == "requests.received.natural_person")
        assert cell.printed.text == "30\n01\n\n（件）"
        assert [text_at(cell.printed.part(i, i + 1), report.lines) for i in (1, 2, 3, 7)] == ["0", "<br/>", "0", "（"]

    def test_preformatted_text_keeps_its_lines(self, read):
        report = read(
            "<h1>示例县水利局2024年政府信息公开工作年度报告</h1><pre>一、总体情况\n  全年公开  86条。\n\n六、其他需要报告的事项\n无。</pre>"
        )

        assert [(s.id, [t.text for t in s.paragraphs]) for s in report.sections] == [
            ("overview", ["  全年公开  86条。"]),
            ("other", ["无。"]),
        ]
        assert_places(report)

    @given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=3>", "<td colspan=2>", "<br>", "<li>", "<ol>", "</ol>", "<div>", "</div>", "<!-- -->", "<caption>", "&nbsp;", "&#49;", "&", "<", " \n", "一、总体情况", "规章", "2", "</tr>", "<pre>", "<thead>"]), max_size=60))  # fmt: skip
    @settings(max_examples=150, deadline=None)
    def test_any_jumble_is_read_with_every_character_where_it_is_or_refused(self, shelf, parts):
        source = "".join(parts)
        lines = Lines(source)
        blocks = [one.block for one in flow_of(parse_html(source, NotAReport), LinePlacer(lines)).blocks]
        texts = [
            text for block in blocks for text in ([block] if hasattr(block, "text") else [c.text for c in block.cells])
        ]
        solid = "".join(c for text in texts for c in text.text if not c.isspace())
        for text in texts:
            for at, character in enumerate(text.text):
                stretch = text_at(text.part(at, at + 1), lines.texts())
                if not character.isspace() and "<li>" not in stretch:
                    assert shown(stretch) == character
        if "<li>" not in source:
            assert sorted(solid) == sorted(shown_characters(source))


def shown_characters(source):
    """The characters that stand outside tags."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<(!--.*?--|/?[a-z][^<>]*)>", "", source)))


class TestEncodings:
    def page(self, declaration=""):
        return (
            f"<html><head>{declaration}</head><body><h1>示例县水利局2024年政府信息公开工作年度报告</h1>\n"
            "<p>一、总体情况</p><p>朱镕基、喆、㙍等同志参加。</p></body></html>"
        )

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("<meta charset=utf-8>", "utf-8"),
            ("<meta charset='gb2312'/>", "gb18030"),
            ('<META http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
            ("", "gb18030"),
            ("", "utf-8"),
            ("", "utf-8-sig"),
            ("", "utf-16"),
            ("<meta charset=utf-8>", "gb18030"),
            ("<meta charset=gb2312>", "utf-8"),
            ("<meta charset=gb2312>", "utf-8-sig"),
            ("<meta charset=iso-8859-1>", "gb18030"),
            ("<meta charset=x-user-defined>", "utf-8"),
        ],
    )
    def test_the_text_is_read_whatever_is_declared(self, read, declared, encoding):
        report = read(self.page(declared), encoding=encoding)

        assert [text.text for text in report.section("overview").paragraphs] == ["朱镕基、喆、㙍等同志参加。"]
        assert_places(report)

    def test_traditional_pages_in_big5_are_decoded_as_declared(self, read_bytes):
        page = self.page("<meta charset=big5>").replace("朱镕基、喆、㙍等同志参加", "臺灣的頁面")
        traditional = page.translate(str.maketrans("总体况务县导报开", "總體況務縣導報開"))

        report = read_bytes(traditional.encode("big5"), ".html")

        assert (report.agency, report.year) == ("示例縣水利局", 2024)
        assert [one.text for one in report.section("overview").paragraphs] == ["臺灣的頁面。"]

    def test_an_xml_declaration_counts(self, read):
        report = read('<?xml version="1.0" encoding="gb2312"?>\n' + self.page(), ".xhtml", "gb18030")

        assert report.agency == "示例县水利局"

    def test_a_character_damaged_somewhere_is_no_obstacle(self, read_bytes):
        data = self.page("<p>友情链接" + "，其他网站" * 300 + "</p>").encode("gb18030")
        data = data.replace("友情".encode("gb18030"), b"\xff\xff")

        assert read_bytes(data, ".html").agency == "示例县水利局"

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"PK\x03\x04...", "not text but a zip archive"),
            (b"\x89PNG\r\n\x1a\n\0\0", "not text but a PNG picture"),
            ("一、总体情况".encode() + bytes(range(256)) * 9, "zero byte"),
            (b"<p>" + b"\xe4\xb8\x80\xff\xfe\xfa" * 90, "as UTF-8, 2"),
        ],
    )
    def test_what_is_no_text_is_told(self, complaint, data, why):
        assert why in complaint(data, ".html")


class TestArchives:
    def archive(self, page, encoding="quoted-printable", charset="gb2312"):
        data = page.encode("gb18030")
        packed = encodestring(data) if encoding == "quoted-printable" else encodebytes(data)
        return (
            b"From: <\xb1\xa3\xb4\xe6>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_NextPart_000\"\r\n\r\n"
            b"This is a multi-part message in MIME format.\r\n\r\n------=_NextPart_000\r\nContent-Type: text/html;\r\n\tcharset=\""
            + charset.encode() + b"\"\r\nContent-Transfer-Encoding: " + encoding.encode()
            + b"\r\nContent-Location: file:///C:/report.htm\r\n\r\n" + packed
            + b"\r\n------=_NextPart_000\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------=_NextPart_000--\r\n"
        )  # fmt: skip

    @pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
    def test_a_page_saved_as_one_file_is_read_with_places_by_count(self, read_bytes, papers, encoding):
        body = page(papers, article(papers)).replace('<meta charset="utf-8">', "")

        report = read_bytes(self.archive(body, encoding), ".mht")

        assert figures(report) == papers.figures
        spans = {str(address): cell.printed.span for address, cell in report.cells.items()}
        assert spans["proactive.regulations.issued"] == CellSpan(1, 3, 2)
        assert spans["requests.received.natural_person"] == CellSpan(2, 4, 2)
        assert spans["requests.denied.state_secret.natural_person"] == CellSpan(2, 8, 3)
        assert spans["disputes.review.upheld"] == CellSpan(3, 4, 1)
        assert report.section("overview").heading.printed.span == ParagraphSpan(2, 1, 7)
        assert report.lines == ()

    def test_an_archive_without_a_page_says_so(self, complaint):
        assert "holds no page" in complaint(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", ".mht")

    def test_a_damaged_archive_says_so(self, complaint):
        data = self.archive("x", "base64").replace(encodebytes(b"x"), b"=A=")

        assert "its base64 cannot be decoded" in complaint(data, ".mht")

    def test_a_page_by_the_ending_of_an_archive_is_read_as_the_page_it_is(self, read, papers):
        assert figures(read(page(papers, article(papers)), ".mht")) == papers.figures


class TestWhatIsNoReport:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "no heading and no table"),
            ("<html><body><h1>Index</h1><p>of /</p></body></html>", "no heading and no table"),
            ("<p>关于放假的通知</p>", "no heading and no table"),
            ("<p>一、总体情况</p><p>本次会议的总体情况如下。</p>", "no heading and no table"),
            ("<p>年报</p><iframe src='/report.html'></iframe>", "another page in a frame: /report.html"),
            ("<p>年报</p><frameset><frame src=top.html><frame src=main.html></frameset>", "in a frame: top.html"),
            ("<h1>2024年年度报告</h1><a href='./P020.docx'>2024年政府信息公开工作年度报告.docx</a>", "an attachment that may be one: 2024年政府信息公开工作年度报告.docx"),
        ],
    )  # fmt: skip
    def test_it_is_passed_over_and_told_why_when_named(self, read, text, why):
        with pytest.raises(NotAReport) as caught:
            read(text)

        assert why in caught.value.message.en
        assert caught.value.message.zh


class TestBrokenOff:
    @pytest.mark.parametrize("share", [0.35, 0.5, 0.7, 0.8])
    def test_a_page_cut_off_is_refused_and_not_half_read(self, papers, complaint, share):
        text = page(papers, article(papers))

        words = complaint(text[: int(len(text) * share)].encode(), ".html")

        assert "never ends, and the rest cannot be read" in words

    @pytest.mark.parametrize(
        ("tail", "begun"), [("<!-- x", "<!--"), ("<script>var a", "<script"), ("<a href='x", "<a"), ("<td", "<td")]
    )
    def test_what_begins_and_never_ends_is_told_with_its_place(self, complaint, papers, tail, begun):
        text = page(papers, article(papers)).removesuffix("</body></html>\n") + tail

        assert complaint(text.encode(), ".html").startswith(
            f"{len(text.splitlines())}:1: what begins here with {begun}"
        )

    def test_a_page_that_ends_without_end_tags_is_whole(self, read, papers):
        text = page(papers, article(papers)).replace("</body></html>\n", "").replace("</p>", "")

        assert figures(read(text)) == papers.figures


class TestHostile:
    MARK = "<p>一、总体情况</p><p>六、其他需要报告的事项</p>"

    @pytest.mark.parametrize(
        "bomb",
        [
            "<div>" * 100_001,
            "<table><tr><td>" * 33_400,
            "&lt;" * 100_001,
            "字\n" * 1_000_001,
            "<!-- --" * 500_000,
            "<a x=1 " * 500_000,
            "<a b='" * 500_000,
            "<" * 3_000_000,
            "</" * 1_000_000,
            "<!" * 1_000_000,
            "<script>" * 300_000,
            "&#" + "9" * 3_000_000,
            "<title>" * 300_000,
        ],
        ids=lambda bomb: bomb[:9],
    )
    def test_floods_are_refused_in_time_that_grows_with_them(self, complaint, bomb):
        assert complaint((self.MARK + bomb).encode(), ".html")

    def test_depth_is_no_obstacle(self, read, papers):
        body = "<div><span>" * 3000 + article(papers) + "</span></div>" * 3000

        assert figures(read(page(papers, body))) == papers.figures

    def test_a_cell_that_claims_all_rows_and_columns_costs_nothing(self, read, papers):
        rows = "<tr>" + "<td colspan=1000 rowspan=65534>1" * 2000
        text = page(papers, article(papers) + f"<table>{rows}</table>")

        assert figures(read(text)) == papers.figures

    def test_scripts_styles_and_hidden_parts_say_nothing(self, read, papers):
        hidden = (
            "<script>document.write('<p>五、存在的主要问题及改进情况</p>')</script><style>p{}</style><template><p>二、主动公开政府信息情况</p></template>"
            "<p hidden>二、主动公开政府信息情况</p><p style='DISPLAY : none'>一、总体情况</p><noscript>请启用脚本</noscript><textarea>四、</textarea>"
        )
        body = article(papers).replace("<p><strong>", f"{hidden}<p><strong>")

        assert_whole(read(page(papers, body)), papers)

    @given(st.binary(max_size=300))
    @settings(max_examples=100, deadline=None)
    def test_bytes_of_any_kind_are_read_or_refused(self, read_bytes, data):
        for suffix in (".html", ".mht"):
            with pytest.raises(UnreadableInput):
                read_bytes(data, suffix)
