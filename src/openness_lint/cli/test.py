"""`openness-lint test [PATH…]`: put rules on trial by their own examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.files import display_name
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND
from openness_lint.host import gather, open_rulebook
from openness_lint.model.language import Language, Phrase
from openness_lint.trials import try_rule


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATH]…", type=click.Path(path_type=Path)),
        click.Option(["--verbose", "-v"], is_flag=True, help=say("每条规则一行", "one line for each rule")),
    ]

    def callback(**options: Any) -> int:
        return test(language, **options)

    about = say(
        "运行规则自带的例子，并把成立的等式里的每个数字加一，看规则是否发现。PATH 是规则文件、文件夹或规则包，默认为自带规则。",
        "Run the examples of rules, and change each figure of an equation that holds by one to see that the rule notices. "
        "PATH is a rule file, a folder or a pack; the built-in rules by default.",
    )
    return Command("test", language, params, help=about, callback=callback)


def test(language: Language, *, paths: Sequence[Path], verbose: bool) -> int:
    """Run the command; the exit code."""
    rulebook = open_rulebook(gather(), paths)
    roots = [path.resolve() for path in paths]
    ours = [
        one
        for one in rulebook.rules
        if not roots
        or any(root == Path(one.path).resolve() or root in Path(one.path).resolve().parents for root in roots)
    ]
    tried = wrong = 0
    for rule in ours:
        trials = list(try_rule(rule, rulebook.forms))
        failed = [one for one in trials if one.wrong is not None]
        tried, wrong = tried + len(trials), wrong + len(failed)
        for one in failed:
            assert one.wrong is not None
            place = f"{display_name(Path(rule.path))}:{one.line}"
            form = f" ({one.form})" if one.form else ""
            print(f"{place}: {rule.rule.code} {one.what}{form}: {one.wrong.say(language)}")
        if verbose and not failed:
            mutations = sum(one.what == "mutation" for one in trials)
            words = Phrase("{n} 个例子，{m} 处改动，全部通过", "{n} examples, {m} changes, all as expected")
            print(
                f"{rule.rule.code} {rule.rule.name}: {words.fill(n=len(trials) - mutations, m=mutations).say(language)}"
            )
    words = Phrase("{rules} 条规则，{tried} 项检验，{wrong} 项不符", "{rules} rules, {tried} trials, {wrong} wrong")
    print(words.fill(rules=len(ours), tried=tried, wrong=wrong).say(language))
    return EXIT_FOUND if wrong else EXIT_CLEAN
