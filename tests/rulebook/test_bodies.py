"""What a body's name says of it, where its report does not: the first ending that fits counts."""

from __future__ import annotations

import shutil

import pytest

from openness_lint.host import builtin_rules, gather, open_rulebook
from openness_lint.model.errors import InvalidRule
from openness_lint.rulebook.pack import load_pack

FORM = open_rulebook(gather()).forms[-1]


@pytest.mark.parametrize(
    ("agency", "says"),
    [
        ("江苏省人民政府", {"issuer": "government", "level": "province"}),
        ("上海市人民政府办公厅", {"issuer": "government-office"}),
        ("示例市人民政府", {"issuer": "government"}),
        ("示例区人民政府", {"issuer": "government"}),
        ("示例县人民政府", {"issuer": "government", "level": "county"}),
        ("示例县城关镇人民政府", {"issuer": "township"}),
        ("示例区第一街道办事处", {"issuer": "township"}),
        ("示例县水利局", {"issuer": "department", "level": "county"}),
        ("示例 县 水利局", {"issuer": "department", "level": "county"}),
        ("示例省财政厅", {"issuer": "department", "level": "province"}),
        ("示例市科学技术局", {"issuer": "department"}),
        ("示例经济技术开发区管理委员会", {}),
        ("示例市发展和改革委员会", {}),
        ("", {}),
        (None, {}),
    ],
)
def test_names(agency, says):
    assert FORM.said_by_name(agency) == says


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{ending: '局+', issuer: department}", "repeat within bounds"),
        ("{ending: '(局', issuer: department}", "not a regular expression"),
        ("{ending: 局, issuer: bureau}", "issuer is never bureau"),
        ("{ending: 局, rank: high}", "rank"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(tmp_path, entry, said):
    pack = tmp_path / "cn-openness"
    shutil.copytree(builtin_rules() / "cn-openness", pack)
    manifest = pack / "pack.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("bodies:\n", f"bodies:\n  - {entry}\n", 1), encoding="utf-8")
    line = text[: text.index("bodies:")].count("\n") + 2

    with pytest.raises(InvalidRule) as told:
        load_pack(pack, gather().checks)

    assert said in told.value.message.en
    assert told.value.line == line
