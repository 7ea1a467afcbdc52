"""Compiled packs, kept between runs: reading and validating forty YAML files costs more than a report.

What is kept is keyed by everything it depends on, so nothing ever needs to be cleared: a changed rule
file, program or Python makes another key. A damaged or foreign file is passed over and written anew.
"""

from __future__ import annotations

import io
import marshal
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from openness_lint._version import __version__
from openness_lint.hooks import Check
from openness_lint.rulebook.ready import Pack

MOST_PATTERNS = 4000  # so many are kept at most; a pack has a few hundred
_PROGRAM = Path(__file__).resolve().parent.parent
# The plain types a pack is made of beside our own values; nothing else is let in from a file.
_PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("decimal", "Decimal"),
    ("functools", "partial"),
    ("re", "_compile"),
}


class Store:
    """Compiled packs in a folder of the user's; a folder that cannot be written to is no obstacle."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pack(self, folder: Path, checks: Mapping[str, Check]) -> Pack:
        """The pack in a folder, compiled before or now.

        Raises:
            InvalidRule: a file of it cannot be understood.
        """
        file = self._folder / f"pack-{fingerprint(folder)}"
        return _read(file) or self._compile(folder, checks, file)

    def _compile(self, folder: Path, checks: Mapping[str, Check], file: Path) -> Pack:
        from openness_lint.rulebook.pack import load_pack

        pack = load_pack(folder, checks)
        try:
            payload = pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)
            _write_whole(file, zlib.crc32(payload).to_bytes(4, "big") + payload)
            self._forget_older(file)
        # No room, no right to write, a check of somebody's that cannot be kept: the next run compiles again.
        except (OSError, pickle.PicklingError, AttributeError, TypeError):
            pass
        return pack

    def _forget_older(self, newest: Path) -> None:
        for other in self._folder.glob("pack-*"):
            if other != newest and other.stat().st_mtime < newest.stat().st_mtime - 86_400:
                other.unlink(missing_ok=True)


@contextmanager
def patterns_kept(folder: Path) -> Iterator[None]:
    """Regular expressions compiled in an earlier run are at hand, and those compiled meanwhile are in the next."""
    from openness_lint.model import pattern

    file = folder / f"patterns-{__version__}-{pattern.fingerprint()}"
    before = _read_patterns(file)
    pattern.known.update(before)
    try:
        yield
    finally:
        if len(before) < min(len(pattern.known), MOST_PATTERNS):
            payload = marshal.dumps({key: tuple(code) for key, code in pattern.known.items()})
            with suppress(OSError, ValueError):
                _write_whole(file, zlib.crc32(payload).to_bytes(4, "big") + payload)


def _read_patterns(file: Path) -> dict[tuple[str | bytes, int], tuple[Any, ...]]:
    try:
        data = file.read_bytes()
        if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return {}
        found = marshal.loads(data[4:])  # noqa: S302  # whole, and `re` checks each program before it runs it
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_whole(file: Path, data: bytes) -> None:
    """Beside its place, then into it: nobody ever reads half of it, and of two who write one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(file)


def default_store() -> Store:
    """The store in the user's cache folder, where the platform keeps it."""
    return Store(cache_folder())


def cache_folder() -> Path:
    """The user's cache folder for this program, where the platform keeps it."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        # As platformdirs has it, which takes as long to import as a report to judge.
        home, wanted = os.environ.get("HOME", ""), os.environ.get("XDG_CACHE_HOME", "")
        if wanted.startswith("/") or (not wanted and home.startswith("/")):
            return Path(wanted or f"{home}/.cache", "openness-lint")
    from platformdirs import user_cache_path

    return user_cache_path("openness-lint", appauthor=False)


def fingerprint(folder: Path) -> str:
    """Of the pack's files and the program's own: names, sizes and times; of the version and of Python."""
    # No cryptography: its library takes longer to load than the pack, and nobody gains by a file of their own here.
    made_of = [f"{__version__} {sys.implementation.cache_tag} {folder.resolve()}"]
    for root in (folder, _PROGRAM) if (record := _record(folder)) is None else ():
        for path, size, time in _files(root):
            made_of.append(f"{path}\0{size}\0{time}")
    if record is not None:
        made_of.append(f"{record.st_size}\0{record.st_mtime_ns}\0{record.st_ino}")
    data = "\0".join(made_of).encode("utf-8", "surrogateescape")
    return f"{zlib.crc32(data):08x}{zlib.adler32(data):08x}{len(data):x}"


def _record(folder: Path) -> os.stat_result | None:
    """The list of its files that an installed package brings; None where program or pack is a tree to work in.

    What is installed is replaced as a whole, and its list with it: to look at each file would take longer.
    """
    if _PROGRAM not in folder.resolve().parents:
        return None
    try:
        return (_PROGRAM.parent / f"openness_lint-{__version__}.dist-info" / "RECORD").stat()
    except OSError:
        return None


def _files(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif entry.name.endswith((".py", ".yaml", ".yml")):
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns


def _read(file: Path) -> Pack | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    checksum, payload = data[:4], data[4:]
    if zlib.crc32(payload).to_bytes(4, "big") != checksum:
        return None
    try:
        pack = _Unpickler(io.BytesIO(payload)).load()
    # A whole file that was not written by this program: whatever is wrong with it, it is no pack.
    except Exception:  # noqa: BLE001
        return None
    return pack if isinstance(pack, Pack) else None


class _Unpickler(pickle.Unpickler):
    """Builds values of ours and of a few plain types, and nothing else."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        found: Callable[..., object] = super().find_class(module, name)
        if (module, name) in _PLAIN:
            return found
        # Imported names do not count as ours, and of our functions only what checks are made of.
        home = str(getattr(found, "__module__", ""))
        if isinstance(found, type) and home.startswith("openness_lint."):
            return found
        if home.startswith("openness_lint.checks."):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a pack")
