"""What both syntaxes must hold to: every character of every value stands where its span says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from openness_lint.model.span import TextSpan
from openness_lint.syntax.node import Lines, Node, Scalar, Sequence

Misplaced = Callable[[Node, Lines], list[str]]

_ESCAPED = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"}
_ESCAPED |= {"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}


@pytest.fixture(scope="session")
def misplaced() -> Misplaced:
    """A function that names every character of a tree which its place in the source does not show."""
    return _misplaced


def _misplaced(node: Node, lines: Lines) -> list[str]:
    texts = lines.texts()
    return [found for scalar in _scalars(node) for found in _misplaced_in(scalar, texts)]


def _misplaced_in(scalar: Scalar, texts: tuple[str, ...]) -> Iterator[str]:
    value = scalar.value
    if value.strip(" \t\r\n") and not scalar.text.runs:
        yield f"{value!r} could not be followed"
        return
    for i, character in enumerate(value if scalar.text.runs else ""):
        span = scalar.text.part(i, i + 1)
        assert isinstance(span, TextSpan)
        if not (1 <= span.line <= len(texts) and 1 <= span.column <= len(texts[span.line - 1]) + 1):
            yield f"character {i} of {value!r} stands outside the source: {span}"
        elif character not in " \t\r\n" and character != _read(
            texts[span.line - 1][span.column - 1 : span.end_column - 1]
        ):
            yield f"character {i} of {value!r} does not stand at {span}"


def _read(source: str) -> str:
    """What a character's source says: itself, a doubled quote, or an escape."""
    if source == "''":
        return "'"
    if not source.startswith("\\") or source == "\\":
        return source
    if codes := re.findall(r"\\[xuU]([0-9a-fA-F]+)", source):
        return b"".join(int(code, 16).to_bytes(4, "big")[-2 if len(code) < 8 else 0 :] for code in codes).decode(
            "utf-32-be" if len(codes[0]) == 8 else "utf-16-be"
        )
    return _ESCAPED.get(source[1], source[1])


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for key, value in node:
            yield key
            yield from _scalars(value)
