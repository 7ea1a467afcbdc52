"""`check: suppression`: what is wrong with the suppressions and the baseline themselves."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Verdict
from openness_lint.model.form import Form
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT

Defect: TypeAlias = Literal["unused", "reasonless", "expired", "malformed", "refused", "stale"]


@dataclass(frozen=True)
class Parameters:
    """Which defect a rule finds; each is found by one rule."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    finds: Defect


@dataclass(frozen=True)
class AfterTheOthers:
    """Nothing that a report alone could answer.

    Whether a suppression is of use shows only when all other rules have been asked; what is then found
    under this rule, `openness_lint.suppression` and `openness_lint.baseline` say.
    """

    finds: Defect
    equations: tuple[Equation, ...] = ()

    def judge(self, _: Report) -> Verdict:
        return Verdict(0)


class Suppression:
    kind = "suppression"
    parameters = Parameters

    def ask(self, parameters: Parameters, _: Form) -> Question:
        return AfterTheOthers(parameters.finds)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Suppression()]
