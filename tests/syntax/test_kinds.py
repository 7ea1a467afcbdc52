"""What kind of file bytes are, and what is said of one with the wrong name."""

from __future__ import annotations

import pytest

from openness_lint.model.language import Phrase
from openness_lint.syntax import kinds

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ADVICE = Phrase("另存一份", "save it anew")


def ole(stream):
    return OLE + bytes(500) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....xl/workbook.xml", kinds.XLSX),
        (b"PK\x03\x04....xl/workbook.bin", kinds.XLSB),
        (b"PK\x03\x04....word/document.xml", kinds.DOCX),
        (b"PK\x03\x04....ppt/presentation.xml", kinds.PPTX),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", kinds.ODS),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", kinds.ODT),
        (b"PK\x03\x04....OFD.xml", kinds.OFD),
        (b"PK\x03\x04....photos/1.jpg", kinds.ARCHIVE),
        (ole("Workbook"), kinds.XLS),
        (ole("WordDocument"), kinds.DOC),
        (ole("EncryptedPackage"), kinds.LOCKED),
        (ole("other"), None),
        (b"%PDF-1.4\n", kinds.PDF),
        (b"\n\n%PDF-1.4\n", kinds.PDF),
        (b"{\\rtf1", kinds.RTF),
        (b"\xef\xbb\xbf<!DOCTYPE html>", kinds.WEB),
        (b"<!-- x --><table>", kinds.WEB),
        (b"MIME-Version: 1.0\n", kinds.ARCHIVED_WEB),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', kinds.SHEET_XML),
        (b"\x89PNG\r\n", kinds.PICTURE),
        (b"\xff\xd8\xff\xe0", kinds.PICTURE),
        (b"year: 2024\n", None),
        (b"", None),
    ],
)
def test_kinds_are_told_by_the_bytes(data, kind):
    assert kinds.kind_of(data) is kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", Phrase("文件是空的；请重新取得文件", "the file is empty; please get it again")),
        (ole("EncryptedPackage"), kinds.locked().message),
        (b"%PDF-1.4", kinds.damaged().message),
        (
            b"PK\x03\x04word/document.xml",
            Phrase(
                "扩展名是 .pdf，内容却是Word 文档；请把扩展名改为 .docx 再检查",
                "not what .pdf promises but a Word document; give it the ending .docx",
            ),
        ),
        (
            b"\x89PNG",
            Phrase("扩展名是 .pdf，内容却不是（图片）；另存一份", "not what .pdf promises: a picture; save it anew"),
        ),
        (
            b"words",
            Phrase(
                "扩展名是 .pdf，内容却不是（认不出是什么文件）；另存一份",
                "not what .pdf promises: of no known kind; save it anew",
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(data, words):
    assert kinds.refusal(data, kinds.PDF, ADVICE).message == words
