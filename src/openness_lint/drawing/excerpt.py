"""What a finding stands in, as pieces for a page: lines of a source, rows of a table, a paragraph; its places marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from openness_lint.drawing.plain import plain
from openness_lint.model.diagnostic import Spot
from openness_lint.model.outcome import Outcome
from openness_lint.model.paper import Grid, GridCell
from openness_lint.model.span import ParagraphSpan, TextSpan
from openness_lint.model.values import NamedTuple

Mark: TypeAlias = Literal["", "primary", "related", "gap"]

_AROUND = 60  # characters shown before and after a mark in a line longer than _LONG
_LONG = 200
_HEADER = 3  # rows of a table that are shown above those marked


class Piece(NamedTuple):
    """A stretch of text; `gap` stands for what is left out."""

    text: str
    mark: Mark = ""


class SourceLine(NamedTuple):
    """A line with its number (1-based; 0 in a document)."""

    number: int
    pieces: list[Piece]


class TableCell(NamedTuple):
    """A cell, merged over so many columns."""

    text: str
    columns: int
    mark: Mark = ""


class TableRow(NamedTuple):
    """A row with its number in the table (1-based); 0 for rows left out."""

    number: int
    cells: list[TableCell]


class Excerpt(NamedTuple):
    """What is shown of a finding: lines, or tables of rows; `beside` are places that nothing can show."""

    lines: list[SourceLine]
    tables: list[list[TableRow]]
    beside: list[Spot]


def excerpt(outcome: Outcome, primary: Sequence[Spot], related: Sequence[Spot]) -> Excerpt:
    """The parts of a source that hold some places, in reading order."""
    marks = _marked(primary, related)
    lines: dict[int, list[tuple[int, int, Mark]]] = {}
    paragraphs: list[SourceLine] = []
    cells: dict[int, tuple[Grid, dict[int, Mark]]] = {}
    beside: list[Spot] = []
    for spot, mark in marks:
        span, paper = spot.span, outcome.paper
        standing = paper.standing(span) if paper is not None else None
        if isinstance(span, TextSpan) and 1 <= span.line <= len(outcome.lines):
            line = outcome.lines[span.line - 1]
            end = span.end_column - 1 if span.end_line == span.line else len(line)
            lines.setdefault(span.line, []).append((span.column - 1, max(end, span.column), mark))
        elif paper is not None and standing is not None and (found := paper.grid(span)) is not None:
            grid, cell = found
            cells.setdefault(standing.block, (grid, {}))[1].setdefault(id(cell), mark)
        elif paper is not None and (text := paper.paragraph(span)) is not None:
            inside = isinstance(span, ParagraphSpan) and isinstance(text.span, ParagraphSpan)
            start = span.start - text.span.start if inside else 0  # type: ignore[union-attr]
            end = span.end - text.span.start if inside else len(text.text)  # type: ignore[union-attr]
            paragraphs.append(SourceLine(0, _pieces(text.text, [(start, end, mark)])))
        else:
            beside.append(spot)
    shown = [SourceLine(number, _pieces(outcome.lines[number - 1], found)) for number, found in sorted(lines.items())]
    return Excerpt(shown + paragraphs, [_rows(grid, marked) for _, (grid, marked) in sorted(cells.items())], beside)


def _marked(primary: Iterable[Spot], related: Iterable[Spot]) -> list[tuple[Spot, Mark]]:
    """Each place of this report once, the primary ones as such."""
    found: dict[object, tuple[Spot, Mark]] = {}
    for spot in primary:
        found.setdefault(spot.span, (spot, "primary"))
    for spot in related:
        if spot.path is None:
            found.setdefault(spot.span, (spot, "related"))
    return list(found.values())


def _pieces(line: str, marks: Iterable[tuple[int, int, Mark]]) -> list[Piece]:
    """The line cut at its marks; of a long one, what stands around them."""
    pieces: list[Piece] = []
    at = 0
    ordered = sorted(marks)
    for i, (start, end, mark) in enumerate(ordered):
        first, last = max(start, at), min(max(end, start + 1), len(line))
        before = line[at:first]
        if len(line) > _LONG and len(before) > (_AROUND if i == 0 else 2 * _AROUND):
            pieces += [Piece(before[:_AROUND])] if i else []
            pieces += [Piece("…", "gap"), Piece(before[-_AROUND:])]
        elif before:
            pieces.append(Piece(before))
        if last > first or start >= len(line):  # behind the end stands what is missing there
            pieces.append(Piece(line[first:last] or " ", mark))
        at = max(at, last)
    rest = line[at:]
    if len(line) > _LONG and len(rest) > _AROUND:
        pieces += [Piece(rest[:_AROUND]), Piece("…", "gap")]
    elif rest:
        pieces.append(Piece(rest))
    return [Piece(plain(one.text), one.mark) for one in pieces]


def _rows(grid: Grid, marked: dict[int, Mark]) -> list[TableRow]:
    """The rows that hold marked cells, under the first rows of the table."""
    wanted = {
        row for row, line in enumerate(grid.places) if any(cell is not None and id(cell) in marked for cell in line)
    }
    shown = sorted(wanted | set(range(min(_HEADER, grid.height))))
    rows: list[TableRow] = []
    before = -1
    for number in shown:
        if number > before + 1:
            rows.append(TableRow(0, []))
        before = number
        rows.append(TableRow(number + 1, _cells(grid.places[number], marked)))
    return rows


def _cells(line: Sequence[GridCell | None], marked: dict[int, Mark]) -> list[TableCell]:
    cells: list[TableCell] = []
    last: GridCell | None = None
    for cell in line:
        if cell is not None and cell is last:
            cells[-1] = cells[-1]._replace(columns=cells[-1].columns + 1)
        else:
            text = plain(" ".join(cell.text.text.split())) if cell is not None else ""
            cells.append(TableCell(text, 1, marked.get(id(cell), "") if cell is not None else ""))
        last = cell
    return cells
