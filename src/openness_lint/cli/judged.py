"""What is said of one file, and what of that is wanted."""

from __future__ import annotations

from openness_lint.model.outcome import Outcome, Unread
from openness_lint.model.values import NamedTuple


class Witness(NamedTuple):
    """What a report was compared with: whose report of which year it is, and the digest of all that was beside it."""

    agency: str | None
    year: int | None
    digest: str


class Judged(NamedTuple):
    """What is said of one file.

    `result` is None where the file is no report and was only come upon; `beside` is the outcome of the
    file of suppressions beside it, where there is anything to say of that; `read` are the real paths of
    the further files that were read for it. `witness` is None where no rule compares; `troubles` are
    files to be compared with that could not be read.
    """

    result: Outcome | Unread | None
    beside: Outcome | None = None
    read: tuple[str, ...] = ()
    witness: Witness | None = None
    troubles: tuple[Unread, ...] = ()


class Wanted(NamedTuple):
    """What formats ask for beside the findings: the figures, and how each label was matched."""

    cells: bool = False
    labels: bool = False
