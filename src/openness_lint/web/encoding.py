"""The text of a page: in the encoding it is in, which need not be the one that it declares."""

from __future__ import annotations

import re

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.syntax.decode import encoding_of
from openness_lint.syntax.node import Lines

# Content systems put scripts and styles before the declaration; browsers look at 1024 bytes.
_HEAD = 16_384
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([-\w:.]{2,30})
    | <\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([-\w:.]{2,30})""",
    re.IGNORECASE | re.VERBOSE,
)
# What is declared as GB2312 is GBK or GB18030 nearly always, as browsers know too.
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb-2312-80", "gbk", "x-gbk", "gb18030", "cp936", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950"), "big5hkscs"),
}
# So many bytes of one encoding are not valid in UTF-8 by chance.
_SURE = 20
# Sites damage a character here and there; a page that has more is in another encoding, or no text.
_DAMAGE = 0.002


def page_text(data: bytes, declared: str | None = None) -> str:
    """The text of a page, by mark, by bytes, by the encoding declared from outside or in its head.

    Valid UTF-8 is read as such whatever is declared: sites and browsers convert pages and leave the
    declaration. A few damaged characters become U+FFFD, as in browsers.

    Raises:
        UnreadableInput: too large, of another kind than text, or damaged all over.
    """
    mark, detected = encoding_of(data)
    body = data[len(mark) :]
    encoding = detected if mark else _believed(data, detected, declared)
    text = body.decode(encoding, "replace")
    if (zero := text.find("\0")) != -1:
        raise _complaint(
            text, zero, Phrase("这里是零字节，网页里不会有；请确认给的是网页", "a zero byte, which no page has")
        )
    damaged = text.count("\ufffd")
    if damaged > 3 and damaged > len(text) * _DAMAGE:
        words = Phrase(
            f"按 {encoding.upper()} 解码，有 {damaged} 处不成字；请用浏览器打开，核对后另存为 UTF-8",
            f"as {encoding.upper()}, {damaged} stretches cannot be decoded; open it in a browser, and save it as UTF-8",
        )
        raise _complaint(text, text.index("\ufffd"), words)
    return text


def _believed(data: bytes, detected: str, declared: str | None) -> str:
    found = _DECLARATION.search(data, 0, _HEAD)
    named = declared or ((found[1] or found[2]).decode("ascii") if found else "")
    said = _ENCODINGS.get(named.lower().replace("_", "-"))
    if said is None or detected not in {"utf-8", "gb18030"}:
        return detected
    if detected == "gb18030" or said == "utf-8":
        return detected
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return said
    is_short = len(data) - len(data.translate(None, _HIGH)) < _SURE
    return said if is_short else "utf-8"


_HIGH = bytes(range(0x80, 0x100))


def _complaint(text: str, at: int, words: Phrase) -> UnreadableInput:
    line, column = Lines(text[:at]).place(at)
    return UnreadableInput(words, line=line, column=column)
