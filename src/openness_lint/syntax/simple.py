"""YAML as nearly every report is written, read line by line, without a parser.

Such a text is mappings below one another. Each line of it is blank, a comment, or a key and what stands
beside it: nothing, a word, a text in quotes without escapes, figures or words in brackets that close on
the line, or the `|` of a text below. None of these can be read in two ways, so that every parser comes to
the same tree with the same places. As soon as a line is of another kind, or two lines might mean something
together (an indent that no key accounts for, a key written twice), the whole text is left to the parser,
which also finds the words for whatever is wrong with it. Nothing is refused here.

Most lines are alike from report to report (the form's labels, rows of zeros), and many stand at the same
place in their text, so what they come to is kept: of a line and of its key at their place, and of its halves
anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from openness_lint.model.pattern import pattern
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text, Words
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.syntax.node import DEEPEST, MOST_NODES, Entry, Lines, Listed, Mapping, Node, Scalar, Sequence

# Blanks are those of YAML: to it a wide blank is a character like any other. A word begins with nothing that
# has a meaning in YAML, and holds neither colon nor number sign, so that nothing after it can belong to it.
_FIRST = r"""(?:[^ \t:#\-?,\[\]{}&*!|>'"%@`]|-(?=[0-9]))"""
_WORD = rf"{_FIRST}[^ \t:#]*+(?:[ ]++[^ \t:#]++)*+"
_BARE = rf"{_FIRST}[^ \t:#?,\[\]{{}}]*+"  # within brackets
_QUOTED = r"""'[^']*+'|"[^"\\]*+\""""
_ITEM = rf"(?:{_BARE}|{_QUOTED})"
_PAIR = rf"{_ITEM}:[ ]++{_ITEM}"
_LIST = rf"\[[ ]*+{_ITEM}[ ]*+(?:,[ ]*+{_ITEM}[ ]*+)*+\]"
_PAIRS = rf"\{{[ ]*+{_PAIR}[ ]*+(?:,[ ]*+{_PAIR}[ ]*+)*+\}}"
_HEAD = pattern(rf"""([ ]*+)({_WORD}|"[^"\\:#]++"|'[^':#]++')""")
_BODY = pattern(rf"[ ]*+(?:({_LIST})|({_PAIRS})|(\|-)|(\|)|({_WORD}|{_QUOTED}))?+[ ]*+(?:(?<![^ ])#.*+)?+")
_ITEMS = pattern(_ITEM)
_DIGITS = pattern(r"\[[0-9]++(?:, [0-9]++)*+\]")
_NOTHING, _LISTED, _PAIRED, _STRIPPED, _BELOW, _ALONE = range(6)  # the groups of `_BODY`
# Parsers look for the colon behind a key within 1024 characters.
_LONGEST_KEY = 1000


# One value in half a line: what it says, where it begins and ends, counted from where the half does, and whether
# it is without quotes.
_Word: TypeAlias = tuple[str, int, int, bool]


def _scalar(word: _Word, line: int, column: int) -> Scalar:
    """A value in a half that begins at this place."""
    value, start, end, is_plain = word
    span = new_tuple(TextSpan, (line, column + start, line, column + end))
    runs = (new_tuple(Run, (0, line, column + start, 1)),) if value else ()
    return new_tuple(Scalar, (new_tuple(Text, (value, span, runs)), is_plain))


class _Head(NamedTuple):
    """What stands before a colon."""

    indent: int
    key: _Word


class _Body(NamedTuple):
    """What stands behind a colon: which kind of value, where, and its words; keys and values by turns.

    Of a list of words without quotes, `said` and `starts` are what they say and where.
    """

    kind: int
    start: int = 0
    end: int = 0
    words: tuple[_Word, ...] = ()
    said: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()

    def node(self, line: int, column: int) -> Node | None:
        """The value, in a half that begins at this place; None where it ends on no line or a later one."""
        kind, start, end, words, said, starts = self
        if kind == _ALONE:
            return _scalar(words[0], line, column)
        span = new_tuple(TextSpan, (line, column + start, line, column + end))
        if said:
            return Listed(new_tuple(Words, (said, starts, line, column)), span)
        scalars = [_scalar(word, line, column) for word in words]
        if kind == _LISTED:
            return Sequence(tuple(scalars), span)
        return Mapping(tuple(map(Entry, scalars[::2], scalars[1::2])), span) if scalars else None


class _Line(NamedTuple):
    """A line with a key: its indent, its entry where that ends with the line, and the column in which it does."""

    indent: int
    key: Scalar
    kind: int = _NOTHING
    entry: Entry | None = None
    end: int = 0


@lru_cache(maxsize=512)
def _line(written: str, number: int) -> _Line | None:
    """What the line of this number says; None where it has no key, or is not simple."""
    before, colon, behind = written.partition(": ")
    if not colon and written.endswith(":"):
        before, colon = written[:-1], ":"
    if not colon or (found := _key(before, number)) is None or (body := _body(behind)) is None:
        return None
    indent, key = found
    value = body.node(number, len(before) + 3)
    entry = None if value is None else new_tuple(Entry, (key, value))
    end = len(before) + (3 + body.end if entry else 2)
    return new_tuple(_Line, (indent, key, body.kind, entry, end))


@lru_cache(maxsize=512)
def _key(before: str, number: int) -> tuple[int, Scalar] | None:
    """The indent and the key of the line of this number; None where no key stands there."""
    head = _head(before)
    return None if head is None else (head.indent, _scalar(head.key, number, 1))


@lru_cache(maxsize=512)
def _head(written: str) -> _Head | None:
    found = _HEAD.fullmatch(written)
    if found is None or len(written) > _LONGEST_KEY:
        return None
    return _Head(found.end(1), _word(found[2], found.end(1)))


@lru_cache(maxsize=512)
def _body(written: str) -> _Body | None:
    if _DIGITS.fullmatch(written):  # as most are
        said = written[1:-1].split(", ")
        starts = accumulate([len(one) + 2 for one in said[:-1]], initial=1)
        return new_tuple(_Body, (_LISTED, 0, len(written), (), tuple(said), tuple(starts)))
    found = _BODY.fullmatch(written)
    if found is None:
        return None
    kind = found.lastindex or _NOTHING
    if kind in {_NOTHING, _STRIPPED, _BELOW}:
        return _Body(kind)
    start, end = found.span(kind)
    if kind == _ALONE:
        return _Body(kind, start, end, (_word(found[kind], start),))
    words = tuple([_word(one[0], one.start()) for one in _ITEMS.finditer(written, start + 1, end - 1)])
    if kind == _LISTED and all(is_plain for _, _, _, is_plain in words):
        return _Body(kind, start, end, (), tuple(word[0] for word in words), tuple(word[1] for word in words))
    if kind == _PAIRED:
        keys = {key for key, _, _, _ in words[::2]}
        if len(keys) < len(words) // 2 or max(map(len, keys)) > _LONGEST_KEY:
            return None
    return _Body(kind, start, end, words)


def _word(written: str, start: int) -> _Word:
    end = start + len(written)
    if written[0] not in "'\"":
        return written, start, end, True
    if len(written) == 2:  # where quotes hold nothing, they are what stands there
        return "", start, end, False
    return written[1:-1], start + 1, end - 1, False


def read_simple(lines: Lines) -> Mapping | None:
    """The tree of a text that is written as told above; None where it is not.

    Args:
        lines: Of a text without what YAML allows in none.
    """
    text = lines.text
    if len(text) > MOST_NODES:
        return None
    # Lines end in one way throughout: a carriage return by itself ends one to YAML, and stands within one to many.
    if "\r" in text and not text.count("\r") == text.count("\n") == text.count("\r\n"):
        return None
    try:
        return _Outline(lines.texts()).tree()
    except _Unusual:
        return None


class _Unusual(Exception):
    """The text is one for the parser."""


_NO_MORE = _Line(-1, _scalar(_word("-", 0), 1, 1))


class _Outline:
    def __init__(self, lines: Items[str]) -> None:
        self.lines = lines
        self.number = 0  # of the line read last, from 1
        self.line = _NO_MORE  # what it says
        self.end = (0, 0)  # of the value read last

    def tree(self) -> Mapping:
        self._next()
        if self.line.indent != 0:
            raise _Unusual
        return self._mapping(0, 0)

    def _next(self) -> None:
        """Go on to the next line that has a key."""
        for number in range(self.number + 1, len(self.lines) + 1):
            written = self.lines[number - 1]
            line = _line(written, number)
            if line is not None:
                self.number, self.line = number, line
                return
            said = written.lstrip(" ")
            if said and said[0] != "#":
                raise _Unusual
        self.line = _NO_MORE

    def _mapping(self, indent: int, depth: int) -> Mapping:
        """The mapping whose first key was read last; the first line below it is read, too."""
        if depth > DEEPEST - 2:
            raise _Unusual
        begin = self.number
        entries: list[Entry] = []
        keys: set[str] = set()
        while (line := self.line).indent == indent:
            keys.add(line.key.text.text)
            if line.entry is not None:
                self.end = self.number, line.end
                entries.append(line.entry)
                self._next()
            elif line.kind == _NOTHING:
                entries.append(Entry(line.key, self._below(line, depth)))
            else:
                entries.append(Entry(line.key, self._text(line)))
                self._next()
        # What is indented further goes on with a value or belongs to nothing.
        if self.line.indent > indent or len(keys) < len(entries):
            raise _Unusual
        return Mapping(tuple(entries), TextSpan(begin, indent + 1, *self.end))

    def _below(self, line: _Line, depth: int) -> Node:
        """What stands below a key; where nothing does, that stands right behind the colon."""
        place = self.number, line.end
        self._next()
        if self.line.indent > line.indent:
            return self._mapping(self.line.indent, depth + 1)
        self.end = place
        return Scalar(Text("", TextSpan(*place, *place)), True)

    def _text(self, line: _Line) -> Scalar:
        """The text below a `|`: the lines that begin with as many blanks as its first one, and empty ones."""
        lines, first = self.lines, self.number
        written = lines[first] if first < len(lines) else ""
        column = len(written) - len(written.lstrip(" "))
        if column <= line.indent or column == len(written) or written[column] == "\t":
            raise _Unusual
        pad = written[:column]
        runs: list[Run] = []
        said: list[str] = []
        offset = 0
        for number in range(first + 1, len(lines) + 1):
            written = lines[number - 1]
            if written.startswith(pad):
                written = written[column:]
                if not written.strip(" \t"):
                    raise _Unusual
                self.number = number
                runs.append(Run(offset, number, column + 1))
            elif written:
                break
            else:
                runs.append(Run(offset, number, 1))
            said.append(written)
            offset += len(written) + 1
        count = self.number - first  # of the lines up to the last that says something
        value = "\n".join(said[:count])
        self.end = self.number, column + 1 + len(said[count - 1])
        if line.kind == _BELOW and self.number < len(lines):
            value += "\n"
        return Scalar(Text(value, TextSpan(first + 1, column + 1, *self.end), tuple(runs[:count])), False)
