"""Word documents: every figure at its address, every place the very cell, however the document was put together."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.report import Match
from openness_lint.model.span import CellSpan, ParagraphSpan
from papers import printed

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
SHARED = HERE.parents[2] / "shared" / "data"

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{SPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
W = f"{{{SPACE}}}"


# Documents put together by hand


def packed(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def docx(*body, numbering=None, styles=None, **members):
    parts = {"numbering": numbering, "styles": styles}
    related = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{name}.xml"/>'
        for name, text in parts.items()
        if text is not None
    )
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": f"<w:document {NAMES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="x">{related}</Relationships>',
            **{
                f"word/{name}.xml": f"<w:{name} {NAMES}>{text}</w:{name}>"
                for name, text in parts.items()
                if text is not None
            },
            **members,
        }
    )


def run(text):
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces = [
        marks.get(one) or f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in re.split("([\n\t])", text) if one
    ]
    return f"<w:r>{''.join(pieces)}</w:r>"


def p(text="", properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def tc(inside, columns=1, merge=None):
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merged = {None: "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr><w:tcW w:w='600' w:type='dxa'/>{span}{merged}</w:tcPr>{inside}</w:tc>"


def tr(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def merged_table(rows, cell=p):
    """A table as Word keeps it: one cell over several columns, a continuing one in each row below."""
    lines = {}
    for one in printed.placed(rows):
        for row in range(one.row, one.row + one.rows):
            merge = None if one.rows == 1 else "restart" if row == one.row else "continue"
            text = cell(one.text) if row == one.row else p()
            lines.setdefault(row, []).append((one.column, tc(text, one.columns, merge)))
    return tbl(*(tr(*(text for _, text in sorted(line))) for _, line in sorted(lines.items())))


def unmerged_table(rows, cell=p, *, repeated=False):
    """The same with no cell merged: what was covered is blank, or says the same again."""
    lines = {}
    for one in printed.placed(rows):
        for row in range(one.row, one.row + one.rows):
            for column in range(one.column, one.column + one.columns):
                is_first = (row, column) == (one.row, one.column)
                lines.setdefault(row, {})[column] = tc(cell(one.text) if is_first or repeated else p())
    return tbl(*(tr(*(text for _, text in sorted(line.items()))) for _, line in sorted(lines.items())))


def as_official(tables):
    """The blocks of the first table as one, each line as wide as the widest."""
    blocks = [[list(row) for row in block] for block in tables["proactive"]]
    width = max(sum(cell.columns for cell in row) for block in blocks for row in block)
    for row in (row for block in blocks for row in block):
        row[-1] = row[-1]._replace(columns=row[-1].columns + width - sum(cell.columns for cell in row))
    return {**tables, "proactive": [[row for block in blocks for row in block]]}


def article(report, table=merged_table, *, tables=None, heading=p):
    """The body of a document that prints a report; `table` makes one of its tables."""
    tables = tables or as_official(printed.tables_of(report))
    body = [p(report.meta("title"), '<w:jc w:val="center"/>'), p()]
    for section in report.form.sections:
        given = report.section(section.id)
        body += [heading(section.wording.official), p()]
        body += [p(text.text) for text in given.paragraphs]
        body += [part for rows in tables.get(section.id, []) for part in (table(rows), p())]
    return body


# What came of them


def figures(report):
    return printed.figures_of(report)


def prose(report):
    return {section.id: [text.text for text in section.paragraphs] for section in report.sections}


def place(data, span):
    """The text at a place, found by counting in the markup."""
    tables, paragraphs = counted(data)
    if isinstance(span, CellSpan):
        row = tables[span.table - 1].findall(f"{W}tr")[span.row - 1]
        lines = [words(one) for one in row.findall(f"{W}tc")[span.cell - 1].iter(f"{W}p")]
        return "\n".join(line for line in lines if line)
    return words(paragraphs[span.paragraph - 1])[span.start - 1 : span.end - 1]


@lru_cache(maxsize=4)
def counted(data):
    """All tables of a document, and the paragraphs that stand in none."""
    body = ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))[0]
    tables = list(body.iter(f"{W}tbl"))
    inside = {one for table in tables for one in table.iter(f"{W}p")}
    return tables, [one for one in body.iter(f"{W}p") if one not in inside]


def words(paragraph):
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(one.text or "" if one.tag == f"{W}t" else marks.get(one.tag, "") for one in paragraph.iter())


def assert_places(data, report):
    """Each span of a report leads to the very text, cell by cell and paragraph by paragraph."""
    for cell in report.cells.values():
        assert isinstance(cell.printed.span, CellSpan)
        assert place(data, cell.printed.span) == cell.printed.text
    assert len({cell.printed.span for cell in report.cells.values()}) == len(report.cells)
    for section in report.sections:
        for text in (section.heading.printed, *section.paragraphs):
            assert place(data, text.span) == text.text


def assert_whole(data, report, expected):
    assert figures(report) == figures(expected)
    assert prose(report) == prose(expected)
    assert [one.id for one in report.sections] == [one.id for one in report.form.sections]
    assert (report.agency, report.year, report.meta("title")) == (
        expected.agency,
        expected.year,
        expected.meta("title"),
    )
    assert_places(data, report)


@pytest.fixture(scope="module", params=["clean-2024", "huaian-2024"])
def expected(request, read_bytes):
    return read_bytes((EXAMPLES / f"{request.param}.yaml").read_bytes(), ".yaml")


@pytest.fixture(scope="module")
def clean(read_bytes):
    return read_bytes((EXAMPLES / "clean-2024.yaml").read_bytes(), ".yaml")


@pytest.fixture
def read(read_bytes):
    return lambda data: read_bytes(data, ".docx")


SMALL = (
    p("示例县水利局2024年政府信息公开工作年度报告"),
    p("一、总体情况"),
    p("全年主动公开政府信息86条。"),
)


class TestLayouts:
    def test_the_official_layout(self, read, expected):
        data = docx(*article(expected))

        assert_whole(data, read(data), expected)

    @pytest.mark.parametrize("repeated", [False, True])
    def test_no_cell_merged(self, read, expected, repeated):
        data = docx(*article(expected, lambda rows: unmerged_table(rows, repeated=repeated)))

        assert_whole(data, read(data), expected)

    def test_every_block_a_table_of_its_own(self, read, expected):
        data = docx(*article(expected, tables=printed.tables_of(expected)))

        assert_whole(data, read(data), expected)

    @pytest.mark.parametrize("with_header", [True, False])
    def test_a_table_broken_in_two(self, read, expected, with_header):
        def broken(rows):
            if len(rows) < 20:
                return merged_table(rows)
            first, second = [list(row) for row in rows[:18]], [list(row) for row in rows[18:]]
            # The group that goes on is told again, as when a table is broken over two pages.
            first[5][0] = first[5][0]._replace(rows=13)
            second[0] = [rows[5][0]._replace(rows=9), *second[0]]
            if second[0][1].text != "（五）不予处理":
                raise AssertionError("the table is broken between two groups")
            return merged_table(first) + p() + merged_table([*(rows[:3] if with_header else []), *second])

        data = docx(*article(expected, broken))

        assert_whole(data, read(data), expected)

    def test_blanks_for_zeros(self, read, expected):
        def blank(text):
            return p("" if text == "0" else text)

        data = docx(*article(expected, lambda rows: merged_table(rows, blank)))
        report = read(data)

        assert figures(report) == {a: "" if text == "0" else text for a, text in figures(expected).items()}
        assert_places(data, report)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_whole_report_in_the_frame_of_a_table(self, read, expected, rows):
        title, *rest = article(expected)
        frame = tbl(tr(tc("".join([title, *rest])))) if rows == 1 else tbl(tr(tc(p("首页"))), tr(tc(title)), tr(tc("".join(rest))))  # fmt: skip
        data = docx(p("来源：示例县水利局"), frame, p("【打印】"))
        report = read(data)

        assert figures(report) == figures(expected)
        assert prose(report) == {**prose(expected), "other": [*prose(expected)["other"], "【打印】"]}
        assert all(place(data, cell.printed.span) == cell.printed.text for cell in report.cells.values())
        assert report.section("overview").heading.printed.span == CellSpan(1, rows, 1)

    def test_clutter_around(self, read, expected):
        toc = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        headings = [one.wording.official for one in expected.form.sections]
        contents = [f"<w:p>{run(one)}<w:r><w:tab/></w:r>{toc}</w:p>" for one in headings]  # as Word makes it
        contacts = tbl(tr(tc(p("联系人")), tc(p("电话"))), tr(tc(p("办公室")), tc(p("12345678"))))
        data = docx(
            p("示例县水利局文件"),
            contacts,
            *article(expected)[:2],
            *contents,
            *article(expected)[2:],
            contacts,
            '<w:p><w:r><w:drawing><a xmlns="x"/></w:drawing></w:r></w:p>',
        )
        report = read(data)

        assert figures(report) == figures(expected)
        assert prose(report) == prose(expected)
        assert_places(data, report)

    def test_labels_broken_over_lines_spaced_and_numbered_otherwise(self, read, expected):
        def broken(text):
            text = re.sub(r"^([0-9])\.(?=[^0-9])", r"\1、", text)
            if re.fullmatch(r"[0-9.]*", text):
                return p(text)
            half = len(text) // 2
            return p(text[:half]) + p(f"　{text[half:]}") if half % 2 else p(f"{text[:half]}\n {text[half:]}")

        data = docx(*article(expected, lambda rows: merged_table(rows, broken)))
        report = read(data)

        assert figures(report) == figures(expected)
        assert_places(data, report)
        labels = [one for table in ("proactive", "requests", "disputes") for one in report.table(table).labels]
        assert {one.match for one in labels} <= {Match.OFFICIAL, Match.SPACING}

    def test_a_header_cell_split_over_two_rows(self, read, expected):
        tables = as_official(printed.tables_of(expected))
        (requests,) = tables["requests"]
        head, below, names, *rest = requests
        head = [head[0]._replace(rows=4), *head[1:]]
        below = [below[0]._replace(rows=3), below[1], below[2]._replace(rows=3)]
        upper = [one._replace(text=one.text[:2]) for one in names[:-1]] + [names[-1]._replace(rows=2)]
        lower = [one._replace(text=one.text[2:]) for one in names[:-1]]
        data = docx(*article(expected, tables={**tables, "requests": [[head, below, upper, lower, *rest]]}))

        assert_whole(data, read(data), expected)

    def test_a_misspelt_label_is_read_and_told(self, read, expected):
        def slipped(text):
            return p(text.replace("三类内部事务", "三类内部事物"))

        data = docx(*article(expected, lambda rows: merged_table(rows, slipped)))
        report = read(data)

        assert_whole(data, report, expected)
        (slip,) = [one for one in report.table("requests").labels if one.match is Match.DISTANCE]
        assert (str(slip.address), slip.printed.text) == ("requests.denied.internal_affairs", "5.属于三类内部事物信息")

    def test_a_column_and_a_row_of_the_offices_own_take_nothing_from_the_others(self, read, expected):
        tables = as_official(printed.tables_of(expected))
        (requests,) = tables["requests"]
        head, below, names, *rest = [list(row) for row in requests]
        head[-1] = head[-1]._replace(columns=9)
        below[1:] = [below[1], printed.Printed("合计", 2), below[2], printed.Printed("备注", 2)]
        rest = [[*row[:-1], printed.Printed("77"), row[-1], printed.Printed("")] for row in rest]
        rest[2][0] = rest[2][0]._replace(rows=23)
        at = next(i for i, row in enumerate(rest) if row[0].text.startswith("（四）"))
        rest[at][0] = rest[at][0]._replace(rows=4)
        rest.insert(at + 3, [printed.Printed("4.其他原因无法提供"), *(printed.Printed("5") for _ in range(9))])
        data = docx(*article(expected, tables={**tables, "requests": [[head, below, names, *rest]]}))
        report = read(data)

        assert figures(report) == figures(expected)
        assert_places(data, report)
        unlisted = report.table("requests").unlisted
        assert list(dict.fromkeys(one.printed.text for one in unlisted)) == ["合计", "4.其他原因无法提供"]
        assert {one.address.row for one in unlisted if one.printed.text == "合计"} == set(report.table("requests").rows)
        (row,) = (one for one in unlisted if one.address.column is None)
        assert [text.text for text in row.figures] == ["5"] * 9

    def test_subtotals_that_an_office_prints_are_those_of_their_groups(self, read, clean):
        tables = as_official(printed.tables_of(clean))
        (requests,) = tables["requests"]
        head, below, names, *rest = [list(row) for row in requests]
        head[-1] = head[-1]._replace(columns=8)
        below[1] = below[1]._replace(columns=6)
        names.append(printed.Printed("小计"))
        rest = [[*row[:-1], printed.Printed("3"), row[-1]] for row in rest]
        rest[2][0] = rest[2][0]._replace(rows=23)
        at = next(i for i, row in enumerate(rest) if row[0].text.startswith("（四）"))
        group, *first = rest[at]
        total = [group._replace(rows=4), printed.Printed("小计"), *(printed.Printed("9") for _ in range(8))]
        rest[at : at + 1] = [total, first]
        data = docx(*article(clean, tables={**tables, "requests": [[head, below, names, *rest]]}))
        report = read(data)

        ours = {address: text for address, text in figures(report).items() if address in figures(clean)}
        others = {address: text for address, text in figures(report).items() if address not in figures(clean)}
        assert ours == figures(clean)
        columns = clean.form.table["requests"].row["received"].columns
        assert others == {
            **{f"requests.{row.id}.organisations": "3" for row in clean.form.table["requests"].rows},
            **{f"requests.unable.{column}": "9" for column in columns},
            "requests.unable.organisations": "9",
        }
        assert report.table("requests").unlisted == ()

    def test_a_figure_beside_its_column_is_nobodys(self, read, clean):
        tables = as_official(printed.tables_of(clean))
        (requests,) = tables["requests"]
        rows = [list(row) for row in requests]
        rows[3] = [*rows[3][:-1]]  # 一、本年新收: a cell short, so that none is sure to be its column's
        rows[3][1] = rows[3][1]._replace(columns=2)
        data = docx(*article(clean, tables={**tables, "requests": [rows]}))
        report = read(data)

        assert set(figures(report).items()) <= set(figures(clean).items())
        assert not {address for address in figures(report) if "received.natural_person" in address}

    def test_a_table_of_the_superseded_edition_is_told_as_such(self, read, clean, read_bytes):
        old = read_bytes(
            json.dumps(
                {
                    "year": 2020,
                    "sections": {
                        "二、主动公开政府信息情况": {
                            "规章": ["1", "2", "3"],
                            "规范性文件": ["4", "5", "6"],
                            "行政许可": ["7", "8", "9"],
                            "其他对外管理服务事项": ["0", "0", "0"],
                            "行政处罚": ["0", "0", "0"],
                            "行政强制": ["0", "0", "0"],
                            "行政事业性收费": ["0", "0"],
                            "政府集中采购": ["0", "0"],
                        }
                    },
                },
                ensure_ascii=False,
            ).encode(),
            ".json",
        )
        tables = {**as_official(printed.tables_of(clean)), "proactive": [_blocks(old)]}
        report = read(docx(*article(clean, tables=tables)))

        table = report.table("proactive")
        assert not table.cells
        assert {one.printed.text for one in table.foreign} == {
            *("本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量", "本年增/减", "处理决定数量"),
            *("规范性文件", "其他对外管理服务事项", "政府集中采购"),
        }

    def test_a_document_that_another_program_wrote(self, read, expected):
        library = pytest.importorskip("docx")
        document = library.Document()
        document.add_heading(expected.meta("title"), 0)
        for section in expected.form.sections:
            document.add_heading(section.wording.official, 1)
            for text in expected.section(section.id).paragraphs:
                document.add_paragraph(text.text)
            for rows in printed.tables_of(expected).get(section.id, []):
                cells = printed.placed(rows)
                table = document.add_table(len(rows), max(one.column + one.columns for one in cells))
                grid = [list(row.cells) for row in table.rows]
                for one in cells:
                    first = grid[one.row][one.column]
                    last = grid[one.row + one.rows - 1][one.column + one.columns - 1]
                    (first.merge(last) if last is not first else first).text = one.text
        data = io.BytesIO()
        document.save(data)

        assert_whole(data.getvalue(), read(data.getvalue()), expected)

    @pytest.mark.skipif(not SHARED.is_dir(), reason="the form is not at hand")
    def test_the_official_form_is_recognised_whole(self, read):
        data = (SHARED / "documents" / "form-2021.docx").read_bytes()
        report = read(data)

        form = report.form
        assert form.id == "cn-openness-2021"
        assert [one.heading.match for one in report.sections] == [Match.OFFICIAL] * 6
        for table in form.tables:
            found = report.table(table.id)
            wanted = {*table.row, *(one.id for one in table.row_groups)}
            assert set(found.cells) == {(row, column) for _, row, column in table.cells}
            assert {one.address.row for one in found.labels if one.address.row} == wanted
            assert {one.address.column for one in found.labels if one.address.column} == set(table.column)
            assert {one.match for one in found.labels} <= {Match.OFFICIAL, Match.SPACING}
            assert (found.foreign, found.unlisted) == ((), ())
            assert (found.note and found.note.text) == table.note
        assert {cell.printed.text.strip() for cell in report.cells.values()} == {""}
        assert all(place(data, cell.printed.span) == cell.printed.text for cell in report.cells.values())


def _blocks(report):
    """The first table of the superseded edition, in blocks."""
    table = report.form.table["proactive"]
    rows = []
    for group in table.row_groups:
        columns = [table.column[id].wording.official for id in table.row[group.members[0]].columns]
        rows.append([printed.Printed(group.wording.official, 1, 4)])
        rows.append([printed.Printed("信息内容"), *map(printed.Printed, columns)])
        for id in group.members:
            cells = [report.table("proactive").cells[id, column].printed.text for column in table.row[id].columns]
            rows.append([printed.Printed(table.row[id].wording.official), *map(printed.Printed, cells)])
    for row in rows:
        row[-1] = row[-1]._replace(columns=row[-1].columns + 4 - sum(cell.columns for cell in row))
    return rows


def with_sliver(rows):
    """The widest table with a column a twentieth of a point wide: `总计` of a group and the next heading meet in it."""
    if printed.width_of(rows) < 15:
        return merged_table(rows)
    lines = []
    for number in range(len(rows)):
        line = []
        for one in printed.placed(rows):
            if one.row <= number < one.row + one.rows:
                merge = None if one.rows == 1 else "restart" if one.row == number else "continue"
                columns = one.columns + (one.column == (4 if one.columns == 1 else 5))
                line.append((one.column, tc(p(one.text if one.row == number else ""), columns, merge)))
        lines.append(tr(*(text for _, text in sorted(line))))
    widths = [*[560] * 4, 559, 1, *[560] * 10]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def test_a_column_that_only_rounding_made_is_none(read, expected):
    data = docx(*article(expected, with_sliver))

    assert_whole(data, read(data), expected)


def test_a_figure_in_the_unmerged_cells_under_a_merged_heading_is_found(read):
    rows = (
        tr(tc(p("信息内容")), tc(p("本年处理决定数量"), 3)),
        tr(tc(p("行政许可")), tc(p()), tc(p("41")), tc(p())),
    )
    data = docx(*SMALL, p("二、主动公开政府信息情况"), tbl(*rows))

    assert figures(read(data)) == {"proactive.licences.decisions": "41"}
    assert read(data).cells[("proactive", "licences", "decisions")].printed.span == CellSpan(1, 2, 3)


# What Word keeps beside the text


def text_of(read, *paragraphs, **parts):
    """The paragraphs of the first section that are read of some markup."""
    report = read(docx(*SMALL[:2], *paragraphs, **parts))
    return [text.text for text in report.section("overview").paragraphs]


def t(text):
    return f"<w:t>{text}</w:t>"


def r(inside):
    return f"<w:r>{inside}</w:r>"


def field(kind):
    return r(f'<w:fldChar w:fldCharType="{kind}"/>')


def par(*inside):
    return f"<w:p>{''.join(inside)}</w:p>"


def drawn(inside):
    """A text box as Word draws it today."""
    return f"<w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing>"


def pict(inside):
    """A text box as Word drew it before 2010."""
    return f"<w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict>"


def either(new, old):
    return f"<mc:AlternateContent><mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"


def control(inside, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def code(text):
    return r(f"<w:instrText>{text}</w:instrText>")


A, B, C = r(t("甲")), r(t("乙")), r(t("丙"))
SUM = (code("=SUM("), field("begin"), code("REF a"), field("separate"), r(t("7")), field("end"), code(")"))
PRINTED = {
    "inserted and moved here": (par(f"<w:ins>{A}</w:ins><w:moveTo>{B}</w:moveTo>"), ["甲乙"]),
    "deleted and moved away": (par(A, f"<w:del>{B}</w:del><w:moveFrom>{C}</w:moveFrom>"), ["甲"]),
    "a paragraph whose end was deleted": (
        par("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", A) + p("乙") + p("丙"),
        ["甲乙", "丙"],
    ),
    "old properties": (
        par(r("<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>" + t("甲"))),
        ["甲"],
    ),
    "a simple field": (par(f"<w:fldSimple w:instr='DATE'>{r(t('一月'))}</w:fldSimple>"), ["一月"]),
    "a field in parts": (par(field("begin"), *SUM, field("separate"), r(t("15")), field("end"), A), ["15甲"]),
    "a field without a result": (par(A, field("begin"), code("PAGE"), field("end"), B), ["甲乙"]),
    "a field that never ends": (par(A, field("begin"), code("TOC")) + p("乙"), ["甲", "乙"]),
    "wrappers": (
        par(
            "<w:bookmarkStart w:name='_GoBack'/>",
            f"<w:hyperlink>{A}</w:hyperlink><w:smartTag><w:smartTag>{B}</w:smartTag></w:smartTag>",
            control(C),
            "<w:proofErr/>",
        ),
        ["甲乙丙"],
    ),
    "a content control around paragraphs": (control(p("甲") + f"<w:customXml>{p('乙')}</w:customXml>"), ["甲", "乙"]),
    "an empty content control": (par(A, control(r(t("单击此处输入文字")), "<w:showingPlcHdr/>")), ["甲"]),
    "hidden text": (
        par(
            r("<w:rPr><w:vanish/></w:rPr>" + t("甲")),
            r("<w:rPr><w:vanish w:val='0'/></w:rPr>" + t("乙")),
        ),
        ["乙"],
    ),
    "notes and comments": (
        par(A, r("<w:footnoteReference w:id='2'/>"), "<w:commentRangeStart/>", r("<w:commentReference w:id='0'/>")),
        ["甲"],
    ),
    "line breaks, tabs and hyphens": (
        par(
            A,
            r("<w:br/>" + t("乙") + "<w:tab/>"),
            C,
            r("<w:cr/>" + t("3") + "<w:noBreakHyphen/>" + t("4") + "<w:softHyphen/>"),
        ),
        ["甲", "乙\t丙", "3-4"],
    ),
    "blanks": (
        par(r("<w:t> 甲 </w:t>"), r("<w:t xml:space='preserve'> 乙 </w:t>"), r("<w:t>\n  丙</w:t>")),
        ["甲 乙 丙"],
    ),
    "signs of a font": (par(r("<w:sym w:font='Wingdings' w:char='F0FE'/>"), A, r("<w:sym w:char='x'/>")), ["\uf0fe甲"]),
    "ruby": (par(r(f"<w:ruby><w:rt>{r(t('jia'))}</w:rt><w:rubyBase>{A}</w:rubyBase></w:ruby>")), ["甲"]),
    "a formula": (par("<m:oMath><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num></m:f></m:oMath>"), ["12"]),
    "a text box in two renderings": (par(A, r(either(drawn(p("乙")), pict(p("乙"))))) + p("丙"), ["甲", "乙", "丙"]),
    "a text box of the older kind": (par(r(pict(p("乙")))), ["乙"]),
    "a text box in a text box": (par(r(drawn(p("甲") + par(r(pict(p("乙"))))))), ["甲", "乙"]),
    "paragraphs in two renderings": (either(p("新"), p("旧")), ["新"]),
    "runs in two renderings": (par(either(A, B)), ["甲"]),
    "a page break": (par(r("<w:br w:type='page'/>"), A, r("<w:lastRenderedPageBreak/>"), B), ["甲乙"]),
}


@pytest.mark.parametrize(("markup", "expected"), PRINTED.values(), ids=PRINTED.keys())
def test_what_is_printed_is_read_and_nothing_else(read, markup, expected):
    assert text_of(read, markup) == expected


def test_paragraphs_are_counted_as_in_the_document_and_lines_within_them_have_their_place(read):
    data = docx(*SMALL[:2], p(), p("甲\n　乙"), tbl(tr(tc(p("丁")), tc(p("戊")))), p("丙"))
    first, second, third = read(data).section("overview").paragraphs

    assert (first.text, first.span) == ("甲", ParagraphSpan(4, 1, 2))
    assert (second.text, second.span, second.part(1, 2)) == ("　乙", ParagraphSpan(4, 3, 5), ParagraphSpan(4, 4, 5))
    assert (third.text, third.span) == ("丙", ParagraphSpan(5, 1, 2))


def test_tables_in_text_boxes_cells_beyond_a_margin_and_cells_merged_of_old_are_read(read):
    rows = (
        tr(tc(p("信息内容")), tc(p("本年制发件数")), tc(p("本年废止件数")), tc(p("现行有效件数"))),
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc(p("1"))}{tc(p("2"))}{tc(p("3"))}</w:tr>',
        tr(tc(p("规章")), tc(p("4")), tc(p("5")), tc(p("6"))),
        f'<w:tr>{tc(p("行政规范性文件"))}<w:sdt><w:sdtContent>{tc(p("7"))}</w:sdtContent></w:sdt>{tc(p("8"))}{tc(p("9"))}</w:tr>',
        f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{tc(p("行政许可"))}{tc(p("0"))}</w:tr>',
        tr(tc(p("信息内容")), tc(p("本年处理决定数量")).replace("</w:tcPr>", '<w:hMerge w:val="restart"/></w:tcPr>'), *[tc(p()).replace("</w:tcPr>", "<w:hMerge/></w:tcPr>")] * 2),
        f"<w:sdt><w:sdtContent>{tr(tc(p('行政许可')), tc(p('41'), 3))}</w:sdtContent></w:sdt>",
    )  # fmt: skip
    report = read(docx(*SMALL, p("二、主动公开政府信息情况"), par(r(pict(tbl(*rows) + p())))))

    assert figures(report) == {
        "proactive.regulations.issued": "4",
        "proactive.regulations.repealed": "5",
        "proactive.regulations.in_force": "6",
        "proactive.normative_documents.issued": "7",
        "proactive.normative_documents.repealed": "8",
        "proactive.normative_documents.in_force": "9",
        "proactive.licences.decisions": "41",
    }
    assert report.cells[("proactive", "licences", "decisions")].printed.span == CellSpan(1, 6, 2)


def test_figures_in_tracked_changes_fields_and_paragraphs_are_as_accepted(read):
    def figure(*inside):
        return tr(tc(p("行政许可")), tc("".join(inside)))

    header = tr(tc(p("信息内容")), tc(p("本年处理决定数量")))
    several = {
        "15": f"<w:p><w:del>{r('<w:delText>51</w:delText>')}</w:del><w:ins>{r(t('15'))}</w:ins></w:p>",
        "1\n5": p() + p("1") + p() + p("5"),
        " 15": p(" 15"),
        "": p() + p(),
        "42": f"<w:p>{field('begin')}{r('<w:instrText>=SUM(ABOVE)</w:instrText>')}{field('separate')}{r(t('42'))}{field('end')}</w:p>",
    }
    for text, inside in several.items():
        report = read(docx(*SMALL, p("二、主动公开政府信息情况"), tbl(header, figure(inside))))

        assert figures(report) == {"proactive.licences.decisions": text}


def test_the_strict_edition_of_the_format_is_read_too(read, clean):
    data = docx(*article(clean))
    member = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode().replace(SPACE, STRICT)
    strict = docx(**{"word/document.xml": member})

    assert figures(read(strict)) == figures(clean)


def test_the_text_may_stand_in_a_part_of_another_name_and_in_utf_16(read, clean):
    member = zipfile.ZipFile(io.BytesIO(docx(*article(clean)))).read("word/document.xml").decode()
    data = packed(
        {
            "_rels/.rels": f'<Relationships xmlns="x"><Relationship Type="{RELATION}/officeDocument" Target="/word/document2.xml"/></Relationships>',
            "word/document2.xml": f'<?xml version="1.0" encoding="UTF-16"?>{member}'.encode("utf-16"),
        }
    )

    assert figures(read(data)) == figures(clean)


# Automatic numbers


def numbering(*levels, kind="1", overrides=""):
    text = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (format, pattern) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{kind}">{text}</w:abstractNum><w:num w:numId="{kind}"><w:abstractNumId w:val="{kind}"/>{overrides}</w:num>'


def numbered(text, level=0, kind="1"):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr>')


def test_headings_and_labels_may_be_numbered_by_word(read, expected):
    lists = (
        numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"))
        + numbering(("decimal", "%1."), kind="2")
        + "".join(numbering(("decimal", "%1."), kind=str(3 + i)) for i in range(4))
    )
    lists = "".join(re.findall("<w:abstractNum .*?</w:abstractNum>", lists)) + "".join(re.findall("<w:num .*?</w:num>", lists))  # fmt: skip
    groups = iter("3456")
    current = "2"

    def cell(text):
        nonlocal current
        if found := re.match(r"([0-9])\.(?=[^0-9])", text):
            current = next(groups) if found[1] == "1" else current
            return numbered(text[2:], kind=current)
        return p(text)

    data = docx(
        *article(expected, lambda rows: merged_table(rows, cell), heading=lambda text: numbered(text[2:])),
        numbering=lists,
    )
    report = read(data)

    assert figures(report) == figures(expected)
    assert [one.heading.printed.text for one in report.sections] == [
        one.wording.official for one in report.form.sections
    ]
    assert {one.heading.match for one in report.sections} == {Match.OFFICIAL}
    labels = {one.printed.text: one.match for one in report.table("requests").labels}
    assert labels["1.属于国家秘密"] is labels["3.其他"] is Match.OFFICIAL


# Files that are no such document

HEADINGS = "".join(SMALL)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def bomb(declared):
    """A document of 40 MB of blanks, which says it holds so many bytes."""
    data = bytearray(packed({"word/document.xml": " " * 40_000_000}))
    if declared is not None:
        for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            start = data.index(sign) + at
            data[start : start + 4] = declared.to_bytes(4, "little")
    return bytes(data)


def tables(count):
    return docx(HEADINGS, tbl(tr(*["<w:tc><w:p/></w:tc>"] * 10) * (count // 10)))


REFUSED = {
    "nothing": (lambda: b"", "the file is empty"),
    "zeros": (lambda: bytes(1000), "the file is empty"),
    "with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "the file has a password"),
    "older Word": (lambda: OLE + "WordDocument".encode("utf-16-le"), "a Word document of the older kind; give it the ending .doc"),
    "a workbook": (lambda: packed({"xl/workbook.xml": "<a/>"}), "an Excel workbook; give it the ending .xlsx"),
    "a PDF": (lambda: b"%PDF-1.7\n", "a PDF file; give it the ending .pdf"),
    "a web page": (lambda: b"<html><body>x</body></html>", "a web page; give it the ending .html"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "a picture"),
    "some text": ("一、总体情况".encode, "of no known kind"),
    "no document.xml": (lambda: packed({"[Content_Types].xml": TYPES, "word/documents.xml": "<a/>"}), "the document holds no text"),
    "no body": (lambda: packed({"word/document.xml": f"<w:document {NAMES}/>"}), "damaged or cut off"),
    "no markup": (lambda: packed({"word/document.xml": "hello"}), "damaged or cut off"),
    "cut off": (lambda: docx(HEADINGS)[:-200], "damaged or cut off"),
    "a wrong checksum": (lambda: docx(HEADINGS).replace(b"word/document.xml", b"word/document.xmk", 1), "damaged or cut off"),
    "entities": (lambda: packed({"word/document.xml": f"<!DOCTYPE a [<!ENTITY b '一、总体情况'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><w:document {NAMES}><w:body><w:p>&b;&c;</w:p></w:body></w:document>"}), "declares a DOCTYPE"),
    "entities in UTF-16": (lambda: packed({"word/document.xml": f"<!DOCTYPE a [<!ENTITY b 'x'>]><w:document {NAMES}/>".encode("utf-16")}), "declares a DOCTYPE"),
    "an encoding of its own": (lambda: packed({"word/document.xml": f"<?xml version='1.0' encoding='cp037'?><w:document {NAMES}/>"}), "damaged or cut off"),
    "an outer subset": (lambda: packed({"word/document.xml": f'<!DOCTYPE a SYSTEM "http://localhost:9/x.dtd"><w:document {NAMES}><w:body/></w:document>'}), "declares a DOCTYPE"),
    "a bomb that says so": (lambda: bomb(None), "over the limit of 30,000,000 bytes"),
    "a bomb that says otherwise": (lambda: bomb(1000), "damaged or cut off"),
    "a million cells": (lambda: tables(1_000_000), "over 1,000,000 tags"),
    "many cells": (lambda: tables(40_000), "its tables have over 30,000 cells"),
    "wide cells": (lambda: docx(HEADINGS, tbl(tr(tc("<w:p/>", 999_999)) * 2_000)), "its tables have over 60,000 cells"),
    "many paragraphs": (lambda: docx(p() * 70_000), "over 60,000 paragraphs"),
    "many lines": (lambda: docx(p("甲\n" * 70_000)), "over 60,000 lines and tables"),
    "endless text": (lambda: docx(p("甲" * 1_100_000)), "over 1,000,000 characters"),
    "nested wrappers": (lambda: docx(par("<w:ins>" * 200_000 + "</w:ins>" * 200_000)), "nested over 40 levels deep"),
    "nested tables": (lambda: docx("<w:tbl><w:tr><w:tc>" * 50 + "</w:tc></w:tr></w:tbl>" * 50), "nested over 40 levels deep"),
    "many members": (lambda: packed({f"word/document{i}": "" for i in range(5_001)}), "too many files"),
    "a text inside another file": (lambda: docx(HEADINGS, '<w:altChunk r:id="rId1" xmlns:r="x"/>'), "another file inside the document"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_such_document_is_refused_in_one_sentence(complaint, make, said):
    assert said in complaint(make(), ".docx")


def test_a_document_of_something_else_is_no_report(read):
    with pytest.raises(NotAReport):
        read(docx(p("会议通知"), tbl(tr(tc(p("时间")), tc(p("周五"))))))


def test_lists_and_styles_that_go_in_circles_come_to_an_end(read):
    styles = "".join(
        f'<w:style w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>' for one, other in ("ab", "ba")
    )
    text = text_of(read, p("甲", '<w:pStyle w:val="a"/>'), styles=styles, numbering=numbering(("decimal", "%1.")))

    assert text == ["甲"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_mutilated_document_is_read_or_refused_and_nothing_else(read, clean, seed):
    chance = Random(seed)
    if chance.random() < 0.5:
        data = bytearray(docx(*article(clean)))
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
    else:
        member = zipfile.ZipFile(io.BytesIO(docx(*article(clean)))).read("word/document.xml").decode()
        tags = re.findall("<[^>]*>|[^<]+", member)
        for _ in range(chance.randint(1, 30)):
            i, j = chance.randrange(len(tags)), chance.randrange(len(tags))
            tags[i], tags[j] = tags[j], tags[i]
        data = docx(**{"word/document.xml": "".join(tags)})
    try:
        report = read(data)
    except UnreadableInput:
        return
    assert report.sections
