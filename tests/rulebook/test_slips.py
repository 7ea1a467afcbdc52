"""`repair.yaml`: how often each slip happens, validated like any file of a pack."""

from __future__ import annotations

import pytest

from openness_lint.model.errors import InvalidRule
from openness_lint.model.slip import NAMES_ONLY, Slip, Usual, plain_priors
from openness_lint.rulebook.slips import build_priors
from openness_lint.syntax.yaml import parse_yaml

GOOD = """\
certain: 0.9
slips:
  swap: {chance: 2.5, because: {zh: 试, en: trial}}
"""
ALLOWED = "、".join(one.value for one in Slip if one not in NAMES_ONLY)


@pytest.fixture
def read(rulebook):
    return lambda text: _read(text, rulebook)


def _read(text: str, rulebook):
    return build_priors(parse_yaml(text, InvalidRule)[0], rulebook.forms)


def test_what_a_file_states_is_read_and_the_rest_has_defaults(read):
    priors = read(GOOD)

    assert priors.slips[Slip.SWAP].chance == 2.5
    assert priors.slips[Slip.SWAP].because.en == "trial"
    assert (priors.certain, priors.likely) == (0.9, plain_priors().likely)


def test_rows_that_are_mostly_left_out_are_read(read):
    usual = "line-omitted: {usual: {share: 0.9, rows: {requests: [carried_in, carried_out]}}, "

    priors = read(GOOD.replace("swap: {", usual))

    where = {("requests", "carried_in"), ("requests", "carried_out")}
    assert priors.slips[Slip.LINE_OMITTED].usual == Usual(frozenset(where), 0.9)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("swap:", "swop:", (3, 3)),
        ("certain:", "certian:", (1, 1)),
        ("0.9", "1.9", (1, 10)),
        ("2.5", "0", (3, 18)),
        (", because: {zh: 试, en: trial}", "", (3, 9)),
        ("certain: 0.9", "figures: {requests: {grunted: 1}}", (1, 31)),
        ("{chance: 2.5,", "{usual: {share: 0.9, rows: {requests: [granted]}}, chance: 2.5,", (3, 17)),
        ("swap: {", "line-omitted: {usual: {share: 0.9, rows: {requests: [granted, grunted]}}, ", (3, 65)),
        ("swap: {", "line-omitted: {usual: {share: 1.0, rows: {requests: [granted]}}, ", (3, 33)),
    ],
)
def test_a_mistake_is_refused_at_its_place(read, old, new, where):
    with pytest.raises(InvalidRule) as caught:
        read(GOOD.replace(old, new))

    assert (caught.value.line, caught.value.column) == where


@pytest.mark.parametrize("name", sorted(one.value for one in NAMES_ONLY))
def test_a_name_that_is_never_weighed_is_refused_with_those_that_are(read, name):
    with pytest.raises(InvalidRule) as caught:
        read(GOOD + f"  {name}: {{chance: 2, because: {{zh: 试, en: trial}}}}\n")

    assert (caught.value.line, caught.value.column) == (4, 3)
    assert caught.value.message.zh == f"{name} 只是对已经看得出的情形的叫法，不参与比较，不能写多寡；可用：{ALLOWED}"
    assert caught.value.message.en.startswith(f"{name} is only what others are called where it can be seen")


def test_a_slip_there_is_not_is_refused_with_the_nearest_and_all_others(read):
    with pytest.raises(InvalidRule) as caught:
        read(GOOD.replace("swap:", "swop:"))

    assert caught.value.message.zh == f"没有这种错 swop；可用：{ALLOWED}；是否指“swap”？"


def test_the_built_in_pack_gives_every_slip_a_reason_in_both_languages(rulebook):
    for form in rulebook.forms:
        assert form.priors is not None
        assert set(form.priors.slips) == set(Slip) - NAMES_ONLY
        assert all(one.because.zh and one.because.en for one in form.priors.slips.values())
