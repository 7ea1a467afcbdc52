"""What a run needs of packs once they are read: rules ready to be asked, forms ready to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openness_lint.hooks import Question
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.form import Edition, Form
from openness_lint.model.language import Phrase, listed
from openness_lint.model.rule import Rule
from openness_lint.model.values import dataclass
from openness_lint.syntax.nearest import did_you_mean

# The file that makes a folder a pack.
MANIFEST = "pack.yaml"
# Pairs of form and year whose form is known from a report before: a folder has a handful.
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule with its question for every form it applies to, and the file it was read from."""

    rule: Rule
    questions: Mapping[str, Question]  # by form id
    path: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A family of reports: its forms in order of years, its rules in order of code."""

    name: str
    title: Phrase
    forms: Sequence[Form]
    rules: tuple[ReadyRule, ...]


class Forms(Sequence[Form]):
    """The forms of a family in order of years; each may be read only when it is asked for."""

    def __init__(self, editions: Iterable[Edition], form: Callable[[str], Form]) -> None:
        self.editions = tuple(editions)
        self.form = form  # by id

    @classmethod
    def of(cls, forms: Sequence[Form]) -> Forms:
        if isinstance(forms, Forms):
            return forms
        by_id = {one.id: one for one in forms}
        return cls([one.edition for one in forms], by_id.__getitem__)

    def __getitem__(self, place: Any) -> Any:
        found = self.editions[place]
        return self.form(found.id) if isinstance(found, Edition) else [self.form(one.id) for one in found]

    def __len__(self) -> int:
        return len(self.editions)


class Shelf:
    """The forms of all packs at hand, chosen by id or by the report's year."""

    def __init__(self, families: Iterable[Sequence[Form]]) -> None:
        self._families = [Forms.of(forms) for forms in families]
        self._chosen: dict[tuple[str | None, int | None], Form] = {}
        self._others: dict[str, Sequence[Form]] = {}  # by the id of a form

    def choose(self, *, form: str | None, year: int | None) -> Form:
        if (form, year) not in self._chosen:
            chosen = self._choose(form, year)
            if len(self._chosen) >= _REMEMBERED:
                self._chosen.clear()
            self._chosen[form, year] = chosen
        return self._chosen[form, year]

    def _choose(self, form: str | None, year: int | None) -> Form:
        forms = {one.id: family for family in self._families for one in family.editions}
        if form is not None:
            if form in forms:
                return forms[form].form(form)
            words = Phrase("没有格式“{form}”；可用：{known}{hint}", "there is no form '{form}'; known: {known}{hint}")
            raise UnreadableInput(words.fill(form=form, hint=did_you_mean(form, forms), known=listed(forms)))
        if year is None:
            raise UnreadableInput(
                Phrase(
                    "没有年度，不知按哪一年的格式检查；请写 year: 2024（或 form: 指明格式）",
                    "no year, so the form is unknown; write `year: 2024` (or name the `form:`)",
                )
            )
        editions = [one for family in self._families for one in family.editions]
        matching = [one for one in editions if one.in_force(year)]
        if len(matching) == 1:
            return forms[matching[0].id].form(matching[0].id)
        if not matching:
            known = listed(f"{one.first_year or ''}–{one.last_year or ''}" for one in editions)
            words = Phrase(
                "没有 {year} 年度的格式；可检查的年度：{known}", "there is no form for {year}; years covered: {known}"
            )
        else:
            known = listed(one.id for one in matching)
            words = Phrase(
                "{year} 年度有几种格式：{known}；请写 form: 指明",
                "several forms hold for {year}: {known}; name one with `form:`",
            )
        raise UnreadableInput(words.fill(year=year, known=known))

    def all(self) -> Sequence[Form]:
        return tuple(one for family in self._families for one in family)

    def others(self, form: Form) -> Sequence[Form]:
        if form.id not in self._others:
            family = next((one for one in self._families if form.id in {each.id for each in one.editions}), None)
            editions = [one for one in family.editions if one.id != form.id] if family is not None else []
            self._others[form.id] = Forms(editions, family.form) if family is not None else ()
        return self._others[form.id]
