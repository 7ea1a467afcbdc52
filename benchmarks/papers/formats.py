"""Every format with the ways in which offices write it: layouts that any format can have, and those of its own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from papers import pdf, plain, sheets, web, word
from papers.paper import Paper
from papers.sheets import Sheet
from papers.variants import (
    ANYWHERE,
    IN_ORDER,
    UNMERGED,
    Variant,
    mixture,
    mixture_drawn,
    mixture_in_order,
    mixture_unheaded,
)

# From a report to what must be read, and the document that says it.
Maker: TypeAlias = Callable[[Paper, Random], tuple[Paper, bytes]]
_Writer: TypeAlias = Callable[[Paper, Random], bytes]


def _with(variant: Variant, writer: _Writer) -> Maker:
    def make(paper: Paper, random: Random) -> tuple[Paper, bytes]:
        changed = variant(paper, random)
        return changed, writer(changed, random)

    return make


def _makers(
    writer: _Writer, own: dict[str, _Writer], variants: dict[str, Variant], several: Variant = mixture
) -> dict[str, Maker]:
    """Every layout by one writer, and each further writer on the official layout and on several changes at once."""
    found = {name: _with(variant, writer) for name, variant in variants.items()}
    for name, other in own.items():
        found[name] = _with(ANYWHERE["official layout"], other)
        found[f"{name}, several at once"] = _with(several, other)
    return found


def _workbook(layout: Callable[[Paper, Random], list[Sheet]], write: Callable[[list[Sheet]], bytes]) -> _Writer:
    return lambda paper, random: write(layout(paper, random))


def _workbooks(write: Callable[[list[Sheet]], bytes]) -> dict[str, Maker]:
    own = {
        "text in the first column": _workbook(sheets.narrow, write),
        "a sheet for each section": _workbook(sheets.sheet_each, write),
    }
    side_by_side = _workbook(sheets.side_by_side, write)
    return {
        **_makers(_workbook(sheets.one_sheet, write), own, ANYWHERE | UNMERGED),
        **_makers(side_by_side, {"tables side by side": side_by_side}, {}, mixture_unheaded),
    }


FORMATS: dict[str, dict[str, Maker]] = {
    "docx": _makers(
        word.docx,
        {
            "in a frame": word.framed,
            "tables within tables": word.nested,
            "cluttered": word.cluttered,
            "tracked changes": word.tracked,
            "texts in pieces": word.in_pieces,
        },
        ANYWHERE | UNMERGED,
    ),
    # Each takes LibreOffice some seconds, and the layouts are those of .docx.
    "doc": {
        name: _with(ANYWHERE[name], word.doc)
        for name in ("official layout", "traditional characters", "several at once")
    },
    "html": _makers(
        web.html,
        {
            "content system, GB18030": web.content_system,
            "saved by Word": web.from_word,
            "in a frame": web.framed,
            "careless markup": web.careless,
        },
        ANYWHERE | UNMERGED,
    ),
    "txt": {
        **_makers(plain.lines, {"UTF-16": plain.utf_16}, IN_ORDER, mixture_in_order),
        **_makers(plain.tabs, {"columns by tabs, GB18030": plain.tabs}, {}),
        **_makers(plain.columns, {"columns by blanks": plain.columns}, {}, mixture_drawn),
    },
    "md": _makers(web.md, {"by hand": web.md_by_hand, "tables in HTML": web.md_with_html}, ANYWHERE),
    "xlsx": _workbooks(sheets.xlsx),
    "xls": _workbooks(sheets.xls),
    "ods": _workbooks(sheets.ods),
    "csv": _makers(plain.csv, {"UTF-8, in quotes": plain.csv_utf_8, "tabs, UTF-16": plain.csv_tabs}, ANYWHERE),
    "pdf": _makers(
        pdf.grid,
        {
            "no outer lines": pdf.without_edges,
            "lines as boxes": pdf.filled,
            "double lines, running head": pdf.doubled,
            "tables over pages": pdf.short_pages,
            "a row over two pages": pdf.torn_rows,
            "labels upright": pdf.upright,
            "landscape": pdf.landscape,
            "watermark": pdf.watermarked,
        },
        ANYWHERE | UNMERGED,
    ),
}
