"""Everything a run needs, gathered once: checks, readers, reporters and packs, ours and others'."""

from __future__ import annotations

import importlib
import os
from abc import abstractmethod
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from openness_lint import checks as builtin_checks
from openness_lint import readers as builtin_readers
from openness_lint import reporters as builtin_reporters
from openness_lint.hooks import Check, Reader, Reporter
from openness_lint.model.errors import InvalidPlugin, InvalidRule, UnknownSelector
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.values import dataclass
from openness_lint.plugins import Offer, built_in, given, installed
from openness_lint.rulebook.ready import MANIFEST, Pack, ReadyRule, Shelf
from openness_lint.rulebook.store import Contents, Store
from openness_lint.syntax.nearest import did_you_mean

T = TypeVar("T")

OURS = "openness-lint"  # who offers the built-in parts


@dataclass(frozen=True, slots=True, repr=False)
class Host:
    """The plugins of a run, by the names under which users speak of them."""

    checks: Mapping[str, Check]
    readers: Mapping[str, Reader]  # by file name ending
    reporters: Mapping[str, Reporter]
    packs: tuple[Path, ...]  # the built-in one first; others may be rules alone
    guests: tuple[str, ...] = ()  # who offers parts that are not ours


def gather(plugins: Iterable[object] = ()) -> Host:
    """The built-in parts, the installed packages' and the given plugins', in that order.

    Raises:
        InvalidPlugin: a plugin cannot be loaded, offers what its hook does not promise, or a name that is taken.
    """
    offers = [*installed(), *(given(getattr(one, "__name__", type(one).__name__), one) for one in plugins)]
    checks = _by_name(((one.kind, one, offer.origin) for offer in offers for one in offer.checks), _Checks())
    readers = _by_name(
        ((suffix, one, offer.origin) for offer in offers for one in offer.readers for suffix in one.suffixes),
        _Readers(),
    )
    reporters = _by_name(((one.name, one, offer.origin) for offer in offers for one in offer.reporters), _Reporters())
    packs = (builtin_rules() / "cn-openness", *(folder for offer in offers for folder in offer.folders))
    return Host(checks, readers, reporters, packs, tuple(offer.origin for offer in offers))


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


def modules_of(package: ModuleType) -> list[str]:
    """The names of the modules in a package of ours, those that begin with `_` left out."""
    try:
        files = [name for folder in package.__path__ for name in os.listdir(folder)]  # noqa: PTH208
    except OSError:  # in an archive
        import pkgutil  # costs ten milliseconds

        return sorted(one.name for one in pkgutil.iter_modules(package.__path__) if not one.name.startswith("_"))
    return sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_"))


def _module(package: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


class _OnDemand(Mapping[str, T]):
    """Our own parts of one kind by their names, each module imported when it is first asked for.

    A run reads one format and writes another, and finds its rules compiled; to import all the others would
    cost it more than its work.
    """

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        self._waiting = modules_of(package)
        self._found: dict[str, T] = {}

    def _load(self, name: str) -> None:
        self._waiting.remove(name)
        self._found |= self._parts(built_in(OURS, [_module(self._package, name)]))

    @abstractmethod
    def _parts(self, offer: Offer) -> dict[str, T]:
        """The parts of this kind that a module offers, by name."""

    def _likely(self, key: str) -> str:
        """The module that most likely has it: named for what users see."""
        return key.removeprefix(".")

    def __getitem__(self, key: str) -> T:
        if key not in self._found and self._likely(key) in self._waiting:
            self._load(self._likely(key))
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter([*self._found, *self._waiting])

    def __len__(self) -> int:
        return len(self._found) + len(self._waiting)


class _Checks(_OnDemand[Check]):
    def __init__(self) -> None:
        super().__init__(builtin_checks)

    def _parts(self, offer: Offer) -> dict[str, Check]:
        return {one.kind: one for one in offer.checks}


class _Reporters(_OnDemand[Reporter]):
    def __init__(self) -> None:
        super().__init__(builtin_reporters)

    def _parts(self, offer: Offer) -> dict[str, Reporter]:
        return {one.name: one for one in offer.reporters}


class _Readers(_OnDemand[Reader]):
    """By file name endings; one reader may have several, so that some are known only once all are imported."""

    def __init__(self) -> None:
        super().__init__(builtin_readers)

    def _parts(self, offer: Offer) -> dict[str, Reader]:
        return {suffix: one for one in offer.readers for suffix in one.suffixes}

    def _all(self) -> dict[str, Reader]:
        for name in list(self._waiting):
            self._load(name)
        return self._found

    def __getitem__(self, key: str) -> Reader:
        try:
            return super().__getitem__(key)
        except KeyError:
            return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _by_name(offered: Iterable[tuple[str, T, str]], ours: Mapping[str, T]) -> Mapping[str, T]:
    """The parts by name, our own first.

    Raises:
        InvalidPlugin: two have one name.
    """
    found: dict[str, T] = {}
    origins: dict[str, str] = {}
    for name, value, origin in offered:
        if name in found or name in ours:
            words = Phrase(
                "{one} 和 {other} 都提供 {name}；卸载其中一个插件，或者请它的作者改名",
                "{one} and {other} both offer {name}; remove one of the plugins, or ask its author for another name",
            )
            raise InvalidPlugin(words.fill(one=_who(origins.get(name, OURS)), other=_who(origin), name=name))
        found[name], origins[name] = value, origin
    return ChainMap(found, ours) if found else ours  # type: ignore[arg-type]  # nobody writes to it


def _who(origin: str) -> Phrase:
    return Phrase("本程序", "this program") if origin == OURS else Phrase(f"插件 {origin}", f"the plugin {origin}")


@dataclass(frozen=True, slots=True, repr=False)
class Rulebook:
    """The forms and rules of a run.

    `made_of` tells the rules that are not built in from any others; None where nothing can.
    """

    packs: tuple[Pack, ...]
    rules: tuple[ReadyRule, ...]
    made_of: str | None = None

    @property
    def forms(self) -> tuple[Form, ...]:
        return tuple(form for pack in self.packs for form in pack.forms)

    @property
    def shelf(self) -> Shelf:
        return Shelf(pack.forms for pack in self.packs)


def open_rulebook(host: Host, extra: Sequence[Path] = (), store: Store | None = None) -> Rulebook:
    """The packs of the host, and further packs, folders of rules, or single rule files.

    With a store, they are compiled once and kept there; packs of plugins, and all that is read beside plugins, are
    read each time: they may lean on checks whose changes the store cannot see.

    Raises:
        InvalidRule: a file of them cannot be understood, or two rules share a code or name.
    """
    own = host.packs[:1]
    packs = [store.pack(own[0], host.checks) if store else _load_pack(own[0], host.checks)] if own else []
    further = [*host.packs[1:], *extra]
    if not further:
        return Rulebook(tuple(packs), _in_order(rule for pack in packs for rule in pack.rules), "")
    contents = _contents(own[0], further) if store and own and not host.guests else None
    folders = [path for path in further if (path / MANIFEST).is_file()]
    if store and contents:
        packs += [store.pack_of(contents, folder, host.checks) for folder in folders]
    else:
        packs += [_load_pack(folder, host.checks) for folder in folders]
    others = [path for path in further if path not in folders]

    def load() -> list[ReadyRule]:
        return _load_rules(others, [form for pack in packs for form in pack.forms], host.checks)

    rules = [rule for pack in packs for rule in pack.rules]
    if store and contents and others:
        rules += store.rules_of(contents, [pack.forms for pack in packs], load)
    else:
        rules += load()
    if len({one.rule.code for one in rules}) < len(rules) or len({one.rule.name for one in rules}) < len(rules):
        from openness_lint.rulebook.pack import refuse_twins

        refuse_twins(rules)
    made_of = contents.key() if contents and not contents.has_changed else None
    return Rulebook(tuple(packs), _in_order(rules), made_of)


def _in_order(rules: Iterable[ReadyRule]) -> tuple[ReadyRule, ...]:
    return tuple(sorted(rules, key=lambda one: one.rule.code))


def _contents(builtin: Path, paths: Sequence[Path]) -> Contents | None:
    try:
        return Contents(builtin, paths)
    except OSError:  # told where they are read
        return None


def _load_rules(paths: Sequence[Path], forms: Sequence[Form], checks: Mapping[str, Check]) -> list[ReadyRule]:
    from openness_lint.rulebook.pack import load_rule, load_rules

    rules: list[ReadyRule] = []
    for path in paths:
        if not path.exists():
            raise InvalidRule(Phrase("没有这个文件或文件夹", "no such file or folder"), path=str(path))
        if path.is_dir():
            rules += load_rules(path, forms, checks, pack=path.name)
        else:
            rules.append(load_rule(path, forms, checks, pack=path.parent.name))
    return rules


def _load_pack(folder: Path, checks: Mapping[str, Check]) -> Pack:
    from openness_lint.rulebook.pack import load_pack

    return load_pack(folder, checks)


def selected(rules: Sequence[ReadyRule], select: Sequence[str], ignore: Sequence[str]) -> tuple[ReadyRule, ...]:
    """The rules that a run asks: those selected (all that are on by default, where none is) less those ignored.

    A selector is a code (T303), a name (carry-identity) or the beginning of codes (T, T3).

    Raises:
        UnknownSelector: a selector matches no rule, or nothing is left to ask.
    """
    chosen = (
        {
            one.rule.code
            for selector in select
            for one in matching_rules(rules, selector)
            if one.rule.is_selected_by(selector)
        }
        if select
        else {one.rule.code for one in rules if one.rule.on_by_default}
    )
    chosen -= set[str]().union(*(_matching(rules, one) for one in ignore))
    if not chosen:
        raise UnknownSelector(Phrase("一条规则也没有选中", "no rule is left to ask"))
    return tuple(one for one in rules if one.rule.code in chosen)


def _matching(rules: Sequence[ReadyRule], selector: str) -> set[str]:
    found = {one.rule.code for one in rules if one.rule.answers_to(selector)}
    if not selector:
        words = Phrase(
            "规则是空的；写代码、名称或代码的开头", "an empty rule; write a code, a name or the beginning of codes"
        )
        raise UnknownSelector(words)
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
