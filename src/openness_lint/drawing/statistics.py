"""The findings of a run, counted by rule, by agency and by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from openness_lint.drawing.columns import columns
from openness_lint.drawing.plain import plain
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Result
from openness_lint.model.rule import Severity
from openness_lint.model.values import NamedTuple

NO_AGENCY = Phrase("（未写明机关）", "(no agency stated)")
OUTSIDE = Phrase("（标题等）", "(title and the like)")


class _Key(NamedTuple):
    """What is counted under one line: how to sort it, and what it reads."""

    order: str
    label: str


class Statistics:
    """Counts of violations, filled as the results pass by."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._by: dict[str, Counter[tuple[_Key, Severity]]] = {
            "rule": Counter(),
            "agency": Counter(),
            "section": Counter(),
        }

    def count(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass the results on, counting each as it goes by."""
        for result in results:
            if isinstance(result, Outcome):
                self._add(result)
            yield result

    def _add(self, outcome: Outcome) -> None:
        agency = outcome.agency or NO_AGENCY.say(self._language)
        places = {section.id: i for i, section in enumerate(outcome.form.sections)}
        for one in outcome.violations:
            area = one.at.address.area
            section = outcome.form.section_of.get(area) or outcome.form.section.get(area)
            if section is None:
                heading = _Key("", OUTSIDE.say(self._language))
            else:
                said = Phrase(section.wording.official, section.name.en).say(self._language)
                heading = _Key(f"{places[section.id]:03}", said)
            rule = _Key(one.rule.code, f"{one.rule.code} {one.rule.name}")
            for name, key in (("rule", rule), ("agency", _Key(agency, agency)), ("section", heading)):
                self._by[name][key, one.severity] += 1

    def lines(self) -> Iterator[str]:
        """The three tables, most findings first; nothing when there are none."""
        for name, counts in self._by.items():
            if counts:
                yield ""
                yield from self._table(_TITLES[name].say(self._language), counts)

    def _table(self, title: str, counts: Counter[tuple[_Key, Severity]]) -> Iterator[str]:
        keys = {key for key, _ in counts}
        totals = {key: sum(counts[key, severity] for severity in Severity) for key in keys}
        rows = [
            [plain(key.label), *(str(counts[key, severity]) for severity in Severity), str(totals[key])]
            for key in sorted(keys, key=lambda one: (-totals[one], one))
        ]
        head = [title, *(_SEVERITIES[severity].say(self._language) for severity in Severity), _ALL.say(self._language)]
        table = [head, *rows]
        yield from columns(table, right=range(1, len(head)))


_TITLES = {
    "rule": Phrase("按规则", "by rule"),
    "agency": Phrase("按机关", "by agency"),
    "section": Phrase("按部分", "by section"),
}
_SEVERITIES = {
    Severity.ERROR: Phrase("错误", "error"),
    Severity.WARNING: Phrase("警告", "warning"),
    Severity.INFO: Phrase("提示", "info"),
}
_ALL = Phrase("合计", "all")
