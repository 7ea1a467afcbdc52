"""A document to a Report: title, headings and grids found by the form's own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from openness_lint.hooks import FormShelf
from openness_lint.model.address import Address
from openness_lint.model.errors import NotAReport, UnreadableInput
from openness_lint.model.form import Form, FormSection
from openness_lint.model.language import Phrase
from openness_lint.model.paper import Paper
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Label, Match, Report, ReportTable, Section
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Text, joined
from openness_lint.model.values import dataclass, field, replace
from openness_lint.recognition.document import Block, Document, Grid
from openness_lint.recognition.frames import table_of, unframed
from openness_lint.recognition.grids import likeness, recognise_table
from openness_lint.recognition.headings import are_bare, heading_of
from openness_lint.recognition.traditional import simplified

_REPORT = r"(?:政府信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告"
# With the agency or, on its own site, without; the year before the words or in brackets behind them.
_TITLES = (
    pattern(rf"(?P<agency>[^，。；：《》]{{2,60}}?)??(?P<year>[0-9〇零一二三四五六七八九]{{4}})年?(?:度)?{_REPORT}"),
    pattern(
        rf"(?P<agency>[^，。；：《》]{{2,60}}?)??{_REPORT}\((?P<year>[0-9〇零一二三四五六七八九]{{4}})年?(?:度)?\)"
    ),
)
# Where so many sections are printed twice, another title below the first begins another report.
FEWEST_AGAIN = 3
_NUMBERED = pattern(r"\s*[一二三四五六七八九十]+、")
_YEAR = pattern(r"((?:19|20)[0-9]{2})年")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DATE = pattern(r"(?:发布|公开|生成|成文)(?:日期|时间)[:：]?\s*([0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?)")


def assemble(document: Document, forms: FormShelf) -> Report:
    """The report that a document gives.

    Raises:
        NotAReport: nothing in it is a report's: no heading, no table of any form.
        UnreadableInput: it is of a year that no form is for, or holds the reports of several bodies or years.
    """
    printed = document.blocks
    document = replace(document, blocks=unframed(document.blocks, forms.all()))
    metadata, head = _metadata(document)
    year = int(metadata["year"].text) if "year" in metadata else None
    form = _form(document, forms, year)
    blocks = document.blocks[head:]
    parts = _Parts(form, forms.others(form), bare=are_bare(blocks, form))
    for block in blocks:
        if not (isinstance(block, Text) and _DATE.fullmatch(block.text.strip())):
            parts.add(block)
    sections = parts.sections()
    if not sections:
        raise NotAReport(Phrase("没有找到年度报告的标题和表格", "no heading and no table of a yearly report was found"))
    if len(sections) - len({one.id for one in sections}) >= FEWEST_AGAIN and "title" in metadata:
        _refuse_another(blocks, metadata)
    return Report(
        form=form,
        span=sections[0].heading.printed.span,
        metadata=metadata,
        sections=sections,
        year=year,
        preface=tuple(parts.preface),
        lines=document.lines,
        paper=None if document.lines else Paper(printed),
    )


def _metadata(document: Document) -> tuple[dict[str, Text], int]:
    """Title, agency, year and date as far as the head of the document gives them; where the rest begins."""
    paragraphs = [(i, one) for i, one in enumerate(document.blocks[:40]) if isinstance(one, Text) and one.text.strip()]
    found: dict[str, Text] = {}
    head = 0
    for k in range(len(paragraphs)):
        if begun := _title_from(k, paragraphs, document.blocks):
            found, head = begun
            break
    for _, one in paragraphs:
        if "published" not in found and (date := _DATE.search(simplified(one.text))):
            found["published"] = one.cut(*date.span(1))
        if "year" not in found and (year := _YEAR.search(one.text)):
            found["year"] = one.cut(*year.span(1))
    return found, head


def _title_from(
    k: int, paragraphs: Sequence[tuple[int, Text]], blocks: Sequence[Block]
) -> tuple[dict[str, Text], int] | None:
    """What the title that begins with one of some numbered paragraphs says, and the number of the block behind it.

    A long title is often broken over two or three lines; the last line of a table of contents is none of it.
    """
    for count in (1, 2, 3):
        run = paragraphs[k : k + count]
        if len(run) < count or _NUMBERED.match(run[-1][1].text):
            return None
        if any(isinstance(block, Grid) for block in blocks[run[0][0] : run[-1][0]]):
            return None
        if title := title_of(run[0][1] if count == 1 else joined([one for _, one in run])):
            return title, run[-1][0] + 1
    return None


def _refuse_another(blocks: Sequence[Block], metadata: dict[str, Text]) -> None:
    """Refuse a document that goes on with the report of another body or year: its text and tables are not this one's."""
    paragraphs = [(i, one) for i, one in enumerate(blocks) if isinstance(one, Text) and one.text.strip()]
    for k in range(len(paragraphs)):
        begun = _title_from(k, paragraphs, blocks)
        if begun is not None and any(
            simplified(begun[0][name].text) != simplified(metadata[name].text)
            for name in ("year", "agency")
            if name in begun[0] and name in metadata
        ):
            title = begun[0]["title"]
            span = title.span
            raise UnreadableInput(
                Phrase(
                    f"文件里不止一份报告，第二份是“{title.text}”；请各存为一个文件",
                    f"the file holds more than one report, the second is {title.text!r}; save each as a file of its own",
                ),
                line=span.line if isinstance(span, TextSpan) else None,
                column=span.column if isinstance(span, TextSpan) else None,
            )


def title_of(text: Text) -> dict[str, Text] | None:
    """Title, year and, where it names one, agency, if the text is the title of a report."""
    kept = [i for i, c in enumerate(text.text) if not c.isspace()]
    compact = simplified("".join(unicodedata.normalize("NFKC", text.text[i])[:1] for i in kept))
    found = next((match for one in _TITLES if (match := one.fullmatch(compact))), None)
    if found is None:
        return None

    def part(start: int, end: int) -> Text:
        return text.cut(kept[start], kept[end - 1] + 1)

    year = part(*found.span("year"))
    return {
        "title": part(0, len(compact)),
        **({"agency": part(*found.span("agency"))} if found["agency"] else {}),
        "year": Text(found["year"].translate(_DIGITS), year.span, year.runs if year.text.isascii() else ()),
    }


def _form(document: Document, forms: FormShelf, year: int | None) -> Form:
    """The form in force for the year; without a year, the edition whose labels the tables bear most of."""
    if year is not None:
        return forms.choose(form=None, year=year)
    grids = [one for one in document.blocks if isinstance(one, Grid)]
    known = forms.all()
    return max(known, key=lambda form: sum(likeness(table, form, grid) for table in form.tables for grid in grids))


@dataclass(slots=True)
class _Part:
    """A heading and what stands below it."""

    section: FormSection
    heading: Label
    paragraphs: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


class _Parts:
    """The blocks of a document, sorted below their headings."""

    def __init__(self, form: Form, others: Sequence[Form], *, bare: bool = False) -> None:
        self.form = form
        self.others = others
        self.bare = bare
        self.preface: list[Text] = []
        self.parts: list[_Part] = []

    def add(self, block: Block) -> None:
        if isinstance(block, Grid):
            if self.parts:
                self.parts[-1].grids.append(block)
            else:
                self._frame(block)
            return
        found = heading_of(block, self.form, bare=self.bare)
        if found is not None:
            if found.before is not None:
                self._paragraph(found.before)
            self.parts.append(_Part(found.section, found.label))
            if found.rest is not None:
                self._paragraph(found.rest)
        elif block.text.strip():
            self._paragraph(block)

    def _frame(self, grid: Grid) -> None:
        """A grid before any heading: a table of the form all the same, or a frame around the whole page."""
        table = table_of(grid, self.form)
        if table is None:
            for cell in grid.cells:
                self.add(cell.text)
            return
        part = self._unheaded(self.form.section_of[table], grid)
        part.grids.append(grid)
        self.parts.append(part)

    @staticmethod
    def _unheaded(section: FormSection, grid: Grid) -> _Part:
        return _Part(section, Label(Address(section.id), Text(section.wording.official, grid.span), Match.ID))

    def _with_unheaded(self, parts: list[_Part]) -> list[_Part]:
        """The parts, and one more for each table that stands below another section's heading for want of its own."""
        known = {part.section.id for part in parts}
        found: list[_Part] = []
        for part in parts:
            found.append(part)
            for grid in part.grids:
                table = table_of(grid, self.form)
                section = self.form.section_of[table] if table is not None else part.section
                if section.id not in known:
                    known.add(section.id)
                    found.append(self._unheaded(section, grid))
        return found

    def _paragraph(self, text: Text) -> None:
        (self.parts[-1].paragraphs if self.parts else self.preface).append(text)

    def sections(self) -> tuple[Section, ...]:
        """The sections in the order printed, without those of a table of contents."""
        last = {part.section.id: part for part in self.parts}
        # A heading with nothing below it that is met again further on is a line of a table of contents.
        real = [part for part in self.parts if part.paragraphs or part.grids or part is last[part.section.id]]
        kept = self._with_unheaded(real)
        grids = [(part.section, grid, table_of(grid, self.form)) for part in kept for grid in part.grids]
        homes: dict[str, _Part] = {}  # where a section's tables are said to stand, if its heading is printed twice
        for part in kept:
            home = homes.setdefault(part.section.id, part)
            if part.grids and not home.grids:
                homes[part.section.id] = part
        found: list[Section] = []
        for part in kept:
            tables = self._tables(part, grids) if homes[part.section.id] is part else ()
            found.append(Section(part.section.id, part.heading, tuple(part.paragraphs), tables))
        return tuple(found)

    def _tables(self, part: _Part, grids: Sequence[tuple[FormSection, Grid, str | None]]) -> tuple[ReportTable, ...]:
        """The tables of a section, from the grids below its heading and from those that stand below a wrong one."""
        tables: list[ReportTable] = []
        for id in part.section.tables:
            own = [grid for section, grid, table in grids if section is part.section and table in {id, None}]
            strays = [grid for section, grid, table in grids if section is not part.section and table == id]
            if own or strays:
                table = recognise_table(
                    self.form.table[id], self.form, self.others, [*own, *strays], part.heading.printed.span
                )
                tables.append(table)
        return tuple(tables)
