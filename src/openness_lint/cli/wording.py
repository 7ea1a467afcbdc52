"""The command line's own words, and click's, in both languages."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import LANGUAGES, Language, Phrase
from openness_lint.model.values import dataclass
from openness_lint.syntax.nearest import did_you_mean

LANGUAGE_VARIABLE = "OPENNESS_LINT_LANG"


@dataclass(slots=True)
class Speech:
    """The language of a run, and the option or variable that asks for it; where none does, a configuration may."""

    language: Language = "zh"
    asked: str | None = None


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that the command line and the environment settle on; see `speech_of`."""
    return speech_of(words, environment).language


def speech_of(words: Sequence[str], environment: Mapping[str, str]) -> Speech:
    """The language of a run: `--lang`, else the environment's, else Chinese.

    Raises:
        OpennessLintError: the environment asks for a language that there is not.
    """
    by_option = [value for option, value in _options(words) if option == "--lang" and value in LANGUAGES]
    wanted, asked = (
        (by_option[-1], "--lang") if by_option else (environment.get(LANGUAGE_VARIABLE, ""), LANGUAGE_VARIABLE)
    )
    if not wanted:
        return Speech()
    if wanted not in LANGUAGES:
        message = Phrase(
            f"环境变量 {LANGUAGE_VARIABLE} 不能是“{wanted}”；可用：zh、en",
            f"the environment variable {LANGUAGE_VARIABLE} cannot be {wanted!r}; use zh or en",
        )
        raise OpennessLintError(message)
    return Speech("en" if wanted == "en" else "zh", asked)


def wants_traceback(words: Sequence[str]) -> bool:
    """Whether `--debug` is among the options; asked before the command line is read, which may fail."""
    return any(option == "--debug" for option, _ in _options(words))


def _options(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each word that may be an option, with its value as far as it has one."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word == "--":
            return
        option, equals, value = word.partition("=")
        yield option, value if equals else following


LONGEST_LINE = 2000  # characters


def one_line(text: str) -> str:
    """The text without line ends and control characters, for one line on a terminal, and no endless one."""
    if len(text) > LONGEST_LINE:
        text = f"{text[: LONGEST_LINE - 1]}…"
    return "".join(c if c.isprintable() else " " for c in text)


_REASONS = {
    errno.EACCES: Phrase("没有权限", "no permission"),
    errno.EEXIST: Phrase("已有同名文件", "a file of this name exists"),
    errno.EISDIR: Phrase("这是文件夹", "it is a folder"),
    errno.ELOOP: Phrase("符号链接循环", "its symbolic links run in a circle"),
    errno.ENAMETOOLONG: Phrase("文件名太长", "the file name is too long"),
    errno.ENOENT: Phrase("没有这个文件或文件夹", "no such file or folder"),
    errno.ENOSPC: Phrase("磁盘已满", "the disk is full"),
    errno.ENOTDIR: Phrase("路径中有一段不是文件夹", "part of the path is no folder"),
    errno.EPERM: Phrase("没有权限", "no permission"),
    errno.EROFS: Phrase("磁盘只读", "the disk is read-only"),
}


def in_words(error: OSError) -> Phrase:
    """Why the system would not read or write a file."""
    known = _REASONS.get(error.errno or 0)
    return known or Phrase(f"系统错误 {error.errno}", error.strerror or f"system error {error.errno}")


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
        words = Phrase("不能是“{value}”{hint}；可用：{known}", "cannot be '{value}'{hint}; use one of: {known}")
        known = Phrase("、".join(self.choices), ", ".join(self.choices))
        said = words.fill(value=value, hint=did_you_mean(str(value), self.choices), known=known)
        raise click.BadParameter(said.say(self._language), ctx=ctx, param=param)


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
