"""`check: article`: articles that are cited from a law exist, and say what they are cited for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Broken, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.narrative.numerals import chinese
from openness_lint.prose import Paragraph, Printed, needed, statements, verdict
from openness_lint.rulebook.terms import STRICT, Words
from openness_lint.syntax.patterns import bounded

# 第四十九条, 第四十九条第一款第（二）项; several in a row, with 、和及 between them.
_ARTICLE = pattern(r"第\s?(?P<number>[0-9]{1,3}|[一二三四五六七八九十百零]{1,5})\s?条")
_FURTHER = pattern(
    r"(?:第[一二三四五六七八九十0-9]{1,3}款)?(?:第[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?项)?[、和及与，]{1,2}(?=第)"
)


@dataclass(frozen=True)
class Purpose:
    """What is said in the sentence (`about`, a pattern), and the articles that fit it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    about: str
    articles: tuple[int, ...]
    says: Words


@dataclass(frozen=True)
class Parameters:
    """`law` is a pattern that ends right before the articles; `articles` says how many there are."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    law: str
    articles: int
    purposes: tuple[Purpose, ...] = ()
    literals: tuple[str, ...] = ()


class _Bound(NamedTuple):
    about: Bounded
    articles: frozenset[int]
    says: Phrase


class _Cited(NamedTuple):
    number: int
    start: int
    end: int


class Articles:
    equations: tuple[Equation, ...] = ()

    def __init__(self, law: Bounded, articles: int, purposes: tuple[_Bound, ...]) -> None:
        self._law = law
        self._articles = articles
        self._purposes = purposes

    def judge(self, report: Report) -> Verdict:
        looked_at = 0
        broken: list[Broken] = []
        for paragraph in report.reading(Printed).holding([self._law], ("preface", "text")):
            text = paragraph.text.text
            for start, end in statements(text):
                sentence = text[start:end]
                cited = list(self._cited(sentence))
                looked_at += len(cited)
                for one in cited:
                    message = self._fault(one, cited, sentence)
                    if message is not None:
                        broken.append(_broken(paragraph, start, one, message))
        return verdict(looked_at, broken)

    def _cited(self, sentence: str) -> Iterator[_Cited]:
        for law in self._law.finditer(sentence):
            at = law.end()
            while found := _ARTICLE.match(sentence, at):
                digits = found["number"]
                number = Decimal(digits) if digits.isascii() else chinese(digits)
                if number is not None:
                    yield _Cited(int(number), *found.span())
                further = _FURTHER.match(sentence, found.end())
                if further is None:
                    break
                at = further.end()

    def _fault(self, one: _Cited, cited: list[_Cited], sentence: str) -> Phrase | None:
        if not 0 < one.number <= self._articles:
            return Phrase(f"没有第{one.number}条；一共 {self._articles} 条", f"there is no Article {one.number}; the last is {self._articles}")  # fmt: skip
        for purpose in self._purposes:
            if purpose.about.search(sentence) and not any(other.number in purpose.articles for other in cited):
                return purpose.says.fill(found=one.number)
        return None


def _broken(paragraph: Paragraph, offset: int, one: _Cited, message: Phrase) -> Broken:
    return Broken(paragraph.spot(offset + one.start, offset + one.end), message, data=(("article", str(one.number)),))


class Article:
    kind = "article"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        needed((parameters.articles,) if parameters.articles > 0 else (), "articles")
        law = bounded(parameters.law, ("law",), parameters.literals)
        purposes = tuple(
            _Bound(
                bounded(one.about, ("purposes", i, "about")), frozenset(one.articles), Phrase(one.says.zh, one.says.en)
            )
            for i, one in enumerate(parameters.purposes)
        )
        return Articles(law, parameters.articles, purposes)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Article()]
