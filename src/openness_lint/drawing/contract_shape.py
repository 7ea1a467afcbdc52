"""The JSON Schema of what the JSON formats write: one object of a run, or the lines of `jsonl`.

It allows further keys, which later versions may bring; none that it has goes away within version 1.
"""

from __future__ import annotations

from enum import Enum

from openness_lint.drawing.contract import VERSION, Json
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.repair import Certainty
from openness_lint.model.rule import Confidence, Severity
from openness_lint.model.slip import Slip

TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
ORDINAL: Json = {"type": "integer", "minimum": 1}
ADDRESS: Json = {
    "type": "string",
    "description": "格式编号组成的地址 / form ids, as in requests.received.total",
}


def json_schema() -> Json:
    """Of a run and of a line; a line is a report, a file that could not be read, or the end of the run."""
    from openness_lint.rulebook.json_schema import DIALECT  # brings pydantic, at a cost

    unread = {"line": _or_null(ORDINAL), "column": _or_null(ORDINAL), "message": TEXT}
    ending: Json = {"schema_version": {"const": VERSION}, "tool": _object({"name": TEXT, "version": TEXT})}
    return {
        "$schema": DIALECT,
        "title": f"openness-lint results, version {VERSION}",
        "oneOf": [_ref(one) for one in ("run", "file", "unread_line", "last_line")],
        "$defs": {
            "run": _object(
                {
                    **ending,
                    "files": _list(_ref("file")),
                    "errors": _list(_object({"path": TEXT, **unread})),
                    "summary": _ref("summary"),
                    "roster": _ref("roster"),
                },
                optional=("roster",),
            ),
            "unread_line": _object({"path": TEXT, "error": _object(unread)}),
            "last_line": _object({"summary": _ref("summary"), **ending, "files": False}, optional=("files",)),
            "file": _object(
                {
                    "path": TEXT,
                    "form": TEXT,
                    "agency": _or_null(TEXT),
                    "year": _or_null({"type": "integer"}),
                    "judged": COUNT,
                    "held": COUNT,
                    "diagnostics": _list(_ref("diagnostic")),
                }
            ),
            "diagnostic": _diagnostic(),
            "location": {"oneOf": _locations()},
            "fix": _fix(),
            "repair": _repair(),
            "diagnosis": _diagnosis(),
            "summary": _object(
                dict.fromkeys(
                    (
                        "files",
                        "error",
                        "warning",
                        "info",
                        "gap",
                        "fault",
                        "suppressed",
                        "judged",
                        "held",
                        "unread",
                    ),
                    COUNT,
                )
            ),
            "roster": _roster(),
        },
    }


def _diagnostic() -> Json:
    related = {"path": TEXT, "address": ADDRESS, "value": TEXT, "location": _ref("location")}
    kinds = ("comment", "file", "baseline")
    return _object(
        {
            "code": TEXT,
            "name": TEXT,
            "kind": {"enum": ["violation", "gap", "fault"]},
            "severity": _said(
                {"enum": [*_values(Severity), None]}, "只有 violation 才有", "null for a gap and for a fault"
            ),
            "confidence": {"enum": _values(Confidence)},
            "message": TEXT,
            "data": {"type": "object", "additionalProperties": TEXT},
            "address": ADDRESS,
            "where": TEXT,
            "location": _ref("location"),
            "related": _list(_object(related)),
            "fixes": _list(_ref("fix")),
            "repairs": _said(
                _list(_ref("repair")), "可能的改法，最可能的在前", "readings of what would mend it, likeliest first"
            ),
            "cause": _said(
                _or_null(TEXT), "同一原因的各项发现，这个值相同", "the same for every finding of one cause in a file"
            ),
            "diagnosis": {"oneOf": [_ref("diagnosis"), {"type": "null"}]},
            "suppressed": {"oneOf": [_object({"kind": {"enum": [*kinds]}, "reason": TEXT}), {"type": "null"}]},
            "fingerprint": TEXT,
        }
    )


def _locations() -> list[Json]:
    """Counts are 1-based, the ends of text exclusive, boxes in points."""
    kinds: dict[str, Json] = {
        "text": dict.fromkeys(("line", "column", "end_line", "end_column"), ORDINAL),
        "cell": dict.fromkeys(("table", "row", "cell"), ORDINAL),
        "paragraph": dict.fromkeys(("paragraph", "start", "end"), ORDINAL),
        "sheet": {"sheet": TEXT, "cell": TEXT},
        "page": {
            "page": ORDINAL,
            "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        },
    }
    return [_object({"kind": {"const": kind}, **parts}) for kind, parts in kinds.items()]


def _fix() -> Json:
    edit = _object({"location": _ref("location"), "replacement": TEXT})
    return _object({"applicability": {"enum": _values(Applicability)}, "message": TEXT, "edits": _list(edit)})


def _repair() -> Json:
    cell = {"address": ADDRESS, "from": TEXT, "to": TEXT, "where": TEXT, "location": _ref("location")}
    slip = {"enum": _values(Slip)}
    return _object(
        {
            "verdict": _verdict(),
            "cells": _said(_list(_object(cell)), "一起改的数字", "the figures that change together"),
            "cause": _said(TEXT, "各种笔误，以 + 相连", "the kinds of slips, joined by +"),
            "probability": {"type": "number", "minimum": 0, "maximum": 1},
            "slips": _said(
                _list(_object({"slip": slip, "cells": _list(ADDRESS)})),
                "每个笔误改了哪些数字",
                "each slip with the figures that it changed",
            ),
            "close": _said(
                {"enum": [*_values(Slip), None]}, "差不多同样可能的另一种笔误", "another slip that is about as likely"
            ),
            "unless": _said(
                _list(ADDRESS),
                "如果这个数字没有错，错的就是这些合计",
                "the totals that are wrong instead, if the figure is right",
            ),
            "message": TEXT,
        }
    )


def _diagnosis() -> Json:
    return _object(
        {
            "verdict": _verdict(),
            "equations": _said(COUNT, "改后成立的等式个数", "how many equations the cause breaks"),
            "common": _said(_list(ADDRESS), "无论哪种改法都要改的数字", "figures that change in every reading"),
            "more": _said(COUNT, "另有几种改法没有列出", "readings that come near and are not listed"),
            "least": _said(
                _or_null(COUNT),
                "没有找到小的改动时，至少要改几格",
                "where no small repair was found, how many figures would have to change at least",
            ),
            "complete": _said({"type": "boolean"}, "false：查到限定的次数为止", "false: the search met its bound"),
            "restated": _said(
                {"type": "boolean"},
                "也可能是对照的报告后来更正过",
                "the report that this one is held against may be what differs",
            ),
            "notes": _said(_list(TEXT), "文字输出中的说法，一行一句", "what the text format tells of it, a line each"),
        }
    )


def _roster() -> Json:
    standing = _object(
        {
            "agency": TEXT,
            "level": _or_null(TEXT),
            "path": _or_null(TEXT),
            "missing": _or_null(TEXT),
            **dict.fromkeys(("error", "warning", "info", "gap"), _or_null(COUNT)),
            "alike": _list(TEXT),
        }
    )
    return _object(
        {
            "path": TEXT,
            "year": _or_null({"type": "integer"}),
            "parent": {"oneOf": [standing, {"type": "null"}]},
            "bodies": _list(standing),
            "summary": _object(dict.fromkeys(("bodies", "missing", "with_errors", "alike"), COUNT)),
        }
    )


def _verdict() -> Json:
    return _said({"enum": _values(Certainty)}, "确定、很可能、可能、没有找到", "how sure it is")


def _object(properties: Json, *, optional: tuple[str, ...] = ()) -> Json:
    required = [one for one in properties if one not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _or_null(shape: Json) -> Json:
    return {**shape, "type": [shape["type"], "null"]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _said(shape: Json, zh: str, en: str) -> Json:
    return {**shape, "description": f"{zh} / {en}"}


def _values(kinds: type[Enum]) -> list[str]:
    return [one.value for one in kinds]
