"""The files of a run, held folder by folder: of ten thousand little more than their names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import overload

from openness_lint.cli.files import Found
from openness_lint.model.values import NamedTuple


class _Folder(NamedTuple):
    """What the files that follow each other in one folder have in common; the first of them is number `start`.

    What they are called, where they lie and where they really do begins with these three.
    """

    start: int
    beside: str
    path: str
    real: str
    named: bool


class Files(Sequence[Found]):
    """The files in their order. What is asked for is made then, and not kept."""

    def __init__(self, each: Iterable[Found]) -> None:
        self._names: list[str | Found] = []  # whole where it cannot be made of its name and its folder
        self._folders: list[_Folder] = []
        for one in each:
            self._names.append(self._held(one))

    def _held(self, found: Found) -> str | Found:
        name = found.path.name
        is_plain = found.trouble is None and not found.is_stdin and name not in {"", ".."}
        if not (is_plain and found.name.endswith(name) and found.real.endswith(name)):
            return found
        length = len(name)
        path = str(found.path)[:-length]
        folder = _Folder(len(self._names), found.name[:-length], path, found.real[:-length], found.named)
        if not self._folders or self._folders[-1][1:] != folder[1:]:
            self._folders.append(folder)
        return found.name[-length:]  # not what the path has, which is held for good

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> Found: ...

    @overload
    def __getitem__(self, index: slice) -> list[Found]: ...

    def __getitem__(self, index: int | slice) -> Found | list[Found]:
        if isinstance(index, slice):
            return [self._made(one) for one in range(*index.indices(len(self)))]
        return self._made(range(len(self))[index])

    def __iter__(self) -> Iterator[Found]:
        return (self._made(number) for number in range(len(self)))

    def _made(self, number: int) -> Found:
        name = self._names[number]
        if isinstance(name, Found):
            return name
        folder = self._folders[bisect_right(self._folders, number, key=_start) - 1]
        return Found(folder.beside + name, Path(folder.path + name), folder.named, None, folder.real + name)


def _start(folder: _Folder) -> int:
    return folder.start
