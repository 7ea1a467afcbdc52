"""The JSON contract, version 1: results as plain values, and as text that any terminal survives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from openness_lint.drawing.plain import HIDDEN
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Diagnostic, Fault, Fix, Gap, Spot, Violation
from openness_lint.model.language import Language
from openness_lint.model.outcome import Outcome, Tally, Unread
from openness_lint.model.overview import Overview, Standing
from openness_lint.model.pattern import pattern
from openness_lint.model.span import CellSpan, PageSpan, ParagraphSpan, SheetSpan, Span, TextSpan

VERSION = 1

Json: TypeAlias = dict[str, Any]

# JSON itself escapes the control codes below U+0020; a newline between its lines is ours.
_HIDDEN = pattern(f"[{HIDDEN}]".replace("\x00-\x1f", ""))


def dump(value: Json, *, indent: int | None = 2) -> str:
    """The value as JSON text: Chinese as itself, every character that is hidden or acts as an escape.

    Without indent it is one line with no blanks between its parts.
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _HIDDEN.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]


def tool(version: str) -> Json:
    return {"name": "openness-lint", "version": version}


def file(outcome: Outcome, language: Language) -> Json:
    return {
        "path": outcome.path,
        "form": outcome.form.id,
        "agency": outcome.agency,
        "year": outcome.year,
        "judged": outcome.judged,
        "held": outcome.held,
        "diagnostics": [
            _diagnostic(one, fingerprint, outcome, language) for one, fingerprint in outcome.fingerprints()
        ],
    }


def unread(result: Unread, language: Language) -> Json:
    """A file that could not be judged; line and column are null where they are not known."""
    error = result.error
    return {
        "path": result.path,
        "line": error.line,
        "column": error.column,
        "message": error.message.say(language),
    }


def summary(tally: Tally) -> dict[str, int]:
    return {
        "files": tally.files,
        "error": tally.error,
        "warning": tally.warning,
        "info": tally.info,
        "gap": tally.gap,
        "fault": tally.fault,
        "suppressed": tally.suppressed,
        "judged": tally.judged,
        "held": tally.held,
        "unread": tally.unread,
    }


def roster(overview: Overview, language: Language) -> Json:
    """The roster at a glance; counts are null where a report was not checked in this run."""
    return {
        "path": overview.path,
        "year": overview.year,
        "parent": _standing(overview.parent, language) if overview.parent is not None else None,
        "bodies": [_standing(one, language) for one in overview.bodies],
        "summary": {
            "bodies": len(overview.bodies),
            "missing": overview.missing,
            "with_errors": overview.red,
            "alike": overview.alike,
        },
    }


def _standing(one: Standing, language: Language) -> Json:
    return {
        "agency": one.agency,
        "level": one.level,
        "path": one.path,
        "missing": one.why.say(language) if one.why is not None else None,
        "error": one.error,
        "warning": one.warning,
        "info": one.info,
        "gap": one.gap,
        "alike": list(one.alike),
    }


def location(span: Span) -> Json:
    """A span; counts are 1-based, the ends of text exclusive, boxes in points."""
    match span:
        case TextSpan(line, column, end_line, end_column):
            return {
                "kind": "text",
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
            }
        case CellSpan(table, row, cell):
            return {"kind": "cell", "table": table, "row": row, "cell": cell}
        case ParagraphSpan(paragraph, start, end):
            return {"kind": "paragraph", "paragraph": paragraph, "start": start, "end": end}
        case SheetSpan(sheet, cell):
            return {"kind": "sheet", "sheet": sheet, "cell": cell}
        case PageSpan(page, box):
            return {"kind": "page", "page": page, "box": list(box)}


def _diagnostic(one: Diagnostic, fingerprint: str, outcome: Outcome, language: Language) -> Json:
    broken = one.broken if isinstance(one, Violation) else None
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        "kind": _KINDS[type(one)],
        "severity": one.severity.value if isinstance(one, Violation) else None,
        "confidence": one.rule.confidence.value,
        "message": one.message.say(language),
        "data": dict(broken.data) if broken else {},
        "address": str(one.at.address),
        "where": outcome.form.where(one.at.address).say(language),
        "location": location(one.at.span),
        "related": [_related(spot, outcome.path) for spot in broken.related] if broken else [],
        "fixes": [_fix(fix, language) for fix in broken.fixes] if broken else [],
        "repairs": _repairs(one, outcome, language),
        "cause": one.diagnosis.key if isinstance(one, Violation) and one.diagnosis else None,
        "diagnosis": _diagnosis(one, language),
        "suppressed": _suppressed(one),
        "fingerprint": fingerprint,
    }


def _repairs(one: Diagnostic, outcome: Outcome, language: Language) -> list[Json]:
    """The readings of what would mend it, likeliest first."""
    if not isinstance(one, Violation) or one.diagnosis is None:
        return []
    return [
        {
            "verdict": one.diagnosis.certainty.value,
            "cells": [
                {
                    "address": str(change.address),
                    "from": change.printed,
                    "to": change.meant,
                    "where": outcome.form.where(change.address).say(language),
                    "location": location(change.span),
                }
                for change in repair.changes
            ],
            "cause": "+".join(slip.value for slip in repair.slips),
            "probability": repair.probability,
            "slips": [{"slip": step.slip.value, "cells": _addresses(step.figures)} for step in repair.steps],
            "close": repair.close.value if repair.close is not None else None,
            "unless": _addresses(repair.unless),
            "message": repair.said.say(language),
        }
        for repair in one.diagnosis.repairs
    ]


def _diagnosis(one: Diagnostic, language: Language) -> Json | None:
    """What is said of the cause as a whole; the same for every finding of one cause."""
    if not isinstance(one, Violation) or one.diagnosis is None:
        return None
    cause = one.diagnosis
    return {
        "verdict": cause.certainty.value,
        "equations": cause.equations,
        "common": _addresses(cause.common),
        "more": cause.more,
        "least": cause.least if not cause.repairs else None,
        "complete": cause.complete,
        "restated": cause.restated,
        "notes": [note.say(language) for note in cause.notes],
    }


def _addresses(addresses: Iterable[Address]) -> list[str]:
    return [str(one) for one in addresses]


def _suppressed(one: Diagnostic) -> Json | None:
    """On whose word a finding is let stand, or None."""
    if not isinstance(one, Violation) or one.suppressed is None:
        return None
    return {"kind": one.suppressed.kind, "reason": one.suppressed.reason}


_KINDS: dict[type[Diagnostic], str] = {Violation: "violation", Gap: "gap", Fault: "fault"}


def _related(spot: Spot, path: str) -> Json:
    """A further place; `path` is that of another report where it stands in one."""
    return {
        "path": spot.path or path,
        "address": str(spot.address),
        "value": spot.value,
        "location": location(spot.span),
    }


def _fix(fix: Fix, language: Language) -> Json:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message.say(language),
        "edits": [{"location": location(edit.span), "replacement": edit.replacement} for edit in fix.edits],
    }
