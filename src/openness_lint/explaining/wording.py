"""The words that every page on a rule shares, whatever it is drawn on."""

from __future__ import annotations

from openness_lint.drawing.plain import measure
from openness_lint.drawing.wording import SEVERITIES
from openness_lint.explaining.demands import Demand
from openness_lint.explaining.page import Explanation
from openness_lint.explaining.samples import Sample
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.rule import Confidence, Rule, Severity
from openness_lint.model.span import TextSpan
from openness_lint.suppression.waiver import CHECK as SUPPRESSION

DEMAND = Phrase("要求", "What it demands")
WRITTEN = Phrase("规则文件里写作", "In the rule file")
WHY = Phrase("为什么", "Why")
BASIS = Phrase("依据", "Basis")
SEVERITY = Phrase("级别", "Severity")
CONFIDENCE = Phrase("判定", "Judged")
BY_DEFAULT = Phrase("默认", "By default")
OFF = Phrase("不检查；选用时写明代码或名称", "not asked; select it by its code or name")
FORMS = Phrase("适用格式", "Forms")
FIXED = Phrase("自动改正", "Fix")
BREAKS = Phrase("不合要求的例子", "An example that breaks it")
HOLDS = Phrase("合乎要求的例子", "An example that holds")
BASELINE = Phrase("基线里有", "In the baseline")
SAYS = Phrase("检查结果", "What a check says")
TRAPS = Phrase("容易看错的情形", "What is easily misjudged")
FIX = Phrase("怎样改正", "How to put it right")
SUPPRESS = Phrase("怎样豁免", "How to suppress it")

CONFIDENCES = {
    Confidence.EXACT: Phrase("确定：数字或文字直接决定", "exact: figures or wording decide"),
    Confidence.HEURISTIC: Phrase("推断：凭文字推断，请人工核对", "heuristic: language decides, a human should look"),
}

_SIGNS = {"holds": "✓", "breaks": "✗", "gap": "–"}
_ANSWERS = {
    "holds": Phrase("成立", "holds"),
    "breaks": Phrase("不成立", "broken"),
    "gap": Phrase("无法判定", "not judged"),
}
_NOT_ASKED = Phrase("不作要求", "not asked")

_FIXES = {
    Applicability.SAFE: Phrase("`--fix` 可以自动改正", "`--fix` mends it"),
    Applicability.UNSAFE: Phrase(
        "`--fix --unsafe-fixes` 可以改正；这会改变报告的内容，只在改后各项等式都成立时才改，改后请核对",
        "`--fix --unsafe-fixes` mends it; this changes what the report says, is done only where every equation then "
        "holds, and should be looked at afterwards",
    ),
    Applicability.DISPLAY: Phrase("提出改法，不自动改正", "A correction is shown and never applied"),
}
_NO_FIX = Phrase(
    "不能自动改正：要改成什么，只有填报的人知道。请照上面的说明核对、修改。",
    "Nothing is mended automatically: only those who wrote the report know what is right. Check and correct it.",
)
SHORT_FIXES = {
    Applicability.SAFE: Phrase("--fix", "--fix"),
    Applicability.UNSAFE: Phrase("--unsafe-fixes", "--unsafe-fixes"),
    Applicability.DISPLAY: Phrase("只提出改法", "shown only"),
}
NO_FIXES = Phrase("无", "none")

SUPPRESSED_HERE = Phrase(
    "核对过、确认不必再报的，在那一行末尾写注释，并写明理由。没有理由的、没有用上的豁免，本身也会报出来。",
    "What was checked and may stand gets a comment at the end of its line, with the reason. A suppression without a "
    "reason, or one that suppresses nothing, is itself reported.",
)
SUPPRESSED_EVERYWHERE = Phrase(
    "所有报告都不用这条规则，或者改变它的级别，写在配置文件 `.openness-lint.yaml` 里：",
    "To leave the rule out for all reports, or to change its severity, write in `.openness-lint.yaml`:",
)

FAMILIES = {
    "structure": Phrase("结构和标题", "Structure and headings"),
    "totals": Phrase("合计和勾稽关系", "Totals and balances"),
    "cells": Phrase("表格里的数字", "Figures in tables"),
    "units": Phrase("单位", "Units"),
    "plausibility": Phrase("数字是否合理", "Plausible figures"),
    "narrative": Phrase("文字与表格是否一致", "Text against tables"),
    "years": Phrase("与往年对照", "Against earlier years"),
    "roster": Phrase("与所属机关对照", "Against other bodies"),
    "text": Phrase("文字", "Wording"),
    "suppression": Phrase("豁免和基线", "Suppressions and baselines"),
}


def family(folder: str) -> Phrase:
    """The name of a family of rules, that is, of a folder in a pack."""
    return FAMILIES.get(folder) or Phrase.same(folder)


def demand(one: Demand, explanation: Explanation) -> Phrase:
    """One linear demand as a sentence: on which forms, when, how grave, and what."""
    heads: list[Phrase] = []
    if len(one.forms) < len(explanation.forms):
        titles = [form.title for form in explanation.forms if form.id in one.forms]
        heads.append(Phrase("、".join(t.zh for t in titles), ", ".join(t.en for t in titles)))
    if one.condition is not None:
        heads.append(one.condition)
    if one.severity is not None:
        heads.append(SEVERITIES[one.severity])
    if not heads:
        return one.words
    said = Phrase("，".join(head.zh for head in heads), ", ".join(head.en for head in heads))
    return Phrase(f"（{said.zh}）{one.words.zh}", f"({said.en}) {one.words.en}")


def form_years(form: Form) -> Phrase:
    """`政府信息公开工作年度报告（2021年格式），2021 年度起`."""
    match form.first_year, form.last_year:
        case None, None:
            return form.title
        case first, None:
            return Phrase(f"{form.title.zh}，{first} 年度起", f"{form.title.en}, {first} and later")
        case None, last:
            return Phrase(f"{form.title.zh}，至 {last} 年度", f"{form.title.en}, up to {last}")
        case first, last:
            return Phrase(f"{form.title.zh}，{first} 至 {last} 年度", f"{form.title.en}, {first} to {last}")


def verdict(sample: Sample) -> tuple[str, Phrase]:
    """A sign and a word for how an example came out."""
    if sample.kind == "holds" and not sample.outcome.judged:
        return "○", _NOT_ASKED
    return _SIGNS[sample.kind], _ANSWERS[sample.kind]


def fixes(explanation: Explanation) -> list[Phrase]:
    """What can be done about a finding; commands in backquotes."""
    found = [
        Phrase(f"{_FIXES[kind].zh}。例如：{fix.message.zh}。", f"{_FIXES[kind].en}. For instance: {fix.message.en}.")
        for kind, fix in explanation.fixes.items()
    ]
    return found or [_NO_FIX]


def can_be_suppressed(rule: Rule) -> bool:
    """Whether a comment can silence a finding: what is said of suppressions is not silenced by others."""
    return rule.check != SUPPRESSION


_ROOM = 64  # columns of a line that leave some for the comment


def comment(explanation: Explanation) -> Phrase:
    """The comment that suppresses a finding, on the line of the example's first one."""
    line = _line_at_fault(explanation.breaks)
    remark = f"# openness-lint: ignore[{explanation.rule.code}]"
    here = f"{line}  {remark}" if line and measure(line) < _ROOM else remark
    return Phrase(f"{here} 已核对，无须修改", f"{here} checked, and right as it stands")


def _line_at_fault(sample: Sample | None) -> str:
    if sample is None or not sample.outcome.violations:
        return ""
    span = sample.outcome.violations[0].at.span
    return sample.outcome.lines[span.line - 1].strip() if isinstance(span, TextSpan) else ""


def settings(rule: Rule) -> Phrase:
    """The lines of a configuration that leave a rule out, or change its severity."""
    other = Severity.WARNING if rule.severity is Severity.INFO else Severity.INFO
    lines = ((f"ignore: [{rule.code}]", "不用这条规则", "leave it out"), (f"severity: {{{rule.code}: {other.value}}}", "或者改变级别", "or change its severity"))  # fmt: skip
    width = max(len(line) for line, _, _ in lines)
    return Phrase(
        "\n".join(f"{line:<{width}}  # {zh}" for line, zh, _ in lines),
        "\n".join(f"{line:<{width}}  # {en}" for line, _, en in lines),
    )
