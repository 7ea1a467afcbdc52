"""The reports that documents are made of: published figures where they are at hand, and the examples of this tree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openness_lint.hooks import FormShelf
from openness_lint.host import gather
from openness_lint.model.source import Source
from papers.paper import Paper, paper_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
FIGURES = ROOT.parent / "shared" / "data" / "figures"

COLUMNS = ("natural", "com", "res", "wel", "law", "other", "total")
DENIED = (
    "state_secret prohibited_by_law security_and_stability third_party_rights internal_affairs process_information "
    "enforcement_files administrative_inquiry"
).split()
UNABLE = "not_held needs_creation still_unclear".split()
REJECTED = "complaint duplicate publication excessive confirm_or_reissue".split()
OTHERWISE = "overdue_correction overdue_fee other".split()
ROWS = {
    "new": "received",
    "carried_in": "carried_in",
    "granted": "granted",
    "partial": "partly_granted",
    **{f"den{i}": f"denied.{id}" for i, id in enumerate(DENIED, 1)},
    **{f"una{i}": f"unable.{id}" for i, id in enumerate(UNABLE, 1)},
    **{f"np{i}": f"rejected.{id}" for i, id in enumerate(REJECTED, 1)},
    **{f"oth{i}": f"otherwise.{id}" for i, id in enumerate(OTHERWISE, 1)},
    "oth": "otherwise",
    "total": "result_total",
    "carried_out": "carried_out",
}
ARTICLES = {
    "规章": "regulations",
    "行政规范性文件": "normative_documents",
    "规范性文件": "normative_documents",
    "行政许可": "licences",
    "其他对外管理服务事项": "other_services",
    "行政处罚": "penalties",
    "行政强制": "coercive_measures",
    "行政事业性收费": "fees",
    "政府集中采购": "procurement",
}
DISPUTES = {"review": "review", "direct": "litigation_direct", "post_review": "litigation_after_review"}
OUTCOMES = ("maintain", "correct", "other", "pending", "total")


def row(id: str, figures: Iterable[str]) -> str:
    """One row of a table in `report.yaml`."""
    return f"    {id}: [{', '.join(repr(one) if one != one.strip() or not one else one for one in figures)}]"


def as_report(figures: dict[str, Any], **metadata: str) -> str:
    """The `report.yaml` text of one set of figures."""
    lines = [f"agency: {figures['agency']!r}", f"year: {figures['year']}"]
    lines += [f"{key}: {value}" for key, value in metadata.items()]
    lines += ["sections:", "  proactive:"]
    for article in figures["table2"].values():
        for label, printed in article.items():
            if label == "columns":
                continue
            values = [*printed.values()] if isinstance(printed, dict) else printed
            lines.append(row(ARTICLES[label], [values] if isinstance(values, str) else values))
    lines.append("  requests:")
    lines += [row(ROWS[one["id"]], [one["cells"][column] for column in COLUMNS]) for one in figures["table3"]]
    lines.append("  disputes:")
    lines += [row(DISPUTES[id], [one[outcome] for outcome in OUTCOMES]) for id, one in figures["table4"].items()]
    return "\n".join(lines) + "\n"


def papers(shelf: FormShelf) -> Iterator[tuple[str, Paper]]:
    """Name and content of every report that a document is made of."""
    reader = gather().readers[".yaml"]
    for path in sorted(EXAMPLES.glob("*.yaml")):
        yield path.stem, paper_of(reader.read(Source(path.name, path.read_bytes()), shelf))
    for path in sorted(FIGURES.glob("*.json")):
        figures = json.loads(path.read_text(encoding="utf-8"))
        report = reader.read(Source(path.name, as_report(figures).encode()), shelf)
        yield path.stem, paper_of(report, texts=_texts(figures))


def _texts(figures: dict[str, Any]) -> dict[str, list[str]]:
    """Paragraphs for the sections of a report of which only the figures were published."""
    sentences = [one["sentence"].rstrip("。") + "。" for one in figures["narrative_numbers"]]
    return {
        "overview": [f"{figures['year']}年，本机关贯彻落实《中华人民共和国政府信息公开条例》。", *sentences],
        "problems": ["存在的主要问题：一是公开内容不够丰富。", "改进情况：加强业务培训，及时更新公开指南。"],
        "other": ["本年度未收取信息处理费。"],
    }
