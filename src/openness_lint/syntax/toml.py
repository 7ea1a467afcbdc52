"""TOML text to the same tree of nodes, with places; the standard library reads it and gives none.

`tomllib` decides what is TOML and what a value is; the scanner behind it only finds where things stand,
and so may trust what it walks over.
"""

from __future__ import annotations

import re
import tomllib

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.model.values import dataclass, field
from openness_lint.syntax.node import DEEPEST, Entry, Lines, Mapping, Node, Scalar, Sequence, complain

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_COMMAS = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
_EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
_KEY = re.compile(r"""[-\w]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""", re.ASCII)
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+\'''',
    re.DOTALL,
)
_WORD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9][^\s,\]}#]*+|[^\s,\]}#]++")

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_WORDS = (
    (r"Cannot (?:overwrite|declare|mutate|redefine) .*|Duplicate inline table key .*", Phrase("键或表重复，或者前面已经写完", "a key or a table stands twice, or was complete above")),
    (r"Unclosed array", Phrase("列表没有结束，缺少 ]", "the list does not end; ] is missing")),
    (r"Unclosed inline table", Phrase("表没有结束，缺少 }", "the table does not end; } is missing")),
    (r"Unterminated string|Expected '\\?[\"']+'|Expected \"\\?'+\"", Phrase("引号没有成对", "a quotation mark is missing")),
    (r"Illegal character '\\n'", Phrase("引号没有成对", "a quotation mark is missing")),
    (r"Expected '=' after a key in a key/value pair", Phrase("键后面应是 =", "a key should be followed by =")),
    (r"Expected '\]{1,2}' at the end of .*", Phrase("表名后面缺少 ]", "] is missing after the name of the table")),
    (r"Expected newline or end of document after a statement", Phrase("一行只写一项，这里多了内容", "one entry a line; there is more here")),
    (r"Invalid statement|Invalid initial character for a key part", Phrase("这里应是“键 = 值”或 [表名]", "`key = value` or a [table] should stand here")),
    (r"Invalid value at the end", Phrase("缺少值，或列表没有结束", "a value is missing, or a list does not end")),
    (r"Invalid value|Invalid date or datetime", Phrase("值不合 TOML 的写法；文字要加引号", "this is no value in TOML; put text in quotes")),
    (r"Unescaped '\\' in a string", Phrase("双引号内的 \\ 要写成 \\\\，或改用单引号", "write \\\\ for a \\ in double quotes, or use single quotes")),
    (r"Invalid hex value|Escaped character is not a Unicode scalar value", Phrase("转义不代表任何字符", "the escape stands for no character")),
    (r"(?:Found invalid|Illegal) character .*", Phrase("不能出现的控制字符", "a control character that is not allowed")),
)  # fmt: skip


def parse_toml(text: str, error: type[OpennessLintError]) -> tuple[Mapping, Lines]:
    """The tree of a TOML text, and its lines.

    A table stands where its header does, or, where it has none, where a key first speaks of it.
    Numbers, truth values and dates keep the text they were written in.

    Raises:
        error: Not TOML, or too deep; with line and column.
    """
    lines = Lines(text)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _told(problem, text, lines, error) from None
    except RecursionError:
        raise _too_deep(error, lines.span(0, 0)) from None
    return _built(_Scanner(text, lines).document(), error, 0), lines


def _told(problem: tomllib.TOMLDecodeError, text: str, lines: Lines, error: type[OpennessLintError]) -> Exception:
    words = str(problem)
    place = _PLACE.search(words)
    said = words[: place.start()] if place else words
    if place and place["line"]:
        line, column = int(place["line"]), int(place["column"])
    else:
        line, column = lines.place(len(text.rstrip()))
        said += " at the end" if said == "Invalid value" else ""
    message = next((phrase for pattern, phrase in _WORDS if re.fullmatch(pattern, said)), None)
    message = message or Phrase(f"不合 TOML 的写法：{said}", f"this is not TOML: {said}")
    return error(message, line=line, column=column)


def _too_deep(error: type[OpennessLintError], span: TextSpan) -> OpennessLintError:
    return complain(error, Phrase(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} deep"), span)


@dataclass(slots=True)
class _Table:
    """A table that is still being filled."""

    span: TextSpan
    entries: dict[str, tuple[Scalar, _Value]] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    span: TextSpan
    items: list[_Value]


_Value = _Table | _List | Scalar


def _built(value: _Table, error: type[OpennessLintError], depth: int) -> Mapping:
    entries = (Entry(key, _node(one, error, depth + 1)) for key, one in value.entries.values())
    return Mapping(tuple(entries), value.span)


def _node(value: _Value, error: type[OpennessLintError], depth: int) -> Node:
    if isinstance(value, Scalar):
        return value
    if depth > DEEPEST:
        raise _too_deep(error, value.span)
    if isinstance(value, _Table):
        return _built(value, error, depth)
    return Sequence(tuple(_node(one, error, depth + 1) for one in value.items), value.span)


class _Scanner:
    def __init__(self, text: str, lines: Lines) -> None:
        self.text = text
        self.lines = lines
        self.at = 0

    def document(self) -> _Table:
        root = here = _Table(self.lines.span(0, 0))
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                here = self._header(root)
            else:
                self._pair(here)
        return root

    def _skip(self, blank: re.Pattern[str]) -> int:
        self.at = blank.match(self.text, self.at).end()  # type: ignore[union-attr]  # matches nothing too
        return self.at

    def _take(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        """The stretch that matches here."""
        found = pattern.match(self.text, self.at)
        assert found is not None, (pattern.pattern, self.at)  # tomllib has read it
        self.at = found.end()
        return found.span()

    def _header(self, root: _Table) -> _Table:
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        self._skip(_BLANK)
        *above, last = self._keys()
        self._skip(_BLANK)
        self.at += brackets
        span = self.lines.span(start, self.at)
        table = _inner(root, above)
        if brackets == 1:
            new = _inner(table, [last])
            new.span = span
            return new
        new = _Table(span)
        _, tables = table.entries.setdefault(last.value, (last, _List(span, [])))
        assert isinstance(tables, _List)
        tables.items.append(new)
        return new

    def _pair(self, table: _Table) -> None:
        *above, last = self._keys()
        self._take(_EQUALS)
        _inner(table, above).entries[last.value] = (last, self._value())

    def _keys(self) -> list[Scalar]:
        keys = [self._key()]
        while dot := _DOT.match(self.text, self.at):
            self.at = dot.end()
            keys.append(self._key())
        return keys

    def _key(self) -> Scalar:
        start, end = self._take(_KEY)
        if self.text[start] in "\"'":
            return self._string(start, end)
        return Scalar(Text(self.text[start:end], self.lines.span(start, end), self._run(start)), plain=True)

    def _value(self) -> _Value:
        start = self.at
        match self.text[start]:
            case "[":
                return self._list(start)
            case "{":
                return self._inline(start)
            case '"' | "'":
                return self._string(*self._take(_STRING))
            case _:
                start, end = self._take(_WORD)
                return Scalar(Text(self.text[start:end], self.lines.span(start, end), self._run(start)), plain=True)

    def _list(self, start: int) -> _List:
        self.at += 1
        items: list[_Value] = []
        while self.text[self._skip(_COMMAS)] != "]":
            items.append(self._value())
        self.at += 1
        return _List(self.lines.span(start, self.at), items)

    def _inline(self, start: int) -> _Table:
        table = _Table(self.lines.span(start, start))
        self.at += 1
        while self.text[self._skip(_COMMAS)] != "}":
            self._pair(table)
        self.at += 1
        table.span = self.lines.span(start, self.at)
        return table

    def _string(self, start: int, end: int) -> Scalar:
        """A string in quotes; where it is written as it reads, without them, as in YAML."""
        value: str = tomllib.loads(f"x = {self.text[start:end]}")["x"]
        if value and self.text[start + 1 : end - 1] == value:
            return Scalar(Text(value, self.lines.span(start + 1, end - 1), self._run(start + 1)), plain=False)
        return Scalar(Text(value, self.lines.span(start, end)), plain=False)

    def _run(self, start: int) -> tuple[Run, ...]:
        return (Run(0, *self.lines.place(start)),)


def _inner(table: _Table, keys: list[Scalar]) -> _Table:
    """The table below, by a path of keys; made where it is not there yet."""
    for key in keys:
        _, below = table.entries.setdefault(key.value, (key, _Table(key.span)))
        if isinstance(below, _List):  # of tables: the last one is meant
            below = below.items[-1]
        assert isinstance(below, _Table)
        table = below
    return table
