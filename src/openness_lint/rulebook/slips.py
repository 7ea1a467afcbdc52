"""`repair.yaml` of a pack: how often each slip happens, and on whose word."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from openness_lint.model.language import Phrase
from openness_lint.model.slip import Prior, Priors, Slip
from openness_lint.rulebook.schema import Words
from openness_lint.rulebook.validate import validated
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
    slips: dict[Slip, SlipFile] = Field(min_length=1)


def build_priors(tree: Node) -> Priors:
    """The priors that a file states.

    Raises:
        InvalidRule: it says something else; with the place.
    """
    file = validated(RepairFile, tree)
    slips = {slip: Prior(one.chance, Phrase(one.because.zh, one.because.en)) for slip, one in file.slips.items()}
    return Priors(slips, file.certain, file.likely, file.mentioned, file.zero)
