"""`test` puts rules on trial: 0 when they answer as their examples say, 1 when not, 2 when they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def rule(small_rules):
    """A rule of one's own, with something replaced."""
    text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")

    def write(old: str = "", new: str = "") -> Path:
        assert old in text
        changed = text.replace("T401", "X401").replace("dispute-total", "our-total").replace(old, new)
        Path("ours").mkdir(exist_ok=True)
        Path("ours/our-total.yaml").write_text(changed, encoding="utf-8")
        return Path("ours/our-total.yaml")

    return write


def test_the_packs_own_rules_by_default(run):
    ran = run("test")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("规则 3 条，检验 ")
    assert ran.out.endswith("项，不符 0 项\n")


def test_verbose_lists_each(run):
    ran = run("test", "--verbose", "--lang", "en")

    assert ran.out.splitlines()[1] == "T401 dispute-total: 2 examples, 5 changes, all as expected"


@pytest.mark.parametrize("path", ["ours", "ours/our-total.yaml", "./ours/"])
def test_only_what_is_named_is_tried(run, rule, path):
    rule()

    ran = run("test", path, "--lang", "en")

    assert (ran.code, ran.out) == (0, "1 rule, 7 trials, 0 wrong\n")


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("breaks: {disputes: {review: [1, 0, 0, 0, 2]", "breaks: {disputes: {review: [2, 0, 0, 0, 2]",
         "ours/our-total.yaml:13: X401 应不合要求的例子（cn-openness-2021）：应报出问题，却没有报出",
         "ours/our-total.yaml:13: X401 an example that should break (cn-openness-2021): should break, but nothing was found"),
        ("at: [disputes.review.total]", "at: [disputes.review.upheld]",
         "ours/our-total.yaml:13: X401 应不合要求的例子（cn-openness-2021）：应报在 disputes.review.upheld，实际报在 disputes.review.total",
         "ours/our-total.yaml:13: X401 an example that should break (cn-openness-2021): expected at disputes.review.upheld, found at disputes.review.total"),
    ],
)  # fmt: skip
def test_an_example_that_goes_otherwise_is_1_with_its_line(run, rule, old, new, zh, en):
    rule(old, new)

    for language, said in (("zh", zh), ("en", en)):
        ran = run("test", "ours", "--lang", language)

        assert (ran.code, ran.err) == (1, "")
        assert ran.out.splitlines()[0] == said


def test_a_rule_that_cannot_be_read_is_2_with_its_place(run, rule):
    rule("+ pending", "+ pendign")

    ran = run("test", "ours", "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("openness-lint: ours/our-total.yaml:10:")
    assert "did you mean 'pending'?" in ran.err


def test_an_example_that_names_what_the_form_has_not_is_2(run, rule):
    rule("holds: {disputes: {review", "holds: {disputes: {reviews_of: [0], review")

    ran = run("test", "ours", "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("openness-lint: ours/our-total.yaml:12:")


@pytest.mark.parametrize("path", ["missing", "missing.yaml"])
def test_what_is_not_there_is_2(run, path):
    assert (2, f"openness-lint: {path}: 没有这个文件或文件夹\n") == ((ran := run("test", path)).code, ran.err)


def test_a_folder_without_rules_is_2(run):
    Path("empty").mkdir()

    assert ((ran := run("test", "empty")).code, ran.err) == (2, "openness-lint: empty: 文件夹里没有规则（*.yaml）\n")


@pytest.mark.usefixtures("all_rules")
def test_the_shipped_rules_stand_their_trial(run):
    ran = run("test", "--lang", "en")

    assert ran.code == 0, ran.out
