"""Which configuration holds for which folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.config.settings import Layer, Settings, settled
from openness_lint.model.language import Language, Phrase

if TYPE_CHECKING:
    from openness_lint.config.files import Library
    from openness_lint.config.proofs import Proofs

# Looked for in every folder; `config.files` knows what they are, and is not loaded before one is there.
NAMES = (".openness-lint.yaml", ".openness-lint.yml", "pyproject.toml")


class Configurations:
    """The settings of every folder of a run.

    In force is the nearest configuration, from the folder upwards to the root of the file system, whole
    and alone: it takes nothing from those above it but what it extends. Repositories are no border: one
    configuration may stand above several.
    """

    def __init__(
        self,
        shown: Callable[[Path], str],
        trouble: Callable[[OSError], Phrase],
        *,
        named: Path | None = None,
        isolated: bool = False,
        options: Layer | None = None,
        proofs: Callable[[], Proofs] | None = None,
    ) -> None:
        """Prepare the search.

        Args:
            shown: How messages speak of a file.
            trouble: Why the system would not read one.
            named: The one configuration to use, whatever lies about; patterns in it are below the working folder.
            isolated: Use none.
            options: What the command line says; it lies on top of every configuration.
            proofs: Where it is kept which files are well-formed; None: they are checked each time.
        """
        self._shown = shown
        self._trouble = trouble
        self._options = options or Layer()
        self._proofs = proofs
        self._library: Library | None = None
        self._by_folder: dict[Path, Settings] = {}
        self._named = named
        self._here = Path.cwd()
        self._none = settled([self._options], self._here)
        self._only = self._none if isolated else None

    @property
    def _files(self) -> Library:
        if self._library is None:
            from openness_lint.config.files import Library

            self._library = Library(self._shown, self._trouble, self._proofs() if self._proofs else None)
        return self._library

    @property
    def spoken(self) -> Language | None:
        """The language that the file read last asks for, be it faulty in other things."""
        return self._library.spoken if self._library is not None else None

    def of(self, folder: Path) -> Settings:
        """The settings for the files that lie in a folder.

        Raises:
            InvalidConfiguration: the configuration that holds there cannot be understood.
        """
        if self._named is not None and self._only is None:
            self._only = settled([*self._files.layers(absolute(self._named)), self._options], self._here)
        if self._only is not None:
            return self._only
        folder = absolute(folder)
        passed: list[Path] = []
        found = self._none
        for one in (folder, *folder.parents):
            if one in self._by_folder:
                found = self._by_folder[one]
                break
            passed.append(one)
            if (settings := self._lying_in(one)) is not None:
                found = settings
                break
        self._by_folder.update(dict.fromkeys(passed, found))
        return found

    def _lying_in(self, folder: Path) -> Settings | None:
        if not any(os.path.lexists(folder / name) for name in NAMES):
            return None
        path = self._files.configuration_in(folder)
        return None if path is None else settled([*self._files.layers(path), self._options], folder)


def absolute(path: Path) -> Path:
    """The path from the root, links kept as they were named."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # Path.absolute keeps `..`, Path.resolve follows links
