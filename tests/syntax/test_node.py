"""Lines as editors count them, and what the two syntaxes share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import InvalidRule
from openness_lint.model.language import Phrase
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text, Words
from openness_lint.syntax.node import Entry, Lines, Listed, Mapping, Scalar, Sequence, complain, duplicate_key


def scalar(value: str, line: int = 1, *, plain: bool = True) -> Scalar:
    return Scalar(Text(value, TextSpan(line, 1, line, 1 + len(value))), plain)


def test_lines_end_where_editors_end_them():
    lines = Lines("a\r\nb\rc\nd")

    assert lines.texts() == ("a", "b", "c", "d")
    assert [lines.place(lines.text.index(c)) for c in "abcd"] == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\f", "\v", "\x1c"])
def test_characters_that_only_programs_take_for_line_ends_are_none(character):
    lines = Lines(f"a{character}b\nc")

    assert (f"a{character}b", "c") == lines.texts()
    assert lines.place(2) == (1, 3)


def test_a_text_ends_with_a_line_even_if_nothing_is_on_it():
    assert Lines("").texts() == ("",)
    assert Lines("a\n").texts() == ("a", "")
    assert Lines("a\n").place(2) == (2, 1)


def test_a_span_is_end_exclusive_and_may_run_over_lines():
    assert TextSpan(1, 2, 2, 2) == Lines("ab\ncd").span(1, 4)


@given(st.text("ab中\U0001f600\r\n\u2028", max_size=20))
@settings(deadline=None, max_examples=150)
def test_every_offset_has_the_place_at_which_its_character_is_found(text):
    lines = Lines(text)
    texts = lines.texts()
    places = [lines.place(offset) for offset in range(len(text) + 1)]

    assert sorted(set(places)) == places
    for character, (line, column) in zip(text, places, strict=False):
        if character in "\r\n":
            assert column > len(texts[line - 1])
        else:
            assert character == texts[line - 1][column - 1]


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL"])
def test_null_is_null_only_without_quotes(value):
    assert scalar(value).is_null
    assert not scalar(value, plain=False).is_null


@pytest.mark.parametrize("value", ["nil", "None", "NO", "0", "无", "~ ", "nUll"])
def test_nothing_else_is_null(value):
    assert not scalar(value).is_null


def test_a_mapping_gives_values_by_key_and_entries_in_order():
    entries = (Entry(scalar("b"), scalar("1")), Entry(scalar("a"), scalar("2")))
    mapping = Mapping(entries, TextSpan(1, 1, 1, 9))

    assert entries == tuple(mapping)
    assert scalar("2") == mapping.get("a")
    assert None is mapping.get("c")


def test_a_complaint_stands_at_the_start_of_its_span():
    error = complain(InvalidRule, Phrase("不对", "wrong"), TextSpan(3, 4, 5, 6)).at("a.yaml")

    assert isinstance(error, InvalidRule)
    assert error.say("zh") == "a.yaml:3:4: 不对"
    assert error.say("en") == "a.yaml:3:4: wrong"


def test_a_key_written_twice_is_told_with_both_places():
    error = duplicate_key(InvalidRule, scalar("机关", 7), scalar("机关", 2))

    assert error.say("zh") == "7:1: 键“机关”重复，第 2 行已有；删去其一，否则不知以哪个为准"
    assert error.say("en") == "7:1: duplicate key '机关', first on line 2; remove one of the two"


def test_a_list_on_one_line_is_the_list_of_its_scalars():
    listed = Listed(Words(("0", "12"), (1, 4), line=3, column=5), TextSpan(3, 5, 3, 12))
    places = [("0", TextSpan(3, 6, 3, 7)), ("12", TextSpan(3, 9, 3, 11))]
    same = Sequence(tuple(Scalar(Text(said, at, (Run(0, *at[:2]),)), True) for said, at in places), listed.span)

    assert (listed, hash(listed)) == (same, hash(same))
    assert same == listed
    assert listed != Listed(listed.words._replace(line=4), listed.span)
    assert listed != same.items
