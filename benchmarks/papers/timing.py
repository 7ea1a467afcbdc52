"""What reading a document adds to a cold run: whole processes, interleaved with the same figures in YAML."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from papers import pdf, plain, web, word
from papers.formats import FORMATS
from papers.paper import Paper
from run import Cost, in_turn

# Longest times to add to a run, in milliseconds.
BAR, BAR_OF_PDF = 150, 2000
PAGES = 10
_NAME = "clean-2024"


def measure(paper: Paper, runs: int) -> tuple[str, bool]:
    """The results as a page, and whether every time is within its bar."""
    tool = str(Path(sys.executable).parent / "openness-lint")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, data in _documents(paper):
            (folder / f"report.{suffix}").write_bytes(data)
        # Beside their own transcriptions: what many words and their findings cost the rules is no cost of reading.
        for document, report in (("report.docx", "report.yaml"), ("report.pdf", "long.yaml")):
            command = [tool, "convert", document, "-o", report]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
        files = sorted(one.name for one in folder.iterdir())
        commands = {one: [tool, "--isolated", folder / one] for one in files}
        taken = in_turn(commands, runs, fresh=True)
        sizes = {one: (folder / one).stat().st_size for one in files}
    return _page(taken, sizes, runs)


def _page(taken: dict[str, Cost], sizes: dict[str, int], runs: int) -> tuple[str, bool]:
    lines = [
        "What reading a document adds to a cold run: `openness-lint FILE`, whole processes, rules compiled in an earlier",
        f"run and nothing known of the file, {runs} interleaved runs of each, medians; Python {platform.python_version()}, {platform.machine()}. `examples/{_NAME}.yaml` in each format, beside the same",
        f"figures in YAML; the PDF has {PAGES} pages of prose and tables, and stands beside those in YAML.",
        "",
        "Time of the processor, which other work on the machine does not lengthen, and by the clock.",
        "",
        "| document | bytes | processor, ms | more than YAML | bar | clock, ms | more than YAML |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    is_within = True
    for name, one in sorted(taken.items(), key=lambda one: (one[0] in {"report.pdf", "long.yaml"}, one[0])):
        if name.endswith(".yaml"):
            lines.append(f"| `{name}` | {sizes[name]:,} | {one.cpu:.0f} | | | {one.wall:.0f} | |")
            continue
        bar = BAR_OF_PDF if name == "report.pdf" else BAR
        base = taken["long.yaml" if name == "report.pdf" else "report.yaml"]
        more = one.cpu - base.cpu
        is_within = is_within and more < bar
        lines.append(
            f"| `{name}` | {sizes[name]:,} | {one.cpu:.0f} | {more:.0f} | {bar:,} "
            f"| {one.wall:.0f} | {one.wall - base.wall:.0f} |"
        )
    lines += ["", "Made by `python benchmarks/documents.py --time --write`."]
    return "\n".join(lines), is_within


def _documents(paper: Paper) -> Iterator[tuple[str, bytes]]:
    random = Random(1)
    yield "docx", word.cluttered(paper, random)
    yield "html", web.content_system(paper, random)
    yield "txt", plain.lines(paper, random)
    for suffix in ("xlsx", "md", "csv", "ods", "xls"):
        yield suffix, FORMATS[suffix]["official layout"](paper, random)[1]
    yield "pdf", pdf.grid(_long(paper), random)


def _long(paper: Paper) -> Paper:
    """The report with as much prose as fills ten pages."""
    first, *others = paper.parts
    for times in range(1, 100):
        longer = replace(paper, parts=(replace(first, paragraphs=first.paragraphs * times), *others))
        if pdf.pages_of(longer) >= PAGES:
            return longer
    raise AssertionError("no prose to repeat")
