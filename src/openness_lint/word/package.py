"""The packed file behind a .docx: its parts, unpacked and parsed within bounds, or why it is no such file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.syntax.kinds import DOCX, damaged, kind_of, locked, refusal, too_large

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

# The official form has 250 kB of markup with 10,000 tags, the longest published report not ten times that.
LARGEST_PART = 30_000_000  # bytes, unpacked
MOST_TAGS = 1_000_000
MOST_MEMBERS = 5_000

_CHUNK = 1 << 16
_ENCODING = re.compile(rb"""[^<]{0,4}<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")

ADVICE = Phrase("请用 Word 或 WPS 打开，另存为 .docx", "open it in Word or WPS and save it as .docx")

_OFFICE = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
}


class Package:
    """The parts of a .docx by name, read only when asked for.

    Raises:
        UnreadableInput: the bytes are no such package; also from `part`, when one is more than a report has.
    """

    def __init__(self, data: bytes) -> None:
        from zipfile import BadZipFile, ZipFile

        if kind_of(data) is not DOCX:
            raise refusal(data, DOCX, ADVICE)
        if data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise too_large(Phrase("压缩包里的文件过多", "too many files are packed in it"))
        try:
            self._zip: ZipFile = ZipFile(io.BytesIO(data))
            self._members: dict[str, ZipInfo] = {one.filename.lower(): one for one in self._zip.infolist()}
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise damaged() from None

    def main(self) -> tuple[str, ET.Element]:
        """The name and the markup of the part that holds the text.

        Raises:
            UnreadableInput: there is none.
        """
        name = next(iter(self.related("", "officeDocument")), "word/document.xml")
        root = self.part(name)
        if root is None:
            raise _no_text()
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

    def _chunks(self, member: ZipInfo) -> Iterator[bytes]:
        from zipfile import BadZipFile
        from zlib import error as zlib_error

        if member.flag_bits & 1:
            raise locked()
        if member.file_size > LARGEST_PART:
            raise _too_much_text()
        size = 0
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > LARGEST_PART:  # more than it declared
                        raise _too_much_text()
                    yield chunk
        except (BadZipFile, zlib_error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
            raise damaged() from None


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


def parse(chunks: Iterable[bytes]) -> ET.Element:
    """The tree of some markup; no entity is expanded, nothing is fetched.

    Raises:
        UnreadableInput: it is no markup, declares a DOCTYPE, or is more than a report has.
    """
    parser = ET.XMLParser()  # noqa: S314  # what could harm stands in a DOCTYPE, which is refused before it is fed
    tags = 0
    before = b""
    try:
        for chunk in chunks:
            tags += chunk.count(b"<")
            if tags > MOST_TAGS:
                raise too_large(Phrase(f"文档有 {MOST_TAGS:,} 个以上的标签", f"it has over {MOST_TAGS:,} tags"))
            seen = before + chunk
            _refuse_doctype(seen, is_head=not before)
            before = seen[-40:]
            parser.feed(chunk)
        return parser.close()
    except (ET.ParseError, ValueError, LookupError):
        raise damaged() from None


def _refuse_doctype(data: bytes, *, is_head: bool) -> None:
    """Refuse a DOCTYPE: entities are declared in it, which may swell or fetch files. Word writes none."""
    plain = data.replace(b"\0", b"")  # UTF-16 as well as UTF-8; the format knows no other encoding
    declared = _ENCODING.match(plain) if is_head else None
    if declared and declared[1].lower() not in {b"utf-8", b"utf-16", b"us-ascii"}:
        raise damaged()
    if b"<!DOCTYPE" in plain:
        raise UnreadableInput(
            Phrase(
                "文档里有 DOCTYPE 声明，可能不安全，拒绝读取；请用 Word 或 WPS 打开，另存为 .docx",
                "the document declares a DOCTYPE, which may be unsafe; open it in Word or WPS and save it as .docx",
            )
        )
