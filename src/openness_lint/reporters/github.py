"""Workflow commands, which GitHub's runner turns into remarks beside the lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import FAULT_NOTE, by_rule, place, places, repairing
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Fault, Gap
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.span import Span, TextSpan

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# The runner keeps this many remarks of each level for one step and drops the rest without a word.
SHOWN = 10
LONGEST_MESSAGE = 8000  # cells; a remark holds 64 KB


class GitHub:
    name = "github"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        written: Counter[str] = Counter()
        for result in results:
            for level, command in _commands(result, look):
                written[level] += 1
                stream.write(command)
        if any(number > SHOWN for number in written.values()):
            stream.write(_closing(written, look.language))


def _commands(result: Result, look: Look) -> Iterator[tuple[str, str]]:
    language = look.language
    if isinstance(result, Unread):
        error = result.error
        at = {"line": error.line, "col": error.column} if error.line is not None else {}
        title = Phrase("未能读取", "could not be read").say(language)
        yield "error", _command("error", {"file": result.path, **at, "title": title}, error.message.say(language))
        return
    for one in result.active:
        if isinstance(one, Gap):
            continue
        if isinstance(one, Fault):
            level, notes = "error", [FAULT_NOTE]
        else:
            level = LEVELS[one.severity]
            basis = Phrase(f"依据：{one.rule.basis.zh}", f"basis: {one.rule.basis.en}")
            notes = [*one.broken.notes, *repairing(one), basis]
        where = result.form.where(one.at.address)
        said = [phrase.say(language) for phrase in (one.message, where, *notes)]
        if not isinstance(one.at.span, TextSpan):
            said.insert(2, place(one.at.span).say(language))
        yield level, _command(level, _properties(result.path, one.at.span, one.rule), "\n".join(said))
    if not look.quiet:
        yield from _gaps(result, language)


def _gaps(outcome: Outcome, language: Language) -> Iterator[tuple[str, str]]:
    """One notice for each rule that could not be judged.

    A notice, because nothing is wrong yet and a warning would say so; not nothing, because what was
    not judged must not look as if it held. One for a rule and not for a place, because a report
    with blank cells has dozens, and they would crowd out the ten notices that are shown.
    """
    for rule, reasons in by_rule(outcome.gaps, language):
        at = next(iter(reasons.values()))[0].at
        title = Phrase("未判定", "not judged").say(language)
        lines = [
            f"{reason}{_bracketed(places(outcome.form, [gap.at.address for gap in gaps], language), language)}"
            for reason, gaps in reasons.items()
        ]
        yield "notice", _command("notice", _properties(outcome.path, at.span, rule, f"{title} "), "\n".join(lines))


def _bracketed(text: str, language: Language) -> str:
    return f"（{text}）" if language == "zh" else f" ({text})"


def _properties(path: str, span: Span, rule: Rule, before: str = "") -> dict[str, object]:
    """Where the remark goes; a paper without lines has only its name, and the remark stands at its head."""
    properties: dict[str, object] = {"file": path}
    if isinstance(span, TextSpan):
        properties |= {"line": span.line, "col": span.column, "endLine": span.end_line}
        if span.end_line == span.line:  # GitHub refuses columns on a remark over several lines
            properties["endColumn"] = span.end_column
        else:
            del properties["col"]
    return properties | {"title": f"{before}{rule.code} {rule.name}"}


def _closing(written: Counter[str], language: Language) -> str:
    """What the runner leaves out; said on a level of which it still shows some, if there is one."""
    total = sum(written.values())
    shown = sum(min(number, SHOWN) for number in written.values())
    message = Phrase(
        f"共 {total} 条结果，GitHub 每步每级只显示 {SHOWN} 条，此处显示 {shown} 条；全部结果见本步骤的日志",
        f"{total} findings, of which {shown} are shown: GitHub keeps {SHOWN} of each level for a step; "
        "the log of this step has them all",
    )
    level = next((one for one in ("notice", "warning") if written[one] < SHOWN), "notice")
    return _command(level, {"title": "openness-lint"}, message.say(language))


def _command(level: str, properties: dict[str, object], message: str) -> str:
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{level} {listed}::{_data(crop(plain(message, keep=_ESCAPED), LONGEST_MESSAGE))}\n"


# The runner's own escapes (actions/toolkit, packages/core/src/command.ts); % first, or it doubles.
_ESCAPED = "\r\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text, keep=_ESCAPED)).replace(":", "%3A").replace(",", "%2C")


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [GitHub()]
