"""What packs, forms and rules may say, as pydantic models; also the source of their JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from openness_lint.model.form import Kind
from openness_lint.model.language import Phrase
from openness_lint.model.phrases import Fit
from openness_lint.model.rule import Confidence, Severity
from openness_lint.rulebook.terms import Over

_CODE, _ID, _SLUG = r"^[A-Z]+[0-9]{3,4}$", r"^[a-z][a-z0-9_]*$", r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
# How a text should be that does not match, for messages.
PATTERNS = {
    _CODE: Phrase(
        "应是大写字母加三、四位数字，如 T303", "should be capital letters and three or four digits, as in T303"
    ),
    _ID: Phrase(
        "应是小写字母、数字和下划线，如 carried_in", "should be small letters, digits and underscores, as in carried_in"
    ),
    _SLUG: Phrase(
        "应是小写字母、数字和连字符，如 carry-identity",
        "should be small letters, digits and hyphens, as in carry-identity",
    ),
}
Code = Annotated[str, StringConstraints(pattern=_CODE)]
Id = Annotated[str, StringConstraints(pattern=_ID)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """One thing in both languages."""

    zh: str
    en: str


class ColumnFile(_Strict):
    """A column, or with `group` several below one heading."""

    id: Id | None = None
    group: Id | None = None
    label: str
    short: str | None = None
    en: str
    aliases: tuple[str, ...] = ()
    kind: Kind = Kind.COUNT
    unit: str | None = None
    bare: str | None = None
    subtotal: tuple[str, ...] = ()
    columns: tuple[ColumnFile, ...] = ()


class RowFile(_Strict):
    """A row, or with `group` several below one heading; `prefix` puts the group's id before theirs."""

    id: Id | None = None
    group: Id | None = None
    prefix: bool = False
    label: str
    short: str | None = None
    en: str
    aliases: tuple[str, ...] = ()
    columns: tuple[Id, ...] | None = None
    subtotal: tuple[str, ...] = ()
    rows: tuple[RowFile, ...] = ()


class TableFile(_Strict):
    """One table; `label` only where a section holds several, `across` where rows stand side by side.

    `row_heading` and `column_heading` are printed above the labels of the rows and above the columns.
    """

    id: Id
    name: Words
    label: str | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None
    across: bool = False
    row_heading: str | None = None
    column_heading: str | None = None
    columns: tuple[ColumnFile, ...]
    rows: tuple[RowFile, ...]


class SectionFile(_Strict):
    """One section with its tables; `text` says that prose is expected in it."""

    id: Id
    label: str
    en: str
    aliases: tuple[str, ...] = ()
    text: bool = False
    tables: tuple[TableFile, ...] = ()


class FormFile(_Strict):
    """One edition of a report form."""

    form: Slug
    title: Words
    basis: str
    distance: int = Field(default=2, ge=0, le=5)
    sections: tuple[SectionFile, ...] = Field(min_length=1)


class PackForm(_Strict):
    """Which form file holds for which report years; an open end is left out."""

    file: str
    first_year: int | None = None
    last_year: int | None = None


class BodyFile(_Strict):
    """What the ending of a body's name (a bounded pattern) says of it."""

    ending: str
    issuer: str | None = None
    level: str | None = None


class PackFile(_Strict):
    """`pack.yaml`: a family of reports, its forms and the years they are in force, and what bodies' names say."""

    name: Slug
    title: Words
    forms: tuple[PackForm, ...] = Field(min_length=1)
    bodies: tuple[BodyFile, ...] = ()


class RosterExample(_Strict):
    """A roster for an example: the `bodies` below it, or those `beside` it, where it is a body itself.

    Each body is a report with its agency; one without any section has no report. `vertical` names the
    bodies whose figures are no part of the parent's.
    """

    bodies: tuple[dict[str, Any], ...] = ()
    beside: tuple[dict[str, Any], ...] = ()
    complete: bool = False
    vertical: tuple[str, ...] = ()


class ExampleFile(_Strict):
    """A piece of a report on which the rule holds, breaks, or cannot judge (`gap`).

    As keys, or as text where its comments matter. `at` lists the addresses found at fault, `text` the
    very characters there, `note` why it is here. Rules that compare may be given the `previous` report
    and a `roster`; rules on suppressions a `baseline` (its entries, one a line) and the selectors of
    `mandatory` rules.
    """

    holds: dict[str, Any] | str | None = None
    breaks: dict[str, Any] | str | None = None
    gap: dict[str, Any] | str | None = None
    previous: dict[str, Any] | str | None = None
    roster: RosterExample | None = None
    baseline: str | None = None
    mandatory: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    severity: Severity | None = None
    form: str | None = None
    note: str | Words | None = None


class RuleFile(_Strict):
    """What every rule says, whatever its kind of check; the rest are the check's own keys.

    A rule whose `default` is off is asked only where its code or name is selected.
    """

    code: Code
    name: Slug
    title: Words
    severity: Severity
    confidence: Confidence = Confidence.EXACT
    default: Literal["on", "off"] = "on"
    basis: str | Words
    because: Words
    forms: tuple[str, ...] = Field(min_length=1)
    check: str
    examples: tuple[ExampleFile, ...] = ()


class ReadingFile(_Strict):
    """A figure by its address, or several joined by `+`; a group stands for the sum of its members."""

    name: Words
    cells: str


class MeasureFile(_Strict):
    """A number that sentences give, by the words around it. `N` is a count, `M` an amount, `…` a short gap, `～` one without 、."""

    id: Id
    name: Words
    equals: tuple[ReadingFile, ...] = ()
    fit: Fit = Fit.EQUAL
    value: int | None = None
    money: bool = False
    subject: Id | None = None
    unless: tuple[Id, ...] = ()
    says: tuple[str, ...] = Field(min_length=1)
    forms: tuple[str, ...] | None = None


class ScopeFile(_Strict):
    id: Id
    name: Words
    words: str
    agency: str | None = None


class SumFile(_Strict):
    """What a total is the sum of, in every row or column, for totals left blank."""

    over: Over
    demand: str


class PhrasesFile(_Strict):
    """One topic: how prose names it, and the figures it gives. `words` name alternatives for use as `<name>`."""

    topic: Id
    forms: tuple[str, ...] = Field(min_length=1)
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    about: str
    under: str | None = None
    never: str | None = None
    barred: str | None = None
    elsewhere: str | None = None
    other_time: str | None = None
    sections: tuple[Id, ...] = ()
    subjects: dict[Id, str] = Field(default_factory=dict)
    counters: tuple[str, ...] = Field(min_length=1)
    scopes: tuple[ScopeFile, ...] = ()
    sums: tuple[SumFile, ...] = ()
    measures: tuple[MeasureFile, ...] = Field(min_length=1)
