"""A run over many files: by several processes, with a cache, a bar, and an orderly end when it is broken off."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from openness_lint.cli.files import Found
from openness_lint.cli.jobs import Line, Order, number_of
from openness_lint.cli.judged import Judged
from openness_lint.cli.progress import Interruption, Progress, tell_interrupted
from openness_lint.cli.run import FEW, Run
from openness_lint.model.language import Language, Phrase
from openness_lint.model.values import dataclass, field

if TYPE_CHECKING:
    from openness_lint.cli.cluster import Elsewhere


@dataclass(slots=True)
class Many:
    """The files of one run on their way.

    `jobs` is what the command line says, `wanted` what it says of the bar. `elsewhere` judges them, if not this machine.
    """

    run: Run
    files: Sequence[Found]
    order: Order
    jobs: str
    wanted: bool | None
    language: Language
    elsewhere: Elsewhere | None = None
    interruption: Interruption = field(default_factory=Interruption)

    def go_elsewhere(self, scheduler: str | None, urls: Sequence[str]) -> None:
        """Have the files judged by a cluster, and those at addresses with them.

        Raises:
            OpennessLintError: an address cannot be listed.
        """
        from openness_lint.cli.cluster import Elsewhere

        self.elsewhere = Elsewhere(self.run, self.order, scheduler, self.jobs, self.files, urls)
        self.files = self.elsewhere.files

    def each(self) -> Iterator[tuple[Found, Judged]]:
        """What is said of each file, in their order."""
        # Files that are mended, and causes that are looked for, are dealt with one after the other, here.
        is_plain = self.run.fixing is None and not self.run.debug
        jobs = number_of(self.jobs, len(self.files)) if is_plain else 1
        progress = Progress(len(self.files), self.language, wanted=self.wanted, stream=sys.stderr)
        yield from self._until_interrupted(progress, jobs, is_plain=is_plain)
        if self.interruption.came:
            tell_interrupted(progress.done, len(self.files), self.language)

    def _tell(self, words: Phrase) -> None:
        print(f"openness-lint: {words.say(self.language)}", file=sys.stderr)

    def _until_interrupted(self, progress: Progress, jobs: int, *, is_plain: bool) -> Iterator[tuple[Found, Judged]]:
        with ExitStack() as stack:
            stack.enter_context(self.interruption.heeded())
            if self.elsewhere is not None:
                judged = self.elsewhere.each(self.interruption, self._tell)
                yield from progress.follow(judged)
                return
            keeps = is_plain and self.order.cache and len(self.files) >= FEW
            over = self.interruption
            line = Line(self.run.desk, self.order, jobs=jobs, keeps=keeps, is_over=lambda: over.came)
            yield from progress.follow(self.interruption.until(line.run(self.files)))
