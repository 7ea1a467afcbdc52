"""One report judged as a run does it: its suppressions, the file of them beside it and the baseline heeded."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.cli.files import Found, display_name, read_source
from openness_lint.cli.wording import in_words
from openness_lint.config.rulings import Asked
from openness_lint.engine import judge
from openness_lint.model.days import date, datetime
from openness_lint.model.errors import InvalidBaseline
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.suppression import SUFFIX, may_suppress

if TYPE_CHECKING:
    from openness_lint.baseline import Baseline
    from openness_lint.suppression.side_file import SideFile


@dataclass(slots=True)
class Judging:
    """Judges one report, however often it changes while it is mended.

    `beside` is, after each time, the outcome of the file of suppressions beside the report, if there is
    anything to say of it.
    """

    name: str
    asked: Asked
    known: Sequence[ReadyRule]  # every rule there is, also those that are not asked
    today: date
    side_file: SideFile | None = None
    baseline: Baseline | None = None
    raised: Callable[[Exception], object] | None = None
    beside: Outcome | None = None

    def __call__(self, report: Report) -> Outcome:
        """The outcome.

        Raises:
            InvalidSuppression: the file beside the report names an address that its form does not have.
        """
        outcome = judge(report, self.asked.rules, self.name, raised=self.raised, known=self.known)
        self.beside = None
        if self.side_file is not None or any(may_suppress(one.text.text) for one in report.comments):
            from openness_lint.suppression.settle import Terms, settle

            terms = Terms(self.known, self.asked.rules, self.today, self.asked.mandatory)
            outcome, self.beside = settle(outcome, report, terms, self.side_file)
        if self.baseline is not None:
            outcome = self.baseline.silence(outcome, self.asked.mandatory)
            if self.beside is not None:
                self.beside = self.baseline.silence(self.beside, self.asked.mandatory)
        return outcome


def today() -> date:
    """The day where the program runs."""
    return datetime.now().astimezone().date()


def side_file_of(found: Found, path: Path, known: Sequence[ReadyRule]) -> SideFile | None:
    """The file of suppressions beside a report; None where there is none.

    Args:
        found: The report.
        path: Where it lies, or would lie if it did not come from standard input.
        known: Every rule there is.

    Raises:
        OpennessLintError: it cannot be read, or cannot be understood; with its place.
    """
    # Not Path.exists, which takes three times as long, and once for every report.
    if not os.path.exists(f"{path}{SUFFIX}"):  # noqa: PTH110
        return None
    beside = path.with_name(path.name + SUFFIX)
    from openness_lint.suppression.side_file import parse_side_file

    name = found.name + SUFFIX
    source = read_source(Found(name, beside, True))
    return parse_side_file(source.data, name, [one.rule for one in known])


def open_baseline(path: Path, known: Sequence[ReadyRule]) -> Baseline:
    """The baseline in a file.

    Raises:
        InvalidBaseline: there is none, it cannot be read, or cannot be understood; with its place.
    """
    from openness_lint.baseline import parse_baseline

    name = display_name(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        words = Phrase(
            "没有这个基线文件；用 openness-lint baseline create 生成",
            "there is no such baseline; openness-lint baseline create makes one",
        )
        raise InvalidBaseline(words, path=name) from None
    except OSError as error:
        words = Phrase("无法读取：{why}", "cannot be read: {why}")
        raise InvalidBaseline(words.fill(why=in_words(error)), path=name) from None
    return parse_baseline(data, name, [one.rule for one in known])
