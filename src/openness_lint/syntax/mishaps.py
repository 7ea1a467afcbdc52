"""What most likely went wrong in a YAML text, told to someone who does not know YAML.

A parser says where it could not go on and in its own trade's words; the cause often stands a line
above. libyaml and ruamel.yaml word the same problem differently, so both are known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple
from openness_lint.syntax.node import Lines


class Problem(NamedTuple):
    """A parser's complaint: its words, and offsets into the text.

    `opened` is where the unfinished thing began (a key, a quote, a bracket), if the parser says so.
    """

    words: str
    context: str
    at: int
    opened: int | None


_Answer: TypeAlias = Callable[[Problem, Lines], tuple[Phrase, int]]


def explain(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    """What to tell, and the offset to point at."""
    for words, answer in _ANSWERS:
        if words in problem.words or words in problem.context:
            return answer(problem, lines) if callable(answer) else (answer, problem.at)
    words = problem.words.partition(", but ")[0]
    message = Phrase(
        f"不合 YAML 语法（{words}）；检查这一行和上一行的缩进、冒号和引号",
        f"not valid YAML ({words}); check indents, colons and quotes here and above",
    )
    return message, problem.at


_LINE_END = pattern(r"[\r\n]")
# Chinese reports are typed with Chinese punctuation; to YAML a full-width colon is a letter like any other.
_FULL_WIDTH_COLON = pattern(r"[^:]*?(：)")
_TIGHT_COLON = pattern(r"[^:]*?(:)[^ \t]")
_KEY_AND_VALUE = pattern(r"[^:]*:[ \t]+[^ \t#&!|>]")


def _colon(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    """A `: ` where none can stand: the key before it lacks its own, or a value holds one."""
    start, line = _line(lines, problem.at)
    indent = len(line) - len(line.lstrip(" \t"))
    if "\t" in line[:indent]:
        return _TAB, start + line.index("\t")
    if re.search(r":[ \t]", line[: problem.at - start]):
        return (
            Phrase(
                "这一行已经有一个“: ”；值里若有英文冒号，请用引号把整个值括起来",
                "this line has a ': ' already; if the value holds a colon, quote the whole value",
            ),
            problem.at,
        )
    above = _line_above(lines, start)
    if above is None:
        return _STRAY_COLON, problem.at
    begin, text = above
    if _KEY_AND_VALUE.match(text):
        return _TOO_DEEP, problem.at
    if not re.search(r":(?:[ \t]|$)", text):
        return _no_colon(Problem("", "", begin, begin + len(text) - len(text.lstrip())), lines)
    return _STRAY_COLON, problem.at


def _no_colon(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    """A key without its colon: point at what stands in its place, or else at the key."""
    at = problem.at if problem.opened is None else problem.opened
    start, line = _line(lines, at)
    if found := _FULL_WIDTH_COLON.match(line):
        return _FULL_WIDTH, start + found.start(1)
    if found := _TIGHT_COLON.match(line):
        return _TIGHT, start + found.start(1)
    return _NO_COLON, at


def _key(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    start, line = _line(lines, problem.at)
    if "block collection" in problem.context:
        return _ITEM, problem.at
    if lines.text[problem.at : problem.at + 1] == ":":
        return NO_KEY, problem.at
    if not line[: problem.at - start].strip(" \t-"):
        return _KEY, problem.at
    return _AFTER_VALUE, problem.at


def _flow(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    if lines.text[problem.at : problem.at + 1] == "?":
        return FLOW_QUESTION, problem.at
    begin = "[" if "]" in problem.words else "{"
    end = "]" if begin == "[" else "}"
    line = lines.place(problem.at if problem.opened is None else problem.opened)[0]
    if problem.at >= len(lines.text.rstrip()):
        return (
            Phrase(
                f"文件到此为止，第 {line} 行的“{begin}”还没有“{end}”；请补上，或检查文件是否被截断",
                f"the file ends, but '{begin}' on line {line} has no '{end}' yet; add it, or check whether the file was cut off",
            ),
            problem.at,
        )
    return (
        Phrase(
            f"这里缺“,”或“{end}”：第 {line} 行的“{begin}”还没有写完",
            f"',' or '{end}' is missing here: '{begin}' on line {line} is not finished",
        ),
        problem.at,
    )


def _missing(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    if problem.at >= len(lines.text.rstrip()):
        return _ENDS, problem.at
    return _MISSING, problem.at


def _beginning(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    character = lines.text[problem.at : problem.at + 1]
    if character == "\t":
        return _TAB, problem.at
    return (
        Phrase(
            f"值不能以“{character}”开头；请用引号把整个值括起来",
            f"a value cannot begin with {character!r}; quote the whole value",
        ),
        problem.at,
    )


def _escape(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    # libyaml points at the backslash, ruamel.yaml at the letter after it.
    before = lines.text[problem.at - 1 : problem.at] == "\\" and lines.text[problem.at : problem.at + 1] != "\\"
    return _ESCAPE, problem.at - before


def _ended(problem: Problem, lines: Lines) -> tuple[Phrase, int]:
    above = _line_above(lines, _line(lines, problem.at)[0])
    if above and above[1].startswith("%"):  # ruamel.yaml lets any directive pass and then misses a document
        return DIRECTIVE, above[0]
    return ENDED, problem.at


def _at_opening(message: Phrase) -> _Answer:
    """Point at what was opened: where the parser gives up, such as the end of the file, tells nothing."""
    return lambda problem, _: (message, problem.at if problem.opened is None else problem.opened)


def _line(lines: Lines, offset: int) -> tuple[int, str]:
    """The line of an offset: where it begins, and its text up to its end."""
    start = offset - lines.place(offset)[1] + 1
    end = _LINE_END.search(lines.text, start)
    return start, lines.text[start : end.start() if end else None]


def _line_above(lines: Lines, start: int) -> tuple[int, str] | None:
    """The nearest line above that says something."""
    while start > 0:
        start, line = _line(lines, start - 1)
        if line.strip() and not line.lstrip().startswith("#"):
            return start, line
    return None


_TAB = Phrase(
    "这里用了制表符；请改成空格，YAML 的缩进只认空格", "a tab; write spaces instead, YAML knows no other indent"
)
_STRAY_COLON = Phrase(
    "这里不该有“: ”；检查上一行的冒号和这一行的缩进，值里若有英文冒号请给值加引号",
    "no ': ' can stand here; check the colon above and this line's indent, or quote a value that holds a colon",
)
_TOO_DEEP = Phrase(
    "这一行比上一行缩进得深，而上一行的键已经有值；请与同级的键对齐",
    "this line is indented more than the one above, whose key has a value already; align it with the keys beside it",
)
_FULL_WIDTH = Phrase(
    "这里用了全角冒号“：”；键后面要写英文冒号加一个空格“: ”",
    "a full-width colon '：'; a key is followed by an ASCII colon and a blank, ': '",
)
_TIGHT = Phrase(
    "冒号后面缺一个半角空格；键后面要写“: ”", "an ASCII blank is missing after the colon; a key is followed by ': '"
)
_NO_COLON = Phrase(
    "这一行应是“键: 值”，却没有“: ”；若是上面文字的一部分，请与上面的文字对齐",
    "a 'key: value' line is expected, but there is no ': '; if it belongs to the text above, align it with that",
)
_KEY = Phrase(
    "这里应是一个键；请与同级的键对齐，若是上面文字的一部分，请与上面的文字对齐",
    "a key is expected here; align it with the keys beside it, or with the text above if it belongs to that",
)
_AFTER_VALUE = Phrase(
    "值到此已经结束，后面却还有内容；若这些都是值，请用另一种引号把整个值括起来",
    "the value has ended, but more follows; if all of it is the value, put the whole in the other kind of quotes",
)
_ITEM = Phrase(
    "列表在此处中断；每一项都以“- ”开头，并互相对齐",
    "the list breaks off here; begin each item with '- ' and align them",
)
_UNCLOSED = Phrase(
    "这个引号没有闭合；请在值的末尾补上同样的引号，或检查文件是否被截断",
    "this quote is never closed; close it at the end of the value, or check whether the file was cut off",
)
_ENDS = Phrase(
    "文件到此为止，列表或映射还没有写完；请补完，或检查文件是否被截断",
    "the file ends inside a list or mapping; finish it, or check whether the file was cut off",
)
_MISSING = Phrase("这里缺一个值；空白的格请写成 ''", "a value is missing here; write a blank cell as ''")
_ESCAPE = Phrase(
    "双引号里的反斜杠另有含义，这样写不成立；请改用单引号",
    "a backslash in double quotes has a meaning of its own, and this is none; use single quotes instead",
)
_DASH = Phrase(
    "列表项“- ”不能写在这里；请另起一行，若“-”是值的一部分请加引号",
    "a '- ' item cannot stand here; begin a new line, or quote the value if '-' belongs to it",
)
NAME = Phrase(
    "值以“*”或“&”开头时另有含义；请用引号把整个值括起来",
    "'*' or '&' at the beginning of a value has a meaning of its own; quote the whole value",
)
TAG = Phrase(
    "值以“!”开头时会被当作标签；若是文字，请用引号把整个值括起来",
    "a value that begins with '!' is taken for a tag; if it is text, quote the whole value",
)
BLOCK = Phrase(
    "“|”或“>”后面只能换行，文字从下一行缩进写起；若它是值的一部分，请给值加引号",
    "nothing but a new line may follow '|' or '>', the text begins indented below; quote the value if it belongs to it",
)
FLOW_COLON = Phrase(
    "方括号、花括号里的英文冒号后面要有空格；若冒号是值的一部分，请给值加引号",
    "inside brackets a blank must follow a colon; if the colon belongs to the value, quote the value",
)
FLOW_QUESTION = Phrase(
    "方括号、花括号里的“?”另有含义；若是值的一部分，请给值加引号",
    "inside brackets '?' has a meaning of its own; if it belongs to the value, quote the value",
)
ENDED = Phrase(
    "上面的内容到此已经结束，后面却还有内容；检查这一行和上一行的缩进、括号和引号",
    "the content above has ended, but more follows; check indents, brackets and quotes here and above",
)
DIRECTIVE = Phrase(
    "以“%”开头的行会被当作指令，这里只认 %YAML 1.2；若是文字，请用引号括起来",
    "a line that begins with '%' is taken for a directive, and only %YAML 1.2 is known; if it is text, quote it",
)
NO_KEY = Phrase("冒号前面缺一个键", "a key is missing before the colon")
CODE = Phrase(
    "双引号里的 \\u 或 \\x 后面不是有效的字符编码；请直接写这个字",
    "no character has the code after \\u or \\x in these double quotes; write the character itself",
)

# Tried in this order: a part of the parser's words, and what they come to.
_ANSWERS: tuple[tuple[str, Phrase | _Answer], ...] = (
    ("scanning a directive", _at_opening(DIRECTIVE)),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("did not find expected key", _key),
    ("did not find expected '-' indicator", _key),
    ("expected <block end>", _key),
    ("mapping keys are not allowed", _beginning),
    ("cannot start any token", _beginning),
    ("found unexpected end of stream", _at_opening(_UNCLOSED)),
    ("found unexpected document", _at_opening(_UNCLOSED)),
    ("expected ',' or ']'", _flow),
    ("expected ',' or '}'", _flow),
    ("node content", _missing),
    ("sequence entries are not allowed", _DASH),
    ("tab character", _TAB),
    ("<document start>", _ended),
    ("after document end", ENDED),
    ("unknown escape character", _escape),
    ("hexdecimal", CODE),
    ("Unicode character escape", CODE),
    ("alphabetic or numeric character", _at_opening(NAME)),
    ("found unexpected ':'", FLOW_COLON),
    ("tag handle", TAG),
    ("tag URI", TAG),
    ("expected URI", TAG),
    ("expected '!'", TAG),
    ("expected the '>'", TAG),
    ("expected '>'", TAG),
    ("expected whitespace", TAG),
    ("expected ' '", TAG),
    ("comment or line break", BLOCK),
    ("comment or a line break", BLOCK),
    ("chomping or indentation", BLOCK),
    ("indentation indicator", BLOCK),
    ("more indented follow up line", _KEY),
)
