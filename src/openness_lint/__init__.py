"""Lint yearly reports on government information openness against declarative rules."""

from openness_lint._version import __version__

__all__ = ["__version__"]
