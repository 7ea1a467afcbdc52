"""One table of the form from the grids a document prints it in: rows by label, columns by header.

Nothing here knows a row by name. A label that is not recognised is kept as one the form does not
have; a row or column that is not found stays absent; neither is ever taken for a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openness_lint.model.address import Address
from openness_lint.model.figure import Trait, read_figure
from openness_lint.model.form import Column, Form, Group, Row, Table
from openness_lint.model.report import Cell, ForeignLabel, Label, Match, ReportTable, UnlistedLabel
from openness_lint.model.span import Span
from openness_lint.model.text import Text
from openness_lint.recognition.document import Grid, GridCell
from openness_lint.recognition.labels import plain
from openness_lint.recognition.rows import value_in
from openness_lint.recognition.scopes import ColumnTarget, RowTarget, scopes_of

# A header cell split over two rows reads as one when this many cells above each other are joined.
MOST_JOINED = 3


def likeness(table: Table, form: Form, grid: Grid) -> int:
    """How many cells of a grid read as labels of the table: which table a grid is."""
    scopes = scopes_of(form).table(table.id)
    rows, columns = scopes.rows(None)[1], scopes.columns(None)
    texts = {cell.text.text for cell in grid.cells if cell.text.text.strip()}
    return sum(1 for text in texts if rows.exact(text) or columns.exact(text))


def recognise_table(table: Table, form: Form, others: Sequence[Form], grids: Iterable[Grid], span: Span) -> ReportTable:
    """The form's table as these grids print it, one after the other."""
    reading = _Reading(table, form, others)
    for grid in grids:
        reading.grid(grid)
    return reading.table(span)


class _Reading:
    """What has been read of one table so far."""

    def __init__(self, table: Table, form: Form, others: Sequence[Form]) -> None:
        self.form_table = table
        self.form = form
        self.others = others
        self.scopes = scopes_of(form).table(table.id)
        self.cells: dict[tuple[str, str], Cell] = {}
        self.rows: dict[str, Text] = {}
        self.labels: dict[tuple[Address, Span], Label] = {}
        self.foreign: list[ForeignLabel] = []
        self.unlisted: list[UnlistedLabel] = []
        self.note: Text | None = None
        self.group: Group | None = None
        self.header: list[list[GridCell | None]] = []
        self.columns: dict[int, ColumnTarget] = {}  # by place in the grid
        self.places: dict[int, tuple[RowTarget, ColumnTarget]] = {}  # the same, for rows printed across

    def table(self, span: Span) -> ReportTable:
        order = {address[1:]: i for i, address in enumerate(self.form_table.cells)}
        cells = sorted(self.cells.items(), key=lambda one: order.get(one[0], len(order)))
        return ReportTable(
            id=self.form_table.id,
            span=span,
            cells=dict(cells),
            rows=dict(self.rows),
            labels=tuple(self.labels.values()),
            foreign=tuple(self.foreign),
            unlisted=tuple(self.unlisted),
            note=self.note,
        )

    def grid(self, grid: Grid) -> None:
        for line in grid.lines():
            cells = _distinct(line)
            if not any(cell.text.text.strip() for cell in cells):
                if self.form_table.across and self.header and grid.aligned and len(cells) >= len(self.places) > 0:
                    self._across(line)  # a row of figures left blank as a whole
                continue
            if self._is_note(cells):
                continue
            if self.form_table.across:
                self._line_across(line, cells, aligned=grid.aligned)
            else:
                self._line(line, cells, aligned=grid.aligned)

    def _is_note(self, cells: list[GridCell]) -> bool:
        """Keep the remark at the table's head; a line of nothing else is done with."""
        if self.form_table.note is None:
            return False
        wanted = plain(self.form_table.note)
        for cell in cells:
            text = plain(cell.text.text)
            if self.note is None and text and (text == wanted or _reads_like(text, wanted)):
                self.note = cell.text
                return len([one for one in cells if one.text.text.strip()]) == 1
        return False

    def _line(self, line: list[GridCell | None], cells: list[GridCell], *, aligned: bool) -> None:
        found = self._labelled(cells)
        if found is None:
            self._unlabelled(line, cells)
            return
        at, row = found
        rest = cells[at + 1 :]
        if not rest:
            return
        if self.header:
            self._settle_columns(aligned=aligned)
        if aligned:
            self._figures_below(line, row, cells[at])
        else:
            self._figures_behind(rest, row)

    def _labelled(self, cells: list[GridCell]) -> tuple[int, Row] | None:
        """The row that the line's label names, and where among the cells the label stands."""
        for at, cell in enumerate(cells):
            text = cell.text.text
            if not text.strip() or is_figure(text):
                continue
            target = self._row(text)
            if target is None:
                continue
            found, match = target
            if isinstance(found, Group):
                self._enter(found, cell, match)
                continue
            if found.id in self.rows:
                continue  # a label of a row that was read is some other cell's text
            if self._may_be_figures(cells[at + 1 :], found):
                self._name(Address(self.form_table.id, found.id), cell, match)
                self.rows[found.id] = cell.text
                return at, found
        return None

    def _row(self, text: str) -> tuple[RowTarget, Match] | None:
        scope = self.group.id if self.group else None
        for near, below in (self.scopes.rows(scope), self.scopes.rows(None)):
            found = near.exact(text) or below.exact(text)
            if found is not None and found[1] is not Match.ID:
                return found
        for near, below in (self.scopes.rows(scope), self.scopes.rows(None)):
            found = near.misspelt(text) or below.misspelt(text)
            if found is not None:
                return found
        return None

    def _enter(self, group: Group, cell: GridCell, match: Match) -> None:
        if self.group is not group:
            self.group = group
            self._name(Address(self.form_table.id, group.id), cell, match)

    def _unlabelled(self, line: list[GridCell | None], cells: list[GridCell]) -> None:
        texts = [cell for cell in cells if cell.text.text.strip()]
        figures = [cell for cell in texts if is_figure(cell.text.text)]
        if figures and len(figures) >= len(texts) - 2 and not is_figure(texts[0].text.text):
            label = next(cell for cell in reversed(texts) if not is_figure(cell.text.text))
            foreign = self._foreign(label.text)
            if foreign is not None:
                self.foreign.append(foreign)
            else:
                self.unlisted.append(UnlistedLabel(Address(self.form_table.id, label.text.text.strip()), label.text))
            return
        self.header.append(line)

    def _foreign(self, label: Text) -> ForeignLabel | None:
        text = plain(label.text)
        for form in self.others:
            table = form.table.get(self.form_table.id)
            for row in table.rows if table else ():
                if plain(row.wording.official) == text:
                    return ForeignLabel(Address(self.form_table.id, row.id), label, form)
        return None

    @staticmethod
    def _may_be_figures(cells: list[GridCell], row: Row) -> bool:
        """Whether what stands behind a label is its figures: the row 3.其他 and the column 其他 share a word."""
        filled = [cell for cell in cells if cell.text.text.strip()]
        if filled:
            return any(is_figure(cell.text.text) for cell in filled) or len(cells) == len(row.columns)
        return len(cells) >= len(row.columns)

    def _settle_columns(self, *, aligned: bool) -> None:
        """Read the header lines seen since the last row of figures."""
        header, self.header = self.header, []
        if not aligned:
            self.columns = {}
            for line in header:
                for cell in _distinct(line):
                    found = self._column((cell.text.text,))
                    if found is not None and not isinstance(found[0], Group):
                        self._name(Address(self.form_table.id, None, found[0].id), cell, found[1])
            return
        self.columns = {}
        taken: set[str] = set()
        for place in range(max(len(line) for line in header)):
            stack = _stack(header, place)
            found = self._column(tuple(cell.text.text for cell in stack))
            if found is None or found[0].id in taken or isinstance(found[0], Group):
                continue
            taken.add(found[0].id)
            self.columns[place] = found[0]
            self._name(Address(self.form_table.id, None, found[0].id), stack[-1], found[1])

    def _column(self, texts: tuple[str, ...]) -> tuple[ColumnTarget, Match] | None:
        """The column a stack of header cells names: by its last cell, or the last few read as one."""
        matcher = self.scopes.columns(None)
        joined = ["".join(texts[-count:]) for count in range(1, min(MOST_JOINED, len(texts)) + 1)]
        for text in joined:
            found = matcher.exact(text)
            if found is not None and found[1] is not Match.ID:
                return found if text == texts[-1] else (found[0], Match.SPACING)
        for text in joined:
            found = matcher.misspelt(text)
            if found is not None:
                return found
        return None

    def _figures_below(self, line: list[GridCell | None], row: Row, label: GridCell) -> None:
        """Figures by the columns they stand in."""
        wanted = {place: target for place, target in self.columns.items() if target.id in row.columns}
        for place, target in wanted.items():
            cell = line[place] if place < len(line) else None
            if cell is not None and cell is not label:
                self._put(cell, row.id, target.id)
        if not wanted:
            behind = [cell for cell in _distinct(line) if cell.column > label.column]
            self._figures_behind(behind, row)

    def _figures_behind(self, cells: list[GridCell], row: Row) -> None:
        """Figures by their order, where columns were lost: only when none is missing or too many."""
        if len(cells) == len(row.columns):
            for cell, column in zip(cells, row.columns, strict=True):
                self._put(cell, row.id, column)

    def _line_across(self, line: list[GridCell | None], cells: list[GridCell], *, aligned: bool) -> None:
        figures = [cell for cell in cells if not cell.text.text.strip() or is_figure(cell.text.text)]
        filled = [cell for cell in figures if cell.text.text.strip()]
        if not filled or len(figures) < len(cells):
            self.header.append(line)
            return
        if aligned:
            self._across(line)
            return
        wanted = self.form_table.cells
        if len(figures) == len(wanted):
            self._name_headers()
            for cell, address in zip(figures, wanted, strict=True):
                self._put(cell, str(address.row), str(address.column))

    def _name_headers(self) -> None:
        """Recognise the header cells for their wording, where columns were lost."""
        for cell in (one for line in self.header for one in _distinct(line)):
            found = self._row(cell.text.text)
            if found is not None:
                self._name(Address(self.form_table.id, found[0].id), cell, found[1])
                self.rows.setdefault(found[0].id, cell.text)

    def _across(self, line: list[GridCell | None]) -> None:
        """A line of figures whose rows and columns both stand in the header."""
        if self.header:
            header, self.header = self.header, []
            self.places = {}
            for place in range(max(len(one) for one in header)):
                stack = _stack(header, place)
                rows = [(cell, found) for cell in stack if (found := self._row(cell.text.text))]
                column = self._column(tuple(cell.text.text for cell in stack))
                inner = [(cell, found) for cell, found in rows if isinstance(found[0], Row)]
                for cell, found in rows:
                    self._name(Address(self.form_table.id, found[0].id), cell, found[1])
                if inner and column is not None:
                    row = inner[-1][1][0]
                    self.places[place] = (row, column[0])
                    self.rows.setdefault(row.id, inner[-1][0].text)
                    self._name(Address(self.form_table.id, row.id, column[0].id), stack[-1], column[1])
        for place, (target, heading) in self.places.items():
            figure = line[place] if place < len(line) else None
            if figure is not None and (target.id, heading.id) not in self.cells:
                self._put(figure, target.id, heading.id)

    def _put(self, cell: GridCell, row: str, column: str) -> None:
        figure = read_figure(cell.text.text)
        known = self.form_table.column.get(column)
        number = value_in(known.unit, figure) if isinstance(known, Column) else figure.number
        self.cells[row, column] = Cell(Address(self.form_table.id, row, column), cell.text, figure, number)

    def _name(self, address: Address, cell: GridCell, match: Match) -> None:
        if match is not Match.ID:
            self.labels.setdefault((address, cell.text.span), Label(address, cell.text, match))


def _distinct(line: list[GridCell | None]) -> list[GridCell]:
    """The cells of a line, a merged one once."""
    found: list[GridCell] = []
    for cell in line:
        if cell is not None and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def _stack(header: list[list[GridCell | None]], place: int) -> list[GridCell]:
    """The header cells above one place, from the top, a merged one once, blank ones left out."""
    found: list[GridCell] = []
    for line in header:
        cell = line[place] if place < len(line) else None
        if cell is not None and cell.text.text.strip() and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or what offices write instead of one."""
    figure = read_figure(text)
    return figure.number is not None or figure.mark(Trait.PLACEHOLDER) is not None


def _reads_like(text: str, wanted: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    most = len(wanted) // 3
    return len(text) > 8 and Levenshtein.distance(text, wanted, score_cutoff=most) <= most
