"""YAML that is not simple, event by event: libyaml parses where its wheel exists, else ruamel.yaml's own parser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.model.values import NamedTuple, new_tuple
from openness_lint.syntax.follow import follow, follow_literal, pieces
from openness_lint.syntax.mishaps import (
    BLOCK,
    CODE,
    DIRECTIVE,
    ENDED,
    FLOW_COLON,
    FLOW_QUESTION,
    NAME,
    NO_KEY,
    TAG,
    Problem,
    explain,
)
from openness_lint.syntax.node import (
    DEEPEST,
    MOST_NODES,
    Entry,
    Lines,
    Mapping,
    Node,
    Scalar,
    Sequence,
    complain,
    duplicate_key,
)

Complaint: TypeAlias = type[OpennessLintError]

# Blanks are those of YAML: to it a wide blank is a character like any other.
_PROPERTIES = pattern(r"(?:(?:!<[^>]*+>|[&!][^ \t\r\n,\[\]{}]*+)(?:[ \t\r\n]++|#[^\r\n]*+)*+)*+")
_NAME = pattern(r"[-\w]+", re.ASCII)
_PLAIN = frozenset((None, "", ":"))
_QUOTES = frozenset("'\"")
_COLON = pattern(r"(?:[ \t\r\n]++|(?<=[ \t\r\n])#[^\r\n]*+)*+:")
_FLOW_MARK = pattern(r"[:?]")
_TIGHT_COMMENT = pattern(r"[|>][-+0-9]*+#")
_HEADER = pattern(r"[^\r\n]*+(?:\r\n|\r|\n)?+")
_DIRECTIVE = pattern(r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+(%)(?!YAML[ \t]++1\.[12][ \t]*+(?:#|[\r\n]))")
_BEYOND = pattern(r"\\[uU]([0-9a-fA-F]{4}(?:(?<=\\U....)[0-9a-fA-F]{4})?)")
_HALF_PAIR = pattern("[\ud800-\udfff]")
# Line ends to YAML 1.1, and so to libyaml, but not to YAML 1.2 nor to any editor.
_FORMER_LINE_ENDS = "\x85\u2028\u2029"
_CORE_TAGS = {None, "!"} | {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "null", "map", "seq")}


def compose(lines: Lines, error: Complaint) -> Node:
    """The one document of a text without what YAML allows in none.

    Raises:
        error: as `yaml.parse_yaml` does.
    """
    if bad := _DIRECTIVE.match(lines.text):
        raise complain(error, DIRECTIVE, lines.span(bad.start(1), bad.end()))
    root = _Composer(lines.text, lines, error).document()
    if isinstance(root, Scalar) and root.is_null and not root.value:
        raise error(Phrase("文件是空的", "the file is empty"), line=1, column=1)
    return root


def _disguise(text: str) -> dict[int, str]:
    """For each former line end in the text, a private character that the text does not hold."""
    found = [end for end in _FORMER_LINE_ENDS if end in text]
    used = set(text) if found else set()
    spare = (chr(point) for point in range(0xE000, 0xF900) if chr(point) not in used)
    return {ord(end): next(spare, end) for end in found}


def _parser(text: str) -> tuple[Callable[[], Any], type[Exception]]:
    """A function that gives one event after another, from the fastest parser there is."""
    from ruamel.yaml.error import YAMLError

    try:
        from _ruamel_yaml import CParser
    except ImportError:
        from ruamel.yaml import YAML

        return iter(YAML(typ="safe", pure=True).parse(text)).__next__, YAMLError
    return CParser(text).get_event, YAMLError


def _is_nothing(event: Any) -> bool:
    return event.tag is None and event.style in _PLAIN


class _Anchored(NamedTuple):
    """A value with a name: how many values it holds, itself included, and how many levels below it."""

    node: Node
    size: int
    height: int


class _Composer:
    def __init__(self, text: str, lines: Lines, error: Complaint) -> None:
        self.text = text
        self.lines = lines
        self.error = error
        disguise = _disguise(text)
        self.disguised = {ord(stand_in): chr(end) for end, stand_in in disguise.items()}
        self.next, self.yaml_error = _parser(text.translate(disguise) if disguise else text)
        self.anchors: dict[str, _Anchored | None] = {}
        self.nodes = 0
        self.deepest = 0
        self.brackets = 0  # how many lists and mappings in brackets are open
        self.end = (1, 1)  # of the value read last

    def document(self) -> Node:
        try:
            return self._document()
        except self.yaml_error as error:
            raise self._syntax(error) from None
        except (ValueError, OverflowError):  # ruamel.yaml's own parser, at an escape such as \UFFFFFFFF
            raise self._no_character(0) from None

    def _document(self) -> Node:
        event = self.next()
        while type(event).__name__ in {"StreamStartEvent", "DocumentStartEvent"}:
            event = self.next()
        if type(event).__name__ == "StreamEndEvent":
            raise self.error(Phrase("文件是空的", "the file is empty"), line=1, column=1)
        root = self._node(event, 0)
        self.next()  # the document's end
        if type(event := self.next()).__name__ != "StreamEndEvent":
            message = Phrase(
                "第二个 YAML 文档由此开始；一个文件只写一份", "a second YAML document starts here; write one to a file"
            )
            raise complain(self.error, message if event.explicit else ENDED, self._span(event))
        return root

    def _node(self, event: Any, depth: int, key_end: int | None = None) -> Node:
        kind = type(event).__name__
        if kind == "ScalarEvent" and (scalar := self._as_written(event)) is not None:
            if depth > self.deepest:
                self._descend(depth, event)
            return scalar
        if kind == "ScalarEvent" and event.anchor is None and event.tag is None and depth <= self.deepest:
            self.nodes += 1  # the short way for nearly all: nothing to look up, no deeper than before
            if self.nodes <= MOST_NODES:
                if key_end is not None and not event.value and event.style in _PLAIN:
                    return self._nothing(key_end)
                return self._scalar(event)
            self.nodes -= 1
        self._count(1, event)
        if event.anchor is not None and not _NAME.fullmatch(event.anchor):
            raise complain(self.error, NAME, self._span(event))  # as libyaml has it
        if kind == "AliasEvent":
            return self._alias(event, depth)
        if event.tag not in _CORE_TAGS:
            raise complain(self.error, TAG, self._span(event))
        self._descend(depth, event)
        if event.anchor is None:
            if key_end is not None and kind == "ScalarEvent" and event.value == "" and _is_nothing(event):
                return self._nothing(key_end)
            return self._value(event, kind, depth)
        size, deepest = self.nodes - 1, self.deepest
        self.anchors[event.anchor], self.deepest = None, depth
        node = self._value(event, kind, depth)
        self.anchors[event.anchor] = _Anchored(node, self.nodes - size, self.deepest - depth)
        self.deepest = max(self.deepest, deepest)
        return node

    def _as_written(self, event: Any) -> Scalar | None:
        """A value that is written just as it is meant: on one line, without quotes, name or tag, as nearly all are."""
        value, mark = event.value, event.start_mark
        start, end = mark.index, event.end_mark.index
        if not value or self.text[start:end] != value or self.nodes >= MOST_NODES:
            return None
        if self.brackets and not value.isdigit() and (":" in value or "?" in value):
            return None
        self.nodes += 1
        line, column = mark.line + 1, mark.column + 1
        self.end = line, column + end - start
        span = new_tuple(TextSpan, (line, column, *self.end))
        text = new_tuple(Text, (value, span, (new_tuple(Run, (0, line, column, 1)),)))
        return new_tuple(Scalar, (text, True))

    def _value(self, event: Any, kind: str, depth: int) -> Node:
        if kind == "ScalarEvent":
            return self._scalar(event)
        self.brackets += bool(event.flow_style)
        node = self._sequence(event, depth) if kind == "SequenceStartEvent" else self._mapping(event, depth)
        self.brackets -= bool(event.flow_style)
        return node

    def _descend(self, depth: int, event: Any) -> None:
        if depth > DEEPEST:
            message = Phrase(
                f"嵌套超过 {DEEPEST} 层，不像一份报告；检查括号和缩进",
                f"nested more than {DEEPEST} deep, which no report is; check brackets and indents",
            )
            raise complain(self.error, message, self._span(event))
        self.deepest = max(self.deepest, depth)

    def _count(self, more: int, event: Any) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            message = Phrase(
                f"展开后超过 {MOST_NODES:,} 个值，不像一份报告",
                f"more than {MOST_NODES:,} values once aliases are expanded; this is no report",
            )
            raise complain(self.error, message, self._span(event))

    def _alias(self, event: Any, depth: int) -> Node:
        known = self.anchors.get(event.anchor)
        if known is None:
            inside = event.anchor in self.anchors
            message = (
                Phrase(
                    f"“*{event.anchor}”引用的值里又有它自己；请把这里的值直接写出来",
                    f"'*{event.anchor}' stands inside the very value it refers to; write the value out here",
                )
                if inside
                else Phrase(
                    f"“*{event.anchor}”引用的值在前面找不到；若是文字，请用引号括起来",
                    f"'*{event.anchor}' refers to no value above it; if it is text, quote it",
                )
            )
            raise complain(self.error, message, self._span(event))
        self._count(known.size, event)
        self._descend(depth + known.height, event)
        self.end = self.lines.place(event.end_mark.index)
        return known.node

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := self.next()).__name__ != "SequenceEndEvent":
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), self._extent(start, event))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        while type(event := self.next()).__name__ != "MappingEndEvent":
            if start.flow_style:
                self._refuse_question(event.start_mark.index)
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                message = Phrase(
                    "键应是一段文字，这里是列表或映射", "a key must be a piece of text, not a list or mapping"
                )
                raise complain(self.error, message, self._span(event))
            word = key.text.text
            if not word and key.plain:
                raise complain(self.error, NO_KEY, key.span)
            if word in seen:
                raise duplicate_key(self.error, key, seen[word])
            seen[word] = key
            value = self.next()
            entries.append(new_tuple(Entry, (key, self._node(value, depth + 1, event.end_mark.index))))
        return Mapping(tuple(entries), self._extent(start, event))

    def _refuse_question(self, key_start: int) -> None:
        """Inside brackets libyaml takes `?0` for a key and drops the mark; to an office it is a lost digit."""
        at = key_start - 1
        while self.text[at] in " \t\r\n":
            at -= 1
        if self.text[at] == "?":
            raise complain(self.error, FLOW_QUESTION, self.lines.span(at, at + 1))

    def _span(self, event: Any) -> TextSpan:
        return self.lines.span(event.start_mark.index, event.end_mark.index)

    def _extent(self, start: Any, end: Any) -> TextSpan:
        """From a collection's start to its end; without brackets it ends with its last value."""
        mark = start.start_mark
        is_bare = start.anchor is None and start.tag is None
        line, column = (mark.line + 1, mark.column + 1) if is_bare else self.lines.place(self._begin(start))
        if start.flow_style:
            self.end = end.end_mark.line + 1, end.end_mark.column + 1
        return new_tuple(TextSpan, (line, column, *self.end))

    def _begin(self, event: Any) -> int:
        """Where a value begins, after its anchor and tag."""
        start: int = event.start_mark.index
        if event.anchor is None and event.tag is None:
            return start
        return _PROPERTIES.match(self.text, start).end()  # type: ignore[union-attr]  # matches nothing too

    def _nothing(self, key_end: int) -> Scalar:
        """The value of a key that has none stands right after the colon; the parsers put it anywhere."""
        found = _COLON.match(self.text, key_end)
        at = found.end() if found else key_end
        self.end = self.lines.place(at)
        return Scalar(Text("", self.lines.span(at, at)), True)

    def _scalar(self, event: Any) -> Scalar:
        start = event.start_mark.index if event.tag is None and event.anchor is None else self._begin(event)
        end = event.end_mark.index
        start = min(start, end)
        written = self.text[start:end]
        plain = event.style in _PLAIN
        if plain and self.brackets and not written.isdigit() and (mark := _FLOW_MARK.search(written)):
            at = start + mark.start()
            raise complain(self.error, FLOW_COLON if mark[0] == ":" else FLOW_QUESTION, self.lines.span(at, at + 1))
        value: str = event.value.translate(self.disguised) if self.disguised else event.value
        text = self._decoded(value, event.style or "", start, end)
        scalar = Scalar(text, plain)
        if event.style in _QUOTES:  # what a scalar says ends before the quote that closes it
            self.end = self.lines.place(end)
        else:
            self.end = (scalar.span.end_line, scalar.span.end_column)
        return scalar

    def _decoded(self, value: str, style: str, start: int, end: int) -> Text:
        """A value that folding, quotes, escapes or an indent set apart from what is written."""
        if style == '"' and _HALF_PAIR.search(value):
            raise self._no_character(start)
        if style in {"|", ">"}:
            if tight := _TIGHT_COMMENT.match(self.text, start):  # libyaml drops it, and with it what was meant
                raise complain(self.error, BLOCK, self.lines.span(tight.end() - 1, tight.end()))
            start = min(end, _HEADER.match(self.text, start).end())  # type: ignore[union-attr]
        elif style in _QUOTES and value:
            start, end = start + 1, end - 1
        runs = follow_literal(value, start, end, self.lines) if style == "|" else ()
        if value and not runs:
            runs = follow(value, pieces(self.text, start, end, style), self.lines)
        text = Text(value, self.lines.span(start, end), runs)
        if not runs:
            return text
        # Up to the last character that says something: the parsers end a block where the next key begins.
        return Text(value, text.part(0, len(value.rstrip("\n")) or len(value)), runs)

    def _syntax(self, error: Exception) -> OpennessLintError:
        context = str(getattr(error, "context", None) or "")
        words = str(getattr(error, "problem", None) or getattr(error, "reason", None) or context or error)
        marks = (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
        at, opened = (None if mark is None else min(mark.index, len(self.text)) for mark in marks)
        if at is None:
            at = opened or 0
        message, at = explain(Problem(words, context, at, opened), self.lines)
        return complain(self.error, message, self.lines.span(at, at))

    def _no_character(self, start: int) -> OpennessLintError:
        """An escape in double quotes that stands for no character: half a pair, or beyond the last."""
        for found in _BEYOND.finditer(self.text, start):
            if int(found[1], 16) > 0x10FFFF or 0xD800 <= int(found[1], 16) < 0xE000:
                start = found.start(1)
                break
        return complain(self.error, CODE, self.lines.span(start, start))
