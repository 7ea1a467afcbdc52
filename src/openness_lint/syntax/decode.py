"""Bytes to text, by byte order mark, declaration, or detection beyond doubt."""

from __future__ import annotations

import codecs
import re

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase

# No yearly report comes near this; a wrong file (a video, a database dump) soon does.
LARGEST = 10_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^[^\n]{0,80}?coding[:=][ \t]*([-\w.]{2,20})")
_KNOWN = {"utf-8": "utf-8", "utf8": "utf-8", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}
_KNOWN |= {"cp936": "gb18030", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}


def refuse_large(size: int) -> None:
    """Refuse a source by its size in bytes, before it is read.

    Raises:
        UnreadableInput: it is larger than any report.
    """
    if size > LARGEST:
        raise UnreadableInput(
            Phrase(
                f"文件有 {size:,} 字节，超过上限 {LARGEST:,} 字节；年度报告不会这么大，请确认给的是报告文件",
                f"{size:,} bytes, over the limit of {LARGEST:,}; no yearly report is that large, is this the right file?",
            )
        )


def decode(data: bytes) -> str:
    """The text of a source, without byte order mark, line ends as they are.

    UTF-8 unless a mark or a declaration in the first two lines (`# coding: gb18030`) says otherwise.
    Undeclared UTF-16 is told by its zero bytes, undeclared GB18030 by decoding whole into characters
    in everyday use, which UTF-8 or Latin text read as GB18030 does not.

    Raises:
        UnreadableInput: too large, or not text in any of these, with the first offending byte's place.
    """
    refuse_large(len(data))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    for line in data[:400].split(b"\n")[:2]:
        if (found := _DECLARED.match(line)) and line.lstrip().startswith(b"#"):
            return _strictly(data, _declared(found[1].decode("ascii", "replace")))
    if wide := _zero_bytes(data):
        return _strictly(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _everyday_gb18030(data)
        if text is None:
            raise _not_text(data, error, "UTF-8") from None
        return text


def _declared(name: str) -> str:
    encoding = _KNOWN.get(name.lower().replace("_", "-"))
    if encoding is None:
        raise UnreadableInput(
            Phrase(
                f"声明的编码 {name} 不认识；可用 utf-8、gb18030、utf-16",
                f"declared encoding {name} is unknown; use utf-8, gb18030 or utf-16",
            ),
            line=1,
            column=1,
        )
    return encoding


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(data, error, encoding.upper()) from None


def _zero_bytes(data: bytes) -> str | None:
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Keys, colons, digits and line ends are ASCII even in Chinese reports: one byte in four at least.
    if odd > len(head) / 16 and not even:
        return "utf-16-le"
    if even > len(head) / 16 and not odd:
        return "utf-16-be"
    return None


def _everyday_gb18030(data: bytes) -> str | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = [c for c in text if not c.isascii()]
    everyday = sum(1 for c in wide if _in_gb2312(c))
    return text if wide and everyday >= 0.97 * len(wide) and "\x00" not in text else None


def _in_gb2312(character: str) -> bool:
    try:
        encoded = character.encode("gb2312")
    except UnicodeEncodeError:
        return character in "—·〇"
    # Rows 16 to 55 are the characters in everyday use, sorted by sound; 1 to 9 are marks and digits.
    return 0xA1 <= encoded[0] <= 0xA9 or 0xB0 <= encoded[0] <= 0xD7


def _not_text(data: bytes, error: UnicodeDecodeError, encoding: str) -> UnreadableInput:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode(error.encoding, "replace")) + 1
    byte = data[error.start]
    return UnreadableInput(
        Phrase(
            f"不是 {encoding} 文本：此处字节 0x{byte:02X} 无法解码；请另存为 UTF-8，或在首行声明编码，如 # coding: gb18030",
            f"not {encoding} text: byte 0x{byte:02X} cannot be decoded; save as UTF-8 or declare the encoding "
            "in the first line, as in # coding: gb18030",
        ),
        line=line,
        column=column,
    )
