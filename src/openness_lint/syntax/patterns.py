"""Regular expressions that rule files may use: those whose work grows slowly with the text."""

from __future__ import annotations

import re

from openness_lint.model.bounded import Bounded, grouped
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern

# Escapes and character classes are passed over whole; what stands in them repeats nothing.
_TOKEN = pattern(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\]
    | (?P<unbounded>[*+]|\{[0-9]*,\}) | (?P<opens>\() | (?P<closes>\)) | \{(?:[0-9]+,)?(?P<most>[0-9]+)\}""",
    re.DOTALL | re.VERBOSE,
)


def bounded(text: str, path: tuple[str | int, ...], literals: tuple[str, ...] = ()) -> Bounded:
    """The pattern, looked over; `path` leads to it in the rule file, and `literals` are what it tells of its matches.

    Raises:
        RuleComplaint: it is no regular expression, or it could run away; at the very character.
    """
    refuse_runaways(text, path)
    try:
        re.compile(text)
    except re.error as error:
        message = Phrase(f"不是正则表达式：{error}", f"not a regular expression: {error}")
        raise RuleComplaint(message, path, error.pos) from None
    from openness_lint.syntax.literals import needs_of

    needs, is_first = needs_of(text, literals)
    return Bounded(text, tuple(map(grouped, needs)), is_first)


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
