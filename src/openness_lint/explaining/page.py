"""All there is to say of one rule, gathered once for whoever puts it on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from openness_lint.explaining.demands import Demand, demands_of
from openness_lint.explaining.samples import Sample, samples_of
from openness_lint.model.diagnostic import Applicability, Fix
from openness_lint.model.form import Form
from openness_lint.model.rule import Rule
from openness_lint.model.values import dataclass
from openness_lint.rulebook.pack import read_tree
from openness_lint.rulebook.ready import ReadyRule
from openness_lint.rulebook.schema import RuleFile
from openness_lint.syntax.node import Mapping, Node, Scalar
from openness_lint.syntax.node import Sequence as SequenceNode


@dataclass(frozen=True)
class Explanation:
    """One rule explained.

    `written` are the rule file's own lines with the check and what it is asked, without what is said
    elsewhere on the page. `family` is the folder that the rule stands in.
    """

    rule: Rule
    family: str
    forms: tuple[Form, ...]
    demands: tuple[Demand, ...]
    written: str
    samples: tuple[Sample, ...]

    @cached_property
    def breaks(self) -> Sample | None:
        """The example that shows the rule broken."""
        return _first(self.samples, "breaks")

    @cached_property
    def holds(self) -> Sample | None:
        """The example that shows it kept."""
        return _first(self.samples, "holds")

    @cached_property
    def traps(self) -> tuple[Sample, ...]:
        """The other examples that say why they are there: what looks wrong and is right, or the other way round."""
        return tuple(one for one in self.samples if one.note and one is not self.breaks and one is not self.holds)

    @cached_property
    def fixes(self) -> dict[Applicability, Fix]:
        """What can be done about its findings, as the examples show it: the first of each kind."""
        found: dict[Applicability, Fix] = {}
        for sample in self.samples:
            for violation in sample.outcome.violations:
                for fix in violation.broken.fixes:
                    found.setdefault(fix.applicability, fix)
        return {kind: found[kind] for kind in Applicability if kind in found}


def explain(ready: ReadyRule, forms: Iterable[Form], others: Sequence[ReadyRule] = ()) -> Explanation:
    """Everything to be said of a rule.

    Args:
        ready: The rule.
        forms: All forms at hand.
        others: All rules at hand; needed for rules on suppressions only.

    Raises:
        InvalidRule: one of its examples cannot be understood.
    """
    forms = tuple(forms)
    path = Path(ready.path)
    tree, lines = read_tree(path)
    asked = tuple(form for form in forms if form.id in ready.questions)
    return Explanation(
        rule=ready.rule,
        family=path.parent.name,
        forms=asked,
        demands=demands_of(ready, tree, asked),
        written=_own_lines(tree, lines.texts()),
        samples=samples_of(ready, forms, others),
    )


def _first(samples: Sequence[Sample], kind: str) -> Sample | None:
    """The first of a kind, one without a note before those with one."""
    of_kind = [one for one in samples if one.kind == kind]
    return next((one for one in of_kind if one.note is None), of_kind[0] if of_kind else None)


def _own_lines(tree: Node, lines: Sequence[str]) -> str:
    """The lines of the check and its keys; comments among them go with them."""
    told = set(RuleFile.model_fields) - {"check"}
    kept: list[str] = []
    for key, value in tree if isinstance(tree, Mapping) else ():
        if key.value not in told:
            kept += [line for line in lines[key.span.line - 1 : _last_line(value)] if line.strip()]
    return "".join(f"{line}\n" for line in kept)


def _last_line(node: Node) -> int:
    """The line that the last scalar of a node ends on, or its closing bracket."""
    if isinstance(node, Scalar):
        return node.span.end_line
    inside = node.items if isinstance(node, SequenceNode) else tuple(value for _, value in node)
    last = _last_line(inside[-1]) if inside else node.span.line
    # A block ends where the next key begins; a list or mapping in brackets ends with its bracket.
    return max(last, node.span.end_line) if node.span.end_column > 1 else last
