"""`check --watch`: check again whenever a report, or what judges it, changes; until Ctrl-C."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from openness_lint.baseline import NAME as BASELINE
from openness_lint.cli.files import STDIN, display_name
from openness_lint.cli.main import tell
from openness_lint.cli.outputs import Destination
from openness_lint.cli.wording import Speech
from openness_lint.config.search import NAMES as CONFIGURATIONS
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.values import dataclass

# Saving a file takes several steps; changes this close together, in milliseconds, are one.
TOGETHER = 300
# How often Ctrl-C is heard, in milliseconds, and how long the first look takes.
PATIENCE = 200

_FOLDERS_FILES = frozenset({*CONFIGURATIONS, BASELINE, ".gitignore"})
_OURS = re.compile(r"\.openness-lint-[0-9a-f]{12}")  # what a fix is written to before it takes its place
_RULES = (".yaml", ".yml")
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def refuse(places: Iterable[Destination], for_people: Collection[str]) -> None:
    """Refuse formats that nobody reads on a terminal.

    Raises:
        OpennessLintError: one of them goes to a file, or is made for programs.
    """
    for one in places:
        if one.file is not None:
            raise OpennessLintError(Phrase("--watch 与 --output 不能同用", "--watch and --output do not go together"))
        if one.format not in for_people:
            words = Phrase(
                "--watch 只能用给人看的格式：{known}；这里是 {name}",
                "--watch takes a format that people read, one of {known}; this is {name}",
            )
            raise OpennessLintError(words.fill(known=", ".join(sorted(for_people)), name=one.format))


def watch(
    once: Callable[[], int],
    paths: Sequence[Path],
    judges: Callable[[], Sequence[Path]],
    suffixes: Collection[str],
    speech: Speech,
) -> int:
    """Check now, and again after each change, on a terminal; the exit code of the last check.

    Args:
        once: One check.
        paths: What is checked; the working folder where nothing is named.
        judges: Finds the further files and folders on which the answer depends just now: rules,
            configurations, baselines; raises where a configuration cannot be worked with.
        suffixes: Endings of the files that are reports.
        speech: The language of the run.

    Raises:
        OpennessLintError: there is no terminal, or nothing that can be watched.
    """
    if STDIN in paths:
        raise OpennessLintError(Phrase("--watch 不能用于标准输入", "--watch cannot be used with standard input"))
    if not sys.stdout.isatty():
        words = Phrase("--watch 只能在终端里用", "--watch needs a terminal to print to")
        raise OpennessLintError(words)
    checked = paths or [Path()]
    watched = Watched.of(checked, suffixes)

    def now() -> Watched:
        nonlocal watched
        with suppress(OpennessLintError):  # the check itself tells; until it is mended, what was watched is watched
            watched = Watched.of([*checked, *judges()], suffixes)
        return watched

    return repeat(once, now, changes, sys.stdout, speech)


def repeat(
    once: Callable[[], int],
    now: Callable[[], Watched],
    changes: Callable[[Watched], Iterator[object]],
    terminal: TextIO,
    speech: Speech,
) -> int:
    """Check, and check again after each set of changes; an empty set is no change.

    The first set says only that the watch has begun: what changes from then on is not missed. Where a check
    turns out to depend on more than was watched, it is made again under a new watch.
    """
    code: int | None = None
    try:
        watched = now()
        sets = _begun(changes, watched)
        while True:
            terminal.write(_CLEAR)
            terminal.flush()
            try:
                code = once()
            except OpennessLintError as error:
                if code is None:  # it was never right: not a file half written, but a wrong option
                    raise
                code = tell(error, speech.language)
            before, watched = watched, now()
            if watched != before:
                sets = _begun(changes, watched)
                continue
            words = Phrase("有改动时重新检查；按 Ctrl-C 结束", "checking again on every change; Ctrl-C ends")
            print(f"\n{words.say(speech.language)}", file=terminal, flush=True)
            if not any(sets):  # waits for the next that is not empty
                return code
    except KeyboardInterrupt:
        if code is None:
            raise
        return code


def _begun(changes: Callable[[Watched], Iterator[object]], watched: Watched) -> Iterator[object]:
    sets = changes(watched)
    next(sets, None)
    return sets


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: files by name, and folders with all reports and rules below them."""

    files: frozenset[str]
    folders: tuple[str, ...]
    suffixes: tuple[str, ...]

    @classmethod
    def of(cls, paths: Iterable[Path], suffixes: Collection[str]) -> Watched:
        """These files and folders.

        Raises:
            OpennessLintError: there is neither a file nor the folder it would be in.
        """
        files: set[str] = set()
        folders: list[str] = []
        for path in paths:
            real = os.path.realpath(path)
            if Path(real).is_dir():
                folders.append(real)
            elif Path(real).parent.is_dir():  # it may come yet, or come back
                files.add(real)
            else:
                words = Phrase("没有这个文件或文件夹", "no such file or folder")
                raise OpennessLintError(words, path=display_name(path))
        return cls(frozenset(files), tuple(folders), (*sorted(suffixes), *_RULES))

    @property
    def beside(self) -> list[str]:
        """The folders to be told of for the files' sake, and not of what is below them.

        Not the files themselves: editors put a new file into the place of the old one.
        """
        return sorted({str(Path(one).parent) for one in self.files} - {*self.folders})

    def concerns(self, path: str) -> bool:
        """Whether the answer may be another one now."""
        place = Path(path)
        if _OURS.fullmatch(place.name):
            return False
        if path in self.files or path.removesuffix(".openness-lint.yaml") in self.files:
            return True
        if place.name in _FOLDERS_FILES:
            return True
        if place.name.startswith(".") or not path.lower().endswith(self.suffixes):
            return False
        return any(self._below(place, Path(folder)) for folder in self.folders)

    @staticmethod
    def _below(place: Path, folder: Path) -> bool:
        if folder not in place.parents:
            return False
        return not any(part.startswith(".") for part in place.relative_to(folder).parts)


def changes(watched: Watched) -> Iterator[object]:
    """Sets of changes as they come, and an empty one now and then.

    Raises:
        OpennessLintError: the package that listens to the file system is not installed.
    """
    try:
        import watchfiles
    except ImportError:
        words = Phrase(
            "--watch 需要 watchfiles，请先安装：pip install 'openness-lint[watch]'",
            "--watch needs watchfiles; install it with: pip install 'openness-lint[watch]'",
        )
        raise OpennessLintError(words) from None
    watches = [
        watchfiles.watch(
            *roots,
            watch_filter=lambda _, path: watched.concerns(path),
            recursive=recursive,
            debounce=TOGETHER,
            rust_timeout=PATIENCE,
            yield_on_timeout=True,
            raise_interrupt=True,
        )
        for roots, recursive in ((watched.folders, True), (watched.beside, False))
        if roots
    ]
    return _together(watches)


def _together(watches: Sequence[Iterator[Collection[object]]]) -> Iterator[set[object]]:
    """What each of them tells, in turn: a set that may be empty comes from each after a moment."""
    while True:
        yield set[object]().union(*(next(one, ()) for one in watches))
