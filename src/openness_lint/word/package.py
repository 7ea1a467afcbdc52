"""The packed file behind a .docx: its parts, unpacked and parsed within bounds, or why it is no such file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

# The official form has 250 kB of markup in 5,000 elements, the longest published report not ten times that.
LARGEST_PART = 40_000_000  # bytes, unpacked
MOST_ELEMENTS = 600_000
DEEPEST = 200  # elements inside each other
MOST_MEMBERS = 5_000

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b", re.IGNORECASE | re.DOTALL
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")

_OFFICE = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
}


class Kind(NamedTuple):
    """What a file is, going by its first bytes; `suffix` is the ending it should bear, where that is known."""

    name: Phrase
    suffix: str | None = None


DOCX = Kind(Phrase("Word 文档", "a Word document"), ".docx")
DOC = Kind(Phrase("旧版 Word 文档", "a Word document of the older kind"), ".doc")
RTF = Kind(Phrase("RTF 文档", "an RTF document"), ".rtf")
ODT = Kind(Phrase("OpenDocument 文档", "an OpenDocument text"), ".odt")
WEB = Kind(Phrase("网页", "a web page"), ".html")
ARCHIVED_WEB = Kind(Phrase("单个文件网页（MHT）", "a web page in a single file (MHT)"), ".mht")
WORD_XML = Kind(Phrase("Word 2003 XML 文档", "a Word 2003 XML document"), ".xml")
LOCKED = Kind(Phrase("加了密码的文档", "a document with a password"))


def kind_of(data: bytes) -> Kind | None:
    """What kind of document the bytes are; None where they are of none that is known."""
    if data.startswith(_ZIP):
        return _packed_kind(data)
    if data.startswith(_OLE):
        return _compound_kind(data)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"%PDF-"):
        return Kind(Phrase("PDF 文件", "a PDF file"), ".pdf")
    if head.lstrip().startswith(b"<?xml") and (b"Word.Document" in head or b"office/word/2003/wordml" in head):
        return WORD_XML
    if head.lstrip()[:13].lower() == b"mime-version:":
        return ARCHIVED_WEB
    if _HTML.match(head):
        return WEB
    if head.startswith(_PICTURES):
        return Kind(Phrase("图片", "a picture"))
    return None


def _packed_kind(data: bytes) -> Kind | None:
    # Member names stand in plain text, in the files' own heads and again in the directory at the end.
    if b"word/" in data or b"wordprocessingml" in data:
        return DOCX
    if b"xl/workbook" in data:
        return Kind(Phrase("Excel 工作簿", "an Excel workbook"), ".xlsx")
    if b"ppt/presentation" in data:
        return Kind(Phrase("PowerPoint 文稿", "PowerPoint slides"), ".pptx")
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return ODT
    return None


def _compound_kind(data: bytes) -> Kind | None:
    """What an OLE container holds; its directory names the streams in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return LOCKED
    if has("WordDocument"):
        return DOC
    if has("Workbook"):
        return Kind(Phrase("旧版 Excel 工作簿", "an Excel workbook of the older kind"), ".xls")
    return None


def refuse(data: bytes, suffix: str) -> UnreadableInput:
    """What to say of a file that is not what its ending promises, and what would have been right."""
    if not data.strip(b"\0"):
        return UnreadableInput(Phrase("文件是空的；请重新取得文件", "the file is empty; please get it again"))
    kind = kind_of(data)
    if kind is LOCKED:
        return locked()
    if kind is None:
        words = Phrase(
            "不是 {suffix} 文档，也认不出是什么文件；请用 Word 或 WPS 打开，另存为 .docx",
            "no {suffix} document, and of no known kind; open it in Word or WPS and save it as .docx",
        )
        return UnreadableInput(words.fill(suffix=suffix))
    if kind.suffix == suffix:
        return damaged()
    words = Phrase("不是 {suffix} 文档，而是{kind}；{advice}", "no {suffix} document but {kind}; {advice}")
    advice = Phrase("请用 Word 或 WPS 打开，另存为 .docx", "open it in Word or WPS and save it as .docx")
    if kind.suffix in {".doc", ".docx", ".rtf", ".odt", ".pdf", ".xls", ".xlsx", ".html"}:
        advice = Phrase("请把扩展名改为 {right}", "give it the ending {right}").fill(right=kind.suffix)
    return UnreadableInput(words.fill(suffix=suffix, kind=kind.name, advice=advice))


def locked() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "文档加了密码，无法读取；请取消密码后另存一份",
            "the document has a password and cannot be read; save a copy without one",
        )
    )


def damaged() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "文档已损坏或不完整；请重新取得文件，或用 Word、WPS 打开后另存",
            "the document is damaged or cut off; get it again, or open it in Word or WPS and save it anew",
        )
    )


def too_large(what: Phrase) -> UnreadableInput:
    words = Phrase(
        "{what}；年度报告不会这么大，请确认给的是报告文件",
        "{what}; no yearly report is that large, is this the right file?",
    )
    return UnreadableInput(words.fill(what=what))


class Package:
    """The parts of a .docx by name, read only when asked for.

    Raises:
        UnreadableInput: the bytes are no such package; also from `part`, when one is more than a report has.
    """

    def __init__(self, data: bytes) -> None:
        from zipfile import BadZipFile, ZipFile

        if not data.startswith(_ZIP) or kind_of(data) not in {DOCX, None}:
            raise refuse(data, ".docx")
        if data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise too_large(Phrase("压缩包里的文件过多", "too many files are packed in it"))
        try:
            import io

            self._zip: ZipFile = ZipFile(io.BytesIO(data))
            self._members: dict[str, ZipInfo] = {one.filename.lower(): one for one in self._zip.infolist()}
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise damaged() from None
        self._data = data

    def main(self) -> tuple[str, ET.Element]:
        """The name and the markup of the part that holds the text.

        Raises:
            UnreadableInput: there is none.
        """
        name = next(iter(self.related("", "officeDocument")), "word/document.xml")
        root = self.part(name)
        if root is None:
            raise refuse(self._data, ".docx") if kind_of(self._data) is not DOCX else _no_text()
        return name, root

    def related(self, name: str, kind: str) -> list[str]:
        """The names of the parts to which a part is related in one way, such as `numbering`; "" is the package."""
        folder, _, file = name.rpartition("/")
        found = self.part(f"{folder}/_rels/{file}.rels".lstrip("/"))
        if found is None:
            return []
        targets = []
        for one in found:
            if one.get("TargetMode") != "External" and one.get("Type") in {f"{base}{kind}" for base in _OFFICE}:
                target = one.get("Target", "")
                targets.append(_resolved(target[1:] if target.startswith("/") else f"{folder}/{target}"))
        return targets

    def part(self, name: str) -> ET.Element | None:
        """The markup of a part, None where there is no such part."""
        member = self._members.get(name.lower())
        return None if member is None else parse(self._chunks(member))

    def _chunks(self, member: ZipInfo) -> list[bytes]:
        from zipfile import BadZipFile
        from zlib import error as zlib_error

        if member.flag_bits & 1:
            raise locked()
        if member.file_size > LARGEST_PART:
            raise _too_much_text()
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > LARGEST_PART:  # more than it declared
                        raise _too_much_text()
                    chunks.append(chunk)
        except (BadZipFile, zlib_error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
            raise damaged() from None
        return chunks


def _resolved(path: str) -> str:
    parts: list[str] = []
    for one in path.split("/"):
        if one == "..":
            parts = parts[:-1]
        elif one not in {"", "."}:
            parts.append(one)
    return "/".join(parts)


def _no_text() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "文档里没有正文；请用 Word 或 WPS 打开，另存为 .docx",
            "the document holds no text; open it in Word or WPS and save it as .docx",
        )
    )


def _too_much_text() -> UnreadableInput:
    return too_large(
        Phrase(
            f"解压后超过上限 {LARGEST_PART:,} 字节",
            f"unpacked it goes over the limit of {LARGEST_PART:,} bytes",
        )
    )


class _Builder(ET.TreeBuilder):
    """Builds the tree, and stops at what no document of an office has."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS:
            raise too_large(
                Phrase(f"文档有 {MOST_ELEMENTS:,} 个以上的元素", f"the document has over {MOST_ELEMENTS:,} elements")
            )
        if self._depth > DEEPEST:
            raise too_large(Phrase(f"文档嵌套超过 {DEEPEST} 层", f"the document is nested over {DEEPEST} levels deep"))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, *_: object) -> None:
        # Nothing that Word writes has one; entities are declared in it, which may swell or fetch files.
        raise UnreadableInput(
            Phrase(
                "文档里有 DOCTYPE 声明，可能不安全，拒绝读取；请用 Word 或 WPS 打开，另存为 .docx",
                "the document declares a DOCTYPE, which may be unsafe; open it in Word or WPS and save it as .docx",
            )
        )


def parse(chunks: list[bytes]) -> ET.Element:
    """The tree of some markup; no entity is expanded, nothing is fetched.

    Raises:
        UnreadableInput: it is no markup, declares a DOCTYPE, or is more than a report has.
    """
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  # the builder stops at a DOCTYPE
    try:
        for chunk in chunks:
            parser.feed(chunk)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError, LookupError):
        raise damaged() from None
    return root
