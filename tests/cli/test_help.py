"""Help pages, read by people: any change of them is to be looked at."""

from __future__ import annotations

import pytest

from openness_lint.cli.commands import COMMANDS
from openness_lint.cli.help import wrap
from openness_lint.drawing.plain import measure


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_pages(run, snapshot, monkeypatch, command, language):
    monkeypatch.setenv("COLUMNS", "80")

    ran = run(*([command] if command else []), "--help", "--lang", language)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", ["20", "60", "73", "100", "300"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_no_line_is_wider_than_the_terminal_or_a_hundred_columns(run, monkeypatch, command, columns, language):
    monkeypatch.setenv("COLUMNS", columns)

    lines = run(*([command] if command else []), "--help", "--lang", language).out.splitlines()

    explained = [line for line in lines if not line.startswith("  openness-lint ")]  # examples stay in one piece
    assert max(map(measure, explained)) <= min(max(int(columns), 60), 100)
    assert [line for line in lines if line != line.rstrip()] == []


class TestWrap:
    def test_chinese_breaks_between_characters_and_never_before_a_mark(self):
        assert wrap("检查报告，合计、单位。", 8) == ["检查报", "告，合", "计、单", "位。"]

    def test_words_stay_whole(self):
        assert wrap("见环境变量 OPENNESS_LINT_LANG", 20) == ["见环境变量", "OPENNESS_LINT_LANG"]
        assert wrap("a word-too-long-for-it b", 6) == ["a", "word-too-long-for-it", "b"]

    def test_nothing_is_one_line(self):
        assert wrap("", 10) == [""]
