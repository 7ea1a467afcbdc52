"""GitLab's Code Quality report: findings in merge requests, told apart from those of the target branch.

The format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, TypeAlias

from openness_lint.drawing.plain import crop, plain
from openness_lint.drawing.wording import FAULT, FAULT_NOTE, GAP, bracketed, mending, place
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Diagnostic, Fault, Gap, Violation
from openness_lint.model.language import Language, Phrase, join
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.rule import Severity
from openness_lint.model.span import Span, TextSpan

# GitLab names five steps, defines none of them, and lists the gravest first. The upper two are kept
# for what we did not judge at all: before a file can be read or a check works again, the list is not
# complete, and that must stand above every finding.
SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
UNREAD, FAILED = "blocker", "critical"

# A gap is listed, because what was not judged must not look as if it held; lowest, because nothing is
# wrong yet. One for each place: GitLab then shows every cell that a merge request fills as resolved.
NOT_JUDGED = "info"

LONGEST_MESSAGE = 1000  # cells

Issue: TypeAlias = dict[str, Any]


class GitLab:
    name = "gitlab"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        from openness_lint.drawing.contract import dump

        before = "["
        for result in results:
            for issue in _issues(result, look):
                stream.write(f"{before}\n{dump(issue, indent=None)}")
                before = ","
        stream.write("[]\n" if before == "[" else "\n]\n")


def _issues(result: Result, look: Look) -> Iterator[Issue]:
    if isinstance(result, Unread):
        error = result.error
        why = Phrase("未能读取：{why}", "could not be read: {why}").fill(why=error.message)
        line = error.line or 1
        yield _issue(result.path, "unread", UNREAD, _shown(why, look.language), "unread", (line, line))
        return
    for one, fingerprint in result.fingerprints():
        if (look.quiet and isinstance(one, Gap)) or (isinstance(one, Violation) and one.suppressed):
            continue
        said = _description(one, result, look.language)
        yield _issue(result.path, one.rule.code, _severity(one), said, fingerprint, _lines(one.at.span))


def _issue(path: str, name: str, severity: str, said: str, key: str, lines: tuple[int, int]) -> Issue:
    """One finding; `key` tells it from the others of its file, and the path from those of other files."""
    fingerprint = hashlib.sha256(f"{path}\x1f{key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return {
        "description": said,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }


def _severity(one: Diagnostic) -> str:
    match one:
        case Violation():
            return SEVERITIES[one.severity]
        case Gap():
            return NOT_JUDGED
        case Fault():
            return FAILED


def _description(one: Diagnostic, outcome: Outcome, language: Language) -> str:
    """One line, with the code and the place on the form in it: GitLab shows path and line, nothing else."""
    head, said, where = one.rule.code, one.message, outcome.form.where(one.at.address).say(language)
    if isinstance(one, Gap):
        head += f" {GAP.say(language)}"
    elif isinstance(one, Fault):
        head += f" {FAULT.say(language)}"
        said = Phrase("{what}；{note}", "{what}; {note}").fill(what=said, note=FAULT_NOTE)
    at = one.at.span
    if not isinstance(at, TextSpan):
        where = Phrase("{where}，{at}", "{where}, {at}").fill(where=where, at=place(at)).say(language)
    shown = f"{head}{'：' if language == 'zh' else ': '}{_shown(said, language)}{plain(bracketed(where, language))}"
    if not isinstance(one, Violation) or not (lines := mending(one)):
        return shown
    # Behind the place: GitLab shows the beginning of a long line.
    how = Phrase("；修正：{lines}", "; repair: {lines}").fill(lines=join(lines, "；", "; "))
    return f"{shown}{_shown(how, language)}"


def _shown(said: Phrase, language: Language) -> str:
    return crop(plain(said.say(language)), LONGEST_MESSAGE)


def _lines(span: Span) -> tuple[int, int]:
    """First and last line; a paper without lines gets its head, because GitLab wants a line of it."""
    return (span.line, span.end_line) if isinstance(span, TextSpan) else (1, 1)


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [GitLab()]
