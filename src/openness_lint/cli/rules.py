"""`openness-lint rules`: every rule in one table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli import completers
from openness_lint.cli.commands import Examples
from openness_lint.cli.configured import config_options, plan_here, rules_option
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.cli.parameters import OneOf
from openness_lint.cli.wording import Speech
from openness_lint.drawing.columns import columns
from openness_lint.host import matching_rules
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Rule

SEVERITY_NAMES = {
    "error": Phrase("错误", "error"),
    "warning": Phrase("警告", "warning"),
    "info": Phrase("提示", "info"),
}


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["selectors"], nargs=-1, metavar=say("[规则]…", "[RULE]…"), shell_complete=completers.rules(language)),
        click.Option(["--format", "-f", "format_name"], type=OneOf(["text", "json"], language), default="text", metavar="text|json", help=say("输出格式，默认 text", "output format, text by default")),
        click.Option(["--check", "checked"], is_flag=True, help=say("核对等式：哪些相互独立，哪些重复、矛盾，哪些数字没有等式管到", "hold the equations against each other: which are independent, repeated or contradictory, and which figures are in none")),
        rules_option(language),
        *config_options(language),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return rules(click.get_current_context().obj, **options)

    about = Phrase(
        "列出规则：自带的和配置另加的，全部或者写明的几条。规则写代码、名称或代码的开头。",
        "List the rules, built in or added by the configuration: all, or those named by their codes, their names or "
        "beginnings of codes.",
    )
    examples: Examples = [
        ("openness-lint rules", Phrase("全部规则", "all rules")),
        ("openness-lint rules T C1", Phrase("代码以 T 或 C1 开头的规则", "the rules whose codes begin with T or C1")),
        (
            "openness-lint rules --check --rules ours/",
            Phrase(
                "自带的和自己的等式有无重复、矛盾",
                "whether equations of your own repeat or contradict the built-in ones",
            ),
        ),
    ]
    return Command("rules", language, params, about=about, examples=examples, callback=callback)


def rules(
    speech: Speech,
    *,
    selectors: Sequence[str],
    format_name: str,
    checked: bool,
    extra: Sequence[Path],
    config: Path | None,
    isolated: bool,
) -> int:
    """Run the command; the exit code."""
    rulebook = plan_here(speech, extra=extra, config=config, isolated=isolated).rulebook
    known, language = rulebook.rules, speech.language
    found = {one.rule.code: one.rule for one in known}
    if selectors:
        words = [one.strip() for word in selectors for one in word.split(",")]  # as for --select
        found = {one.rule.code: one.rule for selector in words for one in matching_rules(known, selector)}
    if checked:
        from openness_lint.cli.rules_check import check_rules

        asked = [one for one in known if one.rule.code in found]
        return check_rules(rulebook.forms, asked, format_name, language)
    listed = sorted(found.values(), key=lambda one: one.code)
    if format_name == "json":
        import json

        put(json.dumps([_as_json(one, language) for one in listed], ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{line}\n" for line in _table(listed, language)))
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
        "on_by_default": rule.on_by_default,
    }


def _title(rule: Rule, language: Language) -> str:
    if rule.on_by_default:
        return rule.title.say(language)
    return Phrase("{title}（默认不检查）", "{title} (off by default)").fill(title=rule.title).say(language)


def _table(listed: Sequence[Rule], language: Language) -> list[str]:
    """One line a rule: code, severity, name and title, in columns."""
    rows = [
        (one.code, SEVERITY_NAMES[one.severity.value].say(language), one.name, _title(one, language)) for one in listed
    ]
    return list(columns(rows))
