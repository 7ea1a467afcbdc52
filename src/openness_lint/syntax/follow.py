"""Follow a decoded scalar back into its source, so that each character has its exact place.

YAML folds lines, strips indents and decodes escapes. All of that touches only blanks, quotes and
escapes: the other characters stand in the source in the same order. So walking both at once finds
every character again, and a mismatch is noticed and not guessed at.
"""

from __future__ import annotations

from openness_lint.model.pattern import pattern
from openness_lint.model.text import Run
from openness_lint.model.values import NamedTuple
from openness_lint.syntax.node import Lines

# What YAML may fold or strip; wider blanks such as U+3000 are content.
_BLANKS = frozenset(" \t\r\n")
_LINE_END = pattern(r"\r\n|\r|\n")
_ESCAPE_WIDTH = {"x": 4, "u": 6, "U": 10}


class Piece(NamedTuple):
    """One character as the source writes it: what it decodes to, where, in how many characters."""

    character: str
    offset: int
    width: int
    literal: bool  # written as an escape: content even if blank


def pieces(source: str, start: int, end: int, style: str) -> list[Piece]:
    """What stands between two offsets, quotes and escapes of the style resolved.

    `style` is YAML's: `"`, `'`, or anything else for text without escapes. JSON strings are `"`.
    """
    if style == "'":
        return _single_quoted(source, start, end)
    if style == '"':
        return _double_quoted(source, start, end)
    return [Piece(source[i], i, 1, False) for i in range(start, end)]


def _single_quoted(source: str, start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    i = start
    while i < end:
        width = 2 if source.startswith("''", i) else 1
        found.append(Piece(source[i], i, width, width == 2))
        i += width
    return found


def _double_quoted(source: str, start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    i = start
    while i < end:
        if source[i] != "\\":
            found.append(Piece(source[i], i, 1, False))
            i += 1
            continue
        letter = source[i + 1 : i + 2]
        width = _ESCAPE_WIDTH.get(letter, 2)
        if letter in _ESCAPE_WIDTH:
            point = int(source[i + 2 : i + width], 16)
            low = source[i + 8 : i + 12] if source.startswith("\\u", i + 6) else ""
            if 0xD800 <= point < 0xDC00 <= int(low or "0", 16) < 0xE000:  # JSON writes wide characters as two escapes
                point = 0x10000 + ((point - 0xD800) << 10) + int(low, 16) - 0xDC00
                width = 12
            found.append(Piece(chr(point), i, width, True))
        elif letter not in "\r\n":  # a backslash before a line end joins the lines and is no content
            found.append(Piece(_SIMPLE_ESCAPES.get(letter, letter), i, width, True))
        i += width
    return found


_SIMPLE_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def follow(value: str, found: list[Piece], lines: Lines) -> tuple[Run, ...]:
    """Runs that place every character of `value`; empty when value and source do not agree."""
    solid = [piece for piece in found if piece.literal or piece.character not in _BLANKS]
    places: list[tuple[int, int] | None] = [None] * len(value)  # (offset in the source, width)
    at = 0
    for i, character in enumerate(value):
        if at < len(solid) and solid[at].character == character:
            places[i] = (solid[at].offset, solid[at].width)
            at += 1
        elif character not in _BLANKS:
            return ()
    if at != len(solid):
        return ()
    if found:
        _place_blanks(value, places, (found[0].offset, found[-1].offset + found[-1].width), lines.text)
    return _runs([place for place in places if place is not None], lines)


def follow_literal(value: str, start: int, end: int, lines: Lines) -> tuple[Run, ...]:
    """The same for a text below a `|`, line by line; empty where a line is not plainly the source's without its indent.

    `start` and `end` are offsets in the source; the first is where a line begins.
    """
    written = lines.text[start:end].split("\n")
    said = value.removesuffix("\n").split("\n")
    first = next((one for one in written if one.strip(" ")), "")
    indent = len(first) - len(first.lstrip(" "))
    number, column = lines.place(start)
    if (
        "\r" in value
        or column != 1
        or len(written) < len(said)
        or any(one.strip(" \n") for one in written[len(said) :])
    ):
        return ()
    runs: list[Run] = []
    offset = 0
    for i, (line, source) in enumerate(zip(said, written, strict=False)):
        if line:
            if source[indent:] != line or source[:indent].strip(" ") or not line.strip(" \t"):
                return ()
            runs.append(Run(offset, number + i, indent + 1))
        elif source.strip(" "):
            return ()
        elif offset < len(value):
            runs.append(Run(offset, number + i, len(source) + 1))
        offset += len(line) + 1
    return tuple(runs)


def _place_blanks(value: str, places: list[tuple[int, int] | None], bounds: tuple[int, int], source: str) -> None:
    """Blanks up to the last line end follow what stands before them; an indent precedes what follows."""
    i = 0
    while i < len(value):
        if places[i] is not None:
            i += 1
            continue
        end = i
        while end < len(value) and places[end] is None:
            end += 1
        before = places[i - 1] if i else None
        after = places[end] if end < len(value) else None
        at, stop = sum(before) if before else bounds[0], after[0] if after else bounds[1]
        is_indent = after is not None and (before is None or "\n" in value[i:end])
        indent = len(value[i:end].rpartition("\n")[2]) if is_indent else 0
        for k in range(i, end - indent):
            line_end = _LINE_END.search(source, at, stop) if value[k] == "\n" else None
            places[k] = (line_end.start() if line_end else min(at, stop), 1)
            at = line_end.end() if line_end else at + 1
        for k in range(end - indent, end):
            places[k] = (stop - (end - k), 1)
        i = end


def _runs(places: list[tuple[int, int]], lines: Lines) -> tuple[Run, ...]:
    runs: list[Run] = []
    expected, width_before = -1, 0
    for i, (offset, width) in enumerate(places):
        if offset != expected or width != width_before:
            line, column = lines.place(offset)
            runs.append(Run(i, line, column, width))
        # A line end within a run would carry columns on past the line's end.
        expected = -1 if lines.text[offset : offset + 1] in "\r\n" else offset + width
        width_before = width
    return tuple(runs)
