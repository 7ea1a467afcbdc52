"""YAML text to a tree of nodes, with YAML 1.2's few meanings and nothing resolved.

Every scalar stays the text that was written: no `NO` for false, no `012` for ten, no dates. A simple text is
read line by line (`simple`), any other event by event (`composer`).
"""

from __future__ import annotations

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.syntax.node import Lines, Node, complain
from openness_lint.syntax.simple import read_simple

# What YAML lets no text hold: in ASCII and Latin-1, and beyond, where one pattern for all would be slow to compile.
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NONCHARACTERS = "\ufeff\ufffe\uffff"


def parse_yaml(text: str, error: type[OpennessLintError]) -> tuple[Node, Lines]:
    """The one document of a YAML text, and its lines.

    Args:
        text: The decoded source, without byte order mark.
        error: What to raise: the caller knows whether this was a report or a rule.

    Raises:
        error: Not YAML, empty, several documents, a key twice, an alias bomb; with line and column.
    """
    lines = Lines(text)
    at = _unprintable(text)
    if at is not None:
        message = Phrase(
            f"看不见的控制字符 U+{ord(text[at]):04X} 不能出现在 YAML 中；请删去，或在双引号内写成转义",
            f"control character U+{ord(text[at]):04X} is not allowed in YAML; delete it or escape it in double quotes",
        )
        raise complain(error, message, lines.span(at, at + 1))
    root: Node | None = read_simple(lines)
    if root is None:
        from openness_lint.syntax.composer import compose  # with the parser, which most runs can do without

        root = compose(lines, error)
    return root, lines


def _unprintable(text: str) -> int | None:
    """Where the first character stands that YAML does not allow."""
    if text.replace("\n", "").replace("\r", "").isprintable():  # all that can be seen is allowed, and a blank
        return None
    found = [at for one in _NONCHARACTERS if (at := text.find(one)) >= 0]
    try:
        encoded = text.encode()
    except UnicodeEncodeError as error:  # half a surrogate pair
        found.append(error.start)
        encoded = b"\0"
    # UTF-8 writes the controls of Latin-1 behind this byte, those of ASCII as they are.
    may_have = b"\xc2" in encoded or len(encoded.translate(None, _CONTROL_BYTES)) < len(encoded)
    if may_have and (control := _CONTROL.search(text)):
        found.append(control.start())
    return min(found, default=None)
