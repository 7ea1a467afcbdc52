"""Many reports as one table: what is written, what is counted, and what is said of files that are not ours."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest


@pytest.fixture
def table(run, report, faulty) -> Path:
    faulty("error", "a/one.yaml")
    faulty("warning", "a/two.yaml")
    report("a/three.yaml", agency="示例市财政局")
    Path("a/broken.yaml").write_text("agency: [\nyear: 2024\nsections:\n", encoding="utf-8")
    ran = run("-f", "parquet", "-o", "a.parquet", "a")
    assert (ran.code, ran.out) == (2, "")
    return Path("a.parquet")


def rows(query: str) -> list[tuple[object, ...]]:
    return duckdb.sql(query).fetchall()


def test_every_report_finding_figure_and_unreadable_file_is_a_row(table):
    assert rows(f"SELECT record, count(*) FROM '{table}' WHERE kind IS DISTINCT FROM 'gap' GROUP BY 1 ORDER BY 1") == [
        ("cell", 33),
        ("finding", 2),
        ("report", 3),
        ("unread", 1),
    ]


def test_a_finding_has_its_place_and_what_stands_there(table):
    query = f"SELECT path, code, address, row_id, column_id, printed, line, character FROM '{table}' WHERE severity = 'error'"

    [(path, code, address, row, column, printed, line, character)] = rows(query)

    assert (path, code, address) == ("a/one.yaml", "T401", "disputes.review.total")
    assert (row, column, printed) == ("review", "total", "2")
    assert Path(path).read_text(encoding="utf-8").splitlines()[line - 1][character - 1] == "2"


def test_figures_are_exact_numbers(run, report):
    report(regulations="[1, 0, 12345678901]")

    run("-f", "parquet", "-o", "x.parquet", "report.yaml")

    assert rows("SELECT max(number) FROM 'x.parquet'") == [(Decimal(12345678901),)]


def test_a_figure_larger_than_the_column_keeps_its_print_only(run, report):
    report(regulations=f"[1, 0, {'9' * 40}]")

    run("-f", "parquet", "-o", "x.parquet", "report.yaml")

    assert rows("SELECT printed, number FROM 'x.parquet' WHERE length(printed) = 40 AND record = 'cell'") == [
        ("9" * 40, None)
    ]


def test_the_same_findings_are_the_same_bytes(run, table):
    run("-f", "parquet", "-o", "again.parquet", "a")

    assert Path("again.parquet").read_bytes() == table.read_bytes()


def test_nothing_stays_behind_in_the_folder_for_temporary_files(run, report, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    report()

    run("-f", "parquet", "-o", "x.parquet", "report.yaml")

    assert list(scratch.iterdir()) == []


def test_tables_by_rule_body_region_and_year(run, table, snapshot):
    ran = run("corpus", table)

    assert (ran.code, ran.err) == (
        0,
        "openness-lint: 另有 1 个文件没能读取，不在表中（record = 'unread'）\n",
    )
    assert ran.out == snapshot


@pytest.mark.parametrize("format_name", ["markdown", "csv", "json"])
def test_other_formats(run, table, snapshot, format_name):
    assert run("corpus", "--by", "body", "--by", "year", "-f", format_name, "--lang", "en", table).out == snapshot


def test_a_folder_of_parts_is_one_table(run, report):
    for year, name in enumerate(["one", "two"]):
        report(f"{name}/report.yaml", agency=f"示例{year}县水利局")
        run("-f", "parquet", "-o", f"{name}.parquet", name)

    assert json.loads(run("corpus", "--by", "year", "-f", "json", ".").out)["year"][0]["reports"] == 2


def test_a_query_of_ones_own(run, table):
    ran = run(
        "corpus",
        table,
        "--query",
        "SELECT agency, count(*) AS n FROM corpus WHERE record = 'report' GROUP BY 1 ORDER BY 1",
    )

    assert ran.out == "agency        n\n示例县水利局  2\n示例市财政局  1\n"


def test_a_query_that_asks_for_what_is_not_there_is_told_the_columns(run, table):
    ran = run("corpus", table, "--query", "SELECT agenci FROM corpus", "--lang", "en")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("openness-lint: --query: ")
    assert ran.err.rstrip().endswith("line, character, location")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("make", [b"no table", b""])
def test_a_file_that_is_not_ours_is_named(run, make):
    Path("other.parquet").write_bytes(make)

    assert (
        run("corpus", "other.parquet").err
        == "openness-lint: other.parquet: 不是 openness-lint --format parquet 写出的文件\n"
    )


def test_somebody_elses_table_is_not_ours(run):
    duckdb.sql("SELECT 1 AS agency").write_parquet("other.parquet")

    ran = run("corpus", "other.parquet", "--lang", "en")

    assert (ran.code, ran.err) == (
        2,
        "openness-lint: other.parquet: is no file that openness-lint --format parquet wrote\n",
    )


@pytest.mark.parametrize("path", ["nothing.parquet", "."])
def test_no_table_at_all_says_how_to_make_one(run, path):
    ran = run("corpus", path)

    assert ran.code == 2
    assert "先用 openness-lint --format parquet --output 文件名 检查报告" in ran.err


def test_query_and_by_do_not_go_together(run, table):
    assert run("corpus", table, "--query", "SELECT 1", "--by", "year").code == 2
