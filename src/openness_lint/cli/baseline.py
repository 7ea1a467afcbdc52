"""`openness-lint baseline create|update|prune|show`: findings known today, so that only new ones count."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from openness_lint.baseline import NAME, Baseline, Entry, Key, Ledger, entries_of, pruned, updated, written
from openness_lint.cli.commands import DEBUG, Examples
from openness_lint.cli.configured import (
    companion_options,
    complaining,
    config_options,
    open_plans,
    options_layer,
    rules_option,
)
from openness_lint.cli.files import display_name
from openness_lint.cli.group import Command
from openness_lint.cli.judging import open_baseline, today
from openness_lint.cli.main import EXIT_CLEAN, EXIT_TROUBLE
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put, write_file
from openness_lint.cli.parameters import OneOf
from openness_lint.cli.run import Run
from openness_lint.cli.wording import Speech, one_line
from openness_lint.config.plans import Plans
from openness_lint.drawing.plain import measure, plain
from openness_lint.drawing.wording import count
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Unread
from openness_lint.model.values import dataclass, field
from openness_lint.rulebook.ready import ReadyRule

ACTIONS = ("create", "update", "prune", "show")


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    rules = say("规则", "RULES")
    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["action"], type=OneOf(ACTIONS, language), metavar="|".join(ACTIONS)),
        click.Argument(["paths"], nargs=-1, metavar=say("[路径]…", "[PATH]…"), type=click.Path(path_type=Path)),
        click.Option(["--baseline", "--output", "-o", "baseline"], metavar=say("文件", "FILE"), type=click.Path(path_type=Path), help=say(f"基线文件，默认用配置里写的，没有写则为 {NAME}", f"the baseline file; by default the one that the configuration names, or else {NAME}")),
        click.Option(["--force"], is_flag=True, help=say("create：覆盖已有的基线", "create: write over a baseline that exists")),
        click.Option(["--format", "-f", "format_name"], type=OneOf(["text", "json"], language), default="text", metavar="text|json", help=say("show 的输出格式，默认 text", "output format of show, text by default")),
        click.Option(["--select", "-s"], multiple=True, metavar=rules, help=say("只管这些规则的问题，写法同 check", "only findings of these rules, written as for check")),
        click.Option(["--ignore", "-i"], multiple=True, metavar=rules, help=say("不管这些规则的问题", "not findings of these rules")),
        rules_option(language),
        *config_options(language),
        *companion_options(language),
        click.Option(["--cache/--no-cache"], default=True, help=say("在用户的缓存文件夹里保存编译好的规则（默认），或不保存", "keep compiled rules in the user's cache folder (default), or not")),
    ]  # fmt: skip
    about = Phrase(
        "管理基线文件。create 把现有的问题逐行记下来，以后用 check --baseline 检查时，只计新出现的问题；update 按现状"
        "重写，原有各行的理由保留；prune 只删去已不存在的问题；show 列出基线的内容。",
        "Keep a baseline. create takes down every finding there is, a line each, so that check --baseline counts only "
        "new ones from then on; update writes it anew and keeps the reasons given in it; prune only takes out what is "
        "no longer found; show lists what it holds.",
    )
    examples: Examples = [
        ("openness-lint baseline create reports/", Phrase("记下现有的问题", "take down what there is")),
        (f"openness-lint --baseline {NAME} reports/", Phrase("只查新问题", "count new findings only")),
        ("openness-lint baseline prune reports/", Phrase("删去已改正的", "take out what was mended")),
    ]

    def callback(**options: Any) -> int:
        context = click.get_current_context()
        return baseline_command(context.obj, debug=context.meta[DEBUG], **options)

    return Command("baseline", language, params, about=about, examples=examples, callback=callback)


def baseline_command(
    speech: Speech,
    *,
    action: str,
    paths: Sequence[Path],
    baseline: Path | None,
    previous: Path | None,
    roster: Path | None,
    force: bool,
    format_name: str,
    select: Sequence[str],
    ignore: Sequence[str],
    extra: Sequence[Path],
    config: Path | None,
    isolated: bool,
    cache: bool,
    debug: bool,
) -> int:
    """Run the command; the exit code."""
    _refuse_misuse(action, paths, force=force)
    options = options_layer(
        speech, select=select, ignore=ignore, extra=extra, baseline=baseline, previous=previous, roster=roster
    )
    plans = open_plans(config=config, isolated=isolated, options=options, cache=cache)
    run = Run(plans, reports_only=False, debug=debug, today=today())
    with complaining(plans, speech):
        files = run.find(paths, "stdin.yaml")
        if action == "show":
            plans.of(Path.cwd())
        path = plans.agreed("baseline", lambda one: one.baseline).value or Path(NAME)
    language = speech.language = plans.agreed("lang", lambda one: one.lang).value
    if action == "create":
        if path.exists() and not force:
            words = Phrase(
                "文件已存在，没有改动它；要按现状重写用 update，要从头再建加 --force",
                "the file exists and was left alone; update writes it anew, --force starts from nothing",
            )
            raise OpennessLintError(words, path=display_name(path))
        before = Baseline(display_name(path), ())
    else:
        before = open_baseline(path, _known(plans))
    if action == "show":
        put(_as_json(before) if format_name == "json" else _as_text(before, language))
        return EXIT_CLEAN
    ledger = run.ledger = Ledger(before)
    survey = _Survey(language)
    for result in run.results(files):
        survey.note(result, run.plan(result.path)[1].mandatory if isinstance(result, Outcome) else ())
    if not survey.reports:
        raise survey.nothing()
    if run.has_read([os.path.realpath(path)]):
        raise OpennessLintError(
            Phrase("这是被检查的文件，没有覆盖它", "this file was checked; it was not written over"), path=str(path)
        )
    after = pruned(before, ledger) if action == "prune" else updated(before, survey.found, ledger)
    text = written(after)
    if text != "\n".join(before.lines):
        _write(path, text)
    put(f"{plain(display_name(path))}{_change(before, after, survey.reports, language)}\n")
    return EXIT_TROUBLE if survey.is_troubled else EXIT_CLEAN


def _refuse_misuse(action: str, paths: Sequence[Path], *, force: bool) -> None:
    """Refuse what does not go with an action.

    Raises:
        OpennessLintError: reports are missing, or named where none are looked at.
    """
    if action == "show" and paths:
        raise OpennessLintError(
            Phrase(
                "baseline show 不检查报告；基线文件用 --baseline 指明",
                "baseline show looks at no reports; name the baseline with --baseline",
            )
        )
    if action != "show" and not paths:
        words = Phrase(
            "baseline {action} 要写明检查哪些报告", "baseline {action} needs to be told which reports to check"
        )
        raise OpennessLintError(words.fill(action=action))
    if force and action != "create":
        raise OpennessLintError(Phrase("--force 只用于 baseline create", "--force goes with baseline create only"))


def _write(path: Path, text: str) -> None:
    def write(file: TextIO) -> None:
        file.write(text)

    write_file(path, write)


def _known(plans: Plans) -> list[ReadyRule]:
    return list({one.rule.code: one for plan in plans for one in plan.rulebook.rules}.values())


@dataclass(slots=True)
class _Survey:
    """What the reports of a run are found to hold, and how many there were."""

    language: Language
    found: dict[Key, Entry] = field(default_factory=dict)
    reports: int = 0
    is_troubled: bool = False

    def note(self, result: Outcome | Unread, mandatory: Collection[str]) -> None:
        """Take a result down, telling on standard error what could not be done."""
        if isinstance(result, Unread):
            self._tell(result.error.say(self.language))
            return
        self.reports += result.is_report
        for one in result.faults:
            self._tell(f"{result.path}: {one.rule.code}: {one.message.say(self.language)}")
        self.found.update((one.key, one) for one in entries_of(result, self.language, mandatory))

    def nothing(self) -> OpennessLintError:
        """The complaint that there was nothing to look at."""
        return OpennessLintError(
            Phrase("没有能检查的报告，没有改动基线", "no report could be checked; the baseline was left alone")
        )

    def _tell(self, what: str) -> None:
        self.is_troubled = True
        print(one_line(what), file=sys.stderr)


def _change(before: Baseline, after: Sequence[Entry], reports: int, language: Language) -> str:
    """`: 12 entries, 3 new, 2 taken out (4 reports checked)`."""
    old, new = {one.key for one in before.entries}, {one.key for one in after}
    added, gone = len(new - old), len(old - new)
    entries, checked = count(len(new), "", "entry", "entries").en, count(reports, "", "report").en
    words = Phrase(
        f"：共 {len(new)} 项，新增 {added} 项，删去 {gone} 项（检查 {reports} 份报告）",
        f": {entries}, {added} new, {gone} taken out ({checked} checked)",
    )
    return words.say(language)


def _as_json(baseline: Baseline) -> str:
    entries = [json.loads(one.written()) for one in sorted(baseline.entries, key=lambda one: one.key.order)]
    return json.dumps({"path": baseline.path, "entries": entries}, ensure_ascii=False, indent=2) + "\n"


def _as_text(baseline: Baseline, language: Language) -> str:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    lines: list[str] = []
    for (agency, year), entries in sorted(
        baseline.by_report.items(), key=lambda one: (one[0][0] or "", one[0][1] or 0)
    ):
        named = plain(agency) if agency else say("（未写明机关）", "(no agency stated)")
        head = f"{named} {year or ''}".rstrip()
        lines += [f"{head}{say('：', ': ')}{count(len(entries), '项', 'entry', 'entries').say(language)}"]
        lines += [*_table(sorted(entries, key=lambda one: one.key.order), language), ""]
    reports = count(len(baseline.by_report), "份报告", "report").say(language)
    total = count(len(baseline.entries), "项", "entry", "entries").say(language)
    lines.append(say(f"共 {total}，涉及 {reports}", f"{total} for {reports}"))
    return "".join(f"{line}\n" for line in lines)


def _table(entries: Sequence[Entry], language: Language) -> Iterator[str]:
    """A line for each entry, and one more where a reason is given."""
    rows = [(plain(one.key.code), plain(one.key.address)) for one in entries]
    widths = [max(measure(cell) for cell in column) for column in zip(*rows, strict=True)]
    word = Phrase("理由：", "reason: ").say(language)
    for one, row in zip(entries, rows, strict=True):
        cells = [cell + " " * (width - measure(cell)) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}  {plain(one.message)}".rstrip()
        if one.reason:
            yield f"  {' ' * (sum(widths) + 2)}  {word}{plain(one.reason)}"
