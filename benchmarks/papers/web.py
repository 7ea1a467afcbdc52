"""Web pages and Markdown: the article alone, and within what content systems put around it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from papers.paper import Paper
from papers.printed import Rows, placed, unmerged, width_of


def html(paper: Paper, _: Random) -> bytes:
    """A plain page in UTF-8."""
    return _page(paper, f"<h1>{escape(paper.title)}</h1>{_article(paper)}").encode()


def from_word(paper: Paper, _: Random) -> bytes:
    """A page as Word saves it."""

    def cell(text: str) -> str:
        lines = "<br>\n".join(map(escape, text.split("\n")))
        return f"<p class=MsoNormal align=center><span lang=EN-US style='font-size:9.0pt'>{lines}<o:p></o:p></span></p>"

    body = _article(paper, lambda rows: _table(rows, cell), paragraph="<p class=MsoNormal><span>{}</span></p>")
    head = "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    title = f"<p class=MsoTitle align=center><b><span>{escape(paper.title)}</span></b></p>"
    return _page(paper, f"<div class=WordSection1>{title}{body}</div>", head, charset="gb2312").encode("gb18030")


def content_system(paper: Paper, random: Random) -> bytes:
    """Menus, sources, hidden parts and links around the article; GB 18030 that is called GB2312."""
    menu = "".join(f'<li><a href="/col/{i}.html">栏目{i}</a></li>' for i in range(random.randrange(10, 60)))
    others = "".join(
        f'<li><a href="/{year}.html">{paper.agency}{year}年政府信息公开工作年度报告</a> <span>{year + 1}-01-20</span></li>'
        for year in range(2015, paper.year)
    )
    day = f"{paper.year + 1}-01-{random.randrange(10, 32)}"
    body = f"""<div class="top"><ul class="nav">{menu}</ul><select><option>三、收到和处理政府信息公开申请情况</option></select></div>
<div style="display:none"><p>二、主动公开政府信息情况</p><table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a>政府信息公开年报</a> &gt; 正文</div>
<table width="1000"><tr><td width="220" valign="top"><ul>{others}</ul></td><td valign="top">
<table class="xxgk"><tr><td>索 引 号：</td><td>014000000/2025-00001</td><td>主题分类：</td><td>年度报告</td></tr>
<tr><td>发布机构：</td><td>{escape(paper.agency)}</td><td>公开日期：</td><td>{day}</td></tr></table>
<div class="title"><h1>{escape(paper.title)}</h1></div>
<div class="info">发布日期：{day} 16:40 浏览次数：<span id="hits"></span> 字号：[ <a>大</a> <a>中</a> <a>小</a> ]</div>
<div id="zoom"><div class="TRS_Editor">{_article(paper)}</div></div>
<p>【<a href="javascript:window.print()">打印</a>】【<a>关闭</a>】</p><div class="share">分享到：<a>微信</a><a>微博</a></div>
</td></tr></table><div class="foot"><p>上一篇：关于放假的通知</p><p>相关链接</p><ul>{others}</ul>
<p>主办单位：{escape(paper.agency)}　网站标识码：0000000000</p></div>
<script>if (1 < 2) document.write("<table><tr><td>一、总体情况</td></tr></table>");</script>"""
    return _page(paper, body, charset="gb2312").encode("gb18030")


def framed(paper: Paper, _: Random) -> bytes:
    """The page is one table, a row for each heading, paragraph and table."""
    rows: list[str] = [f"<h2>{escape(paper.title)}</h2>"]
    for part in paper.parts:
        rows += [f"<b>{escape(part.heading)}</b>", *map(escape, part.paragraphs)]
        rows += [_table(table.rows) for table in part.tables]
    body = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    return _page(paper, f'<table width="100%"><tbody>{body}</tbody></table>').encode()


def careless(paper: Paper, _: Random) -> bytes:
    """Cells, rows and paragraphs that are begun and never ended, divisions for paragraphs, references for blanks."""
    body = _article(paper, paragraph="<div>&nbsp;&nbsp;&#12288;{}", heading="<div><font size=4><b>{}</b></font>")
    for tag in ("td", "tr", "div"):
        body = body.replace(f"</{tag}>", "")
    return _page(paper, f"<center>{escape(paper.title)}</center>{body}").encode()


def md(paper: Paper, _: Random) -> bytes:
    """Pipe tables; what merged cells cover is blank."""
    return _markdown(paper, _pipes)


def md_by_hand(paper: Paper, _: Random) -> bytes:
    """Headings in bold, tables without outer pipes."""

    def bare(rows: Rows) -> str:
        lines = _pipes(unmerged(rows, repeated=True)).split("\n")
        # A pipe at the beginning or end of a line is an outer one: a blank cell there needs its own.
        return "\n".join(line if "|  |" in (line[:4], line[-4:]) else line[2:-2] for line in lines)

    return _markdown(paper, bare, "**{}**")


def md_with_html(paper: Paper, _: Random) -> bytes:
    """Tables in HTML within Markdown, as converters leave those with merged cells."""
    return _markdown(paper, _table)


def _page(paper: Paper, body: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">{head}'
        f"<title>{escape(paper.title)}</title></head>\n<body>\n{body}\n</body></html>\n"
    )


def _article(
    paper: Paper,
    table: Callable[[Rows], str] | None = None,
    paragraph: str = '<p style="text-indent: 2em">{}</p>',
    heading: str = "<p><strong>{}</strong></p>",
) -> str:
    parts: list[str] = []
    for part in paper.parts:
        parts.append(heading.format(escape(part.heading)))
        parts += [paragraph.format(escape(text)) for text in part.paragraphs]
        parts += [(table or _table)(one.rows) for one in part.tables]
    return "\n".join(parts)


def _table(rows: Rows, cell: Callable[[str], str] = lambda text: "<br/>\n".join(map(escape, text.split("\n")))) -> str:
    lines = ['<table border="1" cellspacing="0">']
    for row in rows:
        cells = (f'<td rowspan="{c.rows}" colspan="{c.columns}">{cell(c.text)}</td>' for c in row)
        lines.append(f"<tr>{''.join(cells)}</tr>".replace(' rowspan="1"', "").replace(' colspan="1"', ""))
    return "\n".join([*lines, "</table>"])


def _pipes(rows: Rows) -> str:
    texts = {(cell.row, cell.column): cell.text.replace("|", "\\|").replace("\n", "<br>") for cell in placed(rows)}
    width = width_of(rows)
    lines = [[texts.get((row, column), "") for column in range(width)] for row in range(len(rows))]
    head, *body = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([head, "|" + " --- |" * width, *body])


def _markdown(paper: Paper, table: Callable[[Rows], str], heading: str = "## {}") -> bytes:
    parts = [f"# {paper.title}"]
    for part in paper.parts:
        parts += [heading.format(part.heading), *part.paragraphs, *(table(one.rows) for one in part.tables)]
    return ("\n\n".join(parts) + "\n").encode()
