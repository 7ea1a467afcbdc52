"""Bytes to text, by byte order mark, declaration, or detection beyond doubt."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import lru_cache

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple
from openness_lint.syntax.node import Lines

# No yearly report comes near this; a wrong file (a video, a database dump) soon does.
LARGEST = 10_000_000
# Documents with photographs and web archives with their pictures are larger, though their text is not.
LARGEST_PACKED = 50_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What is text in an encoding that nothing declares has this share of characters in everyday use at least;
# UTF-8 or Latin text read as GB18030 has half of it. Names of places and people make up for the rest.
_EVERYDAY = 0.9
_DECLARED = pattern(rb"[ \t]*#[^\n]{0,80}?coding[:=][ \t]*([-\w.]{2,20})")
# No UTF-16: a file in which the declaration can be read byte by byte is not in it.
_KNOWN = {"utf-8": "utf-8", "utf8": "utf-8", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}
_KNOWN |= {"cp936": "gb18030"}

_OTHERS = (
    (b"PK\x03\x04", Phrase("zip 压缩包，docx、xlsx 也是这一种", "a zip archive, as docx and xlsx are")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Phrase("旧式 Word、Excel 文档", "an old Word or Excel document")),
    (b"%PDF-", Phrase("PDF 文档", "a PDF document")),
    (b"\x89PNG\r\n", Phrase("PNG 图片", "a PNG picture")),
    (b"\xff\xd8\xff", Phrase("JPEG 图片", "a JPEG picture")),
    (b"\x1f\x8b\x08", Phrase("gzip 压缩文件", "a gzip file")),
)
_BEGINNINGS = tuple(beginning for beginning, _ in (*_MARKS, *_OTHERS))
_PACKED = pattern(
    rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|.{0,1000}%PDF-|\s*\{\\rtf|\s*mime-version:",
    re.DOTALL | re.IGNORECASE,
)
_HIGH = bytes(range(0x80, 0x100))
# In UTF-8, what stands for one Chinese character; GB18030 shows it by chance about once in 150 characters.
_CHINESE_UTF8 = pattern(rb"[\xe4-\xe9][\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xef\xbc[\x80-\xbf]")


def largest(head: bytes) -> int:
    """How many bytes a file may have that begins so; the first 1024 bytes are enough."""
    return LARGEST_PACKED if _PACKED.match(head) else LARGEST


def refuse_large(size: int, most: int = LARGEST) -> None:
    """Refuse a source by its size in bytes, before it is read.

    Raises:
        UnreadableInput: it is larger than any report.
    """
    if size <= most:
        return
    if most == LARGEST_PACKED:
        raise UnreadableInput(
            Phrase(
                f"文件有 {size:,} 字节，超过上限 {most:,} 字节；如是照片太大，请压缩图片后另存一份",
                f"{size:,} bytes, over the limit of {most:,}; if its pictures are too large, save a copy with them compressed",
            )
        )
    raise UnreadableInput(
        Phrase(
            f"文件有 {size:,} 字节，超过上限 {most:,} 字节；年度报告不会这么大，请确认给的是报告文件",
            f"{size:,} bytes, over the limit of {most:,}; no yearly report is that large, is this the right file?",
        )
    )


class Encoded(NamedTuple):
    """How a source's text is put into bytes: the mark before it, if any, and the encoding."""

    mark: bytes
    encoding: str

    def encode(self, text: str) -> bytes:
        """The bytes of a text that was decoded so."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes) -> str:
    """The text of a source, without byte order mark, line ends as they are.

    UTF-8 unless a mark or a declaration in the first two lines (`# coding: gb18030`) says otherwise.
    Undeclared UTF-16 is told by zero bytes, undeclared GB18030 by bytes that are not UTF-8, and both by
    decoding into characters in everyday use, which UTF-8 or Latin text read as GB18030 does not.

    Raises:
        UnreadableInput: too large, or not text in any of these, with the first offending byte's place.
    """
    if (text := _plain(data)) is not None:
        return text
    mark, encoding = encoding_of(data)
    return _strictly(data[len(mark) :], encoding)


def _plain(data: bytes) -> str | None:
    """The text of UTF-8 that nothing marks as something else, as nearly all are."""
    if len(data) > LARGEST or data.startswith(_BEGINNINGS) or b"coding" in data[:400] or b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def encoding_of(data: bytes) -> Encoded:
    """How a source is encoded, as `decode` reads it; whether all of it can be decoded is not said.

    Raises:
        UnreadableInput: too large, of another kind than text, or declared to be in what cannot be read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            refuse_large(len(data))
            return Encoded(mark, encoding)
    for signature, kind in _OTHERS:
        if data.startswith(signature):
            raise UnreadableInput(
                Phrase(
                    f"这不是文本，而是 {kind.zh}；请按原来的格式起扩展名，或转换后再给",
                    f"not text but {kind.en}; give it its own file extension, or convert it first",
                ),
                line=1,
                column=1,
            )
    refuse_large(len(data))
    return Encoded(b"", _declared(data) or _detected(data))


def _declared(data: bytes) -> str | None:
    for number, line in enumerate(data[:400].split(b"\n")[:2], 1):
        if not (found := _DECLARED.match(line)):
            continue
        name = found[1].decode("ascii")
        column = len(line[: found.start(1)].decode("utf-8", "replace")) + 1
        encoding = _KNOWN.get(name.lower().replace("_", "-"))
        if encoding is None:
            raise UnreadableInput(
                Phrase(
                    f"声明的编码 {name} 不能用；请另存为 UTF-8，或声明 gb18030",
                    f"declared encoding {name} cannot be used; save as UTF-8, or declare gb18030",
                ),
                line=number,
                column=column,
            )
        if encoding == "gb18030" and _is_chinese_utf8(data):
            raise UnreadableInput(
                Phrase(
                    f"声明的编码是 {name}，文件却是 UTF-8；请删去这条声明",
                    f"the file declares {name} but is UTF-8; delete the declaration",
                ),
                line=number,
                column=column,
            )
        return encoding
    return None


def _is_chinese_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _CHINESE_UTF8.search(data) is not None and not _is_everyday_gb18030(data)


def _detected(data: bytes) -> str:
    if b"\0" in data:
        head = data[: min(len(data), 4096) // 2 * 2]
        shares = {one: _everyday_share(head.decode(one, "replace")) for one in ("utf-16-le", "utf-16-be")}
        best = max(shares, key=lambda one: shares[one])
        return best if shares[best] >= _EVERYDAY else "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        wide = len(data) - len(data.translate(None, _HIGH))
        chinese = 3 * len(_CHINESE_UTF8.findall(data))
        # A few damaged bytes leave most of a UTF-8 text standing: to be mended, not to be read as GB18030.
        if chinese < wide / 3 and _is_everyday_gb18030(data):
            return "gb18030"
    return "utf-8"


def _is_everyday_gb18030(data: bytes) -> bool:
    sample = data[:100_000].decode("gb18030", "replace")
    return _everyday_share([c for c in sample if not c.isascii()]) >= _EVERYDAY


def _everyday_share(characters: Sequence[str]) -> float:
    return sum(map(_is_everyday, characters)) / max(1, len(characters))


@lru_cache(maxsize=8192)
def _is_everyday(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character in "\t\r\n"
    # Rows 16 to 55 are the characters in everyday use, sorted by sound; 1 to 9 are marks and digits.
    lead = _lead(character, "gb2312")
    if 0xA1 <= lead <= 0xA9 or 0xB0 <= lead <= 0xD7:
        return True
    # The same of traditional script, by strokes.
    return (
        0xA4 <= _lead(character, "big5") <= 0xC6 or character in "—·〇€" or character.isspace()
    )  # U+00A0 of web pages


def _lead(character: str, encoding: str) -> int:
    """The first byte of a character; 0 where the encoding has it not."""
    try:
        return character.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        is_cut = any(words in error.reason for words in ("end of data", "incomplete", "truncated"))
        message = _undecodable(data, error.start, encoding, is_cut)
        raise _complain(message, before) from None
    if (zero := text.find("\0")) != -1:
        message = Phrase(
            "此处是零字节，文本里不会有；请确认给的是报告文件",
            "a zero byte, which no text has; is this the right file?",
        )
        raise _complain(message, text[:zero])
    return text


def _undecodable(data: bytes, at: int, encoding: str, is_cut: bool) -> Phrase:
    if encoding == "utf-8" and not _CHINESE_UTF8.search(data):
        return Phrase(
            f"不是 UTF-8 文本：此处字节 0x{data[at]:02X} 无法解码；请另存为 UTF-8，或在首行声明编码，如 # coding: gb18030",
            f"not UTF-8 text: byte 0x{data[at]:02X} cannot be decoded; save as UTF-8 or declare the encoding "
            "in the first line, as in # coding: gb18030",
        )
    if is_cut:
        return Phrase(
            f"{encoding.upper()} 文本在一个字的中间断开；文件可能被截断，请重新取得完整的文件",
            f"the {encoding.upper()} text ends in the middle of a character; was the file cut off?",
        )
    return Phrase(
        f"{encoding.upper()} 文本在此处损坏：字节 0x{data[at]:02X} 无法解码；请改正这里的字，重新保存",
        f"the {encoding.upper()} text is damaged here: byte 0x{data[at]:02X} cannot be decoded; "
        "mend this character and save again",
    )


def _complain(message: Phrase, before: str) -> UnreadableInput:
    line, column = Lines(before).place(len(before))
    return UnreadableInput(message, line=line, column=column)
