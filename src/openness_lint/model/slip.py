"""What people do wrong with figures, and how often: the priors by which likely causes are told."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from openness_lint.model.language import Phrase
from openness_lint.model.values import dataclass, field


class Slip(Enum):
    """One slip of a hand or a mind; it may move several figures at once."""

    TRANSPOSED_DIGITS = "transposed-digits"
    DROPPED_DIGIT = "dropped-digit"
    DOUBLED_DIGIT = "doubled-digit"
    ADDED_DIGIT = "added-digit"
    REPLACED_DIGIT = "replaced-digit"
    SIGN = "sign"
    LETTER = "letter"  # O for 0
    MAGNITUDE = "magnitude"  # 元 for 万元: a factor of a power of ten
    BLANK = "blank"  # left out where a number belongs
    SWAP = "swap"  # two figures of a row or column have changed places
    NEIGHBOUR = "neighbour"  # booked beside its place, 0 left behind
    SHIFT = "shift"  # a run of a row or column displaced by one
    STALE_TOTAL = "stale-total"  # not brought up to date
    DOUBLED_TOTAL = "doubled-total"  # added up twice
    PART_FOR_TOTAL = "part-for-total"  # copied from one part
    LINE_OMITTED = "line-omitted"  # a whole row or column not filled in: a carry-over forgotten
    COPIED = "copied"  # the figure beside or above, once more
    CARRIED_THROUGH = "carried-through"  # a wrong part added up into its total
    BODY_MISSING = "body-missing"  # one body left out of a roll-up
    NOT_TAKEN_OVER = "not-taken-over"  # figures that another report gives, and that are not what it gives
    NOT_A_NUMBER = "not-a-number"  # nothing that could be read as one
    RESTATED = "restated"  # no slip here: the other report was corrected since, or counts otherwise
    OTHER = "other"


# What others are called where it can be seen that they are something else; they have no prior of their own.
NAMES_ONLY = frozenset({Slip.NOT_TAKEN_OVER, Slip.NOT_A_NUMBER})


@dataclass(frozen=True, slots=True)
class Usual:
    """Rows, by table and id, in which a slip mostly happens, and how much of it happens there."""

    rows: frozenset[tuple[str, str]]
    share: float


@dataclass(frozen=True, slots=True)
class Prior:
    """How often a slip happens, relative to the others of its pack, where mostly, and on whose word."""

    chance: float
    because: Phrase
    usual: Usual | None = None


@dataclass(frozen=True, slots=True)
class Priors:
    """What a pack knows of slips.

    A reading is called certain or likely when its probability reaches the bound of that name, and
    readings are told as rivals down to `mentioned`. `figures` tells how common the rows of a table are,
    relative to each other, by table and row.
    """

    slips: Mapping[Slip, Prior]
    certain: float
    likely: float
    mentioned: float
    zero: float  # how much likelier a printed 0 is right than another figure
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def plain_priors() -> Priors:
    """What is assumed for a pack that says nothing: every slip as likely as any other."""
    nothing = Phrase("未说明", "not said")
    return Priors({one: Prior(1.0, nothing) for one in Slip if one not in NAMES_ONLY}, 0.95, 0.8, 0.05, 3.0)
