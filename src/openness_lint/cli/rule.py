"""`openness-lint rule T303`: what a rule demands, on whose word, and how it answers."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.group import Command, Examples
from openness_lint.cli.output import put
from openness_lint.cli.rules import SEVERITY_NAMES, rules_option
from openness_lint.drawing.plain import measure
from openness_lint.engine import judge
from openness_lint.host import Rulebook, gather, matching_rules, open_rulebook
from openness_lint.model.language import Language, Phrase
from openness_lint.rulebook.pack import read_tree
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.rulebook.validate import node_at
from openness_lint.syntax.node import Scalar
from openness_lint.syntax.node import Sequence as SequenceNode
from openness_lint.trials import Example, examples_of

_RELATION = re.compile("[=<>]")


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Argument(["selectors"], nargs=-1, required=True, metavar=say("规则…", "RULE…")),
        rules_option(language),
    ]

    def callback(**options: Any) -> int:
        return explain(language, **options)

    about = Phrase(
        "解释规则：要求什么，为什么，依据是什么，并举例。规则写代码、名称或代码的开头。",
        "Explain rules: what they demand, why, on what basis, with examples. "
        "A rule is named by its code, its name or the beginning of codes.",
    )
    examples: Examples = [
        ("openness-lint rule T303", Phrase("一条规则", "one rule")),
        ("openness-lint rule U", Phrase("代码以 U 开头的所有规则", "all rules whose code begins with U")),
    ]
    return Command("rule", language, params, about=about, examples=examples, callback=callback)


def explain(language: Language, *, selectors: Sequence[str], extra: Sequence[Path]) -> int:
    """Run the command; the exit code."""
    rulebook = open_rulebook(gather(), extra)
    found = {one.rule.code: one for selector in selectors for one in matching_rules(rulebook.rules, selector)}
    put("\n\n".join(_page(found[code], rulebook, language) for code in sorted(found)) + "\n")
    return 0


def _page(ready: ReadyRule, rulebook: Rulebook, language: Language) -> str:
    rule = ready.rule

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    colon = say("：", ": ")
    lines = [
        f"{rule.code} {rule.name}{colon}{rule.title.say(language)}",
        "",
        rule.because.say(language),
        "",
        f"{say('级别', 'severity')}{colon}{SEVERITY_NAMES[rule.severity.value].say(language)}",
        f"{say('依据', 'basis')}{colon}{rule.basis.say(language)}",
        f"{say('适用', 'forms')}{colon}{', '.join(rule.forms)}",
    ]
    if demands := [one.say(language) for one in _demands(ready)]:
        heading = f"{say('要求', 'demand')}{colon}"
        lines += [heading + demands[0], *(" " * measure(heading) + one for one in demands[1:])]
    shown: set[str] = set()
    for example in examples_of(ready, rulebook.forms):
        if example.kind not in shown and example.kind in {"breaks", "holds"}:
            shown.add(example.kind)
            lines += ["", *_shown(example, language)]
    return "\n".join(lines)


def _demands(ready: ReadyRule) -> list[Phrase]:
    """The sums and comparisons demanded, as the rule file writes them; other demands its title tells."""
    found: list[Phrase] = []
    root, _ = read_tree(Path(ready.path))
    cases, _ = node_at(root, ("cases",))
    for tree in cases.items if isinstance(cases, SequenceNode) else (root,):
        demand, key = node_at(tree, ("demand",))
        given, condition = node_at(tree, ("given",))
        suffix = Phrase("", "")
        if condition is not None and isinstance(given, Scalar):
            suffix = Phrase(f"（当 {given.value} 时）", f" (where {given.value})")
        texts = demand.items if isinstance(demand, SequenceNode) else (demand,)
        demands = [one.value for one in texts if key is not None and isinstance(one, Scalar)]
        found += [Phrase(one + suffix.zh, one + suffix.en) for one in demands if _RELATION.search(one)]
    return found


def _shown(example: Example, language: Language) -> list[str]:
    titles = {
        "breaks": Phrase("不合要求的例子", "an example that breaks it"),
        "holds": Phrase("合乎要求的例子", "an example that holds"),
    }
    source = _source(example)
    lines = [titles[example.kind].say(language) + Phrase("：", ":").say(language), *(f"    {line}" for line in source)]
    outcome = judge(example.report, [example.rule], "")
    for one in outcome.violations:
        where = outcome.form.where(one.at.address).say(language)
        lines.append(f"  → {where}{Phrase('：', ': ').say(language)}{one.message.say(language)}")
    return lines


def _source(example: Example) -> list[str]:
    """The example's own lines in the rule file."""
    body = example.node
    end = body.span.end_line if body.span.end_column > 1 else body.span.end_line - 1
    text = list(example.report.lines[body.span.line - 1 : end])
    first = text[0][body.span.column - 1 :]
    return [first, *textwrap.dedent("\n".join(text[1:])).splitlines()] if len(text) > 1 else [first]
