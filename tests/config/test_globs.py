"""Patterns mean what they mean to git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness_lint.config.globs import Globs
from openness_lint.config.settings import DEFAULT, Sourced
from openness_lint.model.errors import OpennessLintError

BASE = Path("/base")


def globs(*patterns: str) -> Globs:
    return Globs([Sourced(one, DEFAULT) for one in patterns], BASE)


@pytest.mark.parametrize(
    ("patterns", "met", "missed"),
    [
        (["a.yaml"], ["a.yaml", "x/a.yaml", "a.yaml/b"], ["ba.yaml", "a.yamlx"]),
        (["/a.yaml"], ["a.yaml"], ["x/a.yaml"]),
        (["x/*.yaml"], ["x/a.yaml"], ["x/y/a.yaml", "z/x/a.yaml"]),
        (["x/**/a.yaml"], ["x/a.yaml", "x/y/z/a.yaml"], ["a.yaml"]),
        (["old/"], ["old/a.yaml", "x/old/y/a.yaml"], ["old", "older/a.yaml"]),
        (["*.yaml", "!keep.yaml"], ["a.yaml"], ["keep.yaml", "x/keep.yaml"]),
        (["报告[12].yaml"], ["报告1.yaml", "x/报告2.yaml"], ["报告3.yaml"]),
    ],
)
def test_files(patterns, met, missed):
    found = globs(*patterns)

    assert [found.match(BASE / one) for one in met] == [True] * len(met)
    assert [found.match(BASE / one) for one in missed] == [False] * len(missed)


def test_a_folder_itself_and_not_what_lies_in_it():
    found = globs("old/")

    assert found.match_itself(BASE / "x/old", folder=True)
    assert not found.match_itself(BASE / "old", folder=False)
    assert not found.match_itself(BASE / "old/a.yaml", folder=False)


def test_outside_the_base_only_names_are_met():
    assert globs("a.yaml").match(Path("/other/a.yaml"))
    assert globs("other/").match(Path("/other/a.yaml"))
    assert not globs("/a.yaml", "x/a.yaml").match(Path("/elsewhere/x/a.yaml"))


def test_none_meet_nothing():
    assert not globs().match(BASE / "a.yaml")


@pytest.mark.parametrize("bad", ["", "  ", "/", "!", "#x", "[a", "[z-a]", "a\\", "..", "../a", "a/../b", "!x"])
def test_what_can_mean_nothing_is_refused(bad):
    with pytest.raises(OpennessLintError):
        globs(bad)


parts = st.sampled_from(["a", "b", "*", "**", "?", "a*", "[ab]", "b.yaml", "*.yaml"])
patterns = st.builds(
    lambda sign, start, inner, end: sign + start + "/".join(inner) + end,
    st.sampled_from(["", "", "!"]), st.sampled_from(["", "/"]), st.lists(parts, min_size=1, max_size=3), st.sampled_from(["", "/"]),
).filter(lambda text: not text.endswith("**/"))  # pathspec takes `a/**/` for `a/`  # fmt: skip
FILES = ["a", "b.yaml", "a/a", "a/b.yaml", "b/a", "b/a/b.yaml", "ab/b", "ab/a/a/b.yaml"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(patterns, min_size=1, max_size=3).filter(lambda several: not several[0].startswith("!")))
def test_git_means_the_same(repository, chosen):
    (repository / ".gitignore").write_text("\n".join(chosen) + "\n", encoding="utf-8")
    done = subprocess.run(
        ["git", "-C", str(repository), "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(FILES), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    ignored = {one for one in done.stdout.split("\0") if one}
    found = Globs([Sourced(one, DEFAULT) for one in chosen], repository)

    def left_out(name: str) -> bool:
        """As a walk leaves out: a folder, or the file in folders that stayed."""
        steps = name.split("/")
        folders = ["/".join(steps[:i]) for i in range(1, len(steps))]
        return any(found.match_itself(repository / one, folder=True) for one in folders) or found.match_itself(
            repository / name, folder=False
        )

    assert ignored == {one for one in FILES if left_out(one)}
