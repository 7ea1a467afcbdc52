"""`openness-lint check PATH…`: read reports, judge them, say what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from openness_lint import reporters
from openness_lint._version import __version__
from openness_lint.cli.commands import DEBUG, ORDER, Examples
from openness_lint.cli.configured import (
    chosen_format,
    companion_options,
    complaining,
    config_options,
    open_plans,
    options_layer,
    rules_option,
)
from openness_lint.cli.files import STDIN
from openness_lint.cli.judging import today
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE
from openness_lint.cli.options import FILE, FILE_OR_URL, Argument, Choice, Jobs, Option, Url
from openness_lint.cli.output import put, standard_output, write_file, write_parts
from openness_lint.cli.outputs import Destination, destinations, reporter_named
from openness_lint.cli.run import FEW, Run, is_shown, shows_all
from openness_lint.cli.terminal import is_colored, width_of
from openness_lint.cli.wording import Speech, one_line
from openness_lint.hooks import Look, Reporter
from openness_lint.host import gather, modules_of
from openness_lint.model.diagnostic import Applicability, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase, join
from openness_lint.model.outcome import Outcome, Result, Tally, Unread
from openness_lint.model.rule import Severity
from openness_lint.model.values import replace
from openness_lint.rulebook.store import cache_folder, patterns_kept

if TYPE_CHECKING:
    import click

    from openness_lint.cli.fixes import Fixing
    from openness_lint.cli.many import Many
    from openness_lint.drawing.statistics import Statistics

SEVERITIES = [one.value for one in Severity]
# Formats read by people: a console that cannot show a character gets a stand-in and not UTF-8 bytes.
FOR_PEOPLE = frozenset({"text", "concise"})


def parameters(language: Language) -> list[Argument | Option]:
    """What the command takes, explained in one language."""

    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    formats = sorted(modules_of(reporters), key=lambda one: one != "text")
    severity = Choice(SEVERITIES, language)
    level = say("级别", "SEVERITY")
    rules, file, path, name = say("规则", "RULES"), say("文件", "FILE"), say("路径", "PATH"), say("名称", "NAME")
    return [
        Argument("paths", required=True, metavar=f"{path}…", type=FILE_OR_URL),
        Option(["--format", "-f", "format_name"], multiple=True, metavar=name, shell_complete="formats", help=join([Phrase("输出格式：text（默认）", "output format: text (default)"), *map(Phrase.same, formats[1:])]).say(language)),
        Option(["--output", "-o"], multiple=True, metavar=file, type=FILE, help=say("把结果写入文件，不写到标准输出；可与 --format 成对重复，一次写出几种格式", "write the findings to a file, not to standard output; repeat in pairs with --format to write several formats at once")),
        Option(["--statistics"], is_flag=True, help=say("最后按规则、机关、部分统计问题", "count the findings by rule, agency and section at the end")),
        Option(["--fix"], is_flag=True, help=say("改正可以放心改正的问题，写回文件", "mend what can safely be mended, in the files")),
        Option(["--unsafe-fixes"], is_flag=True, help=say("与 --fix 或 --diff 同用：也改动数字，但只在改后等式全部成立时", "with --fix or --diff: change figures too, but only where all equations then hold")),
        Option(["--diff"], is_flag=True, help=say("只显示会怎样改，不写文件；有可改的则退出码为 1", "show what would be mended and write nothing; exit with 1 if anything would")),
        Option(["--select", "-s"], multiple=True, metavar=rules, shell_complete="lists_of_rules", help=say("只用这些规则：代码、名称或代码的开头，如 T、T303、carry-identity；逗号分隔，可重复", "only these rules: codes, names or beginnings of codes, as in T, T303, carry-identity; comma-separated, repeatable")),
        Option(["--ignore", "-i"], multiple=True, metavar=rules, shell_complete="lists_of_rules", help=say("不用这些规则，写法同 --select", "not these rules, written as for --select")),
        rules_option(language),
        *config_options(language),
        *companion_options(language),
        Option(["--baseline"], metavar=file, type=FILE, help=say("不计基线文件里列出的问题，见 openness-lint baseline", "let stand what this baseline lists; see openness-lint baseline")),
        Option(["--fail-on"], type=severity, metavar=level, help=say("有这一级别或更高级别的问题时，退出码为 1：error（默认）、warning、info", "exit with 1 at findings of this severity or above: error (default), warning, info")),
        Option(["--exit-zero"], is_flag=True, help=say("有问题时退出码也为 0；检查没有做成时仍为 2", "exit with 0 even when something is found; trouble is still 2")),
        Option(["--min-severity"], type=severity, metavar=level, help=say("只显示这一级别和更高级别的问题，默认 info，即全部；退出码不变", "show only findings of this severity or above, by default info, that is all; the exit code stays")),
        Option(["--quiet", "-q"], is_flag=True, help=say("只列问题，不列未判定的项目和小结", "findings only: no gaps, no summary")),
        Option(["--verbose", "-v"], is_flag=True, help=say("逐项列出未判定的项目、每个标签按什么认出，以及跳过的文件", "list every gap, how every label was recognised, and every file passed over")),
        Option(["--watch"], is_flag=True, help=say("报告、规则或配置一有改动就重新检查，直到按 Ctrl-C；需要 openness-lint[watch]", "check again whenever a report, a rule or a configuration changes, until Ctrl-C; needs openness-lint[watch]")),
        Option(["--stdin-filename"], default="stdin.yaml", metavar=name, help=say("从标准输入（路径写作 -）读取时用的文件名，扩展名决定类型（默认 stdin.yaml）", "the file name of standard input (the path -), whose ending tells its type (default stdin.yaml)")),
        Option(["--reports-only"], is_flag=True, help=say("写明的文件若不是报告也跳过，供 pre-commit 等使用", "pass over named files that are no reports too, for pre-commit and the like")),
        Option(["--jobs", "-j"], default="auto", metavar="N|auto", type=Jobs(language), help=say("用几个进程检查：数字，或 auto（默认，文件多时每个处理器一个）；结果与个数无关", "judge with so many processes: a number, or auto (default; one for each core where there are many files); the results are the same")),
        Option(["--engine"], default="local", type=Choice(["local", "dask"], language), metavar="local|dask", help=say("在哪里检查：本机（默认），或 Dask 集群，这时路径也可以是 s3:// 等地址；需要 openness-lint[dask]", "where to judge: here (default), or on a Dask cluster, where paths may also be addresses such as s3://; needs openness-lint[dask]")),
        Option(["--scheduler"], metavar=say("地址", "ADDRESS"), help=say("与 --engine dask 同用：集群调度器的地址；默认用本机的几个进程", "with --engine dask: the address of the cluster's scheduler; by default, processes of this machine")),
        Option(["--progress/--no-progress"], help=say("显示或不显示进度；默认在终端上、超过一秒时显示", "show how far the run is, or do not; by default on a terminal after one second")),
        Option(["--cache/--no-cache"], default=True, help=say("在用户的缓存文件夹里保存编译好的规则和没有改动的报告的结果（默认），或不保存", "keep compiled rules and the results of unchanged reports in the user's cache folder (default), or not")),
        Option(["--color"], default="auto", type=Choice(["auto", "always", "never"], language), metavar="auto|always|never", help=say("颜色，默认 auto；也认环境变量 NO_COLOR 和 FORCE_COLOR", "colour, auto by default; NO_COLOR and FORCE_COLOR are heeded")),
    ]  # fmt: skip


def command(language: Language) -> click.Command:
    """The command, explained in one language."""
    import click

    from openness_lint.cli.group import Command

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
        context = click.get_current_context()
        return start(context.obj, debug=context.meta[DEBUG], order=context.meta[ORDER], **options)

    return Command("check", language, parameters(language), about=about, examples=examples, callback=callback)


def start(speech: Speech, **options: Any) -> int:
    """Run the command once, or again and again where it is to watch; the exit code of the last time."""

    def once() -> int:
        with patterns_kept(cache_folder()) if options["cache"] else nullcontext():
            return check(speech, **options)

    if not options["watch"]:
        return once()
    from openness_lint.cli.watch import watch

    def judges() -> Sequence[Path]:
        named = {key: options[key] for key in ("extra", "baseline", "previous", "roster")}
        layer = options_layer(**named)
        plans = open_plans(config=options["config"], isolated=options["isolated"], options=layer)
        Run(plans, options["reports_only"], options["debug"], today()).find(options["paths"], "")
        return plans.sources

    return watch(once, options["paths"], judges, gather().readers, speech)


def check(
    speech: Speech,
    *,
    paths: Sequence[Path | Url],
    format_name: Sequence[str],
    output: Sequence[Path],
    order: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
    extra: Sequence[Path],
    config: Path | None,
    isolated: bool,
    baseline: Path | None,
    previous: Path | None,
    roster: Path | None,
    fail_on: str | None,
    exit_zero: bool,
    min_severity: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    statistics: bool,
    watch: bool,
    quiet: bool,
    verbose: bool,
    stdin_filename: str,
    reports_only: bool,
    jobs: str,
    engine: str,
    scheduler: str | None,
    progress: bool | None,
    cache: bool,
    color: str,
    debug: bool,
) -> int:
    """Run the command; the exit code."""
    places = destinations(order, format_name, output)
    fixing = _fixing(fix=fix, unsafe_fixes=unsafe_fixes, diff=diff, formats=format_name, outputs=output)
    options = options_layer(
        speech,
        select=select,
        ignore=ignore,
        extra=extra,
        fail_on=fail_on,
        min_severity=min_severity,
        format_name=format_name,
        baseline=baseline,
        previous=previous,
        roster=roster,
    )
    plans = open_plans(config=config, isolated=isolated, options=options, cache=cache, gather=gather)
    run = Run(plans, reports_only, debug, today(), fixing)
    here, urls = _parted(paths, engine, scheduler, alone=watch or fixing is not None)
    with complaining(plans, speech):
        files = run.find(here, stdin_filename)
        if (listed := plans.agreed("baseline", lambda one: one.baseline).value) is not None:
            run.heed(listed)
    language = speech.language = plans.agreed("lang", lambda one: one.lang).value
    if not format_name and not diff:
        places = (places[0]._replace(format=chosen_format(plans)),)
    if watch:
        _refuse_watching(places)
    reporters = [reporter_named(one.format, plans.reporters) for one in places]
    tally = Tally()
    many = None
    if engine == "dask" or jobs not in {"auto", "1"} or len(files) >= FEW or progress:
        from openness_lint.cli.jobs import Order
        from openness_lint.cli.judged import Wanted
        from openness_lint.cli.many import Many

        wanted = Wanted(any(getattr(one, "gives_cells", False) for one in reporters), labels=verbose)
        setting = Order(config, isolated, options, cache, reports_only, run.today, wanted)
        many = Many(run, files, setting, jobs, progress, language)
        if engine == "dask":
            many.go_elsewhere(scheduler, urls)
    results: Iterable[Result] = run.results(files) if many is None else run.told(many.each())
    results = _weighed(tally.count(results), run)
    results = _told(results, language)
    if diff:
        return _show_diff(run, results, tally, language, may_be_empty=reports_only)
    results = _shown(results, run)
    counts = _statistics(language) if statistics else None
    if counts is not None:
        results = counts.count(results)
    passes = _passes(results, run, many, len(places))
    look = Look(
        language=language,
        verbose=verbose,
        quiet=quiet,
        rules=run.rules,
        version=__version__,
        overview=run.overview if run.has_roster else None,
    )
    for place, reporter, each in zip(places, reporters, passes, strict=True):
        _report(each, place, reporter, look, color, run, many)
    if many is not None and many.interruption.came:
        return EXIT_TROUBLE
    if counts is not None:
        _put_statistics(counts, places)
    found_none = not tally.files and not tally.unread
    _tell_skipped(run.skipped, language, verbose=verbose, brief=not reports_only and (found_none or not quiet))
    if fix and fixing is not None:
        left = tally.error + tally.warning + tally.info
        words = Phrase(f"改正 {fixing.fixed} 项，剩余 {left} 项", f"{fixing.fixed} fixed, {left} remaining")
        print(f"openness-lint: {words.say(language)}", file=sys.stderr)
    return _exit_code(tally, language, failed=run.failed and not exit_zero, may_be_empty=reports_only)


def _refuse_watching(places: Sequence[Destination]) -> None:
    """Refuse to watch for what nobody reads while it changes.

    Raises:
        OpennessLintError: a format is not for people.
    """
    from openness_lint.cli.watch import refuse

    refuse(places, FOR_PEOPLE)


def _parted(
    paths: Sequence[Path | Url], engine: str, scheduler: str | None, *, alone: bool
) -> tuple[list[Path], list[Url]]:
    """The paths here, and the addresses elsewhere.

    Raises:
        OpennessLintError: an option or a path does not go together with the engine.
    """
    here = [one for one in paths if not isinstance(one, Url)]
    urls = [one for one in paths if isinstance(one, Url)]
    if engine != "dask" and (urls or scheduler is not None):
        words = Phrase("{what} 要与 --engine dask 同用", "{what} goes with --engine dask")
        raise OpennessLintError(words.fill(what=urls[0] if urls else "--scheduler"))
    if engine == "dask" and alone:
        words = Phrase(
            "--engine dask 不能与 --fix、--diff、--watch 同用",
            "--engine dask does not go together with --fix, --diff or --watch",
        )
        raise OpennessLintError(words)
    if engine == "dask" and STDIN in here:
        words = Phrase("--engine dask 不能检查标准输入", "--engine dask cannot check standard input")
        raise OpennessLintError(words)
    return here, urls


def _fixing(
    *, fix: bool, unsafe_fixes: bool, diff: bool, formats: Sequence[str], outputs: Sequence[Path]
) -> Fixing | None:
    """What to do with fixes.

    Raises:
        OpennessLintError: options that do not go together.
    """
    if unsafe_fixes and not (fix or diff):
        raise OpennessLintError(
            Phrase("--unsafe-fixes 要与 --fix 或 --diff 同用", "--unsafe-fixes goes with --fix or --diff")
        )
    if fix and diff:
        raise OpennessLintError(Phrase("--fix 与 --diff 只能用一个", "--fix and --diff do not go together"))
    if diff and (formats or outputs):
        raise OpennessLintError(
            Phrase(
                "--diff 自有格式，不能与 --format、--output 同用",
                "--diff has a format of its own; leave out --format and --output",
            )
        )
    if not (fix or diff):
        return None
    from openness_lint.cli.fixes import Fixing

    applicable = {Applicability.SAFE, Applicability.UNSAFE} if unsafe_fixes else {Applicability.SAFE}
    return Fixing(frozenset(applicable), write=fix)


def _passes(results: Iterable[Result], run: Run, many: Many | None, formats: int) -> Iterable[Iterable[Result]]:
    """The results for each format, from the beginning."""
    if formats == 1:
        return [results]
    if many is None:
        return [[*results]] * formats
    from openness_lint.cli.spool import told_again

    return told_again(results, run, many.order.wanted, formats)


class _BrokenOff(Exception):
    """A run was broken off before all its findings were written."""


def _report(
    results: Iterable[Result],
    place: Destination,
    reporter: Reporter,
    look: Look,
    color: str,
    run: Run,
    many: Many | None,
) -> None:
    """Write the results to one place; a file stays as it was when the run is broken off."""
    if place.file is not None and place.format == "parquet" and _is_folder(place.file):
        from openness_lint.reporters.parquet import Parquet

        write_parts(place.file, Parquet().parts(results, look), lambda: many is None or not many.interruption.came)
        return
    if place.file is not None:
        path = place.file
        look = replace(look, color=is_colored(color, None))

        def write(file: TextIO) -> None:
            reporter.write(results, file, look)
            _spare_inputs(path, run)
            if many is not None and many.interruption.came:
                raise _BrokenOff

        with suppress(_BrokenOff):
            write_file(path, write)
        return
    look = replace(look, width=width_of(sys.stdout), color=is_colored(color, sys.stdout))
    with standard_output(machine=place.format not in FOR_PEOPLE) as stream:
        reporter.write(results, stream, look)
    for _ in results:  # when nobody listens any more, the exit code is still to be found out
        pass


def _statistics(language: Language) -> Statistics:
    from openness_lint.drawing.statistics import Statistics

    return Statistics(language)


def _is_folder(path: Path) -> bool:
    """Whether an output is a folder: one that is there, or a name without ending that is not."""
    return path.is_dir() or (not path.exists() and not path.suffix)


def _put_statistics(counts: Statistics, places: Sequence[Destination]) -> None:
    """Behind the findings where people read them; else on standard error, not to spoil a format."""
    text = "".join(f"{line}\n" for line in counts.lines())
    if any(one.file is None and one.format in FOR_PEOPLE for one in places):
        put(text)
    else:
        sys.stderr.write(text)


def _show_diff(run: Run, results: Iterable[Result], tally: Tally, language: Language, *, may_be_empty: bool) -> int:
    """Print what would be mended; 1 when there is anything."""
    fixing = run.fixing
    assert fixing is not None
    for _ in results:
        while fixing.diffs:
            put(fixing.diffs.pop(0))
    words = Phrase(f"可改正 {fixing.fixed} 项", f"{fixing.fixed} would be fixed")
    print(f"openness-lint: {words.say(language)}", file=sys.stderr)
    code = _exit_code(tally, language, failed=False, may_be_empty=may_be_empty)
    return code or (EXIT_FOUND if fixing.fixed else EXIT_CLEAN)


def _told(results: Iterable[Result], language: Language) -> Iterator[Result]:
    """Pass the results on, telling on standard error which files could not be judged."""
    for result in results:
        if isinstance(result, Unread):
            with suppress(OSError):  # the stream is told to go on or is let go of where it is written
                sys.stdout.flush()
            print(one_line(result.error.say(language)), file=sys.stderr)
        yield result


def _weighed(results: Iterable[Result], run: Run) -> Iterator[Result]:
    """Pass the results on, heeding whether what is found is grave enough to fail the run."""
    for result in results:
        if isinstance(result, Outcome) and result.diagnostics:
            fail_on = run.plan(result.path)[0].settings.fail_on.value
            run.failed = run.failed or any(one.severity.rank >= fail_on.rank for one in result.violations)
        yield result


def _shown(results: Iterable[Result], run: Run) -> Iterator[Result]:
    for result in results:
        if isinstance(result, Outcome):
            plan, asked = run.plan(result.path)
            if shows_all(plan):
                yield result
                continue
            kept = tuple(
                one
                for one in result.diagnostics
                if not isinstance(one, Violation) or is_shown(one.rule.code, one.severity, plan, asked)
            )
            answers = tuple(one for one in result.answers if is_shown(one.rule.code, one.rule.severity, plan, asked))
            if len(kept) < len(result.diagnostics) or len(answers) < len(result.answers):
                result = replace(result, diagnostics=kept, answers=answers)  # noqa: PLW2901
        yield result


def _spare_inputs(output: Path, run: Run) -> None:
    """Refuse to put findings in the place of a report.

    Raises:
        OpennessLintError: the output is one of the files checked.
    """
    if run.has_read([os.path.realpath(output)]):
        words = Phrase("这是被检查的文件，没有覆盖它", "this file was checked; it was not written over")
        raise OpennessLintError(words, path=str(output))


def _exit_code(tally: Tally, language: Language, *, failed: bool, may_be_empty: bool) -> int:
    if not tally.files and not tally.unread:
        if may_be_empty:
            return EXIT_CLEAN
        return _trouble(Phrase("没有找到报告，什么也没有检查", "no report was found, nothing was checked"), language)
    if tally.unread or tally.fault:
        return EXIT_TROUBLE
    if not tally.judged:
        return _trouble(Phrase("没有一项能够判定", "nothing could be judged"), language)
    return EXIT_FOUND if failed else EXIT_CLEAN


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
