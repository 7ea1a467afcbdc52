"""`check: child_figure`: what a parent's text says of one of its bodies is what that body's report says.

Only where the text names the body in full, or with its region's last character (县水利局), says that it
received requests, and how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from openness_lint.comparing import spot_in
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.phrases import Measure, Topic
from openness_lint.model.report import Body, Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.confronting import figure_of
from openness_lint.narrative.passages import Passage, read_passages
from openness_lint.narrative.quantities import Kind, Quantity
from openness_lint.narrative.sentences import Strand
from openness_lint.reckoning import plain_number
from openness_lint.rulebook.terms import STRICT, unknown

_GOVERNMENT = "人民政府"
# Characters before a number within which the body and the verb stand.
_NEAR = 60


@dataclass(frozen=True)
class Parameters:
    """`measure` is an id of the pack's phrases; `words` say of a body that it is that measure's number that follows."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    measure: str
    words: tuple[str, ...]
    things: tuple[str, ...]


class _Said(NamedTuple):
    """A number that the text gives for a body."""

    body: Body
    passage: Passage
    strand: Strand
    quantity: Quantity


class ChildFigures:
    equations: tuple[Equation, ...] = ()

    def __init__(self, topic: Topic, measure: Measure, parameters: Parameters) -> None:
        self._topic, self._measure = topic, measure
        words, things = ("|".join(map(re.escape, one)) for one in (parameters.words, parameters.things))
        self._behind = f"(?:全年|本年|今年|共|累计)?(?:{words})(?:到)?(?:的)?(?:{things})(?:共|共计)?$"

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        companions = report.companions
        if not companions.is_parent or companions.roster is None:
            return Verdict(0)
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for said in self._said(report, companions.roster.bodies):
            answer = self._answer(said)
            if isinstance(answer, Unjudged):
                unjudged.append(answer)
                continue
            judged += 1
            broken += [] if answer is None else [answer]
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _said(self, report: Report, bodies: tuple[Body, ...]) -> Iterator[_Said]:
        region = (report.agency or "").removesuffix(_GOVERNMENT)
        names = [(body, name) for body in bodies for name in _names(body.agency, region)]
        for passage in report.reading(read_passages):
            for strand in passage.sentence.strands:
                near = [(body, name) for body, name in names if name in strand.text]
                for quantity in strand.quantities if near else ():
                    if quantity.kind is not Kind.COUNT:
                        continue
                    first = max(quantity.start - _NEAR, 0)
                    before = ("某" if first else "") + strand.text[first : quantity.start]
                    for body, name in near:
                        # 县水利局 stands in 乙县水利局 too, which is another one.
                        begin = "" if name == body.agency else "(?:^|(?<=[，；：、中和及与]))"
                        if re.search(f"{begin}{re.escape(name)}{self._behind}", before):
                            yield _Said(body, passage, strand, quantity)
                            break

    def _answer(self, said: _Said) -> Broken | Unjudged | None:
        quantity, body = said.quantity, said.body
        start, end = quantity.start, quantity.end
        at = Spot(Address(said.passage.section), said.strand.span(start, end), said.strand.original(start, end))
        if body.report is None:
            words = Phrase("{agency}没有报告可以对照", "there is no report of {agency} to hold it against")
            return Unjudged(at, words.fill(agency=body.agency))
        figures = [figure_of(one, self._topic, body.report.report) for one in self._measure.readings]
        given = [one for one in figures if not one.absent and not one.blank]
        if not given:
            words = Phrase("{agency}的报告没有给出这个数字", "the report of {agency} does not give this figure")
            return Unjudged(at, words.fill(agency=body.agency))
        if any(quantity.admits(one.value) for one in given):
            return None
        told = join(
            [
                Phrase(
                    f"{one.reading.name.zh} {plain_number(one.value)}",
                    f"{one.reading.name.en} {plain_number(one.value)}",
                )
                for one in given
            ]
        )
        words = Phrase(
            "这里说{agency}有 {number}，它自己的报告（{path}）是：{told}",
            "{number} is said of {agency}, and its own report ({path}) has: {told}",
        )
        message = words.fill(agency=body.agency, number=at.value, path=body.report.path, told=told)
        cells = dict.fromkeys(cell for one in given for cell in one.cells)
        related = tuple(spot_in(cell, body.report) for cell in cells)
        return Broken(at, message, related, data=(("agency", body.agency), ("stated", plain_number(quantity.value))))


def _names(agency: str, region: str) -> list[str]:
    """What a parent's text calls a body: 示例县水利局, or 县水利局 within 示例县."""
    names = [agency]
    if region and agency.startswith(region) and len(agency) > len(region):
        names.append(region[-1] + agency.removeprefix(region))
    return names


class ChildFigure:
    kind = "child_figure"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        if not parameters.words or not parameters.things:
            raise RuleComplaint(Phrase("words、things 不能是空的", "`words` and `things` must not be empty"))
        for topic in form.phrases:
            for measure in topic.measures:
                if measure.id == parameters.measure and measure.readings:
                    return ChildFigures(topic, measure, parameters)
        known = [one.id for topic in form.phrases for one in topic.measures if one.readings]
        raise unknown(Phrase("说法", "measure"), parameters.measure, known, form, ("measure",))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [ChildFigure()]
