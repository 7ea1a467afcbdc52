"""Many files: over several processes, and not at all where what is said of them is kept from before.

The order of the results is that of the files, whatever the number of processes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path

from openness_lint.cli.configured import open_plans
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import STDIN, Found, read_source
from openness_lint.cli.kept import Kept
from openness_lint.cli.keys import Keys
from openness_lint.cli.parcel import Judged, Parcels, Wanted
from openness_lint.cli.run import FEW
from openness_lint.config.settings import Layer
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.source import Source
from openness_lint.model.values import dataclass

_CHUNK = 16  # files handed to a process at a time
_AHEAD = 3  # chunks for each process under way, so that what waits for its turn stays bounded


@dataclass(frozen=True, slots=True)
class Order:
    """What another process needs to set up a desk like this one's."""

    config: Path | None
    isolated: bool
    options: Layer
    cache: bool
    reports_only: bool
    today: date
    wanted: Wanted = Wanted()  # a tuple

    def desk(self) -> Desk:
        plans = open_plans(config=self.config, isolated=self.isolated, options=self.options, cache=self.cache)
        return Desk(plans, self.reports_only, debug=False, today=self.today)


class Packing:
    """Packs what is said of files, each by the forms and rules of its plan."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted
        self._parcels: dict[int, Parcels] = {}  # by the identity of the plan

    def of(self, found: Found) -> Parcels:
        plan, _ = self._desk.plan(found)
        if id(plan) not in self._parcels:
            self._parcels[id(plan)] = Parcels(plan.rulebook.forms, (one.rule for one in plan.rulebook.rules))
        return self._parcels[id(plan)]

    def pack(self, found: Found, judged: Judged) -> bytes:
        return self.of(found).pack(judged, self._wanted)

    def unpack(self, found: Found, parcel: bytes) -> Judged | None:
        """What was packed; None where it cannot be understood."""
        try:
            return self.of(found).unpack(parcel)
        # A whole parcel that this program did not write: whatever is wrong with it, it is none.
        except Exception:  # noqa: BLE001
            return None


def number_of(jobs: str, files: int) -> int:
    """How many processes `--jobs` means: a number, or `auto`: one for each core where the files are worth it."""
    if jobs != "auto":
        return int(jobs)
    if files < FEW * 2:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, files // FEW))


@dataclass(slots=True)
class _Slot:
    """One file on its way: judged, or number `index` of a chunk that a process has."""

    found: Found
    key: bytes | None
    judged: Judged | None = None
    chunk: _Chunk | None = None
    index: int = 0


@dataclass(slots=True)
class _Chunk:
    files: list[tuple[Found, Source | None]]
    future: Future[list[bytes]] | None = None
    parcels: list[bytes | None] | None = None  # None for a file whose process ended


class Line:
    """The files of a run on their way, in their order."""

    def __init__(self, desk: Desk, order: Order, *, jobs: int, kept: Kept | None) -> None:
        """Make ready; processes start when there is something for them.

        Args:
            desk: Where files are judged in this process.
            order: How other processes set up theirs.
            jobs: How many processes judge; with 1 it is this one.
            kept: What was said before, and is to be kept.
        """
        self._desk = desk
        self._kept = kept
        self._packing = Packing(desk, order.wanted)
        self._keys = Keys(desk, order.wanted)
        self._crew = _Crew(order, jobs) if jobs > 1 else None
        self._most = _CHUNK * _AHEAD * jobs
        self._slots: deque[_Slot] = deque()
        self._open = _Chunk([])

    def run(self, files: Sequence[Found]) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file."""
        try:
            for found in files:
                self._slots.append(self._slot(found))
                while self._slots and (self._slots[0].judged is not None or len(self._slots) > self._most):
                    yield self._next()
            while self._slots:
                yield self._next()
        finally:
            if self._crew is not None:
                self._crew.close()

    def _slot(self, found: Found) -> _Slot:
        source, key = self._looked_up(found)
        if key is not None and self._kept is not None:
            parcel = self._kept.get(key)
            judged = self._packing.unpack(found, parcel) if parcel is not None else None
            if judged is not None and self._desk.is_still(found, judged):
                return _Slot(found, None, judged)
        if self._crew is None or found.path == STDIN:
            judged = self._desk.judge(found, source)
            if key is not None:
                self._keep(key, judged, self._packing.pack(found, judged))
            return _Slot(found, None, judged)
        slot = _Slot(found, key, chunk=self._open, index=len(self._open.files))
        self._open.files.append((found, source))
        if len(self._open.files) == _CHUNK:
            self._hand_out()
        return slot

    def _looked_up(self, found: Found) -> tuple[Source | None, bytes | None]:
        """The bytes of a file and what is kept of it under which key, where there is a cache."""
        if self._kept is None or found.path == STDIN:
            return None, None
        try:
            source = read_source(found)
        except OpennessLintError:
            return None, None  # told where it is judged
        return source, self._keys.of(found, source)

    def _hand_out(self) -> None:
        if self._crew is not None and self._open.files:
            self._crew.take(self._open)
            self._open = _Chunk([])

    def _next(self) -> tuple[Found, Judged]:
        slot = self._slots.popleft()
        if slot.judged is not None:
            return slot.found, slot.judged
        assert slot.chunk is not None
        assert self._crew is not None
        if slot.chunk is self._open:
            self._hand_out()
        parcel = self._crew.parcel(slot.chunk, slot.index)
        judged = self._packing.unpack(slot.found, parcel) if parcel is not None else None
        if parcel is None or judged is None:
            return slot.found, Judged(Unread(slot.found.name, ended().at(slot.found.name)))
        if slot.key is not None:
            self._keep(slot.key, judged, parcel)
        return slot.found, judged

    def _keep(self, key: bytes, judged: Judged, parcel: bytes) -> None:
        """Keep what will be so again: not that a file could not be read, for which there may be other reasons."""
        is_sound = not isinstance(judged.result, Unread) and not judged.troubles and not _faulty(judged)
        if self._kept is not None and is_sound:
            self._kept.put(key, parcel)


def _faulty(judged: Judged) -> bool:
    return bool(judged.result is not None and not isinstance(judged.result, Unread) and judged.result.faults)


def ended() -> OpennessLintError:
    """The complaint about a file whose process did not come back."""
    words = Phrase(
        "检查它的进程意外结束（可能内存不足）", "the process that judged it ended unexpectedly (out of memory, perhaps)"
    )
    return UnreadableInput(words)


class _Crew:
    """The other processes."""

    def __init__(self, order: Order, jobs: int) -> None:
        self._order, self._jobs = order, jobs
        self._pool: ProcessPoolExecutor | None = None

    def take(self, chunk: _Chunk) -> None:
        try:
            chunk.future = self._started().submit(_work, chunk.files)
        except BrokenProcessPool:
            self._stop()
            chunk.future = self._started().submit(_work, chunk.files)

    def parcel(self, chunk: _Chunk, index: int) -> bytes | None:
        """What came of one file of a chunk; None where the process that judged it ended."""
        if chunk.parcels is None:
            assert chunk.future is not None
            try:
                chunk.parcels = [*chunk.future.result()]
            except BrokenProcessPool:
                self._stop()
                chunk.parcels = [self._alone(one) for one in chunk.files]
            chunk.future = None
        return chunk.parcels[index]

    def _alone(self, file: tuple[Found, Source | None]) -> bytes | None:
        """One file of a chunk whose process ended, by itself: only one of them is at fault."""
        try:
            return self._started().submit(_work, [file]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A copy of this process is there at once, but only a process without other threads may be copied.
            can_fork = sys.platform == "linux" and threading.active_count() == 1
            context = multiprocessing.get_context("fork" if can_fork else "spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, _set_up, (self._order,))
        return self._pool

    def _stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        self._stop()


_AT_WORK: list[tuple[Desk, Packing]] = []  # in another process: the one desk it has


def _set_up(order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says when it is over
    desk = order.desk()
    _AT_WORK[:] = [(desk, Packing(desk, order.wanted))]


def _work(files: Sequence[tuple[Found, Source | None]]) -> list[bytes]:
    desk, packing = _AT_WORK[0]
    return [packing.pack(found, desk.judge(found, source)) for found, source in files]
