"""HTML to a tree in which every character knows its place; broken markup is mended as browsers mend it.

Tokens and repairs follow the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html) as far
as they decide which text stands in which cell and paragraph: implied end tags, text astray in a table,
end tags without a start. What only changes looks is left out.

lxml would mend too, but it keeps no place for text, and lines of elements only up to 65535; the parser
of the standard library keeps places but builds no tree, and takes quadratic time on some broken markup
before Python 3.13.6. Here each character is looked at once, whatever the input.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple

# Tags and character references: a report saved from Word has some 10 000, a portal's page fewer.
MOST_TAGS = 100_000
# Characters beside the tags, scripts left out; no report has a tenth of that.
MOST_TEXT = 2_000_000
# Browsers stop at 512; what is nested deeper lies beside its parent. Tables are followed further, each cell a cell.
DEEPEST = 300
DEEPEST_TABLES = 50

_S = r"[ \t\n\f\r]"
_TAIL = rf"""
    (?: [ \t\n\f\r/]++
      | [^ \t\n\f\r/>][^ \t\n\f\r/>=]*+
        (?: {_S}*+ = {_S}*+ (?: "[^"]*+" | '[^']*+' | [^ \t\n\f\r>"'][^ \t\n\f\r>]*+ | (?=>) ) )?+
    )*+ >
"""
_TAG = re.compile(rf"</?+(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+){_TAIL}", re.VERBOSE)
_ATTRIBUTE = re.compile(
    rf"""(?P<name>[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)
    (?: {_S}*+ = {_S}*+ (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^ \t\n\f\r>"'][^ \t\n\f\r>]*+) ) )?+""",
    re.VERBOSE,
)
# `<` before anything else is a character of the text, as in `<10件`.
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(
    r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,12})|#(?P<decimal>[0-9]{1,12})|(?P<name>[a-zA-Z][a-zA-Z0-9]{0,31}));?"
)

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_RAW = frozenset("iframe noembed noframes noscript script style xmp".split())
_ESCAPABLE = frozenset({"textarea", "title"})
_GROUPS = frozenset({"tbody", "tfoot", "thead"})
_TABLE_PARTS = frozenset({"caption", "col", "colgroup", "td", "th", "tr", *_GROUPS})
# Where only cells may stand: text and elements put here are shown before the table.
_BETWEEN_CELLS = frozenset({"table", "tr", *_GROUPS})
_WALLS = frozenset({"caption", "table", "td", "th"})  # end tags do not reach through these
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSE_PARAGRAPH = _HEADINGS | frozenset(
    """address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
    header hgroup hr li main menu nav ol p pre search section summary table ul""".split()
)
BLOCKS = _CLOSE_PARAGRAPH | _TABLE_PARTS | frozenset({"body", "frameset", "iframe", "legend", "optgroup", "option"})


class Chunk(NamedTuple):
    """Characters that stand side by side in the source from `start` on, each `width` characters wide there."""

    text: str
    start: int
    width: int = 1


class Attribute(NamedTuple):
    """An attribute's value, references resolved, and where it stands between its quotes."""

    value: str
    start: int
    end: int


class Element:
    """One element; `start` and `end` enclose its start tag (nothing, where the tag is implied).

    `cells` counts a table's own cells; `frames` is whether one of them holds a table of several cells.
    `stop` is where its content ends.
    """

    __slots__ = ("cells", "children", "end", "frames", "parent", "start", "stop", "tag")

    def __init__(self, tag: str, start: int, end: int, parent: Element | None) -> None:
        self.tag = tag
        self.start = start
        self.end = end
        self.stop = end
        self.parent = parent
        self.children: list[Element | Chunk] = []
        self.cells = 0
        self.frames = False


class Tree(NamedTuple):
    """A parsed page. `cut` is where a tag, comment, script or table begins that never ends, if one does."""

    source: str
    root: Element
    cut: int | None

    def attribute(self, element: Element, name: str) -> Attribute | None:
        """The first attribute of this name (lower case)."""
        if element.start == element.end:
            return None
        for found in _ATTRIBUTE.finditer(self.source, element.start + 1 + len(element.tag), element.end - 1):
            if found["name"].lower() == name:
                kind = found.lastgroup if found.lastgroup != "name" else None
                if kind is None:
                    return Attribute("", found.end(), found.end())
                return Attribute(html.unescape(found[kind]), *found.span(kind))
        return None

    def tag_text(self, element: Element) -> str:
        """The start tag as written."""
        return self.source[element.start : element.end]

    def elements(self) -> Iterator[Element]:
        """Every element, in the order of the source."""
        waiting = [self.root]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]


def parse_html(
    source: str, error: type[OpennessLintError], *, start: int = 0, end: int | None = None, xml: bool = False
) -> Tree:
    """The tree of a page, or of the stretch of a source from `start` to `end`.

    With `xml`, `<br/>` of any name is an element without content, and CDATA sections are text.

    Raises:
        error: it holds more tags, or more text, than any report.
    """
    builder = _Builder(source, len(source) if end is None else end, error, xml=xml)
    return Tree(source, builder.root, builder.read(start))


def chunks(source: str, start: int, end: int) -> Iterator[Chunk]:
    """The text between two offsets, character references resolved."""
    at = start
    if source.find("&", start, end) != -1:
        for found in _REFERENCE.finditer(source, start, end):
            characters, width = _referenced(found)
            if width == 0:
                continue
            if found.start() > at:
                yield Chunk(source[at : found.start()], at)
            for character in characters:
                yield Chunk(character, found.start(), width)
            at = found.start() + width
    if end > at:
        yield Chunk(source[at:end], at)


def _referenced(found: re.Match[str]) -> tuple[str, int]:
    """What a reference stands for, and how many characters of the source it takes; 0 if it is none."""
    name = found["name"]
    if name is None:
        return html.unescape(found[0]), len(found[0])
    if found[0].endswith(";") and f"{name};" in html5:
        return html5[f"{name};"], len(found[0])
    # Old names need no semicolon, and text may follow at once: `&nbsp12`.
    for length in range(min(len(name), 6), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], 1 + length
    return "", 0


class _Builder:
    def __init__(self, source: str, end: int, error: type[OpennessLintError], *, xml: bool) -> None:
        self.source = source
        self.limit = end
        self.error = error
        self.xml = xml
        self.root = Element("", 0, 0, None)
        self.stack = [self.root]
        self.at: dict[str, list[int]] = {}  # where in the stack elements of a name are, outermost first
        self.walls: list[int] = []
        self.blocks: list[int] = []
        self.beyond: dict[str, int] = {}  # start tags too deep for the stack, whose end tags are still to come
        self.is_closed = False  # whether </body> or </html> was met
        self.tags = 0
        self.text = 0

    def read(self, at: int) -> int | None:
        """Read to the end; where something begins that never ends, if it does."""
        while at < self.limit:
            opening = _OPENING.search(self.source, at, self.limit)
            if opening is None:
                self._text(at, self.limit)
                break
            begin = opening.start()
            if begin > at:
                self._text(at, begin)
            self._count(0)
            after = self._tag(begin) if self._is_tag(begin) else self._remark(begin)
            if after is None:
                self._pop_to(1, self.limit)
                return begin
            at = after
        tables = self.at.get("table")
        cut = self.stack[tables[0]].start if tables and not self.is_closed else None
        self._pop_to(1, self.limit)
        return cut

    def _is_tag(self, at: int) -> bool:
        letter = self.source[at + 2 : at + 3] if self.source[at + 1] == "/" else self.source[at + 1]
        return letter.isascii() and letter.isalpha()

    def _remark(self, at: int) -> int | None:
        """What follows a comment, a declaration or an instruction; None if it never ends."""
        source = self.source
        if source.startswith("<!--", at):
            if source.startswith((">", "->"), at + 4):
                return source.index(">", at) + 1
            found = _COMMENT_END.search(source, at + 4, self.limit)
            return found.end() if found else None
        if self.xml and source.startswith("<![CDATA[", at):
            end = source.find("]]>", at, self.limit)
            if end == -1:
                return None
            self._add(Chunk(source[at + 9 : end], at + 9))
            return end + 3
        end = source.find(">", at, self.limit)
        return None if end == -1 else end + 1

    def _tag(self, at: int) -> int | None:
        """What follows a tag, and the text of elements that hold no markup; None if it never ends."""
        found = _TAG.match(self.source, at, self.limit)
        if found is None:
            return None
        name = found["name"].lower()
        end = found.end()
        if self.source[at + 1] == "/":
            self._close(name, at, end)
            return end
        is_empty = self.xml and self.source[end - 2] == "/"
        self._open(name, at, end, is_empty=is_empty)
        if is_empty or name not in _RAW | _ESCAPABLE:
            return end
        stop = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(self.source, end, self.limit)
        if stop is None:
            return None
        if name in _ESCAPABLE:
            for chunk in chunks(self.source, end, stop.start()):
                self._add(chunk)
        return stop.start()

    # Text

    def _text(self, start: int, end: int) -> None:
        is_astray = self.stack[-1].tag in _BETWEEN_CELLS
        if is_astray and not self.source[start:end].strip(" \t\n\f\r"):
            return
        self._count(end - start)
        for chunk in chunks(self.source, start, end):
            if chunk.width > 1:
                self._count(0)
            self._add(chunk)

    def _count(self, text: int) -> None:
        """Count so many characters of text, or else a tag."""
        self.text += text
        self.tags += not text
        if self.tags > MOST_TAGS or self.text > MOST_TEXT:
            raise self.error(_TOO_MUCH)

    def _add(self, child: Element | Chunk) -> None:
        top = self.stack[-1]
        if top.tag in _BETWEEN_CELLS and not (isinstance(child, Element) and child.tag in _TABLE_PARTS):
            table = self.stack[self.at["table"][-1]]
            assert table.parent is not None
            # An open table is the last child of its parent, so that what is astray goes right before it.
            table.parent.children.insert(len(table.parent.children) - 1, child)
            if isinstance(child, Element):
                child.parent = table.parent
        else:
            top.children.append(child)

    # Elements

    def _open(self, name: str, start: int, end: int, *, is_empty: bool) -> None:
        if name in {"html", "head", "body"} or (name == "form" and self.stack[-1].tag in _BETWEEN_CELLS):
            return  # old pages put a form between table and row
        if name in _TABLE_PARTS:
            self._open_in_table(name, start, end)
            return
        if name == "table" and self.walls and self.stack[self.walls[-1]].tag == "table":
            self._pop_to(self.walls[-1], start)  # a table between cells ends the one before
        if name in _CLOSE_PARAGRAPH:
            self._imply_ends(name, start)
        element = Element(name, start, end, self.stack[-1])
        self._add(element)
        if name not in VOID and not is_empty:
            self._push(element)

    def _imply_ends(self, name: str, start: int) -> None:
        wall = self.walls[-1] if self.walls else 0
        ends, lists = {"li": (("li",), ("ol", "ul", "menu", "dir")), "dt": _TERMS, "dd": _TERMS}.get(name, ((), ()))
        item = max((self._innermost(one) for one in ends), default=-1)
        if item > wall and item > max(self._innermost(one) for one in lists):
            self._pop_to(item, start)
        paragraph = self._innermost("p")
        if paragraph > wall:
            self._pop_to(paragraph, start)
        if name in _HEADINGS and self.stack[-1].tag in _HEADINGS:
            self._pop_to(len(self.stack) - 1, start)

    def _open_in_table(self, name: str, start: int, end: int) -> None:
        table = self._innermost("table")
        if table == -1:
            return
        if name in {"caption", "col", "colgroup", *_GROUPS}:
            self._pop_to(table + 1, start)
        else:
            self._open_row(table, start, is_cell=name != "tr")
        if name not in {"col", "colgroup"}:
            self._enter(Element(name, start, end, self.stack[-1]))

    def _open_row(self, table: int, start: int, *, is_cell: bool) -> None:
        """Bring the stack to where a row, or a cell in a row, may stand; tags left out are implied."""
        group = max(self._innermost(one) for one in _GROUPS)
        if group < table:
            self._pop_to(table + 1, start)
            self._enter(Element("tbody", start, start, self.stack[-1]))
            group = table + 1
        row = self._innermost("tr")
        if not is_cell or row < table:
            self._pop_to(group + 1, start)
        if not is_cell:
            return
        if row < table:
            self._enter(Element("tr", start, start, self.stack[-1]))
        else:
            self._pop_to(row + 1, start)
        self.stack[table].cells += 1

    def _enter(self, element: Element) -> None:
        self.stack[-1].children.append(element)
        self._push(element)

    def _close(self, name: str, start: int, end: int) -> None:
        if name in {"html", "body"}:
            self.is_closed = True
            return
        if self.beyond.get(name):
            self.beyond[name] -= 1
            return
        at = self._innermost(name)
        if name == "table" or name in _TABLE_PARTS:
            if at != -1 and at >= self._innermost("table"):
                self._pop_to(at, start)
            return
        if at > (self.walls[-1] if self.walls else 0):
            # An end tag out of turn, as in <b><p>…</b>…</p>, does not end the paragraph.
            if name in BLOCKS or not self.blocks or self.blocks[-1] < at:
                self._pop_to(at, start)
        elif name in {"p", "br"}:
            self._add(Element(name, start, end, self.stack[-1]))

    # The stack

    def _innermost(self, name: str) -> int:
        places = self.at.get(name)
        return places[-1] if places else -1

    def _push(self, element: Element) -> None:
        place = len(self.stack)
        is_table = element.tag in _TABLE_PARTS or (
            element.tag == "table" and len(self.at.get("table", ())) < DEEPEST_TABLES
        )
        if place >= DEEPEST and not is_table:
            self.beyond[element.tag] = self.beyond.get(element.tag, 0) + 1
            return
        self.stack.append(element)
        self.at.setdefault(element.tag, []).append(place)
        if element.tag in _WALLS:
            self.walls.append(place)
        if element.tag in BLOCKS:
            self.blocks.append(place)

    def _pop_to(self, height: int, stop: int) -> None:
        """Leave only so many elements open; the content of the others ends at `stop`."""
        while len(self.stack) > max(height, 1):
            element = self.stack.pop()
            element.stop = stop
            self.at[element.tag].pop()
            for places in (self.walls, self.blocks):
                if places and places[-1] == len(self.stack):
                    places.pop()
            if element.tag == "table" and (element.cells > 1 or element.frames):
                outer = self._innermost("table")
                if outer != -1:
                    self.stack[outer].frames = True


_TERMS = (("dt", "dd"), ("dl",))


_TOO_MUCH = Phrase(
    f"页面的标签超过 {MOST_TAGS:,} 个，或文字超过 {MOST_TEXT:,} 个，年度报告不会这么多；请确认给的是报告页面",
    f"more than {MOST_TAGS:,} tags or {MOST_TEXT:,} characters, which no yearly report has; is this the right page?",
)
