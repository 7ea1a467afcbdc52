"""The body of a Word document as it is printed: paragraphs and tables, in reading order.

Tracked changes count as accepted, fields give their results, and what stands in headers, footers,
notes and comments is left out. What the tables mean is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias
from xml.etree import ElementTree as ET

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.syntax.kinds import too_large
from openness_lint.word.names import attribute, child, is_on, keeps_blanks, local, whole_number
from openness_lint.word.numbering import Numbering

# Word makes no table of more than 63 columns; a merged cell that claims more covers no more.
WIDEST = 63
DEEPEST = 40  # tables, text boxes and other wrappers inside each other
# A report of the form has some 400 cells and 600 paragraphs, those in cells included; with long annexes ten times that.
MOST_CELLS = 30_000
SLIVER = 20  # twentieths of a point: no column is narrower than a point
MOST_PARAGRAPHS = 60_000
MOST_CHARACTERS = 1_000_000

# Wrappers that print what they hold.
_TRANSPARENT = frozenset(
    "ins moveTo smartTag customXml hyperlink fldSimple dir bdo sdtContent rubyBase "
    "mc:Choice mc:Fallback m:oMath m:oMathPara".split()
)
# What is drawn beside the text; a text box may stand in it.
_DRAWN = frozenset("drawing pict object".split())
_BLANKS_OF_MARKUP = str.maketrans("\t\r\n", "   ")


class Paragraph(NamedTuple):
    """One paragraph: `listed` is true of a line of an automatic table of contents."""

    text: str
    listed: bool = False


class Box(NamedTuple):
    """One cell of a table as the file has it (w:tc), `column` 0-based; `continues` the merged one above it."""

    items: list[Item]
    column: int
    columns: int
    continues: bool


class Rows(NamedTuple):
    """A table."""

    rows: list[list[Box]]


Item: TypeAlias = Paragraph | Rows


def read_body(body: ET.Element, numbering: Numbering) -> list[Item]:
    """The paragraphs and tables of a body, each paragraph with the number that Word sets before it.

    Raises:
        UnreadableInput: the body is made of parts that only Word can unfold, or nested beyond all measure.
    """
    return _Reading(numbering).items(body)


@dataclass(slots=True)
class _Line:
    """A paragraph being read."""

    text: list[str] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)  # text boxes anchored in it
    fields: list[bool] = field(default_factory=list)  # the open ones; whether their result has begun
    listed: bool = False

    @property
    def is_printed(self) -> bool:
        return all(self.fields)


class _Reading:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._depth = 0
        self._cells = 0
        self._paragraphs = 0
        self._characters = 0

    def items(self, parent: ET.Element) -> list[Item]:
        """What a container of paragraphs and tables prints."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_large(Phrase(f"文档嵌套超过 {DEEPEST} 层", f"the document is nested over {DEEPEST} levels deep"))
        found: list[Item] = []
        before = ""  # of a paragraph whose end was deleted: it goes on in the next
        for one in _blocks(parent):
            name = local(one.tag)
            if name == "tbl":
                found.append(Rows(self._rows(one)))
            elif name == "p":
                paragraph, boxes = self._paragraph(one, before)
                before = ""
                if _is_end_deleted(one):
                    before = paragraph.text
                else:
                    found.append(paragraph)
                for box in boxes:
                    found += self.items(box)
            elif name == "altChunk":
                raise _unfolded_by_word()
        if before:
            found.append(Paragraph(before))
        self._depth -= 1
        return found

    def _rows(self, table: ET.Element) -> list[list[Box]]:
        rows: list[list[Box]] = []
        for row in _wrapped(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            column = min(whole_number(attribute(child(properties, "gridBefore"), "val"), 0), WIDEST)
            boxes: list[Box] = []
            for cell in _wrapped(row, "tc"):
                box = self._box(cell, column, boxes)
                if box is not None:
                    boxes.append(box)
                    column += box.columns
            rows.append(boxes)
        return _without_slivers(rows, table)

    def _box(self, cell: ET.Element, column: int, before: list[Box]) -> Box | None:
        """A cell; None where it was deleted, or goes on from the one to its left (which is widened then)."""
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise too_large(Phrase(f"表格有 {MOST_CELLS:,} 个以上的格", f"its tables have over {MOST_CELLS:,} cells"))
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            return None
        columns = min(max(whole_number(attribute(child(properties, "gridSpan"), "val"), 1), 1), WIDEST)
        items = self.items(cell)
        aside = child(properties, "hMerge")
        if before and aside is not None and attribute(aside, "val") != "restart":
            before[-1] = before[-1]._replace(columns=column + columns - before[-1].column)
            return None
        merge = child(properties, "vMerge")
        return Box(items, column, columns, merge is not None and attribute(merge, "val") != "restart")

    def _paragraph(self, paragraph: ET.Element, before: str) -> tuple[Paragraph, list[ET.Element]]:
        line = _Line()
        properties = child(paragraph, "pPr")
        self._inline(paragraph, line)
        number = self._numbering.before(properties) if not before else ""
        text = number + before + "".join(line.text)
        self._paragraphs += 1
        self._characters += len(text)
        if self._paragraphs > MOST_PARAGRAPHS:
            raise too_large(
                Phrase(f"文档有 {MOST_PARAGRAPHS:,} 个以上的段落", f"it has over {MOST_PARAGRAPHS:,} paragraphs")
            )
        if self._characters > MOST_CHARACTERS:
            raise too_large(
                Phrase(f"文档有 {MOST_CHARACTERS:,} 个以上的字", f"it has over {MOST_CHARACTERS:,} characters")
            )
        return Paragraph(text, line.listed), line.boxes

    def _inline(self, parent: ET.Element, line: _Line) -> None:
        self._depth += 1
        if self._depth > 2 * DEEPEST:
            raise too_large(Phrase(f"文档嵌套超过 {DEEPEST} 层", f"the document is nested over {DEEPEST} levels deep"))
        for one in parent:
            name = local(one.tag)
            if name == "r":
                if not is_on(child(child(one, "rPr"), "vanish")):
                    self._run(one, line)
            elif name == "mc:AlternateContent":
                self._inline_choice(one, line)
            elif name == "sdt":
                if not _is_placeholder(one):
                    self._inline(one, line)
            elif name in _TRANSPARENT:
                self._inline(one, line)
            elif name == "m:r":
                line.text += [text.text or "" for text in one if local(text.tag) == "m:t"]
            elif name.startswith("m:"):
                self._inline(one, line)
            elif name in _DRAWN:
                line.boxes += _text_boxes(one)
        self._depth -= 1

    def _inline_choice(self, alternates: ET.Element, line: _Line) -> None:
        chosen = _chosen(alternates)
        if chosen is not None:
            self._run(chosen, line)
            self._inline(chosen, line)

    def _run(self, run: ET.Element, line: _Line) -> None:
        for one in run:
            name = local(one.tag)
            if name == "fldChar":
                _field(attribute(one, "fldCharType"), line)
            elif name == "instrText":
                line.listed = line.listed or "PAGEREF _Toc" in (one.text or "")
            elif name == "ruby":
                self._inline(one, line)
            elif name in _DRAWN:
                line.boxes += _text_boxes(one)
            elif name == "mc:AlternateContent":
                chosen = _chosen(one)
                if chosen is not None:
                    self._run(chosen, line)
            elif line.is_printed:
                line.text.append(_printed(name, one))


def _without_slivers(rows: list[list[Box]], table: ET.Element) -> list[list[Box]]:
    """The rows without columns so narrow that only the rounding of widths made them.

    LibreOffice leaves them where the same border lies a hair apart in two rows: a heading would reach
    over the last column of the one beside it.
    """
    grid = child(table, "tblGrid")
    widths = (
        [whole_number(attribute(one, "w"), 0) for one in grid if local(one.tag) == "gridCol"]
        if grid is not None
        else []
    )
    if not any(0 < width < SLIVER for width in widths):
        return rows
    places = [0]  # of the borders, without slivers
    for width in widths:
        places.append(places[-1] + (width >= SLIVER))
    moved: list[list[Box]] = []
    for row in rows:
        ends = [min(one, len(widths)) for box in row for one in (box.column, box.column + box.columns)]
        borders = [places[one] for one in ends]
        if any(begin == end for begin, end in zip(borders[::2], borders[1::2], strict=True)):
            return rows  # a cell that is a sliver: what the grid says is not to be trusted
        moved.append(
            [
                box._replace(column=begin, columns=end - begin)
                for box, begin, end in zip(row, borders[::2], borders[1::2], strict=True)
            ]
        )
    return moved


def _printed(name: str, element: ET.Element) -> str:
    """The text of one piece of a run; "" for what prints none."""
    match name:
        case "t":
            text = (element.text or "").translate(_BLANKS_OF_MARKUP)
            return text if keeps_blanks(element) else text.strip(" ")
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "sym":
            code = attribute(element, "char") or ""
            try:
                return chr(int(code, 16))
            except ValueError:
                return ""
        case _:
            return ""


def _field(kind: str | None, line: _Line) -> None:
    """Keep account of fields: what stands between begin and separate is how to compute, and not printed."""
    if kind == "begin":
        line.fields.append(False)
    elif kind == "separate" and line.fields:
        line.fields[-1] = True
    elif kind == "end" and line.fields:
        line.fields.pop()


def _blocks(parent: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs, tables and foreign chunks right below a container, out of their wrappers.

    The wrappers are unwound here without recursion: they may be many levels deep.
    """
    waiting = [iter(parent)]
    while waiting:
        one = next(waiting[-1], None)
        if one is None:
            waiting.pop()
            continue
        name = local(one.tag)
        if name in {"p", "tbl", "altChunk"}:
            yield one
        elif name == "mc:AlternateContent":
            chosen = _chosen(one)
            waiting.append(iter(chosen if chosen is not None else ()))
        elif (name == "sdt" and not _is_placeholder(one)) or name in _TRANSPARENT:
            waiting.append(iter(one))


def _wrapped(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """The rows of a table or the cells of a row, out of their wrappers."""
    waiting = [iter(parent)]
    while waiting:
        one = next(waiting[-1], None)
        if one is None:
            waiting.pop()
        elif local(one.tag) == name:
            yield one
        elif local(one.tag) in _TRANSPARENT or local(one.tag) == "sdt":
            waiting.append(iter(one))


def _chosen(alternates: ET.Element) -> ET.Element | None:
    """Of several renderings of one thing, the one that today's Word shows."""
    ordered = sorted(alternates, key=lambda one: local(one.tag) != "mc:Choice")
    return ordered[0] if ordered else None


def _text_boxes(drawn: ET.Element) -> list[ET.Element]:
    """The text boxes in a drawing, each once, though the file may hold it in two renderings."""
    found: list[ET.Element] = []
    waiting = [drawn]
    while waiting:
        one = waiting.pop()
        name = local(one.tag)
        if name == "txbxContent":
            found.append(one)
        elif name == "mc:AlternateContent":
            chosen = _chosen(one)
            waiting += [chosen] if chosen is not None else []
        else:
            waiting += reversed(one)
    return found


def _is_placeholder(control: ET.Element) -> bool:
    """Whether a content control is empty and shows what to fill in."""
    return is_on(child(child(control, "sdtPr"), "showingPlcHdr"))


def _is_end_deleted(paragraph: ET.Element) -> bool:
    mark = child(child(paragraph, "pPr"), "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _unfolded_by_word() -> UnreadableInput:
    return UnreadableInput(
        Phrase(
            "正文是嵌在文档里的另一个文件，要由 Word 展开；请用 Word 或 WPS 打开，另存为 .docx",
            "the text is another file inside the document, which Word unfolds; open it in Word or WPS and save it anew",
        )
    )
