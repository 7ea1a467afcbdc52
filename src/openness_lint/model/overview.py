"""The bodies of a roster at a glance: who has no report, what was found in the others, who is like whom."""

from __future__ import annotations

from openness_lint.model.language import Phrase
from openness_lint.model.values import NamedTuple


class Standing(NamedTuple):
    """One body. `path` is its report, or else `why` says why there is none.

    The counts are None where the report was not checked in this run. `alike` names the bodies whose
    reports are like its own.
    """

    agency: str
    level: str | None
    path: str | None
    why: Phrase | None
    error: int | None = None
    warning: int | None = None
    info: int | None = None
    gap: int | None = None
    alike: tuple[str, ...] = ()


class Overview(NamedTuple):
    """A roster; `path` names its file, `year` the year of the reports."""

    path: str
    year: int | None
    parent: Standing | None
    bodies: tuple[Standing, ...]

    @property
    def missing(self) -> int:
        return sum(1 for one in self.bodies if one.path is None)

    @property
    def red(self) -> int:
        """Bodies with errors."""
        return sum(1 for one in self.bodies if one.error)

    @property
    def alike(self) -> int:
        return sum(1 for one in self.bodies if one.alike)
