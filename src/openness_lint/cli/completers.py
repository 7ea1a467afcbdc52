"""What a shell may offer for an option's value, beyond what click knows by itself.

Nothing here may print or fail: whoever presses Tab in the middle of a word has not asked for a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from openness_lint.config.plans import Plan

Offer: TypeAlias = "CompletionItem[str]"
Completer: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[Offer]]"


def named(name: str, language: Language) -> Completer:
    """The completer that an option names."""
    return {"formats": formats, "lists_of_rules": lists_of_rules(language)}[name]


def rules(language: Language) -> Completer:
    """Rules by code, or by name once the word begins as names do."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Offer]:
        return [_offer(word, title) for word, title in _rules(ctx, incomplete, language)]

    return complete


def lists_of_rules(language: Language) -> Completer:
    """The same for the last of several, with commas between; none is offered twice."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Offer]:
        before, comma, last = incomplete.rpartition(",")
        taken = {one.strip() for one in before.split(",")}
        return [
            _offer(f"{before}{comma}{word}", title) for word, title in _rules(ctx, last, language) if word not in taken
        ]

    return complete


def _rules(ctx: click.Context, incomplete: str, language: Language) -> Iterator[tuple[str, str]]:
    plan = _plan(ctx)
    for one in plan.rulebook.rules if plan else ():
        word = one.rule.name if incomplete[:1].islower() else one.rule.code
        if word.startswith(incomplete):
            yield word, one.rule.title.say(language)


def formats(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Offer]:
    """Output formats, plugins' included."""
    plan = _plan(ctx)
    return [_offer(one) for one in plan.host.reporters if one.startswith(incomplete)] if plan else []


def _plan(ctx: click.Context) -> Plan | None:
    """What the line so far, and the configuration it would run under, bring; None where that cannot be had."""
    from openness_lint.cli.configured import plan_here
    from openness_lint.cli.wording import Speech

    given = ctx.params
    extra, config, isolated = given.get("extra") or (), given.get("config"), bool(given.get("isolated"))
    try:
        return plan_here(Speech(), extra=extra, config=config, isolated=isolated)
    except OpennessLintError:
        return None


def forms(language: Language) -> Completer:
    """Forms by id."""

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[Offer]:
        from openness_lint.host import gather, open_rulebook
        from openness_lint.rulebook.store import default_store

        try:
            known = open_rulebook(gather(), (), default_store()).forms
        except OpennessLintError:
            return []
        return [_offer(one.id, one.title.say(language)) for one in known if one.id.startswith(incomplete)]

    return complete


def _offer(value: str, help: str | None = None) -> Offer:
    from click.shell_completion import CompletionItem  # of use to shells only

    return CompletionItem(value, help=help)
