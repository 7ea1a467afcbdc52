"""What is wrong with a value in a file we were given, in words of our own for each of pydantic's findings."""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from typing import Any

from openness_lint.model.language import Phrase, join
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Node, Scalar

_TEXT = Phrase("{what}应是一段文字，不是列表或“键: 值”", "{what} should be text, not a list or a mapping")
_LIST = Phrase("{what}应是列表，如 [甲, 乙]", "{what} should be a list, as in [a, b]")
_PAIRS = Phrase("{what}应是“键: 值”", "{what} should be `key: value` pairs")
_WHOLE = Phrase("{what}应是整数", "{what} should be a whole number")
_NUMBER = Phrase("{what}应是数", "{what} should be a number")
_TRUTH = Phrase("{what}应是 true 或 false", "{what} should be true or false")
_EMPTY = Phrase("{what}是空的", "{what} is empty")

# By pydantic's types of error; placeholders other than `what` are the bounds it names.
_WRONG = {
    "string_type": _TEXT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "dict_type": _PAIRS,
    "mapping_type": _PAIRS,
    "dataclass_type": _PAIRS,
    "dataclass_exact_type": _PAIRS,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "greater_than": Phrase("{what}应大于 {gt}", "{what} should be above {gt}"),
    "greater_than_equal": Phrase("{what}不能小于 {ge}", "{what} cannot be less than {ge}"),
    "less_than": Phrase("{what}应小于 {lt}", "{what} should be below {lt}"),
    "less_than_equal": Phrase("{what}不能大于 {le}", "{what} cannot be more than {le}"),
}
_LENGTHS = {
    "too_short": Phrase("{what}至少要有 {min_length} 项", "{what} should have {min_length} items or more"),
    "string_too_short": Phrase(
        "{what}至少要有 {min_length} 个字", "{what} should have {min_length} characters or more"
    ),
    "too_long": Phrase("{what}最多 {max_length} 项", "{what} should have {max_length} items at most"),
    "string_too_long": Phrase("{what}最多 {max_length} 个字", "{what} should have {max_length} characters at most"),
}
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


def wrong_value(error: Any, node: Node, path: Items[str | int], patterns: dict[str, Phrase] | None = None) -> Phrase:
    """The complaint.

    Args:
        error: One of pydantic's errors.
        node: The value it is about.
        path: Where that stands.
        patterns: How a text should be that matches a pattern, by the pattern.
    """
    kind, context, what = str(error["type"]), error.get("ctx", {}), _called(path)
    if isinstance(node, Scalar) and node.is_null:
        if path and isinstance(path[-1], int):
            return Phrase("{name} 有一项没有值", "an item of {name} has no value").fill(name=_name(path))
        return Phrase("{what}没有值", "{what} has no value").fill(what=what)
    value = node.value if isinstance(node, Scalar) else None
    if kind == "string_type" and value is not None:
        words = Phrase("{what}应是文字；{value} 要加引号", "{what} should be text; put {value} in quotes")
        return words.fill(what=what, value=value)
    if kind in {"enum", "literal_error"}:
        return _not_among(value, among(error), what)
    if kind == "string_pattern_mismatch":
        wanted = (patterns or {}).get(context["pattern"]) or Phrase(
            f"写法应合 {context['pattern']}", f"should match {context['pattern']}"
        )
        words = Phrase("{what}不能是“{value}”；{wanted}", "{what} cannot be '{value}'; it {wanted}")
        return words.fill(what=what, value=value, wanted=wanted)
    if kind in _LENGTHS:
        words = _EMPTY if context.get("actual_length") == 0 or context.get("min_length") == 1 else _LENGTHS[kind]
    elif kind in _WRONG:
        words = _WRONG[kind]
    else:  # a type of a plugin's own, or one of pydantic's that no file of ours can meet
        words = Phrase("{what}的值不合要求（{kind}）", "{what} is not as it should be ({kind})")
    bounds = {name: one for name, one in context.items() if isinstance(one, int | float | str)}
    said = words.fill(what=what, kind=kind, **bounds)
    if value is None or words not in {_WHOLE, _NUMBER, _TRUTH}:
        return said
    return Phrase("{said}，不是“{value}”", "{said}, not '{value}'").fill(said=said, value=value)


def among(error: Any) -> list[str]:
    """What a value had to be one of; pydantic has it only as `'error', 'warning' or 'info'`."""
    return [re.sub(r"\\(.)", r"\1", one) for one in _QUOTED.findall(error["ctx"]["expected"])]


def _not_among(value: str | None, allowed: Items[str], what: Phrase) -> Phrase:
    known = join([Phrase.same(one) for one in allowed])
    if value is None:
        return Phrase("{what}应是其中之一：{known}", "{what} should be one of: {known}").fill(what=what, known=known)
    words = Phrase(
        "{what}不能是“{value}”；可用：{known}{hint}", "{what} cannot be '{value}'; use one of: {known}{hint}"
    )
    return words.fill(what=what, value=value, hint=did_you_mean(value, allowed), known=known)


def _called(path: Items[str | int]) -> Phrase:
    """What the value at the end of a path is called: its key, or one of the items below it."""
    name = _name(path)
    if not name:
        return Phrase("这里", "this")
    if isinstance(path[-1], int):
        return Phrase(f"{name} 的每一项", f"each item of {name}")
    return Phrase(f"{name} ", name)


def _name(path: Items[str | int]) -> str:
    return next((one for one in reversed(path) if isinstance(one, str)), "")


def nearest_to_what_stands(errors: Items[Any], paths: Items[tuple[str | int, ...]], node: Node) -> int:
    """Which of pydantic's errors to tell: of what a union says of one value, what fits the kind it is written in.

    Args:
        errors: All of them.
        paths: Their places, without the names of the choices tried.
        node: The value at the first one's place.
    """
    below = [i for i, path in enumerate(paths) if path[: len(paths[0])] == paths[0]]
    if isinstance(node, Mapping):
        wanted = [i for i in below if len(paths[i]) > len(paths[0])]
    elif isinstance(node, Scalar):
        wanted = [i for i in below if errors[i]["type"] not in {"model_type", "dict_type", "tuple_type", "list_type"}]
    else:
        wanted = [i for i in below if len(paths[i]) > len(paths[0]) or "_type" not in errors[i]["type"]]
    return wanted[0] if wanted else 0
