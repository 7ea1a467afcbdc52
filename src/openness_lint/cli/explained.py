"""Pages on rules for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from openness_lint.cli.help import wrap
from openness_lint.drawing.canvas import Ink
from openness_lint.drawing.plain import measure
from openness_lint.drawing.wording import SEVERITIES
from openness_lint.explaining import wording
from openness_lint.explaining.page import Explanation
from openness_lint.explaining.samples import Sample
from openness_lint.hooks import Look, Reporter
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass

NARROWEST, WIDEST = 60, 110
_INDENT = 2
_FILLING = re.compile(" +$", re.MULTILINE)  # rich fills every line up to the width
_INKS = {Severity.ERROR: "bright_red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SIGN_INKS = {"✓": "bold green", "✗": "bold bright_red", "–": "bold magenta", "○": "dim"}


def draw(
    explanations: Iterable[Explanation],
    stream: TextIO,
    *,
    language: Language,
    width: int,
    color: bool,
    text: Reporter,
    concise: Reporter,
) -> None:
    """Pages, one below the other.

    Args:
        explanations: The rules.
        stream: Where to draw.
        language: Of the pages.
        width: Columns of the terminal.
        color: Whether it shows colours.
        text: What draws the findings of the two main examples.
        concise: What tells those of the other ones.
    """
    for i, one in enumerate(explanations):
        console = _console(min(max(width, NARROWEST), WIDEST), color)
        if i:
            console.print()
        with console.capture() as drawn:
            # Prose is broken into lines already; code and findings stay as they are.
            for part in _Page(one, language, console.width, color, text, concise).parts():
                console.print(part, crop=False, no_wrap=True, overflow="ignore")
        stream.write(_FILLING.sub("", drawn.get()))


def _console(width: int, color: bool) -> Console:
    return Console(
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},  # whether to colour is settled; the environment has no second say
    )


@dataclass(frozen=True, slots=True)
class _Page:
    explanation: Explanation
    language: Language
    width: int
    color: bool
    text: Reporter
    concise: Reporter

    def parts(self) -> Iterator[RenderableType]:
        explanation, rule = self.explanation, self.explanation.rule
        yield self._head()
        yield Text()
        yield self._facts()
        yield self._heading(wording.DEMAND)
        for one in explanation.demands:
            yield self._paragraph(self._say(wording.demand(one, explanation)), "bold")
        if explanation.demands:
            yield Text()
        yield self._aside(wording.WRITTEN)
        yield self._code(explanation.written)
        yield self._heading(wording.WHY)
        yield self._paragraph(self._say(rule.because))
        for title, sample in ((wording.BREAKS, explanation.breaks), (wording.HOLDS, explanation.holds)):
            if sample is not None:
                yield self._heading(title)
                yield from self._given(sample)
                yield Text()
                yield self._output(sample.drawn(self.text, self._look(2 * _INDENT)))
        if explanation.traps:
            yield self._heading(wording.TRAPS)
            for i, sample in enumerate(explanation.traps):
                if i:
                    yield Text()
                yield from self._trap(sample)
        yield self._heading(wording.FIX)
        for fix in wording.fixes(explanation):
            yield self._paragraph(self._say(fix))
        yield self._heading(wording.SUPPRESS)
        if wording.can_be_suppressed(rule):
            yield self._paragraph(self._say(wording.SUPPRESSED_HERE))
            yield self._code(self._say(wording.comment(explanation)))
        yield self._paragraph(self._say(wording.SUPPRESSED_EVERYWHERE))
        yield self._code(self._say(wording.settings(rule)))

    def _say(self, phrase: Phrase) -> str:
        return phrase.say(self.language)

    def _look(self, indent: int) -> Look:
        return Look(language=self.language, width=self.width - indent, color=self.color)

    def _head(self) -> RenderableType:
        rule = self.explanation.rule
        ink = _INKS[rule.severity]
        title = Text.assemble((f" {rule.code} ", f"bold reverse {ink}"), (f" {rule.name} ", "bold"))
        grave = Text(f" {self._say(SEVERITIES[rule.severity])} ", f"bold {ink}")
        inside = Text("\n".join(wrap(self._say(rule.title), self.width - 6)), "bold")
        return Panel(
            inside,
            title=title,
            title_align="left",
            subtitle=grave,
            subtitle_align="right",
            border_style=ink,
            box=box.ROUNDED,
            padding=(0, 2),
        )

    def _facts(self) -> RenderableType:
        explanation, rule = self.explanation, self.explanation.rule
        kinds = [self._say(wording.SHORT_FIXES[kind]) for kind in explanation.fixes] or [self._say(wording.NO_FIXES)]
        rows = [
            (wording.BASIS, [self._say(rule.basis)]),
            (wording.FORMS, [self._say(wording.form_years(form)) for form in explanation.forms]),
            (wording.CONFIDENCE, [self._say(wording.CONFIDENCES[rule.confidence])]),
            *([] if rule.on_by_default else [(wording.BY_DEFAULT, [self._say(wording.OFF)])]),
            (wording.FIXED, [self._say(Phrase("，", ", ")).join(kinds)]),
        ]
        room = max(measure(self._say(title)) for title, _ in rows)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style=Ink.RELATED.value)
        grid.add_column()
        for title, said in rows:
            lines = [line for one in said for line in wrap(one, self.width - room - 5)]
            grid.add_row(self._say(title), Text("\n".join(lines)))
        return Padding(grid, (0, 0, 0, _INDENT))

    def _heading(self, phrase: Phrase) -> RenderableType:
        return Padding(Text(f"▌ {self._say(phrase)}", "bold bright_blue"), (1, 0, 0, 0))

    def _aside(self, phrase: Phrase) -> RenderableType:
        return Padding(Text(f"{self._say(phrase)}{self._say(Phrase('：', ':'))}", "dim"), (0, 0, 0, _INDENT))

    def _paragraph(self, said: str, style: str = "") -> RenderableType:
        """A paragraph; what stands in backquotes is to be typed, and shown so."""
        typed = re.findall("`([^`]+)`", said)
        text = Text("\n".join(wrap(said.replace("`", ""), self.width - _INDENT - 1)), style)
        text.highlight_words(typed, Ink.RELATED.value)
        return Padding(text, (0, 0, 0, _INDENT))

    def _code(self, source: str) -> RenderableType:
        return _indented(_yaml(source.rstrip("\n"), self.color).split("\n"))

    def _given(self, sample: Sample) -> Iterator[RenderableType]:
        yield self._code(sample.text)
        for title, text in sample.beside:
            yield self._aside(title)
            yield self._code(text)
        if sample.baseline:
            yield self._aside(wording.BASELINE)
            yield self._code(sample.baseline)

    def _output(self, printed: str) -> RenderableType:
        return _indented(Text.from_ansi(line) if self.color else Text(line) for line in printed.split("\n"))

    def _trap(self, sample: Sample) -> Iterator[RenderableType]:
        sign, word = wording.verdict(sample)
        assert sample.note is not None
        note, answer = self._say(sample.note), self._say(word)
        said = f"{note}（{answer}）" if self.language == "zh" else f"{note} ({answer})"
        lines = wrap(said, self.width - _INDENT - 3)
        head = Text.assemble((f"{sign} ", _SIGN_INKS[sign]), ("\n  ".join(lines), "bold"))
        yield Padding(head, (0, 0, 0, _INDENT))
        yield from self._given(sample)
        if printed := sample.printed(self.concise, self._look(2 * _INDENT)):
            lines = [part for line in printed.split("\n") for part in wrap(line, self.width - 2 * _INDENT - 1)]
            yield Padding(Text("\n".join(lines), "dim"), (0, 0, 0, 2 * _INDENT))


def _indented(lines: Iterable[Text]) -> Text:
    """Lines as they are: what is too long for the terminal, it breaks itself."""
    return Text("\n").join(Text(" " * 2 * _INDENT) + line if line else line for line in lines)


def _yaml(source: str, color: bool) -> Text:
    if not color:
        return Text(source)
    from rich.syntax import Syntax

    text = Syntax(source, "yaml", theme="ansi_dark", background_color="default").highlight(source)
    text.rstrip()
    return text
