"""`openness-lint schema report|rule|form|pack|config`: JSON Schemas, for editors."""

from __future__ import annotations

import json
from typing import Any

import click

from openness_lint.cli.group import Command, Examples
from openness_lint.cli.output import put
from openness_lint.cli.wording import OneOf
from openness_lint.host import gather, open_rulebook
from openness_lint.model.language import Language, Phrase

KINDS = ("report", "rule", "form", "pack", "config")


def command(language: Language) -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(
            ["kind"], type=OneOf(KINDS, language), default="report", metavar=Phrase("[种类]", "[KIND]").say(language)
        ),
    ]

    def callback(**options: Any) -> int:
        return schema(**options)

    about = Phrase(
        "输出 JSON Schema（2020-12 版），供编辑器补全和检查：report 报告文件（默认），rule 规则文件，form 格式文件，"
        "pack 规则包的 pack.yaml，config 配置文件。",
        "Print a JSON Schema (2020-12), for editors to complete and check by: of report files (the default), "
        "of rule files, of form files, of a pack's pack.yaml, or of a configuration.",
    )
    examples: Examples = [
        ("openness-lint schema > report.schema.json", Phrase("报告文件的 JSON Schema", "of report files")),
        ("openness-lint schema rule", Phrase("规则文件的 JSON Schema", "of rule files")),
    ]
    return Command("schema", language, params, about=about, examples=examples, callback=callback)


def schema(*, kind: str) -> int:
    """Run the command; the exit code."""
    from openness_lint.rulebook import json_schema

    host = gather()
    match kind:
        case "config":
            from openness_lint.config.shape import json_schema as of_configurations

            found = of_configurations()
        case "rule":
            found = json_schema.of_rules(host.checks)
        case "form":
            found = json_schema.of_forms()
        case "pack":
            found = json_schema.of_packs()
        case _:
            found = json_schema.of_reports(open_rulebook(host).forms)
    put(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 0
