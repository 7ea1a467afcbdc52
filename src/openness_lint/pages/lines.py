"""Glyphs to lines of text, blanks where the print leaves a gap that is more than the setting of the line."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from openness_lint.model.values import NamedTuple
from openness_lint.pages.page import Box, Glyph, turned_box

# Gaps are in ems, the size of the characters beside them.
_SAME_LINE = 0.45  # how far baselines may lie apart: raised and lowered figures do, lines never
_GAP_OF_WORDS = 0.2  # between letters or digits; the blank of most fonts is 0.25 wide
_GAP_OF_SIGNS = 0.5  # between ideographs: lines set to both margins have gaps of up to 0.3
_GAP_OF_BOTH = 0.6  # between an ideograph and a digit, which are set apart by 0.25 without a blank
_GAP_OF_COLUMNS = 1.2
# In points: what cells keep free of text at both sides together; Word 10.8, others less.
_PADDING = 12.0
# Marks that are never set at the beginning of a line, and so come down with the character before them.
_HANGING = "，。、；：！？）》”’〕】%％"


class Piece(NamedTuple):
    """A stretch of a line without a gap as wide as one between columns."""

    text: str
    x0: float
    x1: float


class Line(NamedTuple):
    """A printed line; `box` holds its characters, `pieces` are the parts of it that stand apart."""

    text: str
    box: Box
    baseline: float
    size: float
    pieces: tuple[Piece, ...]


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that glyphs make, from the top."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.baseline, one.x0)):
        if found and glyph.baseline - _baseline(found[-1]) <= _SAME_LINE * max(glyph.size, found[-1][-1].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    lines = (_line(sorted(one, key=lambda glyph: (glyph.x0, glyph.x1))) for one in found)
    return [line for line in lines if line is not None]


def text_of(glyphs: Sequence[Glyph], box: Box) -> str:
    """The text of a cell; text that runs upwards or downwards is read so.

    Lines that end because the cell does run on; one that leaves room for more was ended by hand, and
    keeps its line break.
    """
    ((turns, _),) = Counter(one.turns for one in glyphs if one.text.strip()).most_common(1) or ((0, 0),)
    if turns:
        glyphs = [one.turned(turns) for one in glyphs]
        box = turned_box(box, turns, 0, 0)
    width = box[2] - box[0] - _PADDING
    lines = lines_of(glyphs)
    whole = "".join(line.text for line in lines[:1])
    for before, line in pairwise(lines):
        is_full = width - (before.box[2] - before.box[0]) < first_width(line) + 0.3 * line.size
        whole = run_on(whole, line.text) if is_full else f"{whole}\n{line.text}"
    return whole


def run_on(text: str, line: str) -> str:
    """A text and its next line as one; between words of letters a blank comes back where the line ended."""
    is_word = bool(text) and all(one.isascii() and one.isalpha() for one in (text[-1], line[0]))
    return f"{text}{' ' * is_word}{line}"


def first_width(line: Line) -> float:
    """How wide that is at the beginning of a line which cannot be parted."""
    text = line.text
    end = 1
    if not is_wide(text[0]):
        while end < len(text) and not is_wide(text[end]) and text[end] != " ":
            end += 1
    while end < len(text) and text[end] in _HANGING:
        end += 1
    return sum(line.size * (1.0 if is_wide(one) else 0.5) for one in text[:end])


def _baseline(line: list[Glyph]) -> float:
    return max(line, key=lambda one: one.size).baseline


def _line(glyphs: list[Glyph]) -> Line | None:
    kept: list[Glyph] = []
    for glyph in glyphs:
        # Bold print is sometimes made by printing twice, a little apart.
        is_double = bool(kept) and kept[-1].text == glyph.text and glyph.x0 - kept[-1].x0 < 0.2 * glyph.size
        if not is_double:
            kept.append(glyph)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if not kept:
        return None
    pieces: list[list[str]] = [[kept[0].text]]
    starts, ends = [kept[0].x0], [kept[0].x1]
    last = kept[0]  # the last one that is not a blank
    text = kept[0].text
    for before, glyph in pairwise(kept):
        blank = " " if _is_gap(before, glyph) else ""
        text += blank + glyph.text
        if glyph.text.strip():
            if glyph.x0 - last.x1 > _GAP_OF_COLUMNS * max(last.size, glyph.size):
                pieces.append([])
                starts.append(glyph.x0)
                ends.append(glyph.x1)
            else:
                pieces[-1].append(text[len(text) - len(glyph.text) - len(blank) : len(text) - len(glyph.text)])
            pieces[-1].append(glyph.text)
            ends[-1] = glyph.x1
            last = glyph
        else:
            pieces[-1].append(glyph.text)
    whole = tuple(Piece("".join(one).strip(), start, end) for one, start, end in zip(pieces, starts, ends, strict=True))
    sizes = Counter(round(one.size, 1) for one in kept)
    box = (kept[0].x0, min(one.y0 for one in kept), max(one.x1 for one in kept), max(one.y1 for one in kept))
    return Line(text, box, _baseline(kept), sizes.most_common(1)[0][0], whole)


def _is_gap(left: Glyph, right: Glyph) -> bool:
    """Whether the print leaves a blank between two characters that has no character of its own."""
    if not left.text.strip() or not right.text.strip():
        return False
    wide = is_wide(left.text), is_wide(right.text)
    limit = _GAP_OF_SIGNS if all(wide) else _GAP_OF_BOTH if any(wide) else _GAP_OF_WORDS
    return right.x0 - left.x1 > limit * max(left.size, right.size)


@lru_cache(maxsize=8192)
def is_wide(text: str) -> bool:
    """Whether a character takes a full square, as ideographs and Chinese marks do."""
    return unicodedata.east_asian_width(text[:1] or " ") in "WFA" and not text.isascii()
