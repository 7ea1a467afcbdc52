"""`check: likeness`: the text is not last year's over again, section by section or as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from openness_lint.comparing import called, last_year
from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Spot, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report, Sibling
from openness_lint.model.values import dataclass
from openness_lint.rulebook.terms import STRICT
from openness_lint.shingles import SHORT, Shingles, first_words, likeness, whole_wording, wording


@dataclass(frozen=True)
class Parameters:
    """`at_least` is the share, in per cent, from which texts are alike.

    Of each section (`of: section`) figures, years and the body's name do not count; of the whole
    (`of: report`) only years and the name do not.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    of: Literal["section", "report"]
    at_least: int


class Alike:
    equations: tuple[Equation, ...] = ()
    only_beside = True

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def equations_on(self, report: Report) -> tuple[Equation, ...]:  # noqa: ARG002
        return ()

    def judge(self, report: Report) -> Verdict:
        previous = last_year(report)
        if not isinstance(previous, Sibling):
            return Verdict(0, (), (previous,) if previous is not None else ())
        compared = [one for one in self._compared(report, previous) if min(one[1].length, one[2].length) >= SHORT]
        broken: list[Broken] = []
        for id, ours, theirs in compared:
            share = likeness(ours, theirs)
            if share * 100 >= self._parameters.at_least:
                broken.append(self._broken(id, share, report, previous))
        return Verdict(len(compared), tuple(broken))

    def _compared(self, report: Report, previous: Sibling) -> Iterator[tuple[str | None, Shingles, Shingles]]:
        """The texts to be compared, with their section; None for the whole."""
        if self._parameters.of == "report":
            yield None, report.reading(whole_wording), previous.report.reading(whole_wording)
            return
        ours, theirs = report.reading(wording), previous.report.reading(wording)
        yield from ((id, ours[id], theirs[id]) for id in ours if id in theirs)

    def _broken(self, id: str | None, share: float, report: Report, previous: Sibling) -> Broken:
        per_cent = int(share * 100)
        if id is None:
            words = Phrase(
                "全文只换了年份，与{last}有 {share}% 相同",
                "but for the years, {share}% of the whole text is that of {last}",
            )
        else:
            words = Phrase(
                "这一部分与{last}有 {share}% 相同（数字和年份不计）",
                "{share}% of this section is that of {last} (figures and years aside)",
            )
        message = words.fill(last=called(previous), share=per_cent)
        places = [Spot(Address(id or "sections"), first_words(one, id)) for one in (report, previous.report)]
        related = (places[1]._replace(path=previous.path),)
        return Broken(places[0], message, related, data=(("likeness", str(per_cent)),))


class Likeness:
    kind = "likeness"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002
        return Alike(parameters)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Likeness()]
