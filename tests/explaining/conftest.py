"""One small rule with an example of every kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from openness_lint.explaining.page import Explanation, explain
from openness_lint.host import Host, Rulebook
from openness_lint.rulebook.pack import load_rule
from openness_lint.rulebook.ready import ReadyRule

RULE = """\
# what stands above is no part of what is asked
code: W201
name: stock-short
title: {zh: 现行有效件数不少于本年制发件数, en: As many in force as issued}
severity: warning
basis: {zh: 内部规定*第三条*, en: Our own rules}
because: {zh: 制发而未废止的，都在现行有效之列。, en: What was issued and not repealed is in force.}
forms: [cn-openness-2021]
check: equation
over: {table: proactive, each: row, rows: [article_20_1]}
# only where nothing was repealed
cases:
  - given: repealed = 0
    demand: in_force >= issued
    severity: error

examples:
  - holds: {proactive: {regulations: [3, 5, 74], normative_documents: [1, 0, 9]}}
  - breaks: {proactive: {regulations: [0, 0, 0], normative_documents: [5, 0, 3]}}
    at: [proactive.normative_documents.in_force]
  - breaks: {proactive: {normative_documents: {issued: 5, repealed: 0, in_force: ' 3'}}}
    at: [proactive.normative_documents.in_force]
    note: {zh: 前面有空格, en: 'a blank before it, and a `quote`'}
  - gap: {proactive: {normative_documents: [5, '', 3]}}
    at: [proactive.normative_documents.in_force]
    note: {zh: 空白, en: blank}
"""


@pytest.fixture
def load(tmp_path: Path, host: Host, rulebook: Rulebook) -> Callable[[str], ReadyRule]:
    """A rule from the text of its file, which names itself."""

    def read(text: str) -> ReadyRule:
        text = dedent(text)
        name = next(line.partition(": ")[2] for line in text.splitlines() if line.startswith("name: "))
        path = tmp_path / "trial" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return load_rule(path, rulebook.forms, host.checks, pack="trial")

    return read


@pytest.fixture
def explanation(load: Callable[[str], ReadyRule], rulebook: Rulebook) -> Explanation:
    return explain(load(RULE), rulebook.forms)
