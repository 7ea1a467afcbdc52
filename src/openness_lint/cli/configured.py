"""`--config` and `--isolated`, and what the command line lays on top of every configuration."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from openness_lint.cli.files import display_name
from openness_lint.cli.options import FILE, Option
from openness_lint.cli.wording import Speech, in_words
from openness_lint.config.plans import Plan, Plans
from openness_lint.config.proofs import default_proofs
from openness_lint.config.search import Configurations
from openness_lint.config.settings import Layer, Origin, Sourced
from openness_lint.host import Host, gather
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase, join
from openness_lint.model.rule import Severity
from openness_lint.rulebook.store import default_store
from openness_lint.syntax.nearest import did_you_mean

T = TypeVar("T")


def config_options(language: Language) -> list[Option]:
    """The options that choose a configuration."""

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    return [
        Option(["--config"], metavar=say("文件", "FILE"), type=FILE, help=say("用这份配置，不找别的", "use this configuration and look for no other")),
        Option(["--isolated"], is_flag=True, help=say("不用任何配置文件", "use no configuration file")),
    ]  # fmt: skip


def rules_option(language: Language) -> Option:
    """The option that adds rules beside the built-in ones."""
    words = Phrase(
        "在自带规则之外另加规则：规则文件、文件夹或规则包，可重复",
        "rules beside the built-in ones: a rule file, a folder or a pack, repeatable",
    )
    path = Phrase("路径", "PATH").say(language)
    return Option(["--rules", "extra"], multiple=True, metavar=path, type=FILE, help=words.say(language))


def companion_options(language: Language) -> list[Option]:
    """The options that say what reports are compared with."""

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    path = say("路径", "PATH")
    return [
        Option(["--previous"], metavar=path, type=FILE, help=say("去年的报告：文件，或者放着去年报告的文件夹；不写则在报告所在文件夹里按机关和年度找", "last year's report: a file, or a folder that holds it; without it, it is looked for beside the report by agency and year")),
        Option(["--roster"], metavar=path, type=FILE, help=say("上级机关和所属机关的名单 roster.yaml；最后列出总表", "the roster of a parent and its bodies, roster.yaml; an overview follows the findings")),
    ]  # fmt: skip


def _refuse_missing(previous: Path | None, roster: Path | None) -> None:
    """Refuse options that point to nothing.

    Raises:
        OpennessLintError: there is no such file or folder.
    """
    for option, path in (("--previous", previous), ("--roster", roster)):
        if path is not None and not os.path.lexists(path):
            words = Phrase(f"{option}：没有这个文件或文件夹", f"{option}: no such file or folder")
            raise OpennessLintError(words, path=display_name(path))


def options_layer(
    speech: Speech | None = None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extra: Sequence[Path] = (),
    fail_on: str | None = None,
    min_severity: str | None = None,
    format_name: Sequence[str] = (),
    baseline: Path | None = None,
    previous: Path | None = None,
    roster: Path | None = None,
) -> Layer:
    """What the command line says.

    Raises:
        OpennessLintError: an option points to nothing.
    """
    _refuse_missing(previous, roster)

    def one(option: str, value: str | None, made: Callable[[str], T]) -> Sourced[T] | None:
        return None if value is None else Sourced(made(value), Origin(option=option))

    def listed(option: str, words: Sequence[str]) -> tuple[Sourced[str], ...]:
        return tuple(Sourced(each.strip(), Origin(option=option)) for word in words for each in word.split(","))

    asked = speech.asked if speech is not None else None
    return Layer(
        lang=Sourced(speech.language, Origin(option=asked)) if speech is not None and asked else None,
        select=listed("--select", select),
        ignore=listed("--ignore", ignore),
        rules=tuple(Sourced(path, Origin(option="--rules")) for path in extra),
        fail_on=one("--fail-on", fail_on, Severity),
        min_severity=one("--min-severity", min_severity, Severity),
        baseline=None if baseline is None else Sourced(baseline, Origin(option="--baseline")),
        previous=None if previous is None else Sourced(previous, Origin(option="--previous")),
        roster=None if roster is None else Sourced(roster, Origin(option="--roster")),
        format=one("--format", format_name[0] if format_name else None, str),
    )


def open_plans(
    *,
    config: Path | None,
    isolated: bool,
    options: Layer,
    cache: bool = True,
    gather: Callable[[], Host] = gather,
) -> Plans:
    """The configurations of a run, ready to be asked.

    Raises:
        OpennessLintError: the configuration that is named cannot be understood, or two options exclude each other.
    """
    if config is not None and isolated:
        words = Phrase("--config 与 --isolated 只能用一个", "--config and --isolated do not go together")
        raise OpennessLintError(words)
    configurations = Configurations(
        display_name,
        in_words,
        named=config,
        isolated=isolated,
        options=options,
        proofs=default_proofs if cache else None,
    )
    return Plans(configurations, gather, default_store() if cache else None)


def plan_here(
    speech: Speech, *, extra: Sequence[Path] = (), config: Path | None, isolated: bool, cache: bool = True
) -> Plan:
    """The plan of the working folder, for a command that looks at no report; settles the language, too.

    Raises:
        OpennessLintError: its configuration, or what that brings, cannot be worked with.
    """
    plans = open_plans(config=config, isolated=isolated, options=options_layer(speech, extra=extra), cache=cache)
    with complaining(plans, speech):
        plan = plans.of_folder(Path())
    speech.language = plan.settings.lang.value
    return plan


def chosen_format(plans: Plans) -> str:
    """The format that the configurations of a run ask for.

    Raises:
        OpennessLintError: there is no such format, or they disagree; with the place.
    """
    wanted = plans.agreed("format", lambda one: one.format)
    if wanted.value not in plans.reporters and wanted.origin.place is not None:
        words = Phrase(
            "format 不能是“{name}”；可用：{known}{hint}", "format cannot be '{name}'; use one of: {known}{hint}"
        )
        known = join([Phrase.same(one) for one in plans.reporters])
        hint = did_you_mean(wanted.value, plans.reporters)
        raise wanted.origin.place.complaint(words.fill(name=wanted.value, hint=hint, known=known))
    return wanted.value


@contextmanager
def complaining(plans: Plans, speech: Speech) -> Iterator[None]:
    """While configurations are read: what is wrong is told in their language, where nothing else settles it."""
    try:
        yield
    except OpennessLintError:
        if speech.asked is None and plans.spoken is not None:
            speech.language = plans.spoken
        raise
