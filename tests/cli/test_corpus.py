"""Many reports as one table: what is written, what is counted, and what is said of files that are not ours."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from openness_lint.drawing.tables import COLUMNS, parquet


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
        (
            "openness-lint: 1 个文件没能读取，它们的问题和数字都不在表中（如 a/broken.yaml）\n"
            "openness-lint: 1 处同一机关同一年度有不止一份报告，每份都计入"
            "（如 示例县水利局 2024 年：a/one.yaml、a/two.yaml）\n"
        ),
    )
    assert ran.out == snapshot


@pytest.mark.parametrize("format_name", ["markdown", "csv", "json"])
def test_other_formats(run, table, snapshot, format_name):
    assert run("corpus", "--by", "body", "--by", "year", "-f", format_name, "--lang", "en", table).out == snapshot


def test_a_folder_of_parts_is_one_table(run, report):
    for number, name in enumerate(["one", "two"]):
        report(f"{name}/report.yaml", agency=f"示例{number}县水利局")
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


@pytest.mark.parametrize("make", [b"no table", b"", b"PAR1 and no more PAR1"])
def test_a_file_that_is_not_ours_is_named(run, make):
    Path("other.parquet").write_bytes(make)

    assert (
        run("corpus", "other.parquet").err
        == "openness-lint: other.parquet: 不是 openness-lint --format parquet 写出的文件，或已损坏\n"
    )


def test_somebody_elses_table_is_not_ours(run):
    duckdb.sql("SELECT 1 AS agency").write_parquet("other.parquet")

    ran = run("corpus", "other.parquet", "--lang", "en")

    assert (ran.code, ran.err) == (
        2,
        "openness-lint: other.parquet: is no file that openness-lint --format parquet wrote, or is damaged\n",
    )


@pytest.mark.parametrize("path", ["nothing.parquet", "."])
def test_no_table_at_all_says_how_to_make_one(run, path):
    ran = run("corpus", path)

    assert ran.code == 2
    assert "先用 openness-lint --format parquet --output 文件名 检查报告" in ran.err


def test_query_and_by_do_not_go_together(run, table):
    assert run("corpus", table, "--query", "SELECT 1", "--by", "year").code == 2


NAMES = [
    "it's.parquet", 'a "quoted" one.parquet', "a\nb.parquet", "[1].parquet", "back\\slash.parquet", "x*.parquet",
    "what?.parquet", "{a,b}.parquet", "~.parquet", "'; DROP VIEW corpus; --.parquet", "year=1999/record=cell/x.parquet",
]  # fmt: skip


def test_no_name_of_a_file_means_anything_else(run, report):
    report("one/a.yaml", agency="示例一县水利局")
    report("two/b.yaml", agency="示例二县水利局")
    run("-f", "parquet", "-o", "x other.parquet", "one")
    run("-f", "parquet", "-o", "here", "two")

    for name in NAMES:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(Path("here/part-00000.parquet").read_bytes())
        ran = run("corpus", "--by", "body,year", "-f", "csv", name)
        assert (ran.code, ran.err) == (0, "")
        assert [line[:12] for line in ran.out.splitlines()[1:]] == ["示例二县水利局,2024"]


def test_a_folder_named_as_a_table_is_searched(run, report):
    report()
    run("-f", "parquet", "-o", "all", "report.yaml")
    Path("all").rename("all.parquet")

    assert run("corpus", "--by", "year", "-f", "csv", ".").out.splitlines()[1].startswith("2024,1,")


def test_a_report_in_several_files_counts_once_as_the_last_has_it(run, faulty, report):
    faulty("error")
    run("-f", "parquet", "-o", "1.parquet", "report.yaml")
    faulty("warning")
    report("other.yaml", agency="示例市财政局")
    run("-f", "parquet", "-o", "2.parquet", "report.yaml", "other.yaml")

    ran = run("corpus", ".", "--by", "year", "-f", "csv", "--lang", "en")

    assert (ran.out, ran.err) == (
        "year,reports,faulty,error,warning,info,gap,fault,unread,suppressed\n2024,2,0,0,1,0,0,0,0,0\n",
        (
            "openness-lint: reports that stand in several files: 1; each counts once, as the last file has it "
            "(such as report.yaml)\n"
        ),
    )
    assert run("corpus", "2.parquet", "1.parquet", "--by", "year", "-f", "csv").out.endswith("2024,2,1,1,0,0,0,0,0,0\n")


def test_a_file_named_twice_is_read_once(run, report):
    report()
    run("-f", "parquet", "-o", "x.parquet", "report.yaml")
    Path("link.parquet").symlink_to("x.parquet")

    ran = run("corpus", "x.parquet", "link.parquet", "./x.parquet", "--by", "year", "-f", "csv")

    assert (ran.out.splitlines()[1][:7], ran.err) == ("2024,1,", "")


def test_reports_of_two_years_by_one_name_are_two(run, report):
    for year in (2023, 2024):
        text = report().read_text(encoding="utf-8").replace("2024", str(year))
        Path("report.yaml").write_text(text, encoding="utf-8")
        run("-f", "parquet", "-o", f"{year}.parquet", "report.yaml")

    ran = run("corpus", "2024.parquet", "2023.parquet", "--by", "body", "--by", "region,year", "-f", "csv")

    assert (ran.out, ran.err) == (
        (
            "table,body,region,year,reports,faulty,error,warning,info,gap,fault,unread,suppressed\n"
            "body,示例县水利局,,,2,0,0,0,0,0,0,0,0\n"
            '"region,year",,示例县,2023,1,0,0,0,0,0,0,0,0\n'
            '"region,year",,示例县,2024,1,0,0,0,0,0,0,0,0\n'
        ),
        "",
    )


def test_what_was_not_judged_is_told(run, report):
    report("empty.yaml")
    Path("empty.yaml").write_text("title: 2024年政府信息公开工作年度报告\nyear: 2024\nsections: {}\n", encoding="utf-8")
    Path("broken.yaml").write_text("agency: [\nyear: 2024\nsections:\n", encoding="utf-8")
    run("-f", "parquet", "-o", "x.parquet", "empty.yaml", "broken.yaml")

    ran = run("corpus", "x.parquet", "--by", "body", "--by", "region,year", "--lang", "en")

    assert ran.out == (
        "by body\n"
        "body          reports  with errors  error  warning  info  not judged  internal error  not read  suppressed\n"
        "(not stated)        1            0      0        0     0           3               0         1           0\n"
        "\n"
        "by region and year\n"
        "region        year          reports  with errors  error  warning  info  not judged  internal error  not read"
        "  suppressed\n"
        "(not stated)  2024                1            0      0        0     0           3               0         0"
        "           0\n"
        "(not stated)  (not stated)        0            0      0        0     0           0               0         1"
        "           0\n"
    )
    assert ran.err == (
        "openness-lint: files that could not be read, of which no finding and no figure is there: 1 "
        "(such as broken.yaml)\n"
        "openness-lint: reports of which nothing could be judged: 1 (such as empty.yaml); no finding there means nothing\n"
    )


def test_other_columns_are_another_version_s(run, table):
    duckdb.sql(f"SELECT * EXCLUDE (unit) REPLACE (year::VARCHAR AS year) FROM '{table}'").write_parquet("old.parquet")

    ran = run("corpus", "old.parquet", "--lang", "en")

    assert (ran.code, ran.err) == (
        2,
        (
            "openness-lint: old.parquet: another version wrote it, or it was changed: these columns are missing or of "
            "another type: year, unit; check the reports again with --format parquet\n"
        ),
    )


def test_a_file_damaged_within_is_told_in_one_line(run, table):
    data = bytearray(table.read_bytes())
    data[4:2000] = bytes(1996)
    table.write_bytes(data)

    ran = run("corpus", table)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("openness-lint: 读表时出错：")
    assert ran.err.count("\n") == 1


def test_a_folder_of_a_run_broken_off_is_told(run, report):
    report()
    run("-f", "parquet", "-o", "parts", "report.yaml")
    assert [one.name for one in Path("parts").iterdir()] == ["part-00000.parquet"]
    Path("parts/UNFINISHED").touch()

    ran = run("corpus", "parts", "--by", "year", "--lang", "en")

    assert (ran.code, ran.err) == (
        0,
        "openness-lint: parts: the run that wrote this folder was broken off or goes on still; reports are missing\n",
    )


def test_blank_nought_and_money_differ(run, report):
    path = report(regulations="[1, 0, '']", documents="[0, '-', 1]")
    text = path.read_text(encoding="utf-8").replace("  四、", "    行政事业性收费: 0.30\n  四、")
    path.write_text(text, encoding="utf-8")
    run("-f", "parquet", "-o", "x.parquet", "report.yaml")

    assert rows(
        "SELECT row_id, column_id, printed, number, unit FROM 'x.parquet' "
        "WHERE record = 'cell' AND row_id IN ('regulations', 'normative_documents', 'fees') ORDER BY line, character"
    ) == [
        ("regulations", "issued", "1", Decimal(1), None),
        ("regulations", "repealed", "0", Decimal(0), None),
        ("regulations", "in_force", "", None, None),
        ("normative_documents", "issued", "0", Decimal(0), None),
        ("normative_documents", "repealed", "-", None, None),
        ("normative_documents", "in_force", "1", Decimal(1), None),
        ("fees", "amount", "0.30", Decimal("0.3"), "万元"),
    ]


def test_a_csv_file_is_one_that_spreadsheets_know_for_utf_8(run, table):
    run("corpus", table, "--by", "year", "-f", "csv", "-o", "years.csv")

    assert Path("years.csv").read_bytes().startswith(b"\xef\xbb\xbfyear,reports,")
    assert run("corpus", table, "--by", "year", "-f", "csv").out.startswith("year,reports,")


@pytest.mark.parametrize("query", ["DROP VIEW corpus", "SELECT 1 FROM corpus WHERE false"])
def test_a_query_that_gives_nothing_is_no_trouble(run, table, query):
    assert run("corpus", table, "--query", query).code == 0


def test_an_empty_query_is_told(run, table):
    assert (
        run("corpus", table, "--query", " -- ", "--lang", "en").err == "openness-lint: --query: there is no SQL in it\n"
    )


def test_a_query_s_lists_and_numbers_that_json_has_not(run, table):
    query = "SELECT [1, NULL] AS l, {'a': 1.50} AS s, 'inf'::DOUBLE AS f, DATE '2024-01-02' AS d"

    ran = run("corpus", table, "--query", query, "-f", "json")

    assert json.loads(ran.out) == [{"l": [1, None], "s": {"a": "1.5"}, "f": None, "d": "2024-01-02"}]


@pytest.mark.parametrize(("words", "said"), [("rule,rule", "says something twice"), ("rule,", "cannot be ''")])
def test_groupings_that_make_no_table(run, table, words, said):
    ran = run("corpus", table, "--by", words, "--lang", "en")

    assert ran.code == 2
    assert said in ran.err


TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5))
@example([["", None, "\\N"], ['"', "\r\n", ","], ["\x00", "\ufffe", "NULL"]])
@example([["万" * 3_000_000, "", None]])
def test_any_text_comes_back_as_it_was(found):
    from openness_lint.drawing.rows import _row

    lines = [_row(record=one[0], path=one[1], location=one[2]) for one in found]

    with parquet(lines) as table:
        Path("x.parquet").write_bytes(table.read())

    assert [list(one) for one in rows("SELECT record, path, location FROM 'x.parquet'")] == found
    assert {one[0]: one[1] for one in rows("DESCRIBE SELECT * FROM 'x.parquet'")} == COLUMNS


def test_many_files_on_the_way_keep_the_order():
    lines = [",".join([f'"{i}"', *[""] * (len(COLUMNS) - 1)]) + "\n" for i in range(2000 * 67)]

    with parquet(lines) as table:
        Path("x.parquet").write_bytes(table.read())

    assert rows("SELECT record FROM 'x.parquet'") == [(str(i),) for i in range(2000 * 67)]
