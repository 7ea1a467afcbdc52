"""`check: title_year`: the year in the title is the report's year."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict, held
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT

_YEAR = pattern(r"[0-9〇○零一二三四五六七八九]{4}(?=\s{0,3}年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT


class TitleYear:
    """The four digits before 年, in whatever digits, are the report's year.

    A title may name further years (of publication, or those before); one of them must be the report's.
    """

    equations: tuple[Equation, ...] = ()

    def judge(self, report: Report) -> Verdict:
        title = report.metadata.get("title")
        if title is None or report.year is None:
            lacking = Phrase("标题", "title") if title is None else Phrase("年度", "year")
            place = Spot(Address("title"), report.span if title is None else title.span)
            return _unjudged(
                place, Phrase("报告未写明{what}", "the report does not state its {what}").fill(what=lacking)
            )
        if report.year > 999 and f"{report.year}年" in title.text:
            return held(1)
        # Width folding keeps the length of digits and of 年, so offsets still hold.
        text = "".join(unicodedata.normalize("NFKC", c)[:1] for c in title.text)
        years = [(found.start(), found.end(), int(found[0].translate(_DIGITS))) for found in _YEAR.finditer(text)]
        if not years:
            return _unjudged(
                Spot(Address("title"), title.span, title.text), Phrase("标题里没有年份", "the title names no year")
            )
        if any(year == report.year for _, _, year in years):
            return Verdict(1)
        start, end, year = years[0]
        span = title.part(start, end)
        message = Phrase(
            f"标题写 {year} 年，报告年度是 {report.year} 年",
            f"the title says {year}, but the report is for {report.year}",
        )
        fix = Fix(
            Applicability.DISPLAY,
            Phrase(f"改为 {report.year}", f"replace by {report.year}"),
            (Edit(span, str(report.year)),),
        )
        stated = report.metadata.get("year")
        related = (Spot(Address("year"), stated.span, stated.text),) if stated else ()
        data = (("title", str(year)), ("year", str(report.year)))
        return Verdict(
            1, (Broken(Spot(Address("title"), span, title.text), message, related, data=data, fixes=(fix,)),)
        )


def _unjudged(place: Spot, message: Phrase) -> Verdict:
    return Verdict(0, (), (Unjudged(place, message),))


class TitleYearCheck:
    kind = "title_year"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it has no parameters
        return TitleYear()


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [TitleYearCheck()]
