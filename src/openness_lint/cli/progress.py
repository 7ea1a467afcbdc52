"""How far a long run is, on standard error; and how it is broken off without harm."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from openness_lint.cli.files import Found
from openness_lint.cli.judged import Judged
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome

if TYPE_CHECKING:
    import rich.progress

_AFTER = 1.0  # seconds, before which nobody asks how far it is
_EVERY = 0.1


class Progress:
    """A bar while files are judged: on a terminal, once the run takes longer than a second.

    Where it is asked for and standard error is no terminal, as in the log of a server, a line for every tenth.
    """

    def __init__(
        self,
        total: int,
        language: Language,
        *,
        wanted: bool | None,
        stream: TextIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Get ready.

        Args:
            total: The files of the run.
            language: For the words beside the bar.
            wanted: What the command line says: None for a bar on a terminal alone.
            stream: Where it is shown.
            clock: Tells seconds.
        """
        self._total, self._language, self._stream, self._clock = total, language, stream, clock
        is_terminal = stream.isatty()
        self._bar = is_terminal and wanted is not False
        self._lines = bool(wanted) and not is_terminal
        self._shown: rich.progress.Progress | None = None
        self._next = clock() + _AFTER
        self._told = 0
        self.done = 0

    def follow(self, judged: Iterable[tuple[Found, Judged]]) -> Iterator[tuple[Found, Judged]]:
        """Pass on what is said of each file, showing how many there were."""
        try:
            for found, one in judged:
                self.done += 1
                if self._says_something(one):
                    self.hide()
                yield found, one
                self._show()
        finally:
            self.hide()

    def _says_something(self, one: Judged) -> bool:
        """Whether a line may be printed over the bar."""
        return self._shown is not None and not (isinstance(one.result, Outcome) and not one.result.diagnostics)

    def _show(self) -> None:
        if self._lines:
            tenth = self.done * 10 // self._total if self._total else 0
            if tenth > self._told:
                self._told = tenth
                print(f"openness-lint: {self._words()}", file=self._stream)
        elif self._bar and self._clock() >= self._next:
            self._next = self._clock() + _EVERY
            self._draw()

    def _words(self) -> str:
        return Phrase(f"已检查 {self.done}/{self._total}", f"{self.done}/{self._total} checked").say(self._language)

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        if self._shown is None:
            self._shown = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                console=Console(file=self._stream),
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._shown.add_task(self._words(), total=self._total)
            self._shown.start()
        self._shown.update(self._shown.task_ids[0], completed=self.done, description=self._words())
        self._shown.refresh()

    def hide(self) -> None:
        """Take the bar away, for something else to be printed."""
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.stop()


def ending_signals() -> list[int]:
    """What asks a run to end: Ctrl-C, a CI server, a terminal that is closed, unless `nohup` has it go on then."""
    hung_up = [signal.SIGHUP] if hasattr(signal, "SIGHUP") else []
    return [signal.SIGINT, signal.SIGTERM, *(one for one in hung_up if signal.getsignal(one) is not signal.SIG_IGN)]


class Interruption:
    """Whether Ctrl-C was pressed, or the run asked to end in another way; see `ending_signals`.

    The file at hand is finished then, and no other begun; a second time stops at once.
    """

    def __init__(self) -> None:
        self.came = False

    def until(self, judged: Iterable[tuple[Found, Judged]]) -> Iterator[tuple[Found, Judged]]:
        """Pass on what is said of each file until it comes."""
        for one in judged:
            yield one
            if self.came:
                return

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """While this holds, it is noted here; where another thread runs us, signals are left alone."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            if self.came:
                raise KeyboardInterrupt
            self.came = True

        def overlook(what: sys.UnraisableHookArgs) -> None:
            # Python drops what is raised while it clears up: then the run ends with the file at hand.
            if not isinstance(what.exc_value, KeyboardInterrupt):
                told(what)

        before = {number: signal.signal(number, note) for number in ending_signals()}
        told, sys.unraisablehook = sys.unraisablehook, overlook
        try:
            yield
        finally:
            sys.unraisablehook = told
            for number, handler in before.items():
                signal.signal(number, handler)


def tell_interrupted(done: int, total: int, language: Language) -> None:
    """Say how far a run came that was broken off."""
    words = Phrase(
        f"已中断：检查了 {done}/{total} 个文件，其余没有检查",
        f"interrupted: {done} of {total} files were checked, the others were not",
    )
    print(f"openness-lint: {words.say(language)}", file=sys.stderr)
