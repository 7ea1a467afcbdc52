"""`check: breakdown`: the parts of a whole, as the text gives them after 其中, agree with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass
from openness_lint.narrative.breakdowns import Breakdown, Part, Placed, read_breakdowns
from openness_lint.rulebook.terms import STRICT


class Of(Enum):
    """What is asked of a whole and its parts."""

    EXCEEDING = "exceeding"  # the parts together are no more than the whole
    SHORT = "short"  # and no less, where the list is closed
    PART = "part"  # no part is more than the whole
    LABELS = "labels"  # no label stands twice
    SHARE = "share"  # a stated share is the part's
    SHARES = "shares"  # stated shares add up to 100


@dataclass(frozen=True)
class Parameters:
    """`of` is what is asked.

    `overlapping` are words in labels of parts that may share members, so that their sum proves less;
    `uncertain` is the severity then. `closing` are words that begin or end the last label and tell a list to be whole.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Of
    overlapping: tuple[str, ...] = ()
    uncertain: Severity | None = None
    closing: tuple[str, ...] = ()


class Breakdowns:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def judge(self, report: Report) -> Verdict:
        found = report.reading(read_breakdowns)
        ask = _ASKED[self._parameters.of]
        broken = [one for breakdown in found for one in ask(breakdown, self._parameters)]
        return Verdict(max(len(found), len(broken)), tuple(broken))


def _exceeding(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:
    most, least = one.most, _total(one, most=False)
    if most is None or least is None or least <= most or len(one.parts) < 2 or _exceeds_alone(one):
        return
    running = Decimal(0)
    for part in one.parts:  # 其中网络5件、信函3件，自然人6件、法人2件: two lists of one whole
        running += part.placed.quantity.value
        if running == one.whole.quantity.value:
            return
    if _is_nested(one.parts):
        return
    doubtful = one.is_open or any(word in part.label for part in one.parts for word in parameters.overlapping)
    words = Phrase("其中各项相加是 {sum}，比总数 {whole} 多", "the parts add up to {sum}, more than the whole, {whole}")
    severity = parameters.uncertain if doubtful else None
    yield _broken(one, one.whole, words.fill(sum=_sum(one), whole=_said(one.whole)), one.parts, severity)


def _short(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:
    most = _total(one, most=True)
    is_closed = (
        one.is_pure
        and not one.is_open
        and any(
            one.parts[-1].label.startswith(word) or one.parts[-1].label.endswith(word) for word in parameters.closing
        )
    )
    if not is_closed or most is None or len(one.parts) < 2 or most >= min(whole.low for whole in one.wholes):
        return
    words = Phrase("其中各项相加是 {sum}，不到总数 {whole}", "the parts add up to {sum}, less than the whole, {whole}")
    yield _broken(one, one.whole, words.fill(sum=_sum(one), whole=_said(one.whole)), one.parts, None)


def _part(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:  # noqa: ARG001
    for part in one.parts:
        if one.most is not None and part.placed.low > one.most:
            words = Phrase("其中的 {part} 比总数 {whole} 还多", "{part} is more than the whole it is part of, {whole}")
            message = words.fill(part=_said(part.placed), whole=_said(one.whole))
            spot = _spot(one.whole, one.section)
            yield Broken(_spot(part.placed, one.section), message, (spot,))


def _labels(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:  # noqa: ARG001
    first: dict[str, Part] = {}
    for part in one.parts:
        if len(part.label) > 1 and (before := first.setdefault(part.label, part)) is not part:
            message = Phrase("“{label}”列了两次", "'{label}' is listed twice").fill(label=part.label)
            yield Broken(_spot(part.placed, one.section), message, (_spot(before.placed, one.section),))


def _share(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:  # noqa: ARG001
    for part in one.parts:
        if part.share is None or part.placed.quantity.about or part.share.quantity.about:
            continue
        stated = part.share.quantity
        exact = [
            part.placed.quantity.value * 100 / whole.quantity.value
            for whole in one.wholes
            if whole.quantity.value and not whole.quantity.about
        ]
        # Rounded, cut off, or moved by one so that all shares add up to 100.
        if not exact or len(exact) < len(one.wholes) or any(abs(value - stated.value) < stated.step for value in exact):
            continue
        words = Phrase(
            "{part} 占 {whole} 的 {right}%，这里写 {stated}%", "{part} of {whole} is {right}%, but {stated}% is stated"
        )
        right = exact[-1].quantize(stated.step)
        message = words.fill(part=_said(part.placed), whole=_said(one.whole), right=right, stated=stated.value)
        related = (_spot(part.placed, one.section), _spot(one.whole, one.section))
        yield Broken(_spot(part.share, one.section), message, related, data=(("share", str(right)),))


def _shares(one: Breakdown, parameters: Parameters) -> Iterator[Broken]:  # noqa: ARG001
    shares = [part.share for part in one.parts if part.share is not None]
    total = sum((part.placed.quantity.value for part in one.parts), Decimal(0))
    if len(shares) < 2 or len(shares) < len(one.parts) or total != one.whole.quantity.value:
        return
    stated = sum((share.quantity.value for share in shares), Decimal(0))
    slack = sum((share.quantity.step for share in shares), Decimal(0)) / 2
    if abs(stated - 100) > slack:
        words = Phrase("各项占比相加是 {sum}%，不是 100%", "the shares add up to {sum}%, not 100%")
        related = tuple(_spot(share, one.section) for share in shares[1:])
        yield Broken(_spot(shares[0], one.section), words.fill(sum=stated), related)


_ASKED: dict[Of, Callable[[Breakdown, Parameters], Iterator[Broken]]] = {
    Of.EXCEEDING: _exceeding,
    Of.SHORT: _short,
    Of.PART: _part,
    Of.LABELS: _labels,
    Of.SHARE: _share,
    Of.SHARES: _shares,
}


def _total(one: Breakdown, *, most: bool) -> Decimal | None:
    values = [part.placed.high if most else part.placed.low for part in one.parts]
    return None if any(value is None for value in values) else sum((v for v in values if v is not None), Decimal(0))


def _is_nested(parts: tuple[Part, ...]) -> bool:
    """Whether some parts divide one of the others: 行政复议7件，结果维持6件，尚未审结1件."""
    values = [part.placed.quantity.value for part in parts]
    for i, value in enumerate(values):
        running = Decimal(0)
        for j in range(i + 1, len(values)):
            running += values[j]
            if value and running == value and j > i + 1:
                return True
    return False


def _exceeds_alone(one: Breakdown) -> bool:
    return one.most is not None and any(part.placed.low > one.most for part in one.parts)


def _sum(one: Breakdown) -> str:
    values = [part.placed.quantity.value for part in one.parts]
    return f"{' + '.join(_plain(value) for value in values)} = {_plain(sum(values, Decimal(0)))}"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _said(placed: Placed) -> str:
    return placed.strand.original(placed.quantity.start, placed.quantity.stop)


def _spot(placed: Placed, section: str) -> Spot:
    start, end = placed.quantity.start, placed.quantity.end
    return Spot(Address(section), placed.strand.span(start, end), placed.strand.original(start, end))


def _broken(one: Breakdown, at: Placed, message: Phrase, parts: tuple[Part, ...], severity: Severity | None) -> Broken:
    related = tuple(_spot(part.placed, one.section) for part in parts)
    return Broken(_spot(at, one.section), message, related, severity=severity)


class BreakdownCheck:
    kind = "breakdown"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        return Breakdowns(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [BreakdownCheck()]
