"""`check: edition`: labels of another edition are named one by one, later ones graded apart."""

from __future__ import annotations

from openness_lint.model.rule import Severity


def test_each_label_of_another_edition_is_found_and_its_counterpart_shown(rule, report):
    ready = rule("check: edition\n")
    read = report("year: 2024\nsections: {proactive: {规范性文件: {对外公开总数量: 3}}}\n")

    found = ready.questions["cn-openness-2021"].judge(read).broken

    assert [(str(one.at.address), one.severity, [fix.edits[0].replacement for fix in one.fixes]) for one in found] == [
        ("proactive.normative_documents", None, ["行政规范性文件"]),
        ("proactive.normative_documents.disclosed_total", None, []),
    ]


def test_a_label_only_a_later_edition_has_is_graded_apart(rule, report):
    ready = rule("check: edition\nlater: info\n", "cn-openness-2019")
    read = report("year: 2019\nsections: {proactive: {行政规范性文件: [0, 0, 0]}}\n")

    (found,) = ready.questions["cn-openness-2019"].judge(read).broken

    assert found.severity is Severity.INFO


def test_a_form_out_of_force_is_found_where_it_is_named(rule, report):
    ready = rule("check: edition\n", "cn-openness-2019")
    read = report("year: 2023\nform: cn-openness-2019\nsections: {overview: 略}\n")

    (found,) = ready.questions["cn-openness-2019"].judge(read).broken

    assert (str(found.at.address), found.at.value) == ("form", "cn-openness-2019")
    assert found.message.zh == "2023 年度不用“政府信息公开工作年度报告（2019年试行格式）”"


def test_without_a_year_the_form_in_force_is_a_gap(rule, report, gaps):
    ready = rule("check: edition\n")

    found = gaps(ready, report("form: cn-openness-2021\nsections: {overview: 略}\n"))

    assert found == [("form", "no year is given, so the form in force is unknown")]
