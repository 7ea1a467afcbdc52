"""How well numbers in prose are bound to the form's figures: precision and recall over annotated sentences.

    python benchmarks/narrative.py [FILE …] [--hostile]

Reads `narrative.txt`, `narrative-held-out.txt` and `phrase-bank.txt` in `tests/data` (or the files named): one
sentence a line, each number or phrase that must bind in braces with its measure, `收到申请{12:received}件`; lines
without braces must stay silent, and a heading above the paragraph stands in 【】. Prints every wrong, missing or
surplus binding with its line. With --hostile, how long each component takes for a megabyte of hostile text.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openness_lint.host import gather, open_rulebook
from openness_lint.model.address import Address
from openness_lint.model.form import Form
from openness_lint.model.report import Label, Match, Report, Section
from openness_lint.model.span import ParagraphSpan
from openness_lint.model.text import Text
from openness_lint.narrative.claims import read_claims
from openness_lint.narrative.sentences import sentences

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
FILES = tuple(DATA / f"{name}.txt" for name in ("narrative", "narrative-held-out", "phrase-bank"))
YEAR = 2024
HOSTILE = (
    "收到政府信息公开申请", "政府信息公开申请1件，", "（政府信息公开申请1件", "）（", "未收到", "1,234,567", "一百", "上年结转",
    "行政复议、行政诉讼", "未发生因政府信息公开", "，", "。", "1 1", "《约", "均已按期依法", "本级全市", "行政许可1件、行政处罚",
)  # fmt: skip

_MARK = re.compile(r"\{([^{}:]+):([a-z_]+)\}")


class Annotated(NamedTuple):
    """A paragraph and what must be bound in it: (offset, printed text, measure id)."""

    line: int
    text: str
    heading: str
    wanted: frozenset[tuple[int, str, str]]


def read_annotated(path: Path) -> Iterator[Annotated]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        said = line.split("|", 1)[1].strip() if re.match(r"\d+ *\|", line) else line
        if not said or said.startswith("#"):
            continue
        heading = ""
        if said.startswith("【"):
            heading, _, said = said[1:].partition("】")
        text, wanted, last = "", set(), 0
        for mark in _MARK.finditer(said):
            text += said[last : mark.start()]
            wanted.add((len(text), mark[1], mark[2]))
            text += mark[1]
            last = mark.end()
        yield Annotated(number, text + said[last:], heading, frozenset(wanted))


def report_of(form: Form, text: str, heading: str = "") -> Report:
    """A report whose overview holds the paragraph, below its heading if it has one."""
    paragraphs = [f"（一）{heading}", text] if heading else [text]
    texts = tuple(Text(one, ParagraphSpan(i, 1, len(one) + 1)) for i, one in enumerate(paragraphs, 1))
    label = Label(Address("overview"), Text("一、总体情况", ParagraphSpan(9, 1, 7)), Match.OFFICIAL)
    return Report(form, ParagraphSpan(9, 1, 7), {}, (Section("overview", label, texts),), year=YEAR)


def bound(form: Form, one: Annotated) -> frozenset[tuple[int, str, str]]:
    """What is bound in a paragraph, in the manner of its annotation."""
    last = 2 if one.heading else 1
    found = set()
    for claim in read_claims(report_of(form, one.text, one.heading)):
        span = claim.span
        assert isinstance(span, ParagraphSpan)
        if span.paragraph == last:
            found.add((span.start - 1, one.text[span.start - 1 : span.end - 1], claim.measure.id))
    return frozenset(found)


def form_of_today() -> Form:
    return next(form for form in open_rulebook(gather()).forms if form.in_force(YEAR))


def measure(path: Path, form: Form) -> str:
    right = wrong = missing = silent = kept = total = 0
    listed: list[str] = []
    for one in read_annotated(path):
        total += 1
        found = bound(form, one)
        right += len(found & one.wanted)
        wrong += len(found - one.wanted)
        missing += len(one.wanted - found)
        silent += not one.wanted
        kept += not one.wanted and not found
        listed += [
            f"{path.name}:{one.line}: bound {text} to {id}: {one.text}" for _, text, id in sorted(found - one.wanted)
        ]
        listed += [
            f"{path.name}:{one.line}: missed {text} as {id}: {one.text}" for _, text, id in sorted(one.wanted - found)
        ]
    precision, recall = right / max(right + wrong, 1), right / max(right + missing, 1)
    head = (
        f"{path.name}: {total} sentences, {right + missing} bindings; precision {precision:.1%}, recall {recall:.1%}; "
        f"{kept} of {silent} silent sentences stay silent"
    )
    return "\n".join([head, *listed])


def hostile(form: Form) -> Iterator[str]:
    for unit in HOSTILE:
        text = unit * (1_000_000 // len(unit))
        begin = time.perf_counter()
        strands = sum(
            len(one.quantities)
            for each in sentences(Text(text, ParagraphSpan(1, 1, len(text) + 1)))
            for one in each.strands
        )
        cut = time.perf_counter()
        claims = len(read_claims(report_of(form, text)))
        done = time.perf_counter()
        yield f"{unit!r} × {len(text) // len(unit):,}: {strands:,} numbers in {cut - begin:.1f} s, {claims:,} claims in {done - cut:.1f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FILES, help="annotated sentences")
    parser.add_argument("--hostile", action="store_true", help="time a megabyte of hostile text instead")
    options = parser.parse_args()
    form = form_of_today()
    for line in hostile(form) if options.hostile else (measure(path, form) for path in options.files):
        print(line, flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
