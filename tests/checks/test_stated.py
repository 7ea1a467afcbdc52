"""`check: stated`: compared first and judged afterwards; what is not compared says why."""

from __future__ import annotations

import pytest

KEYS = "check: stated\nmeasures: [{measures}]\n"
ROW = "[{0}, 0, 0, 0, 0, 0, {0}]"


@pytest.fixture
def asked(rule, report):
    """What a rule on these measures says of a text, beside table 3."""

    def ask(measures, text, received=12, carried_in=2, more="", keys=""):
        ready = rule(KEYS.format(measures=measures) + keys)
        read = report(
            f"year: 2024\n{more}sections:\n  overview: {text}\n  requests:\n"
            f"    received: {ROW.format(received)}\n    carried_in: {ROW.format(carried_in)}\n"
        )
        return ready.questions[read.form.id].judge(read)

    return ask


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("measures: [recieved]\n", "2:12: form cn-openness-2021 has no measure of the text recieved; did you mean 'received'?"),
        ("measures: []\n", "2:11: at least one measure is needed"),
        (
            "measures: [received]\nseverities: {answerd: info}\n",
            "3:23: form cn-openness-2021 has no measure of the text answerd; did you mean 'answered'?",
        ),
    ],
)  # fmt: skip
def test_a_measure_that_no_phrases_know_is_refused_at_its_place(refused, keys, complaint):
    assert refused("check: stated\n" + keys) == complaint


@pytest.mark.parametrize("number", [12, 14])
def test_a_number_that_equals_any_figure_it_may_stand_for_holds(asked, number):
    verdict = asked("received", f"收到政府信息公开申请{number}件。")

    assert (verdict.judged, verdict.broken, verdict.unjudged) == (1, (), ())


def test_one_that_equals_none_is_told_with_all_it_was_compared_with(asked):
    (found,) = asked("received", "收到政府信息公开申请13件。").broken

    assert found.message.zh == "正文中“收到申请”为 13件，既不是表中本年新收为 12，也不是本年新收加上年结转为 14"
    assert found.message.en == (
        "the text gives 13件 for requests received, equal to neither received = 12 nor received plus carried in = 14"
    )
    assert found.data == (
        ("stated", "13"),
        ("requests.received.total", "12"),
        ("requests.received.total + requests.carried_in.total", "14"),
    )
    assert [(str(one.address), one.value) for one in found.related] == [
        ("requests.received.total", "12"),
        ("requests.carried_in.total", "2"),
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("agency: 甲区人民政府\n", "not compared: the sentence speaks of the body itself, the table of the whole area"),
        (
            "",
            "not compared: the sentence speaks of the body itself, and the report names no agency that would tell of whom the table is",
        ),
    ],
)
def test_a_sentence_of_another_scope_is_a_gap_that_says_so(asked, more, message):
    verdict = asked("received", "区政府本级受理政府信息公开申请5件。", more=more)

    assert verdict.broken == ()
    assert [one.message.en for one in verdict.unjudged] == [message]


def test_a_scope_whose_figures_agree_with_the_table_is_the_tables(asked):
    text = "区政府办公室代表区政府受理政府信息公开申请12件，上年结转2件，共办理15件。"

    verdict = asked("received, carried_in, handled", text, more="agency: 甲区人民政府办公厅政府\n")

    assert [one.at.value for one in verdict.broken] == ["15"]


def test_a_table_that_is_not_there_is_a_gap_for_each_number(rule, report, gaps):
    ready = rule(KEYS.format(measures="received"))

    found = gaps(ready, report("year: 2024\nsections: {overview: 收到政府信息公开申请5件。}\n"))

    assert found == [("overview", "not compared: the requests table does not give it")]


@pytest.mark.parametrize(
    ("total", "found"),
    [("12", []), ("13", []), ("11", ["the text gives 11件 for granted, but in the table granted = 12"])],
)
def test_a_blank_total_is_the_sum_of_its_parts_as_far_as_they_go(rule, report, total, found):
    ready = rule(KEYS.format(measures="granted"))
    read = report(
        f"year: 2024\nsections:\n  overview: 政府信息公开申请予以公开{total}件。\n"
        "  requests:\n    granted: [10, 2, '', '', '', '', '']\n"
    )

    verdict = ready.questions[read.form.id].judge(read)

    assert [one.message.en for one in verdict.broken] == (
        found or ([] if total == "12" else ["the text gives 13件 for granted, but in the table granted = 12"])
    )


def test_what_is_denied_is_held_against_the_numbers_of_the_text(asked):
    text = "未收到政府信息公开申请。收到政府信息公开申请3件。"

    (found,) = asked("none_received", text, received=0, carried_in=0, keys="denials: true\n").broken

    assert found.message.en == "the text says '未收到政府信息公开申请', but also gives 3件 for requests received"
    assert [one.value for one in found.related] == ["3"]


def test_a_text_without_any_such_number_is_asked_nothing(asked):
    verdict = asked("received", "加强队伍建设。")

    assert (verdict.judged, verdict.broken, verdict.unjudged) == (0, (), ())
