"""Options and arguments as data, written as for click: click's own are made of them, and the quick way in reads them.

To import click and to build its command takes longer than to judge a report. So a command line that says
nothing unusual is read here, from the very options that click would be given; whatever is not plain (help,
a mistake, letters run together) is left to click, and so are all complaints.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from openness_lint.model.language import Language
from openness_lint.model.values import NamedTuple

if TYPE_CHECKING:
    import click


class _Unusual(Exception):
    """A command line that is for click to read."""


class Choice(NamedTuple):
    """One of several words; complaints are in the language of the run."""

    choices: Sequence[str]
    language: Language

    def clicked(self) -> click.ParamType[Any]:
        from openness_lint.cli.parameters import OneOf

        return OneOf(self.choices, self.language)

    def read(self, word: str) -> str:
        if word not in self.choices:
            raise _Unusual
        return word


class Jobs(NamedTuple):
    """A number of processes, or `auto`."""

    language: Language

    def clicked(self) -> click.ParamType[Any]:
        from openness_lint.cli.parameters import Processes

        return Processes(self.language)

    def read(self, word: str) -> str:
        if not is_jobs(word):
            raise _Unusual
        return word


def is_jobs(word: str) -> bool:
    """Whether it is `auto`, or a number from 1 to 999."""
    return word == "auto" or (word.isascii() and word.isdigit() and len(word) <= 3 and word[0] != "0")


class FileName(NamedTuple):
    """The name of a file or folder, as a Path; one that is there must be readable."""

    def clicked(self) -> click.ParamType[Any]:
        import click

        return click.Path(path_type=Path)

    def read(self, word: str) -> Path:
        if os.path.lexists(word) and not os.access(word, os.R_OK):
            raise _Unusual
        return Path(word)


class Url(str):
    """The address of a file or folder elsewhere, as in `s3://bucket/reports/`."""

    __slots__ = ()


class FileOrUrl(NamedTuple):
    """The name of a file or folder as a Path, or an address as a Url."""

    def clicked(self) -> click.ParamType[Any]:
        from openness_lint.cli.parameters import PathOrUrl

        return PathOrUrl(path_type=Path)

    def read(self, word: str) -> Path | Url:
        return Url(word) if "://" in word else FILE.read(word)


class Word(NamedTuple):
    """Any text."""

    def clicked(self) -> None:
        return None

    def read(self, word: str) -> str:
        return word


FILE, FILE_OR_URL, WORD = FileName(), FileOrUrl(), Word()
Kind: TypeAlias = Choice | Jobs | FileName | FileOrUrl | Word


class Argument(NamedTuple):
    """What stands without an option before it: any number of words, or at least one."""

    name: str
    metavar: str
    type: Kind = WORD
    required: bool = False

    def clicked(self, _: Language) -> click.Parameter:
        import click

        return click.Argument(
            [self.name], nargs=-1, required=self.required, metavar=self.metavar, type=self.type.clicked()
        )


class Option(NamedTuple):
    """One option.

    `names` are as click takes them: how it is written, and what it is called if not for that; `/` parts a
    switch from its opposite, and without a default it is neither. `shell_complete` names a function in `completers`, or a factory of one by language.
    """

    names: Sequence[str]
    help: str
    metavar: str | None = None
    type: Kind = WORD
    is_flag: bool = False
    multiple: bool = False
    default: str | bool | None = None
    shell_complete: str | None = None
    expose_value: bool = True

    @property
    def is_switch(self) -> bool:
        return self.is_flag or "/" in self.names[0]

    @property
    def name(self) -> str:
        """What its value is called."""
        own = [one for one in self.names if not one.startswith("-")]
        longest = max((one.partition("/")[0] for one in self.names), key=lambda one: one.startswith("--"))
        return own[0] if own else longest.lstrip("-").replace("-", "_")

    def written(self) -> dict[str, bool]:
        """Each way in which it may be written, and whether that turns it on."""
        found: dict[str, bool] = {}
        for one in self.names:
            if one.startswith("-"):
                on, _, off = one.partition("/")
                found[on] = True
                if off:
                    found[off] = False
        return found

    def clicked(self, language: Language) -> click.Option:
        import click

        said: dict[str, Any] = {}
        if self.shell_complete is not None:
            from openness_lint.cli import completers

            said["shell_complete"] = completers.named(self.shell_complete, language)
        if self.is_flag:
            said["is_flag"] = True
        if self.default is not None or (self.is_switch and not self.is_flag):
            said["default"] = self.default
        if not self.is_switch:
            said |= {"type": self.type.clicked(), "multiple": self.multiple, "metavar": self.metavar}
        return click.Option(list(self.names), help=self.help, expose_value=self.expose_value, **said)


class Line(NamedTuple):
    """A command line, read: the value of each parameter, and the options' names in the order written."""

    values: Mapping[str, Any]
    order: Sequence[str]


def quickly(words: Sequence[str], params: Sequence[Argument | Option]) -> Line | None:
    """What click would make of a plain command line; None where click itself must read it."""
    argument = next(one for one in params if isinstance(one, Argument))
    options = [one for one in params if isinstance(one, Option)]
    try:
        return _read(words, argument, options)
    except _Unusual:
        return None


def _read(words: Sequence[str], argument: Argument, options: Sequence[Option]) -> Line:
    known = {word: (option, on) for option in options for word, on in option.written().items()}
    values: dict[str, Any] = {
        one.name: False if one.is_flag and one.default is None else () if one.multiple else one.default
        for one in options
    }
    paths: list[Any] = []
    order: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            paths.append(argument.type.read(word))
            continue
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name not in known:
            raise _Unusual
        option, on = known[name]
        order.append(option.name)
        if option.is_switch:
            if equals:
                raise _Unusual
            values[option.name] = on
            continue
        if not equals:
            value = next(rest, "--")  # where none is left, click says so
            if (value.startswith("-") and value != "-") or (
                value == "-" and not isinstance(option.type, FileName | FileOrUrl)
            ):
                raise _Unusual
        read = option.type.read(value)
        values[option.name] = (*values[option.name], read) if option.multiple else read
    if argument.required and not paths:
        raise _Unusual
    order += [argument.name] * bool(paths)
    kept = {one.name: values[one.name] for one in options if one.expose_value}
    return Line({**kept, argument.name: tuple(paths)}, order)
