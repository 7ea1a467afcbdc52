"""Other people's packages: what they offer is looked over when it comes in, and named when it fails.

Whatever a plugin raises, the user hears which package to ask; nothing of it passes for a finding, and
nothing that works without it stops.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from openness_lint.hooks import PROJECT, Check, Comparing, FormShelf, Look, Question, Reader, Reporter, Specs, compares
from openness_lint.model.diagnostic import Verdict
from openness_lint.model.errors import InvalidPlugin, OpennessLintError, RuleComplaint, UnreadableInput
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.outcome import Result
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.syntax.nearest import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    import pluggy

_CHECK, _READER = Phrase("检查", "check"), Phrase("读取程序", "reader")
_REPORTER, _FOLDER = Phrase("输出格式", "reporter"), Phrase("规则文件夹", "folder of rules")


class Offer(NamedTuple):
    """What one plugin adds."""

    origin: str  # who offers it: a distribution with its version
    checks: tuple[Check, ...]
    readers: tuple[Reader, ...]
    reporters: tuple[Reporter, ...]
    folders: tuple[Path, ...]


def built_in(origin: str, plugins: Iterable[object]) -> Offer:
    """What our own modules return from their hooks, in their order; it is taken as it is, and asked without pluggy."""
    plugins = tuple(plugins)

    def flat(name: str) -> tuple[Any, ...]:
        return tuple(one for plugin in plugins if hasattr(plugin, name) for one in getattr(plugin, name)())

    return Offer(
        origin,
        flat("openness_lint_checks"),
        flat("openness_lint_readers"),
        flat("openness_lint_reporters"),
        flat("openness_lint_packs"),
    )


def installed() -> Iterator[Offer]:
    """What the installed packages offer, in order of their names.

    Raises:
        InvalidPlugin: one cannot be loaded, or offers what is not what its hook promises.
    """
    if not _may_be_installed():
        return
    from importlib.metadata import entry_points

    found = [(_distribution(one), one) for one in entry_points(group=PROJECT)]
    for origin, entry in sorted(found, key=lambda one: (one[0], one[1].name)):
        plugin = _guarded(origin, Phrase("无法载入", "cannot be loaded"), entry.load)
        yield given(origin, plugin)


def _may_be_installed() -> bool:
    """Whether a package on the path has an entry point for us, or one might that cannot be looked at as plainly.

    The standard library's own search takes longer than a run over one report.
    """
    if any(hasattr(one, "find_distributions") and one is not PathFinder for one in sys.meta_path):
        return True
    group = f"[{PROJECT}]".encode()
    for place in sys.path:
        try:
            names = os.listdir(place or os.curdir)  # noqa: PTH208  # of hundreds; pathlib takes ten times as long
        except NotADirectoryError:  # an archive
            return True
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info", ".egg")):
                if name.endswith(".egg"):
                    return True
                try:
                    with open(os.path.join(place, name, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
                        if group in file.read():
                            return True
                except OSError:
                    continue
    return False


def given(origin: str, plugin: object) -> Offer:
    """What one plugin offers, looked over, and guarded so that it is named when it fails.

    Raises:
        InvalidPlugin: it offers nothing, or what is not what its hook promises.
    """
    import pluggy

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(_specs())
    _mark(plugin)
    hooks = [name for name in dir(plugin) if manager.parse_hookimpl_opts(plugin, name)]
    known = [name for name in vars(Specs) if not name.startswith("_")]
    if not hooks:  # of which pluggy says no word
        words = Phrase(
            "没有标了 @hookimpl 的函数；可用的钩子：{known}", "has no function marked @hookimpl; the hooks are {known}"
        )
        raise _complaint(origin, words.fill(known=", ".join(known)))
    for name in hooks:
        if name not in known:
            words = Phrase("没有钩子 {name}{hint}", "names a hook {name} that there is not{hint}")
            raise _complaint(origin, words.fill(name=name, hint=did_you_mean(name, known)))
    _guarded(origin, Phrase("的钩子不合要求", "has a hook of another shape"), lambda: manager.register(plugin))
    parts = {name: _answer(origin, name, manager) if name in hooks else [] for name in known}
    return Offer(
        origin,
        tuple(_check(origin, one) for one in parts["openness_lint_checks"]),
        tuple(_reader(origin, one) for one in parts["openness_lint_readers"]),
        tuple(_reporter(origin, one) for one in parts["openness_lint_reporters"]),
        tuple(_folder(origin, one) for one in parts["openness_lint_packs"]),
    )


def _specs() -> type[Specs]:
    import pluggy

    for name, function in vars(Specs).items():
        if not name.startswith("_"):
            pluggy.HookspecMarker(PROJECT)(function)
    return Specs


def _mark(plugin: object) -> None:
    """Mark with pluggy's own marker what is marked with ours."""
    import pluggy

    for name in dir(plugin):
        options = getattr(getattr(plugin, name, None), "openness_lint_hook", None)
        if options is not None:
            function = getattr(plugin, name)
            pluggy.HookimplMarker(PROJECT)(getattr(function, "__func__", function), **options)


def _answer(origin: str, name: str, manager: pluggy.PluginManager) -> list[Any]:
    failed = Phrase("的钩子 {name} 出错", "fails in its hook {name}").fill(name=name)
    answers = _guarded(origin, failed, getattr(manager.hook, name))
    if not answers or not isinstance(answers[0], Iterable):
        words = Phrase("的钩子 {name} 应返回列表", "should return a list from its hook {name}")
        raise _complaint(origin, words.fill(name=name))
    return list(_guarded(origin, failed, lambda: list(answers[0])))


def _distribution(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _guarded(origin: str, what: Phrase, do: Callable[[], Any]) -> Any:
    try:
        return do()
    except OpennessLintError:
        raise
    # Somebody else's code: whatever it raises, leaving the program included, the user needs to hear whose it is.
    except (Exception, SystemExit) as error:
        raise _complaint(origin, what, error) from error


def _complaint(origin: str, what: Phrase, error: BaseException | None = None) -> InvalidPlugin:
    cause = f"：{_said(error)}" if error is not None else ""
    gap = "" if what.zh.startswith("的") else " "
    return InvalidPlugin(
        Phrase(f"插件 {origin}{gap}{what.zh}{cause}", f"plugin {origin} {what.en}{cause.replace('：', ': ', 1)}")
    )


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _check(origin: str, check: Any) -> Check:
    _has(origin, _CHECK, check, {"kind": _is_word, "parameters": _is_dataclass, "ask": callable})
    return GuestCheck(check.kind, check.parameters, check, origin)


def _reader(origin: str, reader: Any) -> Reader:
    _has(origin, _READER, reader, {"name": _is_word, "suffixes": _are_suffixes, "read": callable})
    return GuestReader(reader.name, tuple(reader.suffixes), reader, origin)


def _reporter(origin: str, reporter: Any) -> Reporter:
    _has(origin, _REPORTER, reporter, {"name": _is_word, "write": callable})
    return GuestReporter(reporter.name, reporter, origin)


def _folder(origin: str, folder: Any) -> Path:
    if not isinstance(folder, Path) or not folder.is_dir():
        words = Phrase("的{what}不是文件夹：{folder}", "offers a {what} that is none: {folder}")
        raise _complaint(origin, words.fill(what=_FOLDER, folder=repr(folder)))
    return folder


def _has(origin: str, what: Phrase, part: object, wanted: Mapping[str, Callable[[Any], bool]]) -> None:
    name = type(part).__name__ if not isinstance(part, type) else part.__name__
    for attribute, fits in wanted.items():
        if not hasattr(part, attribute):
            words = Phrase("的{what} {name} 没有 {attribute}", "offers the {what} {name} without `{attribute}`")
        elif isinstance(part, type) or not fits(getattr(part, attribute)):
            words = Phrase(
                "的{what} {name} 的 {attribute} 不合要求：应是{expected}",
                "offers the {what} {name} whose `{attribute}` should be {expected}",
            )
        else:
            continue
        expected = _EXPECTED[attribute] if not isinstance(part, type) else _AN_OBJECT
        raise _complaint(origin, words.fill(what=what, name=name, attribute=attribute, expected=expected))


_AN_OBJECT = Phrase("对象的，这里给的是类本身", "an object's; this is the class itself")
_EXPECTED = {
    "kind": Phrase("一个词", "a word"),
    "name": Phrase("一个词", "a word"),
    "parameters": Phrase("冻结的 dataclass", "a frozen dataclass"),
    "suffixes": Phrase("小写的扩展名，如 ('.tab',)", "file name endings in lower case, as in ('.tab',)"),
    "ask": Phrase("方法", "a method"),
    "read": Phrase("方法", "a method"),
    "write": Phrase("方法", "a method"),
}


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not any(c.isspace() for c in value)


def _is_dataclass(value: object) -> bool:
    from dataclasses import is_dataclass

    return isinstance(value, type) and is_dataclass(value) and bool(value.__dataclass_params__.frozen)  # type: ignore[attr-defined]


def _are_suffixes(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and bool(value)
        and all(_is_word(one) and one.startswith(".") and one == one.lower() for one in value)
    )


@dataclass(frozen=True, slots=True)
class GuestCheck:
    """A plugin's check: what it raises is told with the plugin's name."""

    kind: str
    parameters: type[Any]
    check: Check
    origin: str

    def ask(self, parameters: Any, form: Form) -> Question:
        try:
            question = self.check.ask(parameters, form)
            equations = tuple(question.equations)
            if compares(question):
                return GuestComparing(equations, question, self.origin)
            return GuestQuestion(equations, question, self.origin)
        except (OpennessLintError, RuleComplaint):
            raise
        except Exception as error:
            words = Phrase("的检查 {kind} 读不了这条规则", "cannot make its check {kind} ready for this rule")
            raise _complaint(self.origin, words.fill(kind=self.kind), error) from error


@dataclass(frozen=True, slots=True)
class GuestQuestion:
    """A plugin's question; the engine makes a Fault of what it raises, and the other rules go on."""

    equations: tuple[Equation, ...]
    question: Question
    origin: str

    def judge(self, report: Report) -> Verdict:
        try:
            verdict: object = self.question.judge(report)
        except Exception as error:
            raise _complaint(self.origin, Phrase("出错", "fails"), error) from error
        if not isinstance(verdict, Verdict):
            words = Phrase("的回答不是 Verdict，而是 {kind}", "answers with {kind}, not with a Verdict")
            raise _complaint(self.origin, words.fill(kind=type(verdict).__name__))
        return verdict


@dataclass(frozen=True, slots=True)
class GuestComparing:
    """The same of one that compares with other reports; demands it fails to tell are none."""

    equations: tuple[Equation, ...]
    question: Comparing
    origin: str

    def judge(self, report: Report) -> Verdict:
        return GuestQuestion(self.equations, self.question, self.origin).judge(report)

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        try:
            return tuple(self.question.equations_on(report))
        # Whatever somebody's check raises: `judge` raises it too, and there it is told.
        except Exception:  # noqa: BLE001
            return ()


@dataclass(frozen=True, slots=True)
class GuestReader:
    """A plugin's reader; a source it fails on is unread, and the other files go on."""

    name: str
    suffixes: tuple[str, ...]
    reader: Reader
    origin: str

    def read(self, source: Source, forms: FormShelf) -> Report:
        try:
            report: object = self.reader.read(source, forms)
        except OpennessLintError:
            raise
        except Exception as error:
            words = Phrase("的读取程序 {name} 出错", "fails in its reader {name}")
            said = _complaint(self.origin, words.fill(name=self.name), error)
            raise UnreadableInput(said.message) from error
        if not isinstance(report, Report):
            words = Phrase("的读取程序 {name} 给出的不是 Report", "has a reader {name} that gives no Report")
            raise UnreadableInput(_complaint(self.origin, words.fill(name=self.name)).message)
        return report


@dataclass(frozen=True, slots=True)
class GuestReporter:
    """A plugin's reporter; what comes of the results it is given is not its fault."""

    name: str
    reporter: Reporter
    origin: str

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        ours: list[Exception] = []
        try:
            self.reporter.write(_watched(results, ours), stream, look)
        except (OpennessLintError, OSError):
            raise
        except Exception as error:
            if error in ours:
                raise
            words = Phrase("的输出格式 {name} 出错", "fails in its reporter {name}")
            raise _complaint(self.origin, words.fill(name=self.name), error) from error


def _watched(results: Iterable[Result], raised: list[Exception]) -> Iterator[Result]:
    try:
        yield from results
    except Exception as error:
        raised.append(error)
        raise
