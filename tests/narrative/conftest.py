"""What tests of prose share: paragraphs with places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openness_lint.model.span import ParagraphSpan
from openness_lint.model.text import Text


@pytest.fixture
def paragraph() -> Callable[[str], Text]:
    """A paragraph of a document without lines: its spans count characters from 1."""
    return lambda text: Text(text, ParagraphSpan(1, 1, len(text) + 1))
