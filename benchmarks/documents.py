"""Documents as offices write them, read back: which share of the cells and sections is right.

    python benchmarks/documents.py [FORMAT ...] [--variant WORDS] [--report NAME] [--seed 1] [--keep FOLDER]
    python benchmarks/documents.py --time [--runs 9] [--write]

Renders the examples of this tree, and published figures where they are at hand, into every format in the
layouts that offices use, and reads each document back. A cell is right when its address has the text that
was printed; a section when heading and paragraphs are those printed, blanks at their edges aside. Lists what is wrong, and exits with
1 when anything is. --keep writes the documents that were misread into a folder.

With --time: what reading a document of each format adds to a cold run, beside the same figures in YAML;
exits with 1 when a format is over its bar. --write puts the table into benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from openness_lint.hooks import FormShelf, Reader
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.word.office import find_office
from papers.figures import papers
from papers.formats import FORMATS, Maker
from papers.paper import Paper
from papers.timing import measure
from results import put


@dataclass
class Share:
    """How many cells and sections were printed and how many read as printed, and what is wrong."""

    cells: int = 0
    cells_right: int = 0
    sections: int = 0
    sections_right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.wrong

    def add(self, other: Share, name: str) -> None:
        self.cells += other.cells
        self.cells_right += other.cells_right
        self.sections += other.sections
        self.sections_right += other.sections_right
        self.wrong += [f"{name}: {one}" for one in other.wrong]


def share_read(paper: Paper, data: bytes, reader: Reader, shelf: FormShelf) -> Share:
    """What of a paper is read from the document that prints it."""
    name = f"report{reader.suffixes[0]}"
    try:
        return compared(paper, reader.read(Source(name, data), shelf))
    except UnreadableInput as error:
        return Share(len(paper.figures), 0, len(paper.sections), 0, [error.say("en")])


def compared(paper: Paper, report: Report) -> Share:
    """A paper beside the report read from it."""
    found = {str(address): cell.printed.text for address, cell in report.cells.items()}
    wrong = list(_wrong_cells(paper.figures, found))
    sections = [
        (one.id, one.heading.printed.text.strip(), tuple(text.text.strip() for text in one.paragraphs))
        for one in report.sections
    ]
    missed = [one for one in paper.sections if one not in sections]
    for id, heading, texts in missed:
        read = next((one for one in sections if one[0] == id), None)
        wrong.append(f"section {id}: printed {heading!r} {texts}, read {read and read[1:]}")
    wrong += [f"section {one[0]}: read twice or not printed" for one in sections[len(paper.sections) :]]
    right = sum(found.get(address) == text for address, text in paper.figures.items())
    return Share(len(paper.figures), right, len(paper.sections), len(paper.sections) - len(missed), wrong)


def _wrong_cells(printed: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    for address, text in printed.items():
        if address not in found:
            yield f"{address}: printed {text!r}, not read"
        elif found[address] != text:
            yield f"{address}: printed {text!r}, read {found[address]!r}"
    yield from (f"{address}: read {found[address]!r}, not printed" for address in found.keys() - printed.keys())


def documents(name: str, paper: Paper, maker: Maker, variant: str, seed: int) -> tuple[Paper, bytes]:
    """What is to be read, and the document: the same for the same words and seed."""
    return maker(paper, Random(f"{name} {variant} {seed}"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(FORMATS)} (default: all)")
    parser.add_argument("--variant", default="", help="only variants with these words in their name")
    parser.add_argument("--report", default="", help="only reports with these words in their name")
    parser.add_argument("--seed", type=int, default=1, help="other documents for another number (default 1)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write documents that are misread into a folder")
    parser.add_argument("--time", action="store_true", help="measure how long reading takes")
    parser.add_argument("--runs", type=int, default=9, help="with --time: counted runs of each command (default 9)")
    parser.add_argument("--write", action="store_true", help="with --time: write benchmarks/RESULTS.md")
    options = parser.parse_args()
    if unknown := set(options.formats) - set(FORMATS):
        parser.error(f"unknown formats: {', '.join(sorted(unknown))}; known: {', '.join(FORMATS)}")
    readers, shelf = gather().readers, open_rulebook(gather()).shelf
    if options.time:
        page, is_within = measure(dict(papers(shelf))["clean-2024"], options.runs)
        print(page)
        if options.write:
            put("Reading documents", page.splitlines())
        return 0 if is_within else 1
    reports = [(name, paper) for name, paper in papers(shelf) if options.report in name]
    whole = Share()
    for format in options.formats or FORMATS:
        if format == "doc" and find_office() is None:
            print("doc   left out: LibreOffice, which opens it, is not installed")
            continue
        for variant, maker in FORMATS[format].items():
            if options.variant not in variant:
                continue
            share = Share()
            for name, report in reports:
                paper, data = documents(name, report, maker, variant, options.seed)
                found = share_read(paper, data, readers[f".{format}"], shelf)
                share.add(found, name)
                if options.keep and not found.is_whole:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{name}-{variant}.{format}").write_bytes(data)
            _say(format, variant, share)
            whole.add(share, "")
    _say("all", f"{len(reports)} reports", whole, listed=False)
    return 0 if whole.is_whole and whole.cells else 1


def _say(format: str, variant: str, share: Share, *, listed: bool = True) -> None:
    cells = f"{share.cells_right:>7,} of {share.cells:>7,} cells ({share.cells_right / max(share.cells, 1):7.2%})"
    print(f"{format:5} {variant:42} {cells}  {share.sections_right:>4} of {share.sections:>4} sections", flush=True)
    for one in share.wrong if listed else ():
        print(f"      {one[:400]}")


if __name__ == "__main__":
    sys.exit(main())
