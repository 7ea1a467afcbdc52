"""Write the documents in this folder: the reports of the folder above in the formats that offices use.

python examples/documents/make.py           every format
python examples/documents/make.py docx      one of them

Workbooks need openpyxl, PDF documents reportlab; both come with the extra `test`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

from openness_lint.host import gather, open_rulebook
from openness_lint.model.report import Report, Section
from openness_lint.model.source import Source
from openness_lint.word.layout import Placed, lay_out
from openness_lint.word.writing import write_report

HERE = Path(__file__).parent
# A clean report, and one with a fault of each common kind.
REPORTS = ("clean-2024", "faults-2024")


def docx(report: Report) -> bytes:
    """The official layout in Word."""
    return write_report(report)


def html(report: Report) -> bytes:
    """The report as a content system publishes it: menus, sources and links around it, in GB 18030 called GB2312."""
    title = escape(report.meta("title") or "")
    article: list[str] = []
    for section in report.sections:
        article.append(f"<p><strong>{escape(section.heading.printed.text)}</strong></p>")
        article += [f'<p style="text-indent: 2em">{escape(text.text)}</p>' for text in section.paragraphs]
        article += [_table_of_tags(cells) for cells in _tables(report, section)]
    years = "".join(f'<li><a href="/{year}.html">{year}年度报告</a></li>' for year in range(2019, 2024))
    page = f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2025-01-17 09:30">
<title>{title}_政府信息公开</title>
<script>var hits = "<p>一、总体情况</p>";</script>
</head>
<body>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zwgk.html">政务公开</a></li></ul>
<p>当前位置：<a href="/">首页</a> &gt; 政府信息公开年报</p>
<table width="1000"><tr><td valign="top"><ul>{years}</ul></td><td valign="top">
<h1>{title}</h1>
<p>发布日期：2025-01-17　浏览次数：<span id="hits"></span>　字号：大 中 小</p>
<div class="article">
{chr(10).join(article)}
</div>
<p>【<a href="javascript:print()">打印</a>】【<a href="javascript:close()">关闭</a>】</p>
</td></tr></table>
<p>主办单位：本机关办公室　网站标识码：0000000000</p>
</body>
</html>
"""
    return page.encode("gb18030")


def md(report: Report) -> bytes:
    """The report as an editor exports it to Markdown: merged cells leave blank ones behind."""
    parts = [f"# {report.meta('title')}"]
    for section in report.sections:
        parts.append(f"## {section.heading.printed.text}")
        parts += [text.text for text in section.paragraphs]
        parts += [_table_of_pipes(cells) for cells in _tables(report, section)]
    return ("\n\n".join(parts) + "\n").encode()


def _tables(report: Report, section: Section) -> Iterator[tuple[Placed, ...]]:
    """The cells of each table that a section prints."""
    for table in section.tables:
        form_table = report.form.table[table.id]
        yield tuple(lay_out(form_table, table, note=form_table.note).cells)


def _table_of_tags(cells: Sequence[Placed]) -> str:
    lines = ['<table border="1" cellspacing="0">']
    for row in range(max(cell.row for cell in cells) + 1):
        line = sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.column)
        printed = (f'<td rowspan="{c.rows}" colspan="{c.columns}">{escape(c.text)}</td>' for c in line)
        lines.append(f"<tr>{''.join(printed)}</tr>".replace(' rowspan="1"', "").replace(' colspan="1"', ""))
    return "\n".join([*lines, "</table>"])


def _table_of_pipes(cells: Sequence[Placed]) -> str:
    texts = {(cell.row, cell.column): cell.text.replace("|", "\\|") for cell in cells}
    width = max(cell.column + cell.columns for cell in cells)
    rows = [[texts.get((row, column), "") for column in range(width)] for row in range(max(texts)[0] + 1)]
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + " --- |" * width, *body])


FORMATS: dict[str, Callable[[Report], bytes]] = {"docx": docx, "html": html, "md": md}


def documents(formats: list[str]) -> Iterator[tuple[Path, bytes]]:
    """Where each document belongs, and its bytes."""
    host = gather()
    shelf = open_rulebook(host).shelf
    for name in REPORTS:
        path = HERE.parent / f"{name}.yaml"
        report = host.readers[".yaml"].read(Source(path.name, path.read_bytes()), shelf)
        for format in formats:
            yield HERE / f"{name}.{format}", FORMATS[format](report)


if __name__ == "__main__":
    for path, data in documents(sys.argv[1:] or list(FORMATS)):
        path.write_bytes(data)
        print(path.relative_to(HERE.parent.parent))
