"""Help pages: laid out by display width, so that Chinese lines up and breaks where print would break it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openness_lint.drawing.plain import measure
from openness_lint.model.pattern import pattern
from openness_lint.model.values import dataclass

NARROWEST, WIDEST = 60, 100  # columns

# What must stay together: a word, or one Chinese character, with the marks that may not begin or end a line.
_PIECE = pattern(r"[“（〔《「]*(?:[!-~]+|[^\s])[，。、；：！？”）〕》」…]*[ ]*")


@dataclass(frozen=True, slots=True)
class Listing:
    """Terms with their explanations, below a heading; a term wider than `widest` gets a line of its own."""

    heading: str
    rows: Sequence[tuple[str, str]]
    widest: int = 26


def page(usage: str, about: str, listings: Iterable[Listing], examples: Listing) -> str:
    """The whole page, ending with a line end.

    Args:
        usage: One line.
        about: Paragraphs, parted by empty lines.
        listings: Options, commands and the like; those without rows are left out.
        examples: Command lines, each with what it does.
    """
    import shutil  # costs several milliseconds, which only help and terminals need

    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    parts = [usage if measure(usage) <= width else "\n    ".join(wrap(usage, width - 4))]
    parts += ["\n".join(wrap(paragraph, width)) for paragraph in about.split("\n\n")]
    parts += [_listing(one, width) for one in (examples, *listings) if one.rows]
    return "\n\n".join(parts) + "\n"


def _listing(listing: Listing, width: int) -> str:
    room = max((measure(term) for term, _ in listing.rows if measure(term) <= listing.widest), default=0)
    lines = [listing.heading]
    for term, words in listing.rows:
        explained = wrap(words, width - room - 4)
        if measure(term) > room:
            lines.append(f"  {term}")
        else:
            lines.append(f"  {term}{' ' * (room - measure(term))}  {explained.pop(0)}".rstrip())
        lines += [f"{' ' * (room + 4)}{line}" for line in explained]
    return "\n".join(lines)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, as far as its words allow; at least one line."""
    lines, room = [""], width
    for piece in _PIECE.findall(text):
        if measure(piece.rstrip()) > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += piece
        room -= measure(piece)
    return [line.rstrip() for line in lines]
