"""RESULTS.md: each section is written by its own command, and no command touches another's."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def put(title: str, lines: list[str]) -> None:
    """Put a section in the place of the one of this title, or at the end."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results\n"
    section = "\n".join([f"## {title}", "", *lines]).rstrip() + "\n"
    known = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    text = known.sub(lambda _: f"{section}\n", text, count=1) if known.search(text) else f"{text.rstrip()}\n\n{section}"
    RESULTS.write_text(text.rstrip() + "\n", encoding="utf-8")
