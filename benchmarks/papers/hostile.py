"""Documents made to do harm, or that are not what their names say."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = "示例县水利局2024年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n".encode()
_CELL = "<w:tc><w:p/></w:tc>"


class Hostile(NamedTuple):
    """The ending of the file, and its bytes."""

    suffix: str
    data: bytes


def documents() -> dict[str, Callable[[], Hostile]]:
    """Each by what it is, made when it is asked for."""
    return {
        "docx: 40 MB of blanks": lambda: Hostile(".docx", _docx(" " * 40_000_000)),
        "docx: 200 million blanks in 50 members": lambda: Hostile(".docx", _docx(f"<w:document xmlns:w='{_WORD}'><w:body/></w:document>", {f"word/header{i}.xml": " " * 4_000_000 for i in range(50)})),
        "docx: entities that explode": lambda: Hostile(".docx", _docx(f"{_lol()}<w:document xmlns:w='{_WORD}'>&i;</w:document>")),
        "docx: an external entity": lambda: Hostile(".docx", _docx(f"{_outside()}<w:document xmlns:w='{_WORD}'>&a;</w:document>")),
        "docx: a million empty cells": lambda: Hostile(".docx", _body(f"<w:tbl>{f'<w:tr>{_CELL * 10}</w:tr>' * 100_000}</w:tbl>")),
        "docx: encrypted": lambda: Hostile(".docx", _encrypted()),
        "docx: a picture": lambda: Hostile(".docx", _picture()),
        "docx: cut off": lambda: Hostile(".docx", _body("<w:p/>" * 1000)[:-60]),
        "xlsx: 120 MB of blanks": lambda: Hostile(".xlsx", _xlsx(" " * 120_000_000)),
        "xlsx: entities that explode": lambda: Hostile(".xlsx", _xlsx(f"{_lol()}<worksheet xmlns='{_SHEET}'>&i;</worksheet>")),
        "xlsx: a million filled cells": lambda: Hostile(".xlsx", _xlsx(f"<worksheet xmlns='{_SHEET}'><sheetData>{''.join(_rows(100_000))}</sheetData></worksheet>")),
        "xlsx: encrypted": lambda: Hostile(".xlsx", _encrypted()),
        "xlsx: a picture": lambda: Hostile(".xlsx", _picture()),
        "ods: entities that explode": lambda: Hostile(".ods", _zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"{_lol()}<x>&i;</x>"})),
        "xls: a picture": lambda: Hostile(".xls", _picture()),
        "html: a million nested tags": lambda: Hostile(".html", b"<html><body>" + b"<div><table><tr><td>" * 250_000),
        "html: a report of a million nested tags": lambda: Hostile(".html", b"<html><meta charset=utf-8><body>" + _HEAD + b"<div><table><tr><td>" * 250_000),
        "html: 9 MB of open brackets": lambda: Hostile(".html", b"<" * 9_000_000),
        "csv: a million fields": lambda: Hostile(".csv", ("," * 1_000 + "\n").encode() * 1_000),
        "txt: two million fields in a line": lambda: Hostile(".txt", _HEAD + b"\t1" * 2_000_000),
        "txt: half a million lines": lambda: Hostile(".txt", _HEAD + b"\t1\n" * 500_000),
        "txt: a picture": lambda: Hostile(".txt", _picture()),
        "yaml: aliases that explode": lambda: Hostile(".yaml", _aliases()),
        "pdf: 2,000 pages": lambda: Hostile(".pdf", _pdf(b"BT /F 12 Tf 72 700 Td (a report) Tj ET", count=2000)),
        "pdf: content that swells": lambda: Hostile(".pdf", _pdf(b"q Q " * 10_000_000)),
        "pdf: forms within forms": lambda: Hostile(".pdf", _forms()),
        "pdf: encrypted": lambda: Hostile(".pdf", _locked_pdf()),
        "pdf: a picture": lambda: Hostile(".pdf", _picture()),
        "pdf: cut off": lambda: Hostile(".pdf", _pdf(b"BT ET" * 1000)[:-40]),
    }  # fmt: skip


def _zip(members: dict[str, str]) -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in members.items():
                archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
        return file.getvalue()


def _docx(document: str, others: dict[str, str] | None = None) -> bytes:
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(others or {})})


def _body(inside: str) -> bytes:
    return _docx(f"<w:document xmlns:w='{_WORD}'><w:body>{inside}</w:body></w:document>")


def _xlsx(sheet: str) -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return _zip(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook xmlns='{_SHEET}' xmlns:r='{relation}'><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='{relation}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _rows(count: int) -> list[str]:
    return [f"<row r='{row}'>{_row(row)}</row>" for row in range(1, count + 1)]


def _row(row: int) -> str:
    return "".join(f"<c r='{column}{row}'><v>1</v></c>" for column in "ABCDEFGHIJ")


def _lol() -> str:
    """Entities each of which is ten of the one before: a thousand million words."""
    entities = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return f"<!DOCTYPE x [<!ENTITY a 'words'>{entities}]>"


def _outside() -> str:
    return "<!DOCTYPE x [<!ENTITY a SYSTEM 'http://127.0.0.1:9/never'>]>"


def _aliases() -> bytes:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines).encode()


def _picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000


def _encrypted() -> bytes:
    """What Office makes of a document with a password: a container with the package encrypted in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)


def _pdf(content: bytes, *, count: int = 1, extra: bytes = b"", resources: str = "") -> bytes:
    """A PDF written by hand: pages of one content; numbers of objects from 10 on are free."""
    stream = zlib.compress(content, 1)
    kids = " ".join("3 0 R" for _ in range(count))
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj".encode(),
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>endobj".encode(),
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj" % (len(stream), stream),
        extra,
    ]
    return b"%PDF-1.7\n" + b"\n".join(parts) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _forms() -> bytes:
    """Each form is drawn of two of the next: a thousand million boxes."""
    forms = "\n".join(
        f"{10 + i} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A {11 + i} 0 R"
        f"/B {11 + i} 0 R>>>>/Length 10>>stream\n/A Do /B Do\nendstream endobj"
        for i in range(30)
    )
    last = "40 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 9>>stream\n0 0 9 9 re f\nendstream endobj"
    return _pdf(b"/A Do", extra=f"{forms}\n{last}".encode(), resources="/XObject<</A 10 0 R>>")


def _locked_pdf() -> bytes:
    from papers.pdf import Press

    press = Press(encrypt="secret")
    press.paragraph("一、总体情况")
    return press.data
