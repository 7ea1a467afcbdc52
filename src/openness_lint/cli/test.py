"""`openness-lint test [PATH…]`: put rules on trial by their own examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.configured import config_options, plan_here
from openness_lint.cli.files import display_name
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put
from openness_lint.cli.wording import Speech
from openness_lint.drawing.wording import count
from openness_lint.model.errors import InvalidRule
from openness_lint.model.language import Language, Phrase
from openness_lint.trials import Trial, try_rule


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["paths"], nargs=-1, metavar=say("[路径]…", "[PATH]…"), type=click.Path(path_type=Path)),
        click.Option(["--verbose", "-v"], is_flag=True, help=say("每条规则都列一行", "one line for each rule")),
        *config_options(language),
    ]

    def callback(**options: Any) -> int:
        return test(click.get_current_context().obj, **options)

    about = Phrase(
        "用规则自带的例子检验规则，并把成立的等式里的数字逐个加一，看规则能否发现。"
        "路径可以是规则文件、文件夹或规则包；不写则检验自带的和配置另加的规则。",
        "Put rules on trial by their own examples, and change each figure of an equation that holds by one to see "
        "that the rule notices. A path is a rule file, a folder or a pack; without one, the built-in rules and those "
        "that the configuration adds are tried.",
    )
    examples: Examples = [
        ("openness-lint test our-rules/", Phrase("检验自己写的规则", "try rules of your own")),
        ("openness-lint test -v", Phrase("检验全部规则，逐条列出", "try all rules, each on a line")),
    ]
    return Command("test", language, params, about=about, examples=examples, callback=callback)


def test(speech: Speech, *, paths: Sequence[Path], verbose: bool, config: Path | None, isolated: bool) -> int:
    """Run the command; the exit code."""
    rulebook = plan_here(speech, extra=paths, config=config, isolated=isolated, cache=False).rulebook
    language = speech.language
    roots = [path.resolve() for path in paths]
    ours = [
        one
        for one in rulebook.rules
        if not roots
        or any(root == Path(one.path).resolve() or root in Path(one.path).resolve().parents for root in roots)
    ]
    for path in paths:
        if not any(path.resolve() in {Path(one.path).resolve(), *Path(one.path).resolve().parents} for one in ours):
            raise InvalidRule(Phrase("这里没有规则", "there is no rule here"), path=display_name(path))
    tried = wrong = 0
    lines: list[str] = []
    for rule in ours:
        trials = list(try_rule(rule, rulebook.forms, rulebook.rules))
        failed = [one for one in trials if one.wrong is not None]
        tried, wrong = tried + len(trials), wrong + len(failed)
        lines += [_failure(one).say(language) for one in failed]
        if verbose and not failed:
            changes = sum(one.what == "mutation" for one in trials)
            words = Phrase(
                "{rule}：{n} 个例子，{m} 处改动，全部符合", "{rule}: {n} examples, {m} changes, all as expected"
            )
            name = f"{rule.rule.code} {rule.rule.name}"
            lines.append(words.fill(rule=name, n=len(trials) - changes, m=changes).say(language))
    n_rules, n_trials = count(len(ours), "", "rule").en, count(tried, "", "trial").en
    words = Phrase(f"规则 {len(ours)} 条，检验 {tried} 项，不符 {wrong} 项", f"{n_rules}, {n_trials}, {wrong} wrong")
    lines.append(words.say(language))
    put("\n".join(lines) + "\n")
    return EXIT_FOUND if wrong else EXIT_CLEAN


_TRIALS = {
    "holds": Phrase("应成立的例子", "an example that should hold"),
    "breaks": Phrase("应不合要求的例子", "an example that should break"),
    "gap": Phrase("应无法判定的例子", "an example that should not be judged"),
    "mutation": Phrase("改动的例子", "a changed example"),
    "examples": Phrase("例子", "examples"),
}


def _failure(trial: Trial) -> Phrase:
    assert trial.wrong is not None
    words = Phrase("{place}: {code} {what}{form}：{wrong}", "{place}: {code} {what}{form}: {wrong}")
    return words.fill(
        place=f"{display_name(Path(trial.rule.path))}:{trial.line}",
        code=trial.rule.rule.code,
        what=_TRIALS[trial.what],
        form=Phrase(f"（{trial.form}）", f" ({trial.form})") if trial.form else "",
        wrong=trial.wrong,
    )
