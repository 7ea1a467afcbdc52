"""What offices do to the official layout, whatever the format: each way keeps every figure where it can be found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from random import Random
from typing import TypeAlias

from papers.paper import Paper, Table
from papers.printed import Placed, Printed, Rows, as_one, covered, placed, rows_of, unmerged, width_of

Variant: TypeAlias = Callable[[Paper, Random], Paper]

# Characters that input methods take for each other, for labels that are misspelt.
_SLIPS = {"属": "署", "复": "覆", "查": "察", "案": "按", "息": "信", "规": "归", "请": "情", "政": "正", "数": "数数"}

# The characters of forms and titles that traditional script writes otherwise, for reports as mirrors convert them.
_TRADITIONAL = str.maketrans(
    "万业为举于会体关内决况减办务动区单厅县发后国处复学审对属废开强当总执护报据数无术机权条构没测现确稳类系纠纳组织经结继"
    "续维缴罚范获补规计认议许讼访诉试询请购费转迁过这进问阳项题额",
    "萬業為舉於會體關內決況減辦務動區單廳縣發後國處復學審對屬廢開強當總執護報據數無術機權條構沒測現確穩類係糾納組織經結繼"
    "續維繳罰範獲補規計認議許訟訪訴試詢請購費轉遷過這進問陽項題額",
)


def official(paper: Paper, _: Random) -> Paper:
    """As the form prints it; the blocks of the first table are tables of their own."""
    return paper


def one_table(paper: Paper, _: Random) -> Paper:
    """The blocks of the first table as one table."""

    def joined(tables: tuple[Table, ...]) -> tuple[Table, ...]:
        groups = groupby(tables, key=lambda table: table.id)
        joined = [(id, [one.rows for one in group]) for id, group in groups]
        return tuple(Table(id, as_one(blocks) if len(blocks) > 1 else blocks[0]) for id, blocks in joined)

    return replace(paper, parts=tuple(replace(part, tables=joined(part.tables)) for part in paper.parts))


def not_merged(paper: Paper, _: Random) -> Paper:
    """Blank cells where merged ones would reach."""
    return _rows(paper, unmerged)


def repeated(paper: Paper, _: Random) -> Paper:
    """The text of a merged cell in every place it covers, as converters leave it."""
    return _rows(paper, lambda rows: unmerged(rows, repeated=True))


def blanks(paper: Paper, _: Random) -> Paper:
    """Nothing printed where a figure is zero."""
    return _cells(paper, lambda cell: cell._replace(text="") if cell.address and cell.text == "0" else cell)


def broken(paper: Paper, random: Random) -> Paper:
    """Labels broken over lines."""

    def change(cell: Printed) -> Printed:
        if cell.address or len(cell.text) < 4 or random.random() < 0.3:
            return cell
        at = random.randrange(1, len(cell.text))
        return cell._replace(text=f"{cell.text[:at]}\n{cell.text[at:]}")

    return _cells(paper, change)


def spaced(paper: Paper, random: Random) -> Paper:
    """Blanks within short labels, as offices set them to fill the cell, and brackets of half width."""

    def change(cell: Printed) -> Printed:
        if cell.address or not cell.text:
            return cell
        if len(cell.text) < 5:
            return cell._replace(text=random.choice((" ", "\u3000")).join(cell.text))
        return cell._replace(text=cell.text.replace("（", "(").replace("）", ")"))

    return _cells(paper, change)


def numbered(paper: Paper, _: Random) -> Paper:
    """`1、` for `1.`"""
    return _cells(
        paper, lambda cell: cell if cell.address else cell._replace(text=re.sub(r"^(\d)\.", r"\1、", cell.text))
    )


def traditional(paper: Paper, _: Random) -> Paper:
    """Title, headings, texts and labels in traditional characters."""

    def said(text: str) -> str:
        return text.translate(_TRADITIONAL)

    parts = (
        replace(part, heading=said(part.heading), paragraphs=tuple(map(said, part.paragraphs))) for part in paper.parts
    )
    changed = replace(paper, title=said(paper.title), agency=said(paper.agency), parts=tuple(parts))
    return _cells(changed, lambda cell: cell if cell.address else cell._replace(text=said(cell.text)))


def misspelt(paper: Paper, random: Random) -> Paper:
    """One label of each table with a character wrong, too many or too few.

    None of the labels that differ from each other by one character alone (第二十条第（一）项): nobody could tell
    which of them is meant.
    """

    def change(table: Table) -> Iterator[Table]:
        printed = [cell.text for row in table.rows for cell in row if not cell.address]
        labels = [text for text in printed if 6 <= len(text) < 40 and not text.startswith("第")]
        label = random.choice(labels) if labels else ""
        at = random.randrange(2, max(len(label), 3))
        wrong = label[:at] + random.choice(("", "的", label[at : at + 1] * 2)) + label[at + 1 :]
        for slip, other in _SLIPS.items():
            if slip in label[2:]:
                wrong = label[:2] + label[2:].replace(slip, other, 1)
                break
        yield _changed(table, lambda cell: cell._replace(text=wrong) if label and cell.text == label else cell)

    return paper.with_tables(change)


def own_rows(paper: Paper, random: Random) -> Paper:
    """Rows that the form does not have, in the first two tables."""

    def change(table: Table) -> Iterator[Table]:
        rows = [list(row) for row in table.rows]
        if table.id == "requests":
            count = sum(cell.address is not None for cell in rows[-1])
            own = [Printed("4.其他原因无法提供"), *[Printed("5")] * count]
            yield Table(table.id, _with_row_below(rows, "3.补正后申请内容仍不明确", own))
        elif table.id == "proactive" and len(rows[-1]) == 4:
            figures = [Printed(str(random.randrange(9))) for _ in range(3)]
            yield Table(table.id, [*rows, [Printed("其他主动公开文件"), *figures]])
        else:
            yield table

    return paper.with_tables(change)


def own_column(paper: Paper, random: Random) -> Paper:
    """A column that the form does not have, at the right of the table on requests."""
    title, text = random.choice((("备注", ""), ("备注", "无"), ("平均用时（天）", "7")))

    def change(table: Table) -> Iterator[Table]:
        if table.id != "requests":
            yield table
            return
        cells = placed(table.rows)
        head, width = min(cell.row for cell in cells if cell.address), width_of(table.rows)
        added = [
            Placed(0, width, head, 1, title),
            *(Placed(row, width, 1, 1, text) for row in range(head, len(table.rows))),
        ]
        yield Table(table.id, rows_of([*cells, *added]))

    return paper.with_tables(change)


def split(paper: Paper, random: Random) -> Paper:
    """The table on requests in two, the header printed again."""
    return _split(paper, random, again=True)


def parted(paper: Paper, random: Random) -> Paper:
    """The table on requests in two, the second part without a header."""
    return _split(paper, random, again=False)


def two_rows(paper: Paper, _: Random) -> Paper:
    """Header cells split over two rows: 商业 above 企业."""

    def change(rows: Rows) -> Rows:
        cells = placed(rows)
        first = min((cell.row for cell in cells if cell.address), default=0)
        heads = [i for i, row in enumerate(rows[:first]) if i == first - 1 and len(row) > 1]
        if not heads:
            return rows
        (at,) = heads
        found: list[Placed] = []
        for cell in cells:
            if cell.row > at:
                found.append(cell._replace(row=cell.row + 1))
            elif cell.row + cell.rows <= at:
                found.append(cell)
            elif cell.row == at and cell.rows == 1 and len(cell.text) >= 4:
                half = len(cell.text) // 2 + (cell.text[len(cell.text) // 2 - 1] == "\n")
                found.append(cell._replace(text=cell.text[:half]))
                found.append(cell._replace(row=at + 1, text=cell.text[half:]))
            else:
                found.append(cell._replace(rows=cell.rows + 1))
        return rows_of(found)

    return _rows(paper, change)


def below(paper: Paper, _: Random) -> Paper:
    """Reviews and lawsuits below each other, each label before its figures, where the form has them side by side."""

    def change(table: Table) -> Iterator[Table]:
        if table.id != "disputes":
            yield table
            return
        cells = placed(table.rows)
        figures = [cell for cell in cells if cell.address]
        above = {
            figure: [
                one.text for one in cells if not one.address and one.column <= figure.column < one.column + one.columns
            ]
            for figure in figures
        }
        groups = [list(group) for _, group in groupby(figures, key=lambda one: str(one.address).rpartition(".")[0])]
        rows = [[Printed("", 1, 2), *(Printed(above[figure][-1]) for figure in groups[0])]]
        seen: set[str] = set()
        for group in groups:
            outer, *inner = above[group[0]][:-1]
            count = sum(above[one[0]][0] == outer for one in groups)
            labels = [Printed(outer, count, 1 if inner else 2)] if outer not in seen else []
            seen.add(outer)
            rows.append([*labels, *map(Printed, inner), *(Printed(one.text, address=one.address) for one in group)])
        yield Table(table.id, rows)

    return paper.with_tables(change)


def mixture(paper: Paper, random: Random) -> Paper:
    """Several of these at once."""
    return _mixed(paper, random, _CHANGES, _SHAPES, [official, not_merged, repeated])


def mixture_in_order(paper: Paper, random: Random) -> Paper:
    """Several at once where columns are lost: no cells that nothing tells from figures."""
    return _mixed(paper, random, [one for one in _CHANGES if one is not own_column], _SHAPES, [official])


def mixture_drawn(paper: Paper, random: Random) -> Paper:
    """Several at once where a blank cell cannot be seen."""
    changes = [one for one in _CHANGES if one is not blanks]
    return _mixed(paper, random, changes, [one for one in _SHAPES if one is not parted], [official, repeated])


def mixture_unheaded(paper: Paper, random: Random) -> Paper:
    """Several at once where no heading is printed above tables: what is read for it is the form's own."""
    changed = mixture(paper, random)
    parts = (
        replace(part, heading=before.heading) if part.tables else part
        for before, part in zip(paper.parts, changed.parts, strict=True)
    )
    return replace(changed, parts=tuple(parts))


_CHANGES: list[Variant] = [blanks, broken, numbered, misspelt, own_rows, own_column, traditional]
_SHAPES: list[Variant] = [official, one_table, two_rows, split, parted, below]


def _mixed(paper: Paper, random: Random, changes: list[Variant], shapes: list[Variant], merged: list[Variant]) -> Paper:
    chosen = [one for one in changes if random.random() < 0.5]
    for way in (*chosen, random.choice(shapes), random.choice(merged)):
        paper = way(paper, random)
    return paper


ANYWHERE: dict[str, Variant] = {
    "official layout": official,
    "first table in one": one_table,
    "merged cells repeated": repeated,
    "blanks for zeros": blanks,
    "labels broken over lines": broken,
    "labels spaced": spaced,
    "1、 for 1.": numbered,
    "traditional characters": traditional,
    "a label misspelt": misspelt,
    "rows of its own": own_rows,
    "a column of its own": own_column,
    "table split, header again": split,
    "table split, no header": parted,
    "header cells over two rows": two_rows,
    "reviews above lawsuits": below,
    "several at once": mixture,
}
# Text with one cell to a line has lost its columns: only the order of the cells is left.
IN_ORDER: dict[str, Variant] = {
    **{name: variant for name, variant in ANYWHERE.items() if variant is not own_column},
    "several at once": mixture_in_order,
}
# Where cells can be merged, they need not be.
UNMERGED: dict[str, Variant] = {"no cell merged": not_merged}


def _rows(paper: Paper, change: Callable[[Rows], Rows]) -> Paper:
    return paper.with_tables(lambda table: iter([Table(table.id, change(table.rows))]))


def _cells(paper: Paper, change: Callable[[Printed], Printed]) -> Paper:
    return paper.with_tables(lambda table: iter([_changed(table, change)]))


def _changed(table: Table, change: Callable[[Printed], Printed]) -> Table:
    return Table(table.id, [[change(cell) for cell in row] for row in table.rows])


def _with_row_below(rows: Rows, label: str, own: list[Printed]) -> Rows:
    """The table with one more row, in the group that the label's row is the last of."""
    (at,) = [i for i, row in enumerate(rows) if any(cell.text.replace("\n", "") == label for cell in row)] or [None]
    if at is None:
        return rows
    found: list[Placed] = []
    for cell in placed(rows):
        if cell.row <= at < cell.row + cell.rows and cell.rows > 1:
            found.append(cell._replace(rows=cell.rows + 1))
        else:
            found.append(cell._replace(row=cell.row + (cell.row > at)))
    taken = {place for cell in found for place in covered(cell)}
    column = next(i for i in range(99) if (at + 1, i) not in taken)
    for cell in own:
        found.append(Placed(at + 1, column, cell.rows, cell.columns, cell.text))
        column += cell.columns
    return rows_of(found)


def _split(paper: Paper, random: Random, *, again: bool) -> Paper:
    def change(table: Table) -> Iterator[Table]:
        if table.id != "requests":
            yield table
            return
        cells = placed(table.rows)
        head = min(cell.row for cell in cells if cell.address)
        at = random.randrange(head + 1, len(table.rows))
        yield Table(table.id, rows_of(_between(cells, 0, at)))
        below = [cell._replace(row=cell.row - at + (head if again else 0)) for cell in _between(cells, at, 999)]
        above = _between(cells, 0, head) if again else []
        yield Table(table.id, rows_of([*above, *below]))

    return paper.with_tables(change)


def _between(cells: list[Placed], first: int, end: int) -> list[Placed]:
    """The cells in some rows; of one that begins above, the rest is blank."""
    found: list[Placed] = []
    for cell in cells:
        begin, last = max(cell.row, first), min(cell.row + cell.rows, end)
        if begin < last:
            text = cell.text if begin == cell.row else ""
            found.append(cell._replace(row=begin, rows=last - begin, text=text))
    return found
