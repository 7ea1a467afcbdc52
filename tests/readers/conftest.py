"""The built-in readers, and the forms they ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openness_lint.hooks import FormShelf
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.report import Report
from openness_lint.model.source import Source


@pytest.fixture(scope="session")
def shelf() -> FormShelf:
    return open_rulebook(gather()).shelf


@pytest.fixture(scope="session")
def read_bytes(shelf: FormShelf) -> Callable[[bytes, str], Report]:
    """Read bytes as a file of some ending."""
    readers = gather().readers

    def read(data: bytes, suffix: str) -> Report:
        return readers[suffix].read(Source(f"report{suffix}", data), shelf)

    return read


@pytest.fixture(scope="session")
def complaint(read_bytes: Callable[[bytes, str], Report]) -> Callable[[bytes, str], str]:
    """Why bytes are refused: place and words."""

    def complaint(data: bytes, suffix: str) -> str:
        with pytest.raises(UnreadableInput) as caught:
            read_bytes(data, suffix)
        assert caught.value.message.zh
        return caught.value.say("en")

    return complaint
