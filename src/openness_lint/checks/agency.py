"""`check: agency`: title, preface and metadata name one body, in full or in a short form of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.prose import Paragraph, no_text, paragraphs, verdict
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Parameters:
    """How the body is named.

    `in_title` and `in_preface` are patterns with the group `name`. `kinds` are the words that names of bodies
    end in; only a name of the same kind as the report's body is held against it, since higher bodies
    and their offices are named as well.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    in_title: str
    in_preface: tuple[str, ...]
    kinds: tuple[str, ...]


class OneAgency:
    equations: tuple[Equation, ...] = ()

    def __init__(self, title: Bounded, preface: tuple[Bounded, ...], kinds: tuple[str, ...]) -> None:
        self._title = title
        self._preface = preface
        self._kinds = kinds

    def judge(self, report: Report) -> Verdict:
        agency = report.agency
        if agency is None:
            return Verdict(0, (), (no_text(report, "agency"),))
        agency = "".join(agency.split())
        stated = report.metadata["agency"]
        looked_at = 0
        broken: list[Broken] = []
        for paragraph, start, end in self._named(report):
            looked_at += 1
            name = "".join(paragraph.text.text[start:end].split())
            if not self._is_other(name, agency):
                continue
            message = Phrase(
                f"这里的机关是“{name}”，报告的机关是“{agency}”",
                f"this names {name!r}, but the report is of {agency!r}",
            )
            related = (Spot(Address("agency"), stated.span, stated.text),)
            broken.append(Broken(paragraph.spot(start, end), message, related))
        return verdict(looked_at, broken)

    def _named(self, report: Report) -> Iterator[tuple[Paragraph, int, int]]:
        for paragraph in paragraphs(report, ("title",)):
            if found := self._title.search(paragraph.text.text):
                yield paragraph, *found.span("name")
        for paragraph in paragraphs(report, ("preface",)):
            for pattern in self._preface:
                for found in pattern.finditer(paragraph.text.text):
                    yield paragraph, *found.span("name")

    def _is_other(self, name: str, agency: str) -> bool:
        """Whether the name is that of another body of the same kind, beyond doubt."""
        if name == agency:
            return False
        kinds = [next((kind for kind in self._kinds if one.endswith(kind)), None) for one in (name, agency)]
        if kinds[0] is None or kinds[0] != kinds[1]:
            return False
        # 区政府国资局 is 浑南区国资局, named by the government it belongs to.
        names = [re.sub(".(?:人民)?政府(?=.)", lambda found: found[0][0], one) for one in (name, agency)]
        short, full = sorted(names, key=len)
        return not _stands_in_order(short, full)


def _stands_in_order(short: str, full: str) -> bool:
    """Whether the characters of the short form stand in the full name in this order: 市科技局, 朝阳市科学技术局."""
    rest = iter(full)
    return all(c in rest for c in short)


class AgencyCheck:
    kind = "agency"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        title = _named(parameters.in_title, ("in_title",))
        preface = tuple(_named(text, ("in_preface", i)) for i, text in enumerate(parameters.in_preface))
        return OneAgency(title, preface, tuple(sorted(parameters.kinds, key=len, reverse=True)))


def _named(text: str, path: tuple[str | int, ...]) -> Bounded:
    pattern = bounded(text, path)
    if "name" not in pattern.compiled.groupindex:
        raise RuleComplaint(Phrase("缺少 (?P<name>…)", "the group (?P<name>...) is missing"), path)
    return pattern


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [AgencyCheck()]
