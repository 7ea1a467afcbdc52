"""Settings joined to the rules at hand: which rules each file is asked, and how grave they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.config.settings import PerFile, Place, Settings, Sourced, Weight
from openness_lint.hooks import Comparing, Question, compares
from openness_lint.host import matching_rules
from openness_lint.model.diagnostic import Verdict
from openness_lint.model.errors import OpennessLintError, UnknownSelector
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.rule import Severity
from openness_lint.model.values import dataclass, replace
from openness_lint.rulebook.ready import ReadyRule

if TYPE_CHECKING:
    from openness_lint.config.globs import Globs


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is asked: the rules, with the severities in force, and the codes of those that nothing silences."""

    rules: tuple[ReadyRule, ...]
    mandatory: frozenset[str]


def _entries(settings: Settings) -> list[tuple[PerFile, Globs]]:
    from openness_lint.config.globs import Globs  # of use to few runs

    return [(entry, Globs(entry.files, settings.base)) for entry in settings.per_file]


class Ruling:
    """Settings whose every selector has been found to mean something."""

    def __init__(self, settings: Settings, rules: Sequence[ReadyRule]) -> None:
        """Join them.

        A selector of the command line that means no rule here is put down among the `strangers`: another
        configuration of the run may bring the rule.

        Raises:
            OpennessLintError: a selector of the configuration means no rule, no rule is left, a pattern matches
                nothing, or a mandatory rule is turned off or made less grave; with its place.
        """
        self.strangers: set[str] = set()
        self._settings = settings
        self._rules = {one.rule.code: one for one in rules}
        self._meant: dict[str, tuple[str, ...]] = {}
        self.mandatory: Mapping[str, Sourced[str]] = {
            code: one for one in reversed(settings.mandatory) for code in self._asked_for(one)
        }
        self._entries = _entries(settings) if settings.per_file else []
        self._asked: dict[tuple[int, ...], Asked] = {}
        # Every selector is looked at now, also those that no file of this run comes to.
        self.everywhere = self._ask(())
        for i in range(len(self._entries)):
            self._ask((i,))

    def of(self, path: Path) -> Asked:
        """What the file at an absolute path is asked.

        Raises:
            OpennessLintError: several entries together leave no rule for it.
        """
        return self._ask(tuple(i for i, (_, globs) in enumerate(self._entries) if globs.match(path)))

    def entries_for(self, path: Path) -> tuple[PerFile, ...]:
        """The per-file entries that speak of the file at an absolute path."""
        return tuple(entry for entry, globs in self._entries if globs.match(path))

    def _ask(self, entries: tuple[int, ...]) -> Asked:
        if entries not in self._asked:
            self._asked[entries] = self._decide([self._entries[i][0] for i in entries])
        return self._asked[entries]

    def _decide(self, entries: Sequence[PerFile]) -> Asked:
        settings = self._settings
        select = settings.select
        if not _from_options(select):  # else the command line has the last word
            select = next((one.select for one in reversed(entries) if one.select), select)
        ignore = [*settings.ignore, *(one for entry in entries for one in entry.ignore)]
        for entry in entries:  # what the command line overrides must still mean something
            self._all(entry.select)
        chosen = self._all(select) if select else {code for code, one in self._rules.items() if one.rule.on_by_default}
        for one in ignore:
            chosen.difference_update(self._ignored(one))
        chosen.update(self.mandatory)
        narrowed = _from_options([*select, *ignore]) and (entries or self.strangers)
        if not chosen and not narrowed:  # else it is these files that have nothing to say to what was asked for
            raise self._nothing_left([*select, *ignore])
        severities = self._severities(entries)
        rules = (self._rules[code] for code in sorted(chosen))
        return Asked(
            tuple(
                reweighed(one, severities[one.rule.code].severity) if one.rule.code in severities else one
                for one in rules
            ),
            frozenset(self.mandatory),
        )

    def _all(self, selectors: Iterable[Sourced[str]]) -> set[str]:
        return {code for one in selectors for code in self._asked_for(one)}

    def _asked_for(self, selector: Sourced[str]) -> Iterator[str]:
        """The codes of the rules that are asked where this is selected."""
        return (code for code in self._codes(selector) if self._rules[code].rule.is_selected_by(selector.value))

    def _codes(self, selector: Sourced[str]) -> tuple[str, ...]:
        """The codes of the rules that a selector means; none only of one from the command line."""
        text = selector.value
        if text not in self._meant:
            try:
                self._meant[text] = tuple(one.rule.code for one in matching_rules([*self._rules.values()], text))
            except UnknownSelector as error:
                if selector.origin.place is not None:
                    raise selector.origin.place.complaint(error.message) from None
                self.strangers.add(text)
                return ()
        return self._meant[text]

    def _ignored(self, selector: Sourced[str]) -> Iterator[str]:
        codes = self._codes(selector)
        kept = [code for code in codes if code in self.mandatory]
        if codes and len(kept) == len(codes):
            words = Phrase(
                "{rules} 必查（见 {place}），不能关闭", "{rules} is mandatory (see {place}) and cannot be ignored"
            )
            place = self.mandatory[kept[0]].origin.place
            raise _complaint(selector, words.fill(rules=selector.value, place=place))
        yield from codes

    def _nothing_left(self, selectors: Sequence[Sourced[str]]) -> OpennessLintError:
        message = Phrase("一条规则也没有选中", "no rule is left to ask")
        written = [one for one in selectors if one.origin.place is not None]
        return _complaint(written[-1], message) if written else UnknownSelector(message)

    def _severities(self, entries: Sequence[PerFile]) -> dict[str, _Weighed]:
        """The severities that are set, by code; what is set for some files comes last, and goes first."""
        found: dict[str, _Weighed] = {}
        for layer in (*self._settings.severity, *(entry.severity for entry in entries)):
            # Within one list, whoever names a rule more closely has the word, wherever it stands.
            for weight in sorted(layer, key=self._closeness):
                for code in self._codes(weight.selector):
                    self._refuse_lighter(code, weight, found.get(code), entries)
                    found[code] = _Weighed(weight.severity, weight.selector)
        return found

    def _closeness(self, weight: Weight) -> tuple[int, int]:
        codes = self._codes(weight.selector)
        names = {weight.selector.value} & {codes[0], self._rules[codes[0]].rule.name}
        return (1, 0) if names else (0, len(weight.selector.value))

    def _refuse_lighter(self, code: str, weight: Weight, before: _Weighed | None, entries: Sequence[PerFile]) -> None:
        """Refuse to make a mandatory rule less grave above, or for fewer files than, what makes it mandatory."""
        if code not in self.mandatory:
            return
        was = before.severity if before else self._rules[code].rule.severity
        place, here = self.mandatory[code].origin.place, weight.selector.origin.place
        per_file = any(weight is one for entry in entries for one in entry.severity)
        if weight.severity.rank >= was.rank or (not per_file and self._height(here) <= self._height(place)):
            return
        words = Phrase(
            "{code} 必查（见 {place}），级别不能降低",
            "{code} is mandatory (see {place}); its severity cannot be lowered",
        )
        raise _complaint(weight.selector, words.fill(code=code, place=place))

    def _height(self, place: Place | None) -> int:
        """Where a place's file lies among those read, the lowest being 0."""
        return next(i for i, page in enumerate(self._settings.pages) if place and page is place.page)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A severity that was set, and by what."""

    severity: Severity
    selector: Sourced[str]


def _from_options(values: Sequence[Sourced[str]]) -> bool:
    return any(one.origin.option for one in values)


def _complaint(value: Sourced[str], message: Phrase) -> OpennessLintError:
    place = value.origin.place
    return place.complaint(message) if place else UnknownSelector(message)


def reweighed(rule: ReadyRule, severity: Severity) -> ReadyRule:
    """The rule with another severity, for all its findings: also for those to which its check gives their own."""
    questions = {
        form: _ComparingLevel(question) if compares(question) else _Level(question)
        for form, question in rule.questions.items()
    }
    return replace(rule, rule=replace(rule.rule, severity=severity), questions=questions)


@dataclass(frozen=True, slots=True)
class _Level:
    """A question whose findings all have their rule's severity."""

    question: Question

    @property
    def equations(self) -> tuple[Equation, ...]:
        return self.question.equations

    def judge(self, report: Report) -> Verdict:
        return _levelled(self.question.judge(report))


@dataclass(frozen=True, slots=True)
class _ComparingLevel:
    """The same of one that compares."""

    question: Comparing

    @property
    def equations(self) -> tuple[Equation, ...]:
        return self.question.equations

    def judge(self, report: Report) -> Verdict:
        return _levelled(self.question.judge(report))

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        return self.question.equations_on(report)


def _levelled(verdict: Verdict) -> Verdict:
    """The verdict without severities of its findings' own."""
    if all(one.severity is None for one in verdict.broken):
        return verdict
    return replace(verdict, broken=tuple(replace(one, severity=None) for one in verdict.broken))
