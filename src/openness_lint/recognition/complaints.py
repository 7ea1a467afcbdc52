"""The complaints that reading a transcript shares, each at the place of the node at fault."""

from __future__ import annotations

from typing import NoReturn

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.span import TextSpan
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Node, Scalar, complain


class Complaints:
    """Raises the error its owner wants: what is wrong with a report is not what is wrong with a rule."""

    def __init__(self, error: type[OpennessLintError]) -> None:
        self.error = error

    def at(self, message: Phrase, span: TextSpan) -> OpennessLintError:
        return complain(self.error, message, span)

    def word(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        raise self.at(
            Phrase("这里应是一个值，不是列表或映射", "a single value is expected here, not a list or mapping"),
            node.span,
        )

    def twice(self, key: Scalar, first: Scalar) -> NoReturn:
        message = Phrase(
            f"“{key.value}”与第 {first.span.line} 行的“{first.value}”是同一项，写了两次；删去其一",
            f"{key.value!r} and {first.value!r} on line {first.span.line} are the same thing, given twice; remove one",
        )
        raise self.at(message, key.span)

    def unknown(self, key: Scalar, known: list[str], extra: str = "") -> NoReturn:
        message = Phrase("格式里没有“{key}”{extra}{hint}", "the form has no '{key}'{extra_en}{hint}").fill(
            key=key.value,
            hint=did_you_mean(key.value, known),
            extra=f"；格式之外的行列写在“{extra}”下" if extra else "",
            extra_en="; rows and columns beyond the form go below `unlisted`" if extra else "",
        )
        raise self.at(message, key.span)
