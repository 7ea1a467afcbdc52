"""OpenDocument spreadsheets (.ods): cells as they show, with sheet and address."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Ods:
    name = "ods"
    suffixes = (".ods",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.recognition.assembly import assemble
        from openness_lint.sheets.blocks import document_of
        from openness_lint.sheets.odf import read_workbook

        return assemble(document_of(read_workbook(source.data)), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Ods()]
