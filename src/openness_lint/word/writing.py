"""A form as a Word document in its official layout, blank or filled with a report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.form import Form, FormSection
from openness_lint.model.language import Phrase
from openness_lint.model.report import Match, Report, ReportTable, Section
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Text
from openness_lint.word.layout import WIDTH, Layout, Placed, Role, lay_out

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Zip archives keep a time for each member; one that never changes makes identical files of identical reports.
_TIME = (1980, 1, 1, 0, 0, 0)

_FONT = "宋体"
_SHADE = "C6D9F1"  # behind the headings of blocks, as in the official Word file

# A4, with the tables as wide as the text.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1083" w:bottom="1440" w:left="1083"'
    ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)

_FONTS = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
_STYLES = f"""{_XML}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="24"/>\
<w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>\
<w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="480"/><w:jc w:val="both"/></w:pPr></w:style>\
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr>\
<w:spacing w:before="240" w:after="240"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>\
<w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Date"><w:name w:val="Date"/><w:basedOn w:val="Normal"/><w:pPr>\
<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr>\
<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Table Cell"/><w:pPr>\
<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>\
<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style></w:styles>"""

_TYPES = f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""

_ROOT = f"""{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" \
Target="word/document.xml"/></Relationships>"""

_DOCUMENT = f"""{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/styles" \
Target="styles.xml"/></Relationships>"""

_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_EDGES}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)


# What XML 1.0 has no way to write, and the carriage return, which no reader of it gives back.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile("[\t\n]|[^\t\n]+")


def write_form(form: Form, *, year: int | None, agency: str | None = None) -> bytes:
    """A blank form as the bytes of a .docx.

    Raises:
        UnreadableInput: the agency's name has a character that no Word document can hold.
    """
    _refuse_unwritable([Text(agency or "", TextSpan(1, 1, 1, 1))])
    return _packed([_paragraph(_title(agency, year), "Title"), *_sections(form, ())])


def write_report(report: Report) -> bytes:
    """The whole form filled with a report, as the bytes of a .docx: what the report lacks is blank.

    Figures, labels, headings and paragraphs are the report's own, to the character; rows and columns
    that the form does not have are left out.

    Raises:
        UnreadableInput: the report has a character that no Word document can hold; with its place.
    """
    _refuse_unwritable(_texts(report))
    body: list[str] = []
    title = report.meta("title") or _title(report.agency, report.year)
    if report.agency or report.year or report.meta("title"):
        body.append(_paragraph(title, "Title"))
    if published := report.meta("published"):
        body.append(_paragraph(f"发布日期：{published}", "Date"))
    body += [_paragraph(one.text) for one in report.preface]
    return _packed([*body, *_sections(report.form, report.sections)])


def _title(agency: str | None, year: int | None) -> str:
    return f"{agency or ''}{f'{year}年' if year else ''}政府信息公开工作年度报告"


def _texts(report: Report) -> Iterator[Text]:
    """Everything that is written of a report."""
    yield from report.metadata.values()
    yield from report.preface
    for section in report.sections:
        yield section.heading.printed
        yield from section.paragraphs
        for table in section.tables:
            yield from (label.printed for label in table.labels)
            yield from (label.printed for label in table.foreign)
            yield from (cell.printed for cell in table.cells.values())
            if table.note is not None:
                yield table.note


def _refuse_unwritable(texts: Iterable[Text]) -> None:
    for text in texts:
        odd = _UNWRITABLE.search(text.text)
        if odd is None:
            continue
        place = text.part(*odd.span())
        line, column = (place.line, place.column) if isinstance(place, TextSpan) else (None, None)
        words = Phrase(
            "这里有 Word 文档写不进的控制字符 U+{code:04X}；请删去",
            "a control character, U+{code:04X}, that no Word document can hold; remove it",
        )
        raise UnreadableInput(words.fill(code=ord(odd[0])), line=line, column=column)


def _sections(form: Form, given: Sequence[Section]) -> Iterator[str]:
    for form_section, section in _in_order(form, given):
        is_named = section is not None and section.heading.match is not Match.ID
        heading = section.heading.printed.text if section and is_named else form_section.wording.official
        yield _paragraph(heading, "Heading1")
        yield from (_paragraph(one.text) for one in (section.paragraphs if section else ()))
        printed = {table.id: table for table in section.tables} if section else {}
        for id in form_section.tables:
            table = form.table[id]
            if table.wording is not None:
                yield _paragraph(table.wording.official)
            yield _table(lay_out(table, printed.get(id), note=_note(table.note, printed.get(id))))
        if form_section.text and not (section and section.paragraphs):
            yield _paragraph("")


def _note(official: str | None, printed: ReportTable | None) -> str | None:
    return printed.note.text if printed is not None and printed.note is not None else official


def _in_order(form: Form, given: Sequence[Section]) -> list[tuple[FormSection, Section | None]]:
    """The report's sections in its own order, and those it lacks where the form has them."""
    found: list[tuple[FormSection, Section | None]] = [(form.section[one.id], one) for one in given]
    at = 0
    for section in form.sections:
        places = [i for i, (one, _) in enumerate(found) if one is section]
        if not places:
            found.insert(at, (section, None))
            places = [at]
        at = places[-1] + 1
    return found


def _table(layout: Layout) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in layout.widths)
    lines: dict[int, list[Placed]] = {}
    for cell in layout.cells:
        for row in range(cell.row, cell.row + cell.rows):
            lines.setdefault(row, []).append(cell)
    rows = (_row(row, cells, layout.widths, is_last=row == max(lines)) for row, cells in sorted(lines.items()))
    return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(row: int, cells: Sequence[Placed], widths: Sequence[int], *, is_last: bool) -> str:
    # Where rows are printed side by side a line holds nothing but figures, and is twice as high.
    height = 672 if all(cell.role is Role.FIGURE for cell in cells) else 340
    # Each line is kept with the next: a table that fits on one page is not broken over two.
    keep = "" if is_last else "<w:keepNext/>"
    printed = (_cell(one, widths, keep, continues=one.row < row) for one in sorted(cells, key=lambda one: one.column))
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/><w:jc w:val="center"/></w:trPr>'
        f"{''.join(printed)}</w:tr>"
    )


def _cell(cell: Placed, widths: Sequence[int], keep: str, *, continues: bool) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    merged = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    if cell.rows > 1:
        merged += "<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if cell.role is Role.BLOCK else ""
    left = '<w:jc w:val="left"/>' if cell.role in {Role.BLOCK, Role.CORNER, Role.LABEL} else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{keep}{left}</w:pPr>{_run("" if continues else cell.text)}</w:p></w:tc>'
    )


def _paragraph(text: str, style: str | None = None) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_run(text)}</w:p>"


def _run(text: str) -> str:
    """A text to the character: blanks at its edges, tabs and line breaks kept."""
    pieces = [
        "<w:tab/>" if one == "\t" else "<w:br/>" if one == "\n" else f'<w:t xml:space="preserve">{escape(one)}</w:t>'
        for one in _PIECE.findall(text)
    ]
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{"".join(pieces)}</w:r>' if pieces else ""


def _packed(body: Iterable[str]) -> bytes:
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>'
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT,
        "word/styles.xml": _STYLES,
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in members.items():
            member = ZipInfo(name, _TIME)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, text.encode())
    return packed.getvalue()
