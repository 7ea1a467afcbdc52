"""`check: growth`: a rate of growth that the text states is that of this year's figure over last year's.

Only where nobody can doubt what has grown: the rate stands behind a number that is the table's own, with
nothing between them but words of comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from openness_lint.comparing import called, last_year, other_form, spot_in
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report, Sibling
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.claims import Claim
from openness_lint.narrative.confronting import Answer, confront, figure_of, fits
from openness_lint.narrative.quantities import Kind, Quantity
from openness_lint.narrative.sentences import Strand
from openness_lint.reckoning import plain_number, spot
from openness_lint.rulebook.terms import STRICT, unknown

_BETWEEN = pattern(
    r"，?[^，；：0-9]{0,8}?(?:同比|(?:较|比|与)(?:去年|上年度?|上一年度?|20[0-9]{2}年度?)(?:同期)?(?:相比)?)，?[^，；：0-9]{0,6}?"
    r"(?:(?P<up>增长|上升|增加|提高|上涨)|(?P<down>下降|减少|回落|降低|下滑))了?(?:幅度|率)?[为达]?"
)


@dataclass(frozen=True)
class Parameters:
    """`measures` are ids of the pack's phrases: what may be said to have grown."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    measures: tuple[str, ...]


class _Rate(NamedTuple):
    """A claim, the rate behind it as printed, and its sign."""

    claim: Claim
    strand: Strand
    quantity: Quantity
    stated: Decimal


class Growth:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, parameters: Parameters) -> None:
        self._measures = frozenset(parameters.measures)

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        previous = last_year(report)
        if not isinstance(previous, Sibling):
            return Verdict(0, (), (previous,) if previous is not None else ())
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for rate in self._rates(report):
            at = Spot(
                Address(rate.claim.passage.section),
                rate.strand.span(rate.quantity.start, rate.quantity.end),
                rate.strand.original(rate.quantity.start, rate.quantity.end),
            )
            answer = _answer(rate, at, report, previous)
            if isinstance(answer, Unjudged):
                unjudged.append(answer)
                continue
            judged += 1
            broken += [] if answer is None else [answer]
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _rates(self, report: Report) -> Iterator[_Rate]:
        for one in report.reading(confront).all:
            claim = one.claim
            if one.answer is not Answer.HOLDS or claim.measure.id not in self._measures or claim.quantity is None:
                continue
            for strand in claim.passage.sentence.strands:
                at = next((i for i, each in enumerate(strand.quantities) if each == claim.quantity), None)
                if at is None or strand.span(claim.quantity.start, claim.quantity.end) != claim.span:
                    continue
                for following in strand.quantities[at + 1 :]:
                    if following.kind is Kind.TIME:
                        continue  # 较2023年
                    found = _BETWEEN.fullmatch(strand.text, claim.quantity.stop, following.start)
                    if found is not None and following.counter == "%" and not following.about:
                        sign = -1 if found["down"] else 1
                        yield _Rate(claim, strand, following, sign * following.value)
                    break


def _answer(rate: _Rate, at: Spot, report: Report, previous: Sibling) -> Broken | Unjudged | None:
    claim, topic = rate.claim, rate.claim.topic
    pairs = []
    for reading in claim.measure.readings:
        ours, theirs = figure_of(reading, topic, report), figure_of(reading, topic, previous.report)
        whole = not (ours.absent or ours.blank or theirs.absent or theirs.blank)
        if whole and fits(claim, ours.value):
            pairs.append((ours, theirs))
    area = claim.measure.readings[0].cells[0].area
    if (gap := other_form(report, previous, Address(area))) is not None:
        return Unjudged(at, gap.message)
    if not pairs:
        words = Phrase("{last}没有给出这个数字", "{last} does not give this figure")
        return Unjudged(at, words.fill(last=called(previous)))
    rates = [(ours.value - theirs.value) * 100 / theirs.value for ours, theirs in pairs if theirs.value]
    if not rates:
        words = Phrase(
            "{last}的这个数字是 0，谈不上增长率", "this figure is 0 in {last}, so there is no rate of growth"
        )
        return Unjudged(at, words.fill(last=called(previous)))
    # Rounded or cut off; and what is said of either figure the sentence may mean will do.
    if any(abs(one - rate.stated) < rate.quantity.step for one in rates):
        return None
    ours, theirs = next(pair for pair in pairs if pair[1].value)
    actual = rates[0]
    way = Phrase("增长", "growth") if actual >= 0 else Phrase("下降", "a fall")
    words = Phrase(
        "这里写的是 {printed}%，但按{last}的 {then} 计算，{now} 应是{way} {actual}%",
        "{printed}% is stated, but from {then} in {last} to {now} it is {way} of {actual}%",
    )
    shown = plain_number(abs(actual).quantize(Decimal("0.01")))
    message = words.fill(
        printed=at.value,
        last=called(previous),
        then=plain_number(theirs.value),
        now=plain_number(ours.value),
        way=way,
        actual=shown,
    )
    related = (*map(spot, ours.cells), *(spot_in(one, previous) for one in theirs.cells))
    return Broken(at, message, related, data=(("stated", plain_number(rate.stated)), ("actual", shown)))


class GrowthCheck:
    kind = "growth"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        known = [one.id for topic in form.phrases for one in topic.measures]
        for i, name in enumerate(parameters.measures):
            if name not in known:
                raise unknown(Phrase("说法", "measure"), name, known, form, ("measures", i))
        if not parameters.measures:
            raise RuleComplaint(Phrase("measures 是空的", "`measures` is empty"), ("measures",))
        return Growth(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [GrowthCheck()]
