"""Claims: each number of the phrase bank binds to its figure, at its digits, and other work to none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.bounded import Bounded
from openness_lint.model.form import Form
from openness_lint.model.phrases import Measure, Topic
from openness_lint.model.values import replace
from openness_lint.narrative.claims import _silent, read_claims

DATA = Path(__file__).parents[1] / "data"
BANK = [
    line
    for line in (DATA / "phrase-bank.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="session")
def form(rulebook) -> Form:
    return next(one for one in rulebook.forms if one.id == "cn-openness-2021")


@pytest.fixture
def claims(report):
    """What is bound in a paragraph of a report of 2024: measure, digits, scope."""

    def read(text, heading="", year=2024):
        lines = [f"（一）{heading}"] * bool(heading) + [text]
        found = read_claims(
            report(f"year: {year}\nsections:\n  overview:\n" + "".join(f"  - {one}\n" for one in lines))
        )
        return [(one.measure.id, one.printed, one.scope and one.scope.id) for one in found]

    return read


@pytest.mark.parametrize("line", BANK, ids=[f"{line.split('|')[0].strip()}-{i}" for i, line in enumerate(BANK)])
def test_a_line_of_the_phrase_bank_binds_as_it_says(annotated, form, tmp_path, line):
    path = tmp_path / "line.txt"
    path.write_text(line, encoding="utf-8")

    (one,) = annotated.read_annotated(path)

    assert annotated.bound(form, one) == one.wanted


def test_the_bank_has_every_number_from_1_to_80():
    assert {int(line.split("|")[0]) for line in BANK} == set(range(1, 81))


def test_our_own_sentences_bind_rightly_or_not_at_all(annotated, form):
    sentences = [one for path in annotated.FILES[:2] for one in annotated.read_annotated(path)]

    wrong = [(one.line, *found) for one in sentences for found in annotated.bound(form, one) - one.wanted]
    wanted = sum(len(one.wanted) for one in sentences)
    found = sum(len(annotated.bound(form, one) & one.wanted) for one in sentences)

    assert wrong == []
    assert len(sentences) >= 300
    assert sum(not one.wanted for one in sentences) >= 100
    assert found / wanted > 0.95


def test_a_scope_holds_until_another_is_named(claims):
    text = "全区受理政府信息公开申请80件，结转下年3件；区政府本级受理20件，结转下年1件。办结19件。"

    assert claims(text) == [
        ("received", "80", "area"),
        ("carried_out", "3", "area"),
        ("received", "20", "own"),
        ("carried_out", "1", "own"),
        ("answered", "19", "own"),
    ]


@pytest.mark.parametrize(
    ("text", "heading", "found"),
    [
        ("全年办结12件。", "依申请公开情况", [("answered", "12", None)]),
        ("全年办结12件。", "平台建设", []),
        ("收到政府信息公开申请3件。办结3件。", "", [("received", "3", None), ("answered", "3", None)]),
        ("收到政府信息公开申请3件。办理网民留言9件，办结9件。", "", [("received", "3", None)]),
        ("收到政府信息公开申请（含信函2件）3件。", "", [("received", "3", None)]),
        (
            "答复政府信息公开申请9件（上年结转2件（含疑难1件））。",
            "",
            [("answered", "9", None), ("carried_in", "2", None)],
        ),
    ],
)
def test_the_topic_comes_from_the_words_or_the_heading_and_ends_with_another(claims, text, heading, found):
    assert claims(text, heading) == found


@pytest.mark.parametrize(("year", "measure"), [(2024, "carried_in"), (2025, None), (2023, None)])
def test_years_are_read_from_where_the_report_stands(claims, year, measure):
    found = claims("2023年结转政府信息公开申请3件。", year=year)

    assert found == ([(measure, "3", None)] if measure else [])


def test_words_that_deny_are_pointed_at_as_printed(claims):
    assert claims("本年度 未收到 政府信息公开申请，无结转2025年办理的申请。") == [
        ("none_received", "未收到 政府信息公开申请", None),
        ("nothing_left", "无结转2025年", None),
    ]


@pytest.mark.parametrize(
    "unit",
    ["收到政府信息公开申请", "政府信息公开申请1件，", "未收到，", "均已按期", "行政复议、行政诉讼", "（申请公开"],
)
def test_a_megabyte_of_anything_is_listened_to(annotated, form, unit):
    text = unit * (100_000 // len(unit)) + "未发生因政府信息公开引发的" * 70_000

    assert len(read_claims(annotated.report_of(form, text))) <= len(text)


def _without_needs(value):
    """A part of a topic with patterns that are searched for everywhere."""
    match value:
        case Bounded():
            return Bounded(value.text)
        case tuple():
            made = [_without_needs(one) for one in value]
            return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
        case Measure() | Topic():
            names = type(value).__match_args__
            return type(value)(**{name: _without_needs(getattr(value, name)) for name in names})
        case _:
            return value


@pytest.fixture(scope="session")
def heard(annotated, form):
    """What is claimed in a paragraph below a heading; with every pattern searched for everywhere, and as it is."""
    slow = replace(form, phrases=_without_needs(form.phrases))

    def read(text, heading=""):
        return [
            [
                (one.topic.id, one.measure.id, one.scope and one.scope.id, one.value, one.span, one.printed, one.said)
                for one in read_claims(annotated.report_of(each, text, heading))
            ]
            for each in (slow, form)
        ]

    return read


def test_nothing_is_missed_for_what_patterns_need(annotated, heard):
    sentences = [one for path in annotated.FILES for one in annotated.read_annotated(path)]

    for heading in ("", "依申请公开", "平台建设"):
        # Some at a time in one paragraph, so that what holds in one sentence holds in others.
        for few in (sentences[i : i + 12] for i in range(0, len(sentences), 12)):
            expected, found = heard("。".join(one.text.removesuffix("。") for one in few), heading)
            assert expected == found


_PIECES = (
    "2024年 2023年 2025年 去年 上年 一年来 本年度 一件 3件 两宗 12件次 5条 0 1.2万余件 约40份 380元 收到 未收到 受理 新收 政府信息公开申请 依申请公开 "
    "公开申请 信息公开 申请 办结 答复 均已按期 予以公开 不予公开 部分公开 无法提供 结转 转至 上年度 下年度 次年 含 其中 另有 其他 属于 不属于 "
    "本机关 不掌握 法人 自然人 复议 行政复议 诉讼 行政诉讼 维持 纠正 无 没有 未发生 因 引发 的 共 为 达 全市 全县 本级 各部门 县教育局 规范性文件 "
    "行政许可 行政处罚 制发 废止 现行有效 较上年 比去年 培训 咨询 许可 热线 平均 通过 网络 处理费 收取 和 或 、 ， ， ； ： 。 。 （ ） （一） 一是"
).split()  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=60), heading=st.sampled_from(["", "依申请公开"]))
def test_nothing_is_missed_in_whatever_is_written(heard, pieces, heading):
    expected, found = heard("".join(pieces), heading)

    assert expected == found


def test_a_sentence_that_says_nothing_elsewhere_says_what_it_does_here(claims):
    said = "收到十二件。"

    assert claims(said, "平台建设") == []
    assert claims(said, "依申请公开") == [("received", "十二", None)]
    assert claims(said, "平台建设") == []


def test_of_sentences_that_say_nothing_few_are_remembered(annotated, form):
    for k in range(30):
        text = "".join(f"办好甲{chr(0x4E00 + k)}{chr(0x4E00 + i)}事。" for i in range(100))
        assert read_claims(annotated.report_of(form, text)) == ()

    assert len(_silent(form, annotated.YEAR)) <= 2048
