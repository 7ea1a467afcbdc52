"""Where something stands in a source: one shape for each kind of paper.

A reader takes the span once, when it reads; nobody reconstructs it later.
"""

from __future__ import annotations

from typing import TypeAlias

from openness_lint.model.values import NamedTuple


class TextSpan(NamedTuple):
    """A stretch of a source made of lines: 1-based, end exclusive, in characters (code points)."""

    line: int
    column: int
    end_line: int
    end_column: int


class CellSpan(NamedTuple):
    """A cell of a table in a document without lines: counts are 1-based, in reading order."""

    table: int
    row: int
    cell: int


class ParagraphSpan(NamedTuple):
    """A stretch of a paragraph in a document without lines.

    Paragraphs are counted from 1 in reading order, those in table cells left out; `start` and `end`
    are in characters, 1-based, end exclusive.
    """

    paragraph: int
    start: int
    end: int


class SheetSpan(NamedTuple):
    """A cell of a spreadsheet, such as `C5`."""

    sheet: str
    cell: str


class PageSpan(NamedTuple):
    """A box on a page: page 1-based, box in points from the top left corner (x0, y0, x1, y1)."""

    page: int
    box: tuple[float, float, float, float]


Span: TypeAlias = TextSpan | CellSpan | ParagraphSpan | SheetSpan | PageSpan


def sort_key(span: Span) -> tuple[int, str, float, float, float]:
    """Reading order within one source, whatever its kind."""
    match span:
        case TextSpan(line, column, _, end_column):
            return (0, "", line, column, end_column)
        case CellSpan(table, row, cell):
            return (1, "", table, row, cell)
        case ParagraphSpan(paragraph, start, _):
            return (1, "", 0, paragraph, start)
        case SheetSpan(sheet, cell):
            letters = cell.rstrip("0123456789")
            column = 0
            for letter in letters:  # Z is followed by AA: digits from 1 to 26
                column = column * 26 + ord(letter) - ord("A") + 1
            return (2, sheet, int(cell[len(letters) :] or 0), column, 0)
        case PageSpan(page, (x0, y0, _, _)):
            return (3, "", page, y0, x0)
