"""Web pages: the report is found in a content system's clutter, each character at its line and column."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source

ARCHIVES = (".mht", ".mhtml")


class Html:
    name = "html"
    suffixes = (".html", ".htm", ".shtml", ".xhtml", *ARCHIVES)

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.web.archive import is_archive, unpacked
        from openness_lint.web.encoding import page_text
        from openness_lint.web.page import read_page

        name = source.name.lower()
        if name.endswith(ARCHIVES) and is_archive(source.data):
            packed = unpacked(source.data)
            return read_page(page_text(packed.data, packed.charset), forms, has_lines=False)
        text = page_text(source.data)
        is_xml = name.endswith(".xhtml") or text.lstrip().startswith("<?xml")
        return read_page(text, forms, xml=is_xml)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Html()]
