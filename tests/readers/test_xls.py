"""Excel workbooks of the older kind: every cell as it shows, at its sheet and address."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.span import SheetSpan
from papers import printed

pytest.importorskip("xlrd")
xlwt = pytest.importorskip("xlwt")

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((EXAMPLES / "huaian-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture(scope="module")
def clean(read_bytes):
    return read_bytes((EXAMPLES / "clean-2024.yaml").read_bytes(), ".yaml")


class Book:
    """A workbook that is written from the top down, and remembers what it shows where."""

    def __init__(self):
        self.book = xlwt.Workbook()
        self.next_sheet("年报")

    def next_sheet(self, title):
        self.sheet = self.book.add_sheet(title, cell_overwrite_ok=True)
        self.row = 0
        self.places = {}

    def put(self, row, column, text, rows=1, columns=1, code="General"):
        style = xlwt.easyxf(num_format_str=code)
        value = int(text) if isinstance(text, str) and text.isdigit() else text
        if rows > 1 or columns > 1:
            self.sheet.write_merge(row, row + rows - 1, column, column + columns - 1, value, style)
        else:
            self.sheet.write(row, column, value, style)
        self.places[text] = (row, column)

    def line(self, text, columns=10):
        self.put(self.row, 0, text, 1, columns)
        self.row += 1

    def table(self, rows):
        cells = printed.placed(rows)
        for cell in cells:
            self.put(self.row + cell.row, cell.column, cell.text, cell.rows, cell.columns)
        self.row += max(cell.row + cell.rows for cell in cells)

    @property
    def data(self):
        with io.BytesIO() as file:
            self.book.save(file)
            return file.getvalue()


def one_sheet(report):
    book = Book()
    book.line(report.meta("title"))
    tables = printed.tables_of(report)
    for section in report.sections:
        book.line(report.form.section[section.id].wording.official)
        for paragraph in section.paragraphs:
            book.line(paragraph.text)
        for table in tables.get(section.id, ()):
            book.table(table)
    return book


def test_figures_prose_and_addresses(read_bytes, huaian):
    book = one_sheet(huaian)

    report = read_bytes(book.data, ".xls")

    assert printed.figures_of(report) == printed.figures_of(huaian)
    assert (report.agency, report.year) == ("淮安市人民政府", 2024)
    for section, other in zip(report.sections, huaian.sections, strict=True):
        assert [one.text for one in section.paragraphs] == [one.text for one in other.paragraphs]
    row, column = book.places["447228"]
    assert report.table("proactive").cells["licences", "decisions"].printed.span == SheetSpan(
        "年报", f"{'ABC'[column]}{row + 1}"
    )


def test_a_sheet_for_each_table(read_bytes, huaian):
    book = Book()
    book.line(huaian.meta("title"))
    for name, tables in printed.tables_of(huaian).items():
        book.next_sheet(name)
        for table in tables:
            book.table(table)

    assert printed.figures_of(read_bytes(book.data, ".xls")) == printed.figures_of(huaian)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.0, "General", "0"),
        (26.55, "General", "26.55"),
        (26.5, "0.00", "26.50"),
        (0, '0"元"', "0元"),
        (1234, "#,##0", "1,234"),
        (" 0", "General", " 0"),
        ("", "General", ""),
        (True, "General", "TRUE"),
        (date(2025, 1, 17), "M/D/YY", "2025/1/17"),  # number 14, which each country shows in its own way
        (date(2025, 1, 17), 'yyyy"年"m"月"d"日"', "2025年1月17日"),
        (xlwt.Formula("1+1"), "General", ""),  # a formula without a kept result
    ],
)
def test_a_figure_is_what_its_cell_shows(read_bytes, clean, value, code, text):
    book = one_sheet(clean)
    row, _ = book.places["行政事业性收费"]
    book.put(row, 1, value, code=code)

    cell = read_bytes(book.data, ".xls").table("proactive").cells["fees", "amount"]

    assert (cell.printed.text, cell.printed.span) == (text, SheetSpan("年报", f"B{row + 1}"))


def test_hidden_rows_and_sheets_are_not_printed(read_bytes, clean):
    book = one_sheet(clean)
    row, _ = book.places["规章"]
    book.sheet.row(row).hidden = True
    book.next_sheet("上年")
    book.sheet.visibility = 1
    for table in printed.tables_of(clean)["requests"]:
        book.table(table)

    report = read_bytes(book.data, ".xls")

    expected = {p: text for p, text in printed.figures_of(clean).items() if not p.startswith("proactive.regulations.")}
    assert printed.figures_of(report) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04xl/workbook.xml", "give it the ending .xlsx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "give it the ending .html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "give it the ending .doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "damaged or cut off"),
        (b"some words", "of no known kind"),
    ],
)
def test_what_is_no_workbook_is_told_with_what_would_be_right(complaint, data, words):
    assert words in complaint(data, ".xls")


def test_a_workbook_cut_off_or_with_bytes_gone_wrong_is_read_or_refused(read_bytes, complaint, clean):
    data = one_sheet(clean).data

    for end in range(600, len(data), len(data) // 4):
        assert complaint(data[:end], ".xls")
    for at in range(0, len(data), len(data) // 12):
        with suppress(UnreadableInput):  # anything else is a fault
            read_bytes(data[:at] + bytes(32) + data[at + 32 :], ".xls")


def test_too_many_filled_cells_are_refused(complaint):
    book = Book()
    for row in range(300):
        for column in range(170):
            book.sheet.write(row, column, "1")

    assert "more than 50,000 cells" in complaint(book.data, ".xls")


def test_without_the_library_the_extra_is_named(complaint, monkeypatch):
    monkeypatch.setattr("openness_lint.readers.xls.find_spec", lambda name: None)

    assert "pip install 'openness-lint[xls]'" in complaint(b"x", ".xls")
