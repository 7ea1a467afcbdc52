"""A page for people who review: every report with its findings, their places marked, and what to do.

One file that fetches nothing from anywhere, to be mailed, printed, or kept with the reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from openness_lint.drawing.excerpt import Excerpt, excerpt
from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import (
    FAULT,
    GAP,
    SEVERITIES,
    all_well,
    at_fault,
    basis,
    by_rule,
    count,
    counts,
    gap_lines,
    kind,
    mending,
    place,
    places,
    together,
    told,
    why_suppressed,
)
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Fault, Gap, Spot, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome, Result, Tally, Unread
from openness_lint.model.span import TextSpan

MISSING = Phrase(
    "--format html 需要 jinja2，请安装：pip install 'openness-lint[html]'",
    "--format html needs jinja2; install it with: pip install 'openness-lint[html]'",
)
LONGEST = 1000  # cells of a message

_WORDS = {
    "title": Phrase(
        "政府信息公开工作年度报告检查结果", "Findings on yearly reports on government information openness"
    ),
    "file": Phrase("文件", "File"),
    "agency": Phrase("机关", "Agency"),
    "year": Phrase("年度", "Year"),
    "error": SEVERITIES[next(one for one in SEVERITIES if one.value == "error")],
    "warning": SEVERITIES[next(one for one in SEVERITIES if one.value == "warning")],
    "info": SEVERITIES[next(one for one in SEVERITIES if one.value == "info")],
    "gap": GAP,
    "suppressed": Phrase("已豁免", "suppressed"),
    "why": Phrase("缘由", "why"),
    "unread": Phrase("未能读取", "could not be read"),
    "gaps": Phrase("未判定的项：报告没有给出判断所需的内容", "not judged: the report does not give what it takes"),
    "beside": Phrase("另见", "see also"),
}


class Html:
    """Suppressed findings stay on the page, folded, each with its reason."""

    name = "html"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        """Write the page at the end.

        Raises:
            OpennessLintError: jinja2 is not installed.
        """
        try:
            import jinja2
        except ImportError:
            raise OpennessLintError(MISSING) from None
        tally = Tally()
        reports = [_report(result, number, look) for number, result in enumerate(tally.count(results), 1)]
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("openness_lint.reporters", "."),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        page = environment.get_template("html.jinja").generate(
            language="zh-CN" if look.language == "zh" else "en",
            words={key: words.say(look.language) for key, words in _WORDS.items()},
            totals=[(name, said.say(look.language)) for name, said in counts(tally)],
            checked=Phrase(
                f"共检查 {tally.files} 份报告，判定 {tally.judged} 项，成立 {tally.held} 项",
                f"{count(tally.files, '', 'report').en} checked, {count(tally.judged, '', 'demand').en} judged, "
                f"{tally.held} of them hold",
            ).say(look.language),
            reports=reports,
            version=look.version,
        )
        stream.writelines(page)


def _report(result: Result, number: int, look: Look) -> dict[str, Any]:
    if isinstance(result, Unread):
        error = result.error
        at = "" if error.line is None else f":{error.line}" + (f":{error.column}" if error.column else "")
        said = _plain(error.message, look)
        return {"id": f"r{number}", "path": plain(result.path) + at, "unread": said, "counts": {}, "problems": []}
    found: dict[str, int] = {}
    for one in result.active:
        found[kind(one)] = found.get(kind(one), 0) + 1
    if result.suppressed:
        found["suppressed"] = len(result.suppressed)
    return {
        "id": f"r{number}",
        "path": plain(result.path),
        "agency": plain(result.agency or ""),
        "year": result.year or "",
        "form": plain(result.form.title.say(look.language)) if result.is_report else "",
        "unread": "",
        "counts": found,
        "well": all_well(result).say(look.language),
        "problems": [_problem(group, result, look) for group in _gathered(result)],
        "gaps": [
            (
                rule.code,
                plain(rule.name),
                [crop(plain(line), LONGEST) for line in gap_lines(result.form, reasons, look.language)],
            )
            for rule, reasons in by_rule(result.gaps, look.language)
        ],
        "suppressed": [
            _problem([one], result, look) | {"reason": _plain(why_suppressed(one.suppressed), look)}
            for one in result.suppressed
            if one.suppressed is not None
        ],
    }


def _gathered(outcome: Outcome) -> list[list[Violation | Fault]]:
    """The findings of one cause together, and those that say the same in one row."""
    groups: dict[object, list[Violation | Fault]] = {}
    for number, one in enumerate(outcome.active):
        if isinstance(one, Gap):
            continue
        key: object = number
        if isinstance(one, Violation):
            address = one.at.address
            key = (one.rule.code, one.severity, one.message, address.area, address.row)
            if one.diagnosis is not None:
                key = one.diagnosis.key
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _problem(found: list[Violation] | list[Violation | Fault], outcome: Outcome, look: Look) -> dict[str, Any]:
    first, language = found[0], look.language
    broken = [one.broken for one in found if isinstance(one, Violation)]
    cause = first.diagnosis if isinstance(first, Violation) else None
    places_found = [one.at for one in found]
    primary = at_fault(cause) or places_found
    spans = {one.span for one in primary}
    others = [*(places_found if cause else ()), *(spot for one in broken for spot in one.related)]
    related = [one for one in others if one.span not in spans or one.path is not None]
    shown = excerpt(outcome, primary, related)
    lines = _lines(found)
    word = SEVERITIES[first.severity] if isinstance(first, Violation) else FAULT
    span = primary[0].span
    where = f"{span.line}:{span.column}" if isinstance(span, TextSpan) else plain(place(span).say(language))
    return {
        "kind": kind(first),
        "word": word.say(language),
        "rules": list(dict.fromkeys((one.rule.code, plain(one.rule.name)) for one in found)),
        "message": _plain(lines[0], look),
        "notes": [_plain(line, look) for line in lines[1:]],
        "basis": list(dict.fromkeys(_plain(basis(one.rule), look) for one in found)),
        "because": list(dict.fromkeys(_plain(one.rule.because, look) for one in found)),
        "at": where,
        "where": plain(places(outcome.form, [one.address for one in primary], language)),
        "address": plain(", ".join(dict.fromkeys(str(one.address) for one in primary))),
        "lines": shown.lines,
        "tables": shown.tables,
        "beside": _beside(shown, related, outcome, look),
    }


def _lines(found: Sequence[Violation | Fault]) -> list[Phrase]:
    """A headline and what there is to say, of what would mend it first."""
    repairs = list(dict.fromkeys(line for one in found if isinstance(one, Violation) for line in mending(one)))
    said = [line for line in dict.fromkeys(line for one in found for line in told(one)) if line not in repairs]
    notes = [Phrase(f"修正：{one.zh}", f"repair: {one.en}") for one in repairs]
    cause = found[0].diagnosis if isinstance(found[0], Violation) else None
    if cause is not None and len(found) > 1:
        return [together(len(found), cause), *notes, *said]
    return [said[0], *notes, *said[1:]]


def _beside(shown: Excerpt, related: Iterable[Spot], outcome: Outcome, look: Look) -> list[str]:
    """Places that the excerpt does not show: those of other reports, and those nothing can show."""
    elsewhere = [spot for spot in related if spot.path is not None]
    said = []
    for spot in [*shown.beside, *elsewhere]:
        named = plain(outcome.form.where(spot.address).say(look.language))
        at = plain(place(spot.span).say(look.language))
        said.append(" ".join([*([plain(spot.path)] if spot.path else []), at, named, plain(spot.value)]).strip())
    return list(dict.fromkeys(said))


def _plain(words: Phrase, look: Look) -> str:
    return crop(plain(words.say(look.language)), LONGEST)


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Html()]
