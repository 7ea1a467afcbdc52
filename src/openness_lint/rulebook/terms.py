"""Names in a demand to the form's own figures: one equation for every row or column asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import ClassVar, Literal

from openness_lint.model.address import Address
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form, Table
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Side, Term
from openness_lint.model.values import dataclass
from openness_lint.rulebook.expressions import Demand, Name, Names
from openness_lint.syntax.nearest import did_you_mean

STRICT = {"extra": "forbid"}  # pydantic's word for: a key nobody reads is a mistake


@dataclass(frozen=True, slots=True)
class Words:
    """One thing in both languages, as a rule file writes it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Over:
    """Where a demand is asked: in every row (names are columns) or every column (names are rows).

    `rows` and `columns` narrow it down to some; groups stand for their members.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    table: str
    each: Literal["row", "column"]
    rows: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None


def table_named(form: Form, name: str, path: tuple[str | int, ...]) -> Table:
    """The form's table of this id.

    Raises:
        RuleComplaint: there is none.
    """
    if name not in form.table:
        raise unknown(Phrase("表", "table"), name, form.table, form, path)
    return form.table[name]


def unknown(
    what: Phrase, name: str, known: Iterable[str], form: Form, path: tuple[str | int, ...], offset: int | None = None
) -> RuleComplaint:
    """The complaint that a form has no such row, column, table or section."""
    known = list(known)
    message = Phrase("格式 {form} 没有{what} {name}{hint}", "form {form} has no {what} {name}{hint}").fill(
        form=form.id, what=what, name=name, hint=did_you_mean(name, known)
    )
    return RuleComplaint(message, path, offset)


def equations(
    form: Form, over: Over | None, demand: Demand, at: str | None, path: tuple[str | int, ...]
) -> tuple[Equation, ...]:
    """The demand laid out over the form; without `over`, names are whole addresses.

    `at` names the figure that findings point to; by default the one that stands alone on its side.
    `path` leads to the demand in the rule file, for complaints.

    Raises:
        RuleComplaint: a name is not the form's, or the demand matches no cell.
    """
    primary = at or _alone(demand, path)
    if over is None:
        found = [_whole(form, demand, primary, path)]
    else:
        table = table_named(form, over.table, ("over", "table"))
        lines = _columns(form, table, over) if over.each == "column" else _rows(form, table, over)
        resolve = _Across(form, table, over.each, path)
        resolve.names_exist(demand, primary)
        found = [one for line in lines if (one := resolve.equation(demand, line, primary)) is not None]
    if not found:
        raise RuleComplaint(Phrase("这条要求在表里对不上任何一格", "this demand matches no cell of the table"), path)
    return tuple(found)


def _alone(demand: Demand, path: tuple[str | int, ...]) -> str:
    for side in (demand.left, demand.right):
        if len(side.names) == 1 and not side.names[0].of_group:
            return side.names[0].name
    message = Phrase(
        "等式两边都不止一项；请用 at 指明问题算在哪一项上",
        "both sides have several terms; say with `at` which one a finding points to",
    )
    raise RuleComplaint(message, path)


def _rows(form: Form, table: Table, over: Over) -> list[str]:
    if over.rows is None:
        return list(table.row)
    return [id for i, name in enumerate(over.rows) for id in row_ids(form, table, name, ("over", "rows", i))]


def _columns(form: Form, table: Table, over: Over) -> list[str]:
    if over.columns is None:
        return list(table.column)
    return [id for i, name in enumerate(over.columns) for id in column_ids(form, table, name, ("over", "columns", i))]


def row_ids(
    form: Form, table: Table, name: str, path: tuple[str | int, ...], offset: int | None = None
) -> tuple[str, ...]:
    """The rows a name stands for: one row, or all rows of a group."""
    if name in table.row:
        return (name,)
    if name in table.row_group:
        return table.row_group[name].members
    raise unknown(Phrase("行", "row"), name, [*table.row, *table.row_group], form, path, offset)


def column_ids(
    form: Form, table: Table, name: str, path: tuple[str | int, ...], offset: int | None = None
) -> tuple[str, ...]:
    """The columns a name stands for: one column, or all columns of a group."""
    if name in table.column:
        return (name,)
    if name in table.column_group:
        return table.column_group[name].members
    raise unknown(Phrase("列", "column"), name, [*table.column, *table.column_group], form, path, offset)


@dataclass(frozen=True, slots=True)
class _Across:
    form: Form
    table: Table
    each: Literal["row", "column"]
    path: tuple[str | int, ...]

    def ids(self, name: str, offset: int | None = None) -> tuple[str, ...]:
        resolve = column_ids if self.each == "row" else row_ids
        return resolve(self.form, self.table, name, self.path, offset)

    def names_exist(self, demand: Demand, primary: str) -> None:
        names = (*demand.left.names, *demand.right.names)
        for name in names:
            if len(self.ids(name.name, name.offset)) > 1 and not name.of_group:
                message = Phrase(
                    f"{name.name} 是一个组；写成 sum({name.name})", f"{name.name} is a group; write sum({name.name})"
                )
                raise RuleComplaint(message, self.path, name.offset)
        if primary not in {name.name for name in names}:
            message = Phrase(f"at 指的 {primary} 不在等式里", f"`at` names {primary}, which is not in the demand")
            raise RuleComplaint(message, ("at",))

    def equation(self, demand: Demand, line: str, primary: str) -> Equation | None:
        """The demand in one row or column; None where the form has not all of its figures there."""
        left, right = self.side(demand.left, line), self.side(demand.right, line)
        if left is None or right is None:
            return None
        return Equation(left, demand.relation, right, self.address(self.ids(primary)[0], line))

    def side(self, side: Names, line: str) -> Side | None:
        terms = [_term(name.factor, self.address(id, line)) for name in side.names for id in self.ids(name.name)]
        if not all(self.table.has(str(term.address.row), str(term.address.column)) for term in terms):
            return None
        return Side(tuple(terms), side.constant)

    def address(self, id: str, line: str) -> Address:
        row, column = (line, id) if self.each == "row" else (id, line)
        return _addresses(self.table).get((row, column)) or Address(self.table.id, row, column)


# Of one address and one term there is one value, so that a compiled pack holds it once, and loads in half the time.


@lru_cache(maxsize=64)
def _addresses(table: Table) -> dict[tuple[str | None, str | None], Address]:
    return {(one.row, one.column): one for one in table.cells}


@lru_cache(maxsize=8192)
def _term(factor: int, address: Address) -> Term:
    return Term(factor, address)


def _whole(form: Form, demand: Demand, primary: str, path: tuple[str | int, ...]) -> Equation:
    def side(names: Names) -> Side:
        return Side(tuple(_addressed(form, name, path) for name in names.names), names.constant)

    left, right = side(demand.left), side(demand.right)
    at = next((term.address for term in (*left.terms, *right.terms) if str(term.address) == primary), None)
    if at is None:
        raise RuleComplaint(
            Phrase(f"at 指的 {primary} 不在等式里", f"`at` names {primary}, which is not in the demand"), ("at",)
        )
    return Equation(left, demand.relation, right, at)


def _addressed(form: Form, name: Name, path: tuple[str | int, ...]) -> Term:
    known = {str(address): address for address in all_cells(form)}
    if name.name not in known or name.of_group:
        raise unknown(Phrase("单元格", "cell"), name.name, known, form, path, name.offset)
    return Term(name.factor, known[name.name])


def all_cells(form: Form) -> Iterator[Address]:
    """Every cell the form asks for."""
    for table in form.tables:
        yield from table.cells
