"""The rules on the text: on the sample report, on hostile texts, and their fixes on `report.yaml`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.mending import Mender
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.report import Label, Match, Report, Section
from openness_lint.model.source import Source
from openness_lint.model.span import TextSpan
from openness_lint.model.text import Run, Text
from openness_lint.syntax.decode import decode
from openness_lint.trials import text_at

DATA = Path(__file__).parents[3] / "shared" / "data"
SAMPLE = DATA / "000_e0759db8c8ae201d.txt"
HUAIAN = DATA / "documents" / "huaian-2024.pdf"
EXAMPLES = Path(__file__).parents[2] / "examples"
CODES = re.compile(r"S10[6-9]|S116|S118|S119|S12[0-4]|U104|P10[124]|N2..|U103|X...")


@pytest.fixture(scope="module")
def asked(rulebook):
    """The rules on text and plausibility, those off by default too."""
    return [one for one in rulebook.rules if CODES.fullmatch(one.rule.code)]


@pytest.fixture
def findings(host, rulebook, asked):
    """Code, severity, the very characters, of everything that the rules on text find in a file."""

    def look(path):
        report = host.readers[path.suffix].read(Source(path.name, path.read_bytes()), rulebook.shelf)
        outcome = judge(report, [one for one in asked if one.rule.on_by_default], path.name)
        return [(one.rule.code, one.severity.value, text_at(one.at.span, outcome.lines)) for one in outcome.violations]

    return look


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample report is not at hand")
def test_the_sample_shows_its_bookmark_its_lone_mark_its_title_and_one_separator(findings):
    assert findings(SAMPLE) == [
        ("S119", "info", "度"),
        ("X101", "error", "[bookmark: _GoBack]"),
        ("X108", "info", "》《"),
        ("X106", "warning", "”"),
    ]

    lines = decode(SAMPLE.read_bytes()).splitlines()
    assert lines[7].index("”主题") == lines[7].index("冲刺四季度 打赢攻坚战") + len("冲刺四季度 打赢攻坚战")


@pytest.mark.skipif(not HUAIAN.is_file(), reason="the published report is not at hand")
def test_a_published_report_of_a_city_says_nothing_of_appraisal_and_accountability_and_is_clean_else(findings):
    assert [code for code, _, _ in findings(HUAIAN)] == ["S107"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda one: one.stem)
def test_the_examples_show_no_more_than_is_wrong_with_them(findings, path):
    expected = {"chaoyang-2024": ["S119", "X101", "X106"]}.get(path.stem, [])

    assert [code for code, _, _ in findings(path)] == expected


@pytest.mark.parametrize("path", sorted((EXAMPLES / "documents").glob("*-2024.*")), ids=lambda one: one.name)
def test_the_documents_among_the_examples_show_no_more_than_is_wrong_with_them(findings, path):
    # Their title says 2023, which a document's year is taken from, and they were published in 2025.
    expected = ["S124"] if path.stem == "faults-2024" and path.suffix in {".docx", ".html"} else []

    assert [code for code, _, _ in findings(path)] == expected


SENTENCES = Path(__file__).parents[1] / "data"


def worded():
    """Sentences in which offices put figures, as other tests have them, without the notes on what they bind to."""
    for name in ("narrative.txt", "phrase-bank.txt"):
        for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines():
            said = re.sub(r"^[0-9]+ *\|", "", line).strip()
            if said and not said.startswith("#"):
                yield re.sub(r"\{([^{}:]+):[a-z_]+\}", r"\1", said.partition("】")[2] or said)


def test_sentences_as_offices_word_them_show_counters_round_words_and_old_terms_alone(asked, rulebook):
    (form,) = [one for one in rulebook.forms if one.id == "cn-openness-2021"]
    about_text = [one for one in asked if one.rule.code not in {"S106", "S107", "S119", "S124"}]
    found = set()

    for text in worded():
        sections = (Section("overview", Label(Address("overview"), one_line("一"), Match.ID), (one_line(text),)),)
        report = Report(form, TextSpan(1, 1, 1, 1), {}, sections, year=2024)
        for one in judge(report, about_text, "report.yaml").violations:
            found.add((one.rule.code, one.severity.value, one.at.value))

    assert {code for code, severity, _ in found if severity != "info"} == {"S118"}, "one sentence is of 2023"
    assert {code for code, *_ in found} == {"S118", "N209", "N210", "X113"}


# One megabyte in UTF-8.
HOSTILE = 350_000


def hostile_texts(path):
    """The words and marks of a rule's own patterns, all of them and the longest one, over and over."""
    written = Path(path).read_text(encoding="utf-8").partition("examples:")[0].partition("check:")[2]
    pieces = re.findall(r"[一-鿿《》“”（）〔〕。，；：、]{1,12}|[A-Za-z_&<>/.:#]{2,}|[0-9]+|\S", written)
    longest = sorted(set(pieces), key=len, reverse=True)[:1]
    for text in ("".join(pieces), *longest):
        yield (text * (HOSTILE // len(text) + 1))[:HOSTILE]


def one_line(text):
    return Text(text, TextSpan(1, 1, 1, len(text) + 1), (Run(0, 1, 1),))


def full_of(text, form):
    """A report whose preface and overview are this text, and whose title is its beginning."""
    sections = tuple(
        Section(
            one.id,
            Label(Address(one.id), one_line(one.wording.official), Match.OFFICIAL),
            (one_line(text),) if one.id == "overview" else (),
        )
        for one in form.sections
    )
    metadata = {
        "title": one_line(text[:20_000]),
        "agency": one_line("朝阳市科学技术局"),
        "published": one_line("2025-01-01"),
    }
    return Report(form, TextSpan(1, 1, 1, 1), metadata, sections, year=2024, preface=(one_line(text),))


def test_no_text_makes_a_rule_run_away(asked, rulebook):
    (form,) = [one for one in rulebook.forms if one.id == "cn-openness-2021"]

    # That it comes to an end is what is tried: where a pattern backtracks without bound, it would not.
    for one in asked:
        question = one.questions.get(form.id)
        for text in hostile_texts(one.path) if question else ():
            assert question.judge(full_of(text, form)).judged >= 0


WRITTEN = """\
agency: 示例县水利局   # 机关
year: 2024
title: "示例县水利局2024年政府信息公开工作年度报告"
preface: |
  [bookmark: _GoBack]根据《关于印发《年度报告格式》的通知》(国办公开办函[2021]30号)编制,现予公布。
  数据统计期限自202024年1月1日起至2024年12月31日止。
sections:
  一、总体情况:
    - '完善的的制度,修订《办法》、《规定》、《细则》《指南》;按《条例》办理。。'   # 单引号
    - "转义的\\u201c引号\\u201d里有错误！未定义书签。，和和回应"
  六、其它需要报告的事项: 未收取信息处理费.
"""
MENDED = """\
agency: 示例县水利局   # 机关
year: 2024
title: "示例县水利局2024年政府信息公开工作年度报告"
preface: |
  根据《关于印发〈年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制，现予公布。
  数据统计期限自2024年1月1日起至2024年12月31日止。
sections:
  一、总体情况:
    - '完善的制度，修订《办法》、《规定》、《细则》、《指南》；按《条例》办理。'   # 单引号
    - "转义的\\u201c引号\\u201d里有，和回应"
  六、其他需要报告的事项: 未收取信息处理费。
"""


@pytest.fixture
def mender(host, rulebook, asked):
    def read(text):
        return host.readers[".yaml"].read(Source("report.yaml", text.encode()), rulebook.shelf)

    return Mender(read, asked, "report.yaml")


def test_what_is_safe_is_mended_and_all_else_kept_byte_for_byte(mender):
    mended = mender.mend(WRITTEN, {Applicability.SAFE})

    assert mended.text == MENDED
    assert {one.rule.code for one in mended.fixed} == {"S116", "S121", "X101", "X104", "X107", "X108", "X113"}


def test_to_mend_what_is_mended_changes_nothing(mender):
    again = mender.mend(MENDED, {Applicability.SAFE, Applicability.UNSAFE})

    assert again.text == MENDED
    assert not again.fixed


def test_what_is_shown_only_is_never_applied(mender):
    written = "year: 2024\ntitle: 某某局2024年度政府信息公开工作年度报告\nsections:\n  overview: 参加攻坚战”发布会。\n"

    mended = mender.mend(written, set(Applicability) - {Applicability.DISPLAY})

    assert mended.text == written
    assert {"S119", "X106"} <= {one.rule.code for one in mended.outcome.violations}


def test_what_is_off_by_default_is_asked_only_by_its_code_or_name(rulebook):
    (off,) = [one.rule for one in rulebook.rules if not one.rule.on_by_default]

    assert off.code == "X111"
    assert [off.is_selected_by(one) for one in ("X111", "foreign-place", "X", "X1", "X11")] == [
        *(True, True),
        *(False, False, False),
    ]
    assert off.answers_to("X1")
