"""`repair.yaml` of a pack: how often each slip happens, and on whose word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from openness_lint.model.errors import InvalidRule
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, listed
from openness_lint.model.slip import NAMES_ONLY, Prior, Priors, Slip, Usual
from openness_lint.rulebook.schema import Words
from openness_lint.rulebook.validate import invalid, validated
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Node

# What a pack knows of slips, if it says anything of them.
SLIPS = "repair.yaml"

Chance = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, lt=1)]


class UsualFile(BaseModel):
    """The rows, by table, in which a slip mostly happens, and which share of it happens there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Share
    rows: dict[str, list[str]] = Field(min_length=1)


class SlipFile(BaseModel):
    """How often a slip happens, relative to the others, where mostly (rows not filled in), and why that is assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chance: Chance
    because: Words
    usual: UsualFile | None = None


class RepairFile(BaseModel):
    """What a pack knows of slips; one that is not named is never given as a cause."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    certain: Share = 0.95
    likely: Share = 0.8
    mentioned: Share = 0.05
    zero: Annotated[float, Field(ge=1)] = 3.0
    figures: dict[str, dict[str, Chance]] = Field(default_factory=dict)
    slips: dict[Slip, SlipFile] = Field(min_length=1)


def build_priors(tree: Node, forms: Sequence[Form]) -> Priors:
    """The priors that a file states.

    Raises:
        InvalidRule: it says something else, or names a slip that is never weighed or a row that no form has; with
            the place.
    """
    _know_slips(tree)
    file = validated(RepairFile, tree)
    known = {(table.id, row.id) for form in forms for table in form.tables for row in table.rows}
    for table, rows in file.figures.items():
        for row in rows:
            _know(tree, ("figures", table, row), (table, row), known)
    return Priors(
        {slip: _prior(tree, slip, one, known) for slip, one in file.slips.items()},
        file.certain,
        file.likely,
        file.mentioned,
        file.zero,
        file.figures,
    )


def _know_slips(tree: Node) -> None:
    """Refuse a slip that there is not, and what others are called, which would only make all others rarer."""
    slips = tree.get("slips") if isinstance(tree, Mapping) else None
    names = [one.value for one in Slip if one not in NAMES_ONLY]
    for key, _ in slips if isinstance(slips, Mapping) else ():
        if key.value in names:
            continue
        if key.value in {one.value for one in NAMES_ONLY}:
            words = Phrase(
                "{slip} 只是对已经看得出的情形的叫法，不参与比较，不能写多寡；可用：{known}",
                "{slip} is only what others are called where it can be seen, and is never weighed; use one of: {known}",
            )
        else:
            words = Phrase("没有这种错 {slip}；可用：{known}{hint}", "there is no slip {slip}; known: {known}{hint}")
        message = words.fill(slip=key.value, known=listed(names), hint=did_you_mean(key.value, names))
        raise InvalidRule(message, line=key.span.line, column=key.span.column)


def _prior(tree: Node, slip: Slip, file: SlipFile, known: Collection[tuple[str, str]]) -> Prior:
    because = Phrase(file.because.zh, file.because.en)
    if file.usual is None:
        return Prior(file.chance, because)
    at = ("slips", slip.value, "usual")
    if slip is not Slip.LINE_OMITTED:
        words = Phrase("只有 {slip} 可以写明多见于哪些行", "only {slip} can be said to happen mostly in some rows")
        raise invalid(tree, at, words.fill(slip=Slip.LINE_OMITTED.value))
    rows: list[tuple[str, str]] = []
    for table, names in file.usual.rows.items():
        for i, name in enumerate(names):
            _know(tree, (*at, "rows", table, i), (table, name), known)
            rows.append((table, name))
    return Prior(file.chance, because, Usual(frozenset(rows), file.usual.share))


def _know(tree: Node, path: tuple[str | int, ...], row: tuple[str, str], known: Collection[tuple[str, str]]) -> None:
    """Refuse a row that no form has."""
    if row not in known:
        name, names = ".".join(row), [".".join(one) for one in known]
        words = Phrase("没有行 {row}{hint}", "there is no row {row}{hint}")
        raise invalid(tree, path, words.fill(row=name, hint=did_you_mean(name, names)))
