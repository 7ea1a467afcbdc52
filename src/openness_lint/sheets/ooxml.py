"""Workbooks of the current kind (.xlsx, .xlsm) to sheets as they are printed.

Read by the parts of ECMA-376 that decide what a cell shows: shared strings, number formats, merged and
hidden cells. Formulas count by the result kept in the file; one without a result shows nothing, and is
blank, not zero. Macros, links, charts and drawings are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple
from openness_lint.sheets.formats import BUILTIN, GENERAL, shown_number, shown_text
from openness_lint.sheets.package import ADVICE, Package, attribute, resolved
from openness_lint.sheets.sheet import COLUMNS, MOST_CELLS, MOST_SHEETS, ROWS, Budget, Merge, Sheet, too_many_cells
from openness_lint.syntax.kinds import XLSX, damaged, too_large

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z0-9$]+)(?::([A-Z0-9$]+))?")
# How strings write characters that XML cannot: `_x000D_` is a carriage return.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = {"1", "true", "on"}


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets of a workbook that are shown, in order.

    Raises:
        UnreadableInput: the bytes are no such workbook, or it is larger than any report.
    """
    package = Package(data, XLSX)
    main = _Relations.of(package, "").first("officeDocument") or "xl/workbook.xml"
    workbook = _Workbook()
    if not package.read(main, workbook):
        raise damaged()
    relations = _Relations.of(package, main)
    strings, styles = _Strings(), _Styles()
    for kind, handler in (("sharedStrings", strings), ("styles", styles)):
        name = relations.first(kind)
        if name is not None:
            package.read(name, handler)
    if len(workbook.sheets) > MOST_SHEETS:
        raise too_large(Phrase(f"工作表超过 {MOST_SHEETS} 张", f"more than {MOST_SHEETS} sheets"))
    look = _Look(strings.texts, styles.codes(), workbook.from_1904)
    budget = Budget()
    sheets: list[Sheet] = []
    for name, relation in workbook.sheets:
        target = relations.by_id.get(relation)
        if target is None or target.kind != "worksheet":
            continue  # a sheet that is a chart
        reading = _Cells(Sheet(name), look, budget)
        if not package.read(target.member, reading):
            raise damaged()
        sheets.append(reading.sheet)
    if not sheets:
        raise UnreadableInput(Phrase(f"工作簿里没有工作表；{ADVICE.zh}", f"the workbook has no sheet; {ADVICE.en}"))
    return sheets


class _Target(NamedTuple):
    member: str
    kind: str


class _Relations:
    """To which members one member is related, by id, and in which way."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.by_id: dict[str, _Target] = {}

    @staticmethod
    def of(package: Package, member: str) -> _Relations:
        folder, _, file = member.rpartition("/")
        found = _Relations(folder)
        package.read(f"{folder}/_rels/{file}.rels", found)
        return found

    def first(self, kind: str) -> str | None:
        return next((target.member for target in self.by_id.values() if target.kind == kind), None)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            member = resolved(self._folder, attributes.get("Target", ""))
            self.by_id[attributes.get("Id", "")] = _Target(member, kind)

    def text(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


class _Workbook:
    """The sheets that are shown (name, relation), and from when days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", ""), attribute(attributes, "id") or ""))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in _TRUE

    def text(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


class _Texts:
    """Collects the characters of strings: runs of rich text in one, without readings (`rPh`)."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_open = False
        self._reading = False

    def begin(self) -> None:
        self._pieces = []

    def start(self, name: str) -> None:
        if name == "t":
            self._is_open = not self._reading
        elif name == "rPh":
            self._reading = True

    def text(self, text: str) -> None:
        if self._is_open:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._is_open = False
        elif name == "rPh":
            self._reading = False

    def taken(self) -> str:
        return _unescaped("".join(self._pieces))


class _Strings:
    """The strings that cells share, by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._text = _Texts()

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  # of the protocol
        if name == "si":
            self._text.begin()
        else:
            self._text.start(name)

    def text(self, text: str) -> None:
        self._text.text(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(self._text.taken())
        else:
            self._text.end(name)


class _Styles:
    """Number formats, by the number of the style that cells name."""

    def __init__(self) -> None:
        self._own: dict[int, str] = {}
        self._styles: list[int] = []
        self._in_cells = False

    def codes(self) -> list[str]:
        return [self._own.get(one, BUILTIN.get(one, GENERAL)) for one in self._styles]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._own[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", GENERAL)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._styles.append(_whole(attributes.get("numFmtId")))

    def text(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _Look(NamedTuple):
    """What the workbook says of how its cells look."""

    strings: list[str]
    codes: list[str]  # by style
    from_1904: bool


class _Cells:
    """The cells of one sheet."""

    def __init__(self, sheet: Sheet, look: _Look, budget: Budget) -> None:
        self.sheet = sheet
        self._look = look
        self._budget = budget
        self._row, self._column = -1, -1
        self._cell: dict[str, str] = {}  # the attributes of the cell being read
        self._kind = "n"
        self._value: list[str] = []
        self._in_value = False
        self._inline = _Texts()
        self._shows_zeros = True
        self._filled_row = -1  # the last row in which something is shown
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "row": self._start_row,
            "v": self._start_value,
            "is": self._start_inline,
            "mergeCell": self._merge,
            "col": self._start_columns,
            "sheetView": self._start_view,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        action = self._starts.get(name)
        if action is not None:
            action(attributes)
        elif self._kind == "inlineStr":
            self._inline.start(name)

    def text(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)
        elif self._kind == "inlineStr":
            self._inline.text(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._in_value = False
        elif self._kind == "inlineStr":
            self._inline.end(name)

    def _start_view(self, attributes: dict[str, str]) -> None:
        self._shows_zeros = attributes.get("showZeros", "1") in _TRUE

    def _start_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE or attributes.get("width") == "0":
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            self.sheet.hidden_columns.update(range(max(first - 1, 0), min(last, COLUMNS)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else _whole(number) - 1
        self._column = -1
        if not 0 <= self._row < ROWS:
            raise damaged()
        if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
            self.sheet.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._kind = attributes.get("t", "n")
        self._column += 1
        if self._value:
            self._value = []
        if self._kind == "inlineStr":
            self._inline.begin()

    def _start_value(self, attributes: dict[str, str]) -> None:  # noqa: ARG002  # of the protocol
        self._in_value = True

    def _start_inline(self, attributes: dict[str, str]) -> None:
        pass

    def _end_cell(self) -> None:
        shown = self._shown() if self._value or self._kind == "inlineStr" else ""
        self._kind = "n"
        is_filled = bool(shown.strip())
        if not is_filled and self._row != self._filled_row + 1:
            return  # by far the most cells of a sheet formatted to its end
        reference = self._cell.get("r")
        if reference is not None:
            self._row, self._column = _place(reference)
        if is_filled:
            self._budget.spend()
            self.sheet.cells[self._row, self._column] = shown
            self._filled_row = self._row
        elif self._row == self._filled_row + 1:
            first, end = self.sheet.blanks.get(self._row, (self._column, self._column))
            self.sheet.blanks[self._row] = (min(first, self._column), max(end, self._column + 1))

    def _shown(self) -> str:
        style, codes = _whole(self._cell.get("s", "0")), self._look.codes
        code = codes[style] if style < len(codes) else GENERAL
        value = "".join(self._value)
        match self._kind:
            case "s":
                return shown_text(self._shared(value), code)
            case "inlineStr":
                return shown_text(self._inline.taken(), code)
            case "str":
                return shown_text(_unescaped(value), code)
            case "b":
                return "TRUE" if value.strip() in _TRUE else "FALSE"
            case "e" | "d":  # an error such as #REF!; a date in ISO 8601
                return value
        if not self._shows_zeros and not value.strip("-+0.Ee"):
            return ""
        return shown_number(value, code, from_1904=self._look.from_1904)

    def _shared(self, number: str) -> str:
        index = _whole(number)
        if index >= len(self._look.strings):
            raise damaged()
        return self._look.strings[index]

    def _merge(self, attributes: dict[str, str]) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            return
        if len(self.sheet.merges) >= MOST_CELLS:
            raise too_many_cells()
        (row, column), (last_row, last_column) = _place(found[1]), _place(found[2] or found[1])
        self.sheet.merges.append(Merge(row, column, max(row, last_row) + 1, max(column, last_column) + 1))


def _place(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as `$C$5`, 0-based.

    Raises:
        UnreadableInput: it is none that a sheet has.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
        raise damaged()
    return row - 1, column - 1


def _whole(number: str | None) -> int:
    """A whole number of an attribute.

    Raises:
        UnreadableInput: it is none.
    """
    if number is None or not number.strip().isascii() or not number.strip().isdigit() or len(number) > 9:
        raise damaged()
    return int(number)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_escaped, text).replace("\r\n", "\n").replace("\r", "\n")


def _escaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
