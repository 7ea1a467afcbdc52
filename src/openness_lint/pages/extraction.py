"""What a PDF puts on its pages: glyphs with their places, ruled lines. Runs in a process of its own.

By PDFium, the library behind Chrome's viewer: on the same pages it takes a sixth of the time of parsers in
Python, and it knows the encodings of Chinese fonts that are not embedded. It is built without JavaScript;
attachments, links, forms and actions are never asked for.

Places are given as printed: in points from the top left corner of the page as it is shown, turned and cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref, c_double, c_float, c_int, c_void_p, cast
from importlib import import_module
from typing import Any

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.values import dataclass, field
from openness_lint.syntax.kinds import PDF, damaged, kind_of, locked, refusal, too_large

# Published reports have 3 to 40 pages of some 800 characters and 100 lines.
MOST_PAGES = 200
MOST_GLYPHS = 200_000
MOST_RULES = 100_000
_DEEPEST = 8  # forms within forms

# A ruled line may be drawn as a box as thick as this, in points; what is thicker is a coloured ground.
_THICKEST = 3.0
_SHORTEST = 2.0
_SLANT = 0.6  # how far a line may lean and still be upright or level

_ASLANT = 0.1  # quarter turns; labels run along or across the page, only stamps and watermarks do neither

_ADVICE = Phrase("请用原来的软件重新导出 PDF", "export the PDF again from the program it was made with")
_TAIL = 4096  # bytes in which a PDF says that it ends; the standard says 1024, some servers append

_Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class _Sheet:
    """One page as it is taken down."""

    glyphs: list[list[object]] = field(default_factory=list)
    rules: list[tuple[float, ...]] = field(default_factory=list)
    pictures: int = 0
    unmapped: int = 0  # glyphs of which the file does not say what characters they are


def extract(data: bytes) -> list[dict[str, object]]:
    """The pages of a PDF.

    Returns:
        For each page its `size` (width, height); `glyphs`, each as character, box (x0, y0, x1, y1), origin
        (x and y, on the baseline), size, quarter turns of its direction, clockwise, and the number of the
        stretch it was drawn with; `rules` as (x0, y0, x1, y1); counts of `pictures` and `unmapped` glyphs.

    Raises:
        UnreadableInput: the bytes are no PDF, or one with a password, or more than a report has.
    """
    if kind_of(data) is not PDF:
        raise refusal(data, PDF, _ADVICE)
    if b"%%EOF" not in data.rstrip(b"\0")[-_TAIL:]:
        raise UnreadableInput(
            Phrase(
                "PDF 不完整，缺少结尾，可能没有下载完；请重新取得文件",
                "the PDF is cut off: its end is missing; please get the file again",
            )
        )
    pdfium: Any = import_module("pypdfium2.raw")

    pdfium.FPDF_InitLibraryWithConfig(byref(pdfium.FPDF_LIBRARY_CONFIG(version=2)))
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        secured = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise locked() if secured else damaged()
    count = pdfium.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        raise too_large(
            Phrase(
                f"PDF 有 {count:,} 页，超过上限 {MOST_PAGES} 页",
                f"the PDF has {count:,} pages, over the limit of {MOST_PAGES}",
            )
        )
    if count <= 0:
        raise damaged()
    return list(_Taker(pdfium).pages(document, count))


class _Taker:
    """Takes pages down, one after the other."""

    def __init__(self, pdfium: Any) -> None:
        self.pdfium = pdfium
        self.glyphs_left = MOST_GLYPHS
        self.rules_left = MOST_RULES

    def pages(self, document: Any, count: int) -> Iterator[dict[str, object]]:
        for number in range(count):
            page = self.pdfium.FPDF_LoadPage(document, number)
            if not page:
                raise damaged()
            sheet = _Sheet()
            place, size = self._geometry(page)
            self._glyphs(page, place, sheet)
            objects = (self.pdfium.FPDFPage_GetObject(page, i) for i in range(self.pdfium.FPDFPage_CountObjects(page)))
            self._objects(objects, place, sheet, 0)
            self.pdfium.FPDF_ClosePage(page)
            yield {
                "size": size,
                "glyphs": sheet.glyphs,
                "rules": [rule for rule in sheet.rules if _is_inside(rule, size)],
                "pictures": sheet.pictures,
                "unmapped": sheet.unmapped,
            }

    def _geometry(self, page: Any) -> tuple[_Matrix, tuple[float, float]]:
        """From the file's coordinates, which begin bottom left, to those of the page as it is shown; its size."""
        box = self.pdfium.FS_RECTF()
        self.pdfium.FPDF_GetPageBoundingBox(page, byref(box))
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        place: _Matrix = (
            (1, 0, 0, -1, -left, top),
            (0, 1, 1, 0, -bottom, -left),
            (-1, 0, 0, 1, right, -bottom),
            (0, -1, -1, 0, top, right),
        )[self.pdfium.FPDFPage_GetRotation(page) % 4]
        width, height = right - left, top - bottom
        return place, (width, height) if place[0] else (height, width)

    def _glyphs(self, page: Any, place: _Matrix, sheet: _Sheet) -> None:
        pdfium = self.pdfium
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), c_double(), c_double()
        high, run, before = 0, 0, None
        for i in range(count):
            # Blanks and line ends that are not in the file, but guessed from gaps, are not wanted here.
            if pdfium.FPDFText_IsGenerated(text, i) == 1:
                continue
            self.glyphs_left -= 1
            if self.glyphs_left < 0:
                raise too_large(
                    Phrase(f"PDF 的文字超过 {MOST_GLYPHS:,} 个", f"the PDF has over {MOST_GLYPHS:,} characters")
                )
            code = pdfium.FPDFText_GetUnicode(text, i)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0
            high = 0
            if code in {0, 0xFFFE, 0xFFFF} or code > 0x10FFFF or pdfium.FPDFText_HasUnicodeMapError(text, i) == 1:
                sheet.unmapped += 1
                code = 0xFFFD
            pdfium.FPDFText_GetLooseCharBox(text, i, byref(box))
            pdfium.FPDFText_GetCharOrigin(text, i, byref(x), byref(y))
            pdfium.FPDFText_GetMatrix(text, i, byref(matrix))
            corners = [_at(place, box.left, box.bottom), _at(place, box.right, box.top)]
            origin = _at(place, x.value, y.value)
            (x0, x1), (y0, y1) = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
            quarters = math.atan2(*reversed(_along(place, matrix.a, matrix.b))) / (math.pi / 2)
            if abs(quarters - round(quarters)) > _ASLANT:
                continue  # a watermark
            drawn = cast(pdfium.FPDFText_GetTextObject(text, i), c_void_p).value
            run += drawn != before
            before = drawn
            size = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
            numbers = (x0, y0, x1, y1, *origin, size)
            if all(map(math.isfinite, numbers)):
                sheet.glyphs.append([chr(code), *(round(one, 2) for one in numbers), round(quarters) % 4, run])
        pdfium.FPDFText_ClosePage(text)

    def _objects(self, objects: Iterator[Any], place: _Matrix, sheet: _Sheet, depth: int) -> None:
        pdfium = self.pdfium
        for one in objects:
            match pdfium.FPDFPageObj_GetType(one):
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(one, place, sheet)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    self._picture(one, place, sheet)
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEEPEST:
                    inner = (pdfium.FPDFFormObj_GetObject(one, i) for i in range(pdfium.FPDFFormObj_CountObjects(one)))
                    self._objects(inner, _product(self._matrix(one), place), sheet, depth + 1)

    def _matrix(self, one: Any) -> _Matrix:
        matrix = self.pdfium.FS_MATRIX()
        self.pdfium.FPDFPageObj_GetMatrix(one, byref(matrix))
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _picture(self, one: Any, place: _Matrix, sheet: _Sheet) -> None:
        sheet.pictures += 1
        left, bottom, right, top = (c_float() for _ in range(4))
        if self.pdfium.FPDFPageObj_GetBounds(one, byref(left), byref(bottom), byref(right), byref(top)):
            corners = [_at(place, left.value, bottom.value), _at(place, right.value, top.value)]
            self._thin_box(corners, sheet)  # some programs draw borders as pictures one dot wide

    def _path(self, one: Any, place: _Matrix, sheet: _Sheet) -> None:
        pdfium = self.pdfium
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(one, byref(fill), byref(stroke))
        if not fill.value and not stroke.value:
            return
        matrix = _product(self._matrix(one), place)
        if stroke.value:
            width = c_float()
            pdfium.FPDFPageObj_GetStrokeWidth(one, byref(width))
            if width.value * math.hypot(matrix[0], matrix[1]) > 2 * _THICKEST:
                return
        for points, is_closed in self._outlines(one, matrix):
            if stroke.value:
                ends = zip(points, [*points[1:], *(points[:1] if is_closed else [])], strict=False)
                for begin, end in ends:
                    if begin is not None and end is not None:
                        self._line(begin, end, sheet)
            else:
                self._thin_box([point for point in points if point is not None], sheet)

    def _outlines(self, one: Any, matrix: _Matrix) -> Iterator[tuple[list[tuple[float, float] | None], bool]]:
        """The parts of a path, each as its corners and whether it is closed; a curve leaves a None between."""
        pdfium = self.pdfium
        count = pdfium.FPDFPath_CountSegments(one)
        points: list[tuple[float, float] | None] = []
        is_closed = False
        x, y = c_float(), c_float()
        for i in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(one, i)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points, is_closed
                points, is_closed = [], False
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO and points[-1:] != [None]:
                points.append(None)
            points.append(_at(matrix, x.value, y.value))
            is_closed = is_closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
        if points:
            yield points, is_closed

    def _line(self, begin: tuple[float, float], end: tuple[float, float], sheet: _Sheet) -> None:
        (x0, x1), (y0, y1) = sorted((begin[0], end[0])), sorted((begin[1], end[1]))
        if x1 - x0 <= _SLANT and y1 - y0 >= _SHORTEST:
            self._rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, sheet)
        elif y1 - y0 <= _SLANT and x1 - x0 >= _SHORTEST:
            self._rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, sheet)

    def _thin_box(self, corners: list[tuple[float, float]], sheet: _Sheet) -> None:
        """A box so thin that it is a line."""
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= _THICKEST < y1 - y0:
            self._rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, sheet)
        elif y1 - y0 <= _THICKEST < x1 - x0:
            self._rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, sheet)

    def _rule(self, x0: float, y0: float, x1: float, y1: float, sheet: _Sheet) -> None:
        self.rules_left -= 1
        if self.rules_left < 0:
            raise too_large(Phrase(f"PDF 的线条超过 {MOST_RULES:,} 条", f"the PDF has over {MOST_RULES:,} ruled lines"))
        if all(map(math.isfinite, (x0, y0, x1, y1))):
            sheet.rules.append((round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))


def _at(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _along(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    """A direction, which does not depend on where the page begins."""
    a, b, c, d, _, _ = matrix
    return a * x + c * y, b * x + d * y


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    return (*_along(then, a, b), *_along(then, c, d), *_at(then, e, f))


def _is_inside(rule: tuple[float, ...], size: tuple[float, float]) -> bool:
    x, y = (rule[0] + rule[2]) / 2, (rule[1] + rule[3]) / 2
    return -_THICKEST <= x <= size[0] + _THICKEST and -_THICKEST <= y <= size[1] + _THICKEST
