"""A plugin for openness-lint: each hook hands over a list of what it adds.

Called once, when the program starts: nothing slow belongs here.
"""

from __future__ import annotations

from pathlib import Path

from openness_lint.hooks import Check, Reader, Reporter, hookimpl
from openness_lint_example.findings import TabFindings
from openness_lint_example.tables import TabTables
from openness_lint_example.words import PreferredWords


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [PreferredWords()]


@hookimpl
def openness_lint_readers() -> list[Reader]:
    return [TabTables()]


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [TabFindings()]


@hookimpl
def openness_lint_packs() -> list[Path]:
    return [Path(__file__).parent / "rules"]
