"""JSON text to the same tree of nodes, with places; the standard library's own gives none."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # missing in typeshed

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
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

_BLANK = pattern(r"[ \t\r\n]*")
_TOKEN = pattern(r"[^ \t\r\n,:\[\]{}\"]++")
# Escapes in order, so that `\\ud800` is a backslash and five letters.
_ESCAPES = pattern(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)
_WIDE = pattern(r"[-+.0-9a-zA-Z]*([，：［］｛｝])")
_WORD = pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


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
        token = _TOKEN.match(self.text, at)
        if token is None or not _WORD.fullmatch(token[0]):
            raise self.stop(at, self.no_value(at))
        span = self.lines.span(at, token.end())
        return Scalar(Text(token[0], span, (Run(0, span.line, span.column),)), True), token.end()

    def no_value(self, at: int) -> Phrase:
        """What stands where a value should."""
        match self.text[at : at + 1]:
            case "":
                return _ENDS
            case "]" | "}" | "," | ":":
                return Phrase('这里缺一个值；空白的格请写成 ""', 'a value is missing here; write a blank cell as ""')
            case "/" | "#":
                return Phrase("JSON 里不能写注释；请删去", "JSON has no comments; delete this")
            case "“" | "”" | "'" | "‘":
                return Phrase(
                    "文字要用英文双引号括起来，这里用了别的引号",
                    "text is put in ASCII double quotes; this is another kind",
                )
        if found := _WIDE.match(self.text, at):
            return Phrase(
                f"这里用了全角标点“{found[1]}”；请改成英文标点",
                f"full-width punctuation {found[1]!r}; write it in ASCII",
            )
        return Phrase(
            "这里应是数字、true、false 或 null；若是文字，请用英文双引号括起来",
            "a number, true, false or null is expected here; if it is text, put it in ASCII double quotes",
        )

    def string(self, at: int) -> tuple[Scalar, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            message = next((known for words, known in _PROBLEMS if words in error.msg), _ESCAPE)
            raise self.stop(error.pos, message) from None
        inner = (at + 1, end - 1) if value else (at, end)
        for escape in _ESCAPES.finditer(self.text, *inner):
            if escape["half"]:
                raise self.stop(escape.start(), _HALF)
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
                raise self.stop(end, _KEY if self.text[end:] else _ENDS)
            key, end = self.string(end)
            if key.value in seen:
                raise duplicate_key(self.error, key, seen[key.value])
            seen[key.value] = key
            end = self.skip(end)
            if self.text[end : end + 1] != ":":
                raise self.stop(end, _COLON if self.text[end:] else _ENDS)
            value, end = self.value(self.skip(end + 1), depth + 1)
            entries.append(Entry(key, value))
            end = self.skip(end)
            if self.text[end : end + 1] == "}":
                break
            end = self.comma(end, "}")
        return Mapping(tuple(entries), self.lines.span(at, end + 1)), end + 1

    def comma(self, at: int, close: str) -> int:
        if at == len(self.text):
            raise self.stop(at, _ENDS)
        if self.text[at] != ",":
            raise self.stop(
                at,
                Phrase(
                    f"这里缺英文的“,”或“{close}”（全角“，”不算）",
                    f"',' or '{close}' is missing here (the full-width ， does not count)",
                ),
            )
        end = self.skip(at + 1)
        if self.text[end : end + 1] == close:
            raise self.stop(at, Phrase("最后一项后面多了一个逗号；请删去", "a comma after the last value; delete it"))
        return end


_ENDS = Phrase(
    "文件到此为止，内容还没有写完；请补完，或检查文件是否被截断",
    "the file ends before its content does; finish it, or check whether the file was cut off",
)
_KEY = Phrase("这里应是一个键；键要用英文双引号括起来", "a key is expected here, in ASCII double quotes")
_COLON = Phrase(
    "键后面缺英文冒号（全角“：”不算）", "a colon is missing after the key (the full-width ： does not count)"
)
_ESCAPE = Phrase("反斜杠后面这样写不成立；反斜杠本身请写成 \\\\", "no such escape; write a backslash itself as \\\\")
_HALF = Phrase(
    "这个 \\u 编码只是半个字；请直接写这个字", "this \\u escape is half a character; write the character itself"
)
_PROBLEMS = (
    (
        "Unterminated string",
        Phrase(
            "这个双引号没有闭合；请在末尾补上，或检查文件是否被截断",
            "this quote is never closed; close it, or check whether the file was cut off",
        ),
    ),
    (
        "control character",
        Phrase(
            "双引号里不能直接换行或用制表符；请写成 \\n、\\t",
            "no line end or tab can stand in double quotes; write \\n or \\t",
        ),
    ),
)
