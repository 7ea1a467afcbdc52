"""Which versions of this tool will do: specifiers as in `>=0.2,<1`.

The part of the Python packaging standards ("Version specifiers", once PEP 440) that our own version
numbers need: releases and their `a`, `b` and `rc`; no epochs, post-releases or local versions.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from openness_lint.model.pattern import pattern

# A release without zeros at its end, then its stage: 0 to 3 for dev, a, b, rc; 4 for the release itself.
_Rank: TypeAlias = tuple[tuple[int, ...], tuple[int, int]]

_FINAL = (4, 0)
_STAGES = {"a": 1, "b": 2, "rc": 3}
_OURS = pattern(
    r"(?P<release>[0-9]+(?:\.[0-9]+)*)(?:(?P<stage>a|b|rc)(?P<number>[0-9]+))?(?P<dev>\.dev[0-9]+)?(?:\+.*)?"
)
_CLAUSE = pattern(
    r"(?P<sign>~=|==|!=|<=|>=|<|>)\s*(?P<release>[0-9]+(?:\.[0-9]+)*)(?:(?P<any>\.\*)|(?P<stage>a|b|rc)(?P<number>[0-9]+))?"
)


def satisfies(version: str, specifier: str) -> bool:
    """Whether a version of ours meets every clause of a specifier.

    Raises:
        ValueError: a clause is none; with the clause.
    """
    found = _OURS.fullmatch(version)
    assert found is not None, version
    ours = _rank(found)
    if found["dev"]:
        ours = (ours[0], (0, 0) if found["stage"] is None else (_STAGES[found["stage"]], int(found["number"]) * 2 - 1))
    answers = [_meets(ours, found["release"], clause) for clause in specifier.split(",")]  # each is read, come what may
    return all(answers)


def _meets(ours: _Rank, our_release: str, clause: str) -> bool:
    found = _CLAUSE.fullmatch(clause.strip())
    if found is None:
        raise ValueError(clause.strip())
    sign, release, theirs = found["sign"], found["release"], _rank(found)
    if (found["any"] and sign not in {"==", "!="}) or (sign == "~=" and "." not in release):
        raise ValueError(clause.strip())
    match sign:
        case "~=":
            return ours >= theirs and _begins(our_release, release.rpartition(".")[0])
        case "==":
            return _begins(our_release, release) if found["any"] else ours == theirs
        case "!=":
            return not _begins(our_release, release) if found["any"] else ours != theirs
        case "<=":
            return ours <= theirs
        case ">=":
            return ours >= theirs
        case ">":
            return ours > theirs
        case _:
            # What comes before a release is none of its own previews, unless one of these is named.
            previews = theirs[1] == _FINAL and ours[0] == theirs[0]
            return ours < theirs and not previews


def _rank(found: re.Match[str]) -> _Rank:
    release = tuple(map(int, re.sub(r"(?:\.0+)+$", "", found["release"]).split(".")))
    if found["stage"] is None:
        return release, _FINAL
    return release, (_STAGES[found["stage"]], int(found["number"]) * 2)


def _begins(ours: str, beginning: str) -> bool:
    wanted = [int(part) for part in beginning.split(".")]
    given = [int(part) for part in ours.split(".")]
    given += [0] * (len(wanted) - len(given))
    return given[: len(wanted)] == wanted
