"""Results as rows of one table: reports, findings, figures and files that could not be read.

One table for all of them, told apart by `record`, so that a corpus is one file and a query needs no join
to know of which body, region and year a finding is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from openness_lint.drawing import contract
from openness_lint.drawing.tables import COLUMNS
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Diagnostic, Gap, Violation
from openness_lint.model.form import Form
from openness_lint.model.language import Language
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Cell
from openness_lint.model.span import Span, TextSpan

_LARGEST = 10**20  # what DECIMAL(28,8) holds before the point
_NAMES = [*COLUMNS]
# What a report says of itself, a rule of a finding, and the form of a place; figures stand behind these.
_COMMON = _NAMES[_NAMES.index("path") : _NAMES.index("judged")]
_FINDING = _NAMES[_NAMES.index("code") : _NAMES.index("section")]
_PLACE = _NAMES[_NAMES.index("section") : _NAMES.index("printed")]


def rows(results: Iterable[Result], language: Language) -> Iterator[str]:
    """A row for each report, each of its findings and each figure, as a line of CSV in the order of `COLUMNS`.

    Texts are in quotes, and nothing stands for null: what is empty and what does not apply differ.
    """
    places: dict[tuple[str, Address], str] = {}  # what the form says of a place is the same in every report
    for result in results:
        if isinstance(result, Unread):
            error = result.error
            yield _row(
                record="unread",
                path=result.path,
                message=error.message.say(language),
                line=error.line,
                character=error.column,
            )
        else:
            yield from _of_report(result, language, places)


def _row(**said: str | int | None) -> str:
    return _line(said.get(name) for name in _NAMES) + "\n"


def _line(values: Iterable[str | int | None]) -> str:
    return ",".join("" if one is None else _quoted(one) if isinstance(one, str) else str(one) for one in values)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _of_report(outcome: Outcome, language: Language, places: dict[tuple[str, Address], str]) -> Iterator[str]:
    agency = outcome.agency
    said = {"path": outcome.path, "form": outcome.form.id, "agency": agency, "region": region(agency)}
    common = _line([*said.values(), outcome.year])
    if outcome.is_report:
        rest = "," * len(_NAMES[_NAMES.index("code") :])
        yield f'"report",{common},{outcome.judged},{outcome.held}{rest}\n'
    for one, fingerprint in outcome.fingerprints():
        place = _place(outcome.form, one.at.address, language)
        figure = f"{_line([one.at.value])},,{_located(one.at.span)}"
        yield f'"finding",{common},,,{_finding(one, fingerprint, language)},{place},{figure}\n'
    before = f'"cell",{common},,,{"," * len(_FINDING)}'
    form = outcome.form.id
    for address, cell in outcome.cells.items():
        key = form, address
        if (known := places.get(key)) is None:
            known = places[key] = _place(outcome.form, address, language)
        yield f"{before}{known},{_figure(cell)},{_located(cell.printed.span)}\n"


def _finding(one: Diagnostic, fingerprint: str, language: Language) -> str:
    rule = one.rule
    suppressed = one.suppressed if isinstance(one, Violation) else None
    return _line(
        [
            rule.code,
            rule.name,
            rule.title.say(language),
            "violation" if isinstance(one, Violation) else "gap" if isinstance(one, Gap) else "fault",
            one.severity.value if isinstance(one, Violation) else None,
            rule.confidence.value,
            one.message.say(language),
            suppressed.reason if suppressed else None,
            fingerprint,
        ]
    )


def _place(form: Form, address: Address, language: Language) -> str:
    section = form.section_of.get(address.area) or form.section.get(address.area)
    table = form.table.get(address.area)
    column = table.column.get(address.column or "") if table else None
    return _line(
        [
            section.id if section else None,
            str(address),
            address.row,
            address.column,
            form.where(address).say(language),
            column.unit if column else None,
        ]
    )


def _figure(cell: Cell) -> str:
    """What is printed, and its number where it gives one that the column holds."""
    number = cell.number
    said = "" if number is None or abs(number) >= _LARGEST else f"{number:f}"
    return f"{_quoted(cell.printed.text)},{said}"


def _located(span: Span) -> str:
    """Line, character and the place as the contract has it; what most spans are is written without asking."""
    if isinstance(span, TextSpan):
        line, column, end_line, end_column = span
        return (
            f'{line},{column},"{{""kind"": ""text"", ""line"": {line}, ""column"": {column}, '
            f'""end_line"": {end_line}, ""end_column"": {end_column}}}"'
        )
    return ",," + _quoted(json.dumps(contract.location(span), ensure_ascii=False))


# The place name an agency's name begins with: province, city, county, as far as they are written. What is
# called after a place and is none (城市管理, 社区) ends it, and so does an office (生态环境局某某区分局).
_REGION = pattern(
    r"(?:国家税务总局)?(?P<region>"
    r"(?:[^省市县区局厅委]{2,6}(?:省|自治区|特别行政区))?"
    r"(?:(?!城市|市)[^省市县区盟旗局厅委]{1,10}?(?:市|自治州|地区|盟))?"
    # Districts whose own names begin like something else.
    r"(?:(?<=市)市[中南北]区|(?<=晋城市|阳泉市|汕尾市|长治市|大同市)城区"
    r"|(?!城市|城区|市|[社小校片辖特]区)[^省市县区旗局厅委]{1,12}?(?:县|自治县|新区|开发区|区|旗|市(?!场|政|民|容|级)))?"
    r")"
)
_ANY_PLACE = pattern(
    r"自治区|地区|(?:经济|技术|高新|产业|工业|科技|旅游|度假|新|开发|园|郊|矿|林|库|景|风景|保税|经开)+区"
)


def region(agency: str | None) -> str | None:
    """The place a body's name begins with, such as 朝阳市 of 朝阳市科学技术局; None where it names none."""
    found = _REGION.match("".join((agency or "").split()))
    said = found["region"] if found else ""
    return said if said and not _ANY_PLACE.fullmatch(said) else None
