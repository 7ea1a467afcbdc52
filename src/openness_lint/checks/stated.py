"""`check: stated`: a figure that the text states is the table's.

Compared first, judged afterwards: a number that equals any of the figures it may stand for holds. A sentence
that speaks of others than the table does (本级, 全系统) is not held against it; that is a gap which says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation
from openness_lint.model.phrases import Fit, Scope
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass, field, replace
from openness_lint.narrative.claims import Claim
from openness_lint.narrative.confronting import Answer, Confrontation, Confrontations, Figure, confront
from openness_lint.reckoning import plain_number, spot
from openness_lint.rulebook.terms import STRICT, unknown

# So many figures beside the number are shown; of more, the first that are not zero.
_MOST = 12


@dataclass(frozen=True)
class Parameters:
    """`measures` are ids of the pack's phrases; `severities` grade some of them apart from the rule.

    With `denials`, words that deny (未收到申请) are also held against numbers elsewhere in the text.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    measures: tuple[str, ...]
    severities: Mapping[str, Severity] = field(default_factory=dict)
    denials: bool = False


class Stated:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters) -> None:
        self._measures = frozenset(parameters.measures)
        self._severities = dict(parameters.severities)
        self._denials = parameters.denials

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        found = report.reading(confront)
        for one in found.all:
            claim = one.claim
            if claim.measure.id not in self._measures or _is_excepted(claim, found):
                continue
            against = _against(claim, found) if self._denials else None
            if one.answer is Answer.BROKEN or against is not None:
                judged += 1
                graded = self._severities.get(claim.measure.id)
                said = _broken(one) if one.answer is Answer.BROKEN else _contradicted(claim, against or claim)
                broken.append(replace(said, severity=graded))
            elif one.answer is Answer.HOLDS:
                judged += 1
            else:
                message = _why_not(one, found.scopes.get(claim.topic.id), report)
                unjudged.append(Unjudged(_spot(claim), message))
        return Verdict(judged, tuple(broken), tuple(unjudged))


def _is_excepted(claim: Claim, found: Confrontations) -> bool:
    """Whether a number in the same paragraph makes an exception of the words, as in 均已答复，另有2件结转."""
    return any((claim.passage.paragraph, id) in found.counted for id in claim.measure.unless)


def _against(claim: Claim, found: Confrontations) -> Claim | None:
    """The number in the text that what is denied cannot stand beside: a part of what should be nothing."""
    if claim.measure.value != 0:
        return None
    nothing = set(claim.measure.readings[0].cells)
    for number in found.numbers:
        if number.topic.id != claim.topic.id or number.scope != claim.scope or number.measure.fit is not Fit.EQUAL:
            continue
        # The plainest reading of either; the wider ones (new plus carried in) are not denied by it.
        if number.measure.id not in claim.measure.unless and set(number.measure.readings[0].cells) <= nothing:
            return number
    return None


def _broken(one: Confrontation) -> Broken:
    claim = one.claim
    words = {
        "name": claim.measure.name,
        "said": claim.said,
        "first": _valued(one.figures[0], claim),
        "either": join([_valued(figure, claim) for figure in one.figures], "，也不是", " nor "),
    }
    if claim.quantity is None:
        message = Phrase("正文说“{said}”，但表中{first}", "the text says '{said}', but in the table {first}")
    elif claim.measure.fit is Fit.AT_MOST:
        message = Phrase(
            "正文中“{name}”为 {said}，大于表中{first}", "the text gives {said} for {name}, more than {first}"
        )
    elif claim.measure.fit is Fit.NOT_ZERO:
        message = Phrase("正文中“{name}”有 {said}，但表中{first}", "the text gives {said} for {name}, but {first}")
    elif len(one.figures) == 1:
        message = Phrase(
            "正文中“{name}”为 {said}，但表中{first}", "the text gives {said} for {name}, but in the table {first}"
        )
    else:
        message = Phrase(
            "正文中“{name}”为 {said}，既不是表中{either}",
            "the text gives {said} for {name}, equal to neither {either}",
        )
    data = [("stated", plain_number(claim.value))]
    data += [(" + ".join(map(str, figure.reading.cells)), plain_number(figure.value)) for figure in one.figures]
    return Broken(_spot(claim), message.fill(**words), tuple(_related(one.figures)), data=tuple(data))


def _contradicted(claim: Claim, number: Claim) -> Broken:
    words = Phrase(
        "正文说“{said}”，但又写“{name}”为 {number}", "the text says '{said}', but also gives {number} for {name}"
    )
    message = words.fill(said=claim.said, name=number.measure.name, number=number.said)
    return Broken(_spot(claim), message, (_spot(number),))


def _why_not(one: Confrontation, own: Scope | None, report: Report) -> Phrase:
    match one.answer:
        case Answer.OTHER_SCOPE if own is not None and one.claim.scope is not None:
            words = Phrase(
                "没有比对：这句说的是{scope}，表里是{own}",
                "not compared: the sentence speaks of {scope}, the table of {own}",
            )
            return words.fill(scope=one.claim.scope.name, own=own.name)
        case Answer.OTHER_SCOPE if one.claim.scope is not None:
            words = Phrase(
                "没有比对：这句说的是{scope}，报告没有写明机关，不知表里是哪个范围",
                "not compared: the sentence speaks of {scope}, and the report names no agency that would tell of whom the table is",
            )
            return words.fill(scope=one.claim.scope.name)
        case Answer.PART:
            return Phrase(
                "没有比对：这句里另有相符的数字，这个可能是其中一部分",
                "not compared: another number of the sentence agrees, and this one may be a part of it",
            )
        case Answer.BLANK:
            blank = [figure for figure in one.figures if figure.blank]
            names = join([figure.reading.name for figure in blank])
            return Phrase("没有比对：表里没有填全{names}", "not compared: {names} not filled in").fill(names=names)
        case _:
            names = join(list(dict.fromkeys(report.form.table[figure.absent[0].area].name for figure in one.figures)))
            return Phrase("没有比对：{names}里没有这个数字", "not compared: the {names} does not give it").fill(
                names=names
            )


def _valued(figure: Figure, claim: Claim) -> Phrase:
    number = plain_number(figure.value)
    if claim.measure.is_money:
        return Phrase(f"{figure.reading.name.zh}为 {number} 元", f"{figure.reading.name.en} = {number} yuan")
    return Phrase(f"{figure.reading.name.zh}为 {number}", f"{figure.reading.name.en} = {number}")


def _related(figures: Sequence[Figure]) -> Iterator[Spot]:
    cells = list({cell.address: cell for figure in figures for cell in figure.cells}.values())
    if len(cells) > _MOST:
        cells = [cell for cell in cells if cell.number != Decimal(0)][:_MOST] or cells[:1]
    return (spot(cell) for cell in cells)


def _spot(claim: Claim) -> Spot:
    return Spot(Address(claim.passage.section), claim.span, claim.printed)


class StatedCheck:
    kind = "stated"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        known = [measure.id for topic in form.phrases for measure in topic.measures if measure.readings]
        for key, ids in (("measures", parameters.measures), ("severities", tuple(parameters.severities))):
            for i, id in enumerate(ids):
                if id not in known:
                    path = (key, i) if key == "measures" else (key, id)
                    raise unknown(Phrase("正文项目", "measure of the text"), id, known, form, path)
        if not parameters.measures:
            raise RuleComplaint(Phrase("至少要有一个项目", "at least one measure is needed"), ("measures",))
        return Stated(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [StatedCheck()]
