"""The output speaks one language; the report's own words stay as they are."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from openness_lint.cli.wording import in_words, one_line, speech_of
from openness_lint.host import gather
from openness_lint.model.errors import OpennessLintError

FORMATS = sorted({*gather().reporters} - {"parquet"})  # a table of bytes has tests of its own

# Ideographs, their punctuation, and full-width forms.
CHINESE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]+(?: [a-z]+){2,}")

ENGLISH_REPORT = """\
agency: Water Office
year: 2024
sections:
  proactive: {regulations: [1, 0, 0], normative_documents: ['', 1, 0]}
  disputes: {review: [1, 0, 0, 0, 2], litigation_direct: [0, 0, 0, 0, 0]}
"""


class TestSpeechOf:
    @pytest.mark.parametrize(
        ("words", "environment", "language"),
        [
            ([], {}, "zh"),
            ([], {"OPENNESS_LINT_LANG": ""}, "zh"),
            ([], {"OPENNESS_LINT_LANG": "en"}, "en"),
            (["--lang", "zh"], {"OPENNESS_LINT_LANG": "en"}, "zh"),
            (["--lang=en"], {}, "en"),
            (["check", "a.yaml", "--lang", "en"], {"OPENNESS_LINT_LANG": "fr"}, "en"),
            (["--lang", "en", "--lang", "zh"], {}, "zh"),
            (["--lang", "fr"], {"OPENNESS_LINT_LANG": "en"}, "en"),
            (["--lang"], {}, "zh"),
            (["--", "--lang", "en"], {}, "zh"),
            (["--language", "en"], {}, "zh"),
        ],
    )
    def test_the_option_goes_before_the_environment(self, words, environment, language):
        assert speech_of(words, environment).language == language

    def test_a_language_there_is_not_is_refused(self, run, monkeypatch):
        with pytest.raises(OpennessLintError, match="OPENNESS_LINT_LANG cannot be 'fr'; use zh or en"):
            speech_of([], {"OPENNESS_LINT_LANG": "fr"})

        monkeypatch.setenv("OPENNESS_LINT_LANG", "fr")

        assert ((ran := run("rules")).code, ran.err) == (2, "openness-lint: 环境变量 OPENNESS_LINT_LANG 不能是“fr”；可用：zh、en\n")  # fmt: skip
        assert run("rules", "--lang", "en").code == 0


class TestEnglish:
    @pytest.mark.parametrize("format_name", FORMATS)
    @pytest.mark.parametrize("more", [[], ["--verbose"], ["--quiet"], ["--statistics"]])
    def test_findings_hold_no_chinese_of_ours(self, run, format_name, more):
        Path("report.yaml").write_text(ENGLISH_REPORT, encoding="utf-8")

        ran = run("report.yaml", "missing.yaml", "-f", format_name, "--lang", "en", *more)

        assert ran.code == 2
        assert CHINESE.findall(ran.out + ran.err) == []

    @pytest.mark.parametrize(
        "words",
        [["--help"], ["check", "--help"], ["rules", "--help"], ["rule", "--help"], ["test", "--help"], ["schema", "--help"], ["init", "--help"], ["rules"], ["rules", "-f", "json"], ["rule", "T401"], ["test", "-v"], ["schema", "rule"]],
    )  # fmt: skip
    def test_commands_hold_none_either(self, run, words):
        ran = run(*words, "--lang", "en")

        assert ran.code == 0
        # The name of the reports, and labels of the form, are the paper's own words.
        assert set(CHINESE.findall(ran.out.replace("\n", ""))) <= {"政府信息公开工作年度报告"}

    @pytest.mark.parametrize(
        "text",
        [
            "agency: [a\n",
            "agency: x\nyer: 2024\n",
            "year: 1990\nsections: {}\n",
            "agency: x\nyear: nineteen\n",
            "form: cn-openness-2022\nsections: {}\n",
            "year: 2024\nissuer: county\nsections: {}\n",
            "year: 2024\npublished: soon\nsections: {}\n",
            "year: 2024\nsections: [1]\n",
            "year: 2024\nsections: word\n",
            "year: 2024\nsections: {overview: {a: 1}}\n",
            "year: 2024\nsections: {disputes: [1]}\n",
            "year: 2024\nsections: {disputes: {litigation: [1]}}\n",
            "year: 2024\nsections: {disputes: {review: {upheld: 0, upheld : 1}}}\n",
            "year: 2024\nsections: {requests: {denied: {state_secret: [1, [2]]}}}\n",
            "year: 2024\nsections: {requests: {unlisted: 3}}\n",
            "- 1\n",
            "word\n",
            "",
        ],
    )  # fmt: skip
    def test_complaints_about_files_hold_none(self, run, text):
        Path("report.yaml").write_text(text, encoding="utf-8")

        ran = run("report.yaml", "--lang", "en")

        assert ran.code == 2
        assert len(ran.err.splitlines()) == 1
        assert CHINESE.findall(ran.err) == []


class TestChinese:
    @pytest.mark.parametrize("format_name", ["text", "concise", "github", "json", "sarif"])
    def test_findings_hold_no_english_sentence(self, run, report, format_name):
        report(review="[1, 0, 0, 0, 2]", regulations="[1, 0, 0]", documents="['', 1, 0]")

        ran = run("report.yaml", "missing.yaml", "-f", format_name, "--verbose")

        assert ran.code == 2
        assert ENGLISH_SENTENCE.findall(ran.out + ran.err) == []

    @pytest.mark.parametrize(
        "words", [["--help"], ["check", "--help"], ["rules", "--help"], ["rule", "--help"], ["test", "--help"], ["schema", "--help"], ["init", "--help"], ["rules"], ["rule", "T401"], ["test", "-v"]]
    )  # fmt: skip
    def test_commands_hold_none_either(self, run, words):
        ours = [line for line in run(*words).out.splitlines() if "openness-lint " not in line]  # no command lines

        assert ENGLISH_SENTENCE.findall("\n".join(ours)) == []

    def test_the_system_is_quoted_in_words_of_ours(self):
        numbers = [
            one for one in errno.errorcode if ENGLISH_SENTENCE.search(in_words(OSError(one, os.strerror(one))).zh)
        ]

        assert numbers == []


def test_json_says_the_same_in_both_languages_but_for_the_words(run, report):
    report(review="[1, 0, 0, 0, 2]", regulations="[1, 0, 0]")

    def without_words(value):
        if isinstance(value, dict):
            return {key: without_words(one) for key, one in value.items() if key not in {"message", "where", "notes"}}
        return [without_words(one) for one in value] if isinstance(value, list) else value

    zh, en = (json.loads(run("report.yaml", "-f", "json", "--lang", one).out) for one in ("zh", "en"))

    assert zh != en
    assert without_words(zh) == without_words(en)


def test_one_line_is_one_line():
    assert one_line("a\nb\r\x1b[1m\u202e\u2028\ud800\u3000c甲") == "a b  [1m    c甲"
