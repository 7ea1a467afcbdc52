"""What would mend broken equations: which figures, to what, after which slip, and how sure that is."""

from __future__ import annotations

from enum import Enum

from openness_lint.model.address import Address
from openness_lint.model.language import Phrase
from openness_lint.model.slip import Slip
from openness_lint.model.span import Span
from openness_lint.model.values import NamedTuple, dataclass


class Certainty(Enum):
    CERTAIN = "certain"  # one reading, with a clear margin
    LIKELY = "likely"  # one reading well before the others
    OPEN = "open"  # several readings are about as good
    NONE = "none"  # no small change makes everything hold


class Change(NamedTuple):
    """A figure that would change: where it stands, what is printed there, and what should be."""

    address: Address
    span: Span
    printed: str
    meant: str


class Step(NamedTuple):
    """A slip undone, and the figures that change with it."""

    slip: Slip
    figures: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """One reading: the figures that change together, and the slips that would explain them.

    Each change belongs to one of `steps`, which are in order of their first. `close` is a slip about as
    likely as that of the only step. `unless` are the totals that would be wrong instead, had the figure
    been corrected and they not: that leaves the very same traces. `said` tells of the changes in a sentence.
    """

    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    probability: float
    close: Slip | None = None
    unless: tuple[Address, ...] = ()
    said: Phrase = Phrase("", "")

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The kinds of slips, each once."""
        return tuple(dict.fromkeys(one.slip for one in self.steps))


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Equations that are broken by one cause, and what would mend them.

    `key` is the same for every finding that the cause explains. `equations` counts those that hold
    after the change. `repairs` are the readings told, and `more` is how many come near beside those.
    `common` are the figures that every reading changes, where there are several. `least` is how many
    figures would have to change at least, where no small repair was found. `complete` is false where the
    search ended at its bound. `restated` says that nothing may be wrong but the report this one is held
    against. `notes` are what to tell of all this, a line each.
    """

    key: str
    certainty: Certainty
    equations: int
    repairs: tuple[Repair, ...]
    common: tuple[Address, ...] = ()
    least: int = 0
    notes: tuple[Phrase, ...] = ()
    more: int = 0
    complete: bool = True
    restated: bool = False
