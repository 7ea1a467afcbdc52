"""Pages saved as one file (.mht, .mhtml): the page among its pictures, as MIME packs them (RFC 2557)."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice, pairwise
from quopri import decodestring

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple
from openness_lint.syntax.decode import LARGEST_PACKED, refuse_large

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"\s*(?:[A-Za-z][-\w]*:[^\n]*\n)")
# A multipart within a multipart is what browsers write at most.
_DEEPEST = 3
# The page comes first, its pictures after it.
_MOST_PARTS = 1000
_LONGEST_HEADER = 20_000


class Packed(NamedTuple):
    """A page's bytes, and the encoding that its envelope names."""

    data: bytes
    charset: str | None


def is_archive(data: bytes) -> bool:
    """Whether a file begins as mail does, and not with markup."""
    return _HEADER.match(data, 0, 1000) is not None


def unpacked(data: bytes) -> Packed:
    """The first page of an archive; scripts and pictures are not even decoded.

    Raises:
        UnreadableInput: there is none, or it is packed in a way that cannot be undone.
    """
    refuse_large(len(data), LARGEST_PACKED)
    page = _page_in(data, 0)
    if page is None:
        raise UnreadableInput(
            Phrase(
                "网页归档里没有网页；请在浏览器里重新保存为“网页，单个文件”",
                "the archive holds no page; save it again in a browser, as a single file",
            )
        )
    header, body = page
    charset = header.get_content_charset()
    match str(header.get("Content-Transfer-Encoding", "")).strip().lower():
        case "quoted-printable":
            return Packed(decodestring(body), charset)
        case "base64":
            try:
                return Packed(a2b_base64(body), charset)
            except Error:
                raise UnreadableInput(
                    Phrase(
                        "网页归档已损坏：base64 无法还原；请重新保存",
                        "the archive is damaged: its base64 cannot be decoded; save it again",
                    )
                ) from None
    return Packed(body, charset)


def _page_in(data: bytes, depth: int) -> tuple[Message, bytes] | None:
    end = _HEADER_END.search(data, 0, _LONGEST_HEADER)
    if end is None:
        return None
    header = BytesHeaderParser().parsebytes(data[: end.end()].lstrip())
    body = data[end.end() :]
    if header.get_content_type() in {"text/html", "application/xhtml+xml"}:
        return header, body
    boundary = header.get_boundary()
    if header.get_content_maintype() != "multipart" or not boundary or depth == _DEEPEST:
        return None
    line = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("ascii", "replace")) + rb"(?:--)?[ \t]*(?=\r?\n|\Z)"
    )
    places = [found.span() for found in islice(line.finditer(body), _MOST_PARTS)]
    for (_, start), (stop, _) in pairwise([*places, (len(body), 0)]):
        part = body[start:stop]
        if (page := _page_in(part.lstrip(b"\r\n"), depth + 1)) is not None:
            return page
    return None
