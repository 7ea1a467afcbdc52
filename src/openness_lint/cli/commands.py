"""What commands there are, and what every command takes."""

from __future__ import annotations

from collections.abc import Sequence

from openness_lint.cli.options import Choice, Option
from openness_lint.model.language import LANGUAGES, Language, Phrase

COMMANDS = {
    "check": Phrase("检查报告（不写命令时的默认命令）", "check reports (the default command)"),
    "baseline": Phrase("记下现有的问题，以后只计新的", "take down what is found today, to count only what is new"),
    "convert": Phrase("把报告文档转成 report.yaml", "turn documents into report.yaml"),
    "corpus": Phrase("统计许多份报告的检查结果", "count what was found over many reports"),
    "rule": Phrase("解释一条或几条规则", "explain one rule or several"),
    "rules": Phrase("列出规则", "list the rules"),
    "test": Phrase("用规则自带的例子检验规则", "put rules on trial by their own examples"),
    "config": Phrase(
        "显示起作用的设置和来处，或生成一份配置文件",
        "print the settings in force and where they come from, or write a first configuration",
    ),
    "schema": Phrase(
        "输出报告文件、规则文件等的 JSON Schema，供编辑器使用",
        "print the JSON Schema of report files, rule files and others, for editors",
    ),
    "init": Phrase("生成一份空白报告", "write an empty report"),
    "completion": Phrase("输出 bash、zsh、fish 的补全脚本", "print the completion script for bash, zsh or fish"),
}

NAME = "openness-lint"
# The variable by which a shell asks for completions; click's own name for it.
COMPLETE = "_OPENNESS_LINT_COMPLETE"

# Where a context keeps the names of the parameters, in the order in which they were written.
ORDER = "openness_lint.order"
# Where a context keeps whether `--debug` was given.
DEBUG = "openness_lint.debug"

# A command line, and what it does.
Examples = Sequence[tuple[str, Phrase]]


def common_options(language: Language) -> tuple[Option, Option]:
    """`--lang` and `--debug`, which are heeded before a command is."""
    lang = Phrase(
        "输出语言，默认 zh；也可用环境变量 OPENNESS_LINT_LANG 指定",
        "language of the output, zh by default; the environment variable OPENNESS_LINT_LANG sets it too",
    )
    debug = Phrase("程序出错时显示调用过程", "show the traceback when something goes wrong")
    return (
        Option(["--lang"], lang.say(language), "|".join(LANGUAGES), Choice(LANGUAGES, language), expose_value=False),
        Option(["--debug"], debug.say(language), is_flag=True, expose_value=False),
    )


def with_command(args: Sequence[str]) -> list[str]:
    """The arguments with their command first: `check` unless one is named; none when there is nothing to do.

    Options that every command takes may stand before the command's name.
    """
    i = 0
    while i < len(args):
        if args[i] == "--lang" and i + 1 < len(args):
            i += 2
        elif args[i].startswith("--lang=") or args[i] == "--debug":
            i += 1
        else:
            break
    before, rest = list(args[:i]), list(args[i:])
    if rest and rest[0] in COMMANDS:
        return [rest[0], *before, *rest[1:]]
    if not rest or rest[0] in {"--help", "-h", "--version"}:
        return rest
    return ["check", *args]
