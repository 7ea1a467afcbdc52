"""`check: unlisted`: no row or column that the form does not have."""

from __future__ import annotations

from typing import ClassVar

from openness_lint.hooks import Check, Question, hookimpl
from openness_lint.model.diagnostic import Broken, Spot, Unjudged, Verdict
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.linear import Equation
from openness_lint.model.report import Report
from openness_lint.model.values import dataclass
from openness_lint.reckoning import no_table
from openness_lint.recognition.scopes import scopes_of
from openness_lint.rulebook.terms import STRICT


@dataclass(frozen=True)
class Parameters:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT


class AllListed:
    """Every row and column is the form's; printed subtotals are known and no finding."""

    equations: tuple[Equation, ...] = ()

    def __init__(self, form: Form) -> None:
        self._form = form

    def judge(self, report: Report) -> Verdict:
        judged = 0
        broken: list[Broken] = []
        unjudged: list[Unjudged] = []
        for form_table in self._form.tables:
            table = report.table(form_table.id)
            if table is None:
                unjudged.append(no_table(report, form_table.id))
                continue
            if not table.unlisted:
                judged += len(table.rows)
                continue
            # A column is one column, in however many rows it has a figure.
            unlisted = {one.address.column or one.printed.span: one for one in reversed(table.unlisted)}
            judged += len(table.rows) + len(unlisted)
            for label in reversed(unlisted.values()):
                text = label.printed.text.strip()
                if label.address.column is None and self._is_row(form_table.id, text):
                    message = Phrase(
                        f"“{text}”一行出现了不止一次，数字不同",
                        f"the row {text!r} is printed more than once, with different figures",
                    )
                elif label.address.column is None:
                    message = Phrase(f"格式里没有“{text}”一行", f"the form has no row {text!r}")
                else:
                    message = Phrase(f"格式里没有“{text}”一列", f"the form has no column {text!r}")
                broken.append(Broken(Spot(label.address, label.printed.span, label.printed.text), message))
        return Verdict(judged, tuple(broken), tuple(unjudged))

    def _is_row(self, table: str, text: str) -> bool:
        return scopes_of(self._form).table(table).rows(None)[1].exact(text) is not None


class Unlisted:
    kind = "unlisted"
    parameters = Parameters

    def ask(self, parameters: Parameters, form: Form) -> Question:  # noqa: ARG002  # it has no parameters
        return AllListed(form)


@hookimpl
def openness_lint_checks() -> list[Check]:
    return [Unlisted()]
