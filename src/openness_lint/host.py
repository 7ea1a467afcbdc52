"""Everything a run needs, gathered once: checks, readers, reporters and packs, ours and others'."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pluggy

from openness_lint import checks as builtin_checks
from openness_lint import readers as builtin_readers
from openness_lint import reporters as builtin_reporters
from openness_lint.hooks import PROJECT, Check, Reader, Reporter, Specs
from openness_lint.model.errors import InvalidPlugin, InvalidRule, UnknownSelector
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.rulebook.ready import MANIFEST, Pack, ReadyRule, Shelf
from openness_lint.rulebook.store import Store
from openness_lint.syntax.nearest import did_you_mean

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Host:
    """The plugins of a run, by the names under which users speak of them."""

    checks: Mapping[str, Check]
    readers: Mapping[str, Reader]  # by file name ending
    reporters: Mapping[str, Reporter]
    packs: tuple[Path, ...]


def gather(plugins: Iterable[object] = ()) -> Host:
    """The built-in parts, the installed packages' and the given plugins', in that order.

    Raises:
        InvalidPlugin: an installed plugin cannot be loaded, or two offer the same name.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specs)
    for package in (builtin_checks, builtin_readers, builtin_reporters):
        for module in _modules(package):
            manager.register(module)
    try:
        manager.load_setuptools_entrypoints(PROJECT)
    # A plugin is somebody else's code: whatever its import raises, the user needs to hear which one.
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise InvalidPlugin(Phrase(f"插件无法载入：{words}", f"a plugin cannot be loaded: {words}")) from error
    for plugin in plugins:
        manager.register(plugin)
    hook = manager.hook
    checks = _by_name((one.kind, one) for one in _flat(hook.openness_lint_checks()))
    readers = _by_name((suffix, one) for one in _flat(hook.openness_lint_readers()) for suffix in one.suffixes)
    reporters = _by_name((one.name, one) for one in _flat(hook.openness_lint_reporters()))
    packs = (builtin_rules() / "cn-openness", *_flat(hook.openness_lint_packs()))
    return Host(checks, readers, reporters, packs)


def builtin_rules() -> Path:
    """The folder of the packs that come with the program.

    Inside the package in a wheel; at the top of the source tree beside `src` in an editable install,
    where a wheel's extra files do not reach.

    Raises:
        InvalidRule: there is none: the installation is broken, and no report can be judged.
    """
    package = Path(__file__).parent
    for folder in (package / "rules", package.parent.parent / "rules"):
        if (folder / "cn-openness" / MANIFEST).is_file():
            return folder
    raise InvalidRule(Phrase("安装不完整：找不到自带的规则", "broken installation: the built-in rules are not found"))


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{info.name}")


def _flat(offers: Sequence[Iterable[Any]]) -> list[Any]:
    # pluggy calls the last registered first; ours come first here, so that a clash names the stranger.
    return [one for offer in reversed(offers) for one in offer]


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, value in pairs:
        if name in found:
            one, other = (f"{type(x).__module__}.{type(x).__qualname__}" for x in (found[name], value))
            message = Phrase(
                f"插件冲突：{one} 和 {other} 都叫 {name}", f"two plugins are called {name}: {one} and {other}"
            )
            raise InvalidPlugin(message)
        found[name] = value
    return found


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The forms and rules of a run."""

    packs: tuple[Pack, ...]
    rules: tuple[ReadyRule, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        return tuple(form for pack in self.packs for form in pack.forms)

    @property
    def shelf(self) -> Shelf:
        return Shelf(pack.forms for pack in self.packs)


def open_rulebook(host: Host, extra: Sequence[Path] = (), store: Store | None = None) -> Rulebook:
    """The packs of the host, and further packs, folders of rules, or single rule files.

    With a store, the built-in packs are compiled once and kept there; others are read each time.

    Raises:
        InvalidRule: a file of them cannot be understood, or two rules share a code or name.
    """
    own = host.packs[:1]  # the others may lean on checks of plugins, whose changes the store cannot see
    packs = [store.pack(own[0], host.checks) if store else _load_pack(own[0], host.checks)] if own else []
    folders = [*host.packs[1:], *(path for path in extra if (path / MANIFEST).is_file())]
    packs += [_load_pack(folder, host.checks) for folder in folders]
    rules = [rule for pack in packs for rule in pack.rules]
    if len(packs) > 1 or extra:
        from openness_lint.rulebook.pack import load_rule, load_rules, refuse_twins

        forms = [form for pack in packs for form in pack.forms]
        for path in extra:
            if path in folders:
                continue
            if not path.exists():
                raise InvalidRule(Phrase("没有这个文件或文件夹", "no such file or folder"), path=str(path))
            if path.is_dir():
                rules += load_rules(path, forms, host.checks, pack=path.name)
            else:
                rules.append(load_rule(path, forms, host.checks, pack=path.parent.name))
        refuse_twins(rules)
    return Rulebook(tuple(packs), tuple(sorted(rules, key=lambda one: one.rule.code)))


def _load_pack(folder: Path, checks: Mapping[str, Check]) -> Pack:
    from openness_lint.rulebook.pack import load_pack

    return load_pack(folder, checks)


def selected(rules: Sequence[ReadyRule], select: Sequence[str], ignore: Sequence[str]) -> tuple[ReadyRule, ...]:
    """The rules that a run asks: those selected (all, by default) less those ignored.

    A selector is a code (T303), a name (carry-identity) or the beginning of codes (T, T3).

    Raises:
        UnknownSelector: a selector matches no rule, or nothing is left to ask.
    """
    chosen = (
        set[str]().union(*(_matching(rules, one) for one in select)) if select else {one.rule.code for one in rules}
    )
    chosen -= set[str]().union(*(_matching(rules, one) for one in ignore))
    if not chosen:
        raise UnknownSelector(Phrase("一条规则也没有选中", "no rule is left to ask"))
    return tuple(one for one in rules if one.rule.code in chosen)


def _matching(rules: Sequence[ReadyRule], selector: str) -> set[str]:
    found = {one.rule.code for one in rules if one.rule.answers_to(selector)}
    if not found:
        names = [name for one in rules for name in (one.rule.code, one.rule.name)]
        words = Phrase("没有规则“{selector}”{hint}", "there is no rule '{selector}'{hint}")
        raise UnknownSelector(words.fill(selector=selector, hint=did_you_mean(selector, names)))
    return found


def matching_rules(rules: Sequence[ReadyRule], selector: str) -> tuple[ReadyRule, ...]:
    """The rules that one selector means, in order of code.

    Raises:
        UnknownSelector: it matches none; with the nearest name.
    """
    codes = _matching(rules, selector)
    return tuple(one for one in rules if one.rule.code in codes)


def known_suffixes(host: Host) -> Phrase:
    """The readable file name endings, for messages."""
    return join([Phrase.same(one) for one in sorted(host.readers)])


__all__ = ["Host", "Rulebook", "gather", "known_suffixes", "matching_rules", "open_rulebook", "selected"]
