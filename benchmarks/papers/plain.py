"""Plain text and comma-separated values."""

from __future__ import annotations

import csv as separated
import io
from random import Random
from unicodedata import east_asian_width

from papers.paper import Paper
from papers.printed import Rows, placed, width_of


def lines(paper: Paper, _: Random) -> bytes:
    """One cell to a line, an empty line between rows, as Word documents are exported."""

    def table(rows: Rows) -> str:
        texts = [["\t" + cell.text.replace("\n", "\n  ") for cell in row] for row in rows if row]
        return "\n\n".join("\n".join(row) for row in texts) + "\n\n"

    return _text(paper, table).encode()


def tabs(paper: Paper, _: Random) -> bytes:
    """Columns parted by tabs, as tables are pasted into an editor; GB 18030."""

    def table(rows: Rows) -> str:
        return "".join("\t".join(one.replace("\n", "") for one in line) + "\n" for line in _lines(rows))

    return _text(paper, table).encode("gb18030")


def columns(paper: Paper, _: Random) -> bytes:
    """Columns drawn with blanks."""

    def table(rows: Rows) -> str:
        texts = [[one.replace("\n", "") or "　" for one in line] for line in _lines(rows)]
        widths = [max(map(_width, column)) + 2 for column in zip(*texts, strict=True)]
        return "".join(
            "".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip(" ")
            + "\n"
            for line in texts
        )

    return _text(paper, table).encode()


def utf_16(paper: Paper, random: Random) -> bytes:
    """One cell to a line, as Windows' editor saves `Unicode`."""
    return lines(paper, random).decode().replace("\n", "\r\n").encode("utf-16")


def csv(paper: Paper, _: Random) -> bytes:
    """As Excel exports it on a Chinese Windows: GB 18030."""
    return _fields(paper).encode("gb18030")


def csv_utf_8(paper: Paper, _: Random) -> bytes:
    """As `CSV UTF-8`, with a byte order mark; every field in quotes."""
    return _fields(paper, quoting=separated.QUOTE_ALL).encode("utf-8-sig")


def csv_tabs(paper: Paper, _: Random) -> bytes:
    """As `Unicode text`: tabs and UTF-16."""
    return _fields(paper, delimiter="\t").encode("utf-16")


def _text(paper: Paper, table: object) -> str:
    assert callable(table)
    parts = [paper.title, ""]
    for part in paper.parts:
        parts += [part.heading, *(f"  {text}" for text in part.paragraphs)]
        parts += [str(table(one.rows)) for one in part.tables]
    return "\n".join(parts) + "\n"


def _lines(rows: Rows) -> list[list[str]]:
    texts = {(cell.row, cell.column): cell.text for cell in placed(rows)}
    return [[texts.get((row, column), "") for column in range(width_of(rows))] for row in range(len(rows))]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def _fields(paper: Paper, **manner: object) -> str:
    file = io.StringIO()
    writer = separated.writer(file, **manner)  # type: ignore[call-overload]
    width = max(width_of(table.rows) for table in paper.tables())

    def row(*texts: str) -> None:
        writer.writerow([*texts, *[""] * (width - len(texts))])

    row(paper.title)
    for part in paper.parts:
        row(part.heading)
        for text in part.paragraphs:
            row(text)
        for table in part.tables:
            for line in _lines(table.rows):
                row(*line)
    return file.getvalue()
