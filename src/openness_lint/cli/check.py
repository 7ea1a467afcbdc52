"""`openness-lint check PATH…`: read reports, judge them, say what was found."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import click

from openness_lint._version import __version__
from openness_lint.cli.files import Found, find_files, looks_like_a_report, read_source, read_stdin
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE
from openness_lint.cli.wording import OneOf, one_line
from openness_lint.engine import judge
from openness_lint.hooks import Look
from openness_lint.host import Host, Rulebook, gather, open_rulebook, selected
from openness_lint.model.diagnostic import Violation
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Result, Tally, Unread
from openness_lint.model.rule import Severity
from openness_lint.model.source import Source
from openness_lint.rulebook.pack import ReadyRule
from openness_lint.syntax.nearest import did_you_mean

SEVERITIES = [one.value for one in Severity]


@dataclass(slots=True)
class _Run:
    """One run: what to read with, what to ask, and what was passed over."""

    host: Host
    rulebook: Rulebook
    rules: tuple[ReadyRule, ...]
    reports_only: bool
    skipped: list[str]

    def results(self, sources: Iterable[Found | Source]) -> Iterator[Result]:
        for one in sources:
            try:
                source = one if isinstance(one, Source) else read_source(one)
                named = isinstance(one, Source) or one.named
                if (self.reports_only or not named) and not looks_like_a_report(source):
                    self.skipped.append(source.name)
                    continue
                yield self._judge(source)
            except OpennessLintError as error:
                yield Unread(one.name, error.at(one.name))

    def _judge(self, source: Source) -> Outcome:
        suffix = Path(source.name).suffix.lower()
        reader = self.host.readers.get(suffix)
        if reader is None:
            known = ", ".join(sorted(self.host.readers))
            message = Phrase(
                f"不认识的文件类型“{suffix}”；可读：{known}", f"unknown file type '{suffix}'; can read: {known}"
            )
            raise UnreadableInput(message)
        return judge(reader.read(source, self.rulebook.shelf), self.rules, source.name)


def command(language: Language) -> click.Command:
    """The command, explained in one language."""

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    severity = OneOf(SEVERITIES, language)
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path)),
        click.Option(["--format", "-f", "format_name"], default="text", metavar="NAME", help=say("输出格式：text、concise、json、sarif、github（默认 text）", "output format: text, concise, json, sarif, github (default text)")),
        click.Option(["--output", "-o"], metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=say("写入文件，不写到标准输出", "write to a file instead of standard output")),
        click.Option(["--select", "-s"], multiple=True, metavar="RULES", help=say("只用这些规则：代码、名称或代码开头，逗号分隔，可重复", "only these rules: codes, names or beginnings of codes, comma-separated, repeatable")),
        click.Option(["--ignore", "-i"], multiple=True, metavar="RULES", help=say("不用这些规则", "not these rules")),
        click.Option(["--rules", "extra"], multiple=True, metavar="PATH", type=click.Path(path_type=Path), help=say("另加规则：规则文件、文件夹或规则包，可重复", "further rules: a rule file, a folder or a pack, repeatable")),
        click.Option(["--fail-on"], default="error", type=severity, metavar="SEVERITY", help=say("出现此级别及以上的问题时退出码为 1：error、warning、info（默认 error）", "exit with 1 at findings of this severity or above: error, warning, info (default error)")),
        click.Option(["--min-severity"], default="info", type=severity, metavar="SEVERITY", help=say("只显示此级别及以上的问题（默认 info，即全部）", "show only findings of this severity or above (default info: all)")),
        click.Option(["--exit-zero"], is_flag=True, help=say("有问题时退出码也是 0（无法完成检查时仍是 2）", "exit with 0 even when something is found (trouble is still 2)")),
        click.Option(["--stdin-filename"], default="stdin.yaml", metavar="NAME", help=say("PATH 为 - 时，标准输入的文件名", "the name of standard input, when PATH is -")),
        click.Option(["--reports-only"], is_flag=True, help=say("指名的文件若不是报告也跳过（用于 pre-commit）", "pass over named files that are no reports (for pre-commit)")),
        click.Option(["--color"], default="auto", type=OneOf(["auto", "always", "never"], language), metavar="WHEN", help=say("颜色：auto、always、never；也认 NO_COLOR 和 FORCE_COLOR", "colour: auto, always, never; NO_COLOR and FORCE_COLOR are heeded")),
        click.Option(["--quiet", "-q"], is_flag=True, help=say("只列问题，不列未判定项和小结", "findings only: no gaps, no summary")),
        click.Option(["--verbose", "-v"], is_flag=True, help=say("逐项列出未判定的内容和跳过的文件", "list every gap and every file passed over")),
    ]  # fmt: skip
    about = say(
        "检查报告。PATH 是报告文件、文件夹（检查其中的报告，遵守 .gitignore），或 -（标准输入）。",
        "Check reports. PATH is a report, a folder (the reports in it, heeding .gitignore), or - (standard input).",
    )

    def callback(**options: Any) -> int:
        return check(language, **options)

    return Command("check", language, params, help=about, callback=callback)


def check(
    language: Language,
    *,
    paths: Sequence[Path],
    format_name: str,
    output: Path | None,
    select: Sequence[str],
    ignore: Sequence[str],
    extra: Sequence[Path],
    fail_on: str,
    min_severity: str,
    exit_zero: bool,
    stdin_filename: str,
    reports_only: bool,
    color: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Run the command; the exit code."""
    host = gather()
    reporter = host.reporters.get(format_name)
    if reporter is None:
        words = Phrase(
            "没有输出格式“{name}”{hint}；可用：{known}", "there is no format '{name}'{hint}; use one of: {known}"
        )
        known = ", ".join(host.reporters)
        raise OpennessLintError(
            words.fill(name=format_name, hint=did_you_mean(format_name, host.reporters), known=known)
        )
    rulebook = open_rulebook(host, extra)
    rules = selected(rulebook.rules, _listed(select), _listed(ignore))
    run = _Run(host, rulebook, rules, reports_only, [])
    tally = Tally()
    results = _shown(
        _told(tally.count(run.results(_sources(paths, host, stdin_filename))), language), Severity(min_severity)
    )
    stream = sys.stdout
    machine = format_name not in {"text", "concise"}
    look = Look(
        language=language,
        width=_width(stream) if output is None else None,
        color=_colored(color, stream) if output is None else color == "always",
        verbose=verbose,
        quiet=quiet,
        rules=tuple(one.rule for one in rules),
        version=__version__,
    )
    if output is not None:
        _write_aside(output, lambda file: reporter.write(results, file, look))
    else:
        _as_utf8(stream, machine=machine)
        try:
            reporter.write(results, stream, look)
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            for _ in results:  # nobody listens any more, but the exit code is still to be found out
                pass
    _tell_skipped(run.skipped, language, verbose=verbose)
    return _exit_code(tally, Severity(fail_on), language, exit_zero=exit_zero, may_be_empty=reports_only)


def _sources(paths: Sequence[Path], host: Host, stdin_filename: str) -> Iterator[Found | Source]:
    files: list[Path] = []
    for path in paths:
        if str(path) == "-":
            yield from find_files(files, host.readers)
            files = []
            yield read_stdin(sys.stdin.buffer, stdin_filename)
        else:
            files.append(path)
    yield from find_files(files, host.readers)


def _listed(words: Sequence[str]) -> list[str]:
    return [one.strip() for word in words for one in word.split(",")]


def _told(results: Iterable[Result], language: Language) -> Iterator[Result]:
    """Pass the results on, telling on standard error which files could not be judged."""
    for result in results:
        if isinstance(result, Unread):
            sys.stdout.flush()
            print(one_line(result.error.say(language)), file=sys.stderr)
        yield result


def _shown(results: Iterable[Result], least: Severity) -> Iterator[Result]:
    for result in results:
        if isinstance(result, Unread) or least is Severity.INFO:
            yield result
            continue
        kept = tuple(
            one for one in result.diagnostics if not isinstance(one, Violation) or one.severity.rank >= least.rank
        )
        yield replace(result, diagnostics=kept)


def _exit_code(tally: Tally, fail_on: Severity, language: Language, *, exit_zero: bool, may_be_empty: bool) -> int:
    if not tally.files and not tally.unread:
        message = Phrase("没有找到报告，什么也没有检查", "no report was found, nothing was checked")
        print(f"openness-lint: {message.say(language)}", file=sys.stderr)
        return EXIT_CLEAN if may_be_empty else EXIT_TROUBLE
    if tally.files and not tally.judged:
        message = Phrase("没有一项能够判定", "nothing could be judged")
        print(f"openness-lint: {message.say(language)}", file=sys.stderr)
        return EXIT_TROUBLE
    if tally.unread or tally.fault:
        return EXIT_TROUBLE
    return EXIT_FOUND if tally.reaches(fail_on) and not exit_zero else EXIT_CLEAN


def _tell_skipped(names: list[str], language: Language, *, verbose: bool) -> None:
    if not names:
        return
    if verbose:
        for name in names:
            print(
                f"{one_line(name)}: {Phrase('不是报告，跳过', 'no report, passed over').say(language)}", file=sys.stderr
            )
        return
    message = Phrase(
        f"跳过 {len(names)} 个不是报告的文件（--verbose 列出）",
        f"passed over {len(names)} files that are no reports (--verbose lists them)",
    )
    print(f"openness-lint: {message.say(language)}", file=sys.stderr)


def _write_aside(path: Path, write: Any) -> None:
    """Write beside the file and put it in its place when whole, so that nobody reads half of it."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            write(file)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _as_utf8(stream: TextIO, *, machine: bool) -> None:
    """Write UTF-8 with plain line ends; on an old console, replace what it cannot show."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if machine or not stream.isatty():
        reconfigure(encoding="utf-8", newline="\n")
    else:
        reconfigure(errors="replace")


def _width(stream: TextIO) -> int | None:
    return shutil.get_terminal_size().columns if stream.isatty() else None


def _colored(when: str, stream: TextIO) -> bool:
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
