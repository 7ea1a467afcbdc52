"""Sheets to grids: which rows and columns belong together, where each cell is."""

from __future__ import annotations

import pytest

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.span import SheetSpan
from openness_lint.sheets.blocks import document_of
from openness_lint.sheets.sheet import Merge, Sheet, address


def grids(sheet):
    """Each grid as rows of `text@address`, merged cells once, in the places where they begin."""
    return [
        [
            [f"{cell.text.text}@{cell.text.span.cell}" for cell in grid.cells if cell.row == row]
            for row in range(grid.height)
        ]
        for grid in document_of([sheet]).blocks
    ]


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "A1"), (4, 25, "Z5"), (0, 26, "AA1"), (0, 701, "ZZ1"), (1_048_575, 16_383, "XFD1048576")],
)
def test_addresses_are_those_of_spreadsheets(row, column, name):
    assert address(row, column) == name


def test_empty_cells_of_a_table_are_cells():
    sheet = Sheet("表", {(0, 0): "规章", (0, 1): "1", (1, 0): "文件"})

    assert grids(sheet) == [[["规章@A1", "1@B1"], ["文件@A2", "@B2"]]]


def test_an_empty_row_parts_grids_whose_columns_keep_their_numbers():
    sheet = Sheet("表", {(0, 0): "一", (0, 1): "1", (5, 1): "2"})

    assert grids(sheet) == [[["一@A1", "1@B1"]], [["@A6", "2@B6"]]]


def test_empty_columns_between_are_one():
    sheet = Sheet("表", {(0, 0): "左", (0, 9): "右"})

    assert grids(sheet) == [[["左@A1", "@B1", "右@J1"]]]


def test_merged_cells_are_one_cell():
    sheet = Sheet("表", {(0, 0): "头", (1, 0): "a", (1, 1): "b"}, [Merge(0, 0, 1, 2)])
    (grid,) = document_of([sheet]).blocks

    assert [(cell.text.text, cell.rows, cell.columns) for cell in grid.cells] == [
        ("头", 1, 2),
        ("a", 1, 1),
        ("b", 1, 1),
    ]


def test_a_row_made_up_below_a_table_is_its_blank_row():
    sheet = Sheet("表", {(0, 0): "一", (0, 1): "二"}, blanks={1: (0, 2), 3: (0, 2)})

    assert grids(sheet) == [[["一@A1", "二@B1"], ["@A2", "@B2"]]]


def test_hidden_rows_and_columns_are_left_out_and_part_nothing():
    cells = {(r, c): f"{r}{c}" for r in range(3) for c in range(3)}
    sheet = Sheet("表", cells, hidden_rows={1}, hidden_columns={1})

    assert grids(sheet) == [[["00@A1", "02@C1"], ["20@A3", "22@C3"]]]


def test_a_merged_cell_shows_in_what_is_left_of_it():
    sheet = Sheet("表", {(0, 0): "头", (1, 1): "b"}, [Merge(0, 0, 1, 2)], hidden_columns={0})

    assert grids(sheet) == [[["头@B1"], ["b@B2"]]]


def test_sheets_follow_each_other():
    document = document_of([Sheet("甲", {(0, 0): "1"}), Sheet("空"), Sheet("乙", {(2, 2): "2"})])

    assert [block.span for block in document.blocks] == [SheetSpan("甲", "A1"), SheetSpan("乙", "C3")]


def test_no_sheet_is_an_empty_document():
    assert document_of([]).blocks == ()


def test_cells_too_far_apart_are_refused():
    with pytest.raises(UnreadableInput):
        document_of([Sheet("表", {(at, at * 2): "1" for at in range(500)})])
