"""Patterns for files, written and meant as in `.gitignore`, below the folder of the configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.config.search import absolute
from openness_lint.config.settings import Sourced
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern


# The name that pathspec gives to the slash after a folder when the path goes on below it.
_FOLDER_MARK = "ps_d"


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

    def match(self, file: Path) -> bool:
        """Whether they mean a file, itself or by a folder above it; by its absolute path.

        What lies outside the base has the path from the root, so that only patterns without a slash meet it.
        """
        return bool(self._patterns) and self._decides(self._name(file), itself=False)

    def match_itself(self, path: Path, *, folder: bool) -> bool:
        """Whether they mean this very file or folder, whatever they say of those above it."""
        return bool(self._patterns) and self._decides(self._name(absolute(path)) + "/" * folder, itself=True)

    def _name(self, path: Path) -> str:
        inside = self._base in path.parents
        return path.relative_to(self._base if inside else path.anchor).as_posix()

    def _decides(self, name: str, *, itself: bool) -> bool:
        return next((one.include is True for one in reversed(self._patterns) if _speaks_of(one, name, itself)), False)


def _speaks_of(pattern: RegexPattern, name: str, itself: bool) -> bool:
    if pattern.regex is None:
        return False
    # Searched, not matched: `*/` is but the mark of a folder, wherever one ends.
    found = pattern.regex.finditer(name)
    if not itself:
        return next(found, None) is not None
    return any(_is_whole(one, name) for one in found)


def _is_whole(found: re.Match[str], name: str) -> bool:
    """Whether a pattern met the very path, and not only a folder above it."""
    if found.groupdict().get(_FOLDER_MARK) is not None:
        return found.end(_FOLDER_MARK) == len(name)
    # `a/**` is all that lies in a, and not the folder itself.
    return not (found.re.pattern.endswith("/") and found.end() == len(name))


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
