"""Every query that the manual shows gives what it says, over two years of three bodies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "corpus.md"
QUERIES = re.findall(r"^([^\n]*):\n\n```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
REQUESTS = """\
  三、收到和处理政府信息公开申请情况:
    一、本年新收政府信息公开申请数量: [{received}, 0, 0, 0, 0, 0, {received}]
    二、上年结转政府信息公开申请数量: [{carried_in}, 0, 0, 0, 0, 0, {carried_in}]
    三、本年度办理结果:
      （一）予以公开: [{granted}, 0, 0, 0, 0, 0, {granted}]
      （七）总计: [{results}, 0, 0, 0, 0, 0, {results}]
    四、结转下年度继续办理: [{carried_out}, 0, 0, 0, 0, 0, {carried_out}]
"""
BODIES = {
    "示例市财政局": {2023: (9, 0, 4, 8, 1), 2024: (12, 1, 6, 10, 3)},
    "示例市示例区水利局": {2023: (5, 0, 5, 5, 0), 2024: (7, 2, 6, 9, 0)},
    "示例县教育局": {2023: (3, 0, 1, 2, 1), 2024: ("''", "''", 0, 4, 0)},
}
NAMES = ("received", "carried_in", "granted", "results", "carried_out")


@pytest.fixture
def years(run, report) -> None:
    for i, (agency, figures) in enumerate(BODIES.items()):
        for year, found in figures.items():
            faults = {"review": "[1, 0, 0, 0, 2]"} if year == 2024 and i else {}
            path = report(f"{year}/{i}.yaml", agency=agency, **faults)
            table = REQUESTS.format(**dict(zip(NAMES, found, strict=True)))
            text = (
                path.read_text(encoding="utf-8").replace("2024", str(year)).replace("  四、行政", f"{table}  四、行政")
            )
            path.write_text(text.replace("  四、政府", f"{table}  四、政府"), encoding="utf-8")
    for year in (2023, 2024):
        run("-f", "parquet", "-o", f"{year}.parquet", str(year))


def test_the_manual_s_queries_give_what_it_says(run, years, snapshot):
    said = []
    for title, query in QUERIES:
        ran = run("corpus", "2023.parquet", "2024.parquet", "--query", query)
        assert (ran.code, ran.err) == (0, "")
        said.append(f"{title}\n{ran.out}")

    assert "\n".join(said) == snapshot
    assert len(said) == PAGE.read_text(encoding="utf-8").count("```sql")
