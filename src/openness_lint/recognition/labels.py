"""Match a printed label to one of the form's: as written, as spaced, by alias, or misspelt beyond doubt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from openness_lint.model.form import Wording
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Match
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.traditional import is_traditional, simplified

T = TypeVar("T")

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂‘’'", '"'))
_POINT_AFTER_NUMBER = pattern(r"^(\(?[0-9]+\)?)[、.,:]|^([一二三四五六七八九十]+)[.,:]")
_ENUMERATOR = pattern(r"^(?:\([一二三四五六七八九十0-9]+\)|[一二三四五六七八九十]+、|[0-9]+\.)")
_BLANK = pattern(r"[\s\u200b-\u200d\ufeff]+")


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A label without what print varies: blanks, line breaks, full or half width, quotes, `1、` for `1.`, script."""
    text = _BLANK.sub("", unicodedata.normalize("NFKC", label))
    # Once more: what a blank kept apart may now come together, as in E and a diaeresis of its own.
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = _POINT_AFTER_NUMBER.sub(lambda m: f"{m[1]}." if m[1] else f"{m[2]}、", text)
    return simplified(text.rstrip("。.:;,、"))


@lru_cache(maxsize=8192)
def without_enumerator(label: str) -> str:
    """A plain label without the number before it."""
    return _ENUMERATOR.sub("", plain(label))


class Candidate(NamedTuple, Generic[T]):
    """Something a label may mean, under its ids and its wording."""

    target: T
    ids: tuple[str, ...]
    wording: Wording


class Matcher(Generic[T]):
    """Matches labels within one scope: the sections, the rows of a group, the columns of a row."""

    def __init__(self, candidates: Sequence[Candidate[T]], distance: int) -> None:
        self._candidates = tuple(candidates)
        self._distance = distance
        self._ids = _by((id, c.target) for c in candidates for id in c.ids)
        self._official = _by((c.wording.official, c.target) for c in candidates)
        self._known: dict[str, tuple[T, Match] | None] = {}

    # Most labels are the form's own, to the letter: these are made when one is not.

    @cached_property
    def _spacing(self) -> dict[str, T]:
        return _by((plain(c.wording.official), c.target) for c in self._candidates)

    @cached_property
    def _alias(self) -> dict[str, T]:
        return _by((plain(alias), c.target) for c in self._candidates for alias in c.wording.aliases)

    @cached_property
    def _bare(self) -> dict[str, T]:
        return _by((without_enumerator(name), c.target) for c in self._candidates for name in _names(c.wording))

    def exact(self, label: str) -> tuple[T, Match] | None:
        """What the label says without any misspelling, or None; blanks at its edges are not seen in print."""
        label = label.strip()
        if label in self._official:
            return self._official[label], Match.OFFICIAL
        if label in self._ids:
            return self._ids[label], Match.ID
        name = plain(label)
        if name in self._spacing:
            return self._spacing[name], Match.TRADITIONAL if is_traditional(label) else Match.SPACING
        for known in (self._alias.get(name), self._bare.get(without_enumerator(label))):
            if known is not None:
                return known, Match.ALIAS
        return None

    def misspelt(self, label: str) -> tuple[T, Match] | None:
        """The one candidate within the edit distance; None when there is none, or more than one.

        The distance is the form's, but at most one edit in four characters: in a label of three
        characters every other label of three would be near.
        """
        if label not in self._known:
            self._known[label] = self._nearest(label)
        return self._known[label]

    def _nearest(self, label: str) -> tuple[T, Match] | None:
        from rapidfuzz.distance import Levenshtein

        name = plain(label)
        near: list[T] = []
        for candidate in self._candidates:
            for wording in map(plain, _names(candidate.wording)):
                allowed = min(self._distance, len(wording) // 4)
                if allowed and Levenshtein.distance(name, wording, score_cutoff=allowed) <= allowed:
                    near.append(candidate.target)
                    break
        return (near[0], Match.DISTANCE) if len(near) == 1 else None

    @property
    def labels(self) -> list[str]:
        """Every official wording, for messages."""
        return [candidate.wording.official for candidate in self._candidates]

    @property
    def ids(self) -> list[str]:
        """Every id, for messages."""
        return [id for candidate in self._candidates for id in candidate.ids]


def edits(label: str, wording: Wording) -> int:
    """How many characters a label is from the nearest of a wording's forms."""
    from rapidfuzz.distance import Levenshtein

    return min(Levenshtein.distance(plain(label), plain(name)) for name in _names(wording))


def _names(wording: Wording) -> tuple[str, ...]:
    return (wording.official, *wording.aliases)


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The pairs as a mapping, without the names that mean more than one thing."""
    found: dict[str, T] = {}
    several: set[str] = set()
    for name, target in pairs:
        if found.setdefault(name, target) is not target:
            several.add(name)
    return {name: target for name, target in found.items() if name not in several}
