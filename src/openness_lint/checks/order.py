"""`check: order`: the sections stand in the official order, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, Section
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True, slots=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["sequence", "once"]


class Sequence:
    """Each section stands behind the one that the form puts before it."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, form: Form) -> None:
        self._place = {section.id: i for i, section in enumerate(form.sections)}

    def judge(self, report: Report) -> Verdict:
        sections = _first_of_each(report)
        if len(sections) < 2:
            place = Spot(Address("sections"), report.span)
            return Verdict(
                0, (), (Unjudged(place, Phrase("不足两个部分，谈不上次序", "fewer than two sections, so no order")),)
            )
        broken: list[Broken] = []
        latest = sections[0]
        for section in sections[1:]:
            if self._place[section.id] > self._place[latest.id]:
                latest = section
                continue
            words = Phrase("“{one}”应在“{other}”之前", "{one!r} should stand before {other!r}")
            heading = report.form.section[section.id].wording.official
            message = words.fill(one=heading, other=report.form.section[latest.id].wording.official)
            related = (Spot(Address(latest.id), latest.heading.printed.span, latest.heading.printed.text),)
            broken.append(Broken(_spot(section), message, related))
        return Verdict(len(sections) - 1, tuple(broken))


class Once:
    """No section stands twice."""

    equations: tuple[Equation, ...] = ()

    def judge(self, report: Report) -> Verdict:
        first: dict[str, Section] = {}
        broken: list[Broken] = []
        for section in report.sections:
            if section.id not in first:
                first[section.id] = section
                continue
            heading = report.form.section[section.id].wording.official
            message = Phrase(f"“{heading}”出现了不止一次", f"{heading!r} stands more than once")
            broken.append(Broken(_spot(section), message, (_spot(first[section.id]),)))
        return Verdict(len(report.sections), tuple(broken))


def _first_of_each(report: Report) -> list[Section]:
    return list({section.id: section for section in reversed(report.sections)}.values())[::-1]


def _spot(section: Section) -> Spot:
    return Spot(Address(section.id), section.heading.printed.span, section.heading.printed.text)


class Order:
    kind = "order"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        return Sequence(form) if parameters.of == "sequence" else Once()


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Order()]
