"""Cold starts, single reports and folders of thousands, beside peers, in interleaved runs.

    python benchmarks/run.py [--runs 15] [--most 10000] [--write]

Everything that is run is installed into `.benchmarks/` beside this folder, as users have it: this
program as a wheel, `yamllint` and `check-jsonschema` with pip, Spectral with npm where there is one. The
reports are made from a seed by `reports.py`. Each command is a whole process; those of a table take
turns, so that a machine that drifts slows all alike. Processor time (user and system) is what is
compared: it depends least on what else the machine does. --write puts the tables into RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from reports import write_reports
from results import put

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".benchmarks"
CACHE = PLACE / "cache"
PYTHON = PLACE / "python" / "bin" / "python"
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


def install() -> None:
    """Put this program and its peers where nothing else is."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PLACE / "python"], check=True)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "yamllint", "check-jsonschema"], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    subprocess.run([*pip, str(ROOT)], check=True)
    npm = shutil.which("npm")
    if npm is not None and not SPECTRAL.exists():
        command = [npm, "install", "--silent", "--prefix", PLACE / "node", "@stoplight/spectral-cli"]
        subprocess.run(command, check=False)  # without it its rows are left out


def cost(command: Sequence[object], *, fresh: bool = False) -> Cost:
    """Run a process to its end; with `fresh`, nothing is known of the reports from an earlier run."""
    if fresh:
        for kept in CACHE.glob("openness-lint/said.sqlite*"):
            kept.unlink()
    before = time.perf_counter()
    words = [str(one) for one in command]
    environment = {**os.environ, "XDG_CACHE_HOME": str(CACHE)}
    environment.pop("PYTHONPATH", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    child = os.posix_spawn(words[0], words, environment, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - before
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise SystemExit(f"{' '.join(words)} exited with {os.waitstatus_to_exitcode(status)}")
    memory = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return Cost((used.ru_utime + used.ru_stime) * 1000, wall * 1000, memory)


def in_turn(commands: dict[str, Sequence[object]], runs: int, *, fresh: bool = False) -> dict[str, Cost]:
    """The medians of each command, after one run of each that is not counted."""
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            one = cost(command, fresh=fresh)
            if run:
                taken[name].append(one)
    return {name: Cost(*map(statistics.median, zip(*one, strict=True))) for name, one in taken.items()}


def tool(name: str) -> Path:
    return PYTHON.with_name(name)


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
    ours, yamllint, jsonschema = tool("openness-lint"), tool("yamllint"), tool("check-jsonschema")
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


def many_reports(runs: int) -> list[str]:
    folder = folder_of(1000)
    reports = sorted(folder.glob("*.yaml"))
    ours = [tool("openness-lint"), "--isolated", "--jobs", "1", "--no-progress", folder]
    commands: dict[str, Sequence[object]] = {
        "parsing alone: libyaml's events with their places": [PYTHON, "-c", PARSING_ALONE, folder],
        "`openness-lint`, tables and structure": [*ours, "--select", TABLES],
        "`openness-lint`, all rules": ours,
        "`yamllint`": [tool("yamllint"), "-d", "relaxed", *reports],
        "`check-jsonschema`": [tool("check-jsonschema"), "--schemafile", schema(), *reports],
    }
    costs = in_turn(with_spectral(commands, reports), runs, fresh=True)
    tables, every = costs["`openness-lint`, tables and structure"], costs["`openness-lint`, all rules"]
    parsing = costs["parsing alone: libyaml's events with their places"]
    pairs = [
        ("tables and structure, to yamllint", tables, costs["`yamllint`"], 0.1),
        ("tables and structure, to check-jsonschema", tables, costs["`check-jsonschema`"], 0.1),
        ("tables and structure, to parsing alone", tables, parsing, 3),
        ("all rules, to yamllint", every, costs["`yamllint`"], 0.2),
        ("all rules, to check-jsonschema", every, costs["`check-jsonschema`"], 0.2),
    ]
    intro = f"1,000 reports, one process, nothing kept from an earlier run; medians of {runs} runs."
    return [intro, "", *rows(costs, 1000), "", *ratios(pairs)]


def growth(most: int) -> list[str]:
    counts = [count for count in (1, 100, 1000, 10_000) if count <= most]
    costs = {}
    for count in counts:
        command = [tool("openness-lint"), "--isolated", "--jobs", "1", "--no-progress", folder_of(count)]
        costs[count] = in_turn({"": command}, 1 if count >= 10_000 else 3, fresh=True)[""]
    lines = ["One process, all rules, nothing kept from an earlier run.", ""]
    lines += ["| reports | processor, s | ms a report beyond the first | peak, MB |", "|---:|---:|---:|---:|"]
    for count, one in costs.items():
        beyond = (one.cpu - costs[1].cpu) / (count - 1) if count > 1 else 0
        lines.append(f"| {count:,} | {one.cpu / 1000:.2f} | {beyond:.2f} | {one.memory:.0f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each command over one report")
    parser.add_argument("--most", type=int, default=10_000, help="reports in the largest folder (default 10000)")
    parser.add_argument("--only", choices=["one", "many", "growth"], help="one table alone")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    options = parser.parse_args()
    PLACE.mkdir(exist_ok=True)
    install()
    tables: dict[str, tuple[str, Callable[[], list[str]]]] = {
        "one": ("One report", lambda: one_report(options.runs)),
        "many": ("A thousand reports", lambda: many_reports(max(1, options.runs // 5))),
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
    main()
