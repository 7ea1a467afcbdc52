"""What a configuration brings is there for every command, and a selector means something to one of several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def ours(small_rules):
    """A rule of one's own, X401, in `folder/ours`."""
    text = (small_rules / "cn-openness/trial/dispute-total.yaml").read_text("utf-8")

    def write(folder: str = ".") -> Path:
        path = Path(folder, "ours", "our-total.yaml")
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("T401", "X401").replace("dispute-total", "our-total"), encoding="utf-8")
        return path

    return write


def configure(text: str, folder: str = ".") -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, ".openness-lint.yaml").write_text(text, encoding="utf-8")


class TestRulesOfTheConfiguration:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("rules", "X"), "X401  错误  our-total  总计等于四种结果之和\n"),
            (("test", "ours"), "规则 1 条，检验 7 项，不符 0 项\n"),
            (("test", "ours/our-total.yaml"), "规则 1 条，检验 7 项，不符 0 项\n"),
            (("test",), "规则 4 条，检验 18 项，不符 0 项\n"),
        ],
    )
    def test_are_listed_and_tried(self, run, ours, words, said):
        ours()
        configure("rules: [ours]")

        assert run(*words).out == said

    def test_are_explained(self, run, ours):
        ours()
        configure("rules: [ours]")

        assert "X401  our-total" in run("rule", "X401").out
        assert [one["code"] for one in json.loads(run("rule", "X", "-f", "json").out)] == ["X401"]

    def test_are_those_of_the_nearest_or_the_named_one_or_of_none(self, run, ours, monkeypatch):
        ours()
        configure("rules: [ours]")
        Path("below").mkdir()
        monkeypatch.chdir("below")

        assert run("rules", "X").code == 0
        assert run("rules", "X", "--isolated").code == 2
        assert run("rules", "X", "--isolated", "--rules", "../ours").code == 0
        Path("other.yaml").write_text("lang: en\n", encoding="utf-8")
        assert run("rules", "X", "--config", "other.yaml").err == "openness-lint: there is no rule 'X'\n"

    @pytest.mark.usefixtures("example_plugin")
    def test_and_those_of_its_plugins(self, run):
        configure("plugins: [openness_lint_example]\n")

        assert run("rules", "preferred-words").code == 0
        assert run("rule", "preferred-words").code == 0

    def test_its_language_is_spoken_unless_another_is_asked_for(self, run):
        configure("lang: en\n")

        assert run("rules", "T401").out.endswith("The total equals the outcomes\n")
        assert run("rules", "T401", "--lang", "zh").out.endswith("总计等于四种结果之和\n")

    @pytest.mark.parametrize("command", ["rules", "rule", "test", "schema"])
    def test_a_broken_one_is_2_with_its_place(self, run, command):
        configure("ruels: [ours]\n")

        ran = run(command, *(["T"] if command == "rule" else []))

        assert (ran.code, ran.out) == (2, "")
        assert ".openness-lint.yaml:1:1" in ran.err
        assert "是否指“rules”" in ran.err

    def test_a_rule_file_that_lies_in_a_folder_of_it_is_read_once(self, run, report, ours):
        path = ours()
        report(review="[1, 0, 0, 0, 2]")
        configure("rules: [ours]\nselect: [X]\n")

        assert run("report.yaml", "--rules", path, "-f", "concise").out.count("X401") == 1

    def test_what_is_no_rule_is_not_tried_in_silence(self, run, small_rules):
        ran = run("test", small_rules / "cn-openness/forms")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("forms: 这里没有规则\n")


class TestSelectorsOfTheCommandLine:
    @pytest.fixture
    def two(self, report, ours):
        """`a/` brings X401 by its configuration, `b/` has none."""
        ours("a")
        configure("rules: [ours]\n", "a")
        for name in ("a", "b"):
            report(f"{name}/{name}.yaml", review="[1, 0, 0, 0, 2]", regulations="[1, 0, 0]")

    @pytest.mark.usefixtures("two")
    @pytest.mark.parametrize("folders", [("a", "b"), ("b", "a"), (".",)])
    def test_may_mean_a_rule_that_only_one_of_several_configurations_brings(self, run, folders):
        def codes(*words):
            files = json.loads(run(*folders, "-f", "json", *words).out)["files"]
            return {one["path"]: {each["code"] for each in one["diagnostics"]} for one in files}

        assert codes("--select", "X401") == {"a/a.yaml": {"X401"}, "b/b.yaml": set()}
        assert codes("--select", "our-total,W") == {"a/a.yaml": {"X401", "W201"}, "b/b.yaml": {"W201"}}
        assert codes("--ignore", "X,T") == {"a/a.yaml": {"W201"}, "b/b.yaml": {"W201"}}

    @pytest.mark.usefixtures("two")
    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_are_refused_where_no_configuration_knows_them(self, run, option):
        for folders, word in ((("a", "b"), "X9"), (("b",), "X401")):
            ran = run(*folders, option, word)

            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith(f"openness-lint: 没有规则“{word}”")

    @pytest.mark.usefixtures("two")
    def test_the_nearest_name_is_sought_in_all_of_them(self, run):
        assert run("a", "b", "-s", "our-totl").err == "openness-lint: 没有规则“our-totl”；是否指“our-total”？\n"

    @pytest.mark.usefixtures("two")
    def test_a_selector_of_a_configuration_must_mean_something_there(self, run):
        configure("select: [X401]\n", "b")

        assert run("a", "b").code == 2


@pytest.mark.parametrize(
    "words", [("check", "report.yaml", "-s", "T,,W"), ("check", "report.yaml", "-i", ""), ("rules", "T,"), ("rule", "")]
)
def test_an_empty_selector_is_refused_as_such(run, report, words):
    report()

    ran = run(*words, "--lang", "en")

    said = "an empty rule; write a code, a name or the beginning of codes"
    assert (ran.code, ran.out, ran.err) == (2, "", f"openness-lint: {said}\n")
