"""The known name that a mistyped one most likely meant."""

from __future__ import annotations

import pytest

from openness_lint.model.language import Phrase
from openness_lint.syntax.nearest import did_you_mean, nearest

KNOWN = ("agency", "year", "issuer", "机关", "年度", "发布日期")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("agancy", "agency"),
        ("yaer", "year"),
        ("发布日", "发布日期"),
        ("年", "年度"),
        ("issuers", "issuer"),
        ("year", "year"),
    ],
)
def test_a_close_name_is_found(name, meant):
    assert meant == nearest(name, KNOWN)


@pytest.mark.parametrize("name", ["", "totally different", "收费", "x" * 10_000])
def test_nothing_is_offered_when_nothing_is_close(name):
    assert None is nearest(name, KNOWN)
    assert Phrase("", "") == did_you_mean(name, KNOWN)


def test_no_known_names_give_no_name():
    assert None is nearest("year", ())


def test_the_question_is_put_in_both_languages():
    assert Phrase("；是否指“年度”？", "; did you mean '年度'?") == did_you_mean("年", KNOWN)
