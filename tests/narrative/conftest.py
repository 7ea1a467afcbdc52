"""What tests of prose share: paragraphs with places."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from openness_lint.model.span import ParagraphSpan
from openness_lint.model.text import Text


@pytest.fixture
def paragraph() -> Callable[[str], Text]:
    """A paragraph of a document without lines: its spans count characters from 1."""
    return lambda text: Text(text, ParagraphSpan(1, 1, len(text) + 1))


@pytest.fixture(scope="session")
def annotated() -> ModuleType:
    """The benchmark that reads annotated sentences: its parser, and what is bound in each."""
    path = Path(__file__).parents[2] / "benchmarks" / "narrative.py"
    spec = spec_from_file_location("annotated_narrative", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
