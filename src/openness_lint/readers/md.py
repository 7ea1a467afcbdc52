"""Markdown: tables of pipes or HTML, headings and paragraphs, each character at its line and column."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Md:
    name = "md"
    suffixes = (".md", ".markdown")

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.web.encoding import page_text
        from openness_lint.web.markdown import read_markdown

        return read_markdown(page_text(source.data), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Md()]
