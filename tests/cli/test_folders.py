"""The files of a run come back as they were put in."""

from __future__ import annotations

from pathlib import Path

import pytest

from openness_lint.cli.files import STDIN, Found, find_files
from openness_lint.cli.folders import Files


@pytest.fixture
def found(tmp_path, monkeypatch) -> list[Found]:
    """Files of several folders: come upon, named, behind a link, and such as cannot be made of name and folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("a/1.yaml", "a/2.yaml", "a/b/1.yaml", "c/县水利局.yaml", "own.yaml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"")
    Path("a/linked.yaml").symlink_to(tmp_path / "own.yaml")
    paths = [Path("own.yaml"), Path("a"), tmp_path / "c", STDIN, Path("a/../a/none.yaml"), Path("..")]
    each = [*find_files(paths[:-1], {".yaml"}, "stdin.yaml"), Found("x", Path("x"), True, OSError("no"))]
    return [*each, Found("..", Path(".."), True), Found("whose.yaml", Path("a/1.yaml"), False)]


def test_all_of_them_in_their_order(found):
    files = Files(iter(found))

    assert [*files] == found
    assert [files[i] for i in range(-len(found), len(found))] == found * 2
    assert (files[2:5], files[-2:], files[99:]) == (found[2:5], found[-2:], [])
    assert len(files) == len(found) == 10


def test_there_is_none_behind_the_last(found):
    with pytest.raises(IndexError):
        Files(found)[len(found)]


def test_none(found):
    assert [*Files([])] == []
