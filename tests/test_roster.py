"""Rosters are read whole or refused, with the place of what is wrong."""

from __future__ import annotations

import jsonschema
import pytest

from openness_lint.model.errors import InvalidRoster, UnreadableInput
from openness_lint.roster import json_schema, parse_roster
from openness_lint.rulebook.validate import plain_data
from openness_lint.syntax.yaml import parse_yaml

WHOLE = """\
parent: {agency: 示例县人民政府, report: county.yaml, level: county}
complete: true
year: 2024
reports: bodies/
bodies:
  - {agency: 示例县水利局, report: water.yaml}
  - {agency: 示例县税务局, vertical: true, level: 县级}
  - agency: 示例县档案局
    report:
"""


def test_everything_that_is_written_is_read():
    found = parse_roster(WHOLE.encode(), "roster.yaml")

    assert found.parent is not None
    assert [(one.agency, one.report, one.level, one.vertical) for one in found.entries] == [
        ("示例县人民政府", "county.yaml", "county", False),
        ("示例县水利局", "water.yaml", None, False),
        ("示例县税务局", None, "county", True),
        ("示例县档案局", None, None, False),
    ]
    assert (found.path, found.complete, found.year, found.reports) == ("roster.yaml", True, 2024, "bodies/")
    assert [one.at.line for one in found.entries] == [1, 6, 7, 8]


def test_its_schema_takes_what_is_read_and_no_other_keys():
    schema = jsonschema.Draft202012Validator(json_schema())

    def keeps(text: str) -> bool:
        return schema.is_valid(plain_data(parse_yaml(text, UnreadableInput)[0]))

    schema.check_schema(schema.schema)
    assert keeps(WHOLE)
    assert keeps("bodies: [{agency: 甲局}]")
    assert not keeps("bodies: []")
    assert not keeps("bodies: [{agency: 甲局, reprot: a.yaml}]")
    assert not keeps("parent: {agency: 甲县}")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("- a\n", "1:1: a roster should be `key: value` pairs: parent, bodies"),
        ("bodies: []\n", "1:9: `bodies` should list the bodies, as in - {agency: 示例县水利局, report: water.yaml}"),
        ("parent: {agency: 甲县}\n", "1:1: `bodies` should list the bodies, as in - {agency: 示例县水利局, report: water.yaml}"),
        ("bodys: [{agency: 甲局}]\n", "1:1: unknown key 'bodys'; did you mean 'bodies'?; known: parent, bodies, complete, year, reports"),
        ("bodies: [{agency: 甲局, reprot: a.yaml}]\n", "1:23: unknown key 'reprot'; did you mean 'report'?; known: agency, report, level, vertical"),
        ("bodies: [{report: a.yaml}]\n", "1:10: agency is missing"),
        ("bodies: [甲局]\n", "1:10: `key: value` pairs are expected here: agency, report"),
        ("bodies: [{agency: [甲]}]\n", "1:19: agency should be text"),
        ("bodies: [{agency: 甲局}]\ncomplete: yes\n", "2:11: complete should be true or false"),
        ("bodies: [{agency: 甲局}]\nyear: 24\n", "2:7: year should be four digits, as in 2024"),
        ("bodies: [{agency: 甲局, level: countyy}]\n", "1:30: level cannot be 'countyy'; did you mean 'county'?; use one of: national, province, city, county"),
        ("bodies:\n- {agency: 甲局}\n- {agency: '甲 局'}\n", "3:13: 甲局 is already listed in line 2"),
        ("bodies:\n- {agency: 甲局, report: a.yaml}\n- {agency: 乙局, report: ./a.yaml}\n", "3:24: this report is already that of 甲局 (line 2)"),
        ("parent: {agency: 甲县}\nbodies: [{agency: 甲县}]\n", "2:19: the parent cannot be one of its own bodies (see parent, line 1)"),
        ("parent: {agency: 甲县, report: a.yaml}\nbodies: [{agency: 甲局, report: a.yaml}]\n", "2:31: the parent cannot be one of its own bodies (see parent, line 1)"),
        ("bodies: [{agency: 甲局}\n", "2:1: "),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_at_its_place(text, where):
    with pytest.raises(InvalidRoster) as caught:
        parse_roster(text.encode(), "roster.yaml")

    error = caught.value
    assert error.path == "roster.yaml"
    assert f"{error.line}:{error.column}: {error.message.en}".startswith(where)
    assert any("\u4e00" <= one <= "\u9fff" for one in error.message.zh)
