"""The command line's own words, and click's, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import LANGUAGES, Language, Phrase
from openness_lint.syntax.nearest import did_you_mean

LANGUAGE_VARIABLE = "OPENNESS_LINT_LANG"


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a run: `--lang`, else the environment's, else Chinese.

    Raises:
        OpennessLintError: the environment asks for a language that there is not.
    """
    for i, word in enumerate(words):
        if word == "--":
            break
        value = words[i + 1] if word == "--lang" and i + 1 < len(words) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in LANGUAGES:
            return "en" if value == "en" else "zh"
    wanted = environment.get(LANGUAGE_VARIABLE, "") or "zh"
    if wanted not in LANGUAGES:
        message = Phrase(
            f"环境变量 {LANGUAGE_VARIABLE} 是“{wanted}”；可用：zh、en",
            f"{LANGUAGE_VARIABLE} is {wanted!r}; use zh or en",
        )
        raise OpennessLintError(message)
    return "en" if wanted == "en" else "zh"


def one_line(text: str) -> str:
    """The text without line ends and control characters, for one line on a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def complaint(error: click.ClickException, language: Language) -> str:
    """What is wrong with the command line, in the language of the run."""
    usage = Phrase("；用 --help 查看用法", "; see --help").say(language)
    match error:
        case click.NoSuchOption():
            known = [name for one in _parameters(error) for name in one.opts]
            hint = did_you_mean(error.option_name, known)
            return Phrase("没有选项 {name}{hint}", "no such option {name}{hint}").fill(
                name=error.option_name, hint=hint
            ).say(language) + (usage if not hint.zh else "")
        case click.BadOptionUsage():
            return (
                Phrase(f"选项 {error.option_name} 需要一个值", f"option {error.option_name} needs a value").say(
                    language
                )
                + usage
            )
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            return Phrase(f"缺少 {name}", f"{name} is missing").say(language) + usage
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
        said = words.fill(value=value, hint=did_you_mean(str(value), self.choices), known=", ".join(self.choices))
        raise click.BadParameter(said.say(self._language), ctx=ctx, param=param)
