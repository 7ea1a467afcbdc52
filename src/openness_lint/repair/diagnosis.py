"""What is broken in a report, cause by cause, with the changes that would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from openness_lint.model.address import Address
from openness_lint.model.linear import Equation
from openness_lint.model.repair import Certainty, Change, Diagnosis, Repair, Step
from openness_lint.model.report import Report
from openness_lint.model.slip import Priors, Slip, plain_priors
from openness_lint.model.values import NamedTuple, replace
from openness_lint.repair.answers import Answer, Option, answers, lowered
from openness_lint.repair.bodies import Misplaced, misplaced
from openness_lint.repair.events import Event
from openness_lint.repair.readings import cost, readings
from openness_lint.repair.slips import price
from openness_lint.repair.system import State, System, systems
from openness_lint.repair.wording import RESTATED, likely, notes, said


class Explained(NamedTuple):
    """A diagnosis with the equations it explains, and the figures that change in some reading."""

    diagnosis: Diagnosis
    equations: tuple[Equation, ...]
    figures: frozenset[Address]


def diagnose(report: Report, equations: Sequence[Equation]) -> list[Explained]:
    """Every cause of broken equations in a report, in order of the equations.

    Args:
        report: What was read. Blanks count as 0, and are suspected where that does not come out.
        equations: Every linear demand on it, those on other reports' figures as constants.
    """
    priors = report.form.priors or plain_priors()
    found: list[Explained] = []
    if (body := misplaced(report, equations, priors)) is not None:
        found.append(_rolled_up(body, report, "cause-1"))
        settled = set(body.equations)
        equations = [one for one in equations if one not in settled]
    for system in systems(report, equations):
        for ours, answer, restated in _answered(system, report, priors):
            found.append(_explained(answer, ours, report, f"cause-{len(found) + 1}", restated=restated))
    return found


def _answered(system: System, report: Report, priors: Priors) -> Iterator[tuple[System, Answer, bool]]:
    """What is said of a system, with or without what other reports say; and whether they may be what is wrong.

    Figures of other reports are published and fixed, but they may have been restated: where it takes
    far less to let them differ than to bend this report to them, they are left out of it.
    """
    whole = readings(system, priors)
    outside = {
        i
        for i, (demand, residual) in enumerate(zip(system.demands, system.residuals, strict=True))
        if residual and len(demand.terms) == 1
    }
    if not outside:
        yield from ((system, answer, False) for answer in answers(system, whole, priors))
        return
    inside = [one.equation for i, one in enumerate(system.demands) if i not in outside]
    rest = [(one, readings(one, priors)) for one in systems(report, inside)]
    differ = price(Slip.RESTATED, priors) + sum(cost(one) for _, one in rest)
    # How likely it is that this report is wrong, and not the other.
    share = 1 / (1 + exp(min(cost(whole) - differ, 100.0)))
    if share < priors.mentioned:
        yield from ((one, answer, False) for one, found in rest for answer in answers(one, found, priors))
        return
    for answer in answers(system, whole, priors):
        touched = bool(outside & set(answer.demands))
        yield system, lowered(answer, share, priors) if touched else answer, touched and share < priors.certain


def _explained(answer: Answer, system: System, report: Report, key: str, *, restated: bool) -> Explained:
    number = len(answer.demands)
    bare = [_repair(one, answer, system, report) for one in answer.options]
    repairs = tuple(
        replace(one, said=said(one, report.form, number, several=len(bare) > 1 or restated)) for one in bare
    )
    common = tuple(system.entries[one].address for one in answer.common) if len(repairs) > 1 else ()
    told = notes(answer, repairs, common, report.form)
    told += (RESTATED,) if restated else ()
    diagnosis = Diagnosis(
        key,
        answer.certainty,
        number,
        repairs,
        common,
        answer.least,
        told,
        more=answer.more,
        complete=answer.complete,
        restated=restated,
    )
    equations = tuple(system.demands[one].equation for one in answer.demands)
    figures = frozenset(change.address for repair in repairs for change in repair.changes)
    return Explained(diagnosis, equations, figures)


def _rolled_up(body: Misplaced, report: Report, key: str) -> Explained:
    """Nothing is certain of it: the area's report may have been made before that body's was."""
    cells = [report.cells[at] for at in body.meant]
    changes = tuple(
        Change(cell.address, cell.printed.span, cell.printed.text, f"{body.meant[cell.address].normalize():f}")
        for cell in cells
    )
    number = len(changes)
    steps = (Step(Slip.BODY_MISSING, tuple(one.address for one in changes)),)
    bare = Repair(changes, steps, round(body.probability, 4))
    repair = replace(bare, said=said(bare, report.form, number, several=False, slip=body.said))
    told = (likely(repair),)
    diagnosis = Diagnosis(key, Certainty.LIKELY, number, (repair,), notes=told)
    broken = tuple(one for one in body.equations if one.at in body.meant)
    return Explained(diagnosis, broken, frozenset(body.meant))


def _repair(option: Option, answer: Answer, system: System, report: Report) -> Repair:
    changes: list[Change] = []
    order = {address: i for i, address in enumerate(report.cells)}
    for entry, value in sorted(option.changes, key=lambda one: order[system.entries[one[0]].address]):
        cell = report.cells[system.entries[entry].address]
        changes.append(Change(cell.address, cell.printed.span, cell.printed.text, system.text(value)))
    unless: tuple[Address, ...] = ()
    if answer.certainty is not Certainty.OPEN and len(changes) == 1:
        unless = _unless(option.changes[0][0], system)
    return Repair(
        tuple(changes),
        _steps(option, tuple(one.address for one in changes), system),
        round(option.probability, 4),
        option.events[0].rival if len(option.events) == 1 else None,
        unless,
    )


def _steps(option: Option, changed: Sequence[Address], system: System) -> tuple[Step, ...]:
    """The slips with their figures, both in the order of what is changed."""
    place = {address: i for i, address in enumerate(changed)}
    steps = [
        Step(
            _named(event, system),
            tuple(sorted((system.entries[one].address for one, _ in event.changes), key=place.__getitem__)),
        )
        for event in option.events
    ]
    return tuple(sorted(steps, key=lambda one: place[one.figures[0]]))


def _named(event: Event, system: System) -> Slip:
    """The slip as it is told: what changes a whole row to another report's figures names no body."""
    entries = [system.entries[entry] for entry, _ in event.changes]
    if all(one.state is State.UNREADABLE and not one.guessed for one in entries):
        return Slip.NOT_A_NUMBER
    if event.slip is not Slip.BODY_MISSING:
        return event.slip
    rows = {(one.address.area, one.address.row) for one in entries}
    return Slip.NOT_TAKEN_OVER if len(rows) > 1 or any(one.value for one in entries) else Slip.LINE_OMITTED


def _unless(entry: int, system: System) -> tuple[Address, ...]:
    """The totals that would be wrong, were the figure right: those it goes into, and that of its balance.

    None where it is a total of what is broken itself, or cannot be right whatever the others are.
    """
    one = system.entries[entry]
    if one.state is State.UNREADABLE or (one.value < 0 and not one.signed):
        return ()
    structure, found = system.structure, []
    for demand, _ in structure.demands_of[entry]:
        if not system.residuals[demand]:
            continue
        total = structure.totals[demand]
        if total is None:
            total = _largest([other for other, _ in structure.demands[demand].terms if other != entry], system)
        if total is None or total == entry:
            return ()
        found.append(total)
    return tuple(system.entries[one].address for one in dict.fromkeys(found)) if len(found) > 1 else ()


def _largest(entries: Sequence[int], system: System) -> int | None:
    """Of these figures, the total of the most parts; None where none is a total."""
    parts = system.structure.parts
    totals = [one for one in entries if one in parts]
    return max(totals, key=lambda one: max(len(sum_) for sum_ in parts[one])) if totals else None
