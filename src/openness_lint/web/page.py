"""A page to a report: what is printed, and what its head says of title, date and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openness_lint.hooks import FormShelf
from openness_lint.model.errors import NotAReport, OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.span import ParagraphSpan
from openness_lint.model.text import Text
from openness_lint.model.values import replace
from openness_lint.recognition.assembly import assemble, title_of
from openness_lint.recognition.document import Block, Document
from openness_lint.syntax.node import Lines
from openness_lint.web.clutter import Part, report_in
from openness_lint.web.flow import CountPlacer, LinePlacer, Placer, flow_of
from openness_lint.web.tree import Attribute, Chunk, Tree, chunks, parse_html

# Of six headings and three tables, without a title. One alone also stands in pages about reports.
FEWEST_KINDS = 2

_CHINESE = re.compile(r"[\u4e00-\u9fff]|&#")
_DATE = r"(?P<date>(?:19|20)[0-9]{2}[-/年.][0-9]{1,2}[-/月.][0-9]{1,2}日?)"
_DATED = re.compile(rf"(?:发布|发文|发稿|公开|生成|成文)?(?:日期|时间)\s*[:：]?\s*{_DATE}")
# A line that begins with a date and goes on as content systems do; lists of news begin so too.
_ALONE = re.compile(
    rf"\A\s*{_DATE}(?:\s+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?\s*(?:\Z|来源|浏览|作者|字号|点击|阅读)"
)
_IN_HEAD = re.compile(rf"\A\s*{_DATE}")
# So many paragraphs above the first heading are looked at for a date without a word beside it.
_NEAR = 10
_AGENCY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:局|委|委员会|办|办公室|办公厅|厅|政府|镇|乡|街道办事处|处|所|部|署|院|中心)"
)
_ATTACHED = re.compile(r"[^?#]*\.(?:pdf|docx?|wps|xlsx?|ofd)", re.IGNORECASE)
# Names of <meta>, as the guideline for government sites of 2017 (政府网站发展指引) and content systems have them.
_TITLE_NAMES = ("articletitle", "og:title", "title")
_DATE_NAMES = ("pubdate", "publishdate", "publish_date", "article:published_time", "firstpublishedtime")
_SOURCE_NAMES = ("contentsource", "source")
_AFTER_TITLE = re.compile(r"\s*[_|｜–—>-]")


def read_page(text: str, forms: FormShelf, *, xml: bool = False, has_lines: bool = True) -> Report:
    """The report that a page prints.

    Without `has_lines` the text is not what stands in the file, and places are counts of paragraphs,
    tables and cells.

    Raises:
        NotAReport: the page holds none; it says so if the report lies in a frame or an attachment.
        UnreadableInput: the page breaks off, or the report is of a year that no form is for.
    """
    if not _CHINESE.search(text):
        raise NotAReport(_nothing())
    lines = Lines(text)
    tree = parse_html(text, NotAReport, xml=xml)
    placer: Placer = LinePlacer(lines) if has_lines else CountPlacer()
    part = report_in(flow_of(tree, placer), forms.all())
    if part is None:
        raise _absent(tree, lines if has_lines else None)
    head = _Head(tree, lines if has_lines else None)
    title = None if part.is_titled else head.title()
    if part.kinds < FEWEST_KINDS and not part.is_titled and title is None:
        raise _absent(tree, lines if has_lines else None)
    blocks: tuple[Block, ...] = part.blocks if title is None else (title, *part.blocks)
    span = lines.span(0, 0) if has_lines else ParagraphSpan(1, 1, 1)
    document = Document(blocks, span, lines.texts() if has_lines else ())
    report = assemble(document, forms)
    if tree.cut is not None:
        raise _cut(tree, lines if has_lines else None, UnreadableInput)
    return replace(report, metadata={**report.metadata, **head.missing(report, part)})


class _Head:
    """What a page says of itself in its head."""

    def __init__(self, tree: Tree, lines: Lines | None) -> None:
        self.tree = tree
        self.lines = lines
        self.said: dict[str, Attribute] = {}
        self.name: list[Chunk] = []
        for element in tree.elements():
            if element.tag == "title" and not self.name:
                self.name = [one for one in element.children if isinstance(one, Chunk)]
            if element.tag != "meta":
                continue
            key = tree.attribute(element, "name") or tree.attribute(element, "property")
            content = tree.attribute(element, "content")
            if key is not None and content is not None and content.value.strip():
                self.said.setdefault(key.value.strip().lower(), content)

    def title(self) -> Text | None:
        """The report's title, where the page names it in its head and prints none."""
        for text in self._titles():
            if title_of(text):
                return text
        return None

    def _titles(self) -> Iterator[Text]:
        for name in _TITLE_NAMES:
            if name in self.said:
                yield self._text(self.said[name])
        if self.name:
            whole = self._placed(self.name)
            yield whole
            for found in _AFTER_TITLE.finditer(whole.text):  # `…报告_某某人民政府`
                if found.start():
                    yield whole.cut(0, found.start())

    def missing(self, report: Report, part: Part) -> dict[str, Text]:
        """Date and agency, where the report's own text gives none."""
        found: dict[str, Text] = {}
        if "published" not in report.metadata and (date := self._published(part.before)):
            found["published"] = date
        if "title" in report.metadata and "agency" not in report.metadata:
            source = next((self._text(self.said[name]) for name in _SOURCE_NAMES if name in self.said), None)
            if source is not None and _AGENCY.fullmatch(source.text.strip()):
                found["agency"] = source
        return found

    def _published(self, before: Sequence[Text]) -> Text | None:
        """The date printed beside a word for it, the nearest to the report; or that of the head; or one alone."""
        printed = (found for text in reversed(before) if (found := _date_in(text, _DATED)))
        named = (self._text(self.said[name]) for name in _DATE_NAMES if name in self.said)
        in_head = (found for text in named if (found := _date_in(text, _IN_HEAD)))
        alone = (found for text in reversed(before[-_NEAR:]) if (found := _date_in(text, _ALONE)))
        return next(printed, None) or next(in_head, None) or next(alone, None)

    def _text(self, attribute: Attribute) -> Text:
        return self._placed(list(chunks(self.tree.source, attribute.start, attribute.end)))

    def _placed(self, pieces: Sequence[Chunk]) -> Text:
        if self.lines is not None:
            return LinePlacer(self.lines).paragraph(pieces)
        # A line of the head is none that is printed.
        return Text("".join(piece.text for piece in pieces), ParagraphSpan(1, 1, 1))


def _date_in(text: Text, dated: re.Pattern[str]) -> Text | None:
    found = dated.search(text.text)
    return text.cut(*found.span("date")) if found else None


def _nothing() -> Phrase:
    return Phrase("没有找到年度报告的标题和表格", "no heading and no table of a yearly report was found")


def _absent(tree: Tree, lines: Lines | None) -> OpennessLintError:
    """Why a page holds no report, as far as it tells."""
    if tree.cut is not None:
        return _cut(tree, lines, NotAReport)
    frames: list[str] = []
    attached: list[str] = []
    for element in tree.elements():
        if element.tag in {"frame", "iframe"} and (source := tree.attribute(element, "src")) and source.value.strip():
            frames.append(source.value.strip())
        elif element.tag == "a" and (link := tree.attribute(element, "href")) and _ATTACHED.match(link.value):
            words = "".join(one.text for one in element.children if isinstance(one, Chunk))
            attached.append(words.strip() or link.value)
    report = next((one for one in attached if "报告" in one), None)
    if report is not None:
        return NotAReport(_IN_ATTACHMENT.fill(name=_short(report)))
    if frames:
        return NotAReport(_IN_FRAME.fill(name=_short(frames[0])))
    return NotAReport(_nothing())


_IN_ATTACHMENT = Phrase(
    "页面里没有年度报告的正文，报告在附件里：{name}；请下载附件再检查",
    "the page holds no report, only an attachment that may be one: {name}; check that file",
)
_IN_FRAME = Phrase(
    "页面里没有年度报告，内容在框架里的另一个页面：{name}；请打开那个页面，另存后再检查",
    "the page holds no report, its content is another page in a frame: {name}; open that one, save and check it",
)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _cut(tree: Tree, lines: Lines | None, error: type[OpennessLintError]) -> OpennessLintError:
    assert tree.cut is not None
    line, column = lines.place(tree.cut) if lines is not None else (None, None)
    start = tree.source[tree.cut : tree.cut + 20].split("\n")[0]
    begun = re.match(r"<(?:!--|[a-zA-Z][\w:-]*)?", start)
    name = begun[0] if begun else "<"
    return error(
        Phrase(
            f"页面到末尾也没有结束这里的 {name}，后面的内容读不到；请补上，或检查文件是否被截断",
            f"what begins here with {name} never ends, and the rest cannot be read; end it, or was the file cut off?",
        ),
        line=line,
        column=column,
    )
