"""What would mend broken equations: which figures, to what, after which slip, and how sure that is."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    CERTAIN = "certain"  # one reading, with a clear margin
    LIKELY = "likely"  # one reading well before the others
    OPEN = "open"  # several readings are about as good
    NONE = "none"  # no small change makes everything hold
