"""From readings to what may be said: how sure, which figures in any case, and what else it could be.

Slips that have nothing to do with each other are told apart, so that one that is plain is not hidden
behind another that is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from openness_lint.model.repair import Certainty
from openness_lint.model.slip import Priors, Slip
from openness_lint.model.values import NamedTuple
from openness_lint.repair.events import Changes, Event
from openness_lint.repair.masks import bits
from openness_lint.repair.readings import Reading, Readings
from openness_lint.repair.system import State, System

MOST_TOLD = 3  # of equally good readings; more help nobody
# In a table with fewer different figures than this, two differences are often the same by chance.
FEW_FIGURES = 20


class Option(NamedTuple):
    """One reading of one matter."""

    events: tuple[Event, ...]
    probability: float

    @property
    def changes(self) -> Changes:
        return tuple(sorted(change for event in self.events for change in event.changes))


class Answer(NamedTuple):
    """What is said of broken demands that belong together.

    `options` are the readings told, likeliest first: one where it is certain or likely, and then those
    that come near it; `more` is how many come near beside those. `common` are the figures that all of these change. `least` is how many
    figures would have to change at least, where no reading was found. `complete` is false where the
    search ended at its bound.
    """

    certainty: Certainty
    demands: tuple[int, ...]  # those that are broken, and hold afterwards
    options: tuple[Option, ...]
    common: tuple[int, ...] = ()
    least: int = 0
    complete: bool = True
    more: int = 0


def answers(system: System, found: Readings, priors: Priors) -> list[Answer]:
    """What there is to say of one broken system and its readings, in order of its demands."""
    broken = [i for i, one in enumerate(system.residuals) if one]
    if not found.found:
        least = max(found.smallest.size, _apart(system, broken))
        complete = found.complete and found.smallest.complete
        return [Answer(Certainty.NONE, tuple(broken), (), least=least, complete=complete)]
    said = [
        _answer(matter, found, system, priors)
        for matter in _matters([one for one in found.found if one.probability >= priors.mentioned] or found.found[:1])
    ]
    return sorted(said, key=lambda one: one.demands)


def _apart(system: System, broken: Sequence[int]) -> int:
    """How many broken demands have no figure in common, as far as is easily seen: each takes a change of its own."""
    taken: set[int] = set()
    apart = 0
    for terms in sorted([system.demands[one].terms for one in broken], key=len):
        if taken.isdisjoint(figures := [entry for entry, _ in terms]):
            taken.update(figures)
            apart += 1
    return apart


def lowered(answer: Answer, share: float, priors: Priors) -> Answer:
    """The answer where it holds only with this probability."""
    options = tuple(one._replace(probability=one.probability * share) for one in answer.options)
    certainty, best = answer.certainty, max((one.probability for one in options), default=0.0)
    if certainty in {Certainty.CERTAIN, Certainty.LIKELY} and best < priors.certain:
        certainty = Certainty.LIKELY if best >= priors.likely else Certainty.OPEN
    return answer._replace(options=options, certainty=certainty)


def _matters(likely: Sequence[Reading]) -> list[int]:
    """Demands that slips of likely readings touch together, as masks apart from each other."""
    matters: list[int] = []
    for reading in likely:
        for event in reading.events:
            joined = event.touches
            for one in [one for one in matters if one & event.touches]:
                joined |= one
                matters.remove(one)
            matters.append(joined)
    return matters


def _answer(matter: int, found: Readings, system: System, priors: Priors) -> Answer:
    chances: dict[Changes, float] = {}
    events: dict[Changes, tuple[Event, ...]] = {}
    for reading in found.found:
        ours = tuple(one for one in reading.events if one.touches & matter)
        changes = tuple(sorted(change for event in ours for change in event.changes))
        chances[changes] = chances.get(changes, 0.0) + reading.probability
        events.setdefault(changes, ours)
    options = [
        Option(events[one], chance) for one, chance in sorted(chances.items(), key=lambda one: (-one[1], one[0]))
    ]
    # Where all are unlikely, those are as good as the best that are half as likely.
    near = [one for one in options if one.probability >= min(priors.mentioned, options[0].probability / 2)]
    common = set.intersection(*({entry for entry, _ in one.changes} for one in near))
    unread = set(system.unreadable)
    broken = tuple(
        one
        for one in bits(matter)
        if system.residuals[one] or any(entry in unread for entry, _ in system.demands[one].terms)
    )
    certainty = _certainty(near, found, broken, system, priors)
    complete = found.complete and found.smallest.complete
    told, more = tuple(near[:MOST_TOLD]), max(len(near) - MOST_TOLD, 0)
    return Answer(certainty, broken, told, tuple(sorted(common)), complete=complete, more=more)


def _certainty(
    near: Sequence[Option], found: Readings, broken: Sequence[int], system: System, priors: Priors
) -> Certainty:
    best = near[0]
    undetermined = _is_undetermined(best) or _is_unread(best, system)
    if best.probability < priors.likely or _is_guess(best, found, broken) or undetermined:
        return Certainty.OPEN
    # Certain only where it was proved that no smaller repair exists.
    if best.probability < priors.certain or not (found.smallest.complete and found.complete):
        return Certainty.LIKELY
    return Certainty.LIKELY if _may_be_entangled(best, broken, system) else Certainty.CERTAIN


def _is_undetermined(best: Option) -> bool:
    """Whether two lines left out cross the same demands: only what they differ by follows from those."""
    omitted = [one.touches for one in best.events if one.slip is Slip.LINE_OMITTED]
    return any(one & other for i, one in enumerate(omitted) for other in omitted[i + 1 :])


def _is_unread(best: Option, system: System) -> bool:
    """Whether the demands leave open what some of the figures are that cannot be read: other numbers do as well."""
    unread = {entry for entry, _ in best.changes if system.entries[entry].state is State.UNREADABLE}
    unread -= {entry for entry in unread if system.entries[entry].guessed}
    if len(unread) < 2:
        return False
    from fractions import Fraction

    rows = [{e: Fraction(f) for e, f in one.terms if e in unread} for one in system.demands]
    rank = 0
    while rows:
        row = rows.pop()
        if not row:
            continue
        rank += 1
        leading, factor = next(iter(row.items()))
        for other in rows:
            if times := other.get(leading, Fraction(0)) / factor:
                for entry, value in row.items():
                    left = other.get(entry, Fraction(0)) - times * value
                    if left:
                        other[entry] = left
                    else:
                        other.pop(entry, None)
    return rank < len(unread)


def _may_be_entangled(best: Option, broken: Sequence[int], system: System) -> bool:
    """Whether the slips, plain as they look, may be what is left to see of others.

    A blank that stays one may have been left out after all, where 0 is written elsewhere. The figures of a
    line left out are whatever the demands across it ask for, the traces of other slips included. And where
    a table has few different figures, of several slips those that are off by the same amount may hide in
    one another, and what is off by one may be the trace of anything.
    """
    if _leaves_a_blank(best, broken, system):
        return True
    elsewhere = {abs(one) for i, one in enumerate(system.residuals) if one and i not in broken}
    several = bool(elsewhere) or len(best.events) > 1
    if any(one.slip is Slip.LINE_OMITTED for one in best.events):
        return several
    if not several or len({abs(one) for one in system.values if one}) >= FEW_FIGURES:
        return False
    off = [{abs(value - system.values[entry]) for entry, value in one.changes} for one in best.events]
    alike = any(one & other for i, one in enumerate(off) for other in off[i + 1 :])
    here = {abs(system.residuals[one]) for one in broken}
    return alike or bool(elsewhere & here) or system.scale in here


def _leaves_a_blank(best: Option, broken: Sequence[int], system: System) -> bool:
    blanks = system.blanks
    if not blanks or len(blanks) > system.values.count(0) - len(blanks):
        return False  # none, or a blank is how a 0 is written here
    left = set(blanks) - {entry for entry, _ in best.changes}
    return any(entry in left for one in broken for entry, _ in system.demands[one].terms)


def _is_guess(best: Option, found: Readings, broken: Sequence[int]) -> bool:
    """Whether a single equation is all there is to go by, and any of its figures could close it."""
    shown = {Slip.BLANK, Slip.LETTER}  # what is wrong with these can be seen
    alone = len(broken) == 1 and len(found.smallest.found) > 1
    return alone and not any(one.slip in shown for one in best.events)
