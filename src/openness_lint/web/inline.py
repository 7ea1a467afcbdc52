"""The markup within a line of Markdown: written without it, each character kept at its place."""

from __future__ import annotations

import re
from bisect import bisect_left

from openness_lint.web.flow import Writer
from openness_lint.web.tree import BLOCKS, Chunk, chunks

_SPECIAL = re.compile(r"[\\`*_~\[!<]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\](?:\([^()\s]*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\[[^\[\]]*\])")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_INLINE_TAG = re.compile(r"</?(?P<name>[a-zA-Z][-a-zA-Z0-9]*)(?:[\s/][^<>]*)?>")
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]+:[^<>\s]*)>")
_TICKS = re.compile(r"`+")
_RUN = re.compile(r"\*+|_+|~~")


def inline(source: str, start: int, end: int, writer: Writer) -> None:
    """Write the text of a stretch without its markup, each character from its own place."""
    _Inline(source, start, end, writer).write()


class _Inline:
    """One line or cell; what pairs up in it is found once, so that floods of signs cost no more than text."""

    def __init__(self, source: str, start: int, end: int, writer: Writer) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.writer = writer
        self.emphasis = _emphasis(source, start, end)
        self.ticks = _tick_runs(source, start, end)
        self.last_comment = source.rfind("-->", start, end)

    def write(self) -> None:
        at = self.start
        while at < self.end:
            special = _SPECIAL.search(self.source, at, self.end)
            stop = special.start() if special else self.end
            for chunk in chunks(self.source, at, stop):
                self.writer.add(chunk)
            at = self._markup(stop) if special else stop

    def _markup(self, at: int) -> int:
        """Write what stands at a sign that may be markup; where the rest begins."""
        source, end = self.source, self.end
        after: int | None = self.emphasis.get(at)
        match source[at]:
            case "\\" if escape := _ESCAPE.match(source, at, end):
                self.writer.keep(Chunk(escape[1], at, 2))
                after = at + 2
            case "`":
                after = self._code(at)
            case "[" | "!":
                after = self._link(at)
            case "<":
                after = self._tag(at)
        if after is not None:
            return after
        run = _RUN.match(source, at, end)
        length = len(run[0]) if run else 1
        self.writer.add(Chunk(source[at : at + length], at))
        return at + length

    def _link(self, at: int) -> int | None:
        if link := _LINK.match(self.source, at, self.end):
            if link[0][0] == "[":
                inline(self.source, *link.span("text"), self.writer)
            return link.end()
        note = _NOTE.match(self.source, at, self.end)
        return note.end() if note else None

    def _tag(self, at: int) -> int | None:
        source, end = self.source, self.end
        if source.startswith("<!--", at, end) and at < self.last_comment:
            return source.index("-->", at) + 3
        if address := _AUTOLINK.match(source, at, end):
            self.writer.add(Chunk(address[1], at + 1))
            return address.end()
        tag = _INLINE_TAG.match(source, at, end)
        if tag is None:
            return None
        name = tag["name"].lower()
        if name == "br" or name in BLOCKS:
            self.writer.line_end(at, tag.end() - at, again=name == "br")
        return tag.end()

    def _code(self, at: int) -> int | None:
        """Write a code span; where the rest begins, None if it has no end."""
        source = self.source
        opening = _TICKS.match(source, at, self.end)
        length = len(opening[0]) if opening else 0
        places = self.ticks.get(length, [])
        following = bisect_left(places, at + length)
        if following == len(places):
            return None
        first, last = at + length, places[following]
        if last - first > 2 and source[first] == source[last - 1] == " ":
            first, last = first + 1, last - 1
        self.writer.keep(Chunk(source[first:last], first))
        return places[following] + length


def _tick_runs(source: str, start: int, end: int) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(source, start, end):
        found.setdefault(len(run[0]), []).append(run.start())
    return found


def _emphasis(source: str, start: int, end: int) -> dict[int, int]:
    """Runs of `*`, `_` and `~~` that come in pairs: where each begins, and where it ends."""
    found: dict[int, int] = {}
    open_runs: dict[str, list[tuple[int, int]]] = {}
    for run in _RUN.finditer(source, start, end):
        first, last = run.span()
        before = source[first - 1] if first > start else " "
        after = source[last] if last < end else " "
        if before == "\\" or len(run[0]) > 3 or (run[0][0] == "_" and _is_word(before) and _is_word(after)):
            continue
        waiting = open_runs.setdefault(run[0], [])
        if waiting and not before.isspace():
            opening = waiting.pop()
            found[opening[0]], found[first] = opening[1], last
        elif not after.isspace():
            waiting.append((first, last))
    return found


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()
