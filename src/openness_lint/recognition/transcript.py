"""A tree of nodes in the shape of `report.yaml` to a Report.

Keys are form ids, official labels or aliases, mixed at will. A key that misspells one of them beyond
doubt is read as meant and kept for the rules to report; any other unknown key is refused, so that no
figure is ever dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Items

from openness_lint.hooks import FormShelf
from openness_lint.model.address import Address
from openness_lint.model.days import date
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.form import METADATA, Form, FormSection
from openness_lint.model.language import Phrase, join
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Label, Report, ReportTable, Section
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Text
from openness_lint.recognition.complaints import Complaints, quoted
from openness_lint.recognition.rows import TableReader
from openness_lint.recognition.scopes import scopes_of
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar, Sequence, complain

# Keys of report.yaml beside those of the form, each with the Chinese word that may stand for it.
TOP_KEYS = {phrase.zh: id for id, phrase in METADATA.items()} | {id: id for id in METADATA}
TEXT_KEYS = {"text", "文字"}

ISSUERS: dict[str, tuple[str, ...]] = {
    "government": ("人民政府", "政府"),
    "government-office": ("政府办公室", "政府办公厅"),
    "department": ("部门",),
    "township": ("乡镇", "街道", "乡镇街道"),
}
LEVELS: dict[str, tuple[str, ...]] = {
    "national": ("国家", "国家级"),
    "province": ("省", "省级"),
    "city": ("市", "市级"),
    "county": ("县", "县级"),
}

_YEAR = pattern(r"((?:19|20)[0-9]{2})年?度?")
_DATE = pattern(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?")


def transcribe(root: Node, lines: Lines, forms: FormShelf) -> Report:
    """The report that a `report.yaml` tree gives.

    Raises:
        UnreadableInput: the tree has another shape, an unknown key, or names no form; with its place.
    """
    return _Transcriber(lines, UnreadableInput).report(_mapping(root, UnreadableInput), forms)


def transcribe_example(
    root: Node, lines: Lines, form: Form, others: Items[Form], error: type[OpennessLintError]
) -> Report:
    """A rule's example: as a report, but sections may stand at the top and the form is given.

    `others` are the other editions, for labels that belong to them.

    Raises:
        error: the example names what the form does not have.
    """
    return _Transcriber(lines, error).example(_mapping(root, error), form, others)


def _mapping(root: Node, error: type[OpennessLintError]) -> Mapping:
    if isinstance(root, Mapping):
        return root
    message = Phrase(
        "文件顶层是{kind}，应是“键: 值”：agency、year、sections 等（openness-lint init 可生成空白报告）",
        "the top of the file is {kind}; it should be `key: value` pairs: agency, year, sections "
        "(openness-lint init writes an empty report)",
    ).fill(kind=_kind(root))
    raise complain(error, message, root.span)


def _kind(node: Node) -> Phrase:
    return Phrase("列表", "a list") if isinstance(node, Sequence) else Phrase("一段文字", "plain text")


def _listed(known: Iterable[str]) -> Phrase:
    return join([Phrase.same(one) for one in known])


class _Transcriber:
    def __init__(self, lines: Lines, error: type[OpennessLintError]) -> None:
        self.lines = lines
        self.complain = Complaints(error)

    def report(self, root: Mapping, forms: FormShelf) -> Report:
        top = self._top(root, sections_here=None)
        year = self._year(top.get("year"))
        named = self._given(top.get("form"))
        try:
            form = forms.choose(form=named.value.strip() if named else None, year=year)
        except OpennessLintError as error:
            place = (named or top.get("year", (None, root))[1]).span
            raise self.complain.error(error.message, line=place.line, column=place.column) from None
        if "sections" not in top:
            message = Phrase(
                "没有 sections（正文）：六个部分都写在它下面", "no `sections`: all parts of the report stand below it"
            )
            raise self.complain.at(message, root.span)
        key, body = top["sections"]
        sections = self._sections(body, form, forms.others(form))
        return self._build(form, key.span, top, sections, year)

    def example(self, root: Mapping, form: Form, others: Items[Form]) -> Report:
        top = self._top(root, sections_here=form)
        year = self._year(top.get("year"))
        bare = tuple(e for e in root if e.key.value not in TOP_KEYS)
        if "sections" in top:
            body: Node = top["sections"][1]
        else:
            body = Mapping(bare, root.span)
        return self._build(form, root.span, top, self._sections(body, form, others), year)

    def _build(
        self,
        form: Form,
        span: TextSpan,
        top: dict[str, tuple[Scalar, Node]],
        sections: tuple[Section, ...],
        year: int | None,
    ) -> Report:
        preface = self._paragraphs(top["preface"][1]) if "preface" in top else ()
        return Report(
            form=form,
            span=span,
            metadata=self._metadata(top),
            sections=sections,
            year=year,
            preface=preface,
            transcribed=True,
            lines=self.lines.texts(),
        )

    def _given(self, entry: tuple[Scalar, Node] | None) -> Scalar | None:
        """The value of a key, unless nothing stands there."""
        if entry is None:
            return None
        scalar = self.complain.word(entry[1])
        return None if scalar.is_null else scalar

    def _top(self, root: Mapping, sections_here: Form | None) -> dict[str, tuple[Scalar, Node]]:
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in root:
            id = TOP_KEYS.get(key.value)
            if id is None and sections_here is not None:
                continue
            if id is None:
                message = Phrase(
                    "不认识的键“{key}”；可用：{known}{hint}", "unknown key '{key}'; known: {known}{hint}"
                ).fill(key=quoted(key.value), hint=did_you_mean(key.value, TOP_KEYS), known=_listed(METADATA))
                raise self.complain.at(message, key.span)
            if id in found:
                self.complain.twice(key, found[id][0])
            found[id] = (key, value)
        return found

    def _metadata(self, top: dict[str, tuple[Scalar, Node]]) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for id in ("agency", "year", "issuer", "level", "title", "published", "form"):
            if id not in top:
                continue
            scalar = self.complain.word(top[id][1])
            if scalar.is_null:
                continue
            if id in {"issuer", "level"}:
                known = ISSUERS if id == "issuer" else LEVELS
                found[id] = Text(self._choice(scalar, known), scalar.span)
                continue
            if id == "published":
                self._date(scalar)
            found[id] = scalar.text
        return found

    def _choice(self, scalar: Scalar, known: dict[str, tuple[str, ...]]) -> str:
        value = scalar.value.strip()
        for id, words in known.items():
            if value == id or value in words:
                return id
        message = Phrase(
            "不认识的值“{value}”；可用：{known}{hint}", "unknown value '{value}'; use one of: {known}{hint}"
        ).fill(value=quoted(value), hint=did_you_mean(value, known), known=_listed(known))
        raise self.complain.at(message, scalar.span)

    def _year(self, entry: tuple[Scalar, Node] | None) -> int | None:
        scalar = self._given(entry)
        if scalar is None:
            return None
        found = _YEAR.fullmatch(scalar.value.strip())
        if found is None:
            words = Phrase(
                "年度“{year}”不是年份；写成四位数字，如 2024", "year '{year}' is no year; write four digits, as in 2024"
            )
            raise self.complain.at(words.fill(year=quoted(scalar.value)), scalar.span)
        return int(found[1])

    def _date(self, scalar: Scalar) -> None:
        found = _DATE.fullmatch(scalar.value.strip())
        try:
            date(*map(int, found.groups())) if found else date(0, 0, 0)
        except ValueError:
            words = Phrase(
                "发布日期“{date}”不是日期；写成 2025-01-17", "'{date}' is no date; write it as in 2025-01-17"
            )
            raise self.complain.at(words.fill(date=quoted(scalar.value)), scalar.span) from None

    def _sections(self, body: Node, form: Form, others: Items[Form]) -> tuple[Section, ...]:
        if isinstance(body, Scalar) and body.is_null:
            return ()
        if not isinstance(body, Mapping):
            words = Phrase(
                "sections（正文）应是“标题: 内容”，不是{kind}",
                "`sections` should be `heading: content` pairs, not {kind}",
            )
            raise self.complain.at(words.fill(kind=_kind(body)), body.span)
        matcher = scopes_of(form).sections
        sections: list[Section] = []
        for key, value in body:
            found = matcher.exact(key.value) or matcher.misspelt(key.value)
            if found is None:
                self.complain.unknown(key, matcher.labels, matcher.ids)
            section, match = found
            heading = Label(Address(section.id), key.text, match)
            sections.append(self._section(section, heading, value, form, others))
        return tuple(sections)

    def _section(self, section: FormSection, heading: Label, value: Node, form: Form, others: Items[Form]) -> Section:
        if not section.tables or isinstance(value, Scalar):
            return Section(section.id, heading, self._paragraphs(value))
        if not isinstance(value, Mapping):
            message = Phrase(
                "这一部分是表格，应是“行: 数字”，不是列表",
                "this section holds a table: write `row: figures` pairs, not a list",
            )
            raise self.complain.at(message, value.span)
        texts = [entry for entry in value.entries if entry.key.text.text in TEXT_KEYS]
        if len(texts) > 1:
            self.complain.twice(texts[1].key, texts[0].key)
        paragraphs = self._paragraphs(texts[0].value) if texts else ()
        rest = value
        if texts:
            rest = Mapping(tuple(entry for entry in value.entries if entry is not texts[0]), value.span)
        tables = self._tables(section, heading, rest, form, others) if rest.entries else ()
        return Section(section.id, heading, paragraphs, tables)

    def _tables(
        self, section: FormSection, heading: Label, body: Mapping, form: Form, others: Items[Form]
    ) -> tuple[ReportTable, ...]:
        scopes = scopes_of(form)
        if len(section.tables) == 1:
            reader = TableReader(self.complain, scopes.table(section.tables[0]), form, others)
            return (reader.read(heading.printed, body),)
        matcher = scopes.tables(section)
        tables: dict[str, tuple[Scalar, ReportTable]] = {}
        for key, value in body:
            found = matcher.exact(key.value) or matcher.misspelt(key.value)
            if found is None:
                self.complain.unknown(key, matcher.labels, matcher.ids)
            if found[0].id in tables:
                self.complain.twice(key, tables[found[0].id][0])
            if not isinstance(value, Mapping):
                raise self.complain.at(Phrase("表应是“行: 数字”", "a table should be `row: figures` pairs"), value.span)
            reader = TableReader(self.complain, scopes.table(found[0].id), form, others)
            tables[found[0].id] = (key, reader.read(key.text, value))
        return tuple(table for _, table in tables.values())

    def _paragraphs(self, node: Node) -> tuple[Text, ...]:
        """The paragraphs of a text: its lines that are not blank, or the items of a list."""
        if isinstance(node, Sequence):
            return tuple(one for item in node.items for one in self._paragraphs(self.complain.word(item)))
        if isinstance(node, Mapping):
            message = Phrase(
                "这里应是文字，不是“键: 值”；文字里若有英文冒号，请写在“|”之后另起的行里",
                "text is expected here, not `key: value` pairs; where a text holds ': ', write it below a `|`",
            )
            raise self.complain.at(message, node.span)
        scalar = self.complain.word(node)
        return () if scalar.is_null else tuple(scalar.text.lines())
