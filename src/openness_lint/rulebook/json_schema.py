"""JSON Schemas of the files people write, made from the same sources that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from openness_lint.hooks import Check
from openness_lint.model.form import METADATA, Column, Form, FormSection, Row, Table
from openness_lint.recognition.rows import NOTE_KEYS, UNLISTED_KEYS
from openness_lint.recognition.transcript import ISSUERS, LEVELS, TEXT_KEYS
from openness_lint.rulebook.schema import FormFile, PackFile, RuleFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FIGURE: dict[str, Any] = {"type": ["number", "string", "null"]}
_TEXT: dict[str, Any] = {
    "anyOf": [{"type": ["string", "null"]}, {"type": "array", "items": {"type": "string"}}],
}


def of_packs() -> dict[str, Any]:
    """Of `pack.yaml`."""
    return {"$schema": DIALECT, **TypeAdapter(PackFile).json_schema()}


def of_forms() -> dict[str, Any]:
    """Of a form file."""
    return {"$schema": DIALECT, **TypeAdapter(FormFile).json_schema()}


def of_rules(checks: Mapping[str, Check]) -> dict[str, Any]:
    """Of a rule file: the common keys, and for each kind of check its own."""
    common = TypeAdapter(RuleFile).json_schema()
    definitions = common.pop("$defs", {})
    branches: list[dict[str, Any]] = []
    for kind, check in sorted(checks.items()):
        own = TypeAdapter(check.parameters).json_schema()
        definitions |= own.pop("$defs", {})
        branches.append(
            {
                "type": "object",
                "title": kind,
                "properties": {**common["properties"], "check": {"const": kind}, **own.get("properties", {})},
                "required": [*common["required"], *own.get("required", [])],
                "additionalProperties": False,
            }
        )
    return {"$schema": DIALECT, "title": "openness-lint rule", "oneOf": branches, "$defs": definitions}


def of_reports(forms: Iterable[Form]) -> dict[str, Any]:
    """Of `report.yaml`: the labels, aliases and ids of every form, in the shape its rows have.

    Labels that are misspelt within the form's distance are read all the same, so other keys are not
    forbidden here; the reader refuses what it does not know, with the nearest label.
    """
    sections: dict[str, Any] = {}
    for form in forms:
        for section in form.sections:
            content = _section(section, form)
            for name in (section.id, section.wording.official, *section.wording.aliases):
                sections[name] = (
                    {"anyOf": [*sections[name]["anyOf"], content]} if name in sections else {"anyOf": [content]}
                )
    properties: dict[str, Any] = {}
    for id, phrase in METADATA.items():
        shape = _METADATA_SHAPES.get(id, {"type": ["string", "null"]})
        if id == "sections":
            shape = {"type": "object", "properties": sections}
        for name in (id, phrase.zh):
            properties[name] = {"description": f"{phrase.zh} / {phrase.en}", **shape}
    return {
        "$schema": DIALECT,
        "title": "openness-lint report.yaml",
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": ["sections"]}, {"required": ["正文"]}],
        "additionalProperties": False,
    }


_METADATA_SHAPES: dict[str, dict[str, Any]] = {
    "year": {"anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2099}, {"type": "string"}]},
    "issuer": {"enum": [*ISSUERS, *(word for words in ISSUERS.values() for word in words), None]},
    "level": {"enum": [*LEVELS, *(word for words in LEVELS.values() for word in words), None]},
    "preface": _TEXT,
}


def _section(section: FormSection, form: Form) -> dict[str, Any]:
    if not section.tables:
        return _TEXT
    tables = [form.table[id] for id in section.tables]
    properties: dict[str, Any] = _table(tables[0])["properties"] if len(tables) == 1 else _named_tables(tables)
    shape = {"type": "object", "properties": {**properties, **dict.fromkeys(sorted(TEXT_KEYS), _TEXT)}}
    return {"anyOf": [shape, {"type": ["string", "null"]}]}


def _named_tables(tables: list[Table]) -> dict[str, Any]:
    named = [
        (table, name) for table in tables for name in (table.id, table.wording.official if table.wording else table.id)
    ]
    return {name: _table(table) for table, name in named}


def _table(table: Table) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for row in table.rows:
        for name in (row.id, row.wording.official, *row.wording.aliases):
            rows[name] = _row(row, table)
    for group in table.row_groups:
        rows[group.wording.official] = rows[group.id] = {"type": ["object", "array", "null"]}
    rows.update((name, {"type": ["string", "null"]}) for name in sorted(NOTE_KEYS))
    rows.update((name, {"type": "object"}) for name in sorted(UNLISTED_KEYS))
    return {"type": "object", "properties": rows}


def _row(row: Row, table: Table) -> dict[str, Any]:
    columns = [table.column[id] for id in row.columns]
    count = len(columns)
    by_name = {"type": "object", "properties": {name: _FIGURE for column in columns for name in _names(column)}}
    listed = {"type": "array", "items": _FIGURE, "minItems": count, "maxItems": count}
    shapes: list[dict[str, Any]] = [listed, by_name, {"type": "null"}]
    return {"anyOf": [*shapes, _FIGURE] if count == 1 else shapes}


def _names(column: Column) -> tuple[str, ...]:
    return (column.id, column.wording.official, *column.wording.aliases)
