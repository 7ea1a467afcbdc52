"""Examples of rule files as little reports of their own, with what a run says of each.

Rule files write examples on as few lines as they can; readers of a page want to see rows below each
other, and findings under them. So each is laid out anew, scalar by scalar as written, read, and judged.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

from openness_lint.drawing.plain import measure
from openness_lint.hooks import Look, Reporter
from openness_lint.model.diagnostic import Diagnostic, Gap
from openness_lint.model.errors import InvalidRule
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass, replace
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.syntax.node import Mapping, Node, Scalar
from openness_lint.syntax.node import Sequence as SequenceNode
from openness_lint.syntax.yaml import parse_yaml
from openness_lint.trials import Example, answer, companions_in, examples_of, form_of, read_example

# The name under which findings speak of a sample.
NAME = "example.yaml"
# Columns that a line may take before a row is broken up.
WIDEST = 88
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Sample:
    """One example: `kind` is `holds`, `breaks` or `gap`, `text` the YAML that was judged.

    `baseline` are the lines of a baseline that is given with it, `beside` the reports that it is compared
    with, each with what it is. `outcome` leaves out what could not be
    judged only because the example is a piece of a report.
    """

    kind: str
    form: str
    text: str
    note: Phrase | None
    outcome: Outcome
    baseline: str = ""
    beside: tuple[tuple[Phrase, str], ...] = ()

    def printed(self, reporter: Reporter, look: Look) -> str:
        """What a reporter prints of it, without the last line end."""
        stream = io.StringIO()
        reporter.write([self.outcome], stream, look)
        return stream.getvalue().rstrip("\n")

    def drawn(self, reporter: Reporter, look: Look) -> str:
        """The same of one that prints paragraphs, without the last: it counts a whole run."""
        return self.printed(reporter, look).rpartition("\n\n")[0]


def samples_of(ready: ReadyRule, forms: Sequence[Form], others: Sequence[ReadyRule] = ()) -> tuple[Sample, ...]:
    """Every example of a rule, in order, on the newest of the forms it is meant for.

    Args:
        ready: The rule.
        forms: All forms at hand.
        others: All rules at hand; needed for rules on suppressions only.

    Raises:
        InvalidRule: an example cannot be understood.
    """
    newest: dict[Node, Example] = {}
    for example in examples_of(ready, forms, others):
        newest[example.node] = example
    return tuple(_sample(example, forms) for example in newest.values())


def _sample(example: Example, forms: Sequence[Form]) -> Sample:
    form = example.report.form
    if isinstance(example.node, Scalar):  # written as a text of its own, to be shown as it is
        text, report = example.node.value, example.report
    else:
        text = laid_out(example.node, example.report.lines)
        report = read_example(*parse_yaml(text, InvalidRule), form, forms)
    beside: list[tuple[Phrase, str]] = []

    def read(node: Node) -> Report:
        shown = node.value if isinstance(node, Scalar) else laid_out(node, example.report.lines)
        theirs = read_example(*parse_yaml(shown, InvalidRule), form_of(node, form, forms), forms)
        beside.append((_title(theirs, is_first=not beside, example=example), shown))
        return theirs

    if example.whole is not None:
        report = report.beside(companions_in(example.whole, example.file, report, read))
    note = example.file.note
    said = Phrase.same(note) if isinstance(note, str) else Phrase(note.zh, note.en) if note else None
    outcome = answer(example, report, NAME)
    outcome = replace(outcome, diagnostics=tuple(_meant(outcome, example)))
    return Sample(example.kind, form.id, text, said, outcome, example.file.baseline or "", tuple(beside))


def _title(theirs: Report, *, is_first: bool, example: Example) -> Phrase:
    """What a companion is to the example."""
    if is_first and example.file.previous is not None:
        return Phrase("去年的报告（previous.yaml）", "Last year's report (previous.yaml)")
    agency = theirs.agency or ""
    if not theirs.sections:
        return Phrase(f"名单上的{agency}，没有报告", f"On the roster, without a report: {agency}")
    return Phrase(f"名单上的{agency}（{agency}.yaml）", f"On the roster: {agency} ({agency}.yaml)")


def _meant(outcome: Outcome, example: Example) -> Iterator[Diagnostic]:
    """What an example is there to show: it is a piece of a report, and says nothing of the rows it leaves out."""
    for one in outcome.diagnostics:
        is_meant = example.kind == "gap" and (str(one.at.address) in example.file.at or not example.file.at)
        if is_meant or not isinstance(one, Gap):
            yield one


def laid_out(node: Node, lines: Sequence[str]) -> str:
    """A mapping of a YAML source in block style, its scalars written as they are there.

    Args:
        node: The mapping.
        lines: The source it stands in.
    """
    assert isinstance(node, Mapping)
    return "".join(f"{line}\n" for line in _Layout(lines).mapping(node, 0)) or "{}\n"


@dataclass(frozen=True, slots=True)
class _Layout:
    lines: Sequence[str]

    def mapping(self, node: Mapping, level: int) -> Iterator[str]:
        for key, value in node:
            head = f"{_INDENT * level}{self.scalar(key, flow=False)}:"
            if isinstance(value, Scalar):
                yield f"{head} {self.scalar(value, flow=False)}".rstrip()
                continue
            flow = self.flow(value)
            if self.is_row(value, level) and measure(f"{head} {flow}") <= WIDEST:
                yield f"{head} {flow}"
            elif isinstance(value, Mapping):
                yield head
                yield from self.mapping(value, level + 1)
            elif measure(inside := f"{_INDENT * (level + 1)}{flow}") <= WIDEST:
                yield from (head, inside)
            else:
                yield head
                yield from self.sequence(value, level + 1)

    def is_row(self, node: Mapping | SequenceNode, level: int) -> bool:
        """Whether a value may stand on its key's line: figures below a section, but no rows."""
        if isinstance(node, SequenceNode) or not node.entries:
            return True
        return level > 0 and all(isinstance(value, Scalar) for _, value in node)

    def sequence(self, node: SequenceNode, level: int) -> Iterator[str]:
        for item in node.items:
            one = self.scalar(item, flow=False) if isinstance(item, Scalar) else self.flow(item)
            yield f"{_INDENT * level}- {one}"

    def flow(self, node: Node) -> str:
        match node:
            case Mapping(entries=entries):
                inner = [f"{self.scalar(key, flow=True)}: {self.flow(value)}".rstrip() for key, value in entries]
                return f"{{{', '.join(inner)}}}"
            case SequenceNode(items=items):
                return f"[{', '.join(self.flow(item) for item in items)}]"
            case Scalar():
                return self.scalar(node, flow=True)

    def scalar(self, node: Scalar, *, flow: bool) -> str:
        """As the source writes it; in quotes where it was laid out over several lines or would mean another thing."""
        span = node.span
        line = self.lines[span.line - 1]
        written = line[span.column - 1 : span.end_column - 1]
        if node.plain:
            whole = span.line == span.end_line and written == node.value
            return written if whole and not (flow and set(written) & set(",[]{}")) else _quoted(node.value)
        before, after = line[span.column - 2 : span.column - 1], line[span.end_column - 1 : span.end_column]
        if span.line == span.end_line and before == after and before in {"'", '"'}:
            return f"{before}{written}{after}"
        return _quoted(node.value)


def _quoted(text: str) -> str:
    """In YAML's own quotes for nothing, else in JSON's, which YAML reads."""
    return json.dumps(text, ensure_ascii=False) if text else "''"
