"""A part of the documents that benchmarks/documents.py makes: every cell read, and judged as its transcription is."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from documents import compared
from openness_lint.engine import judge
from openness_lint.model.source import Source
from openness_lint.recognition.transcription import transcription
from papers.formats import FORMATS
from papers.paper import paper_of

pytest.importorskip("reportlab")
pytest.importorskip("xlwt")

EXAMPLES = Path(__file__).parents[2] / "examples"
# Those of each format's own, with several of the other changes at once; a few of these alone.
ALONE = {"table split, no header", "header cells over two rows", "reviews above lawsuits"}
SLOW = {"pdf": {"tables over pages, several at once", "labels upright"}, "doc": set[str]()}
CASES = [
    (format, variant)
    for format, variants in FORMATS.items()
    for variant in variants
    if variant in SLOW.get(format, {variant}) and (variant in ALONE or "several" in variant or format in SLOW)
]


@pytest.fixture(scope="module")
def papers(read_bytes):
    return [
        paper_of(read_bytes((EXAMPLES / f"{name}.yaml").read_bytes(), ".yaml"))
        for name in ("clean-2024", "faults-2024", "huaian-2024")
    ]


def found_in(report, rulebook, name):
    """Every finding by code, address and what is printed there.

    Those on labels by what they label, once: a document prints a header above all its rows, or above each
    block of them, report.yaml within one.
    """
    outcome = judge(report, rulebook.rules, name)
    assert not outcome.faults
    cells = {address: cell.printed.text for address, cell in report.cells.items()}
    found = set()
    for one in (*outcome.violations, *outcome.gaps):
        address = one.at.address
        if one.rule.code in {"S111", "S115"}:
            found.add((one.rule.code, address.area, address.column or address.row))
        else:
            found.add((one.rule.code, str(address), cells.get(address)))
    return found


@pytest.mark.parametrize(("format", "variant"), CASES)
def test_every_cell_is_read_and_the_transcription_shows_the_same(host, rulebook, papers, format, variant):
    random = Random(f"{format} {variant}")
    paper, data = FORMATS[format][variant](random.choice(papers), random)
    source = Source(f"report.{format}", data)

    report = host.readers[f".{format}"].read(source, rulebook.shelf)

    assert compared(paper, report).wrong == []
    converted = Source("report.yaml", transcription(report).encode())
    again = host.readers[".yaml"].read(converted, rulebook.shelf)
    assert found_in(again, rulebook, "report.yaml") == found_in(report, rulebook, source.name)
