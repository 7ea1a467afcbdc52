"""The header of a printed table: which places side by side each of its columns takes.

A header cell may be merged over several rows or columns, split over two rows, or repeated where
merging was lost. What the form does not have is kept as an unknown heading, so that nobody takes
the figures below it for those of its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from openness_lint.model.form import Form, Group, Table
from openness_lint.model.report import Match
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.document import GridCell
from openness_lint.recognition.labels import plain
from openness_lint.recognition.scopes import ColumnTarget, TableScopes

# One line of a grid by places; a merged cell stands in every place it covers.
Line: TypeAlias = Sequence[GridCell | None]

# A header cell split over two rows reads as one when this many cells above each other are joined.
MOST_JOINED = 3
# Labels that are the form's own, whatever their spacing.
SURE = frozenset({Match.OFFICIAL, Match.SPACING, Match.TRADITIONAL})


class Heading(NamedTuple):
    """What stands above the places from `first` to `last` (exclusive).

    `id` is the form's column, or the column group whose subtotal is printed here; None where the form
    has neither. `foreign` is the other edition that the wording belongs to, with the id it has there.
    """

    first: int
    last: int
    id: str | None
    match: Match
    cell: GridCell
    foreign: tuple[Form, str] | None = None


def distinct(line: Iterable[GridCell | None]) -> list[GridCell]:
    """The cells of a line, a merged one once."""
    found: list[GridCell] = []
    for cell in line:
        if cell is not None and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def stack(header: Iterable[Line], place: int) -> list[GridCell]:
    """The header cells above one place, from the top, a merged one once, blank ones left out."""
    found: list[GridCell] = []
    for line in header:
        cell = line[place] if place < len(line) else None
        if cell is not None and cell.text.text.strip() and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def spread(header: Sequence[Line]) -> list[list[GridCell | None]]:
    """The header, its cells taken over the blank ones right of them, as where merging was lost.

    The last line stays as it is: there a blank says that nothing is there.
    """
    found: list[list[GridCell | None]] = []
    for number, line in enumerate(header, 1):
        over: GridCell | None = None
        filled: list[GridCell | None] = []
        for cell in line:
            is_blank = cell is None or not cell.text.text.strip()
            over = over if is_blank else cell
            filled.append(over if is_blank and over is not None and number < len(header) else cell)
        found.append(filled)
    return found


def headings(header: Sequence[Line], scopes: TableScopes, others: Sequence[Form]) -> list[Heading]:
    """The headings of a table from left to right; places with nothing above them are left out."""
    found: list[Heading] = []
    for place in range(max((len(line) for line in header), default=0)):
        above = stack(header, place)
        if not above:
            continue
        heading = _heading(place, above, scopes, others)
        if found and found[-1].last == place and _is_same(found[-1], heading):
            found[-1] = found[-1]._replace(last=place + 1)
        else:
            found.append(heading)
    return [_unless_claimed(one, found, scopes.table) for one in found]


def column_of(above: Sequence[GridCell], scopes: TableScopes) -> tuple[ColumnTarget, Match, GridCell] | None:
    """The column that header cells above each other name, and the cell that does: the last, or the last few as one.

    A header split over several cells is one at the place of the last, with the words of all.
    """
    matcher = scopes.columns(None)
    texts = [cell.text.text for cell in above]
    joined = ["".join(texts[-count:]) for count in range(1, min(MOST_JOINED, len(texts)) + 1)]
    last = above[-1]
    for match_of in (matcher.exact, matcher.misspelt):
        for text in joined:
            found = match_of(text)
            if found is not None and found[1] is not Match.ID:
                cell = last if text == texts[-1] else last._replace(text=Text(text, last.text.span))
                return *found, cell
    return None


def _heading(place: int, above: Sequence[GridCell], scopes: TableScopes, others: Sequence[Form]) -> Heading:
    texts = [cell.text.text for cell in above]
    own = column_of(above, scopes)
    foreign = None if own and own[1] in SURE else _foreign(texts[-1], scopes.table, others)
    id, match, cell = _subtotal(texts, scopes.table), Match.OFFICIAL, above[-1]
    if id is None and own is not None and (foreign is None or own[1] is not Match.DISTANCE):
        # One of the form's columns below a group it does not belong to is something else: the 合计 of a group.
        around = [found[0] for text in texts[:-1] if (found := scopes.columns(None).exact(text))]
        groups = [one for one in around if isinstance(one, Group)]
        if all(own[0].id in group.members for group in groups):
            id, match, cell = own[0].id, own[1], own[2]
    return Heading(place, place + 1, id, match, cell, foreign)


def _subtotal(texts: Sequence[str], table: Table) -> str | None:
    """The group whose subtotal a column holds: its label says so, below the group's or by naming the group."""
    last = plain(texts[-1])
    said = [one for one in table.column_groups if last in map(plain, one.subtotal)]
    above = set(map(plain, texts[:-1]))
    below = [one for one in said if plain(one.wording.official) in above]
    return below[-1].id if below else said[0].id if len(said) == 1 else None


def _foreign(text: str, table: Table, others: Sequence[Form]) -> tuple[Form, str] | None:
    """The edition whose column the text is, word for word, when this edition has no such column."""
    name = plain(text)
    if any(plain(column.wording.official) == name for column in table.columns):
        return None
    for form in others:
        for column in form.table[table.id].columns if table.id in form.table else ():
            if plain(column.wording.official) == name:
                return form, column.id
    return None


def _is_same(left: Heading, right: Heading) -> bool:
    """Whether two headings side by side are one: a merged cell, or one repeated where merging was lost."""
    return left.cell == right.cell or (
        left.id == right.id and plain(left.cell.text.text) == plain(right.cell.text.text)
    )


def _unless_claimed(heading: Heading, found: Sequence[Heading], table: Table) -> Heading:
    """The heading, or an unknown one if others have as much right to its column, or give the parts of its group."""
    rivals = [one for one in found if one.id == heading.id and one is not heading]
    if heading.id is None or any(heading.match not in SURE or one.match in SURE for one in rivals):
        return heading._replace(id=None)
    group = table.column_group.get(heading.id)
    is_parted = group is not None and any(one.id in group.members for one in found)
    is_label = group is not None and plain(heading.cell.text.text) == plain(group.wording.official)
    return heading._replace(id=None) if is_parted and is_label else heading
