"""The program's own modules, compiled, in one file: a plain run loads a hundred and forty of them.

To look for a module, hold what was compiled against its source and read it takes Python four times as long as
to take it from here. The file lies in the `__pycache__` of an installed program, where `_compiled.py` would
have its own, and holds what Python keeps there anyway, on the same terms: it is not written where Python is
told to write no bytecode, or has no right to; a module whose source has another size or time than when it was
compiled is left to Python; and it goes when the program is uninstalled. Other modules than our own are none of
its business.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any, TypeAlias

import openness_lint

# Fewer modules than that are no reason to write the file anew: another format, a rare option.
MANY = 20

# Of one module: the file of its source, whether it is a package, the source's time in nanoseconds and its size;
# where its code begins in the file, behind the index, and how long it is.
Entry: TypeAlias = tuple[str, bool, int, int, int, int]


class Bundle:
    """Compiled modules of one installation, found before Python looks for them."""

    def __init__(self, file: str, terms: str) -> None:
        """What is in a file that was written on the same terms; nothing, where there is no such file."""
        self._file = file
        self._terms = terms
        self._code = memoryview(b"")
        self._entries: dict[str, Entry] = {}
        with suppress(OSError, ValueError, EOFError, TypeError):
            with open(file, "rb") as opened:  # noqa: PTH123  # before anything else is loaded
                data = memoryview(opened.read())
            start = 8 + int.from_bytes(data[4:8], "big")
            if zlib.crc32(data[8:start]).to_bytes(4, "big") == data[:4]:
                written, size, entries = marshal.loads(data[8:start])  # noqa: S302  # as Python reads what lies beside
                if (written, size) == (terms, len(data) - start):
                    self._code, self._entries = data[start:], entries

    def find_spec(self, name: str, _path: Any = None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """As `sys.meta_path` asks."""
        entry = self._entries.get(name)
        if entry is None or _state(entry[0]) != entry[2:4]:
            return None
        spec = ModuleSpec(name, _Loader(name, entry[0], self), origin=entry[0], is_package=entry[1])
        spec.has_location = True
        if entry[1]:
            spec.submodule_search_locations = [os.path.dirname(entry[0])]  # noqa: PTH120
        return spec

    def code(self, name: str) -> CodeType | None:
        """The compiled module."""
        *_, start, length = self._entries[name]
        found = marshal.loads(self._code[start : start + length])  # noqa: S302  # as above
        return found if isinstance(found, CodeType) else None

    def keep(self, modules: Iterable[tuple[str, ModuleType]]) -> None:
        """Write these modules and those known before, if many of these came from elsewhere."""
        ours = {name: module.__spec__ for name, module in modules if name.startswith(f"{openness_lint.__name__}.")}
        others = [spec for spec in ours.values() if spec is not None and not isinstance(spec.loader, _Loader)]
        if len(others) < MANY or sys.dont_write_bytecode:
            return
        entries: dict[str, Entry] = {}
        parts: list[bytes] = []
        size = 0
        for name in {**self._entries, **ours}:
            spec = ours.get(name) or self.find_spec(name)
            if spec is None or not isinstance(spec.loader, SourceFileLoader):
                continue
            path = spec.loader.path
            state = _state(path)
            if state is None:
                continue
            with suppress(ImportError, OSError, SyntaxError):
                parts.append(marshal.dumps(spec.loader.get_code(name)))
                entries[name] = (path, spec.submodule_search_locations is not None, *state, size, len(parts[-1]))
                size += len(parts[-1])
        index = marshal.dumps((self._terms, size, entries))
        self._write([zlib.crc32(index).to_bytes(4, "big"), len(index).to_bytes(4, "big"), index, *parts])

    def _write(self, parts: Iterable[bytes]) -> None:
        """Beside its place, then into it: nobody ever reads half of it, and of what did not succeed nothing is left."""
        aside = f"{self._file}.{os.getpid()}"
        with suppress(OSError):
            try:
                with open(aside, "wb") as opened:  # noqa: PTH123
                    opened.writelines(parts)
                os.replace(aside, self._file)  # noqa: PTH105
            except BaseException:
                with suppress(OSError):
                    os.unlink(aside)  # noqa: PTH108
                raise


class _Loader(SourceFileLoader):
    """Python's own loader, but for where the code comes from."""

    def __init__(self, name: str, path: str, bundle: Bundle) -> None:
        super().__init__(name, path)
        self._bundle = bundle

    def get_code(self, fullname: str) -> CodeType | None:
        return self._bundle.code(fullname) or super().get_code(fullname)


def _state(path: str) -> tuple[int, int] | None:
    """The time and size of a source; None where there is none."""
    try:
        stat = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size)


def of_program() -> Bundle | None:
    """The bundle of this program; None where it is not installed, but a tree to work in or an archive."""
    spec = openness_lint.__spec__
    if spec.origin is None or spec.cached is None:
        return None
    package = os.path.dirname(spec.origin)  # noqa: PTH120
    record = f"{package}-{openness_lint.__version__}.dist-info/RECORD"
    if not os.path.exists(record):  # noqa: PTH110
        return None
    folder, name = os.path.split(spec.cached)
    file = f"{folder}/{name.replace('__init__', '_compiled', 1)}"
    return Bundle(file, f"{sys.hexversion:x} {package}")
