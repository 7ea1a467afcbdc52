"""The file of suppressions beside a report that can carry no comments: `report.json.openness-lint.yaml`.

- rules: [T303]
  address: requests.result_total     # without it: the whole report
  until: 2025-12-31                  # may be left out
  reason: 已与台账核对，待更正发布
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from openness_lint.model.diagnostic import Spot
from openness_lint.model.errors import InvalidSuppression, OpennessLintError
from openness_lint.model.form import METADATA, Form
from openness_lint.model.language import Phrase
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.values import dataclass
from openness_lint.suppression.waiver import (
    ADDRESS,
    DATE,
    REASON,
    Below,
    Everywhere,
    Selector,
    Waiver,
    codes_of,
    date_of,
)
from openness_lint.syntax.decode import decode
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Node, Scalar, complain
from openness_lint.syntax.node import Sequence as SequenceNode
from openness_lint.syntax.yaml import parse_yaml

_KEYS = ("rules", "address", "until", "reason")


@dataclass(frozen=True, slots=True)
class SideFile:
    """The suppressions of one file, in the order written."""

    path: str
    waivers: tuple[Waiver, ...]
    lines: tuple[str, ...]

    def refuse_strangers(self, report: Report) -> None:
        """Refuse an address that the report's form does not have.

        Raises:
            InvalidSuppression: with the place in this file, and the nearest address.
        """
        known = set(_addresses(report.form))
        for table in report.form.tables:
            read = report.table(table.id)
            known |= {str(label.address) for label in (read.unlisted if read else ())}
        for scope in (one.scope for one in self.waivers):
            if isinstance(scope, Below) and scope.address not in known:
                words = Phrase("格式里没有地址“{address}”{hint}", "the form has no address '{address}'{hint}")
                message = words.fill(address=scope.address, hint=did_you_mean(scope.address, known))
                raise complain(InvalidSuppression, message, scope.written).at(self.path)


def parse_side_file(data: bytes, path: str, rules: Sequence[Rule]) -> SideFile:
    """Read a file of suppressions.

    Args:
        data: Its bytes.
        path: Its name in messages.
        rules: Every rule there is, also those that are not asked in this run.

    Raises:
        InvalidSuppression: it is no list of suppressions, or names what there is not; with its place.
    """
    try:
        root, lines = parse_yaml(decode(data), InvalidSuppression)
        waivers = tuple(_Reader(rules).waivers(root))
    except OpennessLintError as error:
        raise InvalidSuppression(error.message, path=path, line=error.line, column=error.column) from None
    return SideFile(path, waivers, lines.texts())


def json_schema() -> dict[str, Any]:
    """Of a file of suppressions; a reason is demanded, since without one an entry has no effect."""
    from openness_lint.rulebook.json_schema import DIALECT  # brings pydantic, at a cost

    def text(zh: str, en: str, **more: Any) -> dict[str, Any]:
        return {"type": "string", "description": f"{zh} / {en}", **more}

    rule = text("代码、名称或代码的开头", "a code, a name or the beginning of codes", minLength=1)
    properties = {
        "rules": {"type": "array", "items": rule, "minItems": 1, "description": "豁免哪些规则 / the rules silenced"},
        "address": text(
            "格式中的地址，其下各处都豁免；不写则为整份报告",
            "a place on the form, for all that lies below it; without it, the whole report",
            minLength=1,
        ),
        "until": text("最后一天", "the last day", pattern=f"^{DATE.pattern}$"),
        "reason": text("理由，必须写", "the reason, without which the entry has no effect", pattern=REASON.pattern),
    }
    assert tuple(properties) == _KEYS
    item = {
        "type": "object",
        "properties": properties,
        "required": ["rules", "reason"],
        "additionalProperties": False,
    }
    return {"$schema": DIALECT, "title": "openness-lint suppressions", "type": "array", "items": item}


class _Reader:
    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def waivers(self, root: Node) -> Iterator[Waiver]:
        if not isinstance(root, SequenceNode):
            words = Phrase(
                "豁免文件应是一个列表，每项写 rules、address、until、reason",
                "a file of suppressions is a list; each item has rules, address, until, reason",
            )
            raise complain(InvalidSuppression, words, root.span)
        for item in root.items:
            yield self._waiver(item)

    def _waiver(self, item: Node) -> Waiver:
        if not isinstance(item, Mapping):
            words = Phrase("每项应是“键: 值”：rules、reason 等", "an item should be `key: value` pairs: rules, reason")
            raise complain(InvalidSuppression, words, item.span)
        for key, _ in item:
            if key.value not in _KEYS:
                words = Phrase("不认识的键“{key}”；可用：{known}{hint}", "unknown key '{key}'; known: {known}{hint}")
                known = Phrase("、".join(_KEYS), ", ".join(_KEYS))
                message = words.fill(key=key.value, hint=did_you_mean(key.value, _KEYS), known=known)
                raise complain(InvalidSuppression, message, key.span)
        listed = item.get("rules")
        if not isinstance(listed, SequenceNode) or not listed.items:
            words = Phrase(
                "rules 应列出豁免的规则，如 rules: [T303]", "list the rules to be silenced, as in rules: [T303]"
            )
            raise complain(InvalidSuppression, words, item.span if listed is None else listed.span)
        address, until = self._word(item.get("address")), self._word(item.get("until"))
        reason = self._word(item.get("reason"))
        selectors = tuple(self._selector(node) for node in listed.items)
        return Waiver(
            kind="file",
            spot=Spot(ADDRESS, listed.span, f"[{', '.join(one.word for one in selectors)}]"),
            selectors=selectors,
            scope=Below(address.value.strip(), address.span) if address else Everywhere(),
            reason=reason.value.strip() if reason else "",
            until=self._date(until) if until else None,
            until_spot=Spot(ADDRESS, until.span, until.value) if until else None,
        )

    def _word(self, node: Node | None) -> Scalar | None:
        """The scalar; None where nothing is written."""
        if node is not None and not isinstance(node, Scalar):
            words = Phrase("这里应是一个值，不是列表或映射", "a single value is expected here, not a list or mapping")
            raise complain(InvalidSuppression, words, node.span)
        return None if node is None or node.is_null else node

    def _selector(self, node: Node) -> Selector:
        scalar = self._word(node)
        word = scalar.value.strip() if scalar else ""
        codes = codes_of(word, self.rules)
        if isinstance(codes, Phrase):
            raise complain(InvalidSuppression, codes, node.span)
        return Selector(word, Spot(ADDRESS, node.span, word), codes)

    def _date(self, scalar: Scalar) -> date:
        found = date_of(scalar.value.strip())
        if isinstance(found, Phrase):
            raise complain(InvalidSuppression, found, scalar.span)
        return found


def _addresses(form: Form) -> Iterator[str]:
    """Every address of a form, from whole sections down to cells."""
    yield from METADATA
    yield from form.section
    for table in form.tables:
        yield table.id
        columns = [*table.column, *table.column_group]
        for row in [*table.row, *table.row_group]:
            parts = row.split(".")
            yield from (".".join([table.id, *parts[:i]]) for i in range(1, len(parts) + 1))
            yield from (f"{table.id}.{row}.{column}" for column in columns)
