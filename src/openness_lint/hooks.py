"""What a plugin may add, and the shape of what it adds.

The built-in checks, readers and reporters come in by these same hooks; an installed package joins
them with an entry point in the group `openness_lint` that names a module or object with functions
marked `@hookimpl`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeGuard, runtime_checkable

from openness_lint.model.diagnostic import Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Language, Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.outcome import Result
from openness_lint.model.report import Report
from openness_lint.model.rule import Rule
from openness_lint.model.source import Source
from openness_lint.model.values import dataclass

if TYPE_CHECKING:
    import pluggy

    from openness_lint.model.overview import Overview

PROJECT = "openness_lint"

if TYPE_CHECKING:
    hookimpl = pluggy.HookimplMarker(PROJECT)
else:

    def hookimpl(function: Any = None, **options: bool) -> Any:
        """Mark a function as a hook, as pluggy's own marker does, which marks it anew when a plugin is looked over.

        Our own parts are marked alike, and asked without pluggy, which a run without plugins need not load.
        """

        def mark(function: Any) -> Any:
            function.openness_lint_hook = options
            return function

        return mark if function is None else mark(function)


class FormShelf(Protocol):
    """The forms at hand, as a reader asks for them."""

    def choose(self, *, form: str | None, year: int | None) -> Form:
        """The form named, or else the one in force for the year.

        Raises:
            UnreadableInput: no such form (with the nearest id), or none for the year.
        """

    def all(self) -> Sequence[Form]:
        """Every form, for documents that do not say of which year they are."""

    def others(self, form: Form) -> Sequence[Form]:
        """The other editions of the same family, for labels that belong to them."""


class Reader(Protocol):
    """Bytes of one format to a Report with a span on every value."""

    @property
    def name(self) -> str:
        """The format's name, as in `yaml`; equals the module's name for the built-in ones."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings it reads, lower case with the dot: `.yaml`."""

    def read(self, source: Source, forms: FormShelf) -> Report:
        """Read one source.

        Raises:
            UnreadableInput: the source is not such a report; with line and column where it has them.
        """


class Question(Protocol):
    """A rule made ready for one form: names resolved, terms laid out; holds no state."""

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The linear demands it makes on every report of the form; empty where it makes none."""

    def judge(self, report: Report) -> Verdict: ...


@runtime_checkable
class Comparing(Question, Protocol):
    """A question that looks at a report's companions too: last year's report, those of a roster.

    Beside `equations` and `judge` it tells its linear demands on a given report. A run reads companions
    only where some rule it asks compares.
    """

    def equations_on(self, report: Report) -> tuple[Equation, ...]:
        """The linear demands on this report's figures, those of its companions as plain numbers.

        Empty where it makes none, or where there is nothing to compare with.
        """


def compares(question: Question | None) -> TypeGuard[Comparing]:
    """Whether a question looks at companions; the standard library's own way to ask loads `inspect` for it."""
    return hasattr(question, "equations_on")


class Check(Protocol):
    """One kind of question that rules ask.

    `parameters` is a frozen dataclass: its fields are what a rule of this kind may write beside the
    common keys, validated before `ask` is called.
    """

    @property
    def kind(self) -> str:
        """The word after `check:` in a rule file; equals the module's name for the built-in ones."""

    @property
    def parameters(self) -> type[Any]: ...

    def ask(self, parameters: Any, form: Form) -> Question:
        """Make the rule ready for this form.

        Raises:
            RuleComplaint: the rule names what the form does not have; with the path to it in the rule file.
        """


@dataclass(frozen=True, slots=True)
class Look:
    """How a reporter should draw: language, width in terminal columns (None: no limit), colour,
    and which rules ran on one report or another (for formats that list them once; `Outcome.answers`
    has those of each report). `overview` gives the roster at a glance, once all results have passed;
    None where there is no roster.
    """

    language: Language = "zh"
    width: int | None = None
    color: bool = False
    verbose: bool = False
    quiet: bool = False
    rules: tuple[Rule, ...] = ()
    version: str = ""
    overview: Callable[[], Overview | None] | None = None


class Reporter(Protocol):
    """Results to a stream; one format each.

    One with an attribute `gives_cells` that is true is given the figures of each report (`Outcome.cells`)
    also in a run over many files, where they are left out otherwise.
    """

    @property
    def name(self) -> str:
        """The word after `--format`; equals the module's name for the built-in ones."""

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        """Write all results, in the order given, as they come where the format allows it."""


class Specs:
    """The hooks. Each is called once, when the program starts."""

    def openness_lint_checks(self) -> Iterable[Check]:  # type: ignore[empty-body]
        """Kinds of check, for rule files to name after `check:`."""

    def openness_lint_readers(self) -> Iterable[Reader]:  # type: ignore[empty-body]
        """Readers, chosen by the ending of the file name."""

    def openness_lint_reporters(self) -> Iterable[Reporter]:  # type: ignore[empty-body]
        """Reporters, for `--format` to name."""

    def openness_lint_packs(self) -> Iterable[Path]:  # type: ignore[empty-body]
        """Folders that hold a `pack.yaml` with its forms and rules, or rules alone for the forms that are known."""


__all__ = [
    "Check",
    "Comparing",
    "FormShelf",
    "Look",
    "Phrase",
    "Question",
    "Reader",
    "Reporter",
    "Specs",
    "compares",
    "hookimpl",
]
