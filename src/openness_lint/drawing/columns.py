"""Rows of short texts set in columns, in terminal cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from openness_lint.drawing.plain import measure


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """One line a row, two blanks between columns and none at the end; those in `right` are set to the right."""
    if not rows:
        return
    widths = [max(map(measure, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        fill = [" " * (width - measure(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = (
            blank + cell if i in right else cell + blank for i, (cell, blank) in enumerate(zip(row, fill, strict=True))
        )
        yield "  ".join(cells).rstrip()
