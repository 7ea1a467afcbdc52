"""Text from a file made safe to print: nothing in it may move the cursor, hide or reorder.

A cell may hold anything: colour codes, marks that turn the reading direction, half a surrogate
pair. All of it is shown, none of it works.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from openness_lint.model.pattern import pattern

# Everything a terminal acts on or does not show: control codes (C0, DEL, C1), format characters
# (Unicode category Cf: soft hyphen, joiners, direction marks, tags), line and paragraph separators,
# variation selectors, lone surrogates. Written out, because `unicodedata` differs between versions
# of Python and the same report must give the same bytes on all of them.
HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# Hidden characters that Python calls printable.
_SELECTORS = frozenset("\u180b\u180c\u180d\u180f") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_HIDDEN = pattern(f"[{HIDDEN}]")

# What nearly all text of reports and messages is made of, and of it what takes two columns: for these rich's
# tables, which take longer to load than a report to judge, need not be asked.
_WIDE = pattern("[\u3000-\u3020\u4e00-\u9fff\uff01-\uff60]")
_COMMON = pattern(
    "[ -~\xb7\xd7\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2460-\u257f\u3000-\u3020\u4e00-\u9fff\uff01-\uff60]*+"
)


def visible(character: str) -> str:
    """How a character that must not be printed is shown: ␛ for a control code, else <U+202E>."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def plain(text: str, keep: str = "") -> str:
    """The text with every hidden character shown, except those to keep."""
    if text.isprintable() and _SELECTORS.isdisjoint(text):
        return text
    return _HIDDEN.sub(lambda found: found[0] if found[0] in keep else visible(found[0]), text)


def measure(text: str) -> int:
    """Columns that a text takes in a terminal; the sum over its parts, once it is `plain`."""
    if text.isascii():
        return len(text)
    if _COMMON.fullmatch(text):
        return len(text) + len(_WIDE.findall(text))
    return _cells()(text)


def crop(text: str, cells: int) -> str:
    """The beginning of a text, with … where something is left out, in at most so many columns."""
    if len(text) * 2 <= cells or measure(text) <= cells:
        return text
    kept, left = [], cells - 1
    for character in text:
        left -= measure(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"


@lru_cache(maxsize=1)
def _cells() -> Callable[[str], int]:
    from rich.cells import cell_len  # costs several milliseconds: only where something is drawn

    return cell_len
