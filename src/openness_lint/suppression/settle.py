"""What was found, held against the suppressions: which findings stand, and which suppressions are amiss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from openness_lint.checks.suppression import AfterTheOthers, Defect
from openness_lint.engine import Askable, in_reading_order
from openness_lint.model.diagnostic import (
    Applicability,
    Broken,
    Diagnostic,
    Edit,
    Fault,
    Fix,
    Gap,
    Spot,
    Suppression,
    Violation,
    handed_on,
)
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.values import NamedTuple, dataclass, field, replace
from openness_lint.suppression.directive import read_comment
from openness_lint.suppression.side_file import SideFile
from openness_lint.suppression.waiver import Everywhere, Selector, Waiver, listed

# The "form" of a file of suppressions, whose findings are about that file.
FORM = Form("suppressions", Phrase("豁免文件", "file of suppressions"), "", (), ())


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms suppressions count in a run.

    `known` is every rule there is, `asked` those that the report at hand is asked. Codes in `mandatory`
    are silenced by nothing. `today` is the day against which last days are held.
    """

    known: Sequence[Askable]
    asked: Sequence[Askable]
    today: date
    mandatory: frozenset[str] = frozenset()

    def finder(self, defect: Defect) -> Rule | None:
        """The rule under which a defect of a suppression is found, where it is asked."""
        # Looked up among all rules: those asked may be wrapped, to give them another severity.
        codes = {
            one.rule.code
            for one in self.known
            for each in one.questions.values()
            if isinstance(each, AfterTheOthers) and each.finds == defect
        }
        return next((one.rule for one in self.asked if one.rule.code in codes), None)


class Settled(NamedTuple):
    """The report's outcome, and that of the file of suppressions beside it if there is anything to say of it."""

    report: Outcome
    beside: Outcome | None


def settle(outcome: Outcome, report: Report, terms: Terms, side_file: SideFile | None = None) -> Settled:
    """Mark the findings that are let stand, and add what is found wanting in the suppressions.

    Raises:
        InvalidSuppression: the file beside the report names an address that its form does not have.
    """
    if not report.comments and side_file is None:
        return Settled(outcome, None)
    rules = [one.rule for one in terms.known]
    read = [read_comment(one, rules, report.lines) for one in report.comments]
    waivers = [one for one in read if isinstance(one, Waiver)]
    if side_file is not None:
        side_file.refuse_strangers(report)
        waivers += side_file.waivers
    if not waivers and not any(read):
        return Settled(outcome, None)
    review = _Review(report, terms, waivers)
    kept = handed_on(review.marked(one) for one in outcome.diagnostics)
    about = review.defects(outcome.diagnostics)
    about["comment"] += review.found("malformed", (one for one in read if isinstance(one, Broken)))
    diagnostics = in_reading_order([*kept, *about["comment"]], outcome.paper)
    beside = None
    if side_file is not None and about["file"]:
        beside = Outcome(
            path=side_file.path,
            form=FORM,
            agency=outcome.agency,
            year=outcome.year,
            judged=0,
            held=0,
            diagnostics=tuple(in_reading_order(about["file"])),
            lines=side_file.lines,
            is_report=False,
        )
    return Settled(replace(outcome, diagnostics=tuple(diagnostics)), beside)


@dataclass(slots=True)
class _Review:
    """The waivers of one report, and what each was good for."""

    report: Report
    terms: Terms
    waivers: Sequence[Waiver]
    used: set[tuple[int, str]] = field(default_factory=set)  # number of the waiver, selector
    refused: dict[tuple[int, Spot], set[str]] = field(default_factory=dict)  # codes by waiver and selector

    def marked(self, one: Diagnostic) -> Diagnostic:
        """The diagnostic, suppressed if some waiver covers it."""
        if not isinstance(one, Violation):
            return one
        granted: list[Waiver] = []
        for number, waiver in enumerate(self.waivers):
            for selector in waiver.selectors:
                if one.rule.code not in selector.codes or not waiver.covers(one.at, self.report):
                    continue
                self.used.add((number, selector.word))
                if not waiver.in_force(self.terms.today):
                    continue
                if one.rule.code in self.terms.mandatory:
                    self.refused.setdefault((number, selector.spot), set()).add(one.rule.code)
                else:
                    granted.append(waiver)
        if not granted:
            return one
        nearest = min(granted, key=lambda waiver: (waiver.kind != "comment", isinstance(waiver.scope, Everywhere)))
        return replace(one, suppressed=Suppression(nearest.kind, nearest.reason))

    def defects(self, answers: Iterable[Diagnostic]) -> dict[str, list[Violation]]:
        """What is wrong with the waivers, by where they are written."""
        open_questions = [one for one in answers if isinstance(one, Gap | Fault)]
        found: dict[str, list[Violation]] = {"comment": [], "file": []}
        for number, waiver in enumerate(self.waivers):
            if not waiver.has_reason:
                found[waiver.kind] += self.found("reasonless", [_reasonless(waiver)])
            elif not waiver.in_force(self.terms.today):
                found[waiver.kind] += self.found("expired", [_expired(waiver)])
            else:
                told = [refused(at, codes) for (whose, at), codes in self.refused.items() if whose == number]
                found[waiver.kind] += self.found("refused", told)
                idle = [
                    one
                    for one in waiver.selectors
                    if (number, one.word) not in self.used and self._is_answered(waiver, one, open_questions)
                ]
                if idle:
                    found[waiver.kind] += self.found("unused", [_unused(waiver, idle)])
        return found

    def _is_answered(self, waiver: Waiver, selector: Selector, open_questions: Sequence[Gap | Fault]) -> bool:
        """Whether all that a selector names was asked and answered, so that nothing of it can turn up here."""
        if not selector.codes <= {one.rule.code for one in self.terms.asked}:
            return False
        return not any(
            one.rule.code in selector.codes and (isinstance(one, Fault) or waiver.covers(one.at, self.report))
            for one in open_questions
        )

    def found(self, defect: Defect, broken: Iterable[Broken]) -> list[Violation]:
        """The findings, if the rule for them is asked."""
        return violations(self.terms.finder(defect), broken)


def violations(rule: Rule | None, broken: Iterable[Broken]) -> list[Violation]:
    """Findings under a rule; none when it is not asked."""
    return [] if rule is None else [Violation(rule, one.severity or rule.severity, one) for one in broken]


def _reasonless(waiver: Waiver) -> Broken:
    message = Phrase("豁免 {rules} 没有写理由，不起作用", "{rules} silenced without a reason, which has no effect")
    return Broken(waiver.spot, message.fill(rules=listed(waiver.selectors)), fixes=_removal(waiver))


def _expired(waiver: Waiver) -> Broken:
    assert waiver.until is not None
    message = Phrase(
        "豁免 {rules} 已于 {day} 到期，不再起作用", "silencing {rules} expired on {day} and has no effect any more"
    ).fill(rules=listed(waiver.selectors), day=waiver.until.isoformat())
    data = (("reason", waiver.reason), ("until", waiver.until.isoformat()))
    return Broken(waiver.until_spot or waiver.spot, message, data=data)


def refused(at: Spot, codes: Iterable[str]) -> Broken:
    """The finding that something would silence a mandatory rule."""
    known = sorted(codes)
    rules = Phrase("、".join(known), ", ".join(known))
    message = Phrase("{rules} 不得豁免，这里的豁免不起作用", "{rules} is mandatory; nothing silences it")
    return Broken(at, message.fill(rules=rules))


def _unused(waiver: Waiver, idle: Sequence[Selector]) -> Broken:
    if waiver.scope is None:
        message = Phrase(
            "这条豁免后面没有内容；写在要豁免的那一行末尾，或它的上一行",
            "nothing stands below this suppression; put it at the end of the line it is for, or on the line above",
        )
        return Broken(waiver.spot, message, fixes=_removal(waiver))
    where = Phrase("这里", "here")
    if isinstance(waiver.scope, Everywhere):
        where = Phrase("整份报告", "in the whole report")
    message = Phrase("{where}没有 {rules} 的问题要豁免", "no finding of {rules} {where} to silence")
    message = message.fill(where=where, rules=listed(idle))
    if len(idle) == len(waiver.selectors):
        return Broken(waiver.spot, message, fixes=_removal(waiver))
    return Broken(idle[0].spot, message, fixes=_shortening(waiver, idle))


def _removal(waiver: Waiver) -> tuple[Fix, ...]:
    if waiver.removal is None:
        return ()
    return (Fix(Applicability.SAFE, Phrase("删去这条豁免", "remove the suppression"), (Edit(waiver.removal, ""),)),)


def _shortening(waiver: Waiver, idle: Sequence[Selector]) -> tuple[Fix, ...]:
    if waiver.list is None:
        return ()
    kept = ", ".join(one.word for one in waiver.selectors if one not in idle)
    message = Phrase("从这条豁免里删去 {rules}", "take {rules} out of the suppression").fill(rules=listed(idle))
    return (Fix(Applicability.SAFE, message, (Edit(waiver.list, kept),)),)
