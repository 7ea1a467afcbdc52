"""What click reads and complains of, in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from openness_lint.cli.options import Url, is_jobs
from openness_lint.model.language import Language, Phrase
from openness_lint.syntax.nearest import did_you_mean


def complaint(error: click.ClickException, language: Language) -> str:
    """What is wrong with the command line, in the language of the run."""
    usage = Phrase("；用 --help 查看用法", "; see --help").say(language)
    match error:
        case click.NoSuchOption():
            known = [name for one in _parameters(error) for name in one.opts]
            is_long = error.option_name.startswith("--")  # to one letter every other is near
            hint = did_you_mean(error.option_name, known if is_long else [])
            words = Phrase("没有选项 {name}{hint}", "there is no option {name}{hint}")
            return words.fill(name=error.option_name, hint=hint).say(language) + (usage if not hint.zh else "")
        case click.BadOptionUsage():
            words = Phrase("选项 {name} 需要一个值", "option {name} needs a value")
            if any(error.option_name in one.opts and getattr(one, "is_flag", False) for one in _parameters(error)):
                words = Phrase("选项 {name} 不带值", "option {name} takes no value")
            return words.fill(name=error.option_name).say(language) + usage
        case click.MissingParameter():
            name = (error.param.metavar or error.param.opts[-1]) if error.param else ""
            words = Phrase("缺少{name}", "{name} is missing")
            if isinstance(error.param, click.Option):
                name = error.param.opts[0]
                words = Phrase("缺少选项 {name}", "option {name} is missing")
            return words.fill(name=name.strip("….")).say(language) + usage
        case click.BadParameter():
            name = error.param.opts[0] if isinstance(error.param, click.Option) else ""
            return f"{name}: {error.message}" if name else error.message
        case _:
            return error.format_message()


def _parameters(error: click.UsageError) -> list[click.Parameter]:
    return list(error.ctx.command.get_params(error.ctx)) if error.ctx else []


class OneOf(click.Choice[str]):
    """A choice that complains in the language of the run, with the nearest value."""

    def __init__(self, choices: Sequence[str], language: Language) -> None:
        super().__init__(choices)
        self._language = language

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        words = Phrase("不能是“{value}”；可用：{known}{hint}", "cannot be '{value}'; use one of: {known}{hint}")
        known = Phrase("、".join(self.choices), ", ".join(self.choices))
        said = words.fill(value=value, hint=did_you_mean(str(value), self.choices), known=known)
        raise click.BadParameter(said.say(self._language), ctx=ctx, param=param)


class OneOrMoreOf(OneOf):
    """Words out of a choice, joined by commas; each at most once."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = [super(OneOrMoreOf, self).convert(one.strip(), param, ctx) for one in str(value).split(",")]
        if len({*found}) < len(found):
            words = Phrase("“{value}”有重复", "'{value}' says something twice").fill(value=value)
            raise click.BadParameter(words.say(self._language), ctx=ctx, param=param)
        return ",".join(found)


class PathOrUrl(click.Path):
    """A path, or the address of a file or folder elsewhere."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return Url(value) if "://" in str(value) else super().convert(value, param, ctx)


class Processes(click.ParamType[str]):
    """A number of processes, or `auto`."""

    name = "processes"

    def __init__(self, language: Language) -> None:
        self._language = language

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if is_jobs(value):
            return str(value)
        words = Phrase(
            "不能是“{value}”；写 1 到 999 的数字，或 auto", "cannot be '{value}'; write a number from 1 to 999, or auto"
        )
        raise click.BadParameter(words.fill(value=value).say(self._language), ctx=ctx, param=param)


def year_of(language: Language) -> Callable[[click.Context, click.Parameter, str], int]:
    """A callback that reads an option's value as a year, and complains in the language of the run."""

    def convert(ctx: click.Context, param: click.Parameter, value: str) -> int:
        if re.fullmatch("[0-9]{4}", value):
            return int(value)
        words = Phrase(
            "“{value}”不是年份；写成四位数字，如 2024", "'{value}' is no year; write four digits, as in 2024"
        )
        raise click.BadParameter(words.fill(value=value).say(language), ctx=ctx, param=param)

    return convert
