"""Pages to the paragraphs and grids of a document, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial, reduce
from itertools import pairwise
from statistics import median, quantiles
from typing import TypeAlias

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.span import PageSpan
from openness_lint.model.text import Text
from openness_lint.model.values import NamedTuple
from openness_lint.pages.lines import Line, first_width, lines_of, run_on
from openness_lint.pages.page import Page
from openness_lint.pages.ruling import rulings_of
from openness_lint.pages.tables import PrintedTable, grid_of, tables_on
from openness_lint.pages.unruled import Unruled, with_tables
from openness_lint.recognition.document import Block, Document
from openness_lint.recognition.frames import is_heading, is_label

# Fewer characters to a page than this, and pictures: scans with a stamp or a page number printed over them.
_FEWEST = 30
# The share of characters of which a file may not say what they are.
_UNKNOWN = 0.2
# Running heads stand in these shares of a page's height at its top and bottom, and are no more lines than this.
_MARGIN = 0.13
# A place where fewer than one of so many lines begin is no margin.
_FEW = 10
_HEAD_LINES = 3
_PAGE_NUMBER = re.compile(
    r"[-—–·~\s]*(?:第\s*)?(?:[0-9０-９]{1,3}|[ivxIVX]{1,5})\s*页?(?:\s*[,，/共]+\s*(?:共\s*)?[0-9]{1,3}\s*页?)?[-—–·~\s]*"
)
_ENUMERATOR = re.compile(r"[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[0-9]{1,2}[.、．](?![0-9])")
_SENTENCE_END = "。；：！？.;:!?…”"


_Item: TypeAlias = Line | PrintedTable | Unruled


def document_of(pages: Sequence[Page], forms: Sequence[Form]) -> Document:
    """The document that pages make.

    Raises:
        UnreadableInput: there is no text on them, or none that the file says the characters of.
    """
    _refuse_without_text(pages)
    laid = _without_heads([(page, _items(page, forms)) for page in pages])
    flow = _Flow(laid)
    for page, items in laid:
        for item in items:
            flow.add(page, item)
    blocks = flow.finished()
    return Document(tuple(blocks), blocks[0].span if blocks else PageSpan(1, (0, 0, 0, 0)))


def _refuse_without_text(pages: Sequence[Page]) -> None:
    glyphs = sum(1 for page in pages for one in page.glyphs if one.text.strip())
    if glyphs < _FEWEST * len(pages) and (glyphs == 0 or any(page.pictures for page in pages)):
        raise UnreadableInput(
            Phrase(
                "PDF 没有文字层，页面上只有图像（扫描件，或文字已转成图形），无法读取；请用由原文件导出的 PDF 或原 Word 文件，"
                "或先做文字识别",
                "the PDF has no text layer, only images (a scan, or text turned into shapes); use the PDF exported from "
                "the original document, the original itself, or recognise the text first",
            )
        )
    if sum(page.unmapped for page in pages) > _UNKNOWN * glyphs:
        raise UnreadableInput(
            Phrase(
                "PDF 的文字读不出来：字体里没有字符对照，复制出来是乱码；请从原文件重新导出 PDF",
                "the characters of the PDF cannot be told: its fonts do not say what they stand for, and copying gives "
                "gibberish; export it again from the original",
            )
        )


def _items(page: Page, forms: Sequence[Form]) -> list[_Item]:
    """The lines and tables of a page from the top."""
    rulings, ladders = rulings_of(page.rules)
    tables, free = tables_on(page, rulings)
    is_said = partial(is_label, forms=forms)
    runs: list[list[Line]] = [[] for _ in range(len(tables) + 1)]
    for line in lines_of(free):
        over = next(((i, one) for i, table in enumerate(tables) if (one := table.with_overhang(line, is_said))), None)
        if over is not None:
            tables[over[0]] = over[1]
            continue
        runs[sum(table.box[1] < line.baseline for table in tables)].append(line)
    is_head = partial(is_heading, forms=forms)
    found: list[_Item] = []
    for i, run in enumerate(runs):
        is_between = 0 < i < len(tables) and bool(run) and not any(is_head(line.text) for line in run)
        headed = tables[i].with_caption(run, below=tables[i - 1]) if is_between else None
        if headed is not None:
            tables[i] = headed
        else:
            found += with_tables(run, page, ladders, is_head)
        found += tables[i : i + 1]
    return found


def _without_heads(laid: Sequence[tuple[Page, list[_Item]]]) -> list[tuple[Page, list[_Item]]]:
    """The pages without page numbers and without lines that are printed on most of them at the same height."""
    seen: Counter[tuple[str, int]] = Counter()
    for page, items in laid:
        seen.update({key for line in _marginal(page, items) for key in _keys(line)})
    often = max(2, len(laid) // 2)
    found: list[tuple[Page, list[_Item]]] = []
    for page, items in laid:
        marginal = _marginal(page, items)
        gone = [
            line
            for line in marginal
            if _PAGE_NUMBER.fullmatch(line.text) or any(seen[key] >= often for key in _keys(line))
        ]
        found.append((page, [one for one in items if not (isinstance(one, Line) and one in gone)]))
    return found


def _marginal(page: Page, items: Sequence[_Item]) -> list[Line]:
    """The lines at the top and bottom edge of a page."""
    top = [one for one in items[:_HEAD_LINES] if isinstance(one, Line) and one.box[3] < page.height * _MARGIN]
    bottom = [one for one in items[-_HEAD_LINES:] if isinstance(one, Line) and one.box[1] > page.height * (1 - _MARGIN)]
    return [*top, *bottom]


def _keys(line: Line) -> list[tuple[str, int]]:
    """What a line repeats on other pages: its words, whatever its numbers, at about its height."""
    words = re.sub(r"[0-9]+", "#", line.text)
    height = int(line.baseline // 6)
    return [(words, height), (words, height + 1)]


class _Margins(NamedTuple):
    """Where full lines begin and end, and how far below each other they stand."""

    left: float
    right: float
    pitch: float


class _Flow:
    """Puts lines together to paragraphs, and parts of tables to tables, over pages."""

    def __init__(self, laid: Sequence[tuple[Page, Sequence[_Item]]]) -> None:
        self.blocks: list[Block] = []
        self.lines: list[tuple[Page, Line]] = []  # of the paragraph being read
        self.parts: list[PrintedTable] = []  # of the table being read
        widths = {round(page.width) for page, _ in laid}
        self.margins = {
            width: _margins([items for page, items in laid if round(page.width) == width]) for width in widths
        }

    def add(self, page: Page, item: _Item) -> None:
        if isinstance(item, Line):
            self._end_table()
            if self.lines and self._begins_anew(page, item):
                self._end_paragraph()
            self.lines.append((page, item))
            return
        goes_on = isinstance(item, PrintedTable) and bool(self.parts) and self.parts[-1].goes_on_as(item)
        if isinstance(item, PrintedTable) and item.is_blank and not goes_on:
            return
        self._end_paragraph()
        if isinstance(item, PrintedTable) and goes_on:
            self.parts.append(item)
            return
        self._end_table()
        if isinstance(item, PrintedTable):
            self.parts = [item]
        else:
            self.blocks.append(item.grid)

    def finished(self) -> list[Block]:
        self._end_paragraph()
        self._end_table()
        return self.blocks

    def _end_table(self) -> None:
        if self.parts:
            self.blocks.append(grid_of(self.parts))
            self.parts = []

    def _end_paragraph(self) -> None:
        if self.lines:
            page = self.lines[0][0]
            boxes = [line.box for one, line in self.lines if one is page]
            box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
            self.blocks.append(Text(reduce(run_on, (line.text for _, line in self.lines)), page.place(box)))
            self.lines = []

    def _begins_anew(self, page: Page, line: Line) -> bool:
        """Whether a line begins a paragraph, going by the one before it."""
        before_page, before = self.lines[-1]
        margins = self.margins[round(page.width)]
        em = max(line.size, before.size)
        if abs(line.size - before.size) > 0.12 * em:
            return True
        if line.box[0] > margins.left + 1.2 * em:
            return True
        room = self.margins[round(before_page.width)].right - before.box[2]
        if room > max(first_width(line), em) + 0.4 * em:
            return True  # its first word would have found room above
        if _ENUMERATOR.match(line.text) and before.text[-1] in _SENTENCE_END:
            return True
        return before_page is page and line.baseline - before.baseline > max(1.5 * margins.pitch, 1.5 * em)


def _margins(pages: Sequence[Sequence[_Item]]) -> _Margins:
    lines: list[Line] = []
    steps: list[float] = []
    for items in pages:
        own = [one for one in items if isinstance(one, Line)]
        lines += own
        steps += [b.baseline - a.baseline for a, b in pairwise(own) if 0 < b.baseline - a.baseline < 4 * b.size]
    if not lines:
        return _Margins(0, 0, 0)
    widest = max(line.box[2] - line.box[0] for line in lines)
    full = [line for line in lines if line.box[2] - line.box[0] > 0.75 * widest]
    left = min(line.box[0] for line in full)
    if len(full) > 3:
        left = quantiles((line.box[0] for line in full), n=10)[0]
    left = min(left, _repeated([one.box[0] for items in pages for one in items]) or left)
    right = median(line.box[2] for line in full)
    # Of lines of prose the longest all end at the margin; marks that hang over it are no measure.
    return _Margins(left, right, median(steps) if steps else 0)


def _repeated(lefts: list[float]) -> float | None:
    """The leftmost place where several lines or tables begin.

    Where paragraphs are short, each of their full lines is an indented first one, and tells no margin.
    """
    enough = max(2, len(lefts) // _FEW)
    return next((one for one in sorted(lefts) if sum(abs(other - one) < 1 for other in lefts) >= enough), None)
