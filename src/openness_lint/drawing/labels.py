"""How the headings and labels of a report were recognised, a line each."""

from __future__ import annotations

from openness_lint.drawing.canvas import Ink, Line
from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import ARROW, bracketed, count, place
from openness_lint.hooks import Look
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Label, Match
from openness_lint.model.span import TextSpan
from openness_lint.recognition.labels import edits

_LONGEST = 60  # cells of a label that are shown

_HOW = {
    Match.OFFICIAL: Phrase("与格式相同", "as in the form"),
    Match.SPACING: Phrase("空格、标点或全角半角不同", "but for blanks, marks or widths"),
    Match.TRADITIONAL: Phrase("繁体字", "in traditional characters"),
    Match.ALIAS: Phrase("已知的其他用语", "another known wording"),
}


def label_lines(outcome: Outcome, look: Look) -> list[Line]:
    """A title, and each label with its place, what it was read as, and how it was matched."""
    language = look.language
    headings = sum(1 for one in outcome.labels if _is_heading(one))
    labels = len(outcome.labels) - headings
    path = plain(outcome.path)
    title = Phrase(
        f"{path}：认出 {headings} 个标题、{labels} 个行列标签",
        f"{path}: recognised {count(headings, '', 'heading').en} and {count(labels, '', 'label').en}",
    )
    return [[(title.say(language), Ink.STRONG)], *(_line(one, outcome, language) for one in outcome.labels)]


def _is_heading(label: Label) -> bool:
    return label.address.row is None and label.address.column is None


def _line(label: Label, outcome: Outcome, language: Language) -> Line:
    span = label.printed.span
    at = f"{span.line}:{span.column}" if isinstance(span, TextSpan) else plain(place(span).say(language))
    printed = crop(plain(" ".join(label.printed.text.split())), _LONGEST)
    said = f"“{printed}”" if language == "zh" else f"'{printed}'"
    meant = plain(outcome.form.where(label.address).say(language).split(ARROW)[-1])
    how = _how(label, outcome).say(language)
    is_exact = label.match is Match.OFFICIAL
    ink = Ink.FAINT if is_exact else Ink.PLAIN
    return [(f"  {at}  ", Ink.FAINT), (said, ink), (f" → {meant}{bracketed(how, language)}", ink)]


def _how(label: Label, outcome: Outcome) -> Phrase:
    if label.match is not Match.DISTANCE:
        return _HOW[label.match]
    wording = outcome.form.wording(label.address)
    number = edits(label.printed.text, wording) if wording is not None else 0
    return Phrase(f"有错漏字，编辑距离 {number}", f"misspelt, edit distance {number}")
