"""The rows of one table, wherever the source nests them: by label, by id, as lists or mappings."""

from __future__ import annotations

from collections.abc import Sequence as Items
from decimal import Decimal

from openness_lint.model.address import Address
from openness_lint.model.figure import Figure, plain_numbers, read_figure
from openness_lint.model.form import Column, Form, Group, Row
from openness_lint.model.language import Phrase, join
from openness_lint.model.report import (
    Cell,
    Cells,
    ForeignLabel,
    Key,
    Label,
    Line,
    Match,
    Place,
    ReportTable,
    UnlistedLabel,
)
from openness_lint.model.text import Text
from openness_lint.model.values import new_tuple
from openness_lint.recognition.complaints import Complaints, quoted
from openness_lint.recognition.labels import plain
from openness_lint.recognition.scopes import TableScopes, scopes_of
from openness_lint.syntax.node import Listed, Mapping, Node, Scalar, Sequence

NOTE_KEYS = {"note", "附注"}
UNLISTED_KEYS = {"unlisted", "格式外"}
SUBTOTAL_KEY = "subtotal"

_UNIT_IN_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

# Labels that need no second look: they are this edition's own.
_PRINTED_AS_IS = frozenset({Match.OFFICIAL, Match.ID})


def value_in(unit: str | None, figure: Figure) -> Decimal | None:
    """The figure's number in the column's unit; as printed when either names none or they do not convert."""
    if figure.number is None or figure.unit is None or unit is None or figure.unit == unit:
        return figure.number
    printed, wanted = _UNIT_IN_YUAN.get(figure.unit), _UNIT_IN_YUAN.get(unit)
    return figure.number if printed is None or wanted is None else figure.number * printed / wanted


class TableReader:
    """Reads the rows of one table, wherever the source nests them."""

    def __init__(self, complain: Complaints, scopes: TableScopes, form: Form, others: Items[Form]) -> None:
        self.complain = complain
        self.scopes = scopes
        self.table = scopes.table
        self.form = form
        self.others = others
        self.cells: dict[Key, Cell] = {}
        self.lines: dict[str, Line] = {}  # by row id
        self.keys: list[Key] = []  # of both, as they come
        self.numbers: list[Decimal | int | None] = []
        self.rows: dict[str, Scalar] = {}
        self.labels: list[Label] = []
        self.foreign: list[ForeignLabel] = []
        self.unlisted: list[UnlistedLabel] = []
        self.note: Text | None = None
        self._noted: Scalar | None = None  # the key of the note

    def read(self, heading: Text, body: Mapping) -> ReportTable:
        self._rows(body, None)
        return ReportTable(
            id=self.table.id,
            span=heading.span,
            cells=self._ordered(),
            rows={id: key.text for id, key in self.rows.items()},
            labels=tuple(self.labels),
            foreign=tuple(self.foreign),
            unlisted=tuple(self.unlisted),
            note=self.note,
        )

    def _ordered(self) -> Cells | dict[Key, Cell]:
        keys = tuple(self.keys)
        cells = Cells(keys, tuple(self.numbers), self.cells, self.lines)
        if keys == self.table.keys:
            return cells
        order = {key: i for i, key in enumerate(self.table.keys)}
        return dict(sorted(cells.items(), key=lambda one: order.get(one[0], len(order))))

    def _rows(self, body: Mapping, scope: str | None) -> None:
        own = self.scopes.own(scope)
        for key, value in body.entries:
            word = key.text.text
            if (known := own.get(word)) is not None:
                target, address, columns = known
                if address is not None:
                    self.labels.append(new_tuple(Label, (address, key.text, Match.OFFICIAL)))
                if columns is not None and type(value) is Listed and target.id not in self.rows:
                    self.rows[target.id] = key
                    if not self._line(value, target.id, columns):
                        self._figures(value, target.id, columns)
                else:
                    self._target(key, value, target)
            elif scope is None and word in NOTE_KEYS:
                self._note(key, value)
            elif word in UNLISTED_KEYS:
                self._unlisted(value, None)
            elif scope is not None and self._is_subtotal(key, self.table.row_group[scope]):
                self._subtotal_row(key, value, scope)
            else:
                self._row(key, value, scope)

    def _note(self, key: Scalar, value: Node) -> None:
        if self._noted is not None:
            self.complain.twice(key, self._noted)
        note = self.complain.word(value)
        self._noted = key
        self.note = Text("", note.span) if note.is_null else note.text

    def _row(self, key: Scalar, value: Node, scope: str | None) -> None:
        near, below = self.scopes.rows(scope)
        word = key.text.text
        found = near.exact(word) or below.exact(word)
        foreign = None if found and found[1] in _PRINTED_AS_IS else self._foreign(key, None, None if found else value)
        if found is None and foreign is None:
            found = near.misspelt(key.value) or below.misspelt(key.value)
        if foreign is not None:
            self.foreign.append(foreign)
        if found is None:
            if foreign is None:
                self.complain.unknown(key, below.labels, below.ids, unlisted=True)
            return
        target, match = found
        address = Address(self.table.id, target.id)
        if match in _PRINTED_AS_IS:
            columns = target.columns if isinstance(target, Row) else None
            self.scopes.own(scope)[word] = target, None if match is Match.ID else address, columns
        if match is not Match.ID and foreign is None:
            self.labels.append(Label(address, key.text, match))
        self._target(key, value, target)

    def _target(self, key: Scalar, value: Node, target: Row | Group) -> None:
        if isinstance(target, Group):
            self._group(key, value, target)
            return
        self._once(key, target.id)
        parts = self._parts(target, value) if isinstance(value, Mapping) else None
        if parts is not None:
            self.foreign += parts
            return
        self._figures(value, target.id, target.columns)

    def _parts(self, row: Row, body: Mapping) -> list[ForeignLabel] | None:
        """What another edition prints as rows of its own within one row of this one; None where no key is such a row."""
        if body.entries and body.entries[0].key.text.text in self.scopes.own_columns(row.id):
            return None
        columns = self.scopes.columns(row.id, None)
        if any(columns.exact(key.value) for key, _ in body.entries[:1]):  # so that other editions need not be read
            return None
        for form in self.others:
            group = form.table[self.table.id].row_group.get(row.id) if self.table.id in form.table else None
            if group is None:
                continue
            matcher = scopes_of(form).table(self.table.id).rows(group.id)[0]
            parts = [
                ForeignLabel(Address(self.table.id, found[0].id), key.text, form, _printed(value))
                for key, value in body
                if (found := matcher.exact(key.value)) is not None and found[1] is not Match.ID
            ]
            if len(parts) == len(body.entries):
                return parts
        return None

    def _group(self, key: Scalar, value: Node, group: Group) -> None:
        if isinstance(value, Mapping):
            self._rows(value, group.id)
        elif isinstance(value, Sequence) and group.subtotal:
            self._subtotal_row(key, value, group.id)
        elif not (isinstance(value, Scalar) and value.is_null):
            words = Phrase(
                "“{key}”下应是各行，写成“行: 数字”", "rows are expected below '{key}', as `row: figures` pairs"
            )
            raise self.complain.at(words.fill(key=quoted(key.value)), value.span)

    def _is_subtotal(self, key: Scalar, group: Group) -> bool:
        return bool(group.subtotal) and (key.value == SUBTOTAL_KEY or key.value.strip() in group.subtotal)

    def _subtotal_row(self, key: Scalar, value: Node, group: str) -> None:
        self._once(key, group)
        columns = self.table.row[self.table.row_group[group].members[0]].columns
        self._figures(value, group, columns)

    def _once(self, key: Scalar, row: str) -> None:
        if row in self.rows:
            self.complain.twice(key, self.rows[row])
        self.rows[row] = key

    def _figures(self, value: Node, row: str, columns: tuple[str, ...]) -> None:
        if isinstance(value, Mapping):
            self._named_figures(value, row, None)
            return
        if isinstance(value, Listed) and self._line(value, row, columns):
            return
        if isinstance(value, Sequence):
            figures = [item if isinstance(item, Scalar) else self.complain.word(item) for item in value.items]
        elif value.is_null or len(columns) == 1:
            figures = [value] * len(columns)
        else:
            figures = [value]
        if len(figures) != len(columns):
            raise self.complain.at(self._wrong_count(columns, len(figures)), value.span)
        for place, figure in zip(self.scopes.places(row, columns)[1], figures, strict=True):
            self._cell(figure, place)

    def _line(self, value: Listed, row: str, columns: tuple[str, ...]) -> bool:
        """Take the figures of a row as one, if all are plain digits."""
        numbers = plain_numbers(value.words.said)
        if numbers is None or len(numbers) != len(columns):
            return False
        keys, places = self.scopes.places(row, columns)
        self.lines[row] = new_tuple(Line, (places, value.words, numbers))
        self.keys += keys
        self.numbers += numbers
        return True

    def _wrong_count(self, columns: tuple[str, ...], found: int) -> Phrase:
        labels = join([Phrase.same(self.table.column[id].wording.official) for id in columns])
        words = Phrase(
            "这里应有 {count} 个数字（{labels}），实有 {found} 个；空白的格写成 ''",
            "figures expected here: {count} ({labels}); found: {found}; write a blank cell as ''",
        )
        return words.fill(count=len(columns), labels=labels, found=found)

    def _named_figures(self, body: Mapping, row: str, group: str | None) -> None:
        matcher = self.scopes.columns(row, group)
        own = self.scopes.own_columns(row) if group is None else {}
        for key, value in body.entries:
            word = key.text.text
            known = own.get(word)
            if known is not None and type(value) is Scalar and known[0][0] not in self.cells:
                place, address = known
                if address is not None:
                    self.labels.append(new_tuple(Label, (address, key.text, Match.OFFICIAL)))
                self._cell(value, place)
                continue
            if word in UNLISTED_KEYS:
                self._unlisted(value, row)
                continue
            if group is not None and self._is_subtotal(key, self.table.column_group[group]):
                self._cell_once(key, value, self.scopes.place(row, group))
                continue
            found = matcher.exact(key.value) or self._subtotal_column(key)
            foreign = (
                None if found and found[1] in _PRINTED_AS_IS else self._foreign(key, row, None if found else value)
            )
            if found is None and foreign is None:
                found = matcher.misspelt(key.value)
            if foreign is not None:
                self.foreign.append(foreign)
            if found is None:
                if foreign is None:
                    self.complain.unknown(key, matcher.labels, matcher.ids, unlisted=True)
                continue
            target, match = found
            header = Address(self.table.id, None, target.id)  # one for all rows
            if match is not Match.ID and foreign is None:
                self.labels.append(Label(header, key.text, match))
            if isinstance(target, Group) and isinstance(value, Mapping):
                self._named_figures(value, row, target.id)
            elif isinstance(target, Group) and isinstance(value, Sequence):
                self._listed_figures(key, value, row, target)
            else:
                place = self.scopes.place(row, target.id)
                if match in _PRINTED_AS_IS and isinstance(target, Column):
                    own[word] = place, None if match is Match.ID else header
                self._cell_once(key, value, place)

    def _listed_figures(self, key: Scalar, value: Sequence, row: str, group: Group) -> None:
        """The figures of a column group, in column order."""
        known = self.table.row[row].columns if row in self.table.row else group.members
        columns = tuple(id for id in known if id in group.members)
        if len(value.items) != len(columns):
            raise self.complain.at(self._wrong_count(columns, len(value.items)), value.span)
        for column, figure in zip(columns, value.items, strict=True):
            self._cell_once(key, figure, self.scopes.place(row, column))

    def _cell_once(self, key: Scalar, value: Node, place: Place) -> None:
        if place[0] in self.cells:
            words = Phrase("“{key}”在这一行写了两次；删去其一", "'{key}' is given twice in this row; remove one")
            raise self.complain.at(words.fill(key=quoted(key.value)), key.span)
        self._cell(self.complain.word(value), place)

    def _subtotal_column(self, key: Scalar) -> tuple[Column | Group, Match] | None:
        for group in self.table.column_groups:
            if key.value.strip() in group.subtotal:
                return group, Match.OFFICIAL
        return None

    def _cell(self, scalar: Scalar, place: Place) -> None:
        key, address, unit = place
        text = scalar.text
        figure = read_figure(text.text)
        if figure.marks and scalar.is_null:
            text = Text("", scalar.span)
            figure = read_figure("")
        number = figure.number if figure.unit is None else value_in(unit, figure)
        self.cells[key] = new_tuple(Cell, (address, text, figure, number))
        self.keys.append(key)
        self.numbers.append(number)

    def _unlisted(self, body: Node, row: str | None) -> None:
        """What stands below `unlisted`: labels with their figures; as a list of such where a label comes twice."""
        if isinstance(body, Sequence):
            for item in body.items:
                self._unlisted(item, row)
            return
        if not isinstance(body, Mapping):
            message = Phrase("“格式外”下应是“标签: 数字”", "`unlisted` should hold `label: figures` pairs")
            raise self.complain.at(message, body.span)
        for key, value in body:
            foreign = self._foreign(key, row, value)
            if foreign is not None:
                self.foreign.append(foreign)
                continue
            address = Address(self.table.id, row or key.value, key.value if row else None)
            self.unlisted.append(UnlistedLabel(address, key.text, _printed(value)))

    def _foreign(self, key: Scalar, row: str | None, value: Node | None) -> ForeignLabel | None:
        """The label as one of another edition's row (or column, within a row), when this edition has it not."""
        name = plain(key.value)
        if name in self.scopes.wordings:
            return None
        for form in self.others:
            if self.table.id not in form.table:
                continue
            table = form.table[self.table.id]
            named: Items[Row | Column] = table.columns if row else table.rows
            for one in named:
                if plain(one.wording.official) == name:
                    address = Address(self.table.id, row, one.id) if row else Address(self.table.id, one.id)
                    return ForeignLabel(address, key.text, form, _printed(value) if value is not None else ())
        return None


def _printed(value: Node) -> tuple[Text, ...]:
    """The figures below a key that the form does not have, in order; what names them is not kept."""
    if isinstance(value, Mapping):
        return tuple(one for _, inner in value for one in _printed(inner))
    if isinstance(value, Sequence):
        return tuple(one for inner in value.items for one in _printed(inner))
    return () if value.is_null else (value.text,)
