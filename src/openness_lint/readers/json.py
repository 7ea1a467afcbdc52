"""JSON in the shape of `report.yaml`."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.recognition.transcript import transcribe
from openness_lint.syntax.decode import decode
from openness_lint.syntax.json import parse_json


class Json:
    name = "json"
    suffixes = (".json",)

    def read(self, source: Source, forms: FormShelf) -> Report:
        return transcribe(*parse_json(decode(source.data), UnreadableInput), forms)


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Json()]
