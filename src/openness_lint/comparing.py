"""A report beside its companions: which there are, how they are called, and demands across them in words.

Figures of companions are published and stay; a finding points at the report that is judged, with the
others' figures as related places in their own files.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Cell, Report, Sibling
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple
from openness_lint.reckoning import is_empty, plain_number, spot

_BROKEN = {
    Relation.EQUAL: Phrase("{left}，但{right}，相差 {difference}", "{left}, but {right}, {difference} apart"),
    Relation.AT_LEAST: Phrase(
        "{left}，不应小于{right}，差 {difference}", "{left}, but should be at least {right}; {difference} short"
    ),
    Relation.AT_MOST: Phrase(
        "{left}，不应大于{right}，多 {difference}", "{left}, but should be at most {right}; {difference} over"
    ),
}
# Other files' places that one finding lists; of more, those with the largest figures.
MOST_RELATED = 12


def last_year(report: Report) -> Sibling | Unjudged | None:
    """Last year's report, why it cannot be told, or None where nobody asked and there is none."""
    companions = report.companions
    if companions.previous is not None:
        return companions.previous
    if companions.why is None:
        return None
    year = report.metadata.get("year")
    return Unjudged(Spot(Address("year"), year.span if year else report.span), companions.why)


def called(previous: Sibling) -> Phrase:
    """`去年报告（2023年，2023.yaml）`."""
    year = previous.report.year
    said = Phrase(f"{year}年，", f"{year}, ") if year is not None else Phrase("", "")
    return Phrase(f"去年报告（{said.zh}{previous.path}）", f"last year's report ({said.en}{previous.path})")


def other_form(report: Report, previous: Sibling, at: Address) -> Unjudged | None:
    """The gap where the two years' forms differ and a demand is not to be asked across them."""
    if report.form is previous.report.form or report.form.id == previous.report.form.id:
        return None
    words = Phrase(
        "{name}用的是另一种格式（{form}），两年的这些数字口径不同，不作比较",
        "{name} is on another form ({form}), whose figures do not mean the same; not compared",
    )
    table = report.table(at.area)
    place = Spot(at, table.span if table is not None else report.span)
    return Unjudged(place, words.fill(name=called(previous), form=previous.report.form.id))


def spot_in(cell: Cell, other: Sibling) -> Spot:
    """Where a figure stands in another report."""
    return spot(cell)._replace(path=other.path)


class Part(NamedTuple):
    """A figure in a demand, its sign or factor, and its name; `of` is the companion that it stands in."""

    factor: int
    name: Phrase
    cell: Cell
    of: Sibling | None = None

    @property
    def number(self) -> Decimal:
        """A blank is 0 here; whether that may stand is asked elsewhere."""
        return self.cell.number if self.cell.number is not None else Decimal(0)


class Compared(NamedTuple):
    """A linear demand across reports, with the figures it speaks of; the first of `left` is what findings point to."""

    left: tuple[Part, ...]
    relation: Relation
    right: tuple[Part, ...]

    @property
    def equation(self) -> Equation | None:
        """The demand on this report's figures alone, the others' as plain numbers; None where one of those lacks."""
        if any(one.cell.number is None for one in (*self.left, *self.right) if one.of is not None):
            return None
        return Equation(_side(self.left), self.relation, _side(self.right), self.left[0].cell.address)

    def judged(self, severity: Severity | None = None) -> Broken | Unjudged | None:
        """None where it holds."""
        parts = [*self.left, *self.right]
        at = spot(self.left[0].cell)
        odd = [one for one in parts if one.cell.number is None and not is_empty(one.cell)]
        if odd:
            return Unjudged(at, Phrase("读不出数字：{names}", "no number can be read: {names}").fill(names=_named(odd)))
        empty = [one for one in parts if is_empty(one.cell)]
        if len(empty) == len(parts):
            return Unjudged(at, Phrase("没有填数字：{names}", "not filled in: {names}").fill(names=_named(empty)))
        left, right = _total(self.left), _total(self.right)
        if self.relation.holds(left, right):
            return None
        if empty:
            words = Phrase("没有填数字，按 0 计不成立：{names}", "not filled in, and with 0 it would not hold: {names}")
            return Unjudged(at, words.fill(names=_named(empty)))
        difference = plain_number(abs(left - right))
        said = _said(self.right, right)
        if said.zh[0].isascii():
            said = said._replace(zh=f" {said.zh}")
        message = _BROKEN[self.relation].fill(left=_said(self.left, left), right=said, difference=difference)
        data = (("left", plain_number(left)), ("right", plain_number(right)), ("difference", difference))
        return Broken(at, message, related(parts[1:]), data=data, severity=severity)


def related(parts: Sequence[Part]) -> tuple[Spot, ...]:
    """The places of figures, others' with their files; of many, those that weigh most, in the order given."""
    kept = sorted(parts, key=lambda one: -abs(one.number))[:MOST_RELATED] if len(parts) > MOST_RELATED else parts
    return tuple(spot(one.cell) if one.of is None else spot_in(one.cell, one.of) for one in parts if one in kept)


def _side(parts: Sequence[Part]) -> Side:
    terms = tuple(Term(one.factor, one.cell.address) for one in parts if one.of is None)
    return Side(terms, sum((one.factor * one.number for one in parts if one.of is not None), Decimal(0)))


def _total(parts: Sequence[Part]) -> Decimal:
    return sum((one.factor * one.number for one in parts), Decimal(0))


def _named(parts: Sequence[Part]) -> Phrase:
    return join([one.name for one in parts])


def _said(parts: Sequence[Part], total: Decimal) -> Phrase:
    """`上年结转为 5`, `去年报告（…）现行有效 15 + 本年制发 3 = 18`."""
    if len(parts) == 1 and parts[0].factor == 1:
        name, number = parts[0].name, plain_number(total)
        return Phrase(f"{name.zh}为 {number}", f"{name.en} = {number}")
    said: list[Phrase] = []
    for one in parts:
        sign = ("- " if one.factor < 0 else "+ ") if said else ("-" if one.factor < 0 else "")
        times = f"{abs(one.factor)} × " if abs(one.factor) != 1 else ""
        number = plain_number(one.number)
        said.append(Phrase(f"{sign}{times}{one.name.zh} {number}", f"{sign}{times}{one.name.en} {number}"))
    summed = join(said, " ", " ")
    return Phrase(f"{summed.zh} = {plain_number(total)}", f"{summed.en} = {plain_number(total)}")


def within(previous: Sibling, name: Phrase) -> Phrase:
    """A figure of last year's report by name: `去年报告（2023年，2023.yaml）的结转下年`."""
    theirs = called(previous)
    return Phrase(f"{theirs.zh}的{name.zh}", f"{name.en} in {theirs.en}")
