"""What kind of file some bytes are, going by the bytes; and what to say of one whose name promises another kind."""

from __future__ import annotations

import re

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = pattern(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE | re.DOTALL
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


class Kind(NamedTuple):
    """What a file is; `suffix` is the ending it should bear, where that is known."""

    name: Phrase
    suffix: str | None = None


XLSX = Kind(Phrase("Excel 工作簿", "an Excel workbook"), ".xlsx")
XLSB = Kind(Phrase("二进制 Excel 工作簿", "a binary Excel workbook"), ".xlsb")
XLS = Kind(Phrase("旧版 Excel 工作簿", "an Excel workbook of the older kind"), ".xls")
ODS = Kind(Phrase("OpenDocument 电子表格", "an OpenDocument spreadsheet"), ".ods")
ODT = Kind(Phrase("OpenDocument 文档", "an OpenDocument text"), ".odt")
DOCX = Kind(Phrase("Word 文档", "a Word document"), ".docx")
DOC = Kind(Phrase("旧版 Word 文档", "a Word document of the older kind"), ".doc")
PPTX = Kind(Phrase("PowerPoint 文稿", "PowerPoint slides"), ".pptx")
PDF = Kind(Phrase("PDF 文件", "a PDF file"), ".pdf")
OFD = Kind(Phrase("OFD 版式文件", "an OFD document"), ".ofd")
RTF = Kind(Phrase("RTF 文档", "an RTF document"), ".rtf")
WEB = Kind(Phrase("网页", "a web page"), ".html")
ARCHIVED_WEB = Kind(Phrase("单个文件网页（MHT）", "a web page in a single file (MHT)"), ".mht")
SHEET_XML = Kind(Phrase("XML 电子表格（2003）", "an XML spreadsheet of 2003"), ".xml")
PICTURE = Kind(Phrase("图片", "a picture"))
ARCHIVE = Kind(Phrase("压缩包", "a zip archive"), ".zip")
LOCKED = Kind(Phrase("加了密码的文档", "a document with a password"))

# Names of members stand in plain text in a zip archive, in the order in which they are asked for here.
_PACKED = (
    (b"xl/workbook.bin", XLSB),
    (b"xl/workbook", XLSX),
    (b"word/document", DOCX),
    (b"ppt/presentation", PPTX),
    (b"application/vnd.oasis.opendocument.spreadsheet", ODS),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"OFD.xml", OFD),
)


def kind_of(data: bytes) -> Kind | None:
    """What kind of document the bytes are; None where they are of none that is known."""
    if data.startswith(_ZIP):
        return next((kind for name, kind in _PACKED if name in data), ARCHIVE)
    if data.startswith(_OLE):
        return _compound_kind(data)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:1024]:  # readers of PDF pass over what stands before it
        return PDF
    if head.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return SHEET_XML
    if head[:13].lower() == b"mime-version:":
        return ARCHIVED_WEB
    if _HTML.match(head):
        return WEB
    return PICTURE if head.startswith(_PICTURES) else None


def _compound_kind(data: bytes) -> Kind | None:
    """What an OLE container holds; its directory names the streams in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return LOCKED
    if has("WordDocument"):
        return DOC
    return XLS if has("Workbook") or has("Book") else None


def refusal(data: bytes, wanted: Kind, advice: Phrase) -> UnreadableInput:
    """What to say of bytes that cannot be read as the kind their name promises.

    Args:
        data: The whole file.
        wanted: What the name promises.
        advice: How to come to a file that can be read.
    """
    if not data.strip(b"\0"):
        return UnreadableInput(Phrase("文件是空的；请重新取得文件", "the file is empty; please get it again"))
    kind = kind_of(data)
    if kind is LOCKED:
        return locked()
    if kind is wanted:
        return damaged()
    if kind is None or kind.suffix is None:
        found = kind.name if kind else Phrase("认不出是什么文件", "of no known kind")
        words = Phrase(
            "扩展名是 {suffix}，内容却不是（{found}）；{advice}", "not what {suffix} promises: {found}; {advice}"
        )
        return UnreadableInput(words.fill(suffix=wanted.suffix, found=found, advice=advice))
    words = Phrase(
        "扩展名是 {suffix}，内容却是{kind}；请把扩展名改为 {right} 再检查",
        "not what {suffix} promises but {kind}; give it the ending {right}",
    )
    return UnreadableInput(words.fill(suffix=wanted.suffix, kind=kind.name, right=kind.suffix))


def locked() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "文件加了密码，无法读取；请取消密码后另存一份",
            "the file has a password and cannot be read; save a copy without one",
        )
    )


def damaged() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "文件已损坏或不完整；请重新取得文件，或打开后另存一份",
            "the file is damaged or cut off; get it again, or open it and save it anew",
        )
    )


def too_large(what: Phrase) -> UnreadableInput:
    """Refuse what no report comes near; `what` says by which measure."""
    words = Phrase(
        "{what}；年度报告不会这么大，请确认给的是报告文件",
        "{what}; no yearly report is that large, is this the right file?",
    )
    return UnreadableInput(words.fill(what=what))


def missing_extra(extra: str, what: Phrase) -> UnreadableInput:
    """What to say when the library behind a format is not installed."""
    words = Phrase(
        "读取{what}需要另装组件：pip install 'openness-lint[{extra}]'",
        "reading {what} needs an extra: pip install 'openness-lint[{extra}]'",
    )
    return UnreadableInput(words.fill(what=what, extra=extra))
