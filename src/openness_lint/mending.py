"""Apply fixes to a source's text, and prove that nothing else was changed.

Every fix that is applied is checked on the mended text, read and judged anew: a safe one leaves every
figure's number as it was; one that changes a figure is kept only when every equation it stands in
holds, and several at once only as one repair that is certain. Whatever cannot be shown to be right is
left for a human.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from openness_lint.engine import Askable, equations_on, judge
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Edit, Fix, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.span import TextSpan
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.reckoning import all_hold, standing_in
from openness_lint.syntax.node import Lines

# A fix may lay bare another (a unit goes, then a leading zero shows); five rounds are more than any cell needs.
MOST_ROUNDS = 5


class Mended(NamedTuple):
    """The text after fixing, what was fixed, and what a run says of the text now."""

    text: str
    fixed: tuple[Violation, ...]
    outcome: Outcome


class _Candidate(NamedTuple):
    violation: Violation
    fix: Fix
    stretches: tuple[tuple[int, int, str], ...]  # offsets in the text, replacement

    @property
    def changes(self) -> set[Address]:
        """The figures that it may change."""
        cause = self.violation.diagnosis
        meant = {change.address for change in cause.repairs[0].changes} if cause and cause.repairs else set()
        return {self.violation.at.address, *meant}


@dataclass(frozen=True, slots=True)
class Mender:
    """Fixes texts of one kind: `read` turns a text into a report, the equations of `rules` are to hold.

    `judge` says what there is to mend, where that is not all that the rules find: rules that are not
    asked and findings that are let stand have their equations all the same.
    """

    read: Callable[[str], Report]
    rules: Sequence[Askable]
    path: str
    judge: Callable[[Report], Outcome] | None = None

    def mend(self, text: str, applicable: Iterable[Applicability]) -> Mended:
        """Apply the fixes of these kinds until none is left to apply.

        Raises:
            UnreadableInput: the text is no report to begin with.
        """
        wanted = frozenset(applicable)
        report = self.read(text)
        outcome = self._judged(report)
        fixed: list[Violation] = []
        for _ in range(MOST_ROUNDS):
            round_text, round_report, applied = self._round(text, report, outcome, wanted)
            if not applied:
                break
            text, report = round_text, round_report
            fixed += applied
            outcome = self._judged(report)
        return Mended(text, tuple(fixed), outcome)

    def _judged(self, report: Report) -> Outcome:
        return self.judge(report) if self.judge is not None else judge(report, self.rules, self.path)

    def _round(
        self, text: str, report: Report, outcome: Outcome, wanted: frozenset[Applicability]
    ) -> tuple[str, Report, list[Violation]]:
        """One fix after another from the end of the text, each kept only when it is proved right."""
        applied: list[Violation] = []
        taken = len(text) + 1
        for one in sorted(_candidates(text, outcome, wanted), key=lambda c: c.stretches[0][0], reverse=True):
            if max(end for _, end, _ in one.stretches) > taken:
                continue  # it overlaps one that was applied; the next round will see what is left of it
            changed = _replaced(text, one.stretches)
            try:
                after = self.read(changed)
            except OpennessLintError:
                continue
            if not self._is_right(one, report, after):
                continue
            text, report, taken = changed, after, one.stretches[0][0]
            applied.append(one.violation)
        return text, report, applied

    def _is_right(self, candidate: _Candidate, before: Report, after: Report) -> bool:
        same_sections = [one.id for one in before.sections] == [one.id for one in after.sections]
        if not same_sections or before.cells.keys() != after.cells.keys() or before.form is not after.form:
            return False
        changed = [address for address, cell in before.cells.items() if cell.number != after.cells[address].number]
        if candidate.fix.applicability is Applicability.SAFE:
            return not changed
        if not set(changed) <= candidate.changes:
            return False
        return all(self._hold(address, after) for address in changed)

    def _hold(self, address: Address, report: Report) -> bool:
        """Whether every equation the figure stands in can be judged, and holds."""
        return all_hold(standing_in(address, equations_on(self.rules, report)), report)


def _candidates(text: str, outcome: Outcome, wanted: frozenset[Applicability]) -> list[_Candidate]:
    lines = Lines(text)
    found: list[_Candidate] = []
    for violation in outcome.violations:
        for fix in violation.broken.fixes:
            stretches = _stretches(fix.edits, lines)
            if fix.applicability in wanted and stretches:
                found.append(_Candidate(violation, fix, stretches))
                break
    return found


def _stretches(edits: Sequence[Edit], lines: Lines) -> tuple[tuple[int, int, str], ...]:
    """The edits as offsets, in order; nothing when one of them has no place in lines."""
    found: list[tuple[int, int, str]] = []
    for span, replacement in edits:
        if not isinstance(span, TextSpan):
            return ()
        start, end = lines.offset(span.line, span.column), lines.offset(span.end_line, span.end_column)
        found.append((start, end, replacement))
    return tuple(sorted(found))


def _replaced(text: str, stretches: Sequence[tuple[int, int, str]]) -> str:
    for start, end, replacement in reversed(stretches):
        text = text[:start] + replacement + text[end:]
    return text
