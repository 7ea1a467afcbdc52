"""`openness-lint schema report|rule|form|phrases|pack|config|suppressions|baseline|roster|results`: JSON Schemas, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.configured import config_options, plan_here
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.cli.parameters import OneOf
from openness_lint.cli.wording import Speech
from openness_lint.model.language import Language, Phrase

KINDS = ("report", "rule", "form", "phrases", "pack", "config", "suppressions", "baseline", "roster", "results")


def command(language: Language) -> click.Command:
    params: list[click.Parameter | Argument | Option] = [
        click.Argument(
            ["kind"], type=OneOf(KINDS, language), default="report", metavar=Phrase("[种类]", "[KIND]").say(language)
        ),
        *config_options(language),
    ]

    def callback(**options: Any) -> int:
        return schema(click.get_current_context().obj, **options)

    about = Phrase(
        "输出 JSON Schema（2020-12 版），供编辑器补全和检查：report 报告文件（默认），rule 规则文件，form 格式文件，"
        "phrases 正文说法文件，pack 规则包的 pack.yaml，config 配置文件，suppressions 豁免文件，baseline 基线文件的一行，roster 机关名单，"
        "results 检查结果（--format json 的输出，或 jsonl 的一行）。"
        "配置另加的格式和检查类型也在其中。",
        "Print a JSON Schema (2020-12), for editors to complete and check by: of report files (the default), "
        "of rule files, of form files, of files of phrases, of a pack's pack.yaml, of a configuration, of files of "
        "suppressions, of a line of a baseline, of a roster, or of results (what --format json writes, or a line of jsonl). "
        "Forms and kinds of check that the configuration adds are in it.",
    )
    examples: Examples = [
        ("openness-lint schema > report.schema.json", Phrase("报告文件的 JSON Schema", "of report files")),
        ("openness-lint schema rule", Phrase("规则文件的 JSON Schema", "of rule files")),
        ("openness-lint schema suppressions", Phrase("豁免文件的 JSON Schema", "of files of suppressions")),
    ]
    return Command("schema", language, params, about=about, examples=examples, callback=callback)


def schema(speech: Speech, *, kind: str, config: Path | None, isolated: bool) -> int:
    """Run the command; the exit code."""
    from openness_lint.rulebook import json_schema

    match kind:
        case "config":
            from openness_lint.config.shape import json_schema as of_configurations

            found = of_configurations()
        case "suppressions":
            from openness_lint.suppression.side_file import json_schema as of_suppressions

            found = of_suppressions()
        case "baseline":
            from openness_lint.baseline import json_schema as of_baselines

            found = of_baselines()
        case "roster":
            from openness_lint.roster import json_schema as of_rosters

            found = of_rosters()
        case "results":
            from openness_lint.drawing.contract_shape import json_schema as of_results

            found = of_results()
        case "form":
            found = json_schema.of_forms()
        case "phrases":
            found = json_schema.of_phrases()
        case "pack":
            found = json_schema.of_packs()
        case _:
            plan = plan_here(speech, config=config, isolated=isolated)
            found = (
                json_schema.of_rules(plan.host.checks)
                if kind == "rule"
                else json_schema.of_reports(plan.rulebook.forms)
            )
    put(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 0
