"""YAML as nearly every report is written, read line by line, without a parser.

Such a text is mappings below one another. Each line of it is blank, a comment, or a key and what stands
beside it: nothing, a word, a text in quotes without escapes, figures or words in brackets that close on
the line, or the `|` of a text below. None of these can be read in two ways, so that every parser comes to
the same tree with the same places. As soon as a line is of another kind, or two lines might mean something
together (an indent that no key accounts for, a key written twice), the whole text is left to the parser,
which also finds the words for whatever is wrong with it. Nothing is refused here.

Most lines are alike from report to report (the form's labels, rows of zeros): what the two halves of a
line come to is kept, with places counted from where each half begins.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from functools import lru_cache

from openness_lint.model.pattern import pattern
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.syntax.node import DEEPEST, MOST_NODES, Entry, Lines, Mapping, Node, Scalar, Sequence

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
_BODY = pattern(rf"[ ]*+(?:({_LIST})|({_PAIRS})|(\|-?+)|({_WORD}|{_QUOTED}))?+[ ]*+(?:(?<![^ ])#.*+)?+")
_ITEMS = pattern(_ITEM)
_LISTED, _PAIRED, _BELOW, _ALONE = 1, 2, 3, 4  # the groups of `_BODY`
# Parsers look for the colon behind a key within 1024 characters.
_LONGEST_KEY = 1000


class _Word(NamedTuple):
    """One value in half a line: what it says, and where, counted from where the half begins."""

    value: str
    start: int
    end: int
    plain: bool

    def scalar(self, line: int, column: int) -> Scalar:
        """The value, in a half that begins at this place."""
        value, start, end, plain = self
        start += column
        span = new_tuple(TextSpan, (line, start, line, column + end))
        runs = (new_tuple(Run, (0, line, start, 1)),) if value else ()
        return new_tuple(Scalar, (new_tuple(Text, (value, span, runs)), plain))


class _Head(NamedTuple):
    """What stands before a colon."""

    indent: int
    key: _Word


class _Body(NamedTuple):
    """What stands behind a colon: which kind of value, where, and its words; keys and values by turns."""

    kind: int | None
    start: int = 0
    end: int = 0
    words: tuple[_Word, ...] = ()


@lru_cache(maxsize=4096)
def _head(written: str) -> _Head | None:
    found = _HEAD.fullmatch(written)
    if found is None or len(written) > _LONGEST_KEY:
        return None
    return _Head(found.end(1), _word(found[2], found.end(1)))


@lru_cache(maxsize=4096)
def _body(written: str) -> _Body | None:
    found = _BODY.fullmatch(written)
    if found is None:
        return None
    kind = found.lastindex
    if kind is None:
        return _Body(None)
    start, end = found.span(kind)
    if kind == _BELOW:
        return _Body(kind, start, end)
    if kind == _ALONE:
        return _Body(kind, start, end, (_word(found[kind], start),))
    words = tuple(_word(one[0], one.start()) for one in _ITEMS.finditer(written, start + 1, end - 1))
    if kind == _PAIRED:
        keys = {key.value for key in words[::2]}
        if len(keys) < len(words) // 2 or max(map(len, keys)) > _LONGEST_KEY:
            return None
    return _Body(kind, start, end, words)


def _word(written: str, start: int) -> _Word:
    end = start + len(written)
    if written[0] not in "'\"":
        return _Word(written, start, end, True)
    if len(written) == 2:  # where quotes hold nothing, they are what stands there
        return _Word("", start, end, False)
    return _Word(written[1:-1], start + 1, end - 1, False)


def read_simple(lines: Lines) -> Mapping | None:
    """The tree of a text that is written as told above; None where it is not.

    Args:
        lines: Of a text without what YAML allows in none.
    """
    text = lines.text
    if len(text) > MOST_NODES or "\r" in text:
        return None
    try:
        return _Outline(lines.texts()).tree()
    except _Unusual:
        return None


class _Unusual(Exception):
    """The text is one for the parser."""


class _Outline:
    def __init__(self, lines: Items[str]) -> None:
        self.lines = lines
        self.number = 0  # of the line read last, from 1
        self.indent = -1  # of its key; where no more keys follow, less than that of any
        self.key = _Word("", 0, 0, True)
        self.body = _Body(None)
        self.after = 0  # the column in which its body begins
        self.end = (0, 0)  # of the value read last

    def tree(self) -> Mapping:
        self._next()
        if self.indent != 0:
            raise _Unusual
        return self._mapping(0, 0)

    def _next(self) -> None:
        """Go on to the next line that has a key."""
        for number in range(self.number, len(self.lines)):
            line = self.lines[number]
            before, colon, behind = line.partition(": ")
            if not colon and line.endswith(":"):
                before, colon = line[:-1], ":"
            if colon and (head := _head(before)) is not None and (body := _body(behind)) is not None:
                self.indent, self.key = head
                self.body = body
                self.after = len(before) + 3
                self.number = number + 1
                return
            said = line.lstrip(" ")
            if said and said[0] != "#":
                raise _Unusual
        self.indent = -1

    def _mapping(self, indent: int, depth: int) -> Mapping:
        """The mapping whose first key was read last; the first line below it is read, too."""
        if depth > DEEPEST - 2:
            raise _Unusual
        begin = self.number
        entries: list[Entry] = []
        keys: set[str] = set()
        while self.indent == indent:
            keys.add(self.key.value)
            key = self.key.scalar(self.number, 1)
            entries.append(new_tuple(Entry, (key, self._value(indent, depth))))
        # What is indented further goes on with a value or belongs to nothing.
        if self.indent > indent or len(keys) < len(entries):
            raise _Unusual
        return Mapping(tuple(entries), new_tuple(TextSpan, (begin, indent + 1, *self.end)))

    def _value(self, indent: int, depth: int) -> Node:
        kind, start, end, words = self.body
        line, column = self.number, self.after
        if kind == _BELOW:
            value = self._text(indent, is_stripped=end - start > 1)
            self._next()
            return value
        self._next()
        if kind is None:
            if self.indent > indent:
                return self._mapping(self.indent, depth + 1)
            # The value of a key that has none stands right behind the colon.
            self.end = (line, column - 1)
            return Scalar(Text("", TextSpan(*self.end, *self.end)), True)
        self.end = (line, column + end)
        if kind == _ALONE:
            return words[0].scalar(line, column)
        span = new_tuple(TextSpan, (line, column + start, line, column + end))
        scalars = [word.scalar(line, column) for word in words]
        if kind == _LISTED:
            return Sequence(tuple(scalars), span)
        return Mapping(tuple(map(Entry, scalars[::2], scalars[1::2])), span)

    def _text(self, indent: int, *, is_stripped: bool) -> Scalar:
        """The text below a `|`: the lines that begin with as many blanks as its first one, and empty ones."""
        first = self.number
        line = self.lines[first] if first < len(self.lines) else ""
        column = len(line) - len(line.lstrip(" "))
        if column <= indent or column == len(line) or line[column] == "\t":
            raise _Unusual
        pad = line[:column]
        runs: list[Run] = []
        said: list[str] = []
        offset = 0
        number = first
        while number < len(self.lines) and (not (line := self.lines[number]) or line.startswith(pad)):
            number += 1
            if line:
                if not (line := line[column:]).strip(" \t"):
                    raise _Unusual
                self.number = number
                runs.append(new_tuple(Run, (offset, number, column + 1, 1)))
            else:
                runs.append(new_tuple(Run, (offset, number, 1, 1)))
            said.append(line)
            offset += len(line) + 1
        count = self.number - first  # of the lines up to the last that says something
        value = "\n".join(said[:count])
        self.end = (self.number, column + 1 + len(said[count - 1]))
        if not is_stripped and self.number < len(self.lines):
            value += "\n"
        span = TextSpan(first + 1, column + 1, *self.end)
        return Scalar(Text(value, span, tuple(runs[:count])), False)
