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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from datetime import date
from itertools import takewhile
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType

from openness_lint.cli.configured import open_plans
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import Found, read_source
from openness_lint.cli.judged import Judged, Wanted
from openness_lint.cli.kept import Kept
from openness_lint.cli.keys import Keys
from openness_lint.cli.parcel import Parcels
from openness_lint.cli.progress import ending_signals
from openness_lint.cli.run import FEW, sweep_rarely
from openness_lint.config.settings import Layer
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.source import Source
from openness_lint.model.values import NamedTuple, dataclass, field

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


class Packed(NamedTuple):
    """What is said of one file, on its way between processes; with a key where it may be kept."""

    parcel: bytes
    key: bytes | None


class Packing:
    """Packs what is said of files, each by the forms and rules of its plan."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted
        self._parcels: dict[int, Parcels] = {}  # by the identity of the plan

    def of(self, found: Found) -> Parcels:
        plan, _ = self._desk.plan(found)
        if id(plan) not in self._parcels:
            self._parcels[id(plan)] = Parcels.of(plan)
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
        """What is said of a file, kept from now on."""
        if self._kept is None:
            return self._desk.judge(found)
        source, key = self._looked_up(found)
        return self._before(found, key) or self._anew(found, source, key)

    def before(self, found: Found) -> Judged | None:
        """What was said of a file in an earlier run and would be said again; None where it is to be judged."""
        if self._kept is None or self._kept.had_none:
            return None
        return self._before(found, self._looked_up(found)[1])

    def packed(self, found: Found, *, keeps: bool) -> Packed:
        """What is said of a file, as another process gets it, and with `keeps` the key to keep it by."""
        source, key = self._looked_up(found) if keeps else (None, None)
        judged = self._desk.judge(found, source)
        return Packed(self._packing.pack(found, judged), key if _is_sound(judged) else None)

    def unpacked(self, found: Found, packed: Packed) -> Judged | None:
        """What another process said of a file, kept from now on; None where it cannot be understood."""
        self.keep(packed)
        return self._packing.unpack(found, packed.parcel)

    def keep(self, packed: Packed | None) -> None:
        if self._kept is not None and packed is not None and packed.key is not None:
            self._kept.put(packed.key, packed.parcel)

    def _before(self, found: Found, key: bytes | None) -> Judged | None:
        parcel = self._kept.get(key) if self._kept is not None and key is not None else None
        judged = self._packing.unpack(found, parcel) if parcel is not None else None
        return judged if judged is not None and self._desk.is_still(found, judged) else None

    def _anew(self, found: Found, source: Source | None, key: bytes | None) -> Judged:
        judged = self._desk.judge(found, source)
        if key is not None and _is_sound(judged):
            self.keep(Packed(self._packing.pack(found, judged), key))
        return judged

    def _looked_up(self, found: Found) -> tuple[Source | None, bytes | None]:
        """The bytes of a file and the key under which it is kept what is said of it, where there can be one."""
        if found.is_stdin:
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

    def __init__(
        self, desk: Desk, order: Order, *, jobs: int, keeps: bool, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        """Make ready; processes start when there is something for them.

        Args:
            desk: Where files are judged in this process.
            order: How other processes set up theirs.
            jobs: How many processes judge; with 1 it is this one.
            keeps: Whether what is said is kept until the next run, and what was kept is said again.
            is_over: Whether the run is broken off, and processes may have been ended with it.
        """
        self._desk, self._order, self._jobs, self._keeps = desk, order, jobs, keeps
        self._is_over = is_over

    def run(self, files: Sequence[Found]) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file."""
        with Kept.in_cache_folder(self._order.today) if self._keeps else nullcontext() as kept:
            bench = Bench(self._desk, self._order.wanted, kept)
            if self._jobs > 1:
                yield from self._spread(files, bench)
                return
            for found in files:
                yield found, bench.judged(found)

    def _spread(self, files: Sequence[Found], bench: Bench) -> Iterator[tuple[Found, Judged]]:
        """The same by other processes, of which there are none as long as all is known from earlier runs."""
        each = iter(files)
        left = len(files)
        in_turn: deque[_Turn] = deque()
        crew = _Crew(self._desk, self._order, self._jobs, self._is_over, keeps=self._keeps)
        try:
            with crew:
                while left or in_turn:
                    while left and len(in_turn) < _AHEAD * self._jobs * _CHUNK:
                        in_turn.append(self._turn(next(each), bench, crew))
                        left -= 1
                        crew.hand_out(max(1, min(_CHUNK, left // (2 * self._jobs))))
                    found, judged, chunk, place = in_turn.popleft()
                    if chunk is not None:
                        packed = crew.packed(chunk)[place]
                        if packed is None and self._is_over():
                            return
                        judged = bench.unpacked(found, packed) if packed is not None else None
                        judged = judged or Judged(Unread(found.name, ended().at(found.name)))
                    yield found, judged or self._desk.judge(found)
        finally:
            for one in in_turn:  # which are not told any more
                bench.keep(one.packed())

    def _turn(self, found: Found, bench: Bench, crew: _Crew) -> _Turn:
        if found.is_stdin:  # which other processes do not have
            return _Turn(found)
        judged = bench.before(found)
        return _Turn(found, judged) if judged is not None else _Turn(found, None, *crew.take(found))


def ended() -> OpennessLintError:
    """The complaint about a file whose process did not come back."""
    words = Phrase(
        "检查它的进程意外结束（可能内存不足）", "the process that judged it ended unexpectedly (out of memory, perhaps)"
    )
    return UnreadableInput(words)


@dataclass(slots=True)
class _Chunk:
    """Files that one process judges in a row, and what came of them; None where that process ended."""

    files: list[Found] = field(default_factory=list)
    pool: ProcessPoolExecutor | None = None
    future: Future[list[Packed]] | None = None
    packed: Sequence[Packed | None] | None = None

    def is_over(self) -> bool:
        return self.future is not None and self.future.done()

    def so_far(self) -> Sequence[Packed | None]:
        """What came of the files, as far as that is known without waiting."""
        future = self.future
        if self.packed is None and future is not None and future.done() and not future.cancelled():
            return () if future.exception() is not None else future.result()
        return self.packed or ()


class _Turn(NamedTuple):
    """One file in the order of the run: what is said of it, or in which chunk, and where in it, it is judged."""

    found: Found
    judged: Judged | None = None
    chunk: _Chunk | None = None
    place: int = 0

    def packed(self) -> Packed | None:
        """What another process said of it, as far as that is known without waiting."""
        said = self.chunk.so_far() if self.chunk is not None else ()
        return said[self.place] if self.place < len(said) else None


class _Crew:
    """The other processes. To be used as a context: at its end they are gone."""

    def __init__(self, desk: Desk, order: Order, jobs: int, is_over: Callable[[], bool], *, keeps: bool) -> None:
        self._desk, self._order, self._jobs, self._keeps = desk, order, jobs, keeps
        self._is_over = is_over
        self._pool: ProcessPoolExecutor | None = None
        self._over: Event | None = None
        self._others: set[BaseProcess] = set()
        self._next = _Chunk()  # which is filled
        self._out: deque[_Chunk] = deque()  # those handed out, until what came of them is asked for, in their order

    def __enter__(self) -> _Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._end()
        self._stop()

    def take(self, found: Found) -> tuple[_Chunk, int]:
        """Have a file judged with others; its chunk, and where it is in that."""
        self._next.files.append(found)
        return self._next, len(self._next.files) - 1

    def hand_out(self, size: int) -> None:
        """Hand out what was taken: at so many files, or when there are processes with nothing to do."""
        taken = len(self._next.files)
        if taken >= size or (taken and sum(not one.is_over() for one in self._out) < self._jobs):
            self._hand_out()

    def _hand_out(self) -> None:
        chunk, self._next = self._next, _Chunk()
        chunk.pool, chunk.future = self._submit(chunk.files)
        self._out.append(chunk)

    def _submit(self, files: Sequence[Found]) -> tuple[ProcessPoolExecutor, Future[list[Packed]]]:
        pool = self._started()
        try:
            return pool, pool.submit(_work, files)
        except BrokenProcessPool:
            self._stop()
            pool = self._started()
            return pool, pool.submit(_work, files)

    def packed(self, chunk: _Chunk) -> Sequence[Packed | None]:
        """What came of the files of a chunk; None where the process that judged one ended, or all is over."""
        if chunk is self._next:
            self._hand_out()
        if chunk.packed is None:
            assert chunk.future is not None
            self._out.popleft()
            try:
                chunk.packed = chunk.future.result()
            except BrokenProcessPool:
                if chunk.pool is self._pool:
                    self._stop()
                chunk.packed = [None if self._is_over() else self._alone(one) for one in chunk.files]
        return chunk.packed

    def _alone(self, found: Found) -> Packed | None:
        """One file of a chunk whose process ended, by itself: only one of them is at fault."""
        _, future = self._submit([found])
        try:
            return future.result()[0]
        except BrokenProcessPool:
            self._stop()
            return None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
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


# In another process: the one bench it has, whether all is over, and whether anything is kept.
_AT_WORK: list[tuple[Bench, Event, bool]] = []


def _set_up(order: Order, desk: Desk | None, over: Event, keeps: bool) -> None:
    for number in ending_signals():
        signal.signal(number, signal.SIG_IGN)  # the first process says when it is over
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    _AT_WORK[:] = [(Bench(desk or order.desk(), order.wanted, None), over, keeps)]
    sweep_rarely()


def _end_with_the_first() -> None:
    """Leave nothing running when the first process was killed: others would wait for its orders for good."""
    first = multiprocessing.parent_process()
    assert first is not None
    first.join()
    os._exit(1)


def _work(files: Sequence[Found]) -> list[Packed]:
    """What is said of each file, packed; of fewer when all is over."""
    bench, over, keeps = _AT_WORK[0]
    return [bench.packed(one, keeps=keeps) for one in takewhile(lambda _: not over.is_set(), files)]
