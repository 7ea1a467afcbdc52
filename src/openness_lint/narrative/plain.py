"""A paragraph in one plain writing: simplified script, half-width digits, full-width marks, no blanks; each character still in its place."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence

from openness_lint.model.pattern import pattern
from openness_lint.model.span import Span
from openness_lint.model.text import Text
from openness_lint.model.values import dataclass
from openness_lint.recognition.traditional import simplified

# Digits, letters and their signs half width, punctuation full width, as GB/T 15834 has it in Chinese prose.
_PLAIN = {
    **{ord(full): ord(full) - 0xFEE0 for full in map(chr, range(0xFF10, 0xFF1A))},
    **{ord(full): ord(full) - 0xFEE0 for full in map(chr, [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)])},
    **str.maketrans("％．,;:?!()[]{}【】﹙﹚﹪", "%.，；：？！（）（）（）（）（）%"),
}
# All that is white space to `re`, spelt out so that it is looked for as one class, and what has no width.
_BLANK = (
    r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\u200b\u200c\u200d\u2060\ufeff"
)
# Characters that are left out, and commas that part thousands and not clauses.
_ODD = pattern(rf"(?<=[0-9A-Za-z])[ \t]+(?=[0-9A-Za-z])|(?P<blank>[{_BLANK}]+)|(?<=[0-9])，(?=[0-9]{{3}}(?![0-9]))")
# What is written otherwise in plain writing, or may be left out of it.
_OTHER = pattern(f"[{_BLANK}{re.escape(''.join(map(chr, _PLAIN)))}]")
_THOUSANDS = pattern("，(?<=[0-9]，)[0-9]")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text`, and the place of each of its characters in what is printed."""

    printed: Text
    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` is printed; from its first to its last character.

        Raises:
            ValueError: the part is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no part {start}:{end} in a text of {len(self.text)} characters")
        return self.printed.part(self.at[start], self.at[end - 1] + 1)

    def original(self, start: int, end: int) -> str:
        """`text[start:end]` as printed."""
        return self.printed.text[self.at[start] : self.at[end - 1] + 1] if end > start else ""


def plain(printed: Text) -> Plain:
    """The paragraph without its blanks; one between figures or letters stays, so that they do not run together."""
    text = simplified(printed.text)
    if is_plain(text):  # as most of it is
        return Plain(printed, text, range(len(text)))
    text = text.translate(_PLAIN)
    parts: list[str] = []
    at = array("L")
    last = 0
    for odd in _ODD.finditer(text):
        parts.append(text[last : odd.start()])
        at.extend(range(last, odd.start()))
        if not odd["blank"]:
            # A full-width comma parts thousands only where the digits beside it are full width as well.
            thousands = odd[0] == "，" and (printed.text[odd.start()] == "," or printed.text[odd.end()] > "9")
            parts.append("," if thousands else odd[0][0])
            at.append(odd.start())
        last = odd.end()
    if not at and last == 0:
        return Plain(printed, text, range(len(text)))
    parts.append(text[last:])
    at.extend(range(last, len(text)))
    return Plain(printed, "".join(parts), at)


def plainly(paragraphs: Iterable[Text]) -> list[Plain]:
    """The paragraphs as `plain` has them; where nothing in any of them is written otherwise, that is seen at once."""
    texts = list(paragraphs)
    together = "。".join([one.text for one in texts])
    if simplified(together) is together and is_plain(together):
        return [Plain(one, one.text, range(len(one.text))) for one in texts]
    return list(map(plain, texts))


def is_plain(text: str) -> bool:
    """Whether a text in simplified script is in plain writing already."""
    return _OTHER.search(text) is None and _THOUSANDS.search(text) is None
