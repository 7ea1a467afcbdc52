"""Documents of older and other word processors (.doc, .wps, .rtf, .odt), opened by LibreOffice where it is installed."""

from __future__ import annotations

from pathlib import PurePosixPath

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Office:
    name = "office"
    suffixes = (".doc", ".wps", ".rtf", ".odt")

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.recognition.assembly import assemble
        from openness_lint.word.office import as_docx
        from openness_lint.word.reading import read_document

        suffix = PurePosixPath(source.name).suffix.lower()
        return assemble(read_document(as_docx(source.data, suffix)), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Office()]
