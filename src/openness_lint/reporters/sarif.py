"""SARIF 2.1.0, the format in which analysis tools hand results to code hosts and editors.

Plain dicts, checked in the tests against the schema that OASIS publishes. GitHub's reading of it
asks for more than the schema: relative URIs, a physical location and both ends of its region for
every result, descriptions under 1,024 characters.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, TypeAlias

from openness_lint.drawing.wording import APPLICABILITIES, FAULT_NOTE, place, repairing
from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.diagnostic import Applicability, Fault, Fix, Gap, Spot, Violation
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Result, Unread
from openness_lint.model.rule import Confidence, Rule, Severity
from openness_lint.model.span import Span, TextSpan
from openness_lint.model.values import NamedTuple

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
PRECISIONS = {Confidence.EXACT: "very-high", Confidence.HEURISTIC: "medium"}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
LONGEST = 1023  # characters of a description
ROOT = "SRCROOT"

Object: TypeAlias = dict[str, Any]


class Sarif:
    """Each finding is written as it comes; what is said once of the run, its rules and its files stands behind them."""

    name = "sarif"

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        from openness_lint.drawing.contract import dump

        run = _Run(look)
        end = "\n    }\n  ]\n}"
        head = dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.head()]})
        stream.write(head.removesuffix(end))
        for name, each in (
            ("results", (one for result in results for one in run.results(result))),
            ("artifacts", run.artifacts()),
        ):
            stream.write(f',\n      "{name}": [')
            written = False
            for one in each:
                stream.write(("," if written else "") + f"\n{dump(one)}".replace("\n", "\n        "))
                written = True
            stream.write("\n      ]" if written else "]")
        rest = dump(run.foot()).removeprefix("{").removesuffix("\n}")
        stream.write("," + rest.replace("\n", "\n    ") + end + "\n")


class _Target(NamedTuple):
    """What is told of a report beside its place."""

    form: str
    agency: str | None
    year: int | None
    judged: int
    held: int


class _Run:
    """One run in the making; rules and files are named once and pointed to by their index."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.language: Language = look.language
        self.rules: dict[str, tuple[int, Rule]] = {}
        for rule in look.rules:
            self.rule(rule)
        self.indexes: dict[str, int] = {}  # of files, by their paths
        self.targets: dict[int, _Target | None] = {}  # by the same index; None for a file that could not be read
        self.located: tuple[str, Object] = ("", {})  # the file that was spoken of last
        self.bases: dict[str, Object] = {}
        self.notifications: list[Object] = []

    def results(self, result: Result) -> Iterator[Object]:
        """What is found in one report; what we failed at is kept for the end."""
        index = self.index(result.path)
        if isinstance(result, Unread):
            self.targets.setdefault(index, None)
            self.notifications.append(self.unread(result))
            return
        self.targets[index] = _Target(
            sys.intern(result.form.id), result.agency, result.year, result.judged, result.held
        )
        for one, fingerprint in result.fingerprints():
            if isinstance(one, Fault):
                self.notifications.append(self.fault(one, result))
            else:
                yield self.result(one, fingerprint, result)

    def artifacts(self) -> Iterator[Object]:
        """Every file, in the order of their indexes."""
        for path, index in self.indexes.items():
            artifact: Object = {"location": self.artifact_location(path)}
            if index in self.targets:
                artifact["roles"] = ["analysisTarget"]
            if (target := self.targets.get(index)) is not None:
                artifact["properties"] = target._asdict()
            yield artifact

    def head(self) -> Object:
        """What is known before anything is judged."""
        return {
            "language": LANGUAGES[self.language],
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
        }

    def foot(self) -> Object:
        """What is known when all is judged."""
        return {
            "tool": {
                "driver": {
                    "name": "openness-lint",
                    "version": self.look.version,
                    "language": LANGUAGES[self.language],
                    "rules": [_rule(rule, self.language) for _, rule in self.rules.values()],
                }
            },
            # What we failed at is no result on the report; it tells that the results are not complete.
            "invocations": [
                {"executionSuccessful": not self.notifications, "toolExecutionNotifications": self.notifications}
            ],
            "originalUriBaseIds": self.bases,
        }

    def result(self, one: Violation | Gap, fingerprint: str, outcome: Outcome) -> Object:
        result: Object = {"ruleId": one.rule.code, "ruleIndex": self.rule(one.rule)}
        if isinstance(one, Violation):
            notes = [note.say(self.language) for note in (*one.broken.notes, *repairing(one))]
            result |= {"kind": "fail", "level": LEVELS[one.severity]}
            data = dict(one.broken.data)
        else:
            # §3.27.9: `open` says that there was too little information to decide whether there is a
            # problem. `review` would say that a person must decide, `notApplicable` that the rule
            # was not asked. §3.27.10: whatever is not `fail` has the level `none`.
            notes, data = [], {}
            result |= {"kind": "open", "level": "none"}
        message = _text("\n".join([one.message.say(self.language), *notes]))
        result |= {
            "message": message,
            "locations": [self.location(one.at, outcome)],
            "partialFingerprints": {"opennessLint/v1": fingerprint},
            # §3.27.23: on all results or on none; an empty list says that we looked, and it is not suppressed.
            "suppressions": _suppressions(one),
        }
        if isinstance(one, Violation):
            if one.broken.related:
                result["relatedLocations"] = [
                    {"id": index, **self.location(spot, outcome, tell_value=True)}
                    for index, spot in enumerate(one.broken.related, 1)
                ]
            if fixes := self.fixes(one.broken.fixes, outcome):
                result["fixes"] = fixes
        properties: Object = {"name": one.rule.name, "data": data}
        if isinstance(one, Violation) and one.diagnosis is not None:
            properties |= {"cause": one.diagnosis.key, "verdict": one.diagnosis.certainty.value}
        return result | {"properties": properties}

    def fault(self, one: Fault, outcome: Outcome) -> Object:
        return {
            "descriptor": {"id": "fault"},
            "associatedRule": {"id": one.rule.code, "index": self.rule(one.rule)},
            "level": "error",
            "message": _text(f"{one.message.say(self.language)}\n{FAULT_NOTE.say(self.language)}"),
            "locations": [self.location(one.at, outcome)],
        }

    def unread(self, result: Unread) -> Object:
        error = result.error
        physical: Object = {"artifactLocation": self.artifact_location(result.path)}
        if error.line is not None:
            column = error.column or 1
            physical["region"] = _region(TextSpan(error.line, column, error.line, column))
        return {
            "descriptor": {"id": "unread"},
            "level": "error",
            "message": _text(error.message.say(self.language)),
            "locations": [{"physicalLocation": physical}],
        }

    def location(self, spot: Spot, outcome: Outcome, *, tell_value: bool = False) -> Object:
        where = outcome.form.where(spot.address).say(self.language)
        location: Object = {
            "physicalLocation": {
                "artifactLocation": self.artifact_location(spot.path or outcome.path),
                "region": _region(spot.span),
            },
            "logicalLocations": [{"name": where, "fullyQualifiedName": str(spot.address), "kind": "value"}],
        }
        said = [f"{where} = {spot.value}"] if tell_value else []
        if not isinstance(spot.span, TextSpan):
            said.append(place(spot.span).say(self.language))
        if said:
            location["message"] = _text("；".join(said) if self.language == "zh" else "; ".join(said))
        return location

    def fixes(self, fixes: Iterable[Fix], outcome: Outcome) -> list[Object]:
        """The fixes that some tool may apply: in lines of text, and not for display only."""
        objects: list[Object] = []
        for fix in fixes:
            spans = [edit.span for edit in fix.edits]
            if fix.applicability is Applicability.DISPLAY or not spans:
                continue
            if not all(isinstance(span, TextSpan) for span in spans):
                continue
            how = APPLICABILITIES[fix.applicability]
            said = Phrase(f"{fix.message.zh}（{how.zh}）", f"{fix.message.en} ({how.en})")
            change = {
                "artifactLocation": self.artifact_location(outcome.path),
                "replacements": [
                    {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
                    for edit in fix.edits
                ],
            }
            one = {
                "description": _text(said.say(self.language)),
                "artifactChanges": [change],
                "properties": {"applicability": fix.applicability.value},
            }
            if one not in objects:  # the schema wants them all different
                objects.append(one)
        return objects

    def rule(self, rule: Rule) -> int:
        return self.rules.setdefault(rule.code, (len(self.rules), rule))[0]

    def index(self, path: str) -> int:
        return self.indexes.setdefault(path, len(self.indexes))

    def artifact_location(self, path: str) -> Object:
        if path != self.located[0]:  # many places follow each other in one file
            self.located = path, {**self.uri(path), "index": self.index(path)}
        return dict(self.located[1])

    def uri(self, path: str) -> Object:
        """The path as a URI: relative to the folder the tool ran in, or to one above it.

        `..` must not stand in such a URI (SARIF §3.4.4), so each folder above has a name of its own.
        Where the folders are is left to the reader: an absolute path would tell of one machine, and
        differ on the next.
        """
        from urllib.parse import quote

        clean = posixpath.normpath(path)
        if clean.startswith("/") or re.match("[A-Za-z]:/", clean):
            return {"uri": "file://" + quote("/" + clean.lstrip("/"), safe="/:", errors="surrogatepass")}
        parts = clean.split("/")
        above = sum(1 for part in parts if part == "..")
        base = ROOT if not above else f"{ROOT}_PARENT_{above}"
        said = (
            Phrase("运行检查的文件夹", "the folder the tool ran in")
            if not above
            else Phrase(f"运行检查的文件夹往上 {above} 级", f"{above} above the folder the tool ran in")
        )
        self.bases.setdefault(base, {"description": _text(said.say(self.language))})
        return {"uri": quote("/".join(parts[above:]) or ".", safe="/", errors="surrogatepass"), "uriBaseId": base}


def _suppressions(one: Violation | Gap) -> list[Object]:
    if not isinstance(one, Violation) or one.suppressed is None:
        return []
    kind, reason = one.suppressed
    where: Object = {"kind": "inSource" if kind == "comment" else "external"}
    return [where | {"justification": reason} if reason else where]


def _region(span: Span) -> Object:
    """Both ends, end exclusive; a paper without lines gets its head, because GitHub wants a line of it."""
    line, column, end_line, end_column = span if isinstance(span, TextSpan) else (1, 1, 1, 1)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _rule(rule: Rule, language: Language) -> Object:
    title, because, basis = (phrase.say(language) for phrase in (rule.title, rule.because, rule.basis))
    word = Phrase("依据", "Basis").say(language)
    colon = "：" if language == "zh" else ": "
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(_short(title)),
        "fullDescription": _text(_short(because or title)),
        "help": {
            "text": _short(f"{title}\n\n{because}\n\n{word}{colon}{basis}"),
            "markdown": _short(f"**{_escaped(title)}**\n\n{_escaped(because)}\n\n{word}{colon}{_escaped(basis)}"),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.pack, rule.check] if rule.pack != rule.check else [rule.pack],
            "precision": PRECISIONS[rule.confidence],
            "problem.severity": PROBLEMS[rule.severity],
        },
    }


def _text(text: str) -> dict[str, str]:
    return {"text": text}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Sarif()]
