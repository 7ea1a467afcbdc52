"""Word documents (.docx, .docm): tables cell by cell, tracked changes as accepted, automatic numbers as printed."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Docx:
    name = "docx"
    suffixes = (".docx", ".docm")

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.recognition.assembly import assemble
        from openness_lint.word.reading import read_document

        return assemble(read_document(source.data), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Docx()]
