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
_MISSING = frozenset({"missing", "missing_argument"})
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
        from openness_lint.rulebook.wording import nearest_to_what_stands

        errors = error.errors(include_url=False)
        paths = [tuple(part for part in one["loc"] if not _names_a_choice(part, node)) for one in errors]
        told = next((i for i, one in enumerate(errors) if _is_unread(one)), None)  # rather than the key it stands for
        if told is None:
            told = nearest_to_what_stands(errors, paths, node_at(node, paths[0])[0])
        lacking = [str(path[-1]) for one, path in zip(errors, paths, strict=True) if path and one["type"] in _MISSING]
        message = _said(errors[told], paths[told], node, [*lacking, *_keys_of(shape), *known], lacking)
        value, key = node_at(node, paths[told])
        if key is not None and (_is_unread(errors[told]) or (isinstance(value, Scalar) and value.is_null)):
            raise InvalidRule(message, line=key.span.line, column=key.span.column) from None
        raise invalid(node, paths[told], message) from None


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


def _is_unread(error: Any) -> bool:
    return error["type"] in _UNREAD_KEY or "[key]" in error["loc"]


def _said(error: Any, path: tuple[str | int, ...], root: Node, keys: list[str], lacking: list[str]) -> Phrase:
    from openness_lint.rulebook.schema import PATTERNS
    from openness_lint.rulebook.wording import among, wrong_value

    last = path[-1] if path else ""
    kind = str(error["type"])
    if _is_unread(error):
        if kind == "literal_error":  # the keys of a table, which are few and known
            likely = among(error)
        elif len(path) == 1:
            likely = keys
        else:
            beside, _ = node_at(root, path[:-1])
            likely = [*lacking, *(entry.key.value for entry in (beside if isinstance(beside, Mapping) else ()))]
        hint = did_you_mean(str(last), [one for one in likely if one != last])
        return Phrase("不认识的键 {key}{hint}", "unknown key {key}{hint}").fill(key=last, hint=hint)
    if kind in _MISSING:
        return Phrase(f"缺少 {last}", f"{last} is missing")
    return wrong_value(error, node_at(root, path)[0], path, PATTERNS)


def _keys_of(shape: type[Any]) -> list[str]:
    return list(getattr(shape, "model_fields", None) or getattr(shape, "__dataclass_fields__", {}))
