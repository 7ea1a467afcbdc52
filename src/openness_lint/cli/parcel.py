"""What is said of one file, as bytes: for another process, and to be kept until the next run.

Forms and rules are not packed but named: whoever unpacks has the same ones.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.form import Form
from openness_lint.model.outcome import Outcome, Unread
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.values import replace

_PLAIN = {("decimal", "Decimal")}


class Witness(NamedTuple):
    """What a report was compared with: whose report of which year it is, and the digest of all that was beside it."""

    agency: str | None
    year: int | None
    digest: str


class Judged(NamedTuple):
    """What is said of one file.

    `result` is None where the file is no report and was only come upon; `beside` is the outcome of the
    file of suppressions beside it, where there is anything to say of that; `read` are the real paths of
    the further files that were read for it. `witness` is None where no rule compares; `troubles` are
    files to be compared with that could not be read.
    """

    result: Outcome | Unread | None
    beside: Outcome | None = None
    read: tuple[str, ...] = ()
    witness: Witness | None = None
    troubles: tuple[Unread, ...] = ()


class Parcels:
    """Packs and unpacks, for one set of forms and rules."""

    def __init__(self, forms: Iterable[Form], rules: Iterable[Rule]) -> None:
        from openness_lint.baseline import FORM as BASELINE_FORM
        from openness_lint.suppression.settle import FORM as SUPPRESSIONS_FORM

        self._forms = {form.id: form for form in (*forms, SUPPRESSIONS_FORM, BASELINE_FORM)}
        self._rules = {rule.code: rule for rule in rules}

    def pack(self, judged: Judged, *, cells: bool) -> bytes:
        """The bytes, without what no reporter will ask for.

        Args:
            judged: What is said.
            cells: Whether the figures are asked for.
        """
        buffer = io.BytesIO()
        _Packer(buffer, self._forms, self._rules).dump(judged._replace(result=_light(judged.result, cells=cells)))
        return buffer.getvalue()

    def unpack(self, data: bytes) -> Judged:
        """What was packed.

        Raises:
            pickle.UnpicklingError: it holds what is no part of a parcel, or names a form or rule there is not.
        """
        judged = _Unpacker(io.BytesIO(data), self._forms, self._rules).load()
        if not isinstance(judged, Judged):
            raise pickle.UnpicklingError("no parcel")
        return judged


def _light(result: Outcome | Unread | None, *, cells: bool) -> Outcome | Unread | None:
    """The result without the source where no finding needs a line of it."""
    if isinstance(result, Outcome):
        return replace(
            result,
            lines=result.lines if result.diagnostics else (),
            cells=dict(result.cells) if cells else {},
        )
    return result


class _Packer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, forms: dict[str, Form], rules: dict[str, Rule]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._forms, self._rules = forms, rules

    def persistent_id(self, value: object) -> tuple[str, ...] | None:
        if isinstance(value, Form) and self._forms.get(value.id) is value:
            return ("form", value.id)
        if isinstance(value, Rule) and value.code in self._rules:
            # A configuration may have given it another severity, and nothing else.
            return ("rule", value.code, value.severity.value)
        return None

    def reducer_override(self, value: object) -> Any:
        """How our errors say to make them again; other libraries teach pickle ways of theirs for every exception."""
        return value.__reduce__() if isinstance(value, OpennessLintError) else NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, forms: dict[str, Form], rules: dict[str, Rule]) -> None:
        super().__init__(file)
        self._forms, self._rules = forms, rules

    def persistent_load(self, name: tuple[str, ...]) -> object:
        match name:
            case ("form", id) if id in self._forms:
                return self._forms[id]
            case ("rule", code, severity) if code in self._rules:
                rule = self._rules[code]
                return rule if rule.severity.value == severity else replace(rule, severity=Severity(severity))
        raise pickle.UnpicklingError(f"no {name}")

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Values of the model, and nothing that does anything."""
        if not (module.startswith("openness_lint.model.") or module == __name__ or (module, name) in _PLAIN):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a parcel")
        found: Callable[..., object] = super().find_class(module, name)
        return found
