"""How each body of a roster stands after a run."""

from __future__ import annotations

import os
from collections.abc import Mapping

from openness_lint.model.diagnostic import Violation
from openness_lint.model.outcome import Outcome
from openness_lint.model.overview import Overview, Standing
from openness_lint.model.report import Body, Roster
from openness_lint.model.rule import Severity

# The rule by which a body is like another; its findings name them in their data.
LOOK_ALIKE = "look_alike"


def overview_of(roster: Roster, found: Mapping[str, Outcome]) -> Overview:
    """The roster at a glance.

    Args:
        roster: The bodies and their reports.
        found: What the run found, by the real path of the report.
    """
    parent = _standing(roster.parent, found) if roster.parent is not None else None
    return Overview(roster.path, roster.year, parent, tuple(_standing(one, found) for one in roster.bodies))


def _standing(body: Body, found: Mapping[str, Outcome]) -> Standing:
    if body.report is None:
        return Standing(body.agency, body.level, None, body.why)
    outcome = found.get(os.path.realpath(body.report.path))
    if outcome is None:
        return Standing(body.agency, body.level, body.report.path, None)
    severities = [one.severity for one in outcome.violations]
    error, warning, info = (severities.count(one) for one in Severity)
    alike = dict.fromkeys(name for one in outcome.violations for name in _alike(one))
    return Standing(
        body.agency, body.level, body.report.path, None, error, warning, info, len(outcome.gaps), tuple(alike)
    )


def _alike(violation: Violation) -> list[str]:
    if violation.rule.check != LOOK_ALIKE:
        return []
    return [name for key, names in violation.broken.data if key == "alike" for name in names.split("、")]
