"""Pages as they are taken down: characters that are meant, text that is turned."""

from __future__ import annotations

import pytest

from openness_lint.model.span import PageSpan
from openness_lint.pages.page import pages_of


def page(*glyphs, size=(595, 842), rules=()):
    (one,) = pages_of([{"size": size, "glyphs": glyphs, "rules": rules, "pictures": 0, "unmapped": 0}])
    return one


def glyph(text, x=100.0, y=100.0, turns=0):
    return [text, x, y - 8, x + 10, y + 2, x, y, 10.0, turns, 1]


@pytest.mark.parametrize(
    ("code", "meant"),
    [("⼆", "二"), ("⽅", "方"), ("⻅", "见"), ("⻔", "门"), ("⻚", "页"), ("⻓", "长"), ("⺠", "民"), ("\uf914", "樂"), ("１", "１"), ("Ⅱ", "Ⅱ"), ("\xa0", " "), ("件", "件")],
)  # fmt: skip
def test_radicals_are_the_characters_that_look_the_same(code, meant):
    assert [one.text for one in page(glyph(code)).glyphs] == [meant]


def test_what_lies_beside_the_page_is_not_printed():
    assert [one.text for one in page(glyph("内"), glyph("外", x=-50), glyph("下", y=900)).glyphs] == ["内"]


def test_a_page_turns_with_most_of_its_text_and_places_stay_as_shown():
    # Downwards along the right edge, and a page number upright at the foot.
    sideways = [glyph(text, x=500, y=100 + 10 * i, turns=1) for i, text in enumerate("行政复议")]

    one = page(*sideways, glyph("1", y=800), rules=[(490, 90, 490, 200)])

    assert (one.turns, one.width, one.height) == (1, 842, 595)
    assert [(g.text, g.turns) for g in one.glyphs] == [*((text, 0) for text in "行政复议"), ("1", 3)]
    baselines = {g.baseline for g in one.glyphs if g.turns == 0}
    assert len(baselines) == 1
    assert one.rules[0].is_level
    first = one.glyphs[0]
    assert one.place((first.x0, first.y0, first.x1, first.y1)) == PageSpan(1, (500.0, 92.0, 510.0, 102.0))


def test_a_page_without_text_is_a_page():
    assert page().turns == 0
