"""How much of one text is in another: every run of a few characters is looked up, figures and names masked.

Linear in the length of the texts. Whatever differs only in digits, years, blanks, punctuation or the
body's own name is the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from zlib import crc32

from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.span import Span
from openness_lint.model.values import NamedTuple

# Characters of a run: long enough that set phrases of offices do not make texts alike, short enough that
# one word changed costs only a few runs.
RUN = 6
# As many of a text's runs as tell, nearly always, whether it is worth counting them all.
FEW = 64

_YEARS = pattern(r"(?:19|20)\d\d年?|[〇零一二三四五六七八九]{4}年|(?:本|去|上|上一|今)年度?|\d+")
_MARKS = pattern(r"[\W_]+")


# A text shorter than this many characters says too little to be like another one.
SHORT = 150


class Shingles(NamedTuple):
    """The runs of a text. `length` counts its characters as printed, blanks left out.

    `sample` holds those runs that come first in an order of chance: two texts that share most of their
    runs share most of these.
    """

    length: int
    runs: frozenset[str]
    sample: frozenset[str]


def wording(report: Report) -> Mapping[str, Shingles]:
    """What is compared of each section's text, by section id; figures masked."""
    return {id: shingles(texts, report.agency) for id, texts in _texts(report).items()}


def whole_wording(report: Report) -> Shingles:
    """What is compared of all the text at once, figures kept."""
    everything = [one for texts in _texts(report).values() for one in texts]
    return shingles(everything, report.agency, figures=True)


def _texts(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in report.sections:
        found.setdefault(section.id, []).extend(one.text for one in section.paragraphs)
    return found


def shingles(texts: Iterable[str], name: str | None = None, *, figures: bool = False) -> Shingles:
    """The runs of a text.

    Args:
        texts: Its paragraphs.
        name: The body it is of, to be masked.
        figures: Whether figures count too; years never do.
    """
    whole = unicodedata.normalize("NFKC", "".join(texts))
    length = len("".join(whole.split()))
    runs = frozenset(_runs(masked(whole, name, figures=figures)))
    chosen = sorted(runs, key=_chance)[:FEW]
    return Shingles(length, runs, frozenset(chosen))


def masked(text: str, name: str | None, *, figures: bool = False) -> str:
    """What of a text is compared."""
    if name:
        text = text.replace(unicodedata.normalize("NFKC", "".join(name.split())), "□")
    text = _YEARS.sub(lambda found: found[0] if figures and found[0].isdigit() and len(found[0]) != 4 else "0", text)
    return _MARKS.sub("", text.replace("□", "某"))


def likeness(one: Shingles, other: Shingles) -> float:
    """The share of the larger text's runs that the other one has too; 0 where either is empty."""
    most = max(len(one.runs), len(other.runs))
    return len(one.runs & other.runs) / most if most else 0.0


def may_be_like(one: Shingles, other: Shingles, share: float) -> bool:
    """Whether it is worth counting: false only where texts are hardly ever that much alike."""
    small, large = sorted((len(one.runs), len(other.runs)))
    if small < share * large:
        return False
    return len(one.sample & other.sample) >= FEW * (share - 0.5) or large <= FEW


def _runs(text: str) -> list[str]:
    return [text[i : i + RUN] for i in range(max(len(text) - RUN + 1, min(len(text), 1)))]


def _chance(run: str) -> int:
    return crc32(run.encode("utf-8", "surrogatepass"))


def first_words(report: Report, section: str | None) -> Span:
    """Where the text of a section begins, or of the report: its first paragraph, or else its heading."""
    sections = [one for one in report.sections if section in {None, one.id}]
    paragraphs = [text for one in sections for text in one.paragraphs]
    if paragraphs:
        return paragraphs[0].span
    return sections[0].heading.printed.span if sections else report.span
