"""The prose of a report as passages: each paragraph's sentences, under the headings that hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.text import Text
from openness_lint.model.values import dataclass
from openness_lint.narrative.sentences import Sentence, sentences

_CHINESE = "一二三四五六七八九十"
# The enumerators of official prose (GB/T 9704) from the outermost in, and those that count off within a paragraph.
_LEVELS = (
    pattern(f"[{_CHINESE}]{{1,3}}、"),
    pattern(f"（[{_CHINESE}]{{1,3}}）"),
    pattern("[0-9]{1,2}[.、](?![0-9])"),
    pattern("（[0-9]{1,2}）"),
    pattern(f"(?:第[{_CHINESE}]{{1,2}}，?|[{_CHINESE}]{{1,2}}是|[①-⑳])"),
)
# What an enumerator begins with.
_FIRST = frozenset(f"{_CHINESE}（0123456789第{''.join(map(chr, range(ord('①'), ord('⑳') + 1)))}")
# A heading is a short phrase; longer ones are sentences that happen to be counted off.
_LONGEST = 30


@dataclass(frozen=True)
class Passage:
    """One sentence where it stands.

    `section` is the section's id, `preface` before the first. `headings` are the enumerated headings that hold
    for it, outermost first, without their enumerators. `paragraph` counts paragraphs from 0 over the report.
    """

    section: str
    paragraph: int
    headings: tuple[str, ...]
    sentence: Sentence


def read_passages(report: Report) -> tuple[Passage, ...]:
    """Every sentence of the report's prose, in reading order, each section once."""
    return tuple(_passages(report))


def read_words(report: Report) -> str:
    """What all strands of its sentences say, one a line, as plain as they are."""
    return "\n".join(strand.text for one in report.reading(read_passages) for strand in one.sentence.strands)


def _passages(report: Report) -> Iterator[Passage]:
    count = 0
    for section, paragraphs in _prose(report):
        headings: list[tuple[int, str]] = []
        for printed in paragraphs:
            inline: list[tuple[int, str]] = []
            whole = list(sentences(printed))
            for sentence in whole:
                level, title = _heading(sentence)
                if title:
                    # 一是…。二是… within a paragraph hold for that paragraph alone, unless it is one heading.
                    shelf = headings if level < len(_LEVELS) - 1 or len(whole) == 1 else inline
                    for kept in (headings, inline):
                        kept[:] = [one for one in kept if one[0] < level]
                    shelf.append((level, title))
                held = tuple(title for _, title in (*headings, *inline))
                yield Passage(section, count, held, sentence)
            count += 1


def _prose(report: Report) -> Iterable[tuple[str, tuple[Text, ...]]]:
    yield "preface", report.preface
    for section in report.sections:
        yield section.id, section.paragraphs


def _heading(sentence: Sentence) -> tuple[int, str]:
    """The level and words of the heading that the sentence is or begins with; no words where it has none."""
    text = sentence.text
    if text[0] not in _FIRST:
        return 0, ""
    for level, enumerator in enumerate(_LEVELS):
        found = enumerator.match(text)
        if found is None:
            continue
        # 依申请公开：全年收到…, 依申请公开方面，全年… : what stands before the first mark.
        title = re.split("[，：；,:]", text[found.end() : found.end() + _LONGEST + 1], maxsplit=1)[0]
        if len(title) > _LONGEST or (len(title) == len(text) - found.end() and sentence.main.quantities):
            return level, ""
        return level, title
    return 0, ""
