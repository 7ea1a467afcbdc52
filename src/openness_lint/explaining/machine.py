"""Rules explained as plain values, for programs."""

from __future__ import annotations

from typing import Any, TypeAlias

from openness_lint.drawing import contract
from openness_lint.explaining import wording
from openness_lint.explaining.page import Explanation
from openness_lint.explaining.samples import Sample
from openness_lint.model.language import Language

Json: TypeAlias = dict[str, Any]


def page(explanation: Explanation, language: Language) -> Json:
    """One rule. Addresses, locations and diagnostics are those of the JSON contract."""
    rule = explanation.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title.say(language),
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "on_by_default": rule.on_by_default,
        "basis": rule.basis.say(language),
        "because": rule.because.say(language),
        "forms": list(rule.forms),
        "pack": rule.pack,
        "family": explanation.family,
        "check": rule.check,
        "written": explanation.written,
        "demands": [
            {
                "words": one.words.say(language),
                "written": list(one.written),
                "condition": one.condition.say(language) if one.condition else None,
                "severity": (one.severity or rule.severity).value,
                "forms": list(one.forms),
            }
            for one in explanation.demands
        ],
        "examples": [_example(one, language) for one in explanation.samples],
        "fixes": [
            {"applicability": kind.value, "message": fix.message.say(language)}
            for kind, fix in explanation.fixes.items()
        ],
        "suppress": {
            "comment": f"# openness-lint: ignore[{rule.code}]" if wording.can_be_suppressed(rule) else None,
            "configuration": wording.settings(rule).say(language),
        },
    }


def _example(sample: Sample, language: Language) -> Json:
    judged = contract.file(sample.outcome, language)
    return {
        "kind": sample.kind,
        "form": sample.form,
        "text": sample.text,
        "baseline": sample.baseline or None,
        "beside": [{"title": title.say(language), "text": text} for title, text in sample.beside],
        "note": sample.note.say(language) if sample.note else None,
        "judged": judged["judged"],
        "held": judged["held"],
        "diagnostics": judged["diagnostics"],
    }
