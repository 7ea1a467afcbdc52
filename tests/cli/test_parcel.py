"""What is said of a file, on its way between processes and runs."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from openness_lint.cli.configured import open_plans
from openness_lint.cli.judged import Judged, Wanted
from openness_lint.cli.parcel import Parcels, answers_in
from openness_lint.config.settings import Layer
from openness_lint.model.outcome import Answer, Outcome
from openness_lint.model.rule import Severity


@pytest.fixture(scope="module")
def plan():
    return open_plans(config=None, isolated=True, options=Layer(), cache=False).of_folder(Path())


@pytest.fixture
def parcels(plan):
    return Parcels.of(plan)


def outcome(plan, *answers):
    form = plan.rulebook.packs[0].forms[0]
    return Outcome("a.yaml", form, "甲市", 2024, 3, 2, (), answers=answers)


def test_answers_come_back_with_the_severity_a_configuration_gave_their_rule(plan, parcels):
    first, second = (one.rule for one in plan.rulebook.rules[:2])
    graded = replace(second, severity=Severity.INFO)
    judged = Judged(outcome(plan, Answer(first, 5, 4), Answer(graded, 0, 0)))

    back = parcels.unpack(parcels.pack(judged, Wanted())).result

    assert back == judged.result
    assert tuple(back.answers) == judged.result.answers
    assert [one.rule.severity for one in back.answers] == [first.severity, Severity.INFO]
    assert back.answers[1] == Answer(graded, 0, 0)
    assert back.answers[:1] == (Answer(first, 5, 4),)


def test_what_came_back_can_go_on_to_another_process(plan, parcels):
    judged = Judged(outcome(plan, Answer(plan.rulebook.rules[0].rule, 5, 4)))
    there = parcels.unpack(parcels.pack(judged, Wanted()))

    assert Parcels.of(plan).unpack(parcels.pack(there, Wanted())) == judged


class Forged:
    def __init__(self, *figures):
        self.figures = figures

    def __reduce__(self):
        return answers_in, self.figures


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(((10**6,), (1,), (1,)), id="a rule there is not"),
        pytest.param(((-1,), (1,), (1,)), id="a rule before the first"),
        pytest.param(((0, 3), (1,), (1, 1)), id="fewer counts than rules"),
        pytest.param(((), (), ()), id="none"),
        pytest.param((("T301",), (1,), (1,)), id="no number"),
    ],
)
def test_answers_that_this_program_did_not_write_are_refused(plan, parcels, figures):
    judged = Judged(replace(outcome(plan), form=None, answers=Forged(*figures)))

    with pytest.raises(pickle.UnpicklingError):
        parcels.unpack(pickle.dumps(judged))
