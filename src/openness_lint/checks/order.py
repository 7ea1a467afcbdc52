"""`check: order`: the sections stand in the official order, each once."""

from __future__ import annotations

from typing import ClassVar, Literal

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict, held
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, Section
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["sequence", "once"]


class Sequence:
    """The sections stand in the form's order; found are the fewest that would have to move."""

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
        places = [self._place[section.id] for section in sections]
        if places == sorted(places):
            return held(len(sections) - 1)
        staying = _longest_rise(places)
        broken = [self._displaced(at, sections, staying, report) for at in range(len(sections)) if at not in staying]
        return Verdict(len(sections) - 1, tuple(broken))

    def _displaced(self, at: int, sections: list[Section], staying: list[int], report: Report) -> Broken:
        """The finding on a section that stands before or behind where it should among those that stay."""
        place = self._place[sections[at].id]
        before = [i for i in staying if i < at and self._place[sections[i].id] > place]
        behind = [i for i in staying if i > at and self._place[sections[i].id] < place]
        other = sections[before[0] if before else behind[-1]]
        words = (
            Phrase("“{one}”应在“{other}”之前", "'{one}' should stand before '{other}'")
            if before
            else Phrase("“{one}”应在“{other}”之后", "'{one}' should stand after '{other}'")
        )
        official = {id: section.wording.official for id, section in report.form.section.items()}
        message = words.fill(one=official[sections[at].id], other=official[other.id])
        return Broken(_spot(sections[at]), message, (_spot(other),))


def _longest_rise(places: list[int]) -> list[int]:
    """The indices of a longest run of rising places; of several, the one that keeps the earlier."""
    best: list[list[int]] = []
    for i in reversed(range(len(places))):
        after = [run for run in best if places[run[0]] > places[i]]
        best.append([i, *max(after, key=lambda run: (len(run), -run[0]), default=[])])
    return max(best, key=lambda run: (len(run), -run[0]), default=[])


class Once:
    """No section stands twice."""

    equations: tuple[Equation, ...] = ()

    def judge(self, report: Report) -> Verdict:
        if len({section.id for section in report.sections}) == len(report.sections):
            return held(len(report.sections))
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
