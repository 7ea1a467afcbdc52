"""PDF documents: every cell with page and box, over page ends, ruled or not, upright or turned."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.source import Source
from openness_lint.model.span import PageSpan
from papers import printed
from papers.pdf import FONT, Press, Upright, torn

pytest.importorskip("pypdfium2")
canvas = pytest.importorskip("reportlab.pdfgen.canvas")
pdfdoc = pytest.importorskip("reportlab.pdfbase.pdfdoc")

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
SHARED = HERE.parents[2] / "shared" / "data"


@pytest.fixture(scope="module")
def huaian(read_bytes):
    return read_bytes((EXAMPLES / "huaian-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture(scope="module")
def clean(read_bytes):
    return read_bytes((EXAMPLES / "clean-2024.yaml").read_bytes(), ".yaml")


WIDTHS = {"proactive": [155, 100, 100, 100], "requests": [30, 50, 165, *[30] * 7], "disputes": [30] * 15}


def print_report(report, press=None, *, change=lambda tables: tables, **settings):
    """The whole report, printed."""
    press = press or Press(**settings)
    press.title(report.meta("title"))
    tables = change(printed.tables_of(report))
    for section in report.sections:
        press.room(press.together if tables.get(section.id) else 40)
        press.paragraph(report.form.section[section.id].wording.official)
        for paragraph in section.paragraphs:
            press.paragraph(paragraph.text)
        for table in tables.get(section.id, ()):
            widths = WIDTHS[section.id]
            columns = max(cell.column + cell.columns for cell in printed.placed(table))
            press.table(table, [*widths[: columns - 1], sum(widths[columns - 1 :])] if columns < 5 else widths)
    return press


def assert_same(report, expected, press):
    """The same figures, each in the box where it was printed; the same prose; nothing left over."""
    assert printed.figures_of(report) == printed.figures_of(expected)
    assert_boxes(report, press)
    for section, other in zip(report.sections, expected.sections, strict=True):
        assert section.id == other.id
        assert section.heading.printed.text == expected.form.section[section.id].wording.official
        assert [one.text for one in section.paragraphs] == [one.text for one in other.paragraphs]
        assert not any(table.unlisted or table.foreign for table in section.tables)


def assert_boxes(report, press, within=1.0):
    for cell in report.cells.values():
        page, box = cell.printed.span
        printed_at = press.boxes[page, cell.printed.text.replace("\n", "")]
        assert any(all(abs(a - b) < within for a, b in zip(box, one, strict=True)) for one in printed_at), cell


class TestLayouts:
    @pytest.mark.parametrize("style", ["grid", "open", "boxes", "double"])
    def test_lines_of_every_kind(self, read_bytes, huaian, style):
        press = print_report(huaian, style=style)

        report = read_bytes(press.data, ".pdf")

        assert_same(report, huaian, press)
        assert (report.agency, report.year) == ("淮安市人民政府", 2024)
        assert report.meta("title") == huaian.meta("title")
        assert report.preface == ()
        assert press.page > 2

    @pytest.mark.parametrize("bottom", [90, 110, 130, 150, 170, 190, 210, 400])
    def test_page_ends_anywhere(self, read_bytes, huaian, bottom):
        press = print_report(huaian, bottom=bottom)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    @pytest.mark.parametrize(
        ("label", "first"),
        [
            ("1.本机关不掌握相关政府信息", "1.本机关不掌握相"),
            ("2.没有现成信息需要另行制作", "2.没有现成"),
            ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"),
            ("四、结转下年度继续办理", "四、结转下年度"),
        ],
    )
    def test_a_row_that_the_end_of_a_page_parts_is_one(self, read_bytes, huaian, label, first):
        (table,) = printed.tables_of(huaian)["requests"]
        table, end = torn(table, label, first)
        press = Press()
        press.together = 400
        press.row_height = 34  # so that the label beside the results has room on both pages
        press.page_ends = {end}

        print_report(huaian, press, change=lambda tables: {**tables, "requests": [table]})

        report = read_bytes(press.data, ".pdf")
        assert printed.figures_of(report) == printed.figures_of(huaian)
        said = {one.printed.text.replace("\n", "") for one in report.table("requests").labels}
        assert label in said

    @pytest.mark.parametrize("style", ["grid", "open"])
    def test_blocks_of_the_first_table_in_one(self, read_bytes, huaian, style):
        press = Press(style=style)

        print_report(
            huaian, press, change=lambda tables: {**tables, "proactive": [printed.as_one(tables["proactive"])]}
        )

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_running_heads_and_numbers_are_no_text(self, read_bytes, huaian):
        press = print_report(huaian, header="淮安市人民政府 2025年1月17日 第1号")

        report = read_bytes(press.data, ".pdf")

        assert_same(report, huaian, press)

    def test_a_frame_around_each_page_is_no_table(self, read_bytes, huaian):
        press = print_report(huaian, frame=True)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_pages_that_are_shown_turned(self, read_bytes, huaian):
        def turn(page, size):
            page.setPageRotation(90)
            page.translate(size[1], 0)
            page.rotate(90)

        press = print_report(huaian, turn=turn)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_tables_printed_sideways(self, read_bytes, huaian):
        def turn(page, size):
            page.setPageSize((size[1], size[0]))
            page.translate(0, size[0])
            page.rotate(-90)

        press = print_report(huaian, turn=turn)

        report = read_bytes(press.data, ".pdf")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        upright = press.size[1]
        for cell in report.cells.values():
            page, (x0, y0, x1, y1) = cell.printed.span
            # Clockwise by a quarter: the left edge of the text is the top edge of the page.
            back = (y0, upright - x1, y1, upright - x0)
            assert any(
                all(abs(a - b) < 1 for a, b in zip(back, one, strict=True))
                for one in press.boxes[page, cell.printed.text]
            )

    def test_blanks_for_zeros_are_blanks(self, read_bytes, clean):
        def blank(tables):
            return {
                section: [
                    [[cell._replace(text="") if cell.text == "0" else cell for cell in row] for row in table]
                    for table in section_tables
                ]
                for section, section_tables in tables.items()
            }

        press = print_report(clean, change=blank)

        report = read_bytes(press.data, ".pdf")

        expected = {place: "" if text == "0" else text for place, text in printed.figures_of(clean).items()}
        assert printed.figures_of(report) == expected
        assert_boxes(report, press)

    @pytest.mark.parametrize("style", ["grid", "open", "boxes", "double"])
    def test_a_blank_row_alone_on_its_page_belongs_to_the_table_before(self, read_bytes, clean, style):
        class LastRowOver(Press):
            def table(self, rows, widths, size=9.0):
                self.page_ends = {len(rows) - 1} if len(widths) == 15 else set()
                super().table(rows, widths, size)

        def blank(tables):
            (rows,) = tables["disputes"]
            return {**tables, "disputes": [[*rows[:-1], [cell._replace(text="") for cell in rows[-1]]]]}

        press = print_report(clean, LastRowOver(style=style, header="示例"), change=blank)

        report = read_bytes(press.data, ".pdf")

        disputes = {str(place): cell for place, cell in report.cells.items() if str(place).startswith("disputes")}
        assert len(disputes) == 15
        assert {cell.printed.text for cell in disputes.values()} == {""}
        assert_boxes(report, press)

    def test_a_caption_of_two_lines_between_level_lines_is_a_row(self, read_bytes, huaian):
        def broken(tables):
            swaps = {"第二十条第（六）项": "第二十条第\n（六）项", "第二十条第（五）项": "第二十条第（五）\n项"}
            return {
                **tables,
                "proactive": [
                    [[cell._replace(text=swaps.get(cell.text, cell.text)) for cell in row] for row in table]
                    for table in [printed.as_one(tables["proactive"])]
                ],
            }

        press = print_report(huaian, style="open", change=broken)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_a_remark_that_hangs_out_of_its_cell_at_the_end_of_a_page_is_whole(self, read_bytes, huaian):
        class HeaderCut(Press):
            def table(self, rows, widths, size=9.0):
                self.page_ends = {1} if len(widths) == 10 else set()
                super().table(rows, widths, size)

        press = print_report(huaian, HeaderCut(style="open", bottom=100))

        report = read_bytes(press.data, ".pdf")

        assert_same(report, huaian, press)
        assert report.table("requests").note is not None

    def test_blank_boxes_at_the_head_of_a_page_are_an_ornament(self, read_bytes, huaian):
        def ornament(page, size):
            for x in range(70, 520, 30):  # as wide as the tables, the columns its own
                page.rect(x, size[1] - 76, 25, 12)
                page.rect(x + 25, size[1] - 76, 5, 12)

        press = print_report(huaian, turn=ornament)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_labels_broken_misspelt_and_numbered_another_way(self, read_bytes, huaian):
        def change(tables):
            swaps = {
                "一、本年新收政府信息公开申请数量": "一、本年新收\n政府信息公开申请数量",
                "1.属于国家秘密": "1、属于国家秘密",
                "4.保护第三方合法权益": "4.保护第三方合法权宜",
                "2.重复申请": "2. 重复申请",
                "三、本年度办理结果": "\n".join("三、本年度办理结果"),
            }
            (table,) = tables["requests"]
            changed = [[cell._replace(text=swaps.get(cell.text, cell.text)) for cell in row] for row in table]
            return {**tables, "requests": [changed]}

        press = print_report(huaian, change=change)

        report = read_bytes(press.data, ".pdf")

        assert_same(report, huaian, press)
        labels = {one.printed.text: one.match for one in report.table("requests").labels}
        # Broken by hand, or because the cell ends: the first is said to be so, the second is nothing.
        assert labels["一、本年新收\n政府信息公开申请数量"] is Match.SPACING
        assert labels["法律服务机构"] is Match.OFFICIAL
        assert labels["1、属于国家秘密"] is Match.SPACING
        assert labels["4.保护第三方合法权宜"] is Match.DISTANCE
        assert labels["三、本年度办理结果"] is Match.OFFICIAL

    def test_labels_that_run_upwards(self, read_bytes, huaian):
        report = read_bytes(print_report(huaian, Upright()).data, ".pdf")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        (label,) = [one for one in report.table("requests").labels if one.address.row == "results"]
        assert label.printed.text == "三、本年度办理结果"

    def test_a_watermark_aslant_is_no_text(self, read_bytes, huaian):
        def mark(page, size):
            page.saveState()
            page.translate(150, 200)
            page.rotate(40)
            page.setFont(FONT, 60)
            page.drawString(0, 0, "示例市政府 2024")
            page.restoreState()

        press = print_report(huaian, turn=mark)

        assert_same(read_bytes(press.data, ".pdf"), huaian, press)

    def test_a_figure_too_long_for_its_cell_stays_whole(self, read_bytes, huaian):
        def change(tables):
            (table,) = tables["requests"]
            changed = [
                [cell._replace(text="1234567890") if cell.text == "3119" else cell for cell in row] for row in table
            ]
            return {**tables, "requests": [changed]}

        press = Press()
        press.unbroken = {"1234567890"}
        press = print_report(huaian, press, change=change)

        expected = printed.figures_of(huaian) | {"requests.received.total": "1234567890"}
        assert printed.figures_of(read_bytes(press.data, ".pdf")) == expected

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

        press = Press()
        press.LEFT = 50
        widths = {**WIDTHS, "requests": [*WIDTHS["requests"], 40]}
        saved = dict(WIDTHS)
        WIDTHS.update(widths)
        try:
            print_report(huaian, press, change=change)
        finally:
            WIDTHS.update(saved)

        report = read_bytes(press.data, ".pdf")

        assert printed.figures_of(report) == printed.figures_of(huaian)
        assert [one.printed.text for one in report.table("proactive").unlisted] == ["其他主动公开文件"]

    def test_level_lines_alone_give_rows_and_gaps_give_columns(self, read_bytes, huaian):
        press = Press(style="level")
        press.together = 640
        print_report(huaian, press)

        report = read_bytes(press.data, ".pdf")

        found, expected = printed.figures_of(report), printed.figures_of(huaian)
        assert {place: expected[place] for place in found} == found
        # What the headings of groups in the last table span cannot be told without upright lines.
        assert [place for place in expected if place not in found and not place.startswith("disputes")] == []
        assert [one.id for one in report.sections] == [one.id for one in huaian.sections]

    def test_without_any_lines_what_is_read_is_right(self, read_bytes, huaian):
        press = Press(style="none")
        press.together = 640
        print_report(huaian, press)

        report = read_bytes(press.data, ".pdf")

        found, expected = printed.figures_of(report), printed.figures_of(huaian)
        assert {place: expected[place] for place in found} == found
        missing = {place.rpartition(".")[0] for place in expected if place not in found}
        assert {row for row in missing if not row.startswith("disputes")} == {
            "requests.partly_granted",  # labels over two or three lines: which of them a figure
            "requests.rejected.confirm_or_reissue",  # stands beside says nothing
            "requests.otherwise.overdue_correction",
            "requests.otherwise.overdue_fee",
        }


def page_of(content, *, extra="", resources="", count=1):
    """A PDF written by hand: pages of one content, with more objects and resources; numbers from 10 on are free."""
    kids = " ".join("3 0 R" for _ in range(count))
    stream = zlib.compress(content, 9)
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj".encode(),
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>endobj".encode(),
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj" % (len(stream), stream),
        extra.encode("latin-1"),
    ]
    return b"%PDF-1.7\n" + b"\n".join(parts) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


HELVETICA = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


class TestHostile:
    def test_a_scan_is_told_from_a_report(self, complaint):
        file = io.BytesIO()
        scan = canvas.Canvas(file, pagesize=(595, 842))
        for number in range(3):
            scan.drawImage(reportlab_picture(), 0, 0, 595, 842)
            scan.drawString(290, 30, f"- {number + 1} -")
            scan.showPage()
        scan.save()

        assert "the PDF has no text layer" in complaint(file.getvalue(), ".pdf")

    def test_pages_without_anything_are_told(self, complaint):
        assert "the PDF has no text layer" in complaint(page_of(b""), ".pdf")

    def test_what_is_no_report_is_told(self, read_bytes):
        press = Press()
        for _ in range(5):
            press.paragraph("会议通知：请各单位于周五前报送材料，逾期不候，特此通知。")

        with pytest.raises(NotAReport):
            read_bytes(press.data, ".pdf")

    def test_characters_that_nobody_can_tell_are_not_guessed(self, complaint):
        font = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[10 0 R]>>>>"
        descendant = (
            "10 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            "/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4>>>>endobj"
        )
        words = b"BT /F 12 Tf 72 700 Td " + b"<00410042004300440045> Tj 0 -20 Td " * 20 + b"ET"

        assert "copying gives gibberish" in complaint(page_of(words, extra=descendant, resources=font), ".pdf")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "the file is empty"),
            (b"\0" * 5000, "the file is empty"),
            (b"\xff\xd8\xff\xe0" + b"\0" * 99, "a picture"),
            (b"PK\x03\x04word/document.xml", "give it the ending .docx"),
            (b"PK\x03\x04OFD.xml", "give it the ending .ofd"),
            (b"<!DOCTYPE html><html></html>", "give it the ending .html"),
            (b"some words", "of no known kind"),
            (b"%PDF-1.7\n", "its end is missing"),
            (b"%PDF-1.7\nnothing\n%%EOF", "damaged or cut off"),
            (page_of(b"").replace(b"/Count 1/Kids[3 0 R]", b"/Count 0/Kids[]"), "damaged or cut off"),
        ],
    )
    def test_what_is_no_pdf_is_told_with_what_would_be_right(self, complaint, data, words):
        assert words in complaint(data, ".pdf")

    def test_a_pdf_cut_off_anywhere_is_refused(self, complaint, clean):
        data = print_report(clean).data

        for end in range(10, len(data) - 10, len(data) // 12):
            assert complaint(data[:end], ".pdf")

    def test_a_pdf_with_a_byte_gone_wrong_is_read_or_refused(self, read_bytes, clean):
        data = print_report(clean).data

        for at in range(0, len(data), len(data) // 8):
            with suppress(UnreadableInput):  # anything else is a fault
                read_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], ".pdf")

    def test_a_password_is_told(self, complaint, clean):
        assert "has a password" in complaint(print_report(clean, encrypt="secret").data, ".pdf")

    def test_a_password_against_changes_alone_is_no_hindrance(self, read_bytes, clean):
        encryption = pytest.importorskip("reportlab.lib.pdfencrypt").StandardEncryption("", "owner", canCopy=0)

        report = read_bytes(print_report(clean, encrypt=encryption).data, ".pdf")

        assert printed.figures_of(report) == printed.figures_of(clean)

    def test_two_thousand_pages_are_too_many(self, complaint):
        data = page_of(b"BT /F 12 Tf 72 700 Td (a report) Tj ET", resources=HELVETICA, count=2000)

        assert "the PDF has 2,000 pages, over the limit of 200" in complaint(data, ".pdf")

    def test_lines_without_end_are_refused(self, complaint):
        content = b"".join(b"0 %d m 500 %d l S\n" % (i % 800, i % 800) for i in range(5_100))

        assert "over 100,000 ruled lines" in complaint(page_of(content, count=20), ".pdf")

    def test_characters_without_end_are_refused(self, complaint, monkeypatch):
        monkeypatch.setattr("openness_lint.confined.SECONDS", 300)  # so that they are counted on a busy machine, too
        content = (
            b"BT /F 1 Tf 1 1 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 0 1 Td " * 270 + b"ET"
        )

        assert "over 200,000 characters" in complaint(page_of(content, resources=HELVETICA, count=15), ".pdf")

    def test_forms_within_forms_that_multiply_are_given_up(self, complaint, monkeypatch):
        monkeypatch.setattr("openness_lint.confined.SECONDS", 2)
        forms = "\n".join(
            f"{10 + i} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A {11 + i} 0 R"
            f"/B {11 + i} 0 R>>>>/Length 10>>stream\n/A Do /B Do\nendstream endobj"
            for i in range(30)
        )
        last = "40 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 9>>stream\n0 0 9 9 re f\nendstream endobj"

        assert complaint(page_of(b"/A Do", extra=f"{forms}\n{last}", resources="/XObject<</A 10 0 R>>"), ".pdf")

    def test_content_that_swells_is_given_up(self, complaint, monkeypatch):
        monkeypatch.setattr("openness_lint.confined.SECONDS", 3)
        assert complaint(page_of(b"q Q " * 30_000_000), ".pdf")

    def test_scripts_and_attachments_are_not_looked_at(self, read_bytes, clean):
        file = io.BytesIO()
        press = Press()
        press.file = file
        press.canvas = canvas.Canvas(file, pagesize=press.size)
        press.canvas._doc.Catalog.OpenAction = pdfdoc.PDFDictionary(
            {
                "S": pdfdoc.PDFName("JavaScript"),
                "JS": pdfdoc.PDFString("while (true) app.launchURL('http://127.0.0.1');"),
            }
        )
        press.page = 0
        press._begin()

        report = read_bytes(print_report(clean, press).data, ".pdf")

        assert printed.figures_of(report) == printed.figures_of(clean)

    def test_without_the_library_the_extra_is_named(self, complaint, monkeypatch):
        monkeypatch.setattr("openness_lint.readers.pdf.find_spec", lambda name: None)

        assert (
            complaint(b"%PDF-1.7", ".pdf") == "reading PDF documents needs an extra: pip install 'openness-lint[pdf]'"
        )


def reportlab_picture():
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("L", (100, 140), 200))


def test_findings_name_page_and_box(host, rulebook, clean):
    def change(tables):
        *blocks, fees = tables["proactive"]
        fees = [[cell._replace(text="0元") if cell.text == "26.55" else cell for cell in row] for row in fees]
        return {**tables, "proactive": [*blocks, fees]}

    press = print_report(clean, change=change)
    source = Source("report.pdf", press.data)

    outcome = judge(host.readers[".pdf"].read(source, rulebook.shelf), rulebook.rules, source.name)

    (page,) = [page for page, text in press.boxes if text == "0元"]
    (box,) = press.boxes[page, "0元"]
    (found,) = [one for one in outcome.violations if one.rule.code == "U101"]
    assert isinstance(found.at.span, PageSpan)
    assert found.at.span.page == page
    assert all(abs(a - b) < 1 for a, b in zip(found.at.span.box, box, strict=True))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the document is not at hand")
def test_the_report_of_huaian_gives_every_figure_and_section(host, rulebook):
    path = SHARED / "documents" / "huaian-2024.pdf"
    known = json.loads((SHARED / "figures" / "huaian_2024.json").read_text(encoding="utf-8"))

    report = host.readers[".pdf"].read(Source(path.name, path.read_bytes()), rulebook.shelf)

    assert (report.agency, report.year) == (known["agency"], known["year"])
    form = report.form.table
    requests = {
        (row.id, column): figure
        for row, one in zip(form["requests"].rows, known["table3"], strict=True)
        for column, figure in zip(row.columns, one["cells"].values(), strict=True)
    }
    disputes = {
        (row.id, column): figure
        for row, one in zip(form["disputes"].rows, known["table4"].values(), strict=True)
        for column, figure in zip(row.columns, one.values(), strict=True)
    }
    first, *others = [known["table2"][f"art20_{number}"] for number in (1, 5, 6, 8)]
    proactive = [figure for row in list(first.values())[1:] for figure in row.values()]
    proactive += [figure for block in others for figure in list(block.values())[1:]]
    for table, figures in {"requests": requests, "disputes": disputes}.items():
        assert {place: cell.printed.text for place, cell in report.table(table).cells.items()} == figures
    assert [cell.printed.text for cell in report.table("proactive").cells.values()] == proactive
    assert [one.heading.printed.text for one in report.sections] == [
        one.wording.official for one in report.form.sections
    ]
    assert [len(one.paragraphs) for one in report.sections] == [6, 0, 0, 0, 2, 1]
    text = "".join(one.text for section in report.sections for one in section.paragraphs)
    assert all(one["sentence"].rstrip("。") in text for one in known["narrative_numbers"])
    assert not any(f"- {number} -" in text for number in range(1, 7))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_pdf_by_libreoffice_is_read(read_bytes, huaian, tmp_path):
    tables = printed.tables_of(huaian)
    html = [f"<html><meta charset='utf-8'><h1>{huaian.meta('title')}</h1>"]
    for section in huaian.sections:
        html.append(f"<p><b>{huaian.form.section[section.id].wording.official}</b></p>")
        html += [f"<p>{one.text}</p>" for one in section.paragraphs]
        for rows in tables.get(section.id, ()):
            cells = [
                "".join(f"<td rowspan={cell.rows} colspan={cell.columns}>{cell.text}</td>" for cell in row)
                for row in rows
            ]
            html.append(f"<table border=1 cellspacing=0 width='100%'><tr>{'</tr><tr>'.join(cells)}</tr></table>")
    (tmp_path / "report.html").write_text("".join(html), encoding="utf-8")
    settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    command = ["soffice", settings, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "report.html"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)

    report = read_bytes((tmp_path / "report.pdf").read_bytes(), ".pdf")

    assert printed.figures_of(report) == printed.figures_of(huaian)
    assert [one.id for one in report.sections] == [one.id for one in huaian.sections]
