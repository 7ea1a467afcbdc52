"""Compiled packs are kept, found again, and never trusted when they are not whole."""

import os
import pickle
import re
import shutil
import zlib
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.host import builtin_rules, gather
from openness_lint.model.source import Source
from openness_lint.rulebook import store as store_module
from openness_lint.rulebook.pack import load_pack
from openness_lint.rulebook.ready import Shelf
from openness_lint.rulebook.store import Store, cache_folder, patterns_kept

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def checks():
    return gather().checks


@pytest.fixture
def folder(tmp_path):
    """A copy of the built-in pack, to be changed at will."""
    return Path(shutil.copytree(builtin_rules() / "cn-openness", tmp_path / "pack"))


def files_in(store: Path) -> list[Path]:
    return sorted(store.iterdir())


def outcome(pack):
    path = ROOT / "examples" / "faults-2024.yaml"
    report = gather().readers[".yaml"].read(Source(path.name, path.read_bytes()), Shelf([pack.forms]))
    return judge(report, pack.rules, path.name)


def test_a_kept_pack_judges_like_a_fresh_one(tmp_path, folder, checks):
    store = Store(tmp_path / "store")
    fresh = outcome(load_pack(folder, checks))

    compiled, kept = outcome(store.pack(folder, checks)), outcome(store.pack(folder, checks))

    assert len(files_in(tmp_path / "store")) == 1
    assert fresh.diagnostics == compiled.diagnostics == kept.diagnostics
    assert (fresh.judged, fresh.held) == (kept.judged, kept.held)


def test_a_kept_pack_is_not_compiled_again(tmp_path, folder, checks):
    store = Store(tmp_path / "store")
    store.pack(folder, checks)

    kept = store.pack(folder, {})  # without checks it could not be compiled

    assert kept.name == "cn-openness"


def test_a_changed_rule_makes_another_key(tmp_path, folder, checks):
    store = Store(tmp_path / "store")
    store.pack(folder, checks)
    rule = next(folder.rglob("carry-identity.yaml"))
    rule.write_text(rule.read_text(encoding="utf-8").replace("severity: error", "severity: warning"), encoding="utf-8")

    severities = {one.rule.code: one.rule.severity.value for one in store.pack(folder, checks).rules}

    assert severities["T303"] == "warning"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"\0" * 32 + data[32:],
        lambda data: data + b"more",
    ],
    ids=["truncated", "empty", "one bit", "wrong checksum", "appended"],
)
def test_a_damaged_file_is_passed_over_and_written_anew(tmp_path, folder, checks, damage):
    store = Store(tmp_path / "store")
    store.pack(folder, checks)
    (file,) = files_in(tmp_path / "store")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    pack = store.pack(folder, checks)

    assert pack.name == "cn-openness"
    assert len(file.read_bytes()) == len(whole)


def test_a_foreign_pickle_is_not_run(tmp_path, folder, checks):
    class Bomb:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "ran",))

    store = Store(tmp_path / "store")
    store.pack(folder, checks)
    (file,) = files_in(tmp_path / "store")
    payload = pickle.dumps(Bomb())
    file.write_bytes(zlib.crc32(payload).to_bytes(4, "big") + payload)

    pack = store.pack(folder, checks)

    assert pack.name == "cn-openness"
    assert not (tmp_path / "ran").exists()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory, checks):
    """The built-in pack, compiled, and the store that keeps it."""
    store = tmp_path_factory.mktemp("kept")
    return Store(store).pack(builtin_rules() / "cn-openness", checks), store


def test_of_a_kept_pack_only_the_forms_are_read_that_are_asked_for(compiled, monkeypatch):
    read = []
    loaded = store_module._loaded
    monkeypatch.setattr(store_module, "_loaded", lambda part: read.append(part) or loaded(part))

    kept = Store(compiled[1]).pack(builtin_rules() / "cn-openness", {})
    head_alone = len(read)
    form = Shelf([kept.forms]).choose(form=None, year=2024)
    others = Shelf([kept.forms]).others(form)

    assert (head_alone, len(read)) == (1, 2)
    assert [one.id for one in others] == ["cn-openness-2019"]
    assert [one.id for one in kept.forms] == [one.id for one in compiled[0].forms]
    assert len(read) == 3
    assert kept.forms[-1] is kept.forms[-1:][0] is form
    assert form in kept.forms


def test_the_questions_of_a_kept_rule_are_those_it_was_kept_with(compiled):
    fresh, store = compiled

    kept = Store(store).pack(builtin_rules() / "cn-openness", {})

    for one, other in zip(fresh.rules, kept.rules, strict=True):
        assert (one.rule, one.path, [*one.questions]) == (other.rule, other.path, [*other.questions])
        assert [type(each) for each in one.questions.values()] == [type(each) for each in other.questions.values()]
        assert "cn-openness-1999" not in other.questions


def test_a_part_that_is_none_is_compiled_again(tmp_path, compiled, checks):
    fresh, store = compiled
    (whole,) = files_in(store)
    data = bytearray(whole.read_bytes()[4:])
    head = 4 + int.from_bytes(data[:4], "big")
    data[head:] = b"." * (len(data) - head)
    (tmp_path / whole.name).write_bytes(zlib.crc32(data).to_bytes(4, "big") + data)

    kept = Store(tmp_path).pack(builtin_rules() / "cn-openness", checks)

    assert outcome(kept).diagnostics == outcome(fresh).diagnostics
    assert (tmp_path / whole.name).read_bytes() == whole.read_bytes()


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path, folder, checks):
    (tmp_path / "store").write_text("a file where the folder should be", encoding="utf-8")

    assert Store(tmp_path / "store").pack(folder, checks).name == "cn-openness"


def test_of_a_file_that_cannot_be_written_whole_nothing_is_left(tmp_path, folder, checks):
    store = Store(tmp_path / "store")
    store.pack(folder, checks)
    [file] = files_in(tmp_path / "store")
    file.unlink()
    file.mkdir()

    assert store.pack(folder, checks).name == "cn-openness"
    assert files_in(tmp_path / "store") == [file]


def test_what_other_versions_kept_is_removed_after_a_day(tmp_path, folder, checks):
    (tmp_path / "store").mkdir()
    old, new, patterns = (tmp_path / "store" / name for name in ("pack-old.17", "pack-new", "patterns-old"))
    for one in (old, new, patterns):
        one.touch()
    for one in (old, patterns):
        os.utime(one, (0, 0))

    Store(tmp_path / "store").pack(folder, checks)

    assert (old.exists(), new.exists(), patterns.exists()) == (False, True, True)


@pytest.mark.parametrize("wanted", [None, "", "/var/tmp/elsewhere", "not/from/the/root", "/with blank "])
@pytest.mark.parametrize("home", ["/home/li", "/home/li/", "relative"])
def test_the_cache_lies_where_platformdirs_has_it(monkeypatch, home, wanted):
    from platformdirs import user_cache_path

    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if wanted is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", wanted)

    assert cache_folder() == user_cache_path("openness-lint", appauthor=False)


class TestPatterns:
    """Compiled regular expressions are at hand in the next run."""

    @pytest.fixture(autouse=True)
    def _forgotten(self, monkeypatch):
        monkeypatch.setattr("openness_lint.model.pattern.known", {})

    def run(self, folder, text="a{2}"):
        """What is at hand at the start of a run that uses a pattern; nothing is left of it in the process."""
        from openness_lint.model import pattern

        with patterns_kept(folder):
            before = set(pattern.known)
            assert pattern.compiled(text) == re.compile(text)
        pattern.known.clear()
        return before

    def test_they_are(self, tmp_path):
        assert self.run(tmp_path) == set()
        assert self.run(tmp_path, "b{3}") == {("a{2}", 0)}
        assert self.run(tmp_path) == {("a{2}", 0), ("b{3}", 0)}

    @pytest.mark.parametrize(
        "damage", [lambda data: data[:-3], lambda data: data[:4] + b"x" + data[5:], lambda _: b"", lambda _: b"other"]
    )
    def test_a_damaged_file_is_written_anew(self, tmp_path, damage):
        self.run(tmp_path)
        (file,) = tmp_path.iterdir()
        file.write_bytes(damage(file.read_bytes()))

        assert self.run(tmp_path) == set()
        assert self.run(tmp_path) == {("a{2}", 0)}

    def test_those_of_other_versions_are_removed_after_a_day(self, tmp_path):
        for name in ("patterns-old", "patterns-new", "pack-old"):
            (tmp_path / name).touch()
        for name in ("patterns-old", "pack-old"):
            os.utime(tmp_path / name, (0, 0))

        self.run(tmp_path)

        assert len(left := files_in(tmp_path)) == 3
        assert {tmp_path / "patterns-new", tmp_path / "pack-old"} < {*left}

    def test_a_folder_that_cannot_be_written_to_is_no_obstacle(self, tmp_path):
        (tmp_path / "file").touch()

        assert self.run(tmp_path / "file") == set()
