"""Findings as tab-separated lines, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from openness_lint.hooks import Look
from openness_lint.model.diagnostic import Gap, Violation
from openness_lint.model.outcome import Outcome, Result
from openness_lint.model.span import TextSpan

COLUMNS = ("file", "line", "code", "severity", "place", "message")


class TabFindings:
    name = "tab"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        _put(stream, COLUMNS)
        for result in results:
            if not isinstance(result, Outcome):
                continue  # a file that could not be read: the command line says why
            for one in result.active:  # suppressed findings are not among them
                if look.quiet and isinstance(one, Gap):
                    continue
                span = one.at.span
                _put(
                    stream,
                    (
                        result.path,
                        str(span.line) if isinstance(span, TextSpan) else "",
                        one.rule.code,
                        one.severity.value if isinstance(one, Violation) else type(one).__name__.lower(),
                        result.form.where(one.at.address).say(look.language),
                        one.message.say(look.language),
                    ),
                )


def _put(stream: TextIO, fields: Iterable[str]) -> None:
    # A tab or line break out of a report must not make a field or a line of its own.
    stream.write("\t".join(" ".join(field.split()) for field in fields) + "\n")
