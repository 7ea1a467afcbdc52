"""All of a run as one JSON object: version 1 of the contract, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.outcome import Outcome, Result, Tally


class Json:
    name = "json"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        from openness_lint.drawing import contract  # loads json, which other formats do without

        tally = Tally()
        files, errors = [], []
        for result in tally.count(results):
            if isinstance(result, Outcome):
                files.append(contract.file(result, look.language))
            else:
                errors.append(contract.unread(result, look.language))
        everything = {
            "schema_version": contract.VERSION,
            "tool": contract.tool(look.version),
            "files": files,
            "errors": errors,
            "summary": contract.summary(tally),
        }
        if look.overview is not None and (overview := look.overview()) is not None:
            everything["roster"] = contract.roster(overview, look.language)
        stream.write(contract.dump(everything) + "\n")


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Json()]
