"""`openness-lint rules --check`: the linear rules of each form held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openness_lint.cli.output import put
from openness_lint.drawing.wording import count
from openness_lint.model.form import Form
from openness_lint.model.language import Language, Phrase, join
from openness_lint.repair.audit import Audit, Circuit, Demanded, audit
from openness_lint.rulebook.ready import ReadyRule

MOST_SHOWN = 8  # figures in no rule that are named; the rest are counted


def check_rules(forms: Iterable[Form], known: Sequence[ReadyRule], format_name: str, language: Language) -> int:
    """Write what the rules are together; the exit code: 1 where some contradict each other."""
    audits = [audit(form, _demanded(form, known)) for form in forms]
    if format_name == "json":
        import json

        put(json.dumps([_as_json(one) for one in audits], ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{line.say(language)}\n" for one in audits for line in _lines(one)))
    return 1 if any(one.contradictions for one in audits) else 0


def _demanded(form: Form, known: Sequence[ReadyRule]) -> list[Demanded]:
    questions = [(one.rule.code, one.questions.get(form.id)) for one in known]
    return [Demanded(code, one) for code, question in questions if question is not None for one in question.equations]


def _lines(one: Audit) -> list[Phrase]:
    head = Phrase("{form}：{n}，其中 {rank} 个相互独立", "{form}: {n}, {rank} of them independent")
    lines = [head.fill(form=one.form.id, n=count(one.equations, "个等式", "equation"), rank=one.rank)]
    for circuit in one.circuits:
        words = (
            Phrase("  矛盾：{rules} 不能同时成立，差 {gap}", "  contradiction: {rules} cannot all hold, {gap} apart")
            if circuit.gap
            else Phrase(
                "  重复：{rules}，每一个都可由其余推出", "  repeated: {rules}, each of which follows from the others"
            )
        )
        lines.append(words.fill(rules=_rules(circuit), gap=abs(circuit.gap)))
    if one.uncovered:
        shown = join([one.form.where(address) for address in one.uncovered[:MOST_SHOWN]], "；", "; ")
        words = Phrase("  {n}不在任何等式或界限里：{shown}", "  {n} in no equation or bound: {shown}")
        lines.append(words.fill(n=count(len(one.uncovered), "个数字", "figure"), shown=shown))
        if left := len(one.uncovered) - MOST_SHOWN:
            more = Phrase(f"  ……等，另有 {left} 个", f"  … and {left} more")
            lines += [more] if left > 0 else []
    return lines


def _rules(circuit: Circuit) -> Phrase:
    return join(
        [
            Phrase(f"{code}（{number} 个）", f"{code} ({number})") if number > 1 else Phrase.same(code)
            for code, number in circuit.rules.items()
        ]
    )


def _as_json(one: Audit) -> dict[str, object]:
    return {
        "form": one.form.id,
        "equations": one.equations,
        "rank": one.rank,
        "circuits": [_circuit(circuit) for circuit in one.circuits if not circuit.gap],
        "contradictions": [_circuit(circuit) for circuit in one.contradictions],
        "uncovered": [str(address) for address in one.uncovered],
    }


def _circuit(circuit: Circuit) -> dict[str, object]:
    return {
        "equations": [{"code": one.code, "address": str(one.equation.at)} for one in circuit.demanded],
        "gap": str(circuit.gap),
    }
