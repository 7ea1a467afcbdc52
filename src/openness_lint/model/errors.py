"""Why the work could not be done: always exit code 2, always one line, in both languages.

A defect in a report is a Diagnostic; these are for what we were given and cannot work with.
"""

from __future__ import annotations

from openness_lint.model.language import Language, Phrase


class OpennessLintError(Exception):
    """What went wrong, and where in which file as far as that is known (1-based, in characters)."""

    def __init__(
        self,
        message: Phrase,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        # Made again from what it says: the arguments that exceptions keep for copies are not ours.
        return _again, (type(self), self.__dict__)

    def say(self, language: Language) -> str:
        """`path:line:column: message`, with as much of the place as there is."""
        place = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return ": ".join([":".join(place)] * bool(place) + [self.message.say(language)])

    def at(self, path: str) -> OpennessLintError:
        """The same error, saying in which file, if it did not say so yet."""
        if self.path is None:
            self.path = path
        return self


def _again(kind: type[OpennessLintError], said: dict[str, object]) -> OpennessLintError:
    error = kind.__new__(kind, str(said["message"]))
    error.__dict__.update(said)
    return error


class UnreadableInput(OpennessLintError):
    """A source cannot be read as a report: not text, truncated, of no known shape, too large."""


class NotAReport(UnreadableInput):
    """A document can be read, but nothing in it is a report's; one come upon by chance is passed over."""


class InvalidRule(OpennessLintError):
    """A pack, form or rule file says something that cannot be understood or cannot apply."""


class InvalidSuppression(OpennessLintError):
    """A file of suppressions beside a report cannot be understood, or names what there is not."""


class InvalidBaseline(OpennessLintError):
    """A baseline cannot be understood, or names a rule that there is not."""


class InvalidRoster(OpennessLintError):
    """A roster cannot be understood, or contradicts itself."""


class UnknownSelector(OpennessLintError):
    """`--select` or `--ignore` names no rule."""


class InvalidConfiguration(OpennessLintError):
    """A configuration file says something that cannot be understood or cannot apply.

    `excerpt` is the line at fault, as far as it could be read; `width` the characters that are, at least one.
    """

    def __init__(
        self,
        message: Phrase,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        excerpt: str | None = None,
        width: int = 1,
    ) -> None:
        super().__init__(message, path=path, line=line, column=column)
        self.excerpt = excerpt
        self.width = width


class InvalidPlugin(OpennessLintError):
    """A plugin offers something that is not what its hook promises, or a name that is taken."""


class RuleComplaint(Exception):
    """A check cannot ask what a rule demands; the rulebook turns it into an InvalidRule with a place.

    `path` leads through the rule's keys to the offending value, `offset` into that value's text.
    """

    def __init__(self, message: Phrase, path: tuple[str | int, ...] = (), offset: int | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.path = path
        self.offset = offset
