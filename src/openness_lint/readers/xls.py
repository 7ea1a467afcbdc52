"""Excel workbooks of the older kind (.xls): cells as they show, with sheet and address."""

from __future__ import annotations

from importlib.util import find_spec

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.source import Source


class Xls:
    name = "xls"
    suffixes = (".xls",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        from openness_lint.recognition.assembly import assemble
        from openness_lint.sheets.biff import read_workbook
        from openness_lint.sheets.blocks import document_of
        from openness_lint.syntax.kinds import missing_extra

        if find_spec("xlrd") is None:
            raise missing_extra("xls", Phrase("旧版 Excel 工作簿", "Excel workbooks of the older kind"))
        return assemble(document_of(read_workbook(source.data)), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Xls()]
