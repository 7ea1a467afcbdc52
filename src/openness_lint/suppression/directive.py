"""Comments that suppress: `# openness-lint: ignore[T303,N101] until 2025-12-31: reason`.

What is meant as one and is not understood is told at the very characters at fault: it silences nothing,
and nobody must believe that it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from openness_lint.model.diagnostic import Broken, Spot
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Comment
from openness_lint.model.rule import Rule
from openness_lint.model.span import TextSpan
from openness_lint.suppression.waiver import ADDRESS, Beside, Everywhere, Selector, Waiver, codes_of, date_of
from openness_lint.syntax.nearest import did_you_mean

NAME = "openness-lint"
LINE, FILE = "ignore", "ignore-file"
# How much of two words must be the same for one to be the other with a slip of the pen.
ALIKE = 0.82

# Every repeat is bounded or possessive: a comment of a megabyte is looked at as fast as any.
_NAME = r"#++[ \t]*+(?P<name>[A-Za-z][A-Za-z_ -]{0,24}?)"
_HEAD = pattern(rf"{_NAME}[ \t]*(?P<colon>[:：])[ \t]*+(?P<verb>[A-Za-z_-]*+)[ \t]*+")
_HEAD_WITHOUT_COLON = pattern(rf"{_NAME}(?P<colon>)[ \t]+(?P<verb>[iI][A-Za-z_-]*+)[ \t]*+")
_ELSEWHERE = pattern(rf"{NAME}[ \t]*+[:：]?+[ \t]*+(?P<verb>[A-Za-z_-]++)[ \t]*+[\[［]", re.IGNORECASE)
_OTHER_BRACKETS = "［【（(〔{《<"
_OTHER_CLOSING = "］】）)〕}》>"
_OTHER_COMMAS = pattern("[，、；;｜|]")
_BEGIN = pattern(r"\s*+(?P<colon>[:：]\s*+)?+")
_UNTIL = pattern(r"(?P<word>[A-Za-z]+)[ \t]*(?P<date>[^\s:：，,]*)[ \t]*[:：，,]?[ \t]*")


_USAGE = Phrase(f"{LINE}[规则] 理由，或 {FILE}[规则] 理由", f"{LINE}[RULES] reason, or {FILE}[RULES] reason")


class _Malformed(Exception):
    """What is wrong with a directive, and the stretch of the comment at fault."""

    def __init__(self, message: Phrase, start: int, end: int) -> None:
        super().__init__(message.en)
        self.message = message
        self.start = start
        self.end = end


def read_comment(comment: Comment, rules: Sequence[Rule], lines: Sequence[str]) -> Waiver | Broken | None:
    """The suppression that a comment is, or what is wrong with it; None where it is none.

    Args:
        comment: Any comment of a report.
        rules: Every rule there is, also those that are not asked in this run.
        lines: The report's source.
    """
    try:
        return _Directive(comment, rules, lines).waiver()
    except _Malformed as error:
        end = max(error.end, error.start + 1)
        start = min(error.start, len(comment.text.text) - 1)
        end = min(end, len(comment.text.text))
        return Broken(Spot(ADDRESS, comment.text.part(start, end), comment.text.text[start:end]), error.message)


class _Directive:
    def __init__(self, comment: Comment, rules: Sequence[Rule], lines: Sequence[str]) -> None:
        self.comment = comment
        self.text = comment.text.text.rstrip()
        self.rules = rules
        self.lines = lines

    def waiver(self) -> Waiver | None:
        head = self._head()
        if head is None:
            return None
        verb = head["verb"]
        inner, close = self._brackets(head)
        selectors = tuple(self._selectors(*inner))
        reason, until, until_stretch = self._rest(close + 1)
        return Waiver(
            kind="comment",
            spot=self._spot(0, len(self.comment.text.text)),
            selectors=selectors,
            scope=Everywhere() if verb == FILE else Beside(self.comment.beside) if self.comment.beside else None,
            reason=reason,
            until=until,
            until_spot=self._spot(*until_stretch) if until_stretch else None,
            removal=self._removal(),
            list=self._span(*inner),
        )

    def _head(self) -> re.Match[str] | None:
        """Name, colon and verb; None when the comment is about something else."""
        rest = self.text.lstrip("#").lstrip(" \t")
        may_name = rest[:1].isascii() and rest[:1].isalpha()  # most comments are in Chinese, and name nothing
        found = (_HEAD.match(self.text) or _HEAD_WITHOUT_COLON.match(self.text)) if may_name else None
        name, colon, verb = found.group("name", "colon", "verb") if found else ("", "", "")
        is_meant = _alike(name, NAME) and ((name, colon) == (NAME, ":") or _alike(verb, LINE, FILE))
        if found is None or not is_meant:
            self._refuse_elsewhere(0)
            return None
        if name != NAME:
            words = Phrase("应写 {name}，这里是“{found}”", "{name} is meant, but '{found}' is written")
            self._stop(words.fill(name=NAME, found=name), *found.span("name"))
        if colon != ":":
            words = Phrase("{name} 后面应是英文冒号“:”", "a colon ':' must follow {name}").fill(name=NAME)
            self._stop(words, *found.span("colon" if colon else "name"))
        if not verb:
            words = Phrase(f"冒号后面应写 {_USAGE.zh}", f"after the colon comes {_USAGE.en}")
            self._stop(words, *found.span("colon"))
        if verb not in {LINE, FILE}:
            hint = did_you_mean(verb, [LINE, FILE])
            if not hint.zh:
                hint = Phrase(f"；可写 {_USAGE.zh}", f"; write {_USAGE.en}")
            words = Phrase("不认识“{verb}”{hint}", "unknown word '{verb}'{hint}")
            self._stop(words.fill(verb=verb, hint=hint), *found.span("verb"))
        return found

    def _refuse_elsewhere(self, start: int) -> None:
        """A directive that does not begin its comment would be lost."""
        if NAME not in self.text.casefold():
            return
        found = _ELSEWHERE.search(self.text, start)
        if found is not None and _alike(found["verb"], LINE, FILE):
            words = Phrase(
                "豁免要自成一条注释，写在“#”之后；同一处的几条规则写在一个方括号里",
                "a suppression begins its comment, right after the '#'; several rules share one pair of brackets",
            )
            self._stop(words, found.start(), found.end() - 1)

    def _brackets(self, head: re.Match[str]) -> tuple[tuple[int, int], int]:
        """The stretch between the brackets, and where they close."""
        verb, at = head["verb"], head.end()
        sign = self.text[at : at + 1]
        if sign and sign in _OTHER_BRACKETS:
            words = Phrase(
                "规则写在英文方括号里，如 {verb}[T303]", "the rules stand in ASCII brackets, as in {verb}[T303]"
            )
            self._stop(words.fill(verb=verb), at, at + 1)
        if sign != "[":
            words = Phrase(
                "要写明豁免哪些规则，如 {verb}[T303]；不能笼统地全部豁免",
                "name the rules to be silenced, as in {verb}[T303]; silencing them all at once is not possible",
            )
            self._stop(words.fill(verb=verb), *head.span("verb"))
        close = self.text.find("]", at)
        if close == -1:
            other = next((i for i in range(at, len(self.text)) if self.text[i] in _OTHER_CLOSING), None)
            words = Phrase(
                "方括号没有闭合：规则后面要写英文的“]”", "the bracket is not closed: ']' must follow the rules"
            )
            self._stop(words, *((at, at + 1) if other is None else (other, other + 1)))
        return (at + 1, close), close

    def _selectors(self, start: int, end: int) -> list[Selector]:
        found: list[Selector] = []
        if wide := _OTHER_COMMAS.search(self.text, start, end):
            words = Phrase("规则之间用英文逗号“,”分开", "the rules are parted by an ASCII comma ','")
            self._stop(words, *wide.span())
        at = start
        for piece in self.text[start:end].split(","):
            word = piece.strip()
            begin = at + len(piece) - len(piece.lstrip())
            if not word:
                words = Phrase("这里缺一条规则", "a rule is missing here")
                self._stop(words, max(at - 1, start - 1), at + len(piece))
            codes = codes_of(word, self.rules)
            if isinstance(codes, Phrase):
                self._stop(codes, begin, begin + len(word))
            found.append(Selector(word, self._spot(begin, begin + len(word)), codes))
            at += len(piece) + 1
        return found

    def _rest(self, start: int) -> tuple[str, date | None, tuple[int, int] | None]:
        """The reason, the last day, and where that is written."""
        self._refuse_elsewhere(start)
        begin = _BEGIN.match(self.text, start)
        assert begin is not None  # it matches nothing too
        at, colon = begin.end(), bool(begin["colon"])
        found = _UNTIL.match(self.text, at)
        # `until` begins a date, except in a sentence that a colon has set off: `: until the books are closed`.
        if found is None or not _alike(found["word"], "until") or (colon and not re.search("[0-9]", found["date"])):
            return self.text[at:], None, None
        if found["word"] != "until":
            if not re.search("[0-9]", found["date"]):
                return self.text[at:], None, None
            words = Phrase("应写 until，这里是“{found}”", "until is meant, but '{found}' is written")
            self._stop(words.fill(found=found["word"]), *found.span("word"))
        if not found["date"]:
            words = Phrase("until 后面要写日期，如 until 2025-12-31", "a date follows until, as in until 2025-12-31")
            self._stop(words, *found.span("word"))
        until = date_of(found["date"])
        if isinstance(until, Phrase):
            self._stop(until, *found.span("date"))
        return self.text[found.end() :], until, found.span("date")

    def _stop(self, message: Phrase, start: int, end: int) -> NoReturn:
        raise _Malformed(message, start, end)

    def _span(self, start: int, end: int) -> TextSpan:
        span = self.comment.text.part(start, end)
        assert isinstance(span, TextSpan)
        return span

    def _spot(self, start: int, end: int) -> Spot:
        return Spot(ADDRESS, self._span(start, end), self.comment.text.text[start:end])

    def _removal(self) -> TextSpan:
        """The comment with the blanks before it, or its whole line where it stands alone."""
        span = self._span(0, len(self.comment.text.text))
        line = self.lines[span.line - 1]
        if not self.comment.alone:
            return span._replace(column=len(line[: span.column - 1].rstrip(" \t")) + 1)
        if span.line < len(self.lines):
            return TextSpan(span.line, 1, span.line + 1, 1)
        return span._replace(column=1)


def _alike(word: str, *known: str) -> bool:
    """Whether a word is one of these, or a slip of the pen away from it."""
    if word in known:
        return True
    if not word or len(word) > 2 * max(map(len, known)):
        return False
    from difflib import SequenceMatcher  # costs milliseconds, which comments that are no directives do without

    plain = re.sub("[-_ ]", "", word.casefold())
    return any(SequenceMatcher(None, plain, re.sub("[-_ ]", "", one)).ratio() >= ALIKE for one in known)
