"""Excel workbooks: every cell as it shows, at its sheet and address, however the report is laid out."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.source import Source
from openness_lint.model.span import SheetSpan
from papers import printed

openpyxl = pytest.importorskip("openpyxl")

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((EXAMPLES / "huaian-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture(scope="module")
def clean(read_bytes):
    return read_bytes((EXAMPLES / "clean-2024.yaml").read_bytes(), ".yaml")


class Book:
    """A workbook that is written from the top down, and remembers what it printed where."""

    def __init__(self):
        self.book = openpyxl.Workbook()
        self.sheet = self.book.active
        self.row = 1

    def next_sheet(self, title):
        self.sheet = self.book.create_sheet(title)
        self.row = 1

    def line(self, text, columns=1):
        self.put(self.row, 1, text, 1, columns)
        self.row += 1

    def table(self, rows, left=1, merged=True, top=None):
        cells = printed.placed(rows)
        first = top or self.row
        for cell in cells:
            self.put(
                first + cell.row, left + cell.column, cell.text, *((cell.rows, cell.columns) if merged else (1, 1))
            )
        if top is None:
            self.row += max(cell.row + cell.rows for cell in cells)

    def put(self, row, column, text, rows=1, columns=1):
        cell = self.sheet.cell(row, column, int(text) if text.isdigit() else text or None)
        cell.border = openpyxl.styles.Border(bottom=openpyxl.styles.Side("thin"))
        if rows > 1 or columns > 1:
            self.sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + rows - 1, end_column=column + columns - 1
            )

    @property
    def data(self):
        with io.BytesIO() as file:
            self.book.save(file)
            return file.getvalue()


def heading(report, section):
    return report.form.section[section].wording.official


def one_sheet(report, *, merged=True, change=lambda tables: tables):
    """The whole report on one sheet: headings and prose merged across, tables below each other."""
    book = Book()
    book.line(report.meta("title"), 10)
    tables = change(printed.tables_of(report))
    for section in report.sections:
        book.line(heading(report, section.id), 10 if merged else 1)
        for paragraph in section.paragraphs:
            book.line(paragraph.text, 10 if merged else 1)
        for table in tables.get(section.id, ()):
            book.table(table, merged=merged)
    return book


def shown(data):
    """What a sheet shows at an address, by the library that writes it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return lambda span: book[span.sheet][span.cell].value


def assert_same(report, expected, data):
    """The same figures, each at the address where the sheet shows it; the same prose; nothing left over."""
    assert printed.figures_of(report) == printed.figures_of(expected)
    at = shown(data)
    for cell in report.cells.values():
        assert cell.printed.text == ("" if at(cell.printed.span) is None else str(at(cell.printed.span)))
    for section, other in zip(report.sections, expected.sections, strict=True):
        assert section.id == other.id
        assert [one.text for one in section.paragraphs] == [one.text for one in other.paragraphs]
        assert not any(table.unlisted or table.foreign for table in section.tables)


class TestLayouts:
    def test_merged_cells_on_one_sheet(self, read_bytes, huaian):
        data = one_sheet(huaian).data

        report = read_bytes(data, ".xlsx")

        assert_same(report, huaian, data)
        assert (report.agency, report.year) == ("淮安市人民政府", 2024)
        assert {one.match for table in report.sections[2].tables for one in table.labels} == {Match.OFFICIAL}
        # Title and heading, 11 rows of table 2 and its heading come before; the header has three rows.
        assert report.table("requests").note.text == huaian.form.table["requests"].note

    def test_cells_that_are_not_merged(self, read_bytes, huaian):
        data = one_sheet(huaian, merged=False).data

        assert_same(read_bytes(data, ".xlsx"), huaian, data)

    def test_a_sheet_for_each_table_without_headings(self, read_bytes, huaian):
        book = Book()
        book.line(huaian.meta("title"), 10)
        for name, tables in printed.tables_of(huaian).items():
            book.next_sheet(name)
            for table in tables:
                book.table(table)

        report = read_bytes(book.data, ".xlsx")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert {cell.printed.span.sheet for cell in report.cells.values()} == {"proactive", "requests", "disputes"}

    def test_tables_side_by_side(self, read_bytes, huaian):
        book = Book()
        book.line(huaian.meta("title"), 40)
        tables = printed.tables_of(huaian)
        left = 1
        for section in ("proactive", "requests", "disputes"):
            book.put(2, left, heading(huaian, section), 1, 4)
            top = 3
            for table in tables[section]:
                book.table(table, left=left, top=top)
                top += len(table)
            left += {"proactive": 5, "requests": 12}.get(section, 0)
        data = book.data

        report = read_bytes(data, ".xlsx")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert [section.id for section in report.sections] == ["proactive", "requests", "disputes"]

    def test_blanks_for_zeros_are_blanks(self, read_bytes, clean):
        def blank(tables):
            return {
                section: [
                    [[cell._replace(text="") if cell.text == "0" else cell for cell in row] for row in table]
                    for table in section_tables
                ]
                for section, section_tables in tables.items()
            }

        data = one_sheet(clean, change=blank).data

        report = read_bytes(data, ".xlsx")

        expected = {place: "" if text == "0" else text for place, text in printed.figures_of(clean).items()}
        assert printed.figures_of(report) == expected
        assert "" in expected.values()
        at = shown(data)
        assert all(at(cell.printed.span) is None for cell in report.cells.values() if not cell.printed.text)

    def test_labels_broken_misspelt_and_numbered_another_way(self, read_bytes, huaian):
        def change(tables):
            swaps = {
                "商业企业": "商业\n企业",
                "法律服务机构": "法律 服务\n机构",
                "1.属于国家秘密": "1、属于国家秘密",
                "4.保护第三方合法权益": "4.保护第三方合法权宜",
                "2.重复申请": "2. 重复申请",
            }
            (table,) = tables["requests"]
            changed = [[cell._replace(text=swaps.get(cell.text, cell.text)) for cell in row] for row in table]
            return {**tables, "requests": [changed]}

        data = one_sheet(huaian, change=change).data

        report = read_bytes(data, ".xlsx")

        assert_same(report, huaian, data)
        odd = {
            one.printed.text: one.match for one in report.table("requests").labels if one.match is not Match.OFFICIAL
        }
        assert odd == {
            "商业\n企业": Match.SPACING,
            "法律 服务\n机构": Match.SPACING,
            "1、属于国家秘密": Match.SPACING,
            "4.保护第三方合法权宜": Match.DISTANCE,
            "2. 重复申请": Match.SPACING,
        }

    def test_a_row_and_a_column_too_many(self, read_bytes, huaian):
        def change(tables):
            (table,) = tables["requests"]
            table = [list(row) for row in table]
            table[0].append(printed.Printed("备注", 3))
            for row in table[3:]:
                row.append(printed.Printed("无"))
            first, *rest = tables["proactive"]
            first = [*first, [printed.Printed(text) for text in ("其他主动公开文件", "3", "0", "3")]]
            return {**tables, "requests": [table], "proactive": [first, *rest]}

        report = read_bytes(one_sheet(huaian, change=change).data, ".xlsx")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert [one.printed.text for one in report.table("proactive").unlisted] == ["其他主动公开文件"]

    def test_a_table_split_by_an_empty_row(self, read_bytes, huaian):
        book = one_sheet(huaian)
        rows = [
            row[0].row
            for row in book.sheet.iter_rows()
            if row[0].value == "（五）不予处理" or row[1].value == "（五）不予处理"
        ]
        moved = Book()
        for row in book.sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    moved.sheet.cell(cell.row + (cell.row >= rows[0]), cell.column, cell.value)

        report = read_bytes(moved.data, ".xlsx")

        assert printed.figures_of(report) == printed.figures_of(huaian)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "code", "text"),
        [
            (0, "General", "0"),
            (0.0, "General", "0"),
            (26.55, "General", "26.55"),
            (26.5, "0.00", "26.50"),
            (96171.600000000006, "General", "96171.6"),
            (59237.2449, "General", "59237.2449"),
            (1234, "#,##0", "1,234"),
            (0, '0"元"', "0元"),
            (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
            (0, "0;-0;;@", ""),
            (12, "@", "12"),
            ("0元", "General", "0元"),
            (" 0", "General", " 0"),
            ("１２", "General", "１２"),
            ("/", "General", "/"),
            (True, "General", "TRUE"),
            ("=1+1", "General", ""),  # a formula without a kept result
            ("#REF!", "General", "#REF!"),
        ],
    )
    def test_a_figure_is_what_its_cell_shows(self, read_bytes, clean, value, code, text):
        book = one_sheet(clean)
        (row,) = [row[0].row for row in book.sheet.iter_rows() if row[0].value == "行政事业性收费"]
        book.sheet.cell(row, 2, value).number_format = code

        report = read_bytes(book.data, ".xlsx")

        cell = report.table("proactive").cells["fees", "amount"]
        assert (cell.printed.text, cell.printed.span) == (text, SheetSpan("Sheet", f"B{row}"))

    def test_a_result_kept_for_a_formula_is_read(self, read_bytes, clean):
        data = one_sheet(clean).data
        sheet = _part(data, "xl/worksheets/sheet1.xml")
        row = next(line for line in sheet.split("<row ") if "<v>" in line and 't="n"' in line)
        cell = row[row.index("<c ") :].split("</c>")
        before = next(one for one in cell if 't="n"' in one)
        after = before.replace("<v>", "<f>SUM(Z1:Z9)</f><v>")

        report = read_bytes(
            _with_part(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(before, after)), ".xlsx"
        )

        assert printed.figures_of(report) == printed.figures_of(clean)

    def test_a_date_is_read_as_it_shows(self, read_bytes, clean):
        book = one_sheet(clean)
        book.sheet.insert_rows(2)
        book.put(2, 1, "发布日期：")
        report = read_bytes(book.data, ".xlsx")
        assert "published" not in report.metadata

        book.sheet.cell(2, 1, date(2025, 1, 17)).number_format = '"发布日期："yyyy-mm-dd'
        report = read_bytes(book.data, ".xlsx")

        assert report.meta("published") == "2025-01-17"


class TestHidden:
    def test_hidden_rows_columns_and_sheets_are_not_printed(self, read_bytes, clean):
        book = one_sheet(clean)
        (row,) = [row[0].row for row in book.sheet.iter_rows() if row[0].value == "规章"]
        book.sheet.row_dimensions[row].hidden = True
        (at,) = [cell.column_letter for line in book.sheet.iter_rows() for cell in line if cell.value == "科研机构"]
        book.sheet.column_dimensions[at].hidden = True
        book.next_sheet("上年")
        book.sheet.sheet_state = "hidden"
        for table in printed.tables_of(clean)["requests"]:
            book.table(table)

        report = read_bytes(book.data, ".xlsx")

        expected = printed.figures_of(clean)
        found = printed.figures_of(report)
        # The column holds figures of the last table as well.
        gone = {place for place in expected if ".regulations." in place or place.endswith(".research")}
        assert {p: t for p, t in expected.items() if p not in gone and not p.startswith("disputes")} == {
            p: t for p, t in found.items() if not p.startswith("disputes")
        }
        assert {cell.printed.span.sheet for cell in report.cells.values()} == {"Sheet"}

    def test_a_merged_cell_shows_beside_its_hidden_part(self, read_bytes, clean):
        book = one_sheet(clean)
        (row,) = [row[0].row for row in book.sheet.iter_rows() if row[0].value == "三、本年度办理结果"]
        book.sheet.column_dimensions["A"].hidden = True

        report = read_bytes(book.data, ".xlsx")

        found = [
            one for one in report.table("requests").labels if one.printed.text == "一、本年新收政府信息公开申请数量"
        ]
        assert [one.printed.span.cell for one in found] == [f"B{row - 2}"]


def _part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def _with_part(data, name, change):
    """The workbook with one member changed; a change to None leaves it out."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for one in old.namelist():
                content = old.read(one)
                if one == name:
                    content = change(content.decode())
                if content is not None:
                    new.writestr(one, content)
        return file.getvalue()


class TestHostile:
    def test_what_is_no_report_is_told(self, read_bytes):
        book = Book()
        book.line("会议通知")

        with pytest.raises(NotAReport):
            read_bytes(book.data, ".xlsx")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "the file is empty"),
            (b"\0" * 5000, "the file is empty"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a picture"),
            (b"%PDF-1.7\n%%EOF", "give it the ending .pdf"),
            (b"<html><body><table></table></body></html>", "give it the ending .html"),
            (b"PK\x03\x04word/document.xml", "give it the ending .docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "give it the ending .xls"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
            (b"PK\x03\x04xl/workbook.xml", "damaged or cut off"),
            (b"some words", "of no known kind"),
        ],
    )
    def test_what_is_no_workbook_is_told_with_what_would_be_right(self, complaint, data, words):
        assert words in complaint(data, ".xlsx")

    def test_a_workbook_cut_off_anywhere_is_refused(self, complaint, clean):
        data = one_sheet(clean).data

        for end in range(100, len(data), len(data) // 20):
            assert complaint(data[:end], ".xlsx")

    def test_a_workbook_with_a_byte_gone_wrong_is_read_or_refused(self, read_bytes, clean):
        data = one_sheet(clean).data

        for at in range(0, len(data), len(data) // 60):
            with suppress(UnreadableInput):  # anything else is a fault
                read_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], ".xlsx")

    def test_entities_are_refused(self, complaint, clean):
        bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        data = _with_part(
            one_sheet(clean).data, "xl/workbook.xml", lambda xml: xml.replace("<workbook", f"{bomb}<workbook", 1)
        )

        assert "declares a DOCTYPE" in complaint(data, ".xlsx")

    def test_a_zip_bomb_is_refused(self, complaint, clean, monkeypatch):
        monkeypatch.setattr("openness_lint.sheets.package.LARGEST", 3_000_000)
        swollen = " " * 3_100_000
        data = _with_part(
            one_sheet(clean).data, "xl/styles.xml", lambda xml: xml.replace("</styleSheet>", f"{swollen}</styleSheet>")
        )

        assert "unpacked it goes over the limit" in complaint(data, ".xlsx")

    def test_a_million_empty_cells_are_passed_over(self, read_bytes, clean):
        empty = "".join(
            f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="0"/>' for column in "ABCDEFGHIJ") + "</row>"
            for row in range(200, 100_200)
        )
        data = _with_part(
            one_sheet(clean).data,
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace("</sheetData>", f"{empty}</sheetData>"),
        )

        assert printed.figures_of(read_bytes(data, ".xlsx")) == printed.figures_of(clean)

    def test_cells_at_the_ends_of_the_sheet_cost_nothing(self, read_bytes, clean):
        far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        merges = '<mergeCell ref="A2000:XFD900000"/><mergeCell ref="A1:XFD1"/></mergeCells>'
        data = _with_part(
            one_sheet(clean).data,
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace("</sheetData>", far).replace("</mergeCells>", merges),
        )

        assert printed.figures_of(read_bytes(data, ".xlsx")) == printed.figures_of(clean)

    def test_too_many_filled_cells_are_refused(self, complaint, clean):
        rows = "".join(
            f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in "ABCDE") + "</row>"
            for row in range(200, 10_300)
        )
        data = _with_part(
            one_sheet(clean).data,
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"),
        )

        assert "more than 50,000 cells" in complaint(data, ".xlsx")

    def test_cells_scattered_over_a_sheet_are_refused(self, complaint):
        book = Book()
        for at in range(1, 1000):
            book.sheet.cell(at, at * 3, "1")

        assert "no yearly report is that large" in complaint(book.data, ".xlsx")

    @pytest.mark.parametrize(
        ("part", "old", "new"),
        [
            ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="AAAA1"'),
            ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="A0"'),
            ("xl/worksheets/sheet1.xml", "<v>0</v>", "<v>99999</v>"),
            ("xl/worksheets/sheet1.xml", 'min="1"', 'min="-1"'),
            ("xl/workbook.xml", "<sheets>", "<sheets"),
            ("xl/styles.xml", 'numFmtId="0"', 'numFmtId="x"'),
        ],
    )
    def test_nonsense_within_is_read_or_refused(self, read_bytes, clean, part, old, new):
        data = _with_part(one_sheet(clean).data, part, lambda xml: xml.replace(old, new, 1))

        with suppress(UnreadableInput):
            read_bytes(data, ".xlsx")

    def test_a_member_missing_is_told(self, complaint, clean):
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            data = _with_part(one_sheet(clean).data, part, lambda xml: None)

            assert complaint(data, ".xlsx")


def test_findings_name_sheet_and_cell(host, rulebook, read_bytes, clean):
    book = one_sheet(clean)
    (row,) = [row[0].row for row in book.sheet.iter_rows() if row[0].value == "行政事业性收费"]
    book.sheet.cell(row, 2, "0元")
    source = Source("report.xlsx", book.data)

    outcome = judge(host.readers[".xlsx"].read(source, rulebook.shelf), rulebook.rules, source.name)

    assert ("U101", SheetSpan("Sheet", f"B{row}")) in [(one.rule.code, one.at.span) for one in outcome.violations]
