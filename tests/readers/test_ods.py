"""OpenDocument spreadsheets: every cell as it shows, at its sheet and address."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.span import SheetSpan
from papers import printed

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
KIND = "application/vnd.oasis.opendocument.spreadsheet"

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
HIDDEN = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((EXAMPLES / "huaian-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture(scope="module")
def clean(read_bytes):
    return read_bytes((EXAMPLES / "clean-2024.yaml").read_bytes(), ".yaml")


def packed(tables, manifest="", kind=KIND):
    content = (
        f"<?xml version='1.0'?><office:document-content {NAMES}><office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", kind)
            archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
            archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        return file.getvalue()


def row_of(cells, width=10):
    """One row: texts, or (text, rows, columns), or what stands in the file for a cell."""
    written = []
    for cell in cells:
        if isinstance(cell, str) and cell.startswith("<"):
            written.append(cell)
            continue
        text, rows, columns = (cell, 1, 1) if isinstance(cell, str) else cell
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
        spans = (
            f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
            if rows * columns > 1
            else ""
        )
        written.append(f'<table:table-cell table:style-name="ce1"{spans}>{lines}</table:table-cell>')
        if columns > 1:
            written.append(f'<table:covered-table-cell table:number-columns-repeated="{columns - 1}"/>')
    rest = '<table:table-cell table:number-columns-repeated="1014"/>'
    return f"<table:table-row>{''.join(written)}{rest}</table:table-row>"


def rows_of(table):
    """The rows of a table, cells that merged ones cover written as such."""
    cells = printed.placed(table)
    at = {(cell.row, cell.column): cell for cell in cells}
    for r in range(max(cell.row + cell.rows for cell in cells)):
        width = max(cell.column + cell.columns for cell in cells)
        row, c = [], 0
        while c < width:
            cell = at.get((r, c))
            if cell is None:
                row.append("<table:covered-table-cell/>")
                c += 1
            else:
                row.append((cell.text, cell.rows, cell.columns))
                c += cell.columns
        yield row_of(row)


def sheet_of(rows, name="年报", style="ta1"):
    end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{style}"><table:table-column table:number-columns-repeated="1024"/>{"".join(rows)}{end}</table:table>'


def lines_of(report):
    rows = [row_of([(report.meta("title"), 1, 10)])]
    tables = printed.tables_of(report)
    for section in report.sections:
        rows.append(row_of([(report.form.section[section.id].wording.official, 1, 10)]))
        rows += [row_of([(paragraph.text, 1, 10)]) for paragraph in section.paragraphs]
        rows += [row for table in tables.get(section.id, ()) for row in rows_of(table)]
    return rows


def test_figures_prose_and_addresses(read_bytes, huaian):
    rows = lines_of(huaian)

    report = read_bytes(packed(sheet_of(rows)), ".ods")

    assert printed.figures_of(report) == printed.figures_of(huaian)
    for section, other in zip(report.sections, huaian.sections, strict=True):
        assert [one.text for one in section.paragraphs] == [one.text for one in other.paragraphs]
    (row,) = [i for i, text in enumerate(rows, 1) if "447228" in text]
    assert report.table("proactive").cells["licences", "decisions"].printed.span == SheetSpan("年报", f"B{row}")


def test_repeated_cells_and_rows_are_each_read(read_bytes, clean):
    def repeated(row):
        for count in (7, 6, 5, 4, 3, 2):
            zero = '<table:table-cell table:style-name="ce1"><text:p>0</text:p></table:table-cell>'
            many = f'<table:table-cell table:number-columns-repeated="{count}"><text:p>0</text:p></table:table-cell>'
            row = row.replace(zero * count, many)
        return row

    rows = [repeated(row) for row in lines_of(clean)]

    assert any('repeated="7"' in row for row in rows)
    assert printed.figures_of(read_bytes(packed(sheet_of(rows)), ".ods")) == printed.figures_of(clean)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<text:p>26.50</text:p>", "26.50"),
        ("<text:p><text:s/>0</text:p>", " 0"),
        ("<text:p><text:span>0</text:span>元</text:p>", "0元"),
        ("<office:annotation><text:p>去年是 3</text:p></office:annotation><text:p>2</text:p>", "2"),
        ("<draw:frame><draw:text-box><text:p>9</text:p></draw:text-box></draw:frame><text:p>2</text:p>", "2"),
        ("", ""),  # a formula without a kept result
    ],
)
def test_a_figure_is_what_its_cell_shows(read_bytes, clean, content, text):
    fees = "<text:p>26.55</text:p>"
    rows = [row.replace(fees, content) for row in lines_of(clean)]

    report = read_bytes(packed(sheet_of(rows)), ".ods")

    assert report.table("proactive").cells["fees", "amount"].printed.text == text


def test_hidden_rows_columns_and_sheets_are_not_printed(read_bytes, clean):
    rows = lines_of(clean)
    (at,) = [i for i, row in enumerate(rows) if "<text:p>规章</text:p>" in row]
    rows[at] = rows[at].replace("<table:table-row>", '<table:table-row table:visibility="collapse">')
    other = sheet_of(lines_of(clean), name="上年", style="ta2")

    report = read_bytes(packed(other + sheet_of(rows)), ".ods")

    expected = {p: text for p, text in printed.figures_of(clean).items() if not p.startswith("proactive.regulations.")}
    assert printed.figures_of(report) == expected
    assert {cell.printed.span.sheet for cell in report.cells.values()} == {"年报"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04xl/workbook.xml", "give it the ending .xlsx"),
        (b"some words", "of no known kind"),
        (b"PK\x03\x04mimetype" + KIND.encode(), "damaged or cut off"),
        (packed("", manifest="<encryption-data/>"), "has a password"),
        (packed(""), "there is no sheet in it"),
        (packed("<table:table>"), "damaged or cut off"),
        (packed(sheet_of(['<table:table-row table:number-rows-repeated="x"/>'])), "damaged or cut off"),
        (packed(sheet_of([row_of(["1"] * 300).replace("-row>", '-row table:number-rows-repeated="300">', 1)])), "more than 50,000"),
        (packed(sheet_of(['<table:table-row><table:table-cell table:number-columns-repeated="99999"><text:p>1</text:p></table:table-cell></table:table-row>'])), "more than 50,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_would_be_right(complaint, data, words):
    assert words in complaint(data, ".ods")


def test_a_spreadsheet_cut_off_or_with_a_byte_gone_wrong_is_read_or_refused(read_bytes, complaint, clean):
    data = packed(sheet_of(lines_of(clean)))

    for end in range(100, len(data), len(data) // 10):
        assert complaint(data[:end], ".ods")
    for at in range(0, len(data), len(data) // 40):
        with suppress(UnreadableInput):  # anything else is a fault
            read_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], ".ods")
