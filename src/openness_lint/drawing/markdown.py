"""Text from a file made safe for Markdown: CommonMark with GitHub's tables, and what hosts make of it.

Nothing in it becomes emphasis, a link, an image or HTML, ends a table cell, or calls a person.
"""

from __future__ import annotations

from openness_lint.drawing.plain import plain
from openness_lint.model.pattern import pattern

# Code hosts look for these in the finished page, where a backslash or an entity is gone already and
# of no help; only a character between does: mentions (@name), references (#1, !1, %1, $1, ~name, &1,
# GH-1), addresses (http://, www.), emoji (:name:).
_REFERS = pattern(r"@(?=\w)|[#!%$~&](?=(?a:\w))|:(?=//|[\w+-]+:)|(?i:www)(?=\.)|(?i:gh)(?=-\d)")
_BETWEEN = "\u200b"  # zero width space; `plain` leaves none of the file's own

# Entities for what HTML reads too, and for the bar: how a backslash before it ends a cell differs
# from one renderer to the next.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]{}^~$#"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", _BETWEEN: "&#8203;"}
)


def literal(text: str) -> str:
    """Markdown that shows the text as it is, on one line.

    Only for the middle of a line: a text that begins one may still make it a list or a rule.
    """
    return _REFERS.sub(rf"\g<0>{_BETWEEN}", plain(text)).translate(_ESCAPES)
