"""A rule: one demand on a report, with its code, its name and on whose word it stands."""

from __future__ import annotations

from enum import Enum

from openness_lint.model.language import Phrase
from openness_lint.model.values import dataclass

_RANKS = {"error": 3, "warning": 2, "info": 1}


class Severity(Enum):
    """How grave a finding is; `rank` is 3 for an error down to 1, higher is graver."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def __init__(self, word: str) -> None:
        self.rank = _RANKS[word]


class Confidence(Enum):
    EXACT = "exact"  # arithmetic or wording decides
    HEURISTIC = "heuristic"  # language decides; a human should look


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule says of itself, whatever kind of check it uses.

    `code` is stable for ever (T303); `name` equals the file name; `basis` names the notice and its
    part; `because` explains to the clerk why it matters; `forms` are the forms it applies to. One that
    is not `on_by_default` is asked only where its very code or name is selected.
    """

    code: str
    name: str
    title: Phrase
    severity: Severity
    confidence: Confidence
    basis: Phrase
    because: Phrase
    forms: tuple[str, ...]
    check: str
    pack: str
    on_by_default: bool = True

    def answers_to(self, selector: str) -> bool:
        """Whether a selector means this rule: its code (T303), its name, or the beginning of codes (T, T3)."""
        is_beginning = bool(selector) and self.code.startswith(selector) and not selector[-1:].islower()
        return selector in {self.code, self.name} or is_beginning

    def is_selected_by(self, selector: str) -> bool:
        """Whether a selector asks for this rule; the beginning of codes leaves out those off by default."""
        return self.answers_to(selector) and (self.on_by_default or selector in {self.code, self.name})
