"""What a text must hold for a regular expression to be found in it, worked out when a pack is compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from re import _constants as re_constants  # type: ignore[attr-defined]
from re import _parser as re_parser  # type: ignore[attr-defined]
from typing import Any

from openness_lint.model.values import NamedTuple

Group = tuple[str, ...]

# So many strings side by side are spelt out; of more than the second number, to ask for each takes as long as to search.
_MOST, _MOST_ASKED = 24, 64
# Further groups tell little that these do not.
_MOST_GROUPS = 3
_FOLDING, _BY_LINE = re_constants.SRE_FLAG_IGNORECASE, re_constants.SRE_FLAG_MULTILINE
_NOTHING: Collection[str] = frozenset()


class _Held(NamedTuple):
    """What part of a pattern asks for.

    `whole` is all that it can match, where that is a short list; `ends` what it matches ends with, where that
    is; `groups` are what it asks for beside.
    """

    whole: Group | None
    groups: tuple[Group, ...] = ()
    ends: Group | None = None


_UNKNOWN = _Held(None)
_EMPTY = _Held(("",))


class Needs(NamedTuple):
    """What is known of every match: the groups, and whether it stands at the beginning of its text."""

    groups: tuple[Group, ...]
    is_first: bool


def needs_of(text: str, told: Group = (), opaque: Collection[str] = _NOTHING) -> Needs:
    """Groups of strings, few of them: a text that a match is found in holds at least one of each; the most telling first.

    Args:
        text: A regular expression.
        told: A group that is known from elsewhere.
        opaque: Characters that stand for others in the text that is searched; no group tells of them.
    """
    groups = [told] if told else []
    try:
        parsed = re_parser.parse(text)
    # A later Python may parse into something else: then every text is searched.
    except AttributeError:
        return Needs(tuple(groups), False)
    flags = parsed.state.flags
    beginnings = {re_constants.AT_BEGINNING_STRING, *(() if flags & _BY_LINE else (re_constants.AT_BEGINNING,))}
    is_first = len(parsed) > 0 and parsed[0][0] is re_constants.AT and parsed[0][1] in beginnings
    if not flags & _FOLDING:
        groups += _sequence(parsed, opaque, is_outermost=True).groups
    return Needs(tuple(sorted(_without_implied(groups), key=_telling, reverse=True)[:_MOST_GROUPS]), is_first)


def _sequence(parsed: Iterable[tuple[Any, Any]], opaque: Collection[str], *, is_outermost: bool = False) -> _Held:
    """What stands side by side: strings are joined as far as they are few."""
    groups: list[Group] = []
    run: Group = ("",)
    is_whole = True
    for operator, argument in parsed:
        if operator is re_constants.ASSERT:
            direction, around = argument
            seen = _sequence(around, opaque).whole
            if seen is None:
                continue
            if direction > 0:  # what stands behind is no part of the match, but of the text
                groups.append(_joined(run, seen, _MOST_ASKED) or seen)
            elif is_outermost and run == ("",) and "" not in seen:
                run = seen
            continue
        whole, held, ends = _part(operator, argument, opaque)
        groups += held
        joined = None if whole is None else _joined(run, whole)
        if joined is not None:
            run = joined
            continue
        is_whole = False
        groups.append(run)
        run = whole or ends or ("",)
    groups.append(run)
    asked = [_shortest(one) for one in groups if "" not in one and len(one) <= _MOST_ASKED]
    return _Held(run if is_whole else None, tuple(_without_implied(asked)), run)


def _part(operator: Any, argument: Any, opaque: Collection[str]) -> _Held:
    if operator is re_constants.LITERAL:
        return _Held((chr(argument),)) if chr(argument) not in opaque else _UNKNOWN
    if operator is re_constants.IN:
        return _Held(_class(argument, opaque))
    if operator in {re_constants.AT, re_constants.ASSERT_NOT}:
        return _EMPTY
    if operator is re_constants.SUBPATTERN:
        _, added, _, parsed = argument
        return _UNKNOWN if added & _FOLDING else _strings(_sequence(parsed, opaque))
    if operator is re_constants.BRANCH:
        return _either([_sequence(one, opaque) for one in argument[1]])
    if operator in {re_constants.MAX_REPEAT, re_constants.MIN_REPEAT}:
        least, most, parsed = argument
        inner = _sequence(parsed, opaque)
        if most == 1:
            if least == 0:
                return _Held(("", *inner.whole) if inner.whole is not None else None)
            return _strings(inner)
        return _Held(None, inner.groups, inner.ends) if least else _UNKNOWN
    return _UNKNOWN


def _strings(held: _Held) -> _Held:
    """Where the strings themselves go on being joined, they are no group of their own."""
    return held if held.whole is None else _Held(held.whole)


def _class(members: Sequence[tuple[Any, Any]], opaque: Collection[str]) -> Group | None:
    found: dict[str, None] = {}
    for kind, member in members:
        if kind is re_constants.LITERAL:
            found[chr(member)] = None
        elif kind is re_constants.RANGE and member[1] - member[0] < _MOST:
            found |= dict.fromkeys(map(chr, range(member[0], member[1] + 1)))
        else:
            return None
    return tuple(found) if len(found) <= _MOST and not any(one in opaque for one in found) else None


def _either(branches: Sequence[_Held]) -> _Held:
    """What one of several ways asks for: nothing where one of them asks for nothing."""
    if all(one.whole is not None for one in branches):
        whole = tuple(dict.fromkeys(string for one in branches for string in one.whole or ()))
        if len(whole) <= _MOST:
            return _Held(whole)
    ends = tuple(dict.fromkeys(string for one in branches for string in one.ends or ("",)))
    told = [max(one.groups, key=_telling, default=()) for one in branches]
    if not all(told):
        return _Held(None, (), ends)
    group = _shortest(tuple(dict.fromkeys(string for one in told for string in one)))
    return _Held(None, (group,), ends)


def _joined(run: Group, more: Group, most: int = _MOST) -> Group | None:
    """Each of the one followed by each of the other; None where those are too many."""
    if len(run) * len(more) > most:
        return None
    return tuple(dict.fromkeys(a + b for a, b in product(run, more)))


def _shortest(group: Group) -> Group:
    """The strings that hold no other of them: where a longer one stands, so does the shorter."""
    return tuple(one for one in group if not any(other != one and other in one for other in group))


def _without_implied(groups: Sequence[Group]) -> Iterable[Group]:
    """The groups that are not met of themselves where another is."""
    kept = list(dict.fromkeys(groups))
    for one in list(kept):
        if any(_implies(other, one) for other in kept if other is not one):
            kept.remove(one)
    return kept


def _implies(one: Group, other: Group) -> bool:
    return all(any(short in long for short in other) for long in one)


def _telling(group: Group) -> tuple[int, int]:
    """The longer its shortest string, and the fewer there are, the less a text is likely to meet it."""
    return (min(map(len, group), default=0), -len(group))
