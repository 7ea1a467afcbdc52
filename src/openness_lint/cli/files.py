"""Which files a run is about: those named, and the reports below the folders named."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from openness_lint.cli.commands import COMMANDS
from openness_lint.cli.wording import in_words
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.source import Source
from openness_lint.model.values import NamedTuple
from openness_lint.suppression import SUFFIX
from openness_lint.syntax.decode import LARGEST, decode, largest, refuse_large

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern

    from openness_lint.config.plans import Excludes

STDIN = Path("-")
# Files of these kinds hold all sorts of things; documents are known for reports when they are read.
DATA_SUFFIXES = frozenset({".yaml", ".yml", ".json"})

_HEAD = 1024  # bytes that tell what kind of file it is
_PIECE = 1 << 16  # bytes of a file whose size is not known

_SECTIONS, _AGENCY = {"sections", "正文"}, {"agency", "机关"}
_YEAR_OR_FORM = {"year", "年度", "form", "格式"}
_YEAR = {"year", "年度"}

# A line that may be a key of YAML, and whether a list stands below it, as in a form file. A full-width
# colon is a mistake, but one that reports are made with.
_KEY = pattern(
    r"""^([ ]*)["']?([^\s"':：#-][^\s"':：]*)["']?[ ]*(?::(?=[ \r\n]|$)|：)([ ]*(?:#.*)?\r?\n[ ]*-[ ])?""",
    re.MULTILINE,
)
# How most reports begin, whatever follows.
_BEGINNING = pattern("(?:agency|机关): [^\n]*\n(?:year|年度): [0-9]".encode())
_FLOW_KEY = pattern(r"""(?:^|[{,])\s*["']?([^\s"':,{}]+)["']?\s*:""", re.MULTILINE)
# The name that pathspec gives to the slash after a folder when the path goes on below it.
_FOLDER_MARK = "ps_d"
_PREAMBLE = pattern(r"(?:[ ]*(?:#.*)?\r?\n|%.*\n|---[ ]*(?:#.*)?\r?\n|\ufeff)*")


class Found(NamedTuple):
    """A file to read; `named` when the user named it, and not only the folder it lies in.

    `trouble` is why the system would not list a folder. `real` is where it lies, links followed, as far
    as somebody has looked.
    """

    name: str
    path: Path
    named: bool
    trouble: OSError | None = None
    real: str = ""

    @property
    def is_stdin(self) -> bool:
        """Whether it is standard input."""
        return str(self.path) == "-"  # asked often of each file, and to compare paths takes longer

    def lies(self) -> str:
        """Where it lies, links followed."""
        return self.real or os.path.realpath(self.path)


# The endings that can be read, everywhere or in a folder.
Suffixes: TypeAlias = Collection[str] | Callable[[Path], Collection[str]]


# What of the files and folders in a folder is left out, if anything is.
Excluding: TypeAlias = "Callable[[Path], Excludes | None]"


def _excludes_none(folder: Path) -> None:  # noqa: ARG001
    return None


def find_files(
    paths: Sequence[Path], suffixes: Suffixes, stdin_name: str = "", excluding: Excluding = _excludes_none
) -> Iterator[Found]:
    """The files named, and those with a readable ending below the folders named; each once, in order.

    Below folders, hidden files and folders, what `.gitignore` excludes and what `excluding` says are left
    out, and links to folders are not followed. `-` is standard input.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _at(path, suffixes, stdin_name, excluding):
            real = "-" if found.is_stdin else found.lies()
            if real not in seen:
                seen.add(real)
                yield found if found.real else found._replace(real=real)


def _at(path: Path, suffixes: Suffixes, stdin_name: str, excluding: Excluding) -> Iterator[Found]:
    if path == STDIN:
        yield Found(display_name(Path(stdin_name)), STDIN, True)
    elif os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises where permissions are missing
        yield from _below(path, suffixes, excluding)
    else:
        yield Found(display_name(path), path, True)


def display_name(path: Path) -> str:
    """How findings speak of a file: relative to where the run started, with forward slashes."""
    name = os.path.normpath(path)
    if path.is_absolute():
        try:
            name = os.path.relpath(path)
        except ValueError:  # on another drive
            name = str(path)
    return _readable(name.replace(os.sep, "/"))


def _readable(name: str) -> str:
    """The name, with a sign for every byte of it that is no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def report_of(path: Path) -> Path:
    """The report that a file of suppressions lies beside; any other file itself, and one whose report is gone."""
    report = path.with_name(path.name.removesuffix(SUFFIX)) if path.name not in {"", SUFFIX} else path
    return report if os.path.isfile(report) else path  # noqa: PTH113  # Path.is_file raises where permissions are missing


class TooLarge(UnreadableInput):
    """A source is larger than any report."""


def read_source(found: Found) -> Source:
    """The bytes of a file, never more of them than a report has.

    Raises:
        TooLarge: by its size it is no report.
        UnreadableInput: it cannot be read.
    """
    try:
        if found.trouble is not None:
            raise found.trouble
        if found.is_stdin:
            data, size, most = _within_bounds(sys.stdin.buffer, 0) if sys.stdin is not None else (b"", 0, 0)
        else:
            with found.path.open("rb", buffering=0) as file:
                data, size, most = _within_bounds(file, os.fstat(file.fileno()).st_size)
    except FileNotFoundError:
        raise UnreadableInput(_missing(found.name)) from None
    except OSError as error:
        words = Phrase("无法读取：{why}", "cannot be read: {why}")
        raise UnreadableInput(words.fill(why=in_words(error))) from None
    try:
        refuse_large(size, most)
    except UnreadableInput as error:
        raise TooLarge(error.message) from None
    return Source(found.name, data)


def _within_bounds(file: BinaryIO, size: int) -> tuple[bytes, int, int]:
    """The bytes of a file, its size, and the most that a file of its kind may have; only its head if it has more."""
    data = file.read(max(size + 1, _HEAD) if size <= LARGEST else _HEAD)
    if len(data) == size:  # as it is with nearly every file
        return data, size, LARGEST
    most = largest(data[:_HEAD])
    if size > most:
        return data, size, most
    # It comes in pieces, has grown, or its size is not known: room for the most there may be would take long to come by.
    while len(data) <= most and (more := file.read(min(max(size + 1 - len(data), _PIECE), most + 1 - len(data)))):
        data += more
    return data, max(size, len(data)), most


def _missing(name: str) -> Phrase:
    from difflib import get_close_matches

    words = Phrase("没有这个文件或文件夹{hint}", "no such file or folder{hint}")
    near = get_close_matches(name, COMMANDS, n=1, cutoff=0.7) if name.isalpha() else []
    if not near:
        return words.fill(hint="")
    return words.fill(hint=Phrase(f"；是否指命令 {near[0]}？", f"; did you mean the command {near[0]}?"))


def looks_like_a_report(source: Source) -> bool:
    """Whether YAML or JSON speaks at its top of sections and a year, or of an agency and a year.

    A report that is damaged, so that it cannot be decoded or parsed, still does.
    """
    if _BEGINNING.match(source.data):
        return True
    return _tell_a_report(_top_keys(source.data))


def tells_a_report(text: str) -> bool:
    """The same of text."""
    return _tell_a_report(_keys_in(text))


def _tell_a_report(keys: set[str]) -> bool:
    return bool((_SECTIONS & keys and (_YEAR_OR_FORM | _AGENCY) & keys) or (_AGENCY & keys and _YEAR & keys))


def _top_keys(data: bytes) -> set[str]:
    try:
        texts = [decode(data)]
    except UnreadableInput:
        texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")]
    return set[str]().union(*(_keys_in(text) for text in texts))


def _keys_in(text: str) -> set[str]:
    start = text[_PREAMBLE.match(text).end() :].lstrip()  # type: ignore[union-attr]  # matches nothing too
    if start.startswith("{"):
        import json  # costs several milliseconds, which reports in YAML can do without

        try:
            return set(json.loads(start))
        except (ValueError, RecursionError):  # YAML in brackets, or JSON with a defect
            return set(_FLOW_KEY.findall(start))
    if start.startswith(("[", "- ", "-\n")):
        return set()
    keys: set[str] = set()
    top: str | None = None
    for indent, key, is_list in (one.groups() for one in _KEY.finditer(text)):
        if not is_list:
            top = indent if top is None else top
            if indent == top:
                keys.add(key)
                if _tell_a_report(keys):  # as the first lines do; the rest may be long
                    break
    return keys


def _below(folder: Path, suffixes: Suffixes, excluding: Excluding) -> Iterator[Found]:
    ignored = _Ignored(folder)
    troubles: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=troubles.append):
        yield from _told(troubles)
        place = Path(here)
        real = str(ignored.top / place.relative_to(folder))
        may_be_ignored = ignored.enter(real)
        excludes = excluding(place)
        folders[:] = sorted(
            one
            for one in folders
            if not (
                one.startswith(".")
                or (may_be_ignored and ignored.covers(real, one, folder=True))
                or (excludes is not None and excludes(place / one, folder=True))
            )
        )
        readable = suffixes(place) if callable(suffixes) else suffixes
        shown = display_name(place)
        beside = "" if shown == "." else f"{shown.removesuffix('/')}/"  # what the names of the files here begin with
        inside = f"{real.removesuffix(os.sep)}{os.sep}"
        for name in sorted(files):
            if name.startswith(".") or name.endswith(SUFFIX) or name[name.rfind(".") :].lower() not in readable:
                continue
            if may_be_ignored and ignored.covers(real, name, folder=False):
                continue
            path = place / name
            lies = _lies(path, inside + name)
            if lies is not None and not (excludes is not None and excludes(path, folder=False)):
                yield Found(beside + _readable(name), path, False, None, lies)
    yield from _told(troubles)


def _told(troubles: list[OSError]) -> Iterator[Found]:
    while troubles:
        trouble = troubles.pop(0)
        path = Path(trouble.filename)
        yield Found(display_name(path), path, True, trouble)


def _lies(path: Path, real: str) -> str | None:
    """Where a file of a folder lies; None if it is a pipe, a socket or a device, of which nobody can say when it ends.

    Args:
        path: The file.
        real: Where it lies if it is no link.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            real = os.path.realpath(path)
            mode = path.stat().st_mode
    except OSError:
        return real  # why, is told when it is read
    return real if stat.S_ISREG(mode) else None


# The patterns that hold in a folder, those of the outermost folder first, each with the length of what the paths
# they are held against are to be shortened by.
_InForce: TypeAlias = "tuple[tuple[int, Sequence[RegexPattern]], ...]"


class _Ignored:
    """The `.gitignore` files that hold for a folder: its own, those below, and those above in its repository.

    All paths are real ones, without links.
    """

    def __init__(self, folder: Path) -> None:
        self.top = Path(os.path.realpath(folder))
        self._in_force: dict[str, _InForce] = {}  # by folder, as far as the walk has come
        self._patterns: dict[str, Sequence[RegexPattern]] = {}  # by the text: many folders have the same
        above = [self.top, *self.top.parents]
        root = next((i for i, one in enumerate(above) if (one / ".git").exists()), 0)
        for one in reversed(above[1 : root + 1]):
            self.enter(str(one))
        if any(self.covers(str(one.parent), one.name, folder=True) for one in above[:root]):
            self._in_force.clear()  # named although it is excluded: the user knows better

    def enter(self, folder: str) -> bool:
        """Come to a folder; whether anything in it might be excluded."""
        above = self._in_force.get(os.path.dirname(folder), ())  # noqa: PTH120
        file = Path(folder, ".gitignore")
        own: Sequence[RegexPattern] = ()
        with suppress(OSError):
            if stat.S_ISREG(file.stat().st_mode):
                own = self._read(file.read_text(encoding="utf-8", errors="replace"))
        inside = len(folder.removesuffix(os.sep)) + 1
        self._in_force[folder] = in_force = (*above, (inside, own)) if own else above
        return bool(in_force)

    def _read(self, text: str) -> Sequence[RegexPattern]:
        if text not in self._patterns:
            from pathspec import GitIgnoreSpec

            patterns: list[RegexPattern] = []
            for line in text.split("\n"):
                with suppress(ValueError):  # what is no pattern to git either says nothing
                    patterns += GitIgnoreSpec.from_lines([line.removesuffix("\r")]).patterns
            self._patterns[text] = patterns
        return self._patterns[text]

    def covers(self, place: str, name: str, *, folder: bool) -> bool:
        """Whether a file or folder that lies in a folder, which was come to, is excluded."""
        path = f"{place.removesuffix(os.sep)}/{name}{'/' * folder}".replace(os.sep, "/")
        for inside, patterns in reversed(self._in_force.get(place, ())):
            answer = _answer(patterns, path[inside:])
            if answer is not None:
                return answer
        return False


def _answer(patterns: Sequence[RegexPattern], name: str) -> bool | None:
    """Whether patterns exclude (True) or take back (False) this very path; None when they do not speak of it.

    What they say of a folder above it was heard when the walk came to that folder.
    """
    for one in reversed(patterns):
        if one.regex is None or one.include is None:
            continue
        # Some patterns mark the slash behind a folder anywhere in the path: each place is looked at.
        for found in one.regex.finditer(name):
            if found.groupdict().get(_FOLDER_MARK) is None or found.end(_FOLDER_MARK) == len(name):
                return one.include
    return None
