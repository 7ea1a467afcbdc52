"""What is said of many files, told once to each of several formats: held in a file meanwhile, and not in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from openness_lint.cli.judged import Judged, Wanted
from openness_lint.cli.parcel import Parcels
from openness_lint.cli.run import Run
from openness_lint.cli.wording import in_words
from openness_lint.config.plans import Plan
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome, Result

_LENGTH = 8  # bytes before each parcel


def told_again(results: Iterable[Result], run: Run, wanted: Wanted, times: int) -> Iterator[Iterable[Result]]:
    """The results, as often as they are wanted; each time is to be gone through before the next.

    Args:
        results: What is told once.
        run: Knows by what each was judged.
        wanted: What formats ask for beside the findings.
        times: How often.

    Raises:
        OpennessLintError: there is no room for them.
    """
    parcels: list[Parcels] = [Parcels((), ())]  # the first for what could not be read
    numbers: dict[int, tuple[int, Plan]] = {}  # of the others by the identity of the plan, which is kept for it

    def parcels_of(result: Result) -> int:
        if not isinstance(result, Outcome):
            return 0
        plan, _ = run.plan(result.path)
        if id(plan) not in numbers:
            numbers[id(plan)] = len(parcels), plan
            parcels.append(Parcels.of(plan))
        return numbers[id(plan)][0]

    def kept(file: BinaryIO) -> Iterator[Result]:
        for result in results:
            number = parcels_of(result)
            parcel = parcels[number].pack(Judged(result), wanted)
            try:
                file.write(number.to_bytes(_LENGTH, "big") + len(parcel).to_bytes(_LENGTH, "big") + parcel)
            except OSError as error:
                words = Phrase("无法写入：{why}", "cannot be written: {why}")
                raise OpennessLintError(words.fill(why=in_words(error)), path=tempfile.gettempdir()) from None
            yield result

    def again(file: BinaryIO) -> Iterator[Result]:
        file.seek(0)
        while head := file.read(_LENGTH):
            number, length = (int.from_bytes(one, "big") for one in (head, file.read(_LENGTH)))
            result = parcels[number].unpack(file.read(length)).result
            assert result is not None
            yield result

    with tempfile.TemporaryFile(prefix="openness-lint-") as file:
        yield kept(file)
        for _ in range(1, times):
            yield again(file)
