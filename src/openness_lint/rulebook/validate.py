"""Nodes to what a file may say, checked by pydantic, with every complaint back at its node."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import Any, TypeVar

from openness_lint.model.errors import InvalidRule, RuleComplaint
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.span import TextSpan
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

# What pydantic says of a key that nobody reads.
_UNREAD_KEY = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_INTEGER = pattern(r"-?(?:0|[1-9][0-9]*)")


def plain_data(node: Node) -> Any:
    """The node's data: YAML 1.2's true, false, null and whole numbers, and text for all the rest."""
    match node:
        case Mapping(entries=entries):
            return {entry.key.value: plain_data(entry.value) for entry in entries}
        case Sequence(items=items):
            return [plain_data(item) for item in items]
        case Scalar(plain=False):
            return node.value
        case Scalar():
            if node.is_null:
                return None
            if node.value in {"true", "false"}:
                return node.value == "true"
            return int(node.value) if _INTEGER.fullmatch(node.value) else node.value


def validated(shape: type[T], node: Node, known: Items[str] = ()) -> T:
    """The node as a value of this shape (a pydantic model or a dataclass of plain types).

    Args:
        shape: What the file may say here.
        node: What it says.
        known: Further keys that are allowed here and read elsewhere, for `did you mean`.

    Raises:
        InvalidRule: it says something else; with the place of the value or key at fault.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(shape).validate_python(plain_data(node))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(part for part in first["loc"] if not _names_a_choice(part, node))
        message = _said(first, path, node, [*_keys_of(shape), *known])
        key = node_at(node, path)[1] if first["type"] in _UNREAD_KEY else None
        if key is not None:
            raise InvalidRule(message, line=key.span.line, column=key.span.column) from None
        raise invalid(node, path, message) from None


def invalid(root: Node, path: tuple[str | int, ...], message: Phrase, offset: int | None = None) -> InvalidRule:
    """The complaint, at the deepest node that the path reaches."""
    span = _span_at(root, path, offset)
    return InvalidRule(message, line=span.line, column=span.column)


def from_complaint(root: Node, complaint: RuleComplaint) -> InvalidRule:
    """A check's complaint, at its place in the rule file."""
    return invalid(root, complaint.path, complaint.message, complaint.offset)


def node_at(root: Node, path: tuple[str | int, ...]) -> tuple[Node, Scalar | None]:
    """The deepest node on the path, and the key it stands under."""
    node, key = root, None
    for part in path:
        if isinstance(node, Mapping):
            entry = next((one for one in node if one.key.value == part), None)
            if entry is None:
                break
            node, key = entry.value, entry.key
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node, key = node.items[part], None
    return node, key


def _span_at(root: Node, path: tuple[str | int, ...], offset: int | None) -> TextSpan:
    node, _ = node_at(root, path)
    if isinstance(node, Scalar) and offset is not None and node.value:
        at = min(offset, len(node.value) - 1)
        span = node.text.part(at, at + 1)
        assert isinstance(span, TextSpan)
        return span
    return node.span


def _names_a_choice(part: object, node: Node) -> bool:
    """Pydantic puts the name of the tried type into the path of a union; no file has such a key."""
    return isinstance(part, str) and ("[" in part or part in {"str", "tuple", "Phrase", "Words"}) and bool(node)


def _said(error: Any, path: tuple[str | int, ...], root: Node, keys: list[str]) -> Phrase:
    last = path[-1] if path else ""
    kind = str(error["type"])
    if kind in _UNREAD_KEY:
        key_node, _ = node_at(root, path[:-1])
        siblings = (
            keys if len(path) == 1 else [entry.key.value for entry in key_node] if isinstance(key_node, Mapping) else []
        )
        hint = did_you_mean(str(last), [one for one in siblings if one != last])
        return Phrase("不认识的键 {key}{hint}", "unknown key {key}{hint}").fill(key=last, hint=hint)
    if kind in {"missing", "missing_argument"}:
        return Phrase(f"缺少 {last}", f"{last} is missing")
    if kind in {"enum", "literal_error"}:
        return Phrase(
            f"{last} 不能是“{error['input']}”；可用：{error['ctx']['expected']}",
            f"{last} cannot be {error['input']!r}; use one of {error['ctx']['expected']}",
        )
    return Phrase(f"{last} 的值不合要求：{error['msg']}", f"{last}: {error['msg']}")


def _keys_of(shape: type[Any]) -> list[str]:
    return list(getattr(shape, "model_fields", None) or getattr(shape, "__dataclass_fields__", {}))
