"""What tests of every floor share: the built-in rules, small rules of a test's own, small reports."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, settings

from openness_lint.host import Host, Rulebook, gather, open_rulebook
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.rulebook.pack import ReadyRule, load_rule

# How long an example takes says how busy the machine is. A change is judged by the same examples each time, so that
# it is the change that fails; whoever runs the tests by hand tries others at each run.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("untimed")

COMMON = """\
code: X001
name: trial
title: {zh: 试, en: trial}
severity: error
basis: 试
because: {zh: 试, en: trial}
"""


@pytest.fixture(scope="session")
def host() -> Host:
    return gather()


@pytest.fixture(scope="session")
def rulebook(host) -> Rulebook:
    """The built-in packs, read once."""
    return open_rulebook(host)


@pytest.fixture
def rule(tmp_path: Path, host: Host, rulebook: Rulebook) -> Callable[..., ReadyRule]:
    """A rule of the check's own keys; they come first in its file, so that line 1 is their first."""

    def load(keys: str, forms: str = "cn-openness-2021") -> ReadyRule:
        path = tmp_path / "trial.yaml"
        path.write_text(dedent(keys).lstrip("\n") + COMMON + f"forms: [{forms}]\n", encoding="utf-8")
        return load_rule(path, rulebook.forms, host.checks, pack="trial")

    return load


@pytest.fixture
def report(host: Host, rulebook: Rulebook) -> Callable[[str], Report]:
    """A report from the text of its `report.yaml`."""

    def read(text: str) -> Report:
        source = Source("report.yaml", dedent(text).lstrip("\n").encode())
        return host.readers[".yaml"].read(source, rulebook.shelf)

    return read
