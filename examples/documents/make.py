"""Write the documents in this folder: the reports of the folder above in the formats that offices use.

python examples/documents/make.py           every format
python examples/documents/make.py docx      one of them
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from openness_lint.host import gather, open_rulebook
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.word.writing import write_report

HERE = Path(__file__).parent
# A clean report, and one with a fault of each common kind.
REPORTS = ("clean-2024", "faults-2024")


def docx(report: Report) -> bytes:
    """The official layout in Word."""
    return write_report(report)


FORMATS: dict[str, Callable[[Report], bytes]] = {"docx": docx}


def documents(formats: list[str]) -> Iterator[tuple[Path, bytes]]:
    """Where each document belongs, and its bytes."""
    host = gather()
    shelf = open_rulebook(host).shelf
    for name in REPORTS:
        path = HERE.parent / f"{name}.yaml"
        report = host.readers[".yaml"].read(Source(path.name, path.read_bytes()), shelf)
        for format in formats:
            yield HERE / f"{name}.{format}", FORMATS[format](report)


if __name__ == "__main__":
    for path, data in documents(sys.argv[1:] or list(FORMATS)):
        path.write_bytes(data)
        print(path.relative_to(HERE.parent.parent))
