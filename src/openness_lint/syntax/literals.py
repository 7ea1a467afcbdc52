"""What a text must hold for a regular expression to be found in it, worked out when a pack is compiled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import _constants as re_constants  # type: ignore[attr-defined]
from re import _parser as re_parser  # type: ignore[attr-defined]
from typing import Any

# Of more, to ask for each takes as long as to search.
_MOST = 24
_FOLDING = re_constants.SRE_FLAG_IGNORECASE


def literals_of(text: str) -> tuple[str, ...]:
    """Strings of which every match holds at least one; none where the pattern does not tell."""
    try:
        parsed = re_parser.parse(text)
    # A later Python may parse into something else: then every text is searched.
    except AttributeError:
        return ()
    if parsed.state.flags & _FOLDING:
        return ()
    return _of(parsed) or ()


def _of(parsed: Iterable[tuple[Any, Any]]) -> tuple[str, ...] | None:
    """The most telling of what the parts of a sequence ask for: the longest, and of those the fewest."""
    found: list[tuple[str, ...]] = []
    run = ""
    for operator, argument in parsed:
        if operator is re_constants.LITERAL:
            run += chr(argument)
            continue
        if run:
            found.append((run,))
            run = ""
        asked = _asked(operator, argument)
        if asked and len(asked) <= _MOST:
            found.append(asked)
    if run:
        found.append((run,))
    return max(found, key=lambda one: (min(map(len, one)), -len(one)), default=None)


def _asked(operator: Any, argument: Any) -> tuple[str, ...] | None:
    if operator is re_constants.SUBPATTERN:
        _, added, _, parsed = argument
        return None if added & _FOLDING else _of(parsed)
    if operator is re_constants.BRANCH:
        return _either([_of(one) for one in argument[1]])
    if operator is re_constants.IN:
        return _either([(chr(one),) if kind is re_constants.LITERAL else None for kind, one in argument])
    if operator in {re_constants.MAX_REPEAT, re_constants.MIN_REPEAT} and argument[0] >= 1:
        return _of(argument[2])
    return None


def _either(branches: Sequence[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """What one of several ways asks for; None where one of them asks for nothing."""
    if any(one is None for one in branches):
        return None
    return tuple(dict.fromkeys(literal for one in branches for literal in one or ()))
