"""Results as rows of one table: reports, findings, figures and files that could not be read.

One table for all of them, told apart by `record`, so that a corpus is one file and a query needs no join
to know of which body, region and year a finding is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from openness_lint.drawing import contract
from openness_lint.model.diagnostic import Diagnostic, Gap, Violation
from openness_lint.model.language import Language
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Cell
from openness_lint.model.span import TextSpan

Row: TypeAlias = dict[str, str | int | None]

# Column -> its type in SQL. `number` is in the column's own unit (万元 for amounts), exact.
COLUMNS = {
    "record": "VARCHAR",  # report | finding | cell | unread
    "path": "VARCHAR",
    "form": "VARCHAR",
    "agency": "VARCHAR",
    "region": "VARCHAR",
    "year": "INTEGER",
    "judged": "INTEGER",
    "held": "INTEGER",
    "code": "VARCHAR",
    "name": "VARCHAR",
    "kind": "VARCHAR",  # violation | gap | fault
    "severity": "VARCHAR",
    "confidence": "VARCHAR",
    "message": "VARCHAR",
    "suppressed": "VARCHAR",  # the reason
    "fingerprint": "VARCHAR",
    "section": "VARCHAR",
    "address": "VARCHAR",
    "row_id": "VARCHAR",
    "column_id": "VARCHAR",
    "place": "VARCHAR",
    "printed": "VARCHAR",
    "number": "DECIMAL(28,8)",
    "line": "INTEGER",
    "character": "INTEGER",
    "location": "VARCHAR",  # JSON, as in the contract
}
_LARGEST = 10**20  # what DECIMAL(28,8) holds before the point


def rows(results: Iterable[Result], language: Language) -> Iterator[Row]:
    """A row for each report, each of its findings and each figure; columns that say nothing are left out."""
    for result in results:
        if isinstance(result, Unread):
            error = result.error
            message = error.message.say(language)
            yield {
                "record": "unread",
                "path": result.path,
                "message": message,
                "line": error.line,
                "character": error.column,
            }
        else:
            yield from _of_report(result, language)


def _of_report(outcome: Outcome, language: Language) -> Iterator[Row]:
    common: Row = {
        "path": outcome.path,
        "form": outcome.form.id,
        "agency": outcome.agency,
        "region": region(outcome.agency),
        "year": outcome.year,
    }
    if outcome.is_report:
        yield {"record": "report", **common, "judged": outcome.judged, "held": outcome.held}
    for one, fingerprint in outcome.fingerprints():
        yield {"record": "finding", **common, **_finding(one, outcome, language), "fingerprint": fingerprint}
    for cell in outcome.cells.values():
        yield {"record": "cell", **common, **_cell(cell, outcome, language)}


def _finding(one: Diagnostic, outcome: Outcome, language: Language) -> Row:
    suppressed = one.suppressed if isinstance(one, Violation) else None
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        "kind": "violation" if isinstance(one, Violation) else "gap" if isinstance(one, Gap) else "fault",
        "severity": one.severity.value if isinstance(one, Violation) else None,
        "confidence": one.rule.confidence.value,
        "message": one.message.say(language),
        "suppressed": suppressed.reason if suppressed else None,
        **_place(outcome, one.at.address.area),
        "address": str(one.at.address),
        "row_id": one.at.address.row,
        "column_id": one.at.address.column,
        "place": outcome.form.where(one.at.address).say(language),
        "printed": one.at.value,
        **_location(one.at.span),
    }


def _cell(cell: Cell, outcome: Outcome, language: Language) -> Row:
    fits = cell.number is not None and abs(cell.number) < _LARGEST
    return {
        **_place(outcome, cell.address.area),
        "address": str(cell.address),
        "row_id": cell.address.row,
        "column_id": cell.address.column,
        "place": outcome.form.where(cell.address).say(language),
        "printed": cell.printed.text,
        "number": f"{cell.number:f}" if fits else None,
        **_location(cell.printed.span),
    }


def _place(outcome: Outcome, area: str) -> Row:
    section = outcome.form.section_of.get(area) or outcome.form.section.get(area)
    return {"section": section.id if section else None}


def _location(span: object) -> Row:
    import json

    place: Row = {"location": json.dumps(contract.location(span), ensure_ascii=False)}  # type: ignore[arg-type]
    if isinstance(span, TextSpan):
        place |= {"line": span.line, "character": span.column}
    return place


# The place name an agency's name begins with: province, city, county, as far as they are written. What is
# called after a place and is none (城市管理, 社区) ends it.
_REGION = pattern(
    r"(?:国家税务总局)?(?P<region>"
    r"(?:[^省市县区]{2,6}(?:省|自治区|特别行政区))?"
    r"(?:(?!城市|市)[^省市县区州盟旗]{1,10}?(?:市|自治州|地区|盟))?"
    r"(?:(?!城市|城区|市|社区)[^省市县区旗]{1,12}?(?:县|自治县|新区|开发区|区|旗|市(?!场|政|民|容|级)))?"
    r")"
)


def region(agency: str | None) -> str | None:
    """The place a body's name begins with, such as 朝阳市 of 朝阳市科学技术局; None where it names none."""
    found = _REGION.match(agency or "")
    return (found["region"] or None) if found else None
