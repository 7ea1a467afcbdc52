"""A run on a Dask cluster: partitions of files, judged where there is room, put together in the files' order.

A partition is a plain function of the files in it, so that the scheduler may run it again elsewhere when a
worker is lost: the same findings, none twice.
"""

from __future__ import annotations

import logging
import os
import pickle
import posixpath
import queue
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from openness_lint._version import __version__
from openness_lint.cli.companions import body_of
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import Found
from openness_lint.cli.jobs import Order, Packing, ended, number_of
from openness_lint.cli.judged import Judged
from openness_lint.cli.progress import Interruption
from openness_lint.cli.run import Run
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.values import NamedTuple
from openness_lint.suppression import SUFFIX

if TYPE_CHECKING:
    from distributed import Future

MISSING = Phrase(
    "--engine dask 需要 dask，请安装：pip install 'openness-lint[dask]'",
    "--engine dask needs dask; install it with: pip install 'openness-lint[dask]'",
)
_PARTITION = 64  # files judged in one task; bodies are not torn apart for it
_PATIENCE = 10  # seconds for a scheduler to answer
_GLANCE = 0.2  # seconds between two looks whether the run is broken off


class Member(NamedTuple):
    """A file of a run: under which name it is told, and for a file elsewhere the addresses it is fetched from."""

    found: Found
    url: str | None = None
    side_file: str | None = None


class Partition(NamedTuple):
    """What one task judges: files by their numbers in the run; and those they may be compared with."""

    members: list[tuple[int, Member]]
    beside: list[Member]


class Work(NamedTuple):
    """What a worker needs beside the partition itself. `folder` is where names begin."""

    order: Order
    folder: Path
    version: str = __version__


def list_urls(urls: Sequence[str], suffixes: Collection[str]) -> list[Member]:
    """The files at addresses, and those with a readable ending in folders there; in order of names.

    Names begin with the last part of the address. Hidden files are left out; `.gitignore` is not heeded.

    Raises:
        OpennessLintError: an address cannot be listed, or two files would have one name.
    """
    found: dict[str, Member] = {}
    for url in urls:
        for name, member in _at(url, suffixes):
            if name in found and found[name].url != member.url:
                words = Phrase(
                    "有两个文件都叫 {name}：{one}、{other}；分两次检查",
                    "two files would both be called {name}: {one} and {other}; check them in two runs",
                )
                raise OpennessLintError(words.fill(name=name, one=found[name].url, other=member.url))
            found[name] = member
    return list(found.values())


def _at(url: str, suffixes: Collection[str]) -> Iterator[tuple[str, Member]]:
    try:
        system, root = _fsspec().core.url_to_fs(url)
        is_folder = system.isdir(root)
        paths = sorted(system.find(root)) if is_folder else [root] if system.exists(root) else []
    except OpennessLintError:
        raise
    # Each file system has errors of its own: no such bucket, no permission, no network.
    except Exception as error:  # noqa: BLE001
        words = Phrase("无法读取：{why}", "cannot be read: {why}")
        raise UnreadableInput(words.fill(why=_said(error)), path=url) from None
    if not paths and not is_folder:
        raise UnreadableInput(Phrase("没有这个文件或文件夹", "no such file or folder"), path=url)
    for path in paths:
        below = posixpath.relpath(path, root) if is_folder else ""
        parts = PurePosixPath(below or posixpath.basename(path)).parts
        if path.endswith(SUFFIX) or (is_folder and any(one.startswith(".") for one in parts)):
            continue
        if is_folder and PurePosixPath(path).suffix.lower() not in suffixes:
            continue
        name = posixpath.join(posixpath.basename(root.rstrip("/")), below) if is_folder else posixpath.basename(path)
        has_side_file = path + SUFFIX in paths if is_folder else system.exists(path + SUFFIX)
        beside = system.unstrip_protocol(path + SUFFIX) if has_side_file else None
        yield name, Member(Found(name, Path(name), not is_folder), system.unstrip_protocol(path), beside)


def partitions(members: Sequence[Member], bodies: Sequence[str | None]) -> list[Partition]:
    """The files in parts that can be judged without each other.

    A report is compared with others of its body in its folder; files of a folder that do not say at a glance
    whose they are go along with all of it.

    Args:
        members: All files of the run.
        bodies: Whose report each is; None where that is not seen without reading it.
    """
    folders: dict[str, dict[str | None, list[int]]] = {}
    for number, (member, body) in enumerate(zip(members, bodies, strict=True)):
        folders.setdefault(posixpath.dirname(member.found.name), {}).setdefault(body, []).append(number)
    made: list[Partition] = []
    for groups in folders.values():
        unknown = [members[number] for number in groups.get(None, ())]
        known = [numbers for body, numbers in groups.items() if body is not None]
        if unknown:
            rest = [members[number] for numbers in known for number in numbers]
            made.append(Partition([(number, members[number]) for number in groups[None]], rest))
        room = Partition([], unknown)
        for numbers in known:
            room.members.extend((number, members[number]) for number in numbers)
            if len(room.members) >= _PARTITION:
                made.append(room)
                room = Partition([], unknown)
        if room.members:
            made.append(room)
    return made


class Cluster:
    """The scheduler and its workers: those at an address, or some of this machine's own for one run."""

    def __init__(self, scheduler: str | None, workers: int) -> None:
        """Take up the connection.

        Args:
            scheduler: Its address; None for workers of this machine.
            workers: How many of these.

        Raises:
            OpennessLintError: dask is not installed, or there is no scheduler at the address.
        """
        try:
            import distributed
        except ImportError:
            raise OpennessLintError(MISSING) from None
        # What becomes of workers is told in our own words, where a file is concerned.
        os.environ["DASK_LOGGING__DISTRIBUTED"] = "critical"
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._stack = ExitStack()
        if scheduler is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="openness-lint-"))
            local = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
            scheduler = self._stack.enter_context(local).scheduler_address
        try:
            self.client = self._stack.enter_context(
                distributed.Client(scheduler, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
            )
        except (OSError, ValueError) as error:
            self._stack.close()
            words = Phrase("--scheduler：连接不上 {address}：{why}", "--scheduler: no connection to {address}: {why}")
            raise OpennessLintError(words.fill(address=scheduler, why=_said(error))) from None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def bodies(self, work: Work, members: Sequence[Member]) -> list[str | None]:
        """Whose report each file is, as far as that is seen at a glance."""
        chunks = [members[i : i + _PARTITION] for i in range(0, len(members), _PARTITION)]
        futures = self.client.map(partial(bodies_of, work), chunks, pure=False)
        return [body for chunk in self.client.gather(futures) for body in chunk]

    def parcels(self, work: Work, parts: Sequence[Partition]) -> Iterator[dict[int, bytes | None]]:
        """What is said of the files of each part, by their numbers, in the order in which parts are done.

        None stands for a file that took its worker with it, again and again. Nothing is yielded now and then,
        for whoever waits to look around.
        """
        import distributed

        done: queue.SimpleQueue[Future[dict[int, bytes]]] = queue.SimpleQueue()
        under_way: dict[object, tuple[Partition, Future[dict[int, bytes]]]] = {}  # what is let go of is forgotten

        def submit(part: Partition) -> None:
            future = self.client.submit(judge_partition, work, part, pure=False)
            under_way[future.key] = part, future
            future.add_done_callback(done.put)

        for part in parts:
            submit(part)
        while under_way:
            try:
                future = done.get(timeout=_GLANCE)
            except queue.Empty:
                yield {}
                continue
            part, _ = under_way.pop(future.key)
            try:
                yield {**future.result()}
            except distributed.KilledWorker:
                if len(part.members) == 1:
                    yield {part.members[0][0]: None}
                    continue
                for one in part.members:
                    others = [other[1] for other in part.members if other is not one]
                    submit(Partition([one], [*part.beside, *others]))


class Elsewhere:
    """The files of a run that a cluster judges: those found here, and those at addresses."""

    def __init__(
        self, run: Run, order: Order, scheduler: str | None, jobs: str, found: Sequence[Found], urls: Sequence[str]
    ) -> None:
        """Find out what there is to judge.

        Args:
            run: What the files are asked.
            order: How workers set up their desks.
            scheduler: Its address; None for workers of this machine.
            jobs: How many of these, or `auto`.
            found: The files found here.
            urls: The addresses of others.

        Raises:
            OpennessLintError: an address cannot be listed, or the configuration here cannot be worked with.
        """
        self._run, self._order, self._scheduler = run, order, scheduler
        self._workers = number_of(jobs, sys.maxsize)
        self._folder = Path.cwd()
        there = list_urls(urls, run.plans.readable(self._folder)) if urls else []
        for one in there:
            run.adopt(one.found, self._folder / one.found.name)
        self._members = [*(Member(one) for one in found), *there]

    @property
    def files(self) -> list[Found]:
        return [one.found for one in self._members]

    def each(self, interruption: Interruption) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file, in their order.

        Args:
            interruption: Whether the run is broken off.

        Raises:
            OpennessLintError: there is no cluster to be had, or its workers are of another version.
        """
        work = Work(self._order, self._folder)
        packing = Packing(self._run.desk, self._order.wanted)
        waiting: dict[int, bytes | None] = {}
        turn = 0
        with Cluster(self._scheduler, self._workers) as cluster:
            parts = partitions(self._members, cluster.bodies(work, self._members))
            for parcels in cluster.parcels(work, parts):
                waiting |= parcels
                while turn in waiting:
                    found, parcel = self._members[turn].found, waiting.pop(turn)
                    judged = packing.unpack(found, parcel) if parcel is not None else None
                    yield found, judged or Judged(Unread(found.name, ended().at(found.name)))
                    turn += 1
                if interruption.came:
                    return


# What follows runs on the workers.

_ALONE = threading.Lock()  # a process has one working directory, and one desk at a time
_DESKS: dict[bytes, tuple[Desk, Packing]] = {}


def bodies_of(work: Work, members: Sequence[Member]) -> list[str | None]:
    """Whose report each file is; None where that is not seen at a glance."""
    with _laid_out(work, members) as troubles:
        return [None if trouble else body_of(one.found) for one, trouble in zip(members, troubles, strict=True)]


def judge_partition(work: Work, part: Partition) -> dict[int, bytes]:
    """What is said of each file, packed, by its number."""
    members = [member for _, member in part.members]
    said: dict[int, bytes] = {}
    with _laid_out(work, [*members, *part.beside]) as troubles:
        desk, packing = _desk(work)
        for (number, member), trouble in zip(part.members, troubles, strict=False):
            found = member.found
            if member.url is not None:
                desk.adopt(found, work.folder / found.name)
            judged = desk.judge(found) if trouble is None else Judged(Unread(found.name, trouble.at(found.name)))
            said[number] = packing.pack(found, judged)
    return said


def _desk(work: Work) -> tuple[Desk, Packing]:
    key = pickle.dumps(work)
    if key not in _DESKS:
        desk = work.order.desk()
        _DESKS.clear()
        _DESKS[key] = desk, Packing(desk, work.order.wanted)
    return _DESKS[key]


@contextmanager
def _laid_out(work: Work, members: Sequence[Member]) -> Iterator[list[OpennessLintError | None]]:
    """The files at their names below the working directory; for each the reason if it could not be fetched."""
    if work.version != __version__:
        words = Phrase(
            "工作进程上的 openness-lint 是 {theirs}，这里是 {ours}；请装同一版本",
            "the workers have openness-lint {theirs}, and here it is {ours}; install the same version",
        )
        raise OpennessLintError(words.fill(theirs=__version__, ours=work.version))
    with _ALONE, ExitStack() as stack:
        if all(one.url is None for one in members):
            stack.enter_context(chdir(work.folder))
            yield [None for _ in members]
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="openness-lint-"))
        stack.enter_context(chdir(folder))
        yield [_fetch(one) for one in members]


def _fetch(member: Member) -> OpennessLintError | None:
    """Bring a file to its name below the working directory; the reason where that cannot be done."""
    path = Path(member.found.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for url, place in ((member.url, path), (member.side_file, Path(f"{path}{SUFFIX}"))):
        if url is None:
            continue
        try:
            system, remote = _fsspec().core.url_to_fs(url)
            system.get_file(remote, str(place))
        except Exception as error:  # noqa: BLE001  # each file system has errors of its own
            words = Phrase("无法读取：{why}", "cannot be read: {why}")
            return UnreadableInput(words.fill(why=_said(error)))
    return None


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise OpennessLintError(MISSING) from None
    return fsspec


def _said(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
