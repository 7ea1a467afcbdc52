"""Reports read from YAML on our own forms; places are marked in the source with §."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from openness_lint.host import builtin_rules
from openness_lint.model.errors import InvalidRule, UnreadableInput
from openness_lint.model.report import Report
from openness_lint.recognition.transcript import transcribe
from openness_lint.rulebook.forms import build_form
from openness_lint.rulebook.ready import Shelf
from openness_lint.rulebook.schema import PackFile
from openness_lint.rulebook.validate import validated
from openness_lint.syntax.yaml import parse_yaml

MARK = "§"


def _parse(path: Path):
    return parse_yaml(path.read_text(encoding="utf-8"), InvalidRule)[0]


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The forms we ship, without their rules."""
    pack = builtin_rules() / "cn-openness"
    manifest = validated(PackFile, _parse(pack / "pack.yaml"))
    return Shelf([[build_form(_parse(pack / years.file), years) for years in manifest.forms]])


@pytest.fixture(scope="session")
def read(shelf: Shelf) -> Callable[[str], Report]:
    def read(text: str) -> Report:
        return transcribe(*parse_yaml(text, UnreadableInput), shelf)

    return read


@pytest.fixture(scope="session")
def refusal(read: Callable[[str], Report]) -> Callable[[str], UnreadableInput]:
    """Why a text is refused; the place must be where the mark stands."""

    def refusal(marked: str) -> UnreadableInput:
        before, _, after = marked.partition(MARK)
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        with pytest.raises(UnreadableInput) as caught:
            read(before + after)
        assert (caught.value.line, caught.value.column) == place
        assert caught.value.path is None
        return caught.value

    return refusal
