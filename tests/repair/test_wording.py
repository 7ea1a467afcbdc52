"""Of several slips it is said which changed which figure."""

from __future__ import annotations

import pytest

from openness_lint.model.address import Address
from openness_lint.model.repair import Change, Repair, Step
from openness_lint.model.slip import Slip
from openness_lint.model.span import TextSpan
from openness_lint.repair.wording import said

COLUMNS = ["natural_person", "business", "research", "public_interest", "legal_service", "other", "total"]


def at(column: str, row: str = "received") -> Address:
    return Address("requests", row, column)


def change(place: Address, printed: str, meant: str) -> Change:
    return Change(place, TextSpan(1, 1, 1, 2), printed, meant)


@pytest.fixture
def form(rulebook):
    return next(one for one in rulebook.forms if one.id == "cn-openness-2021")


SWAPPED = (change(at("natural_person"), "2", "12"), change(at("business"), "12", "2"))
MISTYPED = change(at("total"), "18", "15")


def test_figures_that_changed_places_stand_together(form):
    steps = (Step(Slip.SWAP, (at("natural_person"), at("business"))), Step(Slip.REPLACED_DIGIT, (at("total"),)))

    words = said(Repair((*SWAPPED, MISTYPED), steps, 1.0), form, 4, several=False)

    assert words.zh == (
        "本年新收·自然人 2 → 12，本年新收·商业企业 12 → 2（数字互换了位置）；"
        "本年新收·总计 18 → 15（一位数字写错）：修正后 4 个等式全部成立"
    )
    assert words.en == (
        "received/natural persons 2 → 12, received/businesses 12 → 2 (figures that changed places); "
        "received/total 18 → 15 (a digit mistyped): all 4 equations then hold"
    )


def test_a_figure_without_a_slip_that_could_be_named_stands_alone(form):
    steps = (Step(Slip.SWAP, (at("natural_person"), at("business"))), Step(Slip.OTHER, (at("total"),)))

    words = said(Repair((*SWAPPED, MISTYPED), steps, 1.0), form, 4, several=False)

    assert words.en.endswith("; received/total 18 → 15: all 4 equations then hold")


def test_the_figures_of_a_long_slip_are_cut_for_each_slip(form):
    shifted = tuple(change(at(column), str(i), str(i + 1)) for i, column in enumerate(COLUMNS))
    other = change(at("total", "granted"), "6", "")._replace(printed="", meant="6")
    steps = (Step(Slip.SHIFT, tuple(map(at, COLUMNS))), Step(Slip.BLANK, (at("total", "granted"),)))

    words = said(Repair((*shifted, other), steps, 1.0), form, 4, several=False)

    assert words.zh == (
        "本年新收·自然人 0 → 1，本年新收·商业企业 1 → 2，本年新收·科研机构 2 → 3，本年新收·社会公益组织 3 → 4，另有 3 格"
        "（整段错位一格）；予以公开·总计 空白 → 6（漏填）：修正后 4 个等式全部成立"
    )
    assert ", and 3 more (a run of figures displaced by one); granted/total blank → 6 (left blank)" in words.en
