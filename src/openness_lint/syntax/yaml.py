"""YAML text to a tree of nodes, event by event, with YAML 1.2's few meanings and nothing resolved.

Every scalar stays the text that was written: no `NO` for false, no `012` for ten, no dates. libyaml
does the parsing where its wheel exists, ruamel.yaml's own parser where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.text import Run, Text
from openness_lint.syntax.follow import follow, pieces
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

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]*(?:\#[^\n]*)?\s*)*")
_CORE_TAGS = {None, "!"} | {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "null", "map", "seq")}


def parse_yaml(text: str, error: Complaint) -> tuple[Node, Lines]:
    """The one document of a YAML text, and its lines.

    Args:
        text: The decoded source, without byte order mark.
        error: What to raise: the caller knows whether this was a report or a rule.

    Raises:
        error: Not YAML, empty, several documents, a key twice, an alias bomb; with line and column.
    """
    lines = Lines(text)
    if bad := _UNPRINTABLE.search(text):
        message = Phrase(
            f"控制字符 U+{ord(bad[0]):04X} 不能出现在 YAML 中；请删去，或在双引号内写成转义",
            f"control character U+{ord(bad[0]):04X} is not allowed in YAML; delete it or escape it in double quotes",
        )
        raise complain(error, message, lines.span(bad.start(), bad.end()))
    composer = _Composer(text, lines, error)
    return composer.document(), lines


def _parser(text: str) -> tuple[Callable[[], Any], type[Exception]]:
    """A function that gives one event after another, from the fastest parser there is."""
    from ruamel.yaml.error import YAMLError

    try:
        from _ruamel_yaml import CParser
    except ImportError:
        from ruamel.yaml import YAML

        return iter(YAML(typ="safe", pure=True).parse(text)).__next__, YAMLError
    return CParser(text).get_event, YAMLError


class _Composer:
    def __init__(self, text: str, lines: Lines, error: Complaint) -> None:
        self.text = text
        self.lines = lines
        self.error = error
        self.next, self.yaml_error = _parser(text)
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.nodes = 0

    def document(self) -> Node:
        event = self._event()
        while type(event).__name__ in {"StreamStartEvent", "DocumentStartEvent"}:
            event = self._event()
        if type(event).__name__ == "StreamEndEvent":
            raise self.error(Phrase("文件是空的", "the file is empty"), line=1, column=1)
        root = self._node(event, 0)
        self._event()  # the document's end
        if type(event := self._event()).__name__ != "StreamEndEvent":
            message = Phrase(
                "第二个 YAML 文档由此开始；一个文件只写一份", "a second YAML document starts here; write one to a file"
            )
            raise complain(self.error, message, self._span(event))
        return root

    def _event(self) -> Any:
        try:
            return self.next()
        except self.yaml_error as error:
            raise self._syntax(error) from None

    def _node(self, event: Any, depth: int) -> Node:
        before = self.nodes
        self._count(1, event)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event)
        if event.tag not in _CORE_TAGS:
            message = Phrase(
                f"标签 {event.tag} 不能用在这里；只写文字、数字、列表和映射",
                f"tag {event.tag} is not used here; write text, numbers, lists and mappings only",
            )
            raise complain(self.error, message, self._span(event))
        if depth > DEEPEST:
            message = Phrase(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} deep")
            raise complain(self.error, message, self._span(event))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        node: Node
        if kind == "ScalarEvent":
            node = self._scalar(event)
        elif kind == "SequenceStartEvent":
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.nodes - before)
        return node

    def _count(self, more: int, event: Any) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            message = Phrase(
                f"展开后超过 {MOST_NODES:,} 个值，不像一份报告",
                f"more than {MOST_NODES:,} values once aliases are expanded; this is no report",
            )
            raise complain(self.error, message, self._span(event))

    def _alias(self, event: Any) -> Node:
        known = self.anchors.get(event.anchor)
        if known is None:
            inside = event.anchor in self.anchors
            message = (
                Phrase(
                    f"别名 *{event.anchor} 指向包含它自己的值",
                    f"alias *{event.anchor} stands inside the value it names",
                )
                if inside
                else Phrase(
                    f"别名 *{event.anchor} 没有定义；先用 &{event.anchor} 标出一个值",
                    f"alias *{event.anchor} is not defined; mark a value with &{event.anchor} first",
                )
            )
            raise complain(self.error, message, self._span(event))
        node, size = known
        self._count(size, event)
        return node

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := self._event()).__name__ != "SequenceEndEvent":
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), self._span(start, event))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        while type(event := self._event()).__name__ != "MappingEndEvent":
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                message = Phrase(
                    "键应是一段文字，这里是列表或映射", "a key must be a piece of text, not a list or mapping"
                )
                raise complain(self.error, message, self._span(event))
            if key.value in seen:
                raise duplicate_key(self.error, key, seen[key.value])
            seen[key.value] = key
            entries.append(Entry(key, self._node(self._event(), depth + 1)))
        return Mapping(tuple(entries), self._span(start, event))

    def _span(self, start: Any, end: Any = None) -> Any:
        return self.lines.span(start.start_mark.index, (end or start).end_mark.index)

    def _scalar(self, event: Any) -> Scalar:
        value: str = event.value
        style: str = event.style or ""
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = min(end, _PROPERTIES.match(self.text, start).end())  # type: ignore[union-attr]
        plain = style in {"", ":"}
        if plain and self.text[start:end] == value:
            line, column = self.lines.place(start)
            span = self.lines.span(start, end)
            return Scalar(Text(value, span, (Run(0, line, column),)), True)
        if style in {"|", ">"}:
            start = self.text.find("\n", start, end) + 1 or end
        elif style in {"'", '"'} and value:
            start, end = start + 1, end - 1
        runs = follow(value, pieces(self.text, start, end, style), self.lines) if value else ()
        span = self.lines.span(start, end)
        if runs:
            span = Text(value, span, runs).part(0, len(value.rstrip("\n")) or len(value))  # type: ignore[assignment]
        return Scalar(Text(value, span, runs), plain)

    def _syntax(self, error: Exception) -> OpennessLintError:
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).splitlines()[0]
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        known = next((phrase for words, phrase in _PROBLEMS.items() if words in problem), None)
        message = known or Phrase(f"YAML 语法错误：{problem}", f"not valid YAML: {problem}")
        if mark is None:
            return self.error(message)
        line, column = self.lines.place(min(mark.index, len(self.text)))
        return self.error(message, line=line, column=column)


_PROBLEMS = {
    "mapping values are not allowed": Phrase(
        "这里不该有“: ”；上一行缩进不对，或值里有英文冒号而没有加引号",
        "no ': ' can stand here; check the indent above, or quote a value that holds a colon",
    ),
    "did not find expected key": Phrase(
        "这里应是一个键；检查缩进是否与同级的键对齐", "expected a key here; align it with the keys beside it"
    ),
    "could not find expected ':'": Phrase(
        "键后面缺英文冒号和空格（“: ”；全角“：”不算）",
        "a key is not followed by ': ' (the full-width ： does not count)",
    ),
    "cannot start any token": Phrase(
        "这个字符不能放在值的开头；请给值加引号（制表符则改为空格）",
        "a value cannot start with this character; quote the value (and use spaces, not tabs)",
    ),
    "found unexpected end of stream": Phrase(
        "文件到此中断，引号没有闭合；文件可能被截断", "the file ends inside a quoted value; was it cut off?"
    ),
    "expected ',' or ']'": Phrase(
        "列表没有写完：缺“,”或“]”；文件可能被截断",
        "the list is not finished: ',' or ']' is missing; was the file cut off?",
    ),
    "expected ',' or '}'": Phrase(
        "映射没有写完：缺“,”或“}”；文件可能被截断",
        "the mapping is not finished: ',' or '}' is missing; was the file cut off?",
    ),
    "did not find expected node content": Phrase(
        "这里缺一个值；空白的格写成 ''", "a value is missing here; write a blank cell as ''"
    ),
    "expected the node content": Phrase(
        "这里缺一个值；空白的格写成 ''", "a value is missing here; write a blank cell as ''"
    ),
    "block sequence entries are not allowed": Phrase(
        "列表项“- ”不能放在这里；检查缩进", "a '- ' item cannot stand here; check the indent"
    ),
    "tab character": Phrase("缩进用了制表符；YAML 只能用空格", "a tab in the indent; YAML takes spaces only"),
    "did not find expected <document start>": Phrase(
        "内容在此处中断了结构；检查这一行的缩进和引号", "the structure breaks here; check this line's indent and quotes"
    ),
    "did not find expected '-' indicator": Phrase(
        "列表在此处中断；每项以“- ”开头并对齐", "the list breaks here; start each item with '- ' and align them"
    ),
    "unknown escape character": Phrase(
        "双引号里的反斜杠转义不认识；改用单引号", "unknown escape in double quotes; use single quotes instead"
    ),
}
