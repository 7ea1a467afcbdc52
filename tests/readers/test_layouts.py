"""A part of the documents that benchmarks/documents.py makes: every cell read, and judged as its transcription is."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from documents import compared
from openness_lint.engine import judge
from openness_lint.model.source import Source
from openness_lint.recognition.transcription import transcription
from papers.formats import FORMATS
from papers.paper import paper_of

pytest.importorskip("reportlab")
pytest.importorskip("xlwt")

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = EXAMPLES / "documents"
# Those of each format's own, with several of the other changes at once; a few of these alone.
ALONE = {"table split, no header", "header cells over two rows", "reviews above lawsuits"}
SLOW = {"pdf": {"tables over pages, several at once", "labels upright"}, "doc": set[str]()}
CASES = [
    (format, variant)
    for format, variants in FORMATS.items()
    for variant in variants
    if variant in SLOW.get(format, {variant}) and (variant in ALONE or "several" in variant or format in SLOW)
]


@pytest.fixture(scope="module")
def papers(read_bytes):
    return [
        paper_of(read_bytes((EXAMPLES / f"{name}.yaml").read_bytes(), ".yaml"))
        for name in ("clean-2024", "faults-2024", "huaian-2024")
    ]


def told_of(report, rulebook, name):
    """Every finding and gap, in any order: code, address, what is printed there, message."""
    outcome = judge(report, rulebook.rules, name)
    assert not outcome.faults
    told = (*outcome.violations, *outcome.gaps)
    return sorted((one.rule.code, str(one.at.address), one.at.value, one.message.zh) for one in told)


def assert_told_alike(host, rulebook, source):
    """The report of a document, after its transcription was judged beside it."""
    report = host.readers[Path(source.name).suffix].read(source, rulebook.shelf)
    converted = Source("report.yaml", transcription(report).encode())
    again = host.readers[".yaml"].read(converted, rulebook.shelf)
    assert told_of(again, rulebook, "report.yaml") == told_of(report, rulebook, source.name)
    return report


@pytest.mark.parametrize(("format", "variant"), CASES)
def test_every_cell_is_read_and_the_transcription_shows_the_same(host, rulebook, papers, format, variant):
    random = Random(f"{format} {variant}")
    paper, data = FORMATS[format][variant](random.choice(papers), random)
    source = Source(f"report.{format}", data)

    report = assert_told_alike(host, rulebook, source)

    assert compared(paper, report).wrong == []


@pytest.mark.parametrize("name", sorted(one.name for one in DOCUMENTS.iterdir() if one.suffix != ".py"))
def test_what_an_example_and_its_transcription_are_told_is_the_same(host, rulebook, name):
    assert_told_alike(host, rulebook, Source(name, (DOCUMENTS / name).read_bytes()))


TABLE = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
DISPUTES = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
ODD = {
    "nothing merged over columns": f"<table>{TABLE}<tr><td>规章</td><td colspan=3>无</td></tr>"
    "<tr><td>行政规范性文件</td><td colspan=2>/</td><td>2</td></tr></table>",
    "a blank merged over columns": f"<table>{TABLE}<tr><td>规章</td><td colspan=3></td></tr>"
    "<tr><td>行政规范性文件</td><td colspan=2></td><td>2</td></tr></table>",
    "nothing merged over rows": "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td>"
    "<td rowspan=3>无</td></tr><tr><td>行政处罚</td></tr><tr><td>行政强制</td></tr></table>",
    "a table of which nothing is read": f"{DISPUTES}<table><tr><td>行政复议</td><td>结果维持</td></tr>"
    "<tr><td>见附件</td><td>见附件</td></tr></table>",
    "columns in disorder": "<table><tr><td>信息内容</td><td>现行有效件数</td><td>本年制发件数</td></tr>"
    "<tr><td>规章</td><td>1</td><td>2</td></tr></table>",
    "rows twice": f"<table>{TABLE}"
    + "".join(f"<tr><td>其中：农村</td><td>{n}</td><td></td><td>0元</td></tr>" for n in (1, 2))
    + "".join(f"<tr><td>其他对外管理服务事项</td><td>{n}</td><td>0</td><td>9</td></tr>" for n in (1, 2))
    + "".join(f"<tr><td>规章</td><td>{n}</td><td>0</td><td>9</td></tr>" for n in (1, 2))
    + "</table>",
    "columns twice": "<table><tr><td>信息内容</td><td>本年 废止件数</td><td>拟制件数</td><td>备考数</td><td>拟制件数</td></tr>"
    "<tr><td>规章</td><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>",
    "headers above each part, each worded otherwise": "<table>"
    + "".join(
        f"<tr><td>信息内容</td><td>{header}</td></tr><tr><td>{row}</td><td>1</td></tr>"
        for header, row in [("本年处理决定数量", "行政许可"), ("本年处理 决定数量", "行政处罚"), ("本年处理决定数数量", "行政强制")]
    )
    + "</table>",
}  # fmt: skip


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_an_odd_table_and_its_transcription_are_told_is_the_same(host, rulebook, body):
    page = f"<h1>示例县水利局2024年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>{body}"

    report = assert_told_alike(host, rulebook, Source("report.html", page.encode()))

    assert report.section("proactive") is not None
