"""`check: place`: a text about one region names no bodies of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import no_text, paragraphs, verdict
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Parameters:
    """`regions` are provinces with their cities, by full names.

    Another region may be named where one of `after` (patterns) is found in the twelve characters before
    its name, or one of `before` in those behind it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    regions: Mapping[str, tuple[str, ...]]
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class HomePlace:
    """Names of regions other than the body's own, its province, and that province's cities where the city is not told."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, after: tuple[Bounded, ...], before: tuple[Bounded, ...]) -> None:
        self._province_of = {city: province for province, cities in parameters.regions.items() for city in cities}
        self._regions = parameters.regions
        names = sorted({*self._province_of, *parameters.regions}, key=len, reverse=True)
        self._names = Bounded("|".join(map(re.escape, names)))
        self._after = after
        self._before = before

    def judge(self, report: Report) -> Verdict:
        agency = report.agency
        if agency is None:
            return Verdict(0, (), (no_text(report, "agency"),))
        home = self._names.search(agency)
        if home is None:
            place = report.metadata["agency"]
            message = Phrase("机关名称里没有省市名", "the agency's name holds no province or city")
            return Verdict(0, (), (Unjudged(Spot(Address("agency"), place.span, place.text), message),))
        own = self._own(home[0])
        looked_at = 0
        broken: list[Broken] = []
        for paragraph in paragraphs(report, ("title", "preface", "text")):
            looked_at += 1
            text = paragraph.text.text
            for found in self._names.finditer(text):
                if found[0] in own or self._may_be_named(text, *found.span()):
                    continue
                words = Phrase("“{found}”不是“{home}”", "'{found}' is not '{home}'")
                message = words.fill(found=found[0], home=home[0])
                broken.append(Broken(paragraph.spot(*found.span()), message))
        return verdict(looked_at, broken)

    def _may_be_named(self, text: str, start: int, end: int) -> bool:
        before, behind = text[max(0, start - 12) : start], text[end : end + 12]
        return any(one.search(before) for one in self._after) or any(one.search(behind) for one in self._before)

    def _own(self, home: str) -> set[str]:
        province = self._province_of.get(home)
        return {home, province} if province is not None else {home, *self._regions[home]}


class PlaceCheck:
    kind = "place"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        after = tuple(bounded(text, ("after", i)) for i, text in enumerate(parameters.after))
        before = tuple(bounded(text, ("before", i)) for i, text in enumerate(parameters.before))
        return HomePlace(parameters, after, before)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [PlaceCheck()]
