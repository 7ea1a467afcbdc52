"""`check: amount`: an amount that the text states is one that can be charged, and its parts add up to it.

对5件申请收取500元，其中3件300元，2件200元: the amounts behind 其中 (in the same sentence, or in the next one that
begins with it) are the parts, and the counts before them are parts of the count before the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.claims import Claim, read_claims
from openness_lint.narrative.passages import Passage, read_passages
from openness_lint.narrative.quantities import Kind, Quantity
from openness_lint.narrative.sentences import Strand
from openness_lint.reckoning import plain_number
from openness_lint.rulebook.terms import STRICT, unknown

_PARTS = "其中"
# Prices by the piece are no parts of the whole.
_BY_THE_PIECE = ("每", "/", "／", "均")
_OPEN = ("等", "主要")
# A sentence with more numbers than this is no account of a fee; it also bounds the work.
_MOST = 60


@dataclass(frozen=True)
class Parameters:
    """`measure` is an amount of the pack's phrases; `multiple_of` is in yuan, `multiple` how grave another is."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    measure: str
    multiple_of: int
    multiple: Severity | None = None


class _Part(NamedTuple):
    strand: Strand
    quantity: Quantity


class Amounts:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._measure = parameters.measure
        self._multiple_of = parameters.multiple_of
        self._multiple = parameters.multiple

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        claims = [one for one in report.reading(read_claims) if one.measure.id == self._measure]
        passages = report.reading(read_passages) if claims else ()
        place = {id(passage): i for i, passage in enumerate(passages)}
        for claim in claims:
            amount = claim.quantity
            if amount is None or amount.about:
                continue
            judged += 1
            if claim.value % self._multiple_of:
                message = Phrase(
                    f"{claim.said}不是 {self._multiple_of} 元的整数倍，按收费标准算不出这个数",
                    f"{claim.said} is no multiple of {self._multiple_of} yuan, so no tariff gives it",
                )
                broken.append(Broken(_spot(claim), message, severity=self._multiple))
            following = passages[place[id(claim.passage)] + 1 :][:1]
            broken += _misadded(claim, following)
        return Verdict(max(judged, len(broken)), tuple(broken))


def _misadded(claim: Claim, following: Sequence[Passage]) -> Iterator[Broken]:
    """The whole, or the count it was charged for, where its parts add up to something else."""
    amount = claim.quantity
    assert amount is not None
    if sum(len(one.quantities) for one in claim.passage.sentence.strands) > _MOST:
        return
    strand = next(one for one in claim.passage.sentence.strands if amount in one.quantities and _holds(one, claim))
    stretch = strand.text[amount.stop :]
    parts = [_Part(strand, one) for one in strand.quantities if one.start >= amount.stop]
    if _PARTS not in stretch:
        if not following or not following[0].sentence.text.startswith(_PARTS):
            return
        strand = following[0].sentence.main
        stretch = strand.text
        parts = [_Part(strand, one) for one in strand.quantities[:_MOST]]
    if any(one in stretch for one in (*_BY_THE_PIECE, *_OPEN)) or any(one.quantity.about for one in parts):
        return
    money = [one for one in parts if one.quantity.kind is Kind.MONEY]
    if len(money) < 2:
        return
    if found := _sum_of(claim.said, claim.value, money, _spot(claim), claim.passage):
        yield found
    counted = [a for a, b in pairwise(parts) if b in money and a.quantity.kind is Kind.COUNT]
    own = claim.passage.sentence.main
    before = [one for one in own.quantities if one.stop <= amount.start and one.kind is Kind.COUNT]
    if len(counted) == len(money) and before:
        whole = before[-1]
        at = Spot(
            Address(claim.passage.section), own.span(whole.start, whole.end), own.original(whole.start, whole.end)
        )
        said = own.text[whole.start : whole.stop]
        if found := _sum_of(said, whole.value, counted, at, claim.passage):
            yield found


def _holds(strand: Strand, claim: Claim) -> bool:
    amount = claim.quantity
    return amount is not None and strand.span(amount.start, amount.end) == claim.span


def _sum_of(said: str, value: Decimal, parts: Sequence[_Part], at: Spot, passage: Passage) -> Broken | None:
    total = sum((one.quantity.value for one in parts), Decimal(0))
    if total == value:
        return None
    addends = join([Phrase.same(plain_number(one.quantity.value)) for one in parts], " + ", " + ")
    words = Phrase("{addends} = {total}，但前面写的是 {said}", "{addends} = {total}, but the whole is given as {said}")
    related = [
        Spot(
            Address(passage.section),
            one.strand.span(one.quantity.start, one.quantity.end),
            one.strand.original(one.quantity.start, one.quantity.end),
        )
        for one in parts
    ]
    data = (("stated", plain_number(value)), ("parts", plain_number(total)))
    return Broken(at, words.fill(addends=addends, total=plain_number(total), said=said), tuple(related), data=data)


def _spot(claim: Claim) -> Spot:
    return Spot(Address(claim.passage.section), claim.span, claim.printed)


class Amount:
    kind = "amount"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        known = [measure.id for topic in form.phrases for measure in topic.measures if measure.is_money]
        if parameters.measure not in known:
            raise unknown(Phrase("正文金额", "amount of the text"), parameters.measure, known, form, ("measure",))
        return Amounts(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Amount()]
