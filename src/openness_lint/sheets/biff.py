"""Workbooks of the older kind (.xls) to sheets as they are printed; by xlrd, in a process of its own.

xlrd gives number formats, merged and hidden cells, and the kept results of formulas; macros are bytes to it.
"""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from openness_lint.confined import confined
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.sheets.formats import BUILTIN, GENERAL, shown_number, shown_text
from openness_lint.sheets.package import ADVICE
from openness_lint.sheets.sheet import COLUMNS, MOST_CELLS, MOST_SHEETS, ROWS, Budget, Merge, Sheet, too_many_cells
from openness_lint.syntax.kinds import XLS, damaged, kind_of, locked, refusal, too_large

# Numbers of formats whose look depends on the country: xlrd gives the American one.
_BY_COUNTRY = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets of a workbook that are shown, in order.

    Raises:
        UnreadableInput: the bytes are no such workbook, or it is larger than any report.
    """
    if kind_of(data) is not XLS:
        raise refusal(data, XLS, ADVICE)
    return [
        Sheet(
            one["name"],
            {(row, column): text for row, column, text in one["cells"]},
            [Merge(*merge) for merge in one["merges"]],
            {row: (first, end) for row, first, end in one["blanks"]},
            set(one["hidden_rows"]),
            set(one["hidden_columns"]),
        )
        for one in confined("openness_lint.sheets.biff:take", data)
    ]


def take(data: bytes) -> list[dict[str, object]]:
    """The sheets as plain values; called in the child process.

    Raises:
        UnreadableInput: as `read_workbook`.
    """
    xlrd: Any = import_module("xlrd")
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=True
        )
        return _sheets(xlrd, book)
    except UnreadableInput:
        raise
    except xlrd.XLRDError as error:
        raise locked() if "encrypted" in str(error) else damaged() from None
    # Damaged records make xlrd stumble over whatever it reads next: struct.error, IndexError, AssertionError, ...
    except Exception:  # noqa: BLE001
        raise damaged() from None


def _sheets(xlrd: Any, book: Any) -> list[dict[str, object]]:
    if book.nsheets > MOST_SHEETS:
        raise too_large(Phrase(f"工作表超过 {MOST_SHEETS} 张", f"more than {MOST_SHEETS} sheets"))
    budget = Budget()
    sheets = (book.sheet_by_index(i) for i in range(book.nsheets))
    return [_sheet(xlrd, book, one, budget) for one in sheets if one.visibility == 0]


def _sheet(xlrd: Any, book: Any, sheet: Any, budget: Budget) -> dict[str, object]:
    cells: list[tuple[int, int, str]] = []
    blanks: list[tuple[int, int, int]] = []
    filled_row = -1
    for row in range(min(sheet.nrows, ROWS)):
        made_up: list[int] = []
        for column, cell in enumerate(sheet.row(row)):
            shown = _shown(xlrd, book, sheet, cell)
            if shown.strip():
                budget.spend()
                cells.append((row, column, shown))
                filled_row = row
            elif cell.ctype == xlrd.XL_CELL_BLANK:
                made_up.append(column)
        if made_up and row == filled_row + 1:
            blanks.append((row, made_up[0], made_up[-1] + 1))
    if len(sheet.merged_cells) > MOST_CELLS:
        raise too_many_cells()
    return {
        "name": sheet.name,
        "cells": cells,
        "merges": [(row, column, end, last) for row, end, column, last in sheet.merged_cells],
        "blanks": blanks,
        "hidden_rows": [row for row, one in sheet.rowinfo_map.items() if one.hidden or one.height == 0],
        "hidden_columns": [
            column for column, one in sheet.colinfo_map.items() if column < COLUMNS and (one.hidden or one.width == 0)
        ],
    }


def _shown(xlrd: Any, book: Any, sheet: Any, cell: Any) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return shown_text(cell.value, _code(book, cell))
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            if not cell.value and not sheet.show_zero_values:
                return ""
            return shown_number(repr(cell.value), _code(book, cell), from_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#"))
    return ""


def _code(book: Any, cell: Any) -> str:
    number = book.xf_list[cell.xf_index].format_key if cell.xf_index is not None else 0
    if number in _BY_COUNTRY:
        return BUILTIN[number]
    known = book.format_map.get(number)
    return known.format_str if known is not None else GENERAL
