"""One line for each finding: `path:line:column: CODE severity message`, for grep and for editors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import kind, place
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Gap
from openness_lint.model.outcome import Outcome, Result
from openness_lint.model.span import TextSpan

LONGEST_MESSAGE = 1000  # cells


class Concise:
    """The words for severity, `gap` and `fault` are the same in every language, so that scripts can rely on them.

    A paper without lines has the place in words instead of line and column.
    """

    name = "concise"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        for result in results:
            if not isinstance(result, Outcome):
                continue  # the command line says on standard error why it could not be read
            for one in result.active:
                if look.quiet and isinstance(one, Gap):
                    continue
                span = one.at.span
                where = f"{span.line}:{span.column}" if isinstance(span, TextSpan) else place(span).say(look.language)
                message = crop(plain(one.message.say(look.language)), LONGEST_MESSAGE)
                stream.write(f"{plain(f'{result.path}:{where}')}: {plain(one.rule.code)} {kind(one)} {message}\n")


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Concise()]
