"""`check: implied`: where the text says something, a figure of the tables is what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
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
from openness_lint.narrative.passages import read_passages, read_words
from openness_lint.prose import needed
from openness_lint.reckoning import no_table
from openness_lint.rulebook.terms import STRICT, all_cells, unknown
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Parameters:
    """`says` are patterns over a sentence; `cell` is what must then be `number`.

    The sentence, or the heading above it, holds one of `about`; a sentence or heading with one of
    `unless` speaks of something else.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    says: tuple[str, ...]
    about: tuple[str, ...]
    cell: str
    number: int
    unless: tuple[str, ...] = ()


class Implied:
    equations: tuple[Equation, ...] = ()

    def __init__(
        self,
        says: tuple[Bounded, ...],
        about: tuple[Bounded, ...],
        unless: tuple[Bounded, ...],
        address: Address,
        number: int,
    ) -> None:
        self._says = says
        self._about = about
        self._unless = unless
        self._address = address
        self._number = number

    def judge(self, report: Report) -> Verdict:
        told = list(self._told(report))
        if not told:
            return Verdict(0)
        cell = report.cell(self._address)
        if cell is None or cell.number is None:
            if report.table(self._address.area) is None:
                return Verdict(0, (), (no_table(report, self._address.area),))
            name = report.form.where(self._address)
            message = Phrase("没有填：{name}", "not filled in: {name}").fill(name=name)
            return Verdict(0, (), tuple(Unjudged(one, message) for one in told))
        if cell.number == Decimal(self._number):
            return Verdict(len(told))
        words = Phrase("这里说“{said}”，表里“{name}”是 {number}", "this says '{said}', but {name} is {number}")
        name = report.form.where(self._address)
        spot = Spot(cell.address, cell.printed.span, cell.printed.text)
        broken = [
            Broken(one, words.fill(said=one.value, name=name, number=cell.printed.text.strip()), (spot,))
            for one in told
        ]
        return Verdict(len(told), tuple(broken))

    def _told(self, report: Report) -> Iterator[Spot]:
        whole = report.reading(read_words)
        if not any(whole.may_hold(one) for one in self._says):
            return
        for passage in report.reading(read_passages):
            for strand in passage.sentence.strands:
                found = next((match for one in self._says for match in one.finditer(strand.text)), None)
                if found is None:
                    continue
                around = [passage.sentence.text, *passage.headings[-1:]]
                if not any(one.search(text) for one in self._about for text in around):
                    continue
                if any(one.search(text) for one in self._unless for text in around):
                    continue
                start, end = found.span()
                yield Spot(Address(passage.section), strand.span(start, end), strand.original(start, end))


class ImpliedCheck:
    kind = "implied"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        needed(parameters.says, "says")
        needed(parameters.about, "about")
        known = {str(address): address for address in all_cells(form)}
        if parameters.cell not in known:
            raise unknown(Phrase("单元格", "cell"), parameters.cell, known, form, ("cell",))

        def patterns(key: str, texts: tuple[str, ...]) -> tuple[Bounded, ...]:
            return tuple(bounded(text, (key, i)) for i, text in enumerate(texts))

        return Implied(
            patterns("says", parameters.says),
            patterns("about", parameters.about),
            patterns("unless", parameters.unless),
            known[parameters.cell],
            parameters.number,
        )


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [ImpliedCheck()]
