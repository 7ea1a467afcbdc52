"""Compiled packs and rules, kept between runs: reading and validating forty YAML files costs more than a report.

What is kept is keyed by everything it depends on, so nothing ever needs to be cleared: a changed rule
file, program or Python makes another key. A damaged or foreign file is passed over and written anew.

A compiled pack is a checksum, the rules without their questions, and for each form a part of its own with
the form and what the rules ask of it: few runs meet reports of two forms, and a part takes two milliseconds.
What is asked only of a report beside others is kept apart again: its checks take as long to load.
A user's rules for the forms of others are a checksum and the rules, forms named where they speak of one.
"""

from __future__ import annotations

import errno
import io
import marshal
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openness_lint._version import __version__
from openness_lint.hooks import Check, Comparing, Question, compares
from openness_lint.model.diagnostic import Verdict, held
from openness_lint.model.form import Form
from openness_lint.model.linear import Equation
from openness_lint.model.report import ALONE, Report
from openness_lint.rulebook.ready import Forms, Pack, ReadyRule

if TYPE_CHECKING:
    from pickle import Unpickler
else:
    try:
        from _pickle import Unpickler  # without what pickles are written with
    except ImportError:
        from pickle import Unpickler

MOST_PATTERNS = 4000  # so many are kept at most; a pack has a few hundred
_DAY = 86_400
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
        return self._pack(file, _loading(folder, checks), lambda: True)

    def pack_of(self, contents: Contents, folder: Path, checks: Mapping[str, Check]) -> Pack:
        """A user's pack in a folder, which is a path of `contents`.

        Raises:
            InvalidRule: a file of it cannot be understood.
        """
        file = self._folder / f"own-{contents.key(folder)}"
        return self._pack(file, _loading(folder, checks), contents.are_still)

    def _pack(self, file: Path, load: Callable[[], Pack], is_still: Callable[[], bool]) -> Pack:
        def compiled() -> Pack:
            pack = load()
            if is_still():
                self._keep(file, lambda: _written(pack))
            return pack

        return _read(file, compiled) or compiled()

    def rules_of(
        self, contents: Contents, forms: Sequence[Sequence[Form]], load: Callable[[], Sequence[ReadyRule]]
    ) -> Sequence[ReadyRule]:
        """A user's rules beside the packs.

        Args:
            contents: Of the files of the rules, and of the packs that the user brings.
            forms: Those of every pack, to which the rules apply.
            load: Reads the rules, and raises InvalidRule where one cannot be understood.
        """
        file = self._folder / f"rules-{contents.key()}"
        families = {one.id: family for family in map(Forms.of, forms) for one in family.editions}
        rules = _read_rules(file, lambda name: families[name].form(name))
        if rules is None:
            rules = load()
            if contents.are_still():
                self._keep(file, lambda: _written_rules(rules))
        return rules

    def _keep(self, file: Path, written: Callable[[], bytes]) -> None:
        import pickle

        try:
            payload = written()
            _write_whole(file, zlib.crc32(payload).to_bytes(4, "big") + payload)
            kind = file.name.partition("-")[0]
            _forget_older(kind, file, _DAY if kind == "pack" else 30 * _DAY)  # a user's may be those of other reports
        # No room, no right to write, a check of somebody's that cannot be kept: the next run compiles again.
        except (OSError, pickle.PicklingError, AttributeError, TypeError):
            pass


def _loading(folder: Path, checks: Mapping[str, Check]) -> Callable[[], Pack]:
    def load() -> Pack:
        from openness_lint.rulebook.pack import load_pack

        return load_pack(folder, checks)

    return load


class Contents:
    """What rule files and packs of a user's hold, to the byte: their times tell little where files are unpacked or restored."""

    def __init__(self, builtin: Path, paths: Sequence[Path]) -> None:
        """Read them.

        Args:
            builtin: The pack whose forms the rules may speak of.
            paths: Files and folders.

        Raises:
            OSError: one cannot be read, or is no file that can be read twice.
        """
        self._program = fingerprint(builtin)
        self._digests = {path: _digest(path) for path in paths}
        self.has_changed = False  # as far as somebody has looked

    def key(self, *paths: Path) -> str:
        """Of some of the paths, else all: where they lie, what they hold, and the program."""
        import hashlib

        parts = [f"{path}\0{path.resolve()}\0{self._digests[path]}" for path in paths or self._digests]
        made_of = "\0".join([self._program, *parts])
        return hashlib.sha256(made_of.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    def are_still(self) -> bool:
        """Whether they hold the same now."""
        try:
            self.has_changed |= any(_digest(path) != digest for path, digest in self._digests.items())
        except OSError:
            self.has_changed = True
        return not self.has_changed


def _digest(path: Path) -> str:
    import hashlib

    found = hashlib.sha256()
    for file in _rule_files(path) if path.is_dir() else [path]:
        data = _bytes_of(file)
        found.update(f"{file}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        found.update(data)
    return found.hexdigest()


def _rule_files(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(here, one) for one in sorted(names) if one.endswith((".yaml", ".yml")))


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
                if not before:
                    _forget_older("patterns", file, _DAY)


def _read_patterns(file: Path) -> dict[tuple[str | bytes, int], tuple[Any, ...]]:
    try:
        data = _bytes_of(file)
        if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return {}
        found = marshal.loads(data[4:])  # noqa: S302  # whole, and `re` checks each program before it runs it
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes_of(file: Path) -> bytes:
    """What a file holds.

    Raises:
        OSError: it cannot be read, or is a pipe or a device, of which nobody can say when it ends.
    """
    if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116  # as Path.stat, which takes longer
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
    return file.read_bytes()


def _write_whole(file: Path, data: bytes) -> None:
    """Beside its place, then into it: nobody ever reads half of it, and of two who write one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _forget_older(kind: str, newest: Path, age: int) -> None:
    """Remove what other versions kept, and what processes left that were killed while they wrote; `age` in seconds."""
    for other in newest.parent.glob(f"{kind}-*"):
        if other != newest and other.stat().st_mtime < newest.stat().st_mtime - age:
            other.unlink(missing_ok=True)


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
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns


def _written(pack: Pack) -> bytes:
    """The head, behind its length, and a part for each form."""
    from pickle import HIGHEST_PROTOCOL, dumps
    from pickletools import optimize  # a third of the time to read, a tenth of the bytes

    def bytes_of(value: object) -> bytes:
        return optimize(dumps(value, HIGHEST_PROTOCOL))

    def kept(question: Question | None) -> Question | None:
        return _Waiting(bytes_of(question)) if waits(question) else question

    parts = [bytes_of((form, [kept(one.questions.get(form.id)) for one in pack.rules])) for form in pack.forms]
    editions = [(one, len(part)) for one, part in zip(Forms.of(pack.forms).editions, parts, strict=True)]
    rules = [(one.rule, one.path, tuple(one.questions)) for one in pack.rules]
    head = bytes_of((pack.name, pack.title, editions, rules))
    return b"".join([len(head).to_bytes(4, "big"), head, *parts])


def _read(file: Path, again: Callable[[], Pack]) -> Pack | None:
    """What is kept in a file; None where it is no pack. `again` compiles what turns out to be none only later."""
    try:
        data = memoryview(_bytes_of(file))
    except OSError:
        return None
    if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
        return None
    start = 8 + int.from_bytes(data[4:8], "big")
    try:
        name, title, editions, rules = _loaded(data[8:start])
        parts: dict[str, memoryview] = {}
        for edition, length in editions:
            parts[edition.id] = data[start : start + length]
            start += length
        kept = _Kept(parts, again)
        questions = [_Questions(kept, forms) for _, _, forms in rules]
        kept.questions = questions
        ready = tuple(ReadyRule(rule, asked, path) for (rule, path, _), asked in zip(rules, questions, strict=True))
        return Pack(name, title, Forms([edition for edition, _ in editions], kept.form), ready)
    # A whole file that was not written by this program: whatever is wrong with it, it is no pack.
    except Exception:  # noqa: BLE001
        return None


def _written_rules(rules: Sequence[ReadyRule]) -> bytes:
    from pickle import HIGHEST_PROTOCOL, Pickler

    class Packer(Pickler):
        def persistent_id(self, value: object) -> str | None:
            return value.id if isinstance(value, Form) else None

    buffer = io.BytesIO()
    Packer(buffer, HIGHEST_PROTOCOL).dump([(one.rule, {**one.questions}, one.path) for one in rules])
    return buffer.getvalue()


def _read_rules(file: Path, form: Callable[[str], Form]) -> Sequence[ReadyRule] | None:
    """What is kept in a file; None where it is no such rules."""

    class Unpacker(_Unpickler):
        def persistent_load(self, id: str) -> Form:
            return form(id)

    try:
        data = _bytes_of(file)
        if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return None
        return [ReadyRule(*one) for one in Unpacker(io.BytesIO(data[4:])).load()]
    except Exception:  # noqa: BLE001  # as in `_read`
        return None


class _Kept:
    """The parts of a pack, each read when its form is first asked for."""

    def __init__(self, parts: Mapping[str, memoryview], again: Callable[[], Pack]) -> None:
        self.questions: Sequence[_Questions] = ()  # of every rule
        self._parts = parts
        self._again = again
        self._forms: dict[str, Form] = {}

    def form(self, id: str) -> Form:
        if id not in self._forms:
            try:
                form, questions = _loaded(self._parts[id])
                found = [*zip(self.questions, questions, strict=True)]
            except Exception:  # noqa: BLE001  # as in `_read`
                pack = self._again()
                form = Forms.of(pack.forms).form(id)
                found = [*zip(self.questions, (one.questions.get(id) for one in pack.rules), strict=True)]
            for mine, question in found:
                if question is not None:
                    mine.read[id] = question
            self._forms[id] = form
        return self._forms[id]


class _Questions(Mapping[str, Question]):
    """A rule's questions by form id; read with their forms."""

    def __init__(self, kept: _Kept, forms: Sequence[str]) -> None:
        self._kept = kept
        self._forms = forms
        self.read: dict[str, Question] = {}
        # Asked for every rule and report: whoever has a form to ask by has had it read.
        self.get = self.read.get  # type: ignore[method-assign]

    def __getitem__(self, form: str) -> Question:
        if form in self._forms:
            self._kept.form(form)
        return self.read[form]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


def waits(question: Question | None) -> bool:
    """Whether a question says of itself that it has nothing to ask of a report that stands alone."""
    return compares(question) and bool(getattr(question, "only_beside", False))


class _Waiting:
    """A question that has nothing to say of a report that stands alone; read when it is asked of another."""

    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, kept: bytes) -> None:
        self._kept = kept
        self._question: Comparing | None = None

    def judge(self, report: Report) -> Verdict:
        return held(0) if report.companions is ALONE else self._read().judge(report)

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        return () if report.companions is ALONE else self._read().equations_on(report)

    def _read(self) -> Comparing:
        if self._question is None:
            self._question = _loaded(self._kept)
        return self._question

    def __reduce__(self) -> tuple[type[_Waiting], tuple[bytes]]:
        return _Waiting, (self._kept,)


def _loaded(part: memoryview | bytes) -> Any:
    return _Unpickler(io.BytesIO(part)).load()


class _Unpickler(Unpickler):
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
        raise ValueError(f"{module}.{name} is no part of a pack")
