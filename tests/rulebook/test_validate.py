"""What is wrong with a rule file or a form is said in our own words, in both languages, at its place."""

from __future__ import annotations

import re

import pytest

from openness_lint.model.errors import InvalidRule
from openness_lint.rulebook.schema import FormFile, PackFile, RuleFile
from openness_lint.rulebook.validate import validated
from openness_lint.syntax.yaml import parse_yaml

RULE = """\
code: T401
name: dispute-total
title: {zh: 标题, en: title}
severity: error
basis: 依据
because: {zh: 因为, en: because}
forms: [f]
check: equation
examples: [{holds: {}}]
"""
PACK = """\
name: county
title: {zh: 包, en: pack}
forms: [{file: f.yaml, first_year: 2021}]
"""
FORM = """\
form: county-2024
title: {zh: 格式, en: form}
basis: 依据
distance: 2
sections: [{id: overview, label: 总体情况, en: overview, text: true}]
"""


# Each: what is written in the place of what; the first characters of what is at fault; the complaint.
@pytest.mark.parametrize(
    ("shape", "text", "old", "new", "at", "zh", "en"),
    [
        (RuleFile, RULE, "T401", "t401", "t401", "code 不能是“t401”；应是大写字母加三、四位数字，如 T303", "code cannot be 't401'; it should be capital letters and three or four digits, as in T303"),
        (RuleFile, RULE, "T401", "401", "401", "code 应是文字；401 要加引号", "code should be text; put 401 in quotes"),
        (RuleFile, RULE, "code: T401\n", "", "name", "缺少 code", "code is missing"),
        (RuleFile, RULE, "dispute-total", "Dispute total", "Dispute", "name 不能是“Dispute total”；应是小写字母、数字和连字符，如 carry-identity", "name cannot be 'Dispute total'; it should be small letters, digits and hyphens, as in carry-identity"),
        (RuleFile, RULE, "name: dispute-total", "name:", "name", "name 没有值", "name has no value"),
        (RuleFile, RULE, "{zh: 标题, en: title}", "标题", "标题", "title 应是“键: 值”", "title should be `key: value` pairs"),
        (RuleFile, RULE, ", en: title", "", "{zh: 标题", "缺少 en", "en is missing"),
        (RuleFile, RULE, "en: title", "ne: title", "ne", "不认识的键 ne；是否指“en”？", "unknown key ne; did you mean 'en'?"),
        (RuleFile, RULE, "severity: error", "severity: eror", "eror", "severity 不能是“eror”；可用：error、warning、info；是否指“error”？", "severity cannot be 'eror'; use one of: error, warning, info; did you mean 'error'?"),
        (RuleFile, RULE, "severity: error", "severity: [error]", "[error]", "severity 应是其中之一：error、warning、info", "severity should be one of: error, warning, info"),
        (RuleFile, RULE, "severity:", "severty:", "severty", "不认识的键 severty；是否指“severity”？", "unknown key severty; did you mean 'severity'?"),
        (RuleFile, RULE, "basis: 依据", "basis: {zh: 依据}", "{zh: 依据}", "缺少 en", "en is missing"),
        (RuleFile, RULE, "basis: 依据", "basis: [依据]", "[依据]", "basis 应是一段文字，不是列表或“键: 值”", "basis should be text, not a list or a mapping"),
        (RuleFile, RULE, "[f]", "[]", "[]", "forms 是空的", "forms is empty"),
        (RuleFile, RULE, "[f]", "f\n", "f\n", "forms 应是列表，如 [甲, 乙]", "forms should be a list, as in [a, b]"),
        (RuleFile, RULE, "[f]", "[f, 7]", "7", "forms 的每一项应是文字；7 要加引号", "each item of forms should be text; put 7 in quotes"),
        (RuleFile, RULE, "[f]", "[f, ~]", "~", "forms 有一项没有值", "an item of forms has no value"),
        (RuleFile, RULE, "[{holds: {}}]", "[1]", "1]", "examples 的每一项应是“键: 值”", "each item of examples should be `key: value` pairs"),
        (PackFile, PACK, "2021", "soon", "soon", "first_year 应是整数，不是“soon”", "first_year should be a whole number, not 'soon'"),
        (FormFile, FORM, "distance: 2", "distance: 9", "9", "distance 不能大于 5", "distance cannot be more than 5"),
        (FormFile, FORM, "distance: 2", "distance: -1", "-1", "distance 不能小于 0", "distance cannot be less than 0"),
        (FormFile, FORM, "id: overview", "id: Over-view", "Over-view", "id 不能是“Over-view”；应是小写字母、数字和下划线，如 carried_in", "id cannot be 'Over-view'; it should be small letters, digits and underscores, as in carried_in"),
        (FormFile, FORM, "text: true", "text: maybe", "maybe", "text 应是 true 或 false，不是“maybe”", "text should be true or false, not 'maybe'"),
    ],
)  # fmt: skip
def test_each_fault_is_told_in_our_own_words_at_its_place(shape, text, old, new, at, zh, en):
    assert old in text
    wrong = text.replace(old, new, 1)

    with pytest.raises(InvalidRule) as refused:
        validated(shape, parse_yaml(wrong, InvalidRule)[0])

    error = refused.value
    line, column = wrong.splitlines(keepends=True)[error.line - 1 :], error.column - 1
    assert (error.message.zh, error.message.en) == (zh, en)
    assert "".join(line)[column:].startswith(at)
    assert not re.search("[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", error.message.zh)  # no sentence of pydantic's own


@pytest.mark.parametrize(("shape", "text"), [(RuleFile, RULE), (PackFile, PACK), (FormFile, FORM)])
def test_what_is_right_is_accepted(shape, text):
    assert isinstance(validated(shape, parse_yaml(text, InvalidRule)[0]), shape)
