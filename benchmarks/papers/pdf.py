"""PDF documents by reportlab, printed as offices print them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import chain, takewhile
from random import Random
from typing import Any

from reportlab.pdfbase import cidfonts, pdfmetrics
from reportlab.pdfgen import canvas

from papers.paper import Paper
from papers.printed import Placed, Printed, Rows, placed
from papers.printed import width_of as columns_of

FONT = "STSong-Light"
pdfmetrics.registerFont(cidfonts.UnicodeCIDFont(FONT))


def grid(paper: Paper, _: Random) -> bytes:
    """Every cell in a frame of thin lines."""
    return _printed(paper, Press())


def without_edges(paper: Paper, _: Random) -> bytes:
    """No line left and right of the tables."""
    return _printed(paper, Press(style="open"))


def filled(paper: Paper, _: Random) -> bytes:
    """Lines that are thin boxes, cells on a ground of their own."""
    return _printed(paper, Press(style="boxes"))


def doubled(paper: Paper, _: Random) -> bytes:
    """Double lines, and a running head."""
    return _printed(paper, Press(style="double", header=f"{paper.agency}　政府信息公开年报"))


def short_pages(paper: Paper, random: Random) -> bytes:
    """Tables that go over the page wherever it ends, merged cells cut there."""
    return _printed(paper, Press(bottom=random.randrange(90, 420)))


def torn_rows(paper: Paper, random: Random) -> bytes:
    """The label of a row goes on over the end of a page."""
    press = Press()
    tables = []
    for table in paper.tables():
        rows = table.rows
        if table.id == "requests" and not press.page_ends:
            labels = [
                [cell for cell in takewhile(lambda cell: not cell.address, row) if cell.text][-1:]
                for row in rows
                if any(cell.address for cell in row)
            ]
            longest = max(chain(*labels), key=lambda label: len(label.text))
            rows, end = torn(rows, longest.text, longest.text[: random.randrange(4, 14)])
            press.page_ends = {end}
        tables.append(rows)
    return _printed(paper, press, iter(tables))


def upright(paper: Paper, _: Random) -> bytes:
    """Labels beside several rows run upwards."""
    return _printed(paper, Upright())


def landscape(paper: Paper, _: Random) -> bytes:
    """Wide pages."""
    return _printed(paper, Press(size=(842, 595)))


def watermarked(paper: Paper, _: Random) -> bytes:
    """Words aslant behind the text of every page."""

    def mark(page: canvas.Canvas, _size: tuple[float, float]) -> None:
        page.saveState()
        page.translate(150, 200)
        page.rotate(40)
        page.setFont(FONT, 60)
        page.setFillGray(0.85)
        page.drawString(0, 0, paper.agency)
        page.restoreState()

    return _printed(paper, Press(turn=mark))


def pages_of(paper: Paper) -> int:
    """How many pages a report fills."""
    press = Press()
    _printed(paper, press)
    return press.page


def _printed(paper: Paper, press: Press, tables: Iterator[Rows] | None = None) -> bytes:
    press.title(paper.title)
    for part in paper.parts:
        press.room(40)
        press.paragraph(part.heading)
        for text in part.paragraphs:
            press.paragraph(text)
        for table in part.tables:
            rows = next(tables) if tables is not None else table.rows
            press.table(rows, _widths(table.id, rows, press.WIDTH))
    return press.data


def _widths(table: str, rows: Rows, width: float) -> list[float]:
    """The widths of the columns: those of figures alike, the rest to the labels before them."""
    count = columns_of(rows)
    if table != "requests":
        first = 155.0 if table == "proactive" else width / count
        return [first, *[(width - first) / (count - 1)] * (count - 1)]
    return [30.0, 50.0, width - 80 - 30 * (count - 3), *[30.0] * (count - 3)]


def width_of(text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, FONT, size)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A text broken into lines that fit."""
    lines = [""]
    for character in text:
        if character == "\n" or width_of(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character.strip("\n")
    return lines


class Press:
    """Prints pages from the top down, and remembers the box of every cell by its page.

    Lengths are in points from the top left corner. `bottom` is the margin at the foot; `turn` draws on each
    new page before anything else.
    """

    LEFT, WIDTH = 70, 455

    def __init__(
        self,
        *,
        size: tuple[float, float] = (595, 842),
        style: str = "grid",
        header: str | None = None,
        bottom: float = 70,
        turn: Callable[[canvas.Canvas, tuple[float, float]], None] | None = None,
        frame: bool = False,
        encrypt: Any = None,
    ) -> None:
        self.file = io.BytesIO()
        self.canvas = canvas.Canvas(self.file, pagesize=size, encrypt=encrypt)
        self.size, self.style, self.bottom, self.turn = size, style, bottom, turn
        self.header, self.frame = header, frame
        self.row_height = 0.0
        self.unbroken: set[str] = set()  # texts that stay in one line, whatever room they have
        self.page_ends: set[int] = set()  # rows of the table with which a page must begin
        self.together = 40  # room that a heading wants for itself and what follows
        self.page = 0
        self.boxes: dict[tuple[int, str], list[tuple[float, float, float, float]]] = {}  # (page, text) -> boxes
        self._begin()

    def _begin(self) -> None:
        self.page += 1
        self.y = 80.0
        if self.turn:
            self.turn(self.canvas, self.size)
        if self.frame:
            self.canvas.rect(30, 30, self.size[0] - 60, self.size[1] - 60)
        if self.header:
            self.string(self.LEFT, 40, self.header, 9)
        self.string(self.size[0] / 2, self.size[1] - 40, f"— {self.page} —", 10)

    def next_page(self) -> None:
        self.canvas.showPage()
        self._begin()

    def room(self, height: float) -> None:
        if self.y + height > self.size[1] - self.bottom:
            self.next_page()

    def string(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.size[1] - y, text)

    def title(self, text: str) -> None:
        for line in wrapped(text, 20, 330):
            self.string(self.LEFT + (self.WIDTH - width_of(line, 20)) / 2, self.y, line, 20)
            self.y += 30

    def paragraph(self, text: str) -> None:
        for i, line in enumerate(wrapped(f"　　{text}", 14, self.WIDTH)):
            self.room(20)
            shift = 28 if i == 0 else 0
            self.string(self.LEFT + shift, self.y + 14, line.strip("　"), 14)
            self.y += 22

    def table(self, rows: Rows, widths: list[float], size: float = 9) -> None:
        """A table whose rows go over to the next page; merged cells are cut there, their text stays above."""
        cells = placed(rows)
        count = max(cell.row + cell.rows for cell in cells)
        heights = [0.0] * count
        for cell in cells:
            wide = sum(widths[cell.column : cell.column + cell.columns]) - 6
            need = len(wrapped(cell.text, size, wide)) * (size + 3) + 6
            if cell.rows == 1:
                heights[cell.row] = max(heights[cell.row], need, self.row_height)
        first = 0
        while first < count:
            last = first
            y = self.y
            while last < count and y + heights[last] <= self.size[1] - self.bottom:
                if last in self.page_ends and last > first:
                    break
                y += heights[last]
                last += 1
            if last > first:
                self._rows(cells, first, last, widths, heights, size)
            first = last
            if first < count:
                self.next_page()
        self.y += 10

    def _rows(
        self, cells: list[Placed], first: int, last: int, widths: list[float], heights: list[float], size: float
    ) -> None:
        tops = [self.y + sum(heights[first:row]) for row in range(first, last + 1)]
        lefts = [self.LEFT + sum(widths[:column]) for column in range(len(widths) + 1)]
        for cell in cells:
            begin, end = max(cell.row, first), min(cell.row + cell.rows, last)
            if begin >= end:
                continue
            x0, x1 = lefts[cell.column], lefts[cell.column + cell.columns]
            y0, y1 = tops[begin - first], tops[end - first]
            self._borders(x0, y0, x1, y1, lefts[0], lefts[-1])
            text = cell.text if begin == cell.row else ""
            self.boxes.setdefault((self.page, text), []).append((x0, y0, x1, y1))
            lines = [text] if text in self.unbroken else wrapped(text, size, x1 - x0 - 6)
            top = max(y0, (y0 + y1) / 2 - len(lines) * (size + 3) / 2)  # what does not fit hangs out below
            room = int((min(self.size[1] - 60, y1 + 30) - top) / (size + 3))  # above the page number
            for i, line in enumerate(lines[:room]):
                self.string((x0 + x1 - width_of(line, size)) / 2, top + (i + 1) * (size + 3) - 3, line, size)
        self.y = tops[-1]

    def _borders(self, x0: float, y0: float, x1: float, y1: float, left: float, right: float) -> None:
        top, bottom = self.size[1] - y0, self.size[1] - y1
        draw = self.canvas
        match self.style:
            case "grid":
                draw.setLineWidth(0.5)
                draw.rect(x0, bottom, x1 - x0, top - bottom)
            case "open":  # no border left and right of the table
                draw.line(x0, top, x1, top)
                draw.line(x0, bottom, x1, bottom)
                for x in {x0, x1} - {left, right}:
                    draw.line(x, top, x, bottom)
            case "boxes":  # lines as thin filled boxes, cells on a ground of their own
                draw.setFillGray(0.9)
                draw.rect(x0, bottom, x1 - x0, top - bottom, stroke=0, fill=1)
                draw.setFillGray(0)
                for x in (x0, x1):
                    draw.rect(x - 0.25, bottom, 0.5, top - bottom, stroke=0, fill=1)
                for y in (top, bottom):
                    draw.rect(x0, y - 0.25, x1 - x0, 0.5, stroke=0, fill=1)
            case "double":
                for d in (-0.8, 0.8):
                    draw.rect(x0 + d, bottom + d, x1 - x0 - 2 * d, top - bottom - 2 * d)
            case "level":
                draw.line(left, top, right, top)
                draw.line(left, bottom, right, bottom)

    @property
    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


class Upright(Press):
    """Prints the labels of groups upwards in their columns."""

    def _rows(
        self, cells: list[Placed], first: int, last: int, widths: list[float], heights: list[float], size: float
    ) -> None:
        labels = [cell for cell in cells if cell.rows > 2 and cell.columns == 1 and first <= cell.row < last]
        top = self.y
        super()._rows(
            [cell._replace(text="") if cell in labels else cell for cell in cells], first, last, widths, heights, size
        )
        for cell in labels:
            begin = top + sum(heights[first : cell.row])
            height = sum(heights[cell.row : min(cell.row + cell.rows, last)])
            lines = wrapped(cell.text, size, height - 4)[: int(widths[cell.column] // (size + 2))]  # what fits
            left = self.LEFT + sum(widths[: cell.column]) + widths[cell.column] / 2 - len(lines) * (size + 2) / 2
            for i, line in enumerate(lines):
                self.canvas.saveState()
                self.canvas.translate(
                    left + (i + 1) * (size + 2) - 2, self.size[1] - begin - (height + width_of(line, size)) / 2
                )
                self.canvas.rotate(90)
                self.canvas.setFont(FONT, size)
                self.canvas.drawString(0, 0, line)
                self.canvas.restoreState()


def torn(rows: Rows, label: str, first: str) -> tuple[Rows, int]:
    """A table one row of which is parted after the first words of its label; the number of the row after that."""
    (at,) = [i for i, row in enumerate(rows) if any(cell.text == label for cell in row)]
    cells = placed(rows)
    around = {(cell.row, cell.column) for cell in cells if cell.row <= at < cell.row + cell.rows and cell.rows > 1}
    found: Rows = []
    below: list[Printed] = []
    for r, row in enumerate(rows):
        starts = iter(cell for cell in cells if cell.row == r)
        own = []
        for cell in row:
            start = next(starts)
            is_whole = (start.row, start.column) in around
            if r == at and not is_whole:
                rest = cell.text.removeprefix(first) if cell.text == label else ""
                below.append(cell._replace(text=rest))
                own.append(cell._replace(text=first if cell.text == label else cell.text))
            else:
                own.append(cell._replace(rows=cell.rows + is_whole))
        found.append(own)
        if r == at:
            found.append(below)
    return found, at + 1
