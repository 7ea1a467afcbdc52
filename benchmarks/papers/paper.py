"""A report on paper: headings, paragraphs and tables to be written into a document, and what must be read from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from openness_lint.model.report import Report
from papers.printed import Rows, tables_of


class Table(NamedTuple):
    """A table as printed, and which of the form's it is, or a part of it."""

    id: str
    rows: Rows


@dataclass(frozen=True)
class Part:
    """A section: its id, and what is printed of it in order."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Paper:
    title: str
    agency: str
    year: int
    parts: tuple[Part, ...]

    @property
    def figures(self) -> dict[str, str]:
        """Every printed figure by its address."""
        return {
            cell.address: cell.text for table in self.tables() for row in table.rows for cell in row if cell.address
        }

    @property
    def sections(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Id, heading and paragraphs of each section."""
        return [(part.id, part.heading, part.paragraphs) for part in self.parts]

    def tables(self) -> Iterator[Table]:
        return (table for part in self.parts for table in part.tables)

    def with_tables(self, change: Callable[[Table], Iterator[Table]]) -> Paper:
        """The paper with each table replaced by what it is changed to, one table or several."""
        parts = (
            replace(part, tables=tuple(new for table in part.tables for new in change(table))) for part in self.parts
        )
        return replace(self, parts=tuple(parts))


def paper_of(report: Report, texts: dict[str, list[str]] | None = None) -> Paper:
    """A report in the official wording; `texts` are the paragraphs of sections that the report has none of."""
    tables = tables_of(report)
    parts = []
    for section in report.form.sections:
        given = report.section(section.id)
        lines = [line.strip() for one in (given.paragraphs if given else ()) for line in one.text.split("\n")]
        paragraphs = tuple(line for line in lines if line) or tuple((texts or {}).get(section.id, ()))
        printed = tuple(Table(section.id, rows) for rows in tables.get(section.id, ()))
        parts.append(Part(section.id, section.wording.official, paragraphs, printed))
    title = report.meta("title") or f"{report.agency}{report.year}年政府信息公开工作年度报告"
    return Paper(title, report.agency or "", report.year or 0, tuple(parts))
