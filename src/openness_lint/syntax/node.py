"""The tree that YAML and JSON both come to: scalars, sequences, mappings, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Text, Words
from openness_lint.model.values import NamedTuple, dataclass

# A report has three levels of tables and a handful of keys; these stop bombs, not reports.
DEEPEST = 40
MOST_NODES = 200_000


class Scalar(NamedTuple):
    """One value as written. `plain`: without quotes, so that `~` and `null` may mean nothing."""

    text: Text
    plain: bool

    @property
    def value(self) -> str:
        return self.text.text

    @property
    def span(self) -> TextSpan:
        assert isinstance(self.text.span, TextSpan)
        return self.text.span

    @property
    def is_null(self) -> bool:
        """Whether YAML 1.2 reads it as null: nothing, `~` or `null`, without quotes."""
        return self.plain and self.value in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: TextSpan


class Listed(Sequence):
    """Words in brackets on one line; each a scalar where it is asked for."""

    __slots__ = ("words",)
    words: Words

    def __init__(self, words: Words, span: TextSpan) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "span", span)

    @property
    def items(self) -> tuple[Node, ...]:
        return tuple(Scalar(text, True) for text in self.words.texts())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and (self.items, self.span) == (other.items, other.span)

    def __hash__(self) -> int:
        return hash((self.items, self.span))


class Entry(NamedTuple):
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in the order written; no key stands twice."""

    entries: tuple[Entry, ...]
    span: TextSpan

    def get(self, key: str) -> Node | None:
        return next((entry.value for entry in self.entries if entry.key.value == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node: TypeAlias = Scalar | Sequence | Mapping


class Lines:
    """A text cut into lines as editors count them, to turn offsets into places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line, self._start, self._next = 1, 0, 0  # the line asked for last, and its bounds

    @cached_property
    def _starts(self) -> list[int]:
        # Not str.splitlines: it also cuts at form feeds and U+2028, where no editor starts a line.
        if "\r" in self.text:
            return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]
        return [*accumulate((len(line) + 1 for line in self.text.split("\n")[:-1]), initial=0)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both 1-based, of a character."""
        if not self._start <= offset < self._next:  # a text is mostly asked about from its beginning to its end
            self._line = line = bisect_right(self._starts, offset)
            self._start = self._starts[line - 1]
            self._next = self._starts[line] if line < len(self._starts) else len(self.text)
        return self._line, offset - self._start + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; the inverse of `place`."""
        return self._starts[line - 1] + column - 1

    def span(self, start: int, end: int) -> TextSpan:
        return TextSpan(*self.place(start), *self.place(end))

    def texts(self) -> tuple[str, ...]:
        """Each line without its end."""
        return self._texts

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        if "\r" not in self.text:
            return tuple(self.text.split("\n"))
        ends = [*self._starts[1:], len(self.text)]
        return tuple(self.text[a:b].rstrip("\r\n") for a, b in zip(self._starts, ends, strict=True))


def complain(error: type[OpennessLintError], message: Phrase, span: TextSpan) -> OpennessLintError:
    """An error of this kind at the start of a span, ready to be raised."""
    return error(message, line=span.line, column=span.column)


def duplicate_key(error: type[OpennessLintError], again: Scalar, first: Scalar) -> OpennessLintError:
    """The complaint about a key written twice in one mapping."""
    return complain(
        error,
        Phrase(
            f"键“{again.value}”重复，第 {first.span.line} 行已有；删去其一，否则不知以哪个为准",
            f"duplicate key {again.value!r}, first on line {first.span.line}; remove one of the two",
        ),
        again.span,
    )
