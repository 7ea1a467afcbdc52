"""How reports put a form's figures into words: plain data, read from a pack's `phrases/` and kept with the form."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
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


class Wordings:
    """All that a topic's measures may be put into, in their order, found by what tells them.

    `sayings` are the places among them of what needs no number.
    """

    __slots__ = ("_always", "_told_by", "all", "sayings")

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.all = tuple([(one, pattern) for one in measures for pattern in one.patterns])
        self.sayings = tuple([i for i, (one, _) in enumerate(self.all) if one.value is not None])
        told_by: dict[str, dict[str, list[int]]] = {}
        always: list[int] = []
        for i, (_, pattern) in enumerate(self.all):
            if not pattern.needs:
                always.append(i)
            for key, strings in pattern.needs[0] if pattern.needs else ():
                for one in strings or (key,):
                    told_by.setdefault(key, {}).setdefault(one, []).append(i)
        self._told_by = tuple(
            [(key, tuple([(one, tuple(on)) for one, on in found.items()])) for key, found in told_by.items()]
        )
        self._always = tuple(always)

    def may_stand_in(self, text: str) -> list[int]:
        """The places among all of those that may be found in a part of a text, in order."""
        found = set(self._always)
        for key, told in self._told_by:
            if key in text:
                for string, on in told:
                    if string in text:
                        found.update(on)
        return [i for i in sorted(found) if self.all[i][1].may_stand_in(text)]


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
        object.__setattr__(self, "wordings", Wordings(self.measures))
