"""`check: roll_up`: an area's figures against those of the bodies below it, as a roster lists them.

`>=`: no figure is below that of a body, nor below their sum. `=`: it is their sum, asked only where the
roster is complete. Only counts are compared; money is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from openness_lint.comparing import Part, related
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form, Kind
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.report import Body, Cell, Report, Roster
from openness_lint.model.values import dataclass
from openness_lint.reckoning import is_empty, no_table, plain_number, spot
from openness_lint.rulebook.terms import STRICT, table_named

# Bodies that one note names.
FEW = 6


@dataclass(frozen=True)
class Parameters:
    """`totals` are columns after which the others of a row are not asked: they break with it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    relation: Literal["=", ">="]
    tables: tuple[str, ...]
    totals: tuple[str, ...] = ()


class RollUp:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._relation = Relation(parameters.relation)

    def judge(self, report: Report) -> Verdict:
        roster = self._roster(report)
        if roster is None:
            return Verdict(0)
        if (gap := self._gap(report, roster)) is not None:
            return Verdict(0, (), (gap,))
        bodies = _counted(roster)
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for table in self._parameters.tables:
            if report.table(table) is None:
                unjudged.append(no_table(report, table))
                continue
            for row in self._rows(report.form, table):
                for address in row:
                    answer = self._answer(address, report, bodies)
                    if isinstance(answer, Unjudged):
                        unjudged.append(answer)
                    elif answer is not None:
                        judged += 1
                        broken += answer
                        if answer and address.column in self._parameters.totals:
                            break
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        roster = self._roster(report)
        if roster is None or self._gap(report, roster) is not None:
            return ()
        bodies = _counted(roster)
        found: list[Equation] = []
        for table in self._parameters.tables:
            for address in (one for row in self._rows(report.form, table) for one in row):
                parts = _parts(address, bodies)
                if report.cell(address) is not None and parts and all(one.cell.number is not None for one in parts):
                    own, theirs = Side((Term(1, address),)), Side((), _sum(parts))
                    found.append(Equation(own, self._relation, theirs, address))
        return tuple(found)

    def _roster(self, report: Report) -> Roster | None:
        """The roster of which the report is the parent, if the rule is asked of it."""
        companions = report.companions
        if not companions.is_parent or companions.roster is None:
            return None
        asked = self._relation is Relation.AT_LEAST or companions.roster.complete
        return companions.roster if asked else None

    def _gap(self, report: Report, roster: Roster) -> Unjudged | None:
        issuer = report.metadata.get("issuer")
        if issuer is not None and report.meta("issuer") != "government":
            words = Phrase(
                "这是机关自己的报告，不是整个地区的，不与所属机关比较",
                "this is the body's own report and not the area's; not compared with the bodies below it",
            )
            return Unjudged(Spot(Address("issuer"), issuer.span, issuer.text), words)
        lacking = [one.agency for one in roster.bodies if one.report is None and not one.vertical]
        if self._relation is Relation.EQUAL and lacking:
            words = Phrase(
                "还缺 {count} 份报告，无法加总：{names}", "{count} reports are lacking, so there is no sum: {names}"
            )
            return Unjudged(_head(report), words.fill(count=len(lacking), names=_named(lacking)))
        return None

    def _rows(self, form: Form, table: str) -> Iterator[list[Address]]:
        """The counts of each row, its totals first."""
        known = form.table[table]
        for row in known.rows:
            columns = [one for one in row.columns if known.column[one].kind is Kind.COUNT]
            columns.sort(key=lambda one: one not in self._parameters.totals)
            yield [Address(table, row.id, one) for one in columns]

    def _answer(self, address: Address, report: Report, bodies: Sequence[Body]) -> list[Broken] | Unjudged | None:
        """What one figure gives; None where it cannot be compared, which is told elsewhere."""
        own = report.cell(address)
        parts = _parts(address, bodies)
        if own is None or not parts or (own.number is None and not is_empty(own)):
            return None
        if any(one.cell.number is None and not is_empty(one.cell) for one in parts):
            odd = [one.name.zh for one in parts if one.cell.number is None and not is_empty(one.cell)]
            return Unjudged(
                spot(own), Phrase("读不出数字：{names}", "no number can be read: {names}").fill(names=_named(odd))
            )
        number, total = own.number or Decimal(0), _sum(parts)
        largest = max(parts, key=lambda one: one.number)
        if self._relation is Relation.AT_LEAST and largest.number > number:
            return self._unless_blank(own, _below_one(own, largest, report.form))
        if not self._relation.holds(number, total):
            return self._unless_blank(own, _apart(own, parts, total, self._relation, report.form))
        return []

    @staticmethod
    def _unless_blank(own: Cell, broken: Broken) -> list[Broken] | Unjudged:
        if not is_empty(own):
            return [broken]
        return Unjudged(broken.at, Phrase("没有填数字", "not filled in"))


def _counted(roster: Roster) -> list[Body]:
    return [one for one in roster.bodies if one.report is not None and not one.vertical]


def _parts(address: Address, bodies: Sequence[Body]) -> list[Part]:
    """The figure at an address in the report of each body that gives it."""
    found: list[Part] = []
    for one in bodies:
        cell = one.report.report.cell(address) if one.report is not None else None
        if cell is not None:
            found.append(Part(1, Phrase.same(one.agency), cell, one.report))
    return found


def _sum(parts: Sequence[Part]) -> Decimal:
    return sum((one.number for one in parts), Decimal(0))


def _name(cell: Cell, form: Form) -> Phrase:
    table = form.table[cell.address.area]
    row, column = table.row[str(cell.address.row)], table.column[str(cell.address.column)]
    if len(row.columns) == 1:
        return row.name
    return Phrase(f"{row.name.zh}·{column.name.zh}", f"{row.name.en}/{column.name.en}")


def _below_one(own: Cell, one: Part, form: Form) -> Broken:
    assert one.of is not None
    left, right = plain_number(own.number or Decimal(0)), plain_number(one.number)
    words = Phrase(
        "{name}为 {left}，比所属的{agency}（{path}）的 {right} 还小",
        "{name} = {left}, less than the {right} of {agency} ({path}) below it",
    )
    message = words.fill(name=_name(own, form), left=left, right=right, agency=one.name, path=one.of.path)
    data = (("left", left), ("right", right), ("difference", plain_number(one.number - (own.number or Decimal(0)))))
    return Broken(spot(own), message, related([one]), data=data)


def _apart(own: Cell, parts: Sequence[Part], total: Decimal, relation: Relation, form: Form) -> Broken:
    number = own.number or Decimal(0)
    left, right, difference = plain_number(number), plain_number(total), plain_number(abs(number - total))
    given = [one for one in parts if one.number]
    if relation is Relation.EQUAL:
        words = Phrase(
            "{name}为 {left}，但所属 {count} 个机关之和为 {right}，相差 {difference}",
            "{name} = {left}, but the {count} bodies below it add up to {right}, {difference} apart",
        )
    else:
        words = Phrase(
            "{name}为 {left}，比所属 {count} 个机关之和 {right} 小 {difference}",
            "{name} = {left}, less than the {right} that the {count} bodies below it add up to; {difference} short",
        )
    message = words.fill(name=_name(own, form), left=left, right=right, count=len(parts), difference=difference)
    largest = sorted(given, key=lambda one: -one.number)[:FEW]
    said = join(
        [
            Phrase(f"{one.name.zh} {plain_number(one.number)}", f"{one.name.en} {plain_number(one.number)}")
            for one in largest
        ]
    )
    more = len(given) - len(largest)
    rest = Phrase(f"，另有 {more} 个机关", f", and {more} more") if more else Phrase("", "")
    note = Phrase(f"其中 {said.zh}{rest.zh}", f"of these {said.en}{rest.en}")
    data = (("left", left), ("right", right), ("difference", difference))
    return Broken(spot(own), message, related(given), (note,) if given else (), data)


def _head(report: Report) -> Spot:
    agency = report.metadata.get("agency")
    return Spot(Address("agency"), agency.span if agency is not None else report.span)


def _named(names: Sequence[str]) -> Phrase:
    said = join([Phrase.same(one) for one in names[:FEW]])
    more = len(names) - FEW
    return said if more <= 0 else Phrase(f"{said.zh}等 {len(names)} 个", f"{said.en} and {more} more")


class RollUpCheck:
    kind = "roll_up"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        for i, name in enumerate(parameters.tables):
            table_named(form, name, ("tables", i))
        return RollUp(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [RollUpCheck()]
