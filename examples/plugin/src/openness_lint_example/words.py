"""`check: preferred_words`: words that a house style replaces by others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openness_lint.hooks import Question
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Broken, Edit, Fix, Spot, Unjudged, Verdict
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.text import Text


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a rule of this kind writes: each word with the one to use in its place."""

    words: Mapping[str, str]


class Preferred:
    """The question of one rule: it keeps no state, so it may be asked of any number of reports."""

    equations: tuple[Equation, ...] = ()  # it makes no linear demands

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        # The longest first: of two words that begin alike, the whole one is found.
        self._pattern = re.compile("|".join(re.escape(one) for one in sorted(words, key=len, reverse=True)))

    def judge(self, report: Report) -> Verdict:
        paragraphs = list(_paragraphs(report))
        if not paragraphs:
            # Not judged is not the same as fine, and the reader is told.
            place = Spot(Address("sections"), report.span)
            return Verdict(0, (), (Unjudged(place, Phrase("报告里没有文字", "the report has no prose")),))
        broken = [one for address, text in paragraphs for one in self._found(address, text)]
        return Verdict(max(len(paragraphs), len(broken)), tuple(broken))

    def _found(self, address: Address, text: Text) -> Iterator[Broken]:
        for found in self._pattern.finditer(text.text):
            word, better = found[0], self._words[found[0]]
            span = text.part(found.start(), found.end())  # the very characters, wherever the reader found them
            yield Broken(
                at=Spot(address, span, word),
                message=Phrase(f"“{word}”应改用“{better}”", f"'{word}' should be '{better}'"),
                data=(("word", word), ("better", better)),
                fixes=(
                    Fix(
                        Applicability.SAFE,
                        Phrase(f"改为“{better}”", f"replace by '{better}'"),
                        (Edit(span, better),),
                    ),
                ),
            )


def _paragraphs(report: Report) -> Iterator[tuple[Address, Text]]:
    yield from ((Address("preface"), text) for text in report.preface)
    for section in report.sections:
        yield from ((Address(section.id), text) for text in section.paragraphs)


class PreferredWords:
    kind = "preferred_words"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it is the same on every form
        if not parameters.words or "" in parameters.words:
            # Shown with file, line and column of the key that the path leads to.
            raise RuleComplaint(Phrase("words 不能为空", "`words` cannot be empty"), ("words",))
        return Preferred(parameters.words)
