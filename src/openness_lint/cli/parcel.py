"""What is said of one file, as bytes: for another process, and to be kept until the next run.

Forms and rules are not packed but named: whoever unpacks has the same ones.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, overload

from openness_lint.cli.judged import Judged, Wanted
from openness_lint.config.plans import Plan
from openness_lint.model.form import Form
from openness_lint.model.outcome import Answer, Outcome
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.values import new_tuple, replace
from openness_lint.rulebook.ready import Forms

_PLAIN = {("decimal", "Decimal")}
_SEVERITIES = tuple(Severity)

# Of every answer the number of its rule, of every one how many demands were judged, and of every one how many hold.
_Figures: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


class Parcels:
    """Packs and unpacks, for one set of forms and rules."""

    def __init__(self, families: Iterable[Sequence[Form]], rules: Iterable[Rule]) -> None:
        self._forms = _Forms(families)
        self._rules = {rule.code: rule for rule in rules}
        self._graded = _Graded(self._rules.values())
        self._asked: tuple[Rule, ...] = ()  # of the report before: mostly that of the next one, too
        self._asked_numbers: tuple[int, ...] = ()
        self._ways = _Ways(self._forms, self._rules)
        # What parcels name, by where they say that it stands.
        self._names: dict[tuple[str, str], Callable[..., object]] = {
            (__name__, form_named.__name__): self._forms.__getitem__,
            (__name__, rule_named.__name__): self._rule,
            (__name__, answers_in.__name__): self._answers,
        }

    @classmethod
    def of(cls, plan: Plan) -> Parcels:
        """For what is judged by a plan."""
        return cls((pack.forms for pack in plan.rulebook.packs), (one.rule for one in plan.rulebook.rules))

    def pack(self, judged: Judged, wanted: Wanted) -> bytes:
        """The bytes, without what no reporter will ask for."""
        buffer = io.BytesIO()
        packer = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
        packer.dispatch_table = self._ways
        result = judged.result
        if isinstance(result, Outcome):
            judged = judged._replace(result=_light(result, wanted, self._figures(result.answers)))
        packer.dump(judged)
        return buffer.getvalue()

    def _figures(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """The answers, a hundred for a report, of which few formats have any use: three plain numbers for each."""
        if not answers:
            return ()
        rules, judged, held = zip(*answers, strict=True)
        if rules != self._asked:
            self._asked_numbers = tuple(map(self._graded.number, rules))
            self._asked = rules
        return _Answers(self._graded, (self._asked_numbers, judged, held))

    def _answers(self, *figures: tuple[int, ...]) -> _Answers:
        numbers, judged, held = figures
        if not len(numbers) == len(judged) == len(held) or not numbers or max(numbers) not in self._graded:
            raise pickle.UnpicklingError("no answers")
        return _Answers(self._graded, (numbers, judged, held))

    def _rule(self, code: str, severity: str) -> Rule:
        rule = self._rules[code]
        return rule if rule.severity.value == severity else replace(rule, severity=Severity(severity))

    def unpack(self, data: bytes) -> Judged:
        """What was packed.

        Raises:
            pickle.UnpicklingError: it holds what is no part of a parcel, or names a form or rule there is not.
        """
        judged = _Unpacker(io.BytesIO(data), self._names).load()
        if not isinstance(judged, Judged):
            raise pickle.UnpicklingError("no parcel")
        return judged


class _Answers(Sequence[Answer]):
    """Answers that are made when they are asked for, as most are not."""

    __slots__ = ("_graded", "figures")

    def __init__(self, graded: _Graded, figures: _Figures) -> None:
        self._graded = graded
        self.figures = figures

    def __len__(self) -> int:
        return len(self.figures[0])

    @overload
    def __getitem__(self, index: int) -> Answer: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...

    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        return tuple(self)[index]

    def __iter__(self) -> Iterator[Answer]:
        numbers, judged, held = self.figures
        for number, *counts in zip(numbers, judged, held, strict=True):
            yield new_tuple(Answer, (self._graded[number], *counts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class _Forms(dict[str, Form]):
    """Forms by id, each read when it is first named: a run over reports of one year has no use for the others."""

    def __init__(self, families: Iterable[Sequence[Form]]) -> None:
        super().__init__()
        self._families = {one.id: family for family in map(Forms.of, families) for one in family.editions}

    def __missing__(self, id: str) -> Form:
        if id in self._families:
            form: Form = self._families[id].form(id)
        else:
            from openness_lint.baseline import FORM as BASELINE_FORM
            from openness_lint.suppression.settle import FORM as SUPPRESSIONS_FORM

            form = {one.id: one for one in (SUPPRESSIONS_FORM, BASELINE_FORM)}[id]
        self[id] = form
        return form


class _Graded(dict[int, Rule]):
    """Rules by number; a configuration may have given a rule another severity, and nothing else."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__()
        self._each = tuple(rules)
        self._places = {rule.code: place for place, rule in enumerate(self._each)}

    def number(self, rule: Rule) -> int:
        return self._places[rule.code] * len(_SEVERITIES) + _SEVERITIES.index(rule.severity)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < len(self._each) * len(_SEVERITIES)

    def __missing__(self, number: int) -> Rule:
        place, grade = divmod(number, len(_SEVERITIES))
        rule, severity = self._each[place], _SEVERITIES[grade]
        self[number] = rule if rule.severity is severity else replace(rule, severity=severity)
        return self[number]


def _light(result: Outcome, wanted: Wanted, answers: Sequence[Answer]) -> Outcome:
    """The result without the source where no finding needs a line of it."""
    return replace(
        result,
        lines=result.lines if result.diagnostics else (),
        paper=result.paper if result.diagnostics else None,
        cells=dict(result.cells) if wanted.cells else {},
        labels=tuple(result.labels) if wanted.labels else (),
        answers=answers,
    )


def form_named(id: str) -> Form:
    """Stands in parcels for a form; the unpacker answers in its place."""
    raise pickle.UnpicklingError(id)


def rule_named(code: str, severity: str) -> Rule:
    """Stands in parcels for a rule with the severity that a configuration gave it, which may be its own."""
    raise pickle.UnpicklingError(f"{code} {severity}")


def answers_in(numbers: tuple[int, ...], judged: tuple[int, ...], held: tuple[int, ...]) -> Sequence[Answer]:
    """Stands in parcels for answers, of which there are numbers only."""
    raise pickle.UnpicklingError(f"{numbers} {judged} {held}")


class _Ways(dict[type, Callable[[Any], Any]]):
    """How pickle takes what is named and not packed, and our errors; other libraries teach it ways of theirs."""

    def __init__(self, forms: Mapping[str, Form], rules: Mapping[str, Rule]) -> None:
        def form(value: Form) -> Any:
            try:
                is_known = forms[value.id] is value
            except KeyError:
                is_known = False
            return (form_named, (value.id,)) if is_known else value.__reduce_ex__(4)

        def rule(value: Rule) -> Any:
            # A configuration may have given it another severity, and nothing else.
            known = value.code in rules
            return (rule_named, (value.code, value.severity.value)) if known else value.__reduce_ex__(4)

        super().__init__({Form: form, Rule: rule, _Answers: lambda value: (answers_in, value.figures)})


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, names: dict[tuple[str, str], Callable[..., object]]) -> None:
        super().__init__(file)
        self._names = names

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Values of the model, and nothing that does anything."""
        found = self._names.get((module, name))
        if found is None:
            ours = module.startswith("openness_lint.model.") or module == Judged.__module__
            if not (ours or (module, name) in _PLAIN):
                raise pickle.UnpicklingError(f"{module}.{name} is no part of a parcel")
            found = self._names[module, name] = super().find_class(module, name)
        return found
