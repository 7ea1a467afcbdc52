"""A spreadsheet as it is printed: the text of each cell that shows something, and which cells are merged."""

from __future__ import annotations

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.syntax.kinds import too_large

# A report has some 300 cells that say something, one with long annexes a few thousand.
MOST_CELLS = 50_000
MOST_SHEETS = 500
# As large as sheets get.
ROWS, COLUMNS = 1_048_576, 16_384


class Merge(NamedTuple):
    """Cells shown as one, 0-based, end exclusive."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(slots=True)
class Sheet:
    """One sheet that is shown.

    `cells` holds what each cell shows, by row and column (0-based, as in the file); cells that show
    nothing are not in it. `blanks` tells of rows in which nothing is shown how far they are made up as a
    table's: from column, to column (exclusive). Hidden rows and columns are not printed.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    blanks: dict[int, tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class Budget:
    """Counts the filled cells of a workbook, and stops at more than a report has."""

    def __init__(self) -> None:
        self._left = MOST_CELLS

    def spend(self) -> None:
        """Raises UnreadableInput when there is nothing left."""
        self._left -= 1
        if self._left < 0:
            raise too_many_cells()


def too_many_cells() -> UnreadableInput:
    return too_large(
        Phrase(
            f"填有内容的单元格超过 {MOST_CELLS:,} 个", f"more than {MOST_CELLS:,} cells of the workbook say something"
        )
    )


def address(row: int, column: int) -> str:
    """The name of a cell, 0-based: 0, 2 is `C1`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
