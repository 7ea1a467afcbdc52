"""Pages in Markdown: whole, in both languages, and showing rules' words as they are."""

from __future__ import annotations

import pytest

from openness_lint.explaining import markdown
from openness_lint.explaining.page import explain


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page(explanation, host, snapshot, language):
    page = markdown.page(explanation, language, host.reporters["text"], host.reporters["concise"])

    assert page == snapshot


def test_code_is_fenced_whatever_stands_in_it():
    assert markdown.fenced("a\n```\nb\n", "yaml") == "````yaml\na\n```\nb\n````"


def test_the_index_lists_families_in_order_and_links_every_page(rulebook):
    explained = [explain(one, rulebook.forms, rulebook.rules) for one in rulebook.rules if one.rule.code[:2] in {"U1", "S1", "T4"}]  # fmt: skip

    page = markdown.index(explained, "en")

    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == ["## Structure and headings", "## Totals and balances", "## Units"]
    assert [one for one in explained if f"[{one.rule.code}]({markdown.file_name(one)})" not in page] == []


def test_a_rule_without_examples_has_a_page_without_them(load, rulebook, host):
    ready = load(
        """\
        code: X001
        name: untried
        title: {zh: 试, en: trial}
        severity: info
        basis: 试
        because: {zh: 试, en: trial}
        forms: [cn-openness-2021]
        check: unlisted
        """
    )

    page = markdown.page(explain(ready, rulebook.forms), "en", host.reporters["text"], host.reporters["concise"])

    assert "example" not in page
    assert "```yaml\n# openness-lint: ignore[X001] " in page
    assert "severity: {X001: warning}" in page
