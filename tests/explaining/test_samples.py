"""Examples are laid out anew for readers, and nothing of what they show is lost."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from openness_lint.explaining.samples import laid_out, samples_of
from openness_lint.model.diagnostic import Gap
from openness_lint.model.errors import UnreadableInput
from openness_lint.rulebook.validate import plain_data
from openness_lint.syntax.yaml import parse_yaml
from openness_lint.trials import answer, examples_of


def test_every_example_of_every_rule_comes_out_as_in_its_file(rulebook):
    for ready in rulebook.rules:
        newest = {one.node: one for one in examples_of(ready, rulebook.forms, rulebook.rules)}

        samples = samples_of(ready, rulebook.forms, rulebook.rules)

        assert len(newest) == len(samples)
        for example, sample in zip(newest.values(), samples, strict=True):
            before = answer(example, example.report, "example.yaml")
            assert shown(before) == shown(sample.outcome), sample.text
            assert (before.judged, before.held) == (sample.outcome.judged, sample.outcome.held), sample.text


def shown(outcome):
    """What an outcome says of each violation, but for where it stands."""
    return sorted(
        (
            str(one.at.address),
            one.severity.value,
            one.message,
            one.at.value,
            [each.value for each in one.broken.related],
        )
        for one in outcome.violations
    )


def test_what_an_example_leaves_out_is_no_gap_of_it(explanation):
    kinds = {sample.kind: [one for one in sample.outcome.diagnostics if isinstance(one, Gap)] for sample in explanation.samples}  # fmt: skip

    assert {kind: [str(one.at.address) for one in gaps] for kind, gaps in kinds.items()} == {
        "holds": [],
        "breaks": [],
        "gap": ["proactive.normative_documents.in_force"],
    }


def test_rows_stand_below_their_section_and_figures_beside_their_row():
    text = "{proactive: {licences: 12件, 'a b': ' 3', fees: ''}, requests: {received: {natural_person: 1, 法人小计: [x]}, results: {denied: {state_secret: [1, 2]}}, note: {}}}"

    assert written(text) == (
        "proactive:\n"
        "  licences: 12件\n"
        "  'a b': ' 3'\n"
        "  fees: ''\n"
        "requests:\n"
        "  received:\n"
        "    natural_person: 1\n"
        "    法人小计: [x]\n"
        "  results:\n"
        "    denied:\n"
        "      state_secret: [1, 2]\n"
        "  note: {}\n"
    )


def test_what_is_too_long_for_a_line_goes_to_the_next_or_is_a_list():
    label, prose = "很长的标签" * 9, "很长的一句话。" * 8

    assert written(f"{{{label}: [0, 0, 0], text: [{prose}, {prose}]}}") == (
        f"{label}:\n  [0, 0, 0]\ntext:\n  - {prose}\n  - {prose}\n"
    )


def test_what_plain_words_cannot_say_between_brackets_is_quoted():
    assert written("top:\n  row:\n    a: x, y\n    b: [z]\n") == "top:\n  row:\n    a: x, y\n    b: [z]\n"
    assert written("top:\n  row:\n    a: x, y\n") == 'top:\n  row: {a: "x, y"}\n'
    assert written("top: |\n  one\n  two\n") == 'top: "one\\ntwo\\n"\n'


def written(text):
    root, lines = parse_yaml(text, UnreadableInput)
    return laid_out(root, lines.texts())


words = st.text("a1 ,[]{}:#'\"\\\n-，项", max_size=8)
rows = words | st.lists(words, max_size=3)
tables = rows | st.dictionaries(words, rows, max_size=3)


@given(st.dictionaries(words, tables | st.dictionaries(words, tables, max_size=3), max_size=3))
def test_the_layout_says_what_was_written(tree):
    source = json.dumps(tree, ensure_ascii=False)

    again = written(source)

    assert plain_data(parse_yaml(again, UnreadableInput)[0]) == tree
