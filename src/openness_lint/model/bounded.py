"""Patterns that rules bring, and the texts that many of them are asked of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from openness_lint.model.pattern import compiled

# The characters that such prose is full of, the most frequent first: a string is looked for by another one of its own.
_FREQUENT = "，。、的公开信息政府工作年理行申请案度件办和主上动不人法关部及有本会位各单进一（）机为发县市局全以时在容文条中《》“”0123456789"
_RANK = {one: -rank for rank, one in enumerate(reversed(_FREQUENT), 1)}

# Strings, of which one is asked for, each behind a character that all of them have: it is looked for first. Where
# nothing stands behind it, it is the string.
Group: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def grouped(strings: Iterable[str]) -> Group:
    """Strings behind characters that few texts hold, and many of the strings."""
    left = list(dict.fromkeys(strings))
    found: list[tuple[str, tuple[str, ...]]] = []
    while left:
        counted = Counter(character for one in left for character in set(one))
        if not counted:
            return (*found, ("", ()))  # the empty string, which every text holds
        key = max(sorted(counted), key=lambda one: (_RANK.get(one, 0), counted[one]))
        behind = tuple(one for one in left if key in one)
        found.append((key, () if key in behind else behind))
        left = [one for one in left if one not in behind]
    return tuple(found)


class Bounded:
    """A pattern that repeats within stated bounds only, compiled when it is first used.

    A run asks far fewer patterns than a pack holds, and to compile them all would take longer than to
    judge a report; so what is pickled is the text alone. `needs` are groups of strings: every match holds
    at least one of each, the most telling first, so that a text without them need not be searched. A match
    that `is_first` stands at the beginning of its text or nowhere.
    """

    __slots__ = ("_origin", "compiled", "is_first", "needs", "text")

    if TYPE_CHECKING:
        compiled: re.Pattern[str]
    else:

        def __getattr__(self, name: str) -> Any:
            """The compiled pattern, made when it is first asked for."""
            if name != "compiled":
                raise AttributeError(name)
            self.compiled = compiled(self.text) if self._origin is None else self._origin.compiled
            return self.compiled

    def __init__(self, text: str, needs: tuple[Group, ...] = (), is_first: bool = False) -> None:
        self.text = text
        self.needs = needs
        self.is_first = is_first
        self._origin: Bounded | None = None

    def may_stand_in(self, text: str) -> bool:
        """Whether the text has what every match holds."""
        for group in self.needs:
            for key, strings in group:
                if key in text and (not strings or _has_one(text, strings)):
                    break
            else:
                return False
        return True

    def needing(self, needs: tuple[Group, ...]) -> Bounded:
        """The same pattern, of which more is known."""
        one = Bounded(self.text, needs, self.is_first)
        one._origin = self  # so that it is compiled once, and only where either is used
        return one

    def search(self, text: str) -> re.Match[str] | None:
        if self.is_first:
            return self.compiled.match(text)
        return self.compiled.search(text) if self.may_stand_in(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        if not self.is_first:
            return self.compiled.finditer(text) if self.may_stand_in(text) else ()
        found = self.compiled.match(text)
        return () if found is None else (found,)

    def __reduce__(self) -> tuple[type[Bounded], tuple[str, tuple[Group, ...], bool]]:
        return Bounded, (self.text, self.needs, self.is_first)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bounded) and (self.text, self.needs) == (other.text, other.needs)

    def __hash__(self) -> int:
        return hash(self.text)


def _has_one(text: str, strings: tuple[str, ...]) -> bool:
    for one in strings:  # noqa: SIM110  # asked so often that to set up a generator would be most of the work
        if one in text:
            return True
    return False


class Whole:
    """A text that many patterns are asked of: each string is looked for once, and only where its character is."""

    __slots__ = ("_held", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._held: dict[object, bool] = {}  # by character, and by the strings behind it

    def may_hold(self, pattern: Bounded) -> bool:
        """Whether the pattern may be found in a part of the text."""
        held, text = self._held, self.text
        for group in pattern.needs:
            for key, strings in group:
                found = held.get(key)
                if found is None:
                    found = held[key] = key in text
                if found:
                    if not strings:
                        break
                    found = held.get(strings)
                    if found is None:
                        found = held[strings] = _has_one(text, strings)
                    if found:
                        break
            else:
                return False
        return True

    def narrowed(self, pattern: Bounded) -> Bounded:
        """A pattern that it may hold, as its parts are asked for it: first for what stands here alone."""
        if not pattern.needs:
            return pattern
        first, *others = pattern.needs
        here: list[tuple[str, tuple[str, ...]]] = []
        for key, strings in first:
            if self.holds(key):
                if not strings:
                    here.append((key, ()))
                else:
                    here += [(one, ()) for one in strings if one in self.text]
        return pattern.needing((tuple(here), *others))

    def search(self, pattern: Bounded) -> re.Match[str] | None:
        """The first match in the whole text."""
        if not self.may_hold(pattern):
            return None
        return pattern.compiled.match(self.text) if pattern.is_first else pattern.compiled.search(self.text)

    def holds(self, string: str) -> bool:
        """Whether the string stands in the text."""
        found = self._held.get(string)
        if found is None:
            found = self._held[string] = string in self.text
        return found
