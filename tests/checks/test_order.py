"""`check: order`: as few sections as possible are blamed."""

from __future__ import annotations

from itertools import permutations

import pytest

IDS = ["overview", "proactive", "requests", "disputes", "problems", "other"]


def sections(ids):
    return "year: 2024\nsections:\n" + "".join(f"  {id}: 略\n" for id in ids)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("overview requests proactive disputes", ["proactive"]),
        ("other overview proactive requests", ["other"]),
        ("proactive requests overview", ["overview"]),
        ("overview proactive requests disputes problems other", []),
        ("other problems disputes", ["problems", "disputes"]),
    ],
)
def test_only_what_would_have_to_move_is_found(rule, report, broken, order, found):
    ready = rule("check: order\nof: sequence\n")

    assert [address for address, _ in broken(ready, report(sections(order.split())))] == found


def test_without_the_blamed_the_rest_stands_in_order(rule, report, broken):
    ready = rule("check: order\nof: sequence\n")

    for order in permutations(IDS[:5]):
        blamed = {address for address, _ in broken(ready, report(sections(order)))}
        rest = [id for id in order if id not in blamed]
        assert rest == sorted(rest, key=IDS.index)
        assert bool(blamed) == (list(order) != IDS[:5])


def test_where_it_belongs_is_told_by_a_section_that_stays(rule, report, broken):
    ready = rule("check: order\nof: sequence\n")

    (found,) = broken(ready, report(sections(["other", "overview", "proactive"])))

    assert found == ("other", "'六、其他需要报告的事项' should stand after '二、主动公开政府信息情况'")


def test_a_repeated_section_points_to_the_first(rule, report):
    ready = rule("check: order\nof: once\n")
    read = report("year: 2024\nsections:\n  overview: 略\n  other: 无\n  一、概述: 略\n")

    (found,) = ready.questions["cn-openness-2021"].judge(read).broken

    assert (found.at.value, found.related[0].value) == ("一、概述", "overview")
