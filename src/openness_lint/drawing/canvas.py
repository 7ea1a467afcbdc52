"""Lines made of pieces of text, each with its part to play, and the stream they are painted on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, TextIO, TypeAlias

from openness_lint.drawing.plain import measure

if TYPE_CHECKING:
    from rich.console import Console


class Ink(Enum):
    """The part a piece plays, and how rich shows it where there is colour.

    Only the sixteen colours that every terminal has and lets its owner choose.
    """

    PLAIN = ""
    STRONG = "bold"
    FAINT = "dim"
    GUTTER = "bright_blue"
    RELATED = "cyan"
    ERROR = "bold bright_red"
    WARNING = "bold yellow"
    INFO = "bold cyan"
    GAP = "bold magenta"
    FAULT = "bold white on red"
    GOOD = "bold green"


Piece: TypeAlias = tuple[str, Ink]
Line: TypeAlias = list[Piece]


class Canvas:
    """A stream to paint lines on; without colour it never loads rich's console."""

    def __init__(self, stream: TextIO, *, color: bool) -> None:
        self._stream = stream
        self._console = _console(stream) if color else None
        self._blank = True  # nothing stands above, or an empty line does

    def put(self, *lines: Line) -> None:
        for line in lines:
            kept = _trimmed(line)
            if self._console is None:
                self._stream.write("".join(text for text, _ in kept) + "\n")
            else:
                from rich.text import Text

                # Assembled, never parsed: to rich's markup a cell `[/]` is an error and `[m3]` vanishes.
                self._console.print(Text.assemble(*((text, ink.value) for text, ink in kept)))
            self._blank = not kept

    def space(self) -> None:
        """An empty line, unless one stands there already or nothing has been painted yet."""
        if not self._blank:
            self.put([])


def _trimmed(line: Line) -> Line:
    """The line without the blanks at its end."""
    kept: Line = [piece for piece in line if piece[0]]
    while kept:
        text, ink = kept.pop()
        if text := text.rstrip(" "):
            return [*kept, (text, ink)]
    return kept


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(
        file=stream,
        force_terminal=True,
        no_color=False,
        color_system="standard",
        legacy_windows=False,
        soft_wrap=True,
        markup=False,
        emoji=False,
        highlight=False,
        width=80,  # any: soft_wrap never breaks a line; given, so that the terminal is not asked
        _environ={},  # whether to colour is settled; the environment has no second say
    )


def spread(pieces: Iterable[tuple[int, str, Ink]], wide: int = 0) -> Line:
    """A line with each text at its column (0-based, in terminal cells), after `wide` columns of blanks.

    Texts must come in order and not run into each other.
    """
    line: Line = [(" " * wide, Ink.PLAIN)]
    at = 0
    for column, text, ink in pieces:
        line += [(" " * (column - at), Ink.PLAIN), (text, ink)]
        at = column + measure(text)
    return line
