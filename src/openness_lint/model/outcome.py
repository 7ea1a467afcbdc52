"""One run over one report, or why there was none; and the count of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Diagnostic, Fault, Gap, Suppression, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.form import Form
from openness_lint.model.paper import Paper
from openness_lint.model.report import Cell, Label
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.values import NamedTuple, dataclass, field


class Answer(NamedTuple):
    """How one rule came out: how many of its demands could be judged, and how many of those hold.

    A rule of which nothing was judged and nothing was found had nothing to ask of the report.
    """

    rule: Rule
    judged: int
    held: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run says of one report, or of a paper beside the reports, such as a baseline (`is_report`: no).

    `judged` counts demands that could be judged and `held` those of them that hold. `diagnostics`
    are in reading order. `lines` is the decoded source where it has lines, `paper` the document where it
    has none, for drawing frames; `cells` are the report's figures, for formats that give them. `answers`
    are of the rules that were asked of this report and apply to its form, in the order asked; once
    findings are left out for being slight, without the rules whose findings would be. `labels` are the
    headings and labels that the report prints, each with how it was matched, in reading order.
    """

    path: str
    form: Form
    agency: str | None
    year: int | None
    judged: int
    held: int
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()
    is_report: bool = True
    cells: Mapping[Address, Cell] = field(default_factory=dict, repr=False, compare=False)
    answers: Sequence[Answer] = ()
    paper: Paper | None = None
    labels: Collection[Label] = field(default=(), repr=False, compare=False)

    @property
    def active(self) -> tuple[Diagnostic, ...]:
        """All diagnostics but the suppressed."""
        return tuple(one for one in self.diagnostics if not (isinstance(one, Violation) and one.suppressed))

    @property
    def violations(self) -> tuple[Violation, ...]:
        """The violations that count: those not suppressed."""
        return tuple(one for one in self.active if isinstance(one, Violation))

    @property
    def suppressed(self) -> tuple[Violation, ...]:
        return tuple(one for one in self.diagnostics if isinstance(one, Violation) and one.suppressed)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(one for one in self.diagnostics if isinstance(one, Gap))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.diagnostics if isinstance(one, Fault))

    def fingerprints(self) -> Iterator[tuple[Diagnostic, str]]:
        """Each diagnostic with a key that survives moved lines, reformatting and other findings.

        Made of rule, agency, year, address and the printed values, never of line numbers; several
        findings that agree in all of these are told apart by their order.
        """
        import hashlib  # costs several milliseconds, of use where findings are told apart by machines

        seen: dict[str, int] = {}
        for one in self.diagnostics:
            parts = [one.rule.code, self.agency or "", str(self.year or ""), str(one.at.address), *printed_values(one)]
            key = "\x1f".join(part.replace("\x1f", " ") for part in parts)
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                key += f"\x1f{seen[key]}"
            yield one, hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def printed_values(one: Diagnostic) -> tuple[str, ...]:
    """What is printed at a finding's place, and `address=value` for each other place it speaks of."""
    related = one.broken.related if isinstance(one, Violation) else ()
    return (one.at.value, *(f"{spot.address}={spot.value}" for spot in related))


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be judged at all, and why."""

    path: str
    error: OpennessLintError


Result: TypeAlias = Outcome | Unread


@dataclass(slots=True)
class Tally:
    """The counts of a run over many reports, filled as the results pass by; `files` counts reports."""

    files: int = 0
    judged: int = 0
    held: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    gap: int = 0
    fault: int = 0
    unread: int = 0
    suppressed: int = 0

    def count(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass the results on, counting each as it goes by."""
        for result in results:
            self.add(result)
            yield result

    def add(self, result: Result) -> None:
        if isinstance(result, Unread):
            self.unread += 1
            return
        self.files += result.is_report
        self.judged += result.judged
        self.held += result.held
        for one in result.diagnostics:
            match one:
                case Violation(suppressed=Suppression()):
                    self.suppressed += 1
                case Violation(severity=Severity.ERROR):
                    self.error += 1
                case Violation(severity=Severity.WARNING):
                    self.warning += 1
                case Violation():
                    self.info += 1
                case Gap():
                    self.gap += 1
                case Fault():
                    self.fault += 1

    def reaches(self, severity: Severity) -> bool:
        """Whether anything at or above this severity was found."""
        counts = {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.INFO: self.info}
        return any(count for one, count in counts.items() if one.rank >= severity.rank)
