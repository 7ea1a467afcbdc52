"""A suppression that has been understood: which rules, where, why, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.days import date
from openness_lint.model.diagnostic import Spot
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.span import Span, TextSpan
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.syntax.nearest import did_you_mean

# The place on the form of what is said about suppressions: none, they are no part of it.
ADDRESS = Address("suppression")
# The kind of check whose findings no suppression silences: they are about suppressions.
CHECK = "suppression"

DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What a reason has at least: dashes and dots say nothing.
REASON = pattern(r"\w")


class Selector(NamedTuple):
    """A word that names rules, as written, and the codes of the rules it names."""

    word: str
    spot: Spot
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """In the whole report."""

    def holds(self, at: Spot, report: Report) -> bool:  # noqa: ARG002
        return True


@dataclass(frozen=True, slots=True)
class Beside:
    """In these stretches of the source: what begins there, and what belongs to a row or section that does."""

    stretches: tuple[TextSpan, ...]

    def holds(self, at: Spot, report: Report) -> bool:
        # A row written as an alias has its figures elsewhere; its key tells that they are its own.
        return self._has(at.span) or self._has(_home(at.address, report))

    def _has(self, span: Span | None) -> bool:
        if not isinstance(span, TextSpan):
            return False
        place = span[:2]
        return any(one[:2] <= place <= one[2:] for one in self.stretches)


@dataclass(frozen=True, slots=True)
class Below:
    """At an address (a section, a table, a group, a row, a cell) and all below it; `written` is where it is named."""

    address: str
    written: TextSpan

    def holds(self, at: Spot, report: Report) -> bool:
        section = report.form.section_of.get(at.address.area)
        names = [str(at.address), *([section.id] if section else [])]
        return any(name == self.address or name.startswith(f"{self.address}.") for name in names)


Scope: TypeAlias = Everywhere | Beside | Below


def _home(address: Address, report: Report) -> Span | None:
    """Where the row of an address stands, or else its table's or its own section."""
    table = report.table(address.area)
    if table is not None:
        row = table.rows.get(address.row or "")
        return row.span if row is not None else table.span
    section = report.section(address.area)
    return section.heading.printed.span if section is not None else None


@dataclass(frozen=True, slots=True)
class Waiver:
    """One suppression.

    `kind` says where it is written, `spot` is all of it. `scope` is None where it stands beside nothing.
    `removal` is the stretch that goes when it goes, `list` the one between its brackets; both are None
    where nothing is to be removed by a machine.
    """

    kind: Literal["comment", "file"]
    spot: Spot
    selectors: tuple[Selector, ...]
    scope: Scope | None
    reason: str
    until: date | None = None
    until_spot: Spot | None = None
    removal: TextSpan | None = None
    list: TextSpan | None = None

    @property
    def has_reason(self) -> bool:
        return is_reason(self.reason)

    def in_force(self, today: date) -> bool:
        """Whether it silences anything at all on this day; the day it names is its last."""
        return self.has_reason and (self.until is None or today <= self.until)

    def covers(self, at: Spot, report: Report) -> bool:
        return self.scope is not None and self.scope.holds(at, report)


def is_reason(text: str) -> bool:
    """Whether a text says anything: dashes and dots do not."""
    return REASON.search(text) is not None


def codes_of(word: str, rules: Sequence[Rule]) -> frozenset[str] | Phrase:
    """The codes of the rules that a selector names, or what is wrong with it."""
    named = [rule for rule in rules if rule.answers_to(word)]
    if not named:
        names = [name for rule in rules if rule.check != CHECK for name in (rule.code, rule.name)]
        words = Phrase("没有规则“{word}”{hint}", "there is no rule '{word}'{hint}")
        return words.fill(word=word, hint=did_you_mean(word, names))
    codes = frozenset(rule.code for rule in named if rule.check != CHECK)
    if not codes:
        words = Phrase(
            "{word} 是检查豁免本身的规则，不能豁免；可用 --ignore 停用",
            "{word} is about suppressions and cannot be suppressed itself; --ignore switches it off",
        )
        return words.fill(word=word)
    return codes


def date_of(text: str) -> date | Phrase:
    """The day, or what is wrong with it."""
    if DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Phrase(f"没有 {text} 这一天", f"there is no such day as {text}")
    return Phrase(f"“{text}”不是日期；写成 2025-12-31", f"{text!r} is no date; write it as in 2025-12-31")


def listed(selectors: Iterable[Selector]) -> Phrase:
    """Their words, for messages."""
    words = [one.word for one in selectors]
    return Phrase("、".join(words), ", ".join(words))
