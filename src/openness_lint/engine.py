"""Report and rules to an Outcome. Pure: opens nothing, prints nothing, keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from openness_lint.hooks import Question, compares
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Diagnostic, Edit, Fault, Fix, Gap, Spot, Verdict, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.figure import read_figure
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation, Relation
from openness_lint.model.outcome import Answer, Outcome
from openness_lint.model.paper import Paper
from openness_lint.model.repair import Certainty, Diagnosis
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.span import sort_key
from openness_lint.model.values import new_tuple, replace

if TYPE_CHECKING:
    from openness_lint.repair.diagnosis import Explained


_UNASKED = Phrase(
    "检查 {check} 出错，这条规则没有判定：{error}", "the check {check} failed, so this rule was not judged: {error}"
)
_UNEXPLAINED = Phrase(
    "查找出错的数字时程序出错，没有给出修正：{error}",
    "the search for the wrong figures failed, no repair is given: {error}",
)


class Askable(Protocol):
    """A rule with its question for each form it applies to."""

    @property
    def rule(self) -> Rule: ...

    @property
    def questions(self) -> Mapping[str, Question]: ...


def judge(
    report: Report,
    rules: Iterable[Askable],
    path: str,
    *,
    raised: Callable[[Exception], object] | None = None,
    known: Iterable[Askable] | None = None,
) -> Outcome:
    """Ask every rule that applies to the report's form.

    A check that raises becomes a Fault under its rule's name; the other rules go on.

    Args:
        report: What was read.
        rules: What to ask.
        path: The report's name in what is said of it.
        raised: Told of every exception that became a Fault, for whoever looks for its cause.
        known: Every rule there is, also those not asked: a fix must keep the equations of all of them.
    """
    answers: list[Answer] = []
    found: list[Diagnostic] = []
    rules = tuple(rules)
    form, judged, held = report.form.id, 0, 0
    for one in rules:
        question = one.questions.get(form)
        if question is None:
            continue
        try:
            verdict = question.judge(report)
            if verdict.broken or verdict.unjudged:
                diagnostics = _diagnostics(one.rule, verdict)
                if len(diagnostics) > 1:
                    diagnostics = in_reading_order(diagnostics, report.paper)
                found += diagnostics
            holding = verdict.judged - len(verdict.broken)
        # Checks may come from other packages: whatever they raise must not take the run down with it.
        except Exception as error:  # noqa: BLE001
            if raised is not None:
                raised(error)
            found.append(_fault(one.rule, report, error, _UNASKED))
            answers.append(Answer(one.rule, 0, 0))
            continue
        judged += verdict.judged
        held += holding
        answers.append(new_tuple(Answer, (one.rule, verdict.judged, holding)))
    if found:
        every = rules if known is None else tuple(known)
        demands = _Demands(report, every)
        found = [_with_fitting_fixes(one, demands) for one in found]
        found = in_reading_order(found, report.paper)
        try:
            found = _diagnosed(found, report, every, demands)
        except Exception as error:  # noqa: BLE001  # what is wrong stands, though nobody can say how it came about
            if raised is not None:
                raised(error)
            found.append(_fault(found[0].rule, report, error, _UNEXPLAINED))
    return Outcome(
        path=path,
        form=report.form,
        agency=report.agency,
        year=report.year,
        judged=judged,
        held=held,
        diagnostics=tuple(found),
        lines=report.lines,
        cells=report.cells,
        answers=tuple(answers),
        paper=report.paper,
        labels=report.labels,
    )


def equations_of(rules: Iterable[Askable], form: Form) -> list[Equation]:
    """Every linear demand that these rules make on each report of the form."""
    questions = (one.questions.get(form.id) for one in rules)
    return [equation for question in questions if question is not None for equation in question.equations]


def equations_on(rules: Iterable[Askable], report: Report) -> list[Equation]:
    """Every linear demand that these rules make on this report, also those that compare it with its companions."""
    rules = tuple(rules)
    questions = (one.questions.get(report.form.id) for one in rules)
    compared = [one for question in questions if compares(question) for one in question.equations_on(report)]
    return [*equations_of(rules, report.form), *compared]


class _Demands:
    """The linear demands that all rules make on one report, laid out when they are first asked for."""

    def __init__(self, report: Report, rules: Sequence[Askable]) -> None:
        self.report = report
        self._rules = rules

    @cached_property
    def all(self) -> list[Equation]:
        return equations_on(self._rules, self.report)

    @cached_property
    def _by_figure(self) -> dict[Address, list[Equation]]:
        found: dict[Address, list[Equation]] = {}
        for one in self.all:
            for address in dict.fromkeys([term.address for term in one.terms]):
                found.setdefault(address, []).append(one)
        return found

    def on(self, address: Address) -> Sequence[Equation]:
        """Those that a figure stands in."""
        return self._by_figure.get(address, ())


def _diagnosed(
    found: list[Diagnostic], report: Report, rules: Sequence[Askable], demands: _Demands
) -> list[Diagnostic]:
    """The findings with what would mend the broken equations, one cause after the other.

    What looks for it is imported here, since most reports have nothing broken.
    """
    codes = {one.rule.code for one in found}
    asked = {one.rule.code: equations_on([one], report) for one in rules if one.rule.code in codes}
    if not any(_is_open(one, asked.get(one.rule.code, []), report) for one in found):
        return found
    from openness_lint.repair.diagnosis import diagnose

    causes_of = _causes_of(found, diagnose(report, demands.all), asked, report)
    speakers = _speakers(found, causes_of, asked)
    done: list[Diagnostic] = []
    for i, (one, cause) in enumerate(zip(found, causes_of, strict=True)):
        if cause is None or not isinstance(one, Violation):
            done.append(one)
            continue
        fixes = one.broken.fixes
        if asked[one.rule.code]:  # what mends one equation may be wrong for the others
            fixes = tuple(fix for fix in fixes if fix.applicability is not Applicability.UNSAFE)
        if i in speakers:
            fixes += tuple(_mending(cause.diagnosis, report))
        done.append(replace(one, broken=replace(one.broken, fixes=fixes), diagnosis=cause.diagnosis))
    return done


def _speakers(
    found: Sequence[Diagnostic], causes: Sequence[Explained | None], asked: Mapping[str, Sequence[Equation]]
) -> set[int]:
    """Which finding of each cause brings the fix: the first on an equation, or the first where there is none.

    None, where a finding on a figure has the very same fix already.
    """
    speakers: dict[str, tuple[bool, int]] = {}
    spoken: set[str] = set()
    for i, (one, cause) in enumerate(zip(found, causes, strict=True)):
        if cause is None or not isinstance(one, Violation):
            continue
        key, on_figure = cause.diagnosis.key, not asked[one.rule.code]
        speakers[key] = min(speakers.get(key, (True, len(found))), (on_figure, i))
        edits = {tuple((one.span, one.meant) for one in repair.changes) for repair in cause.diagnosis.repairs}
        if on_figure and any(tuple((e.span, e.replacement) for e in fix.edits) in edits for fix in one.broken.fixes):
            spoken.add(key)
    return {i for key, (_, i) in speakers.items() if key not in spoken}


def _is_open(one: Diagnostic, equations: Sequence[Equation], report: Report) -> bool:
    """Whether a finding is about an equation that does not hold, or would not with blanks as 0."""
    asked = [equation for equation in equations if equation.at == one.at.address]
    if isinstance(one, Fault) or not asked:
        return False
    if isinstance(one, Violation):
        return any(equation.relation is Relation.EQUAL for equation in asked)
    from openness_lint.reckoning import holds_with_zeros

    return any(
        not holds_with_zeros(equation, report)
        for equation in asked
        if all(report.cell(term.address) is not None for term in equation.terms)
    )


def _causes_of(
    found: Sequence[Diagnostic],
    causes: Sequence[Explained],
    asked: Mapping[str, Sequence[Equation]],
    report: Report,
) -> list[Explained | None]:
    """What explains each finding: by one of its equations, or as a figure that it gives a number."""
    of_equation: dict[Equation, Explained] = {}
    of_figure: dict[Address, Explained] = {}
    for cause in reversed(causes):
        of_equation.update(dict.fromkeys(cause.equations, cause))
        of_figure.update(dict.fromkeys(cause.figures, cause))
    of_place: dict[tuple[str, Address], Explained] = {}
    for code, equations in asked.items():
        for one in reversed(equations):
            if one in of_equation:
                of_place[code, one.at] = of_equation[one]

    def explaining(one: Diagnostic) -> Explained | None:
        if not isinstance(one, Violation) or one.rule.code not in asked:
            return None
        if asked[one.rule.code]:
            return of_place.get((one.rule.code, one.at.address))
        return _of_figure(one, of_figure, report)

    return [explaining(one) for one in found]


def _of_figure(one: Violation, of_figure: Mapping[Address, Explained], report: Report) -> Explained | None:
    cell = report.cell(one.at.address)
    has_no_number = cell is not None and (cell.number is None or cell.number < 0)
    return of_figure.get(one.at.address) if has_no_number else None


def _mending(diagnosis: Diagnosis, report: Report) -> Iterator[Fix]:
    """A fix for every reading: to be applied only where there is no doubt, and the source can be edited."""
    may = diagnosis.certainty is Certainty.CERTAIN and report.transcribed
    for i, repair in enumerate(diagnosis.repairs):
        applicability = Applicability.UNSAFE if may and not i else Applicability.DISPLAY
        yield Fix(applicability, repair.said, tuple(Edit(one.span, one.meant) for one in repair.changes))


def _with_fitting_fixes(one: Diagnostic, demands: _Demands) -> Diagnostic:
    """The finding with the fixes that fit: none that leaves an equation broken, none applied to a document.

    A document is mended by whoever wrote it, in the program it was written with; what is read from it is
    no text that could be edited in place.
    """
    if not isinstance(one, Violation) or not one.broken.fixes:
        return one
    kept = tuple(fix for fix in one.broken.fixes if _settles(fix, one.at.address, demands))
    if not demands.report.transcribed:
        kept = tuple(fix._replace(applicability=Applicability.DISPLAY) for fix in kept)
    return one if kept == one.broken.fixes else replace(one, broken=replace(one.broken, fixes=kept))


def _settles(fix: Fix, address: Address, demands: _Demands) -> bool:
    """Whether every equation holds that the figure stands in, if the fix changes one at all."""
    report = demands.report
    cell = report.cell(address)
    if cell is None or fix.applicability is not Applicability.UNSAFE:
        return True
    replaced = [edit.replacement for edit in fix.edits if edit.span == cell.printed.span]
    number = read_figure(replaced[0]).number if replaced else None
    if number is None or number == cell.number:
        return True
    from openness_lint.reckoning import all_hold

    return all_hold(demands.on(address), report.with_number(address, number))


def _diagnostics(rule: Rule, verdict: Verdict) -> list[Diagnostic]:
    broken = [Violation(rule, one.severity or rule.severity, one) for one in verdict.broken]
    unjudged = [Gap(rule, one.at, one.message) for one in verdict.unjudged]
    return [*broken, *unjudged]


def in_reading_order(found: Iterable[Diagnostic], paper: Paper | None = None) -> list[Diagnostic]:
    """The diagnostics of an outcome as the source is read; those alike stay in the order of the form."""
    place = sort_key if paper is None else paper.key
    return sorted(found, key=lambda one: (place(one.at.span), one.rule.code))


def _fault(rule: Rule, report: Report, error: Exception, words: Phrase) -> Fault:
    # An error of ours can say itself what went wrong, and in whose plugin.
    said = error.message if isinstance(error, OpennessLintError) else f"{type(error).__name__}: {error}"
    return Fault(rule, Spot(Address("sections"), report.span), words.fill(check=rule.check, error=said))
