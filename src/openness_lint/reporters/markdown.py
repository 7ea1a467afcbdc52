"""Markdown for a comment on a pull request, a chat or an e-mail: a table for each report with findings.

CommonMark with GitHub's tables; what could not be judged is folded away in `<details>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from openness_lint.drawing.markdown import literal
from openness_lint.drawing.overview import COLUMNS as OVERVIEW
from openness_lint.drawing.overview import headline, rows
from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import (
    FAULT,
    SEVERITIES,
    all_well,
    basis,
    bracketed,
    by_rule,
    count,
    gap_lines,
    place,
    told,
    totals,
    why_suppressed,
)
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Fault, Gap, Violation
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome, Result, Tally, Unread
from openness_lint.model.overview import Overview
from openness_lint.model.rule import Rule
from openness_lint.model.span import TextSpan

COLUMNS = (Phrase("级别", "Severity"), Phrase("规则", "Rule"), Phrase("位置", "Place"), Phrase("问题", "Finding"))
NOT_READ = Phrase("未能读取", "Could not be read")
RULES = Phrase("规则和依据", "Rules and their basis")
LONGEST_LINE = 1000  # cells


class Markdown:
    """Reports in which everything holds are items of a list, so that one finding among many is seen."""

    name = "markdown"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        page = _Page(stream)
        tally = Tally()
        broken: dict[str, Rule] = {}
        for result in tally.count(results):
            if isinstance(result, Unread):
                page.block(_heading(result.path))
                page.block(_unread(result, look))
            elif result.active or (look.verbose and result.suppressed):
                for block in _blocks(result, look):
                    page.block(block)
                broken |= {one.rule.code: one.rule for one in result.violations}
            elif not look.quiet and result.is_report:
                page.item(_clean(result, look))
        if broken:
            page.block(_folded(RULES.say(look.language), [_rule(rule, look) for rule in broken.values()]))
        if look.overview is not None and (overview := look.overview()) is not None:
            page.block(f"### {literal(headline(overview).say(look.language))}")
            page.block(_overview(overview, look))
        if not look.quiet:
            page.block(f"**{totals(tally).say(look.language)}**")


class _Page:
    """Blocks with an empty line between them; items that follow each other are one list."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before: str | None = None

    def block(self, text: str, kind: str = "block") -> None:
        if self._before is not None and not self._before == kind == "item":
            self._stream.write("\n")
        self._stream.write(f"{text}\n")
        self._before = kind

    def item(self, text: str) -> None:
        self.block(f"- {text}", "item")


def _heading(path: str) -> str:
    return f"### {literal(path)}"


def _unread(result: Unread, look: Look) -> str:
    error = result.error
    said = error.message.say(look.language)
    if error.line is not None:
        at = place(TextSpan(error.line, error.column or 1, error.line, error.column or 1)).say(look.language)
        said += bracketed(at, look.language)
    return f"**{NOT_READ.say(look.language)}**{_colon(look)}{_line(said)}"


def _clean(outcome: Outcome, look: Look) -> str:
    return f"{literal(outcome.path)}{_colon(look)}{all_well(outcome).say(look.language)}"


def _blocks(outcome: Outcome, look: Look) -> Iterator[str]:
    found = [_row(one, outcome, look) for one in outcome.active if not isinstance(one, Gap)]
    gaps = () if look.quiet else outcome.gaps
    let_stand = outcome.suppressed if look.verbose else ()
    if not found and not gaps and not let_stand:
        return
    yield _heading(outcome.path)
    if outcome.is_report:
        yield _about(outcome, look)
    if found:
        head = [column.say(look.language) for column in COLUMNS]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *found])
    if gaps:
        title = Phrase(
            f"{len(gaps)} 项未判定，报告没有给出判断所需的内容",
            f"{len(gaps)} not judged, the report does not give what it takes",
        )
        yield _folded(title.say(look.language), list(_gaps(outcome, look)))
    if let_stand:
        title = Phrase(f"{len(let_stand)} 项已豁免", f"{len(let_stand)} suppressed")
        yield _folded(title.say(look.language), [_suppressed(one, look) for one in let_stand])


def _about(outcome: Outcome, look: Look) -> str:
    """Whose report it is, and how much of it was judged; begins with a word of ours."""
    judged = count(outcome.judged, "", "demand").en
    said = Phrase(
        f"判定 {outcome.judged} 项，成立 {outcome.held} 项", f"{judged} judged, {outcome.held} of them hold"
    ).say(look.language)
    if outcome.year is not None:
        said = Phrase(f"{outcome.year} 年度，{said}", f"year {outcome.year}, {said}").say(look.language)
    if outcome.agency is not None:
        agency = _line(outcome.agency)
        said = Phrase(f"机关：{agency}，{said}", f"agency: {agency}, {said}").say(look.language)
    return said


def _row(one: Violation | Fault, outcome: Outcome, look: Look) -> list[str]:
    language = look.language
    word = SEVERITIES[one.severity] if isinstance(one, Violation) else FAULT
    where = [place(one.at.span).say(language), outcome.form.where(one.at.address).say(language)]
    lines = [phrase.say(language) for phrase in told(one)]
    rule = f"{one.rule.code} {one.rule.name}"
    return [word.say(language), literal(rule), *("<br>".join(_line(line) for line in cell) for cell in (where, lines))]


def _gaps(outcome: Outcome, look: Look) -> Iterator[str]:
    """A line for each rule and reason, with `verbose` one for each place."""
    language = look.language
    for rule, reasons in by_rule(outcome.gaps, language):
        head = literal(f"{rule.code} {rule.name}")
        if not look.verbose:
            yield from (f"{head}{_colon(look)}{_line(line)}" for line in gap_lines(outcome.form, reasons, language))
            continue
        for gap in (gap for gaps in reasons.values() for gap in gaps):
            [line] = gap_lines(outcome.form, {gap.message.say(language): [gap]}, language)
            at = _line(place(gap.at.span).say(language))
            yield f"{head}{_colon(look)}{at}{'，' if language == 'zh' else ', '}{_line(line)}"


def _suppressed(one: Violation, look: Look) -> str:
    """A finding that is let stand, and on whose word."""
    assert one.suppressed is not None
    head = literal(f"{one.rule.code} {one.rule.name}")
    at = _line(place(one.at.span).say(look.language))
    said, why = _line(one.message.say(look.language)), _line(why_suppressed(one.suppressed).say(look.language))
    return f"{head}{_colon(look)}{at}{'，' if look.language == 'zh' else ', '}{said}{bracketed(why, look.language)}"


def _rule(rule: Rule, look: Look) -> str:
    said = [rule.title, basis(rule)]
    if look.verbose:
        said.append(Phrase(f"缘由：{rule.because.zh}", f"why: {rule.because.en}"))
    lines = ("；" if look.language == "zh" else "; ").join(_line(phrase.say(look.language)) for phrase in said)
    return f"{literal(f'{rule.code} {rule.name}')}{_colon(look)}{lines}"


def _folded(title: str, items: list[str]) -> str:
    """The empty lines end the HTML, so that the list between is read as Markdown."""
    listed = "\n".join(f"- {item}" for item in items)
    return f"<details>\n<summary>{title}</summary>\n\n{listed}\n\n</details>"


def _overview(overview: Overview, look: Look) -> str:
    head = [column.say(look.language) for column in OVERVIEW]
    body = [[literal(cell) for cell in row] for row in rows(overview, look.language)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *body])


def _line(text: str) -> str:
    return literal(crop(plain(text), LONGEST_LINE))


def _colon(look: Look) -> str:
    return "：" if look.language == "zh" else ": "


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Markdown()]
