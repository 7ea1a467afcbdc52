"""`openness-lint config`: what is in force and where it comes from; or a first configuration file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.configured import chosen_format, complaining, config_options, open_plans, options_layer
from openness_lint.cli.files import STDIN, display_name
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.cli.parameters import OneOf
from openness_lint.cli.wording import Speech, in_words
from openness_lint.config.plans import Plan
from openness_lint.config.search import NAMES, absolute
from openness_lint.config.settings import DEFAULT, Origin, PerFile, Settings, Sourced, Weight
from openness_lint.drawing.plain import measure
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Rule
from openness_lint.model.values import NamedTuple

SCHEMA_VERSION = 1


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["path"], required=False, default=".", metavar=say("[路径]", "[PATH]"), type=click.Path(path_type=Path)),
        click.Option(["--show"], is_flag=True, help=say("显示对这个文件或文件夹起作用的设置，以及每个值的来处（默认）", "print what is in force for this file or folder, and where each value comes from (the default)")),
        click.Option(["--init"], is_flag=True, help=say("在这个文件夹里写一份带说明的 .openness-lint.yaml，不覆盖已有的文件；路径写作 - 则写到标准输出", "write a .openness-lint.yaml with explanations into this folder, never over one that exists; to standard output for the path -")),
        click.Option(["--format", "-f", "format_name"], type=OneOf(["text", "json"], language), default="text", metavar="text|json", help=say("--show 的输出格式，默认 text", "output format of --show, text by default")),
        *config_options(language),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return config(click.get_current_context().obj, **options)

    about = Phrase(
        "显示起作用的设置，或生成一份配置文件。配置文件有误时，退出码为 2，并指明位置。",
        "Print the settings in force, or write a configuration file to begin with. "
        "A faulty configuration is told with its place, and the exit code is 2.",
    )
    examples: Examples = [
        ("openness-lint config --show reports/", Phrase("对一个文件夹起作用的设置", "what is in force for a folder")),
        (
            "openness-lint config --init",
            Phrase("在当前文件夹里生成一份配置文件", "a first configuration in this folder"),
        ),
    ]
    return Command("config", language, params, about=about, examples=examples, callback=callback)


def config(
    speech: Speech, *, path: Path, show: bool, init: bool, format_name: str, config: Path | None, isolated: bool
) -> int:
    """Run the command; the exit code."""
    if init:
        if show:
            raise OpennessLintError(Phrase("--show 与 --init 只能用一个", "--show and --init do not go together"))
        _write_starter(path, speech.language)
        return 0
    if not os.path.lexists(path):
        raise OpennessLintError(Phrase("没有这个文件或文件夹", "no such file or folder"), path=display_name(path))
    plans = open_plans(config=config, isolated=isolated, options=options_layer(speech))
    with complaining(plans, speech):
        plan = plans.of(path)
        chosen_format(plans)  # looked at here too, so that what is shown is what would work
    speech.language = plan.settings.lang.value
    view = _View(path, plan, speech.language)
    put(json.dumps(view.as_json(), ensure_ascii=False, indent=2) + "\n" if format_name == "json" else view.as_text())
    return 0


def _write_starter(path: Path, language: Language) -> None:
    from openness_lint.config.starter import STARTER

    text = STARTER.say(language)
    if path == STDIN:
        put(text)
        return
    target = path / NAMES[0] if path.is_dir() else path
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        words = Phrase("文件已存在，没有改动它", "the file exists and was left alone")
        raise OpennessLintError(words, path=display_name(target)) from None
    except OSError as error:
        words = Phrase("无法写入：{why}", "cannot be written: {why}").fill(why=in_words(error))
        raise OpennessLintError(words, path=display_name(target)) from None


class _Row(NamedTuple):
    """A line of the table: a setting, one value of it, and where that comes from."""

    key: str
    value: str
    origin: str


class _View:
    """The settings in force for one path, for people and for programs."""

    def __init__(self, path: Path, plan: Plan, language: Language) -> None:
        self.path = path
        self.settings = plan.settings
        self.language = language
        place = absolute(path)
        is_folder = place.is_dir()
        # A folder has no files' settings; what holds for all files in it is what is left without them.
        self.entries: tuple[PerFile, ...] | None = None if is_folder else plan.ruling.entries_for(place)
        asked = plan.ruling.everywhere if is_folder else plan.ruling.of(place)
        self.asked = {one.rule.code: one.rule for one in asked.rules}
        self.mandatory = asked.mandatory
        self.rules: Sequence[Rule] = [one.rule for one in plan.rulebook.rules]

    def as_text(self) -> str:
        say = self._say
        pages = [page.name for page in reversed(self.settings.pages)]
        lines = [display_name(self.path)]
        if not pages:
            lines.append(say(Phrase("没有配置文件", "no configuration file")))
        else:
            words = Phrase("配置文件：{files}", "configuration: {files}")
            lines.append(say(words.fill(files=" ← ".join(pages))))
        lines += ["", *_table(list(self._rows())), "", *self._summary()]
        return "".join(f"{line}\n" for line in lines)

    def _rows(self) -> Iterable[_Row]:
        settings = self.settings
        none, every = Phrase("无", "none"), Phrase("全部规则", "all rules")
        yield from self._listed("select", settings.select, every)
        yield from self._listed("ignore", settings.ignore, none)
        weights = [Sourced(_weight(one), one.selector.origin) for layer in settings.severity for one in layer]
        yield from self._listed("severity", weights, none)
        yield from self._listed("mandatory", settings.mandatory, none)
        yield from self._listed("rules", settings.rules, none)
        yield from self._listed("plugins", settings.plugins, none)
        entries = [Sourced(self._entry(one), Origin(place=one.place)) for one in settings.per_file]
        yield from self._listed("per-file", entries, none)
        yield from self._listed("exclude", settings.exclude, none)
        for key, one in _single(settings):
            yield from self._listed(key, [one] if one.value is not None else [], none)
        yield from self._listed("required-version", settings.required_version, none)

    def _listed(self, key: str, values: Iterable[Sourced[object]], empty: Phrase) -> list[_Row]:
        rows = [_Row(key, _text(one.value), self._origin(one.origin)) for one in values]
        rows = [one._replace(key=key if i == 0 else "") for i, one in enumerate(rows)]
        return rows or [_Row(key, self._say(empty), self._origin(DEFAULT))]

    def _entry(self, entry: PerFile) -> str:
        said = [
            f"{key} {' '.join(words)}"
            for key, words in (
                ("select", [one.value for one in entry.select]),
                ("ignore", [one.value for one in entry.ignore]),
                ("severity", [_weight(one) for one in entry.severity]),
            )
            if words
        ]
        text = f"{' '.join(one.value for one in entry.files)}: {'; '.join(said)}"
        if self.entries is None:
            return text
        applies = entry in self.entries
        return text + self._say(
            Phrase("（适用）", " (applies)") if applies else Phrase("（不适用）", " (does not apply)")
        )

    def _origin(self, origin: Origin) -> str:
        return str(origin.place or origin.option or self._say(Phrase("默认", "default")))

    def _summary(self) -> list[str]:
        say = self._say
        words = Phrase("规则 {all} 条，使用 {asked} 条", "{asked} of {all} rules are asked")
        lines = [say(words.fill(all=len(self.rules), asked=len(self.asked)))]
        left_out = [one.code for one in self.rules if one.code not in self.asked]
        changed = [
            f"{one.code} {one.severity.value} → {self.asked[one.code].severity.value}"
            for one in self.rules
            if one.code in self.asked and self.asked[one.code].severity is not one.severity
        ]
        for title, listed in (
            (Phrase("不用", "not asked"), left_out),
            (Phrase("改变级别", "of another severity"), changed),
            (Phrase("必查", "mandatory"), sorted(self.mandatory)),
        ):
            if listed:
                lines.append(say(title) + say(Phrase("：", ": ")) + say(Phrase("、", ", ")).join(listed))
        return lines

    def as_json(self) -> dict[str, object]:
        settings = self.settings

        def listed(values: Iterable[Sourced[object]]) -> list[dict[str, object]]:
            return [{"value": _text(one.value), "origin": _origin(one.origin)} for one in values]

        def weights(values: Iterable[Weight]) -> list[dict[str, object]]:
            return [
                {"selector": one.selector.value, "value": one.severity.value, "origin": _origin(one.selector.origin)}
                for one in values
            ]

        found: dict[str, object] = {
            "select": listed(settings.select),
            "ignore": listed(settings.ignore),
            "severity": weights(one for layer in settings.severity for one in layer),
            "mandatory": listed(settings.mandatory),
            "rules": listed(settings.rules),
            "plugins": listed(settings.plugins),
            "per-file": [
                {
                    "files": listed(one.files),
                    "select": listed(one.select),
                    "ignore": listed(one.ignore),
                    "severity": weights(one.severity),
                    "applies": None if self.entries is None else one in self.entries,
                    "origin": _origin(Origin(place=one.place)),
                }
                for one in settings.per_file
            ],
            "exclude": listed(settings.exclude),
        }
        for key, one in _single(settings):
            found[key] = {"value": None if one.value is None else _text(one.value), "origin": _origin(one.origin)}
        found["required-version"] = listed(settings.required_version)
        return {
            "schema_version": SCHEMA_VERSION,
            "path": display_name(self.path),
            "files": [page.name for page in reversed(settings.pages)],
            "settings": found,
            "rules": [
                {
                    "code": one.code,
                    "name": one.name,
                    "asked": one.code in self.asked,
                    "severity": self.asked.get(one.code, one).severity.value,
                    "mandatory": one.code in self.mandatory,
                }
                for one in self.rules
            ],
        }

    def _say(self, words: Phrase) -> str:
        return words.say(self.language)


def _single(settings: Settings) -> list[tuple[str, Sourced[object]]]:
    return [
        ("fail-on", settings.fail_on),
        ("min-severity", settings.min_severity),
        ("lang", settings.lang),
        ("format", settings.format),
        ("baseline", settings.baseline),
        ("previous", settings.previous),
        ("roster", settings.roster),
    ]


def _weight(weight: Weight) -> str:
    return f"{weight.selector.value}={weight.severity.value}"


def _text(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case Path():
            return display_name(value)
        case _:
            return str(value)


def _origin(origin: Origin) -> dict[str, object]:
    if origin.place is not None:
        span = origin.place.span
        return {"kind": "file", "path": origin.place.page.name, "line": span.line, "column": span.column}
    return {"kind": "option", "name": origin.option} if origin.option else {"kind": "default"}


def _table(rows: Sequence[_Row]) -> list[str]:
    """One line a row, in columns by display width; an endless value pushes only its own line."""
    widths = [max(measure(one.key) for one in rows), max(min(measure(one.value), 48) for one in rows)]
    return [f"{_padded(one.key, widths[0])}  {_padded(one.value, widths[1])}  {one.origin}".rstrip() for one in rows]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - measure(text))
