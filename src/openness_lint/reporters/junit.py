"""JUnit XML, which CI servers show as test results: one suite a report, one case for each rule asked of it.

Rules that hold are there too, as cases that passed, and what could not be judged is a skipped case.
The elements are those of the schema of Jenkins' xUnit plugin (junit-10.xsd), which GitLab reads as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TextIO

from openness_lint.drawing.plain import crop, plain, visible
from openness_lint.drawing.wording import (
    FAULT,
    GAP,
    SEVERITIES,
    SUPPRESSED,
    basis,
    by_rule,
    gap_lines,
    place,
    told,
    why_suppressed,
)
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Diagnostic, Fault, Gap, Violation
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.span import TextSpan
from openness_lint.model.values import NamedTuple

MISSING = Phrase(
    "--format junit 需要 junitparser，请安装：pip install 'openness-lint[junit]'",
    "--format junit needs junitparser; install it with: pip install 'openness-lint[junit]'",
)
NOTHING_JUDGED = Phrase("报告中没有可判定的项", "nothing in the report could be judged")
NOTHING_ASKED = Phrase("报告中没有这条规则要判定的内容", "the report has nothing that this rule asks about")
LONGEST_LINE = 1000  # cells

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="openness-lint">\n'
FOOT = "</testsuites>\n"

# What XML 1.0 forbids and `plain` lets pass.
_FORBIDDEN = {code: visible(chr(code)) for code in (0xFFFE, 0xFFFF)}


class Case(NamedTuple):
    """One rule asked of one report. `result` is None where all that was judged holds.

    Only one result: where there were two, Jenkins would let the skipped one hide the failure.
    A rule whose findings are all suppressed is skipped: it is not kept, and nobody is to be stopped by it.
    `message` is what Jenkins shows of a skipped case; `text` says everything, in lines made by `_line`.
    """

    name: str
    result: Literal["failure", "error", "skipped"] | None = None
    type: str = ""  # `error`, `warning`, `info`, `fault`, `unread`, `gap`, `unasked` or `suppressed`
    message: str = ""
    text: str = ""


class Junit:
    """A broken demand is a failure whatever its severity, which stands in `type`.

    JUnit knows nothing between passed and failed, and what a server is told of a case that passed it
    hides: a warning there would never be read. Who wants errors alone asks for `--min-severity error`.
    The cases are the same with `quiet`: one left out would look as if nobody had asked.
    """

    name = "junit"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        """Write suite by suite.

        Raises:
            OpennessLintError: junitparser is not installed.
        """
        try:
            import junitparser  # noqa: F401  # an extra; asked for before anything is judged
        except ModuleNotFoundError:
            raise OpennessLintError(MISSING) from None
        stream.write(HEAD)
        for result in results:
            if isinstance(result, Unread):
                stream.write(_suite(result.path, [_unread(result, look.language)], {}))
            else:
                stream.write(_suite(result.path, list(_cases(result, look)), _properties(result)))
        stream.write(FOOT)


def _properties(outcome: Outcome) -> dict[str, str]:
    known = {
        "agency": outcome.agency,
        "year": outcome.year,
        "form": outcome.form.id,
        "judged": outcome.judged,
        "held": outcome.held,
    }
    return {name: str(value) for name, value in known.items() if value is not None}


def _cases(outcome: Outcome, look: Look) -> Iterator[Case]:
    """In the order of the rules asked; last those of findings whose rule is not among them."""
    rules = {one.rule.code: one.rule for one in outcome.answers}
    judged = {one.rule.code for one in outcome.answers if one.judged}
    found: dict[str, list[Diagnostic]] = {}
    for one in outcome.diagnostics:
        rules.setdefault(one.rule.code, one.rule)
        found.setdefault(one.rule.code, []).append(one)
    for code, rule in rules.items():
        if code in found:
            yield _case(rule, found[code], outcome, look.language)
        elif code in judged:
            yield Case(_name(rule))
        else:
            yield _skipped(_name(rule), "unasked", NOTHING_ASKED, look.language)
    if not rules:  # a suite without cases would look as if all held
        yield _skipped("judge", "gap", NOTHING_JUDGED, look.language)


def _name(rule: Rule) -> str:
    """Without the title: servers know a case by its name, and a title may be worded anew."""
    return f"{rule.code} {rule.name}"


def _skipped(name: str, type: str, why: Phrase, language: Language) -> Case:
    said = why.say(language)
    return Case(name, "skipped", type, said, said)


def _unread(result: Unread, language: Language) -> Case:
    error = result.error
    said = error.message.say(language)
    at = ":".join(str(part) for part in (result.path, error.line, error.column) if part is not None)
    return Case("read", "error", "unread", said, _line(f"{at}: {said}"))


def _case(rule: Rule, found: list[Diagnostic], outcome: Outcome, language: Language) -> Case:
    violations = [one for one in found if isinstance(one, Violation) and not one.suppressed]
    let_stand = [one for one in found if isinstance(one, Violation) and one.suppressed]
    faults = [one for one in found if isinstance(one, Fault)]
    gaps = [one for one in found if isinstance(one, Gap)]
    told_whole: list[Violation | Fault] = [*faults, *violations]
    pieces = [_entry(one, outcome, language) for one in told_whole]
    if gaps:
        pieces.append(_gaps(gaps, outcome, language))
    pieces += [_suppressed(one, outcome, language) for one in let_stand]
    text = "\n\n".join([*pieces, "\n".join(_line(one.say(language)) for one in (rule.title, basis(rule)))])
    if faults:
        return Case(_name(rule), "error", "fault", faults[0].message.say(language), text)
    if violations:
        gravest = max((one.severity for one in violations), key=lambda severity: severity.rank)
        return Case(_name(rule), "failure", gravest.value, _first(violations, gravest, language), text)
    if gaps:
        [(_, reasons)] = by_rule(gaps, language)
        return Case(_name(rule), "skipped", "gap", _listed(gap_lines(outcome.form, reasons, language), language), text)
    reasons_given = dict.fromkeys(_why(one, language) for one in let_stand)
    return Case(_name(rule), "skipped", "suppressed", _listed([*reasons_given], language), text)


def _first(violations: list[Violation], gravest: Severity, language: Language) -> str:
    """The message of the first of the gravest, and how many there are."""
    message = next(one.message for one in violations if one.severity is gravest)
    if len(violations) == 1:
        return message.say(language)
    many = Phrase("共 {number} 处，其一：{message}", "{number} findings, one of them: {message}")
    return many.fill(number=len(violations), message=message).say(language)


def _listed(lines: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(lines)


def _entry(one: Violation | Fault, outcome: Outcome, language: Language) -> str:
    """A finding as a paragraph: where, how grave and what, then the rest a line each."""
    first, *rest = [phrase.say(language) for phrase in told(one)]
    word = SEVERITIES[one.severity] if isinstance(one, Violation) else FAULT
    head = _head(one, word, outcome, language)
    where = outcome.form.where(one.at.address).say(language)
    return "\n".join(_line(line) for line in [head + first, where, *rest])


def _suppressed(one: Violation, outcome: Outcome, language: Language) -> str:
    """A finding that is let stand, as a paragraph: where and what, and on whose word."""
    return "\n".join(
        [_line(_head(one, SUPPRESSED, outcome, language) + one.message.say(language)), _line(_why(one, language))]
    )


def _why(one: Violation, language: Language) -> str:
    assert one.suppressed is not None
    return why_suppressed(one.suppressed).say(language)


def _gaps(gaps: list[Gap], outcome: Outcome, language: Language) -> str:
    [(_, reasons)] = by_rule(gaps, language)
    lines = gap_lines(outcome.form, reasons, language)
    return "\n".join(_line(line) for line in [_head(gaps[0], GAP, outcome, language) + lines[0], *lines[1:]])


def _head(one: Diagnostic, word: Phrase, outcome: Outcome, language: Language) -> str:
    """`report.yaml:9:43: 错误：`."""
    span = one.at.span
    at = f"{span.line}:{span.column}" if isinstance(span, TextSpan) else place(span).say(language)
    return f"{outcome.path}:{at}: {word.say(language)}{'：' if language == 'zh' else ': '}"


def _line(text: str) -> str:
    return crop(_xml(text), LONGEST_LINE)


def _suite(path: str, cases: list[Case], properties: dict[str, str]) -> str:
    """The suite as XML; no attribute for time, which would differ from run to run."""
    from junitparser import Error, Failure, Skipped, TestCase, TestSuite

    suite = TestSuite(_xml(path))
    results = [case.result for case in cases]
    suite.tests, suite.failures = len(cases), results.count("failure")
    suite.errors, suite.skipped = results.count("error"), results.count("skipped")
    for name, value in properties.items():
        suite.add_property(name, _line(value))
    elements = {"failure": Failure, "error": Error, "skipped": Skipped}
    for case in cases:
        test = TestCase(_xml(case.name), _xml(path))
        if case.result is not None:
            result = elements[case.result](_line(case.message), case.type)
            result.text = case.text
            test.append(result)  # type: ignore[no-untyped-call]
        suite.append(test)  # type: ignore[no-untyped-call]
    xml: bytes = suite.tostring()  # type: ignore[no-untyped-call]
    return _laid_out(xml.decode())


def _xml(text: str) -> str:
    """One line of characters that XML allows."""
    return plain(text).translate(_FORBIDDEN)


def _laid_out(xml: str) -> str:
    """A line for each case.

    No text has a bare `<` or `>` in it, so that only tags are touched. An empty one closes with ` />`
    where junitparser finds no lxml and takes the standard library's writer.
    """
    return re.sub("<(properties|testcase|/testsuite)", r"\n<\1", xml.replace(" />", "/>")) + "\n"


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Junit()]
