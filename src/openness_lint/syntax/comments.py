"""The comments of a YAML text, each with what it stands beside.

What looks like a comment inside a value is content: only a `#` outside every scalar begins one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from openness_lint.model.pattern import pattern
from openness_lint.model.report import Comment
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar

_LINE_END = pattern(r"[\r\n]")


def comments_of(root: Node, lines: Lines) -> tuple[Comment, ...]:
    """Every comment of the text that the tree was parsed from, in order."""
    if "#" not in lines.text:
        return ()
    layout = _Layout(root, lines)
    return tuple(layout.comment(start, end) for start, end in layout.stretches())


class _Layout:
    def __init__(self, root: Node, lines: Lines) -> None:
        self.lines = lines
        self.scalars: list[tuple[int, int]] = []  # offsets
        self.keys: dict[int, list[TextSpan]] = {}  # line -> from each key there to the end of its value
        self._walk(root)
        self.scalars.sort()
        self.occupied = sorted({lines.place(start)[0] for start, _ in self.scalars})

    def _walk(self, root: Node) -> None:
        waiting, seen = [root], set[int]()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:  # an alias: what it refers to stands elsewhere
                continue
            seen.add(id(node))
            match node:
                case Scalar(span=span):
                    start = self.lines.offset(span.line, span.column)
                    self.scalars.append((start, self.lines.offset(span.end_line, span.end_column)))
                case Mapping(entries=entries):
                    for key, value in entries:
                        waiting += [key, value]
                        # The value of an alias stands above its key, and is not what the key's line is about.
                        last = max(key.span, value.span, key=lambda span: (span.line, span.column))
                        whole = key.span._replace(end_line=last.end_line, end_column=last.end_column)
                        self.keys.setdefault(key.span.line, []).append(whole)
                case _:
                    waiting += node.items

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Offsets of each comment: its sign, and the end of its line."""
        text = self.lines.text
        at, i = 0, 0
        while (start := text.find("#", at)) != -1:
            while i < len(self.scalars) and self.scalars[i][1] <= start:
                i += 1
            if i < len(self.scalars) and self.scalars[i][0] <= start:
                at = self.scalars[i][1]
                continue
            at = self._line_end(start)
            yield start, at

    def _line_end(self, offset: int) -> int:
        found = _LINE_END.search(self.lines.text, offset)
        return found.start() if found else len(self.lines.text)

    def comment(self, start: int, end: int) -> Comment:
        span = self.lines.span(start, end)
        first = self.lines.offset(span.line, 1)
        alone = not self.lines.text[first:start].strip()
        line: int | None = span.line
        if alone:
            after = bisect_right(self.occupied, span.line)
            line = self.occupied[after] if after < len(self.occupied) else None
        beside: tuple[TextSpan, ...] = ()
        if line is not None:
            begin = self.lines.offset(line, 1)
            beside = (self.lines.span(begin, self._line_end(begin)), *self.keys.get(line, ()))
        return Comment(Text(self.lines.text[start:end], span, (Run(0, span.line, span.column),)), alone, beside)
