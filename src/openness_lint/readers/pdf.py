"""PDF documents with a text layer: tables by their ruled lines, over pages, each cell with page and box."""

from __future__ import annotations

from importlib.util import find_spec

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Pdf:
    name = "pdf"
    suffixes = (".pdf",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.confined import confined
        from openness_lint.pages.layout import document_of
        from openness_lint.pages.page import pages_of
        from openness_lint.recognition.assembly import assemble
        from openness_lint.syntax.kinds import missing_extra

        if find_spec("pypdfium2") is None:
            raise missing_extra("pdf", Phrase(" PDF ", "PDF documents"))
        taken = confined("openness_lint.pages.extraction:extract", source.data)
        return assemble(document_of(pages_of(taken), forms.all()), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Pdf()]
