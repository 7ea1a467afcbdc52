"""`repair.yaml` of a pack: how often each slip happens, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.slip import Prior, Priors, Slip
from openness_lint.rulebook.schema import Words
from openness_lint.rulebook.validate import invalid, validated
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Node

# What a pack knows of slips, if it says anything of them.
SLIPS = "repair.yaml"

Chance = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, lt=1)]


class SlipFile(BaseModel):
    """How often a slip happens, relative to the others, and why that is assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chance: Chance
    because: Words


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
        InvalidRule: it says something else, or names a row that no form has; with the place.
    """
    file = validated(RepairFile, tree)
    known = {(table.id, row.id) for form in forms for table in form.tables for row in table.rows}
    for table, rows in file.figures.items():
        for row in rows:
            if (table, row) not in known:
                names = [f"{table}.{row}" for table, row in known]
                words = Phrase("没有行 {row}{hint}", "there is no row {row}{hint}")
                hint = did_you_mean(f"{table}.{row}", names)
                raise invalid(tree, ("figures", table, row), words.fill(row=f"{table}.{row}", hint=hint))
    slips = {slip: Prior(one.chance, Phrase(one.because.zh, one.because.en)) for slip, one in file.slips.items()}
    return Priors(slips, file.certain, file.likely, file.mentioned, file.zero, file.figures)
