"""`check: year_named`: what is said of the year's work names the report's year, not an earlier one."""

from __future__ import annotations

import re
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import Place, known_sections, needed, no_text, paragraphs, statements, verdict, whole
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Parameters:
    """Where a year stands for the report's own, and where it does not.

    `patterns` find a year as it is named for the work reported on, with the group `year` (four digits).
    A sentence that holds one of `unless` speaks of other things, and so does one that also names the
    report's year. `years_back`: only so many years before the report's are taken for left over.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    years_back: int = 2
    places: tuple[Place, ...] = ("preface", "text")
    sections: tuple[str, ...] = ()


class YearNamed:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, patterns: tuple[Bounded, ...], unless: tuple[Bounded, ...]) -> None:
        self._parameters = parameters
        self._patterns = patterns
        self._unless = unless

    def judge(self, report: Report) -> Verdict:
        parameters, year = self._parameters, report.year
        if year is None:
            return Verdict(0, (), (no_text(report, "year"),))
        earlier = [str(year - back) for back in range(1, parameters.years_back + 1)]
        looked_at = paragraphs(report, parameters.places, parameters.sections)
        everything = report.reading(whole)
        earlier = [one for one in earlier if everything.holds(one)]
        broken: list[Broken] = []
        for paragraph in looked_at if earlier else ():
            text = paragraph.text.text
            if not any(one in text for one in earlier):
                continue
            for start, end in statements(text):
                sentence = text[start:end]
                if str(year) in sentence or any(one.search(sentence) for one in self._unless):
                    continue
                found = next((one for pattern in self._patterns for one in pattern.finditer(sentence)), None)
                if found is not None and found["year"] in earlier:
                    message = Phrase(
                        f"这里写 {found['year']} 年，报告年度是 {year} 年",
                        f"this says {found['year']}, but the report is for {year}",
                    )
                    at = paragraph.spot(start + found.start("year"), start + found.end("year"))
                    broken.append(Broken(at, message, data=(("stated", found["year"]), ("year", str(year)))))
        return verdict(len(looked_at), broken)


class YearNamedCheck:
    kind = "year_named"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:
        needed(parameters.patterns, "patterns")
        known_sections(parameters.sections, form)
        patterns = tuple(bounded(text, ("patterns", i)) for i, text in enumerate(parameters.patterns))
        for i, text in enumerate(parameters.patterns):
            if "year" not in re.compile(text).groupindex:
                message = Phrase("缺少 (?P<year>…)", "the group (?P<year>...) is missing")
                raise RuleComplaint(message, ("patterns", i))
        unless = tuple(bounded(text, ("unless", i)) for i, text in enumerate(parameters.unless))
        return YearNamed(parameters, patterns, unless)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [YearNamedCheck()]
