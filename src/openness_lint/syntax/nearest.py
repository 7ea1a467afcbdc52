"""The known name that a mistyped one most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

from openness_lint.model.language import Phrase


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The closest of the known names, or None when none is close."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), None)


def did_you_mean(name: str, known: Iterable[str]) -> Phrase:
    """`；是否指“…”？`, or nothing when no known name is close."""
    if (close := nearest(name, known)) is None:
        return Phrase("", "")
    return Phrase(f"；是否指“{close}”？", f"; did you mean {close!r}?")
