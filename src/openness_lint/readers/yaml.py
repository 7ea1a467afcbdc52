"""`report.yaml`: the report as its clerk or a converter wrote it down."""

from __future__ import annotations

from openness_lint.hooks import FormShelf, Reader, hookimpl
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.values import replace
from openness_lint.recognition.transcript import transcribe
from openness_lint.syntax.decode import decode
from openness_lint.syntax.yaml import parse_yaml


class Yaml:
    name = "yaml"
    suffixes = (".yaml", ".yml")

    def read(self, source: Source, forms: FormShelf) -> Report:
        root, lines = parse_yaml(decode(source.data), UnreadableInput)
        report = transcribe(root, lines, forms)
        if "#" not in lines.text:
            return report
        from openness_lint.syntax.comments import comments_of  # which few reports have

        comments = comments_of(root, lines)
        return replace(report, comments=comments) if comments else report


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [Yaml()]
