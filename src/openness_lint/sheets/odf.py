"""OpenDocument spreadsheets (.ods) to sheets as they are printed: they keep the text that each cell shows."""

from __future__ import annotations

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.sheets.package import ADVICE, Package, attribute
from openness_lint.sheets.sheet import COLUMNS, MOST_CELLS, MOST_SHEETS, ROWS, Budget, Merge, Sheet, too_many_cells
from openness_lint.syntax.kinds import ODS, damaged, locked, too_large

# What stands in or between cells and is not printed as their text.
_PASSED_OVER = frozenset({"annotation", "tracked-changes", "shapes", "frame", "custom-shape", "g", "dde-links"})
_FAR = 1000  # more cells side by side, made up alike and empty, are the rest of the sheet


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets of a spreadsheet that are shown, in order.

    Raises:
        UnreadableInput: the bytes are no such spreadsheet, or it is larger than any report.
    """
    package = Package(data, ODS)
    manifest = _Manifest()
    package.read("META-INF/manifest.xml", manifest)
    if manifest.is_locked:
        raise locked()
    content = _Content()
    if not package.read("content.xml", content):
        raise damaged()
    if not content.sheets:
        raise UnreadableInput(Phrase(f"表格文件里没有工作表；{ADVICE.zh}", f"there is no sheet in it; {ADVICE.en}"))
    return content.sheets


class _Manifest:
    """Whether what is packed is also encrypted."""

    def __init__(self) -> None:
        self.is_locked = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  # of the protocol
        self.is_locked = self.is_locked or name == "encryption-data"

    def text(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


class _Content:
    """The sheets, cell by cell; repeated rows and columns are written once in the file."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: Sheet | None = None  # the one being read, if it is shown
        self._budget = Budget()
        self._passed_over = 0  # elements within which nothing is read
        self._row, self._column, self._columns_said = 0, 0, 0
        self._rows_alike, self._cells_alike = 1, 1
        self._in_cell = False
        self._paragraphs: list[list[str]] = []
        self._is_open = False  # within a paragraph
        self._filled_row = -1
        self._line: list[tuple[int, str]] = []  # cells of the row being read
        self._made_up: list[int] = []
        self._spans: list[Merge] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._passed_over or name in _PASSED_OVER:
            self._passed_over += 1
        elif name == "style":
            self._style = attribute(attributes, "name") or ""
        elif name == "table-properties":
            if attribute(attributes, "display") == "false":
                self._hidden_styles.add(self._style)
        elif name == "table":
            self._start_sheet(attributes)
        elif self._sheet is not None:
            self._start_within(name, attributes, self._sheet)

    def text(self, text: str) -> None:
        if self._is_open and not self._passed_over:
            self._paragraphs[-1].append(text.replace("\n", " "))

    def end(self, name: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
        elif name == "p":
            self._is_open = False
        elif name in {"table-cell", "covered-table-cell"} and self._sheet is not None:
            self._end_cell()
        elif name == "table-row" and self._sheet is not None:
            self._end_row(self._sheet)
        elif name == "table":
            self._sheet = None

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        if attribute(attributes, "style-name") in self._hidden_styles:
            return
        if len(self.sheets) >= MOST_SHEETS:
            raise too_large(Phrase(f"工作表超过 {MOST_SHEETS} 张", f"more than {MOST_SHEETS} sheets"))
        self._sheet = Sheet(attribute(attributes, "name") or "")
        self.sheets.append(self._sheet)
        self._row = self._columns_said = 0
        self._filled_row = -1

    def _start_within(self, name: str, attributes: dict[str, str], sheet: Sheet) -> None:
        match name:
            case "table-column":
                count = _count(attributes, "number-columns-repeated")
                if attribute(attributes, "visibility") in {"collapse", "filter"}:
                    last = min(self._columns_said + count, COLUMNS)
                    sheet.hidden_columns.update(range(self._columns_said, last))
                self._columns_said += count
            case "table-row":
                self._rows_alike = _count(attributes, "number-rows-repeated")
                self._column = 0
                self._line, self._made_up, self._spans = [], [], []
                if attribute(attributes, "visibility") in {"collapse", "filter"}:
                    sheet.hidden_rows.update(range(self._row, min(self._row + self._rows_alike, ROWS)))
            case "table-cell" | "covered-table-cell":
                self._start_cell(name, attributes)
            case "p" if self._in_cell:
                self._paragraphs.append([])
                self._is_open = True
            case "s" if self._is_open:
                self._paragraphs[-1].append(" " * min(_count(attributes, "c"), 100))
            case "tab" if self._is_open:
                self._paragraphs[-1].append("\t")
            case "line-break" if self._is_open:
                self._paragraphs[-1].append("\n")

    def _start_cell(self, name: str, attributes: dict[str, str]) -> None:
        self._in_cell = name == "table-cell"
        self._paragraphs = []
        self._cells_alike = _count(attributes, "number-columns-repeated")
        if self._in_cell and attribute(attributes, "style-name") and self._cells_alike < _FAR:
            self._made_up.append(self._column)
        rows, columns = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self._spans.append(Merge(self._row, self._column, self._row + rows, self._column + columns))

    def _end_cell(self) -> None:
        text = "\n".join("".join(one) for one in self._paragraphs)
        if self._in_cell and text.strip():
            for column in range(self._column, self._column + self._cells_alike):
                self._budget.spend()
                self._line.append((column, text))
        self._in_cell = False
        self._column += self._cells_alike

    def _end_row(self, sheet: Sheet) -> None:
        if self._line:
            for row in range(self._row, self._row + self._rows_alike):
                for column, text in self._line:
                    if row > self._row:
                        self._budget.spend()
                    sheet.cells[row, column] = text
            self._filled_row = self._row + self._rows_alike - 1
        elif self._made_up and self._row == self._filled_row + 1:
            sheet.blanks[self._row] = (self._made_up[0], self._made_up[-1] + 1)
        if len(sheet.merges) + len(self._spans) > MOST_CELLS:
            raise too_many_cells()
        sheet.merges += self._spans
        self._row += self._rows_alike
        if self._row > ROWS + MOST_CELLS or self._column > COLUMNS + MOST_CELLS:
            raise damaged()


def _count(attributes: dict[str, str], name: str) -> int:
    """A count that is one where nothing is said.

    Raises:
        UnreadableInput: it is none.
    """
    said = attribute(attributes, name) or "1"
    if not said.isascii() or not said.isdigit() or len(said) > 7:
        raise damaged()
    return max(int(said), 1)
