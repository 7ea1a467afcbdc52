"""What a run has to say about a report: a Violation, a Gap, or a Fault of ours."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.language import Phrase
from openness_lint.model.repair import Diagnosis
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.span import Span
from openness_lint.model.values import NamedTuple, dataclass, replace


class Spot(NamedTuple):
    """A place on the paper: its address on the form, its span, and what is printed there.

    `path` names the file of a place in another report than the one judged; only related places have it.
    """

    address: Address
    span: Span
    value: str = ""
    path: str | None = None


class Applicability(Enum):
    SAFE = "safe"  # applied by --fix
    UNSAFE = "unsafe"  # changes what the report says; applied only when asked for
    DISPLAY = "display"  # shown, never applied


class Edit(NamedTuple):
    """Replace what stands at `span`."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    applicability: Applicability
    message: Phrase
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A check's answer: judged, and the demand does not hold.

    `related` are the other figures or places the demand speaks of; `notes` spell out the arithmetic;
    `data` holds the same for machines. `severity` overrides the rule's for this one case.
    """

    at: Spot
    message: Phrase
    related: tuple[Spot, ...] = ()
    notes: tuple[Phrase, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A check's answer: the report does not say enough to judge."""

    at: Spot
    message: Phrase


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one question gave on one report; `judged` counts the demands that could be judged."""

    judged: int
    broken: tuple[Broken, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()


@lru_cache(maxsize=1024)
def held(judged: int) -> Verdict:
    """So many demands, all judged and none broken: what most questions give on most reports."""
    return Verdict(judged)


class Suppression(NamedTuple):
    """Why a finding is known and let stand: on whose word, and where that is written.

    `kind` is `comment` (in the report), `file` (beside it) or `baseline`.
    """

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Judged, and broken. A suppressed one is kept, but counts for nothing.

    `diagnosis` says what would mend it, for equations; findings of one cause share it.
    """

    rule: Rule
    severity: Severity
    broken: Broken
    suppressed: Suppression | None = None
    diagnosis: Diagnosis | None = None

    @property
    def at(self) -> Spot:
        return self.broken.at

    @property
    def message(self) -> Phrase:
        return self.broken.message


@dataclass(frozen=True, slots=True)
class Gap:
    """Could not be judged: the report does not say."""

    rule: Rule
    at: Spot
    message: Phrase


@dataclass(frozen=True, slots=True)
class Fault:
    """We failed: a check raised where it should have answered. Never passed off as a clean report."""

    rule: Rule
    at: Spot
    message: Phrase


Diagnostic: TypeAlias = Violation | Gap | Fault


def handed_on(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings of a report, with what mends a cause at the first of its findings that is not suppressed.

    One finding of a cause brings the fix of all; where that one is let stand, the others still want it.
    """
    found = list(found)
    heirs: dict[str, int] = {}
    for i, one in enumerate(found):
        if isinstance(one, Violation) and one.diagnosis is not None and one.suppressed is None:
            heirs.setdefault(one.diagnosis.key, i)
    for i, one in enumerate(found):
        if not isinstance(one, Violation) or one.diagnosis is None or one.suppressed is None:
            continue
        heir = found[heirs[one.diagnosis.key]] if one.diagnosis.key in heirs else None
        meant = {tuple((each.span, each.meant) for each in repair.changes) for repair in one.diagnosis.repairs}
        fixes = tuple(fix for fix in one.broken.fixes if tuple((e.span, e.replacement) for e in fix.edits) in meant)
        if not fixes or not isinstance(heir, Violation):
            continue
        left = tuple(fix for fix in one.broken.fixes if fix not in fixes)
        found[i] = replace(one, broken=replace(one.broken, fixes=left))
        further = tuple(fix for fix in fixes if fix not in heir.broken.fixes)
        found[heirs[one.diagnosis.key]] = replace(
            heir, broken=replace(heir.broken, fixes=(*heir.broken.fixes, *further))
        )
    return tuple(found)
