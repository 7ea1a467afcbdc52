"""For each file of a run, what it is read with and what it is asked, as its configuration has it."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from openness_lint.config.rulings import Asked, Ruling
from openness_lint.config.search import Configurations, absolute
from openness_lint.config.settings import DEFAULT, Settings, Sourced
from openness_lint.hooks import Reporter
from openness_lint.host import Host, Rulebook, gather, matching_rules, open_rulebook
from openness_lint.model.language import Language, Phrase
from openness_lint.model.values import dataclass
from openness_lint.rulebook.store import Store

if TYPE_CHECKING:
    from openness_lint.config.globs import Globs

T = TypeVar("T")


class Excludes(Protocol):
    def __call__(self, path: Path, *, folder: bool) -> bool:
        """Whether a file or folder is to be left out."""


@dataclass(slots=True, eq=False)
class Plan:
    """One configuration with the plugins and rules it brings."""

    settings: Settings
    host: Host
    rulebook: Rulebook
    ruling: Ruling

    def asked(self, path: Path) -> Asked:
        """What a file is asked.

        Raises:
            OpennessLintError: its configuration leaves no rule for it.
        """
        return self.ruling.of(absolute(path)) if self.settings.per_file else self.ruling.everywhere


class Plans:
    """The plans of a run, each made once.

    `in_force` are those of the files that were found, where any were: the others have no say in what a
    run has one of.
    """

    def __init__(
        self, configurations: Configurations, gather: Callable[[], Host] = gather, store: Store | None = None
    ) -> None:
        self._configurations = configurations
        self._gather = gather
        self._store = store
        self._plans: dict[int, Plan] = {}  # by the settings' identity; the configurations keep them alive
        self._hosts: dict[tuple[str, ...], Host] = {}
        self._rulebooks: dict[tuple[tuple[str, ...], tuple[Path, ...]], Rulebook] = {}
        self._excluded: dict[int, Globs] = {}
        self.in_force: tuple[Plan, ...] = ()

    def __iter__(self) -> Iterator[Plan]:
        """Those that were asked for so far, in that order."""
        return iter(self._plans.values())

    def of_folder(self, folder: Path) -> Plan:
        """The plan for the files that lie in a folder.

        Raises:
            OpennessLintError: its configuration, or what that brings, cannot be worked with.
        """
        settings = self._configurations.of(folder)
        if id(settings) not in self._plans:
            host, rulebook = self._host(settings), self._rulebook(settings)
            self._plans[id(settings)] = Plan(settings, host, rulebook, Ruling(settings, rulebook.rules))
        return self._plans[id(settings)]

    def refuse_strangers(self) -> None:
        """Refuse a selector of the command line that means no rule to any of the plans in force.

        A rule that only one of several configurations brings may be asked for by name: the others have
        nothing to say to that.

        Raises:
            UnknownSelector: with the nearest name.
        """
        plans = [*(self.in_force or self)]
        for selector in dict.fromkeys(one for plan in plans for one in plan.ruling.strangers):
            if all(selector in plan.ruling.strangers for plan in plans):
                known = {one.rule.code: one for plan in plans for one in plan.rulebook.rules}
                matching_rules([*known.values()], selector)

    def of(self, path: Path) -> Plan:
        """The plan for a file, or for a folder that is named."""
        is_folder = os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises where permissions are missing
        return self.of_folder(path if is_folder else path.parent)

    @property
    def reporters(self) -> Mapping[str, Reporter]:
        """All formats that one plan or another offers."""
        return ChainMap(*(plan.host.reporters for plan in self))  # type: ignore[arg-type]  # nobody writes to it

    def agreed(self, key: str, read: Callable[[Settings], Sourced[T]]) -> Sourced[T]:
        """The value of a setting that a run has one of, as the plans in force have it, else all asked for so far.

        Args:
            key: What the setting is called, as a key and as an option.
            read: Takes it from the settings.

        Raises:
            InvalidConfiguration: two configurations want it differently.
        """
        values = [read(plan.settings) for plan in self.in_force or self]
        said = [one for one in values if one.origin != DEFAULT]
        for one in said[1:]:
            if one.value != said[0].value and one.origin.place is not None:
                words = Phrase(
                    "一次运行只能有一种 {key}，{other} 写的是 {value}；请用 --{key} 指明",
                    "a run has one {key}, and {other} says {value}; settle it with --{key}",
                )
                raise one.origin.place.complaint(words.fill(key=key, other=said[0].origin.place, value=said[0].value))
        return (said or values)[0]

    @property
    def sources(self) -> tuple[Path, ...]:
        """The configuration files of the plans asked for so far, and what they name: rules, baselines, reports to compare with."""
        found: list[Path] = []
        for settings in (plan.settings for plan in self):
            found += [page.path for page in settings.pages]
            found += [one.value for one in settings.rules]
            named = (settings.baseline.value, settings.previous.value, settings.roster.value)
            found += [one for one in named if one is not None]
        return tuple(dict.fromkeys(found))

    @property
    def spoken(self) -> Language | None:
        """The language to complain in while no configuration has been understood yet."""
        return self._configurations.spoken

    def readable(self, folder: Path) -> Collection[str]:
        """The endings of file names that can be read in a folder."""
        return self._host(self._configurations.of(folder)).readers

    def excludes(self, folder: Path) -> Excludes | None:
        """What the configuration of a folder excludes of the files and folders in it; None where that is nothing."""
        settings = self._configurations.of(folder)
        if not settings.exclude:
            return None
        from openness_lint.config.globs import Globs

        if id(settings) not in self._excluded:
            self._excluded[id(settings)] = Globs(settings.exclude, settings.base)
        return self._excluded[id(settings)].match_itself

    def excludes_named(self, path: Path) -> bool:
        """Whether a file that was named is excluded itself, or by one of the folders it lies in."""
        path = absolute(path)
        above = [one for one in reversed(path.parents) if one != one.parent]
        asked = [*((one, True) for one in above), (path, False)]
        return any(
            excludes(one, folder=is_folder)
            for one, is_folder in asked
            if (excludes := self.excludes(one.parent)) is not None
        )

    def _host(self, settings: Settings) -> Host:
        names = tuple(one.value for one in settings.plugins)
        if names not in self._hosts:
            if names:
                from openness_lint.config.plugins import gathered

                self._hosts[names] = gathered(settings.plugins)
            else:
                self._hosts[names] = self._gather()
        return self._hosts[names]

    def _rulebook(self, settings: Settings) -> Rulebook:
        host = self._host(settings)
        paths = {Path(os.path.realpath(one.value)): one.value for one in reversed(settings.rules)}
        # What lies in a folder that is read anyway is not read twice.
        folders = {*paths, *(Path(os.path.realpath(one)) for one in host.packs)}
        paths = {real: one for real, one in paths.items() if not folders & {*real.parents}}
        key = (tuple(one.value for one in settings.plugins), tuple(paths))
        if key not in self._rulebooks:
            self._rulebooks[key] = open_rulebook(host, [*reversed(paths.values())], self._store)
        return self._rulebooks[key]
