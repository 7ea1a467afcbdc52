"""Settings in force: what options and configuration files say, each value with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from openness_lint.model.errors import InvalidConfiguration
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Severity
from openness_lint.model.span import TextSpan
from openness_lint.model.values import NamedTuple, dataclass

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Page:
    """A configuration file as it was read; `name` is how messages speak of it."""

    name: str
    path: Path
    lines: tuple[str, ...]


class Place(NamedTuple):
    """Where in which configuration file something is said."""

    page: Page
    span: TextSpan

    def __str__(self) -> str:
        return f"{self.page.name}:{self.span.line}:{self.span.column}"

    def complaint(self, message: Phrase) -> InvalidConfiguration:
        """An error about what is said here, ready to be raised."""
        line, column, end_line, end_column = self.span
        excerpt = self.page.lines[line - 1] if line <= len(self.page.lines) else ""
        end = end_column if end_line == line else len(excerpt) + 1
        return InvalidConfiguration(
            message, path=self.page.name, line=line, column=column, excerpt=excerpt, width=max(end - column, 1)
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: an option (or environment variable), a place in a file; neither: it is built in."""

    option: str | None = None
    place: Place | None = None


DEFAULT = Origin()


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """A value, and where it comes from."""

    value: T_co
    origin: Origin


class Weight(NamedTuple):
    """The severity that the rules of a selector are given."""

    selector: Sourced[str]
    severity: Severity


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PerFile:
    """What holds for some files only; `files` are patterns as in `.gitignore`."""

    place: Place
    files: tuple[Sourced[str], ...]
    select: tuple[Sourced[str], ...] = ()
    ignore: tuple[Sourced[str], ...] = ()
    severity: tuple[Weight, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Layer:
    """What one file, or the command line, says; what it does not speak of is empty or None."""

    page: Page | None = None
    select: tuple[Sourced[str], ...] = ()
    ignore: tuple[Sourced[str], ...] = ()
    mandatory: tuple[Sourced[str], ...] = ()
    severity: tuple[Weight, ...] = ()
    rules: tuple[Sourced[Path], ...] = ()
    plugins: tuple[Sourced[str], ...] = ()
    per_file: tuple[PerFile, ...] = ()
    exclude: tuple[Sourced[str], ...] = ()
    fail_on: Sourced[Severity] | None = None
    min_severity: Sourced[Severity] | None = None
    lang: Sourced[Language] | None = None
    format: Sourced[str] | None = None
    baseline: Sourced[Path] | None = None
    previous: Sourced[Path] | None = None
    roster: Sourced[Path] | None = None
    required_version: Sourced[str] | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Settings:
    """What is in force.

    Layers lie on each other: extended files below the file that extends them, options on top. The upper
    one's `select` and single values take the place of the lower one's; everything else adds up, the
    lower one's first.

    `base` is the folder below which patterns speak of files; `pages` are the files read, the lowest
    first; `severity` has one entry for each layer.
    """

    base: Path
    pages: tuple[Page, ...] = ()
    select: tuple[Sourced[str], ...] = ()  # empty: all rules
    ignore: tuple[Sourced[str], ...] = ()
    mandatory: tuple[Sourced[str], ...] = ()
    severity: tuple[tuple[Weight, ...], ...] = ()
    rules: tuple[Sourced[Path], ...] = ()
    plugins: tuple[Sourced[str], ...] = ()
    per_file: tuple[PerFile, ...] = ()
    exclude: tuple[Sourced[str], ...] = ()
    fail_on: Sourced[Severity] = Sourced(Severity.ERROR, DEFAULT)
    min_severity: Sourced[Severity] = Sourced(Severity.INFO, DEFAULT)
    lang: Sourced[Language] = Sourced("zh", DEFAULT)
    format: Sourced[str] = Sourced("text", DEFAULT)
    baseline: Sourced[Path | None] = Sourced(None, DEFAULT)
    previous: Sourced[Path | None] = Sourced(None, DEFAULT)
    roster: Sourced[Path | None] = Sourced(None, DEFAULT)
    required_version: tuple[Sourced[str], ...] = ()


def settled(layers: Sequence[Layer], base: Path) -> Settings:
    """The layers, the lowest first, as one."""
    defaults = Settings(base)
    return Settings(
        base=base,
        pages=tuple(one.page for one in layers if one.page is not None),
        select=_last((one.select or None for one in layers), ()),
        ignore=_joined(one.ignore for one in layers),
        mandatory=_joined(one.mandatory for one in layers),
        severity=tuple(one.severity for one in layers if one.severity),
        rules=_joined(one.rules for one in layers),
        plugins=_joined(one.plugins for one in layers),
        per_file=_joined(one.per_file for one in layers),
        exclude=_joined(one.exclude for one in layers),
        fail_on=_last((one.fail_on for one in layers), defaults.fail_on),
        min_severity=_last((one.min_severity for one in layers), defaults.min_severity),
        lang=_last((one.lang for one in layers), defaults.lang),
        format=_last((one.format for one in layers), defaults.format),
        baseline=_last((one.baseline for one in layers), defaults.baseline),
        previous=_last((one.previous for one in layers), defaults.previous),
        roster=_last((one.roster for one in layers), defaults.roster),
        required_version=tuple(one.required_version for one in layers if one.required_version is not None),
    )


def _last(values: Iterable[T | None], default: T) -> T:
    return [default, *(one for one in values if one is not None)][-1]


def _joined(values: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(one for value in values for one in value)
