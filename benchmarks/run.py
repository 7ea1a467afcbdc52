"""Cold starts and single reports, side by side with peers, in one interleaved run.

    python benchmarks/run.py [--runs 15] [--write]

Runs `openness-lint`, `check-jsonschema` (with our own schema of report.yaml) and `yamllint` as whole
processes in turn, so that a drifting machine slows all alike; prints medians and ratios, and with
--write puts the table into benchmarks/RESULTS.md. The peers are installed beside this interpreter
when they are missing.
"""

from __future__ import annotations

import argparse
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "examples" / "clean-2024.yaml"
PEERS = ("check-jsonschema", "yamllint")


def tool(name: str) -> str:
    """The program of this name beside the running interpreter."""
    return str(Path(sys.executable).parent / name)


def install_peers() -> None:
    missing = [name for name in PEERS if not Path(tool(name)).exists()]
    if missing:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", *missing], check=True)


def seconds(command: list[str], folder: str) -> float:
    """Wall time of one whole process, its output thrown away."""
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} exited with {done.returncode}")
    return time.perf_counter() - begin


def interleaved(commands: dict[str, list[str]], runs: int, folder: str) -> dict[str, float]:
    """The median of each command run in a folder, in milliseconds, after one warm-up of each."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command, folder)
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(seconds(command, folder) * 1000)
    return {name: statistics.median(one) for name, one in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each command (default 15)")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    options = parser.parse_args()
    install_peers()
    with tempfile.TemporaryDirectory() as folder:
        report = shutil.copy(REPORT, folder)  # away from this repository's own settings
        schema = Path(folder, "report.schema.json")
        schema.write_bytes(subprocess.run([tool("openness-lint"), "schema"], capture_output=True, check=True).stdout)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "openness-lint --version": [tool("openness-lint"), "--version"],
            "yamllint --version": [tool("yamllint"), "--version"],
            "check-jsonschema --version": [tool("check-jsonschema"), "--version"],
            "openness-lint report.yaml": [tool("openness-lint"), report],
            "openness-lint -f concise report.yaml": [tool("openness-lint"), "-f", "concise", report],
            "yamllint report.yaml": [tool("yamllint"), "-d", "relaxed", report],
            "check-jsonschema report.yaml": [tool("check-jsonschema"), "--schemafile", str(schema), report],
        }
        medians = interleaved(commands, options.runs, folder)
    table = render(medians, options.runs)
    print(table)
    if options.write:
        (ROOT / "benchmarks" / "RESULTS.md").write_text(table, encoding="utf-8")


def render(medians: dict[str, float], runs: int) -> str:
    """The results as a page."""
    ours = medians["openness-lint report.yaml"]
    bare = medians["python -c pass"]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines = [
        "# Results",
        "",
        f"One report of {REPORT.stat().st_size:,} bytes (`examples/{REPORT.name}`), whole processes, {runs} interleaved runs",
        f"of each command, medians; Python {platform.python_version()}, {platform.machine()}. Ratios travel better than milliseconds.",
        "",
        "| command | median, ms | beyond the bare interpreter, ms |",
        "|---|---:|---:|",
        *(f"| `{name}` | {value:.0f} | {value - bare:.0f} |" for name, value in medians.items()),
        "",
        "| ratio | |",
        "|---|---:|",
        f"| openness-lint / check-jsonschema, one report | {ours / medians['check-jsonschema report.yaml']:.2f} |",
        f"| openness-lint / yamllint, one report | {ours / medians['yamllint report.yaml']:.2f} |",
        f"| openness-lint / yamllint, `--version` | {medians['openness-lint --version'] / medians['yamllint --version']:.2f} |",
        "",
        f"Peak memory of the largest process: {peak:.0f} MB.",
        "",
        "Made by `python benchmarks/run.py --write`.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
