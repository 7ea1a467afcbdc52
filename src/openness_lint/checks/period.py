"""`check: period`: a stated period of the figures is the report's calendar year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Applicability, Broken, Unjudged, Verdict, held
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import Paragraph, Printed, fix, needed, no_text, statements
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded

_DAY = r"(?P<date_{0}>(?P<month_{0}>[0-9]{{1,2}})\s{{0,2}}月\s{{0,2}}(?P<day_{0}>[0-9]{{1,2}})\s{{0,2}}日)"
_FROM = rf"(?P<year_from>[0-9]{{4,8}})\s{{0,2}}年\s{{0,2}}{_DAY.format('from')}"
_TO = rf"(?:(?P<year_to>[0-9]{{4,8}})\s{{0,2}}年|同年|当年|本年)?\s{{0,2}}{_DAY.format('to')}"
# From one day to another, the second with its year or without.
_PERIOD = pattern(rf"{_FROM}\s{{0,2}}(?:零时)?起?\s{{0,2}}[,，]?(?:至|到|止|[-－—–~～]{{1,2}})\s{{0,2}}{_TO}")
_DATED = ("年", "月", "日")


@dataclass(frozen=True)
class Parameters:
    """`subject`: patterns, one of which stands in a sentence that states the period of the figures."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    subject: tuple[str, ...]


class Period:
    equations: tuple[Equation, ...] = ()

    def __init__(self, subject: tuple[Bounded, ...]) -> None:
        self._subject = subject

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        printed = report.reading(Printed)
        if not all(map(printed.whole.holds, _DATED)):
            return held(0)
        for paragraph in printed.holding(self._subject, ("preface", "text")):
            text = paragraph.text.text
            if not all(one in text for one in _DATED) or not any(one.search(text) for one in self._subject):
                continue
            for start, end in statements(text):
                sentence = text[start:end]
                found = _PERIOD.search(text, start, end)
                if found is None or not any(one.search(sentence) for one in self._subject):
                    continue
                if report.year is None:
                    unjudged.append(no_text(report, "year"))
                    continue
                faults = list(_faults(paragraph, found, report.year))
                judged += max(1, len(faults))
                broken += faults
        return Verdict(judged, tuple(broken), tuple(unjudged))


def _faults(paragraph: Paragraph, found: re.Match[str], year: int) -> Iterator[Broken]:
    for end, month, day in (("from", 1, 1), ("to", 12, 31)):
        printed = found[f"year_{end}"]
        if printed is not None and printed != str(year):
            yield _wrong_year(paragraph, found, f"year_{end}", year)
        if (int(found[f"month_{end}"]), int(found[f"day_{end}"])) != (month, day):
            start, stop = found.span(f"date_{end}")
            right = f"{month}月{day}日"
            words = Phrase("统计期限应当{which}", "the period of the figures should {which}").fill(
                which=Phrase("从1月1日开始", "begin on 1 January")
                if end == "from"
                else Phrase("到12月31日为止", "end on 31 December")
            )
            mend = Phrase(f"改为“{right}”", f"replace by {right!r}")
            fixes = fix(Applicability.DISPLAY, mend, paragraph.edit(start, stop, right))
            yield Broken(paragraph.spot(start, stop), words, fixes=fixes)


def _wrong_year(paragraph: Paragraph, found: re.Match[str], group: str, year: int) -> Broken:
    start, end = found.span(group)
    printed, right = found[group], str(year)
    # 202020 is 2020 typed one and a half times; any other year may be the report's own that is wrong.
    is_doubled = len(printed) > 4 and (printed.startswith(right) or printed.endswith(right))
    message = (
        Phrase(
            f"“{printed}年”的年份重了；应为 {right}", f"the year in '{printed}年' is typed twice; it should be {right}"
        )
        if is_doubled
        else Phrase(
            f"统计期限写 {printed} 年，报告年度是 {right} 年",
            f"the period of the figures says {printed}, but the report is for {right}",
        )
    )
    mend = Phrase(f"改为 {right}", f"replace by {right}")
    fixes = fix(Applicability.SAFE if is_doubled else Applicability.DISPLAY, mend, paragraph.edit(start, end, right))
    return Broken(paragraph.spot(start, end), message, data=(("stated", printed), ("year", right)), fixes=fixes)


class PeriodCheck:
    kind = "period"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        needed(parameters.subject, "subject")
        return Period(tuple(bounded(text, ("subject", i)) for i, text in enumerate(parameters.subject)))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [PeriodCheck()]
