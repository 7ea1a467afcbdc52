"""A page of fixed print as it was taken down: glyphs, ruled lines, and how to come back to its places."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openness_lint.model.span import PageSpan
from openness_lint.model.values import NamedTuple, dataclass

Box = tuple[float, float, float, float]  # x0, y0, x1, y1, from the top left corner

# Fonts often give the code of a radical for the character that looks the same. Those of U+2F00 to U+2FD5
# have it as their compatibility decomposition; for these it is said in EquivalentUnifiedIdeograph.txt.
_RADICALS = str.maketrans(
    "⺁⺇⺈⺊⺍⺗⺝⺟⺠⺮⺶⺼⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂几刀卜小心月母民竹羊肉西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)


class Glyph(NamedTuple):
    """One character where it is printed.

    `x` and `baseline` are its origin: characters of a line share the baseline, whatever their fonts.
    `turns` are quarter turns of the direction in which the text runs, clockwise; 0 is to the right.
    Characters drawn at a stroke share their `run`.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    x: float
    baseline: float
    size: float
    turns: int = 0
    run: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """A point that is inside the character, whatever the font says of its height."""
        if self.turns % 2:
            return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2
        return (self.x0 + self.x1) / 2, self.baseline - self.size * 0.35

    def turned(self, turns: int, width: float = 0, height: float = 0) -> Glyph:
        """The glyph as it stands when the page is turned back by so many quarters."""
        x0, y0, x1, y1 = turned_box((self.x0, self.y0, self.x1, self.y1), turns, width, height)
        x, baseline, _, _ = turned_box((self.x, self.baseline, self.x, self.baseline), turns, width, height)
        return Glyph(self.text, x0, y0, x1, y1, x, baseline, self.size, (self.turns - turns) % 4, self.run)


class Rule(NamedTuple):
    """A ruled line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    """One page, turned so that most of its text runs to the right.

    `turns` says by how many quarters it was turned back for that; `place` gives places of the page as shown.
    """

    number: int  # 1-based
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int = 0
    unmapped: int = 0
    turns: int = 0

    def place(self, box: Box) -> PageSpan:
        """Where a box of this page is on the page as it is shown."""
        shown = turned_box(box, -self.turns, self.width, self.height)
        x0, y0, x1, y1 = (round(one, 1) for one in shown)
        return PageSpan(self.number, (x0, y0, x1, y1))


def pages_of(taken: Sequence[Mapping[str, Any]]) -> list[Page]:
    """The pages as the extraction gives them."""
    return [_page(number, one) for number, one in enumerate(taken, 1)]


def _page(number: int, taken: Mapping[str, Any]) -> Page:
    width, height = taken["size"]
    glyphs = [Glyph(_character(text), *rest) for text, *rest in taken["glyphs"]]
    glyphs = [one for one in glyphs if 0 <= one.middle[0] <= width and 0 <= one.middle[1] <= height]
    rules = [Rule(*one) for one in taken["rules"]]
    ((turns, _),) = Counter(one.turns for one in glyphs if one.text.strip()).most_common(1) or ((0, 0),)
    if turns:
        glyphs = [one.turned(turns, width, height) for one in glyphs]
        rules = [Rule(*turned_box(one, turns, width, height)) for one in rules]
    size = (height, width) if turns % 2 else (width, height)
    return Page(number, *size, tuple(glyphs), tuple(rules), taken["pictures"], taken["unmapped"], turns)


def turned_box(box: Iterable[float], turns: int, width: float, height: float) -> Box:
    """A box on a sheet of this width and height after the sheet was turned back, against the clock, by quarters."""
    x0, y0, x1, y1 = box
    match turns % 4:
        case 1:
            return y0, width - x1, y1, width - x0
        case 2:
            return width - x1, height - y1, width - x0, height - y0
        case 3:
            return height - y1, x0, height - y0, x1
    return x0, y0, x1, y1


def _character(text: str) -> str:
    """The character that is meant: radicals and compatibility forms are what fonts make of ideographs."""
    if "\u2e80" <= text <= "\u2fd5" or "\uf900" <= text <= "\ufaff":
        return unicodedata.normalize("NFKC", text.translate(_RADICALS))
    if text == "\x02":  # PDFium's sign for a hyphen at the end of a line
        return "-"
    return " " if text in "\t\r\n\xa0" else text
