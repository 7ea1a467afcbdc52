"""Judge an equation on a report's figures, and say in words what came out.

Exact: sums are formed in Decimal and compared with no tolerance. A blank (or a placeholder such as
`/`) counts as 0 only when the equation then holds; otherwise nothing can be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import ClassVar

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.figure import Figure, Trait
from openness_lint.model.form import Column, Form, Group, Row, Table
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation, Relation, Side
from openness_lint.model.report import Cell, Cells, Report, ReportTable
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.terms import STRICT, Over, equations

# Up to this many figures are written out with their names; of more, only those that are not zero.
FEW = 4

_BROKEN = {
    Relation.EQUAL: Phrase("{left}，但{right}，相差 {difference}", "{left}, but {right}, {difference} apart"),
    Relation.AT_LEAST: Phrase(
        "{left}，不应小于{right}，差 {difference}", "{left}, but should be at least {right}; {difference} short"
    ),
    Relation.AT_MOST: Phrase(
        "{left}，不应大于{right}，多 {difference}", "{left}, but should be at most {right}; {difference} over"
    ),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of the form as a rule file names it for reference: `total = ...` in every row or column."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    over: Over
    demand: str
    at: str | None = None


def sums_on(form: Form, sums: Sequence[Sum], key: str) -> tuple[Equation, ...]:
    """The sums listed under `key` in a rule file, laid out over the form.

    Raises:
        RuleComplaint: a name in them is not the form's.
    """
    found: list[Equation] = []
    for i, one in enumerate(sums):
        here = (key, i)
        try:
            found += equations(form, one.over, parse_demand(one.demand, ("demand",)), one.at, ("demand",))
        except RuleComplaint as complaint:
            raise RuleComplaint(complaint.message, (*here, *complaint.path), complaint.offset) from None
    return tuple(found)


# Against a plain number instead of other figures.
_BOUND = {
    Relation.EQUAL: Phrase("{left}，应为 {right}", "{left}, but should be {right}"),
    Relation.AT_LEAST: Phrase("{left}，不应小于 {right}", "{left}, but should be at least {right}"),
    Relation.AT_MOST: Phrase("{left}，不应大于 {right}", "{left}, but should be at most {right}"),
}


class Glance(NamedTuple):
    """The figures of one table at a glance, for rules that find nothing in most of them.

    `counted` says how many each column has, blank ones too; `odd` are those that are not plain digits.
    `numbers` are in the form's order, plain ones as int; None unless the table has all figures of the form, no others, and
    each gives a number. `beyond` are the figures that the form does not ask for, such as subtotals.
    """

    counted: Mapping[str, int]
    odd: tuple[Cell, ...]
    beyond: tuple[Cell, ...]
    is_whole: bool  # all figures of the form are there, and no others
    numbers: tuple[Decimal | int, ...] | None

    def count(self, columns: Iterable[str]) -> int:
        """How many figures these columns have."""
        return sum([self.counted.get(one, 0) for one in columns])


class Glances(NamedTuple):
    """All tables of a report at a glance, by their ids; to be asked for with `Report.reading`.

    `is_whole`: every table of the form is there, and each is whole. `odd` says for the table and column of
    every figure that is not plain digits what is odd about it.
    """

    tables: Mapping[str, Glance]
    is_whole: bool
    odd: Mapping[tuple[str, str | None], frozenset[Trait]]

    def shows(self, traits: Collection[Trait], columns: Columns) -> bool:
        """Whether a figure of these columns has one of these traits."""
        return any(place in columns.places and not found.isdisjoint(traits) for place, found in self.odd.items())


def glances(report: Report) -> Glances:
    form = report.form
    seen = {table.id: _glance(form.table[table.id], table) for one in report.sections for table in one.tables}
    odd: dict[tuple[str, str | None], frozenset[Trait]] = {}
    for glance in seen.values():
        for cell in glance.odd:
            place = cell.address.area, cell.address.column
            odd[place] = odd.get(place, frozenset()).union([mark.trait for mark in cell.figure.marks])
    return Glances(seen, len(seen) == len(form.tables) and all(one.is_whole for one in seen.values()), odd)


# Cells and figures are looked at as the tuples they are, a whole table in one call.
_FIGURE, _NUMBER = map(itemgetter, map(Cell._fields.index, ("figure", "number")))
_MARKS = itemgetter(Figure._fields.index("marks"))


def _glance(form: Table, table: ReportTable) -> Glance:
    cells = table.cells
    if isinstance(cells, Cells):
        return Glance(form.rows_by_column, cells.odd, (), True, cells.numbers)
    printed = tuple(cells.values())
    odd = tuple([cell for cell in printed if cell.figure.marks]) if any(map(_MARKS, map(_FIGURE, printed))) else ()
    if tuple(cells) != form.keys:
        beyond = tuple(cell for (row, column), cell in cells.items() if not form.has(row, column))
        return Glance(Counter(column for _, column in cells), odd, beyond, False, None)
    numbers = tuple(map(_NUMBER, printed))
    # Not `None in numbers`, which would compare every number with None.
    given = None if type(None) in set(map(type, numbers)) else numbers
    return Glance(form.rows_by_column, odd, (), True, given)


class Columns:
    """Columns of the form's tables, whose figures a rule looks at one by one."""

    def __init__(self, tables: Iterable[tuple[Table, Mapping[str, Column]]]) -> None:
        """Take the columns of each table by their ids; a group of columns stands for its subtotals."""
        self.tables = tuple(tables)

    @cached_property
    def places(self) -> frozenset[tuple[str, str | None]]:
        """The columns, each with its table."""
        return frozenset((table.id, id) for table, columns in self.tables for id in columns)

    @cached_property
    def count(self) -> int | None:
        """How many figures they have where all are there; None where one of the tables then has none."""
        counts = [sum(table.rows_by_column.get(id, 0) for id in columns) for table, columns in self.tables]
        return sum(counts) if all(counts) else None


class Reckoned(NamedTuple):
    """What an equation gave: held (both None), broken, or not to be judged."""

    broken: Broken | None = None
    unjudged: Unjudged | None = None


def spot(cell: Cell) -> Spot:
    """Where a figure stands, with its printed text."""
    return Spot(cell.address, cell.printed.span, cell.printed.text)


def is_empty(cell: Cell) -> bool:
    """Whether the cell says nothing: blank, or a placeholder for nothing."""
    return cell.figure.mark(Trait.BLANK, Trait.PLACEHOLDER) is not None


def plain_number(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros after the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def judge_all(equations: Iterable[Equation], report: Report) -> Verdict:
    """All equations on one report; a table that is not there gives one gap, not one for each line."""
    judged = 0
    broken: list[Broken] = []
    unjudged: list[Unjudged] = []
    missing: set[str] = set()
    for equation in equations:
        area = equation.at.area
        if report.table(area) is None:
            if area not in missing:
                missing.add(area)
                unjudged.append(no_table(report, area))
            continue
        outcome = reckon(equation, report)
        if outcome.unjudged is not None:
            unjudged.append(outcome.unjudged)
            continue
        judged += 1
        if outcome.broken is not None:
            broken.append(outcome.broken)
    return Verdict(judged, tuple(broken), tuple(unjudged))


def no_table(report: Report, table: str) -> Unjudged:
    """The gap for a table that the report does not give."""
    section = report.form.section_of[table]
    found = report.section(section.id)
    place = Spot(Address(table), found.heading.printed.span if found else report.span)
    return Unjudged(
        place, Phrase("报告中没有{name}", "the report has no {name}").fill(name=report.form.table[table].name)
    )


def reckon(equation: Equation, report: Report) -> Reckoned:
    """Judge one equation."""
    cells: dict[Address, Cell] = {}
    for term in equation.terms:
        cell = report.cell(term.address)
        if cell is None:
            return Reckoned(unjudged=_absent(equation, report))
        cells[term.address] = cell
    left, right = value(equation.left, cells), value(equation.right, cells)
    if left is None or right is None:
        return Reckoned(unjudged=_unreadable(equation, cells, report.form))
    empty = [cell for cell in cells.values() if cell.number is None and is_empty(cell)]
    if len(empty) == len(cells):
        return Reckoned(unjudged=_blank(equation, cells, empty, report.form))
    if equation.relation.holds(left, right):
        return Reckoned()
    if empty:
        return Reckoned(unjudged=_blank(equation, cells, empty, report.form))
    return Reckoned(broken=_broken(equation, cells, left, right, report.form))


def holds_with_zeros(equation: Equation, report: Report) -> bool | None:
    """Whether the equation comes out with 0 for every empty cell; None where a figure lacks or is unreadable."""
    cells = {term.address: cell for term in equation.terms if (cell := report.cell(term.address)) is not None}
    if any(term.address not in cells for term in equation.terms):
        return None
    left, right = value(equation.left, cells), value(equation.right, cells)
    return None if left is None or right is None else equation.relation.holds(left, right)


def value(side: Side, cells: Mapping[Address, Cell]) -> Decimal | None:
    """What a side comes to, empty cells as 0; None when a cell gives no number."""
    total = side.constant
    for factor, address in side.terms:
        cell = cells[address]
        if cell.number is not None:
            total += factor * cell.number
        elif not is_empty(cell):
            return None
    return total


def _broken(equation: Equation, cells: Mapping[Address, Cell], left: Decimal, right: Decimal, form: Form) -> Broken:
    difference = abs(left - right)
    related = tuple(spot(cell) for address, cell in cells.items() if address != equation.at)
    data = {"left": plain_number(left), "right": plain_number(right), "difference": plain_number(difference)}
    return Broken(
        at=spot(cells[equation.at]),
        message=_sentence(equation, cells, left, right, form),
        related=related,
        data=tuple(data.items()),
        fixes=_solution(equation, cells[equation.at], left - right),
    )


def _solution(equation: Equation, cell: Cell, residual: Decimal) -> tuple[Fix, ...]:
    """The primary figure that would make this one demand hold; whether others then hold is not asked here."""
    factor = sum(term.factor for term in equation.left.terms if term.address == equation.at)
    factor -= sum(term.factor for term in equation.right.terms if term.address == equation.at)
    if equation.relation is not Relation.EQUAL or abs(factor) != 1 or cell.number is None:
        return ()
    if all(term.address == equation.at for term in equation.terms):
        return ()  # no other figure speaks for the number demanded: to write it down would only please the rule
    number = cell.number - residual / factor
    if number < 0:
        return ()
    words = Phrase("改为 {number}，各等式即全部成立", "replace by {number}, and every equation holds")
    edit = Edit(cell.printed.span, plain_number(number))
    return (Fix(Applicability.UNSAFE, words.fill(number=plain_number(number)), (edit,)),)


def standing_in(address: Address, equations: Iterable[Equation]) -> list[Equation]:
    """The equations that a figure stands in."""
    return [one for one in equations if any(term.address == address for term in one.terms)]


def all_hold(equations: Iterable[Equation], report: Report) -> bool:
    """Whether every one of these equations can be judged, and holds."""
    return all(holds_with_zeros(one, report) and not _is_blank(one, report) for one in equations)


def _is_blank(equation: Equation, report: Report) -> bool:
    """Whether none of its figures is given: then nothing can be said of it."""
    cells = [report.cells[term.address] for term in equation.terms]
    return all(cell.number is None and is_empty(cell) for cell in cells)


def _sentence(equation: Equation, cells: Mapping[Address, Cell], left: Decimal, right: Decimal, form: Form) -> Phrase:
    ours = _said(equation.left, equation, cells, left, form)
    if not equation.right.terms:
        words = _BOUND[equation.relation]
        return words.fill(left=ours, right=plain_number(right))
    other = _said(equation.right, equation, cells, right, form)
    if equation.relation is not Relation.EQUAL and _is_alone(equation.right):
        name = name_of(equation.right.terms[0].address, equation, form)
        other = Phrase(f"{name.zh} {plain_number(right)}", f"{name.en} ({plain_number(right)})")
    if other.zh[0].isascii():
        other = other._replace(zh=f" {other.zh}")  # a number needs air before it, a name does not
    return _BROKEN[equation.relation].fill(left=ours, right=other, difference=plain_number(abs(left - right)))


def _is_alone(side: Side) -> bool:
    return len(side.terms) == 1 and side.terms[0].factor == 1 and not side.constant


def _said(side: Side, equation: Equation, cells: Mapping[Address, Cell], total: Decimal, form: Form) -> Phrase:
    """`本年新收 12 + 上年结转 3 = 15`; `总计为 14` for a single figure."""
    if _is_alone(side):
        name = name_of(side.terms[0].address, equation, form)
        return Phrase(f"{name.zh}为 {plain_number(total)}", f"{name.en} = {plain_number(total)}")
    many = len(side.terms) > FEW
    shown = [term for term in side.terms if not many or cells[term.address].number]
    parts: list[Phrase] = []
    for factor, address in shown:
        name = name_of(address, equation, form)
        sign = ("- " if factor < 0 else "+ ") if parts else ("-" if factor < 0 else "")
        times = f"{abs(factor)} × " if abs(factor) != 1 else ""
        number = plain_number(cells[address].number or Decimal(0))
        parts.append(Phrase(f"{sign}{times}{name.zh} {number}", f"{sign}{times}{name.en} {number}"))
    if side.constant or not side.terms:
        sign = "" if not parts else "+ " if side.constant >= 0 else "- "
        parts.append(Phrase.same(f"{sign}{plain_number(abs(side.constant) if parts else side.constant)}"))
    said = join(parts, " ", " ")
    if left_out := len(side.terms) - len(shown):
        if not parts:
            return Phrase(
                f"{left_out} 项均为 0，合计 {plain_number(total)}", f"{left_out} figures of 0 = {plain_number(total)}"
            )
        said = Phrase(f"{said.zh}（其余 {left_out} 项为 0）", f"{said.en} (and {left_out} more of 0) ")
    gap = "" if said.zh.endswith("）") else " "
    return Phrase(f"{said.zh}{gap}= {plain_number(total)}", f"{said.en.rstrip()} = {plain_number(total)}")


def name_of(address: Address, equation: Equation, form: Form) -> Phrase:
    """What tells this figure from the others of its equation: its row, its column, or both."""
    table = form.table[address.area]
    addresses = [term.address for term in equation.terms]
    row, column = str(address.row), str(address.column)
    row_name = _known(table.row.get(row), table.row_group.get(row), row)
    column_name = _known(table.column.get(column), table.column_group.get(column), column)
    if len({one.area for one in addresses}) == 1 and len(set(addresses)) > 1:
        if len({one.row for one in addresses}) == 1:
            return column_name
        if len({one.column for one in addresses}) == 1:
            return row_name
    return Phrase(f"{row_name.zh}·{column_name.zh}", f"{row_name.en}/{column_name.en}")


def _known(leaf: Row | Column | None, group: Group | None, id: str) -> Phrase:
    if leaf is not None:
        return leaf.name
    if group is not None:  # the form prints no figure for a group: this is a subtotal an office has added
        return Phrase(f"{group.name.zh}小计", f"subtotal of {group.name.en}")
    return Phrase.same(id)


def _absent(equation: Equation, report: Report) -> Unjudged:
    missing = [term.address for term in equation.terms if report.cell(term.address) is None]
    if len(missing) == len(equation.terms):
        return Unjudged(
            _place(equation, report), Phrase("报告中没有这些数字", "the report gives none of these figures")
        )
    names = [name_of(address, equation, report.form) for address in missing]
    return Unjudged(
        _place(equation, report),
        Phrase("报告中没有：{names}", "the report does not give: {names}").fill(names=_some(names)),
    )


def _unreadable(equation: Equation, cells: Mapping[Address, Cell], form: Form) -> Unjudged:
    odd = [cell for cell in cells.values() if cell.number is None and not is_empty(cell)]
    names = [
        Phrase("{name}“{text}”", "{name} '{text}'").fill(
            name=name_of(cell.address, equation, form), text=cell.printed.text.strip()
        )
        for cell in odd
    ]
    return Unjudged(
        spot(cells[equation.at]),
        Phrase("读不出数字：{names}", "no number can be read: {names}").fill(names=_some(names)),
    )


def _blank(equation: Equation, cells: Mapping[Address, Cell], empty: list[Cell], form: Form) -> Unjudged:
    place = spot(cells[equation.at])
    if len(empty) == len(cells):
        words = Phrase("没有填数字", "not filled in")
        return Unjudged(place, words)
    names = _some([name_of(cell.address, equation, form) for cell in empty])
    words = Phrase(
        "{count} 格没有填数字，按 0 计不成立：{names}", "{count} not filled in, and with 0 it would not hold: {names}"
    )
    return Unjudged(place, words.fill(count=len(empty), names=names))


def _place(equation: Equation, report: Report) -> Spot:
    cell = report.cell(equation.at)
    if cell is not None:
        return spot(cell)
    table = report.table(equation.at.area)
    row = table.rows.get(str(equation.at.row)) if table else None
    span = row.span if row else table.span if table else report.span
    return Spot(equation.at, span)


def _some(names: list[Phrase]) -> Phrase:
    if len(names) <= FEW:
        return join(names)
    first = join(names[:FEW])
    return Phrase(f"{first.zh} 等 {len(names)} 项", f"{first.en} and {len(names) - FEW} more")
