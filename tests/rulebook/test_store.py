"""Compiled packs are kept, found again, and never trusted when they are not whole."""

import os
import pickle
import re
import shutil
import zlib
from pathlib import Path

import pytest

from openness_lint.engine import judge
from openness_lint.host import builtin_rules, gather, open_rulebook
from openness_lint.model.diagnostic import Verdict
from openness_lint.model.errors import InvalidRule
from openness_lint.model.report import Companions, Sibling
from openness_lint.model.source import Source
from openness_lint.rulebook import pack as pack_module
from openness_lint.rulebook import store as store_module
from openness_lint.rulebook.pack import load_pack
from openness_lint.rulebook.ready import Shelf
from openness_lint.rulebook.store import Store, cache_folder, patterns_kept, waits

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


def report_of(pack, name):
    source = Source(name, (ROOT / "examples" / name).read_bytes())
    return gather().readers[".yaml"].read(source, Shelf([pack.forms]))


def outcome(pack):
    return judge(report_of(pack, "faults-2024.yaml"), pack.rules, "faults-2024.yaml")


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
    file.write_bytes(damage(file.read_bytes()))

    assert store.pack(folder, checks).name == "cn-openness"
    assert store.pack(folder, {}).name == "cn-openness"  # without checks it could not be compiled


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_a_file_is_passed_over(tmp_path, folder, checks):
    store = Store(tmp_path / "store")
    store.pack(folder, checks)
    [file] = files_in(tmp_path / "store")
    file.unlink()
    os.mkfifo(file)

    assert store.pack(folder, checks).name == "cn-openness"
    assert file.is_file()


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
        pairs = [*zip(one.questions.values(), other.questions.values(), strict=True)]
        assert [type(each) for each, _ in pairs if not waits(each)] == [
            type(each) for _, each in pairs if not waits(each)
        ]
        assert "cn-openness-1999" not in other.questions


def test_what_is_asked_only_of_a_report_beside_others_waits_for_one(compiled, monkeypatch):
    fresh, store = compiled
    read = []
    loaded = store_module._loaded
    monkeypatch.setattr(store_module, "_loaded", lambda part: read.append(part) or loaded(part))
    kept = Store(store).pack(builtin_rules() / "cn-openness", {})
    last = Companions(Sibling("last.yaml", report_of(fresh, "faults-2024.yaml")))

    alone = [judge(report_of(pack, "clean-2024.yaml"), pack.rules, "clean-2024.yaml") for pack in (fresh, kept)]
    before = len(read)
    beside = [
        judge(report_of(pack, "clean-2024.yaml").beside(last), pack.rules, "clean-2024.yaml") for pack in (fresh, kept)
    ]

    assert alone[0].answers == alone[1].answers
    assert before == 2  # the head, and the part of a form
    assert beside[0].answers == beside[1].answers != alone[0].answers
    assert beside[0].diagnostics == beside[1].diagnostics
    assert len(read) > before


def test_what_waits_has_nothing_to_say_of_a_report_that_stands_alone(compiled):
    fresh, _ = compiled
    report = report_of(fresh, "faults-2024.yaml")

    found = {one.rule.code: one.questions[report.form.id] for one in fresh.rules if report.form.id in one.questions}
    waiting = {code: one for code, one in found.items() if waits(one)}

    assert {code[0] for code in waiting} == {"H", "Y"}
    for one in waiting.values():
        assert (one.equations, one.equations_on(report), one.judge(report)) == ((), (), Verdict(0))


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

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_is_passed_over(self, tmp_path):
        self.run(tmp_path)
        (file,) = tmp_path.iterdir()
        file.unlink()
        os.mkfifo(file)

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


class TestUsersRules:
    """What a user brings is compiled once, too, and known by every byte of it."""

    RULE = """\
code: Z101
name: stock-short
title: {zh: 现行有效件数不少于制发件数, en: What was issued is in force}
severity: warning
basis: 本单位内部审核规定
because: {zh: 应当如此。, en: It should be so.}
forms: [cn-openness-2021, cn-openness-2019]
check: order
of: sequence
examples: []
"""

    @pytest.fixture
    def rules(self, tmp_path):
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "stock-short.yaml").write_text(self.RULE, encoding="utf-8")
        return tmp_path / "rules"

    @pytest.fixture
    def opened(self, tmp_path, compiled, monkeypatch):
        """A function: the built-in pack and these rules; and the rule files read for that, the pack's left out."""
        read = []
        load_rule = pack_module.load_rule

        def counted(path, *rest, **named):
            read.append(path)
            return load_rule(path, *rest, **named)

        def opened(*paths):
            read.clear()
            rulebook = open_rulebook(gather(), paths, Store(tmp_path / "store"))
            return rulebook, [one for one in read if builtin_rules() not in one.parents]

        shutil.copytree(compiled[1], tmp_path / "store")
        monkeypatch.setattr(pack_module, "load_rule", counted)
        return opened

    def rule(self, rulebook):
        return next(one for one in rulebook.rules if one.rule.code == "Z101")

    def test_they_are_read_once_and_ask_of_the_forms_at_hand(self, rules, opened):
        fresh, read = opened(rules)
        kept, read_again = opened(rules)

        assert (read, read_again) == ([rules / "stock-short.yaml"], [])
        one, other = self.rule(fresh), self.rule(kept)
        assert (one.rule, one.path, [*one.questions]) == (other.rule, other.path, [*other.questions])
        assert outcome(kept.packs[0]).diagnostics == outcome(fresh.packs[0]).diagnostics
        path = ROOT / "examples" / "faults-2024.yaml"
        told = [
            judge(gather().readers[".yaml"].read(Source(path.name, path.read_bytes()), each.shelf), each.rules, "r")
            for each in (fresh, kept)
        ]
        assert told[0].diagnostics == told[1].diagnostics
        assert fresh.made_of == kept.made_of is not None

    def test_a_change_that_leaves_size_and_time_counts(self, rules, opened):
        before, _ = opened(rules)
        file = rules / "stock-short.yaml"
        time = file.stat().st_mtime_ns
        file.write_text(self.RULE.replace("Z101", "Z102"), encoding="utf-8")
        os.utime(file, ns=(time, time))

        after, read = opened(rules)

        assert read == [file]
        assert "Z102" in {one.rule.code for one in after.rules}
        assert before.made_of != after.made_of

    @pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda _: b"", lambda data: data[:4] + b"x" * 64])
    def test_a_damaged_file_is_written_anew(self, tmp_path, rules, opened, damage):
        opened(rules)
        (file,) = (tmp_path / "store").glob("rules-*")
        file.write_bytes(damage(file.read_bytes()))

        rulebook, read = opened(rules)

        assert self.rule(rulebook).rule.name == "stock-short"
        assert read == [rules / "stock-short.yaml"]
        assert opened(rules)[1] == []

    def test_a_foreign_pickle_is_not_run(self, tmp_path, rules, opened):
        class Bomb:
            def __reduce__(self):
                return (Path.touch, (tmp_path / "ran",))

        opened(rules)
        (file,) = (tmp_path / "store").glob("rules-*")
        payload = pickle.dumps([Bomb()])
        file.write_bytes(zlib.crc32(payload).to_bytes(4, "big") + payload)

        assert self.rule(opened(rules)[0])
        assert not (tmp_path / "ran").exists()

    def test_what_changes_while_it_is_read_is_not_kept(self, tmp_path, rules, opened, monkeypatch):
        load_rules = pack_module.load_rules

        def changed(*arguments, **named):
            (rules / "stock-short.yaml").write_text(self.RULE + "# 改\n", encoding="utf-8")
            return load_rules(*arguments, **named)

        monkeypatch.setattr(pack_module, "load_rules", changed)
        rulebook, _ = opened(rules)

        assert rulebook.made_of is None
        assert [*(tmp_path / "store").glob("rules-*")] == []

    def test_a_pack_with_a_form_is_kept_and_rules_speak_of_its_form(self, tmp_path, rules, opened):
        pack = tmp_path / "towns"
        (pack / "order").mkdir(parents=True)
        (pack / "forms").mkdir()
        form = builtin_rules() / "cn-openness" / "forms" / "2021.yaml"
        text = form.read_text(encoding="utf-8").replace("form: cn-openness-2021", "form: towns", 1)
        (pack / "forms" / "towns.yaml").write_text(text, encoding="utf-8")
        manifest = "name: towns\ntitle: {zh: 乡镇, en: towns}\nforms: [{file: forms/towns.yaml, first_year: 1990, last_year: 1991}]\n"
        (pack / "pack.yaml").write_text(manifest, encoding="utf-8")
        text = self.RULE.replace("cn-openness-2021, cn-openness-2019", "towns")
        (pack / "order" / "stock-order.yaml").write_text(
            text.replace("stock-short", "stock-order").replace("Z101", "Z102"), encoding="utf-8"
        )
        (rules / "stock-short.yaml").write_text(text, encoding="utf-8")

        _, read = opened(rules, pack)
        kept, read_again = opened(rules, pack)

        assert (len(read), read_again) == (2, [])
        form = kept.shelf.choose(form="towns", year=1990)
        own, other = (next(one for one in kept.rules if one.rule.code == code) for code in ("Z101", "Z102"))
        report = gather().readers[".yaml"].read(Source("r.yaml", b"year: 1990\nsections: {}\n"), kept.shelf)
        assert report.form is form
        assert judge(report, [own], "r").judged == judge(report, [other], "r").judged

    def test_two_of_one_code_are_refused_though_kept(self, rules, opened):
        opened(rules)
        (rules / "again").mkdir()
        (rules / "again" / "stock-short.yaml").write_text(self.RULE, encoding="utf-8")

        with pytest.raises(InvalidRule, match="Z101"):
            opened(rules / "stock-short.yaml", rules / "again")
        with pytest.raises(InvalidRule, match="Z101"):
            opened(rules / "stock-short.yaml", rules / "again")
