"""The baseline: findings known when the tool was taken up, one line each, so that only new ones count.

A line is keyed by rule, agency, year, address and the printed values, never by line numbers or counts:
moving a row changes nothing, and a finding that is repaired does not make room for another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any

from openness_lint.engine import in_reading_order
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Diagnostic, Spot, Suppression, Violation, handed_on
from openness_lint.model.errors import InvalidBaseline, OpennessLintError
from openness_lint.model.form import Form
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, printed_values
from openness_lint.model.pattern import pattern
from openness_lint.model.rule import Rule
from openness_lint.model.span import TextSpan
from openness_lint.model.values import NamedTuple, dataclass, replace
from openness_lint.suppression.settle import refused, violations
from openness_lint.syntax.json import parse_json
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping as MappingNode
from openness_lint.syntax.node import Node, Scalar
from openness_lint.syntax.node import Sequence as SequenceNode

# Where a baseline stands unless told otherwise.
NAME = ".openness-lint-baseline.jsonl"

# The "form" of a baseline, whose findings are about its own lines.
FORM = Form("baseline", Phrase("基线", "baseline"), "", (), ())
ADDRESS = Address("baseline")

# The first line of a baseline.
HEADER = '{"format": "openness-lint baseline", "version": 1}'
_KEYS = ("code", "agency", "year", "address", "values", "nth", "message", "reason")
_REQUIRED = ("code", "agency", "year", "address", "values", "message")
_CONFLICT = pattern(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
# What some reader or terminal acts on or does not show: written as an escape, so that lines stay lines.
_HIDDEN = pattern("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]")


class Key(NamedTuple):
    """What makes a finding the same one in the next run.

    `nth` counts from 1 the findings of one report that agree in all else.
    """

    agency: str | None
    year: int | None
    code: str
    address: str
    values: tuple[str, ...]
    nth: int

    @property
    def order(self) -> tuple[object, ...]:
        return (self.agency or "", self.year or 0, *self[2:])


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the finding's key, what was said of it then, and why it is let stand if somebody wrote that."""

    key: Key
    message: str
    reason: str = ""
    line: int = 0  # 1-based; 0 for one that is not written yet

    def written(self) -> str:
        agency, year, code, address, values, nth = self.key
        known: dict[str, Any] = {"code": code, "agency": agency, "year": year, "address": address}
        known["values"] = list(values)
        if nth > 1:
            known["nth"] = nth
        known["message"] = self.message
        if self.reason:
            known["reason"] = self.reason
        return _dumped(known)


@dataclass(frozen=True)
class Baseline:
    """A baseline as read from its file."""

    path: str
    entries: tuple[Entry, ...]
    lines: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> dict[Key, Entry]:
        return {one.key: one for one in self.entries}

    @cached_property
    def by_report(self) -> dict[tuple[str | None, int | None], list[Entry]]:
        found: dict[tuple[str | None, int | None], list[Entry]] = {}
        for one in self.entries:
            found.setdefault((one.key.agency, one.key.year), []).append(one)
        return found

    def silence(self, outcome: Outcome, mandatory: Collection[str] = ()) -> Outcome:
        """The outcome with the findings that stand in the baseline suppressed, but those of mandatory rules."""
        if (outcome.agency, outcome.year) not in self.by_report:
            return outcome
        marked: dict[int, Violation] = {}
        for number, one, key in keyed(outcome):
            entry = self.by_key.get(key)
            if entry is not None and one.suppressed is None and one.rule.code not in mandatory:
                marked[number] = replace(one, suppressed=Suppression("baseline", entry.reason))
        if not marked:
            return outcome
        diagnostics = handed_on(marked.get(number, one) for number, one in enumerate(outcome.diagnostics))
        return replace(outcome, diagnostics=diagnostics)


def keyed(outcome: Outcome) -> Iterator[tuple[int, Violation, Key]]:
    """Each violation of an outcome, suppressed or not, with its number among the diagnostics and its key."""
    seen: dict[Key, int] = {}
    for number, one in enumerate(outcome.diagnostics):
        if not isinstance(one, Violation):
            continue
        key = Key(outcome.agency, outcome.year, one.rule.code, str(one.at.address), printed_values(one), 1)
        seen[key] = seen.get(key, 0) + 1
        yield number, one, key._replace(nth=seen[key])


def entries_of(outcome: Outcome, language: Language, mandatory: Collection[str] = ()) -> Iterator[Entry]:
    """A line for each finding that counts and that a baseline may silence."""
    for _, one, key in keyed(outcome):
        if one.suppressed is None and one.rule.code not in mandatory:
            yield Entry(key, one.message.say(language))


class Standing(Enum):
    """What a run says of an entry."""

    UNASKED = "unasked"  # no report of its agency and year was judged by its rule, or it could not be told
    FOUND = "found"
    GONE = "gone"


class Ledger:
    """What a run over many reports says of each entry of a baseline, filled as the outcomes pass by."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._told: dict[Key, set[Standing]] = {}

    def note(self, outcome: Outcome, asked: Collection[str]) -> None:
        """Take down what an outcome tells.

        Args:
            outcome: Of a report, or of a file beside one.
            asked: The codes of the rules that were asked.
        """
        entries = self._baseline.by_report.get((outcome.agency, outcome.year), ())
        if not entries:
            return
        found = {key for _, _, key in keyed(outcome)}
        faults = {one.rule.code for one in outcome.faults}
        gaps = {(one.rule.code, str(one.at.address)) for one in outcome.gaps}
        for key in (one.key for one in entries):
            is_open = key.code not in asked or key.code in faults or (key.code, key.address) in gaps
            if key in found:
                self._told.setdefault(key, set()).add(Standing.FOUND)
            elif outcome.is_report:
                self._told.setdefault(key, set()).add(Standing.UNASKED if is_open else Standing.GONE)

    def standing(self, entry: Entry) -> Standing:
        """Of several reports of one agency and year, one in which the finding is there, or not judged, decides."""
        told = self._told.get(entry.key, {Standing.UNASKED})
        return next(one for one in (Standing.FOUND, Standing.UNASKED, Standing.GONE) if one in told)

    def outcome(self, stale: Rule | None, refusing: Rule | None, mandatory: Collection[str] = ()) -> Outcome | None:
        """What is wrong with the baseline itself, as the outcome of its file; None where nothing is.

        Args:
            stale: The rule under which entries are reported that are no longer found; None: not asked.
            refusing: The same for entries of mandatory rules, which silence nothing.
            mandatory: The codes of these rules.
        """
        standings = [(one, self.standing(one)) for one in self._baseline.entries]
        gone = [_stale(one, self._spot(one)) for one, standing in standings if standing is Standing.GONE]
        vain = [
            refused(self._spot(one), [one.key.code])
            for one, standing in standings
            if standing is Standing.FOUND and one.key.code in mandatory
        ]
        found: list[Diagnostic] = [*violations(stale, gone), *violations(refusing, vain)]
        if not found:
            return None
        return Outcome(
            path=self._baseline.path,
            form=FORM,
            agency=None,
            year=None,
            judged=0,
            held=0,
            diagnostics=tuple(in_reading_order(found)),
            lines=self._baseline.lines,
            is_report=False,
        )

    def _spot(self, entry: Entry) -> Spot:
        line = self._baseline.lines[entry.line - 1]
        return Spot(ADDRESS, TextSpan(entry.line, 1, entry.line, len(line) + 1), line)


def _stale(entry: Entry, at: Spot) -> Broken:
    agency, year, code, address, *_ = entry.key
    message = Phrase(
        "{agency} {year} 年度的报告里已没有这个问题：{code}（{address}）",
        "no longer found in the {year} report of {agency}: {code} at {address}",
    ).fill(
        agency=agency or Phrase("未写明机关", "an unnamed agency"),
        year=year or Phrase("未写明", "undated"),
        code=code,
        address=address,
    )
    note = Phrase(
        "用 openness-lint baseline prune 从基线里删去", "openness-lint baseline prune takes it out of the baseline"
    )
    return Broken(at, message, notes=(note,))


def updated(baseline: Baseline, found: Mapping[Key, Entry], ledger: Ledger) -> tuple[Entry, ...]:
    """What a baseline becomes: the findings there are now, and the entries of which this run says nothing.

    A finding that was in it keeps its line, and with it its reason.
    """
    kept = {one.key: one for one in baseline.entries if ledger.standing(one) is Standing.UNASKED}
    return tuple((kept | {key: baseline.by_key.get(key, new) for key, new in found.items()}).values())


def pruned(baseline: Baseline, ledger: Ledger) -> tuple[Entry, ...]:
    """The entries but those that are no longer found."""
    return tuple(one for one in baseline.entries if ledger.standing(one) is not Standing.GONE)


def written(entries: Iterable[Entry]) -> str:
    """The file: a line that says what it is, then the entries in order."""
    lines = [one.written() for one in sorted(entries, key=lambda one: one.key.order)]
    return "".join(f"{line}\n" for line in [HEADER, *lines])


def _dumped(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def parse_baseline(data: bytes, path: str, rules: Sequence[Rule]) -> Baseline:
    """Read a baseline.

    Args:
        data: The file's bytes.
        path: Its name in messages.
        rules: Every rule there is, also those that are not asked in this run.

    Raises:
        InvalidBaseline: it is no baseline, a line cannot be understood or stands twice, or names a rule
            that there is not; with its place.
    """
    try:
        return _Reader(path, rules).read(data)
    except OpennessLintError as error:
        raise InvalidBaseline(error.message, path=path, line=error.line, column=error.column) from None


def json_schema() -> dict[str, Any]:
    """Of one line of a baseline: the first says what the file is, each other is a finding."""
    from openness_lint.rulebook.json_schema import DIALECT  # brings pydantic, at a cost

    text, either = {"type": "string"}, ["string", "null"]
    shapes: dict[str, dict[str, Any]] = {
        "code": text,
        "agency": {"type": either},
        "year": {"type": ["integer", "null"]},
        "address": text,
        "values": {"type": "array", "items": text},
        "nth": {"type": "integer", "minimum": 2},
        "message": text,
        "reason": text,
    }
    entry = {
        "type": "object",
        "properties": {key: {**shapes[key], "description": f"{_WANTED[key].zh} / {_WANTED[key].en}"} for key in _KEYS},
        "required": [*_REQUIRED],
        "additionalProperties": False,
    }
    title = "openness-lint baseline, a line"
    return {"$schema": DIALECT, "title": title, "oneOf": [{"const": json.loads(HEADER)}, entry]}


class _Reader:
    def __init__(self, path: str, rules: Sequence[Rule]) -> None:
        self.path = path
        self.codes = {rule.code for rule in rules}
        self.names = [name for rule in rules for name in (rule.code, rule.name)]

    def read(self, data: bytes) -> Baseline:
        lines = tuple(line.removesuffix("\r") for line in _text(data).split("\n"))
        _refuse_other_files(lines[0])
        entries: dict[Key, Entry] = {}
        for number, line in enumerate(lines[1:], 2):
            if not line.strip():
                continue
            entry = self._entry(line, number)
            if (first := entries.get(entry.key)) is not None:
                words = Phrase(
                    f"与第 {first.line} 行是同一个问题，写了两次；删去其一",
                    f"the same finding as on line {first.line}; remove one of the two",
                )
                raise InvalidBaseline(words, line=number, column=1)
            entries[entry.key] = entry
        return Baseline(self.path, tuple(entries.values()), lines)

    def _entry(self, line: str, number: int) -> Entry:
        known = _loaded(line)
        if known is None or known["code"] not in self.codes:
            raise _complaint(line, number, self.codes, self.names)
        key = Key(
            known["agency"],
            known["year"],
            known["code"],
            known["address"],
            tuple(known["values"]),
            known.get("nth", 1),
        )
        return Entry(key, known["message"], known.get("reason", ""), number)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = Phrase("基线文件应是 UTF-8 文本", "a baseline is UTF-8 text")
        raise InvalidBaseline(words, line=line, column=1) from None


def _refuse_other_files(first: str) -> None:
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        header = None
    wanted = json.loads(HEADER)
    if header == wanted:
        return
    if isinstance(header, dict) and header.get("format") == wanted["format"]:
        words = Phrase("这个版本只认第 1 版基线", "this version of the program reads baselines of version 1 only")
    else:
        words = Phrase(
            "不是基线文件：第一行应是 {header}（用 openness-lint baseline create 生成）",
            "this is no baseline: its first line should be {header} (openness-lint baseline create makes one)",
        ).fill(header=HEADER)
    raise InvalidBaseline(words, line=1, column=1)


def _loaded(line: str) -> dict[str, Any] | None:
    """The line as an object, if nothing at all is wrong with its shape."""
    try:
        pairs = json.loads(line, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return None
    if not (isinstance(pairs, list) and all(isinstance(one, tuple) for one in pairs)):
        return None
    known = dict(pairs)
    if len(known) != len(pairs) or not set(_REQUIRED) <= known.keys() <= set(_KEYS):
        return None
    return known if all(_SHAPES[key](value) for key, value in known.items()) else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "code": _is_text,
    "agency": lambda value: value is None or _is_text(value),
    "year": lambda value: value is None or type(value) is int,
    "address": _is_text,
    "values": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "nth": lambda value: type(value) is int and value > 1,
    "message": _is_text,
    "reason": _is_text,
}
_WANTED = {
    "code": Phrase("规则代码", "a rule's code"),
    "agency": Phrase("机关名称或 null", "a name or null"),
    "year": Phrase("年度或 null", "a year or null"),
    "address": Phrase("地址", "an address"),
    "values": Phrase("一列文字", "a list of texts"),
    "nth": Phrase("大于 1 的整数", "a whole number above 1"),
    "message": Phrase("文字", "text"),
    "reason": Phrase("文字", "text"),
}


def _complaint(line: str, number: int, codes: Collection[str], names: Sequence[str]) -> InvalidBaseline:
    """What is wrong with a line, and where in it."""
    if _CONFLICT.match(line):
        words = Phrase(
            "合并冲突还没有解决；两边的行都留下即可，再运行 openness-lint baseline update",
            "an unresolved merge conflict; keep the lines of both sides, then run openness-lint baseline update",
        )
        return InvalidBaseline(words, line=number, column=1)
    try:
        root, _ = parse_json(line, InvalidBaseline)
    except InvalidBaseline as error:
        return InvalidBaseline(error.message, line=number, column=error.column)
    message, node = _fault(root, codes, names)
    return InvalidBaseline(message, line=number, column=node.span.column)


def _fault(root: Node, codes: Collection[str], names: Sequence[str]) -> tuple[Phrase, Node]:
    if not isinstance(root, MappingNode):
        return Phrase("每行应是一个 JSON 对象", "each line should be a JSON object"), root
    for key, value in root:
        if key.value not in _KEYS:
            words = Phrase("不认识的键“{key}”；可用：{known}{hint}", "unknown key '{key}'; known: {known}{hint}")
            known = Phrase("、".join(_KEYS), ", ".join(_KEYS))
            return words.fill(key=key.value, hint=did_you_mean(key.value, _KEYS), known=known), key
        if not _SHAPES[key.value](_data(value)):
            words = Phrase("{key} 应是{wanted}", "{key} should be {wanted}")
            return words.fill(key=key.value, wanted=_WANTED[key.value]), value
        if key.value == "code" and isinstance(value, Scalar) and value.value not in codes:
            words = Phrase("没有规则“{code}”{hint}", "there is no rule '{code}'{hint}")
            return words.fill(code=value.value, hint=did_you_mean(value.value, names)), value
    missing = [key for key in _REQUIRED if root.get(key) is None]
    return Phrase(f"缺少 {'、'.join(missing)}", f"missing: {', '.join(missing)}"), root


def _data(node: Node) -> Any:
    match node:
        case SequenceNode(items=items):
            return [_data(item) for item in items]
        case Scalar(plain=True):
            return json.loads(node.value)
        case Scalar():
            return node.value
        case _:
            return {}
