"""Under what the words about a file are kept: everything they depend on, and nothing that a moved clock changes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from openness_lint.cli.desk import Desk, path_of
from openness_lint.cli.files import Found
from openness_lint.cli.judged import Wanted
from openness_lint.cli.kept import key_of
from openness_lint.config.plans import Plan
from openness_lint.model.source import Source
from openness_lint.rulebook.store import fingerprint
from openness_lint.suppression import SUFFIX

# What a comment that suppresses begins with; its last day is held against today.
_DIRECTIVE = b"openness-lint"


class Keys:
    """The keys of a run's files."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._common = (b"4", repr(wanted).encode(), str(desk.reports_only).encode())
        self._plans: dict[int, bytes | None] = {}  # by the identity of the plan
        self._asked: dict[int, bytes] = {}  # by the identity of what is asked

    def of(self, found: Found, source: Source) -> bytes | None:
        """The key of what is said of a file; None where that depends on what cannot be told apart."""
        plan, asked = self._desk.plan(found)
        if id(plan) not in self._plans:
            self._plans[id(plan)] = _of_plan(plan)
        of_plan = self._plans[id(plan)]
        if of_plan is None or found.is_stdin:
            return None
        if id(asked) not in self._asked:
            rules = (f"{one.rule.code} {one.rule.severity.value}" for one in asked.rules)
            self._asked[id(asked)] = key_of(_encoded([*rules, "mandatory", *sorted(asked.mandatory)]))
        beside = f"{path_of(found)}{SUFFIX}"
        side_file = _content(Path(beside)) if os.path.exists(beside) else None  # noqa: PTH110
        may_expire = side_file is not None or _DIRECTIVE in source.data or b"\0" in source.data[:4]
        return key_of(
            [
                *self._common,
                of_plan,
                self._asked[id(asked)],
                *_encoded([source.name, str(found.named)]),
                side_file or b"",
                str(self._desk.today if may_expire else "").encode(),
                source.data,
            ]
        )


def _of_plan(plan: Plan) -> bytes | None:
    """Of the program, its rules and the user's own; None where plugins take part, whose changes nobody tells us."""
    further = plan.rulebook.made_of
    if plan.host.guests or further is None:
        return None
    return key_of(_encoded([*map(fingerprint, plan.host.packs), further]))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _encoded(words: Iterable[object]) -> Iterable[bytes]:
    return (
        os.fsencode(str(one)) if isinstance(one, Path) else str(one).encode("utf-8", "surrogatepass") for one in words
    )
