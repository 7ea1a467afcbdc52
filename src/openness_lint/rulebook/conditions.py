"""When a demand is asked at all: by what the report says of its issuer, its own figures, or in its text.

The first two answer yes, no, or that the report does not say; the last is a gap and never a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import METADATA
from openness_lint.model.language import Phrase, join
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.recognition.transcript import ISSUERS, LEVELS
from openness_lint.rulebook.terms import STRICT
from openness_lint.syntax.nearest import did_you_mean

_CHOICES = {"issuer": ISSUERS, "level": LEVELS}
_SENTENCE = pattern(r"[^。；;！!？?]+")


class When:
    """`{issuer: [department], level: [city, province]}`: each field is one of its values."""

    def __init__(self, wanted: Mapping[str, tuple[str, ...]], path: tuple[str | int, ...]) -> None:
        """Check the fields and values.

        Raises:
            RuleComplaint: a field or value that no report can have.
        """
        for field, values in wanted.items():
            if field not in _CHOICES:
                hint = did_you_mean(field, _CHOICES)
                message = Phrase(
                    "when 不认识 {field}；可用：issuer、level{hint}",
                    "`when` does not know {field}; use issuer or level{hint}",
                )
                raise RuleComplaint(message.fill(field=field, hint=hint), (*path, field))
            for i, value in enumerate(values):
                if value not in _CHOICES[field]:
                    known = ", ".join(_CHOICES[field])
                    message = Phrase(
                        f"{field} 没有 {value}；可用：{known}", f"{field} is never {value}; use one of: {known}"
                    )
                    raise RuleComplaint(message, (*path, field, i))
        self.wanted = dict(wanted)

    def holds(self, report: Report) -> bool | None:
        """Whether the report is of this kind; None when it does not say."""
        is_said = True
        for field, values in self.wanted.items():
            value = report.told(field)
            if value is None:
                is_said = False
            elif value not in values:
                return False
        return True if is_said else None

    def unsaid(self, report: Report) -> list[str]:
        """The fields it needs and the report does not give."""
        return [field for field in self.wanted if report.told(field) is None]


def not_said(fields: list[str]) -> Phrase:
    """`报告未写明级别`: why nothing could be judged."""
    return Phrase("报告未写明{names}（{keys}）", "the report does not state its {names} ({keys})").fill(
        names=join([METADATA[field] for field in fields], "和", " and "), keys=", ".join(fields)
    )


@dataclass(frozen=True, slots=True)
class Unless:
    """A demand is left to people where one sentence of the text has one of `words`, and one of `beside` if any."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    words: tuple[str, ...]
    beside: tuple[str, ...] = ()

    def said_in(self, report: Report) -> str | None:
        """The word that the report says, None where it says none of them in such a sentence."""
        notes = [table.note for section in report.sections for table in section.tables if table.note is not None]
        texts = [*report.preface, *(one for section in report.sections for one in section.paragraphs), *notes]
        for text in texts:
            for sentence in _SENTENCE.findall(text.text):
                found = next((word for word in self.words if word in sentence), None)
                if found is not None and (not self.beside or any(word in sentence for word in self.beside)):
                    return found
        return None
