"""Which files a run is about: those named, and the reports below the folders named."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.source import Source
from openness_lint.syntax.decode import LARGEST, decode, refuse_large

# What a file below a folder must hold to be taken for a report and not for some other YAML or JSON.
_SECTIONS = re.compile(r"""^\s*["']?(?:sections|正文)["']?\s*:|["'](?:sections|正文)["']\s*:""", re.MULTILINE)
_AGENCY = re.compile(r"""^["']?(?:agency|机关)["']?\s*:""", re.MULTILINE)
_YEAR = re.compile(r"""^["']?(?:year|年度)["']?\s*:""", re.MULTILINE)


class Found(NamedTuple):
    """A file to read; `named` when the user named it, and not only the folder it lies in."""

    name: str
    path: Path
    named: bool


def find_files(paths: Sequence[Path], suffixes: Collection[str]) -> Iterator[Found]:
    """The files named, and those with a readable ending below the folders named; each once, in order.

    Below folders, hidden files and folders and what `.gitignore` excludes are left out.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path, suffixes) if path.is_dir() else [Found(display_name(path), path, True)]:
            real = found.path.resolve()
            if real not in seen:
                seen.add(real)
                yield found


def display_name(path: Path) -> str:
    """How findings speak of a file: relative to where the run started, with forward slashes."""
    name = os.path.relpath(path) if path.is_absolute() else os.path.normpath(path)
    return name.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_source(found: Found) -> Source:
    """The bytes of a file.

    Raises:
        UnreadableInput: it cannot be read, or is too large to be a report.
    """
    try:
        refuse_large(found.path.stat().st_size)
        return Source(found.name, found.path.read_bytes())
    except FileNotFoundError:
        message = Phrase("没有这个文件", "no such file")
    except PermissionError:
        message = Phrase("没有读取权限", "no permission to read it")
    except OSError as error:
        message = Phrase(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}")
    raise UnreadableInput(message)


def read_stdin(stream: object, name: str) -> Source:
    """Standard input as a source under a name.

    Raises:
        UnreadableInput: there is more of it than any report has.
    """
    data: bytes = stream.read(LARGEST + 1)  # type: ignore[attr-defined]
    refuse_large(len(data))
    return Source(name, data)


def looks_like_a_report(source: Source) -> bool:
    """Whether YAML or JSON speaks of sections, or of an agency and a year, at its top.

    What cannot be decoded is kept, so that a damaged report is reported and not passed over.
    """
    try:
        text = decode(source.data)
    except UnreadableInput:
        return True
    return bool(_SECTIONS.search(text) or (_AGENCY.search(text) and _YEAR.search(text)))


def _below(folder: Path, suffixes: Collection[str]) -> Iterator[Found]:
    ignored = _Ignored(folder)
    for here, folders, files in os.walk(folder):
        place = Path(here)
        ignored.enter(place)
        folders[:] = sorted(
            one for one in folders if not one.startswith(".") and not ignored.covers(place / one, folder=True)
        )
        for name in sorted(files):
            path = place / name
            if name.startswith(".") or path.suffix.lower() not in suffixes or ignored.covers(path, folder=False):
                continue
            yield Found(display_name(path), path, False)


class _Ignored:
    """The `.gitignore` files that hold for a folder: its own, those below, and those above in its repository."""

    def __init__(self, top: Path) -> None:
        self._specs: dict[Path, object] = {}
        real = top.resolve()
        above = [real, *real.parents]
        root = next((one for one in above if (one / ".git").exists()), real)
        for folder in reversed(above[: above.index(root) + 1]):
            self.enter(folder)

    def enter(self, folder: Path) -> None:
        file = folder / ".gitignore"
        if file.is_file():
            from pathspec import GitIgnoreSpec

            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            self._specs[folder.resolve()] = GitIgnoreSpec.from_lines(lines)

    def covers(self, path: Path, *, folder: bool) -> bool:
        real = path.parent.resolve() / path.name
        for base, spec in reversed(self._specs.items()):
            if base in real.parents:
                name = real.relative_to(base).as_posix() + ("/" if folder else "")
                result = spec.check_file(name)  # type: ignore[attr-defined]
                if result.include is not None:
                    return bool(result.include)
        return False
