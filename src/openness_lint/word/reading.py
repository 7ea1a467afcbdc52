"""The bytes of a Word document to paragraphs and grids, each with its place."""

from __future__ import annotations

from collections.abc import Sequence

from openness_lint.model.language import Phrase
from openness_lint.model.span import CellSpan, ParagraphSpan
from openness_lint.model.text import Text
from openness_lint.recognition.document import Block, Document, Grid, GridCell
from openness_lint.syntax.kinds import damaged, too_large
from openness_lint.word.body import Box, Item, Paragraph, Rows, read_body
from openness_lint.word.names import child
from openness_lint.word.numbering import Numbering
from openness_lint.word.package import Package

# Places in tables, merged ones counted as often as they are covered; and lines and tables in all.
MOST_PLACES = 60_000
MOST_BLOCKS = 60_000
# A table around other tables is there for the layout when it has no more than so many filled cells of its own.
FRAME = 12


def read_document(data: bytes) -> Document:
    """The document in the bytes of a .docx.

    Raises:
        UnreadableInput: they are no such document, or it is larger than any report.
    """
    package = Package(data)
    name, root = package.main()
    parts = {kind: next(iter(package.related(name, kind)), None) for kind in ("numbering", "styles")}
    numbers, styles = (package.part(part) if part else None for part in parts.values())
    body = child(root, "body")
    if body is None:
        raise damaged()
    try:
        items = read_body(body, Numbering(numbers, styles))
    except RecursionError:
        raise damaged() from None
    return Document(tuple(_Blocks().all(items)), ParagraphSpan(1, 1, 1))


class _Blocks:
    """Counts paragraphs and tables in reading order, and puts each where it stands."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0
        self.places = 0
        self.blocks: list[Block] = []

    def all(self, items: Sequence[Item]) -> list[Block]:
        for item in items:
            if isinstance(item, Rows):
                self._table(item)
            else:
                self._paragraph(item)
        return self.blocks

    def _paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph, line by line: a break within it parts what a reader sees as two."""
        self.paragraphs += 1
        if paragraph.listed:
            return
        start = 1
        for line in paragraph.text.split("\n"):
            if line.strip():
                self._add(Text(line, ParagraphSpan(self.paragraphs, start, start + len(line))))
            start += len(line) + 1

    def _table(self, table: Rows) -> None:
        self.tables += 1
        number = self.tables
        inner = [one for row in table.rows for box in row for one in box.items if isinstance(one, Rows)]
        if inner and _filled(table) <= FRAME:
            self._frame(table, number)
            return
        self._grid(table, number)
        for one in inner:
            self._table(one)

    def _frame(self, table: Rows, number: int) -> None:
        """A table that only lays out a page: what its cells hold, one after the other."""
        for r, row in enumerate(table.rows, 1):
            for c, box in enumerate(row, 1):
                for item in box.items:
                    if isinstance(item, Rows):
                        self._table(item)
                        continue
                    for line in [] if item.listed else item.text.split("\n"):
                        if line.strip():
                            self._add(Text(line, CellSpan(number, r, c)))

    def _grid(self, table: Rows, number: int) -> None:
        width = max((box.column + box.columns for row in table.rows for box in row), default=0)
        self.places += width * len(table.rows)
        if self.places > MOST_PLACES:
            raise too_large(Phrase(f"表格有 {MOST_PLACES:,} 个以上的格", f"its tables have over {MOST_PLACES:,} cells"))
        cells: list[GridCell] = []
        above: dict[int, int] = {}  # by column, which of the cells goes on if the next row says so
        for r, row in enumerate(table.rows):
            here: dict[int, int] = {}
            for c, box in enumerate(row):
                merged = above.get(box.column) if box.continues else None
                if merged is not None and cells[merged].columns == box.columns:
                    cells[merged] = cells[merged]._replace(rows=r + 1 - cells[merged].row)
                    here[box.column] = merged
                    continue
                here[box.column] = len(cells)
                cells.append(GridCell(Text(_text(box), CellSpan(number, r + 1, c + 1)), r, box.column, 1, box.columns))
            above = here
        if cells:
            self._add(Grid(tuple(cells), cells[0].text.span))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > MOST_BLOCKS:
            raise too_large(
                Phrase(f"文档有 {MOST_BLOCKS:,} 个以上的行和表格", f"it has over {MOST_BLOCKS:,} lines and tables")
            )


def _text(box: Box) -> str:
    """What a cell prints; paragraphs without a character are space between lines and no text."""
    return "\n".join(item.text for item in box.items if isinstance(item, Paragraph) and item.text)


def _filled(table: Rows) -> int:
    """How many cells of a table hold text and no table."""
    return sum(
        1
        for row in table.rows
        for box in row
        if not any(isinstance(one, Rows) for one in box.items) and _text(box).strip()
    )
