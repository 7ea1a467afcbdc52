"""Where something stands on the form."""

from __future__ import annotations

import pytest

from openness_lint.model.address import Address


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (Address("title"), "title"),
        (Address("requests", "received"), "requests.received"),
        (Address("requests", "denied.state_secret", "natural_person"), "requests.denied.state_secret.natural_person"),
        (Address("requests", None, "total"), "requests.total"),
    ],
)
def test_an_address_is_written_with_dots(address, written):
    assert written == str(address)
