"""The region that a body's name begins with."""

from __future__ import annotations

import pytest

from openness_lint.drawing.rows import region


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("朝阳市科学技术局", "朝阳市"),
        ("江苏省淮安市洪泽区教育局", "江苏省淮安市洪泽区"),
        ("上海市人民政府办公厅", "上海市"),
        ("南京市城市管理局", "南京市"),
        ("淮安市市政管理局", "淮安市"),
        ("呼和浩特市市场监督管理局", "呼和浩特市"),
        ("新疆维吾尔自治区财政厅", "新疆维吾尔自治区"),
        ("昌吉回族自治州人民政府", "昌吉回族自治州"),
        ("国家税务总局淮安市税务局", "淮安市"),
        ("徐州经济技术开发区管委会", "徐州经济技术开发区"),
        ("洪泽区", "洪泽区"),
        ("市场监督管理局", None),
        ("科学技术局", None),
        ("", None),
        (None, None),
    ],
)
def test_region(agency, expected):
    assert region(agency) == expected
