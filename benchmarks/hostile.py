"""Documents made to do harm: what each comes to, how long it takes, and how much memory.

    python benchmarks/hostile.py [WORDS]

Each is checked by `openness-lint` in a process of its own, from a folder of its own: exit code, seconds by
the clock, the most memory of the largest process (itself or one it started), and the first line it says.
Exits with 1 when one of them is not refused with exit code 2 and one line, or takes more than its bounds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from papers.hostile import documents

# Bounds for one document: seconds on an idle machine, megabytes.
SECONDS, MEGABYTES = 30, 700


def run(path: Path, language: str) -> tuple[int, float, float, list[str]]:
    """Exit code, seconds, megabytes and the lines said."""
    said = path.parent / "said"
    command = [sys.executable, "-m", "openness_lint", "--isolated", "--no-cache", "--lang", language, path.name]
    begin = time.perf_counter()
    process = os.fork()
    if process == 0:
        os.chdir(path.parent)
        with said.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.execv(sys.executable, command)
    _, status, used = os.wait4(process, 0)
    lines = [line for line in said.read_text(encoding="utf-8").splitlines() if line.strip()]
    return os.waitstatus_to_exitcode(status), time.perf_counter() - begin, used.ru_maxrss / 1024, lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="?", default="", help="only documents with these words in their name")
    options = parser.parse_args()
    is_fine = True
    print(f"{'document':40} {'bytes':>12} {'exit':>4} {'s':>6} {'MB':>5}  said")
    for name, make in documents().items():
        if options.words not in name:
            continue
        suffix, data = make()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"report{suffix}")
            path.write_bytes(data)
            code, seconds, megabytes, lines = run(path, "en")
        is_fine = is_fine and code == 2 and seconds < SECONDS and megabytes < MEGABYTES
        is_fine = is_fine and len(lines) == 1
        print(
            f"{name:40} {len(data):>12,} {code:>4} {seconds:>6.1f} {megabytes:>5.0f}  {lines[0][:150] if lines else ''}",
            flush=True,
        )
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
