"""Which configurations were found well-formed before: to check one again costs more than to judge a report.

Kept is only that a text passed, under a name made of everything this depends on; what the text says is
read from it anew each time.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from openness_lint._version import __version__
from openness_lint.rulebook.store import cache_folder

_SHAPE = Path(__file__).with_name("shape.py")


class Proofs:
    """Marks in a folder of the user's; a folder that cannot be written to is no obstacle."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(self, text: str) -> bool:
        """Whether this text passed before."""
        return self._mark(text).exists()

    def keep(self, text: str) -> None:
        """This text has passed."""
        mark = self._mark(text)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            mark.touch()
            for other in self._folder.glob("config-*"):
                if other.stat().st_mtime < mark.stat().st_mtime - 30 * 86_400:
                    other.unlink(missing_ok=True)

    def _mark(self, text: str) -> Path:
        import hashlib

        shape = _SHAPE.stat()
        made_of = f"{__version__} {shape.st_size} {shape.st_mtime_ns}\0{text}"
        return self._folder / f"config-{hashlib.sha256(made_of.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def default_proofs() -> Proofs:
    """The proofs in the user's cache folder, where the platform keeps it."""
    return Proofs(cache_folder())
