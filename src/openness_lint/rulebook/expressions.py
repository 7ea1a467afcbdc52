"""The linear demands of rule files: `received + carried_in = result_total + carried_out`.

A demand has two sides of names, `sum(group)` and whole numbers, joined by + and -, and one of
= >= <= between them. Nothing is evaluated here and nothing else is understood: no calls, no code.
"""

from __future__ import annotations

from decimal import Decimal

from openness_lint.model.errors import RuleComplaint
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Relation
from openness_lint.model.pattern import pattern
from openness_lint.model.values import NamedTuple

_TOKEN = pattern(r"\s*(?:(?P<name>[a-z_][a-z0-9_.]*)|(?P<number>[0-9]+)|(?P<mark>>=|<=|[-+*=()])|(?P<other>\S))")


class Name(NamedTuple):
    """A name with its sign or factor; `of_group` where it was written `sum(name)`."""

    factor: int
    name: str
    of_group: bool
    offset: int


class Names(NamedTuple):
    """One side of a demand."""

    names: tuple[Name, ...]
    constant: Decimal


class Demand(NamedTuple):
    left: Names
    relation: Relation
    right: Names


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


def parse_demand(text: str, path: tuple[str | int, ...] = ()) -> Demand:
    """The demand that a text states; `path` leads to it in the rule file, for complaints.

    Raises:
        RuleComplaint: it is no such demand; with the offset of the first character that is not understood.
    """
    return _Parser(text, path).demand()


class _Parser:
    def __init__(self, text: str, path: tuple[str | int, ...]) -> None:
        self.text = text
        self.path = path
        self.tokens: list[_Token] = []
        for found in _TOKEN.finditer(text):
            kind = str(found.lastgroup)
            self.tokens.append(_Token(kind, found[kind], found.start(kind)))
        self.at = 0

    def demand(self) -> Demand:
        left = self.side()
        token = self.take()
        if token is None or token.text not in {one.value for one in Relation}:
            raise self.stop(token, Phrase("这里应是 =、>= 或 <=", "one of =, >=, <= is expected here"))
        right = self.side()
        if (rest := self.take()) is not None:
            raise self.stop(rest, Phrase("等式到此应结束", "the demand should end here"))
        return Demand(left, Relation(token.text), right)

    def side(self) -> Names:
        names: list[Name] = []
        constant = Decimal(0)
        sign = -1 if self.skip("-") else 1
        while True:
            token = self.take()
            if token is not None and token.kind == "number" and not self.skip("*"):
                constant += sign * int(token.text)
            elif token is not None and token.kind == "number":
                names.append(self.name(self.take(), sign * int(token.text)))
            else:
                names.append(self.name(token, sign))
            if self.skip("+"):
                sign = 1
            elif self.skip("-"):
                sign = -1
            else:
                return Names(tuple(names), constant)

    def name(self, token: _Token | None, factor: int) -> Name:
        if token is None or token.kind != "name":
            raise self.stop(
                token,
                Phrase("这里应是一个名称、sum(组) 或整数", "a name, sum(group) or a whole number is expected here"),
            )
        if token.text != "sum" or not self.skip("("):
            return Name(factor, token.text, False, token.offset)
        inner = self.take()
        if inner is None or inner.kind != "name":
            raise self.stop(inner, Phrase("sum( ) 里应是一个组的名称", "sum( ) takes the name of a group"))
        if not self.skip(")"):
            raise self.stop(self.take(), Phrase("缺少“)”", "')' is missing"))
        return Name(factor, inner.text, True, inner.offset)

    def take(self) -> _Token | None:
        if self.at == len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, text: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].text == text:
            self.at += 1
            return True
        return False

    def stop(self, token: _Token | None, message: Phrase) -> RuleComplaint:
        return RuleComplaint(message, self.path, token.offset if token else len(self.text))
