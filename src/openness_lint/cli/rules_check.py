"""`openness-lint rules --check`: the linear rules of each form held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from openness_lint.cli.files import display_name
from openness_lint.cli.output import put
from openness_lint.drawing.wording import count
from openness_lint.explaining.demands import said, shape, written
from openness_lint.model.address import Address
from openness_lint.model.form import Form
from openness_lint.model.language import Language, Phrase, join
from openness_lint.model.values import NamedTuple
from openness_lint.repair.audit import Audit, Circuit, Demanded, audit
from openness_lint.rulebook.pack import read_tree
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.syntax.node import Node

MOST_SHOWN = 8  # figures in no rule that are named; the rest are counted

_BETWEEN = Phrase("  矛盾：{rules} 不能同时成立，差 {gap}", "  contradiction: {rules} cannot all hold, {gap} apart")
_WITHIN = Phrase(
    "  自相矛盾：{rules} 自己的要求不能同时成立，差 {gap}",
    "  self-contradiction: the demands of {rules} cannot all hold, {gap} apart",
)
_NEVER = Phrase(
    "  自相矛盾：{rules} 无论填什么数都不成立，差 {gap}",
    "  self-contradiction: {rules} cannot hold whatever the figures are, {gap} apart",
)
_REPEATED = Phrase(
    "  重复：{rules}，每一个都可由其余推出", "  repeated: {rules}, each of which follows from the others"
)
_IDLE = Phrase(
    "  恒成立：{rules} 无论填什么数都成立，等于没有要求",
    "  always true: {rules} holds whatever the figures are, and so asks nothing",
)


class _Place(NamedTuple):
    """Where a rule states an equation, and along which lines of the table it is laid out."""

    path: str
    line: int | None  # None where its check brings the equation
    each: Literal["row", "column"] | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class _Checked(NamedTuple):
    """What the rules of a form are together, and where each of them is stated."""

    audit: Audit
    places: Mapping[Demanded, _Place]


def check_rules(forms: Iterable[Form], known: Sequence[ReadyRule], format_name: str, language: Language) -> int:
    """Write what the rules are together; the exit code: 1 where some contradict each other, or themselves."""
    trees = {one.rule.code: read_tree(Path(one.path))[0] for one in known}
    found = [_checked(form, known, trees) for form in forms]
    if format_name == "json":
        import json

        put(json.dumps([_as_json(one, language) for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{line.say(language)}\n" for one in found for line in _lines(one)))
    return 1 if any(one.audit.contradictions for one in found) else 0


def _checked(form: Form, known: Sequence[ReadyRule], trees: Mapping[str, Node]) -> _Checked:
    demanded: list[Demanded] = []
    at_times: list[Demanded] = []
    places: dict[Demanded, _Place] = {}
    for one in known:
        question = one.questions.get(form.id)
        if question is None:
            continue
        code, path = one.rule.code, display_name(Path(one.path))
        demanded += [Demanded(code, equation) for equation in question.equations]
        for demand in written(trees[code], form):
            stated = [Demanded(code, equation) for equation in demand.equations]
            places |= {each: _Place(path, demand.line, demand.each) for each in stated if each not in places}
            at_times += stated if demand.under_condition else []
        places |= {each: _Place(path, None) for each in demanded if each.code == code and each not in places}
    return _Checked(audit(form, demanded, at_times), places)


def _lines(found: _Checked) -> Iterator[Phrase]:
    one = found.audit
    head = Phrase("{form}：{n}，其中 {rank} 个相互独立", "{form}: {n}, {rank} of them independent")
    yield head.fill(form=one.form.id, n=count(one.equations, "个等式", "equation"), rank=one.rank)
    for alike in _alike(one.circuits, found.places):
        yield _head(alike)
        if alike[0].gap:
            yield from _stated([each for circuit in alike for each in circuit.demanded], found)
    for code, idle in _by_code(one.idle).items():
        yield _IDLE.fill(rules=code)
        yield from _stated(idle, found)
    yield from _figures(
        one.form,
        one.at_times,
        Phrase(
            "  {n}只在一定条件下有等式或界限：{shown}", "  {n} in an equation or bound only under a condition: {shown}"
        ),
    )
    yield from _figures(
        one.form, one.uncovered, Phrase("  {n}不在任何等式或界限里：{shown}", "  {n} in no equation or bound: {shown}")
    )


def _figures(form: Form, addresses: Sequence[Address], words: Phrase) -> Iterator[Phrase]:
    if not addresses:
        return
    shown = join([form.where(one) for one in addresses[:MOST_SHOWN]], "；", "; ")
    yield words.fill(n=count(len(addresses), "个数字", "figure"), shown=shown)
    if (left := len(addresses) - MOST_SHOWN) > 0:
        yield Phrase(f"  ……等，另有 {left} 个", f"  … and {left} more")


def _alike(circuits: Iterable[Circuit], places: Mapping[Demanded, _Place]) -> list[list[Circuit]]:
    """Circuits of the same demands in other rows or columns together."""
    found: dict[Hashable, list[Circuit]] = {}
    for one in circuits:
        demands = Counter((each.code, places[each], shape(each.equation, places[each].each)) for each in one.demanded)
        found.setdefault((frozenset(demands.items()), abs(one.gap)), []).append(one)
    return list(found.values())


def _head(alike: Sequence[Circuit]) -> Phrase:
    first = alike[0]
    if not first.gap:
        words = _REPEATED
    elif len(first.demanded) == 1:
        words = _NEVER
    else:
        words = _WITHIN if len(first.rules) == 1 else _BETWEEN
    # How many equations a rule has in it tells something only where they are of several rules.
    rules = _rules(first) if words in (_BETWEEN, _REPEATED) else Phrase.same(next(iter(first.rules)))
    head = words.fill(rules=rules, gap=abs(first.gap))
    if len(alike) == 1:
        return head
    return Phrase(f"{head.zh}（同样的共 {len(alike)} 处）", f"{head.en} (alike in {len(alike)} places)")


def _stated(demanded: Iterable[Demanded], found: _Checked) -> Iterator[Phrase]:
    """The equations, each rule's together, with the place of the demand that they come from."""
    by_place: dict[tuple[str, _Place], dict[Demanded, None]] = {}
    for one in demanded:
        by_place.setdefault((one.code, found.places[one]), {})[one] = None
    for (code, place), those in sorted(by_place.items(), key=lambda one: (one[0][0], one[0][1].line or 0)):
        for words in said([one.equation for one in those], place.each, found.audit.form):
            yield Phrase(f"    {code}（{place}）：{words.zh}", f"    {code} ({place}): {words.en}")


def _by_code(demanded: Iterable[Demanded]) -> dict[str, list[Demanded]]:
    found: dict[str, list[Demanded]] = {}
    for one in demanded:
        found.setdefault(one.code, []).append(one)
    return found


def _rules(circuit: Circuit) -> Phrase:
    return join(
        [
            Phrase(f"{code}（{number} 个）", f"{code} ({number})") if number > 1 else Phrase.same(code)
            for code, number in circuit.rules.items()
        ]
    )


def _as_json(found: _Checked, language: Language) -> dict[str, object]:
    one = found.audit
    return {
        "form": one.form.id,
        "equations": one.equations,
        "rank": one.rank,
        "circuits": [_circuit(circuit, found, language) for circuit in one.circuits if not circuit.gap],
        "contradictions": [_circuit(circuit, found, language) for circuit in one.contradictions],
        "idle": [_equation(each, found, language) for each in one.idle],
        "conditional": [str(address) for address in one.at_times],
        "uncovered": [str(address) for address in one.uncovered],
    }


def _circuit(circuit: Circuit, found: _Checked, language: Language) -> dict[str, object]:
    return {
        "equations": [_equation(one, found, language) for one in circuit.demanded],
        "gap": str(circuit.gap),
    }


def _equation(one: Demanded, found: _Checked, language: Language) -> dict[str, object]:
    place = found.places[one]
    [words] = said([one.equation], place.each, found.audit.form)
    return {
        "code": one.code,
        "address": str(one.equation.at),
        "says": words.say(language),
        "path": place.path,
        "line": place.line,
    }
