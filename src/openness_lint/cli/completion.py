"""`openness-lint completion bash|zsh|fish`: the script by which a shell completes command lines.

The scripts and the conversation between shell and program are click's, put right where they lose words.
"""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from openness_lint.cli.commands import COMPLETE, NAME, Examples
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.cli.parameters import OneOf
from openness_lint.model.language import Language, Phrase


class _Bash(BashComplete):
    """Bash takes `--select=T` for three words, of which it replaces the last alone."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        if len(args) > 1 and args[-1] == "=" and args[-2].startswith("--"):
            args.pop()
        return args, incomplete


class _Whole(ShellComplete):
    """Other shells take `--select=T` for one word, and replace all of it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not (equals and option.startswith("--")):
            return found
        return [CompletionItem(f"{option}={one.value}", one.type, one.help) for one in found if one.type == "plain"]


class _Zsh(_Whole, ZshComplete):
    pass


class _Fish(_Whole, FishComplete):
    """Click's script cuts each line at every comma, and values and their explanations may hold some."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def register() -> None:
    """Let click answer the shells by these classes."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)


def command(language: Language) -> click.Command:
    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["shell"], type=OneOf([*SHELLS], language), metavar="|".join(SHELLS)),
    ]

    def callback(**options: Any) -> int:
        return completion(**options)

    about = Phrase(
        "输出补全脚本：在终端里按 Tab 键，补全命令、选项、规则、格式和文件名。写进启动文件后，新开的终端生效。",
        "Print the script that lets Tab complete commands, options, rules, formats and file names. Put into the start "
        "file of a shell, it works in every terminal that is opened afterwards.",
    )
    examples: Examples = [
        ("openness-lint completion bash >> ~/.bashrc", Phrase("bash 4.4 及以上", "bash, from 4.4 on")),
        ("openness-lint completion zsh >> ~/.zshrc", Phrase("zsh（在 compinit 之后）", "zsh, after compinit")),
        ("openness-lint completion fish | source", Phrase("fish，写在 config.fish 里", "fish, in config.fish")),
    ]
    return Command("completion", language, params, about=about, examples=examples, callback=callback)


def completion(*, shell: str) -> int:
    """Run the command; the exit code."""
    script = SHELLS[shell](click.Command(NAME), {}, NAME, COMPLETE)
    # Not `source()`: for bash, click starts one to ask its version, which says nothing of where the script will run.
    put(ShellComplete.source(script))
    return 0
