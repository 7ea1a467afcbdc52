"""All of a run as one JSON object: version 1 of the contract, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.outcome import Outcome, Result, Tally


class Json:
    """Each report is written as it is done: what is held in memory does not grow with the run."""

    name = "json"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        from openness_lint.drawing import contract  # loads json, which other formats do without

        tally = Tally()
        errors = []
        head = contract.dump({"schema_version": contract.VERSION, "tool": contract.tool(look.version)})
        stream.write(head.removesuffix("\n}") + ',\n  "files": [')
        before, after = "\n    ", ""
        for result in tally.count(results):
            if isinstance(result, Outcome):
                file = contract.dump(contract.file(result, look.language))
                stream.write(before + file.replace("\n", "\n    "))
                before, after = ",\n    ", "\n  "
            else:
                errors.append(contract.unread(result, look.language))
        rest: contract.Json = {"errors": errors, "summary": contract.summary(tally)}
        if look.overview is not None and (overview := look.overview()) is not None:
            rest["roster"] = contract.roster(overview, look.language)
        stream.write(f"{after}],{contract.dump(rest).removeprefix('{')}\n")


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Json()]
