"""JSON text to the same tree of nodes, with places; the standard library's own gives none."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # missing in typeshed

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

_BLANK = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


def parse_json(text: str, error: type[OpennessLintError]) -> tuple[Node, Lines]:
    """The value of a JSON text, and its lines; numbers keep the text they were written in.

    Raises:
        error: Not JSON, empty, a key twice, too deep or too large; with line and column.
    """
    lines = Lines(text)
    scanner = _Scanner(text, lines, error)
    if not text.strip(" \t\r\n"):
        raise error(Phrase("文件是空的", "the file is empty"), line=1, column=1)
    node, end = scanner.value(scanner.skip(0), 0)
    if (rest := scanner.skip(end)) != len(text):
        raise scanner.stop(rest, Phrase("JSON 到此已结束，后面还有内容", "the JSON value has ended, but more follows"))
    return node, lines


class _Scanner:
    def __init__(self, text: str, lines: Lines, error: type[OpennessLintError]) -> None:
        self.text = text
        self.lines = lines
        self.error = error
        self.nodes = 0

    def skip(self, at: int) -> int:
        return _BLANK.match(self.text, at).end()  # type: ignore[union-attr]  # matches nothing too

    def stop(self, at: int, message: Phrase) -> OpennessLintError:
        at = min(at, len(self.text))
        return complain(self.error, message, self.lines.span(at, at))

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise self.stop(at, Phrase("嵌套太深或内容太多，不像一份报告", "too deep or too large to be a report"))
        match self.text[at : at + 1]:
            case "{":
                return self.mapping(at, depth)
            case "[":
                return self.sequence(at, depth)
            case '"':
                return self.string(at)
        if found := _WORD.match(self.text, at):
            line, column = self.lines.place(at)
            span = self.lines.span(at, found.end())
            return Scalar(Text(found[0], span, (Run(0, line, column),)), True), found.end()
        raise self.stop(
            at,
            Phrase(
                "JSON 中断：这里应是一个值；文件可能被截断",
                "not valid JSON: a value is expected here; was the file cut off?",
            ),
        )

    def string(self, at: int) -> tuple[Scalar, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            message = Phrase(f"JSON 字符串有误：{error.msg}", f"not valid JSON: {error.msg}")
            raise self.stop(error.pos, message) from None
        inner = (at + 1, end - 1) if value else (at, end)
        runs = follow(value, pieces(self.text, *inner, '"'), self.lines) if value else ()
        return Scalar(Text(value, self.lines.span(*inner), runs), False), end

    def sequence(self, at: int, depth: int) -> tuple[Sequence, int]:
        items: list[Node] = []
        end = self.skip(at + 1)
        while self.text[end : end + 1] != "]" or items:
            item, end = self.value(end, depth + 1)
            items.append(item)
            end = self.skip(end)
            if self.text[end : end + 1] == "]":
                break
            end = self.comma(end, "]")
        return Sequence(tuple(items), self.lines.span(at, end + 1)), end + 1

    def mapping(self, at: int, depth: int) -> tuple[Mapping, int]:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        end = self.skip(at + 1)
        while self.text[end : end + 1] != "}" or entries:
            if self.text[end : end + 1] != '"':
                raise self.stop(end, Phrase("这里应是带双引号的键", "a key in double quotes is expected here"))
            key, end = self.string(end)
            if key.value in seen:
                raise duplicate_key(self.error, key, seen[key.value])
            seen[key.value] = key
            end = self.skip(end)
            if self.text[end : end + 1] != ":":
                raise self.stop(end, Phrase("键后面缺英文冒号", "a colon is expected after the key"))
            value, end = self.value(self.skip(end + 1), depth + 1)
            entries.append(Entry(key, value))
            end = self.skip(end)
            if self.text[end : end + 1] == "}":
                break
            end = self.comma(end, "}")
        return Mapping(tuple(entries), self.lines.span(at, end + 1)), end + 1

    def comma(self, at: int, close: str) -> int:
        if self.text[at : at + 1] != ",":
            raise self.stop(
                at,
                Phrase(
                    f"这里缺“,”或“{close}”；文件可能被截断", f"',' or '{close}' is expected here; was the file cut off?"
                ),
            )
        return self.skip(at + 1)
