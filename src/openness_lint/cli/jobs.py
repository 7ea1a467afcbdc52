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
from contextlib import nullcontext
from datetime import date
from itertools import takewhile
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from multiprocessing.util import Finalize
from pathlib import Path
from types import TracebackType

from openness_lint.cli.configured import open_plans
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import STDIN, Found, read_source
from openness_lint.cli.judged import Judged, Wanted
from openness_lint.cli.kept import Kept
from openness_lint.cli.keys import Keys
from openness_lint.cli.parcel import Parcels
from openness_lint.cli.run import FEW, sweep_rarely
from openness_lint.config.settings import Layer
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.source import Source
from openness_lint.model.values import dataclass

_CHUNK = 16  # files handed to a process at a time; fewer towards the end, so that all are done at once
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


class Bench:
    """Where one process judges, or gives back what was said before of a file that did not change."""

    def __init__(self, desk: Desk, wanted: Wanted, kept: Kept | None) -> None:
        self._desk = desk
        self._kept = kept
        self._packing = Packing(desk, wanted)
        self._keys = Keys(desk, wanted)

    def judged(self, found: Found) -> Judged:
        return self._said(found)[0]

    def packed(self, found: Found) -> bytes:
        judged, parcel = self._said(found)
        return self._packing.pack(found, judged) if parcel is None else parcel

    def rest(self) -> None:
        """Make sure that what was said so far is kept, whatever becomes of this process."""
        if self._kept is not None:
            self._kept.write()

    def _said(self, found: Found) -> tuple[Judged, bytes | None]:
        """What is said of a file, and the same packed where that had to be done."""
        source, key = self._looked_up(found)
        if self._kept is None or key is None:
            return self._desk.judge(found, source), None
        parcel = self._kept.get(key)
        judged = self._packing.unpack(found, parcel) if parcel is not None else None
        if judged is not None and self._desk.is_still(found, judged):
            return judged, parcel
        judged = self._desk.judge(found, source)
        if not _is_sound(judged):
            return judged, None
        parcel = self._packing.pack(found, judged)
        self._kept.put(key, parcel)
        return judged, parcel

    def _looked_up(self, found: Found) -> tuple[Source | None, bytes | None]:
        """The bytes of a file and under which key it is kept what is said of it, where there is a cache."""
        if self._kept is None or found.path == STDIN:
            return None, None
        try:
            source = read_source(found)
        except OpennessLintError:
            return None, None  # told where it is judged
        return source, self._keys.of(found, source)


def _is_sound(judged: Judged) -> bool:
    """Whether the same would be said again: not that a file could not be read, for which there may be other reasons."""
    result = judged.result
    return not (isinstance(result, Unread) or judged.troubles or (result is not None and result.faults))


class Line:
    """The files of a run on their way, in their order."""

    def __init__(self, desk: Desk, order: Order, *, jobs: int, keeps: bool) -> None:
        """Make ready; processes start when there is something for them.

        Args:
            desk: Where files are judged in this process.
            order: How other processes set up theirs.
            jobs: How many processes judge; with 1 it is this one.
            keeps: Whether what is said is kept until the next run, and what was kept is said again.
        """
        self._desk, self._order, self._jobs, self._keeps = desk, order, jobs, keeps

    def run(self, files: Sequence[Found]) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file."""
        if self._jobs > 1:
            yield from self._spread(files)
            return
        with Kept.in_cache_folder(self._order.today) if self._keeps else nullcontext() as kept:
            bench = Bench(self._desk, self._order.wanted, kept)
            for found in files:
                yield found, bench.judged(found)

    def _spread(self, files: Sequence[Found]) -> Iterator[tuple[Found, Judged]]:
        packing = Packing(self._desk, self._order.wanted)
        under_way: deque[_Chunk] = deque()
        begun = 0
        with _Crew(self._desk, self._order, self._jobs, keeps=self._keeps) as crew:
            while begun < len(files) or under_way:
                while begun < len(files) and len(under_way) < _AHEAD * self._jobs:
                    chunk = _Chunk(_next_of(files, begun, self._jobs))
                    begun += len(chunk.files)
                    if chunk.files[0].path != STDIN:  # which other processes do not have
                        crew.take(chunk)
                    under_way.append(chunk)
                chunk = under_way.popleft()
                if chunk.future is None:
                    yield from ((found, self._desk.judge(found)) for found in chunk.files)
                    continue
                for found, parcel in zip(chunk.files, crew.parcels(chunk), strict=True):
                    judged = packing.unpack(found, parcel) if parcel is not None else None
                    yield found, judged or Judged(Unread(found.name, ended().at(found.name)))


def _next_of(files: Sequence[Found], begun: int, jobs: int) -> Sequence[Found]:
    """The files that one process judges next; standard input by itself."""
    size = max(1, min(_CHUNK, (len(files) - begun) // (2 * jobs)))
    chunk = files[begun : begun + size]
    until = next((i for i, one in enumerate(chunk) if one.path == STDIN), size)
    return chunk[: max(until, 1)]


def ended() -> OpennessLintError:
    """The complaint about a file whose process did not come back."""
    words = Phrase(
        "检查它的进程意外结束（可能内存不足）", "the process that judged it ended unexpectedly (out of memory, perhaps)"
    )
    return UnreadableInput(words)


@dataclass(slots=True)
class _Chunk:
    files: Sequence[Found]
    pool: ProcessPoolExecutor | None = None
    future: Future[list[bytes]] | None = None


class _Crew:
    """The other processes. To be used as a context: at its end they are gone."""

    def __init__(self, desk: Desk, order: Order, jobs: int, *, keeps: bool) -> None:
        self._desk, self._order, self._jobs, self._keeps = desk, order, jobs, keeps
        self._pool: ProcessPoolExecutor | None = None
        self._over: Event | None = None
        self._others: set[BaseProcess] = set()

    def __enter__(self) -> _Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._end()
        self._stop()

    def take(self, chunk: _Chunk) -> None:
        chunk.pool, chunk.future = self._submit(chunk.files)

    def _submit(self, files: Sequence[Found]) -> tuple[ProcessPoolExecutor, Future[list[bytes]]]:
        pool = self._started()
        try:
            return pool, pool.submit(_work, files)
        except BrokenProcessPool:
            self._stop()
            pool = self._started()
            return pool, pool.submit(_work, files)

    def parcels(self, chunk: _Chunk) -> Sequence[bytes | None]:
        """What came of the files of a chunk; None where the process that judged one ended."""
        assert chunk.future is not None
        try:
            return chunk.future.result()
        except BrokenProcessPool:
            if chunk.pool is self._pool:
                self._stop()
            return [self._alone(one) for one in chunk.files]

    def _alone(self, found: Found) -> bytes | None:
        """One file of a chunk whose process ended, by itself: only one of them is at fault."""
        _, future = self._submit([found])
        try:
            return future.result()[0]
        except BrokenProcessPool:
            self._stop()
            return None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            if self._keeps:  # made now, for the processes not to make it all at once
                with Kept.in_cache_folder(self._order.today):
                    pass
            # A copy of this process is there at once, but only a process without other threads may be copied.
            is_copied = sys.platform == "linux" and threading.active_count() == 1
            context = multiprocessing.get_context("fork" if is_copied else "spawn")
            self._over = context.Event()
            desk = self._desk if is_copied else None  # what is copied is not packed
            given = (self._order, desk, self._over, self._keeps)
            self._others = {*multiprocessing.active_children()}
            self._pool = ProcessPoolExecutor(self._jobs, context, _set_up, given)
        return self._pool

    def _stop(self) -> None:
        """Have the processes finish the files at hand and go, and wait for it.

        What manages them would else be told by the interpreter's end to go while it does, and use what
        is closed by then.
        """
        pool, self._pool = self._pool, None
        if pool is not None and self._over is not None:
            self._over.set()
            try:
                pool.shutdown(cancel_futures=True)
            except KeyboardInterrupt:
                self._end()
                pool.shutdown()
                raise

    def _end(self) -> None:
        """Let nothing be finished."""
        for one in {*multiprocessing.active_children()} - self._others:
            one.terminate()


_AT_WORK: list[tuple[Bench, Event]] = []  # in another process: the one bench it has, and whether all is over


def _set_up(order: Order, desk: Desk | None, over: Event, keeps: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says when it is over
    kept = Kept.in_cache_folder(order.today) if keeps else None
    if kept is not None:
        Finalize(kept, kept.close, exitpriority=1)
    _AT_WORK[:] = [(Bench(desk or order.desk(), order.wanted, kept), over)]
    sweep_rarely()


def _work(files: Sequence[Found]) -> list[bytes]:
    """What is said of each file, packed; of fewer when all is over."""
    bench, over = _AT_WORK[0]
    try:
        return [bench.packed(one) for one in takewhile(lambda _: not over.is_set(), files)]
    finally:
        bench.rest()
