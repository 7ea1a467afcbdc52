"""`init` writes an empty report that is ready to be filled in, and never over another file."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.source import Source
from openness_lint.rulebook.validate import plain_data
from openness_lint.syntax.yaml import parse_yaml

YEARS = {2019: "cn-openness-2019", 2020: "cn-openness-2019", 2021: "cn-openness-2021", 2024: "cn-openness-2021"}


def read(text: str):
    host = gather()
    return host.readers[".yaml"].read(Source("r.yaml", text.encode()), open_rulebook(host).shelf)


@pytest.mark.parametrize(("year", "form"), YEARS.items())
def test_it_is_read_as_the_form_of_its_year_with_every_cell_and_heading(run, year, form):
    ran = run("init", "--year", str(year), "--agency", '示例县“水利”局: "x"')

    report = read(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert (report.form.id, report.year, report.agency) == (form, year, '示例县“水利”局: "x"')
    assert [one.id for one in report.sections] == [one.id for one in report.form.sections]
    assert {str(one) for one in report.cells} == {str(one) for table in report.form.tables for one in table.cells}
    assert {one.printed.text for one in report.cells.values()} == {""}
    assert [one for section in report.sections for table in section.tables for one in (*table.foreign, *table.unlisted)] == []  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_it_keeps_to_the_schema(run, year):
    text = run("init", "-y", str(year)).out
    schema = json.loads(run("schema", "report").out)

    value = plain_data(parse_yaml(text, UnreadableInput)[0])
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)


def test_a_form_that_is_named_goes_before_the_year_and_is_written_down(run):
    ran = run("init", "-y", "2024", "--form", "cn-openness-2019")

    assert "form: cn-openness-2019\n" in ran.out
    assert read(ran.out).form.id == "cn-openness-2019"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-y", "2024", "--form", "cn-openness-2020"], "没有格式“cn-openness-2020”"),
        (["-y", "2007"], "没有 2007 年度的格式；可检查的年度："),
    ],
)
def test_a_form_there_is_not_is_2(run, words, said):
    ran = run("init", *words)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_is_written(run):
    ran = run("init", "-y", "2024", "-o", "report.yaml")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path("report.yaml").read_text("utf-8") == run("init", "-y", "2024", "-o", "-").out


def test_a_file_that_is_there_is_left_alone(run):
    Path("report.yaml").write_text("mine\n", encoding="utf-8")
    Path("link.yaml").symlink_to("nowhere.yaml")

    for path in ("report.yaml", "link.yaml"):
        ran = run("init", "-y", "2024", "-o", path)

        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"openness-lint: {path}: 文件已存在，没有改动它\n"
    assert Path("report.yaml").read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(("path", "why"), [("missing/report.yaml", "没有这个文件或文件夹"), ("x" * 300, "文件名太长")])
def test_what_cannot_be_written_is_2(run, path, why):
    assert (2, f"openness-lint: {path}: 无法写入：{why}\n") == ((ran := run("init", "-y", "2024", "-o", path)).code, ran.err)  # fmt: skip


def test_an_empty_report_is_judged_and_not_passed_off_as_fine(run):
    run("init", "-y", "2024", "-a", "示例县水利局", "-o", "report.yaml")

    assert run("report.yaml").code == 2  # nothing could be judged by the three rules of this desk
