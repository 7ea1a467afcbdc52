"""Sentences in the two languages that the tool speaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from openness_lint.model.values import NamedTuple

Language: TypeAlias = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Phrase(NamedTuple):
    """One thing said twice; whoever prints it picks the language."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def fill(self, **words: object) -> Phrase:
        """The phrase with its `{name}` holes filled; a Phrase among the words speaks each language."""
        return Phrase(
            self.zh.format(**{k: v.zh if isinstance(v, Phrase) else v for k, v in words.items()}),
            self.en.format(**{k: v.en if isinstance(v, Phrase) else v for k, v in words.items()}),
        )

    @staticmethod
    def same(text: str) -> Phrase:
        """A phrase that reads the same in both languages: a figure, a label of the form."""
        return Phrase(text, text)


def join(phrases: list[Phrase], zh: str = "、", en: str = ", ") -> Phrase:
    """The phrases as one list, with each language's own comma."""
    return Phrase(zh.join(one.zh for one in phrases), en.join(one.en for one in phrases))


def listed(words: Iterable[object]) -> Phrase:
    """Words that read the same in both languages, as one list."""
    return join([Phrase.same(str(one)) for one in words])
