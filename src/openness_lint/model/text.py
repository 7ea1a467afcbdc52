"""A run of text that knows where each of its characters stands in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from openness_lint.model.span import ParagraphSpan, Span, TextSpan
from openness_lint.model.values import NamedTuple, new_tuple


class Run(NamedTuple):
    """From `offset` on, characters of the text stand side by side from `line`, `column` on.

    `width` is how many source characters each takes: more than one where the source writes escapes.
    """

    offset: int
    line: int
    column: int
    width: int = 1


class Text(NamedTuple):
    """What a source says at one place, as its reader decoded it.

    `span` covers the whole. `runs` map offsets in `text` to places in the source, in order; they are
    empty where the source has no lines (a document) or where text and source do not run in step
    (escapes that could not be followed), and then every part of the text stands at `span`.
    """

    text: str
    span: Span
    runs: tuple[Run, ...] = ()

    def part(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`; the whole where the source cannot tell more.

        Raises:
            ValueError: the part is empty, reversed or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no part {start}:{end} in a text of {len(self.text)} characters")
        if isinstance(self.span, ParagraphSpan):
            return self.span._replace(start=self.span.start + start, end=self.span.start + end)
        if not self.runs:
            return self.span
        line, column, _ = self._place(start)
        end_line, last_column, width = self._place(end - 1)
        return TextSpan(line, column, end_line, last_column + width)

    def cut(self, start: int, end: int) -> Text:
        """`text[start:end]` as a text of its own, each character where it was."""
        if not self.runs:
            return Text(self.text[start:end], self.part(start, end) if end > start else self.span)
        first = bisect_right(self.runs, start, key=lambda one: one.offset) - 1
        runs = [run._replace(offset=run.offset - start) for run in self.runs[first:] if run.offset < end]
        line, column, width = self._place(start)
        runs[0] = Run(0, line, column, width)
        return Text(self.text[start:end], self.part(start, end), tuple(runs))

    def lines(self) -> list[Text]:
        """Its lines that are not blank, each a text of its own."""
        found: list[Text] = []
        runs, count, start = self.runs, len(self.runs), 0
        for i, said in enumerate(self.text.split("\n")):
            end = start + len(said)
            if not said or said.isspace():
                pass
            elif i < count and runs[i].offset == start and (i + 1 == count or runs[i + 1].offset >= end):
                _, line, column, width = runs[i]  # as most readers lay out runs: one for each line
                span = new_tuple(TextSpan, (line, column, line, column + (end - start) * width))
                found.append(new_tuple(Text, (said, span, (new_tuple(Run, (0, line, column, width)),))))
            else:
                found.append(self.cut(start, end))
            start = end + 1
        return found

    def _place(self, offset: int) -> tuple[int, int, int]:
        run = self.runs[bisect_right(self.runs, offset, key=lambda one: one.offset) - 1]
        return run.line, run.column + (offset - run.offset) * run.width, run.width


class Words(NamedTuple):
    """Several words on one line of a source, without quotes or escapes; each a text where it is asked for.

    `starts` counts, for each, how many characters it stands behind `column`.
    """

    said: tuple[str, ...]
    starts: tuple[int, ...]
    line: int
    column: int

    def texts(self) -> list[Text]:
        line, column = self.line, self.column
        return [
            new_tuple(
                Text,
                (
                    word,
                    new_tuple(TextSpan, (line, column + start, line, column + start + len(word))),
                    (new_tuple(Run, (0, line, column + start, 1)),),
                ),
            )
            for word, start in zip(self.said, self.starts, strict=True)
        ]


def joined(texts: Sequence[Text]) -> Text:
    """Several texts read as one, nothing between them; each character stays where it was."""
    first, last = texts[0].span, texts[-1].span
    whole = "".join(one.text for one in texts)
    if not (isinstance(first, TextSpan) and isinstance(last, TextSpan)) or not all(one.runs for one in texts):
        return Text(whole, first)
    runs: list[Run] = []
    offset = 0
    for one in texts:
        runs += [run._replace(offset=run.offset + offset) for run in one.runs]
        offset += len(one.text)
    return Text(whole, TextSpan(*first[:2], *last[2:]), tuple(runs))


def squeezed(name: str) -> str:
    """A name without blanks: what tells whether two names are one."""
    return "".join(name.split())
