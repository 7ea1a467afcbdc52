"""What stands in the cells of a grid and is no table: headings, prose, and two tables side by side.

Sheets hold a whole report in cells, web pages and Word files often lay one out in a table that only
frames it. A line of a grid that holds a single text is taken out of it, unless the text is a label
of some form; what is left are the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from openness_lint.model.form import Form
from openness_lint.model.text import Text
from openness_lint.recognition.document import Block, Grid, GridCell
from openness_lint.recognition.grids import is_figure, likeness
from openness_lint.recognition.labels import plain
from openness_lint.recognition.scopes import scopes_of

# A grid that shares fewer labels with a table is another one (a layout frame, a list of contacts).
FEWEST_LABELS = 2
# The largest table has some 250 different texts; in larger grids nobody looks for misspelt ones.
MOST_TEXTS = 1000
# A text of its own line as long as this is prose, even between the rows of a table.
PROSE = 40


def unframed(blocks: Iterable[Block], forms: Sequence[Form]) -> tuple[Block, ...]:
    """The blocks, with grids that are tables only."""
    found: list[Block] = []
    for block in blocks:
        found += _taken_apart(block, tuple(forms)) if isinstance(block, Grid) else [block]
    return tuple(found)


def table_of(grid: Grid, form: Form) -> str | None:
    """The table of the form that a grid shares most labels with."""
    scores = {table.id: likeness(table, form, grid) for table in form.tables}
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= FEWEST_LABELS else None


def has_labels(grid: Grid, forms: Sequence[Form]) -> bool:
    """Whether enough cells of a grid read as labels of some form, misspelt ones too: whether it is a table at all."""
    words = _words(tuple(forms))
    texts = {cell.text.text for cell in grid.cells if cell.text.text.strip()}
    known = words.is_label if len(texts) <= MOST_TEXTS else words.is_worded
    return sum(map(known, texts)) >= FEWEST_LABELS


def is_heading(text: str, forms: Sequence[Form]) -> bool:
    """Whether a text is the heading of a section of some form."""
    return plain(text) in _words(tuple(forms)).headings


def is_label(text: str, forms: Sequence[Form]) -> bool:
    """Whether a text is, to the word, a label of a row or column, or the remark at a table's head, of some form."""
    return _words(tuple(forms)).is_worded(text)


def _taken_apart(grid: Grid, forms: tuple[Form, ...]) -> Iterator[Block]:
    for piece in _by_lines(grid, forms):
        sides = _side_by_side(piece, forms) if isinstance(piece, Grid) else None
        if sides is None:
            yield piece
        else:
            for side in sides:
                yield from _taken_apart(side, forms)


def _by_lines(grid: Grid, forms: tuple[Form, ...]) -> Iterator[Block]:
    """The grid's lines in order: texts that stand alone in theirs, and grids of the lines between."""
    kept: list[int] = []
    in_table = False
    for number, line in enumerate(grid.lines()):
        alone = _alone(line)
        if alone is not None and alone.row < number:
            continue  # the rest of a text over several lines
        if alone is None or _belongs(alone.text.text, forms, in_table=in_table):
            in_table = in_table or (alone is None and any(cell and cell.text.text.strip() for cell in line))
            kept.append(number)
            continue
        if kept:
            yield _lines_of(grid, kept)
        kept, in_table = [], False
        yield from _paragraphs(alone.text)
    if kept:
        yield _lines_of(grid, kept)


def _alone(line: list[GridCell | None]) -> GridCell | None:
    """The one cell of a line that says something, where there is only one."""
    texts = {id(cell): cell for cell in line if cell is not None and cell.text.text.strip()}
    return next(iter(texts.values())) if len(texts) == 1 else None


def _belongs(text: str, forms: tuple[Form, ...], *, in_table: bool) -> bool:
    """Whether a text that stands alone in its line is part of a table all the same."""
    first = next(line for line in text.splitlines() if line.strip())
    words = _words(forms)
    if plain(text) in words.headings or plain(first) in words.headings:
        return False
    if words.is_label(text):
        return True
    return in_table and (is_figure(text) or (len(text.strip()) < PROSE and not text.rstrip().endswith("。")))


class _Words:
    """The headings and labels of some forms."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self.headings = {
            plain(name)
            for form in forms
            for section in form.sections
            for name in (section.wording.official, *section.wording.aliases)
        }
        self._matchers = [
            matcher
            for form in forms
            for table in form.tables
            for scopes in [scopes_of(form).table(table.id)]
            for matcher in (scopes.rows(None)[1], scopes.columns(None))
        ]
        self._notes = {plain(table.note) for form in forms for table in form.tables if table.note}

    def is_worded(self, text: str) -> bool:
        return plain(text) in self._notes or any(matcher.exact(text) for matcher in self._matchers)

    def is_label(self, text: str) -> bool:
        return self.is_worded(text) or any(matcher.misspelt(text) for matcher in self._matchers)


@lru_cache(maxsize=16)
def _words(forms: tuple[Form, ...]) -> _Words:
    return _Words(forms)


def _paragraphs(text: Text) -> Iterator[Text]:
    """The lines of a cell that say something, each as a text."""
    start = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield text.cut(start, start + len(line))
        start += len(line) + 1


def _lines_of(grid: Grid, lines: Sequence[int]) -> Grid:
    """Some consecutive lines of a grid as a grid, without empty columns at its right; columns keep their numbers.

    Where no figure is printed at all the empty columns stay: they are where the figures were left blank.
    """
    first, last = lines[0], lines[-1]
    if len(lines) == grid.height:
        return grid
    cells = [cell for cell in grid.cells if first <= cell.row <= last]
    if grid.aligned and any(is_figure(cell.text.text) for cell in cells):
        end = max((cell.column + cell.columns for cell in cells if cell.text.text.strip()), default=grid.width)
        cells = [cell for cell in cells if cell.column < end]
    if len(cells) == len(grid.cells):
        return grid
    moved = tuple(cell._replace(row=cell.row - first) for cell in cells)
    breaks = tuple(one - first for one in grid.breaks if first < one <= last)
    span = cells[0].text.span if cells else grid.span
    return Grid(moved, span, grid.aligned, breaks, grid.full_width)


def _side_by_side(grid: Grid, forms: tuple[Form, ...]) -> tuple[Grid, Grid] | None:
    """Two grids parted by columns where nothing is printed, each of them a table, and not the same one."""
    if not grid.aligned:
        return None
    filled = [cell for cell in grid.cells if cell.text.text.strip()]
    used = {column for cell in filled for column in range(cell.column, cell.column + cell.columns)}
    for column in range(min(used, default=0) + 1, max(used, default=0)):
        if column in used:
            continue
        left = [cell for cell in grid.cells if cell.column < column]
        right = [cell for cell in grid.cells if cell.column > column]
        sides = Grid(tuple(left), grid.span), Grid(tuple(right), next(c.text.span for c in filled if c.column > column))
        if any(_differ(*sides, form) for form in forms):
            return sides
    return None


def _differ(left: Grid, right: Grid, form: Form) -> bool:
    tables = table_of(left, form), table_of(right, form)
    return None not in tables and tables[0] != tables[1]
