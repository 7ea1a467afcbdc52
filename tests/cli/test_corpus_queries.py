"""Every query that the manual shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "corpus.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("query", QUERIES)
def test_the_manual_s_queries_run(run, report, query):
    report()
    run("-f", "parquet", "-o", "all.parquet", "report.yaml")

    ran = run("corpus", "all.parquet", "--query", query)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
