"""A run over many files: what is said of each, and of the papers beside them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.cli.desk import Desk
from openness_lint.cli.files import STDIN, Found, find_files, report_of
from openness_lint.cli.judged import Judged
from openness_lint.cli.judging import open_baseline
from openness_lint.config.plans import Plan, Plans
from openness_lint.config.rulings import Asked
from openness_lint.model.days import date
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.values import dataclass, field

if TYPE_CHECKING:
    from openness_lint.baseline import Baseline, Ledger
    from openness_lint.cli.fixes import Fixing
    from openness_lint.model.overview import Overview

# Fewer files than this are judged sooner than a second process has started, or a cache been opened.
FEW = 48
# Values made and kept before cycles among them are looked for. A report has a few thousand, none in a cycle,
# and most sweeps would come upon the same report half read.
_BETWEEN_SWEEPS = 20_000


@dataclass(slots=True)
class Run:
    """One run: what to read with, what to ask, and what was read and passed over."""

    plans: Plans
    reports_only: bool
    debug: bool
    today: date
    fixing: Fixing | None = None
    baseline: Baseline | None = None
    ledger: Ledger | None = None  # what the run says of the baseline's entries
    skipped: list[str] = field(default_factory=list)
    failed: bool = False  # whether anything was found that its file's configuration does not let pass
    _desk: Desk = field(init=False)
    _roster: Path | None = None
    _found: dict[str, Outcome] = field(default_factory=dict)  # what was found in each report, by real path
    _files: Sequence[Found] = ()
    _beside: set[str] = field(default_factory=set)  # real paths of what was read beside them
    _in_use: dict[int, tuple[Plan, Asked]] = field(default_factory=dict)  # by the identity of what is asked
    _at_hand: dict[str, tuple[Plan, Asked]] = field(default_factory=dict)  # by the path of an outcome

    def __post_init__(self) -> None:
        self._desk = Desk(self.plans, self.reports_only, self.debug, self.today, self.fixing)

    def find(self, paths: Sequence[Path], stdin_filename: str) -> Sequence[Found]:
        """The files of the run; with what each is asked settled, so that nothing is done under a faulty configuration.

        Raises:
            OpennessLintError: a configuration, or a rule file, cannot be worked with.
        """
        paths = [report for report in map(report_of, paths) if not self._is_excluded(report)]
        for path in paths or [Path()]:
            self.plans.of(Path(stdin_filename) if path == STDIN else path)
        each = self._settled(find_files(paths, self.plans.readable, stdin_filename, self.plans.excludes))
        files: Sequence[Found] = [*islice(each, FEW)]
        if len(files) == FEW:
            from openness_lint.cli.folders import Files

            files = Files(chain(files, each))
        self._files = files
        if len(files) > 1:  # else whoever began the program may have turned it off
            sweep_rarely()
        self.plans.in_force = tuple(dict.fromkeys(plan for plan, _ in self._in_use.values()))
        self.plans.refuse_strangers()
        self._roster = self.plans.agreed("roster", lambda one: one.roster).value
        if self._roster is not None:
            self._beside.add(os.path.realpath(self._desk.library.listing(self._roster).path))
        return files

    def _settled(self, files: Iterable[Found]) -> Iterator[Found]:
        """Pass on files with what they are asked settled."""
        for one in files:
            self._use(one)
            yield one

    def _use(self, found: Found) -> None:
        plan, asked = self._desk.plan(found)
        self._in_use[id(asked)] = plan, asked

    def _is_excluded(self, path: Path) -> bool:
        """Whether a file that is named is left out: only where naming it says no more than coming upon it."""
        # Not Path.is_file, which raises where permissions are missing.
        is_file = path != STDIN and os.path.isfile(path)  # noqa: PTH113
        return self.reports_only and is_file and self.plans.excludes_named(path)

    def adopt(self, found: Found, path: Path) -> None:
        """Take up a file from elsewhere, asked what it would be asked if it lay at a path.

        Raises:
            OpennessLintError: the configuration there, or what that brings, cannot be worked with.
        """
        self._desk.adopt(found, path)
        self._use(found)

    def plan(self, path: str) -> tuple[Plan, Asked]:
        """The plan of the file of the outcome that was told last, and what it is asked."""
        return self._at_hand[path]

    def has_read(self, paths: Iterable[str]) -> set[str]:
        """Those of some real paths that are reports of this run, or were read beside them."""
        asked_about = {*paths}
        found = {one.lies() for one in self._files if one.lies() in asked_about and one.name not in self.skipped}
        return found | (asked_about & self._beside)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that some file is asked and whose findings are shown, in order of code."""
        found: dict[str, Rule] = {}
        everywhere = [(plan, plan.ruling.everywhere) for plan in self.plans]
        for plan, asked in (*everywhere, *self._in_use.values()):
            for one in asked.rules:
                if is_shown(one.rule.code, one.rule.severity, plan, asked):
                    found.setdefault(one.rule.code, one.rule)
        return tuple(found[code] for code in sorted(found))

    def heed(self, baseline: Path) -> None:
        """Let stand what a baseline lists.

        Raises:
            InvalidBaseline: it cannot be read, or cannot be understood; with its place.
        """
        known = {one.rule.code: one for plan in self.plans for one in plan.rulebook.rules}
        self.baseline = open_baseline(baseline, list(known.values()))
        self._beside.add(os.path.realpath(baseline))
        from openness_lint.baseline import Ledger

        self.ledger = Ledger(self.baseline)

    @property
    def desk(self) -> Desk:
        """Where the files are judged in this process."""
        if self.fixing is not None:
            self._desk.baseline = self.baseline
        return self._desk

    def results(self, files: Iterable[Found]) -> Iterator[Result]:
        """What is said of each file, judged in this process one after the other; see `told`."""
        desk = self.desk
        return self.told((one, desk.judge(one)) for one in files)

    def told(self, each: Iterable[tuple[Found, Judged]]) -> Iterator[Result]:
        """What is said of files, and of the papers beside the reports where there is anything to say of them.

        Args:
            each: The files of the run, and what was said of them.
        """
        troubles: dict[str, Unread] = {}
        for one, judged in each:
            if judged.result is None:
                self.skipped.append(one.name)
                continue
            self._beside.update(judged.read)
            troubles.update((trouble.path, trouble) for trouble in judged.troubles)
            self._at_hand.clear()
            yield from (self._noted(each, one) for each in (judged.result, judged.beside) if each is not None)
        if troubles:
            reals = {path: os.path.realpath(path) for path in sorted(troubles)}
            told = self.has_read(reals.values())  # where it is judged
            yield from (troubles[path] for path, real in reals.items() if real not in told)
        yield from self._about_baseline()

    def _noted(self, result: Result, found: Found) -> Result:
        """What is said of a file, what the baseline lets stand taken down."""
        if not isinstance(result, Outcome):
            return result
        _, asked = self._at_hand[result.path] = self._desk.plan(found)
        if self.baseline is not None:
            result = self.baseline.silence(result, asked.mandatory)
        if self.ledger is not None:
            self.ledger.note(result, {ready.rule.code for ready in asked.rules})
        if self._roster is not None and result.is_report:
            self._found[found.lies()] = result
        return result

    @property
    def has_roster(self) -> bool:
        return self._roster is not None

    def overview(self) -> Overview | None:
        """The roster at a glance, by what was found in the reports of this run; None where there is none."""
        if self._roster is None:
            return None
        from openness_lint.cli.standings import overview_of

        library = self._desk.library
        return overview_of(library.roster(library.listing(self._roster)), self._found)

    def _about_baseline(self) -> Iterator[Outcome]:
        if self.baseline is None or self.ledger is None:
            return
        plan = next(iter(self.plans))
        asked = plan.ruling.everywhere
        from openness_lint.suppression.settle import Terms

        terms = Terms(plan.rulebook.rules, asked.rules, self.today, asked.mandatory)
        outcome = self.ledger.outcome(terms.finder("stale"), terms.finder("refused"), asked.mandatory)
        if outcome is not None:
            self._at_hand[outcome.path] = plan, asked
            yield outcome


def sweep_rarely() -> None:
    """Look for cycles among values only after many files, and never among those that are there now."""
    gc.freeze()
    gc.set_threshold(_BETWEEN_SWEEPS)
    gc.enable()


def is_shown(code: str, severity: Severity, plan: Plan, asked: Asked) -> bool:
    """Whether findings are shown; those of a mandatory rule always are."""
    return severity.rank >= plan.settings.min_severity.value.rank or code in asked.mandatory


def shows_all(plan: Plan) -> bool:
    """Whether findings of every severity are shown."""
    return plan.settings.min_severity.value is Severity.INFO
