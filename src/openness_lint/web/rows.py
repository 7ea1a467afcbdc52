"""The rows of a table in markup: which cells are shown, what they span, and the rows of tables within cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from openness_lint.web.tree import Chunk, Element, Tree

Row: TypeAlias = list[Element]
Group: TypeAlias = list[Row]

# The longest label of a form has some 50 characters, a note in a table some 100: more is prose.
PROSE = 200
# The HTML standard lets a cell span a thousand; the forms have 15 columns, and each one spanned is noted.
MOST_COLUMNS = 200
# A table with tables in its cells is one itself, and no frame, if so many rows of three cells hold none.
FEWEST_OWN = 2
# The forms have 30 rows; rows of more tables than that are a list of something.
MOST_WOVEN = 60

_UNSEEN = frozenset(
    """audio button canvas datalist dialog embed frame frameset iframe math meta noembed noframes noscript object
    rp rt script select style svg template textarea title video xmp del""".split()
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_COUNT = re.compile(r"\s*\+?([0-9]{1,6})")


def is_hidden(tree: Tree, element: Element) -> bool:
    """Whether an element and all in it is not shown, by its own start tag."""
    if element.tag in _UNSEEN:
        return True
    tag = tree.tag_text(element).lower()
    if "hidden" not in tag and "none" not in tag and "mso-hide" not in tag:
        return False
    style = tree.attribute(element, "style")
    return tree.attribute(element, "hidden") is not None or (style is not None and bool(_HIDING.search(style.value)))


def row_groups(tree: Tree, table: Element) -> list[Group]:
    """The cells of each row that is shown, by groups of rows; heads first and feet last, as printed."""
    groups = [
        (
            part.tag,
            [
                [one for one in _parts(tree, row) if one.tag in {"td", "th"}]
                for row in _parts(tree, part)
                if row.tag == "tr"
            ],
        )
        for part in _parts(tree, table)
        if part.tag != "caption"
    ]
    order = {"thead": 0, "tfoot": 2}
    return [rows for _, rows in sorted(groups, key=lambda one: order.get(one[0], 1))]


def _parts(tree: Tree, element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element) and not is_hidden(tree, child):
            yield child


def count(tree: Tree, element: Element, name: str) -> int | None:
    """The number an attribute gives, read as browsers do; None where it gives none."""
    attribute = tree.attribute(element, name)
    found = _COUNT.match(attribute.value) if attribute else None
    return int(found[1]) if found else None


class Spans:
    """How many rows (0: all that are left) and columns each cell covers."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._known: dict[int, tuple[int, int]] = {}  # by id, of cells in tables within tables and around them
        self._added: dict[int, int] = {}  # by id: how many of these rows come from tables within

    def of(self, cell: Element) -> tuple[int, int]:
        if (known := self._known.get(id(cell))) is not None:
            return known
        rows, columns = count(self.tree, cell, "rowspan"), count(self.tree, cell, "colspan")
        return (1 if rows is None else rows), min(max(columns or 1, 1), MOST_COLUMNS)

    def as_said(self, cell: Element) -> int:
        """The rows that the cell itself says."""
        return self.of(cell)[0] - self._added.get(id(cell), 0)

    def grow(self, cell: Element, rows: int) -> None:
        """Let a cell cover further rows."""
        said, columns = self.of(cell)
        self._known[id(cell)] = (said + rows if said else 0), columns
        self._added[id(cell)] = self._added.get(id(cell), 0) + (rows if said else 0)

    def widen(self, cell: Element, times: int) -> None:
        rows, columns = self.of(cell)
        self._known[id(cell)] = rows, columns * times


def unnested(tree: Tree, groups: Sequence[Group], spans: Spans) -> list[Group] | None:
    """The rows of a table, with those of the tables within its cells in their place.

    None when it is no table but a frame around others: few rows are its own, or a cell holds a table and
    other things, or prose.
    """
    wide = [row for group in groups for row in group if len(row) > 2]
    if len(wide) < FEWEST_OWN:
        return None
    holding = {id(cell) for group in groups for row in group for cell in row if _holds_table(cell)}
    own = [row for row in wide if not any(id(cell) in holding for cell in row)]
    if len(own) < FEWEST_OWN or len(holding) > MOST_WOVEN:
        return None
    inner: dict[int, Group] = {}
    for row in (row for group in groups for row in group):
        held = [cell for cell in row if id(cell) in holding]
        if row and len(held) == len(row):
            return None  # no label beside the table
        for cell in held:
            rows = _plain_rows(tree, cell)
            if rows is None:
                return None
            inner[id(cell)] = rows
    return [_woven(group, inner, spans) for group in groups]


def _woven(group: Group, inner: dict[int, Group], spans: Spans) -> Group:
    found: Group = []
    for number, row in enumerate(group):
        height = max((len(inner[id(cell)]) for cell in row if id(cell) in inner), default=0)
        if not height:
            found.append(row)
            continue
        reaching = [one for i, above in enumerate(group[:number]) for one in above if i + spans.as_said(one) > number]
        for cell in (*reaching, *(one for one in row if id(one) not in inner)):
            spans.grow(cell, height - 1)
        lines: Group = [[] for _ in range(height)]
        for cell in row:
            if id(cell) not in inner:
                lines[0].append(cell)
                continue
            widths = [sum(spans.of(one)[1] for one in line) for line in inner[id(cell)]]
            times = max(spans.of(cell)[1] // max(widths), 1)
            for line, into in zip(inner[id(cell)], lines, strict=False):
                for one in line:
                    spans.widen(one, times)
                    into.append(one)
        found += lines
    return found


def _holds_table(cell: Element) -> bool:
    """Whether a cell holds a table of more than one cell."""
    return any(one.tag == "table" and (one.cells > 1 or one.frames) for one in _inside(cell))


def _inside(element: Element) -> Iterator[Element]:
    waiting = [one for one in element.children if isinstance(one, Element)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [child for child in one.children if isinstance(child, Element)]


def _plain_rows(tree: Tree, cell: Element) -> Group | None:
    """The rows of the table that a cell holds and nothing else; None if it holds anything else, or prose."""
    at = cell
    while at.tag != "table":
        parts = [one for one in at.children if _is_shown(tree, one)]
        if len(parts) != 1 or isinstance(parts[0], Chunk):
            return None
        at = parts[0]
    rows = [row for group in row_groups(tree, at) for row in group if row]
    is_plain = not at.frames and rows and all(_length(one) <= PROSE for row in rows for one in row)
    return rows if is_plain else None


def _is_shown(tree: Tree, part: Element | Chunk) -> bool:
    if isinstance(part, Chunk):
        return bool(part.text.strip(" \t\n\r\f\xa0"))
    return part.tag != "br" and not is_hidden(tree, part)


def _length(cell: Element) -> int:
    """How many characters stand in a cell."""
    elements = (cell, *_inside(cell))
    return sum(len(one.text.strip()) for element in elements for one in element.children if isinstance(one, Chunk))
