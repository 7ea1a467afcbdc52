"""Regular expressions that rule files may use: those whose work grows slowly with the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openness_lint.model.errors import RuleComplaint
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import compiled, pattern

# Escapes and character classes are passed over whole; what stands in them repeats nothing.
_TOKEN = pattern(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\]
    | (?P<unbounded>[*+]|\{[0-9]*,\}) | (?P<opens>\() | (?P<closes>\)) | \{(?:[0-9]+,)?(?P<most>[0-9]+)\}""",
    re.DOTALL | re.VERBOSE,
)


class Bounded:
    """A pattern that repeats within stated bounds only, compiled when it is first used.

    A run asks far fewer patterns than a pack holds, and to compile them all would take longer than to
    judge a report; so what is pickled is the text alone. `literals` are strings of which every match
    holds at least one: a text with none of them need not be searched.
    """

    __slots__ = ("_compiled", "literals", "text")

    def __init__(self, text: str, literals: tuple[str, ...] = ()) -> None:
        self.text = text
        self.literals = literals
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = compiled(self.text)
        return self._compiled

    def may_stand_in(self, text: str) -> bool:
        """Whether the text has one of the literals, or there are none to ask for."""
        return not self.literals or any(one in text for one in self.literals)

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled.search(text) if self.may_stand_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text) if self.may_stand_in(text) else iter(())

    def __reduce__(self) -> tuple[type[Bounded], tuple[str, tuple[str, ...]]]:
        return Bounded, (self.text, self.literals)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bounded) and (self.text, self.literals) == (other.text, other.literals)

    def __hash__(self) -> int:
        return hash((self.text, self.literals))


def bounded(text: str, path: tuple[str | int, ...], literals: tuple[str, ...] = ()) -> Bounded:
    """The pattern, looked over; `path` leads to it in the rule file.

    Raises:
        RuleComplaint: it is no regular expression, or it could run away; at the very character.
    """
    refuse_runaways(text, path)
    try:
        re.compile(text)
    except re.error as error:
        message = Phrase(f"不是正则表达式：{error}", f"not a regular expression: {error}")
        raise RuleComplaint(message, path, error.pos) from None
    if not literals:
        from openness_lint.syntax.literals import literals_of

        literals = literals_of(text)
    return Bounded(text, literals)


def refuse_runaways(text: str, path: tuple[str | int, ...]) -> None:
    """Let in only patterns whose work grows slowly with the text.

    Raises:
        RuleComplaint: something repeats without bound, or repeats what itself repeats.
    """
    repeats = [False]  # for each open group, whether anything in it repeats
    closed, closed_at = False, -1
    for token in _TOKEN.finditer(text):
        if token["unbounded"]:
            message = Phrase(
                "重复次数要有上限：用 {0,12} 这样的写法，不用 * 或 +",
                "repeat within bounds, as in {0,12}, not with * or +",
            )
            raise RuleComplaint(message, path, token.start())
        if token["opens"]:
            repeats.append(False)
        elif token["closes"] and len(repeats) > 1:
            closed, closed_at = repeats.pop(), token.end()
            repeats[-1] |= closed
        elif token["most"] and int(token["most"]) > 1:
            if closed and closed_at == token.start():
                message = Phrase("重复的部分里面不能再有重复", "what is repeated cannot hold a repeat itself")
                raise RuleComplaint(message, path, token.start())
            repeats[-1] = True
