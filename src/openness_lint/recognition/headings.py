"""Headings of sections among the paragraphs of a document, by the form's own words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from openness_lint.model.address import Address
from openness_lint.model.form import Form, FormSection
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Label, Match
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.document import Block
from openness_lint.recognition.scopes import scopes_of
from openness_lint.recognition.traditional import is_traditional, simplified

# How much longer than the official heading a paragraph may be and still be one.
LONGEST_HEADING = 12
# Where no heading has its number, so many different ones without are headings and no chance words.
FEWEST_BARE = 4

_NUMERALS = "一二三四五六七八九十"
_ARTEFACT = pattern(r"\[bookmark:[^\]]{0,60}\]\s*|_GoBack\s*")
_PARTING = pattern(r"[。：:]\s*|\s+")


class Heading(NamedTuple):
    """A heading, an artefact that stands before it, and the text that follows in the same paragraph."""

    section: FormSection
    label: Label
    before: Text | None = None
    rest: Text | None = None


def heading_of(text: Text, form: Form, *, bare: bool = False) -> Heading | None:
    """The heading that a paragraph is, or begins with; with `bare`, without its number too."""
    before: Text | None = None
    start = 0
    if artefact := _ARTEFACT.match(text.text.lstrip()):
        start = len(text.text) - len(text.text.lstrip()) + artefact.end()
        before = text.cut(0, start)
    rest = text.text[start:]
    kept = rest.strip()
    if not kept:
        return None
    start += rest.index(kept)
    if kept[0] in _NUMERALS and (parted := _parted(kept, form)):
        section, match, end, begin = parted
        label = Label(Address(section.id), text.cut(start, start + end), match)
        return Heading(section, label, before, text.cut(start + begin, start + len(kept)))
    found = _named(kept, form, bare=bare)
    if found is None:
        return None
    section, match = found
    return Heading(section, Label(Address(section.id), text.cut(start, start + len(kept)), match), before)


def are_bare(blocks: Iterable[Block], form: Form) -> bool:
    """Whether a document's headings all lack their numbers (none, or `1.` for `一、`), so that the words alone tell."""
    named: set[str] = set()
    for block in blocks:
        if not isinstance(block, Text):
            continue
        if heading_of(block, form) is not None:
            return False
        if (found := heading_of(block, form, bare=True)) is not None:
            named.add(found.section.id)
    return len(named) >= FEWEST_BARE


def _named(kept: str, form: Form, *, bare: bool) -> tuple[FormSection, Match] | None:
    if len(kept) > _longest(form):
        return None
    matcher = scopes_of(form).sections
    is_numbered = kept[0] in _NUMERALS
    found = matcher.exact(kept)
    if is_numbered and (found is None or found[1] is Match.ID):
        found = matcher.misspelt(kept)
    if found is None or found[1] is Match.ID:
        return None
    if found[1] is Match.ALIAS and not is_numbered and not bare:
        return None  # the words alone, without their number, also stand in lists and sentences
    return found


def _parted(kept: str, form: Form) -> tuple[FormSection, Match, int, int] | None:
    """The heading that a paragraph begins with, where it ends, and where the paragraph's text begins."""
    printed, kept = kept, simplified(kept)
    for name, section, match in _beginnings(form):
        if not kept.startswith(name):
            continue
        parting = _PARTING.match(kept, len(name))
        if parting is None or parting.end() == len(kept):
            continue
        rest = kept[parting.end() :]
        # A line of a table of contents names several.
        if not any(other in rest for other, another, _ in _beginnings(form) if another is not section):
            is_folded = match is Match.OFFICIAL and is_traditional(printed[: len(name)])
            return section, Match.TRADITIONAL if is_folded else match, len(name), parting.end()
    return None


@lru_cache(maxsize=16)
def _beginnings(form: Form) -> tuple[tuple[str, FormSection, Match], ...]:
    """Every wording of a heading with its number, longest first."""
    found = [
        (name, section, match)
        for section in form.sections
        for names, match in (((section.wording.official,), Match.OFFICIAL), (section.wording.aliases, Match.ALIAS))
        for name in names
        if name[0] in _NUMERALS
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@lru_cache(maxsize=16)
def _longest(form: Form) -> int:
    return max(len(one.wording.official) for one in form.sections) + LONGEST_HEADING
