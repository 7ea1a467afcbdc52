"""JSON Lines: one object a line, each report as it is done, for pipes and for many reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.outcome import Outcome, Result, Tally


class Jsonl:
    """A line is a report in the shape of `files[]` in version 1 of the contract, or a file that could
    not be read: `{"path": …, "error": {…}}`. The last line, the only one with a `summary`, tells that
    the run came to its end.
    """

    name = "jsonl"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        from openness_lint.drawing import contract  # loads json, which other formats do without

        tally = Tally()
        for result in tally.count(results):
            if isinstance(result, Outcome):
                line = contract.file(result, look.language)
            else:
                error = contract.unread(result, look.language)
                line = {"path": error.pop("path"), "error": error}
            stream.write(contract.dump(line, indent=None) + "\n")
        last = {
            "summary": contract.summary(tally),
            "schema_version": contract.VERSION,
            "tool": contract.tool(look.version),
        }
        stream.write(contract.dump(last, indent=None) + "\n")


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Jsonl()]
