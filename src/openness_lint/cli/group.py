"""The commands and their help; `check` is what is meant when no command is named."""

from __future__ import annotations

import importlib
from typing import Any

import click

from openness_lint._version import __version__
from openness_lint.cli.wording import OneOf
from openness_lint.model.language import LANGUAGES, Language, Phrase

COMMANDS = {
    "check": Phrase("检查报告（默认命令）", "check reports (the default command)"),
    "rule": Phrase("解释一条或一组规则", "explain one rule or several"),
    "rules": Phrase("列出规则", "list the rules"),
    "test": Phrase("用规则自带的例子检验规则", "put rules on trial by their own examples"),
    "schema": Phrase(
        "输出 report.yaml、规则等文件的 JSON Schema", "print the JSON Schema of report.yaml, of rules and others"
    ),
    "init": Phrase("生成一份空白报告", "write an empty report"),
}

_HEADINGS = {
    "Options": Phrase("选项", "Options"),
    "Commands": Phrase("命令", "Commands"),
    "Usage: ": Phrase("用法：", "Usage: "),
}


class _Formatter(click.HelpFormatter):
    """Click's formatter, with its few headings in the language of the run."""

    def __init__(self, language: Language, **settings: Any) -> None:
        super().__init__(**settings)
        self._language = language

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _HEADINGS["Usage: "].say(self._language))

    def write_heading(self, heading: str) -> None:
        known = _HEADINGS.get(heading)
        self.write(Phrase("{heading}：\n", "{heading}:\n").fill(heading=known or heading).say(self._language))


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        language = self.find_root().meta.get("openness_lint.language", "zh")
        return _Formatter(language, width=self.terminal_width, max_width=100)


class Command(click.Command):
    """A command whose own and common options are explained in the language of the run."""

    context_class = _Context

    def __init__(self, name: str, language: Language, params: list[click.Parameter], **settings: Any) -> None:
        super().__init__(name, params=[*params, *common_options(language)], add_help_option=False, **settings)
        self.params.append(help_option(language))


def common_options(language: Language) -> list[click.Parameter]:
    """The options that every command takes."""
    lang = Phrase(
        "输出语言，zh 或 en（默认 zh，或环境变量 OPENNESS_LINT_LANG）",
        "language, zh or en (default zh, or OPENNESS_LINT_LANG)",
    )
    debug = Phrase("出错时显示完整的调用过程", "show the traceback of an error")
    return [
        click.Option(["--lang"], type=OneOf(LANGUAGES, language), help=lang.say(language), expose_value=False),
        click.Option(["--debug"], is_flag=True, help=debug.say(language), expose_value=False),
    ]


def help_option(language: Language) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    words = Phrase("显示帮助", "show this help").say(language)
    return click.Option(["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=words)


class _Group(click.Group):
    context_class = _Context

    def __init__(self, language: Language, **settings: Any) -> None:
        super().__init__(add_help_option=False, **settings)
        self._language = language

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        return super().make_context(info_name, _with_command(args), parent, **extra)

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"openness_lint.cli.{name}")
        command: click.Command = module.command(self._language)
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        # The one-line helps stand in COMMANDS, so that --help need not import every command.
        with formatter.section("Commands"):
            formatter.write_dl([(name, words.say(self._language)) for name, words in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        ctx.meta["openness_lint.language"] = self._language
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["openness_lint.language"] = self._language
        return super().parse_args(ctx, args)


def _with_command(args: list[str]) -> list[str]:
    """The arguments with their command first: `check` unless one is named.

    Options that every command takes may stand before the command's name.
    """
    i = 0
    while i < len(args):
        if args[i] == "--lang":
            i += 2
        elif args[i].startswith("--lang=") or args[i] == "--debug":
            i += 1
        else:
            break
    rest = args[i:]
    if rest and rest[0] in COMMANDS:
        return [rest[0], *args[:i], *rest[1:]]
    if not rest or rest[0] in {"--help", "-h", "--version"}:
        return rest or ["--help"]
    return ["check", *args]


def build(language: Language) -> click.Group:
    """The whole command line in one language."""
    about = Phrase(
        "检查政府信息公开工作年度报告：合计、勾稽关系、单位、必备内容。\n\n"
        "openness-lint 报告.yaml 即 openness-lint check 报告.yaml。\n\n"
        "退出码：0 没有问题；1 有问题；2 无法完成检查。",
        "Check yearly reports on government information openness: totals, reconciliation, units, required content.\n\n"
        "openness-lint report.yaml means openness-lint check report.yaml.\n\n"
        "Exit codes: 0 nothing found; 1 something found; 2 the work could not be done.",
    )
    group = _Group(
        language, name="openness-lint", help=about.say(language), invoke_without_command=False, no_args_is_help=False
    )
    group.params.append(help_option(language))
    version = Phrase("显示版本", "show the version").say(language)

    def show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"openness-lint {__version__}")
            ctx.exit()

    group.params.append(
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show_version, help=version
        )
    )
    return group
