"""Files of phrases: every name is resolved, every expression bounded, and complaints stand at their place."""

from __future__ import annotations

import shutil

import pytest

from openness_lint.host import builtin_rules
from openness_lint.model.bounded import grouped
from openness_lint.model.errors import InvalidRule
from openness_lint.model.phrases import Fit
from openness_lint.rulebook.pack import load_pack

FILE = """\
topic: trial
forms: [cn-openness-2021]
about: 申请
counters: [件]
words: {收: [收到, 受理]}
measures:
  - id: received
    name: {zh: 收到, en: received}
    equals: [{name: {zh: 新收, en: new}, cells: requests.received.total}]
    says: ['<收>…申请N']
"""


@pytest.fixture
def topic(tmp_path, host):
    """The topic of a file of phrases beside the built-in ones."""

    def load(text):
        folder = tmp_path / "pack"
        shutil.copytree(builtin_rules() / "cn-openness", folder)
        (folder / "phrases" / "trial.yaml").write_text(text, encoding="utf-8")
        pack = load_pack(folder, host.checks)
        form = next(one for one in pack.forms if one.id == "cn-openness-2021")
        return next(one for one in form.phrases if one.id == "trial")

    return load


def test_wordings_are_spelt_out_and_figures_found(topic):
    found = topic(FILE.replace("requests.received.total", "requests.denied.total + disputes.litigation.upheld"))

    (measure,) = found.measures
    assert measure.fit is Fit.EQUAL
    assert measure.patterns[0].needs == (grouped(["申请"]), grouped(["收到", "受理"]))
    assert "(?:收到|受理)" in measure.patterns[0].text
    assert [str(one) for one in measure.readings[0].cells][-3:] == [
        "requests.denied.administrative_inquiry.total",
        "disputes.litigation_direct.upheld",
        "disputes.litigation_after_review.upheld",
    ]


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("含上年…申请N", [("申请",), ("含",)]),  # masked, 2023年 is 上年
        ("上年…申请N", [("申请",), ("年",)]),
        ("(?:他年|往昔)申请N", [("申请",)]),
        ("(?:他年|往昔)N申请", [("往昔", "年"), ("申请",)]),
        ("其他申请N", [("其他申请",)]),
        ("申请一并N", [("申请一并",)]),
        ("年收申请N", [("收申请",)]),
        ("申请于N", [("申请于",)]),
        ("网上N申请", [("网",), ("申请",)]),  # and 网上年 may be masked
    ],
)
def test_a_wording_needs_nothing_that_masked_prose_alone_holds(topic, said, needs):
    (measure,) = topic(FILE.replace("'<收>…申请N'", f"'{said}'")).measures

    assert sorted(measure.patterns[0].needs) == sorted(map(grouped, needs))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("requests.received", "requests.recieved", "9:47: form cn-openness-2021 has no row recieved; did you mean 'received'?"),
        ("requests.received", "request.received", "9:47: form cn-openness-2021 has no table request; did you mean 'requests'?"),
        ("received.total", "received.totals", "9:47: form cn-openness-2021 has no column totals; did you mean 'total'?"),
        ("<收>…", "<受>…", "10:13: there is no 受 among `words`"),
        ("…申请N", ".*申请N", "10:17: repeat within bounds, as in {0,12}, not with * or +"),
        ("申请N", "申请", "10:13: each wording has one N (a count) or M (an amount), and none where `value` is given"),
        ("<收>…", "(<收>", "10:13: not a regular expression: missing ), unterminated subpattern at position 0"),
        ("-2021]", "-2012]", "2:9: there is no form cn-openness-2012; did you mean 'cn-openness-2021'?"),
        ("    says", "    fits: equal\n    says", "10:5: unknown key fits"),
        ("    says", "    subject: who\n    says", "10:14: there is no who among `subjects`"),
        ("    says", "    unless: [carried]\n    says", "10:14: there is no measure carried"),
        ("about", "sections: [requsts]\nabout", "3:12: form cn-openness-2021 has no section requsts; did you mean 'requests'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_at_its_place(topic, old, new, complaint):
    with pytest.raises(InvalidRule) as caught:
        topic(FILE.replace(old, new, 1))

    error = caught.value
    assert f"{error.line}:{error.column}: {error.message.en}".startswith(complaint)
    assert error.path.endswith("trial.yaml")


def test_the_built_in_phrases_are_made_ready_for_each_form_they_name(rulebook):
    topics = {form.id: [one.id for one in form.phrases] for form in rulebook.forms}

    assert topics["cn-openness-2021"] == ["disputes", "documents", "processing_fee", "requests"]
    assert topics["cn-openness-2019"] == ["disputes", "requests"]
