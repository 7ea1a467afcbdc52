"""What a report says in words, paragraph by paragraph, and findings at the very characters.

Sentences and their figures are the narrative's; here text is looked at as it is printed.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded, Whole
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import METADATA, Form
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Match, Report, Section
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.traditional import simplified
from openness_lint.rulebook.terms import unknown

# `text` are the paragraphs of the sections.
Place: TypeAlias = Literal["title", "headings", "preface", "text"]


class Paragraph(NamedTuple):
    """A title, a heading or a paragraph, and the part of the report that it stands in."""

    address: Address
    text: Text

    def spot(self, start: int, end: int) -> Spot:
        return Spot(self.address, self.text.part(start, end), self.text.text[start:end])

    def edit(self, start: int, end: int, replacement: str) -> Edit | None:
        """The edit that puts something else there; None where the source cannot tell the characters apart."""
        whole = start == 0 and end == len(self.text.text)
        if isinstance(self.text.span, TextSpan) and not self.text.runs and not whole:
            return None
        return Edit(self.text.part(start, end), replacement)


def paragraphs(report: Report, places: tuple[Place, ...], sections: Sequence[str] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of these places, in reading order.

    Args:
        report: What was read.
        places: Where to look.
        sections: Ids of the sections whose headings and paragraphs are meant; all where none is named.
    """
    return report.reading(Printed).of(places, sections)


class Printed:
    """All that may be looked at in a report, in reading order; what is asked for once is at hand for the next rule.

    `all` are the paragraphs, each with the kind of place it stands in. To be asked for with `Report.reading`.
    """

    __slots__ = ("_known", "_starts", "all", "whole")

    def __init__(self, report: Report) -> None:
        self.all: list[tuple[Place, Paragraph]] = []
        self._known: dict[object, tuple[Paragraph, ...]] = {}
        self._starts: list[int] | None = None
        title = report.metadata.get("title")
        if title is not None:
            self.all.append(("title", Paragraph(Address("title"), title)))
        self.all += [("preface", Paragraph(Address("preface"), text)) for text in report.preface]
        for section in report.sections:
            if section.heading.match is not Match.ID:
                self.all.append(("headings", Paragraph(Address(section.id), section.heading.printed)))
            self.all += [("text", one) for one in of_section(section)]
        self.whole = Whole("\n".join([one.text.text for _, one in self.all]))  # one paragraph a line

    def of(self, places: tuple[Place, ...], sections: Sequence[str]) -> tuple[Paragraph, ...]:
        asked = places, tuple(sections)
        if asked not in self._known:
            self._known[asked] = tuple(
                [one for place, one in self.all if place in places and is_within(sections, place, one)]
            )
        return self._known[asked]

    def may_hold(self, pattern: Bounded) -> list[int]:
        """The numbers in `all` of the paragraphs in which the pattern may be found."""
        pattern = self.whole.narrowed(pattern)
        if not pattern.needs:
            return [*range(len(self.all))]
        text, found = self.whole.text, set[int]()
        if self._starts is None:
            self._starts = [*accumulate([len(one.text.text) + 1 for _, one in self.all], initial=0)]
        for string, _ in pattern.needs[0]:
            at = text.find(string)
            while at >= 0:
                number = bisect(self._starts, at) - 1
                found.add(number)
                at = text.find(string, self._starts[number + 1])
        return [number for number in sorted(found) if pattern.may_stand_in(self.all[number][1].text.text)]

    def holding(self, patterns: Iterable[Bounded], places: tuple[Place, ...]) -> list[Paragraph]:
        """The paragraphs of some places in which one of the patterns may be found, in reading order."""
        likely = {number for one in patterns if self.whole.may_hold(one) for number in self.may_hold(one)}
        return [one for place, one in map(self.all.__getitem__, sorted(likely)) if place in places]


_IN_SECTIONS: tuple[Place, ...] = ("headings", "text")


def is_within(sections: Sequence[str], place: Place, paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in one of some sections; what stands in none does, and all where none is named."""
    return not sections or place not in _IN_SECTIONS or paragraph.address.area in sections


def whole(report: Report) -> Whole:
    """All that may be looked at in a report: what stands nowhere in it stands in no paragraph."""
    return report.reading(Printed).whole


def of_section(section: Section) -> list[Paragraph]:
    address = Address(section.id)
    return [Paragraph(address, text) for text in section.paragraphs]


class Compact:
    """What a section says without blanks, in simplified script; put together when somebody asks for it."""

    __slots__ = ("_whole", "section")

    def __init__(self, section: Section) -> None:
        self.section = section
        self._whole: Whole | None = None

    @property
    def whole(self) -> Whole:
        if self._whole is None:
            self._whole = Whole(compact_text((self.section,)))
        return self._whole


def compact(report: Report) -> tuple[Compact, ...]:
    """The sections without blanks: in documents these and line breaks fall anywhere, and tell nothing in Chinese."""
    return tuple(map(Compact, report.sections))


def compact_text(sections: Iterable[Section]) -> str:
    """What sections say without blanks, one after the other, in simplified script."""
    return simplified("".join("".join([text.text for one in sections for text in one.paragraphs]).split()))


def fix(applicability: Applicability, message: Phrase, *edits: Edit | None) -> tuple[Fix, ...]:
    """The fix, unless one of its edits cannot be placed."""
    placed = tuple(one for one in edits if one is not None)
    return (Fix(applicability, message, placed),) if len(placed) == len(edits) else ()


def verdict(looked_at: int, broken: Sequence[Broken], unjudged: Sequence[Unjudged] = ()) -> Verdict:
    """The answer on so many paragraphs; one with several faults counts once for each."""
    if not broken and not unjudged:
        return held(looked_at)
    return Verdict(max(looked_at, len(broken)), tuple(broken), tuple(unjudged))


def no_text(report: Report, area: str) -> Unjudged:
    """The gap where a metadata field, the preface or a section is not there."""
    if area in report.form.section:
        heading = report.form.section[area].wording.official
        message = Phrase(f"报告中没有“{heading}”", f"the report has no section {heading!r}")
    else:
        message = Phrase("报告未写明{what}", "the report does not state its {what}").fill(what=METADATA[area])
    return Unjudged(Spot(Address(area), report.span), message)


def heading_spot(section: Section) -> Spot:
    printed = section.heading.printed
    return Spot(Address(section.id), printed.span, printed.text)


def known_sections(names: Sequence[str], form: Form, key: str = "sections") -> None:
    """Refuse sections that the form does not have.

    Raises:
        RuleComplaint: there is one; at its place in the rule file.
    """
    for i, name in enumerate(names):
        if name not in form.section:
            raise unknown(Phrase("部分", "section"), name, form.section, form, (key, i))


def needed(values: Sequence[object], key: str) -> None:
    """Refuse an empty list where a rule would ask nothing.

    Raises:
        RuleComplaint: it is empty.
    """
    if not values:
        raise RuleComplaint(Phrase(f"{key} 至少要有一项", f"`{key}` needs at least one entry"), (key,))


_STATEMENT = pattern(r"[^。；！？;!?\n]+")


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences and the parts between semicolons begin and end, their marks left out."""
    return (found.span() for found in _STATEMENT.finditer(text))
