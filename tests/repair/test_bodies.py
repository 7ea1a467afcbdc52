"""A body left out of a roll-up, or added twice, is named."""

from __future__ import annotations

import pytest

from openness_lint.engine import judge
from openness_lint.model.diagnostic import Violation
from openness_lint.model.repair import Certainty
from openness_lint.model.report import Body, Companions, Roster, Sibling
from openness_lint.model.slip import Slip
from openness_lint.model.span import TextSpan

TEXT = """\
agency: {}
year: 2024
sections:
  proactive: {{licences: {}, penalties: {}}}
  requests: {{received: {{natural_person: {}, total: {}}}}}
"""
WATER = ("甲县水利局", 41, 7, 12, 12)
ARCHIVES = ("甲县档案局", 3, 0, 18, 18)
JUSTICE = ("甲县司法局", 5, 2, 6, 6)


@pytest.fixture
def causes(report, rulebook):
    """What is said of an area's figures, given those of its bodies."""

    def find(own, *bodies):
        listed = tuple(
            Body(one[0], TextSpan(1, 1, 1, 2), Sibling(f"{one[0]}.yaml", report(TEXT.format(*one)))) for one in bodies
        )
        parent = Body("甲县人民政府", TextSpan(1, 1, 1, 2))
        roster = Roster("roster.yaml", 2024, listed, parent, complete=True)
        area = report(TEXT.format("甲县人民政府", *own)).beside(Companions(roster=roster, listed_as=parent))
        rules = [one for one in rulebook.rules if one.rule.code in {"H102", "T301"}]
        outcome = judge(area, rules, "county.yaml")
        found = {}
        for one in outcome.diagnostics:
            if isinstance(one, Violation) and one.diagnosis is not None:
                found.setdefault(one.diagnosis.key, (one.diagnosis, []))[1].append(str(one.at.address))
        return list(found.values())

    return find


def test_a_body_left_out_is_named_once_for_all_that_it_lacks(causes):
    [(cause, places)] = causes((44, 7, 30, 30), WATER, ARCHIVES, JUSTICE)

    assert places == ["proactive.licences.decisions", "proactive.penalties.decisions", "requests.received.total"]
    assert (cause.certainty, cause.equations) == (Certainty.LIKELY, 4)
    [repair] = cause.repairs
    assert repair.slips == (Slip.BODY_MISSING,)
    assert [(one.printed, one.meant) for one in repair.changes] == [
        ("44", "49"),
        ("7", "9"),
        ("30", "36"),
        ("30", "36"),
    ]
    [note] = cause.notes
    assert note.zh.endswith("：漏加了甲县司法局，修正后 4 个等式全部成立")
    assert note.en.endswith(": 甲县司法局 was left out; all 4 equations then hold")


def test_a_body_added_twice_is_named(causes):
    [(cause, _)] = causes((90, 16, 48, 48), WATER, ARCHIVES, JUSTICE)

    assert "：重复加了甲县水利局，" in cause.notes[0].zh
    assert ": 甲县水利局 was added twice;" in cause.notes[0].en


def test_nothing_is_laid_to_a_body_when_two_are_alike(causes):
    found = causes((44, 7, 30, 30), WATER, ARCHIVES, JUSTICE, ("甲县财政局", *JUSTICE[1:]))

    assert not any("甲县" in note.zh for cause, _ in found for note in cause.notes)


def test_nothing_is_laid_to_a_body_of_which_one_figure_does_not_agree(causes):
    found = causes((44, 8, 30, 30), WATER, ARCHIVES, JUSTICE)

    assert not any("甲县" in note.zh for cause, _ in found for note in cause.notes)


def test_one_figure_by_itself_names_no_body(causes):
    found = causes((44, 7, 30, 30), WATER, ARCHIVES, ("甲县司法局", 5, 0, 0, 0))

    assert not any("甲县" in note.zh for cause, _ in found for note in cause.notes)
