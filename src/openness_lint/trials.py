"""Put rules on trial: by their own examples, and by changing each figure of an equation that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openness_lint.baseline import HEADER, NAME, Ledger, parse_baseline
from openness_lint.engine import equations_on, judge
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Fault, Violation
from openness_lint.model.errors import InvalidRule
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, listed
from openness_lint.model.linear import Relation
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Body, Companions, Report, Roster, Sibling
from openness_lint.model.span import Span, TextSpan
from openness_lint.model.values import dataclass, replace
from openness_lint.recognition.transcript import TOP_KEYS, transcribe_example
from openness_lint.rulebook.pack import read_tree
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.rulebook.schema import ExampleFile
from openness_lint.rulebook.validate import invalid, node_at, validated
from openness_lint.suppression.settle import Terms, settle
from openness_lint.suppression.waiver import CHECK as SUPPRESSION
from openness_lint.syntax.comments import comments_of
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar
from openness_lint.syntax.node import Sequence as SequenceNode
from openness_lint.syntax.yaml import parse_yaml

KINDS = ("holds", "breaks", "gap")
# The names under which findings on examples speak of what stands beside them.
PREVIOUS, ROSTER = "previous.yaml", "roster.yaml"
# The day on which examples are judged, whatever the calendar says.
TODAY = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a report in a rule file, and what the rule must say of it.

    `others` are the rules that stand beside it; only rules on suppressions ask after them.
    """

    rule: ReadyRule
    kind: str
    report: Report
    file: ExampleFile
    node: Node
    others: Sequence[ReadyRule] = ()
    whole: Node | None = None  # with all its other keys

    @property
    def line(self) -> int:
        return self.node.span.line


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing tried, where it stands, and what went wrong with it if anything."""

    rule: ReadyRule
    what: str  # `holds`, `breaks`, `gap`, `mutation` or `examples`
    form: str
    line: int
    wrong: Phrase | None = None


def examples_of(rule: ReadyRule, forms: Sequence[Form], others: Sequence[ReadyRule] = ()) -> Iterator[Example]:
    """Every example of a rule, on every form it is meant for.

    Args:
        rule: The rule.
        forms: All forms at hand.
        others: All rules at hand; needed for rules on suppressions only.

    Raises:
        InvalidRule: an example names what the form does not have, or is none of holds, breaks, gap.
    """
    try:
        yield from _examples(rule, forms, others)
    except InvalidRule as error:
        raise error.at(rule.path) from None


def _examples(rule: ReadyRule, forms: Sequence[Form], rules: Sequence[ReadyRule]) -> Iterator[Example]:
    tree, lines = read_tree(Path(rule.path))
    listed, _ = node_at(tree, ("examples",))
    for i, node in enumerate(listed.items if isinstance(listed, SequenceNode) else ()):
        file = validated(ExampleFile, node)
        kinds = [kind for kind in KINDS if isinstance(node, Mapping) and node.get(kind) is not None]
        if len(kinds) != 1:
            message = Phrase("一个例子写 holds、breaks、gap 之一", "an example is one of holds, breaks, gap")
            raise invalid(tree, ("examples", i), message)
        body = _body(node, kinds[0])
        wanted = (file.form,) if file.form else rule.rule.forms
        for form in (one for one in forms if one.id in wanted):
            report = read_example(body, lines, form, forms)

            def read(one: Node, form: Form = form) -> Report:
                return read_example(one, lines, form_of(one, form, forms), forms)

            report = report.beside(companions_in(node, file, report, read))
            yield Example(rule, kinds[0], report, file, body, rules, node)


def read_example(body: Node, lines: Lines, form: Form, forms: Sequence[Form]) -> Report:
    """The report that an example gives, whether its keys stand in the rule file or in a text of their own.

    Raises:
        InvalidRule: it names what the form does not have.
    """
    others = [one for one in forms if one is not form]
    if not isinstance(body, Scalar):
        return transcribe_example(body, lines, form, others, InvalidRule)
    try:
        root, lines = parse_yaml(body.value, InvalidRule)
        report = transcribe_example(root, lines, form, others, InvalidRule)
    except InvalidRule as error:
        at = body.span  # the text is a block, indented as its first line is
        line, column = at.line + (error.line or 1) - 1, at.column + (error.column or 1) - 1
        raise InvalidRule(error.message, line=line, column=column) from None
    return replace(report, comments=comments_of(root, lines))


def companions_in(node: Node, file: ExampleFile, report: Report, read: Callable[[Node], Report]) -> Companions:
    """What stands beside an example: last year's report, the bodies of a roster.

    Args:
        node: The example with all its keys.
        file: The same, validated.
        report: The example itself.
        read: Reads a companion; called for last year's report first, then for the bodies in order.

    Raises:
        InvalidRule: a companion names what its form does not have.
    """
    assert isinstance(node, Mapping)
    previous = node.get("previous")
    last = Sibling(PREVIOUS, read(previous)) if previous is not None else None
    if file.roster is None:
        return Companions(last)
    listed, _ = node_at(node, ("roster", "beside" if file.roster.beside else "bodies"))
    bodies: list[Body] = []
    for one in listed.items if isinstance(listed, SequenceNode) else ():
        theirs = read(one)
        agency = theirs.agency or ""
        sibling = Sibling(f"{agency}.yaml", theirs) if theirs.sections else None
        why = None if sibling is not None else Phrase("名单上没有写报告", "the roster names no report")
        bodies.append(Body(agency, one.span, sibling, why, vertical=agency in file.roster.vertical))
    own = Body(report.agency or "", node.span, Sibling("example.yaml", report))
    if file.roster.beside:
        return Companions(last, roster=Roster(ROSTER, report.year, (own, *bodies)), listed_as=own)
    roster = Roster(ROSTER, report.year, tuple(bodies), own, file.roster.complete)
    return Companions(last, roster=roster, listed_as=own)


def form_of(body: Node, form: Form, forms: Sequence[Form]) -> Form:
    """The form that a companion names, or else the example's.

    Raises:
        InvalidRule: there is no such form.
    """
    if not isinstance(body, Mapping):
        return form
    named = next((value for key, value in body if TOP_KEYS.get(key.value) == "form"), None)
    if not isinstance(named, Scalar):
        return form
    found = next((one for one in forms if one.id == named.value), None)
    if found is None:
        words = Phrase("没有格式 {form}", "there is no form {form}").fill(form=named.value)
        raise InvalidRule(words, line=named.span.line, column=named.span.column)
    return found


def _body(node: Node, kind: str) -> Node:
    assert isinstance(node, Mapping)
    body = node.get(kind)
    assert body is not None
    return body


def try_rule(rule: ReadyRule, forms: Sequence[Form], others: Sequence[ReadyRule] = ()) -> Iterator[Trial]:
    """Run all examples of a rule, and mutate those that hold.

    A rule without an example that holds and one that breaks has not been tried, and fails. `others` as
    for `examples_of`.
    """
    kinds: set[str] = set()
    for example in examples_of(rule, forms, others):
        kinds.add(example.kind)
        yield Trial(rule, example.kind, example.report.form.id, example.line, _wrong(example))
        if example.kind == "holds":
            yield from _mutations(example)
    if missing := [kind for kind in ("holds", "breaks") if kind not in kinds]:
        message = Phrase("缺少例子：{kinds}", "no example that {kinds}").fill(kinds=listed(missing))
        yield Trial(rule, "examples", "", 1, message)


def answer(example: Example, report: Report, path: str) -> Outcome:
    """What a run says of an example under its own rule.

    Args:
        example: The example.
        report: What it gives; another one where it was laid out anew.
        path: The report's name in what is said of it.
    """
    rule = example.rule
    if rule.rule.check != SUPPRESSION:
        return judge(report, [rule], path)
    known = example.others
    mandatory = frozenset(one.rule.code for one in known if any(map(one.rule.answers_to, example.file.mandatory)))
    outcome = judge(report, known, path)
    outcome = settle(outcome, report, Terms(known, known, TODAY, mandatory)).report
    if example.file.baseline is not None:
        baseline = parse_baseline(f"{HEADER}\n{example.file.baseline}".encode(), NAME, [one.rule for one in known])
        ledger = Ledger(baseline)
        ledger.note(outcome, {one.rule.code for one in known})
        about = ledger.outcome(rule.rule, None)
        outcome = about or replace(outcome, diagnostics=())
    found = tuple(one for one in outcome.diagnostics if one.rule == rule.rule)
    return replace(outcome, judged=1, held=int(not found), diagnostics=found, answers=())


def _wrong(example: Example) -> Phrase | None:
    outcome = answer(example, example.report, example.rule.path)
    if faults := [one for one in outcome.diagnostics if isinstance(one, Fault)]:
        return faults[0].message
    violations = outcome.violations
    found = [str(one.at.address) for one in violations]
    if example.kind == "holds":
        if violations:
            return Phrase("应成立，却报出：{found}", "should hold, but found: {found}").fill(found=_listed(violations))
        # Nothing judged and no gap: the rule knows that it does not ask this of such a report.
        if not outcome.judged and outcome.gaps:
            return Phrase("应成立，却什么也没有判定", "should hold, but nothing was judged")
        return None
    if example.kind == "gap":
        gaps = {str(one.at.address) for one in outcome.gaps}
        missing = [one for one in example.file.at if one not in gaps] or [
            one for one in example.file.at if one in found
        ]
        if missing or not gaps:
            words = Phrase("应无法判定：{at}；实际：{gaps}", "should not be judged: {at}; in fact: {gaps}")
            return words.fill(at=listed(example.file.at), gaps=listed(sorted(gaps)) if gaps else "-")
        return None
    return _misplaced(example, outcome, found)


def _misplaced(example: Example, outcome: Outcome, found: list[str]) -> Phrase | None:
    wanted = list(example.file.at)
    if not found:
        return Phrase("应报出问题，却没有报出", "should break, but nothing was found")
    if sorted(wanted) != sorted(found):
        words = Phrase("应报在 {wanted}，实际报在 {found}", "expected at {wanted}, found at {found}")
        return words.fill(wanted=listed(wanted), found=listed(found))
    texts = [text_at(one.at.span, outcome.lines) for one in outcome.violations]
    if example.file.text and sorted(example.file.text) != sorted(texts):
        words = Phrase("应指着 {wanted}，实际指着 {found}", "expected to point at {wanted}, points at {found}")
        return words.fill(wanted=listed(example.file.text), found=listed(texts))
    severities = {one.severity for one in outcome.violations}
    if example.file.severity is not None and severities != {example.file.severity}:
        words = Phrase("严重程度应为 {wanted}，实际为 {found}", "severity should be {wanted}, is {found}")
        return words.fill(wanted=example.file.severity.value, found=listed(sorted(one.value for one in severities)))
    return None


def text_at(span: Span, lines: Sequence[str]) -> str:
    """The characters of a source under a span."""
    if not isinstance(span, TextSpan):
        return ""
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    middle = lines[span.line : span.end_line - 1]
    return "\n".join(
        [lines[span.line - 1][span.column - 1 :], *middle, lines[span.end_line - 1][: span.end_column - 1]]
    )


def _listed(violations: Sequence[Violation]) -> Phrase:
    return Phrase(
        "；".join(f"{one.at.address} {one.message.zh}" for one in violations),
        "; ".join(f"{one.at.address} {one.message.en}" for one in violations),
    )


def _mutations(example: Example) -> Iterator[Trial]:
    """Add one to each figure of each equality that holds on the example: the rule must notice.

    Of equalities across reports, the figures of the companions too.
    """
    report = example.report
    tried: set[Address] = set()
    for equation in equations_on([example.rule], report):
        addresses = [term.address for term in equation.terms]
        given = [report.cell(address) for address in addresses]
        if equation.relation is not Relation.EQUAL or any(cell is None or cell.number is None for cell in given):
            continue
        for address in addresses:
            if address in tried:
                continue
            tried.add(address)
            changed = judge(with_more(report, address), [example.rule], example.rule.path)
            yield _noticed(example, changed, Phrase.same(str(address)))
            for violation in changed.violations:
                for other, path in {(one.address, one.path) for one in violation.broken.related if one.path}:
                    elsewhere = _with_more_beside(report, other, path)
                    name = Phrase.same(f"{path}:{other}")
                    if elsewhere is not None:
                        yield _noticed(example, judge(elsewhere, [example.rule], example.rule.path), name)


def _noticed(example: Example, changed: Outcome, name: Phrase) -> Trial:
    wrong = None
    if not changed.violations:
        words = Phrase("{name} 加一，规则没有发现", "{name} was changed by one and the rule did not notice")
        wrong = words.fill(name=name)
    return Trial(example.rule, "mutation", example.report.form.id, example.line, wrong)


def _with_more_beside(report: Report, address: Address, path: str | None) -> Report | None:
    """The report with one figure of a companion changed by one; None where that figure gives no number."""
    companions = report.companions

    def changed(one: Sibling | None) -> Sibling | None:
        if one is None or one.path != path:
            return one
        return Sibling(one.path, with_more(one.report, address))

    listed = companions.roster.bodies if companions.roster is not None else ()
    siblings = [companions.previous, *(one.report for one in listed)]
    source = next((one for one in siblings if one is not None and one.path == path), None)
    cell = source.report.cell(address) if source is not None else None
    if cell is None or cell.number is None:
        return None
    roster = companions.roster
    if roster is not None:
        bodies = tuple(replace(one, report=changed(one.report)) for one in roster.bodies)
        roster = Roster(roster.path, roster.year, bodies, roster.parent, roster.complete)
    return report.beside(replace(companions, previous=changed(companions.previous), roster=roster))


def with_more(report: Report, address: Address, more: Decimal = Decimal(1)) -> Report:
    """The report with one figure changed by an amount; its printed text stays."""
    sections = tuple(
        replace(
            section,
            tables=tuple(
                replace(
                    table,
                    cells={
                        key: cell._replace(number=(cell.number or Decimal(0)) + more)
                        if cell.address == address
                        else cell
                        for key, cell in table.cells.items()
                    },
                )
                for table in section.tables
            ),
        )
        for section in report.sections
    )
    return replace(report, sections=sections)
