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


def xlsx(report: Report) -> bytes:
    """A sheet for each section, headings and prose merged over its columns."""
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Side

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2025, 1, 1)  # noqa: DTZ001  # any time will do
    book.remove(book.active)
    middle, prose = Alignment("center", "center", wrap_text=True), Alignment(vertical="top", wrap_text=True)
    border = Border(*[Side("thin")] * 4)
    for i, section in enumerate(report.sections):
        sheet = book.create_sheet(section.heading.printed.text.partition("、")[2][:20])
        tables = list(_tables(report, section))
        width = max((cell.column + cell.columns for cells in tables for cell in cells), default=8)
        texts = [report.meta("title") or ""] * (i == 0) + [section.heading.printed.text]
        texts += [one.text for one in section.paragraphs]
        for row, text in enumerate(texts, 1):
            sheet.cell(row, 1, text).alignment = prose
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            sheet.row_dimensions[row].height = 18 * (1 + len(text) // 45)
        top = len(texts) + 1
        for cells in tables:
            for cell in cells:
                row, column = top + cell.row, 1 + cell.column
                place = sheet.cell(row, column, int(cell.text) if cell.text.isdigit() else cell.text or None)
                place.alignment, place.border = middle, border
                if cell.rows > 1 or cell.columns > 1:
                    end_row, end_column = row + cell.rows - 1, column + cell.columns - 1
                    sheet.merge_cells(start_row=row, start_column=column, end_row=end_row, end_column=end_column)
            top += max(cell.row + cell.rows for cell in cells)
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


def pdf(report: Report) -> bytes:
    """Pages as an office prints them: prose indented, tables that go on over the page, page numbers."""
    printer = _Printer()
    printer.lines(report.meta("title") or "", 20, indent=0, middle=True)
    for section in report.sections:
        printer.lines(section.heading.printed.text, 14)
        for paragraph in section.paragraphs:
            printer.lines(paragraph.text, 14)
        for table, cells in zip(section.tables, _tables(report, section), strict=True):
            form_table = report.form.table[table.id]
            printer.table(cells, lay_out(form_table, table, note=form_table.note).widths)
    return printer.finished()


class _Printer:
    """Prints from the top down; a row that does not fit goes to the next page, a merged cell is cut there."""

    FONT, LEFT, TOP, BOTTOM = "STSong-Light", 72, 80, 770  # points from the top left corner of an A4 page
    WIDTH, HEIGHT = 451, 842

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(self.FONT))
        self.measure = pdfmetrics.stringWidth
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(595, self.HEIGHT), invariant=1)
        self.page, self.y = 1, float(self.TOP)

    def finished(self) -> bytes:
        self.end_page()
        self.canvas.save()
        return self.file.getvalue()

    def end_page(self) -> None:
        self.write(f"- {self.page} -", 285, 800, 10)
        self.canvas.showPage()
        self.page, self.y = self.page + 1, float(self.TOP)

    def write(self, text: str, x: float, y: float, size: float) -> None:
        self.canvas.setFont(self.FONT, size)
        self.canvas.drawString(x, self.HEIGHT - y, text)

    def broken(self, text: str, size: float, width: float, indent: float = 0) -> list[str]:
        """A text in lines that fit, the first one shorter by the indent."""
        lines = [""]
        for character in text:
            room = width - (indent if len(lines) == 1 else 0)
            if character == "\n" or self.measure(lines[-1] + character, self.FONT, size) > room:
                lines.append("")
            lines[-1] += character.strip("\n")
        return lines

    def lines(self, text: str, size: float, indent: float = 2, *, middle: bool = False) -> None:
        for i, line in enumerate(self.broken(text, size, self.WIDTH, indent * size)):
            if self.y + size > self.BOTTOM:
                self.end_page()
            shift = (self.WIDTH - self.measure(line, self.FONT, size)) / 2 if middle else indent * size * (i == 0)
            self.write(line, self.LEFT + shift, self.y + size, size)
            self.y += 1.6 * size

    def table(self, cells: Sequence[Placed], widths: Sequence[int]) -> None:
        scale = self.WIDTH / sum(widths)
        lefts = [self.LEFT + scale * sum(widths[:i]) for i in range(len(widths) + 1)]
        lines = {c: self.broken(c.text, 9, lefts[c.column + c.columns] - lefts[c.column] - 5) for c in cells}
        count = max(cell.row + cell.rows for cell in cells)
        heights = [max(12 * len(lines[c]) + 6 for c in cells if c.row == row and c.rows == 1) for row in range(count)]
        first = 0
        while first < count:
            last, foot = first, self.y
            while last < count and foot + heights[last] <= self.BOTTOM:
                foot += heights[last]
                last += 1
            for cell in cells:
                begin, end = max(cell.row, first), min(cell.row + cell.rows, last)
                if begin < end:
                    top = self.y + sum(heights[first:begin])
                    box = lefts[cell.column], top, lefts[cell.column + cell.columns], top + sum(heights[begin:end])
                    self.box(box, lines[cell] if begin == cell.row else [])
            first, self.y = last, foot
            if first < count:
                self.end_page()
        self.y += 14

    def box(self, box: tuple[float, float, float, float], lines: list[str]) -> None:
        x0, y0, x1, y1 = box
        self.canvas.rect(x0, self.HEIGHT - y1, x1 - x0, y1 - y0)
        top = (y0 + y1) / 2 - 6 * len(lines)
        for i, line in enumerate(lines):
            self.write(line, (x0 + x1 - self.measure(line, self.FONT, 9)) / 2, top + 12 * i + 10, 9)


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


FORMATS: dict[str, Callable[[Report], bytes]] = {"docx": docx, "html": html, "md": md, "xlsx": xlsx, "pdf": pdf}


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
