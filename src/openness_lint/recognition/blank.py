"""An empty report of a form, as `report.yaml` in the official labels."""

from __future__ import annotations

from openness_lint.model.form import Form, FormSection, Group, Row, Table
from openness_lint.recognition.transcription import yaml_key, yaml_text


def blank_report(form: Form, *, year: int, agency: str | None = None, named: bool = False) -> str:
    """The text of an empty `report.yaml`; with `named`, it names its form and does not leave it to the year."""
    name = agency or ""
    lines = [
        f"agency: {yaml_text(name)}   # 机关全称",
        f"year: {year}",
        *([f"form: {form.id}"] if named else []),
        "issuer: department   # government | government-office | department | township",
        "level: county        # province | city | county",
        f"title: {yaml_text(f'{name}{year}年政府信息公开工作年度报告')}",
        "published:           # 2025-01-17",
        "sections:",
    ]
    for section in form.sections:
        lines += _section(section, form)
    return "\n".join(lines) + "\n"


def _section(section: FormSection, form: Form) -> list[str]:
    if not section.tables:
        return [f"  {yaml_key(section.wording.official)}: |", ""]
    lines = [f"  {yaml_key(section.wording.official)}:"]
    for id in section.tables:
        table = form.table[id]
        indent = 4
        if table.wording is not None:
            lines.append(f"    {yaml_key(table.wording.official)}:")
            indent = 6
        if table.note is not None:
            lines.append(f"{' ' * indent}附注: {yaml_text(table.note)}")
        lines += _rows(table, None, indent)
    return lines


def _rows(table: Table, scope: str | None, indent: int) -> list[str]:
    """The rows below a group (None: the table), nested as the form nests them."""
    lines: list[str] = []
    done: set[str] = set()
    members = table.row_group[scope].members if scope else tuple(table.row)
    for id in members:
        if id in done:
            continue
        group = _outermost(table, id, scope)
        if group is None:
            lines.append(f"{' ' * indent}{yaml_key(table.row[id].wording.official)}: {_figures(table.row[id], table)}")
            done.add(id)
        else:
            lines.append(f"{' ' * indent}{yaml_key(group.wording.official)}:")
            lines += _rows(table, group.id, indent + 2)
            done |= set(group.members)
    return lines


def _outermost(table: Table, row: str, scope: str | None) -> Group | None:
    return next((group for group in table.row_groups if group.parent == scope and row in group.members), None)


def _figures(row: Row, table: Table) -> str:
    if len(row.columns) == 1:
        column = table.column[row.columns[0]]
        return f"{{{yaml_key(column.wording.official)}: ''}}" if column.unit else "''"
    return "[" + ", ".join("''" for _ in row.columns) + "]"
