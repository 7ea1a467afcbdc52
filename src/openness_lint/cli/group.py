"""The commands and their help; `check` is what is meant when no command is named."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from openness_lint._version import __version__
from openness_lint.cli.commands import COMMANDS, COMPLETE, DEBUG, NAME, ORDER, Examples, common_options, with_command
from openness_lint.cli.help import Listing, page
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.model.language import Language, Phrase

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_USAGE = Phrase("用法：", "Usage: ")
_OPTIONS = Phrase("选项：", "Options:")
_COMMANDS = Phrase("命令：", "Commands:")
_EXAMPLES = Phrase("例子：", "Examples:")


class Command(click.Command):
    """A command with the common options, explained and complaining in the language of the run."""

    def __init__(
        self,
        name: str,
        language: Language,
        params: Sequence[click.Parameter | Argument | Option],
        *,
        about: Phrase,
        examples: Examples,
        callback: Callable[..., int],
    ) -> None:
        super().__init__(
            name,
            params=[
                *(one if isinstance(one, click.Parameter) else one.clicked(language) for one in params),
                *_common_options(language),
            ],
            callback=callback,
            help=about.say(language),
            add_help_option=False,
            context_settings={"allow_extra_args": True},  # refused below, in our own words
        )
        self._language = language
        self._examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            _, _, order = self.make_parser(ctx).parse_args(list(args))
            ctx.meta[ORDER] = [param.name for param in order]
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser does not always say where it was
            raise
        if rest and not ctx.resilient_parsing:
            words = Phrase("多余的参数：{rest}；用 --help 查看用法", "one argument too many: {rest}; see --help")
            raise click.UsageError(words.fill(rest=rest[0]).say(self._language), ctx)
        return rest

    def get_help(self, _: click.Context) -> str:
        words = Phrase("[选项]", "[OPTION]…").say(self._language)
        arguments = [one.metavar or "" for one in self.params if isinstance(one, click.Argument)]
        usage = " ".join(["openness-lint", self.name or "", words, *arguments])
        return page(
            _USAGE.say(self._language) + usage,
            self.help or "",
            [_options(self.params, self._language)],
            _examples(self._examples, self._language),
        )


class _Group(click.Group):
    """All commands; each is imported when it is asked for, and not before."""

    def __init__(self, language: Language) -> None:
        super().__init__(NAME, add_help_option=False, params=[*_common_options(language), _version(language)])
        self._language = language

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        return super().make_context(info_name, with_command(args), parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            put(self.get_help(ctx))
            words = Phrase("没有写明检查什么", "there is nothing named to check")
            raise click.UsageError(words.say(self._language), ctx)
        return super().parse_args(ctx, args)

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"openness_lint.cli.{name}")
        command: click.Command = module.command(self._language)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Commands, and what may stand after `check` when it is left out."""
        from click.shell_completion import CompletionItem  # of use to shells only

        if not incomplete.startswith("-"):
            found = [(name, words) for name, words in COMMANDS.items() if name.startswith(incomplete)]
            # Files come first: bash forgets what stood before them, and falls back on them when nothing follows.
            files = CompletionItem(incomplete, type="file")
            return [files, *(CompletionItem(name, help=words.say(self._language)) for name, words in found)]
        check = self.get_command(ctx, "check")
        assert check is not None
        offered = check.shell_complete(click.Context(check, ctx, resilient_parsing=True), incomplete)
        own = click.Command.shell_complete(self, ctx, incomplete)
        known = {one.value for one in offered}
        return [*offered, *(one for one in own if one.value not in known)]

    def get_help(self, _: click.Context) -> str:
        def say(zh: str, en: str) -> str:
            return Phrase(zh, en).say(self._language)

        about = say(
            "检查政府信息公开工作年度报告：合计、勾稽关系、单位、必备内容；每个问题都指明位置和依据。\n\n"
            "退出码：0 没有问题；1 有问题；2 检查没有做成。",
            "Check yearly reports on government information openness: totals, balances, units, required content; "
            "each finding with its place and its basis.\n\n"
            "Exit codes: 0 nothing found; 1 something found; 2 the work could not be done.",
        )
        # The one-line helps stand in COMMANDS, so that this page need not import every command.
        commands = [(name, words.say(self._language)) for name, words in COMMANDS.items()]
        examples: Examples = [
            ("openness-lint report.yaml", Phrase("检查一份报告", "check one report")),
            ("openness-lint reports/", Phrase("检查文件夹里的所有报告", "check all reports in a folder")),
            ("openness-lint rule T303", Phrase("看一条规则要求什么", "see what a rule demands")),
            ("openness-lint check --help", Phrase("看检查的所有选项", "see all options of a check")),
        ]
        return page(
            _USAGE.say(self._language) + say("openness-lint [命令] [选项] …", "openness-lint [COMMAND] [OPTION]… …"),
            about,
            [Listing(_COMMANDS.say(self._language), commands), _options(self.params, self._language)],
            _examples(examples, self._language),
        )


def _common_options(language: Language) -> list[click.Parameter]:
    lang, debug = (one.clicked(language) for one in common_options(language))
    debug.callback = _keep_debug
    return [lang, debug, _help(language)]


def _keep_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[DEBUG] = value


def _help(language: Language) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            put(ctx.get_help())
            ctx.exit()

    words = Phrase("显示帮助", "show this help").say(language)
    return click.Option(["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=words)


def _version(language: Language) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            put(f"openness-lint {__version__}\n")
            ctx.exit()

    words = Phrase("显示版本", "show the version").say(language)
    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=words)


def _options(params: Sequence[click.Parameter], language: Language) -> Listing:
    rows = [(_term(one), one.help or "") for one in params if isinstance(one, click.Option)]
    return Listing(_OPTIONS.say(language), rows)


def _term(option: click.Option) -> str:
    """`-f, --format NAME`, or `--cache/--no-cache`."""
    names = ", ".join(sorted(option.opts, key=len)) + "".join(f"/{one}" for one in option.secondary_opts)
    return f"{names} {option.metavar}" if option.metavar else names


def _examples(examples: Examples, language: Language) -> Listing:
    return Listing(_EXAMPLES.say(language), [(line, words.say(language)) for line, words in examples], 45)


def build(language: Language) -> click.Group:
    """The whole command line in one language."""
    if COMPLETE in os.environ:
        from openness_lint.cli.completion import register

        register()
    return _Group(language)
