"""A run on a Dask cluster: partitions of files, judged where there is room, put together in the files' order.

A partition is a plain function of the files in it, so that the scheduler may run it again elsewhere when a
worker is lost: the same findings, none twice.
"""

from __future__ import annotations

import logging
import os
import posixpath
import queue
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, chdir, contextmanager, suppress
from functools import partial
from glob import has_magic
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from openness_lint._version import __version__
from openness_lint.cli.companions import body_of
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import Found
from openness_lint.cli.jobs import Order, Packing, ended, number_of
from openness_lint.cli.judged import Judged
from openness_lint.cli.progress import Interruption
from openness_lint.cli.run import Run
from openness_lint.cli.wording import in_words
from openness_lint.config.settings import Sourced
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.values import NamedTuple, replace
from openness_lint.suppression import SUFFIX

if TYPE_CHECKING:
    from distributed import Future

Asked = TypeVar("Asked")
Said = TypeVar("Said")

MISSING = Phrase(
    "--engine dask 需要 dask，请安装：pip install 'openness-lint[dask]'",
    "--engine dask needs dask; install it with: pip install 'openness-lint[dask]'",
)
_PARTITION = 64  # files judged in one task; bodies are not torn apart for it
_PATIENCE = 10  # seconds for a scheduler to answer
_GLANCE = 0.2  # seconds between two looks whether the run is broken off
_SILENCE = 10  # seconds without an answer, after which it is asked whether there are workers


class Place(NamedTuple):
    """Where a file elsewhere lies.

    `system` is the file system as fsspec writes it down (JSON), with what its address says of hosts, users and the
    archive around it; the paths are that system's. `side_file` is the file of suppressions beside it, if there is one.
    """

    system: str
    path: str
    side_file: str | None = None


class Member(NamedTuple):
    """A file of a run: under which name it is told, and for a file elsewhere where it is fetched from."""

    found: Found
    place: Place | None = None


class Partition(NamedTuple):
    """What one task judges: files by their numbers in the run; and those they may be compared with."""

    members: list[tuple[int, Member]]
    beside: list[Member]


class Work(NamedTuple):
    """What a worker needs beside the partition itself.

    `folder` is where names begin. `run` tells one run from all others: what a worker remembers of an earlier one,
    configurations and reports beside, may have changed since.
    """

    order: Order
    folder: Path
    run: str
    version: str = __version__


def list_urls(urls: Sequence[str], suffixes: Collection[str], here: Collection[str] = ()) -> list[Member]:
    """The files at addresses, and those with a readable ending in folders there; in order of names.

    An address may have `*`, `?` and `**` in it. Names begin with the last part of the address before those.
    Hidden files are left out; `.gitignore` is not heeded.

    Args:
        urls: The addresses.
        suffixes: The readable endings.
        here: The names of files that are not at an address.

    Raises:
        OpennessLintError: an address cannot be listed, or two files would have one name.
    """
    found: dict[str, Member] = {}
    for url in urls:
        for name, member in _at(url, suffixes):
            place = found[name].place if name in found else None
            if name in here or (name in found and place != member.place):
                words = Phrase(
                    "有两个文件都叫 {name}：{one}、{other}；分两次检查",
                    "two files would both be called {name}: {one} and {other}; check them in two runs",
                )
                one = name if place is None else _url_of(place)
                assert member.place is not None
                raise OpennessLintError(words.fill(name=name, one=one, other=_url_of(member.place)))
            found[name] = member
    return list(found.values())


def _at(url: str, suffixes: Collection[str]) -> Iterator[tuple[str, Member]]:
    try:
        system, root = _fsspec().core.url_to_fs(url)
        top, paths = _paths(system, root)
        if paths is None and url.startswith("file:") and "%" in root:  # as browsers and Path.as_uri write it
            top, paths = _paths(system, unquote(root))
        is_file = paths == [top]
        # A folder is listed once; its files, which may be many and far away, are not asked for one by one.
        beside = {top + SUFFIX} if is_file and "?" not in top and system.exists(top + SUFFIX) else {*(paths or ())}
    except OpennessLintError:
        raise
    # Each file system has errors of its own: no such bucket, no permission, no network.
    except Exception as error:  # noqa: BLE001
        words = Phrase("无法读取：{why}", "cannot be read: {why}")
        raise UnreadableInput(words.fill(why=_said(error)), path=url) from None
    if paths is None:
        raise UnreadableInput(Phrase("没有这个文件或文件夹", "no such file or folder"), path=url)
    written = system.to_json()
    for path in paths:
        below = "" if is_file else posixpath.relpath(path, top or ".")
        parts = _readable(system, below or posixpath.basename(path))
        if path.endswith((SUFFIX, "/")) or any(one.startswith(".") for one in parts[is_file:]):
            continue
        if not is_file and PurePosixPath(parts[-1]).suffix.lower() not in suffixes:
            continue
        name = "/".join(parts if is_file else (*_readable(system, posixpath.basename(top)), *parts))
        side_file = path + SUFFIX if path + SUFFIX in beside else None
        yield name, Member(Found(name, Path(name), is_file), Place(written, path, side_file))


def _paths(system: Any, root: str) -> tuple[str, list[str] | None]:
    """The files that an address means, in order, and the folder they lie below; the file itself if it is one.

    None where there is neither.
    """
    if system.isdir(root):
        top = root.rstrip("/")
        # Some stores keep an empty object in the place of the folder.
        return top, sorted(one for one in system.find(root) if one.rstrip("/") != top)
    if system.exists(root):
        return root, [root]
    if not has_magic(root):
        return root, None
    plain = list(takewhile(lambda one: not has_magic(one), root.split("/")))
    found = system.glob(root, detail=True)
    return "/".join(plain), sorted(path for path, info in found.items() if info["type"] == "file") or None


def _readable(system: Any, path: str) -> tuple[str, ...]:
    """The parts of a path as people write them: on the web without signs in code, and without a query."""
    if not {"http", "https"} & {*([system.protocol] if isinstance(system.protocol, str) else system.protocol)}:
        return PurePosixPath(path).parts
    parts = PurePosixPath(path.partition("?")[0]).parts
    return tuple(one if {"/", "\0"} & {*unquote(one)} else unquote(one) for one in parts)


def _url_of(place: Place) -> str:
    return str(_system(place).unstrip_protocol(place.path))


def partitions(members: Sequence[Member], bodies: Sequence[str | None]) -> list[Partition]:
    """The files in parts that can be judged without each other.

    A report is compared with others of its body in its folder. Of files at addresses, those of a folder that do not
    say at a glance whose they are go along with all of it; files that lie here are there for every worker.

    Args:
        members: All files of the run.
        bodies: Whose report each is; None where that is not seen without reading it.
    """
    folders: dict[tuple[bool, str], dict[object, list[int]]] = {}
    for number, (member, body) in enumerate(zip(members, bodies, strict=True)):
        folder = member.place is None, posixpath.dirname(member.found.name)
        group = number if body is None and member.place is None else body
        folders.setdefault(folder, {}).setdefault(group, []).append(number)
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

    def __init__(self, scheduler: str | None, workers: int, tell: Callable[[Phrase], object] = lambda _: None) -> None:
        """Take up the connection.

        Args:
            scheduler: Its address; None for workers of this machine.
            workers: How many of these.
            tell: Tells whoever waits why.

        Raises:
            OpennessLintError: dask is not installed, there is no scheduler at the address, or openness-lint is not
                the same on the other side.
        """
        try:
            import distributed
        except ImportError:
            raise OpennessLintError(MISSING) from None
        # What becomes of workers is told in our own words, where a file is concerned.
        os.environ["DASK_LOGGING__DISTRIBUTED"] = "critical"
        for name in ("distributed", "distributed.client", "distributed.gc"):  # each has a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._tell = tell
        self._stack = ExitStack()
        try:
            is_local = scheduler is None
            if scheduler is None:
                scheduler = self._stack.enter_context(self._local(workers))
            self.client = self._stack.enter_context(
                distributed.Client(scheduler, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
            )
            _refuse_others(self.client.get_versions(packages=["openness_lint"]))
            if is_local:
                self.client.run(_leave_interrupts)
        except (OSError, ValueError) as error:
            self._stack.close()
            words = Phrase("--scheduler：连接不上 {address}：{why}", "--scheduler: no connection to {address}: {why}")
            raise OpennessLintError(words.fill(address=str(scheduler), why=_said(error))) from None
        except BaseException:
            self._stack.close()
            raise

    @contextmanager
    def _local(self, workers: int) -> Iterator[str]:
        import distributed

        with (
            tempfile.TemporaryDirectory(prefix="openness-lint-") as folder,
            distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                # Without a dashboard there is still a server for it: at any port, and for this machine alone.
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            ) as local,
        ):
            yield local.scheduler_address

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def bodies(self, work: Work, members: Sequence[Member], is_over: Callable[[], bool]) -> list[str | None] | None:
        """Whose report each file is, as far as that is seen at a glance; None when the run is broken off.

        Raises:
            OpennessLintError: the workers cannot do it.
        """
        there = next((i for i, one in enumerate(members) if one.place is not None), len(members))
        starts = [*range(0, there, _PARTITION), *range(there, len(members), _PARTITION)]
        chunks = {one: members[one:end] for one, end in zip(starts, [*starts[1:], len(members)], strict=True)}
        seen: list[str | None] = [None] * len(members)
        for start, bodies in self._each(partial(_bodies_at, work), [*chunks.items()], is_over):
            if bodies is not None:
                seen[start[0] : start[0] + len(bodies)] = bodies
        return None if is_over() else seen

    def parcels(
        self, work: Work, parts: Sequence[Partition], is_over: Callable[[], bool]
    ) -> Iterator[dict[int, bytes | None]]:
        """What is said of the files of each part, by their numbers, in the order in which parts are done.

        None stands for a file that took its worker with it, again and again. It ends early when the run is broken off.

        Raises:
            OpennessLintError: the workers cannot do it.
        """
        alone: list[Partition] = []
        for part, said in self._each(partial(judge_partition, work), parts, is_over):
            if said is not None:
                yield {**said}
            elif len(part.members) == 1:
                yield {part.members[0][0]: None}
            else:
                for one in part.members:
                    others = [other[1] for other in part.members if other is not one and other[1].place is not None]
                    alone.append(Partition([one], [*part.beside, *others]))
        if alone and not is_over():
            yield from self.parcels(work, alone, is_over)

    def _each(
        self, function: Callable[[Asked], Said], parts: Sequence[Asked], is_over: Callable[[], bool]
    ) -> Iterator[tuple[Asked, Said | None]]:
        """What workers make of each part, in the order in which they are done; None of one that takes them with it."""
        import distributed

        done: queue.SimpleQueue[Future[Said]] = queue.SimpleQueue()
        under_way: dict[object, tuple[Asked, Future[Said]]] = {}  # what is let go of is forgotten
        for one in parts:
            future = self.client.submit(function, one, pure=False)
            under_way[future.key] = one, future
            future.add_done_callback(done.put)
        heard, is_told = time.monotonic(), False
        while under_way and not is_over():
            try:
                future = done.get(timeout=_GLANCE)
            except queue.Empty:
                if not is_told and time.monotonic() - heard >= _SILENCE:
                    heard = time.monotonic()
                    is_told = self._tell_idle()
                continue
            heard = time.monotonic()
            part, _ = under_way.pop(future.key)
            said: Said | None = None
            try:
                said = future.result()
            except distributed.KilledWorker:
                pass
            except OpennessLintError:
                raise
            except (CancelledError, distributed.CancelledError, OSError):
                words = Phrase("与调度器的连接断了", "the connection to the scheduler was lost")
                raise OpennessLintError(words) from None
            # What other versions of what we are made of say when they cannot take up the work.
            except Exception as error:
                words = Phrase("工作进程做不了这件工作：{why}", "the workers cannot do the work: {why}")
                raise OpennessLintError(words.fill(why=_said(error))) from error
            yield part, said

    def _tell_idle(self) -> bool:
        """Say so if nobody works; whether it was said."""
        if self.client.scheduler_info()["workers"]:
            return False
        words = Phrase(
            "调度器没有工作进程；继续等待（按 Ctrl-C 中断）",
            "the scheduler has no workers; waiting for one (Ctrl-C ends it)",
        )
        self._tell(words)
        return True


def _refuse_others(versions: Any) -> None:
    """Refuse a scheduler or workers that do not have this version.

    Raises:
        OpennessLintError: with who has which.
    """
    hosts = {"scheduler": versions["scheduler"], **versions["workers"]}
    for address, one in hosts.items():
        theirs = one["packages"].get("openness_lint")
        if theirs != __version__:
            who = Phrase("调度器", "the scheduler") if address == "scheduler" else Phrase.same(address)
            raise _another(who, theirs)


def _another(who: Phrase, theirs: str | None, ours: str = __version__) -> OpennessLintError:
    if theirs is None:
        words = Phrase(
            "{who} 上没有 openness-lint；请在调度器和每个工作进程上安装 {ours}",
            "{who} has no openness-lint; install {ours} for the scheduler and every worker",
        )
        return OpennessLintError(words.fill(who=who, ours=ours))
    words = Phrase(
        "{who} 上的 openness-lint 是 {theirs}，这里是 {ours}；请装同一版本",
        "{who} has openness-lint {theirs}, and here it is {ours}; install the same version",
    )
    return OpennessLintError(words.fill(who=who, theirs=theirs, ours=ours))


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
        if urls and run.has_roster:
            words = Phrase(
                "名单上的报告要与名单放在一起，不能用于地址上的文件；请不用 --roster，或检查本地的文件夹",
                "a roster lies with the reports it lists, and says nothing of files at addresses; "
                "leave out --roster, or check a folder here",
            )
            raise OpennessLintError(words)
        there = list_urls(urls, run.plans.readable(self._folder), {one.name for one in found}) if urls else []
        for one in there:
            run.adopt(one.found, self._folder / one.found.name)
        self._members = [*(Member(one) for one in found), *there]

    @property
    def files(self) -> list[Found]:
        return [one.found for one in self._members]

    def each(
        self, interruption: Interruption, tell: Callable[[Phrase], object] = lambda _: None
    ) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file, in their order.

        Args:
            interruption: Whether the run is broken off.
            tell: Tells whoever waits why.

        Raises:
            OpennessLintError: there is no cluster to be had, or its workers are of another version.
        """
        if not self._members:
            return

        def is_over() -> bool:
            return interruption.came

        work = Work(self._order, self._folder, uuid.uuid4().hex)
        packing = Packing(self._run.desk, self._order.wanted)
        waiting: dict[int, bytes | None] = {}
        turn = 0
        with Cluster(self._scheduler, self._workers, tell) as cluster:
            bodies = cluster.bodies(work, self._members, is_over)
            if bodies is None:
                return
            for parcels in cluster.parcels(work, partitions(self._members, bodies), is_over):
                waiting |= parcels
                while turn in waiting:
                    found, parcel = self._members[turn].found, waiting.pop(turn)
                    judged = packing.unpack(found, parcel) if parcel is not None else None
                    yield found, judged or Judged(Unread(found.name, ended().at(found.name)))
                    turn += 1


# What follows runs on the workers.


def _leave_interrupts() -> None:
    """A terminal sends Ctrl-C to workers of this machine too; the first process says when it is over."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_ALONE = threading.Lock()  # a process has one working directory, and one desk at a time
_DESKS: dict[tuple[str, bool], tuple[Desk, Packing]] = {}  # by the run, and whether files are from elsewhere


def _bodies_at(work: Work, chunk: tuple[int, Sequence[Member]]) -> list[str | None]:
    return bodies_of(work, chunk[1])


def bodies_of(work: Work, members: Sequence[Member]) -> list[str | None]:
    """Whose report each file is; None where that is not seen at a glance."""
    with _laid_out(work, members) as troubles:
        return [None if trouble else body_of(one.found) for one, trouble in zip(members, troubles, strict=True)]


def judge_partition(work: Work, part: Partition) -> dict[int, bytes]:
    """What is said of each file, packed, by its number."""
    members = [member for _, member in part.members]
    said: dict[int, bytes] = {}
    with _laid_out(work, [*members, *part.beside]) as troubles:
        desk, packing = _desk(work, elsewhere=members[0].place is not None)
        for (number, member), trouble in zip(part.members, troubles, strict=False):
            found = member.found
            if member.place is not None:
                desk.adopt(found, work.folder / found.name)
            judged = desk.judge(found) if trouble is None else Judged(Unread(found.name, trouble.at(found.name)))
            said[number] = packing.pack(found, judged)
    return said


def _desk(work: Work, *, elsewhere: bool) -> tuple[Desk, Packing]:
    key = work.run, elsewhere
    if key not in _DESKS:
        for other in [one for one in _DESKS if one[0] != work.run]:
            del _DESKS[other]
        desk = (_from(work.folder, work.order) if elsewhere else work.order).desk()
        _DESKS[key] = desk, Packing(desk, work.order.wanted)
    desk, packing = _DESKS[key]
    if elsewhere:  # each partition of those is laid out in a folder of its own
        desk.forget()
    return desk, packing


def _from(folder: Path, order: Order) -> Order:
    """An order whose paths hold wherever it is carried out."""

    def there(one: Sourced[Path] | None) -> Sourced[Path] | None:
        return None if one is None else replace(one, value=folder / one.value)

    options = replace(
        order.options,
        rules=tuple(replace(one, value=folder / one.value) for one in order.options.rules),
        previous=there(order.options.previous),
        roster=there(order.options.roster),
    )
    return replace(order, config=None if order.config is None else folder / order.config, options=options)


@contextmanager
def _laid_out(work: Work, members: Sequence[Member]) -> Iterator[list[OpennessLintError | None]]:
    """The files at their names below the working directory; for each the reason if it could not be fetched."""
    if work.version != __version__:
        raise _another(Phrase("工作进程", "a worker"), __version__, work.version)
    with _ALONE, ExitStack() as stack:
        if all(one.place is None for one in members):
            try:
                stack.enter_context(chdir(work.folder))
            except OSError as error:
                words = Phrase(
                    "工作进程进不了文件夹 {folder}：{why}；没有写成地址的文件，要在每个工作进程上都放在同一位置",
                    "a worker cannot enter the folder {folder}: {why}; files without an address must lie at the same "
                    "place on every worker",
                )
                raise OpennessLintError(words.fill(folder=work.folder, why=in_words(error))) from None
            yield [None for _ in members]
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="openness-lint-"))
        stack.enter_context(chdir(folder))
        yield _fetched(members)


def _fetched(members: Sequence[Member]) -> list[OpennessLintError | None]:
    """Bring files to their names below the working directory; for each the reason where that cannot be done."""
    wanted: dict[str, list[tuple[str, str]]] = {}  # by the file system: path there, path here
    for member in members:
        path, place = Path(member.found.name), member.place
        assert place is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        pairs = wanted.setdefault(place.system, [])
        pairs.append((place.path, str(path)))
        if place.side_file is not None:
            pairs.append((place.side_file, f"{path}{SUFFIX}"))
    troubles: dict[str, OpennessLintError] = {}  # by the path here
    for written, pairs in wanted.items():
        try:
            system = _opened(written)
            with suppress(Exception):  # then one by one, to see which it is
                system.get([there for there, _ in pairs], [here for _, here in pairs])  # many at a time, over networks
                continue
            for there, here in pairs:
                try:
                    system.get_file(there, here)
                except Exception as error:  # noqa: BLE001  # each file system has errors of its own
                    troubles[here] = _unreadable(error)
        except Exception as error:  # noqa: BLE001  # as where the package for it is not installed
            troubles |= {here: _unreadable(error) for _, here in pairs}
    names = [member.found.name for member in members]
    return [troubles.get(one) or troubles.get(f"{one}{SUFFIX}") for one in names]


def _unreadable(error: Exception) -> UnreadableInput:
    return UnreadableInput(Phrase("无法读取：{why}", "cannot be read: {why}").fill(why=_said(error)))


def _system(place: Place) -> Any:
    return _opened(place.system)


def _opened(written: str) -> Any:
    return _fsspec().AbstractFileSystem.from_json(written)


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise OpennessLintError(MISSING) from None
    return fsspec


def _said(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
