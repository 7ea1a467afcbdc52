"""Workbooks: by openpyxl (.xlsx), xlwt (.xls), and OpenDocument markup of our own (.ods)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape

from papers.paper import Paper
from papers.printed import Placed, covered, placed, width_of


@dataclass
class Sheet:
    """Cells to be written, from the top down."""

    name: str
    cells: list[Placed] = field(default_factory=list)
    row: int = 0
    left: int = 0

    def line(self, text: str, columns: int = 10) -> None:
        self.cells.append(Placed(self.row, self.left, 1, columns, text))
        self.row += 1

    def table(self, cells: list[Placed]) -> None:
        self.cells += [cell._replace(row=cell.row + self.row, column=cell.column + self.left) for cell in cells]
        self.row += max(cell.row + cell.rows for cell in cells)


Writer = Callable[[list[Sheet]], bytes]


def one_sheet(paper: Paper, _: Random, *, columns: int = 10) -> list[Sheet]:
    """The report on one sheet, headings and prose merged over its columns; a row is free before what splits a table."""
    sheet = Sheet("年报")
    sheet.line(paper.title, columns)
    for part in paper.parts:
        for text in (part.heading, *part.paragraphs):
            sheet.line(text, columns)
        for before, table in zip([None, *part.tables], part.tables, strict=False):
            sheet.row += before is not None
            sheet.table(placed(table.rows))
    return [sheet]


def narrow(paper: Paper, random: Random) -> list[Sheet]:
    """One sheet, no text merged over its columns, the first column and rows left free."""
    (sheet,) = one_sheet(paper, random, columns=1)
    return [Sheet(sheet.name, [cell._replace(row=cell.row + 2, column=cell.column + 1) for cell in sheet.cells])]


def sheet_each(paper: Paper, _: Random) -> list[Sheet]:
    """A sheet for each section."""
    sheets = []
    for number, part in enumerate(paper.parts):
        sheet = Sheet(part.heading[:8])
        for text in (*([paper.title] * (number == 0)), part.heading, *part.paragraphs):
            sheet.line(text)
        for table in part.tables:
            sheet.table(placed(table.rows))
        sheets.append(sheet)
    return sheets


def side_by_side(paper: Paper, _: Random) -> list[Sheet]:
    """The tables beside each other, prose above them."""
    sheet = Sheet("汇总")
    sheet.line(paper.title, 40)
    for part in paper.parts:
        if not part.tables:
            for text in (part.heading, *part.paragraphs):
                sheet.line(text, 40)
    top = sheet.row
    for part in paper.parts:
        if part.tables:
            sheet.row = top
            for table in part.tables:
                sheet.table(placed(table.rows))
            sheet.left += 1 + max(width_of(table.rows) for table in part.tables)
    return [sheet]


def xlsx(sheets: list[Sheet]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Border
    from openpyxl.styles import Side as Line

    book = Workbook()
    book.remove(book.active)
    border = Border(*[Line("thin")] * 4)
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for cell in one.cells:
            row, column = cell.row + 1, cell.column + 1
            place = sheet.cell(row, column, _value(cell.text))
            place.border = border
            if cell.rows * cell.columns > 1:
                end_row, end_column = row + cell.rows - 1, column + cell.columns - 1
                sheet.merge_cells(start_row=row, start_column=column, end_row=end_row, end_column=end_column)
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


def xls(sheets: list[Sheet]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    style = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for one in sheets:
        sheet = book.add_sheet(one.name)
        for cell in one.cells:
            ends = cell.row + cell.rows - 1, cell.column + cell.columns - 1
            sheet.write_merge(cell.row, ends[0], cell.column, ends[1], _value(cell.text), style)
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: list[Sheet]) -> bytes:
    tables = "".join(f'<table:table table:name="{one.name}">{"".join(_ods_rows(one))}</table:table>' for one in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", _ODS)
            archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
        return file.getvalue()


def _ods_rows(sheet: Sheet) -> Iterator[str]:
    at = {(cell.row, cell.column): cell for cell in sheet.cells}
    hidden = {place for cell in sheet.cells for place in covered(cell)[1:]}
    for row in range(max(cell.row + cell.rows for cell in sheet.cells)):
        line: list[str] = []
        for column in range(max(cell.column + cell.columns for cell in sheet.cells)):
            cell = at.get((row, column))
            if cell is None:
                line.append("<table:covered-table-cell/>" if (row, column) in hidden else "<table:table-cell/>")
                continue
            spans = f' table:number-rows-spanned="{cell.rows}" table:number-columns-spanned="{cell.columns}"'
            texts = "".join(f"<text:p>{escape(text)}</text:p>" for text in cell.text.split("\n") if text)
            line.append(
                f'<table:table-cell table:style-name="ce1"{spans if cell.rows * cell.columns > 1 else ""}>{texts}</table:table-cell>'
            )
        yield f"<table:table-row>{''.join(line)}</table:table-row>"


def _value(text: str) -> int | str | None:
    """Whole numbers as numbers, as anyone types them; others as printed."""
    return int(text) if text.isdigit() and str(int(text)) == text else text or None
