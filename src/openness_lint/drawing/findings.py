"""What was found in one report, as frames and lines for a person at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openness_lint.drawing.canvas import Ink, Line
from openness_lint.drawing.frame import LEAST_ROOM, ROOM, Mark, bar, draw_lines
from openness_lint.drawing.plain import crop, measure, plain
from openness_lint.drawing.wording import (
    APPLICABILITIES,
    ARROW,
    FAULT,
    FAULT_NOTE,
    GAP,
    SEVERITIES,
    SUPPRESSED,
    at_fault,
    bracketed,
    by_rule,
    column_name,
    count,
    mending,
    place,
    places,
    row_name,
    split,
    together,
    why_suppressed,
)
from openness_lint.hooks import Look
from openness_lint.model.diagnostic import Broken, Fault, Gap, Spot, Violation
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.pattern import pattern
from openness_lint.model.repair import Diagnosis
from openness_lint.model.rule import Severity
from openness_lint.model.span import Span, TextSpan, sort_key
from openness_lint.model.values import dataclass

if TYPE_CHECKING:
    from openness_lint.drawing.paper import Drawn

INKS = {Severity.ERROR: Ink.ERROR, Severity.WARNING: Ink.WARNING, Severity.INFO: Ink.INFO}

# More related figures than this (the addends of a whole column), and the empty ones are only counted.
MANY = 8
# Findings of one rule on one line share a frame as long as they stand this close, in characters: the
# cells of one row do, the sentences of a long paragraph do not.
CLOSE = 100
NEAR = 200  # characters around a cell in which its row may be named; a whole report can be one line
_PAPER_GUTTER = 7  # cells before a drawn row: its number, which has rarely more than three digits, and a bar
LONGEST_MESSAGE, LONGEST_LABEL = 1000, 28  # cells

BLANK = Phrase("空白", "blank")

# The form's own remark at the end of a label: （二）部分公开（区分处理的，只计这一情形，不计其他情形）.
_REMARK = pattern(r"(?<=.)（[^（）]*）$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One frame: the violations of one rule on one line, those of one cause, or a fault."""

    outcome: Outcome
    look: Look
    word: Phrase
    ink: Ink
    found: tuple[Violation | Fault, ...]

    @property
    def form(self) -> Form:
        return self.outcome.form

    @property
    def broken(self) -> list[Broken]:
        return [one.broken for one in self.found if isinstance(one, Violation)]

    @property
    def diagnosis(self) -> Diagnosis | None:
        first = self.found[0]
        return first.diagnosis if isinstance(first, Violation) else None

    @property
    def places(self) -> list[Spot]:
        """Where the findings themselves stand."""
        return [one.at for one in self.found]

    @property
    def spots(self) -> list[Spot]:
        """What the frame points at: the figures at fault where they are known, else where the findings stand."""
        return at_fault(self.diagnosis) or self.places

    def say(self, phrase: Phrase) -> str:
        return crop(plain(phrase.say(self.look.language)), LONGEST_MESSAGE)


def frames(outcome: Outcome, look: Look) -> Iterator[list[Line]]:
    for found in _gathered(outcome):
        first = found[0]
        if isinstance(first, Violation):
            gravest = max((one.severity for one in found if isinstance(one, Violation)), key=lambda one: one.rank)
            word, ink = SEVERITIES[gravest], INKS[gravest]
        else:
            word, ink = FAULT, Ink.FAULT
        yield _frame(Problem(outcome, look, word, ink, tuple(found)))


def _gathered(outcome: Outcome) -> list[list[Violation | Fault]]:
    """What shares a frame, in order of the first of each."""
    groups: list[list[Violation | Fault]] = []
    open_groups: dict[tuple[str, Severity, object], list[Violation | Fault]] = {}
    for one in outcome.active:
        if isinstance(one, Gap):
            continue
        if isinstance(one, Violation) and one.diagnosis is not None:
            cause: tuple[str, Severity, object] = ("", Severity.ERROR, one.diagnosis.key)
            if cause not in open_groups:
                open_groups[cause] = []
                groups.append(open_groups[cause])
            open_groups[cause].append(one)
            continue
        row = _row(one.at.span, outcome)
        if isinstance(one, Violation) and row is not None:
            key = (one.rule.code, one.severity, row)
            group = open_groups.get(key)
            if group is not None and abs(_column(one) - _column(group[0])) <= CLOSE:
                group.append(one)
                continue
            groups.append([one])
            open_groups[key] = groups[-1]
        else:
            groups.append([one])
    return groups


def _row(span: Span, outcome: Outcome) -> object | None:
    """The line on which a place stands, or the row of a table; None where it is in neither."""
    if isinstance(span, TextSpan):
        return span.line
    if outcome.paper is None:
        return None
    from openness_lint.drawing.paper import row_of

    return row_of(outcome.paper, span)


def _column(one: Violation | Fault) -> int:
    return one.at.span.column if isinstance(one.at.span, TextSpan) else 0


def _frame(problem: Problem) -> list[Line]:
    marked, beside, left_out = _marks(problem)
    drawn, beside = _on_paper(problem, beside)
    numbers = [*map(str, marked), *(one.number for one in drawn if one.number != "...")]
    gutter = max((len(number) for number in numbers), default=1) or 1
    room = max((problem.look.width or ROOM + gutter + 3) - gutter - 3, LEAST_ROOM)

    lines = [_headline(problem), _arrow(problem, gutter)]
    if marked:
        lines += draw_lines(problem.outcome.lines, marked, problem.ink, room, gutter)
    if drawn:
        lines += [bar(gutter), *(_drawn(one, gutter) for one in drawn)]
    if beside:
        lines += _table(problem, beside, gutter, room)
    lines += _elsewhere(problem, gutter)
    lines.append(bar(gutter))
    if left_out:
        lines.append([*bar(gutter, "="), (_left_out(left_out, problem), Ink.FAINT)])
    return lines + _notes(problem, gutter)


def _headline(problem: Problem) -> Line:
    first = problem.found[0]
    messages = {one.message for one in problem.found}
    message = problem.say(first.message if len(messages) == 1 else first.rule.title)
    codes = ", ".join(dict.fromkeys(plain(one.rule.code) for one in problem.found))
    number = len(problem.found)
    if number > 1 and problem.diagnosis is not None:
        message = problem.say(together(number, problem.diagnosis))
    elif number > 1:
        message += problem.say(Phrase(f"（同一行 {number} 处）", f" ({number} times on this line)"))
    return [
        (f"{problem.word.say(problem.look.language)}[{codes}]", problem.ink),
        (" ", Ink.PLAIN),
        (message, Ink.STRONG),
    ]


def _arrow(problem: Problem, gutter: int) -> Line:
    """` --> report.yaml:48:22  三、… › （七）总计 › 自然人`."""
    outcome, language = problem.outcome, problem.look.language
    span = problem.spots[0].span
    path = plain(outcome.path)
    where = f"{path}:{span.line}:{span.column}" if isinstance(span, TextSpan) else path
    line: Line = [(" " * gutter + "--> ", Ink.GUTTER), (where, Ink.PLAIN)]
    if not isinstance(span, TextSpan):
        line.append((f"  {plain(place(span).say(language))}", Ink.PLAIN))
    named = plain(places(outcome.form, [spot.address for spot in problem.spots], language))
    return [*line, (f"  {named}", Ink.FAINT)]


def _marks(problem: Problem) -> tuple[dict[int, list[Mark]], list[tuple[Spot, bool]], int]:
    """Marks by line number; the spots no line can show, with whether each is primary; how many were left out."""
    lines = problem.outcome.lines
    primary = list(dict.fromkeys(problem.spots))
    spans = {spot.span for spot in primary}
    others = [*(problem.places if problem.diagnosis else ()), *(spot for one in problem.broken for spot in one.related)]
    related = list(
        dict.fromkeys(spot for spot in others if spot.path is None and not any(_is_in(spot.span, one) for one in spans))
    )
    home = {_row(span, problem.outcome) for span in spans} - {None}
    shown = related
    if len(related) > MANY:
        shown = [spot for spot in related if not _is_empty(spot) or _row(spot.span, problem.outcome) in home]

    marked: dict[int, list[Mark]] = {}
    beside: list[tuple[Spot, bool]] = []
    for spot, is_primary in [(spot, False) for spot in shown] + [(spot, True) for spot in primary]:
        number = _line(spot)
        if number is None or not 1 <= number <= len(lines):
            beside.append((spot, is_primary))
            continue
        assert isinstance(spot.span, TextSpan)
        _, column, end_line, end_column = spot.span
        line = lines[number - 1]
        end = end_column - 1 if end_line == number else len(line.rstrip())
        label = _label(problem, spot, is_primary, line, column - 1, end)
        marked.setdefault(number, []).append(Mark(column - 1, max(end, column - 1), is_primary, label))
    beside.sort(key=lambda one: sort_key(one[0].span))
    return marked, beside, len(related) - len(shown)


def _on_paper(problem: Problem, spots: list[tuple[Spot, bool]]) -> tuple[list[Drawn], list[tuple[Spot, bool]]]:
    """The places on a document as drawn, and those that are not to be drawn."""
    paper = problem.outcome.paper
    if paper is None or not spots:
        return [], spots
    from openness_lint.drawing.paper import Place, draw_paper

    room = max((problem.look.width or ROOM + _PAPER_GUTTER) - _PAPER_GUTTER, LEAST_ROOM)
    places = [Place(spot.span, is_primary, spot.value) for spot, is_primary in spots]
    drawn, left = draw_paper(paper, places, problem.ink, room, problem.look.language)
    return drawn, [one for one, place in zip(spots, places, strict=True) if any(place is other for other in left)]


def _drawn(one: Drawn, gutter: int) -> Line:
    if one.number == "...":
        return [("...", Ink.GUTTER)]
    return [(f"{one.number:>{gutter}} | ", Ink.GUTTER), *one.line]


def _line(spot: Spot) -> int | None:
    return spot.span.line if isinstance(spot.span, TextSpan) else None


def _is_in(span: Span, other: Span) -> bool:
    """Whether a place is another or a part of it, as the letter in `1O5`."""
    if not isinstance(span, TextSpan) or not isinstance(other, TextSpan):
        return span == other
    starts_in = (other.line, other.column) <= (span.line, span.column)
    return starts_in and (span.end_line, span.end_column) <= (other.end_line, other.end_column)


def _is_empty(spot: Spot) -> bool:
    """Blank, or a zero however it is written."""
    return not re.sub(r"[\s0０.]", "", spot.value)


def _label(problem: Problem, spot: Spot, is_primary: bool, line: str, start: int, end: int) -> str:
    """What to write at a mark: the value, and the row or column as far as the line does not name them.

    Nothing where it would repeat the line, or say of one more addend that it is 0.
    """
    if isinstance(spot.span, TextSpan) and spot.span.end_line > spot.span.line:
        last = spot.span.end_line
        return problem.say(Phrase(f"至第 {last} 行", f"to line {last}"))
    printed, value = line[start:end], spot.value.strip()
    if spot.address.column is None:
        return "" if printed == spot.value else crop(plain(value), LONGEST_LABEL)
    if not value and printed.strip(" '\""):
        return ""  # not a blank cell, but the row in which one is missing
    alone = not any(one.related for one in problem.broken)
    if (alone and value and printed == spot.value) or (not is_primary and value == "0"):
        return ""
    said = crop(plain(value), LONGEST_LABEL) or problem.say(BLANK)
    names = ARROW.join(_names(problem, spot, line[max(start - NEAR, 0) : end + NEAR]))
    return f"{names} {said}" if names else said


def _names(problem: Problem, spot: Spot, line: str) -> list[str]:
    """Row and column of a cell, as far as they differ within the problem and the line does not name them."""
    everywhere = [*problem.spots, *problem.places, *(other for one in problem.broken for other in one.related)]
    names = []
    for known, id, others in (
        (row_name(problem.form, spot.address), spot.address.row, {one.address.row for one in everywhere}),
        (column_name(problem.form, spot.address), spot.address.column, {one.address.column for one in everywhere}),
    ):
        if known is None or id is None:
            continue
        said, last = _REMARK.sub("", known.say(problem.look.language)), id.rpartition(".")[2]
        if len(others) > 1 and said not in line and last not in line:
            names.append(crop(plain(said), LONGEST_LABEL))
        # 总计 and `total` are a column, and part of the rows （七）总计 and `result_total`.
        line = line.replace(_REMARK.sub("", known.zh), "").replace(last, "")
    return names


def _table(problem: Problem, spots: Sequence[tuple[Spot, bool]], gutter: int, room: int) -> list[Line]:
    """Figures of a paper without lines: which, what is printed there, and where on the paper."""
    language = problem.look.language
    shared, names = split([problem.form.where(spot.address).say(language) for spot, _ in spots])
    rows = [
        (
            "^" if is_primary else "-",
            crop(plain(name), room // 2),
            crop(plain(spot.value.strip()), LONGEST_LABEL) or problem.say(BLANK),
            plain(place(spot.span).say(language)),
            problem.ink if is_primary else Ink.RELATED,
        )
        for name, (spot, is_primary) in zip(names, spots, strict=True)
    ]
    wide_name = max(measure(name) for _, name, *_ in rows)
    wide_value = max(measure(value) for _, _, value, *_ in rows)
    lines: list[Line] = [bar(gutter)]
    if len(rows) > 1 and shared:
        lines.append([*bar(gutter), (crop(plain(shared), room), Ink.FAINT)])
    for sign, name, value, at, ink in rows:
        lines.append(
            [
                *bar(gutter),
                (f"{sign} ", ink),
                (name + " " * (wide_name - measure(name)), Ink.STRONG if sign == "^" else Ink.PLAIN),
                ("  " + " " * (wide_value - measure(value)) + value, ink),
                (f"  {at}", Ink.FAINT),
            ]
        )
    return lines


def _elsewhere(problem: Problem, gutter: int) -> list[Line]:
    """Figures in other reports: ` ::: 2023.yaml:31:70  四、结转下年度继续办理 › 总计  3`."""
    language = problem.look.language
    spots = dict.fromkeys(spot for one in problem.broken for spot in one.related if spot.path is not None)
    lines: list[Line] = []
    for spot in spots:
        span, path = spot.span, plain(spot.path or "")
        where = f"{path}:{span.line}:{span.column}" if isinstance(span, TextSpan) else path
        line: Line = [(" " * gutter + "::: ", Ink.GUTTER), (where, Ink.PLAIN)]
        if not isinstance(span, TextSpan):
            line.append((f"  {plain(place(span).say(language))}", Ink.PLAIN))
        named = plain(problem.form.where(spot.address).say(language))
        value = crop(plain(spot.value.strip()), LONGEST_LABEL)
        lines.append([*line, (f"  {named}", Ink.FAINT), (f"  {value}" if value else "", Ink.RELATED)])
    return lines


def _left_out(number: int, problem: Problem) -> str:
    more = count(number, "格", "more cell")
    return problem.say(Phrase(f"另有 {more.zh}为 0 或空白，未列出", f"{more.en}, 0 or blank, not shown"))


def _notes(problem: Problem, gutter: int) -> list[Line]:
    """The arithmetic, the basis, why it matters, and what to do."""
    language = problem.look.language
    first = problem.found[0]
    said: list[tuple[Phrase, str]] = []
    if len(problem.found) > 1:
        _, names = split([problem.form.where(spot.address).say(language) for spot in problem.places])
        together = len({one.message for one in problem.found}) == 1
        for name, one in zip(names, problem.broken, strict=True):
            words = [] if together else [problem.say(one.message)]
            words += [problem.say(note) for note in one.notes]
            if words:
                said.append((Phrase.same(plain(name)), _semicolon(language).join(dict.fromkeys(words))))
    else:
        said += [(Phrase("说明", "note"), problem.say(note)) for one in problem.broken for note in one.notes]
    if any(isinstance(one, Fault) for one in problem.found):
        said.append((Phrase("说明", "note"), problem.say(FAULT_NOTE)))
    else:
        for rule in dict.fromkeys(one.rule for one in problem.found):
            said.append((Phrase("依据", "basis"), problem.say(rule.basis)))
            if problem.look.verbose:
                said.append((Phrase("缘由", "why"), problem.say(rule.because)))
    if isinstance(first, Violation) and first.diagnosis is not None:
        lines = dict.fromkeys(line for one in problem.found if isinstance(one, Violation) for line in mending(one))
        said += [(Phrase("修正", "repair"), problem.say(line)) for line in lines]
        return [
            _note(gutter, word.say(language), text, language == "zh") for word, text in [*said, *_addresses(problem)]
        ]
    for fix in dict.fromkeys(fix._replace(edits=()) for one in problem.broken for fix in one.fixes):
        how = APPLICABILITIES[fix.applicability]
        message = Phrase(f"{fix.message.zh}（{how.zh}）", f"{fix.message.en} ({how.en})")
        said.append((Phrase("修改", "fix"), problem.say(message)))
    said += _addresses(problem)
    return [_note(gutter, word.say(language), text, language == "zh") for word, text in said]


def _addresses(problem: Problem) -> list[tuple[Phrase, str]]:
    if problem.outcome.lines and not problem.look.verbose:
        return []
    return [(Phrase("地址", "address"), plain(", ".join(str(spot.address) for spot in problem.spots)))]


def _semicolon(language: str) -> str:
    return "；" if language == "zh" else "; "


def _note(gutter: int, word: str, text: str, wide: bool = True) -> Line:
    return [*bar(gutter, "="), (f"{word}{'：' if wide else ': '}", Ink.STRONG), (text, Ink.PLAIN)]


def gap_lines(outcome: Outcome, look: Look) -> list[Line]:
    """What could not be judged: a line for each rule and reason, or with `verbose` for each place."""
    language = look.language
    path, number = plain(outcome.path), len(outcome.gaps)
    title = Phrase(
        f"{path}：{number} 项未判定，报告没有给出判断所需的内容",
        f"{path}: {number} not judged, the report does not give what it takes",
    )
    lines: list[Line] = [[(title.say(language), Ink.STRONG)]]
    for rule, reasons in by_rule(outcome.gaps, language):
        head: Line = [(f"  {GAP.say(language)}[{plain(rule.code)}]", Ink.GAP), (f" {plain(rule.name)}", Ink.PLAIN)]
        for reason, gaps in reasons.items():
            where = places(outcome.form, [gap.at.address for gap in gaps], language)
            times = count(len(gaps), "处", "place").say(language)
            said = (
                f"：{times}，{plain(reason)}（{plain(where)}）"
                if language == "zh"
                else f": {times}, {plain(reason)} ({plain(where)})"
            )
            lines.append([*head, (crop(said, LONGEST_MESSAGE), Ink.PLAIN)])
            if look.verbose:
                lines += [_gap(gap, outcome, look) for gap in gaps]
    return lines


def _gap(gap: Gap, outcome: Outcome, look: Look) -> Line:
    where = outcome.form.where(gap.at.address).say(look.language)
    return [(f"    {_at(gap, outcome, look)}", Ink.PLAIN), (f"  {plain(where)}", Ink.FAINT)]


def suppressed_lines(outcome: Outcome, look: Look) -> list[Line]:
    """What is let stand, a line each, and on whose word; faint, because nobody is asked to do anything."""
    language, colon = look.language, "：" if look.language == "zh" else ": "
    path, number = plain(outcome.path), len(outcome.suppressed)
    title = Phrase(f"{path}：{number} 项已豁免", f"{path}: {number} suppressed")
    lines: list[Line] = [[(title.say(language), Ink.FAINT)]]
    for one in outcome.suppressed:
        assert one.suppressed is not None
        head = f"  {SUPPRESSED.say(language)}[{plain(one.rule.code)}] {_at(one, outcome, look)}{colon}"
        said = crop(plain(one.message.say(language)), LONGEST_MESSAGE)
        why = crop(plain(why_suppressed(one.suppressed).say(language)), LONGEST_MESSAGE)
        lines.append([(head + said + bracketed(why, language), Ink.FAINT)])
    return lines


def _at(one: Violation | Gap, outcome: Outcome, look: Look) -> str:
    """`report.yaml:48:22`."""
    span = one.at.span
    at = f"{span.line}:{span.column}" if isinstance(span, TextSpan) else place(span).say(look.language)
    return f"{plain(outcome.path)}:{plain(at)}"
