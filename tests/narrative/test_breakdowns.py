"""Wholes and parts: what 其中 refers to, how far its list goes, and what round words allow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openness_lint.narrative.breakdowns import bounds, read_breakdowns
from openness_lint.narrative.quantities import quantities


@pytest.fixture
def read(report):
    """Of each breakdown: the wholes, and the parts by their labels."""

    def look(text):
        found = read_breakdowns(report(f"year: 2024\nsections:\n  overview: {text}\n"))
        return [
            (
                [str(whole.quantity.value) for whole in one.wholes],
                {part.label: str(part.placed.quantity.value) for part in one.parts},
            )
            for one in found
        ]

    return look


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公开信息307条，其中网站11条、微信296条。", [(["307"], {"网站": "11", "微信": "296"})]),
        ("公开信息307条（其中，网站11条，微信296条），另有5条。", [(["307"], {"网站": "11", "微信": "296"})]),
        ("申请8件，其中3件予以公开、5件不予公开。", [(["8"], {"予以公开": "3", "不予公开": "5"})]),
        ("公开文件12件、解读30件，其中图解20件。", [(["12", "30"], {"图解": "20"})]),
        ("信息307条，其中文件2件、结果41条。", []),
        ("申请5件，其中自然人3件，全年办结8件。", [(["5"], {"自然人": "3"})]),
        ("信息100条，其中文件60条，其中部门50条。", [(["100"], {"文件": "60"}), (["100", "60"], {"部门": "50"})]),
        ("干部参与其中200人，群众300人。", []),
        ("全年开展培训，其中业务培训2次。", []),
        ("申请9件。其中自然人3件。", []),
    ],
)
def test_a_list_is_read_as_far_as_it_goes_beyond_doubt(read, text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("307条", "307", "307"),
        ("300余条", "300", "399"),
        ("15余条", "15", "24"),
        ("近300条", "200", "400"),
        ("不足300条", "0", "300"),
        ("超过300条", "300", None),
        ("1.5万条", "14000", "16000"),
    ],
)
def test_round_words_set_bounds(text, low, high):
    (quantity,) = quantities(text)

    assert bounds(quantity) == (Decimal(low), None if high is None else Decimal(high))
