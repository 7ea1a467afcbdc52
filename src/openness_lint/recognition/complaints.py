"""The complaints that reading a transcript shares, each at the place of the node at fault."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import NoReturn

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase, join
from openness_lint.model.span import TextSpan
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Node, Scalar, complain

FEW = 8  # labels; a message may list as many
LONGEST_QUOTE = 60  # characters; more of a key or value than this tells nobody more


def quoted(text: str) -> str:
    """As much of a key or value as a message needs."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


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
        words = Phrase(
            "“{key}”与第 {line} 行的“{first}”是同一项，写了两次；删去其一",
            "'{key}' and '{first}' on line {line} are the same thing, given twice; remove one",
        )
        message = words.fill(key=quoted(key.value), first=quoted(first.value), line=first.span.line)
        raise self.at(message, key.span)

    def unknown(self, key: Scalar, labels: Items[str], ids: Items[str], *, unlisted: bool = False) -> NoReturn:
        """Refuse a key that means nothing here, with the nearest label or id, or all labels where they are few.

        Args:
            key: The key at fault.
            labels: The official wordings of what may stand here.
            ids: Their ids.
            unlisted: Whether what is beyond the form may stand here, set apart.
        """
        hint = did_you_mean(key.value, [*labels, *ids])
        if not hint.zh and len(labels) <= FEW:
            known = join([Phrase(f"“{one}”", f"'{one}'") for one in labels])
            hint = Phrase(f"；可用：{known.zh}", f"; known: {known.en}")
        words = Phrase("格式在这里没有“{key}”{extra}{hint}", "the form has no '{key}' here{extra}{hint}")
        extra = Phrase("；格式之外的行列写在“格式外”下", "; rows and columns beyond the form go below `unlisted`")
        message = words.fill(key=quoted(key.value), extra=extra if unlisted else "", hint=hint)
        raise self.at(message, key.span)
