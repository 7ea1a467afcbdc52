"""What a stream can show: how wide it is, and whether in colour."""

from __future__ import annotations

import os
from typing import TextIO


def width_of(stream: TextIO) -> int | None:
    """The columns of a terminal; None for what is none."""
    if not stream.isatty():
        return None
    import shutil  # costs several milliseconds, which only terminals need

    return shutil.get_terminal_size().columns


def is_colored(when: str, stream: TextIO | None) -> bool:
    """Whether to colour: `always`, `never`, or `auto`, which never does in a file (None)."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR") or stream is None:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
