"""`openness-lint rule T303`: what a rule demands, on whose word, how it answers, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli import completers
from openness_lint.cli.commands import Examples
from openness_lint.cli.configured import config_options, plan_here, rules_option
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put, standard_output
from openness_lint.cli.parameters import OneOf
from openness_lint.cli.terminal import is_colored, width_of
from openness_lint.cli.wording import Speech
from openness_lint.explaining.page import explain
from openness_lint.host import matching_rules
from openness_lint.model.language import Language, Phrase

FORMATS = ("term", "md", "json")
WIDTH = 100  # columns, where there is no terminal to ask


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["selectors"], nargs=-1, required=True, metavar=say("规则…", "RULE…"), shell_complete=completers.rules(language)),
        click.Option(["--format", "-f", "format_name"], type=OneOf(FORMATS, language), default="term", metavar="|".join(FORMATS), help=say("输出格式：term 终端（默认），md Markdown，json", "output format: term for a terminal (default), md for Markdown, json")),
        rules_option(language),
        *config_options(language),
        click.Option(["--color"], default="auto", type=OneOf(["auto", "always", "never"], language), metavar="auto|always|never", help=say("颜色，默认 auto；也认环境变量 NO_COLOR 和 FORCE_COLOR", "colour, auto by default; NO_COLOR and FORCE_COLOR are heeded")),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return rule(click.get_current_context().obj, **options)

    about = Phrase(
        "解释规则：要求什么，为什么，依据是什么，例子和检查结果，怎样改正，怎样豁免。规则写代码、名称或代码的开头。",
        "Explain rules: what they demand, why and on what basis, examples with what a check says of them, how to put "
        "things right and how to suppress a finding. A rule is named by its code, its name or the beginning of codes.",
    )
    examples: Examples = [
        ("openness-lint rule T303", Phrase("一条规则", "one rule")),
        ("openness-lint rule U", Phrase("代码以 U 开头的所有规则", "all rules whose code begins with U")),
        ("openness-lint rule -f md T303", Phrase("一页 Markdown 文档", "a page in Markdown")),
    ]
    return Command("rule", language, params, about=about, examples=examples, callback=callback)


def rule(
    speech: Speech,
    *,
    selectors: Sequence[str],
    format_name: str,
    extra: Sequence[Path],
    config: Path | None,
    isolated: bool,
    color: str,
) -> int:
    """Run the command; the exit code."""
    plan = plan_here(speech, extra=extra, config=config, isolated=isolated)
    host, rulebook, language = plan.host, plan.rulebook, speech.language
    words = [one.strip() for word in selectors for one in word.split(",")]  # as for --select
    found = {one.rule.code: one for selector in words for one in matching_rules(rulebook.rules, selector)}
    explained = [explain(found[code], rulebook.forms, rulebook.rules) for code in sorted(found)]
    text, concise = host.reporters["text"], host.reporters["concise"]
    match format_name:
        case "json":
            import json

            from openness_lint.explaining import machine

            pages = [machine.page(one, language) for one in explained]
            put(json.dumps(pages, ensure_ascii=False, indent=2) + "\n")
        case "md":
            from openness_lint.explaining import markdown

            put("\n".join(markdown.page(one, language, text, concise) for one in explained))
        case _:
            from openness_lint.cli.explained import draw

            with standard_output(machine=False) as stream:
                width, colored = width_of(sys.stdout) or WIDTH, is_colored(color, sys.stdout)
                draw(explained, stream, language=language, width=width, color=colored, text=text, concise=concise)
    return 0
