"""`roster.yaml`: a parent and its bodies, each with where its report of the year lies.

parent: {agency: 示例县人民政府, report: county.yaml}
complete: false                                  # true: the parent is the sum of these bodies
bodies:
  - {agency: 示例县水利局, report: water.yaml}
  - {agency: 示例县档案局}                       # no report yet
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any

from openness_lint.model.errors import InvalidRoster, OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.span import TextSpan
from openness_lint.model.text import squeezed
from openness_lint.model.values import dataclass
from openness_lint.recognition.transcript import LEVELS
from openness_lint.syntax.decode import decode
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Node, Scalar, complain
from openness_lint.syntax.node import Sequence as SequenceNode
from openness_lint.syntax.yaml import parse_yaml

# What a roster is called in a folder that is named instead of it.
NAME = "roster.yaml"

_KEYS = ("parent", "bodies", "complete", "year", "reports")
_ENTRY_KEYS = ("agency", "report", "level", "vertical")
_PARENT_KEYS = ("agency", "report", "level")
_YEAR = pattern(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A body as listed. `report` is a path as written, None where none is named."""

    agency: str
    at: TextSpan
    report: str | None = None
    report_at: TextSpan | None = None
    level: str | None = None
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A roster as written.

    Paths start from the file's folder. `reports` is a folder in which the reports of those entries are
    looked for that name none; `year` is the year it is about, None where it does not say.
    """

    path: str
    bodies: tuple[Entry, ...]
    parent: Entry | None = None
    complete: bool = False
    year: int | None = None
    reports: str | None = None
    reports_at: TextSpan | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The parent, where there is one, and the bodies."""
        return (*((self.parent,) if self.parent is not None else ()), *self.bodies)


def parse_roster(data: bytes, path: str) -> Listing:
    """Read a roster.

    Args:
        data: Its bytes.
        path: Its name in messages.

    Raises:
        InvalidRoster: it has another shape, an unknown key, or contradicts itself; with its place.
    """
    try:
        root, _ = parse_yaml(decode(data), InvalidRoster)
        return _Reader(path).listing(root)
    except OpennessLintError as error:
        raise InvalidRoster(error.message, path=path, line=error.line, column=error.column) from None


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path

    def listing(self, root: Node) -> Listing:
        if not isinstance(root, Mapping):
            words = Phrase(
                "名单应是“键: 值”：parent、bodies 等", "a roster should be `key: value` pairs: parent, bodies"
            )
            raise complain(InvalidRoster, words, root.span)
        self._refuse_unknown(root, _KEYS)
        parent = root.get("parent")
        listed = root.get("bodies")
        if not isinstance(listed, SequenceNode) or not listed.items:
            words = Phrase(
                "bodies 应列出各机关，如 - {agency: 示例县水利局, report: water.yaml}",
                "`bodies` should list the bodies, as in - {agency: 示例县水利局, report: water.yaml}",
            )
            raise complain(InvalidRoster, words, root.span if listed is None else listed.span)
        above = self._entry(parent, _PARENT_KEYS) if parent is not None else None
        bodies = tuple(self._entry(one, _ENTRY_KEYS) for one in listed.items)
        self._refuse_twins(above, bodies)
        reports = self._word(root.get("reports"), "reports")
        return Listing(
            path=self.path,
            bodies=bodies,
            parent=above,
            complete=self._flag(root.get("complete"), "complete"),
            year=self._year(root.get("year")),
            reports=reports.value if reports is not None else None,
            reports_at=reports.span if reports is not None else None,
        )

    def _entry(self, node: Node, keys: Sequence[str]) -> Entry:
        if not isinstance(node, Mapping):
            words = Phrase(
                "这里应是“键: 值”：agency、report 等", "`key: value` pairs are expected here: agency, report"
            )
            raise complain(InvalidRoster, words, node.span)
        self._refuse_unknown(node, keys)
        agency = self._word(node.get("agency"), "agency")
        if agency is None:
            raise complain(InvalidRoster, Phrase("缺少 agency", "agency is missing"), node.span)
        report, level = self._word(node.get("report"), "report"), self._word(node.get("level"), "level")
        return Entry(
            agency=agency.value.strip(),
            at=agency.span,
            report=report.value if report is not None else None,
            report_at=report.span if report is not None else None,
            level=self._level(level) if level is not None else None,
            vertical=self._flag(node.get("vertical"), "vertical"),
        )

    def _refuse_unknown(self, node: Mapping, keys: Sequence[str]) -> None:
        for key, _ in node:
            if key.value not in keys:
                words = Phrase("不认识的键“{key}”{hint}；可用：{known}", "unknown key '{key}'{hint}; known: {known}")
                known = Phrase("、".join(keys), ", ".join(keys))
                message = words.fill(key=key.value, hint=did_you_mean(key.value, keys), known=known)
                raise complain(InvalidRoster, message, key.span)

    def _refuse_twins(self, parent: Entry | None, bodies: Iterable[Entry]) -> None:
        agencies: dict[str, Entry] = {}
        reports: dict[str, Entry] = {}
        for one in (*((parent,) if parent is not None else ()), *bodies):
            for known, value, at in (
                (agencies, squeezed(one.agency), one.at),
                (reports, posixpath.normpath(one.report) if one.report else None, one.report_at),
            ):
                if value is None or at is None:
                    continue
                if (other := known.get(value)) is not None:
                    raise complain(InvalidRoster, _twice(other, parent, same_report=known is reports), at)
                known[value] = one

    def _word(self, node: Node | None, key: str) -> Scalar | None:
        """The scalar; None where nothing is written."""
        if node is None:
            return None
        if not isinstance(node, Scalar) or (not node.is_null and not node.value.strip()):
            words = Phrase(f"{key} 应是一段文字", f"{key} should be text")
            raise complain(InvalidRoster, words, node.span)
        return None if node.is_null else node

    def _flag(self, node: Node | None, key: str) -> bool:
        if node is None:
            return False
        if not isinstance(node, Scalar) or not node.plain or node.value not in {"true", "false"}:
            words = Phrase(f"{key} 应是 true 或 false", f"{key} should be true or false")
            raise complain(InvalidRoster, words, node.span)
        return node.value == "true"

    def _year(self, node: Node | None) -> int | None:
        scalar = self._word(node, "year")
        if scalar is None:
            return None
        if not _YEAR.fullmatch(scalar.value.strip()):
            words = Phrase("year 应是四位数字，如 2024", "year should be four digits, as in 2024")
            raise complain(InvalidRoster, words, scalar.span)
        return int(scalar.value)

    def _level(self, scalar: Scalar) -> str:
        value = scalar.value.strip()
        for id, words in LEVELS.items():
            if value == id or value in words:
                return id
        message = Phrase(
            "level 不能是“{value}”{hint}；可用：{known}", "level cannot be '{value}'{hint}; use one of: {known}"
        ).fill(value=value, hint=did_you_mean(value, LEVELS), known=Phrase("、".join(LEVELS), ", ".join(LEVELS)))
        raise complain(InvalidRoster, message, scalar.span)


def _twice(other: Entry, parent: Entry | None, *, same_report: bool) -> Phrase:
    line = other.at.line
    if other is parent:
        return Phrase(
            f"上级机关不能列在自己的 bodies 里（见第 {line} 行 parent）",
            f"the parent cannot be one of its own bodies (see parent, line {line})",
        )
    if same_report:
        return Phrase(
            f"这份报告已经写在 {other.agency} 下面（第 {line} 行）",
            f"this report is already that of {other.agency} (line {line})",
        )
    return Phrase(f"{other.agency} 在第 {line} 行已经列过", f"{other.agency} is already listed in line {line}")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a roster."""
    text = {"type": "string", "minLength": 1}
    level = {"enum": [*LEVELS, *(word for words in LEVELS.values() for word in words)]}
    parent = {
        "agency": {**text, "description": "机关全称 / the body's full name"},
        "report": {
            "type": ["string", "null"],
            "minLength": 1,
            "description": "报告文件，以名单所在文件夹为准 / its report; the path starts from this file's folder",
        },
        "level": {**level, "description": "层级 / its level"},
    }
    body = {
        **parent,
        "vertical": {
            "type": "boolean",
            "description": "垂直管理，数字不计入上级 / answers to a higher level; its figures are not the parent's",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "openness-lint roster",
        "type": "object",
        "properties": {
            "parent": _object(parent),
            "bodies": {"type": "array", "minItems": 1, "items": _object(body)},
            "complete": {
                "type": "boolean",
                "description": "所列机关是否为全部，上级等于各机关之和 / whether the parent is the sum of these bodies",
            },
            "year": {"type": "integer", "minimum": 1900, "maximum": 2099, "description": "年度 / the year"},
            "reports": {
                **text,
                "description": "没有写 report 的机关，到这个文件夹里按机关和年度找报告 / a folder in which the reports of "
                "bodies without `report` are found by body and year",
            },
        },
        "required": ["bodies"],
        "additionalProperties": False,
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": ["agency"], "additionalProperties": False}
