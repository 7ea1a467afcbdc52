"""JSON Schemas of the files people write, made from the same sources that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from openness_lint.hooks import Check
from openness_lint.model.form import METADATA, Column, Form, FormSection, Table
from openness_lint.recognition.rows import NOTE_KEYS, UNLISTED_KEYS
from openness_lint.recognition.transcript import ISSUERS, LEVELS, TEXT_KEYS
from openness_lint.rulebook.schema import FormFile, PackFile, PhrasesFile, RuleFile

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


def of_phrases() -> dict[str, Any]:
    """Of a file of phrases."""
    return {"$schema": DIALECT, **TypeAdapter(PhrasesFile).json_schema()}


def of_rules(checks: Mapping[str, Check]) -> dict[str, Any]:
    """Of a rule file: the common keys, and for each kind of check its own."""
    common = TypeAdapter(RuleFile).json_schema()
    definitions = common.pop("$defs", {})
    branches: list[dict[str, Any]] = []
    for kind, check in sorted(checks.items()):
        # Kinds of check may use one word for different things: each has its definitions to itself.
        own = TypeAdapter(check.parameters).json_schema(ref_template=f"#/$defs/{kind}.{{model}}")
        definitions |= {f"{kind}.{name}": shape for name, shape in own.pop("$defs", {}).items()}
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
    shapes = _Shapes()
    sections: dict[str, list[dict[str, str]]] = {}
    for form in forms:
        for section in form.sections:
            content = shapes.section(section, form)
            for name in (section.id, section.wording.official, *section.wording.aliases):
                if content not in sections.setdefault(name, []):
                    sections[name].append(content)
    body = {name: one[0] if len(one) == 1 else {"anyOf": one} for name, one in sections.items()}
    properties: dict[str, Any] = {}
    for id, phrase in METADATA.items():
        shape = _METADATA_SHAPES.get(id, {"type": ["string", "null"]})
        if id == "sections":
            shape = {"$ref": "#/$defs/sections"}
        for name in (id, phrase.zh):
            properties[name] = {"description": f"{phrase.zh} / {phrase.en}", **shape}
    return {
        "$schema": DIALECT,
        "title": "openness-lint report.yaml",
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": ["sections"]}, {"required": ["正文"]}],
        "additionalProperties": False,
        "$defs": {"sections": {"type": "object", "properties": body}, **shapes.definitions},
    }


_METADATA_SHAPES: dict[str, dict[str, Any]] = {
    "year": {"anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2099}, {"type": "string"}]},
    "issuer": {"enum": [*ISSUERS, *(word for words in ISSUERS.values() for word in words), None]},
    "level": {"enum": [*LEVELS, *(word for words in LEVELS.values() for word in words), None]},
    "preface": {"$ref": "#/$defs/text"},
}


class _Shapes:
    """Definitions, each written once and referred to by name: forms repeat themselves a great deal."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {"figure": _FIGURE, "text": _TEXT}

    def section(self, section: FormSection, form: Form) -> dict[str, str]:
        if not section.tables:
            return _ref("text")
        tables = [form.table[id] for id in section.tables]
        if len(tables) == 1:
            properties = self._rows(tables[0])
        else:
            properties = {}
            for table in tables:
                own = {"type": "object", "properties": self._rows(table)}
                ref = self._define(f"{form.id}.{section.id}.{table.id}", own)
                properties |= {table.id: ref, table.wording.official if table.wording else table.id: ref}
        texts = dict.fromkeys(sorted(TEXT_KEYS), _ref("text"))
        shape = {"type": "object", "properties": {**properties, **texts}}
        return self._define(f"{form.id}.{section.id}", {"anyOf": [shape, {"type": ["string", "null"]}]})

    def _rows(self, table: Table) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for row in table.rows:
            columns = [table.column[id] for id in row.columns]
            for name in (row.id, row.wording.official, *row.wording.aliases):
                rows[name] = self._row(columns)
        for group in table.row_groups:
            rows[group.wording.official] = rows[group.id] = {"type": ["object", "array", "null"]}
        rows |= {name: _ref("text") for name in sorted(NOTE_KEYS)}
        rows.update((name, {"type": ["object", "array"]}) for name in sorted(UNLISTED_KEYS))
        return rows

    def _row(self, columns: list[Column]) -> dict[str, str]:
        count = len(columns)
        named = {name: _ref("figure") for column in columns for name in _names(column)}
        shapes: list[dict[str, Any]] = [
            {"type": "array", "items": _ref("figure"), "minItems": count, "maxItems": count},
            {"type": "object", "properties": named},
            {"type": "null"},
        ]
        if count == 1:
            shapes.append(_ref("figure"))
        return self._define("row." + ".".join(column.id for column in columns), {"anyOf": shapes})

    def _define(self, name: str, shape: dict[str, Any]) -> dict[str, str]:
        self.definitions[name] = shape
        return _ref(name)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _names(column: Column) -> tuple[str, ...]:
    return (column.id, column.wording.official, *column.wording.aliases)
