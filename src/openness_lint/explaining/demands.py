"""The linear demands of a rule in words, from the same terms by which it judges.

`申请情况表每列：本年新收 + 上年结转 = 办理结果总计 + 结转下年`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from openness_lint.model.address import Address
from openness_lint.model.errors import InvalidRule, RuleComplaint
from openness_lint.model.form import METADATA, Column, Form, Group, Row, Table
from openness_lint.model.language import Phrase, join
from openness_lint.model.linear import Equation, Relation, Side, Term
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.reckoning import plain_number
from openness_lint.recognition.transcript import ISSUERS, LEVELS
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.rulebook.terms import Over, equations
from openness_lint.rulebook.validate import validated
from openness_lint.syntax.node import Mapping as MappingNode
from openness_lint.syntax.node import Node, Scalar
from openness_lint.syntax.node import Sequence as SequenceNode

# Up to this many rows or columns are named; of more, the first and how many there are.
FEW = 4

Line: TypeAlias = Literal["row", "column"]

_RELATIONS = {Relation.EQUAL: "=", Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤"}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a rule demands in one case, on the forms on which it reads the same.

    `written` are the demands as the rule file has them, empty where a check brings its own equations.
    `severity` is the case's, None for the rule's own.
    """

    words: Phrase
    forms: tuple[str, ...]
    written: tuple[str, ...] = ()
    condition: Phrase | None = None
    severity: Severity | None = None


def demands_of(ready: ReadyRule, tree: Node, forms: Iterable[Form]) -> tuple[Demand, ...]:
    """The linear demands of a rule, case by case; none where it asks something else.

    Args:
        ready: The rule.
        tree: Its file.
        forms: The forms it applies to.
    """
    forms = tuple(forms)
    found: dict[Demand, list[str]] = {}
    for case in _written(tree):
        for form in forms:
            if (one := _from_file(case, form)) is not None:
                found.setdefault(one, []).append(form.id)
    if not found:
        for form in forms:
            for one in _from_question(ready, form):
                found.setdefault(one, []).append(form.id)
    return tuple(Demand(one.words, tuple(ids), one.written, one.condition, one.severity) for one, ids in found.items())


class Written(NamedTuple):
    """A demand of a rule file laid out over a form: its line in the file, and whether it is asked only at times."""

    equations: tuple[Equation, ...]
    line: int
    each: Literal["row", "column"] | None
    under_condition: bool


def written(tree: Node, form: Form) -> tuple[Written, ...]:
    """The linear demands that a rule file makes on reports of the form."""
    found: list[Written] = []
    for case in _written(tree):
        each = case.over.each if case.over else None
        for text, line in zip(case.demands, case.lines, strict=True):
            try:
                equations = _laid_out(text, case.over, case.at, form)
            except RuleComplaint:  # written for another form, by a check that knows which
                continue
            found.append(Written(equations, line, each, bool(case.when or case.given)))
    return tuple(found)


def said(found: Sequence[Equation], each: Literal["row", "column"] | None, form: Form) -> list[Phrase]:
    """Equations of one rule in words, those of one shape together."""
    shapes: dict[object, list[Equation]] = {}
    for one in found:
        shapes.setdefault(shape(one, each), []).append(one)
    return [_said([tuple(one)], each, form) for one in shapes.values()]


@dataclass(frozen=True, slots=True)
class _Case:
    """One demand, or several asked together, as a rule file has it."""

    over: Over | None
    demands: tuple[str, ...]
    lines: tuple[int, ...]  # of each demand, in the file
    at: str | None
    given: str | None
    when: Mapping[str, Sequence[str]] = field(default_factory=dict)
    severity: Severity | None = None


def _written(tree: Node) -> Iterator[_Case]:
    """The cases of a rule file: its own demand, those under `cases`, the sums under `totals`."""
    if not isinstance(tree, MappingNode):
        return
    everywhere = _over(tree)
    yield from _case(tree, everywhere, None)
    for key in ("cases", "totals"):
        for node in _items(tree.get(key)):
            if isinstance(node, MappingNode):
                severity = _word(node.get("severity"))
                yield from _case(node, _over(node) or everywhere, Severity(severity) if severity else None)


def _case(node: MappingNode, over: Over | None, severity: Severity | None) -> Iterator[_Case]:
    found = node.get("demand")
    scalars = [one for one in _items(found) or (found,) if isinstance(one, Scalar)]
    demands, lines = tuple(one.value for one in scalars), tuple(one.span.line for one in scalars)
    if not demands or not all(_is_linear(one) for one in demands):
        return
    when = node.get("when")
    wanted = {key.value: [_word(one) or "" for one in _items(value)] for key, value in when} if isinstance(when, MappingNode) else {}  # fmt: skip
    yield _Case(over, demands, lines, _word(node.get("at")), _word(node.get("given")), wanted, severity)


def _over(node: MappingNode) -> Over | None:
    found = node.get("over")
    try:
        return validated(Over, found) if found is not None else None
    except InvalidRule:  # a key of this name that means something else to somebody's check
        return None


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, SequenceNode) else ()


def _word(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) else None


def _is_linear(text: str) -> bool:
    try:
        parse_demand(text)
    except RuleComplaint:  # `demand: half-width` is a word of another check's own
        return False
    return True


def _from_file(case: _Case, form: Form) -> Demand | None:
    try:
        laid_out = [_laid_out(text, case.over, case.at, form) for text in case.demands]
        given = _laid_out(case.given, case.over, None, form) if case.given else ()
    except RuleComplaint:  # written for another form, by a check that knows which
        return None
    each = case.over.each if case.over else None
    condition = _condition(case.when, given, each, form)
    return Demand(_said(laid_out, each, form), (), case.demands, condition, case.severity)


def _laid_out(text: str, over: Over | None, at: str | None, form: Form) -> tuple[Equation, ...]:
    demand = parse_demand(text)
    names = (*demand.left.names, *demand.right.names)
    known = {one.name for one in names}
    return equations(form, over, demand, at if at in known else names[0].name, ())


def _from_question(ready: ReadyRule, form: Form) -> list[Demand]:
    """The equations that a check lays out without a demand in the file, those of one shape together."""
    shapes: dict[object, list[Equation]] = {}
    for one in ready.questions[form.id].equations:
        shapes.setdefault(shape(one, _each(one)), []).append(one)
    return [Demand(_said([tuple(found)], _each(found[0]), form), ()) for found in shapes.values()]


def _each(equation: Equation) -> Line | None:
    """Whether the equation runs along a row or down a column; None where it leaps about."""
    addresses = {term.address for term in equation.terms}
    if len({(one.area, one.row) for one in addresses}) == 1 and len(addresses) > 1:
        return "row"
    return "column" if len({(one.area, one.column) for one in addresses}) == 1 and len(addresses) > 1 else None


def shape(equation: Equation, each: Line | None) -> object:
    """What equations have in common that ask the same in different rows or columns."""
    if each is None:
        return equation
    ids = tuple((term.factor, _id(term.address, each)) for term in equation.terms)
    sides = (len(equation.left.terms), equation.left.constant, equation.right.constant)
    return equation.at.area, each, ids, sides, equation.relation


def _id(address: Address, each: Line) -> str:
    """What tells figures of one line from each other."""
    return str(address.column if each == "row" else address.row)


def _line(address: Address, each: Line) -> str:
    return str(address.row if each == "row" else address.column)


def _said(laid_out: Sequence[tuple[Equation, ...]], each: Line | None, form: Form) -> Phrase:
    """Demands asked together, each laid out over the form."""
    first = [found[0] for found in laid_out]
    sentences = list(dict.fromkeys(_sentence(one, each, form) for one in first))
    if each is None:
        return join(sentences, "；", "; ")
    lines = list(dict.fromkeys(_line(one.at, each) for found in laid_out for one in found))
    where = _lines(form.table[first[0].at.area], lines, each)
    said = join(sentences, "，", ", ")
    return Phrase(f"{where.zh}：{said.zh}", f"{where.en}: {said.en}")


def _lines(table: Table, lines: Sequence[str], each: Line) -> Phrase:
    """`申请情况表每列`, `主动公开情况表“规章”一行`."""
    known: Mapping[str, Row | Column] = table.row if each == "row" else table.column
    if len(lines) == len(known):
        every = Phrase("每行", "every row") if each == "row" else Phrase("每列", "every column")
        return Phrase(f"{table.name.zh}{every.zh}", f"{table.name.en}, {every.en}")
    word = Phrase("行", "row") if each == "row" else Phrase("列", "column")
    names = [known[one].name for one in lines[:FEW]]
    if (rest := len(lines) - len(names)) > 0:
        zh = "".join(f"“{one.zh}”" for one in names) + f"等 {len(lines)} {word.zh}"
        return Phrase(
            f"{table.name.zh}{zh}", f"{table.name.en}, {_listed_in_english(names)} and {rest} more {word.en}s"
        )
    zh = "".join(f"“{one.zh}”" for one in names) + "一两三四"[len(names) - 1] + word.zh
    return Phrase(
        f"{table.name.zh}{zh}", f"{table.name.en}, {word.en}{'s' * (len(names) > 1)} {_listed_in_english(names)}"
    )


def _listed_in_english(names: Sequence[Phrase]) -> str:
    return ", ".join(one.en for one in names)


def _sentence(equation: Equation, each: Line | None, form: Form) -> Phrase:
    left, right = _side(equation.left, each, form), _side(equation.right, each, form)
    sign = _RELATIONS[equation.relation]
    return Phrase(f"{left.zh} {sign} {right.zh}", f"{left.en} {sign} {right.en}")


class _Piece(NamedTuple):
    factor: int
    name: Phrase


def _side(side: Side, each: Line | None, form: Form) -> Phrase:
    parts: list[Phrase] = []
    for factor, name in _pieces(side.terms, each, form):
        sign = ("- " if factor < 0 else "+ ") if parts else ("-" if factor < 0 else "")
        times = f"{abs(factor)} × " if abs(factor) != 1 else ""
        parts.append(Phrase(f"{sign}{times}{name.zh}", f"{sign}{times}{name.en}"))
    if side.constant or not parts:
        sign = "" if not parts else "+ " if side.constant >= 0 else "- "
        parts.append(Phrase.same(f"{sign}{plain_number(abs(side.constant) if parts else side.constant)}"))
    return join(parts, " ", " ")


def _pieces(terms: Sequence[Term], each: Line | None, form: Form) -> Iterator[_Piece]:
    """The terms by name; those that are all members of a group, one behind the other, as the group."""
    at = 0
    while at < len(terms):
        factor, address = terms[at]
        table = form.table[address.area]
        ids = [_id(one.address, each) for one in terms[at:] if one.factor == factor] if each else []
        groups = table.column_groups if each == "row" else table.row_groups
        whole = max(
            (one for one in groups if len(one.members) > 1 and tuple(ids[: len(one.members)]) == one.members),
            key=lambda one: len(one.members),
            default=None,
        )
        if whole is not None:
            number = len(whole.members)
            yield _Piece(factor, Phrase(f"{whole.name.zh}各项", f"{whole.name.en} (all {number})"))
            at += number
            continue
        yield _Piece(factor, _name(address, table, each))
        at += 1


def _name(address: Address, table: Table, each: Line | None) -> Phrase:
    row = _named(table.row, table.row_group, str(address.row))
    column = _named(table.column, table.column_group, str(address.column))
    if each is not None:
        return column if each == "row" else row
    return Phrase(f"{table.name.zh}{row.zh}·{column.zh}", f"{row.en}/{column.en} of the {table.name.en}")


def _named(leaves: Mapping[str, Row] | Mapping[str, Column], groups: Mapping[str, Group], id: str) -> Phrase:
    known = leaves.get(id) or groups.get(id)
    return known.name if known else Phrase.same(id)


def _condition(
    when: Mapping[str, Sequence[str]], given: Sequence[Equation], each: Line | None, form: Form
) -> Phrase | None:
    """`级别为部门或政府办公室、层级为省级或市级时`, `本年废止 = 0 时`."""
    parts = [
        Phrase(
            f"{METADATA[field].zh}为{'或'.join(_choice(field, one) for one in values)}",
            f"the {METADATA[field].en} is {' or '.join(values)}",
        )
        for field, values in when.items()
    ]
    if given:
        parts.append(_sentence(given[0], each, form))
    if not parts:
        return None
    both = join(parts, "、", " and ")
    gap = " " if both.zh[-1].isascii() else ""
    return Phrase(f"{both.zh}{gap}时", f"where {both.en}")


def _choice(field: str, value: str) -> str:
    """A value of `issuer` or `level` as Chinese writes it: of the words a report may use, the one in full."""
    words = (ISSUERS if field == "issuer" else LEVELS).get(value)
    if words is None:
        return value
    return words[0] if field == "issuer" else words[-1]
