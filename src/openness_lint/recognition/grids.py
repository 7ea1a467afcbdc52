"""One table of the form from the grids a document prints it in: rows by label, columns by header.

Nothing here knows a row by name. A label that is not recognised is kept as one the form does not
have; a row or column that is not found stays absent; neither is ever taken for a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from openness_lint.model.address import Address
from openness_lint.model.figure import Trait, read_figure
from openness_lint.model.form import Column, Form, Group, Row, Table
from openness_lint.model.report import Cell, ForeignLabel, Label, Match, ReportTable, UnlistedLabel
from openness_lint.model.span import Span
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.breaks import mended
from openness_lint.recognition.document import Grid, GridCell
from openness_lint.recognition.headers import SURE, Heading, Line, column_of, distinct, headings, spread, stack
from openness_lint.recognition.labels import plain
from openness_lint.recognition.rows import value_in
from openness_lint.recognition.scopes import RowTarget, scopes_of
from openness_lint.recognition.traditional import simplified

# A line with more cells is none of a table: the widest has some 30 with all that offices add.
_MOST_CELLS = 400
# What stands for a figure is seldom longer (不适用), and no shorter label can be told when it is misspelt.
_LONGEST_REMARK = 3


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
        reading.grid(mended(grid, reading.scopes) if grid.breaks else grid)
    return reading.table(span)


class _Headed(NamedTuple):
    """A row and a column that stand above each other, and the cells that say so."""

    row: str
    row_cell: GridCell
    column: str
    cell: GridCell
    match: Match


class _Reading:
    """What has been read of one table so far."""

    def __init__(self, table: Table, form: Form, others: Sequence[Form]) -> None:
        self.form_table = table
        self.form = form
        self.others = others
        self.scopes = scopes_of(form).table(table.id)
        self.cells: dict[tuple[str, str], Cell] = {}
        self.rows: dict[str, Text] = {}
        self.labels: dict[tuple[Address, Span | None], Label] = {}
        self.foreign: list[ForeignLabel] = []
        self.unlisted: list[UnlistedLabel] = []
        self.note: Text | None = None
        self.group: Group | None = None
        self.header: list[Line] = []  # lines since the last figures
        self.headings: list[Heading] = []
        self.width = 0  # of the grid being read, in columns
        self.headed_width = 0  # of the one in which the headings stood
        self.is_disordered = False  # the headings
        self.places: dict[int, tuple[str, str]] = {}  # place -> row and column, for rows printed across

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
        self.width = grid.full_width
        blank: Line | None = None
        is_across = self.form_table.across and not self._is_upright(grid)
        for line in grid.lines():
            cells = distinct(line)
            if not any(cell.text.text.strip() for cell in cells):
                blank = blank or line
                continue
            if len(cells) > _MOST_CELLS or self._is_note(cells):
                continue
            if is_across:
                self._line_across(line, cells, aligned=grid.aligned)
            else:
                self._line(line, cells, aligned=grid.aligned)
        if blank is not None and self.header and is_across:
            self._across_blank(blank, aligned=grid.aligned)

    def _is_upright(self, grid: Grid) -> bool:
        """Whether a table that the form prints across has its rows below each other, each with its figures behind it.

        One such row is enough; of blanks, two: behind the last label of a header whose cells are not merged
        there may be as many.
        """
        blank_rows = 0
        for line in grid.lines():
            cells = distinct(line)
            texts = [cell.text.text for cell in cells]
            at = next((at for at, text in enumerate(texts) if self._names_row(text)), None)
            behind = texts[at + 1 :] if at is not None else []
            if len(behind) < len(self.form_table.columns) or not all(
                self._is_figure(text) for text in behind if text.strip()
            ):
                continue
            blank_rows += not any(text.strip() for text in behind)
            if blank_rows > 1 or any(text.strip() for text in behind):
                return True
        return False

    def _names_row(self, text: str) -> bool:
        named = self._row(text) if text.strip() and not self._is_figure(text) else None
        return named is not None and isinstance(named[0], Row)

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

    def _line(self, line: Line, cells: list[GridCell], *, aligned: bool) -> None:
        found = self._labelled(cells)
        if found is None:
            self._unlabelled(line, cells)
            return
        behind, row, columns = found
        if not behind or row is None:
            return
        if self.header:
            self._settle_columns(aligned=aligned)
        if aligned:
            self._figures_below(behind, row, columns)
        else:
            self._figures_behind(behind, row, columns)

    def _labelled(self, cells: list[GridCell]) -> tuple[list[GridCell], str | None, tuple[str, ...]] | None:
        """The cells behind the line's label, and the row it names with its columns (no row: it was read before)."""
        repeated: tuple[list[GridCell], None, tuple[str, ...]] | None = None
        again: tuple[Row, Text] | None = None
        figures = {at for at, cell in enumerate(cells) if self._is_figure(cell.text.text)}
        last = max(figures, default=-1)
        for at, cell in enumerate(cells):
            text = cell.text.text
            if not text.strip() or at in figures or (at and text == cells[at - 1].text.text):
                continue
            behind = _behind(cells, at)
            group = self._subtotal(text, behind) if at < last else None
            if group is not None:
                self.group = group
                self.rows.setdefault(group.id, cell.text)
                return behind, group.id, self.form_table.row[group.members[0]].columns
            target = self._row(text)
            if target is None:
                continue
            found, match = target
            if isinstance(found, Group):
                self._enter(found, cell, match)
            elif self._is_parted(cell, behind, found, match):
                return behind, None, ()
            elif self._may_be_figures(text, behind, found):
                if found.id in self.rows:
                    repeated = behind, None, ()
                    again = found, cell.text
                    continue
                foreign = None if match in SURE else self._foreign(cell.text)
                if foreign is not None:  # this edition's row all the same, in another's words
                    self.foreign.append(foreign)
                else:
                    self._name(Address(self.form_table.id, found.id), cell, match)
                self.rows[found.id] = cell.text
                return behind, found.id, found.columns
        if repeated is not None and again is not None:
            self._keep_again(*again, repeated[0])
        return repeated

    def _keep_again(self, row: Row, label: Text, behind: Iterable[GridCell]) -> None:
        """Keep a row that is printed again with other figures as one of the office's own: which is meant is not known."""
        known = {cell.printed.text.strip() for (id, _), cell in self.cells.items() if id == row.id}
        printed = tuple(cell.text for cell in behind)
        if any(self._is_figure(text.text) and text.text.strip() not in known for text in printed):
            self.unlisted.append(UnlistedLabel(Address(self.form_table.id, label.text.strip()), label, printed))

    def _is_parted(self, cell: GridCell, behind: list[GridCell], row: Row, match: Match) -> bool:
        """Keep what another edition prints beside one row of this one as rows of its own."""
        if not behind or self._is_figure(behind[0].text.text):
            return False
        part = self._foreign(behind[0].text, _behind(behind, 0))
        if part is None or not str(part.address.row).startswith(f"{row.id}."):
            return False
        self.foreign.append(part)
        if row.id not in self.rows:
            self.rows[row.id] = cell.text
            self._name(Address(self.form_table.id, row.id), cell, match)
        return True

    def _subtotal(self, text: str, behind: list[GridCell]) -> Group | None:
        """The group whose subtotal a line gives: by a label for it, or with figures right behind the group's own."""
        name = plain(text)
        if self.group is not None and name in map(plain, self.group.subtotal):
            return self.group
        said = [group for group in self.form_table.row_groups if name in map(plain, group.subtotal)]
        if len(said) == 1:
            return said[0]
        is_bare = all(self._is_figure(cell.text.text) for cell in behind if cell.text.text.strip())
        target = self._row(text) if is_bare else None
        group = target[0] if target is not None else None
        return group if isinstance(group, Group) and group.subtotal and group.id not in self.rows else None

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

    def _unlabelled(self, line: Line, cells: list[GridCell]) -> None:
        texts = [cell for cell in cells if cell.text.text.strip()]
        first = next((i for i, cell in enumerate(texts) if self._is_figure(cell.text.text)), 0)
        behind = sum(self._is_figure(cell.text.text) for cell in texts[first:])
        # Labels, and then figures, with a remark at most; or nothing behind a label that is another edition's.
        is_row = first > 0 and 2 * behind > len(texts) - first
        label = texts[first - 1].text
        figures = _behind(cells, cells.index(texts[first - 1]))
        foreign = self._foreign(label, figures) if is_row or cells[-1] is not texts[-1] else None
        if foreign is not None:
            self.foreign.append(foreign)
        elif is_row:
            printed = tuple(one.text for one in figures)
            self.unlisted.append(UnlistedLabel(Address(self.form_table.id, label.text.strip()), label, printed))
        else:
            self.header.append(line)

    def _foreign(self, label: Text, figures: Iterable[GridCell] = ()) -> ForeignLabel | None:
        text = plain(label.text)
        if text in self.scopes.wordings:
            return None
        for form in self.others:
            table = form.table.get(self.form_table.id)
            for row in table.rows if table else ():
                if plain(row.wording.official) == text:
                    printed = tuple(one.text for one in figures)
                    return ForeignLabel(Address(self.form_table.id, row.id), label, form, printed)
        return None

    def _may_be_figures(self, text: str, cells: list[GridCell], row: Row) -> bool:
        """Whether what stands behind a label is its figures: the row 3.其他 and the column 其他 share a word."""
        filled = [cell for cell in cells if cell.text.text.strip()]
        if filled:
            if all((named := self.scopes.columns(None).exact(cell.text.text)) and named[1] in SURE for cell in filled):
                return False
            is_full = len(row.columns) in {len(cells), len(filled)}  # of something, if only #REF!
            return is_full or any(self._is_figure(cell.text.text) for cell in filled)
        heading = self.scopes.columns(None).exact(text)
        is_wide = sum(cell.columns for cell in cells) >= len(row.columns)  # if only one cell, merged over all
        return is_wide and (heading is None or heading[1] not in SURE)

    def _is_figure(self, text: str) -> bool:
        """Whether a cell holds a figure; some labels begin like the remarks that stand for one (无法提供, 未经复议)."""
        if not is_figure(text):
            return False
        rows = self.scopes.rows(None)[1]
        found = rows.exact(text)
        if found is None and len(text.strip()) > _LONGEST_REMARK:
            found = rows.misspelt(text)
        return found is None or found[1] is Match.ID

    def _settle_columns(self, *, aligned: bool) -> None:
        """Read the header lines seen since the last row of figures; those that name no column are none."""
        header, self.header = self.header, []
        if not aligned:
            for line in header:
                for cell in distinct(line):
                    found = column_of([cell], self.scopes)
                    if found is not None and not isinstance(found[0], Group):
                        self._name(Address(self.form_table.id, None, found[0].id), cell, found[1])
            return
        found_here = headings(header, self.scopes, self.others)
        if any(one.id is not None or one.foreign is not None for one in found_here):
            # Columns in another order than the form's come of wrong spans: which figure is whose is not known then.
            order = list(self.form_table.column)
            known = [order.index(one.id) for one in found_here if one.id in self.form_table.column]
            self.is_disordered = known != sorted(known)
            self.headings = found_here
            self.headed_width = self.width
        for one in found_here:
            if one.id in self.form_table.column and one.foreign is None:
                self._name(Address(self.form_table.id, None, one.id), one.cell, one.match)

    def _figures_below(self, behind: list[GridCell], row: str, columns: tuple[str, ...]) -> None:
        """Figures by the headings they stand under; by their order where they stand beside them all the same."""
        if self.is_disordered:
            return
        start = behind[0].column
        known = {*columns, *(group.id for group in self.form_table.column_groups if set(group.members) & set(columns))}
        if self.width != self.headed_width and self._figures_of_other_columns(behind, row, known):
            return
        here = [one for one in self.headings if one.last > start]
        wanted = [one for one in here if one.id in known]
        if not here:
            self._figures_behind(behind, row, columns)
            return
        is_beside = bool(wanted) and wanted[0].first < start
        under = None if is_beside else _under(behind, here, start)
        if under is not None:
            for heading, cells in under.items():
                self._put_under(heading, cells, row, known)
        elif wanted and wanted == here[here.index(wanted[0]) :] and len(wanted) == len(behind):
            for heading, cell in zip(wanted, behind, strict=True):
                self._put(cell, row, str(heading.id))

    def _figures_of_other_columns(self, behind: list[GridCell], row: str, known: set[str]) -> bool:
        """Figures of a table's second part, whose labels take more or fewer columns than in the first.

        Places tell nothing then; the order does, where there are as many cells as headings and those are all the
        row's own, or where both reach the right edge. False when the labels end in the same column all the same.
        """
        first = next((i for i, one in enumerate(self.headings) if one.id in known), None)
        if first is None or self.headings[first].first == behind[0].column:
            return False
        here = self.headings[first:]
        edges = here[-1].last, behind[-1].column + behind[-1].columns
        is_own = all(one.id in known for one in here)
        if len(here) == len(behind) and (is_own or edges == (self.headed_width, self.width)):
            for heading, cell in zip(here, behind, strict=True):
                self._put_under(heading, [cell], row, known)
        return True

    def _put_under(self, heading: Heading, cells: list[GridCell], row: str, known: set[str]) -> None:
        filled = [cell for cell in cells if cell.text.text.strip()]
        if len({cell.text.text.strip() for cell in filled}) > 1:
            return  # two figures under one heading: which is meant is anybody's guess
        if heading.id in known:
            self._put((filled or cells)[0], row, str(heading.id))
        text = heading.cell.text
        printed = ((filled or cells)[0].text,)
        if heading.foreign is not None:
            form, column = heading.foreign
            self.foreign.append(ForeignLabel(Address(self.form_table.id, row, column), text, form, printed))
        elif heading.id is None and any(is_figure(cell.text.text) for cell in filled):
            self.unlisted.append(UnlistedLabel(Address(self.form_table.id, row, text.text.strip()), text, printed))

    def _figures_behind(self, cells: list[GridCell], row: str, columns: tuple[str, ...]) -> None:
        """Figures by their order, where columns were lost: only when none is missing or too many."""
        if len(cells) == len(columns):
            for cell, column in zip(cells, columns, strict=True):
                self._put(cell, row, column)

    def _across_blank(self, line: Line, *, aligned: bool) -> None:
        """The row of figures, left blank as a whole."""
        if aligned:
            self._settle_across()
            self._across(line)
        elif len(distinct(line)) == len(self.form_table.cells):
            self._across_in_order(distinct(line))

    def _across_in_order(self, cells: Sequence[GridCell]) -> None:
        self._name_headers()
        for cell, address in zip(cells, self.form_table.cells, strict=True):
            self._put(cell, str(address.row), str(address.column))

    def _line_across(self, line: Line, cells: list[GridCell], *, aligned: bool) -> None:
        figures = [cell for cell in cells if self._is_figure(cell.text.text)]
        texts = [cell for cell in cells if cell.text.text.strip() and not self._is_figure(cell.text.text)]
        if aligned:
            if len(figures) > len(texts) or self._is_headed(line, texts):
                self._settle_across()
                self._across(line)
            else:
                self.header.append(line)
        elif not figures or texts:
            self.header.append(line)
        elif len(cells) == len(self.form_table.cells):
            self._across_in_order(cells)

    def _name_headers(self) -> None:
        """Recognise the header cells for their wording, where columns were lost."""
        for cell in (one for line in self.header for one in distinct(line)):
            found = self._row(cell.text.text)
            if found is not None:
                self._name(Address(self.form_table.id, found[0].id), cell, found[1])
                self.rows.setdefault(found[0].id, cell.text)

    def _is_headed(self, line: Line, texts: list[GridCell]) -> bool:
        """Whether a line stands below a header that is whole, and says nothing that belongs in it."""
        said = [cell.text.text for cell in texts]
        if len(distinct(line)) < len(self.form_table.cells) or any(map(self._row, said)):
            return False
        is_column = any(column_of([cell], self.scopes) is not None for cell in texts)
        return not is_column and len(self._headed(self.header)) == len(self.form_table.cells)

    def _headed(self, header: Sequence[Line]) -> dict[int, _Headed]:
        """What stands above each place, where both a row and a column do, and no other place claims the same."""
        found: dict[int, _Headed] = {}
        lines = spread(header)
        for place in range(max((len(one) for one in lines), default=0)):
            above = stack(lines, place)
            rows = [(cell, named[0]) for cell in above if (named := self._row(cell.text.text))]
            inner = [(cell, row) for cell, row in rows if isinstance(row, Row)]
            column = column_of(above, self.scopes) if above else None
            if inner and column is not None:
                found[place] = _Headed(inner[-1][1].id, inner[-1][0], column[0].id, column[2], column[1])
        claims = Counter((one.row, one.column) for one in found.values())
        return {place: one for place, one in found.items() if claims[one.row, one.column] == 1}

    def _settle_across(self) -> None:
        """Read a header in which rows and columns both stand."""
        if not self.header:
            return
        header, self.header = self.header, []
        for cell in (one for line in header for one in distinct(line)):
            named = self._row(cell.text.text)
            if named is not None:
                self._name(Address(self.form_table.id, named[0].id), cell, named[1])
        self.places = {}
        for place, one in self._headed(header).items():
            self.places[place] = one.row, one.column
            self.rows.setdefault(one.row, one.row_cell.text)
            self._name(Address(self.form_table.id, None, one.column), one.cell, one.match)

    def _across(self, line: Line) -> None:
        """A line of figures whose rows and columns both stand in the header."""
        cells = distinct(line)
        inside = [cell for cell in cells if any(place in self.places for place in _covered(cell))]
        beside = [cell for cell in cells if cell not in inside and is_figure(cell.text.text)]
        if len(cells) == len(self.places) and (beside or len(inside) < len(cells)):
            inside = []
            for cell, (row, column) in zip(cells, self.places.values(), strict=True):
                self._put_once(cell, row, column)
        for cell in inside if not beside else []:
            named = [self.places[place] for place in _covered(cell) if place in self.places]
            if len(named) == 1 or not cell.text.text.strip() or _is_nothing(cell.text.text):
                for row, column in named:
                    self._put_once(cell, row, column)

    def _put_once(self, cell: GridCell, row: str, column: str) -> None:
        if (row, column) not in self.cells:
            self._put(cell, row, column)

    def _put(self, cell: GridCell, row: str, column: str) -> None:
        figure = read_figure(cell.text.text)
        known = self.form_table.column.get(column)
        number = value_in(known.unit, figure) if isinstance(known, Column) else figure.number
        self.cells[row, column] = Cell(Address(self.form_table.id, row, column), cell.text, figure, number)

    def _name(self, address: Address, cell: GridCell, match: Match) -> None:
        """Keep a label: every header, and one for each row or group, in other words than the form's if any is.

        A group's is repeated beside each of its rows where merging was lost.
        """
        if match is Match.ID:
            return
        place = address, None if address.column is None else cell.text.span
        known = self.labels.get(place)
        if known is None or known.match is Match.OFFICIAL:
            self.labels[place] = Label(address, cell.text, match)


def _behind(cells: list[GridCell], at: int) -> list[GridCell]:
    """The cells behind a label, which is repeated where merging was lost."""
    label = plain(cells[at].text.text)
    while at + 1 < len(cells) and plain(cells[at + 1].text.text) == label:
        at += 1
    return cells[at + 1 :]


def _covered(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.columns)


def _under(cells: Iterable[GridCell], here: Sequence[Heading], start: int) -> dict[Heading, list[GridCell]] | None:
    """The cells under each heading, from `start` on; a nought or a stroke merged over several stands for each.

    None when some figure stands under no heading, under several, or under that of the labels: the
    columns are not real then.
    """
    found: dict[Heading, list[GridCell]] = {}
    for cell in cells:
        over = [one for one in here if one.first < cell.column + cell.columns and cell.column < one.last]
        is_blank = not cell.text.text.strip()
        is_under_one = len(over) == 1 or (over and _is_nothing(cell.text.text))
        if not is_blank and not (is_under_one and over[0].first >= start) and (over or is_figure(cell.text.text)):
            return None
        for one in over:
            found.setdefault(one, []).append(cell)
    return found


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or what offices write instead of one."""
    figure = read_figure(simplified(text))
    return figure.number is not None or figure.mark(Trait.PLACEHOLDER) is not None


def _is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to count: what it may say of several columns at once."""
    figure = read_figure(simplified(text))
    return figure.mark(Trait.PLACEHOLDER) is not None or (figure.number == 0 and len(text.strip()) == 1)


def _reads_like(text: str, wanted: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    most = len(wanted) // 3
    return len(text) > 8 and Levenshtein.distance(text, wanted, score_cutoff=most) <= most
