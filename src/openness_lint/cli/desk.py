"""One file at a time: read it, judge it by what its configuration asks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.cli.companions import Library
from openness_lint.cli.files import DATA_SUFFIXES, Found, TooLarge, looks_like_a_report, read_source
from openness_lint.cli.judged import Judged, Witness
from openness_lint.cli.judging import Judging, side_file_of
from openness_lint.config.plans import Plan, Plans
from openness_lint.config.rulings import Asked
from openness_lint.hooks import compares
from openness_lint.host import Host, known_suffixes
from openness_lint.model.days import date
from openness_lint.model.errors import NotAReport, OpennessLintError, UnreadableInput
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.values import dataclass, field
from openness_lint.suppression import SUFFIX

if TYPE_CHECKING:
    from openness_lint.baseline import Baseline
    from openness_lint.cli.fixes import Fixing


@dataclass(slots=True)
class Desk:
    """Where the files of a run are judged, each for itself.

    `baseline` is heeded only where files are mended: else whoever counts the findings silences them.
    """

    plans: Plans
    reports_only: bool
    debug: bool
    today: date
    fixing: Fixing | None = None
    baseline: Baseline | None = None
    library: Library = field(init=False)  # what reports are compared with
    _adopted: dict[str, tuple[Plan, Asked]] = field(default_factory=dict)  # by the name of the file
    _last: tuple[str, Plan, Asked] | None = None  # the file that was asked about last: many questions come in a row
    _plans: dict[Path, Plan] = field(default_factory=dict)  # by the folder of the file
    _comparing: dict[tuple[int, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Look anew at what reports are compared with."""
        self.library = Library(self._read, self.plans.readable, self.plans.excludes)

    def plan(self, found: Found) -> tuple[Plan, Asked]:
        """The plan of a file, and what it is asked.

        Raises:
            OpennessLintError: its configuration, or what that brings, cannot be worked with.
        """
        if self._last is not None and self._last[0] == found.name:
            return self._last[1:]
        if found.name in self._adopted:
            plan, asked = self._adopted[found.name]
        else:
            path = path_of(found)
            folder = path.parent
            plan = self._plans[folder] if folder in self._plans else self.plans.of_folder(folder)
            self._plans[folder] = plan
            asked = plan.asked(path)
        self._last = found.name, plan, asked
        return plan, asked

    def adopt(self, found: Found, path: Path) -> None:
        """Ask a file what it would be asked if it lay at a path.

        Raises:
            OpennessLintError: the configuration there, or what that brings, cannot be worked with.
        """
        plan = self.plans.of_folder(path.parent)
        self._adopted[found.name] = plan, plan.asked(path)
        self._last = None

    def judge(self, found: Found, source: Source | None = None) -> Judged:
        """What is said of one file; of `source`, where it has been read already."""
        try:
            return self._judged(found, source)
        except NotAReport as error:
            is_meant = found.named and not self.reports_only
            return Judged(Unread(found.name, error.at(found.name)) if is_meant else None)
        except OpennessLintError as error:
            if self.debug:
                show_traceback(error)
            return Judged(Unread(error.at(found.name).path or found.name, error))

    def _judged(self, found: Found, source: Source | None) -> Judged:
        name = found.path.name
        if name == SUFFIX:  # a configuration, as a shell's .*.yaml names it
            return Judged(None)
        if name.endswith(SUFFIX):
            words = Phrase(
                "这是豁免文件，但旁边没有它的报告 {name}",
                "a file of suppressions, but its report {name} is not beside it",
            )
            raise UnreadableInput(words.fill(name=name.removesuffix(SUFFIX)))
        only_come_upon = self.reports_only or not found.named
        plan, asked = self.plan(found)
        suffix = os.path.splitext(found.name)[1].lower()  # noqa: PTH122
        reader = plan.host.readers.get(suffix)
        try:
            source = source or read_source(found)
        except TooLarge:
            if not only_come_upon:
                raise
        is_data = suffix in DATA_SUFFIXES
        if only_come_upon and (reader is None or source is None or (is_data and not looks_like_a_report(source))):
            return Judged(None)
        if reader is None:
            raise _unknown_type(found, plan.host)
        assert source is not None
        known, shelf = plan.rulebook.rules, plan.rulebook.shelf
        report = reader.read(source, shelf)
        witness = None
        if self._compares(asked, report.form):
            witness = self._witness(found, report.agency, report.year)
            settings = plan.settings
            beside = self.library.companions(report, path_of(found), settings.previous.value, settings.roster.value)
            if beside is not report.companions:
                report = report.beside(beside)
        companions = report.companions
        fixing = self.fixing if report.transcribed else None  # a document is mended where it was written
        if fixing is not None and found.is_stdin:
            raise fixing.refuse(found)
        raised = show_traceback if self.debug else None
        side_file = side_file_of(found, path_of(found), known)
        read = () if side_file is None else (os.path.realpath(f"{path_of(found)}{SUFFIX}"),)
        judging = Judging(source.name, asked, known, self.today, side_file, self.baseline, raised)
        if fixing is None:
            outcome = judging(report)
        else:
            outcome = fixing.judge(
                found, source, lambda one: reader.read(one, shelf).beside(companions), known, judging
            )
        return Judged(outcome, judging.beside, read, witness, self.library.troubles())

    def is_still(self, found: Found, judged: Judged) -> bool:
        """Whether what was said of a file before would be said again: what it was compared with is as it was."""
        if judged.witness is None:
            return True
        return self._witness(found, judged.witness.agency, judged.witness.year) == judged.witness

    def _witness(self, found: Found, agency: str | None, year: int | None) -> Witness:
        settings = self.plan(found)[0].settings
        digest = self.library.key(path_of(found), agency, year, settings.previous.value, settings.roster.value)
        return Witness(agency, year, digest)

    def _compares(self, asked: Asked, form: Form) -> bool:
        """Whether any rule that a report of a form is asked compares it with others."""
        key = id(asked), form.id  # the rulings keep what is asked
        if key not in self._comparing:
            self._comparing[key] = any(
                compares(question) for one in asked.rules if (question := one.questions.get(form.id)) is not None
            )
        return self._comparing[key]

    def _read(self, source: Source, path: Path) -> Report | None:
        """A report that others are compared with, read as its own folder's configuration has it."""
        plan = self.plans.of_folder(path.parent)
        reader = plan.host.readers.get(path.suffix.lower())
        return reader.read(source, plan.rulebook.shelf) if reader is not None else None


def path_of(found: Found) -> Path:
    """Where a file lies, or would lie if it did not come from standard input."""
    return Path(found.name) if found.is_stdin else found.path


def show_traceback(error: Exception) -> None:
    import traceback

    traceback.print_exception(error)


def _unknown_type(found: Found, host: Host) -> UnreadableInput:
    suffix = Path(found.name).suffix
    words = Phrase("不认识的文件类型“{suffix}”；可读：{known}", "unknown file type '{suffix}'; can read: {known}")
    if not suffix:
        words = Phrase(
            "文件名没有扩展名，不知是什么类型；可读：{known}",
            "a file name without ending tells no type; can read: {known}",
        )
    return UnreadableInput(words.fill(suffix=suffix, known=known_suffixes(host)))
