"""Cold starts, single reports and folders of thousands, beside peers, in interleaved runs.

    python benchmarks/run.py [--runs 15] [--most 10000] [--only one|many|jobs|growth] [--write]

Everything that is run is installed into `.benchmarks/` beside this folder, as users have it: this
program as a wheel, `yamllint` and `check-jsonschema` with pip, Spectral with npm where there is one. The
reports are made from a seed by `reports.py`. Each command is a whole process; those of a table take
turns, so that a machine that drifts slows all alike. Processor time (user and system) is what is
compared, which depends least on what else the machine does; only of several processes it is the time by
the clock, which takes a quiet machine. --write puts each table into RESULTS.md once it is complete.

With the numbers above this takes a quarter of an hour on a quiet machine, half of it for the peers; with
`--most 300 --runs 3`, to see that all works, a minute.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reports import write_reports
from results import put

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".benchmarks"
CACHE = PLACE / "cache"
PYTHON = PLACE / "python" / "bin" / "python"
# Peers stand apart, with what they themselves ask for: check-jsonschema reads YAML three times as fast where our
# binding of libyaml (ruamel.yaml.clib) lies beside it, which it does not bring along.
PEERS = PLACE / "peers" / "bin" / "python"
SPECTRAL = PLACE / "node" / "node_modules" / ".bin" / "spectral"
TABLES = (
    "T,C,U101,U105,S101,S102,S103,S104,S105,S110,S111,S112,S113,S114,S115,S117"  # the rules on tables and structure
)

PARSING_ALONE = """
import sys
import time
from pathlib import Path
from _ruamel_yaml import CParser
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    parser = CParser(path.read_text(encoding="utf-8"))
    while True:
        event = parser.get_event()
        place = event.start_mark.line, event.start_mark.column, event.end_mark.line, event.end_mark.column
        if type(event).__name__ == "StreamEndEvent":
            break
"""
# As much of our own schema of report.yaml as Spectral's rules can say: what must be there, and of which kind.
SPECTRAL_RULES = """
rules:
  report-has-its-parts:
    given: "$"
    severity: error
    then:
      - {field: agency, function: truthy}
      - {field: year, function: truthy}
      - {field: sections, function: truthy}
  figures-are-lists-of-seven:
    given: "$.sections['三、收到和处理政府信息公开申请情况']['一、本年新收政府信息公开申请数量']"
    severity: error
    then: {function: length, functionOptions: {min: 7, max: 7}}
"""


class Cost(NamedTuple):
    """What a process took: processor time and wall time in milliseconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


class Started(NamedTuple):
    """A process under way: what it runs, its number, and the second it began at."""

    words: list[str]
    child: int
    before: float


def install() -> None:
    """Put this program and its peers where nothing else is."""
    for python in (PYTHON, PEERS):
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
    options = ["-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([PEERS, *options, "yamllint", "check-jsonschema"], check=True)
    pip = [PYTHON, *options]
    subprocess.run([*pip, "check-jsonschema"], check=True)  # beside our libyaml
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    subprocess.run([*pip, str(ROOT)], check=True)
    npm = shutil.which("npm")
    if npm is not None and not SPECTRAL.exists():
        command = [npm, "install", "--silent", "--prefix", PLACE / "node", "@stoplight/spectral-cli"]
        subprocess.run(command, check=False)  # without it its rows are left out


def cost(command: Sequence[object], *, fresh: bool = False) -> Cost:
    """Run a process to its end; with `fresh`, nothing is known of the reports from an earlier run."""
    if fresh:
        forget(CACHE)
    return awaited(started(command))


def forget(cache: Path) -> None:
    for kept in cache.glob("openness-lint/said.sqlite*"):
        kept.unlink()


def started(command: Sequence[object], cache: Path = CACHE) -> Started:
    words = [str(one) for one in command]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    environment.pop("PYTHONPATH", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    before = time.perf_counter()
    return Started(words, os.posix_spawn(words[0], words, environment, file_actions=quiet), before)


def awaited(process: Started) -> Cost:
    """What a process took, from its start to its end."""
    words, child, before = process
    try:
        _, status, used = os.wait4(child, 0)
    except KeyboardInterrupt:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
        raise
    wall = time.perf_counter() - before
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise SystemExit(f"{' '.join(words[:9])} … exited with {os.waitstatus_to_exitcode(status)}")
    memory = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return Cost((used.ru_utime + used.ru_stime) * 1000, wall * 1000, memory)


def in_turn(
    commands: dict[str, Sequence[object]],
    runs: int,
    *,
    fresh: bool = False,
    often: Collection[str] = (),
    warm_up: bool = True,
) -> dict[str, Cost]:
    """The medians of each command.

    Args:
        commands: What is run, by what it is called.
        runs: How often each is run and counted.
        fresh: Nothing is known of the reports from an earlier run.
        often: Those that are run three times as often, being so much shorter that more of them fit in.
        warm_up: Whether there is one run of each before that is not counted.
    """
    if warm_up:
        for command in commands.values():
            cost(command, fresh=fresh)
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(3 * runs):
        for name, command in commands.items():
            if name in often or turn % 3 == 0:
                taken[name].append(cost(command, fresh=fresh))
    return {name: Cost(*map(statistics.median, zip(*one, strict=True))) for name, one in taken.items()}


def tool(name: str, python: Path = PYTHON) -> Path:
    return python.with_name(name)


def schema() -> Path:
    """Our own schema of report.yaml, for check-jsonschema."""
    path = PLACE / "report.schema.json"
    done = subprocess.run([tool("openness-lint"), "schema"], capture_output=True, check=True, cwd=PLACE)
    path.write_bytes(done.stdout)
    return path


def spectral(reports: Sequence[Path]) -> list[object] | None:
    if not SPECTRAL.exists():
        return None
    rules = PLACE / "spectral.yaml"
    rules.write_text(SPECTRAL_RULES, encoding="utf-8")
    return [SPECTRAL, "lint", "--quiet", "-r", rules, *reports]


def with_spectral(commands: dict[str, Sequence[object]], reports: Sequence[Path]) -> dict[str, Sequence[object]]:
    command = spectral(reports)
    return commands if command is None else {**commands, "Spectral": command}


def folder_of(count: int, *, faults: bool = False) -> Path:
    folder = PLACE / f"{'faults' if faults else 'clean'}-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    write_reports(folder, count, faults=faults)
    return folder


def rows(costs: dict[str, Cost], per: int = 1) -> list[str]:
    """A table of costs; of many reports, what one of them takes."""
    unit = "ms" if per == 1 else "ms a report"
    head = [f"| command | processor, {unit} | wall, {unit} | peak, MB |", "|---|---:|---:|---:|"]
    digits = 0 if per == 1 else 2
    return head + [
        f"| {name} | {one.cpu / per:.{digits}f} | {one.wall / per:.{digits}f} | {one.memory:.0f} |"
        for name, one in costs.items()
    ]


def ratios(pairs: Sequence[tuple[str, Cost, Cost, float]]) -> list[str]:
    lines = ["| ratio of processor time | | at most |", "|---|---:|---:|"]
    return lines + [f"| {name} | {ours.cpu / theirs.cpu:.2f} | {bar:.2f} |" for name, ours, theirs, bar in pairs]


def one_report(runs: int) -> list[str]:
    clean, faulty = folder_of(1) / "report-00001.yaml", folder_of(1, faults=True) / "report-00001.yaml"
    ours, yamllint, jsonschema = tool("openness-lint"), tool("yamllint", PEERS), tool("check-jsonschema", PEERS)
    commands: dict[str, Sequence[object]] = {
        "`python -c pass`": [PYTHON, "-c", "pass"],
        "`openness-lint --version`": [ours, "--version"],
        "`yamllint --version`": [yamllint, "--version"],
        "`openness-lint`, a clean report": [ours, "--isolated", clean],
        "`yamllint`, the same": [yamllint, "-d", "relaxed", clean],
        "`check-jsonschema`, the same": [jsonschema, "--schemafile", schema(), clean],
        "`openness-lint`, ten findings": [ours, "--isolated", faulty],
        "`yamllint`, the same ten": [yamllint, "-d", "relaxed", faulty],
    }
    costs = in_turn(with_spectral(commands, [clean]), runs)
    clean_run, faulty_run = costs["`openness-lint`, a clean report"], costs["`openness-lint`, ten findings"]
    pairs = [
        ("`--version`, to yamllint", costs["`openness-lint --version`"], costs["`yamllint --version`"], 0.8),
        ("a clean report, to yamllint", clean_run, costs["`yamllint`, the same"], 0.8),
        ("a clean report, to check-jsonschema", clean_run, costs["`check-jsonschema`, the same"], 0.3),
        ("ten findings as text, to yamllint", faulty_run, costs["`yamllint`, the same ten"], 1.6),
    ]
    intro = (
        f"One report of {clean.stat().st_size:,} bytes, the program's rules compiled before; medians of {runs} runs."
    )
    return [intro, "", *rows(costs), "", *ratios(pairs)]


def ours(*words: object, folder: Path) -> list[object]:
    return [tool("openness-lint"), "--isolated", "--no-progress", *words, folder]


def many_reports(count: int, runs: int) -> list[str]:
    """All rules and some beside parsing alone and beside peers; these are run least, taking half a minute each."""
    folder = folder_of(count)
    reports = sorted(folder.glob("*.yaml"))
    shorter: dict[str, Sequence[object]] = {
        "parsing alone: libyaml's events with their places": [PYTHON, "-c", PARSING_ALONE, folder],
        "`openness-lint`, tables and structure": ours("--jobs", "1", "--select", TABLES, folder=folder),
        "`openness-lint`, all rules": ours("--jobs", "1", folder=folder),
    }
    peers: dict[str, Sequence[object]] = {
        "`yamllint`": [tool("yamllint", PEERS), "-d", "relaxed", *reports],
        "`check-jsonschema`": [tool("check-jsonschema", PEERS), "--schemafile", schema(), *reports],
        "`check-jsonschema`, our libyaml beside it": [tool("check-jsonschema"), "--schemafile", schema(), *reports],
    }
    for command in shorter.values():  # the rules compiled, the files at hand
        cost(command, fresh=True)
    commands = shorter | with_spectral(peers, reports)
    costs = in_turn(commands, runs, fresh=True, often=shorter.keys(), warm_up=False)
    tables, every = costs["`openness-lint`, tables and structure"], costs["`openness-lint`, all rules"]
    parsing = costs["parsing alone: libyaml's events with their places"]
    pairs = [
        ("tables and structure, to yamllint", tables, costs["`yamllint`"], 0.1),
        ("tables and structure, to check-jsonschema", tables, costs["`check-jsonschema`"], 0.1),
        ("tables and structure, to parsing alone", tables, parsing, 3),
        ("all rules, to yamllint", every, costs["`yamllint`"], 0.2),
        ("all rules, to check-jsonschema", every, costs["`check-jsonschema`"], 0.2),
    ]
    intro = (
        f"{count:,} reports, one process, nothing kept from an earlier run; "
        f"medians of {runs} runs of the peers and {3 * runs} of the others, by turns."
    )
    return [intro, "", *rows(costs, count), "", *ratios(pairs)]


def quickened(command: Sequence[object]) -> float:
    """How many times as much this machine does in the same time with two processes that know nothing of each other.

    The same run by itself, and then twice at once, each with a cache of its own; no program can do better.
    """
    caches = CACHE, CACHE.with_name("cache-2")
    shutil.copytree(*caches, dirs_exist_ok=True)
    alone = cost(command, fresh=True).wall
    for cache in caches:
        forget(cache)
    both = [started(command, cache) for cache in caches]
    return 2 * alone / max(awaited(one).wall for one in both)


def two_processes(count: int, runs: int) -> list[str]:
    """What a second process brings, and what is kept from an earlier run."""
    folder = folder_of(count)
    one, two = ours("--jobs", "1", folder=folder), ours("--jobs", "2", folder=folder)
    first = in_turn({"one process": one, "two processes": two}, runs, fresh=True)
    machine = [quickened(one) for _ in range(runs)]
    cost(one)
    again = in_turn({"one process, unchanged": one, "two processes, unchanged": two}, runs)
    costs = first | again
    bars = [
        ("two processes, times as quick as one", costs["one process"], costs["two processes"], 1.7),
        ("unchanged, one process, times as quick", costs["one process"], costs["one process, unchanged"], 5),
        ("unchanged, two processes, times as quick", costs["two processes"], costs["two processes, unchanged"], 5),
    ]
    lines = [f"{count:,} reports, all rules; medians of {runs} runs, by turns.", "", *rows(costs, count), ""]
    lines += ["| by the clock | | at least |", "|---|---:|---:|"]
    lines += [f"| {name} | {slow.wall / quick.wall:.2f} | {bar:.1f} |" for name, slow, quick, bar in bars]
    return [*lines, f"| what this machine gives two runs that share nothing | {statistics.median(machine):.2f} | |"]


def growth(most: int) -> list[str]:
    """Time and memory by the number of reports."""
    counts = sorted({count for count in (1, 100, 1000, 10_000) if count <= most} | {most})
    folders = {count: folder_of(count) for count in counts}
    commands = {f"{count}": ours("--jobs", "1", folder=folder) for count, folder in folders.items()}
    cost(commands[f"{counts[0]}"], fresh=True)  # the rules compiled
    # By turns, the largest folder among the others: a machine that drifts must not pass for growth.
    often = {f"{count}" for count in counts[:-1]}
    costs = {int(count): one for count, one in in_turn(commands, 3, fresh=True, often=often, warm_up=False).items()}
    intro = (
        "One process, all rules, nothing kept from an earlier run; "
        "medians of 3 runs of the largest folder and 9 of the others, by turns."
    )
    lines = [intro, ""]
    lines += ["| reports | processor, s | ms for each report more than above | peak, MB |", "|---:|---:|---:|---:|"]
    before, steps = 0, {}
    for count, one in costs.items():
        if before:
            steps[count] = (one.cpu - costs[before].cpu) / (count - before)
        step = f"{steps[count]:.2f}" if before else ""
        lines.append(f"| {count:,} | {one.cpu / 1000:.2f} | {step} | {one.memory:.0f} |")
        before = count
    few = min(100, most)
    lines += ["", f"| the largest process, MB | {few:,} reports | {most:,} reports | |", "|---|---:|---:|---:|"]
    peaks = {"one process, `text`": (costs[few].memory, costs[most].memory)}
    for words in (["--jobs", "1", "-f", "json"], ["--jobs", "2", "-f", "text"], ["--jobs", "2", "-f", "jsonl"]):
        name = f"{'one process' if words[1] == '1' else 'two processes'}, `{words[3]}`"
        here, there = (cost(ours(*words, folder=folders[count]), fresh=True).memory for count in (few, most))
        peaks[name] = here, there
    ratio = {name: there / here for name, (here, there) in peaks.items()}
    lines += [f"| {name} | {few:.0f} | {much:.0f} | {ratio[name]:.2f} |" for name, (few, much) in peaks.items()]
    lines += ["", "| | | at most |", "|---|---:|---:|"]
    if len(steps) > 2:
        first, last = steps[counts[2]], steps[counts[-1]]
        line = f"| a report more, beyond {counts[-2]:,} to beyond {counts[1]:,} | {last / first:.2f} | 1.10 |"
        lines.append(line)
    lines.append(f"| peak memory, {most:,} reports to {few:,} | {max(ratio.values()):.2f} | 1.25 |")
    largest = max(there for _, there in peaks.values())
    return [*lines, f"| peak memory of any process, MB | {largest:.0f} | 100 |"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each command over one report")
    parser.add_argument("--most", type=int, default=10_000, help="reports in the largest folder (default 10000)")
    parser.add_argument("--only", choices=["one", "many", "jobs", "growth"], help="one table alone")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    options = parser.parse_args()
    PLACE.mkdir(exist_ok=True)
    install()
    tables: dict[str, tuple[str, Callable[[], list[str]]]] = {
        "one": ("One report", lambda: one_report(options.runs)),
        "many": ("Many reports", lambda: many_reports(min(1000, options.most), max(1, options.runs // 5))),
        "jobs": (
            "Two processes, and what is kept",
            lambda: two_processes(min(2000, options.most), max(1, options.runs // 3)),
        ),
        "growth": ("Growth", lambda: growth(options.most)),
    }
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors."
    for name, (title, table) in tables.items():
        if options.only in {None, name}:
            lines = [*table(), "", f"{machine} Made by `python benchmarks/run.py --write`."]
            print(f"## {title}\n", *lines, "", sep="\n")
            if options.write:
                put(title, lines)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("broken off; tables that were complete are as they should be")
