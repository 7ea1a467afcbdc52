"""Several formats to several places in one run, and counts at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openness_lint.cli.outputs import Destination, destinations
from openness_lint.model.errors import OpennessLintError

EXAMPLES = Path(__file__).parents[2] / "examples"


def paired(*words: str) -> tuple[Destination, ...]:
    """The destinations of a command line of `-f NAME` and `-o FILE`."""
    options = list(zip(words[::2], words[1::2], strict=True))
    order = ["format_name" if option == "-f" else "output" for option, _ in options]
    formats = [value for option, value in options if option == "-f"]
    return destinations(order, formats, [Path(value) for option, value in options if option == "-o"])


class TestPairs:
    def test_text_to_standard_output_is_what_nothing_means(self):
        assert paired() == (Destination("text", None),)

    @pytest.mark.parametrize("words", [("-f", "json", "-o", "x"), ("-o", "x", "-f", "json")])
    def test_one_of_each_belong_together_whichever_comes_first(self, words):
        assert paired(*words) == (Destination("json", Path("x")),)

    def test_an_output_belongs_to_the_format_before_it(self):
        expected = (Destination("text", None), Destination("sarif", Path("x")), Destination("json", Path("y")))

        assert paired("-f", "text", "-f", "sarif", "-o", "x", "-f", "json", "-o", "y") == expected

    def test_a_dash_is_standard_output(self):
        assert paired("-f", "json", "-o", "-", "-f", "sarif", "-o", "x")[0] == Destination("json", None)

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("-f", "json", "-f", "text"), "--format: only one format can go to standard output; give the others an --output each"),
            (("-f", "json", "-o", "x", "-f", "text", "-o", "./x"), "--format: only one format can go to x; give the others an --output each"),
            (("-f", "json", "-o", "x", "-o", "y"), "--output: each needs a --format of its own before it"),
            (("-o", "x", "-o", "y"), "--output: each needs a --format of its own before it"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_paired_is_refused(self, words, message):
        with pytest.raises(OpennessLintError) as caught:
            paired(*words)

        assert caught.value.say("en") == message


def test_each_place_gets_what_it_would_get_alone(run, faulty):
    faulty("error")
    alone = {name: run("-f", name, "report.yaml") for name in ("text", "json", "sarif")}

    ran = run("-f", "text", "-f", "json", "-o", "a.json", "-f", "sarif", "-o", "b.sarif", "report.yaml")

    assert (ran.code, ran.out) == (1, alone["text"].out)
    assert Path("a.json").read_text(encoding="utf-8") == alone["json"].out
    assert Path("b.sarif").read_text(encoding="utf-8") == alone["sarif"].out


class TestStatistics:
    def test_the_findings_are_counted_by_rule_agency_and_section(self, run, faulty, report):
        faulty("error", "a.yaml")
        faulty("error", "b.yaml")
        report("c.yaml", review="[1, 0, 0, 0, 2]", regulations="[1, 0, 0]", agency="示例县教育局")

        ran = run("--statistics", "-q", "-f", "concise", "--lang", "en", ".")

        assert ran.out.split("\n\n", 1)[1] == (
            "by rule             error  warning  info  all\n"
            "T401 dispute-total      3        0     0    3\n"
            "W201 stock-short        0        1     0    1\n"
            "\n"
            "by agency     error  warning  info  all\n"
            "示例县教育局      1        1     0    2\n"
            "示例县水利局      2        0     0    2\n"
            "\n"
            "by section                            error  warning  info  all\n"
            "Administrative review and litigation      3        0     0    3\n"
            "Proactive disclosure                      0        1     0    1\n"
        )

    def test_other_formats_are_not_spoilt_by_them(self, run, faulty):
        faulty("warning")

        ran = run("--statistics", "-f", "json", "report.yaml")

        assert json.loads(ran.out)["summary"]["warning"] == 1
        assert "按规则" in ran.err

    def test_a_clean_run_counts_nothing(self, run, report):
        report()

        assert run("--statistics", "-q", "report.yaml").out == ""
