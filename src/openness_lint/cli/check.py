"""`openness-lint check PATH…`: read reports, judge them, say what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

import click

from openness_lint._version import __version__
from openness_lint.cli.files import STDIN, Found, TooLarge, find_files, looks_like_a_report, read_source
from openness_lint.cli.group import DEBUG, Command, Examples
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE
from openness_lint.cli.output import standard_output, write_file
from openness_lint.cli.rules import rules_option
from openness_lint.cli.wording import OneOf, one_line
from openness_lint.engine import judge
from openness_lint.hooks import Look
from openness_lint.host import Host, Rulebook, gather, known_suffixes, open_rulebook, selected
from openness_lint.model.diagnostic import Violation
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Language, Phrase, join
from openness_lint.model.outcome import Outcome, Result, Tally, Unread
from openness_lint.model.rule import Severity
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.rulebook.store import default_store
from openness_lint.syntax.nearest import did_you_mean

SEVERITIES = [one.value for one in Severity]


@dataclass(slots=True)
class _Run:
    """One run: what to read with, what to ask, and what was read and passed over."""

    host: Host
    rulebook: Rulebook
    rules: tuple[ReadyRule, ...]
    reports_only: bool
    debug: bool
    read: set[str] = field(default_factory=set)  # real paths
    skipped: list[str] = field(default_factory=list)

    def results(self, files: Iterable[Found]) -> Iterator[Result]:
        for one in files:
            self.read.add(os.path.realpath(one.path))
            try:
                outcome = self._result(one)
            except OpennessLintError as error:
                if self.debug:
                    _show_traceback(error)
                yield Unread(one.name, error.at(one.name))
            else:
                if outcome is not None:
                    yield outcome

    def _result(self, found: Found) -> Outcome | None:
        """What is said of one file; None when it is no report and was only come upon."""
        only_come_upon = self.reports_only or not found.named
        reader = self.host.readers.get(Path(found.name).suffix.lower())
        try:
            source = read_source(found)
        except TooLarge:
            if not only_come_upon:
                raise
            source = None
        if only_come_upon and (reader is None or source is None or not looks_like_a_report(source)):
            self.skipped.append(found.name)
            return None
        if reader is None:
            raise _unknown_type(found, self.host)
        assert source is not None
        report = reader.read(source, self.rulebook.shelf)
        return judge(report, self.rules, source.name, raised=_show_traceback if self.debug else None)


def _show_traceback(error: Exception) -> None:
    import traceback

    traceback.print_exception(error)


def _unknown_type(found: Found, host: Host) -> UnreadableInput:
    suffix = Path(found.name).suffix
    words = Phrase("不认识的文件类型“{suffix}”；可读：{known}", "unknown file type '{suffix}'; can read: {known}")
    if not suffix:
        words = Phrase(
            "文件名没有扩展名，不知是什么类型；可读：{known}",
            "a file name without ending tells no type; can read: {known}",
        )
    return UnreadableInput(words.fill(suffix=suffix, known=known_suffixes(host)))


def command(language: Language) -> click.Command:
    """The command, explained in one language."""

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    severity = OneOf(SEVERITIES, language)
    level = say("级别", "SEVERITY")
    rules, file, path, name = say("规则", "RULES"), say("文件", "FILE"), say("路径", "PATH"), say("名称", "NAME")
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar=f"{path}…", type=click.Path(path_type=Path)),
        click.Option(["--format", "-f", "format_name"], default="text", metavar=name, help=say("输出格式：text（默认）、concise、json、sarif、github", "output format: text (default), concise, json, sarif, github")),
        click.Option(["--output", "-o"], metavar=file, type=click.Path(path_type=Path), help=say("把结果写入文件，不写到标准输出", "write the findings to a file, not to standard output")),
        click.Option(["--select", "-s"], multiple=True, metavar=rules, help=say("只用这些规则：代码、名称或代码的开头，如 T、T303、carry-identity；逗号分隔，可重复", "only these rules: codes, names or beginnings of codes, as in T, T303, carry-identity; comma-separated, repeatable")),
        click.Option(["--ignore", "-i"], multiple=True, metavar=rules, help=say("不用这些规则，写法同 --select", "not these rules, written as for --select")),
        rules_option(language),
        click.Option(["--fail-on"], default="error", type=severity, metavar=level, help=say("有这一级别或更高级别的问题时，退出码为 1：error（默认）、warning、info", "exit with 1 at findings of this severity or above: error (default), warning, info")),
        click.Option(["--exit-zero"], is_flag=True, help=say("有问题时退出码也为 0；检查没有做成时仍为 2", "exit with 0 even when something is found; trouble is still 2")),
        click.Option(["--min-severity"], default="info", type=severity, metavar=level, help=say("只显示这一级别和更高级别的问题，默认 info，即全部；退出码不变", "show only findings of this severity or above, by default info, that is all; the exit code stays")),
        click.Option(["--quiet", "-q"], is_flag=True, help=say("只列问题，不列未判定的项目和小结", "findings only: no gaps, no summary")),
        click.Option(["--verbose", "-v"], is_flag=True, help=say("逐项列出未判定的项目和跳过的文件", "list every gap and every file passed over")),
        click.Option(["--stdin-filename"], default="stdin.yaml", metavar=name, help=say("从标准输入（路径写作 -）读取时用的文件名，扩展名决定类型（默认 stdin.yaml）", "the file name of standard input (the path -), whose ending tells its type (default stdin.yaml)")),
        click.Option(["--reports-only"], is_flag=True, help=say("写明的文件若不是报告也跳过，供 pre-commit 等使用", "pass over named files that are no reports too, for pre-commit and the like")),
        click.Option(["--cache/--no-cache"], default=True, help=say("在用户的缓存文件夹里保存编译好的规则（默认），或不保存", "keep compiled rules in the user's cache folder (default), or not")),
        click.Option(["--color"], default="auto", type=OneOf(["auto", "always", "never"], language), metavar="auto|always|never", help=say("颜色，默认 auto；也认环境变量 NO_COLOR 和 FORCE_COLOR", "colour, auto by default; NO_COLOR and FORCE_COLOR are heeded")),
    ]  # fmt: skip
    about = Phrase(
        "检查报告。路径可以是报告文件、文件夹（检查其中所有报告，遵守 .gitignore），也可以是 -（标准输入）。",
        "Check reports. A path is a report, a folder (all reports in it, heeding .gitignore), or - (standard input).",
    )
    examples: Examples = [
        ("openness-lint report.yaml", Phrase("检查一份报告", "check one report")),
        ("openness-lint -s T,U101 reports/", Phrase("只查合计和 U101", "totals and U101 only")),
        ("openness-lint -f sarif -o found.sarif .", Phrase("结果交给代码平台", "findings for a code host")),
    ]

    def callback(**options: Any) -> int:
        return check(language, debug=click.get_current_context().meta[DEBUG], **options)

    return Command("check", language, params, about=about, examples=examples, callback=callback)


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
    cache: bool,
    debug: bool,
) -> int:
    """Run the command; the exit code."""
    host = gather()
    reporter = host.reporters.get(format_name)
    if reporter is None:
        words = Phrase(
            "--format：不能是“{name}”{hint}；可用：{known}", "--format: cannot be '{name}'{hint}; use one of: {known}"
        )
        known = join([Phrase.same(one) for one in host.reporters])
        hint = did_you_mean(format_name, host.reporters)
        raise OpennessLintError(words.fill(name=format_name, hint=hint, known=known))
    rulebook = open_rulebook(host, extra, default_store() if cache else None)
    rules = selected(rulebook.rules, _listed(select), _listed(ignore))
    run = _Run(host, rulebook, rules, reports_only, debug)
    tally = Tally()
    results = run.results(find_files(paths, host.readers, stdin_filename))
    results = _shown(_told(tally.count(results), language), Severity(min_severity))
    to_file = output is not None and output != STDIN  # `-o -` is standard output
    look = Look(
        language=language,
        width=None if to_file else _width(sys.stdout),
        color=_colored(color, None if to_file else sys.stdout),
        verbose=verbose,
        quiet=quiet,
        rules=tuple(one.rule for one in rules),
        version=__version__,
    )
    if output is not None and to_file:

        def write(file: TextIO) -> None:
            reporter.write(results, file, look)
            _spare_inputs(output, run.read)

        write_file(output, write)
    else:
        with standard_output(machine=format_name not in {"text", "concise"}) as stream:
            reporter.write(results, stream, look)
        for _ in results:  # when nobody listens any more, the exit code is still to be found out
            pass
    found_none = not tally.files and not tally.unread
    _tell_skipped(run.skipped, language, verbose=verbose, brief=not reports_only and (found_none or not quiet))
    return _exit_code(tally, Severity(fail_on), language, exit_zero=exit_zero, may_be_empty=reports_only)


def _listed(words: Sequence[str]) -> list[str]:
    return [one.strip() for word in words for one in word.split(",")]


def _told(results: Iterable[Result], language: Language) -> Iterator[Result]:
    """Pass the results on, telling on standard error which files could not be judged."""
    for result in results:
        if isinstance(result, Unread):
            with suppress(OSError):  # the stream is told to go on or is let go of where it is written
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


def _spare_inputs(output: Path, read: set[str]) -> None:
    """Refuse to put findings in the place of a report.

    Raises:
        OpennessLintError: the output is one of the files checked.
    """
    if os.path.realpath(output) in read:
        words = Phrase("这是被检查的文件，没有覆盖它", "this file was checked; it was not written over")
        raise OpennessLintError(words, path=str(output))


def _exit_code(tally: Tally, fail_on: Severity, language: Language, *, exit_zero: bool, may_be_empty: bool) -> int:
    if not tally.files and not tally.unread:
        if may_be_empty:
            return EXIT_CLEAN
        return _trouble(Phrase("没有找到报告，什么也没有检查", "no report was found, nothing was checked"), language)
    if tally.unread or tally.fault:
        return EXIT_TROUBLE
    if not tally.judged:
        return _trouble(Phrase("没有一项能够判定", "nothing could be judged"), language)
    return EXIT_FOUND if tally.reaches(fail_on) and not exit_zero else EXIT_CLEAN


def _trouble(words: Phrase, language: Language) -> int:
    print(f"openness-lint: {words.say(language)}", file=sys.stderr)
    return EXIT_TROUBLE


def _tell_skipped(names: list[str], language: Language, *, verbose: bool, brief: bool) -> None:
    """Say which files were passed over, each (`verbose`) or how many (`brief`)."""
    if verbose:
        words = Phrase("不是报告，跳过", "no report, passed over").say(language)
        for name in names:
            print(f"{one_line(name)}: {words}", file=sys.stderr)
    elif names and brief:
        message = Phrase(
            f"跳过 {len(names)} 个不是报告的文件（--verbose 列出）",
            f"files passed over because they are no reports: {len(names)} (--verbose lists them)",
        )
        print(f"openness-lint: {message.say(language)}", file=sys.stderr)


def _width(stream: TextIO) -> int | None:
    if not stream.isatty():
        return None
    import shutil  # costs several milliseconds, which only terminals need

    return shutil.get_terminal_size().columns


def _colored(when: str, stream: TextIO | None) -> bool:
    """Whether to colour; `auto` never does in a file (None)."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR") or stream is None:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
