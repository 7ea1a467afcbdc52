"""Patterns for files, written and meant as in `.gitignore`, below the folder of the configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.config.settings import Sourced
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern


class Globs:
    """Patterns in order: the last one that speaks of a file decides; `!` takes back."""

    def __init__(self, patterns: Sequence[Sourced[str]], base: Path) -> None:
        """Compile the patterns.

        Raises:
            InvalidConfiguration: one of them can match nothing.
        """
        self._base = base
        self._patterns = [_compiled(one) for one in patterns]
        if patterns and patterns[0].value.startswith("!"):
            words = Phrase("“!”排在最前，没有可以收回的", "a pattern with ! that comes first has nothing to take back")
            raise _complaint(patterns[0], words)

    def match(self, path: Path, *, folder: bool = False) -> bool:
        """Whether they mean a file (or folder), by its absolute path.

        What lies outside the base has the path from the root, so that only patterns without a slash meet it.
        """
        if not self._patterns:
            return False
        inside = self._base in path.parents
        name = path.relative_to(self._base if inside else path.anchor).as_posix() + "/" * folder
        return next((one.include is True for one in reversed(self._patterns) if _speaks_of(one, name)), False)


def _speaks_of(pattern: RegexPattern, name: str) -> bool:
    return pattern.regex is not None and pattern.regex.match(name) is not None


def _compiled(pattern: Sourced[str]) -> RegexPattern:
    from pathspec import GitIgnoreSpec  # costs several milliseconds, which most runs can do without

    text = pattern.value
    if ".." in text.lstrip("!").split("/"):
        words = Phrase(
            "模式以配置文件所在文件夹为准，不能用 ..",
            "patterns stay below the configuration's folder; .. leads out of it",
        )
        raise _complaint(pattern, words)
    if os.sep == "\\" and "\\" in text:
        raise _complaint(pattern, Phrase("模式里用 / 分隔", "patterns are written with /"))
    try:
        found: list[RegexPattern] = list(GitIgnoreSpec.from_lines([text]).patterns)
    except (ValueError, re.error):
        found = []
    if len(found) != 1 or found[0].include is None:
        words = Phrase(
            "模式“{text}”不会匹配任何文件；写法同 .gitignore",
            "the pattern '{text}' matches no file; write it as in .gitignore",
        )
        raise _complaint(pattern, words.fill(text=text))
    return found[0]


def _complaint(pattern: Sourced[str], message: Phrase) -> OpennessLintError:
    place = pattern.origin.place
    return place.complaint(message) if place else OpennessLintError(message)
