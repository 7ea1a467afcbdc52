"""`openness-lint schema report|rule|form|pack`: JSON Schemas, for editors."""

from __future__ import annotations

import json
from typing import Any

import click

from openness_lint.cli.group import Command
from openness_lint.cli.wording import OneOf
from openness_lint.host import gather, open_rulebook
from openness_lint.model.language import Language, Phrase

KINDS = ("report", "rule", "form", "pack")


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Argument(["kind"], type=OneOf(KINDS, language), default="report", metavar="[report|rule|form|pack]"),
    ]

    def callback(**options: Any) -> int:
        return schema(**options)

    about = say(
        "输出 JSON Schema（2020-12），供编辑器补全和检查。",
        "Print a JSON Schema (2020-12), for editors to complete and check by.",
    )
    return Command("schema", language, params, help=about, callback=callback)


def schema(*, kind: str) -> int:
    """Run the command; the exit code."""
    from openness_lint.rulebook import json_schema

    host = gather()
    match kind:
        case "rule":
            found = json_schema.of_rules(host.checks)
        case "form":
            found = json_schema.of_forms()
        case "pack":
            found = json_schema.of_packs()
        case _:
            found = json_schema.of_reports(open_rulebook(host).forms)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0
