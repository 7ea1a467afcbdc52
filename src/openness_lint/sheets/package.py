"""The zip archive behind a workbook: its members, unpacked and parsed within bounds."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.syntax.kinds import Kind, damaged, kind_of, locked, refusal, too_large

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

# A workbook with a report in it unpacks to some 200 kB; a sheet with a million formatted cells to 40 MB.
LARGEST = 100_000_000  # bytes, unpacked, of all members read
MOST_MEMBERS = 5_000
_CHUNK = 1 << 16

ADVICE = Phrase("请用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")


class Handler(Protocol):
    """What is told of the elements of a member, by their names without prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


class Package:
    """The members of an archive, read only when asked for.

    Raises:
        UnreadableInput: the bytes are no archive of the wanted kind; also later, from damage within.
    """

    def __init__(self, data: bytes, wanted: Kind) -> None:
        from zipfile import BadZipFile, ZipFile

        if kind_of(data) is not wanted:
            raise refusal(data, wanted, ADVICE)
        if data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise too_large(Phrase("压缩包里的文件过多", "too many files are packed in it"))
        try:
            self._zip: ZipFile = ZipFile(io.BytesIO(data))
            self._members: dict[str, ZipInfo] = {one.filename.lower(): one for one in self._zip.infolist()}
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise damaged() from None
        self._left = LARGEST

    def read(self, name: str, handler: Handler) -> bool:
        """Parse a member; False where there is none. No entity is expanded, nothing is fetched.

        Raises:
            UnreadableInput: it is damaged, declares a DOCTYPE, or is more than any report.
        """
        member = self._members.get(name.lower().lstrip("/"))
        if member is None:
            return False
        parser = expat.ParserCreate()
        parser.buffer_text = True
        start, end = handler.start, handler.end  # called a million times where a sheet is formatted to its end
        parser.StartElementHandler = lambda tag, found: start(_bare(tag) if ":" in tag else tag, found)
        parser.EndElementHandler = lambda tag: end(_bare(tag) if ":" in tag else tag)
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            for chunk in self._chunks(member):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):
            raise damaged() from None
        return True

    def _chunks(self, member: ZipInfo) -> Iterator[bytes]:
        from zipfile import BadZipFile
        from zlib import error as zlib_error

        if member.flag_bits & 1:
            raise locked()
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise too_large(
                            Phrase(
                                f"解压后超过上限 {LARGEST:,} 字节",
                                f"unpacked it goes over the limit of {LARGEST:,} bytes",
                            )
                        )
                    yield chunk
        except (BadZipFile, zlib_error, EOFError, NotImplementedError, OSError, RuntimeError):
            raise damaged() from None


def resolved(folder: str, target: str) -> str:
    """A target of a relationship as the name of a member."""
    return posixpath.normpath(target if target.startswith("/") else f"{folder}/{target}").lstrip("/")


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """An attribute by its name, whatever its prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if _bare(key) == name), None)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    # Nothing that spreadsheets write has one; entities are declared in it, which may swell or fetch files.
    raise UnreadableInput(
        Phrase(
            f"文件里有 DOCTYPE 声明，可能不安全，拒绝读取；{ADVICE.zh}",
            f"the file declares a DOCTYPE, which may be unsafe; {ADVICE.en}",
        )
    )
