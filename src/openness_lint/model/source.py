"""A file as it was handed over."""

from __future__ import annotations

from openness_lint.model.values import NamedTuple


class Source(NamedTuple):
    """Bytes and the name under which findings speak of them (relative, with forward slashes)."""

    name: str
    data: bytes
