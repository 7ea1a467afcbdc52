"""Where something stands on the form: section or table, row and column, by form id."""

from __future__ import annotations

from openness_lint.model.values import NamedTuple


class Address(NamedTuple):
    """A place by form ids, written `requests.denied.state_secret.natural_person`.

    `area` is a table or a section (or a metadata field such as `title`); `row` may itself hold
    dots (`denied.state_secret`). Rules speak in addresses, never in lines.
    """

    area: str
    row: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        return ".".join(part for part in self if part is not None)
