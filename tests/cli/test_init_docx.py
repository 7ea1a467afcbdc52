"""`init --format docx` writes the form in Word, empty or filled; `--report` says with what."""

from __future__ import annotations

from pathlib import Path

import pytest

from openness_lint.host import gather, open_rulebook
from openness_lint.model.source import Source


def read(path):
    host = gather()
    return host.readers[Path(path).suffix].read(Source(str(path), Path(path).read_bytes()), open_rulebook(host).shelf)


def figures(report):
    return {str(address): cell.printed.text for address, cell in report.cells.items()}


@pytest.mark.parametrize("words", [["-f", "docx"], []])
def test_the_empty_form_of_the_year(run, words):
    ran = run("init", "-y", "2024", "-a", "示例县水利局", *words, "-o", "form.docx")
    report = read("form.docx")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (report.form.id, report.year, report.agency) == ("cn-openness-2021", 2024, "示例县水利局")
    assert set(figures(report)) == {str(one) for table in report.form.tables for one in table.cells}
    assert set(figures(report).values()) == {""}


def test_a_form_that_is_named_goes_before_the_year(run):
    run("init", "-y", "2024", "--form", "cn-openness-2019", "-o", "form.docx")

    assert "政府集中采购" in [one.printed.text for one in read("form.docx").table("proactive").foreign]


def test_a_report_fills_the_form(run, report):
    report(review="[1, 0, 0, 0, 1]", documents="[' 2', 0元, /]")

    ran = run("init", "--report", "report.yaml", "-o", "report.docx")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    filled = {address: text for address, text in figures(read("report.docx")).items() if text}
    assert filled == figures(read("report.yaml"))
    assert read("report.docx").agency == "示例县水利局"


def test_a_word_document_fills_the_form_as_well(run, report):
    report()
    run("init", "-r", "report.yaml", "-o", "report.docx")
    run("init", "-r", "report.docx", "-o", "again.docx")

    assert figures(read("again.docx")) == figures(read("report.docx"))


def test_standard_input_is_a_report_yaml_and_standard_output_takes_the_document(run_process, report):
    text = report().read_bytes()

    ran = run_process("init", "-r", "-", "-f", "docx", input=text)

    assert (ran.returncode, ran.stderr) == (0, b"")
    Path("piped.docx").write_bytes(ran.stdout)
    assert read("piped.docx").agency == "示例县水利局"


def test_what_has_no_place_in_the_form_is_told(run):
    Path("report.yaml").write_text(
        "year: 2024\nsections:\n  二、主动公开政府信息情况:\n    规章: [0, 0, 0]\n    格式外: {其他主动公开文件: 3}\n",
        encoding="utf-8",
    )

    ran = run("init", "-r", "report.yaml", "-o", "report.docx")

    assert (ran.code, ran.err) == (0, "report.yaml: 格式里没有“其他主动公开文件”，没有写入\n")
    assert Path("report.docx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "report.docx"], "缺少选项 --year"),
        (["-r", "report.yaml"], "--report 用来排 Word 文档"),
        (["-r", "report.yaml", "-o", "report.yml"], "--report 用来排 Word 文档"),
        (["-r", "report.yaml", "-y", "2024", "-o", "x.docx"], "--year 不能与 --report 同用"),
        (["-r", "report.yaml", "-a", "甲", "-o", "x.docx"], "--agency 不能与 --report 同用"),
        (["-r", "report.yaml", "--form", "cn-openness-2021", "-o", "x.docx"], "--form 不能与 --report 同用"),
        (["-r", "nothing.yaml", "-o", "x.docx"], "nothing.yaml: "),
        (["-r", "report.jpg", "-o", "x.docx"], "不认识的文件类型“.jpg”"),
        (["-y", "2024", "-f", "doc"], "不能是“doc”"),
        (["-y", "2024", "-a", "甲\x07", "-o", "x.docx"], "控制字符 U+0007"),
    ],
)
def test_what_does_not_go_together_is_2(run, report, words, said):
    report()

    ran = run("init", *words)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert not Path("x.docx").exists()


def test_a_file_that_is_there_is_left_alone(run):
    Path("form.docx").write_bytes(b"mine")

    ran = run("init", "-y", "2024", "-o", "form.docx")

    assert (ran.code, ran.err) == (2, "openness-lint: form.docx: 文件已存在，没有改动它\n")
    assert Path("form.docx").read_bytes() == b"mine"


def test_no_document_is_poured_onto_a_terminal(run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    ran = run("init", "-y", "2024", "-f", "docx")

    assert (ran.code, ran.out) == (2, "")
    assert "-o" in ran.err
