"""How reports put a form's figures into words: plain data, read from a pack's `phrases/` and kept with the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded, Whole
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple, dataclass, field


class Fit(Enum):
    """What the number in a sentence must be to the figure of the table."""

    EQUAL = "equal"
    AT_MOST = "at-most"  # the sentence counts a part of the figure
    NOT_ZERO = "not-zero"  # where the sentence counts any, the figure is not 0


class Reading(NamedTuple):
    """One figure, or sum of figures, that a number may stand for."""

    name: Phrase
    cells: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that sentences put a number to, or deny.

    A number binds to the first measure of its topic that knows the words around it. `readings` are empty
    where no table gives the figure. `subject` is what must have been spoken of last. Numbers of
    the measures in `unless` make an exception of it in their paragraph. `value` is what the words say by themselves (未收到申请 says 0), None
    where they hold a number. `is_money`: its numbers are amounts in yuan.
    """

    id: str
    name: Phrase
    readings: tuple[Reading, ...]
    patterns: tuple[Bounded, ...]
    fit: Fit = Fit.EQUAL
    value: int | None = None
    is_money: bool = False
    subject: str | None = None
    unless: tuple[str, ...] = ()


class Scope(NamedTuple):
    """Whose figures a sentence gives: `words` say it, and agencies whose names match `agency` report in it."""

    id: str
    name: Phrase
    words: Bounded
    agency: Bounded | None = None


class Sum(NamedTuple):
    """A total and the figures it is the sum of, for totals left blank."""

    total: Address
    parts: tuple[Address, ...]


# Strings that tell of wordings, each with the places of these among all of a topic's. The empty one tells of those
# that nothing else tells of.
Tellings: TypeAlias = list[tuple[str, tuple[int, ...]]]


class Wordings:
    """All that a topic's measures may be put into, in their order, found by what tells of them.

    `lasts` are the characters one of which ends a number in digits or begins the counter behind another, where it may
    be one of the topic's.
    """

    __slots__ = ("_numbered", "_sayings", "all", "lasts")

    def __init__(self, measures: Sequence[Measure], counters: Sequence[str]) -> None:
        self.all = tuple([(one, pattern) for one in measures for pattern in one.patterns])
        self.lasts = frozenset([*"0123456789元", *(one[0] for one in counters if one)])
        self._numbered = self._index([i for i, (one, _) in enumerate(self.all) if one.value is None])
        self._sayings = self._index([i for i, (one, _) in enumerate(self.all) if one.value is not None])

    def _index(self, places: Iterable[int]) -> tuple[tuple[str, tuple[tuple[str, tuple[int, ...]], ...]], ...]:
        """What tells of some, by the characters that few texts hold."""
        found: dict[str, dict[str, list[int]]] = {}
        for i in places:
            needs = self.all[i][1].needs
            for key, strings in needs[0] if needs else (("", ()),):
                for one in strings or (key,):
                    found.setdefault(key, {}).setdefault(one, []).append(i)
        return tuple([(key, tuple([(one, tuple(on)) for one, on in told.items()])) for key, told in found.items()])

    def numbered_in(self, text: str) -> Tellings:
        """What stands in a text, and tells of wordings with a number."""
        return [one for key, told in self._numbered if key in text for one in told if one[0] in text]

    def sayings_in(self, whole: Whole) -> Tellings:
        """The same of wordings without a number."""
        return [one for key, told in self._sayings if whole.holds(key) for one in told if whole.holds(one[0])]

    def told_of(self, text: str, tellings: Tellings) -> list[int]:
        """The places of the wordings that may be found in a text, of those told of, in order."""
        found = [i for string, on in tellings if string in text for i in on]
        return [i for i in sorted(set(found)) if self.all[i][1].may_stand_in(text)] if found else []


@dataclass(frozen=True, slots=True)
class Topic:
    """What a stretch of prose is about, and the numbers that may stand in it.

    All expressions are over plain prose, with its numbers masked where they are looked for clause by clause; they need
    nothing that stands in the masked writing alone. `about` begins the topic, `never` ends it within its clause; sentences
    with `barred` are passed over;
    `under` are headings and `sections` section ids that set it for the paragraphs below them. Numbers in
    clauses that `elsewhere` matches are compared with, or another's; from `other_time` on to the end of the
    sentence they are of another year, or of a part of this one. `counters` are those that its counts may bear.
    `subjects` are expressions by the name of what they speak of: in 行政复议7件，维持5件, the 5 are reviews.
    """

    id: str
    about: Bounded
    under: Bounded | None
    never: Bounded | None
    barred: Bounded | None
    elsewhere: Bounded | None
    other_time: Bounded | None
    sections: tuple[str, ...]
    counters: tuple[str, ...]
    scopes: tuple[Scope, ...]
    measures: tuple[Measure, ...]
    sums: tuple[Sum, ...] = ()
    subjects: tuple[tuple[str, Bounded], ...] = ()
    wordings: Wordings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wordings", Wordings(self.measures, self.counters))
