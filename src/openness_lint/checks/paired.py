"""`check: paired`: brackets and quotation marks stand in pairs within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.bounded import Bounded
from openness_lint.model.diagnostic import Applicability, Broken, Verdict, held
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import NamedTuple, dataclass
from openness_lint.prose import Paragraph, Place, fix, needed, paragraphs, verdict, whole
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.patterns import bounded


@dataclass(frozen=True)
class Pair:
    """Marks that open and marks that close; any of the one goes with any of the other."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    opens: str
    closes: str


@dataclass(frozen=True)
class Parameters:
    """`alone` are patterns within which a mark stands for itself, as in `1）`."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    pairs: tuple[Pair, ...]
    alone: tuple[str, ...] = ()
    places: tuple[Place, ...] = ("title", "headings", "preface", "text")


class _Lone(NamedTuple):
    """A mark without its mate: which pair it is of, whether it opens, and where it stands."""

    paragraph: Paragraph
    pair: int
    opens: bool
    at: int

    @property
    def mark(self) -> str:
        return self.paragraph.text.text[self.at]

    @property
    def is_first(self) -> bool:
        return not self.paragraph.text.text[: self.at].strip()


class Paired:
    equations: tuple[Equation, ...] = ()

    def __init__(self, parameters: Parameters, alone: tuple[Bounded, ...]) -> None:
        self._pairs = parameters.pairs
        self._places = parameters.places
        self._alone = alone
        marks = {c: (i, opens) for i, one in enumerate(parameters.pairs) for opens in (True, False)
                 for c in (one.opens if opens else one.closes)}  # fmt: skip
        self._marks = marks
        self._any = Bounded(f"[{re.escape(''.join(marks))}]")
        self._any_or_end = Bounded(f"[\\n{re.escape(''.join(marks))}]")

    def judge(self, report: Report) -> Verdict:
        found = paragraphs(report, self._places)
        if self._all_pair(report.reading(whole).text):
            return held(len(found))
        broken: list[Broken] = []
        open_: list[_Lone] = []  # left open by the paragraph before
        for paragraph in found:
            lone = list(self._lone(paragraph))
            # A line may be broken inside a pair; the mate then stands in the paragraph that follows.
            if open_ and open_[0].paragraph.address == paragraph.address:
                begins = paragraph.text.text.lstrip()[:1]
                # Where a quotation runs over several paragraphs, each opens it anew and the last closes it.
                open_ = [one for one in open_ if not (one.is_first and one.mark == begins)]
                open_, lone = _joined(open_, lone)
            broken += map(self._broken, open_)
            broken += (self._broken(one) for one in lone if not one.opens)
            open_ = [one for one in lone if one.opens]
        broken += map(self._broken, open_)
        return verdict(len(found), broken)

    def _all_pair(self, text: str) -> bool:
        """Whether every mark of a text has its mate on its own line."""
        waiting = [0] * len(self._pairs)
        for mark in self._any_or_end.compiled.findall(text):
            if mark == "\n":
                if any(waiting):
                    return False
                continue
            pair, opens = self._marks[mark]
            if opens:
                waiting[pair] += 1
            elif waiting[pair]:
                waiting[pair] -= 1
            else:
                return False
        return not any(waiting)

    def _lone(self, paragraph: Paragraph) -> Iterator[_Lone]:
        text = paragraph.text.text
        waiting: dict[int, list[int]] = {}
        alone: set[int] | None = None
        for mark in self._any.finditer(text):
            pair, opens = self._marks[mark[0]]
            if opens:
                waiting.setdefault(pair, []).append(mark.start())
            elif waiting.get(pair):
                waiting[pair].pop()
            else:
                if alone is None:
                    alone = {at for one in self._alone for found in one.finditer(text) for at in range(*found.span())}
                if mark.start() not in alone:
                    yield _Lone(paragraph, pair, False, mark.start())
        for pair, places in waiting.items():
            yield from (_Lone(paragraph, pair, True, at) for at in places)

    def _broken(self, lone: _Lone) -> Broken:
        paragraph, at = lone.paragraph, lone.at
        mark, pair = lone.mark, self._pairs[lone.pair]
        marks, mates = (pair.opens, pair.closes) if lone.opens else (pair.closes, pair.opens)
        mate = mates[min(marks.index(mark), len(mates) - 1)]
        message = (
            Phrase(f"{mark} 后面没有与它成对的 {mate}", f"no {mate} follows to pair with this {mark}")
            if lone.opens
            else Phrase(f"{mark} 前面没有与它成对的 {mate}", f"no {mate} stands before to pair with this {mark}")
        )
        words = Phrase(f"补上 {mate}，或者删去 {mark}", f"add the {mate}, or delete the {mark}")
        fixes = fix(Applicability.DISPLAY, words, paragraph.edit(at, at + 1, ""))
        return Broken(paragraph.spot(at, at + 1), message, fixes=fixes)


def _joined(open_: list[_Lone], lone: list[_Lone]) -> tuple[list[_Lone], list[_Lone]]:
    """What is left of two paragraphs that follow each other, once marks of both have found each other."""
    open_, left = list(open_), []
    for one in lone:
        mates = [] if one.opens else [k for k, other in enumerate(open_) if other.pair == one.pair]
        if mates:
            del open_[mates[-1]]
        else:
            left.append(one)
    return open_, left


class PairedCheck:
    kind = "paired"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it asks the same of every form
        needed(parameters.pairs, "pairs")
        for i, pair in enumerate(parameters.pairs):
            if not pair.opens or not pair.closes or set(pair.opens) & set(pair.closes):
                message = Phrase(
                    "opens 和 closes 都要有，而且不能相同", "both `opens` and `closes` are needed, and they must differ"
                )
                raise RuleComplaint(message, ("pairs", i))
        return Paired(parameters, tuple(bounded(text, ("alone", i)) for i, text in enumerate(parameters.alone)))


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [PairedCheck()]
