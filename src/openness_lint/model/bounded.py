"""Patterns that rules bring, and the texts that many of them are asked of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from openness_lint.model.pattern import compiled

# The characters that such prose is full of, the most frequent first: a string is looked for by another one of its own.
_FREQUENT = "，。、的公开信息政府工作年理行申请案度件办和主上动不人法关部及有本会位各单进一（）机为发县市局全以时在容文条中《》“”0123456789"
_RANK = {one: -rank for rank, one in enumerate(reversed(_FREQUENT), 1)}

# Strings, each behind the character of its own that fewest texts hold.
Keyed: TypeAlias = tuple[tuple[str, str], ...]


class Bounded:
    """A pattern that repeats within stated bounds only, compiled when it is first used.

    A run asks far fewer patterns than a pack holds, and to compile them all would take longer than to
    judge a report; so what is pickled is the text alone. `needs` are groups of strings: every match holds
    at least one of each, the most telling first, so that a text without them need not be searched. A match
    that `is_first` stands at the beginning of its text or nowhere.
    """

    __slots__ = ("_origin", "compiled", "is_first", "keyed", "needs", "text")

    if TYPE_CHECKING:
        compiled: re.Pattern[str]
        keyed: tuple[Keyed, ...]  # its needs as a `Whole` looks for them
    else:

        def __getattr__(self, name: str) -> Any:
            """What is made when it is first asked for."""
            if name == "compiled":
                made = compiled(self.text) if self._origin is None else self._origin.compiled
            elif name == "keyed":
                made = tuple(map(_keyed, self.needs))
            else:
                raise AttributeError(name)
            setattr(self, name, made)
            return made

    def __init__(self, text: str, needs: tuple[tuple[str, ...], ...] = (), is_first: bool = False) -> None:
        self.text = text
        self.needs = needs
        self.is_first = is_first
        self._origin: Bounded | None = None

    def may_stand_in(self, text: str) -> bool:
        """Whether the text has what every match holds."""
        for group in self.needs:
            for one in group:
                if one in text:
                    break
            else:
                return False
        return True

    def needing(self, needs: tuple[tuple[str, ...], ...]) -> Bounded:
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

    def __reduce__(self) -> tuple[type[Bounded], tuple[str, tuple[tuple[str, ...], ...], bool]]:
        return Bounded, (self.text, self.needs, self.is_first)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bounded) and (self.text, self.needs) == (other.text, other.needs)

    def __hash__(self) -> int:
        return hash(self.text)


def _keyed(literals: Iterable[str]) -> Keyed:
    return tuple((max(one, key=lambda character: _RANK.get(character, 0), default=""), one) for one in literals)


class Whole:
    """A text that many patterns are asked of: each string is looked for once, and only where its rarest character is."""

    __slots__ = ("_held", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._held: dict[str, bool] = {}

    def may_hold(self, pattern: Bounded) -> bool:
        """Whether the pattern may be found in a part of the text."""
        held, text = self._held, self.text
        for group in pattern.keyed:
            for key, literal in group:
                found = held.get(key)
                if found is None:
                    found = held[key] = key in text
                if found:
                    found = held.get(literal)
                    if found is None:
                        found = held[literal] = literal in text
                    if found:
                        break
            else:
                return False
        return True

    def search(self, pattern: Bounded) -> re.Match[str] | None:
        """The first match in the whole text."""
        if not self.may_hold(pattern):
            return None
        return pattern.compiled.match(self.text) if pattern.is_first else pattern.compiled.search(self.text)

    def narrowed(self, pattern: Bounded) -> Bounded | None:
        """The pattern as parts of this text are asked for it: of what it needs, only what stands here; None without that."""
        needs: list[tuple[str, ...]] = []
        for group in pattern.keyed:
            here = tuple([one for key, one in group if self.holds(key) and self.holds(one)])
            if not here:
                return None
            needs.append(here)
        return pattern.needing(tuple(needs))

    def holds(self, string: str) -> bool:
        """Whether the string stands in the text."""
        found = self._held.get(string)
        if found is None:
            found = self._held[string] = string in self.text
        return found
