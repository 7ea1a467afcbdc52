"""Pages on rules in Markdown: what `docs/rules/` holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from openness_lint.drawing.markdown import literal
from openness_lint.drawing.wording import SEVERITIES
from openness_lint.explaining import wording
from openness_lint.explaining.page import Explanation
from openness_lint.explaining.samples import Sample
from openness_lint.hooks import Look, Reporter
from openness_lint.model.language import Language, Phrase

# Columns of the findings drawn on a page.
WIDTH = 100


def page(explanation: Explanation, language: Language, text: Reporter, concise: Reporter) -> str:
    """A page on one rule, ending with a line end.

    Args:
        explanation: The rule.
        language: Of the page.
        text: What draws the findings of the two main examples.
        concise: What tells those of the other ones.
    """
    return "\n\n".join(_parts(explanation, language, text, concise)) + "\n"


def _parts(explanation: Explanation, language: Language, text: Reporter, concise: Reporter) -> Iterator[str]:
    rule = explanation.rule

    def say(phrase: Phrase) -> str:
        return phrase.say(language)

    def heading(phrase: Phrase, level: int = 2) -> str:
        return f"{'#' * level} {say(phrase)}"

    yield f"# {rule.code} {rule.name}"
    yield f"**{literal(say(rule.title))}**"
    yield _facts(explanation, language)
    yield heading(wording.DEMAND)
    if explanation.demands:
        yield "\n".join(f"- {literal(say(wording.demand(one, explanation)))}" for one in explanation.demands)
    yield f"{say(wording.WRITTEN)}{say(_COLON)}"
    yield fenced(explanation.written, "yaml")
    yield heading(wording.WHY)
    yield literal(say(rule.because))
    yield heading(wording.BASIS)
    yield literal(say(rule.basis))
    look = Look(language=language, width=WIDTH)
    for title, sample in ((wording.BREAKS, explanation.breaks), (wording.HOLDS, explanation.holds)):
        if sample is not None:
            yield heading(title)
            yield from _given(sample, language)
            yield f"{say(wording.SAYS)}{say(_COLON)}"
            yield fenced(sample.drawn(text, look), "text")
    if explanation.traps:
        yield heading(wording.TRAPS)
        for sample in explanation.traps:
            yield from _trap(sample, look, concise)
    yield heading(wording.FIX)
    yield "\n".join(f"- {_with_code(say(one))}" for one in wording.fixes(explanation))
    yield heading(wording.SUPPRESS)
    if wording.can_be_suppressed(rule):
        yield say(wording.SUPPRESSED_HERE)
        yield fenced(say(wording.comment(explanation)), "yaml")
    yield say(wording.SUPPRESSED_EVERYWHERE)
    yield fenced(say(wording.settings(rule)), "yaml")


_COLON = Phrase("：", ":")


def _facts(explanation: Explanation, language: Language) -> str:
    rule = explanation.rule
    fixes = [wording.SHORT_FIXES[kind].say(language) for kind in explanation.fixes]
    rows = [
        (wording.SEVERITY, [SEVERITIES[rule.severity].say(language)]),
        (wording.CONFIDENCE, [wording.CONFIDENCES[rule.confidence].say(language)]),
        *([] if rule.on_by_default else [(wording.BY_DEFAULT, [wording.OFF.say(language)])]),
        (wording.FORMS, [wording.form_years(form).say(language) for form in explanation.forms]),
        (wording.FIXED, fixes or [wording.NO_FIXES.say(language)]),
    ]
    lines = [f"| {title.say(language)} | {'<br>'.join(literal(one) for one in said)} |" for title, said in rows]
    return "\n".join(["| | |", "|---|---|", *lines])


def _trap(sample: Sample, look: Look, concise: Reporter) -> Iterator[str]:
    sign, word = wording.verdict(sample)
    assert sample.note is not None
    note = literal(sample.note.say(look.language))
    said = f"（{word.zh}）" if look.language == "zh" else f" ({word.en})"
    yield f"### {sign} {note}{said}"
    yield from _given(sample, look.language)
    if answer := sample.printed(concise, look):
        yield fenced(answer, "text")


def _given(sample: Sample, language: Language) -> Iterator[str]:
    """What an example consists of."""
    yield fenced(sample.text, "yaml")
    for title, text in sample.beside:
        yield f"{literal(title.say(language))}{_COLON.say(language)}"
        yield fenced(text, "yaml")
    if sample.baseline:
        yield f"{wording.BASELINE.say(language)}{_COLON.say(language)}"
        yield fenced(sample.baseline, "json")


def _with_code(text: str) -> str:
    """A sentence of ours that may quote a report: Markdown but for what stands in backquotes."""
    parts = re.split("(`[^`]+`)", text)
    return "".join(part if i % 2 else literal(part) for i, part in enumerate(parts))


def fenced(text: str, language: str) -> str:
    """A block of code, whatever stands in it."""
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"


def file_name(explanation: Explanation) -> str:
    """The name of a rule's page."""
    return f"{explanation.rule.code}-{explanation.rule.name}.md"


def index(explanations: Sequence[Explanation], language: Language) -> str:
    """A list of the rules by family, with links to their pages beside it."""
    families: dict[str, list[Explanation]] = {}
    for one in explanations:
        families.setdefault(one.family, []).append(one)
    order = [*wording.FAMILIES, *families]
    listed = sorted(families.items(), key=lambda one: order.index(one[0]))
    parts = [f"# {Phrase('规则', 'Rules').say(language)}", _ABOUT.say(language)]
    for folder, members in listed:
        parts += [f"## {wording.family(folder).say(language)}", _table(members, language)]
    return "\n\n".join(parts) + "\n"


_ABOUT = Phrase(
    "每条规则一页：要求什么，为什么，依据是什么，例子和检查结果，怎样改正，怎样豁免。"
    "同样的内容，命令行用 `openness-lint rule T303` 查看。",
    "A page for each rule: what it demands, why and on whose word, examples with what a check says of them, how to "
    "put things right and how to suppress a finding. On the command line, `openness-lint rule T303` shows the same.",
)


def _table(members: Iterable[Explanation], language: Language) -> str:
    titles = [Phrase("代码", "Code"), Phrase("名称", "Name"), wording.DEMAND, wording.SEVERITY, wording.FIXED]
    lines = [
        f"| {' | '.join(title.say(language) for title in titles)} |",
        "|---|---|---|---|---|",
    ]
    for one in members:
        fixes = [wording.SHORT_FIXES[kind].say(language) for kind in one.fixes]
        cells = [
            f"[{one.rule.code}]({file_name(one)})",
            one.rule.name,
            literal(one.rule.title.say(language)),
            SEVERITIES[one.rule.severity].say(language),
            (Phrase("，", ", ").say(language)).join(fixes) or wording.NO_FIXES.say(language),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
