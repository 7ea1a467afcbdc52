"""Findings as frames for a person at a terminal: the source line, what is marked in it, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from openness_lint.drawing.canvas import Canvas, Ink, Line
from openness_lint.drawing.plain import measure, plain
from openness_lint.drawing.wording import all_well, count, counts
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome, Result, Tally

if TYPE_CHECKING:
    from openness_lint.model.overview import Overview

COUNTED = {"error": Ink.ERROR, "warning": Ink.WARNING, "info": Ink.INFO, "gap": Ink.GAP, "fault": Ink.FAULT}


class Text:
    name = "text"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        canvas = Canvas(stream, color=look.color)
        tally = Tally()
        reassured = False  # the lines of clean reports stand together
        for result in tally.count(results):
            if not isinstance(result, Outcome):
                continue  # the command line says on standard error why it could not be read
            shows_suppressed = bool(look.verbose and result.suppressed)
            if not result.active and not shows_suppressed:
                if not look.quiet and result.is_report:
                    if not reassured:
                        canvas.space()
                    canvas.put(_clean(result, look))
                    reassured = not (look.verbose and result.labels)
                    if not reassured:
                        canvas.put(*_labels(result, look))
                continue
            reassured = False
            from openness_lint.drawing.findings import frames, gap_lines, suppressed_lines  # few reports need them

            for frame in frames(result, look):
                canvas.space()
                canvas.put(*frame)
            if result.gaps and not look.quiet:
                canvas.space()
                canvas.put(*gap_lines(result, look))
            if shows_suppressed:
                canvas.space()
                canvas.put(*suppressed_lines(result, look))
            if look.verbose and result.labels and not look.quiet:
                canvas.space()
                canvas.put(*_labels(result, look))
        if look.overview is not None and (overview := look.overview()) is not None:
            canvas.space()
            canvas.put(*_overview(overview, look))
        if not look.quiet:
            canvas.space()
            canvas.put(_summary(tally, look))


def _labels(outcome: Outcome, look: Look) -> list[Line]:
    from openness_lint.drawing.labels import label_lines

    return label_lines(outcome, look)


def _clean(outcome: Outcome, look: Look) -> Line:
    colon = "：" if look.language == "zh" else ": "
    sign = ("✓ ", Ink.GOOD) if outcome.judged else ("- ", Ink.GAP)
    return [sign, (f"{plain(outcome.path)}{colon}{all_well(outcome).say(look.language)}", Ink.PLAIN)]


def _overview(overview: Overview, look: Look) -> list[Line]:
    """The roster in columns by display width: numbers to the right, what is red in its ink."""
    from openness_lint.drawing.overview import COLUMNS, headline, rows

    head = [one.say(look.language) for one in COLUMNS]
    table = [head, *rows(overview, look.language)]
    widths = [max(measure(cell) for cell in column) for column in zip(*table, strict=True)]
    lines: list[Line] = [[(headline(overview).say(look.language), Ink.STRONG)]]
    for i, row in enumerate(table):
        line: Line = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            ink = Ink.FAINT if not i else _OVERVIEW_INKS.get(column, Ink.PLAIN) if cell not in {"", "0"} else Ink.PLAIN
            air = " " * (width - measure(cell))
            is_number = 2 <= column <= 5
            line += [("  " + air * is_number, Ink.PLAIN), (cell, ink), (air * (not is_number), Ink.PLAIN)]
        while line and not line[-1][0].strip():
            line.pop()
        lines.append(line)
    return lines


_OVERVIEW_INKS = {2: Ink.ERROR, 3: Ink.WARNING, 4: Ink.INFO, 5: Ink.GAP, 6: Ink.WARNING}


def _summary(tally: Tally, look: Look) -> Line:
    language = look.language
    head = Phrase(
        f"共检查 {tally.files} 份报告，判定 {tally.judged} 项，成立 {tally.held} 项：",
        f"{count(tally.files, '', 'report').en} checked, {count(tally.judged, '', 'demand').en} judged, {tally.held} of them hold: ",
    )
    line: Line = [(head.say(language), Ink.PLAIN)]
    for index, (kind, said) in enumerate(counts(tally)):
        if index:
            line.append(("，" if language == "zh" else ", ", Ink.PLAIN))
        loud = getattr(tally, kind) > 0
        line.append((said.say(language), COUNTED.get(kind, Ink.STRONG) if loud else Ink.PLAIN))
    return line


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Text()]
