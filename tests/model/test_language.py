"""Sentences in two languages."""

from __future__ import annotations

from openness_lint.model.language import LANGUAGES, Phrase, join


def test_a_phrase_is_said_in_the_language_asked_for():
    phrase = Phrase("合计不符", "the total does not fit")

    assert [phrase.say(language) for language in LANGUAGES] == ["合计不符", "the total does not fit"]


def test_holes_are_filled_with_words_of_the_same_language():
    phrase = Phrase("{row}应为 {number}", "{row} should be {number}")

    assert Phrase("总计应为 12", "total should be 12") == phrase.fill(row=Phrase("总计", "total"), number=12)


def test_braces_in_what_is_filled_in_stay_as_they_are():
    assert Phrase("“{0}”", "'{0}'") == Phrase("“{cell}”", "'{cell}'").fill(cell="{0}")


def test_what_reads_the_same_is_written_once():
    assert Phrase("1,234", "1,234") == Phrase.same("1,234")


def test_a_list_has_each_languages_own_comma():
    phrases = [Phrase("甲", "a"), Phrase("乙", "b"), Phrase("丙", "c")]

    assert Phrase("甲、乙、丙", "a, b, c") == join(phrases)
    assert Phrase("甲；乙；丙", "a; b; c") == join(phrases, "；", "; ")
    assert Phrase("", "") == join([])
