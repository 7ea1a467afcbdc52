"""The documents in `examples/documents` are what their script makes of the reports, and read as those."""

from __future__ import annotations

import io
import runpy
import zipfile
from pathlib import Path

import pytest

from openness_lint.host import gather, open_rulebook
from openness_lint.model.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"
make = runpy.run_path(str(EXAMPLES / "documents" / "make.py"))
DOCUMENTS = [f"{name}.{format}" for name in make["REPORTS"] for format in make["FORMATS"]]


@pytest.fixture(scope="module")
def read():
    host = gather()
    shelf = open_rulebook(host).shelf

    def read(path):
        return host.readers[path.suffix].read(Source(path.name, path.read_bytes()), shelf)

    return read


def test_nothing_lies_there_that_the_script_does_not_make():
    found = {path.name for path in (EXAMPLES / "documents").iterdir() if path.is_file()}

    assert found == {*DOCUMENTS, "make.py"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_gives_the_figures_and_paragraphs_of_its_report(read, name):
    path = EXAMPLES / "documents" / name
    document, report = read(path), read(EXAMPLES / f"{path.stem}.yaml")

    assert {str(a): c.printed.text for a, c in document.cells.items()} == {
        str(a): c.printed.text for a, c in report.cells.items()
    }
    assert [(one.id, [text.text for text in one.paragraphs]) for one in document.sections] == [
        (one.id, [text.text for text in one.paragraphs]) for one in report.sections
    ]
    assert (document.agency, document.meta("title")) == (report.agency, report.meta("title"))


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".docx")])
def test_word_documents_are_as_the_script_writes_them(name):
    made = {path.name: data for path, data in make["documents"](["docx"])}

    # Compressed bytes differ from one zlib to the next, what they hold does not.
    assert _members((EXAMPLES / "documents" / name).read_bytes()) == _members(made[name])


def _members(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}
