"""`openness-lint rules`: every rule in one table."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.group import Command
from openness_lint.cli.wording import OneOf
from openness_lint.host import gather, matching_rules, open_rulebook
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Rule

SEVERITY_NAMES = {
    "error": Phrase("错误", "error"),
    "warning": Phrase("警告", "warning"),
    "info": Phrase("提示", "info"),
}


def rules_option(language: Language) -> click.Option:
    """The option that adds rules beside the built-in ones."""
    words = Phrase(
        "另加规则：规则文件、文件夹或规则包，可重复", "further rules: a rule file, a folder or a pack, repeatable"
    )
    path = click.Path(path_type=Path)
    return click.Option(["--rules", "extra"], multiple=True, metavar="PATH", type=path, help=words.say(language))


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Argument(["selectors"], nargs=-1, metavar="[RULE]…"),
        click.Option(["--format", "-f", "format_name"], type=OneOf(["text", "json"], language), default="text", metavar="NAME", help=say("text 或 json", "text or json")),
        rules_option(language),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return rules(language, **options)

    about = say(
        "列出规则；可用代码、名称或代码开头挑选。",
        "List the rules, all or those of these codes, names or beginnings of codes.",
    )
    return Command("rules", language, params, help=about, callback=callback)


def rules(language: Language, *, selectors: Sequence[str], format_name: str, extra: Sequence[Path]) -> int:
    """Run the command; the exit code."""
    known = open_rulebook(gather(), extra).rules
    found = {one.rule.code: one.rule for one in known}
    if selectors:
        found = {one.rule.code: one.rule for selector in selectors for one in matching_rules(known, selector)}
    listed = sorted(found.values(), key=lambda one: one.code)
    if format_name == "json":
        print(json.dumps([_as_json(one, language) for one in listed], ensure_ascii=False, indent=2))
        return 0
    _print_table(listed, language)
    return 0


def _as_json(rule: Rule, language: Language) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title.say(language),
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "basis": rule.basis.say(language),
        "because": rule.because.say(language),
        "forms": list(rule.forms),
        "check": rule.check,
        "pack": rule.pack,
    }


def _print_table(listed: Sequence[Rule], language: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    for style in ("bold", "", "cyan", ""):
        table.add_column(style=style, no_wrap=True)
    for one in listed:
        severity = SEVERITY_NAMES[one.severity.value].say(language)
        table.add_row(Text(one.code), Text(severity), Text(one.name), Text(one.title.say(language)))
    width = None if sys.stdout.isatty() else 1000
    Console(file=sys.stdout, width=width, highlight=False).print(table)
